/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/importing.h"

#include "base/file_kind.h"
#include "base/limits.h"
#include "base/written.h"
#include "codec/json.h"
#include "exchange/rejects.h"
#include "exchange/screening.h"
#include "io/file.h"
#include "store/corrections.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TITLE_ROWS_MOST 20u /* above a heading */

void importing_result_clear(struct importing_result *r)
{
	free(r->source);
	import_notice_clear(&r->notice);
	*r = (struct importing_result){ 0 };
}

/* What is wrong in the row at hand. */
struct faults {
	struct row_fault *items;
	size_t count, room;
	bool failed; /* for want of memory */
};

struct taking_in {
	const struct importing_request *request;
	struct act *act;
	struct mapping *mapping;
	struct rejects rejects;
	struct faults faults;
	struct buffer reason;
	struct fd_stream file;
	uint64_t bytes, line;
	int64_t undone; /* the import to take back, of so many rows */
	uint64_t rows;
	struct importing_result *result;
};

static void taking_in_clear(struct taking_in *t)
{
	mapping_freep(&t->mapping);
	rejects_clear(&t->rejects);
	free(t->faults.items);
	buffer_clear(&t->reason);
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
		t->request->progress(t->request->context, t->bytes, t->result->counts.read);
	return true;
}

static void add_fault(struct taking_in *t, const struct row_fault *fault)
{
	struct faults *f = &t->faults;
	if (f->count == f->room) {
		size_t room = f->room ? 2 * f->room : 8;
		struct row_fault *items = reallocarray(f->items, room, sizeof *items);
		if (!items) {
			f->failed = true;
			return;
		}
		f->items = items;
		f->room = room;
	}
	f->items[f->count++] = *fault;
}

/* Of something else than the mapping: the error says which field it is about. */
static void add_error(struct taking_in *t, const struct error *why)
{
	const struct field *f = catalogue_find(t->act->desk->catalogue, bytes_of_string(why->subject));
	add_fault(t, &(struct row_fault){ *why, f, NULL });
}

/* The row at hand, with all that is wrong in it; `row` is NULL where there are no cells. */
static bool reject(struct taking_in *t, const struct csv_row *row, struct error *e)
{
	const struct importing_request *q = t->request;
	const struct faults *f = &t->faults;
	if (f->failed)
		return error_memory(e);
	t->result->counts.rejected++;
	if (q->rejected)
		q->rejected(q->context, t->line, f->items, f->count);
	if (!q->rejects)
		return true;
	buffer_reset(&t->reason);
	q->reason(q->context, t->line, f->items, f->count, &t->reason);
	return buffer_ok(&t->reason, e) && rejects_add(&t->rejects, row, buffer_bytes(&t->reason), e);
}

/* Faults of the store or the machine end the import; faults of a row reject the row. */
static bool is_about_row(enum error_code code)
{
	enum error_class class = error_class(code);
	return class == CLASS_ROW || class == CLASS_TEXT || code == ERR_MANDATE;
}

/* A unit that the roster doesn't have could be anybody. */
static void check_units(struct taking_in *t, const struct record *r)
{
	struct error why;
	for (size_t i = 0; i < catalogue_size(r->catalogue); i++) {
		const struct field *f = catalogue_field(r->catalogue, i);
		if (f->kind != FIELD_UNIT || !r->values[i].size ||
		    roster_has_unit(desk_roster(t->act->desk), r->values[i]))
			continue;
		error_set(&why, ERR_FIELD_VALUE, f->name, "%s", N_("the roster has no such unit"));
		add_error(t, &why);
	}
}

/* What a catalogue can't tell of a row's values. */
static void made(void *context, const struct record *r)
{
	struct taking_in *t = context;
	enum law law;
	struct error why;
	if (!record_check_birth(r, t->act->desk->now, &why))
		add_error(t, &why);
	check_units(t, r);
	if (!record_law(r, &law) || (t->act->laws & (unsigned)law))
		return;
	error_set(&why, ERR_MANDATE, law_name(law), "%s",
	          N_("records under this law are not in the mandate"));
	add_error(t, &why);
}

