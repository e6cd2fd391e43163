#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Every command and option is in its manual page, and nothing else is: also the
examples name only what there is. groff finds nothing wrong with the pages.

Usage: manual.py PAGES PROGRAM…
"""
import pathlib
import re
import shlex
import subprocess
import sys


def read_table(program):
    dump = subprocess.run([program, "--dump-commands"], capture_output=True, text=True, check=True).stdout
    commands = {}
    for line in dump.splitlines():
        kind, name, *rest = line.split("\t")
        if kind == "command":
            commands[name] = set()
        else:
            commands[name] |= {o for o in rest[:2] if o}
    return commands


def render(page):
    """The page as a reader sees it, and what groff complains of."""
    run = subprocess.run(["groff", "-mandoc", "-Tutf8", "-k", "-ww", "-P-c", "-P-b", "-P-u", "-rLL=100n", str(page)],
                         capture_output=True, text=True, check=False)
    return run.stdout, [f"{page.name}: {line}" for line in run.stderr.splitlines() if "break" not in line]


def check_sections(page, source, commands, faults):
    named = re.findall(r"^\.Ss (.+)$", source, re.M)
    faults += [f"{page}: {c} is not in the page" for c in commands if c not in named]
    faults += [f"{page}: the program has no {c}" for c in named if c not in commands]
    shared = set(re.findall(r"Fl \\-([a-z\\-]+)", source.split(".Sh OPTIONS")[1].split(".Sh ")[0]))
    shared |= {"h"}
    for name, options in commands.items():
        part = source.split(f".Ss {name}\n", 1)[-1]
        part = re.split(r"^\.S[sh] ", part, maxsplit=1, flags=re.M)[0]
        own = set(re.findall(r"Fl (?:\\-)?([a-z\\-]+)", part))
        own, has = {o.replace("\\", "") for o in own}, {o.lstrip("-") for o in options}
        everywhere = {s.replace("\\", "") for s in shared}
        faults += [f"{page}: {name}: option {o} is not in the page" for o in has - own - everywhere]
        faults += [f"{page}: {name}: the program has no option {o}" for o in own - has]


def check_examples(page, source, tables, faults):
    source = source.replace("\\e\n", " ")
    examples = re.findall(r"^\$ (sluis.*)$", source, re.M)
    if not examples:
        faults.append(f"{page}: no examples")
    for line in (part for example in examples for part in example.split(" | ")):
        words = shlex.split(re.sub(r">\s*\S+", "", line))
        program, rest = words[0], words[1:]
        name = next((n for n in (" ".join(rest[:2]), rest[0]) if n in tables.get(program, {})), None)
        if not name:
            faults.append(f"{page}: no such command: {line}")
            continue
        faults += [f"{page}: {name} has no {w}: {line}" for w in rest if re.match(r"--?[a-z]", w) and w not in tables[program][name]]


def main(pages, *programs):
    faults, tables = [], {pathlib.Path(p).name: read_table(p) for p in programs}
    for program, commands in tables.items():
        page = pathlib.Path(pages) / (program + ".1")
        source = page.read_text(encoding="utf-8")
        shown, complaints = render(page)
        faults += complaints
        for part in ("NAME", "SYNOPSIS", "DESCRIPTION", "EXAMPLES", "EXIT STATUS"):
            if not re.search(rf"^{part}$", shown, re.M):
                faults.append(f"{page.name}: no {part}")
        check_sections(page.name, source, commands, faults)
        check_examples(page.name, source, tables, faults)
    print("\n".join(faults) if faults else "manual: complete")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
