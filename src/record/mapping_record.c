/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/mapping_value.h"

#include "base/written.h"
#include "record/attachment.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* A source's rows and objects, through the mapping, to records. */

/* --- all faults of a row, and not the first alone --- */

struct gathering {
	const struct mapping *m;
	struct record *r;
	bool any,
		of_identity; /* faults; and one in what tells whom the record is about, or under which law */
	struct error first;
};

static bool is_of_identity(const struct field *f)
{
	bool is = f->role == ROLE_BSN || f->role == ROLE_LAW;
	for (size_t i = 0; i < IDENTIFYING_COUNT; i++)
		is = is || f->role == record_identifying[i];
	return is;
}

/* True when the rest of the row can be looked at. The field then has no value. */
static bool gather(struct gathering *g, const struct field *f, const struct mapping_entry *to,
                   const struct error *why, struct error *e)
{
	if (error_class(why->code) != CLASS_ROW) {
		*e = *why;
		return false;
	}
	if (!g->any)
		g->first = *why;
	g->any = true;
	g->of_identity = g->of_identity || (f && is_of_identity(f));
	const struct row_fault fault = { *why, f, to };
	if (g->m->watch.fault)
		g->m->watch.fault(g->m->watch.context, &fault);
	return !f || record_set(g->r, f, bytes_of(NULL, 0), e);
}

/* A row of which a name is wrong doesn't lack it besides. */
static bool end_gathering(struct gathering *g, struct error *e)
{
	struct error why;
	if (g->m->watch.made)
		g->m->watch.made(g->m->watch.context, g->r);
	if (!g->of_identity && !record_check_identity(g->r, &why)) {
		const struct field *f =
			catalogue_role(g->m->catalogue, why.code == ERR_MISSING ? ROLE_LAW : ROLE_BSN);
		if (!gather(g, f, NULL, &why, e))
			return false;
	}
	if (g->any)
		*e = g->first;
	return !g->any;
}

const char *row_fault_heading(const struct row_fault *f)
{
	return f->entry && f->entry->file ? f->entry->file->from : NULL;
}

const char *row_fault_value(const struct row_fault *f, size_t index)
{
	const struct file_entry *file = f->entry ? f->entry->file : NULL;
	return file && index < file->value_count ? file->values[index].from : NULL;
}

bool row_fault_is_amount(const struct row_fault *f)
{
	return f->entry && f->entry->as == AS_AMOUNT;
}

/* --- rows --- */

static bool find_column(const struct csv_row *header, const char *name, size_t *ret, size_t *found,
                        struct error *e)
{
	_cleanup_(buffer_clear) struct buffer room = { 0 };
	*ret = NO_COLUMN;
	for (size_t i = 0; i < header->count; i++) {
		if (!bytes_equal_string(mapping_value_plain(header->fields[i], true, &room), name))
			continue;
		if (*ret != NO_COLUMN)
			return error_line(e, ERR_MAPPING, name, header->line, "%s",
			                  N_("this column is there twice"));
		*ret = i;
		++*found;
	}
	return *ret != NO_COLUMN ||
	       error_line(e, ERR_MAPPING, name, header->line, "%s", N_("no such column in the header row"));
}

/* Of all columns that lack the names are told at once, as far as there is room. */
static void find_another(const struct csv_row *header, const char *name, size_t *ret, size_t *found, bool *ok,
                         struct error *e)
{
	struct error why;
	if (find_column(header, name, ret, found, &why))
		return;
	if (*ok)
		*e = why;
	else if (strcmp(e->detail, why.detail) == 0)
		snprintf(e->subject + strlen(e->subject), sizeof e->subject - strlen(e->subject), ", %s",
		         why.subject);
	*ok = false;
}

bool mapping_header(struct mapping *m, const struct csv_row *header, size_t *ret_found, struct error *e)
{
	assert(m->file.format == MAPPING_CSV);
	bool ok = true;
	*ret_found = 0;
	if (header->fault.code != ERR_NONE) {
		*e = header->fault;
		return false;
	}
	for (size_t i = 0; i < m->count; i++)
		if (m->entries[i].file)
			find_another(header, m->entries[i].file->from, &m->entries[i].column, ret_found, &ok,
			             e);
	if (m->file.skip_unless)
		find_another(header, m->file.skip_unless, &m->skip_column, ret_found, &ok, e);
	m->columns = header->count;
	return ok;
}

bool mapping_uses_column(const struct mapping *m, size_t column)
{
	bool uses = m->skip_column == column;
	for (size_t i = 0; i < m->count; i++)
		uses = uses || (m->entries[i].file && m->entries[i].column == column);
	return uses;
}

