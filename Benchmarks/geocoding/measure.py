#!/usr/bin/env python3
"""Measures how well `karkhana geocode` places rows whose true place is known and was kept from the gazetteer.

    measure.py --program .build/release/karkhana --data ../shared/data [--work DIR] [--only NAME,NAME] > log

Every gazetteer is built here, without the district spellings under test, from the open sources in DATA/gazetteer; a
seeded sample of villages is left out of every one of them and makes the registers. No outside package is needed.
"""

import tempfile
import argparse, collections, csv, difflib, gzip, io, itertools, math, os, random, statistics, subprocess, sys, time
import zipfile

SEED = 20260308
HELD_OUT = 0.05
LEVELS = ["coordinate", "village", "locality", "pin", "town", "subdistrict", "pin-area", "district", "state", ""]

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--program", default=".build/release/karkhana")
parser.add_argument("--data", default="../shared/data")
parser.add_argument("--work", default=os.path.join(tempfile.gettempdir(), "karkhana-geocoding"))
parser.add_argument("--only", default="")
options = parser.parse_args()
gazetteer_dir = os.path.join(options.data, "gazetteer")
os.makedirs(options.work, exist_ok=True)


def source(name):
    return os.path.join(gazetteer_dir, name)


def work(name):
    return os.path.join(options.work, name)


def metres(a, b):
    """Great-circle distance of two (lat, lon) pairs in degrees, on the mean sphere."""
    p, q = math.radians(a[0]), math.radians(b[0])
    h = (math.sin((q - p) / 2) ** 2
         + math.cos(p) * math.cos(q) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2)
    return 2 * 6371008.8 * math.asin(min(1, math.sqrt(h)))


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


# --- Villages: what is held out, and which of it can be called true ------------------------------------------------

def alike(a, b):
    a, b = ("".join(c for c in x.lower() if c.isalpha()) for x in (a, b))
    return a in b or b in a or difflib.SequenceMatcher(None, a, b).ratio() >= 0.75


class Village:
    __slots__ = ("state", "district", "name", "point", "pin", "firm", "fair")

    def __init__(self, row, in_district):
        self.state, self.district, self.name, self.pin = row["state"], row["district"], row["village"], row["modal_pin"]
        self.point = (float(row["lat"]), float(row["lon"]))
        spread, schools = float(row["spread_km"] or 0), int(row["n_schools"])
        # Fair: its point lies in the district that the list states, and its schools near one another.
        self.fair = in_district and spread <= 10
        # Firm: two or more schools say so within 5 km.
        self.firm = self.fair and schools >= 2 and spread <= 5


def split():
    """Writes the villages that stay, and returns those held out."""
    rng = random.Random(SEED)
    pairs, held = {}, []
    with gzip.open(source("udise_villages_dev.csv.gz"), "rt", encoding="utf-8", newline="") as file, \
            open(work("villages.csv"), "w", encoding="utf-8", newline="") as kept:
        reader = csv.DictReader(file)
        writer = csv.DictWriter(kept, reader.fieldnames, lineterminator="\n")
        writer.writeheader()
        for row in reader:
            if rng.random() >= HELD_OUT:
                writer.writerow(row)
                continue
            pair = (row["district"], row["spatial_district"])
            if pair not in pairs:
                pairs[pair] = alike(*pair)
            try:
                held.append(Village(row, pairs[pair]))
            except ValueError:
                continue
    return held


# --- Running the program -------------------------------------------------------------------------------------------

def build(name, *without):
    arguments = {
        "--post-offices": source("post_offices_devzoy_2025.csv.gz"),
        "--geonames-postal": source("geonames_postal_IN_2023.zip"),
        "--places": source("IN_cities15000.tsv"),
        "--villages": work("villages.csv"),
        "--lgd": gazetteer_dir,
    }
    for key in without:
        arguments.pop(key)
    path = work(name + ".kgaz")
    began = time.monotonic()
    done = subprocess.run([options.program, "gazetteer", "build", "-o", path, *itertools.chain(*arguments.items())],
                          capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"gazetteer build failed: {done.stderr}")
    return path, time.monotonic() - began, done.stdout


