#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""The same questions put to verifiers that were written apart: their verdicts must be the same.

    verdicts.py DIR FINGERPRINT --sluis PROGRAM --audit PROGRAM [--third PROGRAM] [--count N]

DIR is a bundle. It, its notes, its checkpoint and proofs in its tree are changed in N ways
each, and judged by sluis's functions (answer.c) or `sluis-audit`, by the Python verifier
and, where it could be built (third/), by Go's note and tlog and by sigsum-go. A question
is a line, and so is its answer:

    note BASE64 KEY…                      "0 2 signed", "none", or "refused"
    checkpoint BASE64 KEY                 "SIZE ROOT", or "refused"
    inclusion INDEX SIZE LEAF ROOT HASH…  "yes" or "no"
    consistency FROM SIZE ROOT ROOT HASH… the same
    tree KEY NAME BASE64…                 the same, of checkpoint, tiles and entries
    judge VERSION PERSON UNIT POWER MADE ARRIVED BASE64…  a verdict, by that chain (judged.py asks)

Where ours are stricter by their formats' rules, `stricter` says why, and only ours are compared.
"""
import argparse
import base64
import collections
import itertools
import random
import re
import subprocess
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

import sluis_verify as sv
import tamper

ORDER = 2 ** 252 + 27742317777372353535851937790883648493 # of Ed25519's group
DASH = "— ".encode()
ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
LINES_MAX, LINES_MAX_SIGSUM = 32, 16 # signature lines of a note; Go takes 100
SIZE_MAX = 2 ** 53
LEAVES = 70


def text64(raw):
    return base64.b64encode(raw).decode()


class Stranger:
    """A key of our own: what it signs is well signed, whatever it is."""

    def __init__(self, name, draw):
        self.secret = Ed25519PrivateKey.from_private_bytes(draw.randbytes(32))
        public = b"\1" + self.secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.name, self.id = name, sv.sha256(name.encode() + b"\n" + public)[:4]
        self.key = "%s+%s+%s" % (name, self.id.hex(), text64(public))

    def line(self, text):
        return DASH + ("%s %s\n" % (self.name, text64(self.id + self.secret.sign(text)))).encode()


# --- changed notes ---

def flipped(data, draw):
    at = draw.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << draw.randrange(8)]) + data[at + 1:]


def split(note):
    text, lines = note.rsplit(b"\n\n", 1)
    return text + b"\n", lines.splitlines(keepends=True)


def joined(text, lines):
    return text + b"\n" + b"".join(lines)


def line_parts(line):
    name, blob = line[len(DASH):-1].split(b" ")
    return name, base64.b64decode(blob)


def line_of(name, blob):
    return DASH + name + b" " + base64.b64encode(blob) + b"\n"


def respelled(line, draw):
    """The same bytes in another spelling of base64, or nearly."""
    kind = draw.randrange(4)
    if kind == 0: # bits that nobody reads, where there are any
        spoken, padding = line[:-1].rstrip(b"="), line[len(line[:-1].rstrip(b"=")):]
        return spoken[:-1] + ALPHABET[ALPHABET.index(spoken[-1:]) ^ 1:][:1] + padding
    if kind == 1:
        return line[:-1].rstrip(b"=") + b"\n"
    if kind == 2:
        return line[:-1] + b"\r\n"
    return line[:-1] + b"=\n"


def malleable(line):
    """S and the order added: another signature over the same, where a verifier doesn't look at S's range."""
    name, blob = line_parts(line)
    s = int.from_bytes(blob[-32:], "little") + ORDER
    return line_of(name, blob[:-32] + s.to_bytes(32, "little"))


def changed_lines(lines, text, draw, stranger):
    """The signature lines in each way that leaves the text alone."""
    one, other = draw.choice(lines), draw.randrange(len(lines) + 1)
    name, blob = line_parts(one)
    foreign = draw.choice([stranger.line(text), line_of(b"elsewhere.example/x", draw.randbytes(draw.randrange(1, 90))),
                           line_of(name, draw.randbytes(68)), line_of(b"elsewhere.example/x", blob)])
    return draw.choice([
        lambda: lines[:other] + [foreign] + lines[other:],
        lambda: lines[:other] + [one] + lines[other:],
        lambda: draw.sample(lines, len(lines)),
        lambda: [x for x in lines if x is not one],
        lambda: [respelled(x, draw) if x is one else x for x in lines],
        lambda: [malleable(x) if x is one else x for x in lines],
        lambda: lines + [foreign] * draw.choice([14, 15, 16, 31, 32, 33]),
        lambda: lines[:other] + [line_of(name, blob[:4] + draw.randbytes(draw.choice([0, 1, 63, 64, 65, 72])))] + lines[other:],
        lambda: [x for x in lines if x is not one] + [flipped(one, draw)],
        lambda: lines[:other] + [line_of(name, flipped(blob, draw))] + lines[other:],
    ])()


ODD_TEXTS = ["", "\n", "a\n\nb\n", "a\r\n", "a\x7f\n", "a\x85b\n", "a\u202eb\n", "a\u2028b\n", "\ufeffa\n", "a\0b\n", "a\tb\n",
             "a\u00a0b\n", "no end", "é\n", "\U0001f511\n", "a\n\n— b c\n\n", "— a\n"]


def changed_note(note, draw, stranger):
    text, lines = split(note)
    kind = draw.randrange(8)
    if kind == 0:
        return flipped(note, draw)
    if kind == 1:
        return note[:draw.randrange(len(note))] + draw.choice([b"", b"\n", b"\n\n"])
    if kind == 2:
        return draw.choice([note + b"\n", note + b"x\n", b"\n" + note, note.replace(b"\n", b"\r\n"), note.replace(b"\n\n", b"\n\n\n", 1),
                            note.replace(b"\n", b"\n\n", 1), note.replace("—".encode(), b"--")])
    if kind == 3:
        odd = draw.choice(ODD_TEXTS).encode()
        return joined(odd, [stranger.line(odd)])
    if kind == 4:
        cut = draw.randrange(1, len(text))
        raw = text[:cut] + draw.choice([b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf5", b"x", b""]) + text[cut:]
        return joined(raw, [stranger.line(raw)])
    return joined(text, changed_lines(lines, text, draw, stranger))


def note_questions(bundle, draw):
    stranger = Stranger("elsewhere.example/x", draw)
    while True:
        note = draw.choice(bundle.notes)
        names = {(name, key_id) for name, key_id, _ in sv.split_note(note)[1]}
        signers = [k for k in bundle.keys if sv.verifier(k)[:2] in names]
        keys = draw.sample(signers, draw.randint(max(1, len(signers) - 1), len(signers))) + [stranger.key] * draw.randrange(2)
        raw = changed_note(note, draw, stranger)
        yield ["note", text64(raw)] + (keys or [stranger.key]), raw


def stricter(raw):
    """Why ours refuse what the note's own specification leaves open, if they do."""
    lines = raw.rsplit(b"\n\n", 1)[-1].split(b"\n")[:-1]
    try:
        if sv.MISLEADING.search(raw.decode()):
            return "a control or a character that turns the reading direction"
    except UnicodeDecodeError:
        return None
    if len(lines) > LINES_MAX:
        return "more lines than 32"
    for line in lines:
        blob = line.rsplit(b" ", 1)[-1]
        try:
            if base64.b64encode(base64.b64decode(blob)) != blob:
                return "base64 that isn't canonical"
        except ValueError:
            return None
    if len({line.split(b" ")[1] for line in lines if b" " in line}) < len(lines):
        return "two lines of one name, of which Go looks at one, and sigsum takes none"
    return None


