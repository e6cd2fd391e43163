/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/bsn.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

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

static void expect_read(const char *written, const char *bsn)
{
	char out[BSN_SIZE + 1] = "unchanged";
	struct error e = { 0 };
	cr_expect(bsn_read(bytes_of_string(written), "bsn", 0, out, &e), "%s: %s", written, e.detail);
	cr_expect_str_eq(out, bsn, "%s", written);
}

Test(bsn, is_read_as_people_and_spreadsheets_write_it)
{
	static const char *const forms[] = {
		"123456782",
		"1234.56.782",
		"123.456.782",
		"123,456,782",
		"123 456 782",
		"12 34 56 782",
		"1234-56-782",
		"\xc2\xa0"
		"123456782\t",
		"123\xc2\xa0"
		"456\xe2\x80\xaf"
		"782",
		"=\"123456782\"",
		"\"123456782\"",
		"'123456782",
		" 123456782\r\n",
		"\xef\xbb\xbf"
		"123456782",
	};
	for (size_t i = 0; i < ELEMENTS(forms); i++)
		expect_read(forms[i], "123456782");
	expect_read("12345672", "012345672");
	expect_read("012345672", "012345672");
	expect_read("1234572", "001234572");
	expect_read("12.345.672", "012345672");
	expect_read("=\"012345672\"", "012345672");
}

/* Only nine digits can fail the eleven test; anything else is told as what it is, and never guessed at: a dot
 * may stand before a fraction. */
Test(bsn, is_told_from_what_isnt_nine_digits)
{
	static const struct {
		const char *written;
		enum error_code code;
	} bad[] = {
		{ "123456789", ERR_BSN },
		{ "12345673", ERR_BSN },
		{ "000000000", ERR_BSN },
		{ "1234.56.789", ERR_BSN },
		{ "", ERR_FIELD_VALUE },
		{ "12", ERR_FIELD_VALUE },
		{ "123456", ERR_FIELD_VALUE },
		{ "1234567a", ERR_FIELD_VALUE },
		{ "0012345672", ERR_FIELD_VALUE },
		{ "1,0E+09", ERR_FIELD_VALUE },
		{ "1.23457E+08", ERR_FIELD_VALUE },
		{ "12345678.2", ERR_FIELD_VALUE },
		{ "1234567.82", ERR_FIELD_VALUE },
		{ "123456782.0", ERR_FIELD_VALUE },
		{ "123456782,00", ERR_FIELD_VALUE },
		{ "12345.6782", ERR_FIELD_VALUE },
		{ "123..456.782", ERR_FIELD_VALUE },
		{ "-123456782", ERR_FIELD_VALUE },
		{ "123456782-", ERR_FIELD_VALUE },
		{ "123.456,782", ERR_FIELD_VALUE },
		{ "onbekend", ERR_FIELD_VALUE },
		{ "\xff", ERR_FIELD_VALUE },
		{ "1 2 3 4 5 6 7 8 2", ERR_FIELD_VALUE },
	};
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		char out[BSN_SIZE + 1] = "unchanged";
		struct error e = { 0 };
		cr_expect_not(bsn_read(bytes_of_string(bad[i].written), "bsn", 7, out, &e), "%s",
		              bad[i].written);
		cr_expect_eq(e.code, bad[i].code, "%s: %s", bad[i].written, error_name(e.code));
		cr_expect_eq(e.line, 7);
		cr_expect_str_eq(out, "unchanged");
		cr_expect_eq(strstr(e.detail, "rounded") != NULL, strpbrk(bad[i].written, "E") != NULL, "%s",
		             bad[i].written);
	}
}

/* Whatever is read from digits and separators has just those digits, but for zeros in front. */
Test(bsn, keeps_the_digits_that_were_written)
{
	static const char characters[] = "0123456789. ,-";
	uint64_t draw = 3;
	size_t read = 0;
	for (size_t n = 0; n < 400000; n++) {
		char text[14] = "", digits[14] = "0000", out[BSN_SIZE + 1];
		size_t size = 7 + n % 6, count = 0;
		struct error e;
		for (size_t i = 0; i < size; i++) {
			draw = draw * 6364136223846793005u + 1442695040888963407u;
			text[i] = characters[(draw >> 33) % (i % 4 == 3 ? 14 : 10)];
			if (text[i] >= '0' && text[i] <= '9')
				digits[count++] = text[i];
		}
		digits[count] = 0;
		if (!bsn_read(bytes_of_string(text), "bsn", 0, out, &e))
			continue;
		read++;
		cr_assert_leq(count, BSN_SIZE);
		cr_assert_str_eq(out + BSN_SIZE - count, digits, "draw %zu", n);
		cr_assert_eq(strspn(out, "0") >= BSN_SIZE - count, true, "draw %zu", n);
		cr_assert(bsn_is_valid(bytes_of_string(out)));
	}
	cr_assert_gt(read, 1000);
}
