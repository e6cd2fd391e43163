/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/termination.h"

#include "partnership.h"

static const char text[] = "type: sluis.termination/v1\n"
			   "agreement: oss-uden\n"
			   "version: 2\n"
			   "text: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
			   "controller: oss.nl\n"
			   "from: \"2026-12-01\"\n"
			   "made: \"2026-11-23T10:00:00Z\"\n"
			   "reason: the arrangement ends\n";

static enum error_code parse(struct bytes raw, uint64_t *ret_line)
{
	_cleanup_(termination_freep) struct termination *t = NULL;
	struct error e = { 0 };
	bool ok = termination_parse(raw, "t.yaml", &t, &e);
	cr_expect_eq(ok, t != NULL);
	*ret_line = e.line;
	return ok ? ERR_NONE : e.code;
}

/* Of two controllers, as far as a termination looks at it. */
static char id[] = "oss-uden", other[] = "oss-other", oss[] = "oss.nl", uden[] = "uden.nl";
static struct agreement_party parties[] = { { .controller = oss }, { .controller = uden } };
static struct agreement agreement_of(uint64_t version)
{
	struct agreement a = { .id = id,
		               .version = version,
		               .parties = parties,
		               .party_count = ELEMENTS(parties),
		               .valid_until = a_day("2027-12-31") };
	memset(a.hash.bytes, 0xaa, sizeof a.hash.bytes);
	return a;
}

Test(termination, ends_that_version_and_those_before_from_that_day)
{
	_cleanup_(termination_freep) struct termination *t = NULL;
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	struct error e = { 0 };
	struct agreement a = { .id = id, .version = 2 };
	cr_assert(termination_parse(bytes_of_string(text), "t.yaml", &t, &e), "%s", e.detail);
	cr_expect_not(termination_ends(t, &a, a_day("2026-12-01") - 1));
	cr_expect(termination_ends(t, &a, a_day("2026-12-01")));
	cr_expect(termination_ends(t, &a, a_day("2030-12-01")));
	a.version = 1;
	cr_expect(termination_ends(t, &a, a_day("2026-12-01")));
	a.version = 3;
	cr_expect_not(termination_ends(t, &a, a_day("2026-12-01")));
	a.version = 2;
	a.id = other;
	cr_expect_not(termination_ends(t, &a, a_day("2026-12-01")));
	cr_assert(termination_format(t, &again, &e));
	cr_expect(bytes_equal_string(buffer_bytes(&again), text), "%s", buffer_string(&again));
}

Test(termination, each_defect_has_its_line)
{
	static const struct defect cases[] = {
		{ "termination/v1", "termination/v2", ERR_VERSION, 1 },
		{ "termination/v1", "agreement/v1", ERR_NOTE, 1 },
		{ "oss-uden", "Oss", ERR_VALUE, 2 },
		{ "version: 2", "version: 0", ERR_VALUE, 3 },
		{ "version: 2", "version: 4294967296", ERR_VALUE, 3 },
		{ "text: aa", "text: a", ERR_VALUE, 4 },
		{ "controller: oss.nl", "controller: oss.nl/wmo", ERR_VALUE, 5 },
		{ "2026-12-01", "2026-11-22", ERR_VALUE, 6 },
		{ "2026-12-01", "2026-12-32", ERR_VALUE, 6 },
		{ "T10:00:00Z", "", ERR_VALUE, 7 },
		{ "reason: the arrangement ends", "reason: \"  \"", ERR_VALUE, 8 },
		{ "reason: the arrangement ends", "reden: x", ERR_UNKNOWN_KEY, 8 },
	};
	uint64_t line;
	_cleanup_(buffer_clear) struct buffer at_once = { 0 };
	expect_defects(text, parse, cases, ELEMENTS(cases));
	replaced(bytes_of_string(text), "2026-12-01", "2026-11-23", &at_once);
	cr_expect_eq(parse(buffer_bytes(&at_once), &line), ERR_NONE, "on the day it is made");
}

Test(termination, no_part_may_be_missing)
{
	static const char *const keys[] = { "agreement", "version", "text",  "controller",
		                            "from",      "made",    "reason" };
	expect_needed(text, parse, keys, ELEMENTS(keys));
}