def python_note(words):
    raw, keys = base64.b64decode(words[0]), words[1:]
    try:
        found = sv.signed_by(raw, tuple(keys))
    except sv.Wrong:
        return "refused"
    return "".join("%d " % i for i, k in enumerate(keys) if k in found) + "signed" if found else "none"


# --- changed checkpoints, well signed ---

def odd_checkpoint(origin, size, root, draw):
    number = draw.choice([str(size)] * 4 + ["0" + str(size), "-1", "+1", "", " 1", "1 ", "0x1", "1e3", "9007199254740992", "9007199254740993", "9223372036854775807",
                                            "9223372036854775808", "18446744073709551616", "٣"])
    hash_ = draw.choice([text64(root)] * 4 + [text64(root[:31]), text64(root + b"x"), text64(root).rstrip("="), text64(root) + "=",
                                              "", root.hex(), text64(root)[:-2] + "B=", " " + text64(root)])
    behind = draw.choice([""] * 6 + ["an extension\n", "\n", "— a\n"])
    before = draw.choice([origin] * 6 + ["", "elsewhere.example/y", origin + " ", origin.upper()])
    return "%s\n%s\n%s\n%s" % (before, number, hash_, behind)


def checkpoint_questions(bundle, draw):
    stranger = Stranger(bundle.origin, draw)
    while True:
        text = odd_checkpoint(bundle.origin, draw.randrange(1, 1000), draw.randbytes(32), draw).encode()
        lines = [stranger.line(text)]
        if draw.randrange(3) == 0:
            lines = changed_lines(lines, text, draw, Stranger("elsewhere.example/x", draw)) or lines
        raw = joined(text, lines)
        yield ["checkpoint", text64(raw), stranger.key], raw


