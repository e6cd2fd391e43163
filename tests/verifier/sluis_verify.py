#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""An independent verifier of exported logs.

    sluis_verify.py DIR FINGERPRINT [ROSTER…]     verify a bundle; exit 0, or 3 and what is wrong
    sluis_verify.py --disclosure FILE FINGERPRINT the same for a decrypted disclosure (- is standard input)

Written from c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature and tlog-tiles,
RFC 6962 and the pages under docs/format, and not from the programs' sources, so that
the two check each other. Python's standard library, Ed25519 from
python3-cryptography, and python3-yaml for what people spelt in their own way. A bundle is a mapping from names to bytes: tests change it in
memory. Slow and plain on purpose; what is asked again of the same bytes is remembered.
"""
import base64
import calendar
import functools
import hashlib
import hmac
import json
import os
import pathlib
import re
import sys
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
import yaml

TILE = 256
HASH = re.compile(r"[0-9a-f]{64}")
DAY = 86400
SLACK = DAY  # how far clocks may stand apart

POLICY = """\
sluis.bundle/v1
This folder is the log of one unit, with what is needed to verify it: public texts and
commitments, no key and no client's data.
checkpoint      size and root of the log, signed by the unit's log key: a signed note
                (c2sp.org/signed-note, c2sp.org/tlog-checkpoint; Ed25519)
tile/entries/   the entries, 256 a file, each behind its length in two bytes, high byte
                first (c2sp.org/tlog-tiles); an entry is one line of JSON
tile/0/ ...     hashes of the tree, 32 bytes each (RFC 6962, SHA-256; c2sp.org/tlog-tiles)
rosters/        who the officers, units and persons are: signed notes, version by version;
                the SHA-256 of the text of version 1 is the fingerprint that officers read aloud
agreements/     what may be exchanged: signed notes
law/            what agreements pin, by the SHA-256 of the text: tables of grounds, overrides,
                additions to the field catalogue (signed notes); the catalogue itself (.yaml)
manifests/      of the packages and receipts sent and received: signed notes
witnessed/      earlier checkpoints of this log, with what others cosigned
                (c2sp.org/tlog-cosignature); peers/ holds those of other units' logs
Below, as `sha256sum -c policy` reads it, what the tree doesn't cover.
"""

MEMBERS = ("log start end status action finding activity agreement agreement_version agreement_hash purpose ground "
           "overrides statement statement_hash unit role mandate key roster_version package package_kind sequence "
           "manifest receipt answers peer peer_log peer_size peer_root records withheld rejected without_case entries from_index "
           "to_index recipient access keys source retention term right order remark breach at decision reason article second second_mandate second_key clock_back").split()
NUMBERS = set("agreement_version roster_version sequence peer_size records withheld rejected without_case entries from_index to_index".split())
HASHES = set("agreement_hash statement_hash manifest receipt peer_root order".split())
TRUTHS = {"second", "clock_back"}
ALWAYS = {"start", "end", "status"}
PRIVATE = "subject subject_type record reason case consent fields withheld workstation".split()

NEEDS = {"read": "read", "search": "read", "import": "import", "undo": "import", "export": "export", "consent": "consent",
         "withdraw": "consent", "preview": "pack approve", "pack": "pack", "void": "pack", "approve": "approve", "decline": "pack approve",
         "resend": "pack open", "open": "open", "roster": "open", "agreement": "open", "grounds": "open", "override": "open",
         "catalogue": "open", "ceremony": "open", "refusal": "open", "witness": "open", "log": "log", "disclose": "log", "forget": "log",
         "access": "access", "decide": "decide", "resume": "open", "termination": "open", "correct": "pack", "purge": "decide", "retain": "decide",
         "right": "decide", "acceptance": "open", "handover": "pack", "breach": "read log decide",
         "order": "open", "follow-up": "decide log"}
# What the signer of a letter of another kind than cases may have instead.
WANTED = {"receipt": {"open"}, "retraction": {"pack", "consent", "open"}, "decision": {"decide"},
          "correction": {"pack", "open", "decide"}, "outcome": {"pack", "open", "decide"}, "dispute": {"pack", "open"}, "erasure": {"decide"},
          "acceptance": {"open"}, "handover": {"pack", "open"}}
# Those that go and are welcome after their agreement ended; and those that travel against its direction.
OUTLIVING = {"retraction", "decision", "correction", "void", "outcome", "dispute", "erasure", "acceptance", "handover"}
BACK = {"decision", "outcome", "dispute", "request", "acceptance"}
BOTH_WAYS = {"handover", "void"}
# A breach: what it may be about; and why the authority (33) or the clients (34) aren't told, each with its article.
BREACHES = "package stick key store".split()
UNTOLD = {"not-reported": {"no-breach": "AVG art. 4 punt 12", "no-risk": "AVG art. 33 lid 1"},
          "not-told": {"no-breach": "AVG art. 4 punt 12", "no-high-risk": "AVG art. 34 lid 1", "unintelligible": "AVG art. 34 lid 3 onder a",
                       "measures": "AVG art. 34 lid 3 onder b", "public-notice": "AVG art. 34 lid 3 onder c"}}
ANY = "init recover refuse incident key check backup restore drill".split()
# What was decided on a restricted record: keeping alone has a reason and an article, and an article cites a law's.
REASONS = "retention archive public-task legal-claim other-interest".split()
RIGHTS = "access correction erasure restriction objection".split()
# What becomes of records that arrived: declining alone has a reason.
DECLINED = "wrong-team not-our-client moved refused-by-client nothing-to-do".split()
CITED = r"(?:art\.|lid|onder|aanhef|en|[a-z]|\d{1,4}(?:[.:]\d{1,4}){0,3}[a-z]*),?"
ARTICLE = re.compile(r"(?:Wmo 2015|Participatiewet|Jeugdwet|Wgs|Wet SUWI|Wet inburgering 2021|Zvw|AVG|UAVG|Archiefwet 1995|Awb|BW|"
                     r"Archiefbesluit 1995|IOAW|IOAZ) art\. (?=\d)(" + CITED + "(?: " + CITED + ")*)")


def cites(text):
    """An article, and no room for a BSN or a name beside it."""
    found = ARTICLE.fullmatch(text)
    if not found or len(text) > 80:
        return False
    letters = re.sub(r"\b(art\.|lid|onder|aanhef|en)(?![a-z])", "", found.group(1))
    return sum(c.isdigit() for c in found.group(1)) <= 7 and sum(c.isalpha() for c in letters) <= 3




class Wrong(Exception):
    """Something that a verifier may not accept."""


def need(condition, what):
    if not condition:
        raise Wrong(what)


# --- texts ---

def sha256(data):
    return hashlib.sha256(data).digest()


def unbase64(text, size=None):
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError as fault:
        raise Wrong("base64") from fault
    need(base64.b64encode(raw).decode() == text, "base64 that isn't canonical")
    need(size is None or len(raw) == size, "base64 of another size")
    return raw


def moment(text):
    need(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text), "not a moment")
    try:
        return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))
    except ValueError as fault:
        raise Wrong("not a moment") from fault


def day(text):
    need(re.fullmatch(r"\d{4}-\d\d-\d\d", text), "not a day")
    return moment(text + "T00:00:00Z")


MISLEADING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@functools.lru_cache(maxsize=None)
def split_note(raw):
    """The text, and (name, id, signature) of each line behind the last empty line."""
    try:
        whole = raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise Wrong("not UTF-8") from fault
    at = whole.rfind("\n\n")
    need(at >= 0 and not MISLEADING.search(whole), "not a signed note")
    text, lines = whole[:at + 1], whole[at + 2:]
    need(lines.endswith("\n"), "a signature line without end")
    signatures = []
    for line in lines[:-1].split("\n"):
        match = re.fullmatch(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)", line)
        need(match, "not a signature line")
        blob = unbase64(match.group(2))
        need(len(blob) > 4, "a signature without content")
        signatures.append((match.group(1), blob[:4], blob[4:]))
    need(0 < len(signatures) <= 32, "no signatures, or too many")
    return text.encode(), tuple(signatures)


@functools.lru_cache(maxsize=None)
def verifier(text):
    """name+id+base64(type and key) as (name, id, type, key)."""
    match = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)", text)
    need(match, "not a verifier key")
    name, key_id, blob = match.group(1), bytes.fromhex(match.group(2)), unbase64(match.group(3), 33)
    need(sha256(name.encode() + b"\n" + blob)[:4] == key_id, "a key whose id isn't its own")
    need(blob[0] in (1, 4), "a key of another kind")
    return name, key_id, blob[0], blob[1:]


P = 2 ** 255 - 19
# y of the points whose order is 1, 2, 4, and 8, of which the last has two.
EIGHTH = int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little")
SMALL_ORDER = {1, P - 1, 0, EIGHTH, P - EIGHTH}


def strict_point(raw):
    """One way to write a point, and none of low order: libsodium refuses those, which OpenSSL takes."""
    y = int.from_bytes(raw, "little") % 2 ** 255
    return y < P and y not in SMALL_ORDER


@functools.lru_cache(maxsize=None)
def ed25519(key, signature, message):
    if not strict_point(key) or not strict_point(signature[:32]):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
        return True
    except (InvalidSignature, ValueError):
        return False


def signed_by(note, keys):
    """Which of these verifier keys signed; a bad signature of one of them refuses the note."""
    text, signatures = split_note(note)
    found = {}
    for name, key_id, signature in signatures:
        for shown in keys:
            known = verifier(shown)
            if (known[0], known[1]) != (name, key_id):
                continue
            if known[2] == 1:
                need(ed25519(known[3], signature, text), "a signature that is wrong")
                found[shown] = None
            else:
                need(len(signature) == 72, "a cosignature of another size")
                when = int.from_bytes(signature[:8], "big")
                message = b"cosignature/v1\ntime %d\n" % when + text
                need(ed25519(known[3], signature[8:], message), "a cosignature that is wrong")
                found[shown] = when
    return found


def all_known(note, keys):
    """Every signature line is of one of these keys, and each has one: nothing vouches for another."""
    known = {(verifier(k)[0], verifier(k)[1]) for k in keys}
    lines = [(name, key_id) for name, key_id, _ in split_note(note)[1]]
    return known.issuperset(lines) and len(set(lines)) == len(lines)


# --- YAML, as far as the signed texts use it ---

def scalar(text):
    if text.startswith('"'):
        try:
            value = json.loads(text)
        except ValueError as fault:
            raise Wrong("a text in quotes") from fault
        need(isinstance(value, str), "a text in quotes")
        return value
    need(" #" not in text, "a remark behind a value")
    need(not re.match(r"[\[\]{}&*!|>'%@`#,?-]", text) or re.fullmatch(r"-?[A-Za-z0-9].*", text), "YAML beyond the subset")
    return text


def parse_block(lines, at, indent):
    if lines[at][1].startswith("- "):
        items = []
        while at < len(lines) and lines[at][0] == indent and lines[at][1].startswith("- "):
            rest = lines[at][1][2:]
            if re.match(r"[A-Za-z0-9_.]+:( |$)", rest):
                lines[at] = (indent + 2, rest)
                value, at = parse_block(lines, at, indent + 2)
            else:
                value, at = scalar(rest), at + 1
            items.append(value)
        return items, at
    found = {}
    while at < len(lines) and lines[at][0] == indent:
        match = re.fullmatch(r"([A-Za-z0-9_.]+):(?: (.*))?", lines[at][1])
        need(match, "not a key")
        key, rest = match.groups()
        need(key not in found, "a key twice")
        at += 1
        if rest == "|" and key == "sha256":
            block = []
            while at < len(lines) and lines[at][0] > indent:
                block.append(lines[at][1])
                at += 1
            found[key] = "".join(line + "\n" for line in block)
        elif rest:
            found[key] = scalar(rest)
        else:
            need(at < len(lines) and lines[at][0] > indent, "nothing behind a key")
            found[key], at = parse_block(lines, at, lines[at][0])
    return found, at


def plain(text):
    """As the programs write it. Whatever else YAML has is refused here, never read as something else."""
    lines = []
    for line in text.split("\n"):
        bare = line.lstrip(" ")
        if bare and not bare.startswith("#"):
            need(bare == bare.rstrip(), "white space at the end")
            lines.append((len(line) - len(bare), bare))
    found, at = parse_block(lines, 0, 0)
    need(at == len(lines) and isinstance(found, dict), "lines that belong nowhere")
    return found


def node(event, events):
    need(getattr(event, "anchor", None) is None and getattr(event, "tag", None) is None, "YAML beyond the subset")
    if isinstance(event, yaml.ScalarEvent):
        return event.value
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(node(event, events))
        return items
    need(isinstance(event, yaml.MappingStartEvent), "YAML beyond the subset")
    found = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = node(event, events)
        need(isinstance(key, str) and key not in found, "a key twice")
        found[key] = node(next(events), events)
    return found


def people(text):
    """As somebody may spell it who writes YAML by hand."""
    try:
        events = iter(list(yaml.parse(text, Loader=yaml.BaseLoader)))
    except yaml.YAMLError as fault:
        raise Wrong("no YAML") from fault
    need(isinstance(next(events), yaml.StreamStartEvent) and isinstance(next(events, None), yaml.DocumentStartEvent), "no YAML")
    found = node(next(events), events)
    need(isinstance(next(events), yaml.DocumentEndEvent) and isinstance(next(events), yaml.StreamEndEvent), "two documents")
    need(isinstance(found, dict), "no mapping")
    return found


@functools.lru_cache(maxsize=None)
def document(text, kind):
    """A signed text of this kind as a mapping of texts. A manifest has one spelling; others people may have written."""
    need(text.startswith(b"type: " + kind.encode() + b"\n"), "another kind of text")
    text = text.decode()
    try:
        return plain(text)
    except Wrong:
        if kind == "sluis.manifest/v1":
            raise
    return people(text)


def number(text):
    need(isinstance(text, str) and re.fullmatch(r"\d{1,20}", text), "not a number")
    return int(text)


# --- rosters ---

# What a signature is worth, from the best to the worst.
VERDICTS = ("valid", "valid-since-revoked", "unproven", "invalid")

def in_days(row, when):
    return day(row["from"]) <= when and ("until" not in row or when < day(row["until"]) + DAY)


def key_valid(roster, name, when):
    person = roster["person"].get(name)
    if not person or not in_days(person, when):
        return False
    return not revoked(roster, person["key"], when)


def about(row, key):
    """Is a revocation of this key, or of the person whose it is?"""
    return row["key"] == key if "key" in row else row["person"] == verifier(key)[0]


def spares_dates(row):
    return row["reason"] in ("left", "superseded")


def revoked(roster, key, when):
    return any(about(row, key) and (not spares_dates(row) or when >= day(row["effective"])) for row in roster.get("revocations", []))


def signs_up_to(roster, key, size):
    """The key of a log, which a revocation lets stand up to a size."""
    return all(size <= number(row["valid_to_size"]) for row in roster.get("revocations", []) if "valid_to_size" in row and about(row, key))


def fate(row, when, arrived):
    if when >= day(row["effective"]):
        return "invalid"
    return "valid-since-revoked" if spares_dates(row) or (arrived is not None and arrived < day(row["effective"])) else "unproven"


def version_of(chain, version):
    """A merger may leave numbers out."""
    return next((r for r in chain if r["number"] == version), None)


def up_to(chain, version):
    return [r for r in chain if r["number"] <= version]


def judge(chain, named, name, unit, actions, when, arrived=None):
    """What a signature is worth: by the roster that is named and each later one that was issued by then; one issued since takes
    back only what had ended. Lost and compromised keys' words count as far as they had arrived before."""
    def holds(roster):
        person = roster["person"].get(name)
        return person and in_days(person, when) and any(m["person"] == name and m["unit"] == unit and actions & set(m["actions"]) and in_days(m, when)
                                                        for m in roster["mandate"].values())

    def lasts(roster):
        person = roster["person"].get(name)
        return not person or person["key"] != key or "until" not in person or when < day(person["until"]) + DAY
    if name not in named["person"]:
        return "invalid", None
    key = named["person"][name]["key"]
    found, by = "valid", None
    for roster in [r for r in chain if r["number"] >= named["number"]]:
        if (roster["number"] == named["number"] or roster["issue"] <= when) and not holds(roster):
            return "invalid", by
        for row in roster.get("revocations", []):
            if about(row, key) and VERDICTS.index(fate(row, when, arrived)) > VERDICTS.index(found):
                found, by = fate(row, when, arrived), row
        if found == "invalid" or not lasts(roster):
            return "invalid", by
    return found, by


