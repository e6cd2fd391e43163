/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The rows that an import didn't take, as a table that opens in a spreadsheet, can be mended there, and
 * imported again with the same mapping: the source's own columns under its own heading, and before them what
 * is wrong. Nothing stands in it when every row was taken. A copy of the source's rows, in the clear, for the
 * user alone. */

#include "codec/csv.h"
#include "io/file.h"

struct rejects {
	struct file_write file;
	const char *column; /* heading of the column with the reasons: one of REJECTS_COLUMNS */
	char separator;
	size_t columns; /* of the source's heading, its own column of reasons not counted */
	bool again;     /* the source is such a table itself: its column of reasons is left out */
	struct buffer heading, line;
	bool headed;
};

/* What the column of reasons is called, in each language of messages: by this such a table is known. */
#define REJECTS_COLUMNS(X) \
	X("reason") \
	X("reden")

/* May the file be made? One of an earlier import may be replaced, any other not: ERR_FILE_EXISTS. */
bool rejects_check(const char *path, struct error *e) _must_check_;
/* `column` is borrowed. */
bool rejects_start(struct rejects *r, const char *path, const char *column, struct error *e) _must_check_;
/* The heading of a CSV; `mapped`: the mapping uses its first column. Other sources have none. */
bool rejects_heading(struct rejects *r, const struct csv_row *heading, char separator, bool mapped,
                     struct error *e) _must_check_;
/* A row, with its cells as they stand; NULL, or one without fields: of which there is no more than the
 * reason. */
bool rejects_add(struct rejects *r, const struct csv_row *row, struct bytes reason, struct error *e)
	_must_check_;
void rejects_clear(struct rejects *r);
