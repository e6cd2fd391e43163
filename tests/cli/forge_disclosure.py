# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Forges forged.jsonl out of asked.jsonl. Usage: forge_disclosure.py STATEMENTS, on the list `lines`."""
import json, sys
lines = [json.loads(line) for line in open("asked.jsonl")]
rows = [i for i, line in enumerate(lines) if "index" in line]
shown = [i for i in rows if "disclosed" in lines[i]]
exec(sys.argv[1])
with open("forged.jsonl", "w") as out:
    for line in lines:
        out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
