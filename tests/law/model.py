#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""A second reading of the law, to hold the program's own reading against.

It was written from the two pages that state the law and the fields, by somebody who had not seen the
program, so that a mistake in one reading shows as a difference between two. It follows the page's order and
never tries to be fast or short. Where the page is silent or can be read in two ways, the choice stands in
UNSAID, is marked `# unsaid:` where it is made, and every case that leaned on it carries its number.

test_model.py holds it against the page, and test_program.py the program against it. "Both sides decide the
same" was read into it when the two were first compared (U39, U40).

A case is one flat JSON object. Every day is YYYY-MM-DD. A key that is left out has its default.

key               | values                                                       | default
------------------|--------------------------------------------------------------|------------------
row               | id of the one row that the purpose names (ROWS)              | "wmo-5.1.1-4"
from, to          | kinds of party (KINDS)                                       | "pw", "wmo"
other_controller  | whether sender and receiver have different controllers       | true
task              | the purpose's task, by its whole name                        | "wmo-2.3.2"
phase             | null, "melding", "spoed", or something else (never carried)  | null
law               | law of the record (LAWS), null: none stated                  | "pw"
source            | gegevensbron; null: none; a list: of each field (strictest)  | "client"
side              | "sender", "receiver": who decides                            | "sender"
created           | day of the manifest                                          | "2026-11-01"
review_by         | last day of the table                                        | "2026-12-31"
agreement_signed  | whether the agreement has the signatures that it needs       | true
agreement_from    | first day of the agreement                                   | "2026-01-01"
agreement_until   | last day of the agreement, null: none                        | "2028-12-31"
agreement_ended   | day from which it was ended early, null: not                 | null
client_supplied   | the row bears the exception that correction 1 took out       | false
pins_taken_out    | the agreement pins a table that holds that row or exception  | false
table_state       | what officers made of the row: null, on, off, ask, deny      | null
table_tasks       | tasks that officers added to the row                         | []
table_asks        | declarations that officers ask more                          | []
table_drops       | declarations that an officers' table tries to drop           | []
overrides         | list: lifts ("ask", "suwinet"), row, purpose ("same",        | []
                  |   "other"), first, last, reasons (bool), advice (bool),      |
                  |   suwi_74 (bool: 74(2)(b) stands in the reasons)             |
held              | "own" or "copy": how the sender came to have the record      | "own"
restriction       | null, "retraction", "avg18", "kept", "unlocked"              | null
record            | object: field -> value; only what is there. `bijlagen` is    | PERSON
                  |   an object with `category` (O F I health special C, null)   |
lists             | fields that the purpose lists; null: all of the record       | null
added_fields      | object: a municipality's field -> {category, type}           | {}
member            | null: the client; partner, ouder, kind, huisgenoot           | null
household         | the purpose says household: true                             | false
exception         | the AVG 9 exception that the purpose names, null: none       | "AVG 9(2)(h)"
free_text         | the purpose says free_text: true                             | false
secret_address    | the purpose says secret_address: true                        | false
told              | day the client was told of the opt-out, null: never          | null
opt_out           | day an opt-out was recorded, null: none                      | null
purpose_since     | day of the agreement version that has the purpose            | "2026-01-01"
declarations      | list of declarations, see below, in order of recording       | []

A declaration:

kind            | "consent", "no-objection"                                      | "consent"
given, until    | days; until null: no term                                      | 2026-05-01, 2027-05-01
by              | who gave it together (GIVERS)                                  | ["client"]
age_band        | null, "0-11", "12-15", "16+": as the form states               | null
unable          | unable to weigh                                                | false
fields          | "all" or a list                                                | "all"
withdrawn       | day that one who gave it withdrew it, null: never              | null
root_withdrawn  | day that the consent of which this is the onward one was       | null
                |   withdrawn, null: never                                       |
retraction_held | at the receiver: it holds a retraction on the day of opening   | false
purpose, to     | "same", "other"                                                | "same"
ties            | "bsn", "five": it names this client's; "other-bsn",            | "bsn"
                |   "five-differ": it names another's                            |
evidence        | whether there is evidence of it                                | true

