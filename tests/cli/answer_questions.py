# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Type answers, one a question, at a command on a terminal: ANSWER… -- COMMAND…"""
import os, pty, sys
cut = sys.argv.index("--")
answers, command = [a.encode() + b"\n" for a in sys.argv[1:cut]], sys.argv[cut + 1:]
pid, fd = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
seen = b""
while True:
    try:
        block = os.read(fd, 4096)
    except OSError:
        break
    if not block:
        break
    seen += block
    if answers and seen.rstrip(b"\r\n").endswith(b"? "):
        os.write(fd, answers.pop(0))
        seen += b"\n"
sys.stdout.write(seen.decode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) or len(answers))
