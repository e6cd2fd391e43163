# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""The shipped table with what was withdrawn in it again, or with a declaration dropped.

    withdraw_grounds.py {withdrawn row | withdrawn exception | dropped declaration} <grounds-nl.yaml
"""
import sys

text = sys.stdin.read().replace("version: 2\n", "version: 9\n", 1)
head, rows = text.split("\nrows:\n  - id: ", 1)
first, *rows = rows.split("  - id: ")
if sys.argv[2] == "row":
    again = first.replace("wmo-5.1.1-4", "wmo-2.3.2-7", 1).replace("consent: true", "consent: false")
    again = again.replace("    no_objection_laws: [pw]\n", "")
    rows.insert(0, again.replace("no_objection: true", "no_objection: false"))
elif sys.argv[2] == "exception":
    first = first.replace("    household: ", "    client_supplied: true\n    household: ", 1)
else:
    first = first.replace("no_objection: true", "no_objection: false", 1)
sys.stdout.write(head + "\nrows:\n  - id: " + "  - id: ".join([first] + rows))
