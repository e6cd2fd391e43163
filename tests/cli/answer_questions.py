# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Type answers, one a question, at a command on a terminal: ANSWER… -- COMMAND…

Hangs up at a question that no answer is left for. The terminal has 24 rows of 80 columns, or TYPED_SIZE, "ROWSxCOLUMNS".
"""
import os
import sys

from terminal_session import Session

cut = sys.argv.index("--")
answers = [a.encode() + b"\n" for a in sys.argv[1:cut]]
session = Session(sys.argv[cut + 1 :], *map(int, os.environ.get("TYPED_SIZE", "24x80").split("x")))
seen, asked = b"", 0
while more := session.read():
    seen += more
    if seen.endswith(b"> ") and len(seen) > asked:
        if not answers:
            break
        asked = len(seen)
        session.type(answers.pop(0))
sys.stdout.write(seen.decode())
sys.exit(session.finish() or len(answers))
