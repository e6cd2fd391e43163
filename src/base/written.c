/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/written.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define COMPOSED_BELOW 0xccu /* no lead byte of this or more: all of it is below U+0300, and is composed */

/* Unicode's White_Space but the blanks and line ends of ASCII. */
static bool is_wide_blank(uint32_t c)
{
	return c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f ||
	       c == 0x3000;
}

static bool is_wide_break(uint32_t c)
{
	return c == 0x0b || c == 0x0c || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Takes no room and joins nothing that Dutch is written in: soft hyphen, joiners, word joiner, byte-order
 * mark and their kin (Default_Ignorable_Code_Point, but for the controls of direction, which are refused). */
static bool shows_nothing(uint32_t c)
{
	return c == 0xad || c == 0x34f || c == 0x180e || (c >= 0x200b && c <= 0x200d) ||
	       (c >= 0x2060 && c <= 0x2064) || (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff;
}

static bool is_blank(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || is_wide_blank(c) || is_wide_break(c) ||
	       shows_nothing(c);
}

/* Where the character before `end` starts. */
static size_t before(struct bytes text, size_t end)
{
	size_t at = end - 1;
	while (at > 0 && end - at < 4 && (text.data[at] & 0xc0) == 0x80)
		at--;
	return at;
}

struct bytes text_trimmed(struct bytes text)
{
	uint32_t c;
	for (size_t at = 0; text.size && text_next(text, &at, &c) && is_blank(c); at = 0)
		text = bytes_of(text.data + at, text.size - at);
	while (text.size) {
		size_t start = before(text, text.size), at = start;
		if (!text_next(text, &at, &c) || at != text.size || !is_blank(c))
			break;
		text.size = start;
	}
	return text;
}

/* --- composing --- */

static bool is_composed(struct bytes text)
{
	for (size_t i = 0; i < text.size; i++)
		if (text.data[i] >= COMPOSED_BELOW)
			return false;
	return true;
}

void text_append_folded(struct buffer *out, struct bytes text)
{
	utf8proc_uint8_t *folded = NULL;
	const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
	                              UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
	utf8proc_ssize_t size =
		text.size ? utf8proc_map(text.data, (utf8proc_ssize_t)text.size, &folded, how) : 0;
	struct bytes all = bytes_of(folded, size > 0 ? (size_t)size : 0);
	for (size_t at = 0, start = 0; at < all.size; start = at) {
		uint32_t c = 0;
		if (!text_next(all, &at, &c))
			break;
		utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
		if (category <= UTF8PROC_CATEGORY_LO ? category >= UTF8PROC_CATEGORY_LU
		                                     : category == UTF8PROC_CATEGORY_ND)
			buffer_append(out, bytes_of(all.data + start, at - start));
	}
	free(folded);
}

bool text_compose_into(struct bytes text, int32_t *room, size_t room_count, size_t *ret_size)
{
	const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
	if (!text_is_utf8(text) || room_count == 0)
		return false;
	utf8proc_ssize_t count = utf8proc_decompose(text.data, (utf8proc_ssize_t)text.size, room,
	                                            (utf8proc_ssize_t)room_count - 1, how);
	if (count < 0 || (size_t)count > room_count - 1)
		return false;
	utf8proc_ssize_t size = utf8proc_reencode(room, count, how);
	if (size < 0)
		return false;
	*ret_size = (size_t)size;
	return true;
}

void text_append_composed(struct buffer *out, struct bytes text)
{
	size_t count = 0, size, bytes;
	if (is_composed(text)) {
		buffer_append(out, text);
		return;
	}
	if (!size_mul(text.size, 4, &count) || !size_add(count, 1, &count) ||
	    !size_mul(count, sizeof(int32_t), &bytes)) {
		out->failed = true;
		return;
	}
	int32_t *room = malloc(bytes);
	if (!room)
		out->failed = true;
	else if (text_compose_into(text, room, count, &size))
		buffer_append(out, bytes_of(room, size));
	else
		buffer_append(out, text);
	if (room)
		memory_wipe(room, bytes); /* it may be about a client */
	free(room);
}

/* The plain character for `c`: 0 where nothing is to stand. */
static uint32_t plain(uint32_t c)
{
	if (c == '\t' || is_wide_blank(c))
		return ' ';
	if (c == '\r' || is_wide_break(c))
		return '\n';
	return shows_nothing(c) ? 0 : c;
}

void text_append_plain(struct buffer *out, struct bytes text, bool one_line)
{
	_cleanup_(buffer_wipe) struct buffer simple = { 0 };
	bool blank = false;
	for (size_t at = 0, start = 0; at < text.size; start = at) {
		uint32_t c, put;
		if (!text_next(text, &at, &c)) { /* as it is: who checks the value tells it */
			buffer_append_byte(&simple, text.data[at++]);
			continue;
		}
		put = c == '\r' && at < text.size && text.data[at] == '\n' ? 0 : plain(c);
		if (put == 0 || (put == ' ' && blank && one_line))
			continue;
		blank = put == ' ';
		if (put == c)
			buffer_append(&simple, bytes_of(text.data + start, at - start));
		else
			buffer_append_byte(&simple, (uint8_t)put);
	}
	if (simple.failed)
		out->failed = true;
	text_append_composed(out, buffer_bytes(&simple));
}

/* --- whole texts --- */

/* Every other byte NUL, over some characters: ASCII in UTF-16 without its mark. */
static bool is_bare_utf16(struct bytes head, size_t nul)
{
	size_t n = head.size < 16 ? head.size & ~(size_t)1 : 16;
	for (size_t i = 0; i < n; i++)
		if ((head.data[i] == 0) != (i % 2 == nul))
			return false;
	return n >= 4;
}

const char *text_foreign_kind(struct bytes head)
{
	static const struct {
		const char *start, *kind;
	} kinds[] = {
		{ "\xff\xfe", "UTF-16" },
		{ "\xfe\xff", "UTF-16" },
		{ "PK\x03\x04", N_("a workbook or a zip, not a text: save it as CSV") },
		{ "\xd0\xcf\x11\xe0", N_("an old workbook, not a text: save it as CSV") },
		{ "%PDF", N_("a PDF, not a text") },
		{ "{\\rtf", N_("a text with a layout (RTF): save it as plain text") },
		{ "\x1f\x8b", N_("compressed (gzip): unpack it first") },
		{ "age-encryption.org/", N_("encrypted: `sluis open` opens a package") },
		{ "-----BEGIN AGE", N_("encrypted: `sluis open` opens a package") },
	};
	for (size_t i = 0; i < ELEMENTS(kinds); i++)
		if (bytes_starts_with(head, kinds[i].start))
			return kinds[i].kind;
	if (is_bare_utf16(head, 0) || is_bare_utf16(head, 1))
		return "UTF-16";
	head = text_trimmed(head);
	if (bytes_starts_with(head, "<?xml"))
		return N_("XML: ask for an export as CSV");
	if (head.size > 5 && (strncasecmp((const char *)head.data, "<html", 5) == 0 ||
	                      strncasecmp((const char *)head.data, "<!doc", 5) == 0))
		return N_("a page of a website (HTML): ask for an export as CSV");
	return NULL;
}

static bool check_bytes(struct bytes text, const char *subject, struct error *e)
{
	uint64_t line = 1;
	for (size_t at = 0; at < text.size;) {
		uint32_t c;
		if (!text_next(text, &at, &c))
			return error_line(e, ERR_UTF8, subject, line, "%s", "");
		if (c == 0)
			return error_line(e, ERR_NUL_BYTE, subject, line, "%s", "");
		line += c == '\n';
	}
	return true;
}

/* CRLF, and CR alone, to LF. */
static void append_lines(struct buffer *out, struct bytes text)
{
	size_t start = 0;
	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] != '\r')
			continue;
		buffer_append(out, bytes_of(text.data + start, i - start));
		if (i + 1 == text.size || text.data[i + 1] != '\n')
			buffer_append_byte(out, '\n');
		start = i + 1;
	}
	if (start < text.size)
		buffer_append(out, bytes_of(text.data + start, text.size - start));
}

