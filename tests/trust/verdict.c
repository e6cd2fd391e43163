/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/verdict.h"

#include "partnership.h"

static struct partnership p;

static void start(void)
{
	partnership_start(&p);
}

static void stop(void)
{
	partnership_clear(&p);
}

TestSuite(verdict, .init = start, .fini = stop);

/* Version 1 is of January. Version 2, issued on 1 July, revokes the clerk, that clerk's key, or another key.
 */
enum revoked { THE_PERSON, THE_KEY, ANOTHER_KEY, ROW_KINDS };
struct chain {
	struct roster *versions[2];
	struct roster_chain chain;
};

static void chain_start(struct chain *c, enum revoked what, enum revocation_reason reason,
                        const char *effective)
{
	struct roster *later = partnership_draft(&p);
	struct roster_revocation v = { .reason = reason,
		                       .effective = a_day(effective),
		                       .has_key = what != THE_PERSON };
	if (what == THE_PERSON)
		v.person = string_copy(member_names[OSS_CLERK]);
	v.key = p.signers[what == ANOTHER_KEY ? UDEN_CLERK : OSS_CLERK].public;
	*GROW(later->revocations, later->revocation_count) = v;
	later->version = 2;
	later->issued = a_day("2026-07-01");
	*c = (struct chain){ .versions = { partnership_draft(&p), later } };
	c->chain = (struct roster_chain){ .versions = c->versions, .count = 2 };
}

static void chain_clear(struct chain *c)
{
	roster_freep(&c->versions[0]);
	roster_freep(&c->versions[1]);
}

static struct signature_judged judge(const struct chain *c, const char *made, const char *arrived)
{
	const struct signature s = { .chain = &c->chain,
		                     .named = c->versions[0],
		                     .person = member_names[OSS_CLERK],
		                     .unit = unit_names[OSS_WMO],
		                     .power = POWER_PACK,
		                     .made = a_day(made),
		                     .arrived = arrived ? a_day(arrived) : 0 };
	return signature_judge(&s);
}

/* Effective on 1 June; made and arrived before, on, and after it. */
Test(verdict, by_reason_and_by_what_is_proven)
{
	static const struct {
		enum revocation_reason reason;
		const char *made, *arrived; /* NULL: nobody shows it */
		enum signature_verdict verdict;
	} cases[] = {
		{ REVOKED_LEFT, "2026-05-31", NULL, SIGNATURE_SINCE_REVOKED },
		{ REVOKED_LEFT, "2026-05-31", "2026-06-20", SIGNATURE_SINCE_REVOKED },
		{ REVOKED_LEFT, "2026-06-01", NULL, SIGNATURE_INVALID },
		{ REVOKED_LEFT, "2026-06-01", "2026-06-01", SIGNATURE_INVALID },
		{ REVOKED_SUPERSEDED, "2026-05-31", NULL, SIGNATURE_SINCE_REVOKED },
		{ REVOKED_SUPERSEDED, "2026-06-02", NULL, SIGNATURE_INVALID },
		{ REVOKED_LOST, "2026-05-01", NULL, SIGNATURE_UNPROVEN },
		{ REVOKED_LOST, "2026-05-01", "2026-05-31", SIGNATURE_SINCE_REVOKED },
		{ REVOKED_LOST, "2026-05-01", "2026-06-01", SIGNATURE_UNPROVEN },
		{ REVOKED_LOST, "2026-06-01", NULL, SIGNATURE_INVALID },
		{ REVOKED_COMPROMISED, "2026-05-01", NULL, SIGNATURE_UNPROVEN },
		{ REVOKED_COMPROMISED, "2026-05-01", "2026-05-31", SIGNATURE_SINCE_REVOKED },
		{ REVOKED_COMPROMISED, "2026-05-01", "2026-06-01", SIGNATURE_UNPROVEN },
		{ REVOKED_COMPROMISED, "2026-06-30", "2026-06-30", SIGNATURE_INVALID },
	};
	for (int what = THE_PERSON; what < ROW_KINDS; what++)
		for (size_t i = 0; i < ELEMENTS(cases); i++) {
			bool key = what != THE_PERSON;
			_cleanup_(chain_clear) struct chain c = { 0 };
			if (key && cases[i].reason == REVOKED_LEFT)
				continue;
			chain_start(&c, (enum revoked)what, cases[i].reason, "2026-06-01");
			struct signature_judged j = judge(&c, cases[i].made, cases[i].arrived);
			enum signature_verdict wanted =
				what == ANOTHER_KEY ? SIGNATURE_VALID : cases[i].verdict;
			cr_expect_eq(j.verdict, wanted, "row %d, case %zu: %s", what, i,
			             signature_verdict_name(j.verdict));
			cr_expect_eq(j.revoked != NULL, what != ANOTHER_KEY, "row %d, case %zu", what, i);
			cr_expect(j.of_day == c.versions[0] && j.mandate == &c.versions[0]->mandates[0]);
			if (wanted >= SIGNATURE_UNPROVEN)
				cr_expect_eq(j.why.code, ERR_REVOKED, "row %d, case %zu", what, i);
		}
}