def mandated(chain, named, name, unit, actions, when, arrived=None):
    return judge(chain, named, name, unit, actions, when, arrived)[0] in VERDICTS[:2]


@functools.lru_cache(maxsize=None)
def read_roster(note):
    text = split_note(note)[0]
    roster = dict(document(text, "sluis.roster/v1"))
    try:
        roster["number"] = number(roster["version"])
        roster["hash"] = sha256(text).hex()
        roster["person"] = {p["name"]: p for p in roster["persons"]}
        roster["unit"] = {u["name"]: u for u in roster.get("units", [])}
        roster["mandate"] = {m["id"]: m for m in roster.get("mandates", [])}
        roster["issue"] = moment(roster["issued"])
        for controller in roster["controllers"]:
            officers = [o["person"] for o in roster["officers"] if o["controller"] == controller["name"]]
            m = number(controller["threshold"])
            need(len(set(officers)) == len(officers) and len(officers) > m > len(officers) / 2, "a threshold that can't be")
        need(len(roster["person"]) == len(roster["persons"]), "a person twice")
        for person in roster["persons"]:
            need(verifier(person["key"])[0] == person["name"], "a key in another name")
    except (KeyError, TypeError) as fault:
        raise Wrong("a roster without " + str(fault)) from fault
    return roster


def officer_keys(roster, controller, when, following=None):
    """Not those whose key the version that they sign revokes."""
    return {o["person"]: roster["person"][o["person"]]["key"] for o in roster["officers"]
            if o["controller"] == controller and key_valid(roster, o["person"], when) and
            not (following and revoked(following, roster["person"][o["person"]]["key"], when))}


def quorum(roster, controller, note, when, following=None):
    keys = officer_keys(roster, controller["name"], when, following)
    return len(signed_by(note, tuple(keys.values()))) >= number(controller["threshold"])


def touched(known, following):
    """Controllers that a change touches, by the rows that differ."""
    names = {c["name"] for r in (known, following) for c in r["controllers"]}
    found = set()
    if any(known.get(k) != following.get(k) for k in ("log_months", "disclosure_by_two", "access_by_two", "merged")):
        return names

    def rows(roster, key):
        return {json.dumps(row, sort_keys=True): row for row in roster.get(key, [])}

    def differ(key):
        a, b = rows(known, key), rows(following, key)
        return [a.get(k) or b.get(k) for k in a.keys() ^ b.keys()]
    found |= {row["name"] for row in differ("controllers")} | {row["controller"] for row in differ("officers") + differ("advisers") + differ("units")}
    found |= names & {row[k] for row in differ("successions") for k in ("controller", "successor")}
    persons = {row["name"] for row in differ("persons")}
    for row in differ("revocations"):
        name = row["person"] if "person" in row else verifier(row["key"])[0]
        if name.split("/")[1].startswith("p-"):
            persons.add(name)
            continue
        here = [r for r in (known, following) if row in r.get("revocations", [])]
        for roster in here:
            half = name.split("/")[0]
            if name in roster["unit"]:
                found.add(roster["unit"][name]["controller"])
            elif half in {c["name"] for c in roster["controllers"]}:
                found.add(half)
            else:
                found |= names
    for name in persons:
        half = name.split("/")[0]
        found |= {half} & names
        for roster in (known, following):
            found |= {o["controller"] for o in roster["officers"] if o["person"] == name}
            if half not in names:
                found |= {roster["unit"][m["unit"]]["controller"] for m in roster["mandate"].values() if m["person"] == name}
    for row in differ("mandates"):
        for roster in (known, following):
            if row["unit"] in roster["unit"]:
                found.add(roster["unit"][row["unit"]]["controller"])
    return found