static void fault_of_row(void *context, const struct row_fault *fault)
{
	add_fault(context, fault);
}

static bool is_secret(struct bytes value)
{
	return value.size && !bytes_equal_string(value, "0");
}

static bool is_suwinet(struct bytes value)
{
	return bytes_equal_string(value, "suwinet");
}

/* What holds a record, or its address, back (docs/adr/0055): an import that leaves it empty, of a column that
 * is gone or a state of long ago, must not undo it unseen. */
static const struct protection {
	enum role role;
	bool (*holds)(struct bytes value);
	const char *lost;
} protections[] = {
	{ ROLE_SECRECY, is_secret, N_("the address was secret, and would no longer be") },
	{ ROLE_SOURCE, is_suwinet, N_("it came from Suwinet, and would no longer say so") },
};

struct changing {
	struct taking_in *t;
	const struct record *r;
};

static bool may_change(void *context, struct bytes before, struct error *e)
{
	struct changing *c = context;
	_cleanup_(record_clear) struct record old = { 0 };
	struct error why;
	if (!record_recall(c->r->catalogue, before, "record", &old, e))
		return false;
	for (size_t i = 0; i < ELEMENTS(protections); i++) {
		const struct protection *p = &protections[i];
		if (!p->holds(record_role(&old, p->role)) || p->holds(record_role(c->r, p->role)))
			continue;
		error_set(&why, ERR_PROTECTION, role_name(p->role), "%s", p->lost);
		if (!c->t->request->accept) {
			*e = why;
			return false;
		}
		c->t->result->unprotected++;
		const struct row_fault lost = { why, catalogue_role(c->r->catalogue, p->role), NULL };
		if (c->t->request->unprotected)
			c->t->request->unprotected(c->t->request->context, c->t->line, &lost);
	}
	return true;
}

static bool take_in(struct taking_in *t, const struct csv_row *row, struct record *r, struct error *e)
{
	enum record_change change;
	char id[RECORD_ID_SIZE + 1];
	struct error why;
	struct import_counts *counts = &t->result->counts;
	struct changing changing = { t, r };
	const struct record_guard guard = { t->line, may_change, &changing };
	if (!record_put(t->act->desk->store, t->result->import, t->result->source, r, NULL, &guard, &change,
	                id, &why)) {
		if (is_about_row(why.code)) {
			add_error(t, &why);
			return reject(t, row, e);
		}
		*e = why;
		return false;
	}
	counts->added += change == RECORD_ADDED;
	counts->changed += change == RECORD_CHANGED;
	counts->same += change == RECORD_SAME;
	return change == RECORD_SAME || act_client(t->act, r, id, NULL, NULL, e);
}

static void start_row(struct taking_in *t, uint64_t line)
{
	t->result->counts.read++;
	t->line = line;
	t->faults.count = 0;
}

/* What the mapping made of a row: `why`, when that is nothing. */
static bool end_row(struct taking_in *t, const struct csv_row *row, struct record *r, bool skipped,
                    const struct error *why, struct error *e)
{
	if (why && !is_about_row(why->code)) {
		*e = *why;
		return false;
	}
	if (why && t->faults.count == 0)
		add_error(t, why);
	if (t->faults.count || t->faults.failed)
		return reject(t, row, e);
	t->result->counts.skipped += skipped;
	return skipped || take_in(t, row, r, e);
}

static bool take_csv_row(struct taking_in *t, const struct csv_row *row, struct error *e)
{
	_cleanup_(record_clear) struct record r = { 0 };
	bool skipped = false;
	struct error why;
	start_row(t, row->line);
	bool ok = mapping_row(t->mapping, row, &r, &skipped, &why);
	return end_row(t, row, &r, skipped, ok ? NULL : &why, e);
}

