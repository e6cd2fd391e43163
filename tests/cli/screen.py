#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""A program on a terminal of that size, and what the terminal showed.

    screen.py ROWSxCOLUMNS [PROMPT TYPED]… -- PROGRAM ARGUMENT…

Types TYPED (in which \\x03 and its kind are control characters) once the screen shows PROMPT. Ends as the program
did. A colour is shown as {31}: the number that the terminal was sent.
"""
import re
import sys

from terminal_session import Session


def main(size, *rest):
    answers, program = list(rest[:rest.index("--")]), rest[rest.index("--") + 1:]
    rows, columns = (int(n) for n in size.split("x"))
    session = Session(program, rows=rows, columns=columns)
    screen, seen = b"", 0
    while more := session.read():
        screen += more
        if answers and answers[0].encode() in screen[seen:]:
            seen = len(screen)
            session.type(answers[1].encode().decode("unicode_escape").encode())
            del answers[:2]
    screen = re.sub(rb"\x1b\[([0-9;]*)m", rb"{\1}", screen.replace(b"\r", b""))
    sys.stdout.buffer.write(screen)
    sys.stdout.flush()
    return session.finish()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
