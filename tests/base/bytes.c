/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/bytes.h"

#include <criterion/criterion.h>
#include <stdlib.h>

Test(buffer, grows_and_keeps_what_it_has)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	for (int i = 0; i < 1000; i++)
		buffer_printf(&b, "%03d", i);
	struct error e;
	cr_assert(buffer_ok(&b, &e));
	cr_assert_eq(b.size, 3000);
	cr_assert(bytes_equal_string(bytes_of(b.data + 2997, 3), "999"));
}

Test(buffer, stays_failed_above_its_limit)
{
	_cleanup_(buffer_clear) struct buffer b = { .limit = 4 };
	buffer_append_string(&b, "abcd");
	struct error e;
	cr_assert(buffer_ok(&b, &e));
	buffer_append_byte(&b, 'e');
	buffer_reset(&(struct buffer){ 0 });
	cr_assert_not(buffer_ok(&b, &e));
	cr_assert_eq(e.code, ERR_TOO_LARGE);
	cr_assert_eq(b.size, 4);
}

Test(cursor, never_passes_the_end)
{
	struct cursor c = cursor_of(BYTES("ab\ncd"));
	cr_assert(bytes_equal_string(cursor_line(&c), "ab"));
	cr_assert_eq(cursor_take(&c, 3).size, 0);
	cr_assert(c.failed);
	cr_assert_eq(cursor_take(&c, 1).size, 0, "a failed cursor gives nothing more");
}

Test(hex, refuses_all_but_exact_lower_case)
{
	uint8_t out[2];
	cr_assert(hex_decode(BYTES("0aff"), out, 2));
	cr_assert_eq(out[1], 0xff);
	cr_assert_not(hex_decode(BYTES("0AFF"), out, 2));
	cr_assert_not(hex_decode(BYTES("0aff0"), out, 2));
	cr_assert_not(hex_decode(BYTES("0af"), out, 2));
}

Test(number, refuses_signs_zeros_and_overflow)
{
	uint64_t n;
	cr_assert(number_parse(BYTES("18446744073709551615"), UINT64_MAX, &n));
	cr_assert_eq(n, UINT64_MAX);
	cr_assert_not(number_parse(BYTES("18446744073709551616"), UINT64_MAX, &n));
	cr_assert_not(number_parse(BYTES("01"), 10, &n));
	cr_assert_not(number_parse(BYTES("+1"), 10, &n));
	cr_assert_not(number_parse(BYTES(""), 10, &n));
	cr_assert_not(number_parse(BYTES("11"), 10, &n));
}

Test(bytes, a_list_has_whole_names_only)
{
	static const struct bytes list = { (const uint8_t *)"oss.nl/p-12, oss.nl/p-3", 23 };
	cr_assert(bytes_lists(list, "oss.nl/p-12"));
	cr_assert(bytes_lists(list, "oss.nl/p-3"));
	cr_assert_not(bytes_lists(list, "oss.nl/p-1"));
	cr_assert_not(bytes_lists(list, ""));
	cr_assert_not(bytes_lists((struct bytes){ NULL, 0 }, "oss.nl/p-1"));
}
