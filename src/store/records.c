/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/records.h"

#include "codec/json.h"
#include "store/came.h"
#include "store/client_states.h"
#include "store/exchanges.h"
#include "store/search.h"
#include "store/store_internal.h"
#include "trust/tie.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS(table) \
	table ".json, r.source, " table ".package, " table ".agreement, " table ".purpose, " table \
	      ".taken_in, " table \
	      ".retain_until, EXISTS (SELECT 1 FROM restriction x WHERE x.record = r.row), r.key," \
	      " coalesce((SELECT a.state FROM arrival a WHERE a.record = r.row), 1)"

/* --- putting --- */

struct version { /* what one call of record_put writes */
	int64_t import;
	const char *source;
	const struct stored_record *from; /* NULL: imported */
	const struct record_guard *guard; /* NULL: none asked */
	struct bytes json, key, bsn, text;
	bool late; /* what stands there came with a letter that its sender numbered later */
};

/* A unit may receive the same client for two purposes: each is its own record. What the sender tells its
 * records apart by counts before what came of their fields. */
static bool make_key(const struct record *r, const char *source, const struct stored_record *from,
                     const char *tag, struct buffer *ret, struct error *e)
{
	buffer_reset(ret);
	if (*tag)
		buffer_printf(ret, "%s\x1f#%s", source, tag);
	else if (!record_key(r, source, ret, e))
		return false;
	if (from)
		buffer_printf(ret, "\x1f%s\x1f%s", from->agreement, from->purpose);
	return buffer_ok(ret, e);
}

/* What came before its sender told records apart keeps its place when it comes again. */
static bool adopt(struct store *s, const struct record *r, const char *source,
                  const struct stored_record *from, struct error *e)
{
	static const char sql[] = "UPDATE record SET key = ?1 WHERE key = ?2 AND received"
				  " AND NOT EXISTS (SELECT 1 FROM record WHERE key = ?1 AND received)";
	_cleanup_(buffer_wipe) struct buffer old = { 0 };
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!make_key(r, source, from, "", &old, e) || !statement_start(&st, s->db, sql, e))
		return false;
	bind_utf8(&st, 1, buffer_bytes(&s->key));
	bind_utf8(&st, 2, buffer_bytes(&old));
	return statement_run(&st, e);
}

/* The columns that a new row and a new version of one have in common: places 1 to 8. */
static void bind_version(struct statement *st, const struct store *s, const struct version *v)
{
	if (v->bsn.size)
		bind_utf8(st, 1, v->bsn);
	else
		bind_null(st, 1);
	bind_utf8(st, 2, v->json);
	bind_number(st, 3, v->import);
	bind_text(st, 4, v->from ? v->from->package : NULL);
	bind_text(st, 5, v->from ? v->from->agreement : NULL);
	bind_text(st, 6, v->from ? v->from->purpose : NULL);
	bind_number(st, 7, s->taken_in);
	bind_number(st, 8, v->from ? v->from->retain_until : 0);
}

static bool add(struct store *s, const struct version *v, uint8_t id[RECORD_ID_SIZE / 2], struct error *e)
{
	static const char sql[] =
		"INSERT INTO record (bsn, json, import, package, agreement, purpose, taken_in, retain_until,"
		" id, key, received, source) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	random_bytes(id, RECORD_ID_SIZE / 2);
	bind_version(&st, s, v);
	bind_blob(&st, 9, bytes_of(id, RECORD_ID_SIZE / 2));
	bind_utf8(&st, 10, v->key);
	bind_number(&st, 11, v->from != NULL);
	bind_text(&st, 12, v->source);
	if (!statement_run(&st, e))
		return false;
	int64_t row = database_last_row(s->db);
	return search_add(s, row, v->text, e) && client_states_of_row(s, row, e);
}

static bool to_history(struct store *s, int64_t row, struct error *e)
{
	static const char sql[] =
		"INSERT INTO history (record, bsn, json, import, package, agreement, purpose, taken_in, "
		"retain_until, packed)"
		" SELECT row, bsn, json, import, package, agreement, purpose, taken_in, retain_until,"
		" (SELECT count(*) FROM packed WHERE record = ?1) FROM record WHERE row = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, row);
	return statement_run(&st, e);
}

