/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "report/when.h"

#include <criterion/criterion.h>

#include <string.h>

static moment at(const char *text)
{
	moment m = 0;
	cr_assert(moment_parse(bytes_of_string(text), &m));
	return m;
}

Test(when, knows_the_civil_time_of_amsterdam)
{
	static const struct {
		const char *utc, *day;
		unsigned hour, weekday;
	} cases[] = {
		{ "2026-01-15T12:00:00Z", "2026-01-15", 13, 3 },
		{ "2026-07-15T22:30:00Z", "2026-07-16", 0, 3 },
		{ "2026-03-29T00:59:59Z", "2026-03-29", 1, 6 }, /* the last second of winter */
		{ "2026-03-29T01:00:00Z", "2026-03-29", 3, 6 },
		{ "2026-10-25T00:59:59Z", "2026-10-25", 2, 6 },
		{ "2026-10-25T01:00:00Z", "2026-10-25", 2, 6 }, /* the same hour again */
		{ "2024-03-31T01:00:00Z", "2024-03-31", 3, 6 }, /* the 31st is a Sunday */
		{ "2026-12-31T23:30:00Z", "2027-01-01", 0, 4 },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct civil c;
		civil_of(at(cases[i].utc), &c);
		cr_assert_str_eq(c.day, cases[i].day, "%s: %s", cases[i].utc, c.day);
		cr_assert_eq(c.hour, cases[i].hour, "%s: %u", cases[i].utc, c.hour);
		cr_assert_eq(c.weekday, cases[i].weekday, "%s: %u", cases[i].utc, c.weekday);
	}
}

Test(when, is_told_by_the_clock_on_the_wall)
{
	char text[WHEN_SIZE];
	cr_assert_str_eq(moment_in_words(at("2026-12-31T23:30:00Z"), WHEN_IN_A_SENTENCE, text),
	                 "1 January 2027, 00:30");
	cr_assert_str_eq(moment_in_words(at("2026-07-15T22:05:59Z"), WHEN_IN_A_TABLE, text),
	                 "16 Jul 2026 00:05");
	cr_assert_str_eq(moment_in_words(0, WHEN_IN_A_TABLE, text), "");
}

Test(when, a_day_is_the_same_in_every_zone)
{
	char text[WHEN_SIZE];
	cr_assert_str_eq(day_in_words(at("2026-12-09T00:00:00Z"), WHEN_IN_A_SENTENCE, text),
	                 "9 December 2026");
	cr_assert_str_eq(day_in_words(at("2026-05-31T23:59:59Z"), WHEN_IN_A_TABLE, text), "31 May 2026");
	cr_assert_str_eq(day_in_words(0, WHEN_IN_A_SENTENCE, text), "");
}

/* Every month has its words, and the longest year fits. */
Test(when, has_room_for_every_day)
{
	char text[WHEN_SIZE], wanted[DAY_SIZE + 1];
	for (moment day = at("9999-01-01T00:00:00Z"); day <= at("9999-12-31T00:00:00Z");
	     day += SECONDS_A_DAY) {
		day_in_words(day, WHEN_IN_A_SENTENCE, text);
		day_format(day, wanted);
		cr_assert(strlen(text) >= strlen("1 May 9999"), "%s: %s", wanted, text);
		cr_assert_str_eq(text + strlen(text) - 5, " 9999", "%s: %s", wanted, text);
	}
}

/* What people type is read by the clock on the wall, and read back the same. */
Test(when, is_typed_by_the_clock_on_the_wall)
{
	static const struct {
		const char *typed, *utc; /* NULL: there is none */
	} cases[] = {
		{ "2026-11-27T09:30", "2026-11-27T08:30:00Z" },
		{ "2026-07-01 09:30", "2026-07-01T07:30:00Z" },
		{ "2026-03-29T01:59", "2026-03-29T00:59:00Z" },
		{ "2026-03-29T02:30", NULL }, /* skipped */
		{ "2026-03-29T03:00", "2026-03-29T01:00:00Z" },
		{ "2026-10-25T02:30", "2026-10-25T00:30:00Z" },
		{ "2026-10-25T03:00", "2026-10-25T02:00:00Z" },
		{ "2027-01-01T00:15", "2026-12-31T23:15:00Z" },
		{ "2026-11-27T24:00", NULL },
		{ "2026-11-27T09:60", NULL },
		{ "2026-11-31T09:30", NULL },
		{ "2026-11-27T9:30", NULL },
		{ "2026-11-27T09-30", NULL },
		{ "2026-11-27", NULL },
		{ "", NULL },
	};
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		moment m = 0;
		cr_expect_eq(civil_parse(bytes_of_string(cases[i].typed), &m), cases[i].utc != NULL, "%s",
		             cases[i].typed);
		if (cases[i].utc)
			cr_expect_eq(m, at(cases[i].utc), "%s", cases[i].typed);
	}
}
