/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* One account in three forms: an HTML page, plain text, and JSON, from the same
 * calls, so that they can't tell different things. Titles and texts are for people
 * and come translated; keys and tokens are for programs and never are. */

#include "codec/json.h"
#include "report/page.h"

struct report_column {
	const char *key, *title;
	bool number;  /* right-aligned; in JSON a number */
	bool english; /* as in page.h */
};
struct report {
	struct buffer html, text, json;
	struct page_words words;
	struct json_writer writer;
	/* the open table */
	const struct report_column *columns;
	size_t column_count;
	struct buffer cells; /* one behind another, each for programs and for people, with their NULs */
	size_t cell_count;
	bool in_pairs;
};
void report_clear(struct report *r);
/* `words` are borrowed until report_end. */
void report_begin(struct report *r, const struct page_words *words);
void report_verdict(struct report *r, enum page_tone tone, const char *token, const char *text);
void report_section(struct report *r, const char *key, const char *heading);
void report_section_end(struct report *r);
void report_text(struct report *r, const char *text); /* not in JSON */
void report_pair(struct report *r, const char *key, const char *label, const char *value);
void report_pair_number(struct report *r, const char *key, const char *label, uint64_t value);

/* Rows come cell by cell. `report_cell` of a number column is a decimal number or words: words are null in
 * JSON. A table without rows is an empty array there, and `none` for people. */
void report_table(struct report *r, const struct report_column *columns, size_t count);
void report_cell(struct report *r, const char *value);
void report_cell_token(struct report *r, const char *token,
                       const char *words); /* the token in JSON, words for people */
void report_cell_number(struct report *r, uint64_t value);
void report_table_end(struct report *r, const char *key, const char *caption, const char *none);
/* Only on the page: its table is beside it. */
void report_bars(struct report *r, const char *title, const struct page_bar *bars, size_t count);
bool report_end(struct report *r, struct error *e) _must_check_;