def checkpoint_stricter(raw):
    text, lines = split(raw)
    if text.count(b"\n") > 3:
        return "an extension line"
    if len(lines) > LINES_MAX_SIGSUM:
        return "more lines than sigsum takes"
    if any(len(x.rsplit(b" ", 1)[-1].strip().rstrip(b"=")) < 7 for x in lines):
        return "a line without a signature, which sigsum passes over"
    size, root = (text.split(b"\n") + [b"", b""])[1:3]
    try:
        if base64.b64encode(base64.b64decode(root)) != root:
            return "base64 that isn't canonical"
    except ValueError:
        return None
    if size.isdigit() and int(size) > SIZE_MAX:
        return "a larger tree than numbers in JSON can tell"
    return stricter(raw)


def python_checkpoint(words):
    raw, key = base64.b64decode(words[0]), words[1]
    try:
        if key not in sv.signed_by(raw, (key,)):
            return "refused"
        origin, size, root = sv.read_checkpoint(sv.split_note(raw)[0])
    except (sv.Wrong, UnicodeDecodeError):
        return "refused"
    return "%d %s" % (size, root.hex()) if origin == sv.verifier(key)[0] else "refused"


# --- changed proofs (RFC 6962 2.1.1, 2.1.2, as they stand there) ---

def below(n):
    return 1 << (n - 1).bit_length() - 1


def path(m, leaves):
    if len(leaves) == 1:
        return []
    k = below(len(leaves))
    return path(m, leaves[:k]) + [sv.tree(leaves[k:])] if m < k else path(m - k, leaves[k:]) + [sv.tree(leaves[:k])]


def subproof(m, leaves, complete=True):
    if m == len(leaves):
        return [] if complete else [sv.tree(leaves)]
    k = below(len(leaves))
    if m <= k:
        return subproof(m, leaves[:k], complete) + [sv.tree(leaves[k:])]
    return subproof(m - k, leaves[k:], False) + [sv.tree(leaves[:k])]


def changed_proof(numbers, hashes, draw):
    kind = draw.randrange(7)
    if kind == 0:
        numbers[draw.randrange(2)] = draw.choice([0, 1, numbers[1], numbers[0] + 1, max(0, numbers[1] - 1), 2 * numbers[1], 2 ** 62])
    elif kind == 1:
        at = draw.randrange(len(hashes))
        hashes[at] = flipped(hashes[at], draw)
    elif kind == 2:
        del hashes[draw.randrange(len(hashes)):][:1]
        if len(hashes) > 2:
            del hashes[draw.randrange(2, len(hashes))]
    elif kind == 3:
        hashes.insert(draw.randrange(2, len(hashes) + 1), draw.choice(hashes))
    elif kind == 4:
        hashes[2:] = draw.sample(hashes[2:], len(hashes) - 2)
    elif kind == 5:
        hashes[0], hashes[1] = hashes[1], hashes[0]


def proof_questions(_, draw):
    leaves = [sv.leaf(b"%d" % i) for i in range(LEAVES)]
    while True:
        size = draw.randint(1, LEAVES)
        if draw.randrange(2):
            at, what = draw.randrange(size), "inclusion"
            hashes = [leaves[at], sv.tree(leaves[:size])] + path(at, leaves[:size])
        else:
            at, what = draw.randint(1, size), "consistency"
            hashes = [sv.tree(leaves[:at]), sv.tree(leaves[:size])] + subproof(at, leaves[:size])
        numbers = [at, size]
        changed_proof(numbers, hashes, draw)
        yield [what] + [str(n) for n in numbers] + [h.hex() for h in hashes], b""


def python_proof(words):
    """The Python verifier compares whole trees, and has no check of consistency."""
    index, size, *hashes = [int(words[1]), int(words[2])] + [bytes.fromhex(h) for h in words[3:]]
    try:
        return "yes" if sv.inclusion(index, size, hashes[0], hashes[2:]) == hashes[1] else "no"
    except sv.Wrong:
        return "no"


# --- changed bundles ---

def core(name):
    return name == "checkpoint" or name.startswith("tile/")


def python_tree(files, log_key):
    """What Go's tlog can judge of a bundle: the log's signature, its tiles and its entries."""
    reader = sv.Bundle(files, "")
    try:
        note = files["checkpoint"]
        sv.need(log_key in sv.signed_by(note, (log_key,)), "unsigned")
        reader.origin, reader.size, reader.root = sv.read_checkpoint(sv.split_note(note)[0])
        sv.need(reader.origin == sv.verifier(log_key)[0] and reader.size < 10 ** 9, "another log")
        leaves = [sv.leaf(raw) for raw in reader.load_entries()]
        sv.need(sv.tree(leaves) == reader.root, "another root")
        reader.check_tiles(leaves)
    except (sv.Wrong, KeyError, UnicodeDecodeError):
        return "no"
    return "no" if reader.wrong else "yes"


