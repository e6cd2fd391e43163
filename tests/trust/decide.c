/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/decide.h"

#include <criterion/criterion.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BSN "999990019"
#define NOON INT64_C(1795521600) /* 2026-11-24T12:00:00Z */
#define TODAY (NOON - SECONDS_A_DAY / 2)

/* A purpose that lists everything a test may want, among it what must never go. */
/* clang-format off */
static const char *const listed[] = {
	"burgerservicenummer", "naam.geslachtsnaam", "postcode", "huisnummer",       "huisletter",
	"huisnummertoevoeging", "gemeentecode",      "geheimhouding", "ikWil",       "verslag",
	"zelfredzaamheid.justitie.score", "participatieladder.trede", "codeArbeidsvermogen",
};
/* clang-format on */

static const struct {
	const char *field, *value;
} values[] = {
	{ "burgerservicenummer", BSN },
	{ "naam.geslachtsnaam", "Jansen" },
	{ "postcode", "5341AB" },
	{ "huisnummer", "12" },
	{ "huisletter", "a" },
	{ "huisnummertoevoeging", "bis" },
	{ "gemeentecode", "0828" },
	{ "geheimhouding", "0" },
	{ "ikWil", "weer aan het werk" },
	{ "zelfredzaamheid.justitie.score", "3" },
	{ "participatieladder.trede", "2" },
	{ "status.omschrijving", "lopend" },
	{ "wet", "pw" },
	{ "gegevensbron", "pw" },
};

struct scene {
	struct catalogue *catalogue;
	struct agreement agreement;
	struct agreement_party parties[2];
	struct agreement_purpose purpose;
	struct agreement_field fields[ELEMENTS(listed)];
	char id[16], code[20], from[16], to[16], ground[24], task[16], exception[8];
	struct record record;
	struct consent consents[4];
	struct question q;
};

static const struct field *field(const struct scene *s, const char *name)
{
	const struct field *f = catalogue_find(s->catalogue, bytes_of_string(name));
	cr_assert_not_null(f, "%s", name);
	return f;
}

static void set(struct scene *s, const char *name, const char *value)
{
	struct error e = { 0 };
	cr_assert(record_set(&s->record, field(s, name), bytes_of_string(value), &e), "%s: %s", name,
	          e.detail);
}

static char
	told[1024]; /* the fields that the consents name: set by scene_start to all that the purpose lists */
static char texts[][20] = { "oss-wmo-wi", "onderzoek-2.3.2", "oss.nl/wmo",
	                    "other",      "oss.nl/jeugd",    "burgerservicenummer" };

static char own_number[] = BSN, other_number[] = "999990020",
	    form[] = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

static struct consent consent(enum consent_kind kind)
{
	return (struct consent){ .kind = kind,
		                 .tie = own_number,
		                 .agreement = texts[0],
		                 .purpose = texts[1],
		                 .to = texts[2],
		                 .fields = told,
		                 .by = CONSENT_BY(GIVER_CLIENT),
		                 .age = AGE_16,
		                 .evidence = form,
		                 .given = TODAY - 30 * SECONDS_A_DAY,
		                 .until = TODAY + 30 * SECONDS_A_DAY };
}

static void scene_start(struct scene *s)
{
	struct error e = { 0 };
	*s = (struct scene){ .code = "onderzoek-2.3.2",
		             .id = "oss-wmo-wi",
		             .from = "oss.nl/wi",
		             .to = "oss.nl/wmo",
		             .ground = "wmo-5.1.1-4",
		             .task = "wmo-2.3.2",
		             .exception = "A9-2-a" };
	cr_assert(catalogue_load(catalogue_shipped(), "catalogue", &s->catalogue, &e), "%s", e.detail);
	size_t end = 0;
	for (size_t i = 0; i < ELEMENTS(listed); i++) {
		s->fields[i].field = field(s, listed[i]);
		end += (size_t)snprintf(told + end, sizeof told - end, "%s%s", i ? " " : "", listed[i]);
	}
	s->purpose = (struct agreement_purpose){ .code = s->code,
		                                 .from = s->from,
		                                 .to = s->to,
		                                 .ground = s->ground,
		                                 .task = s->task,
		                                 .phase = PHASE_ONDERZOEK,
		                                 .exception = s->exception,
		                                 .consent = true,
		                                 .no_objection = true,
		                                 .fields = s->fields,
		                                 .field_count = ELEMENTS(listed) };
	s->parties[0] = (struct agreement_party){ .unit = s->from, .kind = PARTY_PW };
	s->parties[1] = (struct agreement_party){ .unit = s->to, .kind = PARTY_WMO };
	s->agreement = (struct agreement){ .id = s->id,
		                           .purposes = &s->purpose,
		                           .purpose_count = 1,
		                           .parties = s->parties,
		                           .party_count = 2 };
	cr_assert(grounds_parse(grounds_shipped(), "grounds", &s->agreement.pinned.grounds, &e), "%s",
	          e.detail);
	cr_assert(record_start(&s->record, s->catalogue, &e));
	for (size_t i = 0; i < ELEMENTS(values); i++)
		set(s, values[i].field, values[i].value);
	s->consents[0] = consent(CONSENT_EXPLICIT);
	s->consents[1] = consent(CONSENT_NO_OBJECTION);
	s->q = (struct question){ .laws = LAW_PW,
		                  .when = NOON,
		                  .consents = s->consents,
		                  .consent_count = 2,
		                  .since = TODAY - 40 * SECONDS_A_DAY,
		                  .record = &s->record };
}

/* The question as the scene stands now: a test may have altered its terms. */
static struct question ask(const struct scene *s)
{
	struct question q = s->q;
	struct terms *t = NULL;
	struct error e = { 0 };
	cr_assert(terms_prepare(&s->agreement, &s->purpose, s->catalogue, &t, &e));
	q.terms = t;
	return q;
}

static void asked(const struct question *q)
{
	struct terms *t = (struct terms *)(uintptr_t)q->terms;
	terms_freep(&t);
}

static void scene_clear(struct scene *s)
{
	record_clear(&s->record);
	grounds_freep(&s->agreement.pinned.grounds);
	catalogue_freep(&s->catalogue);
}

static void expect_client(const struct scene *s, enum rule rule, const char *what)
{
	struct question q = ask(s);
	struct decision d = decide_client(&q);
	cr_expect_eq(d.rule, rule, "%s: %s", what, rule_name(d.rule));
	cr_expect_eq(d.allowed, rule == RULE_AGREED, "%s", what);
	asked(&q);
}

static void expect_field(const struct scene *s, const char *name, enum rule rule)
{
	struct question q = ask(s);
	struct decision d = decide_field(&q, field(s, name));
	cr_expect_eq(d.rule, rule, "%s: %s", name, rule_name(d.rule));
	cr_expect_eq(d.allowed, rule_kind(rule) == RULE_ALLOWS && rule != RULE_ABSENT, "%s", name);
	asked(&q);
}

