/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/proven.h"

#include "fixture.h"

#define PLACES 40u

/* Letters come in any order; what each proves holds for those behind it, and no others. */
Test(proven, is_the_latest_moment_of_what_came_before)
{
	for (unsigned round = 0; round < 500; round++) {
		_cleanup_(proven_clear) struct proven p = { 0 };
		moment told[PLACES] = { 0 };
		uint8_t draw[2 * PLACES];
		random_bytes(draw, sizeof draw);
		for (size_t i = 0; i < PLACES; i++) {
			uint64_t at = draw[2 * i] % PLACES;
			moment when = draw[2 * i + 1] % 16 + 1;
			struct error e;
			CHECK(proven_add(&p, at, when, &e));
			told[at] = proven_latest(told[at], when);
			moment latest = 0;
			for (uint64_t n = 0; n <= PLACES; n++) {
				cr_assert_eq(proven_before(&p, n), latest);
				latest = n < PLACES ? proven_latest(latest, told[n]) : latest;
			}
		}
	}
}

Test(proven, letters_are_made_no_earlier_than_what_they_rest_on)
{
	const moment day = SECONDS_A_DAY;
	const struct manifest m = { .created = 10 * day };
	const struct roster before = { .issued = 11 * day }, since = { .issued = 13 * day };
	cr_expect_eq(proven_made(&m, 0, NULL, 0), 10 * day);
	cr_expect_eq(proven_made(&m, 9 * day, &before, 9 * day), 10 * day);
	cr_expect_eq(proven_made(&m, 12 * day, &before, 0), 12 * day);
	cr_expect_eq(proven_made(&m, 0, &since, 0), 12 * day, "by another clock, which may be a day ahead");
	cr_expect_eq(proven_made(&m, 0, NULL, 14 * day), 14 * day);
	cr_expect_eq(proven_told(5, 7), 5);
	cr_expect_eq(proven_told(9, 7), 7, "it was there by then");
}
