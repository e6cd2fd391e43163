#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Each comparison of bytes in src/crypto is counted here, with the reason why it need
not take the same time whatever it compares. Secrets go through bytes_equal_secret.

Usage: compare.py SOURCE
"""
import pathlib
import re
import sys

import tree

CALL = re.compile(r"\b(?:memcmp|bcmp|str(?:n|case|ncase)?cmp|bytes_equal|bytes_equal_string|bytes_starts_with|memmem|strstr)\s*\(")
COMMENT = re.compile(r"/\*.*?\*/", re.S)

# file: (how many, why)
COUNTED = {
    "age_header.c": (7, "the fixed words of age's header; its MAC is compared by bytes_equal_secret"),
    "age_input.c": (5, "the fixed lines of age's armor and header"),
    "age_keys.c": (2, "recipients are public keys"),
    "age_read.c": (4, "the fixed words of age's header, and a stanza's kind"),
    "passphrase.c": (1, "a byte-order mark in front, which is the file's"),
    "keyring.c": (2, "the names of keys in the keyring are public"),
    "note.c": (10, "names, key ids, public keys and signed texts are public; of a signer line only the prefix and the "
                   "id are compared, and the id stands in its verifier line as well"),
}


def check(source):
    faults, seen = [], set()
    for path in sorted((source / "src/crypto").glob("*.[ch]")):
        # comments go, lines stay
        text = COMMENT.sub(lambda m: "\n" * m.group().count("\n"), path.read_text(encoding="utf-8"))
        lines = [text.count("\n", 0, m.start()) + 1 for m in CALL.finditer(text)]
        expected, reason = COUNTED.get(path.name, (0, ""))
        seen.add(path.name)
        if len(lines) != expected:
            faults.append(f"src/crypto/{path.name}: {len(lines)} comparisons (lines {lines}), {expected} counted"
                          f"{' because ' + reason if reason else ''}: is one of them over a secret?")
    faults += [f"{name}: counted, but not there" for name in set(COUNTED) - seen]
    return faults


if __name__ == "__main__":
    tree.finish(check(pathlib.Path(sys.argv[1])), "compare")
