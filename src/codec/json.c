/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/json.h"

#include "base/limits.h"
#include "base/text.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define INTEGER_MAX ((INT64_C(1) << 53) - 1) /* I-JSON, RFC 7493 section 2.2 */
#define WRITER_DEPTH 16u

void json_freep(json_t **j)
{
	json_decref(*j);
	*j = NULL;
}

/* --- reading --- */

static bool check_utf8(struct bytes text, const char *subject, struct error *e)
{
	uint64_t line = 1;
	if (text_is_utf8(text))
		return true;
	for (struct cursor c = cursor_of(text); !cursor_done(&c); line++)
		if (!text_is_utf8(cursor_until(&c, '\n')))
			return error_line(e, ERR_UTF8, subject, line, "not UTF-8");
	return true;
}

/* Brackets outside strings, counted before jansson recurses into them. */
static bool check_depth(struct bytes text, const char *subject, struct error *e)
{
	uint64_t line = 1;
	uint32_t depth = 0;
	bool quoted = false;
	for (size_t i = 0; i < text.size; i++) {
		uint8_t c = text.data[i];
		line += c == '\n';
		if (quoted) {
			i += c == '\\';
			quoted = c != '"';
			continue;
		}
		quoted = c == '"';
		if ((c == ']' || c == '}') && depth)
			depth--;
		if ((c == '[' || c == '{') && ++depth > LIMIT_JSON_DEPTH)
			return error_line(e, ERR_SYNTAX, subject, line, "nested deeper than %u",
			                  LIMIT_JSON_DEPTH);
	}
	return true;
}

/* jansson's own text may quote the input, so only its code and line are used. */
static bool fail_parse(const json_error_t *why, const char *subject, struct error *e)
{
	uint64_t line = why->line > 0 ? (uint64_t)why->line : 0;
	switch ((int)json_error_code(why)) {
	case json_error_out_of_memory:
		return error_memory(e);
	case json_error_duplicate_key:
		return error_line(e, ERR_DUPLICATE, subject, line, "a key occurs twice in an object");
	case json_error_invalid_utf8:
		return error_line(e, ERR_UTF8, subject, line, "not UTF-8");
	case json_error_null_character:
	case json_error_null_byte_in_key:
		return error_line(e, ERR_SYNTAX, subject, line, "NUL in a text");
	case json_error_premature_end_of_input:
		return error_line(e, ERR_SYNTAX, subject, line, "ends too early");
	case json_error_end_of_input_expected:
		return error_line(e, ERR_SYNTAX, subject, line, "more than one value");
	case json_error_numeric_overflow:
		return error_line(e, ERR_VALUE, subject, line, "number out of range");
	default:
		return error_line(e, ERR_SYNTAX, subject, line, "not JSON");
	}
}

/* The depth was checked before. */
static bool check_integers(json_t *value, const char *subject, struct error *e)
{
	const char *key;
	json_t *member;
	size_t i;
	if (json_is_integer(value)) {
		json_int_t n = json_integer_value(value);
		if (n > INTEGER_MAX || n < -INTEGER_MAX)
			return error_set(e, ERR_VALUE, subject, "integer beyond 2^53");
	}
	json_object_foreach(value, key, member) if (!check_integers(member, subject, e)) return false;
	json_array_foreach(value, i, member) if (!check_integers(member, subject, e)) return false;
	return true;
}