/* The version that stands there now hasn't left. */
static bool unmark_packed(struct store *s, int64_t row, struct error *e)
{
	static const char sql[] = "DELETE FROM packed WHERE record = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, row);
	return statement_run(&st, e);
}

static bool supersede(struct store *s, int64_t row, const struct version *v, struct error *e)
{
	static const char sql[] = "UPDATE record SET bsn = ?1, json = ?2, import = ?3, package = ?4, "
				  "agreement = ?5, purpose = ?6,"
				  " taken_in = ?7, retain_until = max(retain_until, ?8) WHERE row = ?9";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!to_history(s, row, e) || !statement_start(&st, s->db, sql, e))
		return false;
	bind_version(&st, s, v);
	bind_number(&st, 9, row);
	if (!statement_run(&st, e) || !unmark_packed(s, row, e) || !client_states_of_row(s, row, e))
		return false;
	if (bytes_equal(v->text, buffer_bytes(&s->old_text)))
		return true;
	return search_remove(s, row, buffer_bytes(&s->old_text), e) && search_add(s, row, v->text, e);
}

/* The same again, received once more: it may be kept for as long as the later package says, and is of the one
 * that its sender numbered last. */
static bool prolong(struct store *s, int64_t row, const struct version *v, struct error *e)
{
	static const char sql[] = "UPDATE record SET retain_until = max(retain_until, ?2),"
				  " package = CASE WHEN ?3 THEN package ELSE ?4 END WHERE row = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, row);
	bind_number(&st, 2, v->from->retain_until);
	bind_number(&st, 3, v->late);
	bind_text(&st, 4, v->from->package);
	return statement_run(&st, e);
}

/* Two rows of one file contradict each other: which of them is so isn't for us to say. */
static bool ask_guard(struct store *s, const struct version *v, struct bytes before, struct error *e)
{
	uint64_t line;
	if (!v->guard)
		return true;
	if (!came_line(s, v->key, &line, e))
		return false;
	if (line)
		return error_line(e, ERR_DUPLICATE, NULL, v->guard->line,
		                  "the same key as line %llu, and something else in it; line %llu was taken",
		                  (unsigned long long)line, (unsigned long long)line);
	return !v->guard->may_change || v->guard->may_change(v->guard->context, before, e);
}

/* What a later letter of the same sender overtook: told with the history, and never current. */
static bool add_late(struct store *s, int64_t row, const struct version *v, struct error *e)
{
	static const char sql[] =
		"INSERT INTO history (bsn, json, import, package, agreement, purpose, taken_in, retain_until,"
		" record, packed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_version(&st, s, v);
	bind_number(&st, 9, row);
	return statement_run(&st, e);
}

/* What is restricted, for its client withdrew, stays that client's when the case is somebody else's now. */
static bool is_of_other(const struct version *v, struct statement *st)
{
	struct bytes bsn = column_bytes(st, 4);
	return column_number(st, 5) && bsn.size && v->bsn.size && !bytes_equal(bsn, v->bsn);
}

static bool set_aside(struct store *s, struct statement *found, struct error *e)
{
	static const char sql[] = "UPDATE record SET key = key || ?2 WHERE row = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	char behind[1 + RECORD_ID_SIZE + 1] = { 0x1f };
	uint8_t id[RECORD_ID_SIZE / 2];
	if (!column_exactly(found, 1, id, sizeof id, e) || !statement_start(&st, s->db, sql, e))
		return false;
	hex_encode(bytes_of(id, sizeof id), behind + 1);
	bind_number(&st, 1, column_number(found, 0));
	bind_text(&st, 2, behind);
	return statement_run(&st, e);
}