The answer: `client` is the first of rules 1-19 that says no, or 0; `fields` gives for each field of the
record, and for wet and gegevensbron, the first of rules 1-30 that says no, or 0; `standing` is the first of
1-10, `holding` all of 1-10 that say no when none stops the others; `unsaid` are the choices leaned on.
"""
import datetime

UNSAID = {
    'U1': 'Zvw rows name no tasks: those of 5.1.1(4) in both directions',
    'U2': 'Wmo -> SVB, CAK, supervision: no kinds for the last two, no tasks: svb only, tasks '
          'as officers add',
    'U3': 'Wams, opt-out: no kinds, no tasks: wmo, pw, jeugd, wgs among each other, tasks as officers add',
    'U4': 'inburgering: pw-67a and wi-35 both in both directions; only wi-35 to the next municipality',
    'U5': 'PW 10-10g is 10, 10a, 10b, ... 10g: eight tasks, without 10da, 10fa and the like',
    'U6': 'melding goes with any task of 5.1.1(4); spoed with task 2.3.3 on any row that carries it; any '
          'other phase named is not carried',
    'U7': 'an agreement that pins an older table is refused by rule 3 under every purpose',
    'U8': 'the floor on inkomensvoorziening.bedrag shows as rule 4, at that field only',
    'U9': 'officers may turn an ask row on (to allow), since only the floors are beyond a table',
    'U10': 'an override of ask without reasons or without advice of the FG is not in force',
    'U11': 'last days are inclusive: agreement_until, review_by, until; "ended" counts from its day',
    'U12': 'rule 12: "free to leave", of the BSN as of the five, looks at rules 21, 25, 27 and the fields of '
           'the valid declarations (29, 30)',
    'U13': 'wet and gegevensbron leave whenever the client does: 28, 29, 30 do not stop them',
    'U14': 'with secret_address: true and secrecy above 0, geheimhouding goes along: unlisted, outside '
           'declarations and in melding too',
    'U15': 'two declarations given on one day: the one recorded later is the last',
    'U16': 'a declaration given after created does not exist yet',
    'U17': 'a declaration without a term has no force (rule 18, 19)',
    'U18': 'unable, band 16+ and no birth date: parent or voogd, or curator, mentor, gevolmachtigde',
    'U19': 'neither birth date nor band: nobody can have given; no birth date: not under 27',
    'U20': 'at the receiver: `unable` is looked at as the code that travels; restricted and under 27 are not',
    'U21': 'a birth date counts before a stated age band, at the receiver too',
    'U22': 'bijlagen.naam has the category of its attachment',
    'U23': 'a record whose sources include a missing one is a record without source, suwinet or not; a '
           'value outside the closed list is as none',
    'U24': 'fields of the self-sufficiency matrix are named zelfredzaamheid.DOMEIN.score',
    'U25': 'opt-out: leaves if the client was told by created and no opt-out stands on created',
    'U26': 'a declaration withdrawn on the day of created is withdrawn',
    'U27': 'at the receiver, too, a withdrawal dated up to created counts without its retraction',
    'U28': 'the move rows (PW to PW, inburgering to inburgering) within one controller: rule 5',
    'U29': 'a row that no table has: only 1-5 can hold; a row taken out is rule 3 and not also 5',
    'U30': 'a consent that names the BSN does not tie to a record without one; one that names the five '
           'does not tie to a record that misses one of them',
    'U32': 'after unlock a record is unrestricted on every row, also those that ask no consent',
    'U33': 'a no-objection that officers ask more is asked of records of every law',
    'U34': 'an added field that is not described is ordinary and not free text',
    'U36': 'geheimhouding leaves as any ordinary field where the address is kept back',
    'U39': 'a declaration that names the BSN holds only where the BSN goes along, one that names the five only '
           'where all of them do: the receiver has to tie it',
    'U40': 'a member of the household goes only where relatie.soort is free to leave: the receiver has to know '
           'that it is one',
    'U42': 'whoever was told before the agreement had the purpose, was not told of it',
    'U41': 'an attachment without free text leaves as what it is called, how long it is and its hash, under a '
           'name that is made: "its content is free text" is about the content, which doesn\'t travel',
    'U38': 'a day of birth on 29 February is reached on 1 March',
}

# --- kinds, laws, sources --------------------------------------------------------------------------------

KINDS = ('wmo pw zorgaanbieder reintegratie uwv jeugd wgs inburgering svb school pgb-derde '
         'zorgverzekeraar zorgverlener').split()
LAWS = 'wmo pw jeugdwet wgs wi suwi zvw'.split()
SOURCES = 'client wmo pw jeugd wgs wi uwv svb brp suwinet aanbieder reintegratie overig'.split()
GIVERS = 'client ouder voogd curator mentor bewindvoerder gevolmachtigde'.split()
OWN_LAW = {'wmo': 'wmo', 'pw': 'pw', 'jeugd': 'jeugdwet', 'wgs': 'wgs', 'inburgering': 'wi',
           'uwv': 'suwi', 'svb': 'suwi', 'zorgverzekeraar': 'zvw', 'zorgverlener': 'zvw'}

# --- the flows -------------------------------------------------------------------------------------------

WMO_511 = ['wmo-' + t for t in '2.3.2 2.3.3 2.3.5 2.3.6 2.3.9 2.3.10 2.4.1 2.4.3'.split()]
WMO_521 = ['wmo-' + t for t in '2.3.3 2.3.5 2.3.9 2.3.10 2.4.3'.split()]
WMO_522 = ['wmo-2.3.2', 'wmo-2.3.9', 'wmo-2.3.10', 'wmo-2.4.3', 'wmo-5.2.2-verantwoording']
PW_10 = ['pw-10'] + ['pw-10' + letter for letter in 'abcdefg']  # unsaid: U5
PW_CARE = ['pw-7-1-a', 'pw-7-7', 'pw-7a', 'pw-9'] + PW_10
PW_REINT = ['pw-7-1-a', 'pw-7-7', 'pw-7a'] + PW_10
CITIES = 'wmo pw jeugd wgs'.split()


def row(id, article, from_, to, law, tasks, asks=(), health=False, default='allow', certainty='S',
        no_bsn=(), **more):
    """`law` is 'own' (the sender's own) or a list; `no_bsn` the tasks without BSN, 'all' for all of them."""
    r = dict(id=id, article=article, law=law, tasks=list(tasks), asks=list(asks), health=health,
             special=False, default=default, certainty=certainty, no_bsn=no_bsn, melding=False,
             other_controller=False, under_27=False, household=False, opt_out=False, unsaid=[])
    r['from'], r['to'] = from_.split(), to.split()
    r.update(more)
    return r


ROWS = {r['id']: r for r in [
    row('wmo-5.1.1-4', 'Wmo 2015 5.1.1(4); PW 65(2)(b)', 'pw jeugd wgs', 'wmo', 'own', WMO_511,
        ['consent', 'no-objection of pw'], health=True, melding=True, household=True),
    row('wmo-5.3.3-1', 'Wmo 2015 5.3.3(1); UAVG 22(2)(a), 30(1)(b), 30(4)', 'wmo', 'pw', ['wmo'], PW_CARE,
        ['consent'], health=True, default='ask', certainty='S/I'),
    row('wgs-8d', 'Wgs 8d, 8c', 'wmo pw jeugd', 'wgs', 'own', ['wgs-3-1-a', 'wgs-3-1-b']),
    row('wmo-5.2.1-1-a', 'Wmo 2015 5.2.1(1)(a), (2)(a), 5.2.9; UAVG 30(3)(a)', 'wmo', 'zorgaanbieder',
        ['wmo'], WMO_521, health=True),
    row('wmo-5.2.1-1-b', 'Wmo 2015 5.2.1(1)(b), (2)(a)', 'wmo', 'zorgaanbieder', ['pw', 'jeugdwet', 'wgs'],
        WMO_521, ['consent'], health=True, certainty='S/I'),
    row('wmo-5.2.2-a', 'Wmo 2015 5.2.2(a)', 'zorgaanbieder pgb-derde', 'wmo', ['wmo'], WMO_522, health=True),
    # unsaid: U1
    row('wmo-5.2.5', 'Wmo 2015 5.2.5(1)(2), 5.1.1(5)(a)', 'zorgverzekeraar zorgverlener', 'wmo', ['zvw'],
        WMO_511, ['consent'], health=True, unsaid=['U1']),
    row('wmo-5.2.1-1-c', 'Wmo 2015 5.2.1(1)(c)', 'wmo', 'zorgverzekeraar zorgverlener', ['wmo'],
        WMO_511, ['consent'], health=True, unsaid=['U1']),
    row('pw-67-1-e', 'PW 67(1)(e), 68(2); UAVG 30(1)(b)', 'pw', 'reintegratie', ['pw'], PW_REINT,
        health=True, no_bsn=PW_10),
    row('pw-64-1-n', 'PW 64(1)(n), 64(6)', 'reintegratie', 'pw', ['pw'], PW_REINT, health=True,
        no_bsn=PW_10),
    row('pw-67-1-a', 'Wet SUWI 62(1); PW 67(1)(a)', 'pw', 'uwv svb', ['pw'], ['suwi-30', 'suwi-34'],
        health=True),
    row('pw-64-1-b', 'Wet SUWI 62(1); PW 64(1)(b)', 'uwv svb', 'pw', ['suwi'], ['pw-7-1-a', 'pw-7-1-b'],
        health=True),
    row('pw-64-1-a', 'PW 64(1)(a), 67(1)(c)', 'pw', 'pw', ['pw'], ['pw-7-1-a', 'pw-7-1-b'], health=True,
        other_controller=True),
    # unsaid: U4
    row('pw-67a', 'PW 67a', 'pw', 'inburgering', ['pw'], ['pw-67a', 'wi-35'], unsaid=['U4']),
    row('wi-35-4', 'Wi 35(4)(5)', 'inburgering', 'pw', ['wi'], ['pw-67a', 'wi-35'], unsaid=['U4']),
    row('wi-35-5', 'Wi 35(4)(5)', 'inburgering', 'inburgering', ['wi'], ['wi-35'], other_controller=True,
        unsaid=['U4']),
    row('pw-7a-2', 'PW 7a(2), WEB 9.2.5', 'pw', 'school', ['pw'], ['pw-7a'], default='ask',
        certainty='S/I', no_bsn='all', under_27=True),
    # unsaid: U2
    row('wmo-5.2.1-2-b', 'Wmo 2015 5.2.1(2)(b)(c)(d), 5.2.4', 'wmo', 'svb', ['wmo'], [],
        default='disabled', unsaid=['U2']),
    # unsaid: U3
    row('wams-36295', 'bill 36 295', ' '.join(CITIES), ' '.join(CITIES), 'own', [], default='disabled',
        certainty='?', unsaid=['U3']),
    row('optout-36799', 'bill 36 799', ' '.join(CITIES), ' '.join(CITIES), 'own', [], ['opt-out'],
        default='disabled', certainty='?', opt_out=True, unsaid=['U3']),
]}
TAKEN_OUT = ['wmo-2.3.2-7']  # correction 1; the exception client_supplied is a fact of the case
ALL_TASKS = sorted({t for r in ROWS.values() for t in r['tasks']} | {'wmo-3.1'})
OWN_CONTRIBUTION = ['wmo-2.1.4', 'wmo-2.1.4a', 'wmo-2.1.4b', 'wmo-2.1.5', 'wmo-2.5.4']

# What the receiver needs to decide the same, so it travels per client and stands in the preview.
TRAVELS = ['wet', 'gegevensbron', 'age_band', 'capacity', 'unable', 'secrecy', 'household']

# --- the fields ------------------------------------------------------------------------------------------

CATALOGUE = {}  # name -> (category, type); I O F C, health, special; free-text, text, code, number, date


def fields(category, type_, names):
    for name in names.split():
        CATALOGUE[name] = (category, type_)


fields('I', 'number', 'burgerservicenummer huisnummer')
fields('I', 'text', 'naam.voornamen naam.voorvoegsel naam.geslachtsnaam postcode huisletter '
                    'huisnummertoevoeging contact.telefoon contact.email vertegenwoordiger.naam '
                    'vertegenwoordiger.telefoon')
fields('I', 'free-text', 'contact.voorkeur')
fields('I', 'date', 'geboorte.datum')
fields('I', 'code', 'geslacht')
fields('O', 'code', 'gemeentecode geheimhouding relatie.soort huishouden.soort regisseur wet gegevensbron '
                    'melding.aanmeldwijze melding.isClientOpDeHoogte voorziening.omvang.eenheid '
                    'voorziening.omvang.frequentie participatieladder.trede mantelzorger.relatie '
                    'clientondersteuner.betrokken opleiding.niveau opleiding.startkwalificatie '
                    'plan.doel.code plan.actie.code plan.actie.wie plan.actie.status bezoek.soort '
                    'bezoek.aanwezig')
fields('O', 'text', 'huishouden.id zaak.identificatie zaak.bronorganisatie plan.id toewijzingnummer')
fields('O', 'number', 'voorziening.omvang.volume')
fields('O', 'date', 'zaak.startdatum zaak.einddatum status.datumStatusGezet startdatumBewaartermijn '
                    'archiefactiedatum beschikking.datumAfgifte participatieladder.datum '
                    'traject.datumStart traject.datumEinde reintegratievoorziening.datumStart '
                    'reintegratievoorziening.datumEinde plan.actie.voor bezoek.datum')
fields('O', 'free-text', 'zaak.zaaktype status.omschrijving ikWil ikKan ikHebNodig')
# unsaid: U24
fields('O', 'code', ' '.join('zelfredzaamheid.%s.score' % d for d in (
    'werkOpleiding tijdsbesteding huisvesting sociaalNetwerk maatschappelijkeParticipatie').split()))
fields('F', 'code', 'zelfredzaamheid.financien.score schuld.signaal schuld.hulp')
fields('F', 'date', 'inkomensvoorziening.ingangsdatum inkomensvoorziening.einddatum')
fields('F', 'number', 'inkomensvoorziening.bedrag')
fields('C', 'code', 'zelfredzaamheid.justitie.score')
fields('health', 'code', ' '.join('zelfredzaamheid.%s.score' % d for d in (
    'geestelijkeGezondheid lichamelijkeGezondheid middelengebruik basaleADL instrumenteleADL '
    'huiselijkeRelaties').split()))
fields('health', 'code', 'voorziening.productCategorie voorziening.productCode codeArbeidsvermogen '
                         'ontheffing.soort traject.soort wettelijkeVertegenwoordiging '
                         'vertegenwoordiger.soort inkomensvoorziening.soort werkfit.soort '
                         'beschutwerk.advies')
fields('health', 'number', 'loonkostensubsidie.percentageLoonwaarde')
fields('health', 'free-text', 'beperking verslag reintegratievoorziening.codeType')

BSN = 'burgerservicenummer'
FIVE = ['naam.geslachtsnaam', 'naam.voornamen', 'geboorte.datum', 'postcode', 'huisnummer']
ADDRESS = ['postcode', 'huisnummer', 'huisletter', 'huisnummertoevoeging']
ALWAYS = ['wet', 'gegevensbron']
BEDRAG = 'inkomensvoorziening.bedrag'


def contact_data(name):
    return name in [BSN, 'geboorte.datum'] + ADDRESS or name.startswith(('naam.', 'contact.'))


def category_of(case, name):
    if name in ('bijlagen', 'bijlagen.naam'):  # unsaid: U22
        return (case['record'].get('bijlagen') or {}).get('category') or 'health'
    if name in case['added_fields']:
        return case['added_fields'][name].get('category', 'O')
    return CATALOGUE.get(name, ('O', 'code'))[0]  # unsaid: U34


def is_free_text(case, name):
    if name in ('bijlagen', 'bijlagen.naam'):  # unsaid: U41
        return name == 'bijlagen.naam'
    if name in case['added_fields']:
        return case['added_fields'][name].get('type') == 'free-text'
    return CATALOGUE.get(name, ('O', 'code'))[1] == 'free-text'


# --- defaults --------------------------------------------------------------------------------------------

PERSON = {
    BSN: '999900006', 'naam.voornamen': 'Jan', 'naam.geslachtsnaam': 'Jansen', 'geboorte.datum': '1980-01-01',
    'postcode': '1234AB', 'huisnummer': 7, 'geheimhouding': 0, 'contact.telefoon': '0612345678',
    'beschikking.datumAfgifte': '2026-02-01', 'participatieladder.trede': 3, 'ikWil': 'weer werken',
    'voorziening.productCategorie': '07', 'beperking': 'rug',
    'inkomensvoorziening.ingangsdatum': '2025-01-01',
    'zelfredzaamheid.justitie.score': 3,
}
DEFAULTS = {
    'row': 'wmo-5.1.1-4', 'from': 'pw', 'to': 'wmo', 'other_controller': True, 'task': 'wmo-2.3.2',
    'phase': None, 'law': 'pw', 'source': 'client', 'side': 'sender', 'created': '2026-11-01',
    'review_by': '2026-12-31', 'agreement_signed': True, 'agreement_from': '2026-01-01',
    'agreement_until': '2028-12-31', 'agreement_ended': None, 'client_supplied': False,
    'pins_taken_out': False, 'table_state': None, 'table_tasks': [], 'table_asks': [], 'table_drops': [],
    'overrides': [], 'held': 'own', 'restriction': None, 'record': PERSON, 'lists': None,
    'added_fields': {}, 'member': None, 'household': False, 'exception': 'AVG 9(2)(h)', 'free_text': False,
    'secret_address': False, 'told': None, 'opt_out': None, 'purpose_since': '2026-01-01',
    'declarations': [],
}
DECLARATION = {
    'kind': 'consent', 'given': '2026-05-01', 'until': '2027-05-01', 'by': ['client'], 'age_band': None,
    'unable': False, 'fields': 'all', 'withdrawn': None, 'root_withdrawn': None, 'retraction_held': False,
    'purpose': 'same', 'to': 'same', 'ties': 'bsn', 'evidence': True,
}
OVERRIDE = {'lifts': 'ask', 'row': None, 'purpose': 'same', 'first': '2026-06-01', 'last': '2026-12-31',
            'reasons': True, 'advice': True, 'suwi_74': False}


def whole(case):
    unknown = set(case) - set(DEFAULTS) - {'why', 'expect', 'n'}
    assert not unknown, unknown
    full = dict(DEFAULTS)
    full.update({k: v for k, v in case.items() if k in DEFAULTS})
    for name, default in (('declarations', DECLARATION), ('overrides', OVERRIDE)):
        for given in full[name]:
            assert not set(given) - set(default), given
        full[name] = [dict(default, **given) for given in full[name]]
    if full['lists'] is None:
        full['lists'] = list(full['record'])
    return full


# --- days and ages ---------------------------------------------------------------------------------------

def day(text):
    return datetime.date.fromisoformat(text)


def birth_range(text):
    """The earliest and the latest day that a birth date allows, or None where nothing is known."""
    if not text:
        return None
    if len(text) == 4:
        return day(text + '-01-01'), day(text + '-12-31')
    if len(text) == 7:
        first = day(text + '-01')
        following = (first.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
        return first, following - datetime.timedelta(days=1)
    return day(text), day(text)


def full_birth(text):
    return bool(text) and len(text) == 10


def age(born, on):
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))  # unsaid: U38