Test(decide, each_rule_tells_its_authority)
{
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	struct question q = ask(&s);
	struct decision_source row = terms_explain(q.terms, RULE_NO_CONSENT),
			       own = terms_explain(q.terms, RULE_CONSENT_WITHDRAWN);
	cr_expect_str_eq(row.article, "Wmo 2015 art. 5.1.1 lid 4; Participatiewet art. 65 lid 2 onder b");
	cr_expect_str_eq(row.certainty, "S");
	cr_expect_str_eq(row.row->id, "wmo-5.1.1-4");
	cr_expect_str_eq(own.article, "AVG art. 7 lid 3");
	cr_expect_str_eq(own.certainty, "S");
	cr_expect_null(own.row);
	cr_expect_str_eq(terms_explain(q.terms, RULE_MELDING).certainty, "I");
	cr_expect_str_eq(terms_explain(q.terms, RULE_ABSENT).article, "");
	cr_expect_str_eq(terms_explain(q.terms, RULE_COUNT).article, "");
	for (int i = RULE_ALWAYS + 1; i < RULE_COUNT; i++) {
		struct decision_source why = terms_explain(q.terms, (enum rule)i);
		if (rule_decides((enum rule)i))
			cr_expect(*why.article && *why.certainty, "%s", rule_name((enum rule)i));
	}
	asked(&q);
}

Test(decide, field_by_field)
{
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	expect_client(&s, RULE_AGREED, "all in order");
	expect_field(&s, "naam.geslachtsnaam", RULE_AGREED);
	expect_field(&s, "participatieladder.trede", RULE_AGREED);
	expect_field(&s, "codeArbeidsvermogen", RULE_ABSENT);
	expect_field(&s, "status.omschrijving", RULE_NOT_AGREED);
	expect_field(&s, "wet", RULE_ALWAYS);
	expect_field(&s, "gegevensbron", RULE_ALWAYS);
	s.purpose.field_count = 0;
	expect_field(&s, "naam.geslachtsnaam", RULE_NOT_AGREED);
	expect_field(&s, "wet", RULE_ALWAYS);
	expect_field(&s, "gegevensbron", RULE_ALWAYS);
}

Test(decide, criminal_data_never_go)
{
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	s.purpose.free_text = s.purpose.secret_address = true;
	expect_field(&s, "zelfredzaamheid.justitie.score", RULE_CRIMINAL);
}

Test(decide, free_text_goes_only_where_the_purpose_says_so)
{
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	expect_field(&s, "ikWil", RULE_FREE_TEXT);
	s.purpose.free_text = true;
	expect_field(&s, "ikWil", RULE_AGREED);
	set(&s, "ikKan", "fietsen"); /* free text that the purpose doesn't list */
	expect_field(&s, "ikKan", RULE_NOT_AGREED);
}

/* The catalogue of today, or the one that the agreement pins: what either calls it counts. */
Test(decide, a_field_is_of_the_stricter_of_two_categories)
{
	static const struct {
		enum category ours, theirs;
		bool exception;
		enum rule rule;
	} cases[] = {
		{ CATEGORY_ORDINARY, CATEGORY_ORDINARY, false, RULE_AGREED },
		{ CATEGORY_ORDINARY, CATEGORY_HEALTH, false, RULE_NO_EXCEPTION },
		{ CATEGORY_HEALTH, CATEGORY_ORDINARY, false, RULE_NO_EXCEPTION },
		{ CATEGORY_ORDINARY, CATEGORY_HEALTH, true, RULE_AGREED },
		{ CATEGORY_HEALTH, CATEGORY_ORDINARY, true, RULE_AGREED },
		{ CATEGORY_ORDINARY, CATEGORY_SPECIAL, true, RULE_CATEGORY },
		{ CATEGORY_SPECIAL, CATEGORY_ORDINARY, true, RULE_CATEGORY },
		{ CATEGORY_ORDINARY, CATEGORY_CRIMINAL, true, RULE_CRIMINAL },
		{ CATEGORY_CRIMINAL, CATEGORY_ORDINARY, true, RULE_CRIMINAL },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(scene_clear) struct scene s;
		scene_start(&s);
		struct field *ours = (struct field *)(uintptr_t)field(&s, "participatieladder.trede");
		struct field theirs = *ours;
		ours->category = cases[i].ours;
		theirs.category = cases[i].theirs;
		for (size_t j = 0; j < ELEMENTS(listed); j++)
			if (s.fields[j].field == ours)
				s.fields[j].field = &theirs;
		if (!cases[i].exception)
			s.purpose.exception = NULL;
		expect_field(&s, "participatieladder.trede", cases[i].rule);
	}
}

/* What a copy holds may be unlocked only when the client agreed to all of it anew. */
Test(decide, a_declaration_for_some_fields_is_none_for_the_whole_record)
{
	static char fewer[] = "burgerservicenummer naam.geslachtsnaam";
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	set(&s, "status.omschrijving", "");
	struct question q = ask(&s);
	cr_expect(decide_declared(&q));
	s.consents[0].fields = fewer;
	cr_expect_not(decide_declared(&q), "the record has more than what the consent names");
	for (size_t i = 0; i < ELEMENTS(values); i++)
		if (!strstr(fewer, values[i].field) && strcmp(values[i].field, "wet") != 0 &&
		    strcmp(values[i].field, "gegevensbron") != 0)
			set(&s, values[i].field, "");
	cr_expect(decide_declared(&q), "wet and gegevensbron go along always");
	asked(&q);
}

/* What a person types may hold anything: a diagnosis, a conviction, another's number. */
Test(decide, whatever_a_person_types_is_free_text)
{
	static const char *const typed[] = { "zaak.zaaktype", "status.omschrijving",
		                             "reintegratievoorziening.codeType" };
	for (size_t i = 0; i < ELEMENTS(typed); i++) {
		_cleanup_(scene_clear) struct scene s;
		scene_start(&s);
		s.fields[ELEMENTS(listed) - 1].field = field(&s, typed[i]);
		snprintf(told + strlen(told), sizeof told - strlen(told), " %s", typed[i]);
		set(&s, typed[i], "schizofrenie, veroordeeld, 999990032");
		expect_field(&s, typed[i], RULE_FREE_TEXT);
		s.purpose.free_text = true;
		expect_field(&s, typed[i], RULE_AGREED);
	}
}

#define ATTACHED(name, more) \
	"{\"name\":\"" name "\",\"mediaType\":\"application/pdf\",\"size\":1,\"sha256\":" \
	"\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\"" more "}"

/* What of the record's attachments travels (NULL: none), and by which rule something of them stays. */
static void expect_attached(const struct scene *s, const char *travels, enum rule rule)
{
	struct question q = ask(s);
	struct error e = { 0 };
	bool keep[400];
	enum rule rules[400];
	_cleanup_(buffer_clear) struct buffer line = { 0 };
	const struct field *f = field(s, "bijlagen");
	cr_assert(decide_record(&q, keep, rules).allowed);
	cr_assert(decide_line(&q, keep, &line, &e));
	const char *found = strstr(buffer_string(&line), "\"bijlagen\":");
	cr_expect_eq(rules[f->index], rule, "%s", rule_name(rules[f->index]));
	cr_expect_eq(keep[f->index], travels != NULL);
	cr_expect_eq(found != NULL, travels != NULL);
	if (found && travels)
		cr_expect(strncmp(found + strlen("\"bijlagen\":"), travels, strlen(travels)) == 0, "%s",
		          found);
	asked(&q);
}

