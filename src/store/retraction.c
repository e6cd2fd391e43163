/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/retraction.h"

#include "store/search.h"
#include "store/store_internal.h"

#include <stdlib.h>
#include <string.h>

static bool run_with_row(struct store *s, const char *sql, int64_t row, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, row);
	return statement_run(&st, e);
}

bool record_restrict(struct store *s, const char *id, const char *consent, moment since, bool *ret_new,
                     struct error *e)
{
	static const char sql[] =
		"INSERT INTO restriction (record, cause, consent, since)"
		" SELECT row, " CAUSE_WITHDRAWN ", ?2, ?3 FROM record WHERE received AND id = ?1"
		" ON CONFLICT (record, cause) DO UPDATE"
		" SET consent = ?2, since = ?3, kept = 0, reason = NULL, article = NULL"
		" WHERE kept AND consent <> ?2";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	if (!hex_decode(bytes_of_string(id), raw, sizeof raw))
		return error_set(e, ERR_NOT_FOUND, "record", "%s", "");
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, bytes_of(raw, sizeof raw));
	bind_text(&st, 2, consent);
	bind_number(&st, 3, since);
	if (!statement_run(&st, e))
		return false;
	*ret_new = database_changes(s->db) == 1;
	return true;
}

/* --- versions of somebody else --- */

struct splitting {
	bool (*belongs)(void *context, const struct stored_record *version, bool *ret, struct error *e);
	void *context;
	bool *marks; /* of the history's versions, the newest first */
	size_t count, marked;
};

static bool mark_version(void *context, const struct stored_record *version, struct error *e)
{
	struct splitting *p = context;
	bool belongs = false;
	if (!version->superseded)
		return true;
	bool *marks = reallocarray(p->marks, p->count + 1, sizeof *marks);
	if (!marks)
		return error_memory(e);
	p->marks = marks;
	if (!p->belongs(p->context, version, &belongs, e))
		return false;
	p->marks[p->count++] = belongs;
	p->marked += belongs;
	return true;
}

static void splitting_clear(struct splitting *p)
{
	free(p->marks);
}

/* The version becomes a record, and leaves the history. */
static bool make_record(struct store *s, int64_t number, const uint8_t id[RECORD_ID_SIZE / 2],
                        int64_t *ret_row, struct error *e)
{
	static const char sql[] =
		"INSERT INTO record (id, key, received, bsn, source, json, import, package, agreement, "
		"purpose,"
		" taken_in, retain_until) SELECT ?1, r.key || ?3, r.received, h.bsn, r.source,"
		" h.json, h.import, h.package, h.agreement, h.purpose, h.taken_in, h.retain_until"
		" FROM history h CROSS JOIN record r ON r.row = h.record WHERE h.number = ?2";
	_cleanup_(statement_clear) struct statement st = { 0 };
	_cleanup_(statement_clear) struct statement text = { 0 };
	char behind[1 + RECORD_ID_SIZE + 1] = { 0x1f };
	bool there;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	hex_encode(bytes_of(id, RECORD_ID_SIZE / 2), behind + 1);
	bind_blob(&st, 1, bytes_of(id, RECORD_ID_SIZE / 2));
	bind_number(&st, 2, number);
	bind_text(&st, 3, behind);
	if (!statement_run(&st, e))
		return false;
	*ret_row = database_last_row(s->db);
	if (!run_with_row(s, "DELETE FROM history WHERE number = ?1", number, e) ||
	    !statement_start(&text, s->db, "SELECT json FROM record WHERE row = ?1", e))
		return false;
	bind_number(&text, 1, *ret_row);
	return statement_row(&text, &there, e) &&
	       search_text_of_json(column_bytes(&text, 0), &s->old_text, e) &&
	       search_add(s, *ret_row, buffer_bytes(&s->old_text), e);
}

static bool move_version(struct store *s, int64_t number, int64_t row, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, "UPDATE history SET record = ?2 WHERE number = ?1", e))
		return false;
	bind_number(&st, 1, number);
	bind_number(&st, 2, row);
	return statement_run(&st, e);
}

/* In the order of `records_history`. */
static bool move_marked(struct store *s, const char *id, const struct splitting *p,
                        const uint8_t new_id[RECORD_ID_SIZE / 2], struct error *e)
{
	static const char sql[] = "SELECT h.number FROM record r CROSS JOIN history h ON h.record = r.row"
				  " WHERE r.id = ?1 ORDER BY h.number DESC";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	int64_t *numbers = calloc(p->count, sizeof *numbers), row = 0;
	bool ok = numbers && hex_decode(bytes_of_string(id), raw, sizeof raw) &&
	          statement_start(&st, s->db, sql, e);
	if (!numbers)
		return error_memory(e);
	if (ok)
		bind_blob(&st, 1, bytes_of(raw, sizeof raw));
	for (size_t i = 0; ok && i < p->count; i++) {
		bool there;
		ok = statement_row(&st, &there, e);
		numbers[i] = ok ? column_number(&st, 0) : 0;
	}
	statement_clear(&st);
	for (size_t i = 0; ok && i < p->count; i++)
		if (p->marks[i])
			ok = row ? move_version(s, numbers[i], row, e)
			         : make_record(s, numbers[i], new_id, &row, e);
	free(numbers);
	return ok;
}

bool record_split(struct store *s, const char *id,
                  bool (*belongs)(void *context, const struct stored_record *version, bool *ret,
                                  struct error *e),
                  void *context, char ret_id[RECORD_ID_SIZE + 1], struct error *e)
{
	_cleanup_(splitting_clear) struct splitting p = { .belongs = belongs, .context = context };
	uint8_t new_id[RECORD_ID_SIZE / 2];
	*ret_id = '\0';
	if (!records_history(s, id, mark_version, &p, e))
		return false;
	if (!p.marked)
		return true;
	random_bytes(new_id, sizeof new_id);
	if (!move_marked(s, id, &p, new_id, e))
		return false;
	hex_encode(bytes_of(new_id, sizeof new_id), ret_id);
	return true;
}

bool store_scrub(struct store *s)
{
	struct error later;
	int64_t busy;
	return database_number(s->db, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, &later) && !busy;
}
