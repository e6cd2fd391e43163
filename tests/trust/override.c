/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/override.h"

#include "base/limits.h"
#include "partnership.h"

static const char text[] = "type: sluis.override/v1\n"
			   "id: oss-wmo-pw\n"
			   "version: 1\n"
			   "controller: oss.nl\n"
			   "grounds: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
			   "ground: wmo-5.3.3-1\n"
			   "agreement: oss-wmo-wi\n"
			   "purpose: inkomen\n"
			   "reasons: the client asked for one plan\n"
			   "fg: oss.nl/p-0003\n"
			   "advised: 2026-10-01\n"
			   "advice: narrow and for a term\n"
			   "valid_from: 2026-11-01\n"
			   "valid_until: 2026-11-30\n";

static enum error_code parse(struct bytes raw, uint64_t *ret_line)
{
	_cleanup_(override_freep) struct override *o = NULL;
	struct error e = { 0 };
	bool ok = override_parse(raw, "o.yaml", &o, &e);
	cr_expect_eq(ok, o != NULL);
	*ret_line = e.line;
	return ok ? ERR_NONE : e.code;
}

Test(override, holds_from_its_first_day_to_its_last)
{
	_cleanup_(override_freep) struct override *o = NULL;
	struct error e = { 0 };
	struct sha256 hash;
	cr_assert(override_parse(bytes_of_string(text), "o.yaml", &o, &e), "%s", e.detail);
	cr_assert_str_eq(o->ground, "wmo-5.3.3-1");
	cr_assert_str_eq(o->fg, "oss.nl/p-0003");
	cr_assert_not(o->has_document);
	sha256_of(bytes_of_string(text), &hash);
	cr_assert(sha256_equal(&hash, &o->hash));
	cr_expect_not(override_valid_at(o, a_day("2026-11-01") - 1));
	cr_expect(override_valid_at(o, a_day("2026-11-01")));
	cr_expect(override_valid_at(o, a_day("2026-12-01") - 1));
	cr_expect_not(override_valid_at(o, a_day("2026-12-01")));
}

Test(override, each_defect_has_its_line)
{
	static const struct defect cases[] = {
		{ "override/v1", "override/v2", ERR_VERSION, 1 },
		{ "override/v1", "grounds/v1", ERR_NOTE, 1 },
		{ "id: oss-wmo-pw", "id: Oss", ERR_VALUE, 2 },
		{ "version: 1", "version: 0", ERR_VALUE, 3 },
		{ "version: 1", "version: 0x1", ERR_VALUE, 3 },
		{ "controller: oss.nl", "controller: oss nl", ERR_VALUE, 4 },
		{ "grounds: aa", "grounds: a", ERR_VALUE, 5 },
		{ "ground: wmo-5.3.3-1", "ground: Wmo_5", ERR_VALUE, 6 },
		{ "reasons: the client asked for one plan", "reasons: \"  \"", ERR_VALUE, 9 },
		{ "advised: 2026-10-01", "advised: 2026-10-32", ERR_VALUE, 11 },
		{ "advice: narrow and for a term", "advice: \" \"", ERR_VALUE, 12 },
		{ "valid_from: 2026-11-01", "valid_from: soon", ERR_VALUE, 13 },
		{ "valid_until: 2026-11-30", "valid_until: 2026-10-31", ERR_VALUE, 14 },
		{ "valid_until:", "document: abc\nvalid_until:", ERR_VALUE, 14 },
		{ "purpose: inkomen", "purpose: inkomen\npurpose: inkomen", ERR_DUPLICATE, 9 },
		{ "purpose: inkomen", "doel: inkomen", ERR_UNKNOWN_KEY, 8 },
		{ "purpose: inkomen", "purpose: &a inkomen", ERR_SYNTAX, 8 },
		{ "purpose: inkomen", "purpose: *a", ERR_SYNTAX, 8 },
		{ "purpose: inkomen", "purpose:\tinkomen", ERR_CONTROL_CHARACTER, 8 },
		{ "purpose: inkomen", "purpose: [inkomen]", ERR_VALUE, 8 },
	};
	expect_defects(text, parse, cases, ELEMENTS(cases));
}

Test(override, no_part_may_be_missing)
{
	static const char *const keys[] = { "id",        "version",    "controller", "grounds", "ground",
		                            "agreement", "purpose",    "reasons",    "fg",      "advised",
		                            "advice",    "valid_from", "valid_until" };
	expect_needed(text, parse, keys, ELEMENTS(keys));
}

Test(override, ten_megabytes_are_refused_before_they_are_read)
{
	_cleanup_(buffer_clear) struct buffer large = { 0 };
	uint64_t line;
	buffer_append_string(&large, text);
	while (large.size < 10u << 20)
		buffer_append_string(&large, "# and so on, and on, and on, and on, and on, and on, and on\n");
	cr_expect_eq(parse(buffer_bytes(&large), &line), ERR_TOO_LARGE);
}

