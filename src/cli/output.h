/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a command tells, on standard output: an account (report/account.h) as text for
 * people, cut to the terminal, or with --json as one versioned object. */

#include "cli/program.h"
#include "report/account.h"

/* {"sluis":1,"command":"roster show", … */
void output_begin(struct account *a, const struct invocation *in);
/* Print and clear; false when stdout failed (ERR_IO or ERR_DISK_FULL), or memory was out. */
bool output_end(struct account *a, struct error *e) _must_check_;
/* Instead of all else: a whole document in a format of its own (JSON-LD), as it stands,
 * also with --json. Call it last. */
void output_document(struct account *a, struct bytes document);

/* --- for commands that don't tell an account yet --- */
#define output account
#define output_pair account_pair
#define output_pair_number account_pair_number
#define output_line account_line
#define output_clear account_clear
void output_pair_token(struct account *a, const char *key, const char *label, const char *token);
struct table_column {
	const char *key, *title;
	bool number;
};
struct table;
bool table_start(struct table **ret, const struct table_column *columns, size_t count, struct error *e)
	_must_check_;
void table_cell(struct table *t, const char *value);
void table_cell_token(struct table *t, const char *token);
void table_cell_number(struct table *t, uint64_t value);
bool table_print(struct table *t, struct account *o, const char *key, struct error *e) _must_check_;
void table_freep(struct table **t);
