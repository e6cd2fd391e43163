/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The terminal is one of the places where an account goes. */

#include "cli/output.h"

#include "cli/words.h"
#include "io/terminal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void output_begin(struct account *a, const struct invocation *in)
{
	account_begin(a, invocation_json(in) ? ACCOUNT_JSON : ACCOUNT_TEXT, "command", invocation_command(in),
	              NULL);
	a->json = invocation_json(in);
	a->width = isatty(STDOUT_FILENO) ? terminal_width() : 0;
}

bool output_end(struct account *a, struct error *e)
{
	bool ok = account_end(a, e);
	const struct buffer *out = account_has(a, ACCOUNT_JSON) ? &a->object : &a->text;
	errno = 0;
	if (ok &&
	    ((out->size && fwrite(out->data, 1, out->size, stdout) != out->size) || fflush(stdout) != 0))
		ok = error_errno(e, errno ? errno : EIO, _("standard output"), "%s", "");
	account_clear(a);
	return ok;
}

void output_document(struct account *a, struct bytes document)
{
	account_clear(a);
	*a = (struct account){ .sinks = ACCOUNT_TEXT, .open = ACCOUNT_TEXT };
	buffer_append(&a->text, document);
}

/* --- for commands that don't tell an account yet --- */

void output_pair_token(struct account *a, const char *key, const char *label, const char *token)
{
	account_pair_words(a, key, label, token, words_token(token));
}

struct cell {
	char *text; /* owned; NULL: empty */
	enum cell_kind { CELL_TEXT, CELL_NUMBER, CELL_TOKEN } kind;
};

struct table {
	struct column columns[COLUMNS_MOST];
	size_t column_count;
	struct cell *cells; /* row by row */
	size_t cell_count, capacity;
	bool failed;
};

bool table_start(struct table **ret, const struct table_column *columns, size_t count, struct error *e)
{
	struct table *t = calloc(1, sizeof *t);
	if (!t)
		return error_memory(e);
	for (size_t i = 0; i < count; i++)
		t->columns[i] = (struct column){ columns[i].key, columns[i].title,
			                         columns[i].number ? COLUMN_NUMBER : COLUMN_TEXT };
	t->column_count = count;
	*ret = t;
	return true;
}

void table_freep(struct table **t)
{
	for (size_t i = 0; *t && i < (*t)->cell_count; i++)
		free((*t)->cells[i].text);
	free(*t ? (*t)->cells : NULL);
	free(*t);
	*t = NULL;
}

static void add_cell(struct table *t, const char *value, enum cell_kind kind)
{
	if (t->failed)
		return;
	if (t->cell_count == t->capacity) {
		size_t capacity = t->capacity ? 2 * t->capacity : 32;
		struct cell *cells = reallocarray(t->cells, capacity, sizeof *cells);
		t->failed = !cells;
		if (!cells)
			return;
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

bool table_print(struct table *t, struct account *o, const char *key, struct error *e)
{
	uint64_t number;
	if (t->failed)
		return error_memory(e);
	account_table(o, key, NULL, t->columns, t->column_count);
	for (size_t i = 0; i < t->cell_count; i++)
		if (t->cells[i].kind == CELL_TOKEN)
			account_cell_words(o, t->cells[i].text, words_token(t->cells[i].text));
		else if (t->cells[i].kind == CELL_NUMBER &&
		         number_parse(bytes_of_string(t->cells[i].text), UINT64_MAX, &number))
			account_cell_number(o, number);
		else
			account_cell(o, t->cells[i].text);
	account_table_end(o, NULL);
	return true;
}
