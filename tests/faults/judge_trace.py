# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Print each traced call that must not be: canary | network | memory FILE…"""
import re, sys
kind, bad = sys.argv[1], 0
# The third is how all begins that zlib makes into gzip: deflate, no flags, no time, no extra flags
# (RFC 1952). Its first three bytes alone turn up by chance among what is encrypted.
marks = ("Zeldzaamsteria", "Kwetsbaarheidszin", r"\37\213\10\0\0\0\0\0\0")
network = re.compile(r"^\d+ +(socket|socketpair|connect|accept4?|bind|listen|send\w*|recv\w*|getsockopt|setsockopt|shutdown|getsockname|getpeername)\(")
for path in sys.argv[2:]:
    for line in open(path, encoding="utf-8", errors="replace"):
        call = re.match(r"^\d+ +(\w+)\((\d*)", line)
        name = call.group(1) if call else ""
        if kind == "network":
            wrong = network.match(line)
        elif kind == "memory":
            wrong = name == "mmap" and "MAP_SHARED" in line and "PROT_WRITE" in line and ".db-shm" not in line and "MAP_ANONYMOUS" not in line
        else:
            wrong = name != "mmap" and call and call.group(2) != "1" and any(mark in line for mark in marks)
        if wrong:
            bad += 1
            print(path, line[:200].rstrip())
sys.exit(bad > 0)
