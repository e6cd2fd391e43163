/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/output.h"

#include "base/text.h"
#include "cli/words.h"
#include "io/terminal.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

/* --- width of text on a screen --- */

/* The code point that starts at `*at` in well-formed UTF-8. */
static uint32_t code_point(struct bytes text, size_t *at)
{
	uint8_t first = text.data[(*at)++];
	size_t more = first < 0xc0 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
	uint32_t c = more ? first & (0x3fu >> more) : first;
	for (; more && *at < text.size; more--)
		c = c << 6 | (text.data[(*at)++] & 0x3f);
	return c;
}

static size_t point_width(uint32_t c)
{
	int width = wcwidth((wchar_t)c);
	return width < 0 ? 1 : (size_t)width;
}

static size_t text_width(struct bytes text)
{
	size_t width = 0;
	for (size_t at = 0; at < text.size;)
		width += point_width(code_point(text, &at));
	return width;
}

/* As much of `text` as fits, with an ellipsis where something was cut. */
static void append_cut(struct buffer *out, struct bytes text, size_t width)
{
	if (text_width(text) <= width) {
		buffer_append(out, text);
		return;
	}
	size_t used = 0, end = 0;
	for (size_t at = 0; at < text.size;) {
		used += point_width(code_point(text, &at));
		if (used + 1 > width)
			break;
		end = at;
	}
	buffer_append(out, bytes_of(text.data, end));
	buffer_append_string(out, "…");
}

static void append_spaces(struct buffer *out, size_t count)
{
	while (count--)
		buffer_append_byte(out, ' ');
}

/* A value that may come from anywhere, for JSON: escaped there, but it must be UTF-8. */
static void json_value(struct json_writer *w, const char *key, const char *value)
{
	_cleanup_(buffer_clear) struct buffer shown = { 0 };
	if (value && !text_is_utf8(bytes_of_string(value))) {
		text_append_shown(&shown, bytes_of_string(value));
		value = buffer_string(&shown);
	}
	json_text(w, key, value);
}

/* --- output --- */

void output_begin(struct output *o, const struct invocation *in)
{
	*o = (struct output){ .in = in, .json = invocation_json(in) };
	if (!o->json)
		return;
	json_begin(&o->writer, &o->text);
	json_object_of(&o->writer, NULL);
	json_number(&o->writer, "sluis", 1);
	json_text(&o->writer, "command", invocation_command(in));
}

void output_clear(struct output *o)
{
	buffer_clear(&o->text);
	buffer_clear(&o->pairs);
}

/* `pairs` holds "label\0value\0" for each: print them with their values in one column. */
static void flush_pairs(struct output *o)
{
	size_t widest = 0;
	for (struct cursor c = cursor_of(buffer_bytes(&o->pairs)); !cursor_done(&c);) {
		size_t width = text_width(cursor_until(&c, 0));
		widest = width > widest ? width : widest;
		cursor_until(&c, 0);
	}
	for (struct cursor c = cursor_of(buffer_bytes(&o->pairs)); !cursor_done(&c);) {
		struct bytes label = cursor_until(&c, 0), value = cursor_until(&c, 0);
		buffer_append(&o->text, label);
		buffer_append_string(&o->text, ": ");
		if (value.size)
			append_spaces(&o->text, widest - text_width(label));
		text_append_shown(&o->text, value);
		buffer_append_byte(&o->text, '\n');
	}
	if (o->pairs.failed)
		o->text.failed = true;
	buffer_reset(&o->pairs);
}

static bool print(struct output *o, struct error *e)
{
	flush_pairs(o);
	if (!buffer_ok(&o->text, e))
		return false;
	errno = 0;
	bool ok = o->text.size == 0 || fwrite(o->text.data, 1, o->text.size, stdout) == o->text.size;
	buffer_reset(&o->text);
	return ok || error_errno(e, errno ? errno : EIO, _("standard output"), "%s", "");
}

bool output_flush(struct output *o, struct error *e)
{
	return print(o, e);
}

