# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""C reads as .clang-format lays it out, and no line is wider than 110 columns.

The width holds inside `clang-format off` too, where a table is laid out by hand.
"""
import shutil
import subprocess
import sys

from tree import files, finish

WIDTH = 110
sources = [f for f in files(sys.argv[1]) if f.suffix in (".c", ".h")]
faults = []
for path in sources:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if len(line.expandtabs(8)) > WIDTH:
            faults.append(f"{path}:{number}: {len(line.expandtabs(8))} columns; {WIDTH} fit")

# Another release lays some things out otherwise; only the one that .clang-format is written for judges.
program = shutil.which("clang-format")
if program and " 14." in subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout:
    laid_out = subprocess.run([program, "--dry-run", "--Werror", *map(str, sources)],
                              capture_output=True, text=True, check=False)
    faults += [line for line in laid_out.stderr.splitlines() if ": error: " in line]
finish(faults, "format")