/* Each goes by the category that is stated of it; its name is what a person typed. */
Test(decide, attachments_go_by_their_category_and_under_a_name_that_is_made)
{
	static const char diagnosis[] = "[" ATTACHED("schizofrenie.pdf", "") "]",
			  made[] = "[" ATTACHED("attachment-1", "") "]",
			  mixed[] =
				  "[" ATTACHED("veroordeeld.pdf", ",\"category\":\"criminal\"") "," ATTACHED(
					  "huur.pdf", ",\"category\":\"ordinary\"") "," ATTACHED("a.pdf",
	                                                                                         "") "]",
			  of_mixed[] = "[" ATTACHED("attachment-1",
	                                            ",\"category\":\"ordinary\"") "," ATTACHED("attachment-2",
	                                                                                       "") "]",
			  without_health[] = "[" ATTACHED("attachment-1", ",\"category\":\"ordinary\"") "]";
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	set(&s, "bijlagen", diagnosis);
	expect_attached(&s, NULL, RULE_NOT_AGREED);
	s.fields[ELEMENTS(listed) - 1].field = field(&s, "bijlagen");
	expect_attached(&s, NULL, RULE_CONSENT_FIELDS);
	snprintf(told + strlen(told), sizeof told - strlen(told), " bijlagen");
	expect_attached(&s, made, RULE_ATTACHMENT_NAME);
	s.q.received = true; /* and so the receiver tells that it is too much */
	expect_attached(&s, made, RULE_ATTACHMENT_NAME);
	s.q.received = false;
	s.purpose.free_text = true;
	expect_attached(&s, diagnosis, RULE_AGREED);
	s.purpose.free_text = false;
	set(&s, "bijlagen", made);
	expect_attached(&s, made, RULE_AGREED);
	set(&s, "bijlagen", mixed);
	expect_attached(&s, of_mixed, RULE_CRIMINAL);
	s.purpose.exception = NULL;
	expect_attached(&s, without_health, RULE_CRIMINAL);
	set(&s, "bijlagen", diagnosis);
	expect_attached(&s, NULL, RULE_NO_EXCEPTION);
}

/* Kept from before its field took attachments: whatever text it is, it is read, and stays. */
Test(decide, what_is_no_list_of_attachments_stays)
{
	_cleanup_(scene_clear) struct scene s;
	_cleanup_(record_clear) struct record old = { 0 };
	struct error e = { 0 };
	scene_start(&s);
	s.fields[ELEMENTS(listed) - 1].field = field(&s, "bijlagen");
	snprintf(told + strlen(told), sizeof told - strlen(told), " bijlagen");
	cr_assert(record_recall(s.catalogue,
	                        BYTES("{\"burgerservicenummer\":\"" BSN "\",\"wet\":\"pw\",\"gegevensbron\":"
	                              "\"pw\",\"bijlagen\":\"schizofrenie.pdf\"}"),
	                        "line", &old, &e));
	s.q.record = &old;
	expect_attached(&s, NULL, RULE_UNFIT);
}

Test(decide, a_secret_address_stays)
{
	static const char *const address[] = { "postcode", "huisnummer", "huisletter",
		                               "huisnummertoevoeging" };
	static const struct {
		const char *secrecy;
		bool agreed, goes;
	} cases[] = { { "0", false, true },
		      { "", false, true },
		      { "1", false, false },
		      { "7", false, false },
		      { "7", true, true } };
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(scene_clear) struct scene s;
		scene_start(&s);
		set(&s, "geheimhouding", cases[i].secrecy);
		s.purpose.secret_address = cases[i].agreed;
		for (size_t j = 0; j < ELEMENTS(address); j++)
			expect_field(&s, address[j], cases[i].goes ? RULE_AGREED : RULE_SECRET_ADDRESS);
		expect_field(&s, "gemeentecode", RULE_AGREED);
		expect_field(&s, "naam.geslachtsnaam", RULE_AGREED);
	}
}

Test(decide, suwinet_data_stay_on_every_row_and_so_does_what_has_no_source)
{
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	set(&s, "gegevensbron", "suwinet");
	expect_client(&s, RULE_SUWINET, "towards the Wmo");
	s.parties[1].kind = PARTY_UWV;
	snprintf(s.ground, sizeof s.ground, "%s", "pw-67-1-uwv");
	snprintf(s.task, sizeof s.task, "%s", "suwi-30");
	expect_client(&s, RULE_SUWINET, "and towards whomever else");
	s.parties[1].kind = PARTY_WMO;
	snprintf(s.task, sizeof s.task, "%s", "wmo-2.3.2");
	set(&s, "gegevensbron", "client");
	snprintf(s.ground, sizeof s.ground, "%s", "wmo-5.1.1-4");
	expect_client(&s, RULE_AGREED, "from the client");
	set(&s, "gegevensbron", "uwv");
	expect_client(&s, RULE_AGREED, "from the UWV");
	set(&s, "gegevensbron", "");
	expect_client(&s, RULE_NO_SOURCE, "from where nobody wrote down");
}

/* SUWI 74(2)(b): the client's own no-objection, and so the override of the bar must rest on it. */
Test(decide, only_an_override_that_rests_on_suwi_74_lifts_suwinet)
{
	static char bar[] = "suwi-74", own[] = "wmo-5.1.1-4", right[] = "SUWI 74(2)(b)",
		    other[] = "convenient", year[] = "asked for since 1974", article[] = "art. 740 lid 2";
	static const struct {
		char *ground, *reasons;
		enum rule rule;
	} cases[] = {
		{ bar, right, RULE_AGREED },    { bar, other, RULE_SUWINET }, { bar, year, RULE_SUWINET },
		{ bar, article, RULE_SUWINET }, { bar, NULL, RULE_SUWINET },  { own, right, RULE_SUWINET },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(scene_clear) struct scene s;
		scene_start(&s);
		struct override o = { .ground = cases[i].ground,
			              .reasons = cases[i].reasons,
			              .purpose = s.code,
			              .valid_from = TODAY,
			              .valid_until = TODAY },
				*list[] = { &o };
		s.agreement.pinned.overrides = list;
		s.agreement.pinned.override_count = 1;
		set(&s, "gegevensbron", "suwinet");
		expect_client(&s, cases[i].rule, cases[i].ground);
	}
}

Test(decide, the_law_of_the_record_is_within_the_mandate)
{
	static const struct {
		const char *wet;
		unsigned laws;
		enum rule rule;
	} cases[] = {
		{ "pw", LAW_PW, RULE_AGREED },
		{ "pw", LAW_PW | LAW_WMO, RULE_AGREED },
		{ "pw", LAW_WMO, RULE_OTHER_LAW },
		{ "pw", 0, RULE_OTHER_LAW },
		{ "wmo", LAW_WMO, RULE_LAW_NOT_CARRIED },
		{ "wmo", LAW_PW, RULE_OTHER_LAW },
		{ "", LAW_PW | LAW_WMO, RULE_OTHER_LAW },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(scene_clear) struct scene s;
		scene_start(&s);
		set(&s, "wet", cases[i].wet);
		s.q.laws = cases[i].laws;
		expect_client(&s, cases[i].rule, cases[i].wet);
	}
}

/* What one change to the consent (`which` 0) or the no-objection (1) does. */
static void with(enum consent_kind which, void (*change)(struct consent *), enum rule rule, const char *what)
{
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	change(&s.consents[which]);
	expect_client(&s, rule, what);
}

