# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Changes one bit of genuine.sluis into flipped.sluis. Usage: flip_bit.py AT"""
import string, sys
data, at = bytearray(open("genuine.sluis", "rb").read()), int(sys.argv[1])
text = (string.ascii_letters + string.digits).encode()
while data[at] in b"+/":
    at += 1
data[at] ^= next(1 << bit for bit in range(8) if data[at] not in text or data[at] ^ 1 << bit in text)
open("flipped.sluis", "wb").write(data)
