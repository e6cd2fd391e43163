#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""scripts/count-tests counts what it should. Usage: counting.py SOURCE"""
import json
import pathlib
import subprocess
import sys
import tempfile

SYNTHESIS = "\x1b[0;34m[====]\x1b[0m Synthesis: Tested: {} | Passing: {} | Failing: {} | Crashing: {}\n"


def entry(result, stdout="", stderr="", suite="sluis:unit"):
    return {"name": suite + " / t", "result": result, "stdout": stdout, "stderr": stderr}


CASES = [
    # the log, passed, failed, exit code
    ([], 0, 0, 1),
    ([entry("OK", stderr=SYNTHESIS.format(6, 6, 0, 0))], 6, 0, 0),
    ([entry("OK", stdout=SYNTHESIS.format(2, 2, 0, 0).replace("\x1b[0m", ""))], 2, 0, 0),
    ([entry("FAIL", stderr=SYNTHESIS.format(6, 3, 2, 1))], 3, 3, 1),
    ([entry("FAIL", stderr=SYNTHESIS.format(6, 6, 0, 0))], 6, 1, 1),
    ([entry("OK", stderr="\n==7==ERROR: LeakSanitizer: detected memory leaks\n" + SYNTHESIS.format(6, 6, 0, 0))], 6, 1, 1),
    ([entry("TIMEOUT")], 0, 1, 1),
    ([entry("OK")], 0, 1, 1),  # a unit test that ran nothing
    ([entry("OK", "ok 1 - a\nok 2 - b\n1..2\n", suite="sluis:cli")], 2, 0, 0),
    ([entry("FAIL", "ok 1 - a\nnot ok 2 - b\n# ok so far\n1..2\n", suite="sluis:cli")], 1, 1, 1),
    ([entry("ERROR", "ok 1 - a\n", suite="sluis:cli")], 1, 1, 1),
    ([entry("OK", "ok 1 - a\nok 2 - b # SKIP no tool\n1..2\n", suite="sluis:cli")], 1, 0, 0),
    ([entry("ERROR", "1..0\n", suite="sluis:cli")], 0, 1, 1),
    ([entry("OK", "all fine: ok\n", suite="sluis:lint")], 1, 0, 0),
    ([entry("FAIL", "ok\n", suite="sluis:lint")], 0, 1, 1),
    ([entry("SKIP", suite="sluis:lint"), entry("OK", suite="sluis:lint")], 1, 0, 0),
]


def main(source):
    bad = 0
    for log, passed, failed, code in CASES:
        with tempfile.NamedTemporaryFile("w", suffix=".json") as f:
            f.write("".join(json.dumps(e) + "\n" for e in log))
            f.flush()
            result = subprocess.run([sys.executable, str(pathlib.Path(source) / "scripts/count-tests"), f.name],
                                    capture_output=True, text=True, check=False)
        last = result.stdout.splitlines()[-1] if result.stdout else result.stderr
        if last != f"{passed} passed, {failed} failed" or result.returncode != code:
            print(f"{log}: {last!r}, exit {result.returncode}; expected {passed}, {failed}, {code}")
            bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
