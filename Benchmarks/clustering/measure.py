#!/usr/bin/env python3
"""What the clustering step costs beside PyPI dbscan, and beside scikit-learn where it survives, in CPU seconds.

    measure.py [--program .build/release/engine] [--points 1000000,10000000] [--seed 7] [--work DIR] [--peers dbscan,scikit-learn] > log

Points are made here: 70 % in 2,000 Gaussian towns, the others uniform over a box about India; 300 groups by chance. Every
program is told the same points in the same order, on one thread, and only clustering itself is timed, not reading or making
arrays. The peers need numpy and the packages `dbscan` and `scikit-learn`; the second is left out above a million points.
"""

import argparse, json, os, subprocess, sys, tempfile

import numpy as np

PEER = r"""
import json, resource, sys, time
import numpy as np
name, path, reach, core = sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
with open(path, "rb") as file:
    count, groups = np.fromfile(file, "<i8", 2)
    ends = np.fromfile(file, "<i8", groups)
    points = np.column_stack([np.fromfile(file, "<f8", count), np.fromfile(file, "<f8", count)])
if name == "dbscan":
    import dbscan
    def cluster(part): return dbscan.DBSCAN(part, reach, core)[0]
else:
    import sklearn.cluster
    def cluster(part): return sklearn.cluster.DBSCAN(eps=reach, min_samples=core, algorithm="kd_tree", n_jobs=1).fit(part).labels_
cpu, wall, found, start = time.process_time(), time.monotonic(), 0, 0
for end in ends:
    part, start = np.ascontiguousarray(points[start:end]), end
    if len(part): found += int(cluster(part).max()) + 1
print(json.dumps(dict(cpu=time.process_time() - cpu, wall=time.monotonic() - wall, clusters=found,
                      peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)))
"""


def write(path, groups, x, y):
    """Writes points, grouped when `groups` is given, as the program reads them; x and y in the order of `groups`."""
    with open(path, "wb") as file:
        ends = np.cumsum(np.bincount(groups)) if groups is not None else np.array([len(x)])
        order = np.argsort(groups, kind="stable") if groups is not None else slice(None)
        np.array([len(x), len(ends)], "<i8").tofile(file)
        for column, kind in ((ends, "<i8"), (x[order], "<f8"), (y[order], "<f8")):
            column.astype(kind).tofile(file)


def make(count, seed, work):
    """Point files by (space, grouped). Degrees and, for the plane, metres on a cylinder that is true at 22 degrees."""
    files = {(s, g): os.path.join(work, f"{s}-{g}-{count}-{seed}.bin") for s in ("planar", "geodesic") for g in ("one", "many")}
    if all(map(os.path.exists, files.values())): return files
    random = np.random.default_rng(seed)
    towns = random.uniform((69, 8), (95, 33), (2000, 2))
    size = random.uniform(0.01, 0.08, 2000)
    at = random.integers(0, 2000, count)
    points = towns[at] + random.normal(size=(count, 2)) * size[at, None]
    uniform = random.random(count) > 0.7
    points[uniform] = random.uniform((69, 8), (95, 33), (int(uniform.sum()), 2))
    points = np.round(points, 6)
    groups = random.integers(0, 300, count)
    plane = np.round(points * (np.cos(np.radians(22)) * 111_195, 111_195), 2)
    for (space, grouped), path in files.items():
        x, y = (plane if space == "planar" else points).T
        write(path, groups if grouped == "many" else None, x, y)
    return files


def run(command):
    ended = subprocess.run(command, capture_output=True, text=True)
    return json.loads(ended.stdout) if ended.returncode == 0 else None


def shown(result):
    return f"{result['cpu']:8.2f} {result['wall']:8.2f} {result['peak_mb']:6d} {result['clusters']:8d}" if result else "    did not end well"


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--program", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), ".build/release/engine"))
parser.add_argument("--points", default="1000000,10000000")
parser.add_argument("--seed", type=int, default=7)
parser.add_argument("--work", default=os.path.join(tempfile.gettempdir(), "karkhana-clustering"))
parser.add_argument("--peers", default="dbscan,scikit-learn")
options = parser.parse_args()
os.makedirs(options.work, exist_ok=True)
peers = [name for name in options.peers.split(",") if name]
print("points groups reach core program            CPU s   wall s     MB clusters")
for count in map(int, options.points.split(",")):
    files = make(count, options.seed, options.work)
    for grouped in ("one", "many"):
        for reach in (2000, 5000, 8000):
            for core in (10, 100):
                head = f"{count} {grouped} {reach} {core}"
                ours = {}
                for space, radius in (("planar", "none"), ("geodesic", "none"), ("planar", "12000")):
                    name = space if radius == "none" else "hierarchy"
                    ours[name] = run([options.program, files[space, grouped], space, str(reach), str(core), radius, "1"])
                    print(f"{head} {name:16s} {shown(ours[name])}", flush=True)
                flat = ours["planar"]
                for peer in peers:
                    if peer == "scikit-learn" and count > 1_000_000: continue
                    result = run([sys.executable, "-c", PEER, peer, files["planar", grouped], str(reach), str(core)])
                    print(f"{head} {peer:16s} {shown(result)}", flush=True)
                    if result and flat:
                        print(f"{head} planar takes {flat['cpu'] / result['cpu']:.2f} of {peer}'s CPU")
                if flat:
                    for name in ("geodesic", "hierarchy"):
                        if ours[name]: print(f"{head} {name} takes {ours[name]['cpu'] / flat['cpu']:.2f} of planar", flush=True)
