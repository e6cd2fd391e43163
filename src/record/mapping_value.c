/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/mapping_value.h"

#include "base/moment.h"
#include "base/written.h"
#include "record/amount.h"
#include "record/bsn.h"
#include "record/date.h"

#include <string.h>

/* What a mapping makes of one value: the transforms, the table of values, what counts as empty. */

void mapping_scratch_clear(struct mapping_scratch *s)
{
	buffer_wipe(&s->plain);
	buffer_wipe(&s->value);
}

/* Most values are: then there is nothing to copy. */
static bool is_plain(struct bytes raw, bool one_line)
{
	for (size_t i = 0; i < raw.size; i++) {
		uint8_t c = raw.data[i];
		bool blank = c == ' ' && one_line && i + 1 < raw.size && raw.data[i + 1] == ' ';
		if (c < 0x20 || c >= 0x7f || blank)
			return false;
	}
	return true;
}

struct bytes mapping_value_plain(struct bytes raw, bool one_line, struct buffer *room)
{
	raw = text_trimmed(raw);
	if (is_plain(raw, one_line))
		return raw;
	buffer_reset(room);
	text_append_plain(room, raw, one_line);
	return room->failed ? bytes_of(NULL, 0) : text_trimmed(buffer_bytes(room));
}

bool mapping_value_is_empty(const struct mapping *m, struct bytes plain)
{
	if (plain.size == 0)
		return true;
	for (size_t i = 0; i < m->file.empty_count; i++)
		if (bytes_equal_string(plain, m->file.empty[i]))
			return true;
	return false;
}

/* As it is: `mapping_value_plain` saw to line breaks, tabs and accents. */
static bool as_text(struct bytes plain, struct buffer *out)
{
	buffer_append(out, plain);
	return true;
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

/* --- a house number with what belongs behind it --- */

/* Into `role`, unless the source has it in a column of its own. */
static bool set_beside(struct record *r, enum role role, struct bytes value, struct error *e)
{
	const struct field *f = catalogue_role(r->catalogue, role);
	struct error why;
	if (value.size == 0 || bytes_equal(record_get(r, f), value))
		return true;
	if (record_get(r, f).size || !field_check(f, value, &why))
		return error_set(e, ERR_FIELD_VALUE, role_name(ROLE_NUMBER), "%s",
		                 N_("a whole number expected"));
	return record_set(r, f, value, e);
}

static bool is_letter(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Letters, digits, and what stands between them: no 31,0 and no 1E+03. */
static bool is_addition(struct bytes rest)
{
	for (size_t i = 0; i < rest.size; i++) {
		uint8_t c = rest.data[i];
		if (!is_letter(c) && !(c >= '0' && c <= '9') && !(c && strchr(" -/", c)))
			return false;
	}
	return true;
}

static size_t leading_digits(struct bytes text)
{
	size_t digits = 0;
	while (digits < text.size && text.data[digits] >= '0' && text.data[digits] <= '9')
		digits++;
	return digits;
}

static struct bytes past(struct bytes text, size_t size)
{
	text = bytes_of(text.data + size, text.size - size);
	while (text.size && text.data[0] && strchr(" -/", text.data[0]))
		text = bytes_of(text.data + 1, text.size - 1);
	return text;
}

/* 12A, 12 bis, 12-2, 12a-2: the number, one letter, and the rest as the addition. */
static bool split_number(struct bytes raw, struct record *r, struct bytes *ret_number, struct error *e)
{
	size_t digits = leading_digits(raw);
	struct bytes rest = past(raw, digits);
	bool splits = digits > 0 && rest.size > 0 && is_addition(rest);
	*ret_number = splits ? bytes_of(raw.data, digits) : raw;
	if (!splits)
		return true;
	if (is_letter(rest.data[0]) && (rest.size == 1 || !is_letter(rest.data[1]))) {
		if (!set_beside(r, ROLE_LETTER, bytes_of(rest.data, 1), e))
			return false;
		rest = past(rest, 1);
	}
	return set_beside(r, ROLE_SUFFIX, rest, e);
}

/* --- values that can't be --- */

/* Four digits and something behind them: a Dutch postcode with a slip in it. Anything else is of another
 * country, and can be no part of an address here. */
static bool is_from_abroad(const struct mapping_entry *to, struct bytes plain)
{
	size_t digits = leading_digits(plain);
	return to->as == AS_POSTCODE && (digits != 4 || digits == plain.size);
}

static bool leaves_out(const struct mapping_entry *to, struct bytes plain)
{
	return to->file->has_on_fault ? to->file->on_fault == FAULT_LEAVES_OUT : is_from_abroad(to, plain);
}

static bool as_bsn(const struct mapping_entry *to, struct bytes raw, struct buffer *out, struct error *e)
{
	char whole[BSN_SIZE + 1];
	if (!bsn_read(raw, to->field->name, 0, whole, e))
		return false;
	buffer_append(out, bytes_of(whole, BSN_SIZE));
	memory_wipe(whole, sizeof whole);
	return buffer_ok(out, e);
}

static bool transform(const struct mapping_entry *to, struct bytes raw, struct buffer *out, struct error *e)
{
	static const struct {
		bool (*apply)(struct bytes raw, struct buffer *out);
		const char *expected;
	} by_name[] = {
		[AS_TEXT] = { as_text, "text" },
		[AS_BSN] = { NULL, NULL }, /* which says itself what is wrong */
		[AS_DATE] = { date_read, N_("a date, as 31-12-1990, 1990-12-31 or 19901231,") },
		[AS_POSTCODE] = { as_postcode, N_("a postcode") },
		[AS_NUMBER] = { as_number, N_("a whole number") },
		[AS_TRUTH] = { as_truth, N_("ja or nee") },
		[AS_AMOUNT] = { NULL, NULL }, /* likewise */
	};
	if (to->as == AS_BSN)
		return as_bsn(to, raw, out, e);
	if (to->as == AS_AMOUNT)
		return amount_read(raw, to->field->name, out, e);
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
		return error_set(e, ERR_FIELD_VALUE, to->field->name, "%s",
		                 N_("not among the mapping's values"));
	*ret = bytes_of_string(found);
	return true;
}

static bool set_value(const struct mapping_entry *to, struct bytes plain, struct buffer *room,
                      struct record *r, struct error *e)
{
	struct bytes value = plain;
	if (to->file->value_count)
		return look_up(to, plain, &value, e) && record_set(r, to->field, value, e);
	buffer_reset(room);
	if (to->field->role == ROLE_NUMBER && to->as == AS_NUMBER && !split_number(plain, r, &value, e))
		return false;
	return transform(to, value, room, e) && record_set(r, to->field, buffer_bytes(room), e) &&
	       (to->field->role != ROLE_BIRTH || record_check_birth(r, moment_now(), e));
}

bool mapping_value_set(const struct mapping *m, const struct mapping_entry *to, struct bytes raw,
                       struct mapping_scratch *scratch, struct record *r, struct error *e)
{
	struct bytes plain = mapping_value_plain(raw, to->field->kind != FIELD_FREE_TEXT, &scratch->plain);
	struct error why;
	if (!buffer_ok(&scratch->plain, e))
		return false;
	if (mapping_value_is_empty(m, plain))
		return true;
	if (set_value(to, plain, &scratch->value, r, &why))
		return true;
	if (error_class(why.code) != CLASS_ROW || !leaves_out(to, plain)) {
		*e = why;
		return false;
	}
	const struct row_fault fault = { why, to->field, to };
	if (m->watch.left_out)
		m->watch.left_out(m->watch.context, &fault);
	return record_set(r, to->field, bytes_of(NULL, 0), e);
}
