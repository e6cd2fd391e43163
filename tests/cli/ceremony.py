# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Officers at one machine, in a ceremony: ceremony.py [OPTION…] -- COMMAND…

They answer as the script of the ceremony asks: key files keys/WHO.key with their passphrases, fingerprints from the
paper on which they wrote what was read aloud, words from the pages that they printed. What they wrote down lies in
papers.json, so that another run goes on with it. The terminal is wide, so that no sentence is broken; all that it showed is printed.

    --officers WHO…        who sit down, in this order (po1 po2)
    --at REGEX=ANSWER      the first time that the newest words fit, this is answered instead; may be repeated
    --stop-at N            `.` at the Nth question, or where that isn't an answer, a hang-up
    --stop-after N         `.` at the first question once N rows stand in the transcript, but while pages are printed
    --recovery             a recovery key is wanted
    --wrong                the paper always says another fingerprint
"""
import argparse
import json
import pathlib
import re
import signal
import sys

from terminal_session import Session

parser = argparse.ArgumentParser()
parser.add_argument("--officers", nargs="+", default=["po1", "po2"])
parser.add_argument("--at", action="append", default=[])
parser.add_argument("--stop-at", type=int, default=0)
parser.add_argument("--stop-after", type=int, default=0)
parser.add_argument("--recovery", action="store_true")
parser.add_argument("--wrong", action="store_true")
cut = sys.argv.index("--")
asked = parser.parse_args(sys.argv[1:cut])
command = sys.argv[cut + 1 :]
TRANSCRIPT = pathlib.Path(command[command.index("ceremony") + 1], "transcript.note")

PAPERS = pathlib.Path("papers.json")
papers = json.loads(PAPERS.read_text()) if PAPERS.exists() else {"pages": []}
instead = [a.split("=", 1) for a in asked.at]
coming = list(asked.officers)
at_the_machine = ""
typed_pages = 0
told_otherwise = False


def another(fingerprint):
    return ("00000" if fingerprint[:5] != "00000" else "00001") + fingerprint[5:]


def shown(words):
    """The digits as they stand on the screen: four groups a line."""
    return " ".join(" ".join(m) for m in re.findall(r"^  +\d+-\d+ +(\d{5}) (\d{5}) (\d{5}) (\d{5})", words, re.M))


def rows():
    return TRANSCRIPT.read_text().count("\n  - step: ") if TRANSCRIPT.exists() else 0


def page_of(path):
    text = pathlib.Path(path).read_text()
    return re.findall(r"<li[^>]*>([a-z]+)</li>", text)


def answer(words):
    global at_the_machine, typed_pages, told_otherwise
    for pair in list(instead):
        if re.search(pair[0], words):
            instead.remove(pair)
            return pair[1]
    last = words.rstrip(" ").rsplit("\n", 1)[-1]
    if found := re.search(r"(?:oss\.nl/p-)(\w+) sits down", words):
        at_the_machine = found[1]
    if "officer sits down." in words:
        if not coming:
            return ""
        at_the_machine = coming.pop(0)
        return "keys/%s.key" % at_the_machine
    if "Which file is the key of" in words:
        return "keys/%s.key" % at_the_machine
    if "name in the" in words:
        return "oss.nl/p-" + at_the_machine
    if re.search(r"([Pp]assphrase[^\n]*|again[^\n]*):$", last):
        return "passphrase of " + at_the_machine
    if "stands on paper" in words:
        papers["heard"] = shown(words)
        return ""
    if "Without a paper" in words:
        return papers.get(re.search(r"oss\.nl/p-\w+", words)[0], "-")
    if "not from the screen" in " ".join(words.split()) or "! The paper says" in words:
        return another(papers["heard"]) if asked.wrong else papers["heard"]
    if "Make one now?" in " ".join(words.split()):
        return "y" if asked.recovery else "n"
    if "In which folder are the pages" in words:
        return "pages-again" if pathlib.Path("pages/recovery-share-1.html").exists() else "pages"
    if found := re.search(r"Print (\S+) alone", words):
        papers["pages"] = papers["pages"] if "share-1." not in found[1] else []
        papers["pages"].append(page_of(found[1]))
        return ""
    if re.search(r"word \d+ >$", last):
        typed_pages += 1
        return " ".join(papers["pages"][-typed_pages])
    if "Are they on paper?" in " ".join(words.split()):
        return "y" if len(papers["pages"]) > 1 else "n"
    if "Did anybody read along" in words:
        return "the FG of oss.nl"
    if "Did anything go otherwise" in words and not told_otherwise:
        told_otherwise = True
        return "the printer jammed once"
    return "y" if last.endswith("(y/n) >") else ""


session = Session(command, rows=60, columns=200)
seen, done, count = "", 0, 0
while more := session.read():
    seen += more.decode().replace("\r", "")
    words = seen[done:]
    if not re.search(r"(> |: )$", words):
        continue
    count += 1
    stops = count == asked.stop_at or (asked.stop_after and rows() >= asked.stop_after and "Print " not in words)
    if stops and words.endswith(": "):
        break
    typed = "." if stops else answer(words)
    done = len(seen)
    PAPERS.write_text(json.dumps(papers))
    session.type(typed.encode() + b"\n")
PAPERS.write_text(json.dumps(papers))
sys.stdout.write(seen)
sys.stdout.flush()
status = session.finish()
if instead:
    print("ceremony: never asked:", instead, file=sys.stderr)
sys.exit(status or (99 if instead else 0))
