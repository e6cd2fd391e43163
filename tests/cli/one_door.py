# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Every byte about a client in what leaves a store passed the decision and stood in the preview.

    one_door.py fill          writes clients.ndjson: a value of its own in every field of the catalogue
    one_door.py listed        prints half of the fields that an agreement without free text can list
    one_door.py prove PLAN    walks every file of PLAN, and each member of it

The tables below say of each kind of file which members it has, which keys a line of them has, and where each stood
before it left. Which kinds there are is read from the program's own lists: one that isn't here fails, and so does a
member, a key or a part of the tar that isn't.

A line of PLAN, with tabs between: KIND IDENTITY FILE [PREVIEW], where IDENTITY is a file that age takes, empty of
what isn't encrypted (a folder that a store exports is a `bundle`), and PREVIEW the --json of the preview of that very package (of a letter that follows from
others: all previews, with blanks between).
"""
import base64
import gzip
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile

SOURCE = os.environ["SLUIS_SOURCE"]

# --- the tables ---

# Of a declaration: where each key of its line stood in the preview. ROW: in the declaration's row, under that key.
ROW, TERMS, RECORD = "row", "terms", "record"
DECLARATION = {"id": ROW, "kind": ROW, "bsn": RECORD, "agreement": TERMS, "purpose": TERMS, "to": TERMS,
               "fields": ROW, "given": ROW, "until": ROW, "by": ROW, "age": ROW, "unable": ROW, "assured": ROW,
               "words": ROW, "evidence": ROW}
DECISION = {"consent": "id of a declaration that went before", "decision": "code", "reason": "code",
            "article": "article", "decided": "moment"}
ERASURE = {"id": "random", "record": "tag that the receiver has", "decided": "moment"}
ACCEPTANCE = {"package": "id of a package that went before", "record": "tag", "outcome": "code", "reason": "code", "said": "moment"}
HANDOVER = {"record": "tag", "word": "code", "generation": "number", "life": "number", "of": "number", "said": "moment"}
# Each kind of letter: its members, by how their names begin, and what a line of them is.
LETTERS = {
    "cases": {"answers/": "answer", "consents/": "declaration", "records/": "case"},
    "receipt": {},
    "retraction": {"consents/": "ended declaration"},
    "decision": {"decisions/": "decision"},
    "void": {"voids/": "voiding"},
    "correction": {"corrections/": "correction"},
    "outcome": {"outcomes/": "outcome"},
    "dispute": {"disputes/": "correction"},
    "request": {"asked/": "asked", "clients/": "asked client"},
    "erasure": {"erasures/": "word of an erasure"},
    "acceptance": {"acceptances/": "acceptance"},
    "handover": {"handovers/": "handover"},
}
# Files that `open` takes besides: what the store itself writes, and what officers write, who see no client.
NOTES = {"OPENED_REFUSAL", "OPENED_COSIGNATURE", "OPENED_ROSTER", "OPENED_AGREEMENT", "OPENED_GROUNDS",
         "OPENED_OVERRIDE", "OPENED_CATALOGUE", "OPENED_TRANSCRIPT", "OPENED_TERMINATION", "OPENED_ORDER"}
MANIFEST = set("type id kind sender receiver signer recipients sequence previous agreement agreement_version "
               "agreement_hash purpose ground overrides roster_version roster_hash created use_by records withheld "
               "answers accepted hash members name size inflated sha256".split())
REFUSAL = set("type package sender receiver sequence manifest agreement agreement_version purpose refused signer "
              "records reasons what rule".split())
ENTRY = set("version index parent log start end status action finding activity agreement agreement_version "
            "agreement_hash purpose ground overrides unit role mandate key roster_version package package_kind "
            "sequence manifest receipt answers peer peer_log peer_size peer_root records withheld rejected retention "
            "term right decision reason article second commitment".split())
OUTSIDE = re.compile(r"rosters/\d{6}\.note|manifest\.note|log\.proof|log\.witness|padding")

# --- the clients ---

BSNS = {"open": "999990019", "secret": "999990020", "silent": "999990032", "member": "999990093"}
HASH = "%064x"


def catalogue():
    text = open(SOURCE + "/share/sluis/catalogue.yaml", encoding="utf-8").read()
    for field in re.split(r"(?m)^  - name: ", text)[1:]:
        keys = dict(re.findall(r"(?m)^    (\w+): (.*)$", field))
        yield field.split("\n")[0], keys, re.findall(r'[^][", ]+', keys.get("codes", ""))


def attachments(client, n):
    """One of each category; what tells them apart is in the name and in the hash."""
    return [dict({"name": "Bijlage %s %s.pdf" % (client, category), "mediaType": "application/pdf",
                  "size": 700001 + 1000 * n + i, "sha256": HASH % (7700 + 100 * n + i)},
                 **({"category": category} if category != "health" else {}))
            for i, category in enumerate("health ordinary criminal financial special identification".split())]


def value_of(client, n, place, name, keys, codes):
    kind, most = keys["type"], int(keys.get("most", '"0"').strip('"'))
    if kind == "bsn":
        return BSNS[client]
    if kind == "attachments":
        return attachments(client, n)
    if kind in ("code", "codes"):
        return codes[n % len(codes)]
    if kind == "truth":
        return n % 2 == 0
    if kind in ("day", "partial-day"):
        return "19%02d-%02d-%02d" % (50 + n, 1 + place // 28, 1 + place % 28)
    if kind == "number":
        return most if most < 10 ** 4 else 60000 + 1000 * n + place
    if kind == "digits":
        return str(10 ** (most - 1) + 1000 * n + place)[-most:].rjust(most, "1")
    if kind == "postcode":
        return "%dZQ" % (4000 + n)
    if kind == "unit":
        return "oss.nl/wmo"
    if kind == "telephone":
        return "06777%05d" % (1000 * n + place)
    if kind == "email":
        return "merk%d.%d@example.nl" % (n, place)
    return ("Merk%dx%d%s" % (n, place, client))[-most or None:] if kind != "reference" or most > 9 else "M%d%d" % (n, place)


def fill():
    special = {"wet": "pw", "gegevensbron": "pw"}
    with open("clients.ndjson", "w", encoding="utf-8") as out:
        for n, client in enumerate(BSNS):
            record = {}
            for place, (name, keys, codes) in enumerate(catalogue()):
                record[name] = special.get(name) or value_of(client, n, place, name, keys, codes)
            record["geheimhouding"] = "5" if client == "secret" else "0"
            if client != "member":
                del record["relatie.soort"]
            out.write(json.dumps(record) + "\n")


def listed():
    can = [name for name, keys, _ in catalogue()
           if keys["category"] != "criminal" and name != "inkomensvoorziening.bedrag" and keys["type"] != "free-text"
           and (keys["type"] != "text" or keys["category"] == "identification") and name not in ("wet", "gegevensbron")]
    needed = ["burgerservicenummer", "naam.geslachtsnaam", "postcode", "geheimhouding", "bijlagen", "relatie.soort"]
    return [name for i, name in enumerate(can) if i % 2 or name in needed]


def clients():
    return {r["burgerservicenummer"]: r for r in map(json.loads, open("clients.ndjson", encoding="utf-8"))}


def changes():
    """What people typed of a client since, of fields that may go and of others."""
    return json.load(open("changes.json", encoding="utf-8")) if os.path.exists("changes.json") else {}


def leaves_of(value):
    """The texts in a value."""
    if isinstance(value, list):
        return [t for v in value for t in leaves_of(v)]
    if isinstance(value, dict):
        return [t for k, v in value.items() if k not in ("mediaType", "category") for t in leaves_of(v)]
    return [] if isinstance(value, bool) else [str(value)]


def marks():
    """What tells a client's field, whoever reads it: values that nothing else in this test has."""
    seen = {}
    for bsn, record in clients().items():
        for name, value in record.items():
            for text in leaves_of(value):
                seen.setdefault(text, set()).add((bsn, name))
    for name, value in changes().items():
        seen.setdefault(value, set()).add((None, name))
    return {t: next(iter(w)) for t, w in seen.items() if len(w) == 1 and len(t) >= 5 and not t.isalpha()}