def changed_bundles(bundle, draw, count):
    """`count` of the changes that tamper.py makes: half of entries, where there are as many, the rest of files."""
    for changes, room in ((tamper.changes_of_entries(bundle.files, bundle.raws), count // 2),
                          (tamper.changes_of_files(bundle.files, 7), None)):
        room = count if room is None else room
        drawn = []
        for seen, change in enumerate(c for c in changes if c[1] != bundle.files):
            if len(drawn) < room:
                drawn.append(change)
            elif draw.randrange(seen + 1) < room:
                drawn[draw.randrange(room)] = change
        count -= len(drawn)
        yield from drawn


# --- putting the questions ---

class Answerer:
    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, words):
        self.process.stdin.write(" ".join(words).encode() + b"\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().decode().rstrip("\n")


class Bundle:
    def __init__(self, directory, fingerprint):
        self.files, self.fingerprint = sv.read_bundle(directory), fingerprint
        if sv.verify(self.files, fingerprint):
            sys.exit("the bundle itself isn't right")
        reader = sv.Bundle(self.files, fingerprint)
        reader.chain = reader.load_chain()
        reader.load_checkpoint()
        self.origin, self.raws = reader.origin, reader.load_entries()
        self.log_key = sv.unit_keys(reader.chain, self.origin, "log")[0]
        logs = {row["log"] for roster in reader.chain for row in roster["unit"].values() if "log" in row}
        self.keys = sorted(logs | set(sv.chain_keys(reader.chain)) | set(sv.witness_keys(reader.chain)))
        self.notes = [raw for name, raw in sorted(self.files.items()) if name == "checkpoint" or name.endswith(".note")]


class Comparison:
    def __init__(self, sluis, third):
        self.sluis, self.third = Answerer(sluis), Answerer(third) if third else None
        self.questions, self.verdicts = collections.Counter(), collections.Counter()
        self.stricter, self.different = collections.Counter(), []

    def compare(self, kind, what, answers, reason=None):
        self.questions[kind] += 1
        self.verdicts[kind] += len(answers)
        if reason:
            self.stricter[reason] += 1
        if len(set(answers.values())) > 1:
            self.different.append("%s: %s: %s" % (kind, answers, what))

    def put(self, questions, count, python, reason_of):
        for words, raw in itertools.islice(questions, count):
            answers = {"sluis": self.sluis.ask(words)}
            if words[0] != "consistency":
                answers["python"] = python(words[1:] if words[0] != "inclusion" else words)
            reason = reason_of(raw)
            if self.third and not reason:
                given = self.third.ask(words)
                parts = given.split(" / ") if words[0] == "checkpoint" else given.split(" ") if words[0] not in ("note", "tree") else [given]
                answers.update((who, said) for who, said in zip(("go", "sigsum"), parts) if said != "-")
            self.compare(words[0], " ".join(words), answers, reason)

    def put_bundles(self, bundle, audit, draw, count):
        for what, files in changed_bundles(bundle, draw, count):
            whole = {"python": "refused" if sv.verify(files, bundle.fingerprint) else "taken",
                     "sluis": "refused" if tamper.judged_by(audit, files, bundle.fingerprint) == 3 else "taken"}
            self.compare("bundle", what, whole)
            if "taken" in whole.values():
                self.different.append("taken: " + what)
            if self.third:
                words = [w for name in sorted(files) if core(name) for w in (name, text64(files[name]))]
                answers = {"python": python_tree(files, bundle.log_key), "go": self.third.ask(["tree", bundle.log_key] + words)}
                self.compare("tree", what, answers)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bundle")
    parser.add_argument("fingerprint")
    parser.add_argument("--sluis", required=True)
    parser.add_argument("--audit", required=True)
    parser.add_argument("--third")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=9)
    arguments = parser.parse_args()
    bundle, draw = Bundle(arguments.bundle, arguments.fingerprint), random.Random(arguments.seed)
    comparison = Comparison(arguments.sluis, arguments.third)
    comparison.put(note_questions(bundle, draw), arguments.count, python_note, stricter)
    comparison.put(checkpoint_questions(bundle, draw), arguments.count, python_checkpoint, checkpoint_stricter)
    comparison.put(proof_questions(bundle, draw), arguments.count, python_proof, lambda raw: None)
    comparison.put_bundles(bundle, arguments.audit, draw, arguments.count)
    for kind, count in sorted(comparison.questions.items()):
        print("%s: %d questions, %d verdicts" % (kind, count, comparison.verdicts[kind]))
    for reason, count in comparison.stricter.most_common():
        print("stricter than others, %d times: %s" % (count, reason))
    print("\n".join(comparison.different[:20]))
    print("%d verdicts compared, %s different" % (sum(comparison.verdicts.values()), len(comparison.different) or "none"))
    return 1 if comparison.different else 0


if __name__ == "__main__":
    sys.exit(main())
