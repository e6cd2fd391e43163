/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/remark.h"

#include <criterion/criterion.h>

Test(remark, is_named_with_its_month)
{
	char text[REMARK_NAMED_SIZE];
	enum remark r = REMARK_COUNT;
	remark_format("2026-11", REMARK_HOURS, text);
	cr_expect_str_eq(text, "2026-11 outside-hours");
	for (unsigned i = 0; i < REMARK_COUNT; i++) {
		remark_format("2026-12", i, text);
		cr_expect(remark_named(bytes_of_string(text), &r) && r == i, "%s", text);
	}
	cr_expect_not(remark_named(bytes_of_string("2026-13 many"), &r));
	cr_expect_not(remark_named(bytes_of_string("2026-11"), &r));
	cr_expect_not(remark_named(bytes_of_string("2026-11many"), &r));
	cr_expect_not(remark_named(bytes_of_string("2026-11 gossip"), &r));
	cr_expect_not(remark_named(bytes_of_string("2026-11 999990019"), &r), "no BSN is a remark");
	cr_expect_not(remark_named(bytes_of(NULL, 0), &r));
}

Test(remark, what_came_of_it_is_read_back)
{
	enum follow_up f;
	for (unsigned i = 0; i < FOLLOW_UP_COUNT; i++)
		cr_expect(follow_up_parse(bytes_of_string(follow_up_name(i)), &f) && f == i);
	cr_expect_not(follow_up_parse(bytes_of_string("guilty"), &f), "no verdict is one");
}
