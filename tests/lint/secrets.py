#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""No secret under keys/, and none committed elsewhere. Usage: secrets.py SOURCE

Demo and test secrets are made at run time. Published test vectors hold keys that
were never anyone's: they all stand in one folder.
"""
import pathlib
import re
import sys

import tree

SECRETS = {
    "an age identity": rb"AGE-SECRET-KEY-(PQ-)?1[0-9A-Z]{8}",
    "a note signer": rb"PRIVATE\+KEY\+[^+\s\"']+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{8}",
    "a PEM private key": rb"-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----",
    "a secret key of minisign": rb"minisign (encrypted )?secret [k]ey|^RWRTY0Iy",
    "an OpenSSH key": rb"openssh-[k]ey-v1",
}
# Under keys/ a mention is enough: nothing there has a reason to name one.
UNDER_KEYS = {"a private key": rb"(?i)AGE-SECRET-KEY-1|PRIVATE\+KEY\+|BEGIN [A-Z ]*PRIVATE|secret key\s*\n[A-Za-z0-9+/]{40}"}
PUBLISHED = "tests/vectors/"


def check(source):
    faults = []
    for path in tree.files(source):
        name = path.relative_to(source).as_posix()
        data = path.read_bytes()
        under_keys = name.startswith("keys/")
        if not under_keys and name.startswith(PUBLISHED):
            continue
        patterns = SECRETS | UNDER_KEYS if under_keys else SECRETS
        faults += [f"{name}: holds {what}" for what, pattern in patterns.items() if re.search(pattern, data, re.M)]
        if under_keys and (len(data) > 16384 or b"\0" in data):
            faults.append(f"{name}: only small texts belong under keys/")
    return faults


def self_test():
    """The patterns find what they are for (the samples are put together here)."""
    samples = [b"AGE-SECRET-" + b"KEY-1QQQQQQQQQQ", b"PRIVATE+" + b"KEY+a+0123abcd+AAAAAAAAAA",
               b"-----BEGIN " + b"PRIVATE KEY-----", b"-----BEGIN EC " + b"PRIVATE KEY-----",
               b"untrusted comment: minisign encrypted " + b"secret key"]
    return [f"pattern missed {s!r}" for s in samples if not any(re.search(p, s, re.M) for p in SECRETS.values())]


if __name__ == "__main__":
    tree.finish(self_test() + check(pathlib.Path(sys.argv[1])), "secrets")
