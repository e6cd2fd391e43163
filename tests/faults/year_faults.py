# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""What happens to the machines of year.py's units: clocks that jump, folders that are moved, copies that are put back when
the store had moved on."""
import copy
import shutil

FIRST = "2026-02-02"  # the day of the first mandates
HOUR, DAY = 60, 24 * 60
LEAPS = [-11 * 365 * DAY, -400 * DAY, -9 * DAY, -3 * DAY, -5 * HOUR, 5 * HOUR, 20 * HOUR, 3 * DAY, 40 * DAY, 400 * DAY,
         11 * 365 * DAY]
BACK = "store-rolled-back"


class Faults:
    only = None  # the one unit that acts for the moment

    # --- clocks ---

    def clock(self):
        unit = self.units[self.draw.choice(sorted(self.LAW))]
        unit.minutes = self.draw.choice([-4, -2, 0, 0, 2, 4])
        return "%s %+d minutes" % (unit.name, unit.minutes)

    def leap(self):
        """A clock is far off for one act, and then put right. It dates that act, and nothing else follows from it."""
        unit = self.units[self.draw.choice(sorted(self.LAW))]
        right, by = unit.minutes, self.draw.choice(LEAPS)
        unit.minutes, self.only = right + by, unit.name
        told = "%s by %+d hours: " % (unit.name, by // HOUR)
        try:
            may = [p for p in sorted(unit.people) if self.since.get(p, FIRST) <= self.day(unit)]
            if len(may) < len(unit.people):
                who = self.draw.choice(sorted(unit.people - set(may)))
                self.expect(8, self.program(who, ["list"])[0], "reading before one's first day")
                return told + "%s isn't there yet" % who
            far = abs(by) > 4000 * DAY
            acts = [self.reads, self.forget] if far else [self.reads, self.deliver]
            if unit.name in {f[0] for f in self.FLOWS}:
                acts += [self.import_] if far else [self.import_, self.consent, self.withdraw, self.pack]
            elif not far:
                acts += [self.decide]
            self.draw.shuffle(acts)
            return next(told + "%s %s" % (act.__name__, done) for act, done in ((a, a()) for a in acts) if done)
        finally:
            unit.minutes, self.only = right, None

    def reads(self):
        self.must(self.somebody(self.only), "list")
        return "what there is"

    # --- copies ---

    def home(self, unit):
        return self.root / unit.name

    def moved(self):
        """A copy is put back before anything was done since: nothing may be lost by that."""
        unit = self.units[self.draw.choice(sorted(self.LAW))]
        shutil.copytree(self.home(unit), self.root / "copy", symlinks=True)
        self.swap(unit, self.root / "copy")
        return unit.name

    def swap(self, unit, folder):
        shutil.rmtree(self.home(unit))
        folder.rename(self.home(unit))

    def copied(self):
        unit = self.units[self.draw.choice(sorted(self.LAW))]
        kept = self.root / ("kept-" + unit.name)
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(self.home(unit), kept, symlinks=True)
        self.kept[unit.name] = copy.deepcopy(unit)
        return unit.name

    def put_back(self):
        """The store went on since that copy was made."""
        if not self.kept:
            return None
        unit = self.units[self.draw.choice(sorted(self.kept))]
        was = copy.deepcopy(self.kept[unit.name])
        was.minutes = unit.minutes
        if self.draw.random() < 0.3:
            return self.put_back_database(unit)
        newer = self.root / "newer"
        self.home(unit).rename(newer)
        shutil.copytree(self.root / ("kept-" + unit.name), self.home(unit), symlinks=True)
        self.units[unit.name] = was
        if was.left == unit.left:  # nobody saw what is lost by it
            shutil.rmtree(newer)
            self.verify(self.somebody(unit.name))
            return "%s, for good: nothing had left it" % unit.name
        told = self.goes_on(was, unit)
        self.swap(was, newer)
        self.units[unit.name] = unit
        return "%s, which %s" % (unit.name, told)

    def put_back_database(self, unit):
        """Without its anchor, which tells."""
        kept = self.root / ("kept-" + unit.name)
        if (kept / "anchor").read_bytes() == (self.home(unit) / "anchor").read_bytes():
            return None
        shutil.copytree(self.home(unit), self.root / "newer", symlinks=True)
        for part in self.home(unit).glob("store.db*"):
            part.unlink()
        for part in kept.glob("store.db*"):
            shutil.copy(part, self.home(unit))
        self.refuses_all(unit)
        self.swap(unit, self.root / "newer")
        self.must(self.somebody(unit.name), "list")
        return "%s, without its anchor" % unit.name

    def refuses_all(self, unit):
        for words in ["list"], ["status"], ["log", "export", "none"], ["open", "grounds.note"]:
            code, said = self.program(self.draw.choice(sorted(unit.people)), words)
            self.expect((3, BACK), (code, said.get("error", {}).get("finding")), words[0] + " in a store that went back")

    def goes_on(self, was, newer):
        """It looks sound, and takes in letters, until one shows what was seen of the store that is lost. Then it stops."""
        self.verify(self.somebody(was.name))
        gone = {x.id for x in newer.sent} - {x.id for x in was.sent}
        telling = sorted((self.answers[i] for i in gone if i in self.answers), key=str)
        here = [x for x in self.post if x.to == was.name]
        for letter in self.draw.sample(here, min(3, len(here))) + self.draw.sample(telling, min(1, len(telling))):
            who = self.somebody(was.name)
            right = 6 if letter.id in was.opened else self.refused(was, letter, who) or 0
            code, said = self.program(who, ["open", letter.file])
            if said.get("error", {}).get("finding") == BACK:
                self.expect(True, letter.seen > was.left, "%s shows what was seen of the newer" % letter)
                self.refuses_all(was)
                return "stops at %s" % letter
            self.expect(True, right > 8 and code in (3, 5, 8) or code == right, "opening %s in an old copy" % letter)
            self.expect(False, right == 0 and letter.seen > was.left, "an old copy goes on that %s shows as one" % letter)
            self.verify(who)
            if right in (0, 6):
                was.opened.add(letter.id)
                self.renew(was, max(was.roster, letter.roster))
        return "looks sound"

    # --- terms ---

    def forget(self):
        """Nothing here is five years old, whatever clocks said."""
        unit = self.units[self.only or self.draw.choice(sorted(self.LAW))]
        code, said = self.act(self.somebody(unit.name), "forget", "log", "forget")
        self.expect(0, code, "forgetting")
        if said and not self.only:
            self.expect(0, said["entries"], "entries forgotten")
        return unit.name
