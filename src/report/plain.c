/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "report/plain.h"

#include "base/text.h"

#include <assert.h>

#define BETWEEN_COLUMNS 2u
#define NARROWEST_COLUMN 8u /* no column is cut to less */

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

void plain_heading(struct buffer *out, const char *text, char line)
{
	text_append_shown(out, bytes_of_string(text));
	buffer_append_byte(out, '\n');
	repeat(out, line, shown_width(bytes_of_string(text)));
	buffer_append_string(out, "\n\n");
}

void plain_wrapped(struct buffer *out, const char *text, size_t width)
{
	size_t at = 0;
	for (struct cursor words = cursor_of(bytes_of_string(text)); !cursor_done(&words);) {
		struct bytes word = cursor_until(&words, ' ');
		size_t size = shown_width(word);
		if (at && at + 1 + size > width) {
			buffer_append_byte(out, '\n');
			at = 0;
		} else if (at) {
			buffer_append_byte(out, ' ');
			at++;
		}
		text_append_shown(out, word);
		at += size;
	}
	buffer_append_byte(out, '\n');
}

void plain_pairs(struct buffer *out, struct bytes pairs)
{
	size_t widest = 0;
	for (struct cursor c = cursor_of(pairs); !cursor_done(&c);) {
		size_t width = text_width(cursor_until(&c, 0));
		widest = width > widest ? width : widest;
		cursor_until(&c, 0);
	}
	for (struct cursor c = cursor_of(pairs); !cursor_done(&c);) {
		struct bytes label = cursor_until(&c, 0), value = cursor_until(&c, 0);
		buffer_append(out, label);
		buffer_append_string(out, ": ");
		repeat(out, ' ', value.size ? widest - text_width(label) : 0);
		text_append_shown(out, value);
		buffer_append_byte(out, '\n');
	}
}

/* --- tables --- */

/* Of each column, the width of what is widest in it. */
static void measure(const struct column *columns, size_t count, struct bytes cells, size_t *widths)
{
	size_t at = 0;
	for (size_t i = 0; i < count; i++)
		widths[i] = text_width(bytes_of_string(column_title(&columns[i])));
	for (struct cursor c = cursor_of(cells); !cursor_done(&c); at++) {
		size_t width = shown_width(cursor_until(&c, 0)), *most = &widths[at % count];
		*most = width > *most ? width : *most;
	}
}

/* Make the widest columns narrower until the table fits. */
static void fit(size_t *widths, size_t count, size_t room)
{
	for (;;) {
		size_t total = BETWEEN_COLUMNS * (count - 1), widest = 0;
		for (size_t i = 0; i < count; i++) {
			total += widths[i];
			widest = widths[i] > widths[widest] ? i : widest;
		}
		if (total <= room || widths[widest] <= NARROWEST_COLUMN)
			return;
		widths[widest]--;
	}
}

static void append_cell(struct buffer *out, const struct column *column, struct bytes text, size_t room,
                        bool last)
{
	_cleanup_(buffer_clear) struct buffer shown = { 0 }, cut = { 0 };
	text_append_shown(&shown, text);
	text_append_cut(&cut, buffer_bytes(&shown), room);
	size_t width = text_width(buffer_bytes(&cut)), space = room > width ? room - width : 0;
	bool right = column->kind == COLUMN_NUMBER;
	repeat(out, ' ', right ? space : 0);
	buffer_append(out, buffer_bytes(&cut));
	repeat(out, ' ', (right ? 0 : space) + (last ? 0 : BETWEEN_COLUMNS));
	out->failed = out->failed || shown.failed || cut.failed;
}

static void end_row(struct buffer *out)
{
	while (out->size && out->data[out->size - 1] == ' ')
		out->size--;
	buffer_append_byte(out, '\n');
}

void plain_table(struct buffer *out, const struct column *columns, size_t count, struct bytes cells,
                 size_t width)
{
	size_t widths[COLUMNS_MOST], at = 0;
	assert(count > 0 && count <= COLUMNS_MOST);
	measure(columns, count, cells, widths);
	if (width)
		fit(widths, count, width);
	for (size_t i = 0; i < count; i++)
		append_cell(out, &columns[i], bytes_of_string(column_title(&columns[i])), widths[i],
		            i + 1 == count);
	end_row(out);
	for (struct cursor c = cursor_of(cells); !cursor_done(&c); at = (at + 1) % count) {
		append_cell(out, &columns[at], cursor_until(&c, 0), widths[at], at + 1 == count);
		if (at + 1 == count)
			end_row(out);
	}
}
