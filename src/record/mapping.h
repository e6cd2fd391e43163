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

/* What is wrong in a row, where it is about one of its values: the error names field and rule, never the
 * value.
 */
struct mapping_entry;
struct row_fault {
	struct error why;
	const struct field *field;         /* NULL: it is about the row as a whole */
	const struct mapping_entry *entry; /* what the mapping says of the field; NULL: nothing */
};
/* What would be right there, as far as the mapping says it. The column's heading, or NULL. */
const char *row_fault_heading(const struct row_fault *f);
/* The values of the source that the mapping's table knows, one by one; NULL behind the last, or without one.
 */
const char *row_fault_value(const struct row_fault *f, size_t index);
bool row_fault_is_amount(const struct row_fault *f); /* the source writes it in euros */

/* Who wants to know more of a row than the record that comes of it. Each may be NULL. */
struct mapping_watch {
	/* A value that can't be, and that was left out for it. */
	void (*left_out)(void *context, const struct row_fault *fault);
	/* Each of the faults of a row or an object that becomes no record. */
	void (*fault)(void *context, const struct row_fault *fault);
	/* What the row would be, as far as that went: for who holds its values against more than a catalogue,
	 * and has all faults of a row told at once. */
	void (*made)(void *context, const struct record *r);
	void *context;
};
void mapping_watch(struct mapping *m, struct mapping_watch watch);

/* For who drafts a mapping: what `as` suits a field, NULL where it is text; and whether that would take a
 * value. `amount`: `as: amount`. */
const char *mapping_form(const struct field *f, bool amount);
bool mapping_takes(const struct catalogue *c, const struct field *f, bool amount, struct bytes raw,
                   bool *ret_fits, struct error *e) _must_check_;

const char *mapping_source(const struct mapping *m); /* the source's name, part of a record's key */
enum mapping_format mapping_file_format(const struct mapping *m);
struct csv_options mapping_csv_options(const struct mapping *m);

/* The header row: finds each column's place. ERR_MAPPING names the columns that are missing, or that are
 * there twice.
 * `*ret_found`, also when it fails: how many columns of the mapping there are, which tells a heading from the
 * title above it. */
bool mapping_header(struct mapping *m, const struct csv_row *header, size_t *ret_found, struct error *e)
	_must_check_;
bool mapping_uses_column(const struct mapping *m, size_t column); /* of the header that was found */
/* A row or an object to a record. `*ret_skipped` is true for a row that the mapping says is no person
 * (its `skip_unless` column is empty, or nothing stands in the row); `ret` is then untouched. The record
 * holds an identifying set. A fault of the row itself (`row->fault`) comes back unchanged, ERR_CSV_COLUMNS
 * when something stands behind the header's last column, or the row ends before `skip_unless`; cells that
 * lack at the end are empty; for a row, `e->line` is its line. Errors name the field and the rule, never the
 * value; of several the first is in `e`, and the watch is told of all. */
bool mapping_row(const struct mapping *m, const struct csv_row *row, struct record *ret, bool *ret_skipped,
                 struct error *e) _must_check_;
bool mapping_object(const struct mapping *m, const json_t *object, struct record *ret, bool *ret_skipped,
                    struct error *e) _must_check_;