def warned(review_by, today):
    """A table is warned of from sixty days before its review-by."""
    return day(today) >= day(review_by) - datetime.timedelta(days=60)


# --- who gives -------------------------------------------------------------------------------------------

PARENTS = {'ouder', 'voogd'}
FOR_ADULTS = {'curator', 'mentor', 'gevolmachtigde'}


def given_by_the_right(decl, birth, unsaid):
    by = set(decl['by'])
    born = birth_range(birth)
    if born:
        if decl['age_band']:
            unsaid.add('U21')  # unsaid: U21
        years = age(born[1], day(decl['given']))  # a partial date counts as the youngest age it allows
        under_18 = years < 18
        band = '0-11' if years < 12 else '12-15' if years < 16 else '16+'
    else:
        band = decl['age_band']
        under_18 = {'0-11': True, '12-15': True}.get(band)
    if band is None:
        unsaid.add('U19')  # unsaid: U19
        return False
    if band == '0-11':
        return bool(by & PARENTS)
    if decl['unable']:
        if under_18 is None:
            unsaid.add('U18')  # unsaid: U18
            return bool(by & (PARENTS | FOR_ADULTS))
        return bool(by & (PARENTS if under_18 else FOR_ADULTS))
    if band == '12-15':
        return 'client' in by and bool(by & PARENTS)
    return 'client' in by