# --- proving ---

class Wrong(Exception):
    pass


def must(holds, *what):
    if not holds:
        raise Wrong(" ".join(map(str, what)))


def found(text, words):
    """Those that stand by themselves: a number in a hash is none."""
    return {w for w in words if w in text and re.search(r"(?<![0-9A-Za-z])%s(?![0-9A-Za-z])" % re.escape(w), text)}


class Previews:
    def __init__(self, paths):
        self.all = [json.load(open(p, encoding="utf-8")) for p in paths]
        self.rows = {d["id"]: (p, d) for p in self.all for d in p["declarations"]}
        self.fields = {d["record"]: (d["leaves"].split(), p) for p in self.all for d in p["decisions"]
                       if d["verdict"] == "leaves"}


RECORDS = {}  # id here -> BSN


def declaration(line, previews, used):
    must(line["id"] in previews.rows, "a declaration that no preview showed")
    preview, row = previews.rows[line["id"]]
    bsn = RECORDS[row["record"]]
    for key, value in line.items():
        must(key in DECLARATION, "a declaration has", key, "which stands in no preview")
        where = DECLARATION[key]
        if where == ROW:
            must(row[key] == value, "of a declaration,", key, "is another than in the preview")
        elif where == TERMS:
            must(value == preview[key] if key != "to" else value == "oss.nl/wmo", key, "of a declaration")
        else:
            must(value == bsn and "burgerservicenummer" in previews.fields[row["record"]][0], "whose declaration?")
    used.append(line["id"])
    return {bsn, line.get("evidence"), line.get("words")}


