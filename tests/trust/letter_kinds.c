/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/letter_kinds.h"

#include <criterion/criterion.h>

Test(letter_kinds, each_is_found_by_its_name)
{
	for (unsigned k = 0; k < PACKAGE_UNKNOWN; k++) {
		cr_expect_eq(package_kind_of(package_kind_name((enum package_kind)k)), k, "%u", k);
		cr_expect_neq(package_kind_powers((enum package_kind)k), 0, "%u", k);
	}
	cr_expect_eq(package_kind_of("gossip"), PACKAGE_UNKNOWN);
	cr_expect_eq(package_kind_of(""), PACKAGE_UNKNOWN);
	cr_expect_eq(package_kind_of(NULL), PACKAGE_UNKNOWN);
	cr_expect_str_eq(package_kind_name((enum package_kind)1000), "unknown");
}

/* Stores have these numbers. */
Test(letter_kinds, keep_their_numbers)
{
	static const char *const names[] = { "cases",   "receipt",   "correction", "retraction", "match",
		                             "roster",  "agreement", "decision",   "void",       "outcome",
		                             "dispute", "request",   "erasure",    "acceptance", "handover" };
	for (unsigned k = 0; k < ELEMENTS(names); k++)
		cr_expect_str_eq(package_kind_name((enum package_kind)k), names[k]);
}

Test(letter_kinds, are_answered_unless_they_answer)
{
	for (unsigned k = 0; k < PACKAGE_UNKNOWN; k++) {
		enum package_kind answer = package_kind_answer((enum package_kind)k);
		bool answers = package_kind_is((enum package_kind)k, LETTER_ANSWERS);
		cr_expect_eq(answers, answer == PACKAGE_UNKNOWN, "%u", k);
		cr_expect(answers || package_kind_is(answer, LETTER_ANSWERS), "%u", k);
	}
	cr_expect_eq(package_kind_answer(PACKAGE_CASES), PACKAGE_RECEIPT);
	cr_expect_eq(package_kind_answer(PACKAGE_UNKNOWN), PACKAGE_UNKNOWN);
}

Test(letter_kinds, say_what_they_need_and_are)
{
	cr_expect_eq(package_kind_powers(PACKAGE_CASES), POWER_PACK);
	cr_expect_eq(package_kind_powers(PACKAGE_RECEIPT), POWER_OPEN);
	cr_expect_eq(package_kind_powers(PACKAGE_RETRACTION), POWER_PACK | POWER_CONSENT | POWER_OPEN);
	cr_expect_eq(package_kind_powers(PACKAGE_UNKNOWN), 0);
	cr_expect(package_kind_is(PACKAGE_CASES, LETTER_ON_TERMS));
	cr_expect(package_kind_is(PACKAGE_CASES, LETTER_DECIDED));
	cr_expect_not(package_kind_is(PACKAGE_CASES, LETTER_OUTLIVES));
	cr_expect(package_kind_is(PACKAGE_RETRACTION, LETTER_OUTLIVES));
	cr_expect_not(package_kind_is(PACKAGE_RETRACTION, LETTER_MAY_BE_EMPTY));
	cr_expect_not(package_kind_is(PACKAGE_UNKNOWN, LETTER_ANSWERS));
	cr_expect_eq(package_kind_powers(PACKAGE_DECISION), POWER_DECIDE);
	cr_expect(package_kind_is(PACKAGE_DECISION, LETTER_BACK));
	cr_expect(package_kind_is(PACKAGE_DECISION, LETTER_OUTLIVES));
	cr_expect_not(package_kind_is(PACKAGE_RECEIPT, LETTER_BACK), "it answers");
	cr_expect_eq(package_kind_powers(PACKAGE_CORRECTION), POWER_PACK | POWER_OPEN | POWER_DECIDE);
	cr_expect_eq(package_kind_powers(PACKAGE_VOID), POWER_PACK);
	for (unsigned k = 0; k < PACKAGE_UNKNOWN; k++) {
		bool back = k == PACKAGE_DECISION || k == PACKAGE_ACCEPTANCE || k == PACKAGE_OUTCOME ||
		            k == PACKAGE_DISPUTE || k == PACKAGE_REQUEST;
		bool outlives = (back && k != PACKAGE_REQUEST) || k == PACKAGE_RETRACTION ||
		                k == PACKAGE_CORRECTION || k == PACKAGE_VOID || k == PACKAGE_ERASURE ||
		                k == PACKAGE_HANDOVER;
		bool voided = k == PACKAGE_CASES || k == PACKAGE_REQUEST;
		cr_expect_eq(package_kind_is((enum package_kind)k, LETTER_MAY_BE_VOIDED), voided, "%u", k);
		cr_expect_eq(package_kind_is((enum package_kind)k, LETTER_BACK), back, "%u", k);
		cr_expect_eq(package_kind_is((enum package_kind)k, LETTER_OUTLIVES), outlives, "%u", k);
	}
	cr_expect_eq(package_kind_powers(PACKAGE_REQUEST), POWER_PACK);
	cr_expect(package_kind_is(PACKAGE_REQUEST, LETTER_ON_TERMS));
	cr_expect(package_kind_is(PACKAGE_REQUEST, LETTER_BACK));
	cr_expect_not(package_kind_is(PACKAGE_REQUEST, LETTER_OUTLIVES), "nothing is asked under what ended");
	cr_expect_not(package_kind_is(PACKAGE_REQUEST, LETTER_DECIDED), "it holds nobody's record");
	cr_expect(package_kind_is(PACKAGE_CASES, LETTER_MAY_ANSWER));
	cr_expect_not(package_kind_is(PACKAGE_RETRACTION, LETTER_MAY_ANSWER));
	cr_expect_eq(package_kind_powers(PACKAGE_ERASURE), POWER_DECIDE);
	cr_expect(package_kind_is(PACKAGE_ERASURE, LETTER_OUTLIVES));
	cr_expect_not(package_kind_is(PACKAGE_ERASURE, LETTER_DECIDED), "no record is in it");
	cr_expect_eq(package_kind_powers(PACKAGE_ACCEPTANCE), POWER_OPEN);
	cr_expect(package_kind_is(PACKAGE_ACCEPTANCE, LETTER_BACK));
	cr_expect_eq(package_kind_powers(PACKAGE_HANDOVER), POWER_PACK | POWER_OPEN);
	cr_expect(package_kind_is(PACKAGE_HANDOVER, LETTER_BOTH_WAYS));
	cr_expect(package_kind_is(PACKAGE_VOID, LETTER_BOTH_WAYS),
	          "of cases one way, of a request the other");
	cr_expect_not(package_kind_is(PACKAGE_HANDOVER, LETTER_BACK));
}