# --- declarations ----------------------------------------------------------------------------------------

def ties(case, decl):
    """A consent ties by the BSN if it names one, else by the five, exactly."""
    if decl['ties'] == 'bsn':
        return BSN in case['record']  # unsaid: U30
    if decl['ties'] == 'five':
        return all(name in case['record'] for name in FIVE)
    return False


def counting(case, kind, unsaid):
    """The last given of those for this client, purpose and recipient."""
    last = None
    for decl in case['declarations']:
        if decl['kind'] != kind or decl['purpose'] != 'same' or decl['to'] != 'same':
            continue
        if not ties(case, decl):
            if decl['ties'] in ('bsn', 'five'):
                unsaid.add('U30')
            continue
        if decl['given'] > case['created']:  # unsaid: U16
            unsaid.add('U16')
            continue
        if last is not None and decl['given'] == last['given']:
            unsaid.add('U15')
        if last is None or decl['given'] >= last['given']:  # unsaid: U15
            last = decl
    return last


def declared(case, kind, unsaid):
    """The declaration that counts if it is good, else None and why it is not."""
    decl = counting(case, kind, unsaid)
    if decl is None:
        return None, 'none for this client, purpose and recipient'
    if decl['until'] is None:  # unsaid: U17
        unsaid.add('U17')
        return None, 'no term'
    if decl['until'] == case['created']:
        unsaid.add('U11')  # unsaid: U11
    if decl['until'] < case['created']:
        return None, 'expired'
    for key in ('withdrawn', 'root_withdrawn'):
        if decl[key] and decl[key] == case['created']:
            unsaid.add('U26')  # unsaid: U26
        if decl[key] and decl[key] <= case['created']:
            if case['side'] == 'receiver' and not decl['retraction_held']:
                unsaid.add('U27')  # unsaid: U27
            return None, 'withdrawn'
    if case['side'] == 'receiver' and decl['retraction_held']:
        return None, 'withdrawn: the receiver holds its retraction'
    if decl['given'] < case['purpose_since']:
        return None, 'before the purpose'
    if decl['unable'] and case['side'] == 'receiver':
        unsaid.add('U20')  # unsaid: U20
    if not given_by_the_right(decl, case['record'].get('geboorte.datum'), unsaid):
        return None, 'giver'
    if kind == 'no-objection' and not decl['evidence']:
        return None, 'no evidence'
    return decl, ''


