# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Prints as many clients as asked, each with a BSN of its own that holds. Usage: many_clients.py COUNT"""
import sys
def digits():
    number = 10000000
    while True:
        weights = sum(int(c) * w for c, w in zip("%08d" % number, range(9, 1, -1)))
        if weights % 11 < 10:
            yield "%08d%d" % (number, weights % 11)
        number += 1
numbers = digits()
for i in range(int(sys.argv[1])):
    print('{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"%s","naam.geslachtsnaam":"Jansen","zaak.identificatie":"Z-%d"}' % (next(numbers), i))
