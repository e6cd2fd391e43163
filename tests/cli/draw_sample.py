# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Draws the sample of sample.json again, from log-wi/checkpoint and the nonce, as docs/format/log.md says."""
import base64, hashlib, json
o = json.load(open("sample.json"))
origin, size, root = open("log-wi/checkpoint").read().split("\n")[:3]
seed = b"sluis.sample.v1\0" + origin.encode() + b"\n" + int(size).to_bytes(8, "big") + base64.b64decode(root) + bytes.fromhex(o["nonce"])
drawn, c = [], 0
while len(drawn) < 12:
    x = int.from_bytes(hashlib.sha256(seed + c.to_bytes(8, "big")).digest()[:8], "big")
    c += 1
    if x < 2**64 - 2**64 % int(size) and x % int(size) not in drawn:
        drawn.append(x % int(size))
assert drawn == [x["entry"] for x in o["entries"]], drawn
assert o["nonce_sha256"] == hashlib.sha256(bytes.fromhex(o["nonce"])).hexdigest()
