#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""evidence.py FOLDER FILE: a file of evidence from its unpacked parts, as docs/format/log.md has it."""
import pathlib
import sys

folder, out = pathlib.Path(sys.argv[1]), open(sys.argv[2], "wb")
names = ["evidence"] + sorted("rosters/" + p.name for p in (folder / "rosters").iterdir())
names += ["known.note", "shown.note", "log.witness", "known.proof", "known.manifest", "shown.proof", "shown.manifest"]


def header(name, size):
    h = bytearray(512)
    h[0:len(name)] = name.encode()
    h[100:108] = b"0000600\0"
    h[108:116] = h[116:124] = b"0000000\0"
    h[124:136] = b"%011o\0" % size
    h[136:148] = b"%011o\0" % 0
    h[148:156] = b"        "
    h[156:157] = b"0"
    h[257:265] = b"ustar\00000"
    h[329:337] = h[337:345] = b"0000000\0"
    h[148:156] = b"%06o\0 " % sum(h)
    return bytes(h)


for name in names:
    path = folder / name
    if path.exists():
        data = path.read_bytes()
        out.write(header(name, len(data)) + data + bytes(-len(data) % 512))
out.write(bytes(1024))
