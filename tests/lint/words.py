#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""One word for one thing in Dutch, and none in a consulent's day that a consulent doesn't know.

- words-nl.txt: what no Dutch message and no Dutch manual page says, and the word that does;
- DAILY: what the commands of a day at the desk say in neither language;
- what usage shows for a value ("FILE") is shown in Dutch, in prose too;
- a number before a noun has its plural, or stands behind it;
- no translation changes the order of what is filled in: base/told.c takes it as it comes.

What stands between backquotes, options and the names of files are typed as they are. Usage: words.py SOURCE
"""
import pathlib
import re
import sys

import tree
from marked import MARKS, literals

TYPED = re.compile(r"`[^`]*`|--[a-z-]+|\S*/\S*|\b[\w-]+\.(note|card|yaml|md|db|log|proof|witness)\b|\\."
                   r"|\"[^\"]*\"")
# The sources of what a consulent does in a day, and the words of machinery that stay out of it.
DAILY = [
    "carried.c", "commands_consent.c", "commands_exchange.c", "commands_import.c", "commands_open.c",
    "commands_record.c", "commands_send.c", "commands_status.c", "declaration_account.c",
    "declaration_dialogue.c", "exchange_shown.c", "letter_state.c", "named.c", "picker.c",
    "preview_account.c", "preview_page.c", "selection_options.c", "status_tasks.c",
]
COMMANDS = ["status", "list", "show", "search", "send", "preview", "pack", "open", "consent", "import",
            "export"]
MACHINERY = re.compile(r"\b(hash(es)?|slots?|slotbestand(en)?|anchors?|ankers?|ankerbestand|manifest(en|s)?"
                       r"|witness(es)?|getuigen?|grondslagcodes?|scrypt|descriptors?|outbox)\b", re.I)
LOCKED = re.compile(r"\b(op|van) slot\b")  # what anybody says of a thing that is kept and not used
# Messages that mean the other thing.
MEANT = {"a contract": "AVG 6(1)(b): een overeenkomst, and not the convenant of two departments"}
# Said under --log alone, which is for who looks after the log.
UNDER_LOG = {"witness", "witnesses", "witnessed from entry"}


def catalogue(path):
    """msgid to its translations; the header is left out."""
    found = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        parts = {"msgid": "", "msgstr": []}
        key = None
        for line in block.splitlines():
            m = re.match(r'(msgid|msgid_plural|msgstr(?:\[\d\])?) "(.*)"$', line)
            if m:
                key = m.group(1)
                if key.startswith("msgstr"):
                    parts["msgstr"].append(m.group(2))
                elif key == "msgid":
                    parts["msgid"] = m.group(2)
            elif key and line.startswith('"'):
                if key.startswith("msgstr"):
                    parts["msgstr"][-1] += line[1:-1]
                elif key == "msgid":
                    parts["msgid"] += line[1:-1]
        if parts["msgid"]:
            found[parts["msgid"]] = parts["msgstr"]
    return found


def rows(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            pattern, word = line.split("\t")
            yield re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.I), word


def says_otherwise(text, table):
    plain = TYPED.sub(" ", text)
    return [(m.group(0), word) for pattern, word in table for m in [pattern.search(plain)] if m]


def machinery(text):
    return MACHINERY.search(LOCKED.sub(" ", TYPED.sub(" ", text)))


def commands_told(text):
    """The messages of the rows of COMMANDS, in the table of commands."""
    for row in re.split(r"\n\t\{ *(?=COMMAND|\.name)|\n\t\{ COMMAND", text):
        name = re.match(r'[^"]*"([a-z -]+)"', row)
        if name and name.group(1).split(" ")[0] in COMMANDS:
            yield row


def daily(source, translated, faults):
    folder = source / "src/tools/sluis"
    texts = [(name, (folder / name).read_text(encoding="utf-8")) for name in DAILY]
    texts += [("sluis.c", row) for row in commands_told((folder / "sluis.c").read_text(encoding="utf-8"))]
    seen = 0
    for name, text in texts:
        for _, message, calls in literals(text):
            if not any(c in MARKS for c, _ in calls) or message in UNDER_LOG:
                continue
            seen += 1
            for said in [message, *translated.get(message, [])]:
                if machinery(said):
                    faults.append(f"{name}: a consulent doesn't know \"{machinery(said).group(0)}\": {said}")
    if seen < 200:
        faults.append(f"only {seen} messages of a consulent's day were found")


def counted(msgid):
    """A number before a noun in the plural, where it may be one: that is ngettext()'s. No limit is one."""
    plain = re.sub(r"(more than|at most|least|less than|(?:from )?\S+ to|between 1 and|first|was|where)"
                   r" %\S+ \w+",
                   " ", msgid)
    return re.search(r"(?<!version )(?<!letter )(?<!number )(?<!recipient )(?<!entry )"
                     r"%(?:zu|u|llu|lld|<PRIu64>) (?:more )?(records|packages|rows|findings"
                     r"|exchanges|days|clients|columns|letters|persons)\b", plain)


def placeholders(source, translated):
    """FILE is BESTAND in Dutch help: what usage shows for a value, and what prose calls it."""
    names = re.findall(r'X\(N_\("([A-Z]+)"\)', (source / "src/cli/value_kind.h").read_text(encoding="utf-8"))
    return {name: translated[name][0] for name in names if name in translated}


def main(source):
    source, faults = pathlib.Path(source), []
    table = list(rows(source / "tests/lint/words-nl.txt"))
    translated = catalogue(source / "po/nl.po")
    if not says_otherwise("het Roster", table) or says_otherwise("`roster show` toont het", table):
        faults.append("the lint doesn't find what it looks for")
    if not counted("%llu records stay") or counted("more than %u rows"):
        faults.append("the lint doesn't find a number before a noun")
    shown = placeholders(source, translated)
    for msgid, texts in translated.items():
        if msgid in MEANT:
            continue
        if len(texts) == 1 and counted(msgid):
            faults.append(f"a number before a noun wants ngettext(), or the noun first: {msgid}")
        for text in texts:
            faults += [f'nl.po: "{said}" is "{word}" here: {text}'
                       for said, word in says_otherwise(text, table)]
            faults += [f"nl.po: {w} is {shown[w]} here: {text}"
                       for w in re.findall(r"(?<![-\w])[A-Z]{2,}(?![-\w])", text)
                       if shown.get(w, w) != w and "-----" not in text and msgid != w]
            if re.search(r"%\d+\$", text):
                faults.append(f"nl.po: what is filled in comes in another order: {text}")
    for page in sorted((source / "docs/man/nl").glob("*.in")):
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
            if not line.startswith(('.', "$", " ")):
                faults += [f'{page.name}:{number}: "{said}" is "{word}" here'
                           for said, word in says_otherwise(line, table)]
    daily(source, translated, faults)
    tree.finish(faults, "words")


if __name__ == "__main__":
    main(sys.argv[1])
