#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""The Python verifier on the vectors of tests/crypto/ed25519_vectors.c: its verdicts must be those of libsodium,
though what is below it, OpenSSL, takes points of low order.

    vectors.py SOURCE
"""
import json
import pathlib
import sys

import sluis_verify as sv

REFUSED = {"low_order_A", "low_order_R", "non_canonical_A", "non_canonical_R", "low_order_residue", "reencoded_k"}


def main(source):
    vectors = pathlib.Path(source, "tests/vectors")
    rows = [("wycheproof %d" % v["tcId"], v["pk"], v["sig"], bytes.fromhex(v["msg"]), v["result"] == "valid")
            for v in json.loads((vectors / "wycheproof/ed25519.json").read_text())]
    rows += [("cctv %d" % v["number"], v["key"], v["sig"], v["msg"].encode(), not REFUSED & set(v["flags"] or []))
             for v in json.loads((vectors / "ed25519/ed25519vectors.json").read_text())]
    wrong = [name for name, key, signature, message, good in rows
             if sv.ed25519(bytes.fromhex(key), bytes.fromhex(signature), message) != good]
    print("\n".join(wrong[:20]))
    print("%d vectors, %s otherwise" % (len(rows), len(wrong) or "none"))
    return 1 if wrong or len(rows) != 1065 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
