# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""What a unit knows and holds, as year.py keeps it beside the programs: by what was opened and in which order, never by
clocks. Written from what must be, without a look at how the programs do it."""
import dataclasses
import datetime

LASTING = {"cases": 14, "retraction": 3650, "receipt": 3650, "decision": 3650}


@dataclasses.dataclass
class Client:
    bsn: str
    version: int = 0  # which travels as the house number


@dataclasses.dataclass
class Declared:
    id: str
    kind: str
    flow: tuple
    bsn: str
    until: str
    given: str
    withdrawn: bool = False
    ended: str = ""  # the day of that

    @property
    def day(self):
        """On which it was given: at the latest when it was withdrawn, whatever a clock that was ahead says."""
        return min(self.given, self.ended or self.given)

    def same_terms(self, other):
        return (self.kind, self.flow, self.bsn) == (other.kind, other.flow, other.bsn)


def holding(declared, flow, bsn, kind, day):
    """What the client said last, where it holds: the last day, and of one day what was put down last."""
    said = sorted((d for d in declared if (d.flow, d.bsn, d.kind) == (flow, bsn, kind) and d.day <= day), key=lambda d: d.day)
    return said[-1] if said and not said[-1].withdrawn and said[-1].until >= day else None


@dataclasses.dataclass
class Copy:
    version: int
    sequence: int
    restricted: bool = False
    kept: bool = False


@dataclasses.dataclass
class Letter:
    kind: str
    flow: tuple
    sender: str
    to: str
    sequence: int
    made: datetime.datetime
    signer: str
    roster: int
    agreement: int
    clients: dict = dataclasses.field(default_factory=dict)  # BSN: version, ids of what it goes on
    ended: list = dataclasses.field(default_factory=list)
    file: str = ""
    packer: str = ""  # where somebody else signed it last
    finished: datetime.datetime = None
    ordinal: int = 0  # among all that left its sender
    seen: int = 0  # the largest such of the receiver that its sender had opened

    def __post_init__(self):
        self.finished = self.made

    @property
    def id(self):
        return self.kind, self.sender, self.to, self.sequence

    @property
    def declared(self):
        return {i for _, ids in self.clients.values() for i in ids}

    def use_by(self):
        return self.made + datetime.timedelta(days=LASTING[self.kind])

    def __str__(self):
        return "%s %d of %s to %s" % (self.kind, self.sequence, self.sender, self.to)


@dataclasses.dataclass
class Unit:
    name: str
    minutes: int = 0  # its clock is ahead by
    left: int = 0  # letters that left it
    saw: dict = dataclasses.field(default_factory=dict)  # of a peer's letters the largest ordinal that was opened
    roster: int = 2
    people: set = dataclasses.field(default_factory=set)
    agreements: dict = dataclasses.field(default_factory=dict)
    clients: dict = dataclasses.field(default_factory=dict)
    declared: list = dataclasses.field(default_factory=list)
    sent: list = dataclasses.field(default_factory=list)
    pending: list = dataclasses.field(default_factory=list)
    opened: set = dataclasses.field(default_factory=set)
    copies: dict = dataclasses.field(default_factory=dict)  # flow and BSN
