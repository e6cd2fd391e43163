/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/guess.h"

#include "base/text.h"
#include "base/written.h"
#include "record/bsn.h"

#include <stdlib.h>
#include <string.h>

#define TITLE_ROWS_MOST 20u /* above a heading */
#define HEADING_MOST 200u   /* what a mapping takes */
#define KNOWN_ENOUGH 3u     /* so many headings are no chance */
#define VALUES_MOST 100u
#define FORM_LEAST 3u /* so many values of a form are no chance */

void guess_clear(struct guess *g)
{
	for (size_t i = 0; i < g->count; i++) {
		for (size_t k = 0; k < g->columns[i].value_count; k++)
			free(g->columns[i].values[k].from);
		free(g->columns[i].values);
		free(g->columns[i].heading);
	}
	free(g->columns);
	*g = (struct guess){ 0 };
}

/* A brace or a bracket alone is a letter of a heading. */
static bool is_json(struct bytes text)
{
	if (!text.size || (text.data[0] != '{' && text.data[0] != '['))
		return false;
	struct bytes rest = text_trimmed(bytes_of(text.data + 1, text.size - 1));
	bool array = text.data[0] == '[';
	return !rest.size || strchr(array ? "{[\"]-0123456789" : "\"}", rest.data[0]);
}

bool guess_is_table(struct bytes head)
{
	if (bytes_starts_with(head, "\xef\xbb\xbf"))
		head = bytes_of(head.data + 3, head.size - 3);
	struct bytes text = text_trimmed(head);
	if (is_json(text))
		return false;
	for (size_t i = 0; i < text.size; i++)
		if (strchr(";,\t", text.data[i]) && text.data[i])
			return true;
	return false;
}

/* As a mapping compares it; in `room`. */
static struct bytes plain(struct bytes cell, struct buffer *room)
{
	buffer_reset(room);
	text_append_plain(room, text_trimmed(cell), true);
	return room->failed ? bytes_of(NULL, 0) : text_trimmed(buffer_bytes(room));
}

/* --- where the heading is --- */

struct place {
	struct csv_options options;
	size_t row, known, cells;
};

static bool open_table(struct bytes *left, struct csv_options options, struct csv_reader **ret,
                       struct error *e)
{
	return csv_open(source_of_bytes(left), options, ret, e);
}

/* Digits stand in values: a heading that is a number, a date or a BSN is a row of somebody. */
static bool looks_like_value(struct bytes heading)
{
	size_t digits = 0, letters = 0, ats = 0;
	for (size_t i = 0; i < heading.size; i++) {
		uint8_t c = heading.data[i];
		digits += c >= '0' && c <= '9';
		letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
		ats += c == '@';
	}
	return (digits > 0 && letters == 0) || digits > 5 || ats > 0;
}

/* How many of its cells are known as headings: none, when as many look like values. A row of somebody may
 * hold a word that is a heading, too, and must not be taken for one. */
static bool count_known(const struct headings *h, const struct csv_row *row, size_t *ret_known,
                        size_t *ret_cells, struct error *e)
{
	size_t known = 0, cells = 0, values = 0;
	for (size_t i = 0; i < row->count; i++) {
		_cleanup_(buffer_clear) struct buffer room = { 0 };
		struct bytes heading = plain(row->fields[i], &room);
		const struct field *f;
		enum heading_match match;
		if (!headings_find(h, heading, &f, &match, e))
			return false;
		known += f != NULL;
		cells += heading.size > 0;
		values += !f && looks_like_value(heading);
	}
	*ret_known = (known >= KNOWN_ENOUGH || (known > values && (known > 1 || known == cells))) ? known : 0;
	*ret_cells = cells;
	return true;
}

/* The row that knows most headings, of the first ones, with whatever separator. */
static bool find_heading(struct bytes text, enum csv_encoding encoding, const struct headings *h,
                         struct place *best, struct error *e)
{
	static const char separators[] = ";,\t";
	*best = (struct place){ .options = { ';', encoding } };
	for (size_t s = 0; separators[s]; s++) {
		_cleanup_(csv_freep) struct csv_reader *csv = NULL;
		struct bytes left = text;
		struct csv_row row;
		bool more = true;
		if (!open_table(&left, (struct csv_options){ separators[s], encoding }, &csv, e))
			return false;
		for (size_t i = 0; i < TITLE_ROWS_MOST; i++) {
			size_t known, cells;
			if (!csv_next(csv, &row, &more, e))
				return false;
			if (!more)
				break;
			if (!count_known(h, &row, &known, &cells, e))
				return false;
			if (known > best->known || (known == best->known && known && cells > best->cells))
				*best = (struct place){ { csv_separator(csv), encoding }, i, known, cells };
		}
	}
	return true;
}

/* --- the columns --- */

static bool is_taken(const struct guess *g, size_t until, const struct field *f)
{
	for (size_t i = 0; i < until; i++)
		if (guess_is_mapped(g->columns[i].how) && g->columns[i].field == f)
			return true;
	return false;
}

