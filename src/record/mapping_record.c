/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/mapping_value.h"

#include "record/attachment.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* A source's rows and objects, through the mapping, to records. */

/* Room for a value on its way; wiped, for it held a client's data. */
static void scratch_clear(struct buffer *b)
{
	if (b->data)
		explicit_bzero(b->data, b->capacity);
	buffer_clear(b);
}

/* --- rows --- */

static bool find_column(const struct csv_row *header, const char *name, size_t *ret, struct error *e)
{
	*ret = NO_COLUMN;
	for (size_t i = 0; i < header->count; i++) {
		if (!bytes_equal_string(mapping_value_trimmed(header->fields[i]), name))
			continue;
		if (*ret != NO_COLUMN)
			return error_line(e, ERR_MAPPING, name, header->line, "this column is there twice");
		*ret = i;
	}
	return *ret != NO_COLUMN ||
	       error_line(e, ERR_MAPPING, name, header->line, "no such column in the header row");
}

bool mapping_header(struct mapping *m, const struct csv_row *header, struct error *e)
{
	assert(m->file.format == MAPPING_CSV);
	if (header->fault.code != ERR_NONE) {
		*e = header->fault;
		return false;
	}
	for (size_t i = 0; i < m->count; i++)
		if (m->entries[i].file &&
		    !find_column(header, m->entries[i].file->from, &m->entries[i].column, e))
			return false;
	if (m->file.skip_unless && !find_column(header, m->file.skip_unless, &m->skip_column, e))
		return false;
	m->columns = header->count;
	return true;
}

static bool row_to_record(const struct mapping *m, const struct csv_row *row, struct record *r,
                          struct error *e)
{
	_cleanup_(scratch_clear) struct buffer scratch = { 0 };
	for (size_t i = 0; i < m->count; i++) {
		const struct mapping_entry *to = &m->entries[i];
		if (!to->file) {
			if (!record_set(r, to->field, to->constant, e))
				return false;
		} else if (!mapping_value_set(m, to, row->fields[to->column], &scratch, r, e)) {
			return false;
		}
	}
	return record_check_identity(r, e);
}

bool mapping_row(const struct mapping *m, const struct csv_row *row, struct record *ret, bool *ret_skipped,
                 struct error *e)
{
	assert(m->file.format == MAPPING_CSV && m->columns > 0);
	if (row->fault.code != ERR_NONE) {
		*e = row->fault;
		return false;
	}
	bool blank = row->count == 0 || (row->count == 1 && mapping_value_trimmed(row->fields[0]).size == 0);
	if (!blank && row->count != m->columns)
		return error_line(e, ERR_CSV_COLUMNS, NULL, row->line, "%zu columns, the header has %zu",
		                  row->count, m->columns);
	if (blank || (m->skip_column != NO_COLUMN &&
	              mapping_value_is_empty(m, mapping_value_trimmed(row->fields[m->skip_column])))) {
		*ret_skipped = true;
		return true;
	}
	_cleanup_(record_clear) struct record r = { 0 };
	if (!record_start(&r, m->catalogue, e))
		return false;
	if (!row_to_record(m, row, &r, e)) {
		e->line = row->line;
		return false;
	}
	*ret_skipped = false;
	*ret = r;
	r = (struct record){ 0 };
	return true;
}

/* --- objects --- */

/* `client.adres.postcode`: a member of that whole name, else member by member. NULL when absent. */
static const json_t *find_member(const json_t *object, const char *path)
{
	const json_t *whole = json_object_get(object, path);
	struct cursor c = cursor_of(bytes_of_string(path));
	if (whole)
		return whole;
	while (object && !cursor_done(&c)) {
		struct bytes name = cursor_until(&c, '.');
		object = json_object_getn(object, (const char *)name.data, name.size);
	}
	return object;
}

/* A scalar as text, borrowed from the value or from `room`; null and absent are empty. */
static bool scalar_text(const json_t *value, const char *subject, char room[32], struct bytes *ret,
                        struct error *e)
{
	*ret = bytes_of(NULL, 0);
	if (json_is_string(value)) {
		*ret = bytes_of(json_string_value(value), json_string_length(value));
	} else if (json_is_integer(value)) {
		int size = snprintf(room, 32, "%lld", (long long)json_integer_value(value));
		*ret = bytes_of(room, (size_t)size);
	} else if (json_is_boolean(value)) {
		*ret = json_is_true(value) ? BYTES("true") : BYTES("false");
	} else if (value && !json_is_null(value)) {
		return error_set(e, ERR_FIELD_VALUE, subject,
		                 "text, a whole number, true, false or null expected");
	}
	return true;
}

static bool set_member(const struct mapping *m, const struct mapping_entry *to, const json_t *value,
                       struct buffer *scratch, struct record *r, struct error *e)
{
	char room[32];
	struct bytes raw;
	if (to->field->kind == FIELD_ATTACHMENTS && json_is_array(value)) {
		if (json_array_size(value) == 0)
			return true;
		const struct attachments_of of = field_attachments(to->field);
		buffer_reset(scratch);
		return attachments_append(scratch, value, &of, e) &&
		       record_set(r, to->field, buffer_bytes(scratch), e);
	}
	return scalar_text(value, to->field->name, room, &raw, e) &&
	       mapping_value_set(m, to, raw, scratch, r, e);
}

static bool object_to_record(const struct mapping *m, const json_t *object, struct record *r, struct error *e)
{
	_cleanup_(scratch_clear) struct buffer scratch = { 0 };
	for (size_t i = 0; i < m->count; i++) {
		const struct mapping_entry *to = &m->entries[i];
		if (!to->file) {
			if (!record_set(r, to->field, to->constant, e))
				return false;
		} else if (!set_member(m, to, find_member(object, to->file->from), &scratch, r, e)) {
			return false;
		}
	}
	return record_check_identity(r, e);
}

static bool is_no_person(const struct mapping *m, const json_t *object, bool *ret, struct error *e)
{
	char room[32];
	struct bytes raw;
	*ret = false;
	if (!m->file.skip_unless)
		return true;
	if (!scalar_text(find_member(object, m->file.skip_unless), m->file.skip_unless, room, &raw, e))
		return false;
	*ret = mapping_value_is_empty(m, mapping_value_trimmed(raw));
	return true;
}

bool mapping_object(const struct mapping *m, const json_t *object, struct record *ret, bool *ret_skipped,
                    struct error *e)
{
	assert(m->file.format == MAPPING_NDJSON);
	bool skip;
	if (!json_is_object(object))
		return error_set(e, ERR_SYNTAX, NULL, "a JSON object expected");
	if (!is_no_person(m, object, &skip, e))
		return false;
	if (skip) {
		*ret_skipped = true;
		return true;
	}
	_cleanup_(record_clear) struct record r = { 0 };
	if (!m->identity) {
		if (!record_start(&r, m->catalogue, e) || !object_to_record(m, object, &r, e))
			return false;
	} else if (!record_of_object(m->catalogue, object, NULL, &r, e) || !record_check_identity(&r, e)) {
		return false;
	}
	*ret_skipped = false;
	*ret = r;
	r = (struct record){ 0 };
	return true;
}
