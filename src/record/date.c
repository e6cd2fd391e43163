/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/date.h"

#include <string.h>

static bool digits_value(struct bytes text, unsigned *ret)
{
	unsigned n = 0;
	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
		n = n * 10 + (unsigned)(text.data[i] - '0');
	}
	*ret = n;
	return text.size > 0;
}

/* Month and day 0 mean unknown. A day of an unknown month (19660013, which the BRP has) leaves the year: a
 * partial date can't hold it. */
static bool append_date(struct bytes year, struct bytes month, struct bytes day, struct buffer *out)
{
	unsigned y, m = 0, d = 0;
	if (year.size != 4 || month.size > 2 || day.size > 2 || !digits_value(year, &y) ||
	    (month.size && !digits_value(month, &m)) || (day.size && !digits_value(day, &d)))
		return false;
	if (m && d)
		buffer_printf(out, "%04u-%02u-%02u", y, m, d);
	else if (m)
		buffer_printf(out, "%04u-%02u", y, m);
	else
		buffer_printf(out, "%04u", y);
	return true;
}

bool date_read(struct bytes written, struct buffer *out)
{
	const struct bytes none = { NULL, 0 };
	const uint8_t between = bytes_find(written, '/') ? '/' : '-';
	if (written.size == 8 && !memchr(written.data, between, 8))
		return append_date(bytes_of(written.data, 4), bytes_of(written.data + 4, 2),
		                   bytes_of(written.data + 6, 2), out);
	struct cursor c = cursor_of(written);
	struct bytes part[3] = { none, none, none };
	size_t parts = 0;
	while (!cursor_done(&c) && parts < 3)
		part[parts++] = cursor_until(&c, between);
	if (parts == 0 || !cursor_done(&c) || written.data[written.size - 1] == between)
		return false;
	for (size_t i = 0; i < parts; i++)
		if (part[i].size == 0)
			return false;
	if (parts == 3 && part[2].size == 4)
		return append_date(part[2], part[1], part[0], out);
	return append_date(part[0], part[1], part[2], out);
}