static enum guess_how how_of(enum heading_match match)
{
	return match == HEADING_NAME        ? GUESS_BY_NAME
	       : match == HEADING_RESEMBLES ? GUESS_BY_PART
	       : match == HEADING_UNKNOWN   ? GUESS_NONE
	                                    : GUESS_BY_WORD;
}

static bool read_heading(struct guess_column *c, const struct headings *h, struct bytes cell, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer room = { 0 };
	struct bytes heading = plain(cell, &room);
	enum heading_match match;
	if (!headings_find(h, heading, &c->field, &match, e))
		return false;
	c->how = how_of(match);
	c->amount = c->field && c->how != GUESS_BY_NAME && headings_is_amount(h, c->field);
	bool nameless =
		!heading.size || heading.size > HEADING_MOST || (!c->field && looks_like_value(heading));
	if (nameless)
		c->how = GUESS_NAMELESS;
	c->heading = string_of_bytes(nameless ? bytes_of("", 0) : heading);
	return c->heading || error_memory(e);
}

/* Of several columns for one field the one that fits best has it; of two with one heading neither can. */
static void settle(struct guess *g)
{
	for (size_t i = 0; i < g->count; i++)
		for (size_t k = 0; k < g->count; k++)
			if (i != k && g->columns[i].how != GUESS_NAMELESS && g->columns[k].heading[0] &&
			    strcmp(g->columns[i].heading, g->columns[k].heading) == 0)
				g->columns[i].how = GUESS_TWICE;
	for (size_t i = 0; i < g->count; i++) {
		struct guess_column *c = &g->columns[i];
		for (size_t k = 0; guess_is_mapped(c->how) && k < g->count; k++) {
			const struct guess_column *other = &g->columns[k];
			if (k != i && other->field == c->field && guess_is_mapped(other->how) &&
			    (other->how > c->how || (other->how == c->how && k < i)))
				c->how = GUESS_TAKEN;
		}
	}
}

static bool read_headings(struct guess *g, const struct headings *h, const struct csv_row *row,
                          struct error *e)
{
	g->columns = calloc(row->count, sizeof *g->columns);
	if (!g->columns)
		return error_memory(e);
	for (g->count = 0; g->count < row->count; g->count++)
		if (!read_heading(&g->columns[g->count], h, row->fields[g->count], e)) {
			g->count++;
			return false;
		}
	settle(g);
	return true;
}

/* --- the values --- */

static const char *const empties[] = {
#define X(text) text,
	GUESS_EMPTIES(X)
#undef X
};

static bool is_nothing(struct guess *g, struct bytes value)
{
	for (unsigned i = 0; i < ELEMENTS(empties); i++) {
		if (!bytes_equal_string(value, empties[i]))
			continue;
		g->empties |= 1u << i;
		return true;
	}
	return false;
}

static bool knows_value(const struct guess_column *c, struct bytes value)
{
	for (size_t i = 0; i < c->value_count; i++)
		if (bytes_equal_string(value, c->values[i].from))
			return true;
	return false;
}