def geocode(gazetteer, rows, fields):
    """The answers of the program for rows (tuples of texts), in order."""
    with open(work("register.csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["record_id", "product", *fields])
        writer.writerows((index, "cotton yarn", *row) for index, row in enumerate(rows))
    return geocode_file(gazetteer, work("register.csv"))


def geocode_file(gazetteer, path, *more):
    done = subprocess.run([options.program, "geocode", path, "--gazetteer", gazetteer, "--quiet", *more],
                          capture_output=True)
    if done.returncode:
        sys.exit(f"geocode failed: {done.stderr.decode()}")
    csv.field_size_limit(1 << 24)
    return list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8", "replace"), newline="")))


# --- Tables --------------------------------------------------------------------------------------------------------

verdicts = []


def verdict(what, value, holds):
    verdicts.append((what, value, holds))


def table(title, villages, answers, judged=True):
    """Shares, errors, calibration and wrong places by level, over fair villages and, in brackets, firm ones."""
    print(f"\n{title}: {len(villages)} rows, {sum(v.fair for v in villages)} fair, {sum(v.firm for v in villages)} firm")
    print("  level         share   fair   p50 km  p90 km  p99 km  inside  >3x    firm  inside  >3x   flagged")
    wrong_fair = located_fair = 0
    for level in LEVELS:
        rows = [(v, a) for v, a in zip(villages, answers) if a["match_level"] == level]
        if not rows:
            continue
        line = f"  {level or '-':12} {100 * len(rows) / len(villages):6.1f}%"
        for name, keep in (("fair", lambda v: v.fair), ("firm", lambda v: v.firm)):
            errors = [(metres(v.point, (float(a["lat"]), float(a["lon"]))), float(a["uncertainty_m"]))
                      for v, a in rows if keep(v) and a["lat"]]
            if not errors:
                continue
            inside = 100 * sum(e <= u for e, u in errors) / len(errors)
            wrong = 100 * sum(e > 3 * u for e, u in errors) / len(errors)
            line += f" {len(errors):7d}"
            if name == "fair":
                km = [e / 1000 for e, _ in errors]
                line += f" {quantile(km, .5):7.1f} {quantile(km, .9):7.1f} {quantile(km, .99):7.1f}"
                if level not in ("district", "state", "pin-area"):
                    located_fair += len(errors)
                    wrong_fair += sum(e > 3 * u for e, u in errors)
            line += f"  {inside:5.1f}% {wrong:4.1f}%"
            if name == "firm" and judged and len(errors) > 500:
                verdict(f"{title}: {level}: true points inside, {len(errors)} firm", f"{inside:.1f} %", 88 <= inside <= 93)
                verdict(f"{title}: {level}: beyond three radii", f"{wrong:.1f} %", wrong <= 1)
        flagged = sum(bool(a["flags"]) for _, a in rows)
        print(line + f"  {100 * flagged / len(rows):5.1f}%")
    if located_fair:
        print(f"  located and fair beyond three radii: {100 * wrong_fair / located_fair:.2f} %")


def typo(text, rng):
    """One seeded slip of the hand: a letter lost, doubled, exchanged with its neighbour or struck wrongly."""
    if len(text) < 4:
        return text
    at = rng.randrange(1, len(text) - 1)
    return rng.choice([
        lambda: text[:at] + text[at + 1:], lambda: text[:at] + text[at] + text[at:],
        lambda: text[:at] + text[at + 1] + text[at] + text[at + 2:],
        lambda: text[:at] + rng.choice("aeiouhnrst") + text[at + 1:]])()


def exchanged(pin, rng):
    at = rng.randrange(1, 5)
    return pin[:at] + pin[at + 1] + pin[at] + pin[at + 2:]


# --- The measurements ----------------------------------------------------------------------------------------------

def rows_of(villages, *fields):
    pick = {"state": lambda v: v.state, "district": lambda v: v.district, "village": lambda v: v.name,
            "pincode": lambda v: v.pin}
    return [tuple(pick[f](v) for f in fields) for v in villages]


def held_out_villages(held, full):
    with_pin = [v for v in held if v.pin]
    everything = ("state", "district", "village", "pincode")
    for title, villages, fields in [
            ("village, district, PIN", with_pin, everything), ("PIN with district", with_pin, ("state", "district", "pincode")),
            ("PIN alone", with_pin, ("pincode",)), ("village and district, no PIN", held, ("state", "district", "village"))]:
        table(title, villages, geocode(full, rows_of(villages, *fields), fields))
    rows = [(f"{v.name}, {v.district}, {v.state} - {v.pin}",) for v in with_pin]
    table("one-field address ending in the PIN", with_pin, geocode(full, rows, ("address",)))
    rows = [(f"Flat No:- 4, Building:- -, Road/Street:- 0, Village/Town:- {v.name}, Block:- ., City:- -", v.state, v.district,
             v.pin) for v in with_pin]
    table("labelled address", with_pin, geocode(full, rows, ("address", "state", "district", "pincode")))


def known_villages(full):
    """Villages that the gazetteer holds under their own points: what matters is whether names lead to themselves."""
    rng = random.Random(SEED + 1)
    with open(work("villages.csv"), encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if rng.random() < 0.05]
    villages = [Village(row, alike(row["district"], row["spatial_district"])) for row in rows]
    fields = ("state", "district", "village")
    table("villages that the gazetteer holds, without PIN", villages, geocode(full, rows_of(villages, *fields), fields), False)
    rng = random.Random(SEED + 2)
    rows = [(v.state, v.district, typo(v.name, rng)) for v in villages]
    table("the same with a slip in the name", villages, geocode(full, rows, fields), False)


def corrupted(held, full):
    rng = random.Random(SEED + 3)
    villages = [v for v in held if len(v.pin) == 6]
    districts = sorted({(v.state, v.district) for v in villages})
    fields = ("state", "district", "village", "pincode")
    cases = {
        "slips in village and district": lambda v: (v.state, typo(v.district, rng), typo(v.name, rng), v.pin),
        "PIN with a digit lost": lambda v: (v.state, v.district, v.name, (lambda i: v.pin[:i] + v.pin[i + 1:])(rng.randrange(6))),
        "PIN with neighbouring digits exchanged": lambda v: (v.state, v.district, v.name, exchanged(v.pin, rng)),
        "exchanged digits, no village": lambda v: (v.state, v.district, "", exchanged(v.pin, rng)),
        "district of another place": lambda v: (*rng.choice(districts), v.name, v.pin),
    }
    for title, make in cases.items():
        table(title, villages, geocode(full, [make(v) for v in villages], fields))


def leave_out_sources(held):
    villages = [v for v in held if v.pin]
    for left in ["--post-offices", "--geonames-postal", "--villages", "--lgd", "--places"]:
        path, _, _ = build("without" + left, left)
        fields = ("state", "district", "village", "pincode")
        table(f"gazetteer without {left[2:]}", villages, geocode(path, rows_of(villages, *fields), fields))


def pin_agreement(held, full):
    """The PIN centres against the sources, each read here without the program."""
    def india(lat, lon):
        return 6 <= lat <= 38 and 68 <= lon <= 98

    offices, postal, true = (collections.defaultdict(list) for _ in range(3))
    with gzip.open(source("post_offices_devzoy_2025.csv.gz"), "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            try:
                point = (float(row["lat"]), float(row["lng"]))
            except ValueError:
                continue
            if india(*point):
                offices[row["pincode"]].append(point)
    with zipfile.ZipFile(source("geonames_postal_IN_2023.zip")) as archive:
        for line in archive.read("IN.txt").decode().splitlines():
            parts = line.split("\t")
            postal[parts[1]].append((float(parts[9]), float(parts[10])))
    for v in held:
        if v.pin and v.fair:
            true[v.pin].append(v.point)
    kept = collections.defaultdict(list)
    with open(work("villages.csv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["modal_pin"] and india(float(row["lat"]), float(row["lon"])):
                kept[row["modal_pin"]].append((float(row["lat"]), float(row["lon"])))

    def middle(points):
        return (statistics.median(p[0] for p in points), statistics.median(p[1] for p in points))

    centres = [{k: middle(v) for k, v in s.items()} for s in (offices, postal, kept)]
    held_out = {k: middle(v) for k, v in true.items()}
    pins = sorted(set(centres[0]) | set(centres[1]) | set(centres[2]))
    answers = {p: a for p, a in zip(pins, geocode(full, [(p,) for p in pins], ("pincode",))) if a["lat"]}
    place = {p: (float(a["lat"]), float(a["lon"])) for p, a in answers.items() if a["match_level"] == "pin"}
    office, geonames, village = centres

    def judge(title, chosen, reference, limit, wanted):
        errors = [metres(place[p], reference[p]) for p in chosen if p in place]
        if not errors:
            return
        share = 100 * sum(e <= limit for e in errors) / len(errors)
        print(f"  {title}: {len(errors)} PINs, {share:.2f} % within {limit / 1000:.0f} km,"
              f" p50 {quantile(errors, .5) / 1000:.1f}, p99 {quantile(errors, .99) / 1000:.1f} km")
        if wanted:
            verdict(title, f"{share:.2f} % within {limit / 1000:.0f} km", share >= wanted)

    print("\nPINs against the sources:")
    pairs = [(office, geonames, "offices and GeoNames"), (office, village, "offices and villages"),
             (geonames, village, "GeoNames and villages")]
    for a, b, words in pairs:
        agree = [p for p in pins if p in a and p in b and metres(a[p], b[p]) <= 5000]
        both = {p: ((a[p][0] + b[p][0]) / 2, (a[p][1] + b[p][1]) / 2) for p in agree}
        judge(f"{words} within 5 km of one another: distance to their middle", agree, both, 5000, 99)
    strong = [p for p in pins if p in office and p in village and p in held_out and len(true[p]) >= 3
              and metres(office[p], village[p]) <= 5000]
    judge("offices and villages agree: distance to three or more held-out villages", strong, held_out, 5000, None)
    off = [p for p in pins if p in office and p in geonames and p in village
           and metres(geonames[p], village[p]) <= 10000 and metres(office[p], village[p]) > 100000]
    judge("offices more than 100 km off, the others agree: distance to the villages", off, village, 10000, 95)
    judge("the same, distance to held-out villages", [p for p in off if p in held_out], held_out, 10000, None)


def spellings(full):
    """District spellings against the publishers' codes; a code is the publisher's own fault where the spelling is clearly more
    like the name of the district found than like the name that the directory has for the code."""
    def likeness(a, b):
        a, b = ("".join(c for c in x.lower() if c.isalpha()) for x in (a, b))
        return difflib.SequenceMatcher(None, a, b).ratio()

    with open(source("district_alias_dev.csv"), encoding="utf-8", newline="") as file:
        rows = list({(r["state_raw"], r["district_raw"], r["lgd_district_code"], r["differs"], r["lgd_state_2022"],
                      r["lgd_district_2022"]): 1 for r in csv.DictReader(file) if r["lgd_district_code"].isdigit()})
    answers = geocode(full, [r[:2] for r in rows], ("state", "district"))
    for title, keep in (("all", lambda r: True), ("that differ from LGD", lambda r: r[3] == "1")):
        chosen = [(r, a) for r, a in zip(rows, answers) if keep(r)]
        empty = [(r, a) for r, a in chosen if not a["lgd_district"]]
        other = [(r, a) for r, a in chosen if a["lgd_district"] and a["lgd_district"] != r[2]]
        publisher = [(r, a) for r, a in other if r[5] and likeness(r[1], a["matched_place"]) > likeness(r[1], r[5]) + 0.1]
        wrong = [x for x in other if x not in publisher]
        print(f"\nDistrict spellings {title}, without the alias file: {len(chosen)}, unresolved {len(empty)}, another district than "
              f"the publisher's code {len(other)}, of which {len(publisher)} are spelt like the district found and unlike the code's")
        for r, a in wrong + empty:
            print(f"    {r[0]} / {r[1]}: publisher {r[2]} {r[5]}, found {a['lgd_district'] or '-'} {a['matched_place']}")
        if title != "all":
            verdict("district spellings resolved", f"{100 * (1 - len(empty) / len(chosen)):.1f} %", len(empty) <= 0.03 * len(chosen))
            verdict("district spellings resolved wrongly", f"{100 * len(wrong) / len(chosen):.1f} %", len(wrong) <= 0.005 * len(chosen))


def states(full):
    with open(source("uidai_state_district_pin_dev.csv"), encoding="utf-8", newline="") as file:
        rows = [(r["state"], r["district"], r["pincode"]) for r in csv.DictReader(file)]
    names = sorted({r[0] for r in rows} | {"100000", "WESTBENGAL", "Westbengal", "West Bangal", "West Bengli", "Uttaranchal", "Chhatisgarh",
                                           "ODISHA", "Tamilnadu", "Jaipur", "Nagpur", "BALANAGAR", "Puttenahalli", "Darbhanga",
                                           "Madanapalle", "Dadra & Nagar Haveli", "Daman and Diu", "Jammu And Kashmir"})
    answers = geocode(full, [(n,) for n in names], ("state",))
    unresolved = [n for n, a in zip(names, answers) if not a["lgd_state"]]
    print(f"\nState spellings: {len(names)}; not resolved (flagged {sum('unknown-state' in a['flags'] for a in answers)}): "
          + "; ".join(unresolved))
    answers = geocode(full, rows, ("state", "district", "pincode"))
    flags = collections.Counter(f for a in answers for f in a["flags"].split(";") if f)
    print(f"UIDAI triples: {len(rows)}, district found {100 * sum(bool(a['lgd_district']) for a in answers) / len(rows):.1f} %, "
          + ", ".join(f"{n} {c}" for n, c in flags.most_common()))


def registers(full):
    wanted = {"ts_ipass_8_districts.csv": ({"village", "locality", "town"}, 92),
              "cpcb_gpi_units.csv": ({"village", "locality", "pin", "town"}, 85), "mca_goa_companies.csv": ({"pin"}, None)}
    for name, (levels, least) in wanted.items():
        answers = geocode_file(full, os.path.join(options.data, "registers", name))
        counts = collections.Counter(a["match_level"] for a in answers)
        share = 100 * sum(counts[x] for x in levels) / len(answers)
        print(f"\n{name}: {len(answers)} rows: " + ", ".join(f"{x or 'unlocated'} {100 * n / len(answers):.1f} %" for x, n in counts.most_common()))
        if least:
            verdict(f"{name}: {', '.join(sorted(levels))}", f"{share:.1f} %", share >= least)


def main():
    only = set(filter(None, options.only.split(",")))
    wants = lambda name: not only or name in only
    began = time.monotonic()
    held = split()
    print(f"seed {SEED}; {len(held)} villages held out ({100 * HELD_OUT:.0f} %), {sum(v.fair for v in held)} fair, "
          f"{sum(v.firm for v in held)} firm")
    full, seconds, report = build("full")
    print(f"gazetteer of all sources without the held-out villages and the alias file: {os.path.getsize(full):,} bytes")
    print(report)
    for name, run in [
            ("villages", lambda: held_out_villages(held, full)), ("known", lambda: known_villages(full)),
            ("corrupted", lambda: corrupted(held, full)), ("sources", lambda: leave_out_sources(held)),
            ("pins", lambda: pin_agreement(held, full)), ("spellings", lambda: spellings(full)),
            ("states", lambda: states(full)), ("registers", lambda: registers(full))]:
        if wants(name):
            run()
    print("\nHolds  criterion")
    for what, value, holds in verdicts:
        print(f"  {'yes' if holds else 'NO ':5} {what}: {value}")
    print(f"\n{sum(h for _, _, h in verdicts)} of {len(verdicts)} hold")
    print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)


main()
