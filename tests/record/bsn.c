/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/bsn.h"

#include <criterion/criterion.h>
#include <stdio.h>

Test(bsn, accepts_what_passes_the_eleven_test)
{
	static const char *const good[] = { "999900006", "999999990", "999993653",
		                            "111222333", "000000012", "123456782" };
	for (size_t i = 0; i < ELEMENTS(good); i++)
		cr_assert(bsn_is_valid(bytes_of_string(good[i])), "%s", good[i]);
}

Test(bsn, refuses_everything_else)
{
	static const char *const bad[] = { "",           "000000000",  "010008579", "999900007",
		                           "99990000",   "9999000060", "99990000a", " 99990006",
		                           "999900006 ", "-99990006",  "９99900006" };
	for (size_t i = 0; i < ELEMENTS(bad); i++)
		cr_assert_not(bsn_is_valid(bytes_of_string(bad[i])), "case %zu", i);
	cr_assert_not(bsn_is_valid(bytes_of("99990000\0", 9)));
	cr_assert_not(bsn_is_valid(bytes_of(NULL, 0)));
}

/* Of nine digits, changing any one digit or swapping two neighbours that differ breaks the number:
 * the weights and their differences are no multiples of 11. */
Test(bsn, catches_every_single_wrong_digit)
{
	for (size_t at = 0; at < BSN_SIZE; at++) {
		for (char digit = '0'; digit <= '9'; digit++) {
			char text[] = "123456782";
			bool same = text[at] == digit;
			text[at] = digit;
			cr_assert_eq(bsn_is_valid(bytes_of_string(text)), same, "%s", text);
		}
	}
	for (size_t at = 0; at + 1 < BSN_SIZE; at++) {
		char text[] = "123456782", first = text[at];
		text[at] = text[at + 1];
		text[at + 1] = first;
		cr_assert_not(bsn_is_valid(bytes_of_string(text)), "%s", text);
	}
}

Test(bsn, gets_its_leading_zeros_back)
{
	char out[BSN_SIZE + 1];
	cr_assert(bsn_complete(BYTES("12345672"), out));
	cr_assert_str_eq(out, "012345672");
	cr_assert(bsn_complete(BYTES("012345672"), out));
	cr_assert_str_eq(out, "012345672");
	cr_assert(bsn_complete(BYTES("1234572"), out));
	cr_assert_str_eq(out, "001234572");
}

Test(bsn, is_not_completed_from_less_or_from_something_else)
{
	char out[BSN_SIZE + 1] = "unchanged";
	static const char *const bad[] = { "",         "12",       "123456",     "10008579",
		                           "12345673", "1234567a", "0012345672", " 2345672" };
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		cr_assert_not(bsn_complete(bytes_of_string(bad[i]), out), "case %zu", i);
		cr_assert_str_eq(out, "unchanged");
	}
}
