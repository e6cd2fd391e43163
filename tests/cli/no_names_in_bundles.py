# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""No BSN, name or case number of clients.csv stands in a bundle."""
import csv, glob, os, re
rows = list(csv.reader(open("clients.csv", encoding="utf-8-sig"), delimiter=";"))
secret = {v for row in rows[1:] for v in row if len(v) == 9 and v.isdigit()}
names = {v for row in rows[1:] for v in row if len(v) > 5 and re.fullmatch(r"[^\W\d_][\w' -]+", v) and not v.islower()}
files = [p for g in ("log-w*", "early-*") for p in glob.glob(g + "/**/*", recursive=True) if os.path.isfile(p)]
# What officers wrote before any client came may have a word that is also a value: "Dagbesteding".
written = [p for p in files if "/agreements/" in p or "/law/" in p]
everything = b"\n".join(open(p, "rb").read() for p in files)
logged = b"\n".join(open(p, "rb").read() for p in files if p not in written)
assert len(secret) > 600 and len(names) > 300 and written and len(logged) > 100000, (len(secret), len(names), len(logged))
found = [s for s in secret if s.encode() in everything]
found += [n for n in names if re.search(rb"(?<![\w+/])" + re.escape(n.encode()) + rb"(?![\w+/=])", logged)]
assert not found, found