/* Of Oss two officers must sign; the third is the FG, an officer too, who advises. */
static enum error_code signed_by(const struct partnership *p, const struct roster *r, const char *fg,
                                 const int *who)
{
	_cleanup_(override_freep) struct override *o = NULL;
	_cleanup_(buffer_clear) struct buffer altered = { 0 }, note = { 0 };
	struct error e = { 0 };
	replaced(bytes_of_string(text), "oss.nl/p-0003", fg, &altered);
	sign_text(p, buffer_bytes(&altered), who, &note);
	cr_assert(override_parse(buffer_bytes(*who == NOBODY ? &altered : &note), "o.note", &o, &e), "%s %s",
	          error_name(e.code), e.detail);
	return override_verify(o, r, a_day("2026-03-01"), &e) ? ERR_NONE : e.code;
}

Test(override, is_signed_by_the_controllers_quorum_without_the_fg)
{
	_cleanup_(partnership_clear) struct partnership p;
	partnership_start(&p);
	_cleanup_(roster_freep) struct roster *r = partnership_draft(&p);
	cr_expect_eq(signed_by(&p, r, "oss.nl/p-0003", BY(OSS_1, OSS_2)), ERR_NONE);
	cr_expect_eq(signed_by(&p, r, "oss.nl/p-0003", BY(OSS_1, OSS_2, OSS_3)),
	             ERR_NONE); /* the FG's is one too many, not one too few */
	cr_expect_eq(signed_by(&p, r, "oss.nl/p-0003", BY(OSS_1)), ERR_QUORUM);
	cr_expect_eq(signed_by(&p, r, "oss.nl/p-0003", BY(OSS_3)), ERR_QUORUM);
	cr_expect_eq(signed_by(&p, r, "oss.nl/p-0003", BY(OSS_1, OSS_3)), ERR_QUORUM);
	cr_expect_eq(signed_by(&p, r, "mr. A. de Vries", BY(OSS_1, OSS_3)),
	             ERR_NONE); /* an FG from outside */
	cr_expect_eq(signed_by(&p, r, "oss.nl/p-0003", BY(UDEN_1, UDEN_2, UDEN_3)), ERR_QUORUM);
	cr_expect_eq(signed_by(&p, r, "oss.nl/p-0003", BY(OSS_1, UDEN_1)), ERR_QUORUM);
	cr_expect_eq(signed_by(&p, r, "oss.nl/p-0003", BY(OSS_1, OSS_CLERK)), ERR_QUORUM);
	cr_expect_neq(signed_by(&p, r, "oss.nl/p-0003", BY(NOBODY)), ERR_NONE);
}

/* Whatever the override calls the FG: whom the roster names as FG is no officer. */
Test(override, an_fg_in_words_who_also_signs)
{
	_cleanup_(partnership_clear) struct partnership p;
	partnership_start(&p);
	_cleanup_(roster_freep) struct roster *r = partnership_draft(&p);
	drop_officer(r, OSS_3);
	put_officer(r, &p, SPARE_1, "oss.nl");
	put_fg(r, OSS_3, "oss.nl");
	cr_expect_eq(signed_by(&p, r, "mr. A. de Vries", BY(OSS_1, OSS_3)), ERR_QUORUM);
	cr_expect_eq(signed_by(&p, r, "mr. A. de Vries", BY(OSS_1, OSS_2, OSS_3)), ERR_NONE);
	cr_expect_eq(signed_by(&p, r, "mr. A. de Vries", BY(OSS_1, SPARE_1)), ERR_NONE);
}

Test(override, of_a_controller_that_the_roster_lacks_counts_for_nothing)
{
	_cleanup_(partnership_clear) struct partnership p;
	partnership_start(&p);
	_cleanup_(roster_freep) struct roster *r = partnership_draft(&p);
	_cleanup_(override_freep) struct override *o = NULL;
	_cleanup_(buffer_clear) struct buffer altered = { 0 }, note = { 0 };
	struct error e = { 0 };
	replaced(bytes_of_string(text), "controller: oss.nl", "controller: boxtel.nl", &altered);
	sign_text(&p, buffer_bytes(&altered), BY(OSS_1, OSS_2, UDEN_1, UDEN_2), &note);
	cr_assert(override_parse(buffer_bytes(&note), "o.note", &o, &e));
	cr_assert_not(override_verify(o, r, a_day("2026-03-01"), &e));
	cr_assert_eq(e.code, ERR_QUORUM);
	cr_assert_str_eq(e.subject, "boxtel.nl");
}

Test(override, altered_after_signing_is_refused)
{
	_cleanup_(partnership_clear) struct partnership p;
	partnership_start(&p);
	_cleanup_(roster_freep) struct roster *r = partnership_draft(&p);
	_cleanup_(override_freep) struct override *o = NULL;
	_cleanup_(buffer_clear) struct buffer note = { 0 }, altered = { 0 };
	struct error e = { 0 };
	sign_text(&p, bytes_of_string(text), BY(OSS_1, OSS_2), &note);
	replaced(buffer_bytes(&note), "valid_until: 2026-11-30", "valid_until: 2027-11-30", &altered);
	cr_assert(override_parse(buffer_bytes(&altered), "o.note", &o, &e));
	cr_assert_not(override_verify(o, r, a_day("2026-03-01"), &e));
	cr_assert_eq(e.code, ERR_SIGNATURE);
}
