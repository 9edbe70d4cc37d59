"""What reach, radius and core weight make of single Gaussian towns: one table, by `karkhana map` itself.

python3 Benchmarks/sensitivity/towns.py --program .build/release/karkhana > Benchmarks/sensitivity/log.txt
"""

import argparse, csv, math, os, random, subprocess, sys, tempfile

UNITS, SEEDS = 600, (1, 2, 3)
SIGMAS = (2, 4, 8)
DEFAULTS = {"reach": 8, "max-radius": 15, "core": 10}
VARIED = {"reach": (2, 3, 5, 8, 10, 15), "max-radius": (8, 12, 15, 25, 40), "core": (5, 10, 20)}
LATITUDE, LONGITUDE, KILOMETRES = 18.0, 78.0, 111.195


def town(path, sigma, seed):
    """A register of one town: places normal in both directions, from sums of uniform numbers, alike on every machine."""
    numbers = random.Random(f"town {sigma} {seed}")
    normal = lambda: (sum(numbers.random() for _ in range(12)) - 6) * sigma / KILOMETRES
    with open(path, "w") as file:
        file.write("record_id,product,lat,lon,country\n")
        for unit in range(UNITS):
            lat, lon = LATITUDE + normal(), LONGITUDE + normal() / math.cos(math.radians(LATITUDE))
            file.write(f"u{unit},Brass utensils,{lat:.7f},{lon:.7f},IN\n")


def table(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def run(program, register, directory, settings):
    out = os.path.join(directory, "out")
    options = [text for name, value in settings.items() for text in (f"--{name}", str(value))]
    subprocess.run([program, "map", register, "--gazetteer", "starter", "--out", out, "--formats", "geojson,csv", "--no-tally", "--quiet"]
                   + options, check=True)
    groups = table(os.path.join(out, "clusters.csv"))
    clusters = [g for g in groups if g["status"] == "cluster"]
    parts = [g for g in groups if g["parent_id"]]
    return {
        "clusters": len(clusters),
        "potential": len(groups) - len(clusters),
        "share": sum(int(g["units"]) for g in groups) / UNITS,
        "largest": max([int(g["units"]) for g in groups], default=0) / UNITS,
        "cut": len(parts),
        "uncut": sum(1 for g in groups if not g["parent_id"]),
        "stability": [float(g["stability"]) for g in groups if g["stability"]],
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--program", default=".build/release/karkhana")
    program = arguments.parse_args().program
    print(f"Towns of {UNITS} units, normal with the given sigma in km; seeds {', '.join(map(str, SEEDS))}, means over them;")
    print(f"one setting varied at a time, the others reach {DEFAULTS['reach']}, radius {DEFAULTS['max-radius']}, core {DEFAULTS['core']}.")
    print("in groups: share of the units in any published group; largest: share in the largest; with parent: published groups that")
    print("name the belt that they were cut from; alone: those that were never cut; unseen: runs with two or more groups and none that")
    print("names a belt; least stable: the smallest stability of any group.\n")
    head = ["varied", "value", "sigma", "clusters", "potential", "in groups", "largest", "with parent", "alone", "unseen", "least stable"]
    print("| " + " | ".join(head) + " |\n|" + " --- |" * len(head))
    unseen = 0
    with tempfile.TemporaryDirectory() as directory:
        register = os.path.join(directory, "town.csv")
        for name, values in VARIED.items():
            for value in values:
                for sigma in SIGMAS:
                    results = []
                    for seed in SEEDS:
                        town(register, sigma, seed)
                        results.append(run(program, register, directory, DEFAULTS | {name: value}))
                    mean = lambda key: sum(r[key] for r in results) / len(results)
                    silent = sum(r["clusters"] + r["potential"] > 1 and r["cut"] == 0 for r in results)
                    unseen += silent
                    least = min((s for r in results for s in r["stability"]), default=None)
                    shown = f"**{value}**" if value == DEFAULTS[name] else value
                    print(f"| {name} | {shown} | {sigma} | {mean('clusters'):.1f} | {mean('potential'):.1f} | {mean('share'):.0%} | "
                          f"{mean('largest'):.0%} | {mean('cut'):.1f} | {mean('uncut'):.1f} | {silent} | {'–' if least is None else f'{least:.2f}'} |")
    print(f"\nRuns that fell apart unseen: {unseen}")


if __name__ == "__main__":
    sys.exit(main())