/* The current row with that key. `old_text` is set when its content differs. */
static bool find(struct store *s, struct version *v, int64_t *ret_row, uint8_t id[RECORD_ID_SIZE / 2],
                 enum record_change *ret_change, struct error *e)
{
	static const char sql[] = "SELECT row, id, json, package, bsn, EXISTS (SELECT 1 FROM restriction x "
				  "WHERE x.record = row)"
				  " FROM record WHERE key = ?1 AND received = ?2";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool there;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_utf8(&st, 1, v->key);
	bind_number(&st, 2, v->from != NULL);
	if (!statement_row(&st, &there, e))
		return false;
	*ret_change = RECORD_ADDED;
	if (there && is_of_other(v, &st)) {
		there = false;
		if (!set_aside(s, &st, e))
			return false;
	}
	if (!there)
		return true;
	if (v->from && !exchanges_came_later(s, column_text(&st, 3), v->from->sequence, &v->late, e))
		return false;
	*ret_row = column_number(&st, 0);
	*ret_change = bytes_equal(column_bytes(&st, 2), v->json) ? RECORD_SAME : RECORD_CHANGED;
	return column_exactly(&st, 1, id, RECORD_ID_SIZE / 2, e) &&
	       (*ret_change == RECORD_SAME || (ask_guard(s, v, column_bytes(&st, 2), e) &&
	                                       search_text_of_json(column_bytes(&st, 2), &s->old_text, e)));
}

static bool write_version(struct store *s, const struct version *v, enum record_change change, int64_t row,
                          uint8_t id[RECORD_ID_SIZE / 2], struct error *e)
{
	switch (change) {
	case RECORD_ADDED:
		return add(s, v, id, e);
	case RECORD_CHANGED:
		return v->late ? add_late(s, row, v, e) : supersede(s, row, v, e);
	case RECORD_SAME:
		return !v->from || prolong(s, row, v, e);
	}
	return error_set(e, ERR_STORE, s->home, "a change of a record that doesn't exist");
}

bool record_put(struct store *s, int64_t import, const char *source, const struct record *r,
                const struct stored_record *template, const struct record_guard *guard,
                enum record_change *ret_change, char ret_id[RECORD_ID_SIZE + 1], struct error *e)
{
	enum record_change change;
	uint8_t id[RECORD_ID_SIZE / 2];
	int64_t row = 0;
	const char *tag = template && template->tag ? template->tag : "";
	buffer_reset(&s->json);
	if (!make_key(r, source, template, tag, &s->key, e) || (*tag && !adopt(s, r, source, template, e)) ||
	    !record_format(r, NULL, &s->json, e) || !buffer_ok(&s->json, e) ||
	    !search_text_of_record(s, r, &s->text, e))
		return false;
	struct version v = {
		.import = import,
		.source = source,
		.from = template,
		.guard = guard,
		.json = buffer_bytes(&s->json),
		.key = buffer_bytes(&s->key),
		.text = buffer_bytes(&s->text),
		.bsn = record_get(r, s->searched[0]),
	};
	if (!find(s, &v, &row, id, &change, e) || (guard && !came_keep(s, v.key, guard->line, e)) ||
	    !write_version(s, &v, change, row, id, e))
		return false;
	*ret_change = v.late ? RECORD_SAME : change;
	hex_encode(bytes_of(id, sizeof id), ret_id);
	return true;
}

bool record_mark_packed(struct store *s, const char *id, struct error *e)
{
	static const char sql[] = "INSERT INTO packed (record) SELECT row FROM record WHERE id = ?1"
				  " ON CONFLICT (record) DO UPDATE SET record = excluded.record";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	if (!hex_decode(bytes_of_string(id), raw, sizeof raw))
		return error_set(e, ERR_NOT_FOUND, "record", "%s", "");
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, bytes_of(raw, sizeof raw));
	if (!statement_run(&st, e))
		return false;
	return database_changes(s->db) == 1 || error_set(e, ERR_NOT_FOUND, "record", "%s", "");
}

/* --- reading --- */

/* Columns: id, those of COLUMNS, superseded. */
static bool take_row(struct statement *st, struct stored_record *ret, struct error *e)
{
	uint8_t id[RECORD_ID_SIZE / 2];
	if (!column_exactly(st, 0, id, sizeof id, e))
		return false;
	hex_encode(bytes_of(id, sizeof id), ret->id);
	ret->json = column_bytes(st, 1);
	ret->source = column_text(st, 2);
	ret->package = column_text(st, 3);
	ret->agreement = column_text(st, 4);
	ret->purpose = column_text(st, 5);
	ret->taken_in = column_number(st, 6);
	ret->retain_until = column_number(st, 7);
	ret->restricted = column_number(st, 8) != 0;
	ret->key = column_bytes(st, 9);
	ret->arrival = (enum arrival_state)column_number(st, 10);
	ret->superseded = column_number(st, 11) != 0;
	return true;
}