static void nothing(struct consent *c _unused_)
{
}
static void ends_today(struct consent *c)
{
	c->until = TODAY;
}
static void ended_yesterday(struct consent *c)
{
	c->until = TODAY - SECONDS_A_DAY;
}
static void starts_tomorrow(struct consent *c)
{
	c->given = TODAY + SECONDS_A_DAY;
}
static void withdrawn_now(struct consent *c)
{
	c->withdrawn = NOON;
}
static void withdrawn_later(struct consent *c)
{
	c->withdrawn = NOON + 1;
}
static void other_agreement(struct consent *c)
{
	c->agreement = texts[3];
}
static void other_purpose(struct consent *c)
{
	c->purpose = texts[3];
}
static void other_recipient(struct consent *c)
{
	c->to = texts[4];
}
static void other_client(struct consent *c)
{
	c->tie = other_number;
}
static void for_good(struct consent *c)
{
	c->until = TODAY + 3653 * SECONDS_A_DAY;
}
static void before_the_purpose(struct consent *c)
{
	c->given = TODAY - 41 * SECONDS_A_DAY;
}
static void without_evidence(struct consent *c)
{
	c->evidence = NULL;
}
static void by_a_mentor(struct consent *c)
{
	c->by = CONSENT_BY(GIVER_MENTOR);
}
static void by_a_child(struct consent *c)
{
	c->age = AGE_0_11;
}
static void of_no_age(struct consent *c)
{
	c->age = AGE_UNSTATED;
}
static void other_kind(struct consent *c)
{
	c->kind = c->kind == CONSENT_EXPLICIT ? CONSENT_NO_OBJECTION : CONSENT_EXPLICIT;
}

Test(decide, what_the_client_said)
{
	static const struct {
		void (*change)(struct consent *);
		enum rule consent, no_objection;
		const char *what;
	} cases[] = {
		{ nothing, RULE_AGREED, RULE_AGREED, "nothing" },
		{ ends_today, RULE_AGREED, RULE_AGREED, "ends today" },
		{ withdrawn_later, RULE_AGREED, RULE_AGREED, "withdrawn later" },
		{ ended_yesterday, RULE_CONSENT_PAST, RULE_NO_NO_OBJECTION, "past" },
		{ starts_tomorrow, RULE_NO_CONSENT, RULE_NO_NO_OBJECTION, "not yet" },
		{ withdrawn_now, RULE_CONSENT_WITHDRAWN, RULE_NO_NO_OBJECTION, "withdrawn" },
		{ other_agreement, RULE_NO_CONSENT, RULE_NO_NO_OBJECTION, "agreement" },
		{ other_purpose, RULE_NO_CONSENT, RULE_NO_NO_OBJECTION, "purpose" },
		{ other_recipient, RULE_NO_CONSENT, RULE_NO_NO_OBJECTION, "recipient" },
		{ other_client, RULE_NO_CONSENT, RULE_NO_NO_OBJECTION, "client" },
		{ other_kind, RULE_NO_CONSENT, RULE_NO_NO_OBJECTION, "kind" },
		{ for_good, RULE_CONSENT_TERM, RULE_CONSENT_TERM, "for ten years" },
		{ before_the_purpose, RULE_CONSENT_EARLY, RULE_CONSENT_EARLY, "before the purpose" },
		{ by_a_mentor, RULE_GIVER, RULE_GIVER, "by a mentor of an able adult" },
		{ by_a_child, RULE_GIVER, RULE_GIVER, "by a nine-year-old" },
		{ of_no_age, RULE_AGE_UNKNOWN, RULE_AGE_UNKNOWN, "neither birth date nor age band" },
		{ without_evidence, RULE_AGREED, RULE_NO_EVIDENCE, "without evidence" },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		with(CONSENT_EXPLICIT, cases[i].change, cases[i].consent, cases[i].what);
		with(CONSENT_NO_OBJECTION, cases[i].change, cases[i].no_objection, cases[i].what);
	}
}

static char set_tie[] = "Jansen\x1f"
			"Anna Maria\x1f"
			"1980-01-01\x1f"
			"5341AB\x1f"
			"12",
	    other_set[] = "Jansen\x1f"
			  "Anna\x1f"
			  "1980-01-01\x1f"
			  "5341AB\x1f"
			  "12";

/* Lists the set too, which is Anna Maria's, and has both declarations name it. */
static void by_the_set(struct scene *s)
{
	static struct agreement_field more[ELEMENTS(listed) + 2];
	scene_start(s);
	memcpy(more, s->fields, sizeof s->fields);
	more[ELEMENTS(listed)].field = field(s, "naam.voornamen");
	more[ELEMENTS(listed) + 1].field = field(s, "geboorte.datum");
	s->purpose.fields = more;
	s->purpose.field_count = ELEMENTS(more);
	snprintf(told + strlen(told), sizeof told - strlen(told), " naam.voornamen geboorte.datum");
	set(s, "naam.voornamen", "Anna Maria");
	set(s, "geboorte.datum", "1980-01-01");
	s->consents[0].tie = s->consents[1].tie = set_tie;
}

Test(decide, a_set_ties_as_a_number_does)
{
	_cleanup_(scene_clear) struct scene s;
	by_the_set(&s);
	expect_client(&s, RULE_AGREED, "the record has both");
	set(&s, "burgerservicenummer", "");
	expect_client(&s, RULE_AGREED, "and no number");
	s.consents[1].tie = own_number;
	expect_client(&s, RULE_NO_NO_OBJECTION, "each declaration by itself");
	s.consents[1].tie = set_tie;
	s.consents[0].tie = other_set;
	expect_client(&s, RULE_NO_CONSENT, "other first names");
	s.consents[0].tie = set_tie;
	set(&s, "naam.voornamen", "Anna maria");
	expect_client(&s, RULE_NO_CONSENT, "a small letter");
	set(&s, "naam.voornamen", "Anna Maria");
	set(&s, "huisnummer", "13");
	expect_client(&s, RULE_NO_CONSENT, "moved next door");
	set(&s, "huisnummer", "12");
	set(&s, "geboorte.datum", "1980-01");
	expect_client(&s, RULE_NO_IDENTITY, "born some day in January");
	set(&s, "burgerservicenummer", BSN);
	expect_client(&s, RULE_NO_CONSENT, "likewise, but it is known who it is");
}

Test(decide, the_set_that_a_declaration_names_goes_along)
{
	_cleanup_(scene_clear) struct scene s;
	by_the_set(&s);
	s.purpose.field_count--;
	expect_client(&s, RULE_NO_SET, "the birth date isn't listed");
	set(&s, "burgerservicenummer", "");
	expect_client(&s, RULE_NO_IDENTITY, "and no number");
	set(&s, "burgerservicenummer", BSN);
	s.purpose.field_count++;
	set(&s, "geheimhouding", "3");
	expect_client(&s, RULE_NO_SET, "the address is secret");
	s.purpose.secret_address = true;
	expect_client(&s, RULE_AGREED, "and goes all the same");
	s.consents[0].fields = texts[5];
	expect_client(&s, RULE_NO_SET, "the client was told of the number alone");
	s.consents[0].tie = own_number;
	expect_client(&s, RULE_NO_SET, "the no-objection names the set");
	s.consents[1].tie = own_number;
	expect_client(&s, RULE_AGREED, "neither does");
}

