# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Puts the keys of another store (other/unit.card) in the unit's place, from draft.note into roster-keys.note."""
import re
def keys(text):
    return {k: re.search(rf"^\s*{k}: (\S+)$", text, re.M).group(1) for k in ("recipient", "witness")} | {
        "log": re.search(r"^\s*(?:log|key): (\S+)$", text, re.M).group(1)}
roster = open("draft.note").read()
at = roster.index("  - name: oss.nl/wmo\n")
theirs, ours = keys(open("other/unit.card").read()), keys(roster[at:])
for k in ours:
    roster = roster.replace(ours[k], theirs[k])
open("roster-keys.note", "w").write(roster)