def asked(case, kind, unsaid):
    """What the shipped row asks no table may drop (floor); officers may ask more."""
    asks = ROWS[case['row']]['asks']
    if kind in asks:
        return True
    if kind == 'no-objection' and 'no-objection of pw' in asks and case['law'] == 'pw':
        return True
    if kind in case['table_asks']:
        if kind == 'no-objection':
            unsaid.add('U33')  # unsaid: U33
        return True
    return False


# --- overrides -------------------------------------------------------------------------------------------

def override(case, lifts, unsaid):
    for o in case['overrides']:
        if o['lifts'] != lifts or o['row'] != case['row'] or o['purpose'] != 'same':
            continue
        if not o['first'] <= case['created'] <= o['last']:
            continue
        if lifts == 'ask' and not (o['reasons'] and o['advice']):  # unsaid: U10
            unsaid.add('U10')
            continue
        if lifts == 'suwinet' and not o['suwi_74']:
            continue
        return True
    return False


# --- rules 1-10: the agreement ---------------------------------------------------------------------------

def rule_1(case, unsaid):
    if case['created'] == case['review_by']:
        unsaid.add('U11')
    return case['created'] > case['review_by']


def rule_2(case, unsaid):
    until, ended = case['agreement_until'], case['agreement_ended']
    if case['created'] in (until, ended):
        unsaid.add('U11')  # unsaid: U11
    return (not case['agreement_signed'] or case['created'] < case['agreement_from']
            or bool(until) and case['created'] > until or bool(ended) and case['created'] >= ended)


