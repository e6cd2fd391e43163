#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Each line of docs/threat-model.md that claims something names the test that holds it, and the test is there.

Usage: threats.py SOURCE

A line ends in `(test: FILE NAME; FILE "WORDS")`, FILE below tests/ without its ending, NAME or WORDS as they stand in
it; or in `(belief)`, with why behind a colon where that helps; or in `(not built)`. Headings, sentences that lead in
a list and the assumptions need none.
"""
import pathlib
import re
import sys

MARK = re.compile(r"\((?:test: ([^()]*(?:\([^()]*\)[^()]*)*)|belief(?:: [^()]*)?|not built)\)")
ENDINGS = (".sh", ".c", ".py")
NEEDS_NONE = ("What is assumed",)


def lines_that_claim(text):
    section = ""
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("## "):
            section = line[3:]
        elif section and section not in NEEDS_NONE and line and not line.startswith("#") and not line.endswith(":"):
            yield number, line


def fault_of(tests, named):
    match = re.fullmatch(r'([\w/-]+) (?:"(.+)"|(\w+))', named)
    if not match:
        return f"not FILE NAME: {named}"
    files = [tests / (match[1] + ending) for ending in ENDINGS]
    found = [f for f in files if f.is_file()]
    if not found:
        return f"no tests/{match[1]}"
    words = match[2] or match[3]
    where = found[0].read_text(encoding="utf-8")
    pattern = re.escape(words) if match[2] else r"\b" + re.escape(words) + r"\b"
    return None if re.search(pattern, where) else f"tests/{match[1]} has no {words}"


def check(source):
    faults = []
    text = (source / "docs/threat-model.md").read_text(encoding="utf-8")
    claims = list(lines_that_claim(text))
    for number, line in claims:
        marks = list(MARK.finditer(line))
        if not marks or not line.endswith(")"):
            faults.append(f"docs/threat-model.md:{number}: names no test, and isn't called a belief")
        for mark in marks:
            for named in (mark[1] or "").split("; "):
                fault = fault_of(source / "tests", named) if named else None
                if fault:
                    faults.append(f"docs/threat-model.md:{number}: {fault}")
    if len(claims) < 50:
        faults.append(f"docs/threat-model.md: {len(claims)} claims found: is it read as it is written?")
    return faults


def main():
    faults = check(pathlib.Path(sys.argv[1]))
    print("\n".join(faults) or "threats: nothing found")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
