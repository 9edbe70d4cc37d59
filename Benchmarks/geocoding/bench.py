"""What all measurements of placing share: the split of the villages, running the program, tables and verdicts."""

import collections, csv, difflib, gzip, io, itertools, math, os, random, subprocess, sys, time

HELD_OUT = 0.05
LEVELS = ["coordinate", "village", "locality", "pin", "town", "subdistrict", "pin-area", "district", "state", ""]
COARSE = ("district", "state", "pin-area")


def metres(a, b):
    """Great-circle distance of two (lat, lon) pairs in degrees, on the mean sphere."""
    p, q = math.radians(a[0]), math.radians(b[0])
    h = (math.sin((q - p) / 2) ** 2
         + math.cos(p) * math.cos(q) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2)
    return 2 * 6371008.8 * math.asin(min(1, math.sqrt(h)))


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def letters(text):
    return "".join(c for c in text.lower() if c.isalpha())


def alike(a, b):
    a, b = letters(a), letters(b)
    return a in b or b in a or difflib.SequenceMatcher(None, a, b).ratio() >= 0.75


class Village:
    __slots__ = ("state", "district", "lies", "name", "point", "pin", "firm", "fair")

    def __init__(self, row, in_district):
        self.state, self.district, self.name, self.pin = row["state"], row["district"], row["village"], row["modal_pin"]
        self.lies = row["spatial_district"]
        self.point = (float(row["lat"]), float(row["lon"]))
        spread, schools = float(row["spread_km"] or 0), int(row["n_schools"])
        # Fair: its point lies in the district that the list states, and its schools near one another.
        self.fair = in_district and spread <= 10
        # Firm: two or more schools say so within 5 km.
        self.firm = self.fair and schools >= 2 and spread <= 5


class Bench:
    """One seed's measurement: its files, its gazetteers, its verdicts."""

    def __init__(self, options, seed):
        self.program, self.data, self.seed = options.program, options.data, seed
        self.directory = os.path.join(options.work, str(seed))
        os.makedirs(self.directory, exist_ok=True)
        self.verdicts = []

    def source(self, name):
        return os.path.join(self.data, "gazetteer", name)

    def work(self, name):
        return os.path.join(self.directory, name)

    def random(self, stream):
        """A generator of its own for each measurement, so that leaving one out changes no other."""
        return random.Random(f"{self.seed}/{stream}")

    def split(self):
        """Writes the villages that stay, and returns those held out."""
        rng = random.Random(self.seed)
        pairs, held = {}, []
        with gzip.open(self.source("udise_villages_dev.csv.gz"), "rt", encoding="utf-8", newline="") as file, \
                open(self.work("villages.csv"), "w", encoding="utf-8", newline="") as kept:
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

    def known(self, share=0.05):
        """A sample of the villages that the gazetteer holds."""
        rng = self.random("known")
        with open(self.work("villages.csv"), encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if rng.random() < share]
        return [Village(row, alike(row["district"], row["spatial_district"])) for row in rows]

    def build(self, name, *without):
        arguments = {
            "--post-offices": self.source("post_offices_devzoy_2025.csv.gz"),
            "--geonames-postal": self.source("geonames_postal_IN_2023.zip"),
            "--places": self.source("IN_cities15000.tsv"),
            "--villages": self.work("villages.csv"),
            "--lgd": os.path.join(self.data, "gazetteer"),
        }
        for key in without:
            arguments.pop(key)
        path = self.work(name + ".kgaz")
        done = subprocess.run([self.program, "gazetteer", "build", "-o", path, *itertools.chain(*arguments.items())],
                              capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"gazetteer build failed: {done.stderr}")
        return path, done.stdout

    def geocode(self, gazetteer, rows, fields):
        """The answers of the program for rows (tuples of texts), in order."""
        with open(self.work("register.csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["record_id", "product", *fields])
            writer.writerows((index, "cotton yarn", *row) for index, row in enumerate(rows))
        return self.geocode_file(gazetteer, self.work("register.csv"))

    def geocode_file(self, gazetteer, path, *more):
        done = subprocess.run([self.program, "geocode", path, "--gazetteer", gazetteer, "--quiet", *more],
                              capture_output=True)
        if done.returncode:
            sys.exit(f"geocode failed: {done.stderr.decode()}")
        csv.field_size_limit(1 << 24)
        return list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8", "replace"), newline="")))

    def verdict(self, what, value, holds):
        self.verdicts.append((what, value, holds))

    def table(self, title, villages, answers, judged=True, least=88, most=93):
        """Shares, errors, calibration and wrong places by level, over fair villages and then over firm ones. Levels with more
        than 500 firm rows are judged: `least` to `most` percent inside, at most 1 % beyond three radii."""
        print(f"\n{title}: {len(villages)} rows, {sum(v.fair for v in villages)} fair, {sum(v.firm for v in villages)} firm")
        print("  level         share   fair   p50 km  p90 km  p99 km  inside  >3x    firm  inside  >3x   flagged")
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
                line += f"  {inside:5.1f}% {wrong:4.1f}%"
                if name == "firm" and judged and len(errors) > 500:
                    self.verdict(f"{title}: {level}: true points inside ({least}..{most} %)", f"{inside:.1f} % of {len(errors)}",
                                 least <= round(inside, 1) <= most)
                    self.verdict(f"{title}: {level}: beyond three radii (<= 1 %)", f"{wrong:.1f} %", round(wrong, 1) <= 1)
            flagged = sum(bool(a["flags"]) for _, a in rows)
            print(line + f"  {100 * flagged / len(rows):5.1f}%")


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
    """The PIN with two neighbouring digits exchanged that differ; itself where there are none."""
    places = [i for i in range(1, 5) if pin[i] != pin[i + 1]]
    if not places:
        return pin
    at = rng.choice(places)
    return pin[:at] + pin[at + 1] + pin[at] + pin[at + 2:]


def rows_of(villages, *fields):
    pick = {"state": lambda v: v.state, "district": lambda v: v.district, "village": lambda v: v.name,
            "pincode": lambda v: v.pin}
    return [tuple(pick[f](v) for f in fields) for v in villages]
