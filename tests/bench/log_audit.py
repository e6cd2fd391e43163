#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""How long an auditor waits, and how much memory it takes: two logs of N entries are
verified and reconciled. Beside it, in the same run, hashing the same bytes with
libcrypto. CPU seconds of each process, the best of three.

log_audit.py SLUIS-AUDIT LOG_BUNDLE LOG_HASH N
"""
import json
import os
import subprocess
import sys
import tempfile

VERIFY_MOST = 3.0      # times hashing
RECONCILE_MOST = 2.0   # times verifying both
MEMORY_MOST = 256      # MiB
audit, maker, hasher, count = sys.argv[1:5]


def run(arguments):
    """CPU seconds, MiB, stdout."""
    best, memory, out = None, 0, b""
    for _ in range(3):
        with tempfile.TemporaryFile() as captured:
            pid = subprocess.Popen(arguments, stdout=captured, env=dict(os.environ, LC_ALL="C"))
            _, status, usage = os.wait4(pid.pid, 0)
            pid.returncode = status
            captured.seek(0)
            out = captured.read()
        if status:
            sys.exit(f"Bail out! {arguments[0]} failed: {out[-400:]}")
        seconds = usage.ru_utime + usage.ru_stime
        best = seconds if best is None else min(best, seconds)
        memory = max(memory, usage.ru_maxrss / 1024)
    return best, memory, out


def verify(folder, unit, fingerprint):
    return run([audit, "verify", f"{folder}/{unit}", "--fingerprint", fingerprint, "--json"])


def make(folder, entries):
    subprocess.run([maker], check=True, capture_output=True, env=dict(os.environ, SLUIS_BENCH_DIR=folder, SLUIS_BENCH_ENTRIES=str(entries)))
    with open(f"{folder}/fingerprint", encoding="ascii") as f:
        return f.read()


tests = 0


def ok(good, name):
    global tests
    tests += 1
    print(f"{'ok' if good else 'not ok'} {tests} - {name}", flush=True)


with tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as work:
    os.mkdir(f"{work}/large")
    os.mkdir(f"{work}/small")
    fingerprint = make(f"{work}/large", count)
    hashing, _, root = run([hasher, f"{work}/large/wi", count])
    one, memory, out = verify(f"{work}/large", "wi", fingerprint)
    result = json.loads(out)
    other, _, _ = verify(f"{work}/large", "wmo", fingerprint)
    both, together, out = run([audit, "reconcile", f"{work}/large/wi", f"{work}/large/wmo", "--fingerprint", fingerprint, "--json"])
    small = max(1, int(count) // 16)
    fewer = verify(f"{work}/small", "wi", make(f"{work}/small", small))[1]
    print(f"# {count} entries: hashing {hashing:.2f} s, verify {one:.2f} s ({one / hashing:.2f} times), {memory:.0f} MiB; "
          f"of {small} entries {fewer:.0f} MiB")
    print(f"# reconcile {both:.2f} s ({both / (one + other):.2f} times verifying both), {together:.0f} MiB")
    ok(result["verified"] and result["size"] == int(count) and result["root"] == root.decode().strip(), "the log is verified, and its root is that of the bytes")
    ok(json.loads(out)["agree"], "the logs agree")
    ok(one <= VERIFY_MOST * hashing, f"verifying takes at most {VERIFY_MOST} times hashing")
    ok(both <= RECONCILE_MOST * (one + other), f"reconciling takes at most {RECONCILE_MOST} times verifying both")
    ok(max(memory, together) < MEMORY_MOST, f"in less than {MEMORY_MOST} MiB")
    ok(memory < fewer + 4, "sixteen times the entries take no more memory")
print(f"1..{tests}")
