/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "report/when.h"

#include "base/macros.h"

#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 0: Monday. 1970-01-01 was a Thursday. */
static unsigned weekday_of(moment when)
{
	return (unsigned)((when / SECONDS_A_DAY + 3) % 7);
}

/* 01:00 UTC on the last Sunday of a month that has 31 days. */
static moment last_sunday(unsigned year, unsigned month)
{
	char text[DAY_SIZE + 1];
	moment last = 0;
	snprintf(text, sizeof text, "%04u-%02u-31", year % 10000, month % 100);
	if (!day_parse(bytes_of_string(text), &last))
		return 0;
	return last - ((weekday_of(last) + 1) % 7) * SECONDS_A_DAY + 3600;
}

void civil_of(moment when, struct civil *ret)
{
	char day[DAY_SIZE + 1];
	day_format(when, day);
	unsigned year = (unsigned)strtoul(day, NULL, 10);
	bool summer = when >= last_sunday(year, 3) && when < last_sunday(year, 10);
	moment local = when + (summer ? 7200 : 3600);
	day_format(local, ret->day);
	ret->weekday = weekday_of(local);
	ret->hour = (unsigned)(local % SECONDS_A_DAY / 3600);
	ret->minute = (unsigned)(local % 3600 / 60);
}

bool civil_parse(struct bytes text, moment *ret)
{
	uint64_t hour, minute;
	moment day;
	if (text.size != DAY_SIZE + sizeof "THH:MM" - 1 ||
	    (text.data[DAY_SIZE] != 'T' && text.data[DAY_SIZE] != ' ') || text.data[DAY_SIZE + 3] != ':' ||
	    !day_parse(bytes_of(text.data, DAY_SIZE), &day))
		return false;
	bool digits = true;
	for (size_t i = DAY_SIZE + 1; i < text.size; i++)
		digits = digits && (i == DAY_SIZE + 3 || (text.data[i] >= '0' && text.data[i] <= '9'));
	if (!digits)
		return false;
	hour = (uint64_t)(text.data[DAY_SIZE + 1] - '0') * 10 + (uint64_t)(text.data[DAY_SIZE + 2] - '0');
	minute = (uint64_t)(text.data[DAY_SIZE + 4] - '0') * 10 + (uint64_t)(text.data[DAY_SIZE + 5] - '0');
	if (hour > 23 || minute > 59)
		return false;
	/* Summer time is two hours ahead, and comes first where an hour comes twice. */
	for (moment ahead = 7200; ahead >= 3600; ahead -= 3600) {
		moment when = day + (moment)(hour * 3600 + minute * 60) - ahead;
		struct civil c;
		civil_of(when, &c);
		if (c.hour == hour && c.minute == minute && memcmp(c.day, text.data, DAY_SIZE) == 0) {
			*ret = when;
			return true;
		}
	}
	return false;
}

static const char *month_in_words(unsigned month, enum when_form form)
{
	static const char *const months[][2] = {
		{ N_("January"), N_("Jan") }, { N_("February"), N_("Feb") }, { N_("March"), N_("Mar") },
		{ N_("April"), N_("Apr") },   { N_("May"), N_("May") },      { N_("June"), N_("Jun") },
		{ N_("July"), N_("Jul") },    { N_("August"), N_("Aug") },   { N_("September"), N_("Sep") },
		{ N_("October"), N_("Oct") }, { N_("November"), N_("Nov") }, { N_("December"), N_("Dec") },
	};
	return gettext(months[(month - 1) % ELEMENTS(months)][form == WHEN_IN_A_TABLE]);
}

/* Of a day as `day_format` writes it. */
static void append_day(const char *day, enum when_form form, char out[WHEN_SIZE])
{
	unsigned month = (unsigned)strtoul(day + 5, NULL, 10),
		 of_month = (unsigned)strtoul(day + 8, NULL, 10);
	snprintf(out, WHEN_SIZE, "%u %s %.4s", of_month, month_in_words(month, form), day);
}

const char *day_in_words(moment day, enum when_form form, char out[WHEN_SIZE])
{
	char text[DAY_SIZE + 1];
	out[0] = 0;
	if (!day)
		return out;
	day_format(day, text);
	append_day(text, form, out);
	return out;
}

const char *moment_in_words(moment when, enum when_form form, char out[WHEN_SIZE])
{
	struct civil civil;
	char day[WHEN_SIZE];
	out[0] = 0;
	if (!when)
		return out;
	civil_of(when, &civil);
	append_day(civil.day, form, day);
	if (form == WHEN_IN_A_TABLE)
		snprintf(out, WHEN_SIZE, gettext("%.40s %02u:%02u"), day, civil.hour, civil.minute);
	else
		snprintf(out, WHEN_SIZE, gettext("%.40s, %02u:%02u"), day, civil.hour, civil.minute);
	return out;
}
