# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Type answers, one a question, at a command on a terminal: ANSWER… -- COMMAND…

Hangs up at a question that no answer is left for.
"""
import sys

from terminal_session import Session

cut = sys.argv.index("--")
answers = [a.encode() + b"\n" for a in sys.argv[1:cut]]
session = Session(sys.argv[cut + 1 :])
seen = b""
while more := session.read():
    seen += more
    if seen.endswith(b"> "):
        if not answers:
            break
        session.type(answers.pop(0))
        seen += b"\n"
sys.stdout.write(seen.decode())
sys.exit(session.finish() or len(answers))
