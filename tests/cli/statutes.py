# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Writes the words of articles-nl.yaml as statutes are published: one law as the corpus' YAML, the others as XML.

Usage: statutes.py FOLDER
"""
import html
import os
import pathlib
import re
import sys

CORPUS = "BWBR0040940"


def laws():
    text = (pathlib.Path(os.environ["SLUIS_SOURCE"]) / "share/sluis/articles-nl.yaml").read_text(encoding="utf-8")
    found = {}
    for entry in text.split("\narticles:\n", 1)[1].split("\nnot_found:")[0].split("  - law: ")[1:]:
        keys = dict(re.findall(r'^    (bwb|article|version): "?([^"\n]+)', entry, re.M))
        lines = [line[6:] for line in entry.split("    text: |-\n", 1)[1].split("\n") if line.startswith("      ")]
        if "bwb" in keys:
            found.setdefault((keys["bwb"], keys["version"]), []).append((keys["article"], lines))
    return found


def xml_line(line):
    words = re.fullmatch(r"(\d+[a-z]*|[a-z]+\.) (.*)", line)
    if not words:
        return f"<al>{html.escape(line)}</al>"
    number, text = words[1], html.escape(words[2])
    if number[0].isdigit():
        return f"<lid><lidnr>{number}</lidnr><al>{text}</al></lid>"
    return f"<lijst><li><li.nr>{number}</li.nr><al>{text}</al></li></lijst>"


def as_xml(bwb, version, articles):
    body = "\n".join(
        f"<artikel><kop><label>Artikel</label><nr>{number}</nr></kop>\n" + "\n".join(map(xml_line, lines)) +
        "<meta-data><brondata>Stb.</brondata></meta-data></artikel>" for number, lines in articles)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<toestand bwb-id="{bwb}" inwerkingtreding="{version}"><wettekst>{body}</wettekst></toestand>\n'


def as_yaml(bwb, version, articles):
    out = f"---\n$id: wet\nvalid_from: '{version}'\nbwb_id: {bwb}\narticles:\n"
    for number, lines in articles:
        linked = [re.sub(r"(artikel \d+)", r"[\1][ref1]", line) for line in lines]
        out += f"  - number: '{number}'\n    text: |-\n" + "\n\n".join("      " + line for line in linked)
        out += "\n\n\n      [ref1]: https://example.com\n"
    return out


for (law, day), items in laws().items():
    name, text = (law + ".yaml", as_yaml(law, day, items)) if law == CORPUS else (law + ".xml", as_xml(law, day, items))
    (pathlib.Path(sys.argv[1]) / name).write_text(text, encoding="utf-8")