static bool each_row(struct statement *st,
                     bool (*each)(void *context, const struct stored_record *r, struct error *e),
                     void *context, uint64_t *ret_rows, struct error *e)
{
	bool more;
	for (*ret_rows = 0;; ++*ret_rows) {
		struct stored_record r;
		if (!statement_row(st, &more, e))
			return false;
		if (!more)
			return true;
		if (!take_row(st, &r, e) || !each(context, &r, e))
			return false;
	}
}

/* --- selecting --- */

/* A selection by name is turned into row numbers first, in memory, so that records
 * come in a stable order, each once. */
static bool choose_row(struct store *s, int64_t selection, int64_t row, struct error *e)
{
	static const char sql[] = "INSERT OR IGNORE INTO temp.chosen (selection, record) VALUES (?1, ?2)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, selection);
	bind_number(&st, 2, row);
	return statement_run(&st, e);
}

/* All rows of a query that has what it asks bound already. */
static bool choose_rows(struct store *s, int64_t selection, struct statement *st, uint64_t *ret_rows,
                        struct error *e)
{
	bool more;
	for (*ret_rows = 0;; ++*ret_rows) {
		if (!statement_row(st, &more, e))
			return false;
		if (!more)
			return true;
		if (!choose_row(s, selection, column_number(st, 0), e))
			return false;
	}
}

static const char by_bsn[] = "SELECT row FROM record WHERE bsn = ?1 AND (NOT ?2 OR NOT received)";

static bool choose_items(struct store *s, int64_t selection, const struct selection *which, bool own_only,
                         struct error *e)
{
	static const char by_id[] = "SELECT row FROM record WHERE id = ?1 AND (NOT ?2 OR NOT received)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool ids = which->kind == SELECT_RECORDS;
	if (!statement_start(&st, s->db, ids ? by_id : by_bsn, e))
		return false;
	for (size_t i = 0; i < which->count; i++) {
		uint8_t id[RECORD_ID_SIZE / 2];
		uint64_t rows = 0;
		bool formed = !ids || hex_decode(bytes_of_string(which->items[i]), id, sizeof id);
		if (ids)
			bind_blob(&st, 1, bytes_of(id, sizeof id));
		else
			bind_text(&st, 1, which->items[i]);
		bind_number(&st, 2, own_only);
		if (formed && !choose_rows(s, selection, &st, &rows, e))
			return false;
		if (rows == 0)
			return error_line(e, ERR_NOT_FOUND, ids ? "record" : role_name(ROLE_BSN), i + 1,
			                  "item %zu of the selection", i + 1);
		statement_reset(&st);
	}
	return true;
}

static bool choose_list(struct store *s, int64_t selection, const char *list, bool own_only, struct error *e)
{
	static const char sql[] = "SELECT l.record FROM list l CROSS JOIN record r ON r.row = l.record"
				  " WHERE l.name = ?1 AND (NOT ?2 OR NOT r.received)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint64_t rows;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, list);
	bind_number(&st, 2, own_only);
	if (!choose_rows(s, selection, &st, &rows, e))
		return false;
	return rows > 0 || error_set(e, ERR_NOT_FOUND, list, "no such list, or nothing on it");
}

static bool choose_pending(struct store *s, int64_t selection, const uint8_t *package, struct error *e)
{
	static const char sql[] =
		"SELECT r.row FROM pending p CROSS JOIN record r ON r.id = p.record WHERE p.package = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint64_t rows;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, bytes_of(package, PACKAGE_ID_SIZE));
	return choose_rows(s, selection, &st, &rows, e);
}

static bool has_value(const json_t *record, enum role role, struct bytes value)
{
	char number[24];
	const json_t *of = json_object_get(record, role_name(role));
	if (json_is_string(of))
		return bytes_equal(value, bytes_of(json_string_value(of), json_string_length(of)));
	snprintf(number, sizeof number, "%lld", (long long)json_integer_value(of));
	return json_is_integer(of) && bytes_equal_string(value, number);
}