bool text_is_foreign_encoding(const char *kind)
{
	return strncmp(kind, "UTF", 3) == 0;
}

bool text_read_written(struct bytes raw, const char *subject, struct buffer *ret, struct error *e)
{
	const char *kind = text_foreign_kind(raw);
	if (bytes_starts_with(raw, BYTE_ORDER_MARK))
		raw = bytes_of(raw.data + 3, raw.size - 3);
	if (kind)
		return error_line(e, text_is_foreign_encoding(kind) ? ERR_UTF8 : ERR_SYNTAX, subject, 1, "%s",
		                  kind);
	if (!check_bytes(raw, subject, e))
		return false;
	_cleanup_(buffer_wipe) struct buffer lines = { 0 };
	append_lines(&lines, raw);
	buffer_reset(ret);
	if (lines.failed)
		ret->failed = true;
	text_append_composed(ret, buffer_bytes(&lines));
	return buffer_ok(ret, e);
}

bool text_read_words(struct bytes raw, const char *subject, struct buffer *ret, struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer text = { 0 };
	if (!text_read_written(raw, subject, &text, e))
		return false;
	buffer_reset(ret);
	text_append_plain(ret, text_trimmed(buffer_bytes(&text)), false);
	return buffer_ok(ret, e) && text_check_signed(buffer_bytes(ret), subject, e);
}

bool text_check_unmarked(struct bytes text, const char *subject, struct error *e)
{
	return !bytes_starts_with(text, BYTE_ORDER_MARK) ||
	       error_line(e, ERR_SYNTAX, subject, 1, "%s",
	                  N_("a byte-order mark: save it as UTF-8 without one"));
}
