#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""No error code is compared by its order: a row that moves in ERROR_CODES would change what the comparison says.

What code asks of a kind of failure it asks of error_class() or error_is_refusal(). ERR_NONE and ERR_COUNT are
no rows but ends, and a number may be held against those. Usage: codes.py SOURCE
"""
import re
import sys

from tree import files, finish

DROPPED = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|^\s*#\s*include[^\n]*", re.S | re.M)
ORDER = re.compile(r"(?<![-<>])[<>](?![<>])=?")
LEFT = re.compile(r"((?:\w|\.|->)+)\s*$")
RIGHT = re.compile(r"^\s*(?:\(enum error_code\)\s*)?((?:\w|\.|->)+)")
DECLARED = re.compile(r"\benum error_code (\w+)\s*[=;,)]")


def faults_of(path):
    text = DROPPED.sub(lambda m: "\n" * m.group().count("\n"), path.read_text(encoding="utf-8"))
    codes = "|".join([r"ERR_[A-Z0-9_]+", r".+(?:\.|->)code", *DECLARED.findall(text)])
    for found in ORDER.finditer(text):
        sides = [m.group(1) for m in (LEFT.search(text[max(0, found.start() - 80):found.start()]),
                                      RIGHT.search(text[found.end():found.end() + 80])) if m]
        # csv.c's code is a character's: that is held against numbers
        if (not any(re.fullmatch(r"ERR_NONE|ERR_COUNT|\d\w*", s) for s in sides)
                and any(re.fullmatch(codes, s) for s in sides)):
            yield (f"{path}:{text.count(chr(10), 0, found.start()) + 1}: an error code is compared by its order: "
                   f"{f' {found.group()} '.join(sides)}")


if __name__ == "__main__":
    sources = [f for f in files(sys.argv[1]) if f.suffix in (".c", ".h")]
    finish([fault for f in sources for fault in faults_of(f)], "codes")
