/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/resumption.h"

#include "base/limits.h"
#include "partnership.h"

static const char text[] = "type: sluis.resumption/v1\n"
			   "unit: oss.nl/wmo\n"
			   "size: 8\n"
			   "root: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
			   "lost_to: 10\n"
			   "made: \"2026-11-23T10:00:00Z\"\n"
			   "reason: the disk broke\n";

static enum error_code parse(struct bytes raw, uint64_t *ret_line)
{
	_cleanup_(resumption_freep) struct resumption *r = NULL;
	struct error e = { 0 };
	bool ok = resumption_parse(raw, "r.yaml", &r, &e);
	cr_expect_eq(ok, r != NULL);
	*ret_line = e.line;
	return ok ? ERR_NONE : e.code;
}

Test(resumption, gives_up_what_it_says_and_no_more)
{
	_cleanup_(resumption_freep) struct resumption *r = NULL;
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	struct error e = { 0 };
	struct sha256 hash;
	cr_assert(resumption_parse(bytes_of_string(text), "r.yaml", &r, &e), "%s", e.detail);
	cr_expect_str_eq(r->unit, "oss.nl/wmo");
	cr_expect_eq(r->made, a_day("2026-11-23") + 36000);
	sha256_of(bytes_of_string(text), &hash);
	cr_expect(sha256_equal(&hash, &r->hash));
	cr_expect_not(resumption_covers(r, 8));
	cr_expect(resumption_covers(r, 9));
	cr_expect(resumption_covers(r, 10));
	cr_expect_not(resumption_covers(r, 11));
	cr_expect_eq(resumption_skips(r), 2);
	cr_assert(resumption_format(r, &again, &e));
	cr_expect(bytes_equal_string(buffer_bytes(&again), text), "%s", buffer_string(&again));
	r->lost_to = r->size + RESUMPTION_LETTERS + 1;
	cr_expect_eq(resumption_skips(r), RESUMPTION_LETTERS);
}

Test(resumption, each_defect_has_its_line)
{
	static const struct defect cases[] = {
		{ "resumption/v1", "resumption/v2", ERR_VERSION, 1 },
		{ "resumption/v1", "roster/v1", ERR_NOTE, 1 },
		{ "oss.nl/wmo", "Oss", ERR_VALUE, 2 },
		{ "size: 8", "size: 0", ERR_VALUE, 3 },
		{ "size: 8", "size: -8", ERR_VALUE, 3 },
		{ "size: 8", "size: 9223372036854775808", ERR_VALUE, 3 },
		{ "root: aa", "root: a", ERR_VALUE, 4 },
		{ "lost_to: 10", "lost_to: 8", ERR_VALUE, 5 },
		{ "lost_to: 10", "lost_to: 7", ERR_VALUE, 5 },
		{ "lost_to: 10", "lost_to: 18446744073709551616", ERR_VALUE, 5 },
		{ "T10:00:00Z", "", ERR_VALUE, 6 },
		{ "reason: the disk broke", "reason: \"  \"", ERR_VALUE, 7 },
		{ "reason: the disk broke", "reden: x", ERR_UNKNOWN_KEY, 7 },
		{ "size: 8", "size: 8\nsize: 8", ERR_DUPLICATE, 4 },
	};
	expect_defects(text, parse, cases, ELEMENTS(cases));
}

Test(resumption, no_part_may_be_missing)
{
	static const char *const keys[] = { "unit", "size", "root", "lost_to", "made", "reason" };
	expect_needed(text, parse, keys, ELEMENTS(keys));
}

static enum error_code signed_by(const struct partnership *p, const struct roster *r, const char *unit,
                                 const int *who)
{
	_cleanup_(resumption_freep) struct resumption *s = NULL;
	_cleanup_(buffer_clear) struct buffer altered = { 0 }, note = { 0 };
	struct error e = { 0 };
	replaced(bytes_of_string(text), "oss.nl/wmo", unit, &altered);
	sign_text(p, buffer_bytes(&altered), who, &note);
	cr_assert(resumption_parse(buffer_bytes(*who == NOBODY ? &altered : &note), "r.note", &s, &e),
	          "%s %s", error_name(e.code), e.detail);
	return resumption_verify(s, r, a_day("2026-11-24"), &e) ? ERR_NONE : e.code;
}

Test(resumption, is_signed_by_the_officers_of_the_unit)
{
	_cleanup_(partnership_clear) struct partnership p;
	partnership_start(&p);
	_cleanup_(roster_freep) struct roster *r = partnership_draft(&p);
	cr_expect_eq(signed_by(&p, r, "oss.nl/wmo", BY(OSS_1, OSS_2)), ERR_NONE);
	cr_expect_eq(signed_by(&p, r, "oss.nl/wmo", BY(OSS_2, OSS_3)), ERR_NONE);
	cr_expect_eq(signed_by(&p, r, "uden.nl/wmo", BY(UDEN_1, UDEN_3)), ERR_NONE);
	cr_expect_eq(signed_by(&p, r, "oss.nl/wmo", BY(OSS_1)), ERR_QUORUM);
	cr_expect_eq(signed_by(&p, r, "oss.nl/wmo", BY(UDEN_1, UDEN_2, UDEN_3)), ERR_QUORUM);
	cr_expect_eq(signed_by(&p, r, "oss.nl/wmo", BY(OSS_1, UDEN_1)), ERR_QUORUM);
	cr_expect_eq(signed_by(&p, r, "oss.nl/wmo", BY(OSS_1, OSS_CLERK)), ERR_QUORUM);
	cr_expect_eq(signed_by(&p, r, "oss.nl/jeugd", BY(OSS_1, OSS_2)), ERR_UNIT_UNKNOWN);
	cr_expect_neq(signed_by(&p, r, "oss.nl/wmo", BY(NOBODY)), ERR_NONE);
}

Test(resumption, by_a_key_that_was_revoked_counts_for_nothing)
{
	_cleanup_(partnership_clear) struct partnership p;
	partnership_start(&p);
	_cleanup_(roster_freep) struct roster *r = partnership_draft(&p);
	put_revocation(r, OSS_2, REVOKED_COMPROMISED, "2026-11-20");
	cr_expect_eq(signed_by(&p, r, "oss.nl/wmo", BY(OSS_1, OSS_2)), ERR_QUORUM);
	cr_expect_eq(signed_by(&p, r, "oss.nl/wmo", BY(OSS_1, OSS_3)), ERR_NONE);
}

Test(resumption, altered_after_signing_is_refused)
{
	_cleanup_(partnership_clear) struct partnership p;
	partnership_start(&p);
	_cleanup_(roster_freep) struct roster *r = partnership_draft(&p);
	_cleanup_(resumption_freep) struct resumption *s = NULL;
	_cleanup_(buffer_clear) struct buffer note = { 0 }, altered = { 0 };
	struct error e = { 0 };
	sign_text(&p, bytes_of_string(text), BY(OSS_1, OSS_2), &note);
	replaced(buffer_bytes(&note), "lost_to: 10", "lost_to: 100", &altered);
	cr_assert(resumption_parse(buffer_bytes(&altered), "r.note", &s, &e));
	cr_assert_not(resumption_verify(s, r, a_day("2026-11-24"), &e));
	cr_assert_eq(e.code, ERR_SIGNATURE);
}
