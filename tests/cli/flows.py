# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""The lines of tests/data/law.csv as the programs take them: an agreement with a purpose for each, the records that each
sender has for it, and what must have come of them.

    flows.py uncovered               the shipped table's enabled rows, and their flows, that no line is about
    flows.py units                   each unit
    flows.py lines                   of each line that lets something go: purpose, verdict, sender, receiver, what must be
                                     said ("-", "consent", "both"), how many records go
    flows.py agreement WRONG [OVERRIDE]
                                     the agreement, made of template.yaml: as it must be, where WRONG is "nothing", or else
                                     of the purposes that can have it, with that one thing wrong in each
    flows.py unfound WRONG FILE      what FILE, the check's JSON of such an agreement, doesn't say
    flows.py records UNIT            what the unit has
    flows.py bsns PURPOSE WHICH      the clients of its records that go ("good"), or of those that stay ("other")
    flows.py unlike UNIT FILE        what of FILE, what the unit exported, isn't as it must have arrived
"""
import csv
import json
import os
import re
import sys

SOURCE = os.environ["SLUIS_SOURCE"]
BSN = "burgerservicenummer"
# What every record has: who it is, a field of each category, and criminal data, which are in no line's categories.
PERSON = {"naam.geslachtsnaam": "Jansen", "naam.voornamen": "Anna", "geboorte.datum": "1980-05-17", "postcode": "5341AB",
          "huisnummer": 12, "geheimhouding": "0"}
CASE = "zaak.identificatie"
OF_CATEGORY = {"O": ("participatieladder.trede", 3), "F": ("inkomensvoorziening.ingangsdatum", "2026-01-01"),
               "H": ("voorziening.productCode", "07A01"), "C": ("zelfredzaamheid.justitie.score", 3)}
# Rows that bar whatever the purpose: the scenario puts records to them.
BAR_RECORDS = {"avg-10", "suwi-74"}


def shipped():
    """The rows of the table of grounds: of each its keys, as they stand."""
    with open(SOURCE + "/share/sluis/grounds-nl.yaml", encoding="utf-8") as f:
        rows = re.split(r"(?m)^  - id: ", f.read().split("\nrows:\n", 1)[1])[1:]
    return {row.split("\n", 1)[0]: dict(re.findall(r"(?m)^    ([a-z_]+): (.*)$", row)) for row in rows}


def words(cell):
    return [] if cell == "-" else cell.split()


class Flow:
    """A line, and what is chosen where it has several: of one row each line has another task and phase."""

    def __init__(self, at, nth, line):
        self.at, self.row, self.verdict = at, line["ground"], line["verdict"]
        self.purpose = "%s.%d" % (self.row, at)
        self.kinds = line["from"], line["to"]
        self.moves = line["from"] == line["to"]  # to another municipality
        self.sender, self.receiver = "oss.nl/" + line["from"], ("uden.nl/" if self.moves else "oss.nl/") + line["to"]
        self.laws, self.needs, self.phases = words(line["laws"]), words(line["needs"]), words(line["phases"])
        self.exceptions, self.with_number = words(line["exceptions"]), line["number"] == "yes"
        self.categories = words(line["categories"])
        tasks, phases = words(line["tasks"]), [p for p in self.phases if p not in ("melding", "spoed")] or ["onderzoek"]
        self.task = tasks[nth % len(tasks)]
        urgent = self.task == "wmo-2.3.3" and "spoed" in self.phases
        self.phase = "spoed" if urgent else phases[nth % len(phases)]
        self.exception = "A9-2-" + self.exceptions[-1] if self.exceptions else None
        self.fields = [BSN] * self.with_number + list(PERSON) + [CASE] + [
            OF_CATEGORY[c][0] for c in self.categories if c in OF_CATEGORY]

    @property
    def goes(self):
        return self.verdict != "never"

    @property
    def said(self):
        return "both" if len(self.needs) > 1 else (self.needs or ["-"])[0]

    def records(self):
        """One of each law that may go; then one of another law, and one that Suwinet gave, which stay."""
        other = next(law for law in ("pw", "wmo") if law not in self.laws)
        made = [(law, "client") for law in self.laws] + [(other, "client"), (self.laws[0], "suwinet")]
        return [dict(PERSON, wet=law, gegevensbron=source, **{BSN: bsn(10 * self.at + i), CASE: "%d-%d" % (self.at, i)},
                     **dict(OF_CATEGORY.values())) for i, (law, source) in enumerate(made)]

    def good(self):
        return self.records()[:len(self.laws)]

    def other(self):
        return self.records()[len(self.laws):]

    def arriving(self):
        return [{name: value for name, value in record.items() if name in self.fields + ["wet", "gegevensbron"]}
                for record in self.good()]


def flows():
    with open(SOURCE + "/tests/data/law.csv", encoding="utf-8") as f:
        table, seen = csv.DictReader(line for line in f if not line.startswith("#")), {}
        for at, line in enumerate(table, 1):
            seen[line["ground"]] = nth = seen.get(line["ground"], -1) + 1
            yield Flow(at, nth, line)


def bsn(n):
    """The n-th number that could be one, from 99990000x on."""
    for number in range(99990000, 100000000):
        rest = sum(int(c) * weight for c, weight in zip(str(number), range(9, 1, -1))) % 11
        if rest < 10 and n == 0:
            return "%d%d" % (number, rest)
        n -= rest < 10
    raise ValueError("no number is left")


# --- agreements ---

def wrong(**facts):
    return lambda flow: vars(flow).update(facts)


def one_more(choose):
    return lambda flow: flow.fields.append(choose(flow))


def not_carried(flow):
    return [OF_CATEGORY[c][0] for c in "FH" if c not in flow.categories]


# In which of the lines that let something go, what is made of them, and the rule that must say so.
WRONG = {
    "nothing": (lambda flow: True, wrong(), ""),
    "task": (lambda flow: True, wrong(task="wmo-3.1"), "task-not-carried"),
    "phase": (lambda flow: "melding" not in flow.phases, wrong(phase="melding"), "phase-not-carried"),
    "category": (not_carried, one_more(lambda flow: not_carried(flow)[0]), "field-not-carried"),
    "criminal": (lambda flow: True, one_more(lambda flow: OF_CATEGORY["C"][0]), "criminal-field"),
    "number": (lambda flow: not flow.with_number, one_more(lambda flow: BSN), "bsn-not-carried"),
    "exception": (lambda flow: "H" in flow.categories, wrong(exception=None), "special-without-exception"),
    "consent": (lambda flow: flow.needs, wrong(needs=[]), "consent-not-asked"),
    "override": (lambda flow: flow.verdict == "override", wrong(), "override-missing"),
    "controller": (lambda flow: flow.moves, wrong(), "ground-other-flow"),
}
# Lines that let nothing go: what the check says of the row, or else of the task.
NEVER = {"wmo-5.3.3-3": "ground-denied"}


def chosen(what):
    if what == "never":
        rows = shipped()
        return [flow for flow in flows() if not flow.goes and rows[flow.row]["enabled"] == "true"]
    holds, change, _ = WRONG[what]
    found = [flow for flow in flows() if flow.goes and holds(flow)]
    for flow in found:
        change(flow)
    return found


def party(unit, controller, first):
    decision = ('    decision: "Besluit van het college gegevensdeling"\n    decided_on: 2025-12-09\n') if first else ""
    return ('  - unit: %s\n    controller: %s\n    kind: %s\n    role: "verstrekker of ontvanger"\n    tasks: "Geeft en krijgt."\n%s'
            % (unit, controller, unit.split("/")[1], decision))


def purpose(flow, row):
    told = {"code": flow.purpose, "description": '"Het doel van %s."' % flow.purpose,
            "necessity": '"Zonder deze gegevens kan de taak niet worden uitgevoerd."', "from": flow.sender,
            "to": flow.receiver, "task": flow.task, "phase": flow.phase, "ground": flow.row, "article": row["article"],
            "basis": "A6-1-e", "exception": flow.exception, "consent": str("consent" in flow.needs).lower(),
            "no_objection": str("no-objection" in flow.needs).lower(), "free_text": "false",
            "secret_address": "false", "household": "false", "retention_months": "180",
            "retention_article": '"Wmo 2015 art. 5.3.4 lid 1"', "weighed": '"De inwoner hoort vooraf wat er meegaat."',
            "weighed_on": "2025-12-09"}
    lines = ["    %s: %s\n" % (key, value) for key, value in told.items() if value]
    fields = ['      - field: %s\n        why: "Nodig voor dit doel."\n' % name for name in flow.fields]
    return "  - " + "".join(lines)[4:] + "    fields:\n" + "".join(fields)


def agreement(what, overrides):
    rows, found, parties, controllers = shipped(), chosen(what), "", set()
    for name in sorted({unit for flow in found for unit in (flow.sender, flow.receiver)}):
        controller = "oss.nl" if what == "controller" else name.split("/")[0]
        parties += party(name, controller, controller not in controllers and rows)
        controllers.add(controller)
    with open("template.yaml", encoding="utf-8") as f:
        text = f.read()
    text = re.sub(r"(?ms)^parties:\n.*?(?=^approval_by_two)", lambda m: "parties:\n" + parties + "purposes:\n"
                  + "".join(purpose(flow, rows[flow.row]) for flow in found), text)
    text = re.sub(r"(?m)^id: .*$", "id: oss-alles", text)
    return text + ("overrides:\n" + "".join('  - "%s"\n' % o for o in overrides) if overrides else "")


def unfound(what, findings):
    """What the check must say, of each purpose. It may say more: a phase that isn't carried has fields that aren't."""
    said = {(f["subject"].split(":")[0], f["rule"]) for f in findings}
    must = {(flow.purpose, NEVER.get(flow.row, "own-contribution") if what == "never" else WRONG[what][2])
            for flow in chosen(what)}
    for one in sorted(must - said):
        yield "%s: %s" % one
    if not must:
        yield "no line has it"


# --- what the scenario asks ---

def uncovered():
    """A row that grants needs a line for each of its flows; one that bars or is denied a line, or records."""
    found = list(flows())
    for id, row in shipped().items():
        if row["enabled"] != "true" or id in BAR_RECORDS:
            continue
        pairs = [(one, other) for one in row.get("from", "")[1:-1].split(", ") for other in row.get("to", "")[1:-1].split(", ")]
        for pair in pairs:
            lines = [flow for flow in found if flow.row == id and ("" in pair or flow.kinds == pair)]
            if not any(flow.goes == (row["effect"] == "grants" and row["default"] != "deny") for flow in lines):
                yield "%s: %s: no line of tests/data/law.csv" % (id, " to ".join(pair))


def unlike(unit, records):
    """Of what was received there, which the number of the case tells."""
    must = [record for flow in flows() if flow.goes and flow.receiver == unit for record in flow.arriving()]
    own = {record[CASE] for flow in flows() if flow.goes and flow.sender == unit for record in flow.records()}
    there = [record for record in records if record[CASE] not in own]
    for record in must + there:
        if must.count(record) != 1 or there.count(record) != 1:
            yield "%s %s: %s" % ("only there" if record in there else "must be there", record[CASE], sorted(record))
    if not must:
        yield "nothing was to arrive there"


def main(what, *arguments):
    going = [flow for flow in flows() if flow.goes]
    if what == "uncovered":
        return uncovered()
    if what == "units":
        return sorted({unit for flow in going for unit in (flow.sender, flow.receiver)})
    if what == "lines":
        return ["\t".join([flow.purpose, flow.verdict, flow.sender, flow.receiver, flow.said, str(len(flow.laws))])
                for flow in going]
    if what == "agreement":
        return [agreement(arguments[0], arguments[1:]).rstrip("\n")]
    if what == "records":
        return [json.dumps(record) for flow in going if flow.sender == arguments[0] for record in flow.records()]
    if what == "bsns":
        flow = next(flow for flow in going if flow.purpose == arguments[0])
        return [record[BSN] for record in (flow.good() if arguments[1] == "good" else flow.other())]
    with open(arguments[1], encoding="utf-8") as f:
        if what == "unfound":
            return unfound(arguments[0], json.load(f)["findings"])
        return unlike(arguments[0], [json.loads(line) for line in f])


if __name__ == "__main__":
    sys.stdout.write("".join(line + "\n" for line in main(*sys.argv[1:])))
