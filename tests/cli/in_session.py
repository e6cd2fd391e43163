#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Run a program in a new session of the kernel's keyrings, as `keyctl session` of keyutils does: it gets a keyring
that no other session has. `--none` asks whether this process is in none, so that it has the account's.

Usage: in_session.py --none | in_session.py COMMAND…
"""
import ctypes
import os
import sys

# keyctl(2); its number is libc's to know, and Python has none, so by machine (asm/unistd.h).
SYS_KEYCTL = {"x86_64": 250, "aarch64": 219, "riscv64": 219}
GET_KEYRING_ID, JOIN_SESSION_KEYRING = 0, 1
SESSION, USER_SESSION = -3, -5


def keyctl(operation, argument):
    call = ctypes.CDLL(None, use_errno=True).syscall
    call.restype = ctypes.c_long
    result = call(ctypes.c_long(SYS_KEYCTL[os.uname().machine]), ctypes.c_long(operation), ctypes.c_long(argument),
                  ctypes.c_long(0), ctypes.c_long(0), ctypes.c_long(0))
    if result < 0:
        raise OSError(ctypes.get_errno(), "keyctl")
    return result


if sys.argv[1] == "--none":
    sys.exit(0 if keyctl(GET_KEYRING_ID, SESSION) == keyctl(GET_KEYRING_ID, USER_SESSION) else 1)
keyctl(JOIN_SESSION_KEYRING, 0)
os.execvp(sys.argv[1], sys.argv[1:])
