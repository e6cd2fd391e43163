#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Run a command and append a line `NAME SECONDS CPU_SECONDS PEAK_KIB` to a file.

usage: measure.py FILE NAME COMMAND…

PEAK_KIB is the resident peak of the largest process below, by wait4. The exit code is
the command's; descriptors above 2 are passed on.
"""
import os
import sys
import time

out, name, command = sys.argv[1], sys.argv[2], sys.argv[3:]
start = time.monotonic()
child = os.fork()
if child == 0:
    os.execvp(command[0], command)
_, status, usage = os.wait4(child, 0)
seconds = time.monotonic() - start
with open(out, "a", encoding="utf-8") as f:
    f.write("%s %.3f %.3f %d\n" % (name, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss))
sys.exit(os.waitstatus_to_exitcode(status))
