# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Type passphrases, one a prompt, at a command on a terminal: ANSWER… -- COMMAND…

"@" is the one that was offered. What the terminal
showed is printed, with the offered one as "(six words)"; it is written to the file "offered". Hangs up at a prompt
that no answer is left for.
"""
import re
import sys

from terminal_session import Session

cut = sys.argv.index("--")
answers = sys.argv[1:cut]
session = Session(sys.argv[cut + 1 :])
seen, done, offered = "", 0, ""
while more := session.read():
    seen += more.decode()
    if found := re.search(r"^ {4}((?:[a-z]{4,8} ){5}[a-z]{4,8})\r?$", seen, re.M):
        offered = found[1]
    if re.search(r"([Pp]assphrase|same again)[^\n]*: $", seen[done:]):
        if not answers:
            break
        answer = answers.pop(0)
        done = len(seen)
        session.type((offered if answer == "@" else answer).encode() + b"\n")
with open("offered", "w") as f:
    f.write(offered + "\n")
sys.stdout.write(seen.replace(offered, "(six words)") if offered else seen)
sys.exit(session.finish() or len(answers))
