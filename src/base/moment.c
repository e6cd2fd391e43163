/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/moment.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static bool is_leap(unsigned year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Proleptic Gregorian. */
static bool day_is_valid(unsigned year, unsigned month, unsigned day)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	if (month < 1 || month > 12 || day < 1)
		return false;
	return day <= days[month - 1] + (month == 2 && is_leap(year) ? 1u : 0u);
}

/* Days since 1970-01-01; the usual shift of the year's start to March. */
static int64_t days_from_civil(unsigned year, unsigned month, unsigned day)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year = (153 * ((int64_t)month + (month > 2 ? -3 : 9)) + 2) / 5 + (int64_t)day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static unsigned digits(const uint8_t *s, size_t n)
{
	unsigned value = 0;
	for (size_t i = 0; i < n; i++)
		value = value * 10 + (unsigned)(s[i] - '0');
	return value;
}

/* True when `text` matches `pattern`, in which 0 stands for any digit. */
static bool matches(struct bytes text, const char *pattern)
{
	struct bytes p = bytes_of_string(pattern);
	if (text.size != p.size)
		return false;
	for (size_t i = 0; i < p.size; i++) {
		bool digit = text.data[i] >= '0' && text.data[i] <= '9';
		if (p.data[i] == '0' ? !digit : text.data[i] != p.data[i])
			return false;
	}
	return true;
}

bool day_parse(struct bytes text, moment *ret)
{
	if (!matches(text, "0000-00-00"))
		return false;
	unsigned year = digits(text.data, 4), month = digits(text.data + 5, 2),
		 day = digits(text.data + 8, 2);
	if (year < 1000 || !day_is_valid(year, month, day))
		return false;
	*ret = days_from_civil(year, month, day) * SECONDS_A_DAY;
	return true;
}

bool moment_parse(struct bytes text, moment *ret)
{
	moment day;
	if (!matches(text, "0000-00-00T00:00:00Z") || !day_parse(bytes_of(text.data, DAY_SIZE), &day) ||
	    day < 0)
		return false;
	unsigned hour = digits(text.data + 11, 2), minute = digits(text.data + 14, 2),
		 second = digits(text.data + 17, 2);
	if (hour > 23 || minute > 59 || second > 59)
		return false;
	*ret = day + hour * 3600 + minute * 60 + second;
	return true;
}

static struct tm civil(moment m)
{
	time_t t = (time_t)m;
	struct tm tm = { 0 };
	gmtime_r(&t, &tm);
	return tm;
}

void moment_format(moment m, char out[MOMENT_SIZE + 1])
{
	struct tm tm = civil(m);
	char text[96];
	snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1,
	         tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
	snprintf(out, MOMENT_SIZE + 1, "%.*s", MOMENT_SIZE, text);
}

void day_format(moment m, char out[DAY_SIZE + 1])
{
	char text[MOMENT_SIZE + 1];
	moment_format(m, text);
	snprintf(out, DAY_SIZE + 1, "%.*s", DAY_SIZE, text);
}

moment moment_add_months(moment m, unsigned months)
{
	struct tm tm = civil(m);
	unsigned total = (unsigned)tm.tm_mon + months;
	unsigned year = (unsigned)tm.tm_year + 1900 + total / 12, month = total % 12 + 1,
		 day = (unsigned)tm.tm_mday;
	while (!day_is_valid(year, month, day))
		day--;
	moment within = m - days_from_civil((unsigned)tm.tm_year + 1900, (unsigned)tm.tm_mon + 1,
	                                    (unsigned)tm.tm_mday) *
	                            SECONDS_A_DAY;
	return days_from_civil(year, month, day) * SECONDS_A_DAY + within;
}

moment moment_now(void)
{
#ifdef SLUIS_TEST_CLOCK
	const char *fixed = getenv("SLUIS_TEST_NOW");
	moment m;
	if (fixed && moment_parse(bytes_of_string(fixed), &m))
		return m;
#endif
	return (moment)time(NULL);
}
