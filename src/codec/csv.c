/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/csv.h"

#include "base/limits.h"
#include "base/text.h"
#include "base/written.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK 65536u

/* Where a field stands, counted from the start of its row, without its quotes. */
struct span {
	size_t at, size;
	bool quoted;
};

struct csv_reader {
	struct source in;
	struct csv_options options;
	struct buffer raw; /* read ahead, from the row at `start` on */
	size_t start;
	bool ended, skipping;        /* no more to read; in a bad line whose end isn't read yet */
	uint8_t line_end;            /* LF, or CR in a file that has no other */
	bool like_utf8, unlike_utf8; /* of what isn't ASCII in a file said to be Windows-1252: fields were
	                                seen that are, or aren't, well-formed UTF-8 */
	uint64_t line;
	struct buffer text; /* the row in UTF-8 */
	size_t count;
	struct span spans[LIMIT_CSV_COLUMNS];
	struct bytes fields[LIMIT_CSV_COLUMNS];
};

void csv_freep(struct csv_reader **r)
{
	if (!*r)
		return;
	buffer_clear(&(*r)->raw);
	buffer_clear(&(*r)->text);
	free(*r);
	*r = NULL;
}

/* --- bytes ahead --- */

static size_t ahead(const struct csv_reader *r)
{
	return r->raw.size - r->start;
}

/* Drop what was used and read a chunk more. A row never keeps more than it may
 * be long, so the memory stays below LIMIT_CSV_ROW_SIZE and two chunks. */
static bool read_more(struct csv_reader *r, struct error *e)
{
	if (r->start) {
		memmove(r->raw.data, r->raw.data + r->start, ahead(r));
		r->raw.size -= r->start;
		r->start = 0;
	}
	uint8_t *room = buffer_room(&r->raw, CHUNK);
	size_t got;
	if (!room)
		return buffer_ok(&r->raw, e);
	if (!source_fill(r->in, room, CHUNK, &got, e))
		return false;
	buffer_grew(&r->raw, got);
	r->ended = got < CHUNK;
	return true;
}

/* The byte `at` behind the start of the row into `*ret`; -1 at the end. */
static bool peek(struct csv_reader *r, size_t at, int *ret, struct error *e)
{
	while (at >= ahead(r) && !r->ended)
		if (!read_more(r, e))
			return false;
	*ret = at < ahead(r) ? r->raw.data[r->start + at] : -1;
	return true;
}

static struct bytes head_of(const struct csv_reader *r)
{
	return bytes_of(r->raw.data + r->start, ahead(r));
}

/* What most lines end in, outside quotes: old programs, and Excel where it is asked to, write CR alone. */
static uint8_t find_line_end(struct bytes head)
{
	size_t lf = 0, cr = 0;
	bool quoted = false;
	for (size_t i = 0; i < head.size; i++) {
		uint8_t c = head.data[i];
		bool last = i + 1 == head.size;
		quoted ^= c == '"';
		lf += !quoted && c == '\n';
		cr += !quoted && c == '\r' && !last && head.data[i + 1] != '\n';
	}
	return cr > lf ? '\r' : '\n';
}

/* `sep=;`, with which Excel is told the separator: not a row, and right whatever the mapping says. */
static void pass_over_sep(struct csv_reader *r)
{
	struct bytes head = head_of(r);
	bool there = head.size > 5 && strncasecmp((const char *)head.data, "sep=", 4) == 0 && head.data[4] &&
	             strchr(";,\t", head.data[4]) && (head.data[5] == '\r' || head.data[5] == '\n');
	if (!there)
		return;
	r->options.separator = (char)head.data[4];
	r->start += head.data[5] == '\r' && head.size > 6 && head.data[6] == '\n' ? 7 : 6;
	r->line++;
}

static bool look_at_head(struct csv_reader *r, struct error *e)
{
	const char *kind = text_foreign_kind(head_of(r));
	if (kind)
		return error_line(e, text_is_foreign_encoding(kind) ? ERR_UTF8 : ERR_SYNTAX, NULL, 1, "%s",
		                  kind);
	if (bytes_starts_with(head_of(r), "\xef\xbb\xbf")) {
		r->start = 3;
		r->options.encoding = CSV_UTF8; /* whatever was said: only UTF-8 begins so */
	}
	r->line_end = find_line_end(head_of(r));
	pass_over_sep(r);
	return true;
}