def check_merger(known, roster, pair, fingerprint):
    """Two chains become one: either side goes on in it, by what it knew."""
    numbers = [number(row["version"]) for row in pair]
    own = [row for row in pair if row["id"] == known["id"] and row["hash"] == known["hash"] and number(row["version"]) == known["number"]]
    need(len(pair) == 2 and len(own) == 1 and roster["number"] == max(numbers) + 1, "a merger of others")
    need(own[0]["root"] in [fingerprint] + [row["root"] for row in known.get("merged", [])], "a merger that says otherwise how we began")
    need(pair[0]["root"] != pair[1]["root"] and all(row in roster["merged"] for row in known.get("merged", [])), "a merger of one with itself")


@functools.lru_cache(maxsize=None)
def check_chain(notes, fingerprint):
    chain = []
    for note in notes:
        roster = read_roster(note)
        if not chain:
            need(roster["number"] == 1 and roster["hash"] == fingerprint, "the first roster isn't that of the fingerprint")
            need(roster["previous"] == "0" * 64, "the first roster follows on another")
            need(all(quorum(roster, c, note, roster["issue"]) for c in roster["controllers"]), "too few officers signed the first roster")
        else:
            known = chain[-1]
            need(roster["issue"] >= known["issue"], "a roster from before")
            pair = roster.get("merged", [])[-2:]
            if pair and roster["previous"] == pair[0]["hash"]:
                check_merger(known, roster, pair, fingerprint)
            else:
                need(roster["number"] == known["number"] + 1 and roster["previous"] == known["hash"], "a roster that doesn't follow")
                need(roster["id"] == known["id"], "a roster of another partnership")
                need(roster.get("merged", []) == known.get("merged", []), "a merger that isn't one")
                gone = {c["name"] for c in known["controllers"]}
                need(all(row in known.get("successions", []) or row["controller"] in gone for row in roster.get("successions", [])),
                     "a successor of somebody who wasn't there")
            touch = touched(known, roster)
            signed_for_old = [quorum(known, c, note, roster["issue"], roster) for c in known["controllers"] if c["name"] in touch]
            signed_for_new = [quorum(roster, c, note, roster["issue"]) for c in roster["controllers"] if c["name"] in touch]
            need(all(signed_for_old) and all(signed_for_new), "too few officers signed a roster")
            need(any(quorum(known, c, note, roster["issue"], roster) for c in known["controllers"]), "nobody whom we know signed a roster")
        chain.append(roster)
    need(chain, "no roster")
    return tuple(json.dumps(r, sort_keys=True) for r in chain)


@functools.lru_cache(maxsize=None)
def thaw(frozen):
    return [json.loads(roster) for roster in frozen]


def chain_keys(chain):
    return tuple(sorted({p["key"] for r in chain for p in r["persons"]}))


def unit_keys(chain, unit, kind):
    """Each that some roster lists, newest first: keys are rotated, and what an older one signed stays signed."""
    listed = [roster["unit"][unit][kind] for roster in reversed(chain) if kind in roster["unit"].get(unit, {})]
    return tuple(dict.fromkeys(listed))


# --- the tree ---

def leaf(entry):
    return sha256(b"\0" + entry)


def tree(hashes):
    """RFC 6962 2.1, level by level; the odd one goes up as it is."""
    if not hashes:
        return sha256(b"")
    while len(hashes) > 1:
        pairs = [sha256(b"\1" + hashes[i] + hashes[i + 1]) for i in range(0, len(hashes) - 1, 2)]
        hashes = pairs + hashes[len(hashes) - len(hashes) % 2:]
    return hashes[0]


def inclusion(index, size, hash_, path):
    """RFC 9162 2.1.3.2: the root that a proof leads to."""
    need(index < size, "an entry outside the tree")
    number_, last = index, size - 1
    for sibling in path:
        need(last > 0, "a proof that is too long")
        if number_ & 1 or number_ == last:
            hash_ = sha256(b"\1" + sibling + hash_)
            while not number_ & 1 and number_:
                number_ >>= 1
                last >>= 1
        else:
            hash_ = sha256(b"\1" + hash_ + sibling)
        number_ >>= 1
        last >>= 1
    need(last == 0, "a proof that is too short")
    return hash_


def tile_name(level, n, width):
    digits = "%03d" % n
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[i:i + 3] for i in range(0, len(digits), 3)]
    name = "tile/%s/" % level + "/".join(["x" + g for g in groups[:-1]] + groups[-1:])
    return name if width == TILE else "%s.p/%d" % (name, width)


