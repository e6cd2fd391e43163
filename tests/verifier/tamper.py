#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Every way to change a bundle that one can think of: none may be taken.

    tamper.py DIR FINGERPRINT [--step N] [--audit PROGRAM]
    tamper.py --disclosure FILE FINGERPRINT [--step N] [--audit PROGRAM]

Bytes flipped (each Nth; N is 1 for all), files cut, lengthened, emptied, lost, added,
swapped, entries changed, removed, added, reordered, swapped and cut off at every place,
with the tree and its tiles computed anew so that only the signature can tell. The
Python verifier judges all in memory; PROGRAM a sample, from files.
"""
import argparse
import copy
import json
import pathlib
import subprocess
import sys
import tempfile

import sluis_verify as sv

AUDIT_EACH = 40 # of the changes, PROGRAM judges every so manieth


def flips(name, data, step):
    for at in range(0, len(data), step):
        yield "%s byte %d" % (name, at), data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1:]


def changes_of_files(files, step):
    names = sorted(files)
    for name in names:
        data = files[name]
        for what, changed in flips(name, data, step):
            yield what, {**files, name: changed}
        for size in sorted({0, 1, len(data) // 2, len(data) - 1}):
            yield "%s cut to %d" % (name, size), {**files, name: data[:size]}
        yield name + " with a byte more", {**files, name: data + b"\n"}
        yield name + " lost", {k: v for k, v in files.items() if k != name}
        yield name + " there twice", {**files, name + "x": data}
    for i, first in enumerate(names):
        for second in names[i + 1:]:
            if files[first] != files[second]:
                yield "%s and %s swapped" % (first, second), {**files, first: files[second], second: files[first]}
    for name in ("rosters/999999.note", "agreements/other-v1.note", "manifests/%s.note" % ("0" * 32), "law/%s.yaml" % ("0" * 64), "tile/5/000", "README"):
        yield name + " added", {**files, name: b"something\n"}


def rebuilt(files, raws, checkpoint=None):
    """The bundle with these entries, its tiles right for them; the checkpoint as it was."""
    new = {k: v for k, v in files.items() if not k.startswith("tile/")}
    for name, n, width in sv.tiles("entries", len(raws)):
        new[name] = b"".join(len(r).to_bytes(2, "big") + r for r in raws[n * sv.TILE:n * sv.TILE + width])
    hashes, level = [sv.leaf(r) for r in raws], 0
    while hashes:
        for name, n, width in sv.tiles(level, len(hashes)):
            new[name] = b"".join(hashes[n * sv.TILE:n * sv.TILE + width])
        hashes = [sv.tree(hashes[i:i + sv.TILE]) for i in range(0, len(hashes) - sv.TILE + 1, sv.TILE)]
        level += 1
    if checkpoint:
        new["checkpoint"] = checkpoint
    return new


def renumbered(raws):
    """With each entry saying where it stands now."""
    result = []
    for index, raw in enumerate(raws):
        entry = json.loads(raw)
        entry["index"] = index
        result.append(sv.write_json(entry))
    return result


def with_root(files, raws):
    """A checkpoint that says these entries' root, under the old signature."""
    text, rest = files["checkpoint"].split(b"\n\n", 1)
    origin = text.split(b"\n")[0]
    root = sv.base64.b64encode(sv.tree([sv.leaf(r) for r in raws]))
    return b"\n".join([origin, str(len(raws)).encode(), root]) + b"\n\n" + rest


