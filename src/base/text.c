/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

bool text_next(struct bytes text, size_t *at, uint32_t *ret)
{
	const uint8_t *s = text.data + *at;
	size_t left = text.size - *at;
	uint32_t least, c;
	size_t more;
	if (s[0] < 0x80) {
		*at += 1;
		*ret = s[0];
		return true;
	}
	if ((s[0] & 0xe0) == 0xc0) {
		c = s[0] & 0x1f, more = 1, least = 0x80;
	} else if ((s[0] & 0xf0) == 0xe0) {
		c = s[0] & 0x0f, more = 2, least = 0x800;
	} else if ((s[0] & 0xf8) == 0xf0) {
		c = s[0] & 0x07, more = 3, least = 0x10000;
	} else {
		return false;
	}
	if (left <= more)
		return false;
	for (size_t i = 1; i <= more; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return false;
		c = c << 6 | (s[i] & 0x3f);
	}
	if (c < least || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return false;
	*at += more + 1;
	*ret = c;
	return true;
}

static bool misleads(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029 || c == 0x061c ||
	       c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* Where the ASCII at `at` ends, give or take seven bytes: most text is nothing else. */
static size_t skip_ascii(struct bytes text, size_t at)
{
	uint64_t eight;
	for (; text.size - at >= sizeof eight; at += sizeof eight) {
		memcpy(&eight, text.data + at, sizeof eight);
		if (eight & UINT64_C(0x8080808080808080))
			break;
	}
	return at;
}

bool text_is_utf8(struct bytes text)
{
	uint32_t c;
	for (size_t at = skip_ascii(text, 0); at < text.size;) {
		bool ascii = text.data[at] < 0x80;
		if (!text_next(text, &at, &c))
			return false;
		if (!ascii)
			at = skip_ascii(text, at);
	}
	return true;
}

bool text_check_signed(struct bytes text, const char *subject, struct error *e)
{
	uint64_t line = 1;
	for (size_t at = 0; at < text.size;) {
		uint32_t c;
		if (!text_next(text, &at, &c))
			return error_line(e, ERR_UTF8, subject, line, "not well-formed UTF-8");
		if (c == '\n')
			line++;
		else if (misleads(c))
			return error_line(e, ERR_CONTROL_CHARACTER, subject, line, "U+%04X%s", (unsigned)c,
			                  c == '\t' ? N_(", a tab: blanks indent here")
			                  : c == '\r'
			                          ? N_(": lines end in LF alone, not as Windows ends them")
			                          : "");
	}
	return true;
}

void text_append_shown(struct buffer *out, struct bytes text)
{
	static const char replacement[] = "\xef\xbf\xbd";
	for (size_t at = 0; at < text.size;) {
		size_t start = at;
		uint32_t c;
		if (!text_next(text, &at, &c)) {
			at = start + 1;
			buffer_append_string(out, replacement);
		} else if (misleads(c)) {
			buffer_append_string(out, replacement);
		} else {
			buffer_append(out, bytes_of(text.data + start, at - start));
		}
	}
}

/* Of what starts at `*at`, which goes on to the next. */
static size_t next_width(struct bytes text, size_t *at)
{
	size_t start = *at;
	uint32_t c;
	if (!text_next(text, at, &c)) {
		*at = start + 1;
		return 1;
	}
	int width = wcwidth((wchar_t)c);
	return width < 0 ? 1 : (size_t)width;
}

size_t text_width(struct bytes text)
{
	size_t width = 0;
	for (size_t at = 0; at < text.size;)
		width += next_width(text, &at);
	return width;
}

bool name_is_valid(struct bytes name)
{
	size_t slashes = 0;
	bool start = true;
	if (name.size > NAME_MAX_SIZE)
		return false;
	for (size_t i = 0; i < name.size; i++) {
		uint8_t c = name.data[i];
		if (c == '/') {
			if (start || ++slashes > 1)
				return false;
			start = true;
			continue;
		}
		bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		if (!alphanumeric && (start || (c != '.' && c != '-')))
			return false;
		start = false;
	}
	return slashes == 1 && !start;
}

bool name_is_person(struct bytes name)
{
	if (!name_is_valid(name))
		return false;
	struct cursor c = cursor_of(name);
	cursor_until(&c, '/');
	return bytes_starts_with(c.left, "p-") && c.left.size > 2;
}

bool name_is_unit(struct bytes name)
{
	return name_is_valid(name) && !name_is_person(name);
}

bool name_is_controller(struct bytes name)
{
	char unit[NAME_MAX_SIZE + 1];
	int size = snprintf(unit, sizeof unit, "%.*s/x", (int)name.size, (const char *)name.data);
	return size > 0 && (size_t)size < sizeof unit && name_is_valid(bytes_of_string(unit));
}

bool text_is_told(struct bytes text)
{
	for (size_t i = 0; i < text.size; i++)
		if (text.data[i] != ' ' && text.data[i] != '\n')
			return true;
	return false;
}

bool identifier_is_valid(struct bytes text)
{
	for (size_t i = 0; i < text.size; i++) {
		uint8_t c = text.data[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '.' && c != '-')
			return false;
	}
	return text.size > 0 && text.size <= 64;
}