bool output_end(struct output *o, struct error *e)
{
	if (o->json) {
		json_end_object(&o->writer);
		buffer_append_byte(&o->text, '\n');
	}
	bool ok = print(o, e);
	errno = 0;
	if (ok && fflush(stdout) != 0)
		ok = error_errno(e, errno ? errno : EIO, _("standard output"), "%s", "");
	output_clear(o);
	return ok;
}

void output_document(struct output *o, struct bytes document)
{
	output_clear(o);
	o->json = false;
	buffer_append(&o->text, document);
}

void output_line(struct output *o, const char *format, ...)
{
	if (o->json)
		return;
	flush_pairs(o);
	va_list args;
	va_start(args, format);
	char *text = NULL;
	int size = vasprintf(&text, format, args);
	va_end(args);
	if (size < 0) {
		o->text.failed = true;
		return;
	}
	_cleanup_(string_freep) char *owned = text;
	struct cursor c = cursor_of(bytes_of(owned, (size_t)size));
	do {
		text_append_shown(&o->text, cursor_until(&c, '\n'));
		buffer_append_byte(&o->text, '\n');
	} while (!cursor_done(&c));
}

void output_pair(struct output *o, const char *key, const char *label, const char *value)
{
	if (o->json) {
		json_value(&o->writer, key, value);
		return;
	}
	buffer_append(&o->pairs, bytes_of(label, strlen(label) + 1));
	buffer_append(&o->pairs, bytes_of(value ? value : "", value ? strlen(value) + 1 : 1));
}

void output_pair_token(struct output *o, const char *key, const char *label, const char *token)
{
	output_pair(o, key, label, o->json ? token : words_token(token));
}

void output_pair_number(struct output *o, const char *key, const char *label, uint64_t value)
{
	char digits[24];
	snprintf(digits, sizeof digits, "%llu", (unsigned long long)value);
	if (o->json)
		json_raw(&o->writer, key, bytes_of_string(digits));
	else
		output_pair(o, key, label, digits);
}

/* --- tables --- */

struct cell {
	char *text; /* owned; NULL: empty */
	enum cell_kind { CELL_TEXT, CELL_NUMBER, CELL_TOKEN } kind;
};

struct table {
	struct table_column *columns;
	size_t column_count;
	struct cell *cells; /* row by row */
	size_t cell_count, capacity;
	bool failed;
};

bool table_start(struct table **ret, const struct table_column *columns, size_t count, struct error *e)
{
	assert(count > 0);
	_cleanup_(table_freep) struct table *t = calloc(1, sizeof *t);
	if (t)
		t->columns = calloc(count, sizeof *t->columns);
	if (!t || !t->columns)
		return error_memory(e);
	memcpy(t->columns, columns, count * sizeof *columns);
	t->column_count = count;
	*ret = t;
	t = NULL;
	return true;
}

void table_freep(struct table **t)
{
	if (!*t)
		return;
	for (size_t i = 0; i < (*t)->cell_count; i++)
		free((*t)->cells[i].text);
	free((*t)->cells);
	free((*t)->columns);
	free(*t);
	*t = NULL;
}

static void add_cell(struct table *t, const char *value, enum cell_kind kind)
{
	if (t->failed)
		return;
	if (t->cell_count == t->capacity) {
		size_t capacity = t->capacity ? t->capacity : 32, size;
		struct cell *cells = NULL;
		if (size_mul(capacity, 2, &capacity) && size_mul(capacity, sizeof *cells, &size))
			cells = realloc(t->cells, size);
		if (!cells) {
			t->failed = true;
			return;
		}
		t->cells = cells;
		t->capacity = capacity;
	}
	char *text = string_copy(value);
	t->failed = value && !text;
	if (!t->failed)
		t->cells[t->cell_count++] = (struct cell){ text, kind };
}

void table_cell(struct table *t, const char *value)
{
	add_cell(t, value, CELL_TEXT);
}

void table_cell_token(struct table *t, const char *token)
{
	add_cell(t, token, CELL_TOKEN);
}