def ended_declaration(line, previews, used):
    must("withdrawn" in line, "not withdrawn")
    return declaration({k: v for k, v in line.items() if k != "withdrawn"}, previews, used)


def attached(had, got, named):
    """Those of categories that the ground carries, in their order, under a name that is made unless it may go."""
    carried = [a for a in had if a.get("category", "health") in ("health", "ordinary", "financial", "identification")]
    must(len(got) == len(carried), len(got), "attachments, not", len(carried))
    for i, (one, before) in enumerate(zip(got, carried)):
        must(one == (before if named else dict(before, name="attachment-%d" % (i + 1))), "attachment", i + 1)


TAGS = {}  # by which the receiver keeps records apart -> id here


def case(line, previews, used):
    tag = line.pop("@record")
    bsn = line["burgerservicenummer"]
    id = next(i for i, b in RECORDS.items() if b == bsn)
    must(re.fullmatch("[0-9a-f]{32}", tag) and TAGS.setdefault(tag, id) == id, "a tag that isn't this record's")
    must(tag not in RECORDS, "a tag that the sender's lists show")
    must(id in previews.fields, "a client whom the preview keeps back")
    fields, preview = previews.fields[id]
    went = [f for f in clients()[bsn] if f in fields]
    if ANSWERED:
        went = [f for f in went if f in ANSWERED]
    must(list(line) == went, "other fields than in the preview, or than were asked")
    for name, value in line.items():
        had = clients()[bsn][name]
        if name == "bijlagen":
            attached(had, value, preview["purpose"] == "tekst")
        else:
            must(value == had, name, "is another value")
    used.append(bsn)
    return {t for name in line for t in leaves_of(line[name])}


def decision(line, previews, used):
    must(set(line) <= set(DECISION), "a decision has", set(line) - set(DECISION))
    must(line["consent"] in previews.rows, "about a declaration that never went")
    must(re.fullmatch(r"erase|keep|unlock", line["decision"]) and re.fullmatch(r"[a-z-]*", line.get("reason", "")),
         "not in codes")
    used.append(line["consent"])
    return set()


CORRECTION = set("@record package reason found dispute kept removed fields".split())


def correction(line, previews, used):
    """Of what had gone, as it is to be: what a person typed, of fields that the preview showed, and nothing else."""
    must(set(line) <= CORRECTION, "a correction has", set(line) - CORRECTION)
    must(all(re.fullmatch(r"[a-z]*", line.get(k, "")) for k in ("reason", "found", "kept")), "not in codes")
    must(all(re.fullmatch(r"[0-9a-f]{32}", line.get(k, "0" * 32)) for k in ("@record", "package", "dispute")), "not an id")
    fields, typed = line.get("fields", {}), changes()
    went = previews.fields[TAGS[line["@record"]]][0]
    must(set(fields) | set(line.get("removed", ())) <= set(went), "corrects what hadn't gone")
    must(all(typed.get(k) == v for k, v in fields.items()), "says what nobody typed")
    used.append(line["@record"])
    return {t for v in fields.values() for t in leaves_of(v)}


