/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/amount.h"

#include <criterion/criterion.h>
#include <string.h>

Test(amount, is_read_as_people_write_it)
{
	static const struct {
		const char *written, *cents;
	} amounts[] = {
		{ "1.234,56", "123456" },
		{ "1,234.56", "123456" },
		{ "1 234,50", "123450" },
		{ "1234.5", "123450" },
		{ "1234", "123400" },
		{ "\xe2\x82\xac 1234", "123400" },
		{ "\xe2\x82\xac"
		  "12,5",
		  "1250" },
		{ "12,00 EUR", "1200" },
		{ "eur 7", "700" },
		{ "12,-", "1200" },
		{ "1.234,-", "123400" },
		{ "1.234.567", "123456700" },
		{ "1.234.567,8", "123456780" },
		{ "12 345", "1234500" },
		{ "0,05", "5" },
		{ "0", "0" },
		{ "0,00", "0" },
		{ "007,00", "700" },
		{ "-12,50", "-1250" },
		{ "\xe2\x82\xac -12,50", "-1250" },
	};
	for (size_t i = 0; i < ELEMENTS(amounts); i++) {
		struct error e = { 0 };
		_cleanup_(buffer_clear) struct buffer out = { 0 };
		cr_assert(amount_read(bytes_of_string(amounts[i].written), "bedrag", &out, &e), "%s",
		          amounts[i].written);
		cr_expect_str_eq(buffer_string(&out), amounts[i].cents, "%s: %s", amounts[i].written,
		                 buffer_string(&out));
	}
}

/* Nothing is guessed, and what is said never holds the amount. */
Test(amount, that_could_be_two_is_refused_and_says_so)
{
	static const char *const two[] = { "1.234", "1,234", "12.345", "\xe2\x82\xac 999,999" };
	static const char *const none[] = {
		"",         "x",        "1.23.456", "1,2,3", "1.234,567", "1234,567", "1 23,45",
		"1.234.56", "1,23E+05", ",5",       "5,",    "--5",       "1..2",     "12345678901234567890",
		"1/2",      "12,50 USD"
	};
	for (size_t i = 0; i < ELEMENTS(two) + ELEMENTS(none); i++) {
		const char *written = i < ELEMENTS(two) ? two[i] : none[i - ELEMENTS(two)];
		struct error e = { 0 };
		_cleanup_(buffer_clear) struct buffer out = { 0 };
		cr_assert_not(amount_read(bytes_of_string(written), "bedrag", &out, &e), "%s", written);
		cr_expect(e.code == ERR_FIELD_VALUE && strcmp(e.subject, "bedrag") == 0 && out.size == 0);
		cr_expect_eq(strstr(e.detail, "two ways") != NULL, i < ELEMENTS(two), "%s: %s", written,
		             e.detail);
		cr_expect(written[0] == 0 || !written[1] || !strstr(e.detail, written), "%s", written);
	}
}