static bool has_values(struct bytes json, const struct bytes values[IDENTIFYING_COUNT], bool *ret,
                       struct error *e)
{
	_cleanup_(json_freep) json_t *record = NULL;
	*ret = json_parse(json, "record", &record, e);
	if (!*ret)
		return false;
	for (size_t i = 0; i < IDENTIFYING_COUNT; i++)
		*ret = *ret && has_value(record, record_identifying[i], values[i]);
	return true;
}

/* The search index tells who lives at the address: a few, whatever the number of records. */
static bool at_address(const struct bytes values[IDENTIFYING_COUNT], struct buffer *ret, struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer words = { 0 };
	for (size_t i = 0; i < IDENTIFYING_COUNT; i++)
		if (role_is_address(record_identifying[i])) {
			buffer_append(&words, values[i]);
			buffer_append_byte(&words, ' ');
		}
	return buffer_ok(&words, e) && search_expression(buffer_bytes(&words), ret, e);
}

/* Of the rows of a query, with what they have, those that have all of the set. */
static bool choose_named(struct store *s, int64_t selection, struct statement *st,
                         const struct bytes values[IDENTIFYING_COUNT], struct error *e)
{
	bool more, named;
	for (;;) {
		if (!statement_row(st, &more, e))
			return false;
		if (!more)
			return true;
		if (!has_values(column_bytes(st, 1), values, &named, e) ||
		    (named && !choose_row(s, selection, column_number(st, 0), e)))
			return false;
	}
}

static bool choose_by_set(struct store *s, int64_t selection, const char *tie, bool own_only, struct error *e)
{
	static const char sql[] =
		"SELECT r.row, r.json FROM search CROSS JOIN record r ON r.row = search.rowid"
		" WHERE search MATCH ?1 AND (NOT ?2 OR NOT r.received)";
	_cleanup_(buffer_wipe) struct buffer words = { 0 };
	_cleanup_(statement_clear) struct statement st = { 0 };
	struct bytes values[IDENTIFYING_COUNT];
	tie_values(tie, values);
	if (!at_address(values, &words, e) || !statement_start(&st, s->db, sql, e))
		return false;
	bind_utf8(&st, 1, buffer_bytes(&words));
	bind_number(&st, 2, own_only);
	return choose_named(s, selection, &st, values, e);
}

static bool choose_by_number(struct store *s, int64_t selection, const char *sql, const char *tie,
                             bool own_only, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint64_t rows;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, tie);
	bind_number(&st, 2, own_only);
	return choose_rows(s, selection, &st, &rows, e);
}

/* The history has no search index; the postcode leaves few to be compared. */
static bool choose_before(struct store *s, int64_t selection, const char *tie, bool own_only, struct error *e)
{
	static const char by_number[] =
		"SELECT h.record FROM history h CROSS JOIN record r ON r.row = h.record"
		" WHERE h.bsn = ?1 AND (NOT ?2 OR NOT r.received)";
	static const char by_set[] =
		"SELECT h.record, h.json FROM history h CROSS JOIN record r ON r.row = h.record"
		" WHERE json_extract(h.json, '$.postcode') = ?1 AND (NOT ?2 OR NOT r.received)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	struct bytes values[IDENTIFYING_COUNT];
	if (tie_is_number(tie))
		return choose_by_number(s, selection, by_number, tie, own_only, e);
	tie_values(tie, values);
	if (!statement_start(&st, s->db, by_set, e))
		return false;
	for (size_t i = 0; i < IDENTIFYING_COUNT; i++)
		if (record_identifying[i] == ROLE_POSTCODE)
			bind_utf8(&st, 1, values[i]);
	bind_number(&st, 2, own_only);
	return choose_named(s, selection, &st, values, e);
}

static bool choose_tied(struct store *s, int64_t selection, const struct selection *which, bool own_only,
                        struct error *e)
{
	if (which->kind == SELECT_TIED_BEFORE)
		return choose_before(s, selection, which->tie, own_only, e);
	return tie_is_number(which->tie) ? choose_by_number(s, selection, by_bsn, which->tie, own_only, e)
	                                 : choose_by_set(s, selection, which->tie, own_only, e);
}

