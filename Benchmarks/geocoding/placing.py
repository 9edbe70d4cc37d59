"""Rows made from villages whose true place is known: held out of the gazetteer, or held by it."""

import collections, csv, gzip
from bench import COARSE, exchanged, letters, metres, rows_of, typo

EVERYTHING = ("state", "district", "village", "pincode")

# The mixture over which rows whose village and PIN contradict one another within their district are judged. Villages that the
# gazetteer lacks: at most 14.5 % (ts_ipass_8_districts.csv: 85.5 % of its rows are placed by the name of a village or locality).
# PINs with exchanged digits: an assumption of 1 % (0.4 % of the PINs in mca_goa_companies.csv lie outside Goa's area 403; slips
# that stay within an area cannot be counted).
LACKING = 0.145
EXCHANGED = 0.01


def held_out(bench, held, full):
    with_pin = [v for v in held if v.pin]
    for title, villages, fields in [
            ("village, district, PIN", with_pin, EVERYTHING), ("PIN with district", with_pin, ("state", "district", "pincode")),
            ("PIN alone", with_pin, ("pincode",)), ("village and district, no PIN", held, ("state", "district", "village"))]:
        bench.table(title, villages, bench.geocode(full, rows_of(villages, *fields), fields))
    rows = [(f"{v.name}, {v.district}, {v.state} - {v.pin}",) for v in with_pin]
    bench.table("one-field address ending in the PIN", with_pin, bench.geocode(full, rows, ("address",)))
    rows = [(f"Flat No:- 4, Building:- -, Road/Street:- 0, Village/Town:- {v.name}, Block:- ., City:- -", v.state, v.district,
             v.pin) for v in with_pin]
    bench.table("labelled address", with_pin, bench.geocode(full, rows, ("address", "state", "district", "pincode")))


def known(bench, full):
    """Villages that the gazetteer holds under their own points: what matters is whether names lead to themselves, so that
    only the least share inside is judged."""
    villages = bench.known()
    fields = ("state", "district", "village")
    bench.table("known villages without PIN", villages, bench.geocode(full, rows_of(villages, *fields), fields), most=100)
    rng = bench.random("known slips")
    rows = [(v.state, v.district, typo(v.name, rng)) for v in villages]
    bench.table("known villages with a slip in the name", villages, bench.geocode(full, rows, fields), most=100)
    with_pin = [v for v in villages if len(v.pin) == 6]
    bench.table("known villages with PIN", with_pin, bench.geocode(full, rows_of(with_pin, *EVERYTHING), EVERYTHING), most=100)


