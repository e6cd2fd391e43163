/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/declared.h"

#include <criterion/criterion.h>

#include <string.h>

static char mine[] = "999990019", theirs[] = "999990020";
static char agreement[] = "oss-wmo-wi", purpose[] = "onderzoek-2.3.2", to[] = "oss.nl/wmo", other[] = "other",
	    fields[] = "postcode",
	    form[] = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

static moment day_of(const char *text)
{
	moment m;
	cr_assert(day_parse(bytes_of_string(text), &m), "%s", text);
	return m;
}

static struct consent said(enum consent_kind kind, const char *given, const char *until)
{
	return (struct consent){ .kind = kind,
		                 .tie = mine,
		                 .agreement = agreement,
		                 .purpose = purpose,
		                 .to = to,
		                 .fields = fields,
		                 .by = CONSENT_BY(GIVER_CLIENT),
		                 .age = AGE_16,
		                 .evidence = form,
		                 .given = day_of(given),
		                 .until = day_of(until) };
}

static struct declared ask(const struct consent *all, size_t count, enum consent_kind kind)
{
	const struct declared_for f = { agreement, purpose, to, day_of("2026-01-01"), BYTES("1980-01-01") };
	_cleanup_(catalogue_freep) struct catalogue *c = NULL;
	_cleanup_(record_clear) struct record r = { 0 };
	struct error e = { 0 };
	cr_assert(catalogue_load(catalogue_shipped(), "catalogue", &c, &e) && record_start(&r, c, &e) &&
	          record_set(&r, catalogue_role(c, ROLE_BSN), bytes_of_string(mine), &e));
	return declared_of(all, count, kind, &r, &f, day_of("2026-11-01") + 43200);
}

static void expect(const struct consent *all, size_t count, const struct consent *counts, enum rule rule,
                   const char *what)
{
	struct declared d = ask(all, count, CONSENT_EXPLICIT);
	cr_expect_eq(d.rule, rule, "%s: %s instead of %s", what, rule_name(d.rule), rule_name(rule));
	cr_expect_eq(d.counts, counts, "%s", what);
}

Test(declared, the_last_given_counts_alone)
{
	struct consent c[] = { said(CONSENT_EXPLICIT, "2026-05-01", "2027-05-01"),
		               said(CONSENT_EXPLICIT, "2026-08-01", "2027-05-01"),
		               said(CONSENT_NO_OBJECTION, "2026-09-01", "2027-05-01") };
	expect(c, 0, NULL, RULE_NO_CONSENT, "none");
	expect(c, 3, &c[1], RULE_AGREED, "two");
	c[0].withdrawn = day_of("2026-06-01");
	expect(c, 3, &c[1], RULE_AGREED, "an earlier one was withdrawn");
	c[0].withdrawn = 0;
	c[1].withdrawn = day_of("2026-09-01");
	expect(c, 3, &c[1], RULE_CONSENT_WITHDRAWN, "the last was withdrawn, an earlier one wasn't");
	c[1].withdrawn = day_of("2026-11-01") + 43201;
	expect(c, 3, &c[1], RULE_AGREED, "withdrawn a second later");
	c[1].withdrawn = 0;
	c[1].until = day_of("2026-10-31");
	expect(c, 3, &c[1], RULE_CONSENT_PAST, "the last has ended, an earlier one hasn't");
	c[1].until = day_of("2026-11-01");
	expect(c, 3, &c[1], RULE_AGREED, "until is that whole day");
	c[1].given = day_of("2026-11-02");
	expect(c, 3, &c[0], RULE_AGREED, "one of tomorrow isn't there yet");
	c[1].given = c[0].given;
	expect(c, 3, &c[0], RULE_AGREED, "of one day, the first in the list");
}

static void expect_told(const struct consent *all, size_t count, const struct consent *counts, enum rule rule,
                        const char *what)
{
	struct declared d = ask(all, count, CONSENT_TOLD);
	cr_expect_eq(d.rule, rule, "%s: %s instead of %s", what, rule_name(d.rule), rule_name(rule));
	cr_expect_eq(d.counts, counts, "%s", what);
}

/* A clock was ahead when the first was put down. */
Test(declared, their_places_count_before_their_days)
{
	struct consent c[] = { said(CONSENT_EXPLICIT, "2026-10-31", "2026-10-31"),
		               said(CONSENT_EXPLICIT, "2026-10-30", "2027-05-01") };
	expect(c, 2, &c[0], RULE_CONSENT_PAST, "by their days");
	c[1].place = 7;
	expect(c, 2, &c[0], RULE_CONSENT_PAST, "of one there is no place");
	c[0].place = 6;
	expect(c, 2, &c[1], RULE_AGREED, "by their places");
	c[0].withdrawn = day_of("2026-10-31");
	expect(c, 2, &c[1], RULE_AGREED, "the first was withdrawn");
}

