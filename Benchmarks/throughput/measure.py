#!/usr/bin/env python3
"""Times the whole job against what a user would run instead: `measure.py --program PROGRAM --gazetteer FILE --pins TABLE [...]`.

Each workload is a table of commands that are run in turn, round after round, so that a drift of the machine meets all of them
alike. CPU time (user and system), wall time and peak memory are those that the operating system accounts to the finished
process; the medians and their ratios to the first command are printed. Registers are made in --work where they are absent.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--program", default=os.path.join(HERE, "../../.build/release/karkhana"))
parser.add_argument("--gazetteer", required=True, help="a full gazetteer (make gazetteer)")
parser.add_argument("--pins", required=True, help="a table with the columns pincode, lat, lon")
parser.add_argument("--villages", help="a table with the columns village, district, state (for w5)")
parser.add_argument("--work", default=os.path.join(tempfile.gettempdir(), "karkhana-throughput"))
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--only", default="w1,w2", help="of w1, w2, w2-duplicates, w3, w5, growth")
options = parser.parse_args()
os.makedirs(options.work, exist_ok=True)


def register(kind, millions):
    path = os.path.join(options.work, f"{kind}-{millions}m.csv")
    if not os.path.exists(path):
        more = ["--pins", options.pins] if kind == "w2" else ["--villages", options.villages] if kind == "w5" else []
        subprocess.run([sys.executable, os.path.join(HERE, "generate.py"), kind, str(millions * 1_000_000), path + ".part", *more], check=True)
        os.rename(path + ".part", path)
    return path


def karkhana(path, *more):
    switches = ["--keep-duplicates", "--no-members", "--no-tally"] if not more else list(more)
    return [options.program, "map", path, "--gazetteer", options.gazetteer, "--product-level", "5", "--reach", "2", "--max-radius",
            "none", "--core", "10", "--footprint", "convex", "--formats", "geojson", *switches, "--quiet", "--out",
            os.path.join(options.work, "out")]


def peer(name, path):
    return [sys.executable, os.path.join(HERE, "peers.py"), name, path, os.path.join(options.work, "peer.geojson"), "--pins", options.pins]


def run(command):
    """CPU seconds, wall seconds and peak memory in MB of one run."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    message = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)}: {message.decode()}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss / 1024


def compare(title, commands, rounds=None):
    """Runs all commands once unmeasured, then in turn; prints medians."""
    figures = {name: [] for name, _ in commands}
    for round in range(-1, rounds or options.rounds):
        for name, command in commands:
            measured = run(command)
            if round >= 0:
                figures[name].append(measured)
    print(f"\n{title}\n  {'':34} CPU s (min..max)      wall s   memory MB   CPU against the first")
    first = statistics.median(cpu for cpu, _, _ in figures[commands[0][0]])
    for name, runs in figures.items():
        cpu = [r[0] for r in runs]
        print(f"  {name:34} {statistics.median(cpu):6.2f} ({min(cpu):.2f}..{max(cpu):.2f}) {statistics.median(r[1] for r in runs):11.2f}"
              f" {statistics.median(r[2] for r in runs):11.0f} {statistics.median(cpu) / first:12.2f}", flush=True)


wanted = options.only.split(",")
print(f"{os.cpu_count()} processors, {options.rounds} rounds, medians; {subprocess.run([options.program, '--version'], capture_output=True, text=True).stdout.strip()}")
if "w1" in wanted:
    w1 = register("w1", 10)
    compare("W1: 10 M rows with coordinates", [
        ("karkhana", karkhana(w1)), ("polars + dbscan + shapely", peer("polars-dbscan", w1)),
        ("DuckDB + dbscan + shapely", peer("duckdb-dbscan", w1)), ("limit: cat", ["cat", w1]), ("limit: wc -l", ["wc", "-l", w1]),
        ("limit: polars, sum of a column", peer("polars-sum", w1))])
if "w2" in wanted:
    w2 = register("w2", 10)
    compare("W2: 10 M rows with a PIN", [
        ("karkhana", karkhana(w2)), ("polars + scikit-learn + shapely", peer("polars-sklearn", w2)), ("limit: cat", ["cat", w2]),
        ("limit: wc -l", ["wc", "-l", w2]), ("limit: polars, sum of a column", peer("polars-sum", w2))])
if "w2-duplicates" in wanted:
    w2 = register("w2", 10)
    compare("W2 with duplicates found, members and tally written", [("karkhana", karkhana(w2, "--threads", str(os.cpu_count())))])
if "w3" in wanted:
    compare("W3: 60 M rows with a PIN", [("karkhana", karkhana(register("w2", 60)))], rounds=1)
if "w5" in wanted:
    compare("W5: 10 M rows with village, district and state", [("karkhana", karkhana(register("w5", 10)))])
if "growth" in wanted:
    for millions in (1, 3, 10, 30):
        compare(f"Growth: {millions} M rows with a PIN", [("karkhana", karkhana(register("w2", millions)))], rounds=3)