/* A row in one piece with another separator in it is a table that was exported otherwise. */
static char other_separator(const struct taking_in *t, const struct csv_row *row)
{
	static const char separators[] = ";,\t";
	char said = mapping_csv_options(t->mapping).separator;
	for (size_t i = 0; row->count == 1 && separators[i]; i++)
		if (separators[i] != said && bytes_find(row->fields[0], (uint8_t)separators[i]))
			return separators[i];
	return 0;
}

static bool no_header(const struct taking_in *t, char separator, struct error *e)
{
	if (!separator)
		return error_line(e, ERR_MAPPING, t->request->path, 1, "%s",
		                  N_("no header row: none of the mapping's columns is there"));
	return error_line(e, ERR_MAPPING, t->request->path, 1,
	                  "its columns are separated by %s, says the file",
	                  separator == '\t'  ? N_("tabs")
	                  : separator == ',' ? N_("commas")
	                                     : N_("semicolons"));
}

/* Above the heading there may be a title and blank rows: it is the first of the rows that has every column.
 * When none has, the one that came nearest is told of. */
static bool find_header(struct taking_in *t, struct csv_reader *csv, struct error *e)
{
	size_t best = 0;
	char separator = 0;
	for (unsigned i = 0; i < TITLE_ROWS_MOST; i++) {
		struct csv_row row;
		struct error why;
		size_t found;
		bool more;
		if (!csv_next(csv, &row, &more, e))
			return false;
		if (!more)
			break;
		if (mapping_header(t->mapping, &row, &found, &why))
			return !t->request->rejects || rejects_heading(&t->rejects, &row, csv_separator(csv),
			                                               mapping_uses_column(t->mapping, 0), e);
		if (found > best)
			*e = why;
		best = found > best ? found : best;
		separator = separator ? separator : other_separator(t, &row);
	}
	return best ? false : no_header(t, separator, e);
}

static bool take_csv(struct taking_in *t, struct source in, struct error *e)
{
	_cleanup_(csv_freep) struct csv_reader *csv = NULL;
	struct csv_row row;
	bool more;
	if (!csv_open(in, mapping_csv_options(t->mapping), &csv, e)) {
		if (!e->subject[0])
			snprintf(e->subject, sizeof e->subject, "%s", t->request->path);
		return false;
	}
	if (!find_header(t, csv, e))
		return false;
	for (;;) {
		if (!csv_next(csv, &row, &more, e))
			return false;
		if (!more)
			break;
		if (!take_csv_row(t, &row, e))
			return false;
	}
	return !csv_is_utf8_after_all(csv) ||
	       error_set(e, ERR_MAPPING, t->request->path, "%s",
	                 N_("the file is UTF-8, and the mapping says windows-1252"));
}

static bool take_object(struct taking_in *t, struct bytes text, struct error *e)
{
	_cleanup_(record_clear) struct record r = { 0 };
	_cleanup_(json_freep) json_t *object = NULL;
	_cleanup_(buffer_wipe) struct buffer composed = { 0 };
	bool skipped = false;
	struct error why;
	start_row(t, t->line);
	text_append_composed(&composed, text);
	if (!buffer_ok(&composed, e))
		return false;
	bool ok = !bytes_find(text, 0) ? json_parse(buffer_bytes(&composed), NULL, &object, &why)
	                               : error_set(&why, ERR_NUL_BYTE, NULL, "%s", "");
	ok = ok && mapping_object(t->mapping, object, &r, &skipped, &why);
	why.line = t->line;
	return end_row(t, NULL, &r, skipped, ok ? NULL : &why, e);
}

/* The first line: what else people take for NDJSON. A whole object has its end on its line. */
static bool check_first_line(const struct taking_in *t, struct bytes line, struct error *e)
{
	const char *kind = text_foreign_kind(line);
	struct bytes trimmed = text_trimmed(line);
	if (kind)
		return error_line(e, text_is_foreign_encoding(kind) ? ERR_UTF8 : ERR_SYNTAX, t->request->path,
		                  1, "%s", kind);
	if (bytes_starts_with(trimmed, "["))
		return error_line(e, ERR_SYNTAX, t->request->path, t->line, "%s",
		                  N_("a JSON array, and not one object a line (NDJSON)"));
	if (bytes_starts_with(trimmed, "{") && trimmed.data[trimmed.size - 1] != '}')
		return error_line(e, ERR_SYNTAX, t->request->path, t->line, "%s",
		                  N_("JSON over several lines, and not one object a line (NDJSON)"));
	return true;
}

