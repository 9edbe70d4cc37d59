"""Runs scikit-learn's DBSCAN on every *.in of a directory and writes its answer beside it as *.out.

Input, little endian: int64 points, int64 columns, int64 metric (0 Euclidean, 1 haversine on radians), float64 reach,
float64 core weight, then the coordinates row by row and the weights, all float64. Output: int64 labels (-1 noise), then
one byte for each point, 1 for core.
"""

import pathlib
import sys

import numpy as np
from sklearn.cluster import DBSCAN

for path in sorted(pathlib.Path(sys.argv[1]).glob("*.in")):
    raw = path.read_bytes()
    points, columns, metric = np.frombuffer(raw, "<i8", 3)
    reach, core = np.frombuffer(raw, "<f8", 2, 24)
    values = np.frombuffer(raw, "<f8", points * (columns + 1), 40)
    sites = values[: points * columns].reshape(points, columns)
    found = DBSCAN(
        eps=reach,
        min_samples=int(core),
        metric="haversine" if metric else "euclidean",
        algorithm="ball_tree" if metric else "kd_tree",
    ).fit(sites, sample_weight=values[points * columns :])
    flags = np.zeros(points, np.uint8)
    flags[found.core_sample_indices_] = 1
    path.with_suffix(".out").write_bytes(found.labels_.astype("<i8").tobytes() + flags.tobytes())
