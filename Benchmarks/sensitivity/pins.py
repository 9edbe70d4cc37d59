"""How much of a PIN's uncertainty is common to all its places: post offices against the villages of the same PIN.

python3 Benchmarks/sensitivity/pins.py --data ../shared/data > Benchmarks/sensitivity/log-pins.txt

For each PIN the point is the median of its post offices. Villages scatter around it by the squared distance of their mean from the point (less
what their number explains) and by their variance around that mean. The shared part is the first over the sum of both.
"""

import argparse, collections, csv, gzip, math, os, statistics

STEPS = (3, 6, 10, 15, 20, 30, 60)
KILOMETRES = 111.2


def points(path, pin, lat, lon, usable=lambda row: True):
    found = collections.defaultdict(list)
    with gzip.open(path, "rt", newline="") as file:
        for row in csv.DictReader(file):
            try:
                point = float(row[lat]), float(row[lon])
            except ValueError:
                continue
            if 6 < point[0] < 38 and 68 < point[1] < 98 and usable(row):
                found[row[pin]].append(point)
    return found


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", required=True)
    directory = os.path.join(arguments.parse_args().data, "gazetteer")
    villages = points(os.path.join(directory, "udise_villages_dev.csv.gz"), "modal_pin", "lat", "lon",
                      lambda row: float(row["spread_km"] or 0) <= 5)
    offices = points(os.path.join(directory, "post_offices_devzoy_2025.csv.gz"), "pincode", "lat", "lng")
    sums = {step: [0, 0.0, 0.0] for step in STEPS + ("all",)}
    for pin, places in villages.items():
        if pin not in offices or len(places) < 5:
            continue
        lat = statistics.median_high([p[0] for p in offices[pin]])
        lon = statistics.median_high([p[1] for p in offices[pin]])
        east = KILOMETRES * math.cos(math.radians(lat))
        steps = [((p[1] - lon) * east, (p[0] - lat) * KILOMETRES) for p in places]
        count = len(steps)
        radius = sorted(math.hypot(*step) for step in steps)[int(0.9 * (count - 1))]
        if radius > STEPS[-1]:
            continue
        mean = sum(s[0] for s in steps) / count, sum(s[1] for s in steps) / count
        own = sum((s[0] - mean[0]) ** 2 + (s[1] - mean[1]) ** 2 for s in steps) / (count - 1)
        shared = max(mean[0] ** 2 + mean[1] ** 2 - own / count, 0)
        for key in (next(step for step in STEPS if radius <= step), "all"):
            sums[key][0] += 1
            sums[key][1] += shared
            sums[key][2] += own
    print("PINs with five or more villages, by the radius around the post offices that holds nine tenths of the villages.\n")
    print("| radius up to, km | PINs | share of the variance that is common |\n| --- | --- | --- |")
    for key, (count, shared, own) in sums.items():
        if count:
            print(f"| {key} | {count:,} | {shared / (shared + own):.0%} |")


if __name__ == "__main__":
    main()