bool csv_open(struct source in, struct csv_options options, struct csv_reader **ret, struct error *e)
{
	assert(options.separator == ';' || options.separator == ',' || options.separator == '\t');
	_cleanup_(csv_freep) struct csv_reader *r = calloc(1, sizeof *r);
	if (!r)
		return error_memory(e);
	r->in = in;
	r->options = options;
	r->line = 1;
	if (!read_more(r, e) || !look_at_head(r, e))
		return false;
	*ret = r;
	r = NULL;
	return true;
}

/* --- finding the fields of a row --- */

enum state { FIELD_START, PLAIN, QUOTED, QUOTE_SEEN, CR_SEEN };
enum step { GO_ON, ROW_ENDS, ROW_IS_BAD };

struct scan {
	enum state state;
	size_t at;      /* of the current byte */
	size_t field;   /* where the current field's content starts */
	uint64_t lines; /* LFs so far, inside quotes */
};

static enum step bad(const struct csv_reader *r, enum error_code code, const char *why, struct error *fault)
{
	error_line(fault, code, NULL, r->line, "column %zu: %s", r->count + 1, why);
	return ROW_IS_BAD;
}

/* The current field ends before `end`. */
static enum step add_field(struct csv_reader *r, struct scan *s, size_t end, bool quoted, struct error *fault)
{
	if (r->count == LIMIT_CSV_COLUMNS)
		return bad(r, ERR_CSV_COLUMNS, N_("too many columns"), fault);
	r->spans[r->count++] = (struct span){ s->field, end - s->field, quoted };
	s->state = FIELD_START;
	s->field = s->at + 1;
	return GO_ON;
}

static enum step end_row(struct csv_reader *r, struct scan *s, size_t end, bool quoted, struct error *fault)
{
	return add_field(r, s, end, quoted, fault) == GO_ON ? ROW_ENDS : ROW_IS_BAD;
}

/* Outside quotes: a field's first byte or a later one; `c` -1 is the end of the file. */
static enum step step_plain(struct csv_reader *r, struct scan *s, int c, struct error *fault)
{
	if (c == '"') {
		if (s->state == PLAIN)
			return bad(r, ERR_CSV_QUOTE, N_("quote inside a field without quotes"), fault);
		s->state = QUOTED;
		s->field = s->at + 1;
		return GO_ON;
	}
	if (c == r->options.separator)
		return add_field(r, s, s->at, false, fault);
	if (c == r->line_end || c < 0) {
		bool cr = c != '\r' && s->at > s->field && r->raw.data[r->start + s->at - 1] == '\r';
		return end_row(r, s, s->at - cr, false, fault);
	}
	s->state = PLAIN;
	return GO_ON;
}

/* Behind a quote that closes a field, unless it is the first half of a doubled one. */
static enum step step_closing(struct csv_reader *r, struct scan *s, int c, struct error *fault)
{
	size_t close = s->at - (s->state == CR_SEEN ? 2 : 1);
	if (c == r->line_end || c < 0)
		return end_row(r, s, close, true, fault);
	if (s->state == QUOTE_SEEN && c == '"')
		s->state = QUOTED;
	else if (s->state == QUOTE_SEEN && c == r->options.separator)
		return add_field(r, s, close, true, fault);
	else if (s->state == QUOTE_SEEN && c == '\r')
		s->state = CR_SEEN;
	else
		return bad(r, ERR_CSV_QUOTE, N_("something behind a closing quote"), fault);
	return GO_ON;
}

