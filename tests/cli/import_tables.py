#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables that an import is tried with, made from the catalogue, and what must be told of them.

import_tables.py labels CATALOGUE nl|en            a heading of all labels, and a row that is right
import_tables.py mapped CATALOGUE nl|en MAPPING    is each label the field that it is?
import_tables.py fuzz SEED                         a few known headings among strange ones
import_tables.py wrong CATALOGUE                   rows with a wrong value in every field that can have one
import_tables.py told CATALOGUE JSON nl|en REJECTS is each told, with what is right?
"""
import csv
import io
import json
import random
import re
import sys

BSN = "999990019"
PLAIN = {
    "bsn": BSN, "text": "Xyz", "free-text": "Woorden", "reference": "Z-1", "day": "01-02-2020", "partial-day": "01-02-1960",
    "truth": "ja", "postcode": "1234 ab", "unit": "oss.nl/wmo", "telephone": "0412345678", "email": "a@oss.nl", "attachments": "",
}
# Wrong for the type, and found nowhere in a sentence.
WRONG = {
    "bsn": ["010008579", "qq1"], "day": ["31-31-2020", "qq2"], "partial-day": ["32-01-1960", "qq3"], "code": ["qq4", "Qq-5"],
    "codes": ["qq6", "qq7 qq8"], "number": ["qq9", "-77"], "truth": ["qq10", "qq11"], "postcode": ["0123QQ", "1234Q"],
    "digits": ["qq12", "x1"], "unit": ["oss.nl/qq13", "qq14"], "telephone": ["qq15", "qq20"], "email": ["qq16", "qq@17"],
    "reference": ["qq", "qq 18"], "attachments": ["qq19", "[]x"],
}
KEPT = {"wet", "gegevensbron", "geheimhouding"}


def catalogue(path):
    fields, field = [], {}
    for line in open(path, encoding="utf-8"):
        found = re.match(r"(?:  - |    )(\w+): (.*)", line)
        if not found:
            continue
        if line.startswith("  - "):
            field = {}
            fields.append(field)
        key, value = found.groups()
        field[key] = json.loads(value) if value[0] in '"[' else value
    return fields


def right(field, amount):
    kind = field["type"]
    if kind in ("code", "codes"):
        return field["codes"][1]
    if kind == "number":
        return "12,50" if amount else field["most"]
    if kind == "digits":
        return "1" * int(field.get("least", field.get("most", 1)))
    if kind == "text":
        return PLAIN[kind][:int(field["most"])]
    return PLAIN[kind]


def label(field, language):
    return field["label_nl" if language == "nl" else "label"]


def write(rows):
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    print(out.getvalue(), end="")


def value_of(field):
    fixed = {"wet": "pw", "geheimhouding": "0", "gegevensbron": "pw"}
    return fixed.get(field["name"]) or right(field, field["name"].endswith(".bedrag"))


def labels(path, language):
    fields = catalogue(path)
    write([[label(f, language) for f in fields], [value_of(f) for f in fields]])


def mapped(path, language, mapping):
    text = open(mapping, encoding="utf-8").read()
    found = dict(re.findall(r'- field: (\S+)\n    from: "(.*)"\n', text))
    for field in catalogue(path):
        assert found.get(field["name"]) == label(field, language), field["name"]


def fuzz(seed):
    rng = random.Random(seed)
    signs = ['"', "'", ":", "#", "- ", "{", "}", "&", "*", "!", "%", "\\", "\t", "\n", "é", "e\u0301", "\u00a0", "\u200b", "漢", "\u202e",
             "\x01", "\x7f", "x", "Y", "0", " ", "--- ", "...", "null", "[", "]", "|", ">", "=", "@", "`", "\u2028"]
    known = [("BSN", BSN), ("Postcode", "1234AB")]
    strange = ["".join(rng.choice(signs) for _ in range(rng.choice([1, 3, 8, 40, 300]))) for _ in range(12)]
    columns = known + [(s, "1") for s in strange] + [("", "2"), ("A", "3"), ("A", "4")]
    rng.shuffle(columns)
    columns.insert(0, ("Naam", "Jansen"))  # what begins with a bracket and another may be JSON
    write([[name for name, _ in columns], [value for _, value in columns]])


def tried(fields):
    """Fields that can hold a wrong value; names and free text take any."""
    return [f for f in fields if f["type"] in WRONG and f["name"] not in KEPT]


def wrong(path):
    fields = catalogue(path)
    rows = [[label(f, "nl") for f in fields]]
    for i in range(2):
        rows.append([WRONG[f["type"]][i] if f in tried(fields) else value_of(f) for f in fields])
    write(rows)


def told(path, answer, language, rejects):
    fields = {f["name"]: f for f in catalogue(path)}
    faults = json.load(open(answer, encoding="utf-8"))["rejects"]
    seen = {(fault["line"], fault["field"]) for fault in faults}
    for line in (2, 3):
        for field in tried(list(fields.values())):
            assert (line, field["name"]) in seen, (line, field["name"])
    values = {v for several in WRONG.values() for v in several}
    says = "; goed is: " if language == "nl" else "; right is: "
    reasons = list(csv.reader(open(rejects, encoding="utf-8-sig", newline=""), delimiter=";"))
    assert reasons[0][0] == ("reden" if language == "nl" else "reason"), reasons[0][0]
    assert reasons[0][1] == "BSN" and len(reasons) == 3 and reasons[1][1] == WRONG["bsn"][0]
    for fault in faults:
        field, message = fields[fault["field"]], fault["message"]
        sentence, _, good = message.partition(says)
        assert good and sentence.startswith(label(field, language)), message
        assert not values & set(re.split(r"[ ,;()]+", message)), message
        assert all(code in good for code in field.get("codes", [])), message
        assert "least" not in field or field["type"] != "number" or field["name"].endswith(".bedrag") or field["most"] in good, message
        assert message in reasons[fault["line"] - 1][0], message
        english = re.search(r"\b(expected|one of|right|digits|whole number|not among)\b", message)
        assert language == "en" or not english, message


def main():
    what, rest = sys.argv[1], sys.argv[2:]
    {"labels": labels, "mapped": mapped, "fuzz": fuzz, "wrong": wrong, "told": told}[what](*rest)


if __name__ == "__main__":
    main()
