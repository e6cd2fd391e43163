#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Someone at a terminal: runs a program there and types a line at each prompt.

    typist.py ANSWERS PROGRAM ARGUMENT…

Types the lines of ANSWERS, one whenever the program shows its prompt ("> " at the
start of a line, or behind the signs for yes and no), then waits until it ends or hangs
up at a prompt without an answer. Prints the screen, and ends as the program did.
"""
import pathlib
import re
import sys

from terminal_session import Session

PROMPT = re.compile(rb"(?:\n|\([yj]/n\) )> ")


def main(answers, *program):
    lines = pathlib.Path(answers).read_bytes().split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    session = Session(program, rows=50, columns=200)
    screen, asked = b"", 0
    while more := session.read():
        screen += more
        seen = screen.replace(b"\r", b"")
        prompts = list(PROMPT.finditer(seen))
        if prompts and prompts[-1].end() == len(seen) and len(prompts) > asked:
            asked = len(prompts)
            if not lines:
                break
            session.type(lines.pop(0) + b"\n")
    sys.stdout.buffer.write(screen.replace(b"\r", b""))
    sys.stdout.flush()
    status = session.finish()
    if lines:
        print(f"typist: {len(lines)} answers were not asked for", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
