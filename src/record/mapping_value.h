/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A mapping as it stands in memory, and what it makes of one value of a source. For the sources of
 * `record/mapping` alone. */

#include "record/mapping.h"

#define NO_COLUMN SIZE_MAX

enum transform { AS_TEXT, AS_BSN, AS_DATE, AS_POSTCODE, AS_NUMBER, AS_TRUTH, AS_AMOUNT };

/* The file as it stands. */
struct file_value {
	char *from, *to;
};
struct file_constant {
	char *field, *value;
};
struct file_entry {
	char *field, *from, *otherwise;
	enum transform as;
	enum on_fault { FAULT_REJECTS, FAULT_LEAVES_OUT } on_fault;
	bool has_as, has_on_fault;
	struct file_value *values;
	size_t value_count;
};
struct mapping_file {
	char *source, *skip_unless;
	enum mapping_format format;
	enum separator { SEMICOLON, COMMA, TAB } separator;
	enum csv_encoding encoding;
	char **empty;
	struct file_constant *constants;
	struct file_entry *fields;
	size_t empty_count, constant_count, field_count;
};

/* One field of the catalogue and where its value comes from. */
struct mapping_entry {
	const struct field *field;
	const struct file_entry *file; /* NULL for a constant */
	struct bytes constant;
	enum transform as;
	size_t column; /* CSV: found by mapping_header */
};

struct mapping {
	const struct catalogue *catalogue; /* borrowed */
	struct mapping_file file;          /* owns every text */
	bool identity;                     /* then of the file there is the source and the format */
	struct mapping_entry *entries;
	size_t count;
	size_t skip_column, columns; /* CSV: found by mapping_header */
	struct mapping_watch watch;
};

/* Room for a value on its way; wiped, for it held a client's data. */
struct mapping_scratch {
	struct buffer plain, value;
};
void mapping_scratch_clear(struct mapping_scratch *s);

/* As it is compared: `text_append_plain` of one line or more, without the blanks around it. In `room`, or
 * borrowed where the source's value is plain already. Empty when there is no memory. */
struct bytes mapping_value_plain(struct bytes raw, bool one_line, struct buffer *room);
/* Is it one of the values that the source writes for nothing? */
bool mapping_value_is_empty(const struct mapping *m, struct bytes plain);
/* The field's value from the source's, translated or transformed; one that is empty leaves the field out, and
 * so does one that can't be where the mapping says so, which the watch is told. */
bool mapping_value_set(const struct mapping *m, const struct mapping_entry *to, struct bytes raw,
                       struct mapping_scratch *scratch, struct record *r, struct error *e) _must_check_;
