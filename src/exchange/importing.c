/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/importing.h"

#include "base/limits.h"
#include "codec/json.h"
#include "exchange/screening.h"
#include "io/file.h"
#include "record/mapping.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void importing_result_clear(struct importing_result *r)
{
	free(r->source);
	*r = (struct importing_result){ 0 };
}

struct taking_in {
	const struct importing_request *request;
	struct act *act;
	struct mapping *mapping;
	struct file_write rejects;
	struct fd_stream file;
	uint64_t bytes;
	int64_t undone; /* the import to take back, of so many rows */
	uint64_t rows;
	struct importing_result *result;
};

static void taking_in_clear(struct taking_in *t)
{
	mapping_freep(&t->mapping);
	file_write_clear(&t->rejects);
	fd_closep(&t->file.fd);
}

static bool counted_read(void *context, uint8_t *out, size_t size, size_t *ret_size, struct error *e)
{
	struct taking_in *t = context;
	struct source file = fd_source(&t->file);
	if (!file.read(file.context, out, size, ret_size, e))
		return false;
	t->bytes += *ret_size;
	if (t->request->progress)
		t->request->progress(t->request->context, t->bytes);
	return true;
}

static bool reject(struct taking_in *t, uint64_t line, const struct error *why, struct error *e)
{
	t->result->counts.rejected++;
	if (t->request->rejected)
		t->request->rejected(t->request->context, line, why);
	if (!t->request->rejects)
		return true;
	/* Field names and rules only: the row itself stays in the source. */
	char text[ERROR_SUBJECT_MAX + ERROR_DETAIL_MAX + 128];
	snprintf(text, sizeof text, "%llu;%s;%s;%s\r\n", (unsigned long long)line, error_name(why->code),
	         why->subject, why->detail);
	return sink_write(file_write_sink(&t->rejects), bytes_of_string(text), e);
}

/* Faults of the store or the machine end the import; faults of a row reject the row. */
static bool is_about_row(enum error_code code)
{
	enum error_class class = error_class(code);
	return class == CLASS_ROW || class == CLASS_TEXT || code == ERR_MANDATE;
}

/* A unit that the roster doesn't have could be anybody. */
static bool check_units(const struct taking_in *t, const struct record *r, struct error *e)
{
	for (size_t i = 0; i < catalogue_size(r->catalogue); i++) {
		const struct field *f = catalogue_field(r->catalogue, i);
		if (f->kind != FIELD_UNIT || !r->values[i].size)
			continue;
		if (!roster_has_unit(desk_roster(t->act->desk), r->values[i]))
			return error_set(e, ERR_FIELD_VALUE, f->name, "%s", "a unit of the roster expected");
	}
	return true;
}

static bool check_record(const struct taking_in *t, const struct record *r, struct error *e)
{
	enum law law;
	if (!record_check_identity(r, e) || !check_units(t, r, e))
		return false;
	if (!record_law(r, &law))
		return error_set(e, ERR_MISSING, role_name(ROLE_LAW), "%s", "");
	if (!(t->act->laws & (unsigned)law))
		return error_set(e, ERR_MANDATE, law_name(law), "%s",
		                 "records under this law are not in the mandate");
	return true;
}

static bool take_in(struct taking_in *t, uint64_t line, struct record *r, struct error *e)
{
	enum record_change change;
	char id[RECORD_ID_SIZE + 1];
	struct error why;
	struct import_counts *counts = &t->result->counts;
	if (!check_record(t, r, &why))
		return reject(t, line, &why, e);
	if (!record_put(t->act->desk->store, t->result->import, t->result->source, r, NULL, &change, id, e))
		return false;
	counts->added += change == RECORD_ADDED;
	counts->changed += change == RECORD_CHANGED;
	counts->same += change == RECORD_SAME;
	return change == RECORD_SAME || act_client(t->act, r, id, NULL, NULL, e);
}

static bool take_csv_row(struct taking_in *t, const struct csv_row *row, struct error *e)
{
	_cleanup_(record_clear) struct record r = { 0 };
	bool skipped = false;
	struct error why;
	t->result->counts.read++;
	if (row->fault.code != ERR_NONE)
		return reject(t, row->line, &row->fault, e);
	if (!mapping_row(t->mapping, row, &r, &skipped, &why)) {
		if (is_about_row(why.code))
			return reject(t, row->line, &why, e);
		*e = why;
		return false;
	}
	t->result->counts.skipped += skipped;
	return skipped || take_in(t, row->line, &r, e);
}

static bool take_csv(struct taking_in *t, struct source in, struct error *e)
{
	_cleanup_(csv_freep) struct csv_reader *csv = NULL;
	struct csv_row row;
	bool more;
	if (!csv_open(in, mapping_csv_options(t->mapping), &csv, e) || !csv_next(csv, &row, &more, e))
		return false;
	if (!more || row.fault.code != ERR_NONE)
		return error_line(e, ERR_MAPPING, t->request->path, 1, "%s",
		                  "no header row that can be read");
	if (!mapping_header(t->mapping, &row, e))
		return false;
	for (;;) {
		if (!csv_next(csv, &row, &more, e))
			return false;
		if (!more)
			return true;
		if (!take_csv_row(t, &row, e))
			return false;
	}
}