static bool choose_by_field(struct store *s, int64_t selection, const struct selection *which, bool own_only,
                            struct error *e)
{
	static const char sql[] = "SELECT row FROM record WHERE json_extract(json, '$.\"' || ?3 || '\"') = ?1"
				  " AND (NOT ?2 OR NOT received)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint64_t rows;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, which->value);
	bind_number(&st, 2, own_only);
	bind_text(&st, 3, which->field);
	return choose_rows(s, selection, &st, &rows, e);
}

static bool choose(struct store *s, int64_t selection, const struct selection *which, bool own_only,
                   struct error *e)
{
	if (which->kind == SELECT_FIELD)
		return choose_by_field(s, selection, which, own_only, e);
	if (which->kind == SELECT_TIED || which->kind == SELECT_TIED_BEFORE)
		return choose_tied(s, selection, which, own_only, e);
	if (which->kind == SELECT_LIST)
		return choose_list(s, selection, which->list, own_only, e);
	if (which->kind == SELECT_PENDING)
		return choose_pending(s, selection, which->package, e);
	return choose_items(s, selection, which, own_only, e);
}

static bool each_chosen(struct store *s, int64_t selection,
                        bool (*each)(void *context, const struct stored_record *r, struct error *e),
                        void *context, struct error *e)
{
	static const char sql[] =
		"SELECT r.id, " COLUMNS("r") ", 0 FROM temp.chosen c CROSS JOIN record r ON r.row = c.record"
					     " WHERE c.selection = ?1 ORDER BY c.record";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint64_t rows;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, selection);
	return each_row(&st, each, context, &rows, e);
}

static bool forget_selection(struct store *s, int64_t selection, struct error *e)
{
	static const char sql[] = "DELETE FROM temp.chosen WHERE selection = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, selection);
	return statement_run(&st, e);
}

static bool each_of_all(struct store *s, bool own_only, uint64_t limit,
                        bool (*each)(void *context, const struct stored_record *r, struct error *e),
                        void *context, struct error *e)
{
	static const char sql[] = "SELECT r.id, " COLUMNS(
		"r") ", 0 FROM record r WHERE NOT ?1 OR NOT r.received ORDER BY r.row LIMIT ?2";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint64_t rows;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, own_only);
	bind_number(&st, 2, limit < INT64_MAX ? (int64_t)limit : -1);
	return each_row(&st, each, context, &rows, e);
}

bool records_first(struct store *s, uint64_t limit,
                   bool (*each)(void *context, const struct stored_record *r, struct error *e), void *context,
                   struct error *e)
{
	return each_of_all(s, false, limit, each, context, e);
}

bool record_find_received(struct store *s, const char *source, const struct record *r,
                          const struct stored_record *template,
                          bool (*each)(void *context, const struct stored_record *before, struct error *e),
                          void *context, struct error *e)
{
	static const char sql[] =
		"SELECT r.id, " COLUMNS("r") ", 0 FROM record r WHERE r.key = ?1 AND r.received";
	_cleanup_(buffer_wipe) struct buffer key = { 0 };
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint64_t rows;
	if (!make_key(r, source, template, template->tag ? template->tag : "", &key, e) ||
	    !statement_start(&st, s->db, sql, e))
		return false;
	bind_utf8(&st, 1, buffer_bytes(&key));
	return each_row(&st, each, context, &rows, e);
}

bool records_each(struct store *s, const struct selection *which, bool own_only,
                  bool (*each)(void *context, const struct stored_record *r, struct error *e), void *context,
                  struct error *e)
{
	if (which->kind == SELECT_ALL)
		return each_of_all(s, own_only, UINT64_MAX, each, context, e);
	int64_t selection = ++s->selections;
	bool done = choose(s, selection, which, own_only, e) && each_chosen(s, selection, each, context, e);
	struct error ignored = { 0 };
	return forget_selection(s, selection, done ? e : &ignored) && done;
}

