#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Write COUNT synthetic case records as NDJSON, for measuring.

usage: generate.py OUT COUNT [SEED]

Nobody in it exists: names are drawn from lists, BSNs are random numbers that pass the
11-test. A record is some 1.1 kB, half of it notes; about three in ten are of a client
who wasn't seen before. What tests/data/cases-pw.yaml maps has the same place here.
"""
import datetime
import json
import random
import sys

FIRST = "Anna Bram Chantal Dirk Elif Fatima Gerrit Hatice Iris Jan Karin Luuk Mohamed Noor Omar Petra Ruben Sanne Teun Willem Yara Zoë".split()
PREFIX = ["", "", "", "de", "van", "van der", "el", "ten"]
LAST = "Akker Amrani Bakker Blom Dekker Demir Dijkstra Evers Groen Haan Idrissi Jansen Kaya Kuiper Linden Maas Mulder Nguyen Postma Prins Smit Veenstra Visser Vos Wolters Zwart".split()
STREET = "Beukenlaan Dorpsstraat Eikenlaan Havenstraat Kerkstraat Lindelaan Markt Molenweg Schoolstraat Singel Spoorlaan Stationsweg".split()
TOWN = [("Sluisdam", 31), ("Waterhoven", 29), ("Oudewaard", 49), ("Nieuwerveen", 23)]
FACILITY = ["algemene bijstand", "bijzondere bijstand", "dagbesteding", "huishoudelijke ondersteuning", "inburgeringstraject",
            "loonkostensubsidie", "re-integratietraject", "schuldhulpverlening", "scootmobiel", "taaltraject", "traplift", "vervoersvoorziening"]
STATE = ["aangemeld", "beschikt", "bezwaar", "herbeoordeling", "in uitvoering", "onderzoek"]
WHO = ["De cliënt", "Mevrouw", "Meneer", "Betrokkene", "De mantelzorger", "De bewindvoerder", "De huisarts", "De jobcoach", "Haar dochter", "Zijn broer"]
WHEN = ["bij de intake", "sinds de verhuizing", "na de operatie", "tijdens het huisbezoek", "aan de telefoon", "vorige maand", "na het ontslag", "in het gesprek op kantoor"]
SAYS = ["vertelt dat", "meldt dat", "verwacht dat", "bevestigt dat", "hoopt dat", "betwijfelt of", "ziet dat", "schrijft dat"]
WHAT = ["het traplopen niet meer lukt", "de post ongeopend op tafel ligt", "het inkomen met {n} euro is gedaald", "de huur over {m} niet is betaald",
        "er {k} schuldeisers zijn", "de dagbesteding goed bevalt", "de proefplaatsing {k} weken langer duurt", "de indicatie op {d} afloopt",
        "het netwerk klein is", "reizen met de bus nog niet gaat", "de energierekening van {n} euro te hoog is", "het bezwaar op {d} is ingediend",
        "de medicatie is veranderd", "het huishouden deels zelf gaat", "er {k} uur hulp per week nodig is", "het taalniveau is gestegen"]
THEN = ["Afgesproken: {k} weken wachten op het advies.", "Vervolg op {d}.", "Besloten is een herindicatie te starten.", "De regeling loopt tot {d}.",
        "Er komt een huisbezoek.", "Een aanvraag van {n} euro is ingediend.", "Dossier {n} wordt erbij gehaald.", "Terugbellen op {d}."]
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()


class Cases:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.clients = []
        self.used = set()

    def day(self, first, last):
        start = datetime.date(first, 1, 1).toordinal()
        return datetime.date.fromordinal(start + self.random.randrange((last - first) * 365)).isoformat()

    def bsn(self):
        while True:
            digits = [self.random.randrange(10) for _ in range(8)]
            rest = sum(d * w for d, w in zip(digits, range(9, 1, -1))) % 11
            number = "".join(map(str, digits)) + str(rest)
            if rest < 10 and any(digits) and number not in self.used:
                self.used.add(number)
                return number

    def client(self):
        pick = self.random.choice
        if self.clients and self.random.random() > 0.3:
            return pick(self.clients)
        town, area = pick(TOWN)
        letters = "ABCDEGHJKLNPRSTVWXZ"
        client = {
            "bsn": self.bsn(), "voornaam": pick(FIRST), "tussenvoegsel": pick(PREFIX), "achternaam": pick(LAST),
            "geboortedatum": self.day(1935, 2006),
            "adres": {"straat": pick(STREET), "huisnummer": self.random.randint(1, 290),
                      "postcode": "%d%02d %s%s" % (area, self.random.randint(10, 99), pick(letters), pick(letters)), "woonplaats": town},
        }
        self.clients.append(client)
        return client

    def note(self):
        pick, length, parts = self.random.choice, self.random.randint(250, 800), []
        while sum(map(len, parts)) < length:
            text = "%s %s %s %s." % (pick(WHO), pick(SAYS), pick(WHEN), pick(WHAT)) if self.random.random() < 0.7 else pick(THEN)
            parts.append(text.format(n=self.random.randint(20, 9000), k=self.random.randint(2, 40), m=pick(MONTHS), d=self.day(2024, 2027)))
        return " ".join(parts)[:800]

    def record(self, number):
        r = self.random
        return {
            "id": "%08x-%04x-4%03x" % (r.getrandbits(32), r.getrandbits(16), r.getrandbits(12)) + "-%08x" % number,
            "volgnr": number, "client": self.client(), "wet": "Participatiewet", "voorziening": r.choice(FACILITY), "status": r.choice(STATE),
            "kanaal": r.choice(["balie", "telefoon", "formulier"]), "behandelaar": "%s. %s" % (r.choice("ABCDEFGHJ"), r.choice(LAST)),
            "afdeling": "Werk en Inkomen", "datum_ontvangst": self.day(2022, 2026),
            "gewijzigd": "%sT%02d:%02d:00+01:00" % (self.day(2025, 2026), r.randint(7, 18), r.randint(0, 59)),
            "bedrag_cent": r.randint(0, 300000) if r.random() < 0.5 else None, "notitie": self.note(),
        }


def main():
    path, count = sys.argv[1], int(sys.argv[2])
    cases = Cases(int(sys.argv[3]) if len(sys.argv) > 3 else 2026)
    with open(path, "w", encoding="utf-8", buffering=1 << 20) as out:
        for number in range(1, count + 1):
            out.write(json.dumps(cases.record(number), ensure_ascii=False, separators=(",", ":")) + "\n")


main()
