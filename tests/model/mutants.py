#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Each guard that keeps a case at one unit, and a retracted record out of the files, is one that the models need:
taken out of the product's function, the search finds a state that mustn't be.

    mutants.py SOURCE CC
"""

import os
import subprocess
import sys
import tempfile

# Of each: the source, the model with its bound, what stands there, what stands there instead.
DIRECTING = ("src/trust/directing.c", "directing", ["4", "1"])
LATE = ("src/trust/directing.c", "directing", ["6", "0"])
LIVES = ("src/trust/directing.c", "directing", ["5", "1"])
ARRIVALS = ("src/trust/arrival.c", "arrivals", ["6"])
MUTANTS = [
    (DIRECTING, "return d->state == DIRECTING_HERE && d->life == life;", "return d->state == DIRECTING_HERE;"),
    (DIRECTING, "d->state = DIRECTING_GIVEN;\n\tsay(d, line,", "say(d, line,"),
    (DIRECTING, "say(d, line, HANDOVER_ASK, d->generation + 2);", "say(d, line, HANDOVER_ASK, d->generation);"),
    (LATE, "return line->generation <= d->generation;", "return false;"),
    (LIVES, "return line->life < h->peer_life;", "return false;"),
    (DIRECTING, "if (line->of != h->life || is_late", "if (is_late"),
    (DIRECTING, "const bool holds = directing_holds(d, h->life) && h->has;", "const bool holds = false;"),
    (DIRECTING, "d->state = holds ? DIRECTING_HERE : DIRECTING_ELSEWHERE;", "d->state = DIRECTING_HERE;"),
    (DIRECTING, "if (h->others)\n\t\treturn HEARD_ANSWERED;", ""),
    (ARRIVALS, "if (restricted)\n\t\treturn ERR_RESTRICTED;", ""),
    (ARRIVALS, "[ARRIVAL_ACCEPTED] = { [SAID_ACCEPTED] = ARRIVAL_COUNT,\n\t                       [SAID_DECLINED] = ARRIVAL_COUNT,",
     "[ARRIVAL_ACCEPTED] = { [SAID_ACCEPTED] = ARRIVAL_COUNT,\n\t                       [SAID_DECLINED] = ARRIVAL_DECLINED,"),
    (ARRIVALS, "return now == ARRIVAL_ACCEPTED || now == ARRIVAL_DONE;", "return true;"),
]


def tried(source, cc, folder, number, what, found, instead):
    file, model, bound = what
    text = open(os.path.join(source, file), encoding="utf-8").read()
    if text.count(found) != 1:
        return "not ok", "the guard isn't there once: %r" % found
    mutant, program = (os.path.join(folder, "%d%s" % (number, end)) for end in (".c", ""))
    with open(mutant, "w", encoding="utf-8") as f:
        f.write(text.replace(found, instead))
    models = [os.path.join(source, "tests/model", m + ".c") for m in (model, "search")]
    subprocess.run([*cc, "-O1", "-std=gnu17", "-D_GNU_SOURCE", "-w", "-I", os.path.join(source, "src"), "-o", program, mutant, *models], check=True)
    run = subprocess.run([program, *bound, "3000000"], capture_output=True, text=True, check=False)
    if run.returncode != 1 or "#" not in run.stdout or "more than" in run.stdout:
        return "not ok", run.stdout + run.stderr
    return "ok", run.stdout.splitlines()[0]


def main():
    source, cc = sys.argv[1], sys.argv[2:]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, (what, found, instead) in enumerate(MUTANTS):
            verdict, words = tried(source, cc, folder, number, what, found, instead)
            failed += verdict != "ok"
            print("%s %d - without %s: %s" % (verdict, number + 1, " ".join(found.split())[:70], words))
    return failed > 0


sys.exit(main())
