#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""How the built programs are linked and compiled, as they stand: position independent, relocations read-only and
bound at the start, no stack that runs, no search path for libraries, a shadow stack, and each source compiled with
what checks it. Without optimisation there is no _FORTIFY_SOURCE, and this says so.

Usage: hardening.py BUILD PROGRAM…

What can't be said of them, and why, is in docs/threat-model.md ("How the programs are built").
"""
import json
import pathlib
import platform
import re
import shlex
import subprocess
import sys

X86 = platform.machine() == "x86_64"
FLAGS = ("-fstack-protector-strong", "-fstack-clash-protection", *(["-fcf-protection"] if X86 else []))
FORTIFIED = re.compile(r"UND __(?!stack_chk_fail)\w+_chk\b")
# Ours alone: no archive of others in it that was compiled elsewhere.
OURS_ALONE = "sluis-audit"


def readelf(program, option):
    return subprocess.run(["readelf", "-W", option, program], capture_output=True, text=True, check=True).stdout


def faults_of_program(program, fortified):
    headers, dynamic, notes = readelf(program, "-hl"), readelf(program, "-d"), readelf(program, "-n")
    stack = re.search(r"^\s*GNU_STACK(?:\s+0x\w+){5}\s+([RWE ]+?)\s+0x", headers, re.M)
    wanted = {
        "isn't position independent": re.search(r"FLAGS_1\).*\bPIE\b", dynamic) and re.search(r"Type:\s+DYN", headers),
        "has no read-only relocations": "GNU_RELRO" in headers,
        "isn't bound at its start": re.search(r"FLAGS_1\).*\bNOW\b", dynamic),
        "has a stack that runs, or doesn't say": stack and "E" not in stack[1],
        "has a segment that is written and runs": not re.search(r"^\s*LOAD.*\sRWE\s", headers, re.M),
        "names a folder to look for libraries in": not re.search(r"\((RPATH|RUNPATH)\)", dynamic),
        "has relocations in its code": "(TEXTREL)" not in dynamic,
    }
    if X86:
        wanted["has no shadow stack"] = re.search(r"x86 feature:.*\bSHSTK\b", notes)
    if fortified and pathlib.Path(program).name == OURS_ALONE:
        wanted["calls nothing that _FORTIFY_SOURCE checks"] = FORTIFIED.search(readelf(program, "--dyn-syms"))
    return [f"{program}: {what}" for what, right in wanted.items() if not right]


def faults_of_sources(commands, level):
    faults = []
    for command in commands:
        words = shlex.split(command["command"])
        faults += [f"{command['file']}: compiled without {flag}" for flag in FLAGS if flag not in words]
        if level and f"-D_FORTIFY_SOURCE={level}" not in words:
            faults.append(f"{command['file']}: compiled without _FORTIFY_SOURCE={level}")
    return faults


def fortify_level(compiler):
    """What this compiler can do: 3 for gcc 12 and later, and none without optimisation or with a sanitizer."""
    if re.search(r" -O0 | -fsanitize=", f" {compiler} ") or not re.search(r" -O[123s]", compiler):
        return None
    words = shlex.split(compiler)
    driver = next(w for w in words if not w.endswith("ccache"))
    macros = subprocess.run([driver, "-dM", "-E", "-x", "c", "/dev/null"], capture_output=True, text=True, check=True).stdout
    gcc = re.search(r"__GNUC__ (\d+)", macros)
    return 3 if gcc and int(gcc[1]) >= 12 and "__clang__" not in macros else 2


def main():
    build, *programs = sys.argv[1:]
    commands = [c for c in json.loads((pathlib.Path(build) / "compile_commands.json").read_text())
                if re.search(r"(^|/)src/(?!.*\.p/)", c["file"]) and c["output"].startswith("src/")]
    faults = [] if len(commands) > 50 else [f"{len(commands)} sources found: is compile_commands.json read as it is written?"]
    level = fortify_level(commands[0]["command"]) if commands else None
    faults += faults_of_sources(commands, level)
    for program in programs:
        faults += faults_of_program(program, level)
    print("\n".join(faults) or f"hardening: nothing found in {len(programs)} programs of {len(commands)} sources")
    print(f"_FORTIFY_SOURCE={level}" if level else "without optimisation, or with a sanitizer: _FORTIFY_SOURCE wasn't looked for")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