static bool take_line(struct taking_in *t, struct bytes line, bool *first, struct error *e)
{
	if (*first && line.size && !check_first_line(t, line, e))
		return false;
	if (*first && bytes_starts_with(line, "\xef\xbb\xbf"))
		line = bytes_of(line.data + 3, line.size - 3);
	if (text_trimmed(line).size == 0)
		return true;
	*first = false;
	return take_object(t, line, e);
}

static bool too_long(struct taking_in *t, struct error *e)
{
	struct error why;
	start_row(t, t->line);
	error_line(&why, ERR_TOO_LARGE, NULL, t->line, "a line of more than %u bytes", LIMIT_JSON_LINE_SIZE);
	return end_row(t, NULL, NULL, false, &why, e);
}

/* Lines one by one, so that memory is bounded by one line; a line that is too long is rejected and passed
 * over. */
static bool take_ndjson(struct taking_in *t, struct source in, struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer line = { 0 };
	uint8_t block[65536];
	bool first = true, skipping = false;
	for (t->line = 1;;) {
		size_t got;
		if (!in.read(in.context, block, sizeof block, &got, e))
			return false;
		if (got == 0)
			return skipping || take_line(t, buffer_bytes(&line), &first, e);
		for (size_t at = 0; at < got;) {
			const uint8_t *end = memchr(block + at, '\n', got - at);
			size_t size = end ? (size_t)(end - (block + at)) : got - at;
			bool over = !skipping && line.size + size > LIMIT_JSON_LINE_SIZE;
			skipping = skipping || over;
			if (over && !too_long(t, e))
				return false;
			if (!skipping)
				buffer_append(&line, bytes_of(block + at, size));
			at += size + (end != NULL);
			if (!buffer_ok(&line, e))
				return false;
			if (!end)
				continue;
			if (!skipping && !take_line(t, buffer_bytes(&line), &first, e))
				return false;
			buffer_reset(&line);
			skipping = false;
			t->line++;
		}
	}
}

/* A field that can't be was left out: the row goes in, and is told of. */
static void left_out(void *context, const struct row_fault *fault)
{
	struct taking_in *t = context;
	t->result->left_out++;
	if (t->request->left_out)
		t->request->left_out(t->request->context, t->line, fault);
}

/* A table whose headings are the fields' own names says itself what NDJSON of records does. With labels or
 * other words it isn't taken: in which form its values are, say of an amount, only a mapping tells. */
static bool map_table(struct taking_in *t, struct bytes head, bool whole, struct error *e)
{
	const struct catalogue *c = t->act->desk->catalogue;
	_cleanup_(guess_clear) struct guess g = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct error why;
	if (!guess_table(head, whole, t->request->path, c, &g, &why) || !guess_says_all(&g))
		return error_set(e, ERR_UNMAPPED, t->request->path, "%s", "");
	guess_append_mapping(&g, "csv", NULL, NULL, &text);
	return buffer_ok(&text, e) && mapping_load(buffer_bytes(&text), t->request->path, c, &t->mapping, e);
}

/* What the file is, against what the mapping says. */
static bool check_format(const struct taking_in *t, struct bytes head, struct error *e)
{
	enum mapping_format said = mapping_file_format(t->mapping);
	if (said == MAPPING_NDJSON && guess_is_table(head))
		return error_set(e, ERR_MAPPING, t->request->path, "%s",
		                 N_("the file is a table (csv), and the mapping says ndjson"));
	if (said == MAPPING_CSV && file_kind_of(head) == FILE_JSON && !guess_is_table(head))
		return error_set(e, ERR_MAPPING, t->request->path, "%s",
		                 N_("the file is JSON, and the mapping says csv"));
	return true;
}

