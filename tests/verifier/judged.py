#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""What signatures are worth by chains of rosters at random: sluis's function (answer.c) and the Python verifier, which were
written apart, must say the same.

    judged.py ROSTER --sluis PROGRAM [--count N] [--seed N]

ROSTER is a signed version, of which others are made: days, mandates, keys and revocations change at random. Nobody signs
them: who adopted a chain is another question. Prints how often each verdict fell, and fails on the first that differs.
"""
import argparse
import base64
import collections
import datetime
import random
import subprocess
import sys

import sluis_verify as sv
from verdicts import Stranger

FIRST = datetime.date(2026, 1, 1)
REASONS = ("left", "superseded", "lost", "compromised")


def day_at(n):
    return (FIRST + datetime.timedelta(days=n)).isoformat()


def text_of(roster):
    """As plain YAML: each row's keys in the order in which they came."""
    out = []
    for key, value in roster.items():
        if not isinstance(value, list):
            out.append("%s: %s" % (key, quoted(value)))
            continue
        if value:
            out.append(key + ":")
        for row in value:
            for n, (k, v) in enumerate(row.items()):
                lead = "  - " if n == 0 else "    "
                if isinstance(v, list):
                    out.append("%s%s:" % (lead, k))
                    out.extend("      - " + x for x in v)
                else:
                    out.append("%s%s: %s" % (lead, k, quoted(v)))
    return ("\n".join(out) + "\n").encode()


def quoted(value):
    return '"%s"' % value if value[:1].isdigit() or " " in value else value


class Chain:
    def __init__(self, base, draw):
        self.draw, self.stranger = draw, Stranger("oss.nl/p-none", draw)
        self.people = sorted({m["person"] for m in base["mandates"]})
        self.keys = {p["name"]: [p["key"]] for p in base["persons"]}
        self.rows, self.notes, issued = [], [], 0
        roster = base
        for version in range(1, draw.randint(2, 5) + 1):
            issued += draw.randint(0, 40)
            roster = self.changed(roster, version, issued)
            text = text_of(roster)
            self.notes.append(text + b"\n" + self.stranger.line(text))

    def changed(self, base, version, issued):
        draw = self.draw
        roster = {k: [dict(row) for row in v] if isinstance(v, list) else v for k, v in base.items()}
        roster.update(version=str(version), previous=("0" if version == 1 else "%x" % draw.randint(1, 15)) * 64,
                      issued=day_at(issued) + "T00:00:00Z", review_by="2028-01-01")
        for person in roster["persons"]:
            person["from"] = day_at(draw.choice((0, 0, 0, 20)))
            person.pop("until", None)
            if draw.random() < .1:
                person["until"] = day_at(draw.randint(30, 200))
            if version > 1 and draw.random() < .15:
                person["key"] = Stranger(person["name"], draw).key
                self.keys[person["name"]].append(person["key"])
        roster["mandates"] = [dict(m, **{"from": day_at(0)}) for m in base["mandates"] if version == 1 or draw.random() > .05]
        for mandate in roster["mandates"]:
            mandate.pop("until", None)
            if draw.random() < .1:
                mandate["until"] = day_at(draw.randint(30, 200))
        if version > 1 and draw.random() < .8:
            self.rows.append(self.revocation())
        roster["revocations"] = list(self.rows)
        return roster

    def revocation(self):
        draw, name, effective = self.draw, self.draw.choice(self.people), day_at(self.draw.randint(0, 150))
        if draw.random() < .5:
            return {"person": name, "reason": draw.choice(REASONS), "effective": effective}
        return {"key": draw.choice(self.keys[name]), "reason": draw.choice(REASONS[1:]), "effective": effective}


def ask(draw, base):
    """A question for one, and the other's answer."""
    chain = Chain(base, draw)
    rosters = [sv.read_roster(note) for note in chain.notes]
    mandate = draw.choice(base["mandates"])
    version, power = draw.randint(1, len(rosters)), draw.choice(mandate["actions"] if draw.random() < .95 else ["decide"])
    made = sv.day(day_at(draw.randint(0, 170))) + draw.choice((0, 0, 1, 86399))
    arrived = draw.choice((0, made, made + draw.randint(0, 100) * sv.DAY))
    found = sv.judge(rosters, rosters[version - 1], mandate["person"], mandate["unit"], {power}, made, arrived or None)[0]
    question = ["judge", str(version), mandate["person"], mandate["unit"], power, str(made), str(arrived)]
    return " ".join(question + [base64.b64encode(note).decode() for note in chain.notes]), found


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("roster")
    arguments.add_argument("--sluis", required=True)
    arguments.add_argument("--count", type=int, default=300)
    arguments.add_argument("--seed", type=int, default=77)
    given = arguments.parse_args()
    draw = random.Random(given.seed)
    with open(given.roster, "rb") as file:
        base = sv.document(sv.split_note(file.read())[0], "sluis.roster/v1")
    asked = [ask(draw, base) for _ in range(given.count)]
    answered = subprocess.run([given.sluis], input="\n".join(q for q, _ in asked) + "\n", capture_output=True, text=True, check=True).stdout.split()
    for (question, python), ours in zip(asked, answered, strict=True):
        if python != ours:
            print("different: %s here, %s there, of %s" % (python, ours, " ".join(question.split(" ")[:7])))
            for note in question.split(" ")[7:]:
                print(base64.b64decode(note).decode())
            return 1
    counts = collections.Counter(answered)
    print(" ".join("%s=%d" % (v, counts[v]) for v in sv.VERDICTS))
    if min(counts[v] for v in sv.VERDICTS) * 50 < given.count:
        print("a verdict that hardly fell: nothing was asked of it")
        return 1
    print("%d verdicts compared, none different" % len(asked))
    return 0


if __name__ == "__main__":
    sys.exit(main())
