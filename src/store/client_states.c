/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/client_states.h"

#include "store/ids.h"
#include "store/store_internal.h"

bool client_state_set(struct store *s, const char *tie, const char *cause, moment since, struct error *e)
{
	static const char sql[] =
		"INSERT OR IGNORE INTO client_state (tie, cause, since) VALUES (?1, ?2, ?3)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, tie);
	bind_text(&st, 2, cause);
	bind_number(&st, 3, since);
	return statement_run(&st, e);
}

bool client_state_lift(struct store *s, const char *tie, bool *ret_any, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, "DELETE FROM client_state WHERE tie = ?1", e))
		return false;
	bind_text(&st, 1, tie);
	if (!statement_run(&st, e))
		return false;
	*ret_any = database_changes(s->db) > 0;
	return true;
}

/* Mostly there is no such client: then this looks at nothing. */
bool client_states_of_row(struct store *s, int64_t row, struct error *e)
{
	static const char sql[] = "INSERT OR IGNORE INTO restriction (record, cause, since)"
				  " SELECT r.row, c.cause, c.since FROM client_state c CROSS JOIN record r"
				  " WHERE r.row = ?1 AND (c.tie = r.bsn OR c.tie = " SET_OF("r.json") ")";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, row);
	return statement_run(&st, e);
}

/* The statement's first place is the record's id. */
static bool start(struct statement *st, struct store *s, const char *sql, const char *record,
                  uint8_t raw[ID_DIGITS / 2], struct error *e)
{
	if (!hex_decode(bytes_of_string(record), raw, ID_DIGITS / 2))
		return error_set(e, ERR_NOT_FOUND, "record", "%s", "");
	if (!statement_start(st, s->db, sql, e))
		return false;
	bind_blob(st, 1, bytes_of(raw, ID_DIGITS / 2));
	return true;
}

bool client_state_apply(struct store *s, const char *record, const char *cause, moment since, struct error *e)
{
	static const char sql[] = "INSERT OR IGNORE INTO restriction (record, cause, since)"
				  " SELECT row, ?2, ?3 FROM record WHERE id = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[ID_DIGITS / 2];
	if (!start(&st, s, sql, record, raw, e))
		return false;
	bind_text(&st, 2, cause);
	bind_number(&st, 3, since);
	return statement_run(&st, e);
}

bool client_state_free(struct store *s, const char *record, struct error *e)
{
	static const char sql[] = "DELETE FROM restriction WHERE cause NOT IN " CAUSES_DECIDED
				  " AND record = (SELECT row FROM record WHERE id = ?1)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[ID_DIGITS / 2];
	return start(&st, s, sql, record, raw, e) && statement_run(&st, e);
}
