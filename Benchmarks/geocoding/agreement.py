"""The PIN centres against the sources, each read here without the program."""

import collections, csv, gzip, statistics, zipfile
from bench import metres, quantile


def india(lat, lon):
    return 6 <= lat <= 38 and 68 <= lon <= 98


def middle(points):
    return (statistics.median(p[0] for p in points), statistics.median(p[1] for p in points))


def read(bench):
    """Points by PIN: of all offices, of those offices that speak for themselves, of GeoNames and of the villages that the gazetteer
    was told. Points that offices of 20 or more PINs share are placeholders; an office within 20 m of a GeoNames point of its own
    PIN is a copy (the directory and GeoNames took points from one another), and copies are no independent source."""
    offices, postal, kept = (collections.defaultdict(list) for _ in range(3))
    with gzip.open(bench.source("post_offices_devzoy_2025.csv.gz"), "rt", encoding="utf-8", newline="") as file:
        rows = []
        for row in csv.DictReader(file):
            try:
                point = (float(row["lat"]), float(row["lng"]))
            except ValueError:
                continue
            if india(*point):
                rows.append((row["pincode"], point))
    with zipfile.ZipFile(bench.source("geonames_postal_IN_2023.zip")) as archive:
        for line in archive.read("IN.txt").decode().splitlines():
            parts = line.split("\t")
            postal[parts[1]].append((float(parts[9]), float(parts[10])))
    shared = collections.defaultdict(set)
    for pin, point in rows:
        shared[point].add(pin)
    raw = collections.defaultdict(list)
    for pin, point in rows:
        raw[pin].append(point)
        if len(shared[point]) < 20 and not any(metres(point, other) <= 20 for other in set(postal.get(pin, ()))):
            offices[pin].append(point)
    with open(bench.work("villages.csv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["modal_pin"] and india(float(row["lat"]), float(row["lon"])):
                kept[row["modal_pin"]].append((float(row["lat"]), float(row["lon"])))
    return raw, offices, postal, kept


def pins(bench, held, full):
    raw, *sources = read(bench)
    true = collections.defaultdict(list)
    for v in held:
        if v.pin and v.fair:
            true[v.pin].append(v.point)
    stamped, office, geonames, village = ({k: middle(v) for k, v in s.items()} for s in (raw, *sources))
    held_out = {k: middle(v) for k, v in true.items()}
    pins = sorted(set(stamped) | set(geonames) | set(village))
    answers = {p: a for p, a in zip(pins, bench.geocode(full, [(p,) for p in pins], ("pincode",))) if a["lat"]}
    place = {p: (float(a["lat"]), float(a["lon"])) for p, a in answers.items() if a["match_level"] == "pin"}

    def judge(title, chosen, reference, limit, wanted):
        errors = [metres(place[p], reference[p]) for p in chosen if p in place]
        if not errors:
            return
        share = 100 * sum(e <= limit for e in errors) / len(errors)
        print(f"  {title}: {len(errors)} PINs, {share:.2f} % within {limit / 1000:.0f} km,"
              f" p50 {quantile(errors, .5) / 1000:.1f}, p99 {quantile(errors, .99) / 1000:.1f} km")
        if wanted:
            bench.verdict(f"{title} (>= {wanted} % within {limit / 1000:.0f} km)", f"{share:.2f} % of {len(errors)}", share >= wanted)

    print("\nPINs against the sources:")
    pairs = [(office, geonames, "offices and GeoNames"), (office, village, "offices and villages"),
             (geonames, village, "GeoNames and villages")]
    for a, b, words in pairs:
        agree = [p for p in pins if p in a and p in b and metres(a[p], b[p]) <= 5000]
        both = {p: ((a[p][0] + b[p][0]) / 2, (a[p][1] + b[p][1]) / 2) for p in agree}
        judge(f"{words} within 5 km of one another: distance to their middle", agree, both, 5000, 99)
    agree = [p for p in pins if p in stamped and p in geonames and metres(stamped[p], geonames[p]) <= 5000]
    both = {p: ((stamped[p][0] + geonames[p][0]) / 2, (stamped[p][1] + geonames[p][1]) / 2) for p in agree}
    judge("the same of offices and GeoNames with placeholders and copies left in", agree, both, 5000, None)
    strong = [p for p in pins if p in office and p in village and p in held_out and len(true[p]) >= 3
              and metres(office[p], village[p]) <= 5000]
    judge("offices and villages agree: distance to three or more held-out villages", strong, held_out, 5000, None)
    off = [p for p in pins if p in stamped and p in geonames and p in village
           and metres(geonames[p], village[p]) <= 10000 and metres(stamped[p], village[p]) > 100000]
    judge("offices more than 100 km off, the others agree: distance to the middle of the others", off,
          {p: ((geonames[p][0] + village[p][0]) / 2, (geonames[p][1] + village[p][1]) / 2) for p in off}, 10000, 95)
    judge("the same, distance to the villages", off, village, 10000, None)
    judge("the same, distance to held-out villages", [p for p in off if p in held_out], held_out, 10000, None)
    judge("the same, distance to three or more held-out villages", [p for p in off if len(true[p]) >= 3], held_out, 10000, None)