static bool load_mapping(struct taking_in *t, struct bytes head, bool whole, struct error *e)
{
	const struct catalogue *c = t->act->desk->catalogue;
	if (!t->request->mapping && guess_is_table(head))
		return map_table(t, head, whole, e);
	if (!t->request->mapping)
		return mapping_identity(c, "ndjson", &t->mapping, e);
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	return file_take(t->request->mapping, LIMIT_YAML_SIZE, &text, e) &&
	       file_kind_check(buffer_bytes(&text), t->request->mapping, FILE_FOR_MAPPING, e) &&
	       mapping_load(buffer_bytes(&text), t->request->mapping, c, &t->mapping, e) &&
	       check_format(t, head, e);
}

static const char *file_label(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static bool take_rows(struct taking_in *t, struct source in, struct error *e)
{
	struct store *s = t->act->desk->store;
	mapping_watch(t->mapping, (struct mapping_watch){ left_out, fault_of_row, made, t });
	t->result->source = string_copy(mapping_source(t->mapping));
	if (!t->result->source)
		return error_memory(e);
	if (!import_begin(s, t->result->source, file_label(t->request->path), &t->result->import, e))
		return false;
	return (mapping_file_format(t->mapping) == MAPPING_CSV ? take_csv(t, in, e)
	                                                       : take_ndjson(t, in, e)) &&
	       import_end(s, t->result->import, &t->result->counts, e);
}

static bool take_file(struct taking_in *t, struct error *e)
{
	const struct importing_request *q = t->request;
	const struct source counted = { counted_read, t };
	struct peek p;
	assert(!q->rejects || (q->reason && q->reason_column));
	if (!rejects_check(q->rejects, e) || !file_open(q->path, true, &t->file.fd, e) ||
	    !peek_start(&p, counted, e) || !file_kind_check(p.left, q->path, FILE_FOR_CASES, e))
		return false;
	bool whole = p.left.size < sizeof p.head;
	if (!load_mapping(t, p.left, whole, e) ||
	    (q->rejects && !rejects_start(&t->rejects, q->rejects, q->reason_column, e)))
		return false;
	return take_rows(t, peek_source(&p), e);
}

static bool importing_body(struct act *a, void *context, struct error *e)
{
	struct taking_in *t = context;
	t->act = a;
	if (!take_file(t, e) || (t->request->rejects && !file_write_sync(&t->rejects.file, e)))
		return false;
	if (t->result->counts.changed && !import_notice(a, t->result->import, &t->result->notice, e))
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
	t->result->rejects_lost = t->request->rejects && !file_write_publish(&t->rejects.file, true, &later);
	return true;
}

static const struct act_frame importing = { .kind = ACT_IMPORT, .body = importing_body, .done = publish };
static const struct act_frame trying = {
	.kind = ACT_IMPORT, .trial = true, .body = importing_body, .done = publish
};

bool importing_file(struct desk *d, const struct importing_request *request, struct importing_result *ret,
                    struct error *e)
{
	_cleanup_(importing_result_clear) struct importing_result result = { 0 };
	_cleanup_(taking_in_clear) struct taking_in t = {
		.request = request,
		.rejects.file.fd = -1,
		.file = { .fd = -1, .path = request->path },
		.result = &result,
	};
	if (!act_run(d, request->dry_run ? &trying : &importing, &t, e))
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
	if (!records_of_import(s, t->undone, undone_client, t, e) ||
	    !import_undo(s, t->undone, &t->rows, e) || !corrections_forget_undone(s, e))
		return false;
	a->entry.records = t->rows;
	return true;
}

static const struct act_frame undoing = { .kind = ACT_UNDO, .body = undo_body };

bool importing_undo(struct desk *d, int64_t import, uint64_t *ret_rows, struct error *e)
{
	_cleanup_(taking_in_clear) struct taking_in t = { .rejects.file.fd = -1,
		                                          .file.fd = -1,
		                                          .undone = import };
	if (!act_run(d, &undoing, &t, e))
		return false;
	*ret_rows = t.rows;
	return true;
}
