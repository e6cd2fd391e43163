/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/breach.h"

#include <criterion/criterion.h>

static moment at(const char *text)
{
	moment m = 0;
	cr_assert(moment_parse(bytes_of_string(text), &m), "%s", text);
	return m;
}

Test(breach, is_reported_within_three_days_of_hours)
{
	cr_expect_eq(breach_due(at("2026-11-27T08:30:00Z")), at("2026-11-30T08:30:00Z"), "over a Sunday");
	cr_expect_eq(breach_due(at("2026-10-24T08:30:00Z")), at("2026-10-27T08:30:00Z"),
	             "hours, though the clock is put back");
}

Test(breach, an_entry_says_it_in_one_way)
{
	static const char when[] = "2026-11-27T08:30:00Z", no_risk[] = "AVG art. 33 lid 1",
			  sealed[] = "AVG art. 34 lid 3 onder a";
	cr_expect(breach_step_fits(BREACH_LEARNED, NULL, NULL, when));
	cr_expect(breach_step_fits(BREACH_TOLD, NULL, NULL, when));
	cr_expect(breach_step_fits(BREACH_CLOSED, NULL, NULL, NULL));
	cr_expect(breach_step_fits(BREACH_NOT_REPORTED, "no-risk", no_risk, NULL));
	cr_expect(breach_step_fits(BREACH_NOT_TOLD, "unintelligible", sealed, NULL));
	cr_expect_not(breach_step_fits(BREACH_LEARNED, NULL, NULL, NULL), "without a moment");
	cr_expect_not(breach_step_fits(BREACH_LEARNED, NULL, NULL, "yesterday"));
	cr_expect_not(breach_step_fits(BREACH_CLOSED, NULL, NULL, when), "with one");
	cr_expect_not(breach_step_fits(BREACH_REPORTED, "no-risk", no_risk, when), "with a reason");
	cr_expect_not(breach_step_fits(BREACH_NOT_REPORTED, NULL, NULL, NULL), "without one");
	cr_expect_not(breach_step_fits(BREACH_NOT_REPORTED, "no-risk", sealed, NULL), "another article");
	cr_expect_not(breach_step_fits(BREACH_NOT_REPORTED, "unintelligible", sealed, NULL),
	              "34(3) is about clients");
	cr_expect_not(breach_step_fits(BREACH_NOT_TOLD, "no-risk", no_risk, NULL), "33(1) is about the AP");
	cr_expect_not(breach_step_fits(BREACH_STEP_COUNT, NULL, NULL, NULL));
}

Test(breach, codes_are_read_back)
{
	enum breach_source source;
	enum breach_step step;
	enum breach_reason reason;
	for (unsigned i = 0; i < BREACH_SOURCE_COUNT; i++)
		cr_expect(breach_source_parse(bytes_of_string(breach_source_name(i)), &source) &&
		          source == i);
	for (unsigned i = 0; i < BREACH_STEP_COUNT; i++)
		cr_expect(breach_step_parse(bytes_of_string(breach_step_name(i)), &step) && step == i);
	for (unsigned i = BREACH_UNSAID + 1; i < BREACH_REASON_COUNT; i++)
		cr_expect(breach_reason_parse(bytes_of_string(breach_reason_name(i)), &reason) &&
		          reason == i);
	cr_expect_not(breach_reason_parse(bytes_of_string(""), &reason), "unsaid is no reason");
	cr_expect_str_eq(breach_reason_article(BREACH_REASON_COUNT), "");
}