/* Cells at the end that a spreadsheet didn't write are empty. */
static struct bytes cell(const struct csv_row *row, size_t column)
{
	return column < row->count ? row->fields[column] : bytes_of(NULL, 0);
}

static bool is_blank_from(const struct csv_row *row, size_t column)
{
	for (size_t i = column; i < row->count; i++)
		if (text_trimmed(row->fields[i]).size)
			return false;
	return true;
}

static bool is_skipped(const struct mapping *m, const struct csv_row *row)
{
	_cleanup_(buffer_wipe) struct buffer room = { 0 };
	return m->skip_column != NO_COLUMN &&
	       mapping_value_is_empty(m, mapping_value_plain(cell(row, m->skip_column), true, &room));
}

static bool row_to_record(const struct csv_row *row, struct gathering *g, struct error *e)
{
	_cleanup_(mapping_scratch_clear) struct mapping_scratch scratch = { 0 };
	const struct mapping *m = g->m;
	for (size_t i = 0; i < m->count; i++) {
		struct error why;
		const struct mapping_entry *to = &m->entries[i];
		bool ok = to->file ? mapping_value_set(m, to, cell(row, to->column), &scratch, g->r, &why)
		                   : record_set(g->r, to->field, to->constant, &why);
		if (!ok && !gather(g, to->field, to, &why, e))
			return false;
	}
	return end_gathering(g, e);
}

bool mapping_row(const struct mapping *m, const struct csv_row *row, struct record *ret, bool *ret_skipped,
                 struct error *e)
{
	assert(m->file.format == MAPPING_CSV && m->columns > 0);
	if (row->fault.code != ERR_NONE) {
		*e = row->fault;
		return false;
	}
	/* Cut off before the column that tells a person, it may be one. */
	bool cut = m->skip_column != NO_COLUMN && row->count <= m->skip_column;
	if (is_blank_from(row, 0) || (!cut && is_skipped(m, row))) {
		*ret_skipped = true;
		return true;
	}
	if (cut || !is_blank_from(row, m->columns))
		return error_line(e, ERR_CSV_COLUMNS, NULL, row->line, "columns: %zu; in the header: %zu",
		                  row->count, m->columns);
	_cleanup_(record_clear) struct record r = { 0 };
	if (!record_start(&r, m->catalogue, e))
		return false;
	struct gathering g = { .m = m, .r = &r };
	if (!row_to_record(row, &g, e)) {
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
                       struct mapping_scratch *scratch, struct record *r, struct error *e)
{
	char room[32];
	struct bytes raw;
	if (to->field->kind == FIELD_ATTACHMENTS && json_is_array(value)) {
		if (json_array_size(value) == 0)
			return true;
		const struct attachments_of of = field_attachments(to->field);
		buffer_reset(&scratch->value);
		return attachments_append(&scratch->value, value, &of, e) &&
		       record_set(r, to->field, buffer_bytes(&scratch->value), e);
	}
	return scalar_text(value, to->field->name, room, &raw, e) &&
	       mapping_value_set(m, to, raw, scratch, r, e);
}

static bool fault_of_member(void *context, const struct field *f, const struct error *why, struct error *e)
{
	return gather(context, f, NULL, why, e);
}

static bool object_to_record(const json_t *object, struct gathering *g, struct error *e)
{
	_cleanup_(mapping_scratch_clear) struct mapping_scratch scratch = { 0 };
	const struct mapping *m = g->m;
	const struct record_faults told = { fault_of_member, g };
	if (m->identity)
		return record_fill(g->r, object, &told, e) && end_gathering(g, e);
	for (size_t i = 0; i < m->count; i++) {
		struct error why;
		const struct mapping_entry *to = &m->entries[i];
		bool ok = to->file ? set_member(m, to, find_member(object, to->file->from), &scratch, g->r,
		                                &why)
		                   : record_set(g->r, to->field, to->constant, &why);
		if (!ok && !gather(g, to->field, to, &why, e))
			return false;
	}
	return end_gathering(g, e);
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
	_cleanup_(buffer_wipe) struct buffer plain = { 0 };
	*ret = mapping_value_is_empty(m, mapping_value_plain(raw, true, &plain));
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
	struct gathering g = { .m = m, .r = &r };
	if (!record_start(&r, m->catalogue, e) || !object_to_record(object, &g, e))
		return false;
	*ret_skipped = false;
	*ret = r;
	r = (struct record){ 0 };
	return true;
}
