#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""No package host is named: packages come from wherever the system's own list says.

Usage: hosts.py SOURCE
"""
import pathlib
import re
import sys

import tree

HOSTS = [r"(deb|ftp|security|snapshot|archive|packages|backports)\.debian\.org", r"(archive|ports|security)\.ubuntu\.com",
         r"pypi\.(org|python\.org)", r"pythonhosted\.org", r"npmjs\.(org|com)", r"registry\.yarnpkg\.com", r"(static\.)?crates\.io",
         r"proxy\.golang\.org", r"rubygems\.org", r"repo\d?\.maven\.org", r"docker\.io", r"ghcr\.io", r"quay\.io", r"wrapdb\.mesonbuild\.com",
         r"raw\.githubusercontent\.com", r"github\.com/[^\s/]+/[^\s/]+/(releases|archive)"]


def check(source):
    pattern, faults = re.compile("|".join(HOSTS).encode()), []
    if not pattern.search(b"deb." + b"debian.org"):
        faults.append("the pattern doesn't find what it is for")
    for path in tree.files(source):
        name = path.relative_to(source).as_posix()
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            if pattern.search(line):
                faults.append(f"{name}:{number}: names a package host")
            if b"/work" + b"/shared" in line:
                faults.append(f"{name}:{number}: names a folder outside the repository")
    return faults


if __name__ == "__main__":
    tree.finish(check(pathlib.Path(sys.argv[1])), "hosts")
