#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Someone at a terminal: runs a program there and types a line at each prompt.

    typist.py ANSWERS PROGRAM ARGUMENT…

Types the lines of ANSWERS, one whenever the program shows its prompt ("> " at the
start of a line), then waits until it ends or hangs up at a prompt without an answer.
Prints the screen, and ends as the program did.
"""
import fcntl
import os
import pathlib
import pty
import struct
import sys
import termios

PROMPT = b"\n> "


def main(answers, *program):
    lines = pathlib.Path(answers).read_bytes().split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(program[0], program)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))  # before its first line
    screen, asked = b"", 0
    while True:
        try:
            more = os.read(terminal, 65536)
        except OSError:
            break
        if not more:
            break
        screen += more
        seen = screen.replace(b"\r", b"")
        if seen.endswith(PROMPT) and seen.count(PROMPT) > asked:
            asked = seen.count(PROMPT)
            if not lines:
                break
            os.write(terminal, lines.pop(0) + b"\n")
    os.close(terminal)
    sys.stdout.buffer.write(screen.replace(b"\r", b""))
    sys.stdout.flush()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if lines:
        print(f"typist: {len(lines)} answers were not asked for", file=sys.stderr)
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
