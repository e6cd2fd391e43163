# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""preview.json tells for each of twelve clients what leaves, and what stays by which rule."""
import json
o = json.load(open("preview.json"))
rows = o["decisions"]
assert len(rows) == 12 and sum(r["verdict"] == "leaves" for r in rows) == o["leaving"]
for r in rows:
    leaves, stays = r["leaves"].split(), dict(s.split(":") for s in r["stays"].split())
    assert len(leaves) == r["fields"] and not set(leaves) & set(stays)
    assert r["verdict"] == "stays" or ("burgerservicenummer" in leaves and stays["geslacht"] == "not-agreed")
    assert r["verdict"] == "leaves" or (not leaves and r["reason"])