def tiles(level, count):
    return [(tile_name(level, n, min(TILE, count - TILE * n)), n, min(TILE, count - TILE * n)) for n in range(-(-count // TILE))]


# --- checkpoints ---

def read_checkpoint(text):
    match = re.fullmatch(r"([a-z0-9./-]+)\n(0|[1-9]\d*)\n([A-Za-z0-9+/=]+)\n", text.decode())
    need(match and int(match.group(2)) <= 2 ** 53, "not a checkpoint")
    return match.group(1), int(match.group(2)), unbase64(match.group(3), 32)


# --- entries ---

def no_duplicates(pairs):
    found = dict(pairs)
    need(len(found) == len(pairs), "a member twice")
    return found


def write_json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def read_entry(raw):
    try:
        entry = json.loads(raw.decode("utf-8"), object_pairs_hook=no_duplicates)
    except ValueError as fault:
        raise Wrong("an entry that isn't JSON") from fault
    need(isinstance(entry, dict) and entry.get("version") == 1 and type(entry["version"]) is int, "an entry of another version")
    child = "parent" in entry
    order = ["version", "index"] + (["parent"] if child else MEMBERS) + ["commitment"]
    need([k for k in order if k in entry] == list(entry), "members in another order, or others")
    need(child or all(k in entry for k in ALWAYS), "a member that is missing")
    for key, value in entry.items():
        if key in NUMBERS or key in ("version", "index", "parent"):
            need(type(value) is int and 0 <= value < 2 ** 53 and (value or key in ("index", "parent")), key)
        elif key in HASHES or key == "commitment":
            need(isinstance(value, str) and HASH.fullmatch(value), key)
        elif key in TRUTHS:
            need(value is True, key)
        else:
            need(isinstance(value, str), key)
    need("commitment" in entry and "index" in entry, "a member that is missing")
    if not child:
        need(entry["status"] in ("Ok", "Error"), "status")
        entry_start, entry_end = moment(entry["start"]), moment(entry["end"])
        need(entry_start >= 0 and entry_end >= 0, "a moment")
    need(write_json(entry) == raw and len(raw) < 65536, "not the one form of an entry")
    return entry


# --- agreements and manifests ---

@functools.lru_cache(maxsize=None)
def read_agreement(note, keys):
    need(signed_by(note, keys) and all_known(note, keys), "an agreement that nobody whom we know signed")
    text = split_note(note)[0]
    agreement = dict(document(text, "sluis.agreement/v1"))
    agreement["hash"] = sha256(text).hex()
    return agreement


def answerable(controller, roster):
    """It, and those who have its rights and obligations since."""
    successors = {row["controller"]: row["successor"] for row in roster.get("successions", [])}
    names = [controller]
    while names[-1] in successors and len(names) <= len(successors):
        names.append(successors[names[-1]])
    return names


def answered_for(agreement, roster):
    """Are its units still under who agreed, or under who has the rights and obligations of whoever did?"""
    for party in agreement["parties"]:
        unit = roster["unit"].get(party["unit"])
        if unit and unit["controller"] not in answerable(party["controller"], roster):
            return False
    return True


def vouched(agreement, note, roster, when):
    """Did enough officers of every party's controller sign it, by this version of the roster, in office at that moment?"""
    for party in agreement["parties"]:
        unit = roster["unit"].get(party["unit"])
        controller = next((c for c in roster["controllers"] if c["name"] == party["controller"]), None)
        if not unit or not controller or unit["controller"] != party["controller"]:
            return False
        if not quorum(roster, controller, note, when):
            return False
    for name in {p["acts_for"] for p in agreement["purposes"] if "acts_for" in p}:
        if not any(quorum(roster, c, note, when) for c in roster["controllers"] if c["name"] == name):
            return False
    return True


@functools.lru_cache(maxsize=None)
def read_law(name, raw, keys):
    """The type and hash of a text that agreements pin; the catalogue has no type, and nobody signs it."""
    if name.endswith(".yaml"):
        return "", sha256(raw).hex()
    need(signed_by(raw, keys) and all_known(raw, keys), "a pinned text that nobody whom we know signed")
    text = split_note(raw)[0]
    kind = re.match(rb"type: (sluis\.(?:grounds|override|catalogue|ceremony|resumption|termination|order)/v1)\n", text)
    need(kind, "a text that agreements don't pin")
    if kind.group(1) == b"sluis.resumption/v1":
        read_resumption(text)
    if kind.group(1) == b"sluis.termination/v1":
        read_termination(text)
    if kind.group(1) == b"sluis.order/v1":
        read_order(text)
    return kind.group(1).decode(), sha256(text).hex()


def read_resumption(text):
    """That a log goes on from an older place: what others saw behind it, up to a size, is given up."""
    found = document(text, "sluis.resumption/v1")
    need(list(found) == "type unit size root lost_to made reason".split() and HASH.fullmatch(found["root"]) and found["reason"].strip(),
         "another form of a resumption")
    moment(found["made"])
    size, lost_to = number(found["size"]), number(found["lost_to"])
    need(0 < size < lost_to < 2 ** 63, "gives up nothing")
    return found["unit"], size, found["root"], lost_to


def read_termination(text):
    """That one controller ends an agreement, from a day on, which isn't before the text was made."""
    found = document(text, "sluis.termination/v1")
    need(list(found) == "type agreement version text controller from made reason".split() and HASH.fullmatch(found["text"]) and
         found["reason"].strip() and 0 < number(found["version"]) < 2 ** 32, "another form of a termination")
    need(day(found["from"]) + DAY > moment(found["made"]), "ends what is past")
    return found


def read_order(text):
    """That what a log keeps private of one person's acts, or of one client, is disclosed to one auditor."""
    found = document(text, "sluis.order/v1")
    about = [key for key in ("person", "record") if key in found]
    need(len(about) == 1 and list(found) == ["type", "unit", *about, "from", "until", "auditor", "reason", "made", "valid_until"] and found["reason"].strip(),
         "another form of an order")
    made, last = moment(found["made"]), moment(found["valid_until"] + "T00:00:00Z")
    need(moment(found["from"] + "T00:00:00Z") <= moment(found["until"] + "T00:00:00Z"), "an order about no day")
    need(made - made % 86400 <= last <= made - made % 86400 + 92 * 86400 and found.get("person") != found["auditor"], "an order without a term, or to whom it is about")
    return found


SKIPPED_MOST = 5000  # letters that a resumption takes for lost, at the most


def enough_officers(note, roster, when):
    """Of any controller; of an override and a termination, of its own; of a resumption, of its unit's."""
    if note.startswith(b"type: sluis.resumption/"):
        unit = roster["unit"].get(read_resumption(split_note(note)[0])[0])
        return unit is not None and any(quorum(roster, c, note, when) for c in roster["controllers"] if c["name"] == unit["controller"])
    if note.startswith(b"type: sluis.order/"):
        order = read_order(split_note(note)[0])
        unit = roster["unit"].get(order["unit"])
        for c in roster["controllers"]:
            keys = {person: key for person, key in officer_keys(roster, c["name"], when, None).items() if person != order.get("person")}
            if unit is not None and c["name"] == unit["controller"]:
                return len(signed_by(note, tuple(keys.values()))) >= number(c["threshold"])
        return False
    own = re.search(rb"(?m)^controller: \"?([a-z0-9.-]+)\"?$", note) if note.startswith((b"type: sluis.override/", b"type: sluis.termination/")) else None
    return any(quorum(roster, c, note, when) for c in roster["controllers"] if not own or c["name"] == own.group(1).decode())


def by_all_present(note, root):
    """A transcript: of this first roster, and signed by everybody whom it says was there, officers in it, enough for a quorum."""
    transcript = document(split_note(note)[0], "sluis.ceremony/v1")
    there = {o["person"]: o["key"] for o in transcript["officers"]}
    keys = {p["name"]: p["key"] for p in root["persons"]}
    office = {(o["person"], o["controller"]) for o in root["officers"]}
    return (transcript["root"] == root["hash"] and moment(transcript["ended"]) > 0 and len(there) == len(transcript["officers"])
            and all(keys.get(person) == key for person, key in there.items()) and {person for person, _ in office}.issuperset(there)
            and set(signed_by(note, tuple(there.values()))) == set(there.values())
            and any(sum((person, c["name"]) in office for person in there) >= number(c["threshold"]) for c in root["controllers"]))


@functools.lru_cache(maxsize=None)
def read_manifest(note, keys):
    signers = signed_by(note, keys)
    need(all_known(note, keys), "a manifest with a stranger's signature")
    text = split_note(note)[0]
    manifest = dict(document(text, "sluis.manifest/v1"))
    manifest["hash"] = sha256(text).hex()
    manifest["signers"] = {verifier(k)[0] for k in signers}
    need(manifest["signer"] in manifest["signers"] and len(manifest["signers"]) <= 2, "a manifest that its signer didn't sign")
    for key in ("sequence", "records", "withheld"):
        manifest[key] = number(manifest[key])
    manifest["created_at"] = manifest["made"] = moment(manifest["created"])
    manifest["use_by_at"] = moment(manifest["use_by"])
    return manifest


# --- a bundle ---

def clock():
    """Now, or what the programs' test builds take for it."""
    told = os.environ.get("SLUIS_TEST_NOW")
    return moment(told) if told else int(time.time())


class Bundle:
    def __init__(self, files, fingerprint, rosters=()):
        self.files = files
        self.fingerprint = fingerprint.replace(" ", "").lower()
        self.extra = rosters
        self.wrong = []
        self.manifests = {}
        self.agreements = {}
        self.law = {}
        self.law_notes = {}
        self.used = set()
        self.carried_out = set()  # orders on which something was disclosed
        self.vouched = set()  # agreements and texts of the law whose officers signed, as of an act that rests on them
        self.last_sent = {}
        self.skipped = 0  # numbers of letters, to each unit
        self.resumed = []
        self.ended = []  # terminations, as this log took them in
        self.received = {}  # of each unit: numbers of its letters, and when they were made at the earliest
        self.witnessed = []  # sizes of this log that others saw, and when the first of them did
        self.shown = []  # the same, for what signatures are worth
        self.arrivals = {}  # of each unit: numbers of its letters, with the entry that took them in and when
        self.roster_number = 0
        self.start = self.end = 0
        self.proven = 0  # nothing behind here was done before that
        self.now = clock()

    def say(self, what):
        self.wrong.append(what)

    def check(self, condition, what):
        if not condition:
            self.say(what)

    def attempt(self, what, function, *arguments):
        try:
            return function(*arguments)
        except Wrong as fault:
            self.say("%s: %s" % (what, fault))
        except (KeyError, TypeError, ValueError, IndexError, AttributeError, UnicodeError, OverflowError) as fault:
            self.say("%s: malformed (%s)" % (what, type(fault).__name__))
        return None

    def statements(self, folder):
        return sorted(name for name in self.files if name.startswith(folder + "/"))

    def load_chain(self):
        own = self.statements("rosters")
        notes = tuple(self.files[name] for name in own)
        need(own == ["rosters/%06d.note" % read_roster(note)["number"] for note in notes], "rosters that don't follow each other")
        newest = read_roster(notes[-1])["number"] if notes else 0
        for note in self.extra:
            same = version_of([read_roster(n) for n in notes], read_roster(note)["number"])
            need(not same or same["hash"] == read_roster(note)["hash"], "another roster than the one given")
        chain = thaw(check_chain(notes, self.fingerprint))
        more = sorted((n for n in self.extra if read_roster(n)["number"] > newest), key=lambda n: read_roster(n)["number"])
        self.since = thaw(check_chain(notes + tuple(more), self.fingerprint))
        keys = chain_keys(chain)
        self.check(all(r["issue"] <= self.now + SLACK for r in chain), "a roster that was issued in the future")
        for name, note in zip(own, notes):
            need(all_known(note, keys), name + " bears a stranger's signature")
        return chain

    def load_statements(self):
        keys = chain_keys(self.chain)
        for name in self.statements("law"):
            found = self.attempt(name, read_law, name, self.files[name], keys)
            if found:
                kind, hash_ = found
                self.check(name == "law/%s.%s" % (hash_, "note" if kind else "yaml"), name + " holds another")
                self.law[hash_] = kind
                self.law_notes[hash_] = self.files[name] if kind else None
        for name in self.statements("agreements"):
            agreement = self.attempt(name, read_agreement, self.files[name], keys)
            if agreement:
                self.check(name == "agreements/%s-v%s.note" % (agreement["id"], agreement["version"]), name + " holds another")
                self.agreements[agreement["id"], number(agreement["version"])] = (agreement, self.files[name])
                self.attempt(name, self.check_pinned, agreement)
        for name in self.statements("manifests"):
            manifest = self.attempt(name, read_manifest, self.files[name], keys)
            if manifest:
                self.check(name == "manifests/%s.note" % manifest["id"], name + " holds another")
                self.check(manifest["hash"] not in self.manifests, "a manifest twice")
                self.manifests[manifest["hash"]] = dict(manifest, named=False)

    def check_pinned(self, agreement):
        """What it pins is here; whether the law was kept is the program's to decide."""
        pinned = [("", agreement["catalogue"]), ("sluis.grounds/v1", agreement["grounds"])]
        pinned += [("sluis.catalogue/v1", agreement["additions"])] if "additions" in agreement else []
        pinned += [("sluis.override/v1", hash_) for hash_ in agreement.get("overrides", [])]
        for kind, hash_ in pinned:
            need(self.law.get(hash_) == kind, "pins a text that isn't here")
            self.used.add(hash_)

    def load_checkpoint(self):
        note = self.files["checkpoint"]
        self.origin, self.size, self.root = read_checkpoint(split_note(note)[0])
        keys = unit_keys(self.chain, self.origin, "log")
        need(keys, "no key for this log")
        by = self.check_log_key(note, keys, self.size, "the checkpoint")
        need(by == {keys[0]}, "the checkpoint is by another key of the log than the newest roster lists")
        self.cosigned = self.check_cosigners(note, keys)
        self.show(note, self.size)

    def check_log_key(self, note, keys, size, name):
        """Signed by a key of that log, of which the newest stood for a tree of that size."""
        by = signed_by(note, keys)
        need(by, name + " isn't signed by the log's key")
        need(len(by) <= 2, name + " is signed by more keys of the log than two")
        need(signs_up_to(self.since[-1], next(k for k in keys if k in by), size), name + ": that log's key was revoked up to a smaller size")
        return set(by)

    def check_cosigners(self, note, log_keys):
        """Any other line is a cosignature by a witness whom a roster lists."""
        witnesses = witness_keys(self.chain)
        need(all_known(note, log_keys + witnesses), "a signature that nothing vouches for")
        origin = verifier(log_keys[0])[0]
        found = signed_by(note, log_keys + witnesses)
        return sorted(when for key, when in found.items() if when is not None and verifier(key)[0] != origin)

    def show(self, note, size):
        """Who saw the log of that size, and when: for what signatures are worth, by keys that weren't revoked."""
        witnesses = witness_keys(self.chain)
        times = [when for key, when in signed_by(note, witnesses).items()
                 if verifier(key)[0] != self.origin and not revoked(self.since[-1], key, when)]
        if times:
            self.shown.append((size, min(times)))

    def check_cosigned(self, name, times, act):
        """Nobody cosigns a tree before its newest act was done, nor tomorrow."""
        self.check(not times or (times[0] >= act - SLACK and times[-1] <= self.now + SLACK), name + ": cosigned on another day")

    def check_sightings(self, leaves):
        """What others saw of this log is a part of it; what was seen of theirs, they signed."""
        log_keys = unit_keys(self.chain, self.origin, "log")
        vouched = []
        for name in self.statements("witnessed"):
            note = self.files[name]
            origin, size, root = read_checkpoint(split_note(note)[0])
            need(name == "witnessed/%012d.note" % size and origin == self.origin, name + " holds another")
            by = self.check_log_key(note, log_keys, size, name)
            if size and size <= self.size and read_entry(self.raws[size - 1]).get("keys") == "renewed":
                vouched.append(by)
            times = self.check_cosigners(note, log_keys)
            need(times or len(by) == 2, name + ": no witness cosigned it")
            if times and size:
                self.witnessed.append((size, times, name))
            self.show(note, size)
            need(size <= self.size, name + ": a longer log was seen")
            need(tree(leaves[:size]) == root, name + ": another log was seen")
        for name in self.statements("peers"):
            note = self.files[name]
            origin, size, _ = read_checkpoint(split_note(note)[0])
            need(name == "peers/%s/%012d.note" % (origin, size), name + " holds another")
            keys = unit_keys(self.chain, origin, "log")
            need(keys, name + ": no key for that log")
            need(len(self.check_log_key(note, keys, size, name)) == 1, name + " is signed by more keys than one")
            self.check_cosigned(name, self.check_cosigners(note, keys), 0)
        listed = []
        for roster in self.chain:
            new = roster["unit"].get(self.origin, {}).get("log")
            if new and listed and new not in listed and signs_up_to(self.since[-1], listed[-1], 2 ** 64):
                need(any(new in by and by & set(listed) for by in vouched), "another key of the log, for which the one before didn't vouch")
            if new:
                listed.append(new)

    def load_entries(self):
        raws = []
        for name, _, width in tiles("entries", self.size):
            data = self.files[name]
            for _ in range(width):
                length = int.from_bytes(data[:2], "big")
                need(len(data) >= 2 + length, name + " ends too early")
                raws.append(data[2:2 + length])
                data = data[2 + length:]
            need(not data, name + " goes on")
        self.raws = raws
        return raws

    def check_tiles(self, leaves):
        level, hashes, expected = 0, leaves, set()
        while hashes:
            for name, n, width in tiles(level, len(hashes)):
                expected.add(name)
                self.check(self.files.get(name) == b"".join(hashes[n * TILE:n * TILE + width]), name + " holds other hashes")
            hashes = [tree(hashes[i:i + TILE]) for i in range(0, len(hashes) - TILE + 1, TILE)]
            level += 1
        return expected

    def check_files(self, expected):
        expected |= {"checkpoint", "policy"} | {name for name, _, _ in tiles("entries", self.size)}
        listed = [n for folder in FOLDERS for n in self.statements(folder)]
        self.check(set(self.files) == expected | set(listed), "files that a bundle doesn't have, or not all that it has")
        for name in listed:
            self.check(re.fullmatch(STATEMENTS, name), name + " is no name of a bundle")
        lines = "".join("%s  %s\n" % (sha256(self.files[n]).hex(), n) for n in sorted(listed, key=str.encode))
        self.check(self.files["policy"] == (POLICY + lines).encode(), "the policy lists other files")

    # --- acts ---

    def check_act(self, entry):
        what = "entry %d" % entry["index"]
        action, first = entry.get("action"), entry["index"] == 0
        start, end = moment(entry["start"]), moment(entry["end"])
        self.pass_witnessed(entry["index"])
        named = entry.get("roster_version", 0)
        if version_of(self.chain, named):
            self.proven = max(self.proven, version_of(self.chain, named)["issue"] - SLACK)
        done = max(start, self.proven)
        need(entry.get("log") == self.origin and entry.get("unit") == self.origin, what + ": of another log")
        need(action in NEEDS or action in ANY, what + ": an act that logs don't know")
        need(first == (action == "init"), what + ": a log starts with init, and only there")
        need(not first or (entry.get("roster_version") == 1 and "agreement" not in entry), what + ": init says otherwise")
        need(first or start >= self.end or "clock_back" in entry, what + ": the clock went back, and that isn't said")
        need(start <= end, what + ": ends before it starts")
        need((entry["status"] == "Error") == ("finding" in entry), what + ": an error without what was found, or the other way")
        self.start, self.end = start, max(start, end)
        taken = max(named, entry.get("sequence", 0) if action == "roster" else 0)
        need(all(r["issue"] <= start + SLACK for r in up_to(self.chain, taken) if r["number"] > self.roster_number), what + ": a roster that was issued in the future")
        roster = self.check_mandate(entry, what, done)
        self.check_decision(entry, what)
        self.check_access(entry, what, roster, done)
        self.check_keys(entry, what)
        manifest = self.check_exchange(entry, what, roster, start) if action in ("pack", "open") else None
        if action == "approve":
            self.check_approval(entry, what, roster, start)
        if action == "roster":
            self.roster_number = max(self.roster_number, entry.get("sequence", 0))
            taken_in = version_of(self.chain, entry.get("sequence", 0))
            need(taken_in and entry.get("manifest") == taken_in["hash"], what + ": another roster was taken in")
        if action in ("grounds", "override", "catalogue", "ceremony", "resume", "termination", "order"):
            kind = self.law.get(entry.get("statement_hash"))
            need(kind and kind == entry.get("statement"), what + ": another text was taken in")
            self.used.add(entry["statement_hash"])
            need(kind == "sluis.%s/v1" % {"resume": "resumption"}.get(action, action), what + ": another kind of text")
            need(by_all_present(self.law_notes[entry["statement_hash"]], self.chain[0]) if action == "ceremony" else
                 enough_officers(self.law_notes[entry["statement_hash"]], roster, done), what + ": a text that too few officers signed")
            self.vouched.add(entry["statement_hash"])
        if action == "resume":
            self.check_resumption(entry, what)
        if action == "termination":
            self.check_termination(entry, what, roster)
        if "order" in entry:
            self.check_order(entry, what, start)
        if action != "refuse":
            self.check_agreement(entry, what, manifest, done)
        if manifest and action == "open":
            self.proven = max(self.proven, manifest["created_at"] - SLACK)

    def check_termination(self, entry, what, roster):
        """Of the agreement that the entry names, by one of its controllers or who succeeded it."""
        found = read_termination(split_note(self.law_notes[entry["statement_hash"]])[0])
        agreement = self.agreements[entry["agreement"], entry["agreement_version"]][0]
        need((found["agreement"], number(found["version"]), found["text"]) ==
             (entry["agreement"], entry["agreement_version"], agreement["hash"]), what + ": the end of another agreement")
        need(any(found["controller"] in answerable(p["controller"], roster) for p in agreement["parties"]) or
             found["controller"] in {p.get("acts_for") for p in agreement["purposes"]}, what + ": ended by no party")
        need(day(found["from"]) <= day(agreement["valid_until"]), what + ": had ended by itself")
        self.ended.append(found)

    def check_order(self, entry, what, start):
        """Something was disclosed, or a remark followed up, on an order that was taken in before; disclosed once, to its auditor."""
        need(entry["action"] in ("disclose", "follow-up") and entry["order"] in self.vouched, what + ": an order that wasn't taken in")
        order = read_order(split_note(self.law_notes[entry["order"]])[0])
        if entry["action"] == "follow-up":
            return
        need(order["unit"] == self.origin and order["auditor"] == entry.get("recipient"), what + ": on an order for another")
        need(moment(order["made"]) - SLACK <= start < moment(order["valid_until"] + "T00:00:00Z") + 86400, what + ": outside the term of the order")
        need(entry["order"] not in self.carried_out, what + ": on an order that was carried out before")
        self.carried_out.add(entry["order"])

    def check_resumption(self, entry, what):
        """The log goes on from an older place that it holds, or its unit learned so of another's."""
        hash_ = entry["statement_hash"]
        unit, size, root, lost_to = read_resumption(split_note(self.law_notes[hash_])[0])
        need(entry.get("peer") == (None if unit == self.origin else unit), what + ": a text about another log")
        need((entry.get("from_index"), entry.get("to_index"), entry.get("entries")) == (size, lost_to, lost_to - size), what + ": other entries")
        need(hash_ not in self.resumed, what + ": the same text twice")
        self.resumed.append(hash_)
        if unit != self.origin:
            return
        need(size <= entry["index"] and tree([leaf(raw) for raw in self.raws[:size]]).hex() == root, what + ": goes on from another log")
        skipped = min(lost_to - size, SKIPPED_MOST)
        self.last_sent = {peer: last + skipped for peer, last in self.last_sent.items()}
        self.skipped += skipped

    def pass_witnessed(self, size):
        """Behind a tree that another saw: its newest act was done by then, when it says."""
        while self.witnessed and self.witnessed[0][0] <= size:
            _, times, name = self.witnessed.pop(0)
            self.check_cosigned(name, times, self.start)
            self.proven = max(self.proven, min(self.start, times[0]))

    def check_decision(self, entry, what):
        named = {"decision", "reason", "article"} & set(entry)
        need(("right" in entry) == (entry["action"] == "right"), what + ": what a client asked, by another act")
        need(("term" in entry) == (entry["action"] == "retain"), what + ": how long it is kept, by another act")
        need(entry.get("term", "held") in ("held", "released", "extended"), what + ": another change of a term")
        need(("remark" in entry) == (entry["action"] == "follow-up"), what + ": a remark, by another act")
        need(("breach" in entry) == (entry["action"] == "breach") and ("at" not in entry or "breach" in entry), what + ": a breach, by another act")
        if entry["action"] == "right":
            self.check_right(entry, what)
        elif entry["action"] == "breach":
            self.check_breach(entry, what)
        elif entry["action"] == "follow-up":
            need(re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2]) (outside-hours|without-case|many|refused)", entry.get("remark", "")), what + ": no remark")
            need(named == {"decision"} and entry["decision"] in ("explained", "talked", "adapted", "ordered", "breach"), what + ": another outcome")
        elif entry["action"] == "acceptance" and entry.get("decision") == "declined":
            need(entry.get("reason") in DECLINED and len(named) == 2, what + ": declined without a reason")
        elif entry["action"] == "acceptance":
            need(entry.get("decision") in ("accepted", "done") and len(named) == 1, what + ": another outcome")
        elif entry["action"] != "decide":
            need(not named, what + ": a decision by another act")
        elif entry.get("decision") == "keep":
            need(entry.get("reason") in REASONS, what + ": kept without a reason")
            need(cites(entry.get("article", "")), what + ": kept without an article")
        else:
            need(entry.get("decision") in ("erase", "unlock") and len(named) == 1, what + ": another decision")

    def check_right(self, entry, what):
        """What a client asked, and what came of it: granted and refused cite an article, and refused says why."""
        need(entry["right"] in RIGHTS, what + ": another right")
        came = entry.get("decision")
        need(came in ("asked", "postponed", "granted", "refused", "lifted"), what + ": another answer")
        need(("article" in entry) == (came in ("granted", "refused")) and cites(entry.get("article", "AVG art. 15")), what + ": another article")
        need(("reason" in entry) == (came == "refused") and entry.get("reason", REASONS[0]) in REASONS, what + ": another reason")

    def check_breach(self, entry, what):
        """What was done about a breach: what was left undone says why, and all but its first entry names that."""
        step, first = entry.get("decision"), entry.get("decision") == "learned"
        need(entry["breach"] in BREACHES, what + ": a breach of something else")
        need(step in ("learned", "reported", "not-reported", "told", "not-told", "written", "closed"), what + ": another step")
        need(("at" in entry) == (step in ("learned", "reported", "told")), what + ": a moment too many, or none")
        need("at" not in entry or (len(entry["at"]) == 20 and moment(entry["at"])), what + ": no moment")
        need(first == ("from_index" not in entry) and entry.get("from_index", 0) < entry["index"], what + ": doesn't name the entry that put it down")
        if step in UNTOLD:
            need(UNTOLD[step].get(entry.get("reason")) == entry.get("article", ""), what + ": another reason for not telling")
        else:
            need("reason" not in entry and "article" not in entry, what + ": a reason for what was done")

    def check_access(self, entry, what, roster, when):
        """A slot goes to nobody whom the roster of that day gives no mandate here."""
        if entry["action"] != "access":
            need("access" not in entry, what + ": a change of access by another act")
            return
        person = entry.get("recipient")
        if entry.get("access") == "recovered":
            unit = roster["unit"].get(self.origin, {})
            need("recovery" in unit, what + ": access by a recovery key that isn't listed")
            old = unit_keys(up_to(self.chain, self.roster_before), self.origin, "log")
            need(old and "log" in unit and unit["log"] != old[0] and not signs_up_to(roster, old[0], 2 ** 64),
                 what + ": access by the recovery key, and the log kept its own")
            need(person == roster["mandate"][entry["mandate"]]["person"], what + ": access by the recovery key for another")
            return
        need(person and entry.get("access") in ("added", "removed", "replaced"), what + ": another change of access")
        if person == "recovery":
            need(entry["access"] == "removed" or entry["access"] == "added" and "recovery" in roster["unit"].get(self.origin, {}), what + ": a slot for a recovery key that isn't listed")
            return
        here = [m for m in roster["mandate"].values() if m["person"] == person and m["unit"] == self.origin]
        need(entry["access"] == "removed" or (any(in_days(m, when) for m in here) and key_valid(roster, person, when)),
             what + ": a slot for somebody without a mandate")

    def check_keys(self, entry, what):
        """The unit's keys are renewed, and then the entry names their card, or destroyed, by an act that does that."""
        keys, action, card = entry.get("keys"), entry["action"], entry.get("statement") == "sluis.card/v1" and "statement_hash" in entry
        renews = action == "key" or (action == "access" and entry.get("access") in ("removed", "replaced"))
        need(keys is None or (keys == "renewed" and renews and card) or (keys == "destroyed" and action == "key" and not card),
             what + ": keys that this act doesn't renew or destroy")

    def check_mandate(self, entry, what, start):
        version = entry.get("roster_version", 0)
        roster = version_of(self.chain, version)
        need(roster and version >= self.roster_number, what + ": roster version")
        self.roster_before, self.roster_number = self.roster_number, version
        if entry["action"] == "refuse" and not {"mandate", "key", "role"} & set(entry):
            return roster
        person = self.one_mandate(roster, entry, what, start, entry.get("mandate"), entry.get("key"))
        need(roster["mandate"][entry["mandate"]]["role"] == entry.get("role"), what + ": another role")
        self.check_second_person(roster, entry, what, start, person)
        return roster

    def check_second_person(self, roster, entry, what, start, first):
        """Of disclosing and changing access alone; an approval has its second person on the manifest."""
        named = {"second_mandate", "second_key"} & set(entry)
        asked = {"disclose": "disclosure_by_two", "access": "access_by_two"}.get(entry["action"])
        if not asked:
            need(not named and ("second" not in entry or entry["action"] == "approve"), what + ": a second person")
        elif "second" not in entry:
            need(not named and (asked not in roster or entry.get("access") == "recovered"), what + ": done by one")
        else:
            second = self.one_mandate(roster, entry, what, start, entry.get("second_mandate"), entry.get("second_key"))
            need(second != first, what + ": one person as two")

    def one_mandate(self, roster, entry, what, start, mandate_id, key):
        mandate = roster["mandate"].get(mandate_id)
        need(mandate and mandate["unit"] == self.origin, what + ": mandate")
        needs = NEEDS.get(entry["action"], "").split()
        if entry["action"] == "pack":
            needs += WANTED.get(entry.get("package_kind"), ())
        if entry["action"] == "pack" and entry.get("package_kind") in ("acceptance", "handover"):
            needs.append("open")
        need(not needs or set(needs) & set(mandate["actions"]), what + ": a mandate that doesn't allow this")
        need(in_days(mandate, start) and key_valid(roster, mandate["person"], start), what + ": a mandate or key of another day")
        need(verifier(roster["person"][mandate["person"]]["key"])[1].hex() == key, what + ": another's key")
        return mandate["person"]

    def take_manifest(self, hash_, what):
        manifest = self.manifests.get(hash_)
        need(manifest, what + ": its manifest isn't here")
        need(not manifest["named"], what + ": names a manifest that another act names")
        manifest["named"] = True
        return manifest

    def next_number(self, unit, sequence, what):
        due = self.last_sent.get(unit, self.skipped) + 1
        self.last_sent[unit] = sequence
        need(sequence == due, what + ": letter %d where %d was due" % (sequence, due))

    def check_made(self, manifest, entry, what, made):
        """When a letter was made at the earliest, and whether who signed it might then."""
        manifest["made"] = made
        self.check_letter_signer(manifest, what)
        named = version_of(self.chain, number(manifest["roster_version"]))
        wanted = WANTED.get(manifest["kind"], {"pack"})
        need(mandated(up_to(self.chain, entry["roster_version"]), named, manifest["signer"], manifest["sender"], wanted, made, manifest.get("arrived")),
             what + ": a letter by somebody who might no longer")

    def made_of_received(self, manifest, start):
        """By what had come of that unit with lower numbers, what it answers, and the roster that it names."""
        before = self.received.setdefault(manifest["sender"], {})
        answered = [m["created_at"] for m in self.manifests.values() if m["id"] == manifest.get("answers", {}).get("id")]
        named = version_of(self.chain, number(manifest["roster_version"]))
        issued = [named["issue"] - SLACK] if named else []
        made = max([manifest["created_at"]] + answered + issued + [when for n, when in before.items() if n < manifest["sequence"]])
        before[manifest["sequence"]] = min(made, start)
        return made

    def note_arrival(self, manifest, entry, start):
        """A letter with a higher number that came before shows that this one was there; of two persons only the place does."""
        came = self.arrivals.setdefault(manifest["sender"], [])
        behind = next((c for c in came if c[0] > manifest["sequence"]), None) if len(manifest["signers"]) < 2 else None
        manifest["seen_at"] = behind[1] if behind else entry["index"]
        manifest["arrived"] = behind[2] if behind else None
        came.append((manifest["sequence"], entry["index"], start))

    def signatures(self):
        """How many of the letters' signatures are worth what, by all the rosters that are here, those that were given included."""
        counts = dict.fromkeys(VERDICTS, 0)
        for m in self.manifests.values():
            version = version_of(self.chain, number(m["roster_version"]))
            if not m["named"] or "made" not in m or not version:
                continue
            arrived = min((when for size, when in self.shown if size > m["seen_at"]), default=None)
            found = judge(self.since, version, m["signer"], m["sender"], WANTED.get(m["kind"], {"pack"}), m["made"], arrived)[0]
            for second in set(m["signers"]) - {m["signer"]}:
                named = next((r for r in self.since if r["number"] >= version["number"] and second in r["person"]), None)
                verdict, by = judge(self.since, named, second, m["sender"], {"approve"}, m["made"], arrived) if named else ("valid", None)
                if by and VERDICTS.index(verdict) > VERDICTS.index(found):
                    found = verdict
            counts[found] += 1
        return counts

    def check_exchange(self, entry, what, roster, start):
        manifest = self.take_manifest(entry.get("manifest"), what)
        sent = entry["action"] == "pack"
        ours, theirs = ("sender", "receiver") if sent else ("receiver", "sender")
        need(manifest[ours] == self.origin and manifest[theirs] == entry.get("peer"), what + ": other units")
        need(manifest["id"] == entry.get("package") and manifest["kind"] == entry.get("package_kind") and
             manifest["sequence"] == entry.get("sequence"), what + ": another package")
        need(manifest.get("agreement") == entry.get("agreement") and manifest.get("purpose") == entry.get("purpose"), what + ": other terms")
        if "agreement" in manifest:
            need(number(manifest["agreement_version"]) == entry.get("agreement_version") and
                 manifest["agreement_hash"] == entry.get("agreement_hash"), what + ": another agreement")
        need(manifest.get("answers", {}).get("id") == entry.get("answers"), what + ": answers another")
        need(manifest.get("overrides") == entry.get("overrides"), what + ": other overrides")
        if "answers" in manifest and manifest["kind"] != "receipt":
            self.check_asked(manifest, what)
        if sent:
            need(manifest["created_at"] <= start <= manifest["use_by_at"], what + ": packed on another day")
        else:
            need(manifest["created_at"] <= start + SLACK and start <= manifest["use_by_at"], what + ": opened on another day")
        manifest["seen_at"] = entry["index"]
        if not sent:
            self.note_arrival(manifest, entry, start)
        self.check_made(manifest, entry, what, max(manifest["created_at"], self.proven) if sent else self.made_of_received(manifest, start))
        if sent:
            need(manifest["records"] == entry.get("records", 0) and manifest["withheld"] == entry.get("withheld", 0), what + ": other counts")
            need(number(manifest["roster_version"]) == entry["roster_version"], what + ": another version of the roster")
            need(roster["mandate"][entry["mandate"]]["person"] == manifest["signer"], what + ": signed by another")
            self.next_number(manifest["receiver"], manifest["sequence"], what)
        elif manifest["kind"] == "receipt":
            answered = next((m for m in self.manifests.values() if m["id"] == manifest["answers"]["id"]), None)
            need(answered and answered["hash"] == manifest["answers"]["hash"] and
                 answered["sequence"] == number(manifest["answers"]["sequence"]), what + ": a receipt for a letter that isn't here")
            need(answered.get("approved") or not self.needs_two(answered), what + ": a receipt for what nobody approved")
        else:
            need(len(manifest["signers"]) == 2 or not self.needs_two(manifest), what + ": opened what nobody approved")
        if not sent and "receipt" in entry:
            receipt = self.take_manifest(entry["receipt"], what)
            need(receipt["kind"] == "receipt" and receipt["sender"] == self.origin and receipt["receiver"] == entry["peer"] and
                 receipt["answers"]["id"] == manifest["id"] and receipt["answers"]["hash"] == manifest["hash"] and
                 receipt["created_at"] <= start, what + ": a receipt for another")
            receipt["seen_at"] = entry["index"]
            self.check_made(receipt, entry, what, max(receipt["created_at"], self.proven))
            need(roster["mandate"][entry["mandate"]]["person"] == receipt["signer"], what + ": its receipt is signed by another")
            self.next_number(receipt["receiver"], receipt["sequence"], what)
        return manifest

    def check_asked(self, manifest, what):
        """Cases that answer a request: it went or came before, the other way, for the same purpose."""
        asked = self.manifests.get(manifest["answers"]["hash"])
        need(asked and asked["named"] and asked["kind"] == "request" and manifest["kind"] == "cases" and
             asked["id"] == manifest["answers"]["id"] and asked["sequence"] == number(manifest["answers"]["sequence"]) and
             (asked["sender"], asked["receiver"]) == (manifest["receiver"], manifest["sender"]) and
             (asked.get("agreement"), asked.get("purpose")) == (manifest.get("agreement"), manifest.get("purpose")),
             what + ": answers a request that isn't here")

    def check_approval(self, entry, what, roster, start):
        """The second act on a package: its manifest was named when it was packed."""
        manifest = self.manifests.get(entry.get("manifest"))
        need(manifest and manifest["named"] and not manifest.get("approved") and "second" in entry, what + ": approves nothing")
        person = roster["mandate"][entry["mandate"]]["person"]
        need(manifest["signers"] == {manifest["signer"], person} and person != manifest["signer"], what + ": without a second signature")
        need(manifest["id"] == entry.get("package") and manifest["receiver"] == entry.get("peer"), what + ": another package")
        need(number(manifest["roster_version"]) <= entry["roster_version"], what + ": another version of the roster")
        need(manifest["created_at"] <= start <= manifest["use_by_at"], what + ": approved on another day")
        manifest["approved"] = True

    def needs_two(self, manifest):
        found = self.agreements.get((manifest.get("agreement"), number(manifest.get("agreement_version", "0"))))
        return found and found[0].get("approval_by_two") == "true" and manifest["kind"] == "cases"

    def check_letter_signer(self, manifest, what):
        """Somebody who could, on the day it was made, by the roster that it names."""
        roster, when = version_of(self.chain, number(manifest["roster_version"])), manifest["created_at"]
        need(roster and roster["hash"] == manifest["roster_hash"], what + ": a letter's roster")
        wanted = WANTED.get(manifest["kind"], {"pack"})
        need(key_valid(roster, manifest["signer"], when), what + ": a letter's key")
        need(any(m["person"] == manifest["signer"] and m["unit"] == manifest["sender"] and wanted & set(m["actions"]) and in_days(m, when)
                 for m in roster["mandate"].values()), what + ": a letter without mandate")

    def check_agreement(self, entry, what, manifest, start):
        if "agreement" not in entry:
            need(entry["action"] not in ("pack", "open") and "overrides" not in entry, what + ": no agreement")
            return
        found = self.agreements.get((entry["agreement"], entry.get("agreement_version")))
        need(found and found[0]["hash"] == entry.get("agreement_hash"), what + ": an agreement that isn't here")
        agreement, note = found
        roster = version_of(self.chain, entry["roster_version"])
        if entry["action"] == "agreement" or agreement["hash"] not in self.vouched:
            need(vouched(agreement, note, roster, start), what + ": an agreement that the officers hadn't signed")
            self.vouched.add(agreement["hash"])
        if manifest and manifest["kind"] == "cases" and entry["action"] != "decline":
            for hash_ in [agreement["grounds"]] + agreement.get("overrides", []) + ([agreement["additions"]] if "additions" in agreement else []):
                need(hash_ in self.vouched or enough_officers(self.law_notes[hash_], roster, start), what + ": the law, by too few officers")
                self.vouched.add(hash_)
        if "overrides" in entry:
            need(set(entry["overrides"].split(" ")) <= set(agreement.get("overrides", [])), what + ": an override that isn't pinned")
        if entry["action"] in ("agreement", "termination"):
            return
        answered = next((m for m in self.manifests.values() if manifest and m["id"] == manifest.get("answers", {}).get("id")), None)
        when = start
        if manifest and entry["action"] == "open":
            when = (manifest["kind"] == "receipt" and answered or manifest)["made"]
        # Word that a client withdrew and what was decided on it, their receipts, and declining what waits outlive the agreement.
        outlives = entry["action"] == "decline" or OUTLIVING & {m["kind"] for m in (manifest, answered) if m}
        need(outlives or day(agreement["valid_from"]) <= when < day(agreement["valid_until"]) + DAY, what + ": an agreement of another day")
        # What was sent before is receipted afterwards: sending it was held to the end.
        need(outlives or manifest and manifest["kind"] == "receipt" or not any(t["agreement"] == agreement["id"] and number(agreement["version"]) <= number(t["version"]) and when >= day(t["from"])
                                 for t in self.ended), what + ": an agreement that a controller had ended")
        of_day = [r for r in up_to(self.chain, entry["roster_version"]) if r["number"] == self.chain[0]["number"] or r["issue"] <= when][-1]
        need(outlives or not manifest or answered_for(agreement, of_day), what + ": an agreement of a controller without successor")
        if "purpose" not in entry:
            need(not manifest, what + ": no purpose")
            return
        purpose = next((p for p in agreement["purposes"] if p["code"] == entry["purpose"]), None)
        need(purpose and purpose["ground"] == entry.get("ground"), what + ": a purpose or ground that isn't agreed")
        if manifest:
            back = manifest["kind"] in BACK or (manifest["kind"] == "receipt" and not (answered and answered["kind"] in BACK))
            ends = [(manifest["receiver"], manifest["sender"]) if back else (manifest["sender"], manifest["receiver"])]
            if BOTH_WAYS & {m["kind"] for m in (manifest, answered) if m}:
                ends.append(ends[0][::-1])
            need((purpose["from"], purpose["to"]) in ends, what + ": a direction that isn't agreed")

    def check_entries(self, raws):
        act = None
        for index, raw in enumerate(raws):
            entry = self.attempt("entry %d" % index, read_entry, raw)
            if entry is None:
                continue
            self.check(entry["index"] == index, "entry %d says that it stands elsewhere" % index)
            if "parent" in entry:
                self.check(entry["parent"] == act, "entry %d is no part of the act before it" % index)
            else:
                act = index
                self.attempt("entry %d" % index, self.check_act, entry)
        self.pass_witnessed(self.size)
        self.check_cosigned("checkpoint", self.cosigned, self.start)
        for manifest in self.manifests.values():
            self.check(manifest["named"], "a manifest that no act names")
        self.check(set(self.law) == self.used, "a text that no agreement pins and no act names")
        for hash_, note in self.law_notes.items():
            self.check(not note or hash_ in self.vouched or enough_officers(note, self.chain[-1], self.end), "a text of the law that too few officers signed")
        for agreement, note in self.agreements.values():
            self.check(agreement["hash"] in self.vouched or vouched(agreement, note, self.chain[-1], self.end), "an agreement that too few officers signed")

    def verify(self):
        self.chain = self.attempt("rosters", self.load_chain)
        if not self.chain:
            return self.wrong
        self.load_statements()
        if "checkpoint" not in self.files:
            self.say("no checkpoint")
            return self.wrong
        self.origin, self.size, self.cosigned = "", -1, []
        self.attempt("checkpoint", self.load_checkpoint)
        if not 0 <= self.size < 10 ** 9:
            return self.wrong
        raws = self.attempt("entries", self.load_entries)
        if raws is None:
            return self.wrong
        leaves = [leaf(raw) for raw in raws]
        self.check(tree(leaves) == self.root, "the entries give another root")
        expected = self.check_tiles(leaves)
        self.attempt("sightings", self.check_sightings, leaves)
        self.attempt("files", self.check_files, expected)
        self.check_entries(raws)
        return self.wrong


def witness_keys(chain):
    """Keys of type 0x04 that some version of the roster lists, wherever it lists them."""
    found = set()
    for roster in chain:
        for row in roster.get("units", []) + roster["persons"]:
            found |= {v for k, v in row.items() if k == "witness"}
    return tuple(sorted(found))


FOLDERS = ("agreements", "law", "manifests", "rosters", "witnessed", "peers")
STATEMENTS = (r"rosters/\d{6}\.note|agreements/[a-z0-9.-]+-v\d+\.note|manifests/[0-9a-f]{32}\.note|law/[0-9a-f]{64}\.(?:note|yaml)|"
              r"witnessed/\d{12}\.note|peers/[a-z0-9.-]+/[a-z0-9.-]+/\d{12}\.note")


def verify(files, fingerprint, rosters=()):
    """What is wrong with a bundle; nothing when it is right."""
    return Bundle(files, fingerprint, rosters).verify()


# What file managers leave in a folder; no part of a bundle, and no fault of it.
BESIDE = {".DS_Store", ".localized", ".apdisk", ".Spotlight-V100", ".Trashes", ".fseventsd", "Icon\r", "__MACOSX", "Thumbs.db",
          "ehthumbs.db", "desktop.ini", "Desktop.ini", "$RECYCLE.BIN", ".directory", ".hidden", ".Trash-1000",
          "System Volume Information"}


def read_bundle(directory):
    top = pathlib.Path(directory)
    return {str(path.relative_to(top)): path.read_bytes() for path in sorted(top.rglob("*"))
            if path.is_file() and not any(part in BESIDE or part.startswith("._") for part in path.relative_to(top).parts)}


# --- disclosures ---

def field_hash(name, value, salt):
    return hmac.new(salt, b"sluis.priv.v1\0" + len(name).to_bytes(2, "big") + name.encode() + value.encode(), hashlib.sha256).digest()


def check_line(line, root, size):
    need(list(line)[:3] == ["index", "entry", "proof"] and list(line)[3:] in ([], ["disclosed", "commitments"]), "members of a line")
    raw = line["entry"].encode()
    entry = read_entry(raw)
    need(entry["index"] == line["index"], "an entry that stands elsewhere")
    need(inclusion(entry["index"], size, leaf(raw), [unbase64(h, 32) for h in line["proof"]]) == root, "an entry that isn't in the tree")
    if "disclosed" in line:
        shown, kept = line["disclosed"], line["commitments"]
        need(list(shown) == [n for n in PRIVATE if n in shown] and list(kept) == [n for n in PRIVATE if n in kept], "fields")
        need(set(shown) | set(kept) == set(PRIVATE) and not set(shown) & set(kept), "fields")
        need(all(list(v) == ["value", "salt"] and HASH.fullmatch(v["salt"]) for v in shown.values()), "a value and its salt")
        need(all(HASH.fullmatch(v) for v in kept.values()), "a field's hash")
        hashes = [field_hash(n, shown[n]["value"], bytes.fromhex(shown[n]["salt"])) if n in shown else bytes.fromhex(kept[n]) for n in PRIVATE]
        need(sha256(b"".join(hashes)).hex() == entry["commitment"], "a value that the entry doesn't commit to")
    return entry


def check_person(chain, statement, roster, name, note):
    person = roster["person"].get(name)
    need(person and person["key"] in signed_by(note, (person["key"],)), "not signed by " + name)
    when = moment(statement["made"])
    need(key_valid(roster, name, when), "a key of another day")
    newest = chain[-1]
    need(name not in newest["person"] or key_valid(newest, name, when), "a key that was revoked")
    mandate = next((m for m in roster.get("mandates", []) if m["person"] == name and m["unit"] == statement["log"] and
                    "log" in m["actions"] and in_days(m, when)), None)
    need(mandate, "no mandate for this log")
    return mandate["id"], verifier(person["key"])[1].hex()


def verify_disclosure(data, fingerprint):
    """The entries of a disclosure with what they disclose; Wrong when any of it isn't right."""
    fingerprint = fingerprint.replace(" ", "").lower()
    lines = data.split(b"\n")
    need(lines[-1] == b"", "the last line has no end")
    objects = []
    for line in lines[:-1]:
        try:
            objects.append(json.loads(line.decode("utf-8"), object_pairs_hook=no_duplicates))
        except ValueError as fault:
            raise Wrong("a line that isn't JSON") from fault
        need(isinstance(objects[-1], dict) and write_json(objects[-1]) == line, "a line in another form")
    try:
        return check_disclosure(objects, fingerprint)
    except (KeyError, TypeError, AttributeError, IndexError, ValueError) as fault:
        raise Wrong("malformed (%s)" % type(fault).__name__) from fault


def check_disclosure(objects, fingerprint):
    head = objects[0]
    need(list(head) == ["sluis", "statement", "checkpoint"] and head["sluis"] == "disclosure/v1", "the first line")
    notes = tuple(o["roster"].encode() for o in objects[1:] if list(o) == ["roster"])
    chain = thaw(check_chain(notes, fingerprint))
    behind = objects[1 + len(notes):]
    about = [o for o in behind if next(iter(o), None) == "client"]
    need(about == behind[:len(about)], "a line on the client among the entries")
    rows = behind[len(about):]
    need(rows, "no entries")
    note = head["statement"].encode()
    text = split_note(note)[0]
    need(all(all_known(n, chain_keys(chain)) for n in notes + (note,)), "a signature of a stranger")
    statement = document(text, "sluis.disclosure/v1")
    need(list(statement) == [k for k in "type log made roster_version by second recipient reason order entries list client".split() if k in statement] and
         len(statement) >= 9, "keys of the statement")
    need(bool(about) == ("client" in statement), "lines on the client")
    need(not about or sha256(b"".join(write_json(o) + b"\n" for o in about)).hex() == statement["client"], "other lines on the client than were signed for")
    roster = version_of(chain, number(statement["roster_version"]))
    need(roster, "a roster that isn't here")
    mandate, key = check_person(chain, statement, roster, statement["by"], note)
    second = check_person(chain, statement, roster, statement["second"], note) if "second" in statement else (None, None)
    need(statement["by"] != statement.get("second") and ("second" in statement or "disclosure_by_two" not in roster), "two persons")
    checkpoint = head["checkpoint"].encode()
    log_keys = unit_keys(chain, statement["log"], "log")
    need(log_keys and signed_by(checkpoint, log_keys) and len(split_note(checkpoint)[1]) == 1, "the checkpoint's signature")
    origin, size, root = read_checkpoint(split_note(checkpoint)[0])
    need(origin == statement["log"], "a checkpoint of another log")
    entries = [check_line(row, root, size) for row in rows]
    need(all(e.get("log", origin) == origin for e in entries), "an entry of another log")
    indexes = [e["index"] for e in entries]
    need(indexes == sorted(set(indexes)), "entries in another order")
    listed = "".join("%d\n" % i for i in indexes[:-1]).encode()
    need(len(indexes) - 1 == number(statement["entries"]) and sha256(listed).hex() == statement["list"], "other entries than were signed for")
    act = entries[-1]
    need("disclosed" not in rows[-1] and act.get("action") == "disclose" and act["status"] == "Ok" and
         act.get("statement") == "sluis.disclosure/v1" and act.get("statement_hash") == sha256(text).hex() and
         act.get("order") == statement.get("order") and act.get("recipient") == statement["recipient"] and act["start"] == statement["made"] and act.get("roster_version") == roster["number"] and
         act.get("unit") == origin and (act.get("mandate"), act.get("key")) == (mandate, key) and
         (act.get("second_mandate"), act.get("second_key")) == second and act.get("second", False) == ("second" in statement),
         "the last entry tells of something else")
    return rows


def main(arguments):
    try:
        if arguments[0] == "--disclosure":
            data = sys.stdin.buffer.read() if arguments[1] == "-" else pathlib.Path(arguments[1]).read_bytes()
            for row in verify_disclosure(data, arguments[2]):
                print(row["index"], {n: v["value"] for n, v in row.get("disclosed", {}).items() if v["value"]})
            return 0
        if arguments[0] == "--signatures":
            bundle = Bundle(read_bundle(arguments[1]), arguments[2], [pathlib.Path(p).read_bytes() for p in arguments[3:]])
            wrong = bundle.verify()
            print(" ".join("%s=%d" % found for found in bundle.signatures().items()))
            return 3 if wrong else 0
        wrong = verify(read_bundle(arguments[0]), arguments[1], [pathlib.Path(p).read_bytes() for p in arguments[2:]])
    except Wrong as fault:
        wrong = [str(fault)]
    for what in wrong:
        print("wrong:", what)
    print("NOT VERIFIED" if wrong else "verified")
    return 3 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