def outcome(line, previews, used):
    must(set(line) <= {"@record", "letter", "outcome", "kept", "decided"} and line["@record"] in TAGS, "an outcome has more")
    used.append(line["@record"])
    return set()


def voiding(line, previews, used):
    must(set(line) == {"package", "sequence", "manifest", "reason"}, "a voiding has more")
    must(re.fullmatch(r"[a-z-]+", line["reason"]), "not a code")
    used.append(line["package"])
    return set()


ANSWERED = set()  # of a package that answers: what was asked in this test, and what goes along
ASKED = "postcode participatieladder.datum"
ALONG = "burgerservicenummer wet gegevensbron zaak.identificatie relatie.soort geheimhouding"


def asked(line, previews, used):
    must(line == {"fields": ASKED, "by": "2026-12-01"}, "asks for something else")
    used.append(line["by"])
    return set()


def asked_client(line, previews, used):
    must(set(line) == {"bsn"} and line["bsn"] in [*BSNS.values(), "999990044"], "names the client by more than the number")
    used.append(line["bsn"])
    return {line["bsn"]}


def answer(line, previews, used):
    must(set(line) <= {"outcome", "rule", "stayed"}, "an answer has", set(line))
    must(all(re.fullmatch(r"[a-z.A-Z]+:[a-z-]+", s) for s in line.get("stayed", "").split()), "not in codes")
    must(re.fullmatch(r"sent|untold", line["outcome"]) and "rule" not in line, "without the client's word")
    used.append(line["outcome"])
    return set()


def erasure(line, previews, used):
    must(set(line) == set(ERASURE), "word of an erasure has", set(line) ^ set(ERASURE))
    must(all(re.fullmatch("[0-9a-f]{32}", line[k]) for k in ("id", "record")), "not random")
    must(line["record"] in TAGS, "about a record that never went")
    used.append(line["id"])
    return set()


def told_by_tag(line, keys, what):
    must(set(line) <= set(keys), what, "has", set(line) - set(keys))
    must(line["record"] in TAGS, "about a record that never went")


def acceptance(line, previews, used):
    told_by_tag(line, ACCEPTANCE, "an acceptance")
    must(re.fullmatch("[0-9a-f]{32}", line["package"]) and re.fullmatch("accepted|declined|done", line["outcome"]) and
         re.fullmatch("[a-z-]*", line.get("reason", "")), "not in codes")
    used.append(line["record"])
    return set()


def handover(line, previews, used):
    told_by_tag(line, HANDOVER, "a handover")
    must(re.fullmatch("give|ask|free|held", line["word"]) and all(isinstance(line[k], int) for k in ("generation", "life", "of")),
         "not in codes")
    used.append(line["record"])
    return set()


LINES = {"acceptance": acceptance, "handover": handover, "word of an erasure": erasure, "asked": asked, "asked client": asked_client, "answer": answer, "correction": correction, "outcome": outcome, "voiding": voiding, "declaration": declaration, "case": case, "ended declaration": ended_declaration, "decision": decision}


def keys_of(yaml):
    return set(re.findall(r"(?m)^ *(?:- )?(\w+):", re.sub(r"(?ms)^sha256: \|\n.*?(?=^\S|\Z)", "sha256:\n", yaml)))


def silent(name, text, forbidden):
    told = found(text, forbidden)
    must(not told, name, "tells", len(told), "values of clients, of", sorted({forbidden[t][1] for t in told}))


def entry_of(proof):
    entry = json.loads(base64.b64decode(re.search(r"(?m)^extra (.*)$", proof)[1]))
    must(set(entry) <= ENTRY, "the entry has", set(entry) - ENTRY)
    return json.dumps(entry)


