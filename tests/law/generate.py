#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Writes cases with the answers of the second reading, one JSON object a line.

    generate.py OUT.ndjson [SEED] [COUNT]

First come the systematic cases, which are the same for every seed; then cases with several facts turned at
once, drawn with SEED (1), until there are COUNT (the systematic ones and 3000). A COUNT below the number of
systematic cases takes every so-manieth of them, so that a short run still sees every section. A line holds
every key of model.py's table, `n`, `why`, and `expect`; `expect.unsaid` names the choices leaned on, so that
a reader can leave those cases out.
"""
import copy
import itertools
import json
import random
import sys

sys.dont_write_bytecode = True
import model

CASES = []


def put(why, case):
    CASES.append((why, case))


# --- allow cases to turn about ---------------------------------------------------------------------------

def declarations_for(row, law, **more):
    made = []
    for kind, asked in (('consent', 'consent' in row['asks']),
                        ('no-objection', 'no-objection of pw' in row['asks'] and law == 'pw')):
        if asked:
            made.append(dict(model.DECLARATION, kind=kind, **more))
    return made


def base(id, from_=None, to=None, task=None, law=None):
    """A case that is allowed, on a row, with one of its senders, receivers, tasks, laws."""
    row = model.ROWS[id]
    from_ = from_ or row['from'][0]
    to = to or row['to'][-1]
    if law is None:
        law = model.OWN_LAW[from_] if row['law'] == 'own' else row['law'][0]
    case = copy.deepcopy(model.DEFAULTS)
    case.update({'row': id, 'from': from_, 'to': to, 'law': law})
    added = {'wmo-5.2.1-2-b': 'wmo-3.1', 'wams-36295': 'wmo-3.1', 'optout-36799': 'wmo-3.1'}
    if task is None and row['tasks']:
        task = row['tasks'][0]
    elif task is None:
        task = added[id]
    if task not in row['tasks']:
        case['table_tasks'] = [task]
    case['task'] = task
    if row['default'] == 'disabled':
        case['table_state'] = 'on'
    if row['default'] == 'ask':
        case['overrides'] = [dict(model.OVERRIDE, row=id)]
    if row['opt_out']:
        case['told'] = '2026-03-01'
    if row['under_27']:
        case['record'] = dict(case['record'], **{'geboorte.datum': '2003-05-06'})
    case['declarations'] = declarations_for(row, law)
    return case


def laws_of(row, from_):
    return [model.OWN_LAW[from_]] if row['law'] == 'own' else row['law']


def bases(every_task=False):
    for id, row in model.ROWS.items():
        pairs = list(itertools.product(row['from'], row['to']))
        if not every_task and 'U3' in row['unsaid']:
            pairs = [('wmo', 'pw'), ('pw', 'wgs')]
        for from_, to in pairs:
            for law in laws_of(row, from_):
                tasks = row['tasks'] or [None]
                if not every_task:
                    tasks = [tasks[0]] + [t for t in tasks if t in row['no_bsn']][:1]
                for task in tasks:
                    yield '%s %s->%s %s %s' % (id, from_, to, task, law), base(id, from_, to, task, law)


def turned(case, **facts):
    made = copy.deepcopy(case)
    made.update(facts)
    return made


def record_with(case, **values):
    record = dict(case['record'])
    for name, value in values.items():
        name = name.replace('__', '.')
        if value is None:
            record.pop(name, None)
        else:
            record[name] = value
    return record


ODD_VALUES = {'naam.voorvoegsel': 'van', 'huisletter': 'a', 'huisnummertoevoeging': '2',
              'gemeentecode': '0363',
              'inkomensvoorziening.bedrag': 12345, 'contact.email': 'jan@example.nl', 'regisseur': 'wmo-team'}


def some_value(name):
    type_ = model.CATALOGUE[name][1]
    return ODD_VALUES.get(name, {'date': '2026-01-01', 'number': 1, 'code': '1', 'free-text': 'woorden'}
                          .get(type_, '1'))


# --- single facts ----------------------------------------------------------------------------------------

MUTATIONS = []


def mutation(why):
    def keep(function):
        MUTATIONS.append((why, function))
        return function
    return keep


def fact(why, **facts):
    MUTATIONS.append((why, lambda case: turned(case, **facts)))


def every_declaration(why, **facts):
    def turn(case):
        if not case['declarations']:
            return None
        return turned(case, declarations=[dict(d, **facts) for d in case['declarations']])
    MUTATIONS.append((why, turn))


def one_declaration(why, kind, **facts):
    def turn(case):
        if not any(d['kind'] == kind for d in case['declarations']):
            return None
        return turned(case, declarations=[dict(d, **facts) if d['kind'] == kind else d
                                          for d in case['declarations']])
    MUTATIONS.append((why + ' ' + kind, turn))


def drop_declaration(kind):
    def turn(case):
        kept = [d for d in case['declarations'] if d['kind'] != kind]
        return turned(case, declarations=kept) if len(kept) < len(case['declarations']) else None
    MUTATIONS.append(('no ' + kind, turn))


def later_declaration(why, kind, **facts):
    """The good one, then a later one that differs: the last one counts, alone."""
    def turn(case):
        good = [d for d in case['declarations'] if d['kind'] == kind]
        if not good:
            return None
        return turned(case, declarations=case['declarations']
                      + [dict(good[0], **dict({'given': '2026-08-01'}, **facts))])
    MUTATIONS.append(('later ' + kind + ': ' + why, turn))


def earlier_declaration(why, kind, **facts):
    def turn(case):
        good = [d for d in case['declarations'] if d['kind'] == kind]
        if not good:
            return None
        return turned(case, declarations=[dict(good[0], **dict({'given': '2026-03-01'}, **facts))]
                      + case['declarations'])
    MUTATIONS.append(('earlier ' + kind + ': ' + why, turn))


def override_turn(why, **facts):
    def turn(case):
        if not case['overrides']:
            return None
        return turned(case, overrides=[dict(o, **facts) for o in case['overrides']])
    MUTATIONS.append(('override ' + why, turn))


fact('nothing turned')
fact('the day of review-by', review_by='2026-11-01')
fact('a day past review-by', review_by='2026-10-31')
fact('agreement unsigned', agreement_signed=False)
fact('agreement begins tomorrow', agreement_from='2026-11-02')
fact('agreement begins today', agreement_from='2026-11-01')
fact('agreement past its last day', agreement_until='2026-10-31')
fact('agreement without a last day', agreement_until=None)
fact('agreement ended early', agreement_ended='2026-10-01')
fact('agreement to be ended later', agreement_ended='2026-12-01')
fact('row bears client_supplied', client_supplied=True)
fact('row bears client_supplied, source client', client_supplied=True, source='client')
fact('pins an older table', pins_taken_out=True)
fact('row taken out', row='wmo-2.3.2-7')
fact('row unknown', row='wmo-9.9.9')
for task in model.OWN_CONTRIBUTION:
    fact('own contribution ' + task, task=task)
    fact('own contribution, task added, ' + task, task=task, table_tasks=[task])
fact('row off', table_state='off')
fact('row on', table_state='on')
fact('row asks', table_state='ask')
fact('row denies', table_state='deny')
fact('row as shipped', table_state=None)
fact('no override', overrides=[])
fact('a task of no row', task='wmo-3.1', table_tasks=[])
fact('a task of no row, added', task='wmo-3.1', table_tasks=['wmo-3.1'])
fact('task 2.3.3', task='wmo-2.3.3')
fact('task 2.3.6', task='wmo-2.3.6')
for phase in ('melding', 'spoed', 'elders'):
    fact('phase ' + phase, phase=phase)
fact('spoed, task 2.3.3', phase='spoed', task='wmo-2.3.3')
fact('melding, task 2.3.3', phase='melding', task='wmo-2.3.3')
fact('same controller', other_controller=False)
for restriction in ('retraction', 'avg18', 'kept', 'unlocked'):
    for held in ('own', 'copy'):
        for side in ('sender', 'receiver'):
            fact('restricted: %s, %s, at the %s' % (restriction, held, side), restriction=restriction,
                 held=held, side=side)
fact('at the receiver', side='receiver')
for law in model.LAWS + [None]:
    fact('law %s' % law, law=law)
for source in model.SOURCES + [None]:
    fact('source %s' % source, source=source)
fact('source outside the list', source='elders')
fact('sources client, suwinet', source=['client', 'suwinet'])
fact('sources client, brp', source=['client', 'brp'])
fact('sources client, none', source=['client', None])
fact('sources suwinet, none', source=['suwinet', None])
for member in ('partner', 'ouder', 'kind', 'huisgenoot'):
    fact('record of a ' + member, member=member)
fact('household purpose', household=True)
fact('told never', told=None)
fact('told after', told='2026-11-02')
fact('told that day', told='2026-11-01')
fact('opt-out', opt_out='2026-10-01')
fact('opt-out later', opt_out='2026-12-01')
fact('no exception named', exception=None)
fact('free text', free_text=True)
fact('free text, no exception', free_text=True, exception=None)
fact('secret_address without secrecy', secret_address=True)
fact('consent asked more', table_asks=['consent'])
fact('no-objection asked more', table_asks=['no-objection'])
fact('table drops declarations', table_drops=['consent', 'no-objection', 'opt-out'], declarations=[])
fact('purpose newer than declarations', purpose_since='2026-05-02')
fact('purpose as old as declarations', purpose_since='2026-05-01')
fact('no declaration at all', declarations=[])


@mutation('asked more and given')
def _(case):
    return turned(case, table_asks=['consent', 'no-objection'],
                  declarations=[dict(model.DECLARATION), dict(model.DECLARATION, kind='no-objection')])


@mutation('lists nothing')
def _(case):
    return turned(case, lists=[])


@mutation('lists the BSN alone')
def _(case):
    return turned(case, lists=[model.BSN])


@mutation('lists no BSN')
def _(case):
    return turned(case, lists=[n for n in case['record'] if n != model.BSN])


@mutation('household purpose with relatie.soort, partner')
def _(case):
    return turned(case, household=True, member='partner', lists=list(case['record']) + ['relatie.soort'])


@mutation('relatie.soort listed, no household purpose, kind')
def _(case):
    return turned(case, member='kind', lists=list(case['record']) + ['relatie.soort'])


@mutation('household purpose with relatie.soort, partner, declarations are another\'s')
def _(case):
    return turned(case, household=True, member='partner', lists=list(case['record']) + ['relatie.soort'],
                  declarations=[dict(d, ties='other-bsn') for d in case['declarations']])


for value in ('0', '1', '6', '7', None):
    for allowed in (False, True):
        def turn(case, value=value, allowed=allowed):
            return turned(case, secret_address=allowed, record=record_with(case, geheimhouding=value))
        MUTATIONS.append(('secrecy %s, secret_address %s' % (value, allowed), turn))

        def turn(case, value=value, allowed=allowed):
            record = record_with(case, geheimhouding=value)
            return turned(case, secret_address=allowed, record=record,
                          lists=[n for n in record if n != 'geheimhouding'])
        MUTATIONS.append(('secrecy %s, secret_address %s, geheimhouding unlisted' % (value, allowed), turn))

        def turn(case, value=value, allowed=allowed):
            record = record_with(case, geheimhouding=value)
            return turned(case, secret_address=allowed, record=record,
                          lists=[n for n in record if n != model.BSN])
        MUTATIONS.append(('secrecy %s, secret_address %s, BSN unlisted' % (value, allowed), turn))

        def turn(case, value=value, allowed=allowed):
            record = record_with(case, geheimhouding=value, huisletter='a', huisnummertoevoeging='2')
            record.pop('huisnummer', None)
            return turned(case, secret_address=allowed, record=record)
        MUTATIONS.append(('secrecy %s, secret_address %s, all of the address' % (value, allowed), turn))

for name in model.FIVE:
    for bsn in (True, False):
        for how in ('absent', 'unlisted'):
            def turn(case, name=name, bsn=bsn, how=how):
                record = dict(case['record'])
                if not bsn:
                    record.pop(model.BSN, None)
                if how == 'absent':
                    record.pop(name, None)
                return turned(case, record=record, lists=[n for n in record if n != name],
                              declarations=[dict(d, ties='bsn' if bsn else 'five')
                                            for d in case['declarations']])
            MUTATIONS.append(('%s %s, %s BSN' % (name, how, 'with' if bsn else 'without'), turn))

for birth in ('1980', '1980-07', '2000-02', '1999', '1999-11', '1999-11-01', '1999-11-02', '1999-10-31',
              '2000', None):
    for bsn in (True, False):
        def turn(case, birth=birth, bsn=bsn):
            record = record_with(case, **{'geboorte__datum': birth})
            if not bsn:
                record.pop(model.BSN, None)
            return turned(case, record=record,
                          declarations=[dict(d, ties='bsn' if bsn else 'five',
                                             age_band=None if birth else '16+')
                                        for d in case['declarations']])
        MUTATIONS.append(('born %s, %s BSN' % (birth, 'with' if bsn else 'without'), turn))

for category in ('O', 'I', 'F', 'health', 'special', 'C', None):
    for allowed in (False, True):
        for exception in (None, 'AVG 9(2)(h)'):
            def turn(case, category=category, allowed=allowed, exception=exception):
                record = record_with(case, bijlagen={'category': category}, bijlagen__naam='brief')
                return turned(case, record=record, free_text=allowed, exception=exception)
            MUTATIONS.append(('attachment %s, free text %s, exception %s' % (category, allowed, exception),
                              turn))


@mutation('an attachment that is not listed')
def _(case):
    record = record_with(case, bijlagen={'category': 'O'})
    return turned(case, record=record, free_text=True, lists=[n for n in record if n != 'bijlagen'])


for category, type_ in itertools.product(('O', 'special', 'health', 'C', 'F'), ('code', 'free-text')):
    def turn(case, category=category, type_=type_):
        record = record_with(case, gemeente__eigen='x')
        return turned(case, record=record,
                      added_fields={'gemeente.eigen': {'category': category, 'type': type_}})
    MUTATIONS.append(('a field of the municipality: %s %s' % (category, type_), turn))


@mutation('bedrag')
def _(case):
    return turned(case, record=record_with(case, inkomensvoorziening__bedrag=12345))


@mutation('bedrag, unlisted')
def _(case):
    record = record_with(case, inkomensvoorziening__bedrag=12345)
    return turned(case, record=record, lists=[n for n in record if n != model.BEDRAG])


for listed, exception, allowed, phase in itertools.product((True, False), (None, 'AVG 9(2)(h)'),
                                                           (True, False), (None, 'melding')):
    def turn(case, listed=listed, exception=exception, allowed=allowed, phase=phase):
        if phase and case['row'] != 'wmo-5.1.1-4':
            return None
        record = dict(case['record'])
        for name in model.CATALOGUE:
            if name not in model.ALWAYS:
                record.setdefault(name, some_value(name))
        return turned(case, record=record, exception=exception, free_text=allowed, phase=phase,
                      lists=list(record) if listed else list(model.PERSON))
    MUTATIONS.append(('every field of the catalogue, %s, exception %s, free text %s, phase %s'
                      % ('listed' if listed else 'most unlisted', exception, allowed, phase), turn))

for why, facts in (('expired', {'until': '2026-10-31'}), ('expires that day', {'until': '2026-11-01'}),
                   ('without a term', {'until': None}),
                   ('withdrawn', {'withdrawn': '2026-09-01'}),
                   ('withdrawn that day', {'withdrawn': '2026-11-01'}),
                   ('withdrawn later', {'withdrawn': '2026-11-02'}),
                   ('its first consent withdrawn', {'root_withdrawn': '2026-09-01'}),
                   ('for another purpose', {'purpose': 'other'}), ('for another recipient', {'to': 'other'}),
                   ('of another BSN', {'ties': 'other-bsn'}), ('of another five', {'ties': 'five-differ'}),
                   ('tied by the five', {'ties': 'five'}),
                   ('given a day before the purpose', {'given': '2025-12-31'}),
                   ('given on the purpose\'s day', {'given': '2026-01-01'}),
                   ('given after created', {'given': '2026-11-02'}),
                   ('given that day', {'given': '2026-11-01'}),
                   ('without evidence', {'evidence': False}),
                   ('by nobody', {'by': []}), ('by a curator of an able adult', {'by': ['curator']}),
                   ('by a mentor of an able adult', {'by': ['mentor']}),
                   ('by a gevolmachtigde of an able adult', {'by': ['gevolmachtigde']}),
                   ('by a bewindvoerder', {'by': ['bewindvoerder']}),
                   ('by a parent of an adult', {'by': ['ouder']}),
                   ('by the client with a curator', {'by': ['client', 'curator']}),
                   ('by an unable client', {'unable': True}),
                   ('unable, by a curator', {'unable': True, 'by': ['curator']}),
                   ('unable, by a bewindvoerder', {'unable': True, 'by': ['bewindvoerder']}),
                   ('unable adult, by a parent', {'unable': True, 'by': ['ouder']}),
                   ('of one field', {'fields': [model.BSN]}),
                   ('of all but the BSN', {'fields': [n for n in model.PERSON if n != model.BSN]}),
                   ('of the five', {'fields': list(model.FIVE)}),
                   ('of nothing', {'fields': []})):
    every_declaration('all declarations ' + why, **facts)
    for kind in ('consent', 'no-objection'):
        one_declaration(why, kind, **facts)
        later_declaration(why, kind, **facts)
        earlier_declaration(why, kind, **facts)
for kind in ('consent', 'no-objection'):
    drop_declaration(kind)
    later_declaration('a good one', kind)
    later_declaration('given the same day, withdrawn', kind, given='2026-05-01', withdrawn='2026-06-01')


@mutation('retraction held at the receiver')
def _(case):
    return turned(case, side='receiver', declarations=[dict(d, retraction_held=True)
                                                       for d in case['declarations']])


@mutation('retraction held, withdrawn after created, at the receiver')
def _(case):
    return turned(case, side='receiver', declarations=[dict(d, retraction_held=True, withdrawn='2026-11-20')
                                                       for d in case['declarations']])


@mutation('withdrawn before created, no retraction, at the receiver')
def _(case):
    return turned(case, side='receiver', declarations=[dict(d, withdrawn='2026-09-01')
                                                       for d in case['declarations']])


@mutation('consent and no-objection overlap')
def _(case):
    made = [dict(d, fields=[model.BSN, 'ikWil', 'contact.telefoon'] if d['kind'] == 'consent'
                 else [model.BSN, 'contact.telefoon', 'participatieladder.trede'])
            for d in case['declarations']]
    return turned(case, declarations=made, free_text=True) if made else None


@mutation('fields outside the consent, identified by the five, which it leaves out')
def _(case):
    record = record_with(case, burgerservicenummer=None)
    made = [dict(d, ties='five', fields=[n for n in record if n != 'postcode']) for d in case['declarations']]
    return turned(case, record=record, declarations=made) if made else None


override_turn('of another row', row='wmo-5.1.1-4x')
override_turn('of another purpose', purpose='other')
override_turn('begins tomorrow', first='2026-11-02')
override_turn('begins today', first='2026-11-01')
override_turn('ends today', last='2026-11-01')
override_turn('ended yesterday', last='2026-10-31')
override_turn('without reasons', reasons=False)
override_turn('without advice', advice=False)
override_turn('of the bar', lifts='suwinet', suwi_74=True)

for source in ('suwinet', None, ['client', 'suwinet'], ['suwinet', None]):
    for why, facts in (('of the bar', {}), ('of the bar, another purpose', {'purpose': 'other'}),
                       ('of the bar, another row', {'row': 'elders'}),
                       ('of the bar, before', {'first': '2026-11-02'}),
                       ('of the bar, after', {'last': '2026-10-31'}),
                       ('of the bar, without 74(2)(b)', {'suwi_74': False}), ('of ask', {'lifts': 'ask'})):
        def turn(case, source=source, facts=facts):
            bar = dict(model.OVERRIDE, lifts='suwinet', row=case['row'], suwi_74=True)
            bar.update(facts)
            return turned(case, source=source, overrides=case['overrides'] + [bar])
        MUTATIONS.append(('source %s, override %s' % (source, why), turn))

for lack in ('declaration', 'task', 'category', 'own contribution', 'off', 'deny', 'disabled'):
    def turn(case, lack=lack):
        made = turned(case, overrides=[dict(model.OVERRIDE, row=case['row']),
                                       dict(model.OVERRIDE, row=case['row'], lifts='suwinet', suwi_74=True)])
        made.update({'declaration': {'declarations': []}, 'task': {'task': 'wmo-3.1', 'table_tasks': []},
                     'category': {'exception': None}, 'own contribution': {'task': 'wmo-2.1.5'},
                     'off': {'table_state': 'off'}, 'deny': {'table_state': 'deny'},
                     'disabled': {'table_state': None}}[lack])
        return made
    MUTATIONS.append(('an override replaces no ' + lack, turn))


# --- sections --------------------------------------------------------------------------------------------

def section_tasks():
    for why, case in bases(every_task=True):
        put(why + ': as shipped', case)
    for id, row in model.ROWS.items():
        for task in model.ALL_TASKS:
            case = base(id)
            put('%s, task %s' % (id, task), turned(case, task=task, table_tasks=[]))


def section_directions():
    for id in model.ROWS:
        case = base(id)
        for from_, to in itertools.product(model.KINDS, model.KINDS):
            put('%s, %s to %s' % (id, from_, to), turned(case, **{'from': from_, 'to': to}))


def section_mutations():
    for why, case in bases():
        for turn_why, turn in MUTATIONS:
            made = turn(case)
            if made is not None:
                put(why + ': ' + turn_why, made)


BIRTHS = [  # of somebody who gives on 2026-05-01
    ('5', '2021-03-01'), ('a day before 12', '2014-05-02'), ('12 today', '2014-05-01'),
    ('12 yesterday', '2014-04-30'), ('14', '2012-01-01'), ('a day before 16', '2010-05-02'),
    ('16 today', '2010-05-01'), ('17', '2008-09-09'), ('a day before 18', '2008-05-02'),
    ('18 today', '2008-05-01'), ('40', '1986-01-01'),
    ('partial, 11 or 12', '2014'), ('partial, 12 since April', '2014-04'),
    ('partial, 11 or 12 in May', '2014-05'),
    ('partial, 15 or 16', '2010'), ('partial, 17 or 18', '2008'), ('partial, surely grown', '1986'),
    ('none', None)]
BY = [[]] + [[g] for g in model.GIVERS] + [['client', g] for g in model.GIVERS[1:]] + [
    ['ouder', 'voogd'], ['curator', 'mentor'], ['client', 'ouder', 'voogd']]


def section_givers():
    for id, law, from_ in (('wmo-5.1.1-4', 'pw', 'pw'), ('wmo-5.1.1-4', 'jeugdwet', 'jeugd'),
                           ('wmo-5.2.1-1-b', 'jeugdwet', 'wmo')):
        row = model.ROWS[id]
        for (age, birth), by, unable in itertools.product(BIRTHS, BY, (False, True)):
            bands = [None] if birth else [None, '0-11', '12-15', '16+']
            for band in bands:
                case = base(id, from_, law=law)
                case['record'] = record_with(case, **{'geboorte__datum': birth})
                kinds = ['both', 'no-objection'] if law == 'pw' else ['both']
                for kind in kinds:
                    made = copy.deepcopy(case)
                    made['declarations'] = declarations_for(row, law)
                    for decl in made['declarations']:
                        if kind in ('both', decl['kind']):
                            decl.update(by=list(by), unable=unable, age_band=band)
                        else:  # the other one is in order
                            grown = birth is not None and birth < '2000'
                            decl.update(by=['client', 'ouder'], age_band=band)
                            if unable and grown:
                                decl.update(by=['curator'], unable=True)
                    put('%s, %s, age %s%s, by %s%s, %s' % (id, law, age, ' band ' + band if band else '',
                                                           '+'.join(by) or 'nobody',
                                                           ', unable' if unable else '',
                                                           kind), made)
        for side, (age, birth) in itertools.product(('sender', 'receiver'), BIRTHS):
            made = base(id, from_, law=law)
            made['side'] = side
            made['record'] = record_with(made, **{'geboorte__datum': birth})
            for decl in made['declarations']:
                decl.update(by=['client', 'ouder'], age_band=None if birth else '12-15')
            put('%s, %s, age %s, at the %s' % (id, law, age, side), made)


def section_agreement():
    """Pairs and triples of what stops at the agreement, for the order and for `holding`."""
    stops = [('past review-by', {'review_by': '2026-10-31'}),
             ('not in force', {'agreement_from': '2026-12-01'}),
             ('taken out', {'client_supplied': True}), ('own contribution', {'task': 'wmo-2.1.4a'}),
             ('wrong receiver', {'to': 'school'}), ('off', {'table_state': 'off'}),
             ('denies', {'table_state': 'deny'}), ('asks', {'table_state': 'ask'}),
             ('task not carried', {'task': 'wi-99', 'table_tasks': []}), ('phase', {'phase': 'elders'}),
             ('restricted', {'restriction': 'avg18'}), ('no law', {'law': None}),
             ('no source', {'source': None}),
             ('no declaration', {'declarations': []}), ('household', {'member': 'kind'}),
             ('lists nothing', {'lists': []})]
    for id in model.ROWS:
        case = base(id)
        for one, two in itertools.combinations(stops, 2):
            put('%s: %s and %s' % (id, one[0], two[0]), turned(turned(case, **one[1]), **two[1]))
    case = base('wmo-5.1.1-4')
    for three in itertools.combinations(stops, 3):
        made = case
        for _, facts in three:
            made = turned(made, **facts)
        put('wmo-5.1.1-4: ' + ', '.join(why for why, _ in three), made)


def section_under_27():
    births = ['1999-10-31', '1999-11-01', '1999-11-02', '2000-02-29', '1980-01-01', '2008-05-05', '1999',
              '2000',
              '1999-11', '1999-10', None]
    for birth, created, side, lists_bsn in itertools.product(
            births, ('2026-10-31', '2026-11-01', '2026-11-02'), ('sender', 'receiver'), (True, False)):
        made = base('pw-7a-2')
        made.update(created=created, side=side, record=record_with(made, **{'geboorte__datum': birth}))
        made['lists'] = [n for n in made['record'] if lists_bsn or n != model.BSN]
        put('pw-7a-2, born %s, created %s, at the %s, BSN %s'
            % (birth, created, side, 'listed' if lists_bsn else 'unlisted'), made)


def section_opt_out():
    days = [None, '2026-03-01', '2026-10-31', '2026-11-01', '2026-11-02']
    for id, told, opt_out in itertools.product(('optout-36799', 'wams-36295', 'wmo-5.2.1-1-a'), days, days):
        for from_, to in (('wmo', 'pw'), ('jeugd', 'wmo'), ('pw', 'wgs')):
            made = base(id) if id == 'wmo-5.2.1-1-a' else base(id, from_, to)
            put('%s %s->%s, told %s, opt-out %s' % (id, made['from'], made['to'], told, opt_out),
                turned(made, told=told, opt_out=opt_out))


def section_phases():
    for id, row in model.ROWS.items():
        for task, phase in itertools.product(row['tasks'], ('melding', 'spoed')):
            put('%s, task %s, phase %s' % (id, task, phase), turned(base(id, task=task), phase=phase))
            put('%s, task %s, phase %s, no declarations' % (id, task, phase),
                turned(base(id, task=task), phase=phase, declarations=[]))


def section_random(rng, count):
    pools = {id: [] for id in model.ROWS}
    for why, case in bases(every_task=True):
        pools[case['row']].append((why, case))
    while count > 0:
        why, case = rng.choice(pools[rng.choice(list(pools))])
        case = copy.deepcopy(case)
        for _ in range(rng.randint(2, 4)):
            turn_why, turn = rng.choice(MUTATIONS)
            made = turn(case)
            if made is not None:
                case = made
                why += '; ' + turn_why
        put('drawn: ' + why, case)
        count -= 1


def main(argv):
    if len(argv) < 2:
        sys.exit(__doc__)
    seed = int(argv[2]) if len(argv) > 2 else 1
    for section in (section_tasks, section_directions, section_mutations, section_givers, section_agreement,
                    section_under_27, section_opt_out, section_phases):
        section()
    count = int(argv[3]) if len(argv) > 3 else len(CASES) + 3000
    if count < len(CASES):
        step = len(CASES) / count
        CASES[:] = [CASES[int(i * step)] for i in range(count)]
    section_random(random.Random(seed), count - len(CASES))
    with open(argv[1], 'w', encoding='utf-8') as out:
        for n, (why, case) in enumerate(CASES, 1):
            full = model.whole(case)
            line = dict(full, n=n, why=why, expect=model.decide(full))
            out.write(json.dumps(line, ensure_ascii=False, sort_keys=True) + '\n')


if __name__ == '__main__':
    main(sys.argv)
