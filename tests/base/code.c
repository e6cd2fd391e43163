/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/code.h"

#include <criterion/criterion.h>

static const struct code all[] = {
	[0] = { "", "" }, [1] = { "lost", "it got lost" }, [3] = { "found", "it is there" }
};
#define COUNT (sizeof all / sizeof *all)

Test(code, has_a_name_and_words)
{
	cr_expect_str_eq(code_name(all, COUNT, 1), "lost");
	cr_expect_str_eq(code_words(all, COUNT, 3), "it is there");
	cr_expect_str_empty(code_name(all, COUNT, 0));
	cr_expect_str_empty(code_name(all, COUNT, 2), "no such value");
	cr_expect_str_empty(code_words(all, COUNT, 2));
	cr_expect_str_empty(code_name(all, COUNT, COUNT));
	cr_expect_str_empty(code_words(all, COUNT, (unsigned)-1));
}

Test(code, is_found_by_its_name_alone)
{
	cr_expect_eq(code_find(all, COUNT, bytes_of_string("lost")), 1);
	cr_expect_eq(code_find(all, COUNT, bytes_of_string("found")), 3);
	cr_expect_lt(code_find(all, COUNT, bytes_of_string("Lost")), 0);
	cr_expect_lt(code_find(all, COUNT, bytes_of_string("los")), 0);
	cr_expect_lt(code_find(all, COUNT, bytes_of_string("losts")), 0);
	cr_expect_lt(code_find(all, COUNT, bytes_of_string("")), 0, "nothing isn't said");
	cr_expect_lt(code_find(all, COUNT, bytes_of(NULL, 0)), 0);
}
