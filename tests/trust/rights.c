/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/rights.h"

#include <criterion/criterion.h>

static moment day(const char *text)
{
	moment m = 0;
	cr_assert(day_parse(bytes_of_string(text), &m), "%s", text);
	return m;
}

Test(rights, have_a_last_day)
{
	static const struct {
		enum right right;
		bool wmo, postponed;
		const char *asked, *due;
	} cases[] = {
		{ RIGHT_ACCESS, false, false, "2026-11-28", "2026-12-28" },
		{ RIGHT_ACCESS, false, true, "2026-11-28", "2027-02-28" },
		{ RIGHT_ERASURE, false, false, "2027-01-31", "2027-02-28" }, /* the month is shorter */
		{ RIGHT_ERASURE, true, false, "2026-11-28", "2027-02-28" },
		{ RIGHT_OBJECTION, true, false, "2026-11-28", "2026-12-28" }, /* the Wmo is about erasure */
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++)
		cr_expect_eq(right_due(cases[i].right, cases[i].wmo, day(cases[i].asked) + 50000,
		                       cases[i].postponed),
		             day(cases[i].due), "%zu", i);
}

Test(rights, are_postponed_in_the_first_month_alone)
{
	moment asked = day("2026-11-28");
	cr_expect(right_may_postpone(RIGHT_ERASURE, false, asked, day("2026-12-28") + 80000));
	cr_expect_not(right_may_postpone(RIGHT_ERASURE, false, asked, day("2026-12-29")));
	cr_expect_not(right_may_postpone(RIGHT_ERASURE, true, asked, asked), "the Wmo has its own term");
	cr_expect(right_may_postpone(RIGHT_ACCESS, true, asked, asked));
}

Test(rights, are_answered_as_an_entry_must_say)
{
	static const char article[] = "AVG art. 17 lid 3 onder b";
	cr_expect(right_outcome_fits(RIGHT_ERASURE, RIGHT_ASKED, NULL, NULL));
	cr_expect(
		right_outcome_fits(RIGHT_ERASURE, RIGHT_GRANTED, NULL, right_article(RIGHT_ERASURE, false)));
	cr_expect(right_outcome_fits(RIGHT_ERASURE, RIGHT_GRANTED, NULL, right_article(RIGHT_ERASURE, true)));
	cr_expect(right_outcome_fits(RIGHT_ERASURE, RIGHT_REFUSED, "archive", article));
	cr_expect_not(right_outcome_fits(RIGHT_ERASURE, RIGHT_REFUSED, NULL, article), "without a reason");
	cr_expect_not(right_outcome_fits(RIGHT_ERASURE, RIGHT_REFUSED, "archive", NULL), "on no article");
	cr_expect_not(right_outcome_fits(RIGHT_ERASURE, RIGHT_REFUSED, "because", article));
	cr_expect_not(right_outcome_fits(RIGHT_ERASURE, RIGHT_GRANTED, NULL, NULL));
	cr_expect_not(right_outcome_fits(RIGHT_ERASURE, RIGHT_GRANTED, NULL, "999990019"),
	              "a BSN is no article");
	cr_expect_not(right_outcome_fits(RIGHT_ERASURE, RIGHT_LIFTED, NULL, article));
	cr_expect_not(right_outcome_fits(RIGHT_COUNT, RIGHT_ASKED, NULL, NULL));
	cr_expect_not(right_outcome_fits(RIGHT_ACCESS, RIGHT_OUTCOME_COUNT, NULL, NULL));
}

Test(rights, are_found_by_their_names)
{
	for (unsigned r = 0; r < RIGHT_COUNT; r++) {
		enum right found = RIGHT_COUNT;
		cr_expect(right_parse(bytes_of_string(right_name((enum right)r)), &found));
		cr_expect_eq(found, r);
		cr_expect(*right_words((enum right)r) && *right_article((enum right)r, false));
	}
	for (unsigned o = 0; o < RIGHT_OUTCOME_COUNT; o++) {
		enum right_outcome found = RIGHT_OUTCOME_COUNT;
		cr_expect(right_outcome_parse(bytes_of_string(right_outcome_name((enum right_outcome)o)),
		                              &found));
		cr_expect_eq(found, o);
		cr_expect(*right_outcome_words((enum right_outcome)o));
	}
	enum right right;
	enum right_outcome outcome;
	cr_expect_not(right_parse(BYTES("rijbewijs"), &right));
	cr_expect_not(right_outcome_parse(BYTES(""), &outcome));
	cr_expect_str_eq(right_name(RIGHT_COUNT), "");
	cr_expect_str_eq(right_outcome_words(RIGHT_OUTCOME_COUNT), "");
}
