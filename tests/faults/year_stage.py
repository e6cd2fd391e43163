# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""What year.py plays on: a folder with stores and keys, the programs, a moment that goes on, and what is drawn."""
import ctypes
import datetime
import json
import os
import pathlib
import platform
import random
import shutil
import subprocess
import sys

SOURCE, BIN = os.environ["SLUIS_SOURCE"], os.environ["SLUIS_BIN"]
EXITS = range(9)
KILLS = 0.03  # of the acts that change a store


class Wrong(Exception):
    """The programs did something else than the model says."""


def written(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def join_keyring():
    """A session keyring of this process's own, where the machine has one: keys stay unlocked in it while the year lasts,
    which saves some hundred times scrypt, and nobody else's are touched."""
    keyctl, join_session = {"x86_64": 250, "aarch64": 219}.get(platform.machine()), 1
    return bool(keyctl) and ctypes.CDLL(None).syscall(keyctl, join_session, None) >= 0


class Stage:
    def __init__(self, prepared, folder, seed):
        shutil.copytree(prepared, folder)
        self.root, self.draw = pathlib.Path(folder).resolve(), random.Random(seed)
        self.now = datetime.datetime(2026, 2, 3, 9, 0, tzinfo=datetime.timezone.utc)
        self.fingerprint = (self.root / "fingerprint").read_text(encoding="utf-8").strip()
        self.units, self.event, self.last, self.kills = {}, 0, "", 0
        self.unlocked = set() if join_keyring() else None

    def time_of(self, unit):
        return self.now + datetime.timedelta(minutes=self.units[unit].minutes if unit in self.units else 0)

    def day(self, unit):
        return self.time_of(unit.name).strftime("%Y-%m-%d")

    def program(self, who, words, kill=0):
        """Exit code and what it printed, as an object where it is one."""
        unit = who.rstrip("0123456789")
        name = "sluis-officer" if unit == "po" else "sluis"
        environment = dict(os.environ, SLUIS_KEY=str(self.root / "keys" / (who + ".key")), SLUIS_HOME=str(self.root / unit),
                           SLUIS_TEST_NOW=written(self.time_of(unit)))
        if self.unlocked is not None and who not in self.unlocked and words != ["unlock"]:
            self.unlocked.add(who)
            if self.program(who, ["unlock"])[0]:
                self.unlocked = None
        if kill:
            environment.update(LD_PRELOAD=os.environ["FAULT_SHIM"], FAULT_CALLS="change", FAULT_DO="kill", FAULT_AT=str(kill))
        with open(self.root / "keys" / (who + ".pass"), "rb") as passphrase:
            done = subprocess.run([BIN + "/" + name, *map(str, words), "--json", "--passphrase-fd", str(passphrase.fileno())],
                                  env=environment, cwd=self.root, stdin=subprocess.DEVNULL, capture_output=True, check=False,
                                  pass_fds=[passphrase.fileno()])
        try:
            said = json.loads(done.stdout)
        except ValueError:
            said = {}
        self.last = "%s at %s: %s: exit %d %s" % (who, written(self.time_of(unit)), " ".join(map(str, words)), done.returncode,
                                                  json.dumps(said.get("error", "")))
        if done.returncode not in EXITS and not (kill and done.returncode == -9):
            raise Wrong("an exit code that there isn't: " + self.last + done.stderr.decode(errors="replace"))
        return done.returncode, said

    def somebody(self, unit, but=()):
        """Of its people one whose first day has come, by the unit's clock."""
        here = sorted(self.units[unit].people - set(but))
        return self.draw.choice([p for p in here if self.since.get(p, "") <= self.day(self.units[unit])] or here)

    def must(self, who, *words):
        code, said = self.program(who, words)
        self.expect(0, code, "it works")
        return said

    def act(self, who, action, *words):
        """As `program`, but some are killed at one of their changes of the disk. What they did then is all there or not
        at all, as the log says: not, it is done again; all, nothing was printed, and None stands for that."""
        if self.draw.random() >= KILLS:
            return self.program(who, words)
        self.kills += 1
        size = self.must(who, "status")["log_size"]
        code, said = self.program(who, words, kill=self.draw.randint(1, 45))
        if code != -9:
            return code, said
        self.must(who, "status")
        self.at_rest(who)
        done = [e["action"] for e in self.must(who, "log", "show", "--from", size)["entries"]].count(action)
        if not done:
            return self.program(who, words)
        self.expect(1, done, "how often %s was done, killed once" % action)
        return 0, None

    def at_rest(self, who):
        left = sorted(str(p) for p in (self.root / who.rstrip("0123456789")).rglob(".*.tmp"))
        self.expect([], left, "what a kill left behind the next command")

    def sent_last(self, who, kind, receiver):
        """What a command that was killed after its act would have printed of its letter, as status tells it."""
        sent = [x for x in self.sent(who) if x["kind"] == kind and x["peer"] == "oss.nl/" + receiver]
        return max(sent, key=lambda x: x["sequence"])

    def sent_of(self, who, id_):
        return next(x for x in self.sent(who) if x["id"] == id_)

    def sent(self, who):
        sent = [x for x in self.must(who, "status")["exchanges"] if x["direction"] == "sent"]
        return [dict(x, file="%s/outbox/%s-%06d-%s.sluis" % (who.rstrip("0123456789"), x["peer"].replace("/", "_"), x["sequence"],
                                                             x["kind"])) for x in sent]

    def expect(self, right, found, what):
        if right != found:
            raise Wrong("%s: must be %r, is %r; last: %s" % (what, right, found, self.last))

    def must_officer(self, *words):
        done = subprocess.run([BIN + "/sluis-officer", *words], cwd=self.root, stdin=subprocess.DEVNULL, capture_output=True,
                              env=dict(os.environ, SLUIS_TEST_NOW=written(self.now)), check=False)
        self.last = " ".join(words) + ": " + done.stderr.decode()
        self.expect(0, done.returncode, "the officers' work")

    def audit(self, *words):
        done = subprocess.run(words, cwd=self.root, stdin=subprocess.DEVNULL, capture_output=True, check=False,
                              env=dict(os.environ, SLUIS_TEST_NOW=written(self.now + datetime.timedelta(minutes=10))))
        self.last = done.stdout.decode(errors="replace")[-1500:] + done.stderr.decode(errors="replace")[-1500:]
        self.expect(0, done.returncode, " ".join(words[1:]))

    def verify(self, who, python=False):
        """Who exports the log gets what an audit finds nothing in."""
        name = "audit-" + who.rstrip("0123456789")
        shutil.rmtree(self.root / name, ignore_errors=True)
        self.must(who, "log", "export", name)
        self.audit(BIN + "/sluis-audit", "verify", name, "--fingerprint", self.fingerprint)
        if python:
            self.audit(sys.executable, SOURCE + "/tests/verifier/sluis_verify.py", name, self.fingerprint)