static enum step step(struct csv_reader *r, struct scan *s, int c, struct error *fault)
{
	if (c == 0)
		return bad(r, ERR_NUL_BYTE, N_("NUL byte"), fault);
	if (c >= 0 && s->at >= LIMIT_CSV_ROW_SIZE)
		return bad(r, ERR_TOO_LARGE, N_("row too large"), fault);
	/* Twice, for quotes may be doubled, and a closing one with CR. `convert_row` looks at the exact size.
	 */
	if (c >= 0 && s->at - s->field > 2 * LIMIT_CSV_FIELD_SIZE + 2)
		return bad(r, ERR_TOO_LARGE, N_("field too large"), fault);
	if (s->state == QUOTE_SEEN || s->state == CR_SEEN)
		return step_closing(r, s, c, fault);
	if (s->state != QUOTED)
		return step_plain(r, s, c, fault);
	if (c < 0)
		return bad(r, ERR_CSV_QUOTE, N_("quote never closed"), fault);
	s->lines += c == r->line_end;
	if (c == '"')
		s->state = QUOTE_SEEN;
	return GO_ON;
}

/* Find the fields. In `*ret_end` the bytes that the row takes, with its line end. */
static bool scan_row(struct csv_reader *r, struct scan *s, enum step *ret, struct error *fault,
                     struct error *e)
{
	enum step result = GO_ON;
	*s = (struct scan){ .state = FIELD_START };
	r->count = 0;
	for (; result == GO_ON; s->at++) {
		int c;
		if (!peek(r, s->at, &c, e))
			return false;
		result = step(r, s, c, fault);
		if (c < 0)
			break;
	}
	*ret = result;
	return true;
}

/* --- from raw to UTF-8 --- */