Test(decide, the_last_counts_whatever_it_names)
{
	_cleanup_(scene_clear) struct scene s;
	by_the_set(&s);
	s.consents[2] = consent(CONSENT_EXPLICIT);
	s.q.consent_count = 3;
	s.consents[2].given -= 5 * SECONDS_A_DAY;
	withdrawn_now(&s.consents[2]);
	expect_client(&s, RULE_AGREED, "an older one by the number was withdrawn");
	s.consents[2].given += 10 * SECONDS_A_DAY;
	expect_client(&s, RULE_CONSENT_WITHDRAWN, "a later one");
	set(&s, "burgerservicenummer", "");
	expect_client(&s, RULE_AGREED, "which isn't known to be of this client");
}

Test(decide, a_restricted_record_stays_whatever_else_holds)
{
	struct scene s;
	scene_start(&s);
	s.q.restricted = true;
	expect_client(&s, RULE_RESTRICTED, "all the rest holds");
	s.q.laws = LAW_WMO; /* the first of the client's rules */
	expect_client(&s, RULE_RESTRICTED, "the mandate's law doesn't");
	snprintf(s.ground, sizeof s.ground, "no-such-row");
	expect_client(&s, RULE_GROUND_UNKNOWN, "the agreement's rules come before");
	scene_clear(&s);
}

Test(decide, asks_only_what_the_purpose_asks)
{
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	s.q.consent_count = 0;
	expect_client(&s, RULE_NO_CONSENT, "both asked, none said");
	s.purpose.consent = s.purpose.no_objection = false;
	expect_client(&s, RULE_NO_CONSENT, "the ground asks, whatever the purpose says");
	s.parties[1].kind = PARTY_REINTEGRATION;
	snprintf(s.ground, sizeof s.ground, "%s", "pw-67-1-reintegratie");
	snprintf(s.task, sizeof s.task, "%s", "pw-7-1-a");
	snprintf(s.exception, sizeof s.exception, "%s", "A9-2-b");
	expect_client(&s, RULE_AGREED, "nothing asked");
	s.purpose.no_objection = true;
	expect_client(&s, RULE_NO_NO_OBJECTION, "no-objection asked by the purpose alone");
	s.purpose.no_objection = false;
	set(&s, "burgerservicenummer", "");
	expect_client(&s, RULE_NO_IDENTITY, "nothing asked, no number");
}

Test(decide, what_was_said_last_counts_alone)
{
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	s.consents[2] = consent(CONSENT_EXPLICIT);
	s.q.consent_count = 3;
	s.consents[0].given = TODAY - 35 * SECONDS_A_DAY;
	ended_yesterday(&s.consents[0]);
	expect_client(&s, RULE_AGREED, "an old one, past, and a new one");
	s.consents[0].withdrawn = TODAY - 2 * SECONDS_A_DAY;
	expect_client(&s, RULE_AGREED, "an old one, withdrawn, and a new one");
	s.consents[0] = consent(CONSENT_EXPLICIT);
	s.consents[0].given = TODAY - 35 * SECONDS_A_DAY;
	withdrawn_now(&s.consents[2]);
	expect_client(&s, RULE_CONSENT_WITHDRAWN, "the new one is withdrawn, the old one isn't");
	s.consents[2].withdrawn = 0;
	ended_yesterday(&s.consents[2]);
	expect_client(&s, RULE_CONSENT_PAST, "the new one is past, the old one isn't");
	other_purpose(&s.consents[2]);
	expect_client(&s, RULE_AGREED, "the new one is for another purpose");
}

Test(decide, a_whole_record_as_its_fields_one_by_one)
{
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	set(&s, "geheimhouding", "3");
	size_t count = catalogue_size(s.catalogue), kept = 0;
	bool *keep = calloc(count, sizeof *keep);
	enum rule *rules = calloc(count, sizeof *rules);
	struct question q = ask(&s);
	cr_assert(decide_record(&q, keep, rules).allowed);
	for (size_t i = 0; i < count; i++) {
		struct decision d = decide_field(&q, catalogue_field(s.catalogue, i));
		cr_expect_eq(keep[i], d.allowed, "%s", catalogue_field(s.catalogue, i)->name);
		cr_expect_eq(rules[i], d.rule, "%s", catalogue_field(s.catalogue, i)->name);
		kept += keep[i];
	}
	cr_expect_eq(kept, 7); /* number, surname, municipality, secrecy, ladder, law, source */
	memset(keep, 0, count);
	cr_assert(decide_record(&q, keep, NULL).allowed);
	cr_expect(keep[field(&s, "wet")->index]);
	asked(&q);
	free(keep);
	free(rules);
}

Test(decide, nothing_is_kept_of_a_client_who_stays)
{
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	s.consents[0].withdrawn = NOON - 1;
	size_t count = catalogue_size(s.catalogue);
	bool *keep = calloc(count, sizeof *keep);
	enum rule *rules = calloc(count, sizeof *rules);
	memset(keep, 1, count);
	struct question q = ask(&s);
	struct decision d = decide_record(&q, keep, rules);
	asked(&q);
	cr_expect_not(d.allowed);
	cr_expect_eq(d.rule, RULE_CONSENT_WITHDRAWN);
	for (size_t i = 0; i < count; i++)
		cr_expect_not(keep[i], "%s", catalogue_field(s.catalogue, i)->name);
	cr_expect_eq(rules[field(&s, "wet")->index], RULE_CONSENT_WITHDRAWN);
	cr_expect_eq(rules[field(&s, "zelfredzaamheid.justitie.score")->index], RULE_CRIMINAL);
	cr_expect_eq(rules[field(&s, "codeArbeidsvermogen")->index], RULE_ABSENT);
	free(keep);
	free(rules);
}

Test(decide, two_copies_of_the_catalogue_are_the_same_fields)
{
	_cleanup_(scene_clear) struct scene s, other;
	scene_start(&s);
	scene_start(&other);
	s.purpose.fields = other.fields;
	expect_field(&s, "naam.geslachtsnaam", RULE_AGREED);
	bool *keep = calloc(catalogue_size(s.catalogue), sizeof *keep);
	struct question q = ask(&s);
	decide_record(&q, keep, NULL);
	asked(&q);
	cr_expect(keep[field(&s, "naam.geslachtsnaam")->index]);
	free(keep);
}

/* Whoever supplied it: what Work and Income holds was obtained for the Participatiewet, so that Wmo 5.1.1(4)
 * and PW 65 hold. An agreement that still has the exception that was withdrawn carries nothing at all. */
Test(decide, what_the_client_supplied_needs_the_declarations_too)
{
	static const char *const sources[] = { "client", "pw", "brp" };
	for (size_t i = 0; i < ELEMENTS(sources); i++) {
		_cleanup_(scene_clear) struct scene s;
		scene_start(&s);
		set(&s, "gegevensbron", sources[i]);
		expect_client(&s, RULE_AGREED, sources[i]);
		s.q.consent_count = 0;
		expect_client(&s, RULE_NO_CONSENT, sources[i]);
		s.q.consent_count = 2;
		s.purpose.client_supplied = true;
		expect_client(&s, RULE_WITHDRAWN, sources[i]);
	}
}

/* Rule 1, before all others; until that day, and on it, the table holds. */
Test(decide, nothing_goes_behind_the_day_by_which_the_table_is_to_be_read_again)
{
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	const struct grounds *g = s.agreement.pinned.grounds;
	s.consents[0].until = s.consents[1].until = grounds_review_by(g) + 9 * SECONDS_A_DAY;
	s.q.when = grounds_review_by(g) + SECONDS_A_DAY - 1;
	expect_client(&s, RULE_AGREED, "the last second of that day");
	s.q.when++;
	expect_client(&s, RULE_TABLE_PAST, "the day after");
	s.purpose.client_supplied = true;
	s.q.consent_count = 0;
	expect_client(&s, RULE_TABLE_PAST, "whatever else is wrong");
}

