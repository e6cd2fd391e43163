/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/told.h"

#include "base/error.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static _printf_(3, 4) void format(char *out, size_t size, const char *text, ...)
{
	va_list args;
	va_start(args, text);
	told_format(out, size, text, args);
	va_end(args);
}

Test(told, says_what_printf_says)
{
	char told[64], said[64];
#define SAME(...) \
	do { \
		format(told, sizeof told, __VA_ARGS__); \
		snprintf(said, sizeof said, __VA_ARGS__); \
		cr_expect_str_eq(told, said); \
	} while (0)
	SAME("%s", "");
	SAME("nothing in it");
	SAME("%s: %s%%", "a", "b c");
	SAME("%u of %zu, %llu, %lld, %ld", 1u, (size_t)2, 3ull, -4ll, -5l);
	SAME("%" PRIu64 " and U+%04X and 0x%02x and %08llx", UINT64_MAX, 233u, 7, 0x6969ull);
	SAME("%.3s, %.*s; %d", "abcdef", 2, "ghijkl", -1);
#undef SAME
}

Test(told, fits_its_room)
{
	char told[8] = "1234567";
	format(told, sizeof told, "%s and %s", "abc", "def");
	cr_expect_str_eq(told, "abc and");
	format(told, 1, "%u", 12u);
	cr_expect_str_eq(told, "");
}

Test(told, stands_beside_the_english)
{
	struct error e, why;
	error_set(&why, ERR_VALUE, "a", "%u bytes", 3u);
	error_set(&e, ERR_SYNTAX, "b", "line %u: ", 2u);
	error_add_detail(&e, &why);
	error_add(&e, "; %s", "x\ty");
	cr_expect_str_eq(e.detail, "line 2: 3 bytes; x?y");
	cr_expect_str_eq(e.told, e.detail);
}