bool records_of_import(struct store *s, int64_t import,
                       bool (*each)(void *context, const struct stored_record *r, struct error *e),
                       void *context, struct error *e)
{
	static const char sql[] =
		"SELECT r.id, " COLUMNS("r") ", 0 FROM record r WHERE r.import = ?1 ORDER BY r.row";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint64_t rows;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, import);
	return each_row(&st, each, context, &rows, e);
}

bool records_history(struct store *s, const char *id,
                     bool (*each)(void *context, const struct stored_record *r, struct error *e),
                     void *context, struct error *e)
{
	static const char current[] = "SELECT r.id, " COLUMNS("r") ", 0 FROM record r WHERE r.id = ?1";
	static const char older[] =
		"SELECT r.id, " COLUMNS("h") ", 1 FROM record r CROSS JOIN history h ON h.record = r.row"
					     " WHERE r.id = ?1 ORDER BY h.number DESC";
	_cleanup_(statement_clear) struct statement st = { 0 };
	_cleanup_(statement_clear) struct statement before = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	uint64_t rows;
	if (!hex_decode(bytes_of_string(id), raw, sizeof raw))
		return error_set(e, ERR_NOT_FOUND, "record", "%s", "");
	if (!statement_start(&st, s->db, current, e))
		return false;
	bind_blob(&st, 1, bytes_of(raw, sizeof raw));
	if (!each_row(&st, each, context, &rows, e))
		return false;
	if (rows == 0)
		return error_set(e, ERR_NOT_FOUND, "record", "%s", "");
	if (!statement_start(&before, s->db, older, e))
		return false;
	bind_blob(&before, 1, bytes_of(raw, sizeof raw));
	return each_row(&before, each, context, &rows, e);
}

/* No words find nothing: FTS5 takes no NULL. */
static void bind_expression(struct statement *st, int place, const struct buffer *expression)
{
	bind_utf8(st, place, expression->size ? buffer_bytes(expression) : BYTES("\"\""));
}

bool records_search(struct store *s, struct bytes terms, uint64_t limit,
                    bool (*each)(void *context, const struct stored_record *r, struct error *e),
                    void *context, struct error *e)
{
	static const char by_words[] =
		"SELECT r.id, " COLUMNS("r") ", 0 FROM search CROSS JOIN record r ON r.row = search.rowid"
					     " WHERE search MATCH ?1 ORDER BY search.rowid LIMIT ?2";
	/* Birth dates have no index: of a client one mostly knows the name as well. */
	static const char by_birth[] = "SELECT r.id, " COLUMNS(
		"r") ", 0 FROM record r"
		     " WHERE r.row IN (SELECT rowid FROM search WHERE search MATCH ?1)"
		     " OR (json_extract(r.json, '$.\"geboorte.datum\"') BETWEEN ?4 AND ?6 AND"
		     " (?5 OR r.row IN (SELECT rowid FROM search WHERE search MATCH ?3)))"
		     " ORDER BY r.row LIMIT ?2";
	_cleanup_(search_query_clear) struct search_query q = { 0 };
	_cleanup_(buffer_wipe) struct buffer behind = { 0 }; /* every date that begins so */
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint64_t rows;
	if (!search_query_read(terms, &q, e) ||
	    !statement_start(&st, s->db, q.birth.size ? by_birth : by_words, e))
		return false;
	buffer_append(&behind, buffer_bytes(&q.birth));
	buffer_append_byte(&behind, '~');
	if (!buffer_ok(&behind, e))
		return false;
	bind_expression(&st, 1, &q.words);
	bind_count(&st, 2, limit > INT64_MAX ? INT64_MAX : limit);
	if (q.birth.size) {
		bind_expression(&st, 3, &q.rest);
		bind_utf8(&st, 4, buffer_bytes(&q.birth));
		bind_number(&st, 5, q.rest.size == 0);
		bind_utf8(&st, 6, buffer_bytes(&behind));
	}
	return each_row(&st, each, context, &rows, e);
}

bool records_count(struct store *s, uint64_t *ret, struct error *e)
{
	int64_t n;
	if (!database_number(s->db, "SELECT count(*) FROM record", &n, e))
		return false;
	*ret = (uint64_t)n;
	return true;
}
