# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Changes grounds.note as officers might: a rule, words, and the name of a row."""
text = open("grounds.note").read()
text = text.replace("version: 2\n", "version: 3\n", 1)
head, rows = text.split("\nrows:\n  - id: ", 1)
rows = rows.split("  - id: ")
rows[0] = rows[0].replace("default: allow", "default: deny")
rows[1] = rows[1].replace("certainty: S", "certainty: I")
rows = [row.replace("wams-wmo-pw", "wams-terug") for row in rows]
open("grounds.note", "w").write(head + "\nrows:\n  - id: " + "  - id: ".join(rows))
