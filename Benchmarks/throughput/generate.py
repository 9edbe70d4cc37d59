#!/usr/bin/env python3
"""Writes the registers of the throughput benchmark; every one says in its first column that it is synthetic.

    generate.py w1|w2|w5 ROWS FILE [--pins TABLE] [--villages TABLE] [--seed 1]

w1: rows with coordinates: seven of ten in Gaussian towns of one product, the rest anywhere in India's bounding box.
w2: rows with nothing but a PIN: `--pins` is a table with a column `pincode`; few PINs hold most rows, as in real registers.
w5: rows whose place are the names of a village, a district and a state, from `--villages` (columns village, district, state).
All: 300 products as five-digit NIC-2008 codes, of very different size; a made-up name as long as name and address of a real row
(some 200 bytes a row). The same seed gives the same bytes.
"""
import argparse
import csv
import gzip
import os

import numpy
import polars

PRODUCTS = 300
CHUNK = 1_000_000

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("kind", choices=["w1", "w2", "w5"])
parser.add_argument("rows", type=int)
parser.add_argument("file")
parser.add_argument("--codes", default=os.path.join(os.path.dirname(__file__), "../../Config/nic2008.csv"))
parser.add_argument("--pins")
parser.add_argument("--villages")
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()
random = numpy.random.Generator(numpy.random.PCG64(options.seed))


def codes():
    """300 five-digit manufacturing codes, evenly drawn from the list of classes and their subclasses."""
    with open(options.codes, encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        every = sorted(row["class"] + digit for row in rows for digit in row["subclasses"].split(";"))
    every = [code for code in every if "10" <= code[:2] <= "33"]
    return numpy.array(every)[numpy.linspace(0, len(every) - 1, PRODUCTS).astype(int)]


def zipf(count, exponent):
    """Shares that fall with the rank."""
    weight = 1 / numpy.arange(1, count + 1) ** exponent
    return weight / weight.sum()


products = codes()
share = random.permutation(zipf(PRODUCTS, 0.7))
if options.kind == "w1":
    towns = 4000
    town_lat, town_lon = random.uniform(8, 33, towns), random.uniform(70, 92, towns)
    town_product, town_spread = random.choice(PRODUCTS, towns, p=share), random.uniform(0.01, 0.06, towns)
    town_share = random.permutation(zipf(towns, 0.6))
elif options.kind == "w5":
    opened = gzip.open if options.villages.endswith(".gz") else open
    with opened(options.villages, "rt", encoding="utf-8", newline="") as file:
        every = [(row["village"], row["district"], row["state"]) for row in csv.DictReader(file)]
    chosen = random.choice(len(every), 60_000, replace=False)
    villages = [numpy.array([every[index][column] for index in chosen]) for column in range(3)]
else:
    with open(options.pins, encoding="utf-8", newline="") as file:
        pins = numpy.array(sorted({int(row["pincode"]) for row in csv.DictReader(file)}))
    pin_share = random.permutation(zipf(len(pins), 0.6))

with open(options.file, "wb") as out:
    for start in range(0, options.rows, CHUNK):
        count = min(CHUNK, options.rows - start)
        product = random.choice(PRODUCTS, count, p=share)
        frame = {"record_id": numpy.arange(start, start + count)}
        if options.kind == "w1":
            lat, lon = random.uniform(8, 33, count), random.uniform(70, 92, count)
            inside = random.random(count) < 0.7
            town = random.choice(towns, count, p=town_share)
            lat[inside] = (town_lat[town] + random.normal(0, 1, count) * town_spread[town])[inside]
            lon[inside] = (town_lon[town] + random.normal(0, 1, count) * town_spread[town])[inside]
            product[inside] = town_product[town][inside]
            frame["nic_code"] = products[product]
            frame["lat"], frame["lon"] = lat.round(6), lon.round(6)
        elif options.kind == "w5":
            frame["nic_code"] = products[product]
            village = random.integers(0, len(villages[0]), count)
            for name, column in zip(("village", "district", "state"), villages):
                frame[name] = column[village]
        else:
            frame["nic_code"] = products[product]
            frame["pincode"] = random.choice(pins, count, p=pin_share)
        frame["employment"] = random.geometric(0.08, count)
        number = polars.col("record_id").cast(polars.String)
        table = polars.DataFrame(frame).with_columns(
            record_id=polars.lit("SYNTHETIC-") + number,
            name=polars.lit("Synthetic Enterprise Number ") + number
            + polars.lit(" Spinning Weaving Processing And General Engineering Works (A Made-Up Register Of No Real Firm), ")
            + polars.lit("Proprietorship Or Partnership, Unit Two Of Four"))
        first = ["record_id", "name", "nic_code"]
        table.select(*first, *[column for column in table.columns if column not in first]).write_csv(
            out, include_header=start == 0, float_precision=6 if options.kind == "w1" else None)
