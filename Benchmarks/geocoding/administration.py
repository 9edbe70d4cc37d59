"""Spellings of states and districts, and the registers."""

import collections, csv, difflib, os, re
from bench import letters

# Districts made after the directory of March 2022 and the district of 2022 that holds their seat (state gazettes, 2022 to 2023).
PARENTS = {
    "niuland": "dimapur", "pandhurna": "chhindwara", "anoopgarh": "ganganagar", "balotra": "barmer", "beawar": "ajmer",
    "gangapurcity": "sawaimadhopur", "jaipurgramin": "jaipur", "jodhpurgramin": "jodhpur", "kekri": "ajmer",
    "khairthaltijara": "alwar", "kotputlibehror": "jaipur", "salumbar": "udaipur", "shahpura": "bhilwara",
}


def likeness(a, b):
    return difflib.SequenceMatcher(None, letters(a), letters(b)).ratio()


def bare(name, state):
    """A district's name without the words of its state's name: `North Delhi` in Delhi is `north`."""
    words = re.findall(r"[a-z]+", name.lower())
    return "".join(w for w in words if w not in re.findall(r"[a-z]+", state.lower())) or letters(name)


def judge(row, answer, names):
    """The verdict on one spelling and its reason. `names`: LGD name by code, as the directory writes it."""
    state, raw, code, _, lgd_state, lgd_name = row
    found = answer["lgd_district"]
    if not found:
        return "unresolved", ""
    if found == code:
        return "right", "the publisher's code"
    if not lgd_name:
        parent = PARENTS.get(letters(raw))
        return ("right", "made after 2022; its parent") if parent == letters(names.get(found, "")) else ("wrong", "made after 2022; not its parent")
    if bare(raw, state) == bare(names[found], state) and bare(raw, state) != bare(lgd_name, state):
        return "publisher", f"the directory calls {found} so, and {code} {lgd_name}"
    if likeness(raw, names[found]) > likeness(raw, lgd_name) + 0.1:
        return "publisher", f"spelt like {names[found]} ({likeness(raw, names[found]):.2f}), not like {lgd_name} ({likeness(raw, lgd_name):.2f})"
    return "wrong", f"publisher: {lgd_name}"


def spellings(bench, full):
    """District spellings against the publishers' codes. A code is the publisher's own fault where the directory itself gives the
    spelling to the district found, or where the spelling is clearly more like its name than like that of the code."""
    with open(bench.source("2-district.csv"), encoding="utf-8-sig", newline="") as file:
        names = {r["District Code"]: r["District Name"] for r in csv.DictReader(file)}
    with open(bench.source("district_alias_dev.csv"), encoding="utf-8", newline="") as file:
        rows = list({(r["state_raw"], r["district_raw"], r["lgd_district_code"], r["differs"], r["lgd_state_2022"],
                      r["lgd_district_2022"]): 1 for r in csv.DictReader(file) if r["lgd_district_code"].isdigit()})
    answers = bench.geocode(full, [r[:2] for r in rows], ("state", "district"))
    for title, keep in (("all", lambda r: True), ("that differ from LGD", lambda r: r[3] == "1")):
        chosen = [(r, a, *judge(r, a, names)) for r, a in zip(rows, answers) if keep(r)]
        counts = collections.Counter(x[2] for x in chosen)
        print(f"\nDistrict spellings {title}, without the alias file: {len(chosen)}: right {counts['right']}, publisher's code at fault "
              f"{counts['publisher']}, wrong {counts['wrong']}, unresolved {counts['unresolved']}")
        for r, a, verdict, why in chosen:
            if title != "all" or verdict in ("wrong", "unresolved") or why.startswith("made"):
                print(f"    {verdict:10} {r[0]} / {r[1]}: code {r[2]} {r[5]}, found {a['lgd_district'] or '-'} {a['matched_place']}: {why}")
        wrong, empty = counts["wrong"], counts["unresolved"]
        bench.verdict(f"district spellings {title}: resolved (>= 97 %)", f"{100 * (1 - empty / len(chosen)):.1f} % of {len(chosen)}",
                      empty <= 0.03 * len(chosen))
        bench.verdict(f"district spellings {title}: wrong (<= 0.5 %)", f"{100 * wrong / len(chosen):.1f} %", wrong <= 0.005 * len(chosen))


# Spellings that name no state: the city or locality that stands there, or a number.
NO_STATES = {"100000", "BALANAGAR", "Balanagar", "Darbhanga", "Jaipur", "Madanapalle", "Nagpur", "Puttenahalli", "Raja Annamalai Puram"}
# Rows as they occur in such lists: a city or locality in the state's column, with its PIN.
MISPLACED = [
    ("Jaipur", "Jaipur", "302021"), ("Nagpur", "Nagpur", "440010"), ("Darbhanga", "Darbhanga", "846004"),
    ("BALANAGAR", "IDPL Colony", "500037"), ("Puttenahalli", "5th Cross", "560078"), ("Madanapalle", "Chittoor", "517325"),
    ("Jaipur", "Vaishali Nagar", "302021"), ("Nagpur", "Nagpur", ""), ("100000", "Jaipur", "302021"),
]
# Spellings seen elsewhere in published lists of UIDAI and the census.
MORE_STATES = {
    "WESTBENGAL": "19", "Westbengal": "19", "West Bangal": "19", "West Bengli": "19", "Uttaranchal": "5", "Chhatisgarh": "22",
    "ODISHA": "21", "Tamilnadu": "33", "Dadra & Nagar Haveli": "38", "Daman and Diu": "38", "Jammu And Kashmir": "1", "Orissa": "21",
    "Pondicherry": "34", "The Dadra And Nagar Haveli And Daman And Diu": "38", "U.P.": "9", "M.P.": "23",
}


