# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Each refused command left its entry and nothing else changed. Usage: refusals.py FOLDER; what there was stands in BEFORE"""
import json, os, sys
findings, after, entries = (open(sys.argv[1] + name).read() for name in ("/.findings", "/.after", "/.entries"))
wanted = [line.split("\t") for line in findings.splitlines()]
(size, was), (now, state) = os.environ["BEFORE"].split("\n"), after.splitlines()
entries = json.loads(entries)["entries"]
for (finding, name), entry in zip(wanted, entries):
    if (entry["action"], entry.get("finding")) != ("refuse", finding):
        print("%s: logged as %s %s instead of %s" % (name, entry["action"], entry.get("finding"), finding))
        break
else:
    assert len(wanted) == len(entries), "fewer entries"
    assert was == state, "the store changed: %s, was %s" % (state, was)
    assert int(now) == int(size) + len(wanted), "the log went from %s to %s" % (size, now)
    sys.exit(0)
sys.exit(1)
