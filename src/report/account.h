/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a command, a preview or a test has to tell: said once, and written as text, as
 * JSON, as a page, or as several of them, so that they can't tell different things.
 * Whoever tells says what there is, and not how it looks: that is decided here, in one
 * place for each form (report/plain, codec/json, report/page).
 *
 * Labels and texts are for people and come translated; the titles of columns and the
 * words of a token come as N_ marks them, and are translated here. Keys and tokens are
 * for programs and never are. A key of NULL is a part for
 * people alone, a label of NULL one for programs alone. Values may come from anywhere.
 * Failure is sticky: nothing here can fail until `account_end` or `account_ok` tells. */

#include "base/moment.h"
#include "codec/json.h"
#include "crypto/hash.h"
#include "report/column.h"
#include "report/page.h"

struct account {
	unsigned sinks; /* enum account_sink: the forms that are written */
	unsigned open;  /* of these, the ones that are written just now (account_only) */
	size_t width;   /* of the terminal, for tables in text; 0: no limit */
	bool colours;   /* a verdict in text has one */
	bool plain;     /* "label: value" always, a line each, nothing aligned: for who listens to it */
	bool document;  /* with a title and sections; else what a command prints */
	struct page_words words;
	struct buffer text, object, page; /* what there is so far, of each form */
	struct json_writer writer;        /* in `object` */
	struct buffer pairs;              /* labels and values that wait to be aligned */
	bool in_pairs;                    /* on the page */
	struct {                          /* the open table */
		const char *caption;
		const struct column *columns;
		size_t count, at, rows;
		struct buffer cells; /* for text */
		struct column text_columns[COLUMNS_MOST], page_columns[COLUMNS_MOST];
		size_t text_count, page_count;
		struct page_table page;
	} table;
};

/* The JSON object starts with {"sluis":1,KEY:NAME. With `words` (whose texts are borrowed until the end) it
 * is a document: it has a title, sections are headed in text and objects in JSON, and a table without rows
 * is told. */
void account_begin(struct account *a, unsigned sinks, const char *key, const char *name,
                   const struct page_words *words);
bool account_end(struct account *a, struct error *e) _must_check_;
bool account_ok(const struct account *a, struct error *e) _must_check_;
void account_clear(struct account *a);
/* What comes next is for these forms alone; and again for all that are written. */
void account_only(struct account *a, unsigned sinks);
void account_for_all(struct account *a);
static inline bool account_has(const struct account *a, enum account_sink sink)
{
	return a->sinks & sink;
}

/* --- parts for people --- */

/* A sentence, or in text a line; printf. In a document a paragraph. */
void account_line(struct account *a, const char *format, ...) _printf_(2, 3);
/* What may be passed over: on the page folded (page_fold), in text below a line with the summary. */
void account_fold(struct account *a, const char *summary);
void account_fold_end(struct account *a);
/* An empty line, but for documents, where the distances are kept without it. */
void account_blank(struct account *a);
/* The one thing to remember; "verdict" in JSON, where there is a token. */
void account_verdict(struct account *a, enum page_tone tone, const char *token, const char *text);
/* Only on the page: its table is beside it. */
void account_bars(struct account *a, const char *title, const struct page_bar *bars, size_t count);

/* --- pairs: "label: value", aligned block by block --- */

void account_pair(struct account *a, const char *key, const char *label, const char *value);
/* The token in JSON, words for people. */
void account_pair_words(struct account *a, const char *key, const char *label, const char *token,
                        const char *words);
void account_pair_yes(struct account *a, const char *key, const char *label, bool yes); /* "yes" or "no" */
void account_pair_number(struct account *a, const char *key, const char *label, uint64_t value);
void account_pair_day(struct account *a, const char *key, const char *label, moment day);     /* 0: empty */
void account_pair_moment(struct account *a, const char *key, const char *label, moment when); /* 0: empty */
/* An id: whole for programs, its first `digits` for people. */
void account_pair_id(struct account *a, const char *key, const char *label, const char *id, unsigned digits);
void account_pair_hash(struct account *a, const char *key, const char *label, const struct sha256 *hash);
void account_truth(struct account *a, const char *key, bool value);       /* for programs alone */
void account_raw(struct account *a, const char *key, struct bytes value); /* … and JSON already */

/* --- tables: row by row, cell by cell; one at a time, and nothing else in between --- */

/* `caption` is for documents. Columns are borrowed until the end. */
void account_table(struct account *a, const char *key, const char *caption, const struct column *columns,
                   size_t count);
void account_cell(struct account *a, const char *value);           /* NULL: null in JSON */
void account_cell_buffer(struct account *a, struct buffer *value); /* whose failure becomes the account's */
void account_cell_words(struct account *a, const char *token, const char *words);
void account_cell_id(struct account *a, const char *id, unsigned digits);
void account_cell_yes(struct account *a, bool yes);
void account_cell_number(struct account *a, uint64_t value);
void account_cell_line(struct account *a, uint64_t line); /* of a text; people aren't shown that it is 0 */
void account_cell_day(struct account *a, moment day);
void account_cell_moment(struct account *a, moment when);
/* Without rows: an empty array, and for people `none` in a document, or where it is all that there is to say.
 */
void account_table_end(struct account *a, const char *none);

/* --- parts of parts --- */

/* `key` is unique: an id on the page, and in the JSON of a document an object. What a command prints has no
 * headings, but an empty line between sections. They don't nest. */
void account_section(struct account *a, const char *key, const char *heading);
void account_section_end(struct account *a);
/* A section whose heading people see in what a command prints as well, as a line. account_section_end. */
void account_part(struct account *a, const char *key, const char *heading);
/* In JSON an array and an object in it, or under a key in another object; NULL is no key. */
void account_list(struct account *a, const char *key);
void account_list_end(struct account *a);
void account_item(struct account *a, const char *key, const char *heading); /* the heading is the page's */
void account_item_end(struct account *a);
