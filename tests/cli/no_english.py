# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Finds English words in what the programs said in Dutch. Usage: no_english.py TRANSCRIPT | --self-test

The words are common English ones that are no Dutch words, and those that sluis uses most. Left out, because
they are typed or named as they are: what stands between backquotes, options, anything with a digit, dot,
slash, underscore or hyphen in it, words in capitals, the first column of help and of a list, and the codes
of CODES.
"""
import re
import sys

ENGLISH = set("""
the and not with from this that these those which what when where who whom whose why how has have were being
are it its they their them there then than you your yours his him he she our us my an by for to or if on no
so do does did done may must can't cannot could would should shall isn't doesn't don't didn't wasn't aren't
each every some any none more most less least two three first second new old other another same only also
yet still already before after about above below between behind beside into onto out through under until
within without again once twice here record records field fields purpose purposes package packages letter
receipt receipts roster rosters key keys file files folder folders name names day days date dates month
months year years signed signs signer signature signatures sender receiver recipient officer officers entry
entries change changed changes found missing make makes made opened sent send received withdrawn withdraw
expected unknown wrong right error warning usage clerk clerks passphrase fingerprint folder line lines row
rows column columns value values number numbers text texts page show shows shown tell tells told say says
said write writes written read reads holds hold kept keep keeps left leave leaves gave give gives given take
takes came come comes goes gone went need needs needed wants wanted law laws article articles ground grounds
agreement agreements override overrides controller controllers mapping store stores witness witnesses anchor
certain allowed allow allows asks asked ask answer answers nothing something everything nobody somebody
everybody yes valid invalid damaged broken large larger small smaller long longer early late too many few
all because while whether either neither though although however thus such very just much own whole part
parts piece pieces kind kinds sort sorts way ways thing things people person persons unit units size empty
full true false checked check checks verified verify matches match matched belongs belong newer newest older
oldest future today yesterday tomorrow now moments clock time times
""".split())
# Codes that a person types, and names that stay: of statutes' texts, of formats, of roles.
CODES = set("""
consent no-objection both told client parent voogd curator mentor gevolmachtigde conversation telephone form
supporter own-request allow ask deny grants bars left superseded lost compromised open read import export
pack approve log access decide reject leave-out true false text bsn date postcode number truth amount html
json bundle ldv csv ndjson all
""".split())
FIRST = re.compile(r"^ {0,4}\S+(?: \S+)*?(?:  +|$)")
QUOTED = re.compile(r"`[^`]*`|\bfout: [^:]*:|privacy officers?|^ *officers?\b|\"[^\"]*\""
                    r"|tweede woord bij: .*")
LEFT_OUT = re.compile(r"--?[a-z][a-z-]*|\S*[\d/._:-]\S*[\w]|\b[A-Z]{2,}\b|\([a-z]+(?:-[a-z]+)+\)")
WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")


def english(line, is_list):
    if is_list and re.match(r" {2,}\S|\S+(?: \S+)?  +\S", line):
        line = FIRST.sub(" ", line, count=1)
    found = []
    for word in WORD.findall(LEFT_OUT.sub(" ", QUOTED.sub(" ", line))):
        plain = word.lower().replace("’", "'")
        if plain in ENGLISH and plain not in CODES:
            found.append(word)
    return found


def read(lines):
    asked, faults, count = "", [], 0
    for line in lines:
        if line.startswith("$ "):
            asked, count = line, count + 1
        elif not line.startswith("gebruik: "):
            if "catalogue show" in asked:  # behind the label: category, domain and type, as they are typed
                line = re.sub(r"  [IOHSFC]  +\S+  +\S+", " ", line)
            is_list = (asked.endswith("help") or len(asked.split()) == 2
                       or any(word in asked for word in ("show", "--log", "list")))
            words = english(line, is_list)
            if words:
                faults.append(f"{asked}\n    {', '.join(words)}: {line.strip()}")
    return faults, count


if __name__ == "__main__":
    if sys.argv[1] == "--self-test":
        for text in ("the receiver keeps it", "dit is de sender van het dossier",
                     "fout: x.note: de tekst (no signature by this key)"):
            assert english(text, False), text
        for text in ("dit is in de map van over was", "`sluis open FILE` opent het",
                     "geef --select-from BESTAND", "naam.voornamen"):
            assert not english(text, False), text
        sys.exit(0)
    with open(sys.argv[1], encoding="utf-8", errors="replace") as f:
        FAULTS, COUNT = read(f.read().splitlines())
    print("\n".join(FAULTS))
    sys.exit(bool(FAULTS) or COUNT < 150)