static enum error_code checked(const char *from, const char *to, const struct roster *r, uint64_t version)
{
	_cleanup_(termination_freep) struct termination *t = NULL;
	_cleanup_(buffer_clear) struct buffer altered = { 0 };
	struct error e = { 0 };
	struct agreement a = agreement_of(version);
	replaced(bytes_of_string(text), from, to, &altered);
	cr_assert(termination_parse(buffer_bytes(&altered), "t.yaml", &t, &e), "%s", e.detail);
	return termination_check(t, &a, r, &e) ? ERR_NONE : e.code;
}

Test(termination, is_about_that_text_and_by_a_party)
{
	cr_expect_eq(checked("oss.nl", "oss.nl", NULL, 2), ERR_NONE);
	cr_expect_eq(checked("oss.nl", "uden.nl", NULL, 2), ERR_NONE);
	cr_expect_eq(checked("oss.nl", "boxtel.nl", NULL, 2), ERR_AGREEMENT_INVALID);
	cr_expect_eq(checked("oss.nl", "oss.nl", NULL, 3), ERR_AGREEMENT_INVALID);
	cr_expect_eq(checked("text: aa", "text: ab", NULL, 2), ERR_AGREEMENT_INVALID);
	cr_expect_eq(checked("oss-uden", "oss-other", NULL, 2), ERR_AGREEMENT_INVALID);
	cr_expect_eq(checked("2026-12-01", "2027-12-31", NULL, 2), ERR_NONE);
	cr_expect_eq(checked("2026-12-01", "2028-01-01", NULL, 2), ERR_VALUE);
}

Test(termination, who_succeeded_a_party_may)
{
	_cleanup_(partnership_clear) struct partnership p;
	partnership_start(&p);
	_cleanup_(roster_freep) struct roster *r = partnership_draft(&p);
	cr_expect_eq(checked("oss.nl", "boxtel.nl", r, 2), ERR_AGREEMENT_INVALID);
	r->successions = calloc(1, sizeof *r->successions);
	r->succession_count = 1;
	r->successions[0].controller = string_copy("uden.nl");
	r->successions[0].successor = string_copy("boxtel.nl");
	cr_expect_eq(checked("oss.nl", "boxtel.nl", r, 2), ERR_NONE);
}

static enum error_code signed_by(const struct partnership *p, const struct roster *r, const int *who)
{
	_cleanup_(termination_freep) struct termination *t = NULL;
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct error e = { 0 };
	sign_text(p, bytes_of_string(text), who, &note);
	cr_assert(termination_parse(*who == NOBODY ? bytes_of_string(text) : buffer_bytes(&note), "t.note",
	                            &t, &e),
	          "%s %s", error_name(e.code), e.detail);
	return termination_verify(t, r, a_day("2026-11-24"), &e) ? ERR_NONE : e.code;
}

Test(termination, is_signed_by_its_own_officers_alone)
{
	_cleanup_(partnership_clear) struct partnership p;
	partnership_start(&p);
	_cleanup_(roster_freep) struct roster *r = partnership_draft(&p);
	cr_expect_eq(signed_by(&p, r, BY(OSS_1, OSS_2)), ERR_NONE);
	cr_expect_eq(signed_by(&p, r, BY(OSS_1)), ERR_QUORUM);
	cr_expect_eq(signed_by(&p, r, BY(UDEN_1, UDEN_2, UDEN_3)), ERR_QUORUM);
	cr_expect_eq(signed_by(&p, r, BY(OSS_1, UDEN_1)), ERR_QUORUM);
	cr_expect_eq(signed_by(&p, r, BY(OSS_1, OSS_CLERK)), ERR_QUORUM);
	cr_expect_neq(signed_by(&p, r, BY(NOBODY)), ERR_NONE);
	put_revocation(r, OSS_2, REVOKED_COMPROMISED, "2026-11-20");
	cr_expect_eq(signed_by(&p, r, BY(OSS_1, OSS_2)), ERR_QUORUM);
}
