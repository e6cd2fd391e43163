/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* CSV as municipal systems write it: RFC 4180 with `;` or `,` or tab, LF or CRLF,
 * or CR alone where there is nothing else, with or without a byte-order mark or Excel's `sep=;`, UTF-8 or
 * Windows-1252. A row that is wrong is
 * reported and reading goes on with the next line that can be told apart. Lines
 * with nothing in them are skipped. */

#include "base/stream.h"

enum csv_encoding { CSV_UTF8, CSV_WINDOWS_1252 };

struct csv_options {
	char separator; /* ';', ',' or '\t' */
	enum csv_encoding encoding;
};

struct csv_reader;

/* Reads ahead. A UTF-8 byte-order mark is skipped and overrules `encoding`, and `sep=` the separator; UTF-16
 * is ERR_UTF8, and what is no text at all ERR_SYNTAX (`text_foreign_kind`). */
bool csv_open(struct source in, struct csv_options options, struct csv_reader **ret, struct error *e)
	_must_check_;
void csv_freep(struct csv_reader **r);

/* A row. The fields are UTF-8 views, valid until the next call. */
struct csv_row {
	uint64_t line;              /* on which the row starts, from 1 */
	const struct bytes *fields; /* NULL in a bad row */
	size_t count;
	struct error fault; /* code ERR_NONE in a good row; never quotes the input */
};

/* The next row; `*ret_more` is false at the end. A bad row (ERR_CSV_QUOTE,
 * ERR_NUL_BYTE, ERR_UTF8, ERR_TOO_LARGE, ERR_CSV_COLUMNS for more than
 * LIMIT_CSV_COLUMNS) still gives true, with `fault` set: reading goes on behind
 * the line on which it started, so that one stray quote costs one row. False only
 * when reading itself failed. Memory stays under LIMIT_CSV_ROW_SIZE and a bit. */
bool csv_next(struct csv_reader *r, struct csv_row *ret, bool *ret_more, struct error *e) _must_check_;
/* The separator that the rows have: that of the options, or of the file's own `sep=`. */
char csv_separator(const struct csv_reader *r);
/* Appends a cell, quoted where it must be: what `csv_next` reads from it is the same. */
void csv_append_cell(struct buffer *out, char separator, struct bytes value);
/* Of what was read so far: said to be Windows-1252, and every letter outside ASCII is well-formed UTF-8. */
bool csv_is_utf8_after_all(const struct csv_reader *r);
