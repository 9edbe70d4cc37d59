#!/usr/bin/env python3
"""Measures how well `karkhana geocode` places rows whose true place is known and was kept from the gazetteer.

    measure.py --program .build/release/karkhana --data ../shared/data [--seed N,N] [--work DIR] [--only NAME,NAME] > log

Every gazetteer is built here, without the district spellings under test, from the open sources in DATA/gazetteer; for each
seed a sample of villages is left out of every one of them and makes the registers. No outside package is needed.
"""

import argparse, collections, os, sys, tempfile, time

import administration, agreement, placing
from bench import HELD_OUT, Bench

SEEDS = "5381,60013,880301"

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--program", default=".build/release/karkhana")
parser.add_argument("--data", default="../shared/data")
parser.add_argument("--work", default=os.path.join(tempfile.gettempdir(), "karkhana-geocoding"))
parser.add_argument("--seed", default=SEEDS, help="seeds of the samples, separated by commas")
parser.add_argument("--only", default="", help="villages,known,corrupted,exchanged,sources,pins,spellings,states,registers")


def run(options, seed):
    only = set(filter(None, options.only.split(",")))
    began = time.monotonic()
    bench = Bench(options, seed)
    held = bench.split()
    print(f"\n=== seed {seed}: {len(held)} villages held out ({100 * HELD_OUT:.0f} %), {sum(v.fair for v in held)} fair, "
          f"{sum(v.firm for v in held)} firm")
    full, report = bench.build("full")
    print(f"gazetteer of all sources without the held-out villages and the alias file: {os.path.getsize(full):,} bytes")
    print(report)
    for name, measure in [
            ("villages", lambda: placing.held_out(bench, held, full)), ("known", lambda: placing.known(bench, full)),
            ("corrupted", lambda: placing.corrupted(bench, held, full)),
            ("exchanged", lambda: placing.exchanged_digits(bench, held, full)),
            ("sources", lambda: placing.leave_out_sources(bench, held)), ("pins", lambda: agreement.pins(bench, held, full)),
            ("spellings", lambda: administration.spellings(bench, full)), ("states", lambda: administration.states(bench, full)),
            ("registers", lambda: administration.registers(bench, full))]:
        if not only or name in only:
            measure()
            sys.stdout.flush()
    print(f"seed {seed}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    return bench.verdicts


def main():
    options = parser.parse_args()
    seeds = [int(s) for s in options.seed.split(",")]
    table = collections.OrderedDict()
    for seed in seeds:
        for what, value, holds in run(options, seed):
            table.setdefault(what, {})[seed] = (value, holds)
    print("\n=== Every criterion at every seed (a level is judged only from 500 firm rows upward)")
    print("seeds: " + ", ".join(map(str, seeds)))
    for what, by_seed in table.items():
        holds = all(h for _, h in by_seed.values())
        cells = "; ".join(("" if h else "NO ") + v for v, h in (by_seed.get(s, ("-", True)) for s in seeds))
        print(f"  {'yes' if holds else 'NO ':4} {what}: {cells}")
    print(f"\n{sum(all(h for _, h in x.values()) for x in table.values())} of {len(table)} hold at every seed at which they are judged")


main()