/* A row that carries each sender's own law carries no other that the sender holds; and the no-objection is of
 * data of the Participatiewet. */
Test(decide, a_sender_sends_its_own_law_alone)
{
	static const struct {
		enum party_kind from;
		const char *wet;
		bool no_objection;
		enum rule rule;
	} cases[] = {
		{ PARTY_PW, "pw", true, RULE_AGREED },
		{ PARTY_PW, "jeugdwet", true, RULE_LAW_NOT_CARRIED },
		{ PARTY_JEUGD, "jeugdwet", false, RULE_AGREED },
		{ PARTY_JEUGD, "pw", false, RULE_LAW_NOT_CARRIED },
		{ PARTY_WGS, "wgs", false, RULE_AGREED },
		{ PARTY_WGS, "jeugdwet", false, RULE_LAW_NOT_CARRIED },
		{ PARTY_PW, "pw", false, RULE_NO_NO_OBJECTION },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(scene_clear) struct scene s;
		scene_start(&s);
		s.parties[0].kind = cases[i].from;
		s.q.laws = (1u << LAW_COUNT) - 1;
		s.purpose.no_objection = cases[i].no_objection;
		set(&s, "wet", cases[i].wet);
		set(&s, "gegevensbron", "client");
		if (!cases[i].no_objection)
			s.q.consent_count = 1;
		expect_client(&s, cases[i].rule, cases[i].wet);
	}
}

/* Officers may ask more than the statute: of whose records is the table's to say, and the purpose's where the
 * row is silent. */
Test(decide, the_no_objection_is_asked_of_the_laws_that_the_table_names)
{
	static const struct {
		const char *laws; /* in the table */
		enum rule rule;   /* of a record of Jeugd without one */
	} cases[] = {
		{ "    no_objection_laws: [pw]\n", RULE_AGREED },
		{ "    no_objection_laws: [pw, wgs]\n", RULE_AGREED },
		{ "    no_objection_laws: [pw, jeugdwet]\n", RULE_NO_NO_OBJECTION },
		{ "", RULE_NO_NO_OBJECTION },
	};
	const struct bytes shipped = grounds_shipped();
	_cleanup_(string_freep) char *text = string_of_bytes(shipped);
	const char *at = strstr(text, cases[0].laws);
	cr_assert_not_null(at);
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(scene_clear) struct scene s;
		struct error e = { 0 };
		_cleanup_(string_freep) char *other =
			string_printf("%.*s%s%s", (int)(at - text), text, cases[i].laws,
		                      at + strlen(cases[0].laws));
		scene_start(&s);
		grounds_freep(&s.agreement.pinned.grounds);
		cr_assert(grounds_parse(bytes_of_string(other), "grounds", &s.agreement.pinned.grounds, &e),
		          "%s", e.detail);
		s.parties[0].kind = PARTY_JEUGD;
		s.q.laws = LAW_JEUGD;
		s.q.consent_count = 1;
		set(&s, "wet", "jeugdwet");
		set(&s, "gegevensbron", "client");
		expect_client(&s, cases[i].rule, cases[i].laws);
	}
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	snprintf(s.ground, sizeof s.ground, "%s", "pw-67-1-uwv");
	snprintf(s.task, sizeof s.task, "%s", "suwi-30");
	s.parties[1].kind = PARTY_UWV;
	s.purpose.consent = false;
	s.q.consent_count = 0;
	expect_client(&s, RULE_NO_NO_OBJECTION, "the row is silent, and the purpose asks");
}

/* The client moved: PW 67(1)(c) is about the college of another municipality. */
Test(decide, a_move_is_to_another_controller)
{
	static char here[] = "oss.nl", there[] = "uden.nl";
	char *const to[] = { there, here, NULL };
	for (size_t i = 0; i < ELEMENTS(to); i++) {
		_cleanup_(scene_clear) struct scene s;
		scene_start(&s);
		s.parties[1].kind = PARTY_PW;
		s.parties[0].controller = here;
		s.parties[1].controller = to[i];
		s.purpose.consent = s.purpose.no_objection = false;
		snprintf(s.ground, sizeof s.ground, "%s", "pw-64-1-a");
		snprintf(s.task, sizeof s.task, "%s", "pw-7-1-a");
		expect_client(&s, i == 0 ? RULE_AGREED : RULE_GROUND_FLOW, i == 0 ? there : here);
	}
}

/* Wmo 2.3.3 decides at once, and nothing else does. */
Test(decide, spoed_is_for_its_task_alone)
{
	static const char *const tasks[] = { "wmo-2.3.3", "wmo-2.3.2", "wmo-2.3.5" };
	for (size_t i = 0; i < ELEMENTS(tasks); i++) {
		_cleanup_(scene_clear) struct scene s;
		scene_start(&s);
		s.purpose.phase = PHASE_SPOED;
		snprintf(s.task, sizeof s.task, "%s", tasks[i]);
		expect_client(&s, i == 0 ? RULE_AGREED : RULE_PHASE, tasks[i]);
		if (i == 0)
			expect_field(&s, "huisnummer", RULE_AGREED);
	}
}

/* Own contribution isn't in Wmo 5.1.1(4), on whatever row and whoever's data; nor is the amount of an income.
 */
Test(decide, own_contribution_is_carried_by_no_row)
{
	static const char *const never[] = { "wmo-2.1.4",   "wmo-2.1.4a", "wmo-2.1.4b",  "wmo-2.1.4-3",
		                             "wmo-2.1.4.1", "wmo-2.1.5",  "wmo-2.1.5-1", "wmo-2.5.4" },
				 *const others[] = { "wmo-2.3.2", "wmo-2.1.40", "wmo-2.1.55", "wmo-2.5.40" };
	static const enum party_kind kinds[] = { PARTY_WMO, PARTY_PW, PARTY_CARE, PARTY_UWV };
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	for (size_t i = 0; i < ELEMENTS(never); i++) {
		for (size_t from = 0; from < ELEMENTS(kinds); from++) {
			s.parties[0].kind = kinds[from];
			snprintf(s.task, sizeof s.task, "%s", never[i]);
			expect_client(&s, RULE_OWN_CONTRIBUTION, never[i]);
		}
	}
	s.parties[0].kind = PARTY_PW;
	for (size_t i = 0; i < ELEMENTS(others); i++) {
		snprintf(s.task, sizeof s.task, "%s", others[i]);
		expect_client(&s, i == 0 ? RULE_AGREED : RULE_TASK, others[i]);
	}
	s.fields[0].field = field(&s, "inkomensvoorziening.bedrag");
	snprintf(s.task, sizeof s.task, "%s", "wmo-2.3.2");
	set(&s, "inkomensvoorziening.bedrag", "120000");
	expect_field(&s, "inkomensvoorziening.bedrag", RULE_AMOUNT);
	s.parties[1].kind = PARTY_REINTEGRATION;
	s.purpose.consent = s.purpose.no_objection = false;
	snprintf(s.ground, sizeof s.ground, "%s", "pw-67-1-reintegratie");
	expect_field(&s, "inkomensvoorziening.bedrag", RULE_AGREED);
}