def changed_entries(raws):
    for i, raw in enumerate(raws):
        entry = json.loads(raw)
        for key, value in list(entry.items()):
            other = copy.deepcopy(entry)
            if isinstance(value, bool) or key not in ("index", "commitment", "version") and not isinstance(value, int):
                del other[key]
            else:
                other[key] = value + 1 if isinstance(value, int) else value[::-1]
            yield "entry %d: another %s" % (i, key), raws[:i] + [sv.write_json(other)] + raws[i + 1:]
        yield "entry %d removed" % i, raws[:i] + raws[i + 1:]
        yield "entry %d removed, the rest renumbered" % i, renumbered(raws[:i] + raws[i + 1:])
        yield "entry %d there twice" % i, raws[:i] + [raw] + raws[i:]
        yield "an entry added before %d" % i, renumbered(raws[:i] + [raws[0]] + raws[i:])
        yield "cut off before %d" % i, raws[:i]
        if i + 1 < len(raws):
            yield "entries %d and %d swapped" % (i, i + 1), raws[:i] + [raws[i + 1], raw] + raws[i + 2:]
            yield "entries %d and %d swapped and renumbered" % (i, i + 1), renumbered(raws[:i] + [raws[i + 1], raw] + raws[i + 2:])
    yield "all reversed", raws[::-1]
    yield "an entry added at the end", raws + renumbered(raws + [raws[-1]])[-1:]


def changes_of_entries(files, raws):
    for what, changed in changed_entries(raws):
        yield what, rebuilt(files, changed)
        yield what + ", with its root", rebuilt(files, changed, with_root(files, changed))


def write_out(files, top):
    for name, data in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def judged_by(program, files, fingerprint):
    with tempfile.TemporaryDirectory() as folder:
        top = pathlib.Path(folder) / "bundle"
        top.mkdir()
        try:
            write_out(files, top)
        except (NotADirectoryError, IsADirectoryError, FileExistsError):
            return 3
        return subprocess.run([program, "verify", str(top), "--fingerprint", fingerprint], capture_output=True, check=False).returncode


def bundle(arguments):
    files = sv.read_bundle(arguments.what)
    if sv.verify(files, arguments.fingerprint):
        sys.exit("the bundle itself isn't right")
    reader = sv.Bundle(files, arguments.fingerprint)
    reader.chain = reader.load_chain()
    reader.load_checkpoint()
    raws = reader.load_entries()
    taken, count = [], 0
    for changes in (changes_of_entries(files, raws), changes_of_files(files, arguments.step)):
        for what, changed in changes:
            if changed == files:
                continue
            count += 1
            if not sv.verify(changed, arguments.fingerprint):
                taken.append("the Python verifier takes " + what)
            if arguments.audit and count % AUDIT_EACH == 0 and judged_by(arguments.audit, changed, arguments.fingerprint) == 0:
                taken.append("%s takes %s" % (arguments.audit, what))
    return count, taken


def disclosure(arguments):
    data = pathlib.Path(arguments.what).read_bytes()
    sv.verify_disclosure(data, arguments.fingerprint)
    lines = data.split(b"\n")[:-1]
    changes = list(flips("disclosure", data, arguments.step))
    changes += [("cut to %d" % size, data[:size]) for size in range(0, len(data), arguments.step * 3)]
    changes += [("line %d lost" % i, b"".join(x + b"\n" for x in lines[:i] + lines[i + 1:])) for i in range(len(lines))]
    changes += [("line %d twice" % i, b"".join(x + b"\n" for x in lines[:i + 1] + lines[i:])) for i in range(len(lines))]
    changes += [("lines %d and %d swapped" % (i, i + 1), b"".join(x + b"\n" for x in lines[:i] + [lines[i + 1], lines[i]] + lines[i + 2:]))
                for i in range(len(lines) - 1)]
    taken = []
    for count, (what, changed) in enumerate(changes):
        try:
            sv.verify_disclosure(changed, arguments.fingerprint)
            taken.append("the Python verifier takes " + what)
        except sv.Wrong:
            pass
        if arguments.audit and count % AUDIT_EACH == 0 and subprocess.run(
                [arguments.audit, "prove", "-", "--fingerprint", arguments.fingerprint], input=changed, capture_output=True,
                check=False).returncode == 0:
            taken.append("%s takes %s" % (arguments.audit, what))
    return len(changes), taken


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what")
    parser.add_argument("fingerprint")
    parser.add_argument("--disclosure", action="store_true")
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--audit")
    arguments = parser.parse_args()
    count, taken = (disclosure if arguments.disclosure else bundle)(arguments)
    print("\n".join(taken[:20]))
    print("%d changes, %s taken" % (count, len(taken) or "none"))
    return 1 if taken or count < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
