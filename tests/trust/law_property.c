/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Agreements, records and consents drawn at random, held against what must be true of
 * every decision: a field that leaves is one that the law lets go (`lawful`, slow, written
 * from the statutes' page and asking nothing of the program), the receiver decides the
 * same of what arrives, and less said, signed or listed never lets more go. A case is
 * its seed, which a failure prints. */
#include "law.h"

#define CASES (20000u / ONE_IN(8))
#define CONSENTS_MAX 5u
#define SEED UINT64_C(0x510115)

struct drawn {
	struct law_scene scene;
	struct record record;
	struct consent consents[CONSENTS_MAX];
	char told[CONSENTS_MAX][4096];
	size_t consent_count;
	unsigned mandate, attached; /* categories that attachments have, as bits */
	bool restricted;
	bool by_set; /* the set is mostly there, and some declarations name it */
	uint64_t first, seed;
};

static char other_text[] = "andere", other_unit[] = "uden.nl/wmo", other_number[] = "999990020",
	    whole_set[] = LAW_SET,
	    other_set[] = "x\x1fy\x1f"
			  "1985-03-01\x1f"
			  "5341AB\x1f"
			  "1";

static bool chance(struct drawn *d, unsigned percent)
{
	return law_draw(&d->seed, 100) < percent;
}

static bool same(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/* --- drawing --- */

/* Flows that the law knows, with some that it refuses. */
static const struct {
	enum party_kind from, to;
	const char *ground, *task;
} flows[] = {
	{ PARTY_PW, PARTY_WMO, "wmo-5.1.1-4", "wmo-2.3.2" },
	{ PARTY_PW, PARTY_WMO, "wmo-5.1.1-4", "wmo-2.3.5" },
	{ PARTY_PW, PARTY_WMO, "wmo-5.1.1-4", "wmo-2.4.3" },
	{ PARTY_PW, PARTY_WMO, "wmo-5.1.1-4", "wmo-2.3.2" },
	{ PARTY_WMO, PARTY_PW, "wmo-5.3.3-1", "pw-7-1-a" },
	{ PARTY_WMO, PARTY_PW, "wmo-5.3.3-1", "pw-7-7" },
	{ PARTY_WMO, PARTY_CARE, "wmo-5.2.1-1-a", "wmo-2.3.5" },
	{ PARTY_WMO, PARTY_CARE, "wmo-5.2.1-1-b", "wmo-2.4.3" },
	{ PARTY_PW, PARTY_REINTEGRATION, "pw-67-1-reintegratie", "pw-7-1-a" },
	{ PARTY_PW, PARTY_REINTEGRATION, "pw-67-1-reintegratie", "pw-7-7" },
	{ PARTY_PW, PARTY_UWV, "pw-67-1-uwv", "suwi-34" },
	{ PARTY_PW, PARTY_UWV, "pw-67-1-uwv", "suwi-30" },
	{ PARTY_PW, PARTY_WMO, "wmo-5.1.1-4", "wmo-2.1.4" },
	{ PARTY_WMO, PARTY_PW, "wmo-5.3.3-3", "pw-7-1-a" },
	{ PARTY_PW, PARTY_WMO, "wams-pw-wmo", "wams-plan" },
	{ PARTY_WMO, PARTY_PW, "wams-wmo-pw", "wams-onderzoek" },
};

static void draw_flow(struct drawn *d)
{
	size_t i = law_draw(&d->seed, ELEMENTS(flows)), part = law_draw(&d->seed, 10);
	size_t other =
		part < 3 ? law_draw(&d->seed, ELEMENTS(flows)) : i; /* now and then a part of another flow */
	law_flow(&d->scene, flows[part == 0 ? other : i].from, flows[part == 0 ? other : i].to,
	         flows[part == 1 ? other : i].ground, flows[part == 2 ? other : i].task);
}

static const char *const five[] = { "naam.geslachtsnaam", "naam.voornamen", "geboorte.datum",
	                            "postcode",           "huisnummer",     NULL };

static bool one_of(const char *word, const char *const *words)
{
	while (*words && !same(*words, word))
		words++;
	return *words;
}

static bool ties(const struct drawn *d, const char *field)
{
	return same(field, "burgerservicenummer") || same(field, "wet") || (d->by_set && one_of(field, five));
}

static void draw_purpose(struct drawn *d)
{
	struct law_scene *s = &d->scene;
	struct agreement_purpose *p = &s->purpose;
	unsigned dense = 20 + (unsigned)law_draw(&d->seed, 80);
	p->phase = (enum phase)(1u << law_draw(&d->seed, 7));
	law_exception(s, "\0abhgbhaa"[law_draw(&d->seed, 8)]);
	p->consent = chance(d, 20);
	p->no_objection = chance(d, 20);
	p->free_text = chance(d, 50);
	p->secret_address = chance(d, 50);
	p->household = chance(d, 50);
	p->field_count = 0;
	s->told[0] = 0;
	for (size_t i = 0; i < catalogue_size(s->catalogue); i++)
		if (chance(d, ties(d, catalogue_field(s->catalogue, i)->name) ? 99 : dense))
			law_list(s, catalogue_field(s->catalogue, i));
}

static void draw_overrides(struct drawn *d)
{
	static const char *const grounds[] = { "suwi-74", "wmo-5.3.3-3", "avg-10", "wams-pw-wmo" };
	struct law_scene *s = &d->scene;
	s->agreement.pinned.override_count = 0;
	for (size_t count = law_draw(&d->seed, LAW_OVERRIDES_MAX + 1), i = 0; i < count; i++) {
		moment from = LAW_TODAY + ((moment)law_draw(&d->seed, 30) - 27) * SECONDS_A_DAY;
		law_override(s, chance(d, 60) ? s->ground : grounds[law_draw(&d->seed, ELEMENTS(grounds))],
		             from, from + (moment)law_draw(&d->seed, 60) * SECONDS_A_DAY);
		s->overrides[i].purpose = chance(d, 90) ? s->code : other_text;
	}
}

/* Up to three, each of a category of its own and with a name that gives it away. */
static const char *some_attachments(struct drawn *d, const struct field *f, char *room, size_t size)
{
	static const char hash[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	size_t end = 0;
	d->attached = 0;
	for (size_t count = 1 + law_draw(&d->seed, 3), i = 0; i < count; i++) {
		enum category c = (enum category)law_draw(&d->seed, CATEGORY_COUNT);
		d->attached |= 1u << c;
		end += (size_t)snprintf(room + end, size - end,
		                        "%c{\"name\":\"diagnose-%s.pdf\",\"mediaType\":\"application/pdf\","
		                        "\"size\":1,\"sha256\":\"%s\"",
		                        i ? ',' : '[', category_names[c], hash);
		if (c != f->category)
			end += (size_t)snprintf(room + end, size - end, ",\"category\":\"%s\"",
			                        category_names[c]);
		end += (size_t)snprintf(room + end, size - end, "}");
	}
	snprintf(room + end, size - end, "]");
	return room;
}

/* Some value that the field takes; NULL: the test has none. */
static const char *a_value(struct drawn *d, const struct field *f, char *room, size_t size)
{
	size_t codes = 0;
	switch (f->kind) {
	case FIELD_BSN:
		return LAW_BSN;
	case FIELD_DAY:
	case FIELD_PARTIAL_DAY:
		return "1985-03-01";
	case FIELD_CODE:
		while (f->codes[codes])
			codes++;
		return f->codes[law_draw(&d->seed, codes)];
	case FIELD_NUMBER:
		snprintf(room, size, "%ld", (long)f->least);
		return room;
	case FIELD_TRUTH:
		return "true";
	case FIELD_POSTCODE:
		return "5341AB";
	case FIELD_DIGITS:
		snprintf(room, size, "%0*d", (int)f->least, 1);
		return room;
	case FIELD_CODES:
		return f->codes[law_draw(&d->seed, f->code_count)];
	case FIELD_REFERENCE:
		return "A1";
	case FIELD_UNIT:
		return "oss.nl/wmo";
	case FIELD_TELEPHONE:
		return "0612345678";
	case FIELD_EMAIL:
		return "a@example.nl";
	case FIELD_TEXT:
	case FIELD_FREE_TEXT:
		return f->least > 1 ? "xx" : "x";
	case FIELD_ATTACHMENTS:
		return some_attachments(d, f, room, size);
	}
	return NULL;
}

static void draw_record(struct drawn *d)
{
	struct law_scene *s = &d->scene;
	struct error e = { 0 };
	char room[1024];
	unsigned dense = 20 + (unsigned)law_draw(&d->seed, 80);
	record_clear(&d->record);
	if (!record_start(&d->record, s->catalogue, &e))
		cr_assert_fail("%s", error_name(e.code));
	for (size_t i = 0; i < catalogue_size(s->catalogue); i++) {
		const struct field *f = catalogue_field(s->catalogue, i);
		unsigned percent = ties(d, f->name) || same(f->name, "gegevensbron") ? 97
		                   : same(f->name, "relatie.soort")                  ? 25
		                                                                     : dense;
		if (chance(d, percent))
			law_set(s, &d->record, f->name, a_value(d, f, room, sizeof room));
	}
	if (chance(d, 70)) /* mostly of the sender's own law, which more is allowed of */
		law_set(s, &d->record, "wet", s->parties[0].kind == PARTY_PW ? "pw" : "wmo");
	if (d->by_set && chance(d, 50))
		law_set(s, &d->record, "burgerservicenummer", "");
	if (d->by_set && chance(d, 70)) /* an address that is secret mostly stays */
		law_set(s, &d->record, "geheimhouding", "0");
	d->mandate = 1 + (unsigned)law_draw(&d->seed, 3);
	d->restricted = chance(d, 5);
}

static void draw_consent(struct drawn *d, size_t i)
{
	struct law_scene *s = &d->scene;
	struct consent *c = &d->consents[i];
	char *told = d->told[i];
	*c = law_consent(s, i == 0   ? CONSENT_EXPLICIT
	                    : i == 1 ? CONSENT_NO_OBJECTION
	                             : (enum consent_kind)law_draw(&d->seed, 2));
	if (d->by_set && chance(d, record_role(&d->record, ROLE_BSN).size ? 30 : 95))
		c->tie = whole_set;
	if (chance(d, 5))
		c->tie = d->by_set ? other_set : other_number;
	if (chance(d, 5))
		c->agreement = other_text;
	if (chance(d, 5))
		c->purpose = other_text;
	if (chance(d, 5))
		c->to = other_unit;
	if (chance(d, 30)) {
		c->given = LAW_TODAY + ((moment)law_draw(&d->seed, 60) - 55) * SECONDS_A_DAY;
		c->until = c->given + (moment)law_draw(&d->seed, 90) * SECONDS_A_DAY;
	}
	if (chance(d, 5))
		c->evidence = NULL;
	if (chance(d, 3))
		c->by = CONSENT_BY(GIVER_PARENT); /* of an adult who can weigh it */
	if (chance(d, 3))
		c->unable = true;
	if (chance(d, 3))
		c->age = AGE_12_15; /* alone */
	if (chance(d, 12))
		c->withdrawn = LAW_NOON + ((moment)law_draw(&d->seed, 60) - 50) * 6 * 3600;
	if (chance(d, 40)) {
		size_t end = 0;
		told[0] = 0;
		for (size_t j = 0; j < s->purpose.field_count; j++)
			if (chance(d, ties(d, s->fields[j].field->name) ? 99 : 70))
				end += (size_t)snprintf(told + end, sizeof d->told[i] - end, "%s%s",
				                        end ? " " : "", s->fields[j].field->name);
		c->fields = told;
	}
}

static void draw_case(struct drawn *d, uint64_t seed)
{
	d->first = d->seed = seed;
	d->by_set = chance(d, 35);
	draw_flow(d);
	draw_purpose(d);
	draw_overrides(d);
	draw_record(d);
	d->consent_count = law_draw(&d->seed, CONSENTS_MAX + 1);
	for (size_t i = 0; i < d->consent_count; i++)
		draw_consent(d, i);
}

static void drawn_start(struct drawn *d)
{
	*d = (struct drawn){ 0 };
	law_start(&d->scene);
}

static void drawn_clear(struct drawn *d)
{
	record_clear(&d->record);
	law_clear(&d->scene);
}

/* --- the law, slowly --- */

static struct bytes value_of(const struct drawn *d, const char *field)
{
	return record_get(&d->record, catalogue_find(d->record.catalogue, bytes_of_string(field)));
}

static bool value_is(const struct drawn *d, const char *field, const char *value)
{
	return bytes_equal_string(value_of(d, field), value);
}

static bool override_holds(const struct drawn *d, const char *ground)
{
	const struct law_scene *s = &d->scene;
	for (size_t i = 0; i < s->agreement.pinned.override_count; i++) {
		const struct override *o = &s->overrides[i];
		if (same(o->ground, ground) && same(o->purpose, s->code) && o->valid_from <= LAW_NOON &&
		    LAW_NOON < o->valid_until + SECONDS_A_DAY)
			return true;
	}
	return false;
}

/* Of the values that are drawn, there is one set that is whole. */
static bool has_set(const struct drawn *d)
{
	bool all = true;
	for (size_t i = 0; five[i]; i++)
		all = all && value_of(d, five[i]).size;
	return all;
}

static bool names_client(const struct drawn *d, const struct consent *c)
{
	return value_is(d, "burgerservicenummer", c->tie) || (same(c->tie, LAW_SET) && has_set(d));
}

static bool is_about(const struct drawn *d, const struct consent *c, enum consent_kind kind)
{
	return c->kind == kind && names_client(d, c) && same(c->agreement, d->scene.agreement_id) &&
	       same(c->purpose, d->scene.code) && same(c->to, d->scene.to);
}

/* The last that was given, and of one day the first in the list. */
static const struct consent *last_said(const struct drawn *d, enum consent_kind kind)
{
	const struct consent *last = NULL;
	for (size_t i = d->consent_count; i-- > 0;)
		if (is_about(d, &d->consents[i], kind) && d->consents[i].given <= LAW_NOON &&
		    (!last || d->consents[i].given >= last->given))
			last = &d->consents[i];
	return last;
}

/* It isn't past nor taken back, a no-objection is in writing, who gave it could (of those that are drawn: a
 * client from 16 on, or a parent of whoever can't weigh it); and the client was told of this field. */
static bool was_said(const struct drawn *d, enum consent_kind kind, const char *field)
{
	const struct consent *c = last_said(d, kind);
	if (!c || LAW_NOON >= c->until + SECONDS_A_DAY || (c->withdrawn && c->withdrawn <= LAW_NOON) ||
	    (kind == CONSENT_NO_OBJECTION && !c->evidence))
		return false;
	if (c->unable ? c->by != CONSENT_BY(GIVER_PARENT)
	              : c->age != AGE_16 || c->by != CONSENT_BY(GIVER_CLIENT))
		return false;
	char *words = string_printf(" %s ", field), *told = string_printf(" %s ", c->fields);
	bool said = strstr(told, words);
	free(words);
	free(told);
	return said;
}

/* The record's own law, wherever the data came from. */
static bool is_of_pw(const struct drawn *d)
{
	return value_is(d, "wet", "pw");
}

static bool is_of_wmo(const struct drawn *d)
{
	return value_is(d, "wet", "wmo");
}

struct answer {
	bool lawful, consent, no_objection; /* may go, if the client said so */
	const char *exceptions;             /* of AVG 9(2), for special data */
};

/* Each flow of the statutes' page. */
static struct answer flow_of(const struct drawn *d)
{
	static const char *const aims[] = { "wmo-2.3.2",  "wmo-2.3.3", "wmo-2.3.5", "wmo-2.3.6", "wmo-2.3.9",
		                            "wmo-2.3.10", "wmo-2.4.1", "wmo-2.4.3", NULL };
	static const char *const income[] = { "pw-7-1-a", "pw-7-7", NULL },
				 *const suwi[] = { "suwi-30", "suwi-34", NULL },
				 *const care[] = { "wmo-2.3.3",  "wmo-2.3.5", "wmo-2.3.9",
		                                   "wmo-2.3.10", "wmo-2.4.3", NULL };
	const struct law_scene *s = &d->scene;
	const struct agreement_purpose *p = &s->purpose;
	enum party_kind from = s->parties[0].kind, to = s->parties[1].kind;
	if (!value_of(d, "gegevensbron").size ||
	    (value_is(d, "gegevensbron", "suwinet") && !override_holds(d, "suwi-74")))
		return (struct answer){ 0 };
	if (from == PARTY_PW && to == PARTY_WMO && !is_of_wmo(d) && one_of(p->task, aims) &&
	    same(p->ground, "wmo-5.1.1-4"))
		return (struct answer){ true, true, true, "ah" };
	if (from == PARTY_WMO && to == PARTY_PW && !is_of_pw(d) && one_of(p->task, income) &&
	    same(p->ground, "wmo-5.3.3-1"))
		return (struct answer){ override_holds(d, "wmo-5.3.3-1"), true, p->no_objection, "ab" };
	if (from == PARTY_WMO && to == PARTY_CARE && one_of(p->task, care) &&
	    same(p->ground, "wmo-5.2.1-1-a"))
		return (struct answer){ !is_of_pw(d), p->consent, p->no_objection, "h" };
	if (from == PARTY_WMO && to == PARTY_CARE && one_of(p->task, care) &&
	    same(p->ground, "wmo-5.2.1-1-b"))
		return (struct answer){ true, true, p->no_objection, "ah" };
	if (from == PARTY_PW && !is_of_wmo(d) &&
	    ((to == PARTY_REINTEGRATION && one_of(p->task, income)) ||
	     (to == PARTY_UWV && one_of(p->task, suwi))))
		return (struct answer){ strncmp(p->ground, "pw-67-1-", 8) == 0, p->consent, p->no_objection,
			                "b" };
	return (struct answer){ 0 };
}

static bool is_listed(const struct drawn *d, const char *field)
{
	for (size_t i = 0; i < d->scene.purpose.field_count; i++)
		if (same(d->scene.fields[i].field->name, field))
			return true;
	return false;
}

/* What a declaration names the client by goes along, all of it. */
static bool names_what_goes(const struct drawn *d, enum consent_kind kind, const bool *keep)
{
	const struct consent *c = last_said(d, kind);
	if (!c || same(c->tie, LAW_BSN))
		return c && keep[law_field(&d->scene, "burgerservicenummer")->index];
	for (size_t i = 0; five[i]; i++)
		if (!keep[law_field(&d->scene, five[i])->index])
			return false;
	return true;
}

static bool client_lawful(const struct drawn *d, const struct answer *a, const bool *keep)
{
	const struct law_scene *s = &d->scene;
	bool member = value_of(d, "relatie.soort").size;
	if ((value_is(d, "wet", "pw") && !(d->mandate & LAW_PW)) ||
	    (value_is(d, "wet", "wmo") && !(d->mandate & LAW_WMO)))
		return false;
	if (!value_is(d, "wet", "pw") && !value_is(d, "wet", "wmo"))
		return false;
	if (member && !(s->purpose.household && same(s->ground, "wmo-5.1.1-4") &&
	                keep[law_field(s, "relatie.soort")->index]))
		return false;
	return a->lawful && !d->restricted && (!a->consent || names_what_goes(d, CONSENT_EXPLICIT, keep)) &&
	       (!a->no_objection || names_what_goes(d, CONSENT_NO_OBJECTION, keep));
}

static bool carries(const struct drawn *d, const struct answer *a, enum category c)
{
	const struct agreement_purpose *p = &d->scene.purpose;
	if (c == CATEGORY_HEALTH)
		return p->exception && strchr(a->exceptions, p->exception[strlen("A9-2-")]);
	return c != CATEGORY_CRIMINAL && c != CATEGORY_SPECIAL &&
	       !(c == CATEGORY_FINANCIAL && same(p->ground, "wmo-5.2.1-1-a"));
}

/* Of attachments one is enough. */
static bool carries_of(const struct drawn *d, const struct answer *a, const struct field *f)
{
	bool some = f->kind != FIELD_ATTACHMENTS && carries(d, a, f->category);
	for (unsigned c = 0; f->kind == FIELD_ATTACHMENTS && c < CATEGORY_COUNT; c++)
		some = some || (d->attached & 1u << c && carries(d, a, (enum category)c));
	return some;
}

/* May this field leave, beside what else leaves? */
static bool lawful(const struct drawn *d, const struct answer *a, const struct field *f, const bool *keep)
{
	static const char *const always[] = { "wet", "gegevensbron", NULL };
	static const char *const address[] = { "postcode", "huisnummer", "huisletter", "huisnummertoevoeging",
		                               NULL };
	static const char *const contact[] = { "burgerservicenummer",  "naam.voornamen",
		                               "naam.voorvoegsel",     "naam.geslachtsnaam",
		                               "geboorte.datum",       "postcode",
		                               "huisnummer",           "huisletter",
		                               "huisnummertoevoeging", "geheimhouding",
		                               "contact.telefoon",     "contact.email",
		                               "contact.voorkeur",     NULL };
	const struct agreement_purpose *p = &d->scene.purpose;
	const struct field *mark = law_field(&d->scene, "geheimhouding");
	bool secret = record_get(&d->record, mark).size && !value_is(d, "geheimhouding", "0");
	if (one_of(f->name, always))
		return true;
	if (f == mark && secret && p->secret_address) /* goes with the address */
		for (size_t i = 0; address[i]; i++)
			if (keep[law_field(&d->scene, address[i])->index])
				return true;
	if (!is_listed(d, f->name) || !carries_of(d, a, f) ||
	    (same(f->name, "inkomensvoorziening.bedrag") && same(p->ground, "wmo-5.1.1-4")))
		return false;
	if ((f->kind == FIELD_FREE_TEXT ||
	     (f->kind == FIELD_TEXT && f->category != CATEGORY_IDENTIFICATION)) &&
	    !p->free_text)
		return false;
	if (p->phase == PHASE_MELDING && !one_of(f->name, contact))
		return false;
	if (one_of(f->name, address) && secret &&
	    !(p->secret_address && keep[mark->index])) /* whoever gets a secret address is told that it is */
		return false;
	return (!a->consent || was_said(d, CONSENT_EXPLICIT, f->name)) &&
	       (!a->no_objection || was_said(d, CONSENT_NO_OBJECTION, f->name));
}

/* --- asking --- */

static struct question asked_of(const struct drawn *d, const struct terms *t, const struct record *r,
                                const struct consent *consents, size_t count, bool received)
{
	return (struct question){ .terms = t,
		                  .restricted = d->restricted,
		                  .received = received,
		                  .laws = d->mandate,
		                  .when = LAW_NOON,
		                  .consents = consents,
		                  .consent_count = count,
		                  .record = r };
}

/* Anew, of the scene as it is now. */
static bool decide_now(const struct drawn *d, bool *keep)
{
	struct terms *t = law_terms(&d->scene);
	struct question q = asked_of(d, t, &d->record, d->consents, d->consent_count, false);
	bool allowed = decide_record(&q, keep, NULL).allowed;
	terms_freep(&t);
	return allowed;
}

#define FIELDS_MAX 256u
typedef void check(struct drawn *d, const bool *keep, bool allowed);

static size_t each_case(check *f, uint64_t count)
{
	_cleanup_(drawn_clear) struct drawn d;
	size_t allowed = 0;
	drawn_start(&d);
	cr_assert_lt(catalogue_size(d.scene.catalogue), FIELDS_MAX);
	for (uint64_t i = 0; i < count; i++) {
		bool keep[FIELDS_MAX];
		draw_case(&d, SEED + i);
		bool goes = decide_now(&d, keep);
		f(&d, keep, goes);
		allowed += goes;
	}
	return allowed;
}

static size_t by_set_alone; /* went without a number, on what the client said */

static void leaves_only_what_is_lawful(struct drawn *d, const bool *keep, bool allowed)
{
	const struct catalogue *c = d->scene.catalogue;
	struct answer a = flow_of(d);
	bool client = client_lawful(d, &a, keep);
	by_set_alone += allowed && a.consent && !value_of(d, "burgerservicenummer").size;
	if (allowed && !client)
		cr_assert_fail("seed %llu: this client must stay", (unsigned long long)d->first);
	for (size_t i = 0; i < catalogue_size(c); i++)
		if (keep[i] && !(client && record_get(&d->record, catalogue_field(c, i)).size &&
		                 lawful(d, &a, catalogue_field(c, i), keep)))
			cr_assert_fail("seed %llu: %s must stay", (unsigned long long)d->first,
			               catalogue_field(c, i)->name);
}

Test(law_property, no_field_leaves_that_no_rule_allows, .timeout = 300)
{
	size_t allowed = each_case(leaves_only_what_is_lawful, CASES);
	cr_assert(allowed > CASES / 25 && allowed < CASES / 2, "%zu of %zu went", allowed, CASES);
	cr_assert_gt(by_set_alone, CASES / 500);
}

/* None whose category the flow doesn't carry, and no name that somebody typed, unless such may go. */
static void tells_no_more_of_attachments(const struct drawn *d, const char *line)
{
	struct answer a = flow_of(d);
	const char *attached = strstr(line, "\"bijlagen\":");
	char stated[64];
	if (!attached)
		return;
	if (strstr(attached, "diagnose") && !d->scene.purpose.free_text)
		cr_assert_fail("seed %llu: the name of an attachment", (unsigned long long)d->first);
	for (unsigned c = 0; c < CATEGORY_COUNT; c++) {
		snprintf(stated, sizeof stated, "\"category\":\"%s\"", category_names[c]);
		if (!carries(d, &a, (enum category)c) && strstr(attached, stated))
			cr_assert_fail("seed %llu: an attachment that is %s", (unsigned long long)d->first,
			               category_names[c]);
	}
	if (!carries(d, &a, CATEGORY_HEALTH)) /* what states none is */
		for (const char *at = attached; (at = strstr(at, "\"sha256\"")); at += 1)
			if (strncmp(at + strlen("\"sha256\":\"") + 64, "\",\"category\"", 12) != 0)
				cr_assert_fail("seed %llu: one on health", (unsigned long long)d->first);
}

/* As a package: the record without what stays, and the consents that carry it. */
static void receiver_agrees(struct drawn *d, const bool *keep, bool allowed)
{
	const struct law_scene *s = &d->scene;
	struct consent sent[CONSENTS_MAX];
	struct record arrived;
	size_t sent_count = 0;
	bool kept[FIELDS_MAX];
	enum rule rules[FIELDS_MAX];
	struct error e = { 0 };
	if (!allowed)
		return;
	for (size_t i = 0; i < d->consent_count; i++)
		if (agreement_needs(&s->agreement, &s->purpose, d->consents[i].kind) &&
		    names_client(d, &d->consents[i]) &&
		    consent_holds(&d->consents[i], s->agreement_id, s->code, s->to, LAW_NOON))
			sent[sent_count++] = d->consents[i];
	_cleanup_(buffer_clear) struct buffer line = { 0 }, again = { 0 };
	struct terms *t = law_terms(s);
	struct question q = asked_of(d, t, &d->record, d->consents, d->consent_count, false);
	if (!decide_line(&q, keep, &line, &e) ||
	    !record_parse(s->catalogue, buffer_bytes(&line), "line", &arrived, &e))
		cr_assert_fail("seed %llu: %s", (unsigned long long)d->first, error_name(e.code));
	tells_no_more_of_attachments(d, buffer_string(&line));
	q = asked_of(d, t, &arrived, sent, sent_count, true);
	bool may = decide_record(&q, kept, rules).allowed;
	for (size_t i = 0; i < catalogue_size(s->catalogue); i++)
		may = may && !decision_is_of_part(kept[i], rules[i]);
	if (!may || memcmp(kept, keep, catalogue_size(s->catalogue) * sizeof *keep) != 0 ||
	    !decide_line(&q, kept, &again, &e) || !bytes_equal(buffer_bytes(&line), buffer_bytes(&again)))
		cr_assert_fail("seed %llu: the receiver %s", (unsigned long long)d->first,
		               may ? "keeps something else" : "refuses");
	if (!record_check_identity(&arrived, &e))
		cr_assert_fail("seed %llu: what arrives names nobody", (unsigned long long)d->first);
	terms_freep(&t);
	record_clear(&arrived);
}

Test(law_property, sender_and_receiver_agree, .timeout = 300)
{
	cr_assert_gt(each_case(receiver_agrees, CASES), CASES / 25);
}

static void no_more_than(struct drawn *d, const bool *keep, const char *what)
{
	bool now[FIELDS_MAX];
	decide_now(d, now);
	for (size_t i = 0; i < catalogue_size(d->scene.catalogue); i++)
		if (now[i] && !keep[i])
			cr_assert_fail("seed %llu: %s lets %s go", (unsigned long long)d->first, what,
			               catalogue_field(d->scene.catalogue, i)->name);
}

/* One taken away, the others in their order; but for one behind which an earlier one stands, that would count
 * again. What was withdrawn already is no longer something said. */
static void without_a_consent(struct drawn *d, const bool *keep)
{
	struct consent all[CONSENTS_MAX];
	size_t count = d->consent_count;
	memcpy(all, d->consents, sizeof all);
	for (size_t i = 0; i < count; i++) {
		if (all[i].withdrawn && all[i].withdrawn <= LAW_NOON)
			continue;
		bool counts = last_said(d, all[i].kind) == &d->consents[i];
		memmove(d->consents + i, d->consents + i + 1, (count - i - 1) * sizeof *all);
		d->consent_count = count - 1;
		if (!counts || !last_said(d, all[i].kind))
			no_more_than(d, keep, "a consent less");
		memcpy(d->consents, all, sizeof all);
		d->consent_count = count;
		d->consents[i].withdrawn = LAW_NOON;
		no_more_than(d, keep, "a withdrawal");
		d->consents[i].withdrawn = all[i].withdrawn;
		d->consents[i].until = LAW_TODAY - SECONDS_A_DAY;
		no_more_than(d, keep, "a term that ends earlier");
		d->consents[i] = all[i];
	}
}

static void less_allows_less(struct drawn *d, const bool *keep, bool allowed)
{
	struct agreement_purpose *p = &d->scene.purpose, was = *p;
	size_t overrides = d->scene.agreement.pinned.override_count;
	unsigned mandate = d->mandate;
	(void)allowed;
	without_a_consent(d, keep);
	if (overrides) {
		d->scene.agreement.pinned.override_count--;
		no_more_than(d, keep, "an override less");
		d->scene.agreement.pinned.override_count = overrides;
	}
	d->mandate &= LAW_PW;
	no_more_than(d, keep, "a narrower mandate");
	d->mandate = mandate;
	p->free_text = p->household = p->secret_address = false;
	p->consent = p->no_objection = true;
	no_more_than(d, keep, "a stricter purpose");
	*p = was;
	p->exception = NULL;
	no_more_than(d, keep, "no exception of AVG 9");
	*p = was;
	p->field_count = law_draw(&d->seed, p->field_count + 1);
	no_more_than(d, keep, "a shorter list");
	*p = was;
}

Test(law_property, less_said_signed_or_listed_never_lets_more_go, .timeout = 300)
{
	each_case(less_allows_less, CASES / 4); /* some fifteen decisions each */
}
