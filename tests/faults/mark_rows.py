# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Puts a marker that leaves (a first name) and one that stays (the notes) in each row of a CSV file."""
import csv, sys
rows = list(csv.reader(sys.stdin, delimiter=";"))
out = csv.writer(sys.stdout, delimiter=";", lineterminator="\n")
for i, row in enumerate(rows):
    if i:
        row[1] = "Zeldzaamsteria"
        row[-1] = "Kwetsbaarheidszin van een cliënt."
    out.writerow(row)
