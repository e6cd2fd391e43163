/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* Does a value fit its field? One check for each kind. */
#include "base/moment.h"
#include "base/text.h"
#include "record/attachment.h"
#include "record/bsn.h"
#include "record/catalogue.h"

#include <string.h>

#define EMAIL_MAX 254u

static size_t characters(struct bytes utf8)
{
	size_t n = 0;
	for (size_t i = 0; i < utf8.size; i++)
		n += (utf8.data[i] & 0xc0) != 0x80;
	return n;
}

static bool check_text(const struct field *f, struct bytes value, struct error *e)
{
	struct error why;
	if (!text_check_signed(value, NULL, &why))
		return error_set(e, ERR_FIELD_VALUE, f->name, "%s",
		                 why.code == ERR_UTF8 ? N_("not well-formed UTF-8")
		                                      : N_("holds a control character"));
	if (f->kind != FIELD_FREE_TEXT && bytes_find(value, '\n'))
		return error_set(e, ERR_FIELD_VALUE, f->name, "one line expected");
	size_t n = characters(value);
	if (n < (uint64_t)f->least || n > (uint64_t)f->most)
		return error_set(e, ERR_FIELD_VALUE, f->name, "%lld to %lld characters expected",
		                 (long long)f->least, (long long)f->most);
	return true;
}

/* No blanks, and a digit: a number of a register, and no word that says something. */
static bool is_reference(struct bytes text)
{
	bool digit = false;
	for (size_t i = 0; i < text.size; i++) {
		uint8_t c = text.data[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		bool number = c >= '0' && c <= '9';
		if (!letter && !number && !strchr("-._/:+", c))
			return false;
		digit = digit || number;
	}
	return digit;
}

static bool is_digits(struct bytes text)
{
	for (size_t i = 0; i < text.size; i++)
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
	return text.size > 0;
}

static bool is_day(struct bytes text)
{
	moment day;
	return day_parse(text, &day);
}

/* YYYY, YYYY-MM or YYYY-MM-DD: the missing part is filled in with 01 and checked as a day. */
static bool is_partial_day(struct bytes text)
{
	char whole[] = "YYYY-01-01";
	if (text.size != 4 && text.size != 7 && text.size != DAY_SIZE)
		return false;
	memcpy(whole, text.data, text.size);
	return is_day(bytes_of(whole, DAY_SIZE));
}

static bool is_postcode(struct bytes text)
{
	if (text.size != 6 || text.data[0] == '0' || !is_digits(bytes_of(text.data, 4)))
		return false;
	return text.data[4] >= 'A' && text.data[4] <= 'Z' && text.data[5] >= 'A' && text.data[5] <= 'Z';
}

/* The place in the list; `code_count` when it isn't there. */
static size_t code_of(const struct field *f, struct bytes value)
{
	size_t i = 0;
	while (i < f->code_count && !bytes_equal_string(value, f->codes[i]))
		i++;
	return i;
}

static bool are_codes(const struct field *f, struct bytes value)
{
	size_t least = 0;
	struct cursor c = cursor_of(value);
	do {
		size_t place = code_of(f, cursor_until(&c, ' '));
		if (place < least || place == f->code_count)
			return false;
		least = place + 1;
	} while (!cursor_done(&c));
	return value.data[value.size - 1] != ' ';
}

static bool is_telephone(struct bytes text)
{
	if (bytes_starts_with(text, "+"))
		text = bytes_of(text.data + 1, text.size - 1);
	return text.size >= 8 && text.size <= 15 && is_digits(text);
}

/* Something at a host: what else an address may be isn't for a catalogue to say. */
static bool is_email(struct bytes text)
{
	const uint8_t *at = bytes_find(text, '@');
	size_t dots = 0;
	if (!at || at == text.data || text.size > EMAIL_MAX)
		return false;
	for (size_t i = 0; i < text.size; i++) {
		uint8_t c = text.data[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
		bool host = text.data + i > at;
		if (!plain && text.data + i != at && !strchr(host ? "-." : "-._+'", c))
			return false;
		dots += host && c == '.';
	}
	return dots > 0 && text.data[text.size - 1] != '.' && at[1] != '.';
}

static bool expect(bool fits, const struct field *f, const char *what, struct error *e)
{
	return fits || error_set(e, ERR_FIELD_VALUE, f->name, "%s expected", what);
}

static bool check_number(const struct field *f, struct bytes value, struct error *e)
{
	int64_t n;
	if (integer_parse(value, INT64_MAX, &n) && n >= f->least && n <= f->most)
		return true;
	return error_set(e, ERR_FIELD_VALUE, f->name, "a whole number from %lld to %lld expected",
	                 (long long)f->least, (long long)f->most);
}

static bool check_digits(const struct field *f, struct bytes value, struct error *e)
{
	if (is_digits(value) && value.size >= (uint64_t)f->least && value.size <= (uint64_t)f->most)
		return true;
	return error_set(e, ERR_FIELD_VALUE, f->name, "%lld to %lld digits expected", (long long)f->least,
	                 (long long)f->most);
}

static bool check_attachments(const struct field *f, struct bytes value, struct error *e)
{
	const struct attachments_of of = field_attachments(f);
	return attachments_check(value, &of, e);
}

bool field_check(const struct field *f, struct bytes value, struct error *e)
{
	switch (f->kind) {
	case FIELD_TEXT:
	case FIELD_FREE_TEXT:
		return check_text(f, value, e);
	case FIELD_REFERENCE:
		return check_text(f, value, e) &&
		       expect(is_reference(value), f, N_("a number, without blanks and with a digit,"), e);
	case FIELD_BSN:
		return bsn_check(value, f->name, 0, e);
	case FIELD_DAY:
		return expect(is_day(value), f, N_("a day, YYYY-MM-DD,"), e);
	case FIELD_PARTIAL_DAY:
		return expect(is_partial_day(value), f, N_("YYYY-MM-DD, YYYY-MM or YYYY"), e);
	case FIELD_CODE:
		return expect(code_of(f, value) < f->code_count, f, N_("one of its codes"), e);
	case FIELD_CODES:
		return expect(are_codes(f, value), f, N_("some of its codes, each once, in their order,"), e);
	case FIELD_UNIT:
		return expect(name_is_unit(value), f, N_("a unit's name, such as oss.nl/wmo,"), e);
	case FIELD_TELEPHONE:
		return expect(is_telephone(value), f, "8 to 15 digits", e);
	case FIELD_EMAIL:
		return expect(is_email(value), f, N_("an e-mail address"), e);
	case FIELD_NUMBER:
		return check_number(f, value, e);
	case FIELD_TRUTH:
		return expect(bytes_equal_string(value, "true") || bytes_equal_string(value, "false"), f,
		              N_("true or false"), e);
	case FIELD_POSTCODE:
		return expect(is_postcode(value), f, N_("a postcode, 1234AB,"), e);
	case FIELD_DIGITS:
		return check_digits(f, value, e);
	case FIELD_ATTACHMENTS:
		return check_attachments(f, value, e);
	}
	return error_set(e, ERR_FIELD_VALUE, f->name, "unknown type");
}
