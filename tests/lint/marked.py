#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Words that a person may read are marked for translation: none is in the sources as a bare literal.

A literal with two English words in a row is for people, unless EXCEPTIONS says why it isn't. It is marked
by _(), N_() or ngettext(), or stands where scripts/update-po takes it from (the format of error_set() and
its like); what such a call puts into its format, what is said outright and the headings of tables are
looked at even when they are one word.
Usage: marked.py SOURCE
"""
import pathlib
import re
import subprocess
import sys
import tempfile

import tree

MARKS = {"_", "N_", "gettext", "ngettext"}
# Which argument is a message by its place, from 0; as in scripts/update-po.
PLACES = {"error_set": 3, "error_line": 4, "error_add": 1, "finding_add": 5}
# What these say goes to a person as it is, from this argument on.
SAID = {"account_line": 1, "invocation_say": 1, "account_section": 2, "account_paragraph": 1}
# Text that is another's to fix: what it is, and why it isn't translated.
EXCEPTIONS = [
    (r"(SELECT|WITH [a-z]+ AS|INSERT|UPDATE|DELETE|PRAGMA|CREATE|ALTER|DROP|VACUUM|BEGIN|COMMIT|ATTACH)\b", "SQL"),
    (r" *(FROM|WHERE|AND|ORDER|VALUES|ON|LIMIT|UNION) |, [01] FROM|"
     r", \?2|\.?\w+(, [\w.]+)+,? ?$|\.(json|retain)",
     "SQL, in parts"),
    (r"%s \(SQLite %d\)$", "what SQLite said"),
    (r"-----|<!doctype|\\x|SQLite format|Standard (Jet|ACE) DB|\[Desktop|\\n-----", "how files begin"),
    (r"(> |\\xef\\xbb\\xbf)?type: |# sluis |# public key: |sluis note$|\\nkind %s|cosignature/v1|\\nold ",
     "formats: texts that the programs sign"),
    (r"(.*\\n)?( *- )?#? *[\w-]+: [\"%\[]|version: |#   - field: | +(- )?\w+: |\\n +to: ",
     "formats: YAML that is written"),
    (r"(AVG|Wmo|UAVG|Awb|Wet|Participatiewet|Archiefwet|Jeugdwet|Wgs)\b", "statutes by name and article"),
    (r"#( bash|compdef)|# fish", "completion for shells, which is code"),
    (r"start=%s; end", "DCMI periods"),
    (r"%s: (fields?|weighed|weighed_on|retention_\w+|consent_months)$", "a key of an agreement's text"),
    (r"[a-z-]+(-officer|-audit)? (setup|join|verify|key|trust) ", "commands to type"),
    (r"record %llu$|roster version %<PRIu64>$|log entry$|key file$|key decrypt$|package of cases$",
     "subjects of errors that no user can cause or reads in words"),
    (r"gezamenlijk verwerkingsverantwoordelijke|joint controller",
     "what an agreement itself says, in either language"),
    (r"--[a-z-]+ [A-Z]+…?$|DIR DIR", "options and arguments as they are typed"),
    (r"%llu  %\.16s", "a number and a hash"),
    (r"sluis\.bundle/v1|index %", "formats: a bundle tells a stranger what it is, in English"),
    (r"System Volume Information", "the name of a folder"),
]
# Single words that an error's detail may be: names of keys in a text, and of the whole of it.
NAMES = {"text", "kind", "version"}
# Whole files: pages and shell code carry markup, and what is DPV's says each thing in both languages as DPV has it.
FILES = {
    "src/report/page.c": "HTML and CSS",
    "src/trust/dpv.c": "DPV, with @nl and @en side by side",
    "src/trust/dpia_form.c": "Dutch, as the form that reads it",
    "src/trust/register_row.c": "Dutch, as the registers that take it in",
    "src/trust/dpv_parts.c": "the same",
    "src/trust/consent_receipt.c": "the same",
    "src/cli/completion.c": "shell code",
    "src/store/schema.c": "SQL",
}
# Calls whose literals aren't for people.
CALLS = {"_Static_assert": "for the compiler", "assert": "for the compiler", "COMMAND": "names of commands",
         "COMMAND_NAMES": "names of commands", "bytes_starts_with": "formats", "STARTS": "formats",
         "AT": "formats",
         "holds": "formats", "database_run": "SQL", "database_number": "SQL", "statement_start": "SQL",
         "element": "HTML", "json_text": "JSON", "begins": "formats", "explained": "DPV"}

STRING = r'"(?:\\.|[^"\\\n])*"'
TOKEN = re.compile(r"/\*.*?\*/|//[^\n]*|" + STRING + r"|'(?:\\.|[^'\\\n])+'|^[ \t]*#(?:\\\n|[^\n])*"
                   r"|[A-Za-z_]\w*|[()\[\]{},;]|\s+|.", re.S | re.M)
WORDS = re.compile(r"[A-Za-z][A-Za-z'’]+[,;:]? +[A-Za-z(%]|[A-Za-z%)]+[,;:]? +[A-Za-z'’]{2,}")
WORD = re.compile(r"[A-Za-z]{3,}")
COLUMN = re.compile(r'\{\s*"\w+",\s*"([^"]*[A-Za-z]{2}[^"]*)",\s*COLUMN_')


def literals(text):
    """Each literal, joined as the compiler does: line, text, the calls round it with the place in each."""
    stack, name, current, found = [], "", None, []
    for token in TOKEN.finditer(text):
        t = token.group()
        if t.isspace() or t.startswith(("/*", "//")) or (t.lstrip().startswith("#") and t[0] != '"'):
            continue
        if t[0] == '"':
            if not current:
                current = [text.count("\n", 0, token.start()) + 1, "", [tuple(s) for s in stack]]
                found.append(current)
            current[1] += t[1:-1]
            name = ""
            continue
        if current and re.fullmatch(r"[A-Z]\w+", t):  # a macro; the standard's as xgettext writes them
            current[1] += f"<{t}>" if t.startswith("PRI") else ""
            continue
        current = None
        if t in "([{":
            stack.append([name if t == "(" else t, 0])
        elif t in ")]}" and stack:
            stack.pop()
        elif t == "," and stack:
            stack[-1][1] += 1
        name = t if re.match(r"[A-Za-z_]", t) else ""
    return found


def is_bare(text, calls):
    """Of a literal that is not marked: whether a person reads it."""
    plain = re.sub(r"%[-#0 +]*[*\d]*(\.[*\d]*)?(<\w+>|[hlzj]*[a-zA-Z])", "%", text)
    for call, place in calls:
        if call in CALLS:
            return False
        if call in SAID and place >= SAID[call] and calls[-1] == (call, place):
            both = text.startswith("de Nederlandse teksten")  # there is no catalogue: said in both
            return bool(WORD.search(plain)) and not both
        if call in PLACES and place > PLACES[call] and calls[-1] == (call, place):
            return bool(WORD.search(plain)) and text not in NAMES
    return bool(WORDS.search(plain)) and not any(re.match(pattern, text) for pattern, _ in EXCEPTIONS)


def faults_of(path, name, msgids):
    text = path.read_text(encoding="utf-8")
    if name in FILES:
        return
    for line, literal, calls in literals(text):
        if any(call in MARKS for call, _ in calls):
            continue
        if calls and PLACES.get(calls[-1][0]) == calls[-1][1]:
            plain = re.sub(r"%[a-z]*", "", literal)
            if WORD.search(plain) and literal not in msgids:
                yield f"{name}:{line}: xgettext doesn't find this format: {literal}"
        elif is_bare(literal, calls):
            yield f"{name}:{line}: not marked for translation: {literal}"
    for column in COLUMN.finditer(text):
        line = text.count("\n", 0, column.start()) + 1
        yield f"{name}:{line}: a heading that is not marked: {column.group(1)}"


PLANTED = """
static const struct column columns[] = { { "day", "Day", COLUMN_DAY } };
bool f(struct error *e, bool x)
{
	account_line(o, "%s: Done", n);
	puts(_("marked words are fine"));
	error_set(e, ERR_VALUE, "a", "%s", "unmarked");
	return x ? error_set(e, ERR_VALUE, "--to", "format of %s", n) : refuse(e, "two words " "in parts");
}
"""


def check_itself(folder):
    source = folder / "planted.c"
    source.write_text(PLANTED, encoding="utf-8")
    said = list(faults_of(source, "planted.c", {"format of %s"}))
    wanted = ["%s: Done", "unmarked", "two words in parts", "Day"]
    if [f.rsplit(": ", 1)[-1] for f in said] != [w.rsplit(": ", 1)[-1] for w in wanted]:
        return [f"the lint doesn't find what was planted: {said}"]
    if not list(faults_of(source, "planted.c", set()))[2:3][0].count("xgettext"):
        return ["the lint doesn't find a format that isn't in the template"]
    return []


def main(source):
    source = pathlib.Path(source)
    with tempfile.TemporaryDirectory() as name:
        pot = pathlib.Path(name) / "sluis.pot"
        made = subprocess.run([source / "scripts/update-po", "--pot", pot], capture_output=True, text=True,
                              check=False)
        if made.returncode:
            tree.finish([made.stderr], "marked")
        joined = re.sub(r'"\n"', "", pot.read_text(encoding="utf-8"))
        msgids = set(re.findall(r'^msgid "(.*)"$', joined, re.M))
        faults = check_itself(pathlib.Path(name))
    for path in tree.files(source):
        relative = str(path.relative_to(source))
        if relative.startswith("src/") and path.suffix in (".c", ".h"):
            faults += faults_of(path, relative, msgids)
    tree.finish(faults, "marked")


if __name__ == "__main__":
    main(sys.argv[1])
