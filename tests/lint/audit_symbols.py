#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""What the programs are made of. Usage: audit_symbols.py SLUIS-AUDIT PROGRAM…

sluis-audit holds nothing that decrypts, opens a store or reads a key file; no
program imports a function of the network. The first of the other programs must
have what sluis-audit must not, or nm shows nothing and this test would be blind.
"""
import re
import subprocess
import sys

NOT_IN_AUDIT = {
    "a database": r"sqlite3_\w+|store_\w+",
    "reading age files": r"age_reader_\w+|age_identity_\w+",
    "reading key files": r"keyfile_\w+|keyring_get",
    "decryption": r"crypto_(aead|secretbox|secretstream|box)\w*(decrypt|open|pull)\w*|EVP_(Decrypt|Cipher|Open)\w*",
}
NETWORK = (r"socket|socketpair|connect|bind|listen|accept4?|send(to|msg|mmsg)?|recv(from|msg|mmsg)?|"
           r"getaddrinfo|gethostby\w+|getnameinfo|res_\w+|BIO_(new_)?(connect|accept|socket)\w*|SSL_\w+")


def symbols(program, *options):
    listed = subprocess.run(["nm", *options, program], capture_output=True, text=True, check=True)
    return {line.split()[-1].split("@")[0] for line in listed.stdout.splitlines() if line.strip()}


def matching(names, pattern):
    return sorted(n for n in names if re.fullmatch(pattern, n))


def main():
    audit, *others = sys.argv[1:]
    faults = []
    here, control = symbols(audit), symbols(others[0])
    for what, pattern in NOT_IN_AUDIT.items():
        faults += [f"{audit}: {what}: {name}" for name in matching(here, pattern)]
        if not matching(control, pattern):
            faults.append(f"{others[0]}: no symbol of {what}: this test sees nothing")
    for program in [audit, *others]:
        imports = symbols(program, "-D", "--undefined-only")
        if not imports:
            faults.append(f"{program}: imports nothing: this test sees nothing")
        faults += [f"{program}: imports {name}" for name in matching(imports, NETWORK)]
    print("\n".join(faults) if faults else "symbols: nothing found")
    return 1 if faults else 0


sys.exit(main())