/* The worst of several rows is what it is worth. */
Test(verdict, of_several_rows_the_worst_counts)
{
	_cleanup_(chain_clear) struct chain c = { 0 };
	chain_start(&c, THE_PERSON, REVOKED_LEFT, "2026-06-01");
	put_revocation(c.versions[1], OSS_CLERK, REVOKED_LOST, "2026-06-15");
	cr_expect_eq(judge(&c, "2026-05-01", NULL).verdict, SIGNATURE_UNPROVEN);
	cr_expect_eq(judge(&c, "2026-05-01", "2026-06-14").verdict, SIGNATURE_SINCE_REVOKED);
	cr_expect_eq(judge(&c, "2026-06-02", "2026-06-14").verdict, SIGNATURE_INVALID);
}

Test(verdict, without_a_mandate_it_is_invalid_and_only_two_are_taken_in)
{
	_cleanup_(chain_clear) struct chain c = { 0 };
	const struct roster *of_day;
	struct error e = { 0 };
	chain_start(&c, THE_KEY, REVOKED_COMPROMISED, "2026-06-01");
	struct signature s = { .chain = &c.chain,
		               .named = c.versions[0],
		               .person = member_names[OSS_CLERK],
		               .unit = unit_names[OSS_WMO],
		               .power = POWER_PACK,
		               .made = a_day("2026-05-01") };
	cr_expect_not(signature_stands(&s, &of_day, &e));
	cr_expect_eq(e.code, ERR_REVOKED);
	cr_expect(strstr(e.detail, "nothing shows"), "%s", e.detail);
	s.arrived = a_day("2026-05-02");
	cr_expect(signature_stands(&s, &of_day, &e));
	cr_expect_eq(of_day, c.versions[0]);
	s.unit = unit_names[UDEN_WMO];
	struct signature_judged j = signature_judge(&s);
	cr_expect_eq(j.verdict, SIGNATURE_INVALID);
	cr_expect_eq(j.why.code, ERR_MANDATE);
	s.person = member_names[SPARE_1];
	j = signature_judge(&s);
	cr_expect_eq(j.verdict, SIGNATURE_INVALID);
	cr_expect_eq(j.why.code, ERR_PERSON_UNKNOWN);
	cr_expect_null(j.of_day);
}

/* A person who has another key since: the old one's word stands as far as the row lets it, the new one's
 * wholly. */
Test(verdict, the_new_key_is_another)
{
	_cleanup_(chain_clear) struct chain c = { 0 };
	chain_start(&c, THE_KEY, REVOKED_SUPERSEDED, "2026-07-10");
	struct roster_person *later = person_of(c.versions[1], OSS_CLERK);
	later->key = p.signers[SPARE_1].public;
	snprintf(later->key.name, sizeof later->key.name, "%s", later->name);
	struct signature s = { .chain = &c.chain,
		               .named = c.versions[0],
		               .person = member_names[OSS_CLERK],
		               .unit = unit_names[OSS_WMO],
		               .power = POWER_PACK,
		               .made = a_day("2026-07-09") };
	cr_expect_eq(signature_judge(&s).verdict, SIGNATURE_SINCE_REVOKED,
	             "under way while the news travels");
	s.made = a_day("2026-07-10");
	cr_expect_eq(signature_judge(&s).verdict, SIGNATURE_INVALID);
	s.named = c.versions[1];
	cr_expect_eq(signature_judge(&s).verdict, SIGNATURE_VALID, "by the new one");
}
