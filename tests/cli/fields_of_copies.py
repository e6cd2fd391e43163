#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""What a breach says of the fields that had left is what the receiver has: of as many records each. Usage: fields_of_copies.py TOLD COPY…, TOLD
what `incident report --json` told, COPY what `show --json` told of each copy."""
import collections
import json
import sys

told = {f["field"]: f["records"] for f in json.load(open(sys.argv[1], encoding="utf-8"))["fields"]}
has = collections.Counter()
for name in sys.argv[2:]:
    has.update(json.load(open(name, encoding="utf-8"))["records"][0]["record"].keys())
if told != dict(has) or not told:
    sys.exit(f"told {told}, and it has {dict(has)}")