/* What the client was told on the day it was said is what it was said of. */
Test(decide, consent_is_for_the_fields_it_was_given_for)
{
	static char fewer[] = "burgerservicenummer naam.geslachtsnaam postcode",
		    others[] = "naam.geslachtsnaam postcode";
	for (size_t which = 0; which < 2; which++) {
		_cleanup_(scene_clear) struct scene s;
		scene_start(&s);
		s.consents[which].fields = fewer;
		expect_client(&s, RULE_AGREED, "said of fewer fields");
		expect_field(&s, "postcode", RULE_AGREED); /* named */
		expect_field(&s, "huisnummer",             /* not named */
		             which == 0 ? RULE_CONSENT_FIELDS : RULE_NO_OBJECTION_FIELDS);
		expect_field(&s, "wet", RULE_ALWAYS); /* travels with what does */
		s.consents[2] = consent(which == 0 ? CONSENT_EXPLICIT : CONSENT_NO_OBJECTION);
		s.consents[2].given += SECONDS_A_DAY;
		s.q.consent_count = 3;
		expect_field(&s, "huisnummer", RULE_AGREED); /* a later form names it */
		s.consents[2].withdrawn = NOON;
		expect_client(&s, which == 0 ? RULE_CONSENT_WITHDRAWN : RULE_NO_NO_OBJECTION,
		              "withdrawn: the earlier form doesn't come back");
		s.q.consent_count = 2;
		s.consents[which].fields = others;
		expect_client(&s, RULE_NO_IDENTITY, "not of the number that tells who it is");
	}
}

/* Whoever gets a secret address is told that it is one; else the receiver would pass it on. */
Test(decide, a_secret_address_goes_with_its_mark)
{
	static char with[] = "burgerservicenummer postcode geheimhouding",
		    without[] = "burgerservicenummer postcode", number[] = "burgerservicenummer";
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	set(&s, "geheimhouding", "7");
	s.consents[0].fields = without;
	expect_field(&s, "geheimhouding", RULE_CONSENT_FIELDS);
	expect_field(&s, "postcode", RULE_SECRET_ADDRESS);
	s.purpose.secret_address = true;
	expect_field(&s, "postcode", RULE_AGREED);
	expect_field(&s, "geheimhouding", RULE_WITH_ADDRESS); /* whatever the client said it of */
	s.fields[7].field = field(&s, "gemeentecode");
	expect_field(&s, "geheimhouding", RULE_WITH_ADDRESS); /* nor does the purpose list it */
	s.consents[0].fields = number;
	expect_field(&s, "geheimhouding", RULE_NOT_AGREED); /* without an address it doesn't */
	s.fields[7].field = field(&s, "geheimhouding");
	s.consents[0].fields = with;
	expect_field(&s, "geheimhouding", RULE_AGREED);
	set(&s, "geheimhouding", "0");
	s.consents[0].fields = without;
	expect_field(&s, "postcode", RULE_AGREED);
	expect_field(&s, "geheimhouding", RULE_CONSENT_FIELDS);
}

/* What a store kept of before today's lists: nobody knows what it meant. */
Test(decide, a_mark_that_cant_be_read_hides_the_address_and_a_relation_is_a_member)
{
	static const char *const marks[] = { "geheimhouding", "relatie.soort" };
	_cleanup_(scene_clear) struct scene s;
	bool unfit[400] = { false };
	scene_start(&s);
	s.purpose.secret_address = s.purpose.household = true;
	s.fields[ELEMENTS(listed) - 1].field = field(&s, "relatie.soort");
	snprintf(told + strlen(told), sizeof told - strlen(told), " %s", "relatie.soort");
	for (size_t i = 0; i < ELEMENTS(marks); i++) {
		const struct field *f = field(&s, marks[i]);
		cr_assert_lt(f->index, ELEMENTS(unfit));
		memset(unfit, 0, sizeof unfit);
		unfit[f->index] = true;
		set(&s, marks[i], "0");
		s.record.unfit = unfit;
		if (i == 0)
			expect_field(&s, "postcode", RULE_SECRET_ADDRESS);
		else
			expect_client(&s, RULE_HOUSEHOLD, marks[i]);
		expect_field(&s, marks[i], RULE_UNFIT);
		s.record.unfit = NULL;
		set(&s, marks[i], "");
	}
}

/* --- the client's rules, 11 to 19 --- */

/* Wmo 5.2.9(6): who it is must be among what goes. */
Test(decide, who_it_is_must_be_free_to_leave)
{
	static const struct {
		const char *name, *value;
	} five[] = { { "naam.geslachtsnaam", "Jansen" },
		     { "naam.voornamen", "Jan" },
		     { "geboorte.datum", "1985-03-01" },
		     { "postcode", "5341AB" },
		     { "huisnummer", "12" } };
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	s.parties[1].kind = PARTY_REINTEGRATION; /* where nothing is asked */
	snprintf(s.ground, sizeof s.ground, "%s", "pw-67-1-reintegratie");
	snprintf(s.task, sizeof s.task, "%s", "pw-7-1-a");
	s.purpose.consent = s.purpose.no_objection = false;
	for (size_t i = 0; i < ELEMENTS(five); i++) {
		s.fields[i].field = field(&s, five[i].name);
		set(&s, five[i].name, five[i].value);
	}
	expect_client(&s, RULE_AGREED, "the number is there, and not listed; the five are");
	for (size_t i = 0; i < ELEMENTS(five); i++) {
		set(&s, five[i].name, "");
		expect_client(&s, RULE_NO_IDENTITY, five[i].name);
		set(&s, five[i].name, five[i].value);
		s.fields[i].field = field(&s, "ikWil");
		expect_client(&s, RULE_NO_IDENTITY, five[i].name);
		s.fields[i].field = field(&s, five[i].name);
	}
	set(&s, "geboorte.datum", "1985-03");
	expect_client(&s, RULE_NO_IDENTITY, "a month of birth");
	set(&s, "geboorte.datum", "1985-03-01");
	set(&s, "geheimhouding", "7");
	expect_client(&s, RULE_NO_IDENTITY, "the address is secret");
	s.purpose.secret_address = true;
	expect_client(&s, RULE_AGREED, "and may go");
	s.purpose.secret_address = false;
	s.fields[0].field = field(&s, "burgerservicenummer");
	expect_client(&s, RULE_AGREED, "the number is listed");
	set(&s, "burgerservicenummer", "");
	expect_client(&s, RULE_NO_IDENTITY, "and isn't there");
}

/* PW 68(2): not for PW 10 to 10g. */
Test(decide, the_number_goes_only_where_the_statute_names_it)
{
	static const struct {
		const char *task;
		bool carried;
	} cases[] = { { "pw-7-1-a", true }, { "pw-10", false },   { "pw-10a", false }, { "pw-10g", false },
		      { "pw-10h", true },   { "pw-10da", false }, { "pw-100", true },  { "pw-10-1", true } };
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(scene_clear) struct scene s;
		scene_start(&s);
		s.parties[1].kind = PARTY_REINTEGRATION;
		snprintf(s.ground, sizeof s.ground, "%s", "pw-67-1-reintegratie");
		snprintf(s.task, sizeof s.task, "%s", cases[i].task);
		expect_field(&s, "burgerservicenummer", cases[i].carried ? RULE_AGREED : RULE_BSN);
		snprintf(s.ground, sizeof s.ground, "%s", "wmo-5.1.1-4");
		expect_field(&s, "burgerservicenummer", RULE_AGREED);
	}
}

