/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/quorum.h"

#include "partnership.h"

struct count {
	struct partnership p;
	struct roster *r;
	bool *signed_by;
	moment when; /* the text is taken in */
};

static void count_start(struct count *c)
{
	*c = (struct count){ .when = a_day("2026-03-01") };
	partnership_start(&c->p);
	c->r = partnership_draft(&c->p);
	c->signed_by = calloc(c->r->person_count, sizeof *c->signed_by);
}

static void count_clear(struct count *c)
{
	free(c->signed_by);
	roster_freep(&c->r);
	partnership_clear(&c->p);
}

static void sign(struct count *c, int who)
{
	c->signed_by[person_of(c->r, who) - c->r->persons] = true;
}

static bool enough(const struct count *c, const char *controller, const char *adviser)
{
	struct error e = { 0 };
	bool ok = quorum_of(c->r, controller, c->signed_by, adviser, c->when, &e);
	cr_expect(ok || (e.code == ERR_QUORUM && strcmp(e.subject, controller) == 0));
	return ok;
}

Test(quorum, counts_officers_of_that_controller_alone)
{
	_cleanup_(count_clear) struct count c;
	count_start(&c);
	cr_expect_not(enough(&c, "oss.nl", NULL));
	sign(&c, OSS_1);
	sign(&c, UDEN_1);
	sign(&c, OSS_CLERK);
	sign(&c, GUEST);
	cr_expect_not(enough(&c, "oss.nl", NULL));
	cr_expect_not(enough(&c, "uden.nl", NULL));
	cr_expect_not(enough(&c, "boxtel.nl", NULL));
	sign(&c, OSS_2);
	cr_expect(enough(&c, "oss.nl", NULL));
	cr_expect_not(enough(&c, "uden.nl", NULL));
}

Test(quorum, who_advises_does_not_count)
{
	_cleanup_(count_clear) struct count c;
	count_start(&c);
	sign(&c, OSS_1);
	sign(&c, OSS_3);
	cr_expect(enough(&c, "oss.nl", "oss.nl/p-0002"));
	cr_expect_not(enough(&c, "oss.nl", "oss.nl/p-0003"));
}

/* As of the day on which the text is taken in, whatever day its roster was issued. */
Test(quorum, an_officer_out_of_office_or_revoked_does_not_count)
{
	static const struct {
		const char *from, *until, *revoked;
		enum revocation_reason reason;
		bool counts;
	} cases[] = {
		{ "2026-01-01", NULL, NULL, 0, true },
		{ "2026-01-01", "2026-03-01", NULL, 0, true },
		{ "2026-01-01", "2026-02-28", NULL, 0, false },
		{ "2026-03-02", NULL, NULL, 0, false },
		{ "2026-01-01", NULL, "2026-03-02", REVOKED_LEFT, true },
		{ "2026-01-01", NULL, "2026-03-01", REVOKED_LEFT, false },
		{ "2026-01-01", NULL, "2026-02-01", REVOKED_SUPERSEDED, false },
		{ "2026-01-01", NULL, "2026-06-01", REVOKED_LOST, false }, /* which proves nothing, ever */
		{ "2026-01-01", NULL, "2026-06-01", REVOKED_COMPROMISED, false },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(count_clear) struct count c;
		struct roster_person *second;
		count_start(&c);
		sign(&c, OSS_1);
		sign(&c, OSS_2);
		second = person_of(c.r, OSS_2);
		second->from = a_day(cases[i].from);
		second->until = cases[i].until ? a_day(cases[i].until) : 0;
		if (cases[i].revoked)
			put_revocation(c.r, OSS_2, cases[i].reason, cases[i].revoked);
		cr_expect_eq(enough(&c, "oss.nl", NULL), cases[i].counts, "case %zu", i);
	}
}

Test(quorum, of_any_is_of_one_controller_whole)
{
	_cleanup_(count_clear) struct count c;
	struct error e = { 0 };
	count_start(&c);
	sign(&c, OSS_1);
	sign(&c, UDEN_1);
	cr_expect_not(quorum_of_any(c.r, c.signed_by, c.when, "g.note", &e));
	cr_expect_eq(e.code, ERR_QUORUM);
	cr_expect_str_eq(e.subject, "g.note");
	sign(&c, UDEN_3);
	cr_expect(quorum_of_any(c.r, c.signed_by, c.when, "g.note", &e));
}

Test(quorum, signers_are_those_whose_signature_holds)
{
	static const int who[] = { OSS_2, UDEN_1, SPARE_1, NOBODY }; /* the last one isn't in the roster */
	_cleanup_(count_clear) struct count c;
	_cleanup_(buffer_clear) struct buffer raw = { 0 }, altered = { 0 };
	struct note note;
	bool *signed_by = NULL;
	struct error e = { 0 };
	count_start(&c);
	sign_text(&c.p, BYTES("type: sluis.override/v1\nid: a\n"), who, &raw);
	cr_assert(statement_open(buffer_bytes(&raw), "sluis.override/v1", "o.note", &note, &e));
	cr_assert(quorum_signers(&note, c.r, &signed_by, &e), "%s", error_name(e.code));
	for (size_t i = 0; i < c.r->person_count; i++)
		cr_expect_eq(signed_by[i], strcmp(c.r->persons[i].name, "oss.nl/p-0002") == 0 ||
		                                   strcmp(c.r->persons[i].name, "uden.nl/p-0001") == 0);
	free(signed_by);
	signed_by = NULL;
	replaced(buffer_bytes(&raw), "id: a", "id: b", &altered);
	cr_assert(statement_open(buffer_bytes(&altered), "sluis.override/v1", "o.note", &note, &e));
	cr_expect_not(quorum_signers(&note, c.r, &signed_by, &e));
	cr_expect_eq(e.code, ERR_SIGNATURE);
	cr_expect_null(signed_by);
}