def rule_3(case, unsaid):
    if case['pins_taken_out']:
        unsaid.add('U7')  # unsaid: U7
    return case['row'] in TAKEN_OUT or case['client_supplied'] or case['pins_taken_out']


def rule_4(case, unsaid):
    return case['task'].startswith('wmo-2.1.4') or case['task'] in ('wmo-2.1.5', 'wmo-2.5.4')


def rule_5(case, unsaid):
    r = ROWS.get(case['row'])
    if r is None:
        if case['row'] in TAKEN_OUT:  # unsaid: U29
            unsaid.add('U29')
            return False
        return True
    unsaid.update(set(r['unsaid']) & {'U2', 'U3'})
    if case['from'] not in r['from'] or case['to'] not in r['to']:
        return True
    if r['other_controller'] and not case['other_controller']:
        unsaid.add('U28')  # unsaid: U28
        return True
    return False


def state(case, unsaid):
    default = ROWS[case['row']]['default']
    if case['table_state'] == 'on':
        if default == 'ask':
            unsaid.add('U9')  # unsaid: U9
        return 'allow'
    return {None: default, 'off': 'disabled'}.get(case['table_state'], case['table_state'])


def rule_6(case, unsaid):
    return state(case, unsaid) == 'disabled'


def rule_7(case, unsaid):
    return state(case, unsaid) == 'deny'


def rule_8(case, unsaid):
    r = ROWS[case['row']]
    if case['task'] not in case['table_tasks']:
        unsaid.update(set(r['unsaid']) & {'U1', 'U2', 'U3', 'U4'})
        if case['task'].startswith('pw-10'):
            unsaid.add('U5')
    return case['task'] not in r['tasks'] + case['table_tasks']


def rule_9(case, unsaid):
    if case['phase'] is None:
        return False
    if case['phase'] == 'melding':
        if case['task'] != 'wmo-2.3.2' and ROWS[case['row']]['melding']:
            unsaid.add('U6')
        return not ROWS[case['row']]['melding']
    if case['phase'] == 'spoed':
        if case['row'] != 'wmo-5.1.1-4' and case['task'] == 'wmo-2.3.3':
            unsaid.add('U6')  # unsaid: U6
        return case['task'] != 'wmo-2.3.3'
    unsaid.add('U6')
    return True


def rule_10(case, unsaid):
    return state(case, unsaid) == 'ask' and not override(case, 'ask', unsaid)


# --- rules 11-19: the client -----------------------------------------------------------------------------

