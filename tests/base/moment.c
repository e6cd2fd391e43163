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
	static const char *const bad[] = { "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "24-04-01", "2024-4-1", "2024-04-01 " };
	for (size_t i = 0; i < ELEMENTS(bad); i++)
		cr_assert_not(day_parse(bytes_of_string(bad[i]), &m), "%s", bad[i]);
	cr_assert_not(moment_parse(BYTES("2024-04-01T24:00:00Z"), &m));
	cr_assert_not(moment_parse(BYTES("2024-04-01T10:00:00+01"), &m));
}
