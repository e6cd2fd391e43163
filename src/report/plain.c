/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "report/plain.h"

#include "base/text.h"

#include <assert.h>
#include <string.h>

#define BETWEEN_COLUMNS 2u
#define NARROWEST_TEXT 16u  /* no column of words is made narrower */
#define NARROWEST_VALUE 16u /* where less is left behind the widest label, values aren't aligned */
#define HANGING 4u          /* what further lines of such a value are moved in by */

static void repeat(struct buffer *out, char c, size_t count)
{
	while (count--)
		buffer_append_byte(out, (uint8_t)c);
}

static size_t shown_width(struct bytes text)
{
	_cleanup_(buffer_clear) struct buffer shown = { 0 };
	text_append_shown(&shown, text);
	return text_width(buffer_bytes(&shown));
}

static void end_line(struct buffer *out)
{
	while (out->size && out->data[out->size - 1] == ' ')
		out->size--;
	buffer_append_byte(out, '\n');
}

void plain_heading(struct buffer *out, const char *text, char line)
{
	text_append_shown(out, bytes_of_string(text));
	buffer_append_byte(out, '\n');
	repeat(out, line, shown_width(bytes_of_string(text)));
	buffer_append_string(out, "\n\n");
}

/* Breaks at blanks; a word that is wider than there is room stands whole on a line of its own. The first line
 * has `at` columns already, and the others are moved in by `indent`. `width` 0: one line. Returns how many
 * columns the last line has. */
static size_t wrap(struct buffer *out, struct bytes text, size_t at, size_t indent, size_t width)
{
	size_t blank = 0;
	for (struct cursor words = cursor_of(text); !cursor_done(&words); blank = 1) {
		struct bytes word = cursor_until(&words, ' ');
		size_t size = shown_width(word);
		if (width && at > indent && at + blank + size > width) {
			end_line(out);
			repeat(out, ' ', indent);
			at = indent;
			blank = 0;
		}
		repeat(out, ' ', blank);
		text_append_shown(out, word);
		at += blank + size;
	}
	return at;
}

void plain_hanging(struct buffer *out, struct bytes text, size_t at, size_t width)
{
	wrap(out, text, at, at, width);
}

void plain_wrapped(struct buffer *out, struct bytes text, size_t width)
{
	size_t indent = 0;
	while (indent < text.size && text.data[indent] == ' ')
		indent++;
	repeat(out, ' ', indent);
	wrap(out, bytes_of(text.data + indent, text.size - indent), indent, indent, width);
	buffer_append_byte(out, '\n');
}

void plain_pairs(struct buffer *out, struct bytes pairs, size_t width)
{
	size_t widest = 0;
	for (struct cursor c = cursor_of(pairs); !cursor_done(&c);) {
		size_t label = text_width(cursor_until(&c, 0));
		widest = label > widest ? label : widest;
		cursor_until(&c, 0);
	}
	size_t behind = widest + sizeof ": " - 1;
	bool aligned = !width || behind + NARROWEST_VALUE <= width;
	for (struct cursor c = cursor_of(pairs); !cursor_done(&c);) {
		struct bytes label = cursor_until(&c, 0), value = cursor_until(&c, 0);
		size_t at = wrap(out, label, 0, HANGING, aligned ? 0 : width > 2 ? width - 2 : 1) + 2;
		buffer_append_string(out, ": ");
		repeat(out, ' ', aligned ? behind - at : 0);
		wrap(out, value, aligned ? behind : at, aligned ? behind : HANGING, width);
		end_line(out);
	}
}

void plain_lines(struct buffer *out, struct bytes pairs)
{
	for (struct cursor c = cursor_of(pairs); !cursor_done(&c);) {
		buffer_append(out, cursor_until(&c, 0));
		buffer_append_string(out, ": ");
		text_append_shown(out, cursor_until(&c, 0));
		end_line(out);
	}
}

/* --- tables --- */

struct layout {
	const struct column *columns;
	size_t count;
	size_t widths[COLUMNS_MOST];
	size_t least[COLUMNS_MOST]; /* to which they may be made narrower */
	bool used[COLUMNS_MOST];    /* some row has something in it; the others aren't shown */
};

static size_t widest_word(struct bytes text)
{
	size_t widest = 0;
	for (struct cursor words = cursor_of(text); !cursor_done(&words);) {
		size_t width = shown_width(cursor_until(&words, ' '));
		widest = width > widest ? width : widest;
	}
	return widest;
}

/* An id, a date, a number stand on one line; words may stand on several. */
static bool wraps(const struct column *c)
{
	return c->kind == COLUMN_TEXT || c->kind == COLUMN_NAME || c->kind == COLUMN_STATE;
}

static void measure_cell(struct layout *l, size_t column, struct bytes text)
{
	size_t width = shown_width(text), least = width;
	if (wraps(&l->columns[column]) && width > NARROWEST_TEXT) {
		size_t word = widest_word(text);
		least = word > NARROWEST_TEXT ? word : NARROWEST_TEXT;
	}
	l->widths[column] = width > l->widths[column] ? width : l->widths[column];
	l->least[column] = least > l->least[column] ? least : l->least[column];
}