/* Windows-1252's 0x80–0x9f (Unicode's mapping table CP1252.TXT); 0 where it has no character. */
static const uint16_t windows_1252[32] = {
	0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
	0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

/* At most three bytes; 0 when there is no such character. */
static size_t put_character(uint8_t c, uint8_t *out)
{
	uint32_t code = c < 0x80 || c > 0x9f ? c : windows_1252[c - 0x80];
	if (code < 0x80) {
		out[0] = (uint8_t)code;
		return code != 0;
	}
	if (code < 0x800) {
		out[0] = (uint8_t)(0xc0 | code >> 6);
		out[1] = (uint8_t)(0x80 | (code & 63));
		return 2;
	}
	out[0] = (uint8_t)(0xe0 | code >> 12);
	out[1] = (uint8_t)(0x80 | (code >> 6 & 63));
	out[2] = (uint8_t)(0x80 | (code & 63));
	return 3;
}

/* Hardly a word in Windows-1252 is UTF-8 by chance; a whole file never is. */
static void look_for_utf8(struct csv_reader *r, struct bytes field)
{
	for (size_t i = 0; i < field.size; i++) {
		if (field.data[i] < 0x80)
			continue;
		*(text_is_utf8(field) ? &r->like_utf8 : &r->unlike_utf8) = true;
		return;
	}
}

bool csv_is_utf8_after_all(const struct csv_reader *r)
{
	return r->like_utf8 && !r->unlike_utf8;
}

/* The content of a field, with single quotes for doubled ones, behind `text`. The
 * number of bytes in `*ret_size`; false for a byte that stands for nothing. */
static bool convert(struct csv_reader *r, struct span span, uint8_t *out, size_t *ret_size)
{
	const uint8_t *in = r->raw.data + r->start + span.at;
	size_t size = 0;
	if (r->options.encoding == CSV_WINDOWS_1252)
		look_for_utf8(r, bytes_of(in, span.size));
	for (size_t i = 0; i < span.size; i++) {
		if (r->options.encoding == CSV_UTF8) {
			out[size++] = in[i];
		} else {
			size_t put = put_character(in[i], out + size);
			if (!put)
				return false;
			size += put;
		}
		i += span.quoted && in[i] == '"';
	}
	*ret_size = size;
	return r->options.encoding != CSV_UTF8 || text_is_utf8(bytes_of(out, size));
}

/* `*ret` ROW_IS_BAD with the fault, or ROW_ENDS with the fields in `r->fields`. */
static bool convert_row(struct csv_reader *r, enum step *ret, struct error *fault, struct error *e)
{
	size_t factor = r->options.encoding == CSV_UTF8 ? 1 : 3, count = r->count;
	buffer_reset(&r->text);
	*ret = ROW_IS_BAD;
	for (r->count = 0; r->count < count; r->count++) {
		struct span *span = &r->spans[r->count];
		uint8_t *room = buffer_room(&r->text, span->size * factor);
		size_t size;
		if (!room)
			return buffer_ok(&r->text, e);
		if (!convert(r, *span, room, &size)) {
			bad(r, ERR_UTF8,
			    factor == 1 ? N_("not UTF-8") : N_("byte that Windows-1252 has no character for"),
			    fault);
			return true;
		}
		if (size > LIMIT_CSV_FIELD_SIZE || size > LIMIT_CSV_ROW_SIZE - r->text.size) {
			bad(r, ERR_TOO_LARGE,
			    size > LIMIT_CSV_FIELD_SIZE ? N_("field too large") : N_("row too large"), fault);
			return true;
		}
		*span = (struct span){ .at = r->text.size, .size = size };
		buffer_grew(&r->text, size);
	}
	/* Only now does the text no longer move. */
	for (size_t i = 0; i < count; i++)
		r->fields[i] = bytes_of(r->text.data + r->spans[i].at, r->spans[i].size);
	*ret = ROW_ENDS;
	return true;
}

char csv_separator(const struct csv_reader *r)
{
	return r->options.separator;
}

void csv_append_cell(struct buffer *out, char separator, struct bytes value)
{
	bool quoted = false;
	for (size_t i = 0; i < value.size; i++) {
		uint8_t c = value.data[i];
		quoted = quoted || c == '"' || c == '\n' || c == '\r' || c == (uint8_t)separator;
	}
	if (!quoted) {
		buffer_append(out, value);
		return;
	}
	buffer_append_byte(out, '"');
	for (size_t i = 0; i < value.size; i++) {
		if (value.data[i] == '"')
			buffer_append_byte(out, '"');
		buffer_append_byte(out, value.data[i]);
	}
	buffer_append_byte(out, '"');
}

/* --- rows --- */

/* Go on behind the line on which the bad row started; its end may not be read yet. */
static void drop_line(struct csv_reader *r)
{
	const uint8_t *from = r->raw.data + r->start,
		      *end = ahead(r) ? memchr(from, r->line_end, ahead(r)) : NULL;
	r->skipping = !end;
	r->start += end ? (size_t)(end - from) + 1 : ahead(r);
	r->line += end != NULL;
}

static bool finish_dropping(struct csv_reader *r, struct error *e)
{
	while (r->skipping && !(r->ended && ahead(r) == 0)) {
		if (ahead(r) == 0 && !read_more(r, e))
			return false;
		drop_line(r);
	}
	r->skipping = false;
	return true;
}

/* Past line ends that have nothing before them. */
static bool skip_empty_lines(struct csv_reader *r, bool *ret_more, struct error *e)
{
	for (;;) {
		int first, second;
		if (!peek(r, 0, &first, e) || !peek(r, 1, &second, e))
			return false;
		*ret_more = first >= 0;
		bool crlf = first == '\r' && (second == '\n' || second < 0 || r->line_end == '\r');
		if (first != '\n' && !crlf)
			return true;
		r->start += crlf && second == '\n' ? 2 : 1;
		r->line++;
	}
}

bool csv_next(struct csv_reader *r, struct csv_row *ret, bool *ret_more, struct error *e)
{
	bool more;
	if (!finish_dropping(r, e) || !skip_empty_lines(r, &more, e))
		return false;
	struct csv_row row = { .line = r->line };
	struct scan scan;
	enum step result = ROW_ENDS;
	if (more && !scan_row(r, &scan, &result, &row.fault, e))
		return false;
	if (more && result == ROW_ENDS && !convert_row(r, &result, &row.fault, e))
		return false;
	if (more && result == ROW_IS_BAD) {
		drop_line(r);
	} else if (more) {
		row.fields = r->fields;
		row.count = r->count;
		r->start += scan.at;
		r->line += scan.lines + 1;
	}
	*ret = row;
	*ret_more = more;
	return true;
}
