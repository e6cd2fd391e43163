#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""No test lies about unused: every unit test and scenario is listed in its folder's
meson.build, and every scenario sources the library and ends with `finish`. And none
gives a program to `check` as a here-document: what it runs reads from /dev/null, so that
an interpreter would run nothing and be content.

Usage: scenarios.py SOURCE
"""
import pathlib
import re
import sys


def check(source):
    faults, count = [], 0
    for folder in sorted(d for d in (source / "tests").iterdir() if (d / "meson.build").is_file()):
        listed = set(re.findall(r"'([^']+)'", (folder / "meson.build").read_text()))
        if folder.name != "lint":
            for path in sorted(folder.glob("*.c")):
                count += 1
                if path.stem not in listed and path.name not in listed:
                    faults.append(f"{path}: not listed in {folder.name}/meson.build")
        for path in sorted(folder.glob("[0-9][0-9]-*.sh")):
            lines = path.read_text().split("\n")
            if path.stem not in listed and path.name not in listed:
                faults.append(f"{path}: not listed in {folder.name}/meson.build")
            if not any(re.match(r'(\.|source) .*/lib\.sh"?$', line) for line in lines):
                faults.append(f"{path}: doesn't source lib.sh")
            if [line for line in lines if line.strip()][-1] != "finish":
                faults.append(f"{path}: its last line isn't `finish`")
        for path in sorted(folder.glob("*.sh")):
            for number, line in enumerate(path.read_text().split("\n"), 1):
                if re.match(r"\s*(run|check|refute|must)\b.*<<\s*['\"]?\w+", line):
                    faults.append(f"{path}:{number}: what {line.split()[0]} runs reads no here-document")
    if count < 10:
        faults.append(f"only {count} unit tests found")
    return faults


if __name__ == "__main__":
    found = check(pathlib.Path(sys.argv[1]))
    print("\n".join(found))
    sys.exit(1 if found else 0)