void table_cell_number(struct table *t, uint64_t value)
{
	char digits[24];
	snprintf(digits, sizeof digits, "%llu", (unsigned long long)value);
	add_cell(t, digits, CELL_NUMBER);
}

static void print_table_json(const struct table *t, struct output *o, const char *key)
{
	json_array_of(&o->writer, key);
	for (size_t i = 0; i < t->cell_count; i++) {
		size_t column = i % t->column_count;
		if (column == 0)
			json_object_of(&o->writer, NULL);
		if (t->cells[i].kind == CELL_NUMBER)
			json_raw(&o->writer, t->columns[column].key, bytes_of_string(t->cells[i].text));
		else
			json_value(&o->writer, t->columns[column].key, t->cells[i].text);
		if (column + 1 == t->column_count)
			json_end_object(&o->writer);
	}
	json_end_array(&o->writer);
}

/* What a person sees. */
static struct bytes cell_words(const struct cell *c)
{
	return bytes_of_string(c->kind == CELL_TOKEN ? words_token(c->text) : c->text);
}

/* Make the widest columns narrower until the table fits the terminal. */
static void fit(size_t *widths, size_t count, size_t room)
{
	const size_t least = 8;
	for (;;) {
		size_t total = 2 * (count - 1), widest = 0;
		for (size_t i = 0; i < count; i++) {
			total += widths[i];
			widest = widths[i] > widths[widest] ? i : widest;
		}
		if (total <= room || widths[widest] <= least)
			return;
		widths[widest]--;
	}
}

static void append_row(const struct table *t, struct buffer *out, const size_t *widths,
                       const struct cell *row)
{
	for (size_t i = 0; i < t->column_count; i++) {
		_cleanup_(buffer_clear) struct buffer shown = { 0 }, cut = { 0 };
		text_append_shown(&shown, row ? cell_words(&row[i]) : bytes_of_string(t->columns[i].title));
		append_cut(&cut, buffer_bytes(&shown), widths[i]);
		size_t width = text_width(buffer_bytes(&cut)),
		       space = widths[i] > width ? widths[i] - width : 0;
		bool last = i + 1 == t->column_count;
		if (t->columns[i].number)
			append_spaces(out, space);
		buffer_append(out, buffer_bytes(&cut));
		if (!t->columns[i].number && !last)
			append_spaces(out, space);
		append_spaces(out, last ? 0 : 2);
		out->failed = out->failed || shown.failed || cut.failed;
	}
	while (out->size && out->data[out->size - 1] == ' ')
		out->size--;
	buffer_append_byte(out, '\n');
}

static bool print_table_text(const struct table *t, struct output *o, struct error *e)
{
	size_t *widths = calloc(t->column_count, sizeof *widths);
	if (!widths)
		return error_memory(e);
	for (size_t i = 0; i < t->column_count; i++)
		widths[i] = text_width(bytes_of_string(t->columns[i].title));
	for (size_t i = 0; i < t->cell_count; i++) {
		_cleanup_(buffer_clear) struct buffer shown = { 0 };
		text_append_shown(&shown, cell_words(&t->cells[i]));
		size_t width = text_width(buffer_bytes(&shown)), *column = &widths[i % t->column_count];
		*column = width > *column ? width : *column;
	}
	if (isatty(STDOUT_FILENO))
		fit(widths, t->column_count, terminal_width());
	append_row(t, &o->text, widths, NULL);
	for (size_t i = 0; i < t->cell_count; i += t->column_count)
		append_row(t, &o->text, widths, &t->cells[i]);
	free(widths);
	return true;
}

bool table_print(struct table *t, struct output *o, const char *key, struct error *e)
{
	if (t->failed)
		return error_memory(e);
	assert(t->cell_count % t->column_count == 0);
	if (o->json) {
		print_table_json(t, o, key);
		return true;
	}
	flush_pairs(o);
	return t->cell_count == 0 || print_table_text(t, o, e);
}
