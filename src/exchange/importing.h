/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Import: case records from a source file into the store. What is right goes in,
 * what isn't is told row by row, nothing is dropped in silence, and the same file
 * twice adds nothing twice. */

#include "exchange/desk.h"
#include "exchange/import_notice.h"
#include "record/guess.h"
#include "store/records.h"

struct importing_request {
	const char *path;    /* "-" is standard input */
	const char *mapping; /* path of a mapping file; NULL: each column or member has a field's own name */
	const char *rejects; /* path to write the rejected rows to (exchange/rejects.h); NULL for none. Such a
	                        file of an earlier import is replaced; any other is left: ERR_FILE_EXISTS */
	const char *reason_column; /* the heading of its first column, one of REJECTS_COLUMNS */
	bool accept;               /* also rows that take a protection away; without it these are rejected */
	bool dry_run;              /* all of it but the commit: nothing is kept in the store or its log */
	void (*progress)(void *context, uint64_t bytes, uint64_t rows); /* may be NULL */
	/* Called for each rejected row, with all that is wrong in it; may be NULL. */
	void (*rejected)(void *context, uint64_t line, const struct row_fault *faults, size_t count);
	/* The same in words, for the file of rejects. */
	void (*reason)(void *context, uint64_t line, const struct row_fault *faults, size_t count,
	               struct buffer *out);
	/* Called for each field that was left out of a row that went in, because its value can't be; may be
	 * NULL. */
	void (*left_out)(void *context, uint64_t line, const struct row_fault *fault);
	/* Called for each row that took a protection away, and went in since `accept` was said; may be NULL.
	 */
	void (*unprotected)(void *context, uint64_t line, const struct row_fault *fault);
	void *context;
};
struct importing_result {
	int64_t import;
	char *source;
	struct import_counts counts;
	uint64_t left_out;           /* fields of the rows that went in */
	uint64_t unprotected;        /* protections that were taken away */
	struct import_notice notice; /* of records that had left */
	bool rejects_lost;           /* all went in, but the file of rejects could not get its name */
};
void importing_result_clear(struct importing_result *r);

/* A mapping for a table, drafted from its headings and values (record/guess.h); "-" is standard input.
 * ERR_SYNTAX when it is no table, or no heading is known. Nothing is imported or logged. */
bool importing_guess(struct desk *d, const char *path, struct guess *ret, struct error *e) _must_check_;
/* The laws under which this person may import, as bits. */
unsigned importing_laws(const struct desk *d);

bool importing_file(struct desk *d, const struct importing_request *request, struct importing_result *ret,
                    struct error *e) _must_check_;
/* Takes an import back, as long as nothing of it was packed. */
bool importing_undo(struct desk *d, int64_t import, uint64_t *ret_rows, struct error *e) _must_check_;
