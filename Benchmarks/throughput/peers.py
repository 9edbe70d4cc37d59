#!/usr/bin/env python3
"""What a user would run instead on the registers of this benchmark: `peers.py NAME FILE OUT [--pins TABLE]`.

polars-dbscan   polars reads, PyPI `dbscan` clusters each product in a local plane, shapely makes hulls, orjson writes GeoJSON (w1)
duckdb-dbscan   the same with DuckDB reading (w1)
polars-sklearn  polars groups rows by product and PIN and joins the centres, scikit-learn clusters with weights (w2)
polars-sum      polars sums one column of the file: the limit that reading sets
"""
import argparse

import numpy

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("name")
parser.add_argument("file")
parser.add_argument("out", nargs="?")
parser.add_argument("--pins", help="a table pincode,lat,lon")
options = parser.parse_args()
REACH, CORE, UNITS = 2000.0, 10, 100
METRES = 111_195.0


def plane(lat, lon):
    """Metres in an equirectangular plane at the mean latitude: what most people would do."""
    return numpy.column_stack([lon * METRES * numpy.cos(numpy.radians(lat.mean())), lat * METRES])


def write(features):
    import orjson
    with open(options.out, "wb") as file:
        file.write(orjson.dumps({"type": "FeatureCollection", "features": features}))
    print(len(features), "clusters")


def feature(code, lat, lon, units):
    import shapely
    hull = shapely.convex_hull(shapely.multipoints(numpy.column_stack([lon, lat])))
    return {"type": "Feature", "properties": {"product": code, "units": units}, "geometry": shapely.geometry.mapping(hull)}


def by_dbscan(groups):
    from dbscan import DBSCAN
    features = []
    for code, lat, lon in groups:
        if len(lat) < CORE:
            continue
        labels, _ = DBSCAN(plane(lat, lon), eps=REACH, min_samples=CORE)
        order = numpy.argsort(labels, kind="stable")
        sizes = numpy.bincount(labels[labels >= 0]) if (labels >= 0).any() else []
        start = int((labels < 0).sum())
        for size in sizes:
            members = order[start:start + size]
            start += size
            if size >= UNITS:
                features.append(feature(str(code), lat[members], lon[members], int(size)))
    write(features)


def polars_dbscan():
    import polars
    frame = polars.read_csv(options.file, columns=["nic_code", "lat", "lon"])
    by_dbscan((key[0], part["lat"].to_numpy(), part["lon"].to_numpy()) for key, part in frame.group_by("nic_code"))


def duckdb_dbscan():
    import duckdb
    frame = duckdb.sql(f"SELECT nic_code, lat, lon FROM read_csv('{options.file}') ORDER BY nic_code").fetchnumpy()
    codes, starts = numpy.unique(frame["nic_code"], return_index=True)
    bounds = list(starts) + [len(frame["lat"])]
    by_dbscan((code, numpy.asarray(frame["lat"][a:b]), numpy.asarray(frame["lon"][a:b])) for code, a, b in zip(codes, bounds, bounds[1:]))


def polars_sklearn():
    import polars
    from sklearn.cluster import DBSCAN
    rows = polars.scan_csv(options.file).select("nic_code", "pincode").group_by("nic_code", "pincode").len()
    places = polars.scan_csv(options.pins).select("pincode", "lat", "lon")
    frame = rows.join(places, on="pincode").collect()
    features = []
    for key, part in frame.group_by("nic_code"):
        lat, lon, weight = (part[column].to_numpy() for column in ("lat", "lon", "len"))
        labels = DBSCAN(eps=REACH, min_samples=CORE).fit_predict(plane(lat, lon), sample_weight=weight)
        for label in range(labels.max() + 1):
            members = labels == label
            if weight[members].sum() >= UNITS:
                features.append(feature(str(key[0]), lat[members], lon[members], int(weight[members].sum())))
    write(features)


def polars_sum():
    import polars
    print(polars.scan_csv(options.file).select(polars.col("employment").sum()).collect())


{"polars-dbscan": polars_dbscan, "duckdb-dbscan": duckdb_dbscan, "polars-sklearn": polars_sklearn,
 "polars-sum": polars_sum}[options.name]()