def rule_11(case, unsaid):
    if case['side'] == 'receiver':  # asked by the sender only
        if case['restriction']:
            unsaid.add('U20')
        return False
    if case['restriction'] == 'unlocked':
        unsaid.add('U32')  # unsaid: U32
        return False
    if case['restriction'] == 'retraction' and case['held'] == 'own':
        return False  # a retraction doesn't restrict the sender's own record
    return case['restriction'] is not None


def bsn_carried(case):
    no_bsn = ROWS[case['row']]['no_bsn']
    return no_bsn != 'all' and case['task'] not in no_bsn


def secrecy(case):
    return int(case['record'].get('geheimhouding') or 0)


def free_to_leave(case, name, unsaid):
    """Of one of the five, for rule 12."""
    if name not in case['lists'] or (name in ADDRESS and rule_27(case, name, unsaid)):
        return False
    for kind in ('consent', 'no-objection'):  # unsaid: U12
        if asked(case, kind, unsaid):
            decl, _ = declared(case, kind, unsaid)
            if decl and decl['fields'] != 'all' and name not in decl['fields']:
                unsaid.add('U12')
                return False
    return True


def bsn_goes(case, unsaid):
    return BSN in case['record'] and bsn_carried(case) and free_to_leave(case, BSN, unsaid)


def five_go(case, unsaid):
    record = case['record']
    return (all(name in record and free_to_leave(case, name, unsaid) for name in FIVE)
            and full_birth(record['geboorte.datum']))


def rule_12(case, unsaid):
    return not bsn_goes(case, unsaid) and not five_go(case, unsaid)


def rule_13(case, unsaid):
    law = ROWS[case['row']]['law']
    if case['law'] is None:
        return True
    return case['law'] != OWN_LAW.get(case['from']) if law == 'own' else case['law'] not in law


def strictest(source):
    """The strictest source of a record; None counts as barred and no override lifts it."""
    values = source if isinstance(source, list) else [source]
    if not values or any(v not in SOURCES for v in values):  # unsaid: U23
        return None
    return 'suwinet' if 'suwinet' in values else values[0]


def rule_14(case, unsaid):
    if isinstance(case['source'], list) and None in case['source'] and 'suwinet' in case['source']:
        unsaid.add('U23')
    value = strictest(case['source'])
    if value is None:
        if case['source'] is not None and not isinstance(case['source'], list):
            unsaid.add('U23')
        return True
    return value == 'suwinet' and not override(case, 'suwinet', unsaid)


def rule_15(case, unsaid):
    if not ROWS[case['row']]['under_27']:
        return False
    if case['side'] == 'receiver':  # asked by the sender only
        unsaid.add('U20')
        return False
    born = birth_range(case['record'].get('geboorte.datum'))
    if born is None:
        unsaid.add('U19')  # unsaid: U19
        return True
    return age(born[0], day(case['created'])) >= 27  # a partial date counts as the oldest it allows


def rule_16(case, unsaid):
    if case['member'] is None:
        return False
    if not (ROWS[case['row']]['household'] and case['household'] and 'relatie.soort' in case['lists']):
        return True
    if any(rule(case, 'relatie.soort', unsaid) for rule in (rule_28, rule_29, rule_30)):  # unsaid: U40
        unsaid.add('U40')
        return True
    return False


def rule_17(case, unsaid):
    if not ROWS[case['row']]['opt_out']:
        return False
    unsaid.add('U25')  # unsaid: U25
    if case['told'] is None or case['told'] > case['created']:
        return True
    if case['told'] < case['purpose_since']:  # unsaid: U42
        unsaid.add('U42')
        return True
    return case['opt_out'] is not None and case['opt_out'] <= case['created']


def none_holds(case, kind, unsaid):
    if not asked(case, kind, unsaid):
        return False
    decl, _ = declared(case, kind, unsaid)
    if decl and not {'bsn': bsn_goes, 'five': five_go}[decl['ties']](case, unsaid):  # unsaid: U39
        unsaid.add('U39')
        return True
    return decl is None


def rule_18(case, unsaid):
    return none_holds(case, 'consent', unsaid)


def rule_19(case, unsaid):
    return none_holds(case, 'no-objection', unsaid)


# --- rules 20-30: a field --------------------------------------------------------------------------------

def rule_20(case, name, unsaid):
    return category_of(case, name) == 'C'


def along(case, name, unsaid):
    """Where the address of somebody with secrecy may go, geheimhouding goes with it."""
    if name == 'geheimhouding' and secrecy(case) > 0 and case['secret_address'] \
            and any(a in case['lists'] and a in case['record'] for a in ADDRESS):
        return True
    return False


def rule_21(case, name, unsaid):
    if name in case['lists'] or name in ALWAYS:
        return False
    if along(case, name, unsaid):
        unsaid.add('U14')  # unsaid: U14
        return False
    return True


def rule_22(case, name, unsaid):
    return category_of(case, name) == 'special' and not ROWS[case['row']]['special']


def rule_23(case, name, unsaid):
    if name == 'bijlagen.naam' and category_of(case, name) != 'O':
        unsaid.add('U22')
    return category_of(case, name) == 'health' and not ROWS[case['row']]['health']


def rule_24(case, name, unsaid):
    return category_of(case, name) == 'health' and not case['exception']


def rule_25(case, name, unsaid):
    return name == BSN and not bsn_carried(case)