/* Of two, the first dated by a clock that was ahead, in the store's order. */
Test(declared, one_that_was_dated_ahead_is_no_later_than_its_withdrawal)
{
	struct consent c[] = { said(CONSENT_EXPLICIT, "2026-10-20", "2027-05-01"),
		               said(CONSENT_EXPLICIT, "2026-09-10", "2027-05-01") };
	expect(c, 2, &c[0], RULE_AGREED, "none was withdrawn");
	c[0].withdrawn = day_of("2026-09-09") + 40000;
	expect(c, 2, &c[1], RULE_AGREED, "given on a later day than that on which the other was withdrawn");
	c[0].withdrawn = day_of("2026-09-10") + 40000;
	expect(c, 2, &c[1], RULE_AGREED, "given on that day");
	c[1].withdrawn = day_of("2026-09-10") + 40000;
	expect(c, 2, &c[0], RULE_CONSENT_WITHDRAWN, "both were withdrawn");
	c[1].withdrawn = 0;
	c[0].withdrawn = day_of("2026-09-11") + 40000;
	expect(c, 2, &c[0], RULE_CONSENT_WITHDRAWN, "withdrawn on a later day");
	c[0].given = day_of("2026-11-20"), c[0].withdrawn = day_of("2026-09-11");
	expect(c, 1, &c[0], RULE_CONSENT_WITHDRAWN, "dated behind today, and withdrawn");
}

