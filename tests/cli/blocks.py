# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Writes the tested blocks of a page to work/blocks/NAME.sh, and prints their names in order. Usage: blocks.py PAGE"""
import os, re, sys
os.makedirs("work/blocks", exist_ok=True)
for block in re.findall(r"^```sh\n(# test: .*?)^```", open(sys.argv[1], encoding="utf-8").read(), re.S | re.M):
    name = re.match(r"# test: (\S+)", block).group(1)
    open(f"work/blocks/{name}.sh", "w", encoding="utf-8").write(block)
    print(name)
