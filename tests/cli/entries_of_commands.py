# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Each command of the file `expected` left its entry, and each act one a client. Usage: entries_of_commands.py WHO"""
import json, sys
unit = sys.argv[1][:-1]
entries = {e["entry"]: e for e in json.load(open("log-" + sys.argv[1]))["entries"]}
wrong = []
for line in open("expected"):
    who, at, action, command = line.rstrip("\n").split("\t")
    found = entries.get(int(at), {}).get("action") if who[:-1] == unit else action
    if found != action:
        wrong.append("%s: entry %s is %s and not %s" % (command, at, found, action))
# Each act over clients has an entry a client: as many as it counts, those kept back included.
for at, entry in entries.items():
    if entry.get("parent") or entry["action"] in ("", "undo", "log", "refuse", "recover", "forget"):
        continue
    children = sum(1 for e in entries.values() if e.get("parent") == str(at))
    counted = entry.get("records", 0) + (entry.get("withheld", 0) if entry["action"] in ("pack", "preview") else 0)
    if entry["action"] not in ("approve", "open") and children != counted:
        wrong.append("entry %d, %s: %d clients and %d entries of them" % (at, entry["action"], counted, children))
print("\n".join(wrong))
sys.exit(bool(wrong))
