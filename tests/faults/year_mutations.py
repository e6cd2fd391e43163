# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever a store takes in, its export verifies; what an audit would fault is refused on the way in. A copy of a unit's
store is given files that were changed on their way or by who has the keys (year_spoilt.py), and thrown away again."""
import collections
import hashlib
import os
import shutil
import subprocess

import year_spoilt as spoilt
from year_stage import SOURCE, Wrong, written

CAME = {0: "taken in", 6: "known"}
EACH = 8  # files that a copy is given in one event


class Mutations:
    def start_mutations(self):
        self.mutations = collections.Counter()

    def mutate(self):
        unit = self.units[self.draw.choice(sorted(self.LAW))]
        what = self.draw.choice([self.rosters_, self.agreements_, self.tables_, self.additions_, self.letters_, self.letters_,
                                 self.letters_, self.cosignatures_, self.exports_])
        self.secure(unit)
        tried = before = sum(self.mutations.values())
        for kind, how, file in what(unit):
            self.give(unit, kind, how, file)
            tried += 1
        if tried > before:
            self.verify(self.somebody(unit.name), python=True)
        shutil.rmtree(self.root / unit.name)
        (self.root / "safe").rename(self.root / unit.name)
        return "%s: %d %s" % (unit.name, tried - before, what.__name__.strip("_")) if tried > before else None

    def secure(self, unit):
        shutil.rmtree(self.root / "safe", ignore_errors=True)
        shutil.copytree(self.root / unit.name, self.root / "safe", symlinks=True)

    def give(self, unit, kind, how, file):
        """Refused, or taken in: then the export verifies."""
        who = self.somebody(unit.name)
        code, said = self.program(who, ["open", file])
        self.mutations[kind, how, CAME.get(code, "refused")] += 1
        if code:  # one that is known by its manifest isn't read to its end
            return
        try:
            self.verify(who, python=self.draw.random() < 0.3)
        except Wrong as why:
            shutil.copy(self.root / file, self.root / "culprit")
            raise Wrong("%s, %s: was taken in (%s), and then: %s" % (kind, how, said.get("files"), why)) from why
        self.rests_on(unit, file)
        shutil.rmtree(self.root / unit.name)
        shutil.copytree(self.root / "safe", self.root / unit.name, symlinks=True)

    def rests_on(self, unit, file):
        """A table that was taken in is pinned by an agreement, so that the audit looks at it."""
        pinned = {b"sluis.grounds": "grounds", b"sluis.catalogue": "additions"}
        data = (self.root / file).read_bytes()
        key = next((v for k, v in pinned.items() if data.startswith(b"type: " + k)), None)
        if not key:
            return
        flow = self.draw.choice([f for f in self.FLOWS if unit.name in f])
        lines = self.next_agreement(flow)
        lines = [line for line in lines if not line.startswith(key + ":")]
        at = next(i for i, line in enumerate(lines) if line.startswith("catalogue: ")) + 1
        text = data.split(b"\n\n")[0] + b"\n"
        lines.insert(at + (key == "grounds"), '%s: "%s"' % (key, hashlib.sha256(text).hexdigest()))
        self.signed("rests.note", lines, ["po1", "po2"])
        code, _ = self.program(self.somebody(unit.name), ["open", "rests.note"])
        self.mutations["an agreement on it", key, CAME.get(code, "refused")] += 1
        self.verify(self.somebody(unit.name), python=True)

    # --- texts ---

    def signed(self, name, lines, officers):
        (self.root / name).write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        for officer in officers:
            subprocess.run([os.environ["SLUIS_COUNTERSIGN"], name, "keys/%s.key" % officer], cwd=self.root, check=True,
                           stdin=subprocess.DEVNULL, env=dict(os.environ, SLUIS_TEST_NOW=written(self.now)))

    def texts(self, kind, lines):
        """Spoilt before they were signed, and behind that."""
        for _ in range(EACH):
            how = self.draw.choice(sorted(spoilt.TEXT))
            officers = self.draw.sample(["po1", "po2", "po3"], self.draw.choice([1, 2, 2, 2, 2, 3]))
            self.signed("spoilt.note", spoilt.TEXT[how](self.draw, lines), officers)
            if self.draw.random() < 0.2:
                how = "signed, then " + self.spoil("spoilt.note", spoilt.NOTE)
            yield kind, how, "spoilt.note"
        self.signed("clean.note", lines, ["po1", "po3"])
        for _ in range(EACH // 2):
            shutil.copy(self.root / "clean.note", self.root / "spoilt.note")
            yield kind, self.spoil("spoilt.note", spoilt.NOTE), "spoilt.note"

    def spoil(self, file, table):
        path, told = self.root / file, []
        for how in self.draw.sample(sorted(table), self.draw.choice([1, 1, 1, 2])):
            try:
                path.write_bytes(table[how](self.draw, path.read_bytes()))
            except (ValueError, IndexError):  # nothing there any more to do it to
                continue
            told.append(how)
        return told[0] if told else "as it is"

    def lines_of(self, name):
        return (self.root / name).read_text(encoding="utf-8").split("\n\n", 1)[0].splitlines()

    def rosters_(self, unit):
        text = "\n".join(self.lines_of("roster-%d.note" % unit.roster)) + "\n"
        lines = text.replace("\nversion: %d\n" % unit.roster, "\nversion: %d\n" % (unit.roster + 1)).splitlines()
        for i, line in enumerate(lines):
            if line.startswith("previous: "):
                lines[i] = 'previous: "%s"' % hashlib.sha256(text.encode()).hexdigest()
            if line.startswith("issued: "):
                lines[i] = 'issued: "%s"' % written(self.now)
        yield from self.texts("roster", lines)

    def next_agreement(self, flow):
        name, last = "-".join(flow), self.agreements[flow]
        text = "\n".join(self.lines_of("%s.%d.note" % (name, last))) + "\n"
        return text.replace("\nversion: %d\n" % last, "\nversion: %d\n" % (last + 1)).splitlines()

    def agreements_(self, unit):
        yield from self.texts("agreement", self.next_agreement(self.draw.choice([f for f in self.FLOWS if unit.name in f])))

    def tables_(self, _):
        yield from self.texts("table of grounds", self.lines_of("grounds.note"))

    def additions_(self, _):
        text = SOURCE + "/tests/faults/year_additions.yaml"
        with open(text, encoding="utf-8") as file:
            yield from self.texts("additions to the catalogue", file.read().splitlines())

    # --- letters ---

    def letters_(self, unit):
        here = [x for x in self.letters if x.to == unit.name]
        if not here:
            return
        letter = self.draw.choice(here[-5:])
        for _ in range(EACH // 2):
            shutil.copy(self.root / letter.file, self.root / "spoilt.sluis")
            how = self.spoil("spoilt.sluis", spoilt.BYTES)
            if (self.root / "spoilt.sluis").read_bytes() == (self.root / letter.file).read_bytes():
                continue
            yield letter.kind, how, "spoilt.sluis"
            self.expect(0, self.mutations[letter.kind, how, "taken in"], "letters changed on their way and taken in: " + how)
        for how, file in list(self.forge(letter, self.plans(letter))):
            yield letter.kind, "by an insider: " + how, file

    def forge(self, letter, plans):
        """A plan at a time, since what one can't do stops the forge."""
        for number, (how, edits) in enumerate(plans):
            code, _ = self.forge_one(letter, "forged-%d\t%s" % (number, "\t".join(edits)))
            if code == 0:
                yield how, "forged-%d.sluis" % number
            (self.root / ("forged-%d.sluis" % number)).unlink(missing_ok=True)

    def forge_one(self, letter, plan):
        done = subprocess.run([os.environ["SLUIS_FORGE"], letter.file, ".", letter.sender, "keys/%s.key" % letter.signer, letter.to,
                               "keys/%s1.key" % letter.to], cwd=self.root, input=plan + "\n", text=True, check=False,
                              capture_output=True, env=dict(os.environ, SLUIS_TEST_NOW=written(self.now)))
        return done.returncode, done.stderr

    def plans(self, letter):
        answered = ["log|package_kind|retraction"] if (letter.file.find("retraction") > 0 and letter.kind == "receipt") else []
        members = [m for m in ("records", "consents", "decisions") if self.dumped(letter, m)]
        for _ in range(EACH):
            fresh = ["new-id", "set|sequence|%d" % (letter.sequence + self.draw.choice([0, 0, 20])),
                     "set|previous|%064d" % 7] if self.draw.random() < 0.5 else []
            way = self.draw.choice(["manifest", "entry", "lines", "lines", "lines"])
            if way == "lines" and members:
                how, edits = self.lines(letter, self.draw.choice(members))
            else:
                table = spoilt.ENTRY if way == "entry" else spoilt.MANIFEST
                key = self.draw.choice(sorted(table))
                how, edits = way, ["%s|%s|%s" % ("log" if way == "entry" else "set", key, self.draw.choice(table[key]))]
                how = "its entry" if way == "entry" else "its manifest"
            yield how, answered + fresh + edits

    def dumped(self, letter, member):
        (self.root / ("dump-" + member)).unlink(missing_ok=True)
        return self.forge_one(letter, "dump\tdump|%s/000001.ndjson.gz|dump-%s" % (member, member))[0] == 0

    def lines(self, letter, member):
        lines = (self.root / ("dump-" + member)).read_text(encoding="utf-8").splitlines()
        how = self.draw.choice(sorted(spoilt.LINES))
        changed = spoilt.LINES[how](self.draw, lines)
        name = "lines-%d" % self.draw.randrange(10 ** 9)
        (self.root / name).write_text("".join(line + "\n" for line in changed), encoding="utf-8")
        edits = ["content|%s/000001.ndjson.gz|%s" % (member, name)]
        if member != "consents" or letter.kind == "retraction":
            edits += ["set|records|%d" % len(changed)] * (self.draw.random() < 0.8)
        return "%s, %s" % (member, how), edits

    # --- what officers cosign ---

    def cosigned(self, bundle, note):
        """By an officer who remembers nothing, so that the copy is the first that is seen."""
        seen = self.root / "keys" / "po3.key.seen"
        code, _ = self.program("po3", ["log", "witness", bundle, "--fingerprint", self.fingerprint, "-o", note])
        seen.unlink(missing_ok=True)
        return code

    def cosignatures_(self, unit):
        (self.root / "cosigned.note").unlink(missing_ok=True)
        self.verify(self.somebody(unit.name))
        self.secure(unit)
        self.expect(0, self.cosigned("audit-" + unit.name, "cosigned.note"), "cosigning")
        for _ in range(EACH):
            shutil.copy(self.root / "cosigned.note", self.root / "spoilt.note")
            yield "cosignature", self.spoil("spoilt.note", spoilt.NOTE), "spoilt.note"

    def exports_(self, unit):
        """An officer is given a log that was changed on its way: what comes of it, if anything, goes to the unit."""
        self.verify(self.somebody(unit.name))
        self.secure(unit)
        whole = self.root / "whole"  # of what was secured: verifying what a copy took in writes a later export
        shutil.rmtree(whole, ignore_errors=True)
        shutil.copytree(self.root / ("audit-" + unit.name), whole)
        for _ in range(EACH // 2):
            shutil.rmtree(self.root / "changed", ignore_errors=True)
            (self.root / "changed.note").unlink(missing_ok=True)
            shutil.copytree(whole, self.root / "changed")
            files = sorted(p for p in (self.root / "changed").rglob("*") if p.is_file())
            file = self.draw.choice(files).relative_to(self.root)
            how = self.spoil(file, spoilt.NOTE if file.suffix == ".note" else spoilt.BYTES)
            code = self.cosigned("changed", "changed.note")
            if code == 0:
                yield "export, cosigned", how, "changed.note"
            else:
                self.mutations["export", how, "refused"] += 1

    # --- what came of it ---

    def told_of_mutations(self):
        by = collections.defaultdict(collections.Counter)
        for (kind, how, came), count in self.mutations.items():
            keys = "" if how in spoilt.NOTE or how.startswith("signed, then") else " with keys"
            by[kind + keys][came] += count
        return ["%-45s %5d refused %5d known %5d taken in and verified" %
                (kind, n["refused"], n["known"], n["taken in"]) for kind, n in sorted(by.items())]