def states(bench, full):
    with open(bench.source("1-state.csv"), encoding="utf-8-sig", newline="") as file:
        names = {row["State Code"]: row["State Name"] for row in csv.DictReader(file)}
    with open(bench.source("uidai_state_district_pin_dev.csv"), encoding="utf-8", newline="") as file:
        rows = [(r["state"], r["district"], r["pincode"]) for r in csv.DictReader(file)]
    spelt = collections.Counter(r[0] for r in rows)
    rows += MISPLACED
    every = sorted(set(spelt) | NO_STATES | set(MORE_STATES))
    answers = bench.geocode(full, [(n,) for n in every], ("state",))
    whole = bench.geocode(full, rows, ("state", "district", "pincode"))
    print(f"\nState spellings: {len(spelt)} in the triples, {len(every)} with those seen elsewhere (rows; what it resolved to)")
    wrong = []
    for name, answer in zip(every, answers):
        code, flagged = answer["lgd_state"], "unknown-state" in answer["flags"]
        if name in NO_STATES:
            good = not code and flagged
            note = "no state, flagged" if good else "NO STATE, yet resolved or not flagged"
        else:
            good = code == MORE_STATES[name] if name in MORE_STATES else bool(code)
            note = names.get(code, code) if good else "WRONG"
        if not good:
            wrong.append(name)
        print(f"    {name!r} {spelt[name]}: {code or '-'} {note}")
    bench.verdict("state spellings: resolved or flagged as they should (all)", f"{len(every) - len(wrong)} of {len(every)}", not wrong)
    print("  rows of the triples whose state column names no state:")
    missed = 0
    for row, answer in zip(rows, whole):
        if row[0] in NO_STATES:
            good = "unknown-state" in answer["flags"] and answer["lgd_district"]
            missed += not good
            print(f"    {' / '.join(row)}: {answer['match_level']}, {answer['matched_place']}, district {answer['lgd_district'] or '-'}, {answer['flags']}")
    bench.verdict("rows whose state column names no state: placed by PIN or district, and flagged", f"{missed} missed", missed == 0)
    flags = collections.Counter(f for a in whole for f in a["flags"].split(";") if f)
    print(f"  UIDAI triples and those: {len(rows)}, district found {100 * sum(bool(a['lgd_district']) for a in whole) / len(rows):.1f} %, "
          + ", ".join(f"{n} {c}" for n, c in flags.most_common()))


def registers(bench, full):
    wanted = {"ts_ipass_8_districts.csv": ({"village", "locality", "town"}, 92),
              "cpcb_gpi_units.csv": ({"village", "locality", "pin", "town"}, 85), "mca_goa_companies.csv": ({"pin"}, None)}
    for name, (levels, least) in wanted.items():
        answers = bench.geocode_file(full, os.path.join(bench.data, "registers", name))
        counts = collections.Counter(a["match_level"] for a in answers)
        share = 100 * sum(counts[x] for x in levels) / len(answers)
        print(f"\n{name}: {len(answers)} rows: " + ", ".join(f"{x or 'unlocated'} {100 * n / len(answers):.1f} %" for x, n in counts.most_common()))
        if least:
            bench.verdict(f"{name}: {', '.join(sorted(levels))} (>= {least} %)", f"{share:.1f} %", share >= least)
        if name.startswith("mca"):
            goa(bench, full, answers)


def goa(bench, full, answers):
    """Every PIN of Goa that ends an address is used, or held by the radius and flagged where the address names another district; a
    number that is none is never located as if right."""
    ends = [(re.search(r"(\d{6})-India$", a["Registered_Office_Address"].strip()), a) for a in answers]
    pins = sorted({m.group(1) for m, _ in ends if m})
    known = {p for p, a in zip(pins, bench.geocode(full, [(p,) for p in pins], ("pincode",))) if a["match_level"] == "pin"}
    valid = [(m.group(1), a) for m, a in ends if m and m.group(1) in known and m.group(1).startswith("403")]
    unused = [a for pin, a in valid if not a["matched_place"].endswith(pin) and a["match_level"] not in ("village", "locality")
              and "pin-against-district" not in a["flags"]]
    against = sum("pin-against-district" in a["flags"] for _, a in valid)
    other = [(m.group(1), a) for m, a in ends if m and not m.group(1).startswith("403") and m.group(1) != "000000"]
    zeros = [a for m, a in ends if m and m.group(1) == "000000"]

    def in_goa(a):
        return 14.8 <= float(a["lat"]) <= 15.9 and 73.6 <= float(a["lon"]) <= 74.4

    outside = [a for _, a in other if a["lat"] and a["match_level"] not in ("district", "state") and (not in_goa(a) or not a["flags"])]
    by_zero = [a for a in zeros if a["lat"] and not in_goa(a)]
    print(f"  {len(valid)} addresses end in a PIN of Goa that the sources know, {len(unused)} of them placed without it, {against} flagged "
          f"pin-against-district, {sum('name-against-pin' in a['flags'] for _, a in valid)} name-against-pin; "
          f"{len(zeros)} in 000000; {len(other)} in another number:")
    for pin, a in other:
        print(f"    {pin}: {a['match_level']} {a['matched_place']}, {int(a['uncertainty_m']) / 1000:.0f} km, {a['flags']}")
    bench.verdict("mca_goa_companies.csv: PINs of Goa used (all)", f"{len(valid) - len(unused)} of {len(valid)}", not unused)
    bench.verdict("mca_goa_companies.csv: 000000 never outside Goa, other numbers never located as if right", f"{len(outside) + len(by_zero)} are",
                  not outside and not by_zero)