/* Of each column, the width of what is widest in it. */
static void measure(struct layout *l, struct bytes cells)
{
	size_t at = 0;
	for (size_t i = 0; i < l->count; i++)
		measure_cell(l, i, bytes_of_string(column_title(&l->columns[i])));
	for (struct cursor c = cursor_of(cells); !cursor_done(&c); at++) {
		struct bytes text = cursor_until(&c, 0);
		l->used[at % l->count] |= text.size > 0;
		measure_cell(l, at % l->count, text);
	}
	for (size_t i = 0; i < l->count; i++)
		if (!l->used[i])
			l->widths[i] = l->least[i] = 0;
}

/* Makes the widest columns of words narrower until the table fits; false when it can't. */
static bool fit(struct layout *l, size_t room)
{
	for (;;) {
		size_t total = 0, widest = l->count;
		for (size_t i = 0; i < l->count; i++) {
			total += l->widths[i] + (total && l->used[i] ? BETWEEN_COLUMNS : 0);
			if (l->widths[i] > l->least[i] &&
			    (widest == l->count || l->widths[i] > l->widths[widest]))
				widest = i;
		}
		if (total <= room || widest == l->count)
			return total <= room;
		l->widths[widest]--;
	}
}

/* One row, whose texts may take several lines. */
static void append_row(struct buffer *out, const struct layout *l, const struct bytes *texts)
{
	struct buffer wrapped[COLUMNS_MOST] = { 0 };
	struct cursor lines[COLUMNS_MOST];
	bool more = true;
	for (size_t i = 0; i < l->count; i++) {
		wrap(&wrapped[i], texts[i], 0, 0, wraps(&l->columns[i]) ? l->widths[i] : 0);
		out->failed = out->failed || wrapped[i].failed;
		lines[i] = cursor_of(buffer_bytes(&wrapped[i]));
	}
	while (more) {
		more = false;
		for (size_t i = 0; i < l->count; i++) {
			if (!l->used[i])
				continue;
			struct bytes line = cursor_until(&lines[i], '\n');
			size_t width = text_width(line),
			       space = width < l->widths[i] ? l->widths[i] - width : 0;
			bool right = l->columns[i].kind == COLUMN_NUMBER;
			repeat(out, ' ', right ? space : 0);
			buffer_append(out, line);
			repeat(out, ' ', (right ? 0 : space) + BETWEEN_COLUMNS);
			more = more || !cursor_done(&lines[i]);
		}
		end_line(out);
	}
	for (size_t i = 0; i < l->count; i++)
		buffer_clear(&wrapped[i]);
}

static void append_rows(struct buffer *out, const struct layout *l, struct bytes cells)
{
	struct bytes texts[COLUMNS_MOST];
	for (size_t i = 0; i < l->count; i++)
		texts[i] = bytes_of_string(column_title(&l->columns[i]));
	append_row(out, l, texts);
	for (struct cursor c = cursor_of(cells); !cursor_done(&c);) {
		for (size_t i = 0; i < l->count; i++)
			texts[i] = cursor_until(&c, 0);
		append_row(out, l, texts);
	}
}

/* The columns' titles as labels, an empty line between rows. What is empty needs no label. */
static void append_blocks(struct buffer *out, const struct column *columns, size_t count, struct bytes cells,
                          void (*append)(struct buffer *out, struct bytes pairs, size_t width), size_t width)
{
	bool first = true;
	for (struct cursor c = cursor_of(cells); !cursor_done(&c); first = false) {
		_cleanup_(buffer_clear) struct buffer pairs = { 0 };
		for (size_t i = 0; i < count; i++) {
			const char *title = column_title(&columns[i]);
			struct bytes text = cursor_until(&c, 0);
			if (!text.size)
				continue;
			buffer_append(&pairs, bytes_of(title, strlen(title) + 1));
			buffer_append(&pairs, text);
			buffer_append_byte(&pairs, 0);
		}
		if (!first)
			buffer_append_byte(out, '\n');
		append(out, buffer_bytes(&pairs), width);
		out->failed = out->failed || pairs.failed;
	}
}

static void append_lines(struct buffer *out, struct bytes pairs, _unused_ size_t width)
{
	plain_lines(out, pairs);
}

void plain_blocks(struct buffer *out, const struct column *columns, size_t count, struct bytes cells)
{
	append_blocks(out, columns, count, cells, append_lines, 0);
}

void plain_table(struct buffer *out, const struct column *columns, size_t count, struct bytes cells,
                 size_t width)
{
	struct layout l = { .columns = columns, .count = count };
	assert(count > 0 && count <= COLUMNS_MOST);
	measure(&l, cells);
	if (width && !fit(&l, width))
		append_blocks(out, columns, count, cells, plain_pairs, width);
	else
		append_rows(out, &l, cells);
}
