/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/moment.h"

#include <criterion/criterion.h>

Test(moment, reads_what_it_writes)
{
	static const moment some[] = { 0, 951782400, 1709164800, 1795600000, 4102444799 };
	for (size_t i = 0; i < ELEMENTS(some); i++) {
		char text[MOMENT_SIZE + 1];
		moment back;
		moment_format(some[i], text);
		cr_assert(moment_parse(bytes_of_string(text), &back), "%s", text);
		cr_assert_eq(back, some[i]);
	}
}

Test(moment, refuses_days_that_do_not_exist)
{
	moment m;
	cr_assert(day_parse(BYTES("2024-02-29"), &m));
	cr_assert_eq(m, 1709164800);
	static const char *const bad[] = { "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10",
		                           "2024-04-31", "24-04-01",   "2024-4-1",   "2024-04-01 " };
	for (size_t i = 0; i < ELEMENTS(bad); i++)
		cr_assert_not(day_parse(bytes_of_string(bad[i]), &m), "%s", bad[i]);
	cr_assert_not(moment_parse(BYTES("2024-04-01T24:00:00Z"), &m));
	cr_assert_not(moment_parse(BYTES("2024-04-01T10:00:00+01"), &m));
}

Test(moment, adds_months_within_the_calendar)
{
	static const struct {
		const char *from;
		unsigned months;
		const char *to;
	} cases[] = {
		{ "2026-01-31", 1, "2026-02-28" },   { "2024-01-31", 1, "2024-02-29" },
		{ "2026-11-23", 180, "2041-11-23" }, { "2026-11-23", 0, "2026-11-23" },
		{ "2026-12-31", 2, "2027-02-28" },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		moment m;
		char text[DAY_SIZE + 1];
		cr_assert(day_parse(bytes_of_string(cases[i].from), &m));
		m = moment_add_months(m + 3600, cases[i].months);
		day_format(m, text);
		cr_assert_str_eq(text, cases[i].to);
		cr_assert_eq(((m % SECONDS_A_DAY) + SECONDS_A_DAY) % SECONDS_A_DAY, 3600);
	}
}
