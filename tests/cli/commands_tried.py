# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Every command that takes a store (file `table`) was tried (file `expected`). Usage: commands_tried.py COMMAND…, those without an entry"""
import sys
takes = {line.split("\t")[1] for line in open("table") if line.startswith("option\t") and line.split("\t")[2] == "--home"}
tried = {line.rstrip("\n").split("\t")[3] for line in open("expected")} | set(sys.argv[1:])
print("not tried:", ", ".join(sorted(takes - tried)), "- no such command:", ", ".join(sorted(tried - takes)))
sys.exit(bool(takes ^ tried))
