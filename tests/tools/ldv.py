#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Are these lines Logboek Dataverwerkingen records, and each that of an entry in the log?

    ldv.py RECORDS BUNDLE

Written from the standard's table of fields and docs/adr/0024, not from the program.
"""
import json
import pathlib
import re
import sys

CORE = {"dpl.core.processing_activity_id", "dpl.core.data_subject_id", "dpl.core.data_subject_id_type",
        "dpl.core.foreign_operation.processor"}


def entries_of(bundle):
    found = []
    for path in (pathlib.Path(bundle) / "tile/entries").rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        while data:
            size = int.from_bytes(data[:2], "big")
            found.append(json.loads(data[2:2 + size]))
            data = data[2 + size:]
    return sorted(found, key=lambda entry: entry["index"])


def span(entry):
    letter = entry.get("receipt") or (entry.get("manifest") if entry.get("action") == "pack" else None)
    return (letter or entry["commitment"])[:16]


def trace(act):
    return act.get("answers") or act.get("package") or act["commitment"][:32]


def check(record, entry, act):
    assert set(record) - {"parent_span_id"} == {"trace_id", "span_id", "status", "name", "start_time", "end_time",
                                                "resource", "attributes"}, "fields"
    assert re.fullmatch(r"[0-9a-f]{32}", record["trace_id"]) and re.fullmatch(r"[0-9a-f]{16}", record["span_id"])
    assert record["status"] in ("Unset", "Ok", "Error") and record["name"]
    assert 0 < record["start_time"] <= record["end_time"] and record["start_time"] % 1000 == 0
    attributes = record["attributes"]
    assert set(attributes) <= CORE, "only dpl.core"
    assert attributes["dpl.core.processing_activity_id"].startswith("https://")
    child = "parent" in entry
    assert child == ("dpl.core.data_subject_id" in attributes), "a client in a client's record, and only there"
    assert record["trace_id"] == trace(act) and record["span_id"] == span(entry), "to be found back in the log"
    if child:
        assert record["parent_span_id"] == span(act)
        assert attributes["dpl.core.data_subject_id_type"] in ("BSN", "record")
    assert (record["status"] == "Ok") == (act["status"] == "Ok")


def main():
    entries = entries_of(sys.argv[2])
    records = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    assert records and len(records) >= len(entries) - 1, "no sampling"
    act = None
    subjects = set()
    for record, entry in zip(records, entries):
        act = entry if "parent" not in entry else act
        check(record, entry, act)
        subjects.add(record["attributes"].get("dpl.core.data_subject_id"))
    assert len({record["span_id"] for record in records}) == len(records), "spans are unique"
    assert len(subjects - {None}) == 3, "a client keeps his pseudonym"


if __name__ == "__main__":
    main()