def pins_by_district(bench, held):
    """The PINs that the post-office directory or the list of villages name with a district, by its letters."""
    pins = collections.defaultdict(set)
    with gzip.open(bench.source("post_offices_devzoy_2025.csv.gz"), "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            pins[letters(row["district"])].add(row["pincode"])
    with open(bench.work("villages.csv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["district"], row["spatial_district"]):
                pins[letters(name)].add(row["modal_pin"])
    for v in held:
        pins[letters(v.district)].add(v.pin)
    return pins


def names_by_pin(bench):
    """The letters of the villages and offices that the gazetteer was told of, by PIN."""
    names = collections.defaultdict(set)
    with gzip.open(bench.source("post_offices_devzoy_2025.csv.gz"), "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names[row["pincode"]].add(letters(row["office"].rsplit(" ", 1)[0]))
    with open(bench.work("villages.csv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names[row["modal_pin"]].add(letters(row["village"]))
    return names


def corrupted(bench, held, full):
    rng = bench.random("corrupted")
    villages = [v for v in held if len(v.pin) == 6]
    districts = sorted({(v.state, v.district) for v in villages})
    cases = {
        "slips in village and district": lambda v: (v.state, typo(v.district, rng), typo(v.name, rng), v.pin),
        "PIN with a digit lost": lambda v: (v.state, v.district, v.name, (lambda i: v.pin[:i] + v.pin[i + 1:])(rng.randrange(6))),
        "district of another place": lambda v: (*rng.choice([d for d in rng.sample(districts, 3) if d[1] != v.district]), v.name, v.pin),
        "district of another place, no village": lambda v: (*rng.choice([d for d in rng.sample(districts, 3) if d[1] != v.district]), "", v.pin),
    }
    for title, make in cases.items():
        bench.table(title, villages, bench.geocode(full, [make(v) for v in villages], EVERYTHING))


def exchanged_digits(bench, held, full):
    """PINs with two digits exchanged. Where the result is a PIN of the row's own district and the row names no village that the
    gazetteer holds, nothing in the row tells it from a right one: no rule can pass, so those rows are shown and not judged."""
    rng = bench.random("exchanged")
    pins = pins_by_district(bench, held)
    names_at = names_by_pin(bench)
    known = [v for v in bench.known() if len(v.pin) == 6]
    held = [v for v in held if len(v.pin) == 6]

    def same_district(v, pin):
        return pin in pins[letters(v.district)] or pin in pins[letters(v.lies)]

    mixture = []
    for whose, villages, names in (("held-out village", held, True), ("no village", held, False), ("known village", known, True)):
        wrong = [(v, exchanged(v.pin, rng)) for v in villages]
        wrong = [(v, pin) for v, pin in wrong if pin != v.pin]
        answers = bench.geocode(full, [(v.state, v.district, v.name if names else "", pin) for v, pin in wrong], EVERYTHING)
        together = [(v, pin, a) for (v, pin), a in zip(wrong, answers)]
        seen = [(v, a) for v, pin, a in together if not same_district(v, pin)]
        unseen = [(v, a) for v, pin, a in together if same_district(v, pin)]
        most = 100 if whose == "known village" else 93
        bench.table(f"exchanged digits, {whose}: no PIN of the district", *zip(*seen), most=most)
        bench.table(f"exchanged digits, {whose}: a PIN of the same district" + ("" if most == 100 else " (not judged: nothing in the row tells)"),
                    *zip(*unseen), judged=most == 100, most=100)
        if most == 100:
            far = [(v, a) for v, a in unseen if "name-against-pin" in a["flags"]]
            # Where the wrong PIN serves a namesake, village and PIN agree, and nothing in the row tells; a number is no name.
            tells = [(v, pin, a) for v, pin, a in together if same_district(v, pin) and v.firm and letters(v.name)
                     and not any(n and (n.startswith(letters(v.name)) or letters(v.name).startswith(n)) for n in names_at[pin])]
            silent = [(v, pin, a) for v, pin, a in tells if not a["flags"]
                      and metres(v.point, (float(a["lat"]), float(a["lon"]))) > float(a["uncertainty_m"])]
            share = 100 * len(silent) / max(1, len(tells))
            print(f"  {len(tells)} firm rows whose wrong PIN serves no village of that name; wrong and not flagged: {len(silent)}")
            for v, pin, a in silent:
                print(f"    {v.name}, {v.district}, {v.pin} as {pin}: {a['match_level']} {a['matched_place']}")
            bench.verdict("exchanged digits, known village: wrong beyond the radius and not flagged (<= 0.5 %)", f"{share:.2f} %", share <= 0.5)
            mixture.append((EXCHANGED * (1 - LACKING) * len(unseen) / len(together) / max(1, len(unseen)), far))
    right = bench.geocode(full, rows_of(held, *EVERYTHING), EVERYTHING)
    mixture.append((LACKING / len(held), [(v, a) for v, a in zip(held, right) if "name-against-pin" in a["flags"]]))
    mixed(bench, mixture)


def mixed(bench, mixture):
    """Rows flagged `name-against-pin`: known villages whose PIN is wrong and unknown ones whose PIN is right, by weight. Either
    may be right, so the radius must hold both: only the least share inside is judged."""
    print("\nRows whose village lies far from their PIN, of the same district:")
    total = inside = wrong = 0
    for weight, rows in mixture:
        errors = [(metres(v.point, (float(a["lat"]), float(a["lon"]))), float(a["uncertainty_m"])) for v, a in rows if v.firm]
        total += weight * len(errors)
        inside += weight * sum(e <= u for e, u in errors)
        wrong += weight * sum(e > 3 * u for e, u in errors)
        print(f"  weight {100 * weight * len(errors):.2f} rows in 100: {len(errors)} firm, inside "
              f"{100 * sum(e <= u for e, u in errors) / max(1, len(errors)):.1f} %")
    print(f"  together {100 * inside / total:.1f} % inside, {100 * wrong / total:.1f} % beyond three radii")
    bench.verdict("village against PIN, mixture: true points inside (>= 88 %)", f"{100 * inside / total:.1f} %", inside / total >= 0.88)
    bench.verdict("village against PIN, mixture: beyond three radii (<= 1 %)", f"{100 * wrong / total:.1f} %", wrong / total <= 0.01)


def leave_out_sources(bench, held):
    villages = [v for v in held if v.pin]
    for left in ["--post-offices", "--geonames-postal", "--villages", "--lgd", "--places"]:
        path, _ = bench.build("without" + left, left)
        bench.table(f"gazetteer without {left[2:]}", villages, bench.geocode(path, rows_of(villages, *EVERYTHING), EVERYTHING))
