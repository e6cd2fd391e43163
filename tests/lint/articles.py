#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the law that ship: every article has its keys, fits its SHA-256 and stands once, in order.

Usage: articles.py SOURCE
"""
import hashlib
import pathlib
import re
import sys

import tree

NAME = "share/sluis/articles-nl.yaml"
TOP = ("type", "id", "version", "read", "laws", "articles", "not_found")
KEYS = {"articles": {"law", "article", "version", "source", "sha256", "text"}, "not_found": {"law", "article", "why"}}
ALSO = {"articles": {"excerpt"}, "not_found": set()}
# A Dutch law is known by its BWB id, a regulation of the Union by its CELEX number.
IDS = {"bwb": r"BWBR\d{7}", "celex": r"3\d{4}R\d{4}"}
FORMS = {"article": r"\d+[a-z]*([.:]\d+[a-z]*)*", "version": r"\d{4}-\d\d-\d\d", "sha256": r"[0-9a-f]{64}",
         "excerpt": "true"}
# What a source adds for its own links is not the law's.
NOT_THE_LAW = r"\]\[ref|\[ref\d|__REF|https?://|[►◄▼]"


def scalar(words):
    return words[1:-1] if len(words) > 1 and words[0] == words[-1] == '"' else words


def read(text):
    """The plain subset of YAML that the file keeps to: what else it has is a fault."""
    top, faults, entries, entry, block = {}, [], None, None, None
    for number, line in enumerate(text.split("\n"), 1):
        if block is not None and (line.startswith("      ") or not line):
            block.append(line[6:])
            continue
        block = None
        if not line or re.match(r" *#", line):
            continue
        if match := re.fullmatch(r"([a-z_]+):(?: (\S.*))?", line):
            entries = top[match[1]] = [] if match[2] is None else scalar(match[2])
        elif (match := re.fullmatch(r"(  - |    )([a-z0-9]+): (\S.*)", line)) and isinstance(entries, list):
            if match[1] == "  - ":
                entry = {"line": number}
                entries.append(entry)
            if entry is None or match[2] in entry:
                faults.append(f"{NAME}:{number}: a key outside its entry, or twice")
            elif match[3] == "|-":
                block = entry[match[2]] = []
            elif re.match(r"[\[{&*!|>'%@`]", match[3]):
                faults.append(f"{NAME}:{number}: not of the plain subset of YAML")
            else:
                entry[match[2]] = scalar(match[3])
        else:
            faults.append(f"{NAME}:{number}: not of the plain subset of YAML")
    return top, faults


def order(article):
    return [(int(number), letters) for number, letters in re.findall(r"(\d+)([a-z]*)", article)]


def faults_of_text(entry):
    lines = entry["text"]
    while lines and not lines[-1]:
        lines = lines[:-1]
    words = "\n".join(lines)
    if not words.strip():
        return ["has no words"]
    faults = [f"line {n} of its words is empty or has a blank too many" for n, line in enumerate(lines, 1)
              if not line or line != " ".join(line.split())]
    faults += [f"its words have \"{found}\"" for found in re.findall(NOT_THE_LAW, words)[:1]]
    told, real = entry["sha256"], hashlib.sha256(words.encode()).hexdigest()
    return faults + ([] if told == real else [f"its words have the SHA-256 {real}, not {told}"])


def faults_of_entry(entry, kind):
    ids = [i for i in IDS if i in entry]
    missing = KEYS[kind] - entry.keys()
    unknown = entry.keys() - KEYS[kind] - ALSO[kind] - IDS.keys() - {"line"}
    faults = [f"lacks {key}" for key in sorted(missing)] + [f"has the unknown key {key}" for key in sorted(unknown)]
    if len(ids) != 1:
        faults.append("needs either bwb or celex")
    forms = FORMS | IDS
    faults += [f"{key} \"{entry[key]}\" is not of its form" for key, form in forms.items()
               if key in entry and not re.fullmatch(form, entry[key])]
    if "bwb" in entry and "version" in entry and f"/{entry['bwb']}/{entry['version']}" not in entry.get("source", ""):
        faults.append("its source doesn't name the law and the version")
    if kind == "articles" and not missing:
        faults += faults_of_text(entry) if isinstance(entry["text"], list) else ["its words are no literal block"]
    return faults


def faults_of_file(text):
    top, faults = read(text)
    faults += [f"{NAME}: lacks {key}" for key in TOP if key not in top]
    faults += [f"{NAME}: has the unknown key {key}" for key in top if key not in TOP]
    if not re.fullmatch(FORMS["version"], str(top.get("read", ""))):
        faults.append(f"{NAME}: read is no day")
    known, seen, last = {}, set(), None
    for kind in KEYS:
        for entry in top.get(kind) or []:
            what = f"{NAME}:{entry['line']}: {entry.get('law', '?')} {entry.get('article', '?')}"
            faults += [f"{what}: {fault}" for fault in faults_of_entry(entry, kind)]
            law, article = entry.get("law", ""), entry.get("article", "")
            number = entry.get("bwb") or entry.get("celex")
            if known.setdefault(law, number) != number:
                faults.append(f"{what}: elsewhere this law is {known[law]}")
            if (law, article) in seen:
                faults.append(f"{what}: stands twice")
            elif kind == "articles" and last and (law == last[0] and order(article) <= order(last[1]) or
                                                  law != last[0] and any(law == other for other, _ in seen)):
                faults.append(f"{what}: out of order after {last[0]} {last[1]}")
            seen.add((law, article))
            last = (law, article) if kind == "articles" else last
    laws = {entry.get("law") for entry in top.get("articles") or []}
    faults += [f"{NAME}:{entry['line']}: not law and cited, or no law of an article" for entry in top.get("laws") or []
               if entry.keys() != {"line", "law", "cited"} or entry["law"] not in laws]
    if len(top.get("articles") or []) < 50:
        faults.append(f"{NAME}: fewer than 50 articles")
    return faults


def check(source):
    text = (pathlib.Path(source) / NAME).read_bytes().decode()
    faults = faults_of_file(text)
    # One letter of the law changed must show, or the test is blind.
    if not faults and not faults_of_file(text.replace("college", "collega", 1)):
        faults.append("a changed word isn't found")
    return faults


if __name__ == "__main__":
    tree.finish(check(sys.argv[1]), "articles")