def rule_26(case, name, unsaid):
    if name == 'bijlagen' and not case['free_text']:
        unsaid.add('U41')
    return is_free_text(case, name) and not case['free_text']


def rule_27(case, name, unsaid):
    if name == 'geheimhouding' and secrecy(case) > 0 and not case['secret_address']:
        unsaid.add('U36')  # unsaid: U36
    return name in ADDRESS and secrecy(case) > 0 and not case['secret_address']


def rule_28(case, name, unsaid):
    if case['phase'] != 'melding' or contact_data(name):
        return False
    if name in ALWAYS:
        unsaid.add('U13')  # unsaid: U13
        return False
    if along(case, name, unsaid):
        unsaid.add('U14')
        return False
    return True


def outside(case, name, kind, unsaid):
    if not asked(case, kind, unsaid):
        return False
    decl, _ = declared(case, kind, unsaid)
    if decl is None or decl['fields'] == 'all' or name in decl['fields']:
        return False
    if name in ALWAYS:
        unsaid.add('U13')  # unsaid: U13
        return False
    if along(case, name, unsaid):
        unsaid.add('U14')
        return False
    return True


def rule_29(case, name, unsaid):
    return outside(case, name, 'consent', unsaid)


def rule_30(case, name, unsaid):
    return outside(case, name, 'no-objection', unsaid)


AGREEMENT = list(enumerate([rule_1, rule_2, rule_3, rule_4, rule_5, rule_6, rule_7, rule_8, rule_9, rule_10],
                           1))
CLIENT = list(enumerate([rule_11, rule_12, rule_13, rule_14, rule_15, rule_16, rule_17, rule_18, rule_19],
                        11))
FIELD = list(enumerate([rule_20, rule_21, rule_22, rule_23, rule_24, rule_25, rule_26, rule_27, rule_28,
                        rule_29, rule_30], 20))


# --- the decision ----------------------------------------------------------------------------------------

def standing(case, unsaid=None):
    """The first of rules 1-10 that says no, or 0."""
    case, unsaid = whole(case), unsaid if unsaid is not None else set()
    for number, rule in AGREEMENT:
        if rule(case, unsaid):
            return number
        if number == 5 and case['row'] not in ROWS:
            break
    return 0


def holding(case, unsaid=None):
    """All of rules 1-10 that say no."""
    case, unsaid = whole(case), unsaid if unsaid is not None else set()
    held = []
    for number, rule in AGREEMENT:
        if number > 5 and case['row'] not in ROWS:  # unsaid: U29
            unsaid.add('U29')
            break
        if rule(case, unsaid):
            held.append(number)
    return held


def decide(case):
    case, unsaid = whole(case), set()
    client = standing(case, unsaid)
    if not client:
        for number, rule in CLIENT:
            if rule(case, unsaid):
                client = number
                break
    answers = {}
    for name in sorted(set(case['record']) | set(ALWAYS)):
        if name == BEDRAG and case['row'] == 'wmo-5.1.1-4' and name in case['lists'] \
                and (client == 0 or client > 4):
            unsaid.add('U8')  # unsaid: U8
            answers[name] = 4
            continue
        answers[name] = client
        if client == 0:
            for number, rule in FIELD:
                if rule(case, name, unsaid):
                    answers[name] = number
                    break
    held_unsaid = set()
    return {'client': client, 'fields': answers, 'standing': standing(case, set()),
            'holding': holding(case, held_unsaid), 'unsaid': sorted(unsaid),
            'holding_unsaid': sorted(held_unsaid)}


# --- around the decision ---------------------------------------------------------------------------------

def may_act_on_restricted(act):
    """On a restricted copy only these work; showing it to the client is an act for the client's right."""
    return act in ('erase', 'keep', 'unlock', 'show-to-client')


def quorum(signers):
    """Signatures that count: the FG's never does. `signers` are roles."""
    return sum(1 for role in signers if role != 'fg')


def check_purpose(purpose):
    """Findings of `agreement check` on one purpose: (what, weight) pairs, weight fault or remark."""
    found = []
    r = ROWS.get(purpose['row'])
    if r and purpose.get('article') != r['article']:
        found.append(('article', 'fault'))
    if purpose['row'] == 'pw-67-1-e' and not (purpose.get('weighed') and purpose.get('weighed_day')):
        found.append(('weighed', 'fault'))
    months = purpose.get('retention_months')
    if months is None:
        found.append(('retention', 'fault'))
    elif purpose['to'] in ('wmo', 'zorgaanbieder', 'pgb-derde') and months < 180 \
            and not purpose.get('retention_why'):
        found.append(('retention', 'remark'))
    if len((purpose.get('why') or '').split()) < 3:
        found.append(('why', 'fault'))  # the page names no weight for this one
    return found


def dead(case):
    """Nothing can ever go under the purpose: each listed field stops at agreement or field level."""
    case = whole(case)
    if standing(case):
        return True
    best = dict(case, declarations=[], record=dict(case['record'], geheimhouding=0))
    for name in case['lists']:
        stopped = name == BEDRAG and case['row'] == 'wmo-5.1.1-4'
        stopped = stopped or any(rule(best, name, set()) for _, rule in FIELD[:9])
        if not stopped:
            return False
    return True
