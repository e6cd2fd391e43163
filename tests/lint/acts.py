#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Nothing leaves or enters without a log entry, since one function takes the steps of every
act: exchange/act.c alone begins, logs and commits. Usage: acts.py SOURCE
"""
import pathlib
import re
import sys

import tree

STEPS = re.compile(r"\b(act_begin|act_log|act_commit|act_clear|store_begin|store_commit|store_rollback|store_log_append|store_condemn)\s*\(")
COMMENT = re.compile(r"/\*.*?\*/", re.S)
HOME = {"act.c", "act.h"}


def check(source):
    faults, commits = [], 0
    for folder in ("exchange", "tools"):
        for path in sorted((source / "src" / folder).rglob("*.[ch]")):
            text = COMMENT.sub(lambda m: "\n" * m.group().count("\n"), path.read_text(encoding="utf-8"))
            if folder == "exchange" and path.name in HOME:
                commits += len(re.findall(r"\bstore_commit\s*\(", text))
                continue
            for m in STEPS.finditer(text):
                line = text.count("\n", 0, m.start()) + 1
                faults.append(f"{path.relative_to(source)}:{line}: {m.group(1)} is act_run's to call")
    if commits != 2:
        faults.append(f"src/exchange/act.c: {commits} calls of store_commit: one of an act, one of a file that got its name")
    return faults


if __name__ == "__main__":
    tree.finish(check(pathlib.Path(sys.argv[1])), "acts")
