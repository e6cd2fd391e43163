/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a command prints on stdout: text for people, or with --json one versioned
 * object. Commands that print data build both from the same calls where that is
 * natural: a table of rows. */

#include "base/moment.h"
#include "cli/program.h"
#include "codec/json.h"

/* --- JSON: {"sluis":1,"command":"roster show", …} --- */
struct output {
	const struct invocation *in;
	bool json;
	struct buffer text;        /* what will be printed, either form */
	struct buffer pairs;       /* labels and values that wait to be aligned */
	struct json_writer writer; /* positioned inside the top object, in --json */
};
void output_begin(struct output *o, const struct invocation *in);
/* Print and clear; false when stdout failed (ERR_IO or ERR_DISK_FULL). Long outputs may call `output_flush`
 * between. */
bool output_end(struct output *o, struct error *e) _must_check_;
/* Print what there is so far. */
bool output_flush(struct output *o, struct error *e) _must_check_;
void output_clear(struct output *o);
/* Instead of all else: a whole document in a format of its own (JSON-LD), as it stands,
 * also with --json. Call it last. */
void output_document(struct output *o, struct bytes document);
/* Text only: ignored in --json. A line is added to the text; printf. */
void output_line(struct output *o, const char *format, ...) _printf_(2, 3);
/* "label: value" in text (label translated, aligned per block), "key": value in JSON. Untrusted values are
 * shown safely. */
void output_pair(struct output *o, const char *key, const char *label, const char *value);
/* The value is a token in JSON and its words in text (words_token). */
void output_pair_token(struct output *o, const char *key, const char *label, const char *token);
void output_pair_number(struct output *o, const char *key, const char *label, uint64_t value);

/* --- tables: aligned columns in text (display width of UTF-8, cut to the terminal), an array of objects in
 * JSON --- */
struct table_column {
	const char *key;   /* in JSON */
	const char *title; /* translated */
	bool number;       /* right-aligned; a JSON number */
};
struct table;
bool table_start(struct table **ret, const struct table_column *columns, size_t count, struct error *e)
	_must_check_;
void table_cell(struct table *t, const char *value);       /* row by row; NULL is empty; failure is sticky */
void table_cell_token(struct table *t, const char *token); /* JSON: the token; text: its words */
void table_cell_number(struct table *t, uint64_t value);
bool table_print(struct table *t, struct output *o, const char *key, struct error *e)
	_must_check_; /* nothing in text when it has no rows */
void table_freep(struct table **t);
