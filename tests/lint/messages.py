#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Every message of the sources is translated in each catalogue, none is fuzzy, the
formats agree, and POTFILES lists what there is. Usage: messages.py SOURCE
"""
import pathlib
import subprocess
import sys
import tempfile

import tree


def run(*command):
    return subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False)


def msgids(text):
    """The message ids of an unwrapped catalogue, header left out."""
    return [line[len("msgid "):] for line in text.splitlines() if line.startswith("msgid ") and line != 'msgid ""']


def check_catalogue(po, pot, folder, faults):
    merged = folder / po.name
    checked = run("msgfmt", "--check", "-o", "/dev/null", po)
    if checked.returncode:
        faults.append(f"{po}: {checked.stderr.strip()}")
    if run("msgmerge", "--quiet", "--no-fuzzy-matching", "--no-wrap", "-o", merged, po, pot).returncode:
        faults.append(f"{po}: can't be merged with the sources")
        return
    for flag, what in (("--untranslated", "untranslated"), ("--only-fuzzy", "fuzzy"), ("--only-obsolete", "no longer in the sources")):
        source = po if flag != "--untranslated" else merged
        text = run("msgattrib", flag, "--no-wrap", source).stdout
        text = text.replace("#~ ", "") if flag == "--only-obsolete" else text
        faults += [f"{po.name}: {what}: {i}" for i in msgids(text)]


def check(source):
    faults = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        pot = folder / "sluis.pot"
        made = run(source / "scripts/update-po", "--pot", pot)
        if made.returncode:
            return [f"scripts/update-po failed: {made.stderr}"]
        if len(msgids(run("msgattrib", "--no-wrap", pot).stdout)) < 200:
            faults.append("fewer than 200 messages were found in the sources")
        catalogues = sorted((source / "po").glob("*.po"))
        if not catalogues:
            faults.append("po/ has no catalogue")
        for po in catalogues:
            check_catalogue(po, pot, folder, faults)
    if faults:
        faults.append("run scripts/update-po and translate what it lists")
    return faults


if __name__ == "__main__":
    tree.finish(check(pathlib.Path(sys.argv[1])), "messages")
