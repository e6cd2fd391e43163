/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/bsn_set.h"

#include "record/bsn.h"

#include <criterion/criterion.h>
#include <stdio.h>

static bool add(struct bsn_set *s, const char *bsn)
{
	struct error e;
	bool new = false;
	cr_assert(bsn_set_add(s, bytes_of_string(bsn), &new, &e));
	return new;
}

Test(bsn_set, knows_who_is_in_it)
{
	_cleanup_(bsn_set_clear) struct bsn_set s = { 0 };
	cr_expect(add(&s, "999990019"));
	cr_expect_not(add(&s, "999990019"));
	cr_expect(add(&s, "000000012"), "zeros in front");
	cr_expect_eq(s.count, 2);
	bsn_set_remove(&s, bytes_of_string("999990020")); /* wasn't in */
	cr_expect_eq(s.count, 2);
	bsn_set_remove(&s, bytes_of_string("999990019"));
	bsn_set_remove(&s, bytes_of_string("999990019"));
	cr_expect_eq(s.count, 1);
	cr_expect(add(&s, "999990019"), "it left before");
}

/* Every valid number has a place of its own. */
Test(bsn_set, takes_no_two_clients_for_one)
{
	_cleanup_(bsn_set_clear) struct bsn_set s = { 0 };
	uint64_t valid = 0;
	for (unsigned n = 123456000; n < 123556000; n++) {
		char bsn[16];
		snprintf(bsn, sizeof bsn, "%09u", n);
		if (!bsn_is_valid(bytes_of_string(bsn)))
			continue;
		valid++;
		cr_assert(add(&s, bsn), "%u", n);
	}
	cr_expect_eq(s.count, valid);
	cr_expect_gt(valid, 9000);
}
