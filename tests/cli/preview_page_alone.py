# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""page.html stands alone, in Dutch, and holds no value of clients.csv."""
import csv, html.parser, re
page = open("page.html", encoding="utf-8").read()
assert page.count("<h1") == 1 and "lang=\"nl\"" in page and not re.search(r"(src|href)=\"(?!#)", page) and "<script" not in page
values = {v for row in list(csv.reader(open("clients.csv", encoding="utf-8-sig"), delimiter=";"))[1:] for v in row[:6] if len(v) > 4}
assert len(values) > 600 and not [v for v in values if ">" + v + "<" in page], "a value"
assert "onderzoek-2.3.2" in page
