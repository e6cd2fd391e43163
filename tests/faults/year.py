#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Plays a random year between units with the real programs, and holds what they do against a model of what must be.

    year.py PREPARED FOLDER SEED EVENTS

PREPARED is what year.sh makes: keys, stores, rosters and agreements. Of one seed the year is always the same. What is
drawn and what came of it is printed, one line an event; where the programs do otherwise than the model says, that is
told and the exit code is 1.
"""
import base64
import copy
import datetime
import json
import shutil
import sys

from year_faults import Faults
from year_model import Client, Copy, Declared, Letter, Unit, holding
from year_mutations import Mutations
from year_stage import BIN, Stage, Wrong

FLOWS = [("wi", "wmo"), ("noord", "wmo"), ("wi", "zuid"), ("oost", "zuid")]
LAW = {"wi": "pw", "noord": "pw", "oost": "pw", "wmo": "wmo", "zuid": "wmo"}
PURPOSE = "onderzoek-2.3.2"
POWERS = "read import export consent pack approve open log access decide".split()
BSNS = ["999990019", "999990020", "999990032", "999990044", "999990056"]
CARRIED = datetime.timedelta(days=14)  # use_by_days of the agreements
ARTICLE = "Wmo 2015 art. 5.3.4 lid 1"


class Year(Faults, Mutations, Stage):
    FLOWS, LAW = FLOWS, LAW

    def __init__(self, prepared, folder, seed):
        super().__init__(prepared, folder, seed)
        self.units = {name: Unit(name) for name in LAW}
        self.agreements = {flow: 1 for flow in FLOWS}
        self.valid_from = {(flow, 1): None for flow in FLOWS}
        self.listed = {}  # by unit, the roster that lists its newest keys
        self.issued, self.since = {}, {}  # of rosters; of people who came, their first day
        self.kept, self.answers, self.letters = {}, {}, []
        self.start_mutations()
        self.members = {2: {unit + n for unit in LAW for n in "12"}}
        self.post = []
        (self.root / "words").write_text("Besproken; nee zeggen heeft geen gevolgen.\n", encoding="utf-8")
        (self.root / "form").write_text("A signed form.\n", encoding="utf-8")
        for unit in self.units.values():
            unit.people = {unit.name + "1", unit.name + "2"}

    # --- the sender's side ---

    def import_(self):
        unit = self.units[self.only or self.draw.choice(sorted({f[0] for f in FLOWS}))]
        rows = []
        for bsn in self.draw.sample(BSNS, self.draw.randint(1, 3)):
            client = unit.clients.setdefault(bsn, Client(bsn))
            if client.version == 0 or self.draw.random() < 0.7:
                client.version += 1
            rows.append({"burgerservicenummer": bsn, "naam.geslachtsnaam": "Jansen", "geboorte.datum": "1980-05-17", "wet": "pw",
                         "gegevensbron": "pw", "huisnummer": client.version, "zaak.identificatie": "Z-" + bsn[-3:]})
        (self.root / "rows.ndjson").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
        code, said = self.act(self.somebody(unit.name), "import", "import", "rows.ndjson")
        self.expect(0, code, "importing")
        if said:
            self.expect(len(rows), said["added"] + said["changed"] + said["same"], "rows taken in")
        return "%s %s" % (unit.name, " ".join("%s=%d" % (r["burgerservicenummer"], r["huisnummer"]) for r in rows))

    def flow(self):
        flow = self.draw.choice([f for f in FLOWS if self.only in (None, f[0])])
        return flow, self.units[flow[0]], self.units[flow[1]]

    def select(self, bsns):
        (self.root / "bsns").write_text("".join(b + "\n" for b in bsns), encoding="utf-8")
        return ["--select-from", "bsns"]

    def goal(self, flow):
        return ["--to", "oss.nl/" + flow[1], "--agreement", "-".join(flow), "--purpose", PURPOSE]

    def consent(self):
        flow, sender, _ = self.flow()
        if not sender.clients:
            return None
        bsns = self.draw.sample(sorted(sender.clients), self.draw.randint(1, min(2, len(sender.clients))))
        days = self.draw.choice([5, 20, 60, 200])
        until = (self.time_of(sender.name) + datetime.timedelta(days=days)).strftime("%Y-%m-%d")
        who = self.somebody(sender.name)
        code, _ = self.act(who, "consent", "consent", "record", *self.goal(flow), "--kind", "both", "--until", until, "--by",
                           "client", "--assured", "conversation", "--words-from", "words", "--evidence", "form",
                           *self.select(bsns))
        self.expect(0, code, "recording what clients said")
        self.learn(sender, who, flow, bsns, until)
        return "%s %s until %s" % ("-".join(flow), " ".join(bsns), until)

    def learn(self, unit, who, flow, bsns, until):
        """The ids of what was just recorded, and what it is."""
        known = {d.id for d in unit.declared}
        for bsn in bsns:
            said = self.must(who, "consent", "list", *self.select([bsn]))
            fresh = [c for c in said["consents"] if c["id"] not in known]
            self.expect(2, len(fresh), "declarations recorded of " + bsn)
            for c in fresh:
                unit.declared.append(Declared(c["id"], c["kind"], flow, bsn, until, self.day(unit)))

    def withdraw(self):
        flow, sender, receiver = self.flow()
        unit = sender if self.only or self.draw.random() < 0.8 else receiver
        standing = [d for d in unit.declared if d.flow == flow and not d.withdrawn]
        if not standing:
            return None
        chosen = self.draw.choice(standing)
        who = self.somebody(unit.name)
        code, said = self.act(who, "withdraw", "consent", "withdraw", chosen.id)
        self.expect(0, code, "withdrawing")
        ended = [d for d in standing if d.same_terms(chosen)]
        for d in ended:
            d.withdrawn, d.ended = True, self.day(unit)
        if said:
            self.expect(len(ended), said["withdrawn"], "declarations ended")
        if unit is receiver:
            self.restrict(unit, chosen)
            return "%s at %s" % (chosen.id, unit.name)
        went = [letter for letter in sender.sent if letter.flow == flow and letter.declared & {d.id for d in ended}]
        if said:
            self.expect(bool(went), said.get("file") is not None, "a retraction stands ready")
        if went:
            said = said or self.sent_last(who, "retraction", receiver.name)
            self.send(sender, receiver, flow, "retraction", said, who, ended=ended).agreement = went[-1].agreement
        return "%s of %s at %s%s" % (chosen.kind, chosen.bsn, "-".join(flow), ", told" if went else "")

    def send(self, sender, receiver, flow, kind, said, who, **more):
        letter = Letter(kind, flow, sender.name, receiver.name, said["sequence"], self.time_of(sender.name), who,
                        sender.roster, self.agreement_of(sender, flow), **more)
        letter.file = "post-%s-%s-%d-%s" % (sender.name, receiver.name, letter.sequence, kind)
        shutil.copy(self.root / said["file"], self.root / letter.file)
        sender.sent.append(letter)
        self.leaves(sender, letter)
        self.post.append(letter)
        return letter

    def leaves(self, sender, letter):
        """It shows what its sender had seen of the receiver's log."""
        sender.left += 1
        letter.ordinal, letter.seen = sender.left, sender.saw.get(letter.to, 0)
        self.letters.append(letter)

    def agreement_of(self, unit, flow):
        today = self.day(unit)
        return max(v for v in unit.agreements.get(flow, {1}) if v == 1 or self.valid_from[flow, v] <= today)

    def goes(self, sender, flow, bsns):
        today = self.day(sender)
        found = {}
        for bsn in bsns:
            by_kind = [holding(sender.declared, flow, bsn, kind, today) for kind in ("consent", "no-objection")]
            if all(by_kind):
                found[bsn] = (sender.clients[bsn].version, [d.id for d in by_kind])
        return found

    def pack(self):
        flow, sender, receiver = self.flow()
        if not sender.clients:
            return None
        bsns = self.draw.sample(sorted(sender.clients), self.draw.randint(1, len(sender.clients)))
        goes, who = self.goes(sender, flow, bsns), self.somebody(sender.name)
        code, said = self.act(who, "pack", "pack", *self.goal(flow), *self.select(bsns))
        self.expect(0 if goes else 8, code, "packing %s" % " ".join(bsns))
        told = "%s %s by %s" % ("-".join(flow), " ".join("%s=%d" % (b, v[0]) for b, v in goes.items()) or "nobody", who)
        if not goes:
            return told
        said = said or dict(self.sent_last(who, "cases", receiver.name), leaving=len(goes))
        self.expect(len(goes), said["leaving"], "clients that leave")
        if flow[1] == "zuid":
            self.expect("pending", said["state"], "it waits")
            sender.pending.append((flow, said["id"], who, goes, self.time_of(sender.name), self.agreement_of(sender, flow)))
            return told + ", waits"
        self.send(sender, receiver, flow, "cases", said, who, clients=goes)
        return told

    def approve(self):
        sender = self.units[self.draw.choice(["wi", "oost"])]
        if not sender.pending:
            return None
        flow, id_, packer, goes, made, version = sender.pending.pop(self.draw.randrange(len(sender.pending)))
        others = sender.people - {packer}
        if not others:
            return None
        who = self.draw.choice(sorted(others))
        ended = {d.id for d in sender.declared if d.withdrawn}
        right = (made <= self.time_of(sender.name) <= made + CARRIED and packer in sender.people
                 and self.agreement_of(sender, flow) == version
                 and all(sender.clients[b].version == v and not ended & set(ids) for b, (v, ids) in goes.items())
                 and all(d.until >= self.day(sender) for d in sender.declared for _, ids in goes.values() if d.id in ids))
        code, said = self.act(who, "approve", "approve", id_)
        self.expect(right, code == 0, "approving what %s packed" % packer)
        if not right:
            self.must(who, "approve", id_, "--decline")
            return "%s declined" % id_
        said = said or self.sent_of(who, id_)
        letter = self.send(sender, self.units[flow[1]], flow, "cases", said, who, clients=goes)
        letter.made, letter.packer = made, packer
        return "%s by %s" % (id_, who)

    # --- the post ---

    def deliver(self):
        if not self.post:
            return None
        letter = self.draw.choice(self.post[:6])
        fate = self.draw.random()
        if fate < 0.08:
            self.post.remove(letter)
            return "%s is lost" % letter
        if fate > 0.2:
            self.post.remove(letter)
        return self.open(letter, kill=self.draw.randint(1, 45) if fate > 0.93 else 0)

    def open(self, letter, kill=0):
        unit = self.units[letter.to]
        who = self.somebody(unit.name)
        if kill:
            self.program(who, ["open", letter.file], kill)
            if self.program(who, ["status"])[1].get("unit") is None:
                raise Wrong("the store doesn't open after a kill: " + self.last)
        code, said = self.program(who, ["open", letter.file])
        told = "%s by %s%s" % (letter, who, ", after a kill at %d" % kill if kill else "")
        right = 6 if letter.id in unit.opened else self.refused(unit, letter, who) or 0
        if kill and code == 6 and right == 0:  # the first time had come far enough
            self.taken(unit, letter, self.outbox(unit, letter), who)
            return told
        if right > 8:  # refused, by whatever rule comes first
            self.expect(True, code in (3, 5, 8), "opening " + told)
            if (who not in self.members[max(unit.roster, letter.roster)] or
                    letter.agreement not in unit.agreements.get(letter.flow, {1})):
                self.post.append(letter)  # for a colleague, or for when the agreement has come
            return "%s refused: %d" % (told, code)
        self.expect(right, code, "opening " + told)
        if code == 0:
            self.taken(unit, letter, said["files"][0].get("receipt"), who)
            self.count(unit, letter, said["files"][0])
        return told + (" again" if code == 6 else "")

    def outbox(self, unit, letter):
        found = list((self.root / unit.name / "outbox").glob("oss.nl_%s-*%06d-receipt.sluis" % (letter.sender, letter.sequence)))
        return found[0] if found else None

    def refused(self, unit, letter, who):
        """9 where it must be, 0 where not. Who signed and left since, signed; who had left by then didn't."""
        newest = max(unit.roster, letter.roster)
        if self.time_of(unit.name) > letter.use_by() or who not in self.members[newest]:
            return 9
        if letter.made > self.time_of(unit.name) + datetime.timedelta(days=1):  # by a clock that was far ahead
            return 9
        for v in range(letter.roster + 1, newest + 1):
            if self.issued[v] <= letter.finished and letter.signer not in self.members[v]:
                return 9
            if self.issued[v] <= letter.made and letter.packer and letter.packer not in self.members[v]:
                return 9
        known = unit.agreements.get(letter.flow, {1})
        if letter.kind in ("receipt", "decision"):  # about what this unit itself sent
            return 0
        if letter.kind == "retraction":
            return 9 * (letter.agreement not in known)
        newer = [v for v in known if v > letter.agreement and self.valid_from[letter.flow, v] <= letter.made.strftime("%Y-%m-%d")]
        return 9 if letter.agreement not in known or newer else 0

    def taken(self, unit, letter, receipt, who):
        unit.opened.add(letter.id)
        unit.saw[letter.sender] = max(unit.saw.get(letter.sender, 0), letter.ordinal)
        self.renew(unit, max(unit.roster, letter.roster))
        self.before = copy.deepcopy(unit.copies)
        if letter.kind == "cases":
            self.take_cases(unit, letter)
        if letter.kind == "retraction":
            for d in letter.ended:
                mine = next((x for x in unit.declared if x.id == d.id), None)
                if not mine:
                    mine = Declared(d.id, d.kind, d.flow, d.bsn, d.until, d.given)
                    unit.declared.append(mine)
                mine.withdrawn = True
            for d in letter.ended:
                self.restrict(unit, d)
        if letter.kind in ("cases", "retraction"):
            if receipt is None:
                raise Wrong("no receipt of %s" % letter)
            answer = Letter("receipt", letter.flow, unit.name, letter.sender, letter.sequence, self.time_of(unit.name), who,
                            unit.roster, letter.agreement)
            answer.file = letter.file + "-receipt"
            shutil.copy(self.root / receipt, self.root / answer.file)
            self.answers[letter.id] = answer
            self.leaves(unit, answer)
            self.post.append(answer)

    def take_cases(self, unit, letter):
        sender = self.units[letter.sender]
        ended = {d.id for d in unit.declared if d.withdrawn}
        for bsn, (version, ids) in letter.clients.items():
            known = {d.id for d in unit.declared}
            for d in sender.declared:
                if d.id in ids and d.id not in known:
                    unit.declared.append(Declared(d.id, d.kind, d.flow, d.bsn, d.until, d.given))
            if ended & set(ids):
                continue
            here = unit.copies.setdefault((letter.flow, bsn), Copy(version, letter.sequence))
            if letter.sequence >= here.sequence:
                here.version, here.sequence = version, letter.sequence

    def restrict(self, unit, declared):
        here = unit.copies.get((declared.flow, declared.bsn))
        if here and not any(d.same_terms(declared) and not d.withdrawn and d.until >= self.day(unit) for d in unit.declared):
            here.restricted, here.kept = True, False

    def count(self, unit, letter, said):
        if letter.kind == "retraction":
            fresh = sum(unit.copies[k].restricted and not (k in self.before and self.before[k].restricted) for k in unit.copies)
            if said["restricted"] < fresh:
                raise Wrong("%s restricted %d; must be %d" % (letter, said["restricted"], fresh))

    def decide(self):
        unit = self.units[self.only or self.draw.choice(["wmo", "zuid"])]
        who = self.somebody(unit.name)
        listed = self.must(who, "restriction", "list")["restricted"]
        self.expect(sum(c.restricted for c in unit.copies.values()), len(listed), "restricted records at " + unit.name)
        if not listed:
            return None
        one = self.draw.choice(sorted(listed, key=lambda r: r["id"]))
        bsn = self.must(who, "show", one["id"], "--to-client")["records"][0]["record"]["burgerservicenummer"]
        key = next(k for k in unit.copies if k[1] == bsn and "oss.nl/" + k[0][0] == one["from"])
        here, what = unit.copies[key], self.draw.choice(["erase", "keep", "unlock"])
        if what == "keep" and here.kept:
            what = "erase"
        more = ["--reason", "retention", "--article", ARTICLE] if what == "keep" else []
        code, said = self.act(who, "decide", "restriction", what, one["id"], *more)
        said_anew = all(any(d.flow == key[0] and d.bsn == bsn and d.kind == kind and not d.withdrawn and d.until >= self.day(unit)
                            for d in unit.declared) for kind in ("consent", "no-objection"))
        self.expect(0 if what != "unlock" or said_anew else 8, code, "%s of %s" % (what, bsn))
        if code:
            return "%s of %s refused" % (what, bsn)
        if what == "erase":
            del unit.copies[key]
        else:
            here.restricted, here.kept = what == "keep", what == "keep"
        said = said or self.sent_last(who, "decision", key[0][0])
        self.send(unit, self.units[key[0][0]], key[0], "decision", said, who)
        return "%s of %s at %s" % (what, bsn, unit.name)

    # --- rosters, agreements, machines ---

    def soil(self, name):
        """A copy with a line below it that anybody can write."""
        text = (self.root / name).read_bytes()
        if self.draw.random() < 0.5:
            return name
        line = b"\xe2\x80\x94 nobody.example " + base64.b64encode(self.draw.randbytes(68)) + b"\n"
        (self.root / ("soiled-" + name)).write_bytes(text + line)
        return "soiled-" + name

    def roster(self):
        last = max(self.members)
        draft, people = "roster-%d.note" % (last + 1), set(self.members[last])
        unit = self.draw.choice(sorted(LAW))
        if unit + "3" not in people:
            told = "%s3 comes" % unit
            people.add(unit + "3")
            self.since[unit + "3"] = self.now.strftime("%Y-%m-%d")
            self.must_officer("roster", "add", "cards/%s3.card" % unit, "--roster", "roster-%d.note" % last,
                              "--unit", "oss.nl/" + unit, "--role", "consulent", "--law", LAW[unit], "--action", *POWERS, "-o", draft)
        elif unit + "1" in people:
            told = "%s1 leaves" % unit
            people.remove(unit + "1")
            self.must_officer("roster", "remove", "oss.nl/p-%s1" % unit, "--roster", "roster-%d.note" % last, "-o", draft)
        else:
            return None
        for officer in self.draw.sample(["po1", "po2", "po3"], 2):
            self.must(officer, "roster", "sign", draft)
        self.members[last + 1], self.issued[last + 1] = people, self.now
        return told

    def new_keys(self):
        """A unit renews its own keys; the officers list them; it takes them up with the roster, whenever that comes."""
        last, unit = max(self.members), self.units[self.draw.choice(sorted(LAW))]
        if self.listed.get(unit.name, 0) > unit.roster:
            return None
        who = self.somebody(unit.name)
        code, said = self.act(who, "key", "unit", "renew", "--yes")
        self.expect(0, code, "renewing keys")
        if said is None:  # killed behind its entry: the card may not be there
            self.must(who, "unit", "renew", "--yes")
        draft = "roster-%d.note" % (last + 1)
        self.must_officer("roster", "add", str(self.home(unit) / "unit.card"), "--replace", "--roster", "roster-%d.note" % last, "-o", draft)
        for officer in self.draw.sample(["po1", "po2", "po3"], 2):
            self.must(officer, "roster", "sign", draft)
        self.members[last + 1], self.issued[last + 1] = set(self.members[last]), self.now
        self.listed[unit.name] = last + 1
        self.kept.pop(unit.name, None)  # a copy of before has no keys that go with later rosters
        return unit.name

    def hand_out(self):
        unit = self.units[self.draw.choice(sorted(LAW))]
        newest = max(self.members)
        if unit.roster == newest:
            return None
        stays = unit.people & self.members[newest]
        if not stays:
            return None
        who = self.draw.choice(sorted(stays))
        self.must(who, "open", *(self.soil("roster-%d.note" % v) for v in range(unit.roster + 1, newest + 1)))
        self.renew(unit, newest)
        return "rosters up to %d to %s" % (newest, unit.name)

    def renew(self, unit, version):
        unit.roster = version
        unit.people = {p for p in self.members[version] if p.rstrip("123") == unit.name}

    def agreement(self):
        flow = self.draw.choice(FLOWS)
        last, name = self.agreements[flow], "-".join(flow)
        if self.draw.random() < 0.4 and last < 3:
            day = (self.now + datetime.timedelta(days=1)).strftime("%Y-%m-%d")
            text = (self.root / ("%s.%d.note" % (name, last))).read_text(encoding="utf-8").split("\n\n", 1)[0] + "\n"
            text = text.replace("\nversion: %d\n" % last, "\nversion: %d\n" % (last + 1))
            lines = ["valid_from: " + day if line.startswith("valid_from: ") else line for line in text.splitlines()]
            (self.root / ("%s.%d.note" % (name, last + 1))).write_text("\n".join(lines) + "\n", encoding="utf-8")
            for officer in ("po1", "po2"):
                self.must(officer, "agreement", "sign", "%s.%d.note" % (name, last + 1))
            self.agreements[flow], self.valid_from[flow, last + 1] = last + 1, day
            return "%s version %d from %s" % (name, last + 1, day)
        unit = self.units[self.draw.choice(flow)]
        known = unit.agreements.setdefault(flow, {1})
        if last in known:
            return None
        for version in range(max(known) + 1, last + 1):
            self.must(self.somebody(unit.name), "open", self.soil("%s.%d.note" % (name, version)))
            known.add(version)
        return "%s version %d to %s" % (name, last, unit.name)

    def catch_up(self):
        """All have all that the officers signed, as the year ends."""
        self.now += datetime.timedelta(days=2)
        for unit in self.units.values():
            newest = max(self.members)
            stays = sorted(unit.people & self.members[newest])
            for version in range(unit.roster + 1, newest + 1):
                self.must(stays[0], "open", "roster-%d.note" % version)
            self.renew(unit, newest)
            for flow in FLOWS:
                known = unit.agreements.setdefault(flow, {1})
                for version in range(max(known) + 1, self.agreements[flow] + 1):
                    if unit.name in flow:
                        self.must(stays[0], "open", "%s.%d.note" % ("-".join(flow), version))
                        known.add(version)
        return "rosters and agreements"

    # --- what must hold ---

    def check(self):
        for unit in self.units.values():
            self.check_copies(unit)
            self.verify(self.somebody(unit.name), python=True)
        return "copies and logs"

    def check_copies(self, unit):
        if unit.name not in {f[1] for f in FLOWS}:
            return
        who = self.somebody(unit.name)
        found = {}
        for row in self.must(who, "list")["records"]:
            shown = self.must(who, "show", row["id"], "--to-client")["records"][0]["record"]
            found[row["from"], shown["burgerservicenummer"]] = (shown["huisnummer"], row["restricted"] == "yes")
        right = {("oss.nl/" + flow[0], bsn): (c.version, c.restricted) for (flow, bsn), c in unit.copies.items()}
        self.expect(right, {k: (int(v), r) for k, (v, r) in found.items()}, "who is held at " + unit.name)

    def reconcile(self):
        bundles = ["audit-" + unit for unit in sorted(LAW)]
        self.audit(BIN + "/sluis-audit", "reconcile", *bundles, "--fingerprint", self.fingerprint)

    # --- the year ---

    WEIGHTS = {import_: 8, consent: 14, withdraw: 9, pack: 16, approve: 7, deliver: 32, decide: 6, roster: 3, new_keys: 2, hand_out: 4,
               agreement: 4,
               Faults.clock: 2, Faults.leap: 4, Faults.moved: 1, Faults.copied: 3, Faults.put_back: 3, Faults.forget: 1,
               Mutations.mutate: 5}

    PACE = 25  # events between two looks at everything

    def play(self, events):
        kinds = sorted(self.WEIGHTS, key=lambda f: f.__name__)
        while self.event < events:
            self.now += datetime.timedelta(minutes=self.draw.randint(1, 50))
            if self.now.hour >= 16 or self.draw.random() < 0.3:
                self.now = self.now.replace(hour=9, minute=self.draw.randint(5, 50))
                self.now += datetime.timedelta(days=self.draw.randint(1, 3))
            kind = self.draw.choices(kinds, [self.WEIGHTS[k] for k in kinds])[0]
            told = self.did(kind)
            if told and self.event % self.PACE == 0:
                self.did(Year.check)
        self.did(Year.catch_up)
        while self.post:
            self.did(Year.deliver)
        self.did(Year.check)
        self.reconcile()

    def did(self, kind):
        try:
            told = kind(self)
        except Wrong as why:
            print("%3d %s %-9s WRONG: %s" % (self.event, self.now.strftime("%m-%d %H:%M"), kind.__name__, why))
            raise
        if told:
            self.event += kind is not Year.check
            print("%3d %s %-9s %s" % (self.event, self.now.strftime("%m-%d %H:%M"), kind.__name__, told))
        return told


def main(prepared, folder, seed, events):
    try:
        year = Year(prepared, folder, int(seed))
        year.play(int(events))
        print("\n".join(["kills: %d" % year.kills, *year.told_of_mutations()]))
    except Wrong:
        print("seed %s, %s events: not as the model says" % (seed, events))
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
