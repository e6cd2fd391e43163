/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/tie_set.h"

#include <criterion/criterion.h>
#include <stdio.h>

static bool add(struct tie_set *s, const char *tie)
{
	struct error e;
	bool new = false;
	cr_assert(tie_set_add(s, tie, &new, &e));
	return new;
}

#define OF(first) \
	"Jansen\x1f" first "\x1f" \
	"1990-12-31\x1f" \
	"5341AB\x1f" \
	"12"

Test(tie_set, knows_numbers_and_sets_apart)
{
	_cleanup_(tie_set_clear) struct tie_set s = { 0 };
	tie_set_remove(&s, OF("Anna")); /* nothing is in yet */
	cr_expect(add(&s, "999990019") && add(&s, OF("Anna")) && add(&s, OF("Hanna")));
	cr_expect_not(add(&s, "999990019") || add(&s, OF("Anna")));
	cr_expect_eq(tie_set_count(&s), 3);
	tie_set_remove(&s, OF("Anna"));
	tie_set_remove(&s, OF("Anna"));
	tie_set_remove(&s, OF("Joanna")); /* wasn't in */
	cr_expect_eq(tie_set_count(&s), 2);
	cr_expect(add(&s, OF("Anna")), "it left before");
	tie_set_remove(&s, "999990019");
	cr_expect_eq(tie_set_count(&s), 2);
}

/* Through several sizes, with every third one leaving on the way. */
Test(tie_set, keeps_many)
{
	enum { MANY = 5000 };
	_cleanup_(tie_set_clear) struct tie_set s = { 0 };
	char tie[64];
	size_t left = 0;
	for (size_t i = 0; i < MANY; i++) {
		snprintf(tie, sizeof tie, OF("%zu"), i);
		cr_assert(add(&s, tie));
		if (i % 3 == 0) {
			tie_set_remove(&s, tie);
			left++;
		}
	}
	cr_expect_eq(tie_set_count(&s), MANY - left);
	for (size_t i = 0; i < MANY; i++) {
		snprintf(tie, sizeof tie, OF("%zu"), i);
		cr_assert_eq(add(&s, tie), i % 3 == 0, "%zu", i);
	}
	cr_expect_eq(tie_set_count(&s), MANY);
}
