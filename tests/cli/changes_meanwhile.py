# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Put another file in the place of one while a program on a terminal waits for a yes, and say yes: FILE OTHER COMMAND…

Ends well when the program refuses.
"""
import shutil
import sys

from terminal_session import Session

session = Session(sys.argv[3:])
seen = b""
while more := session.read():
    seen += more
    if seen.endswith(b"> "):
        shutil.copyfile(sys.argv[2], sys.argv[1])
        session.type(b"y\n")
        seen += b"\n"
sys.stdout.write(seen.decode())
sys.exit(session.finish() == 0)