/* PW 7a(2): no row ships; one that officers make for a school carries no number, and nobody of 27. */
Test(decide, to_a_school_goes_nobody_of_27_and_no_number)
{
	static const struct {
		const char *birth;
		enum rule rule;
	} cases[] = {
		{ "1999-11-25", RULE_AGREED },
		{ "1999-11-24", RULE_NOT_UNDER_27 },
		{ "2001", RULE_NO_IDENTITY },
		{ "", RULE_NO_IDENTITY },
	};
	static const char *const names[] = { "naam.voornamen", "geboorte.datum" };
	const struct bytes shipped = grounds_shipped();
	_cleanup_(string_freep) char *text = string_of_bytes(shipped);
	static const char row[] = "- id: pw-67-1-uwv", to[] = "to: [uwv, svb]";
	const char *at = strstr(text, row);
	cr_assert(at && (at = strstr(at, to)));
	_cleanup_(string_freep) char *school =
		string_printf("%.*sto: [uwv, svb, school]%s", (int)(at - text), text, at + strlen(to));
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(scene_clear) struct scene s;
		struct error e = { 0 };
		scene_start(&s);
		grounds_freep(&s.agreement.pinned.grounds);
		cr_assert(grounds_parse(bytes_of_string(school), "grounds", &s.agreement.pinned.grounds, &e),
		          "%s", e.detail);
		snprintf(s.ground, sizeof s.ground, "%s", "pw-67-1-uwv");
		snprintf(s.task, sizeof s.task, "%s", "suwi-30");
		s.parties[1].kind = PARTY_SCHOOL;
		s.purpose.consent = s.purpose.no_objection = false;
		for (size_t j = 0; j < ELEMENTS(names); j++)
			s.fields[ELEMENTS(listed) - 1 - j].field = field(&s, names[j]);
		set(&s, "naam.voornamen", "Jan");
		set(&s, "geboorte.datum", cases[i].birth);
		expect_field(&s, "burgerservicenummer", RULE_BSN);
		expect_client(&s, cases[i].rule, cases[i].birth);
		s.parties[1].kind = PARTY_UWV;
		expect_field(&s, "burgerservicenummer", RULE_AGREED);
		expect_client(&s, RULE_AGREED, "to another");
	}
}

/* A member is told apart by the relation, and so that goes along, or the member stays. */
Test(decide, a_member_of_the_household_goes_with_the_relation_on_one_row_alone)
{
	static char fewer[] = "burgerservicenummer naam.geslachtsnaam";
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	set(&s, "relatie.soort", "3");
	s.purpose.household = true;
	expect_client(&s, RULE_HOUSEHOLD, "the purpose doesn't list the relation");
	s.fields[ELEMENTS(listed) - 1].field = field(&s, "relatie.soort");
	s.consents[0].fields = s.consents[1].fields = fewer;
	expect_client(&s, RULE_HOUSEHOLD, "it wasn't said of the relation");
	static char all[1100];
	snprintf(all, sizeof all, "%s relatie.soort", told);
	s.consents[0].fields = s.consents[1].fields = all;
	expect_client(&s, RULE_AGREED, "all in order");
	expect_field(&s, "relatie.soort", RULE_AGREED);
	s.purpose.household = false;
	expect_client(&s, RULE_HOUSEHOLD, "the purpose doesn't say so");
	s.purpose.household = true;
	s.purpose.phase = PHASE_MELDING;
	expect_client(&s, RULE_HOUSEHOLD, "at the melding contact data alone go");
}

/* The first that says no shows, in the order of the rules. */
Test(decide, what_is_wrong_first_shows)
{
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	s.q.consent_count = 1;
	expect_client(&s, RULE_NO_NO_OBJECTION, "19");
	s.q.consent_count = 0;
	expect_client(&s, RULE_NO_CONSENT, "18");
	set(&s, "relatie.soort", "3");
	expect_client(&s, RULE_HOUSEHOLD, "16");
	set(&s, "gegevensbron", "");
	expect_client(&s, RULE_NO_SOURCE, "14");
	set(&s, "wet", "wmo");
	s.q.laws = LAW_WMO;
	expect_client(&s, RULE_LAW_NOT_CARRIED, "13");
	set(&s, "burgerservicenummer", "");
	expect_client(&s, RULE_NO_IDENTITY, "12");
	s.q.restricted = true;
	expect_client(&s, RULE_RESTRICTED, "11");
	s.q.received = true;
	expect_client(&s, RULE_NO_IDENTITY, "which the sender alone asks");
	s.purpose.phase = PHASE_UITVOERING;
	snprintf(s.task, sizeof s.task, "%s", "wmo-3.1");
	expect_client(&s, RULE_TASK, "8");
}

/* PW 65(2)(b) is about data of the Participatiewet; and the law is the record's own, wherever it came from.
 */
Test(decide, the_law_is_the_record_s_own)
{
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	set(&s, "gegevensbron", "wmo");
	expect_client(&s, RULE_AGREED, "of the Participatiewet, read at the Wmo");
	set(&s, "wet", "wmo");
	set(&s, "gegevensbron", "pw");
	s.q.laws = LAW_WMO | LAW_PW;
	expect_client(&s, RULE_LAW_NOT_CARRIED, "of the Wmo, read at the Participatiewet");
}

Test(decide, a_wider_agreement_doesnt_widen_a_consent)
{
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	struct agreement_field wider[ELEMENTS(listed) + 1];
	memcpy(wider, s.fields, sizeof s.fields);
	wider[ELEMENTS(listed)].field = field(&s, "zaak.identificatie");
	set(&s, "zaak.identificatie", "Z-1");
	s.purpose.fields = wider;
	s.purpose.field_count = ELEMENTS(wider);
	expect_field(&s, "postcode", RULE_AGREED);                   /* as it was */
	expect_field(&s, "zaak.identificatie", RULE_CONSENT_FIELDS); /* new in the agreement */
}

Test(decide, a_unit_is_one_of_the_roster_and_a_value_fits_its_field)
{
	_cleanup_(scene_clear) struct scene s;
	scene_start(&s);
	static char unit_name[] = "oss.nl/wmo";
	struct roster_unit unit = { .name = unit_name };
	const struct roster roster = { .units = &unit, .unit_count = 1 }, empty = { 0 };
	struct agreement_field fields[] = { s.fields[0], { .field = field(&s, "regisseur") } };
	static char both[200];
	bool unfit[400] = { false };
	snprintf(both, sizeof both, "%s regisseur", s.fields[0].field->name);
	s.purpose.fields = fields;
	s.purpose.field_count = ELEMENTS(fields);
	for (size_t i = 0; i < ELEMENTS(s.consents); i++)
		s.consents[i].fields = both;
	set(&s, "regisseur", "oss.nl/wmo");
	const struct field *f = field(&s, "regisseur");
	struct question q = ask(&s);
	q.roster = &roster;
	cr_expect_eq(decide_field(&q, f).rule, RULE_AGREED);
	q.roster = &empty;
	cr_expect_eq(decide_field(&q, f).rule, RULE_UNFIT);
	q.roster = NULL;
	cr_expect_eq(decide_field(&q, f).rule, RULE_AGREED);
	unfit[f->index] = true;
	s.record.unfit = unfit;
	cr_expect_eq(decide_field(&q, f).rule, RULE_UNFIT);
	s.record.unfit = NULL;
	asked(&q);
}
