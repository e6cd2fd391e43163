/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/json_reader.h"

#include "base/limits.h"
#include "base/text.h"

#include <string.h>

#define WHOLE_MAX ((UINT64_C(1) << 53) - 1) /* I-JSON, RFC 7493 section 2.2 */

static void wipe(struct buffer *b)
{
	if (b->data)
		explicit_bzero(b->data, b->capacity);
	buffer_clear(b);
}

void json_reader_clear(struct json_reader *r)
{
	wipe(&r->key);
	wipe(&r->value);
	*r = (struct json_reader){ 0 };
}

bool json_reader_fault(const struct json_reader *r, enum error_code code, const char *why, struct error *e)
{
	uint64_t line = 1;
	for (size_t i = 0; i < r->at && i < r->text.size; i++)
		line += r->text.data[i] == '\n';
	return error_line(e, code, r->subject, line, "%s", why);
}

static bool syntax(const struct json_reader *r, struct error *e)
{
	return json_reader_fault(r, ERR_SYNTAX, r->at < r->text.size ? N_("not JSON") : N_("ends too early"),
	                         e);
}

/* The byte at hand; 0 at the end, which is no byte of JSON. */
static uint8_t peek(const struct json_reader *r)
{
	return r->at < r->text.size ? r->text.data[r->at] : 0;
}

static void skip_blank(struct json_reader *r)
{
	while (peek(r) == ' ' || peek(r) == '\t' || peek(r) == '\n' || peek(r) == '\r')
		r->at++;
}

/* Is it the next but for white space? Then past it. */
static bool take(struct json_reader *r, uint8_t byte)
{
	skip_blank(r);
	if (peek(r) != byte)
		return false;
	r->at++;
	return true;
}

/* --- texts, RFC 8259 section 7 --- */

static bool take_hex(struct json_reader *r, uint32_t *ret)
{
	uint8_t raw[2];
	if (r->text.size - r->at < 4)
		return false;
	for (size_t i = 0; i < 2; i++) {
		uint8_t digits[2];
		memcpy(digits, r->text.data + r->at + 2 * i, 2);
		for (size_t j = 0; j < 2; j++)
			if (digits[j] >= 'A' && digits[j] <= 'F')
				digits[j] |= 0x20;
		if (!hex_decode(bytes_of(digits, 2), &raw[i], 1))
			return false;
	}
	r->at += 4;
	*ret = (uint32_t)raw[0] << 8 | raw[1];
	return true;
}

static void append_code_point(struct buffer *out, uint32_t c)
{
	uint8_t utf8[4];
	size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const uint8_t lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	for (size_t i = size; i-- > 1; c >>= 6)
		utf8[i] = (uint8_t)(0x80 | (c & 0x3f));
	utf8[0] = (uint8_t)(lead[size] | c);
	buffer_append(out, bytes_of(utf8, size));
}

/* Behind "\u": one code point, in two halves where it is beyond U+FFFF. */
static bool take_unicode(struct json_reader *r, struct buffer *out, struct error *e)
{
	uint32_t c, low;
	if (!take_hex(r, &c))
		return syntax(r, e);
	if (c == 0)
		return json_reader_fault(r, ERR_SYNTAX, N_("NUL in a text"), e);
	if (c >= 0xd800 && c <= 0xdfff) {
		bool pair = c <= 0xdbff && r->text.size - r->at >= 2 &&
		            memcmp(r->text.data + r->at, "\\u", 2) == 0;
		if (!pair)
			return json_reader_fault(r, ERR_SYNTAX, N_("half a character"), e);
		r->at += 2;
		if (!take_hex(r, &low) || low < 0xdc00 || low > 0xdfff)
			return json_reader_fault(r, ERR_SYNTAX, N_("half a character"), e);
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
	}
	append_code_point(out, c);
	return true;
}

