/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* How a source file becomes records: which column (CSV) or member (NDJSON) is
 * which field, in which form, and what is constant. Written by the functional
 * administrator as YAML; docs/mapping.md tells how, share/sluis/mappings/ has examples. */

#include "codec/csv.h"
#include "record/record.h"

#include <jansson.h>

enum mapping_format { MAPPING_CSV, MAPPING_NDJSON };

struct mapping;

bool mapping_load(struct bytes yaml, const char *subject, const struct catalogue *c, struct mapping **ret,
                  struct error *e) _must_check_;
void mapping_freep(struct mapping **m);
/* For NDJSON that holds records already (members are catalogue fields): no mapping file needed. */
bool mapping_identity(const struct catalogue *c, const char *source, struct mapping **ret, struct error *e)
	_must_check_;

/* Who wants to know of a value that can't be, and that was left out for it: the fault names field and rule.
 */
struct mapping_watch {
	void (*left_out)(void *context, const struct error *why);
	void *context;
};
void mapping_watch(struct mapping *m, struct mapping_watch watch);

const char *mapping_source(const struct mapping *m); /* the source's name, part of a record's key */
enum mapping_format mapping_file_format(const struct mapping *m);
struct csv_options mapping_csv_options(const struct mapping *m);

/* The header row: finds each column's place. ERR_MAPPING names a column that is missing or there twice.
 * `*ret_found`, also when it fails: how many columns of the mapping there are, which tells a heading from the
 * title above it. */
bool mapping_header(struct mapping *m, const struct csv_row *header, size_t *ret_found, struct error *e)
	_must_check_;
/* A row or an object to a record. `*ret_skipped` is true for a row that the mapping says is no person
 * (its `skip_unless` column is empty, or nothing stands in the row); `ret` is then untouched. The record
 * holds an identifying set. A fault of the row itself (`row->fault`) comes back unchanged, ERR_CSV_COLUMNS
 * when something stands behind the header's last column, or the row ends before `skip_unless`; cells that
 * lack at the end are empty; for a row, `e->line` is its line. Errors name the field and the rule, never the
 * value. */
bool mapping_row(const struct mapping *m, const struct csv_row *row, struct record *ret, bool *ret_skipped,
                 struct error *e) _must_check_;
bool mapping_object(const struct mapping *m, const json_t *object, struct record *ret, bool *ret_skipped,
                    struct error *e) _must_check_;