/* A value that is a code, or a code spelled otherwise, which then goes into the draft. */
static bool read_code(struct guess_column *c, const struct headings *h, struct bytes value, struct error *e)
{
	struct error why;
	const char *code = headings_code(h, c->field, value);
	if (!field_check(c->field, value, &why) && !code) {
		c->misfits++;
		return true;
	}
	if (!code || knows_value(c, value) || c->value_count == VALUES_MOST || value.size > HEADING_MOST)
		return true;
	struct guess_value *more = reallocarray(c->values, c->value_count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	c->values = more;
	char *from = string_of_bytes(value);
	if (!from)
		return error_memory(e);
	/* Where one is spelled otherwise the table must have them all. */
	more[c->value_count++] = (struct guess_value){ from, code };
	return true;
}

struct forms {
	size_t bsn, postcode;
};

/* Of a column that nothing is known of: does it hold what has a form of its own? */
static void look_at_form(struct forms *forms, const struct catalogue *c, struct bytes value)
{
	char bsn[BSN_SIZE + 1];
	char postcode[7] = { 0 };
	struct error why;
	size_t size = 0;
	forms->bsn += value.size >= BSN_SIZE - 2 && bsn_read(value, NULL, 0, bsn, &why);
	memory_wipe(bsn, sizeof bsn);
	for (size_t i = 0; i < value.size && size < 6; i++)
		if (value.data[i] != ' ')
			postcode[size++] = (char)value.data[i];
	forms->postcode += value.size <= 7 && size == 6 &&
	                   field_check(catalogue_role(c, ROLE_POSTCODE), bytes_of(postcode, 6), &why);
}

static bool read_cell(struct guess *g, size_t i, struct forms *forms, const struct headings *h,
                      const struct catalogue *catalogue, struct bytes cell, struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer room = { 0 };
	struct guess_column *c = &g->columns[i];
	struct bytes value = plain(cell, &room);
	bool fits = true;
	if (!value.size || is_nothing(g, value))
		return true;
	c->filled++;
	if (c->how == GUESS_NONE)
		look_at_form(forms, catalogue, value);
	if (!guess_is_mapped(c->how))
		return true;
	if (c->field->kind == FIELD_CODE)
		return read_code(c, h, value, e);
	if (!mapping_takes(catalogue, c->field, c->amount, cell, &fits, e))
		return false;
	c->misfits += !fits;
	return true;
}

/* Codes that are spelled as the catalogue has them need no table. */
static void drop_plain_tables(struct guess *g)
{
	for (size_t i = 0; i < g->count; i++) {
		struct guess_column *c = &g->columns[i];
		bool plain = true;
		for (size_t k = 0; k < c->value_count; k++)
			plain = plain && strcmp(c->values[k].from, c->values[k].to) == 0;
		for (size_t k = 0; plain && k < c->value_count; k++)
			free(c->values[k].from);
		if (plain)
			c->value_count = 0;
	}
}

static void take_forms(struct guess *g, const struct forms *forms, const struct catalogue *c)
{
	const struct field *bsn = catalogue_role(c, ROLE_BSN), *postcode = catalogue_role(c, ROLE_POSTCODE);
	for (size_t i = 0; i < g->count; i++) {
		struct guess_column *column = &g->columns[i];
		const struct field *f = forms[i].bsn == column->filled        ? bsn
		                        : forms[i].postcode == column->filled ? postcode
		                                                              : NULL;
		if (column->how != GUESS_NONE || column->filled < FORM_LEAST || !f ||
		    is_taken(g, g->count, f))
			continue;
		column->field = f;
		column->how = GUESS_BY_VALUES;
	}
}

static bool read_values(struct guess *g, struct csv_reader *csv, const struct headings *h,
                        const struct catalogue *c, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer room = { 0 };
	struct forms *forms = (void *)buffer_room(&room, g->count * sizeof *forms);
	if (!forms)
		return error_memory(e);
	memset(forms, 0, g->count * sizeof *forms);
	for (;; g->rows++) {
		struct csv_row row;
		bool more;
		if (!csv_next(csv, &row, &more, e))
			return false;
		if (!more)
			break;
		for (size_t i = 0; row.fields && i < row.count && i < g->count; i++)
			if (!read_cell(g, i, &forms[i], h, c, row.fields[i], e))
				return false;
	}
	take_forms(g, forms, c);
	drop_plain_tables(g);
	return true;
}

/* --- the whole --- */

/* Without a character that was cut in two, and without the row that was: its end isn't there. */
static struct bytes whole_lines(struct bytes text, bool whole)
{
	size_t size = text.size;
	while (!whole && size && text.data[size - 1] != '\n' && text.data[size - 1] != '\r')
		size--;
	return size ? bytes_of(text.data, size) : text;
}

bool guess_table(struct bytes text, bool whole, const char *subject, const struct catalogue *c,
                 struct guess *ret, struct error *e)
{
	_cleanup_(headings_freep) struct headings *h = NULL;
	_cleanup_(csv_freep) struct csv_reader *csv = NULL;
	_cleanup_(guess_clear) struct guess g = { 0 };
	struct place place;
	struct csv_row row;
	bool more = true;
	struct bytes left = text = whole_lines(text, whole);
	enum csv_encoding encoding = text_is_utf8(text) ? CSV_UTF8 : CSV_WINDOWS_1252;
	if (!headings_load(c, &h, e) || !find_heading(text, encoding, h, &place, e))
		return false;
	if (!place.known)
		return error_line(
			e, ERR_SYNTAX, subject, 1, "%s",
			N_("no row is a heading whose words are known: the first row of a table names "
		           "its columns, such as BSN and Geboortedatum"));
	g.options = place.options;
	if (!open_table(&left, place.options, &csv, e))
		return false;
	for (size_t i = 0; i <= place.row; i++)
		if (!csv_next(csv, &row, &more, e))
			return false;
	if (!read_headings(&g, h, &row, e) || !read_values(&g, csv, h, c, e))
		return false;
	*ret = g;
	g = (struct guess){ 0 };
	return true;
}

bool guess_says_all(const struct guess *g)
{
	bool all = guess_has(g, ROLE_LAW);
	for (size_t i = 0; i < g->count; i++)
		all = all && g->columns[i].how == GUESS_BY_NAME;
	return all;
}

bool guess_has(const struct guess *g, enum role role)
{
	for (size_t i = 0; i < g->count; i++)
		if (guess_is_mapped(g->columns[i].how) && g->columns[i].field->role == role)
			return true;
	return false;
}

unsigned guess_law(const struct guess *g)
{
	static const unsigned laws[] = {
		[DOMAIN_WMO] = LAW_WMO, [DOMAIN_PW] = LAW_PW,       [DOMAIN_WGS] = LAW_WGS,
		[DOMAIN_WI] = LAW_WI,   [DOMAIN_JEUGD] = LAW_JEUGD,
	};
	unsigned found = 0;
	for (size_t i = 0; i < g->count; i++)
		if (guess_is_mapped(g->columns[i].how))
			found |= laws[g->columns[i].field->domain];
	return found & (found - 1) ? 0 : found;
}
