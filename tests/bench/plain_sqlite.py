#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""The floor under an import: plain SQLite takes the same rows into the same tables.

usage: plain_sqlite.py SCHEMA_C RECORDS_NDJSON DATABASE

Tables, indexes and search index come out of src/store/schema.c; the rows are what
`sluis export` wrote, made ready in memory before the clock starts. One transaction,
one commit, the store's pragmas. Prints the CPU seconds (and wall seconds). This is SQLite alone: no
encryption, no parsing, no checks, no log.
"""
import json
import os
import re
import sqlite3
import sys
import time

SEARCHED = ("burgerservicenummer", "naam.voornamen", "naam.voorvoegsel", "naam.geslachtsnaam", "postcode", "huisnummer", "zaak.identificatie", "verslag")


def schema(path):
    with open(path, encoding="utf-8") as f:
        steps = re.findall(r"step_\d+\[\] =(.*?);\n\n", f.read(), re.S)
    text = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', "".join(steps)))
    # secure-delete is younger than Debian 12's plain SQLite; nothing is deleted here.
    return [s for s in text.split(";") if s.strip() and "secure-delete" not in s and re.search(r"\b(record|import|search|history)\b", s)]


def rows(path):
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        record = json.loads(line)
        record = record.get("record", record)
        text = "\n".join(str(record[f]) for f in SEARCHED if f in record)
        key = "cases\x1f%s" % record["zaak.identificatie"]
        yield number, os.urandom(16), key, record.get("burgerservicenummer"), line.rstrip("\n"), text


def main():
    statements, ready = schema(sys.argv[1]), list(rows(sys.argv[2]))
    db = sqlite3.connect(sys.argv[3], isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "cache_size = -65536", "temp_store = MEMORY"):
        db.execute("PRAGMA " + pragma)
    for statement in statements:
        db.execute(statement)
    start, cpu = time.monotonic(), time.process_time()
    db.execute("BEGIN IMMEDIATE")
    db.executemany("INSERT INTO record (row, id, key, received, bsn, source, json, import, taken_in, retain_until)"
                   " VALUES (?1, ?2, ?3, 0, ?4, 'cases', ?5, 1, 0, 0)", ((r[0], r[1], r[2], r[3], r[4]) for r in ready))
    db.executemany("INSERT INTO search (rowid, text) VALUES (?1, ?2)", ((r[0], r[5]) for r in ready))
    db.execute("COMMIT")
    db.close()
    print("%.3f (%.3f)" % (time.process_time() - cpu, time.monotonic() - start))


main()
