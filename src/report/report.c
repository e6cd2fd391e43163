/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "report/report.h"

#include "base/text.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define TEXT_WIDTH 78u

void report_clear(struct report *r)
{
	buffer_clear(&r->html);
	buffer_clear(&r->text);
	buffer_clear(&r->json);
	buffer_clear(&r->cells);
}

static size_t width_of(const char *text)
{
	size_t width = 0;
	for (; *text; text++)
		width += ((unsigned char)*text & 0xc0) != 0x80;
	return width;
}

static void repeat(struct buffer *out, char c, size_t count)
{
	while (count--)
		buffer_append_byte(out, (uint8_t)c);
}

static void show(struct buffer *out, const char *text)
{
	text_append_shown(out, bytes_of_string(text));
}

static void underlined(struct buffer *out, const char *text, char line)
{
	show(out, text);
	buffer_append_byte(out, '\n');
	repeat(out, line, width_of(text));
	buffer_append_string(out, "\n\n");
}

/* Broken at blanks. */
static void wrapped(struct buffer *out, const char *text)
{
	size_t at = 0;
	struct cursor words = cursor_of(bytes_of_string(text));
	while (!cursor_done(&words)) {
		struct bytes word = cursor_until(&words, ' ');
		_cleanup_(string_freep) char *one = string_of_bytes(word);
		size_t width = one ? width_of(one) : 0;
		if (at && at + 1 + width > TEXT_WIDTH) {
			buffer_append_byte(out, '\n');
			at = 0;
		} else if (at) {
			buffer_append_byte(out, ' ');
			at++;
		}
		text_append_shown(out, word);
		at += width;
	}
	buffer_append_byte(out, '\n');
}

void report_begin(struct report *r, const struct page_words *words)
{
	*r = (struct report){ .words = *words };
	page_begin(&r->html, words);
	underlined(&r->text, words->title, '=');
	if (words->subtitle) {
		wrapped(&r->text, words->subtitle);
		buffer_append_byte(&r->text, '\n');
	}
	json_begin(&r->writer, &r->json);
	json_object_of(&r->writer, NULL);
	json_number(&r->writer, "sluis", 1);
	json_text(&r->writer, "type", "sluis.report/v1");
}

static void end_pairs(struct report *r)
{
	if (!r->in_pairs)
		return;
	page_pairs_end(&r->html);
	buffer_append_byte(&r->text, '\n');
	r->in_pairs = false;
}

void report_verdict(struct report *r, enum page_tone tone, const char *token, const char *text)
{
	page_verdict(&r->html, tone, text);
	wrapped(&r->text, text);
	buffer_append_byte(&r->text, '\n');
	json_text(&r->writer, "verdict", token);
}

void report_section(struct report *r, const char *key, const char *heading)
{
	page_section(&r->html, key, heading);
	buffer_append_byte(&r->text, '\n');
	underlined(&r->text, heading, '-');
	json_object_of(&r->writer, key);
}

void report_section_end(struct report *r)
{
	end_pairs(r);
	page_section_end(&r->html);
	json_end_object(&r->writer);
}

void report_text(struct report *r, const char *text)
{
	end_pairs(r);
	page_paragraph(&r->html, text);
	wrapped(&r->text, text);
	buffer_append_byte(&r->text, '\n');
}

static void pair_for_people(struct report *r, const char *label, const char *value)
{
	if (!r->in_pairs)
		page_pairs(&r->html);
	r->in_pairs = true;
	page_pair(&r->html, label, value);
	show(&r->text, label);
	buffer_append_string(&r->text, ": ");
	show(&r->text, value ? value : "");
	buffer_append_byte(&r->text, '\n');
}

void report_pair(struct report *r, const char *key, const char *label, const char *value)
{
	pair_for_people(r, label, value);
	json_text(&r->writer, key, value ? value : "");
}

void report_pair_number(struct report *r, const char *key, const char *label, uint64_t value)
{
	_cleanup_(string_freep) char *text = string_printf("%" PRIu64, value);
	pair_for_people(r, label, text);
	json_number(&r->writer, key, (int64_t)value);
}

/* --- tables --- */

void report_table(struct report *r, const struct report_column *columns, size_t count)
{
	end_pairs(r);
	r->columns = columns;
	r->column_count = count;
	buffer_reset(&r->cells);
	r->cell_count = 0;
}