def letter(kind, identity, path, previews):
    marked, used = marks_and_words(), []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["age", "-d", "-i", identity, "-o", folder + "/tar", path], check=True)
        with tarfile.open(folder + "/tar") as tar:
            parts = {m.name: tar.extractfile(m).read() for m in tar.getmembers()}
    manifest = parts["manifest.note"].decode().split("\n\n")[0]
    must(re.search(r'(?m)^kind: "(.*)"$', manifest)[1] == kind, "another kind than its name says")
    must(keys_of(manifest) <= MANIFEST, "the manifest has", keys_of(manifest) - MANIFEST)
    members = {n: b for n, b in parts.items() if not OUTSIDE.fullmatch(n)}
    for name in set(parts) - set(members):
        text = parts[name].decode("utf-8")
        silent(name, text + (entry_of(text) if name == "log.proof" else ""), marked)
    ANSWERED.clear()
    if any(name.startswith("answers/") for name in members):
        ANSWERED.update((ASKED + " " + ALONG).split())
    for name, raw in members.items():
        start = next((s for s in LETTERS[kind] if name.startswith(s)), None)
        must(start, "a member", name, "of which this test knows nothing")
        text, allowed = gzip.decompress(raw).decode("utf-8"), set()
        for line in text.splitlines():
            allowed |= LINES[LETTERS[kind][start]](json.loads(line), previews, used)
        silent(name, text, {m: w for m, w in marked.items() if m not in allowed})
    if kind == "cases" and not ANSWERED:
        must(sorted(used) == sorted([RECORDS[i] for i in previews.fields] + list(previews.rows)),
             "not what the preview said that goes")
    must(bool(used) == bool(LETTERS[kind]), "nothing was in it")


def note(kind, path):
    text = open(path, encoding="utf-8").read()
    if kind == "OPENED_REFUSAL":
        must(keys_of(text.split("\n\n")[0]) <= REFUSAL, "it has", keys_of(text.split("\n\n")[0]) - REFUSAL)
    silent(path, text, marks_and_words())


def bundle(path):
    """A preview's page names the case, and that alone (docs/adr/0068)."""
    forbidden = {t: w for t, w in marks_and_words().items() if path != "pages" or w[1] != "zaak.identificatie"}
    for folder, _, names in os.walk(path):
        for name in names:
            with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as f:
                silent(os.path.join(folder, name), f.read(), forbidden)


def marks_and_words():
    """And what a consulent wrote, and what the signed form says: nothing of it may leave."""
    return dict(marks(), **{"Woordenmerk": (None, "words"), "formuliermerk": (None, "evidence")})


def kinds_of_program():
    """Letters that can be opened, by name, and what else can be."""
    header = {name: open("%s/src/%s.h" % (SOURCE, name), encoding="utf-8").read()
              for name in ("trust/letter_kinds", "exchange/opening", "exchange/opened")}
    names = dict(re.findall(r'X\((PACKAGE_\w+), "(\w+)"', header["trust/letter_kinds"]))
    openers = re.findall(r"X\((PACKAGE_\w+), open_\w+\)", header["exchange/opening"])
    opened = re.search(r"enum opened_what \{(.*?)\}", header["exchange/opened"], re.S)[1]
    return {names[o] for o in openers}, set(re.findall(r"\w+", opened)) - {"OPENED_LETTER"}


def prove(plan):
    letters, notes = kinds_of_program()
    must(letters == set(LETTERS), "without a case here, or no longer there:", letters ^ set(LETTERS))
    must(notes == NOTES, "without a case here, or no longer there:", notes ^ NOTES)
    records = json.load(open("list.json", encoding="utf-8"))["records"]
    numbers = {r["zaak.identificatie"]: b for b, r in clients().items()}
    RECORDS.update({r["id"]: numbers[r["case"]] for r in records})
    must(len(marks()) > 4 * 40, "only", len(marks()), "values that tell a client")
    seen, wrong = set(), []
    for line in open(plan, encoding="utf-8"):
        kind, identity, path, previews = (line.rstrip("\n").split("\t") + [""])[:4]
        seen.add(kind)
        try:
            if kind in LETTERS:
                letter(kind, identity, path, Previews(previews.split()))
            elif kind == "bundle":
                bundle(path)
            else:
                must(kind in NOTES, "a kind that this test doesn't know")
                note(kind, path)
        except Wrong as why:
            wrong.append("%s, %s: %s" % (path, kind, why))
    missing = set(LETTERS) | {"OPENED_REFUSAL", "OPENED_COSIGNATURE", "bundle"}
    if not missing <= seen:
        wrong.append("none of these was looked at: %s" % (missing - seen))
    print("\n".join(wrong) or "%d kinds of files" % len(seen))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        fill()
    elif sys.argv[1] == "listed":
        print(",".join(listed()))
    else:
        try:
            prove(sys.argv[2])
        except Wrong as why:
            sys.exit(str(why))
