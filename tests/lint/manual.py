#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Every command and option is in its manual page, and nothing else is: also the
examples name only what there is. groff finds nothing wrong with the pages. The Dutch
pages have the same sections, commands and examples as the English ones.

Usage: manual.py PAGES PROGRAM…
"""
import pathlib
import re
import shlex
import subprocess
import sys


# The sections by the names that man-db knows for each language, in their order.
SECTIONS = {
    "NAME": "NAAM", "SYNOPSIS": "OVERZICHT", "DESCRIPTION": "BESCHRIJVING", "COMMANDS": "OPDRACHTEN", "OPTIONS": "OPTIES",
    "ENVIRONMENT": "OMGEVING", "FILES": "BESTANDEN", "EXIT STATUS": "AFSLUITCODES", "EXAMPLES": "VOORBEELDEN",
    "SEE ALSO": "ZIE OOK", "CAVEATS": "LET OP",
}


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
    shared = set(re.findall(r"Fl \\-([a-z\\-]+)", re.split(r"^\.Sh (?:OPTIONS|OPTIES)$", source, flags=re.M)[1].split(".Sh ")[0]))
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


def check_page(page, names, commands, tables, faults):
    name = f"{page.parent.name}/{page.name}"
    source = page.read_text(encoding="utf-8")
    shown, complaints = render(page)
    faults += complaints
    for part in names:
        if not re.search(rf"^{part}$", shown, re.M):
            faults.append(f"{name}: no {part}")
    check_sections(name, source, commands, faults)
    check_examples(name, source, tables, faults)
    return source


def outline(source):
    """What a page must have in common with the one in the other language."""
    sections = re.findall(r"^\.S[hs] (.+)$", source, re.M)
    typed = re.findall(r"^(\$ .+|      -.+)$", source, re.M)
    listed = re.findall(r"^\.It (.+)$", source, re.M)
    return sections, typed, [re.sub(r"Ar .*", "Ar", line) for line in listed]


def main(pages, *programs):
    faults, tables = [], {pathlib.Path(p).name: read_table(p) for p in programs}
    needed = ("NAME", "SYNOPSIS", "DESCRIPTION", "EXAMPLES", "EXIT STATUS")
    for program, commands in tables.items():
        page = pathlib.Path(pages) / (program + ".1")
        english = outline(check_page(page, needed, commands, tables, faults))
        dutch = outline(check_page(page.parent / "nl" / page.name, [SECTIONS[n] for n in needed], commands, tables, faults))
        for what, here, there in zip(("section", "example", "item"), english, dutch):
            here = [SECTIONS.get(line, line) for line in here] if what == "section" else here
            faults += [f"{page.name}: {what} in one language alone: {line}" for line in here + there
                       if here.count(line) != there.count(line)]
    print("\n".join(faults) if faults else "manual: complete")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