void report_cell_token(struct report *r, const char *token, const char *words)
{
	show(&r->cells, token ? token : "");
	buffer_append_byte(&r->cells, 0);
	show(&r->cells, words ? words : "");
	buffer_append_byte(&r->cells, 0);
	r->cell_count++;
}

void report_cell(struct report *r, const char *value)
{
	report_cell_token(r, value, value);
}

void report_cell_number(struct report *r, uint64_t value)
{
	char text[24];
	snprintf(text, sizeof text, "%" PRIu64, value);
	report_cell(r, text);
}

struct cell {
	const char *token, *words;
};

/* The next one; `at` starts at the first and goes on. */
static struct cell next_cell(const char **at)
{
	struct cell c = { *at, *at + strlen(*at) + 1 };
	*at = c.words + strlen(c.words) + 1;
	return c;
}

/* Of each column, the width of what is widest in it. */
static void measure(const struct report *r, size_t *widths)
{
	const char *at = (const char *)r->cells.data;
	for (size_t i = 0; i < r->column_count; i++)
		widths[i] = width_of(r->columns[i].title);
	for (size_t i = 0; i < r->cell_count; i++) {
		size_t width = width_of(next_cell(&at).words), *most = &widths[i % r->column_count];
		*most = width > *most ? width : *most;
	}
}

static void aligned(struct report *r, size_t column, const size_t *widths, const char *value)
{
	size_t room = widths[column] - width_of(value);
	bool last = column + 1 == r->column_count;
	if (r->columns[column].number)
		repeat(&r->text, ' ', room);
	buffer_append_string(&r->text, value);
	if (!r->columns[column].number && !last)
		repeat(&r->text, ' ', room);
	buffer_append_string(&r->text, last ? "\n" : "  ");
}

static void json_cell(struct report *r, const struct report_column *column, const char *value)
{
	uint64_t number;
	if (!column->number)
		json_text(&r->writer, column->key, value);
	else if (number_parse(bytes_of_string(value), (UINT64_C(1) << 53) - 1, &number))
		json_number(&r->writer, column->key, (int64_t)number);
	else
		json_text(&r->writer, column->key, NULL);
}

static void put_rows(struct report *r, const char *caption)
{
	struct page_column titles[16];
	struct page_table page;
	size_t widths[16];
	assert(r->column_count <= ELEMENTS(widths));
	for (size_t i = 0; i < r->column_count; i++)
		titles[i] = (struct page_column){ r->columns[i].title, r->columns[i].number,
			                          r->columns[i].english };
	measure(r, widths);
	page_table_begin(&page, &r->html, caption, titles, r->column_count);
	wrapped(&r->text, caption);
	for (size_t i = 0; i < r->column_count; i++)
		aligned(r, i, widths, r->columns[i].title);
	const char *at = (const char *)r->cells.data;
	for (size_t i = 0; i < r->cell_count; i++) {
		struct cell cell = next_cell(&at);
		size_t column = i % r->column_count;
		if (column == 0)
			json_object_of(&r->writer, NULL);
		page_cell(&page, cell.words);
		aligned(r, column, widths, cell.words);
		json_cell(r, &r->columns[column], cell.token);
		if (column + 1 == r->column_count)
			json_end_object(&r->writer);
	}
	page_table_end(&page);
	buffer_append_byte(&r->text, '\n');
}

void report_table_end(struct report *r, const char *key, const char *caption, const char *none)
{
	assert(r->cell_count % r->column_count == 0);
	json_array_of(&r->writer, key);
	if (r->cells.failed)
		r->html.failed = true;
	else if (r->cell_count)
		put_rows(r, caption);
	else
		report_text(r, none);
	json_end_array(&r->writer);
}

void report_bars(struct report *r, const char *title, const struct page_bar *bars, size_t count)
{
	end_pairs(r);
	page_bars(&r->html, title, bars, count);
}

bool report_end(struct report *r, struct error *e)
{
	page_end(&r->html, &r->words);
	if (r->words.made_by)
		wrapped(&r->text, r->words.made_by);
	json_end_object(&r->writer);
	buffer_append_byte(&r->json, '\n');
	return buffer_ok(&r->html, e) && buffer_ok(&r->text, e) && buffer_ok(&r->json, e);
}
