/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/mapping_value.h"

#include "record/bsn.h"

#include <string.h>

/* What a mapping makes of one value: the transforms, the table of values, what counts as empty. */

struct bytes mapping_value_trimmed(struct bytes raw)
{
	while (raw.size && strchr(" \t\r\n", raw.data[raw.size - 1]) && raw.data[raw.size - 1])
		raw.size--;
	while (raw.size && strchr(" \t\r\n", raw.data[0]) && raw.data[0])
		raw = bytes_of(raw.data + 1, raw.size - 1);
	return raw;
}

bool mapping_value_is_empty(const struct mapping *m, struct bytes raw)
{
	if (raw.size == 0)
		return true;
	for (size_t i = 0; i < m->file.empty_count; i++)
		if (bytes_equal_string(raw, m->file.empty[i]))
			return true;
	return false;
}

/* One line break, LF, and no tabs: what a spreadsheet's cell may hold otherwise. Copied in runs. */
static bool as_text(struct bytes raw, struct buffer *out)
{
	size_t start = 0;
	for (size_t i = 0; i < raw.size; i++) {
		uint8_t c = raw.data[i];
		if (c != '\r' && c != '\t')
			continue;
		buffer_append(out, bytes_of(raw.data + start, i - start));
		if (c == '\t')
			buffer_append_byte(out, ' ');
		else if (i + 1 == raw.size || raw.data[i + 1] != '\n')
			buffer_append_byte(out, '\n');
		start = i + 1;
	}
	buffer_append(out, bytes_of(raw.data + start, raw.size - start));
	return true;
}

static bool as_bsn(struct bytes raw, struct buffer *out)
{
	char whole[BSN_SIZE + 1];
	bool valid = bsn_complete(raw, whole);
	buffer_append(out, valid ? bytes_of(whole, BSN_SIZE) : raw); /* field_check says what is wrong */
	explicit_bzero(whole, sizeof whole);
	return true;
}

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

/* 31-12-1990, 1990-12-31, 19901231, and with an unknown part: 19850000, 00-03-1985, 1985-03, 1985. */
static bool as_date(struct bytes raw, struct buffer *out)
{
	const struct bytes none = { NULL, 0 };
	if (raw.size == 8 && !memchr(raw.data, '-', 8))
		return append_date(bytes_of(raw.data, 4), bytes_of(raw.data + 4, 2),
		                   bytes_of(raw.data + 6, 2), out);
	struct cursor c = cursor_of(raw);
	struct bytes part[3] = { none, none, none };
	size_t parts = 0;
	while (!cursor_done(&c) && parts < 3)
		part[parts++] = cursor_until(&c, '-');
	if (!cursor_done(&c) || raw.data[raw.size - 1] == '-')
		return false;
	for (size_t i = 0; i < parts; i++)
		if (part[i].size == 0)
			return false;
	if (parts == 3 && part[2].size == 4)
		return append_date(part[2], part[1], part[0], out);
	return append_date(part[0], part[1], part[2], out);
}

static bool as_postcode(struct bytes raw, struct buffer *out)
{
	for (size_t i = 0; i < raw.size; i++) {
		uint8_t c = raw.data[i];
		if (c != ' ')
			buffer_append_byte(out, c >= 'a' && c <= 'z' ? (uint8_t)(c - 'a' + 'A') : c);
	}
	return out->size > 0;
}

static bool as_number(struct bytes raw, struct buffer *out)
{
	while (raw.size > 1 && raw.data[0] == '0')
		raw = bytes_of(raw.data + 1, raw.size - 1);
	buffer_append(out, raw);
	return true;
}

static bool as_truth(struct bytes raw, struct buffer *out)
{
	static const struct {
		const char *word;
		bool truth;
	} words[] = { { "ja", true },     { "j", true },    { "waar", true }, { "true", true },
		      { "1", true },      { "nee", false }, { "n", false },   { "onwaar", false },
		      { "false", false }, { "0", false } };
	for (size_t i = 0; i < ELEMENTS(words); i++) {
		if (raw.size != strlen(words[i].word) ||
		    strncasecmp((const char *)raw.data, words[i].word, raw.size) != 0)
			continue;
		buffer_append_string(out, words[i].truth ? "true" : "false");
		return true;
	}
	return false;
}

static bool transform(const struct mapping_entry *to, struct bytes raw, struct buffer *out, struct error *e)
{
	static const struct {
		bool (*apply)(struct bytes raw, struct buffer *out);
		const char *expected;
	} by_name[] = {
		[AS_TEXT] = { as_text, "text" },
		[AS_BSN] = { as_bsn, "a BSN" },
		[AS_DATE] = { as_date, "a date, as 31-12-1990, 1990-12-31 or 19901231," },
		[AS_POSTCODE] = { as_postcode, "a postcode" },
		[AS_NUMBER] = { as_number, "a whole number" },
		[AS_TRUTH] = { as_truth, "ja or nee" },
	};
	if (!by_name[to->as].apply(raw, out))
		return error_set(e, ERR_FIELD_VALUE, to->field->name, "%s expected",
		                 by_name[to->as].expected);
	return buffer_ok(out, e);
}

/* The table's value for `raw`, or its `otherwise`. */
static bool look_up(const struct mapping_entry *to, struct bytes raw, struct bytes *ret, struct error *e)
{
	const char *found = to->file->otherwise;
	for (size_t i = 0; i < to->file->value_count; i++) {
		if (bytes_equal_string(raw, to->file->values[i].from)) {
			found = to->file->values[i].to;
			break;
		}
	}
	if (!found)
		return error_set(e, ERR_FIELD_VALUE, to->field->name, "not among the mapping's values");
	*ret = bytes_of_string(found);
	return true;
}

bool mapping_value_set(const struct mapping *m, const struct mapping_entry *to, struct bytes raw,
                       struct buffer *scratch, struct record *r, struct error *e)
{
	raw = mapping_value_trimmed(raw);
	if (mapping_value_is_empty(m, raw))
		return true;
	if (to->file->value_count) {
		struct bytes value = { NULL, 0 };
		return look_up(to, raw, &value, e) && record_set(r, to->field, value, e);
	}
	buffer_reset(scratch);
	return transform(to, raw, scratch, e) && record_set(r, to->field, buffer_bytes(scratch), e);
}
