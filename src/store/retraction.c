/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/retraction.h"

#include "store/search.h"
#include "store/store_internal.h"

#include <string.h>

static bool run_with_row(struct store *s, const char *sql, int64_t row, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, row);
	return statement_run(&st, e);
}

bool record_erase(struct store *s, const char *id, struct error *e)
{
	static const char sql[] = "SELECT row, json FROM record WHERE id = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	bool there = false;
	if (!hex_decode(bytes_of_string(id), raw, sizeof raw))
		return error_set(e, ERR_NOT_FOUND, "record", "%s", "");
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, bytes_of(raw, sizeof raw));
	if (!statement_row(&st, &there, e))
		return false;
	if (!there)
		return error_set(e, ERR_NOT_FOUND, "record", "%s", "");
	int64_t row = column_number(&st, 0);
	bool known = search_text_of_json(column_bytes(&st, 1), &s->old_text, e);
	statement_clear(&st);
	return known && search_remove(s, row, buffer_bytes(&s->old_text), e) &&
	       run_with_row(s, "DELETE FROM history WHERE record = ?1", row, e) &&
	       run_with_row(s, "DELETE FROM list WHERE record = ?1", row, e) &&
	       run_with_row(s, "DELETE FROM record WHERE row = ?1", row, e);
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

bool store_scrub(struct store *s)
{
	struct error later;
	int64_t busy;
	return database_number(s->db, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, &later) && !busy;
}
