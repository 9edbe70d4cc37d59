#!/usr/bin/env python3
"""How well words alone find products: published indexes of industrial classifications, coded by karkhana.

    python3 agreement.py --program .build/release/karkhana --uk INDEX.xlsx [--naics INDEX.xlsx --naics-isic TABLE.xlsx]
        [--config DIR] [--list N --seed S]

An index gives thousands of product names with their class. Classes are brought to the three digits of ISIC Rev. 4, which NIC-2008
shares; a name agrees when its product group claims codes of that class. Groups known by words alone have no code: they are
counted apart. `--list` prints names to read by hand instead.
"""
import argparse
import collections
import csv
import os
import random
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
import zipfile
import zlib

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

# Groups of NACE Rev. 2 (three digits of UK SIC 2007) whose number in ISIC Rev. 4 is another; all others keep theirs.
NACE_TO_ISIC = {
    "108": "107 108", "109": "108", "132": "131", "133": "131", "171": "170", "172": "170", "203": "202", "204": "202",
    "205": "202", "206": "203", "211": "210", "212": "210", "232": "239", "233": "239", "234": "239", "235": "239",
    "236": "239", "237": "239", "242": "241", "243": "241", "244": "242", "245": "243", "252": "251", "253": "251",
    "254": "252", "255": "259", "256": "259", "257": "259", "282": "281 282", "283": "282", "284": "282", "289": "282",
}


def sheet(path, number):
    """The rows of one sheet of a workbook, each as column letter -> text."""
    with zipfile.ZipFile(path) as book:
        root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        shared = ["".join(text.text or "" for text in item.iter(SHEET + "t")) for item in root]
        for row in ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml")).iter(SHEET + "row"):
            cells = {}
            for cell in row:
                value = cell.find(SHEET + "v")
                if value is not None:
                    column = re.match("[A-Z]+", cell.get("r"))[0]
                    cells[column] = shared[int(value.text)] if cell.get("t") == "s" else value.text
            yield cells


def uk_index(path):
    """Names of manufacturing (divisions 10 to 33) with their ISIC groups, halved by a hash of the name."""
    seen, halves = set(), {"first": [], "second": []}
    for cells in sheet(path, 5):
        values = list(cells.values())
        if len(values) < 3 or not re.fullmatch(r"\d{4,5}", values[0].strip()):
            continue
        code, name = values[0].strip().zfill(5), re.sub(r"\s*\(manufacture\)", "", values[-1], flags=re.I).strip()
        if not "10" <= code[:2] <= "33":
            continue
        # "Bags made of paper" as a firm would write it: "paper bags".
        made = re.fullmatch(r"(.*?) made of ([^(]*?)( \(.*)?", name)
        if made and " or " not in made[2] and " and " not in made[2]:
            name = f"{made[2]} {made[1][0].lower()}{made[1][1:]}{made[3] or ''}"
        if name.lower() in seen:
            continue
        seen.add(name.lower())
        half = "first" if zlib.crc32(name.encode()) % 2 else "second"
        halves[half].append((name, set(NACE_TO_ISIC.get(code[:3], code[:3]).split()), code))
    return halves


def naics_index(path, table):
    """Names of manufacturing (NAICS 31 to 33) with the ISIC groups that their industry maps to."""
    groups = collections.defaultdict(set)
    for cells in list(sheet(table, 1))[1:]:
        if cells.get("B", "").startswith("3"):
            groups[cells["B"]].add(cells["E"].zfill(4)[:3])
    names = []
    for cells in list(sheet(path, 1))[1:]:
        if cells["A"][:2] in ("31", "32", "33"):
            name = " ".join(re.sub(r",? ?\(?(manufacturing|mfg|making)\)?", " ", cells["B"]).split()).strip(" ,")
            names.append((name, groups[cells["A"]], cells["A"]))
    return names


def coded(names, options):
    """The product code of each name, empty for none, by one run of the program over their words alone."""
    with tempfile.TemporaryDirectory() as directory:
        register = os.path.join(directory, "names.csv")
        with open(register, "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["activity", "longitude", "latitude"])
            writer.writerows([" ".join(name.split()), 77, 20] for name, _, _ in names)
        command = [options.program, "map", register, "--out", os.path.join(directory, "out"), "--config", options.config]
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode:
            sys.exit(f"agreement: {run.stderr.strip()}")
        products = [""] * len(names)
        with open(os.path.join(directory, "out", "members.csv"), newline="") as file:
            for row in csv.DictReader(file):
                products[int(row["line"]) - 2] = row["product_code"]
        return products


def claims(config):
    """The ISIC divisions or groups that each product group claims codes of."""
    with open(os.path.join(config, "products.csv"), newline="") as file:
        rows = csv.DictReader(line for line in file if line.strip() and not line.startswith("#"))
        return {row["code"]: [prefix[:3] for prefix in row["nic2008"].split(";") if prefix] for row in rows}


def report(title, names, options):
    prefixes, count = claims(options.config), collections.Counter()
    for (_, groups, _), product in zip(names, coded(names, options)):
        claimed = prefixes.get(product, [])
        if not product:
            count["uncoded"] += 1
        elif not claimed:
            count["words"] += 1
        else:
            count["agree" if any(group.startswith(claim) for group in groups for claim in claimed) else "differ"] += 1
    told = count["agree"] + count["differ"]
    print(
        f"{title:46} {len(names):6,} names {100 - 100 * count['uncoded'] / len(names):5.1f} % coded"
        f" {100 * count['agree'] / told:5.1f} % of {told:,} agree, {count['words']} by words alone")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--config", default="Config")
    parser.add_argument("--uk", required=True)
    parser.add_argument("--naics")
    parser.add_argument("--naics-isic")
    parser.add_argument("--list", type=int)
    parser.add_argument("--seed", type=int, default=20084)
    options = parser.parse_args()

    halves = uk_index(options.uk)
    if options.list:
        drawn = random.Random(options.seed).sample(halves["second"], options.list)
        for (name, _, code), product in zip(drawn, coded(drawn, options)):
            print(code, name, "|", product or "-")
        return
    report("UK SIC 2007, the half that words were taken from", halves["first"], options)
    report("UK SIC 2007, the other half", halves["second"], options)
    if options.naics:
        names = naics_index(options.naics, options.naics_isic)
        report("NAICS 2017, 311 to 323", [name for name in names if name[2] < "324"], options)
        report("NAICS 2017, 324 to 339", [name for name in names if name[2] >= "324"], options)


if __name__ == "__main__":
    main()