/* Whichever way the store gives them, one of them is the last. */
Test(declared, the_last_is_the_same_in_every_order)
{
	static const size_t orders[][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 },
		                            { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
	for (size_t i = 0; i < ELEMENTS(orders); i++) {
		/* A clock that was ahead, one put down for an earlier day, and one when it was right. */
		struct consent three[] = { said(CONSENT_EXPLICIT, "2026-10-30", "2027-05-01"),
			                   said(CONSENT_EXPLICIT, "2026-10-20", "2027-05-01"),
			                   said(CONSENT_EXPLICIT, "2026-10-10", "2027-05-01") };
		three[0].place = 5;
		three[2].place = 7;
		struct consent given[3];
		size_t last = 0;
		for (size_t k = 0; k < 3; k++) {
			given[k] = three[orders[i][k]];
			last = orders[i][k] == 0 ? k : last;
		}
		expect(given, 3, &given[last], RULE_AGREED, "by their days, since one has no place");
	}
}

/* Bill 36 799: told, and not objected. */
Test(declared, who_objected_stays_so_however_often_told_again)
{
	struct consent c[] = { said(CONSENT_TOLD, "2026-05-01", "2027-05-01"),
		               said(CONSENT_TOLD, "2026-08-01", "2027-05-01"),
		               said(CONSENT_EXPLICIT, "2026-09-01", "2027-05-01") };
	expect_told(c, 0, NULL, RULE_NOT_TOLD, "nobody told");
	expect_told(c + 2, 1, NULL, RULE_NOT_TOLD, "a consent tells of no objecting");
	expect_told(c, 3, &c[1], RULE_AGREED, "told");
	c[0].withdrawn = day_of("2026-08-01");
	expect_told(c, 3, &c[0], RULE_OPTED_OUT, "objected, and told again");
	c[1].assured = ASSURED_OWN_REQUEST;
	expect_told(c, 3, &c[0], RULE_OPTED_OUT, "asked for it on the day of the objection");
	c[1].given = day_of("2026-08-02");
	expect_told(c, 3, &c[1], RULE_AGREED, "asked for it since");
	c[1].withdrawn = day_of("2026-10-31");
	expect_told(c, 3, &c[1], RULE_OPTED_OUT, "and objected again");
	c[0].withdrawn = c[1].withdrawn = day_of("2026-11-01") + 43201;
	expect_told(c, 3, &c[1], RULE_AGREED, "a second later");
	c[0].withdrawn = c[1].withdrawn = 0;
	c[1].until = day_of("2026-10-31");
	expect_told(c, 3, &c[1], RULE_NOT_TOLD, "too long ago");
	c[1].until = day_of("2027-05-01");
	c[1].by = CONSENT_BY(GIVER_PARENT);
	expect_told(c, 3, &c[1], RULE_NOT_TOLD, "a parent of an adult");
	c[1].by = CONSENT_BY(GIVER_CLIENT);
	c[1].given = day_of("2026-11-02");
	c[0].given = day_of("2025-12-31");
	expect_told(c, 3, &c[0], RULE_NOT_TOLD, "before there was this purpose");
}

/* Who left an address leaves no objection behind; what was told there tells nothing here. */
Test(declared, an_objection_needs_no_tie_to_the_record)
{
	struct consent c[] = { said(CONSENT_TOLD, "2026-05-01", "2027-05-01"),
		               said(CONSENT_TOLD, "2026-08-01", "2027-05-01") };
	c[0].tie = theirs; /* the client's own, whom it named so before */
	expect_told(c, 1, NULL, RULE_NOT_TOLD, "told there");
	expect_told(c, 2, &c[1], RULE_AGREED, "told here");
	c[0].withdrawn = day_of("2026-08-02");
	expect_told(c, 1, &c[0], RULE_OPTED_OUT, "objected there");
	expect_told(c, 2, &c[0], RULE_OPTED_OUT, "and told here");
	c[1].assured = ASSURED_OWN_REQUEST;
	expect_told(c, 2, &c[0], RULE_OPTED_OUT, "asked for it a day before");
	c[1].given = day_of("2026-08-03");
	expect_told(c, 2, &c[1], RULE_AGREED, "asked for it a day later");
	c[1].tie = theirs;
	expect_told(c, 2, NULL, RULE_NOT_TOLD, "asked for it there");
}

Test(declared, is_for_this_client_purpose_and_recipient)
{
	struct consent c[] = { said(CONSENT_EXPLICIT, "2026-05-01", "2027-05-01"),
		               said(CONSENT_EXPLICIT, "2026-08-01", "2027-05-01") };
	c[1].withdrawn = day_of("2026-09-01");
	c[1].purpose = other;
	expect(c, 2, &c[0], RULE_AGREED, "withdrawn for another purpose");
	c[1].purpose = purpose;
	c[1].to = other;
	expect(c, 2, &c[0], RULE_AGREED, "withdrawn for another recipient");
	c[1].to = to;
	c[1].agreement = other;
	expect(c, 2, &c[0], RULE_AGREED, "withdrawn under another agreement");
	c[1].agreement = agreement;
	c[1].tie = theirs;
	expect(c, 2, &c[0], RULE_AGREED, "withdrawn by another client");
	expect(c + 1, 1, NULL, RULE_NO_CONSENT, "of another client alone");
}

Test(declared, what_is_wrong_with_one_by_itself)
{
	struct consent c = said(CONSENT_EXPLICIT, "2025-12-31", "2027-05-01");
	expect(&c, 1, &c, RULE_CONSENT_EARLY, "the day before the purpose was there");
	c.given = day_of("2026-01-01");
	expect(&c, 1, &c, RULE_AGREED, "its first day");
	c.until = day_of("2028-01-01");
	expect(&c, 1, &c, RULE_AGREED, "two years");
	c.until = day_of("2028-01-02");
	expect(&c, 1, &c, RULE_CONSENT_TERM, "a day more");
	c.until = day_of("9999-12-31");
	expect(&c, 1, &c, RULE_CONSENT_TERM, "until 9999");
	c.until = day_of("2027-05-01");
	c.evidence = NULL;
	expect(&c, 1, &c, RULE_AGREED, "a consent needn't be in writing");
	c.kind = CONSENT_NO_OBJECTION;
	cr_expect_eq(ask(&c, 1, CONSENT_NO_OBJECTION).rule, RULE_NO_EVIDENCE);
	c.evidence = form;
	cr_expect_eq(ask(&c, 1, CONSENT_NO_OBJECTION).rule, RULE_AGREED);
	c.withdrawn = day_of("2026-06-01");
	cr_expect_eq(ask(&c, 1, CONSENT_NO_OBJECTION).rule, RULE_NO_NO_OBJECTION);
}

#define BY(x) CONSENT_BY(GIVER_##x)

/* On 2026-05-01. With and without the birth date that the receiver often doesn't get: the bands of the
 * declaration lead to the same, but where they can't tell who speaks for somebody from 16 on. */
Test(declared, who_can_give_it)
{
	static const struct {
		const char *birth;
		unsigned by;
		bool unable, goes, goes_by_band;
	} cases[] = {
		{ "2017-01-01", BY(CLIENT), false, false, false }, /* nine years old */
		{ "2017-01-01", BY(PARENT), false, true, true },
		{ "2017-01-01", BY(VOOGD), false, true, true },
		{ "2017-01-01", BY(CLIENT) | BY(PARENT), false, true, true },
		{ "2017-01-01", BY(MENTOR), false, false, false },
		{ "2017-01-01", BY(PARENT), true, true, true },
		{ "2014-05-02", BY(PARENT), false, true, true },   /* eleven, a day more */
		{ "2014-05-01", BY(PARENT), false, false, false }, /* twelve */
		{ "2012-01-01", BY(CLIENT), false, false, false },
		{ "2012-01-01", BY(CLIENT) | BY(VOOGD), false, true, true },
		{ "2012-01-01", BY(CLIENT) | BY(MENTOR), false, false, false },
		{ "2012-01-01", BY(PARENT), true, true, true },
		{ "2012-01-01", BY(CLIENT), true, false, false },
		{ "2012-01-01", BY(CURATOR), true, false, false },
		{ "2010-05-02", BY(CLIENT), false, false, false }, /* fifteen, a day more */
		{ "2010-05-01", BY(CLIENT), false, true, true },   /* sixteen */
		{ "2010-05-01", BY(PARENT), false, false, false },
		{ "2010-05-01", BY(PARENT), true, true, true },
		{ "2010-05-01", BY(CURATOR), true, false, true },
		{ "1980-01-01", BY(CLIENT), false, true, true },
		{ "1980-01-01", BY(PARENT), false, false, false },
		{ "1980-01-01", BY(MENTOR), false, false, false }, /* of an able adult */
		{ "1980-01-01", BY(CLIENT) | BY(MENTOR), false, true, true },
		{ "1980-01-01", BY(CLIENT), true, false, false },
		{ "1980-01-01", BY(CURATOR), true, true, true },
		{ "1980-01-01", BY(MENTOR), true, true, true },
		{ "1980-01-01", BY(GEVOLMACHTIGDE), true, true, true },
		{ "1980-01-01", BY(BEWINDVOERDER), true, false, false },
		{ "1980-01-01", BY(PARENT), true, false, true },
		{ "1980-01-01", 0, false, false, false },    /* nobody knows who */
		{ "2010", BY(CLIENT), false, false, false }, /* fifteen, if born late that year */
		{ "2009", BY(CLIENT), false, true, true },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++)
		for (size_t kind = 0; kind < CONSENT_KINDS; kind++) {
			struct bytes birth = bytes_of_string(cases[i].birth);
			struct consent c = said((enum consent_kind)kind, "2026-05-01", "2027-05-01");
			c.by = cases[i].by;
			c.unable = cases[i].unable;
			c.age = consent_age_on(birth, c.given);
			cr_expect_eq(declared_fault(&c, 0, birth), cases[i].goes ? RULE_AGREED : RULE_GIVER,
			             "case %zu", i);
			cr_expect_eq(declared_fault(&c, 0, BYTES("")),
			             cases[i].goes_by_band ? RULE_AGREED : RULE_GIVER, "case %zu, by band",
			             i);
		}
}

Test(declared, an_age_must_be_known)
{
	struct consent c = said(CONSENT_EXPLICIT, "2026-05-01", "2027-05-01");
	c.age = AGE_UNSTATED;
	cr_expect_eq(declared_fault(&c, 0, BYTES("")), RULE_AGE_UNKNOWN);
	cr_expect_eq(declared_fault(&c, 0, BYTES("1980")), RULE_AGREED);
	c.age = AGE_12_15; /* the form says otherwise than the record: the receiver has the form alone */
	cr_expect_eq(declared_fault(&c, 0, BYTES("1980")), RULE_GIVER);
}

/* What the agreement says is the bound, when it is a closer one. */
Test(declared, holds_no_longer_than_the_agreement_lets_it)
{
	static const struct {
		const char *until;
		uint64_t months;
		bool beyond;
	} cases[] = {
		{ "2027-02-01", 12, false }, { "2027-02-02", 12, true }, { "2027-02-02", 0, false },
		{ "2027-02-02", 24, false }, { "9999-12-31", 0, false }, { "9999-12-31", 120, false },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		const struct consent c = { .given = day_of("2026-02-01"), .until = day_of(cases[i].until) };
		cr_expect_eq(declared_is_beyond(&c, cases[i].months), cases[i].beyond, "%zu", i);
	}
}