static bool take_object(struct taking_in *t, uint64_t line, struct bytes text, struct error *e)
{
	_cleanup_(record_clear) struct record r = { 0 };
	_cleanup_(json_freep) json_t *object = NULL;
	bool skipped = false;
	struct error why;
	t->result->counts.read++;
	if (memchr(text.data, 0, text.size))
		error_set(&why, ERR_NUL_BYTE, NULL, "%s", "");
	else if (json_parse(text, NULL, &object, &why) &&
	         mapping_object(t->mapping, object, &r, &skipped, &why)) {
		t->result->counts.skipped += skipped;
		return skipped || take_in(t, line, &r, e);
	}
	if (is_about_row(why.code))
		return reject(t, line, &why, e);
	*e = why;
	return false;
}

/* Lines one by one, so that memory is bounded by one line; a line that is too long is rejected and passed
 * over. */
static bool take_ndjson(struct taking_in *t, struct source in, struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer line = { 0 };
	uint8_t block[65536];
	uint64_t number = 1;
	bool too_long = false;
	for (;;) {
		size_t got;
		if (!in.read(in.context, block, sizeof block, &got, e))
			return false;
		for (size_t at = 0; at < got || got == 0;) {
			const uint8_t *end = got ? memchr(block + at, '\n', got - at) : NULL;
			size_t size = end ? (size_t)(end - (block + at)) : got - at;
			if (!too_long && line.size + size > LIMIT_JSON_LINE_SIZE) {
				struct error why;
				t->result->counts.read++;
				error_set(&why, ERR_TOO_LARGE, NULL, "a line of more than %u bytes",
				          LIMIT_JSON_LINE_SIZE);
				too_long = true;
				if (!reject(t, number, &why, e))
					return false;
			}
			if (!too_long)
				buffer_append(&line, bytes_of(block + at, size));
			at += size + 1;
			if (!end && got)
				break;
			if (!buffer_ok(&line, e) ||
			    (!too_long && line.size && !take_object(t, number, buffer_bytes(&line), e)))
				return false;
			buffer_reset(&line);
			too_long = false;
			number++;
			if (got == 0)
				return true;
		}
	}
}

static bool load_mapping(struct taking_in *t, struct error *e)
{
	const struct catalogue *c = t->act->desk->catalogue;
	if (!t->request->mapping)
		return mapping_identity(c, "ndjson", &t->mapping, e);
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	return file_read(t->request->mapping, LIMIT_YAML_SIZE, &text, e) &&
	       mapping_load(buffer_bytes(&text), t->request->mapping, c, &t->mapping, e);
}

static const char *file_label(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static bool take_file(struct taking_in *t, struct error *e)
{
	struct store *s = t->act->desk->store;
	const struct importing_request *q = t->request;
	if (q->rejects && file_exists(q->rejects))
		return error_set(e, ERR_FILE_EXISTS, q->rejects, "%s", "");
	if (!load_mapping(t, e) || !file_open(q->path, true, &t->file.fd, e) ||
	    (q->rejects && !file_write_start(&t->rejects, q->rejects, e)))
		return false;
	t->result->source = string_copy(mapping_source(t->mapping));
	if (!t->result->source)
		return error_memory(e);
	if (!import_begin(s, t->result->source, file_label(q->path), &t->result->import, e))
		return false;
	const struct source in = { counted_read, t };
	return (mapping_file_format(t->mapping) == MAPPING_CSV ? take_csv(t, in, e)
	                                                       : take_ndjson(t, in, e)) &&
	       import_end(s, t->result->import, &t->result->counts, e);
}

static bool importing_body(struct act *a, void *context, struct error *e)
{
	struct taking_in *t = context;
	t->act = a;
	if (!take_file(t, e) || (t->request->rejects && !file_write_sync(&t->rejects, e)))
		return false;
	a->entry.source = t->result->source;
	a->entry.records = t->result->counts.added + t->result->counts.changed;
	a->entry.rejected = t->result->counts.rejected;
	return true;
}

static bool publish(_unused_ struct act *a, void *context, _unused_ struct error *e)
{
	struct taking_in *t = context;
	struct error later;
	t->result->rejects_lost = t->request->rejects && !file_write_publish(&t->rejects, false, &later);
	return true;
}

static const struct act_frame importing = { .kind = ACT_IMPORT, .body = importing_body, .done = publish };

bool importing_file(struct desk *d, const struct importing_request *request, struct importing_result *ret,
                    struct error *e)
{
	_cleanup_(importing_result_clear) struct importing_result result = { 0 };
	_cleanup_(taking_in_clear) struct taking_in t = {
		.request = request,
		.rejects.fd = -1,
		.file = { .fd = -1, .path = request->path },
		.result = &result,
	};
	if (!act_run(d, &importing, &t, e))
		return false;
	*ret = result;
	result = (struct importing_result){ 0 };
	return true;
}

static bool undone_client(void *context, const struct stored_record *stored, struct error *e)
{
	struct taking_in *t = context;
	_cleanup_(record_clear) struct record r = { 0 };
	return record_recall(t->act->desk->catalogue, stored->json, stored->id, &r, e) &&
	       act_client(t->act, &r, stored->id, NULL, NULL, e);
}

static bool undo_body(struct act *a, void *context, struct error *e)
{
	struct taking_in *t = context;
	struct store *s = a->desk->store;
	t->act = a;
	if (!records_of_import(s, t->undone, undone_client, t, e) || !import_undo(s, t->undone, &t->rows, e))
		return false;
	a->entry.records = t->rows;
	return true;
}

static const struct act_frame undoing = { .kind = ACT_UNDO, .body = undo_body };

bool importing_undo(struct desk *d, int64_t import, uint64_t *ret_rows, struct error *e)
{
	_cleanup_(taking_in_clear) struct taking_in t = { .rejects.fd = -1, .file.fd = -1, .undone = import };
	if (!act_run(d, &undoing, &t, e))
		return false;
	*ret_rows = t.rows;
	return true;
}