static bool take_escape(struct json_reader *r, struct buffer *out, struct error *e)
{
	static const char names[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
	uint8_t c = peek(r);
	const char *at = c ? strchr(names, c) : NULL;
	if (c != 'u' && !at)
		return syntax(r, e);
	r->at++;
	if (c == 'u')
		return take_unicode(r, out, e);
	buffer_append_byte(out, (uint8_t)means[at - names]);
	return true;
}

/* Past all that stands for itself in a text. */
static void skip_plain(struct json_reader *r)
{
	size_t at = r->at;
	while (at < r->text.size && r->text.data[at] >= 0x20 && r->text.data[at] != '"' &&
	       r->text.data[at] != '\\')
		at++;
	r->at = at;
}

/* Behind the quote. A text without escapes is a view; one with them is spelled out in `spare`. */
static bool take_text(struct json_reader *r, struct buffer *spare, struct bytes *ret, struct error *e)
{
	size_t start = r->at;
	skip_plain(r);
	if (peek(r) == '"') {
		*ret = bytes_of(r->text.data + start, r->at++ - start);
		return true;
	}
	buffer_reset(spare);
	for (;;) {
		buffer_append(spare, bytes_of(r->text.data + start, r->at - start));
		if (peek(r) == '"')
			break;
		if (peek(r) != '\\')
			return syntax(r, e);
		r->at++;
		if (!take_escape(r, spare, e))
			return false;
		start = r->at;
		skip_plain(r);
	}
	r->at++;
	*ret = buffer_bytes(spare);
	return buffer_ok(spare, e);
}

/* --- other values --- */

static bool skip_digits(struct json_reader *r)
{
	size_t start = r->at;
	while (peek(r) >= '0' && peek(r) <= '9')
		r->at++;
	return r->at > start;
}

static bool take_number(struct json_reader *r, struct json_member *m, struct error *e)
{
	size_t start = r->at;
	r->at += peek(r) == '-';
	struct bytes digits = { r->text.data + r->at, 0 };
	if (peek(r) == '0')
		r->at++;
	else if (!skip_digits(r))
		return syntax(r, e);
	digits.size = (size_t)(r->text.data + r->at - digits.data);
	m->kind = JSON_WHOLE;
	if (peek(r) == '.') {
		r->at++;
		m->kind = JSON_UNREAD;
		if (!skip_digits(r))
			return syntax(r, e);
	}
	if (peek(r) == 'e' || peek(r) == 'E') {
		r->at++;
		m->kind = JSON_UNREAD;
		r->at += peek(r) == '+' || peek(r) == '-';
		if (!skip_digits(r))
			return syntax(r, e);
	}
	m->value = bytes_of(r->text.data + start, r->at - start);
	uint64_t n;
	return m->kind == JSON_UNREAD || number_parse(digits, WHOLE_MAX, &n) ||
	       json_reader_fault(r, ERR_VALUE, N_("integer beyond 2^53"), e);
}

static bool take_word(struct json_reader *r, const char *word, enum json_kind kind, struct json_member *m,
                      struct error *e)
{
	size_t size = strlen(word);
	if (r->text.size - r->at < size || memcmp(r->text.data + r->at, word, size) != 0)
		return syntax(r, e);
	m->kind = kind;
	m->value = bytes_of(r->text.data + r->at, size);
	r->at += size;
	return true;
}

/* To the bracket that closes the one at hand; of what is between, only texts are looked at. */
static bool take_nested(struct json_reader *r, struct json_member *m, struct error *e)
{
	size_t start = r->at, depth = 0;
	do {
		uint8_t c = peek(r);
		if (r->at == r->text.size)
			return syntax(r, e);
		r->at++;
		depth += c == '[' || c == '{';
		depth -= c == ']' || c == '}';
		for (bool quoted = c == '"'; quoted;) {
			skip_plain(r);
			if (r->at == r->text.size)
				return syntax(r, e);
			quoted = peek(r) != '"';
			r->at += peek(r) == '\\' && r->at + 1 < r->text.size ? 2 : 1;
		}
	} while (depth);
	m->kind = JSON_UNREAD;
	m->value = bytes_of(r->text.data + start, r->at - start);
	return true;
}

static bool take_value(struct json_reader *r, struct json_member *m, struct error *e)
{
	skip_blank(r);
	switch (peek(r)) {
	case '"':
		r->at++;
		m->kind = JSON_TEXT;
		return take_text(r, &r->value, &m->value, e);
	case 't':
		return take_word(r, "true", JSON_TRUTH, m, e);
	case 'f':
		return take_word(r, "false", JSON_TRUTH, m, e);
	case 'n':
		return take_word(r, "null", JSON_UNREAD, m, e);
	case '[':
	case '{':
		return take_nested(r, m, e);
	default:
		return take_number(r, m, e);
	}
}

/* --- the object --- */

static bool check_utf8(struct json_reader *r, struct error *e)
{
	if (text_is_utf8(r->text))
		return true;
	for (struct cursor c = cursor_of(r->text); !cursor_done(&c); r->at = r->text.size - c.left.size)
		if (!text_is_utf8(cursor_until(&c, '\n')))
			return json_reader_fault(r, ERR_UTF8, N_("not UTF-8"), e);
	return syntax(r, e);
}

bool json_reader_begin(struct json_reader *r, struct bytes text, const char *subject, struct error *e)
{
	r->text = text;
	r->subject = subject;
	r->at = 0;
	r->begun = false;
	if (text.size > LIMIT_NOTE_SIZE)
		return error_set(e, ERR_TOO_LARGE, subject, "more than %u bytes", LIMIT_NOTE_SIZE);
	if (!check_utf8(r, e))
		return false;
	return take(r, '{') || json_reader_fault(r, ERR_SYNTAX, N_("a JSON object expected"), e);
}

static bool end(struct json_reader *r, bool *ret_more, struct error *e)
{
	skip_blank(r);
	if (r->at < r->text.size)
		return json_reader_fault(r, ERR_SYNTAX, N_("more than one value"), e);
	*ret_more = false;
	return true;
}

bool json_reader_next(struct json_reader *r, struct json_member *ret, bool *ret_more, struct error *e)
{
	if (take(r, '}'))
		return end(r, ret_more, e);
	if (r->begun && !take(r, ','))
		return syntax(r, e);
	r->begun = true;
	if (!take(r, '"'))
		return syntax(r, e);
	if (!take_text(r, &r->key, &ret->key, e))
		return false;
	if (!take(r, ':'))
		return syntax(r, e);
	*ret_more = true;
	return take_value(r, ret, e);
}