bool json_parse(struct bytes text, const char *subject, json_t **ret, struct error *e)
{
	if (text.size > LIMIT_NOTE_SIZE)
		return error_set(e, ERR_TOO_LARGE, subject, "more than %u bytes", LIMIT_NOTE_SIZE);
	if (!check_utf8(text, subject, e) || !check_depth(text, subject, e))
		return false;
	json_error_t why;
	_cleanup_(json_freep) json_t *value = json_loadb(text.size ? (const char *)text.data : "", text.size,
	                                                 JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
	if (!value)
		return fail_parse(&why, subject, e);
	if (!check_integers(value, subject, e))
		return false;
	*ret = value;
	value = NULL;
	return true;
}

static int append_dumped(const char *text, size_t size, void *context)
{
	struct buffer *out = context;
	buffer_append(out, bytes_of(text, size));
	return out->failed ? -1 : 0;
}

bool json_append(struct buffer *out, const json_t *value, struct error *e)
{
	if (json_dump_callback(value, append_dumped, out, JSON_COMPACT | JSON_ENCODE_ANY) == 0)
		return buffer_ok(out, e);
	if (out->failed)
		return buffer_ok(out, e);
	return error_memory(e);
}

/* --- writing --- */

void json_begin(struct json_writer *w, struct buffer *out)
{
	*w = (struct json_writer){ .out = out };
}

/* Escapes of control characters that have a short one. */
static const char shorts[32] = { ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't' };

static void append_quoted(struct buffer *out, struct bytes text)
{
	assert(text_is_utf8(text));
	buffer_append_byte(out, '"');
	size_t plain = 0;
	for (size_t i = 0; i < text.size; i++) {
		uint8_t c = text.data[i];
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buffer_append(out, bytes_of(text.data + plain, i - plain));
		plain = i + 1;
		if (c >= 0x20)
			buffer_append(out, bytes_of((const uint8_t[]){ '\\', c }, 2));
		else if (shorts[c])
			buffer_append(out, bytes_of((const char[]){ '\\', shorts[c] }, 2));
		else
			buffer_printf(out, "\\u%04X", c);
	}
	if (plain < text.size)
		buffer_append(out, bytes_of(text.data + plain, text.size - plain));
	buffer_append_byte(out, '"');
}

/* The size of the escape at a backslash, as append_quoted writes it; 0 for any other. */
static size_t plain_escape(struct bytes at)
{
	uint8_t c = at.size > 1 ? at.data[1] : 0, code;
	if (c != 'u')
		return c == '"' || c == '\\' || (c && memchr(shorts, c, sizeof shorts)) ? 2 : 0;
	if (at.size < 6 || at.data[2] != '0' || at.data[3] != '0' || at.data[4] > '1')
		return 0;
	code = (uint8_t)((at.data[4] - '0') * 16 +
	                 (at.data[5] <= '9' ? at.data[5] - '0' : at.data[5] - 'A' + 10));
	return at.data[5] <= 'F' && code < sizeof shorts && !shorts[code] ? 6 : 0;
}

bool json_is_plain(struct bytes text)
{
	bool quoted = false;
	for (size_t i = 0, size; i < text.size; i += size) {
		uint8_t c = text.data[i];
		size = 1;
		if (quoted && c == '\\')
			size = plain_escape(bytes_of(text.data + i, text.size - i));
		else if (!quoted && c <= ' ')
			return false;
		if (size == 0)
			return false;
		quoted ^= c == '"';
	}
	return true;
}

/* The comma and the key that precede a value. */
static void start_value(struct json_writer *w, const char *key)
{
	uint32_t bit = 1u << w->depth;
	assert(w->depth > 0 || !(w->comma & bit)); /* one value at the top */
	if (w->comma & bit)
		buffer_append_byte(w->out, ',');
	w->comma |= bit;
	if (key) {
		append_quoted(w->out, bytes_of_string(key));
		buffer_append_byte(w->out, ':');
	}
}

static void open_level(struct json_writer *w, const char *key, uint8_t bracket)
{
	start_value(w, key);
	buffer_append_byte(w->out, bracket);
	assert(w->depth < WRITER_DEPTH);
	w->depth++;
	w->comma &= ~(1u << w->depth);
}

static void close_level(struct json_writer *w, uint8_t bracket)
{
	assert(w->depth > 0);
	w->depth--;
	buffer_append_byte(w->out, bracket);
}

void json_object_of(struct json_writer *w, const char *key)
{
	open_level(w, key, '{');
}

void json_array_of(struct json_writer *w, const char *key)
{
	open_level(w, key, '[');
}

void json_end_object(struct json_writer *w)
{
	close_level(w, '}');
}

void json_end_array(struct json_writer *w)
{
	close_level(w, ']');
}

void json_bytes(struct json_writer *w, const char *key, struct bytes utf8)
{
	start_value(w, key);
	append_quoted(w->out, utf8);
}

void json_text(struct json_writer *w, const char *key, const char *value)
{
	start_value(w, key);
	if (value)
		append_quoted(w->out, bytes_of_string(value));
	else
		buffer_append_string(w->out, "null");
}

void json_hex(struct json_writer *w, const char *key, struct bytes raw)
{
	start_value(w, key);
	buffer_append_byte(w->out, '"');
	for (size_t i = 0; i < raw.size; i++) {
		char digits[3];
		hex_encode(bytes_of(raw.data + i, 1), digits);
		buffer_append_string(w->out, digits);
	}
	buffer_append_byte(w->out, '"');
}

void json_number(struct json_writer *w, const char *key, int64_t value)
{
	assert(value >= -INTEGER_MAX && value <= INTEGER_MAX);
	start_value(w, key);
	buffer_printf(w->out, "%" PRId64, value);
}

void json_truth(struct json_writer *w, const char *key, bool value)
{
	start_value(w, key);
	buffer_append_string(w->out, value ? "true" : "false");
}

void json_raw(struct json_writer *w, const char *key, struct bytes value)
{
	start_value(w, key);
	buffer_append(w->out, value);
}
