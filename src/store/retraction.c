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

/* The next that isn't restricted yet, or that was decided to be kept after another withdrawal than this one;
 * `*ret_there` false when there is none left. */
static bool find(struct store *s, const struct retracted *what, int64_t *ret_row,
                 uint8_t id[RECORD_ID_SIZE / 2], bool *ret_there, struct error *e)
{
	static const char sql[] = "SELECT row, id FROM record WHERE received AND bsn = ?1 AND source = ?2"
				  " AND agreement = ?3 AND purpose = ?4 AND row NOT IN"
				  " (SELECT record FROM restriction WHERE cause = " CAUSE_WITHDRAWN
				  " AND (NOT kept OR consent = ?5))"
				  " ORDER BY row LIMIT 1";
	const char *const terms[] = { what->bsn, what->source, what->agreement, what->purpose,
		                      what->consent };
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	for (size_t i = 0; i < ELEMENTS(terms); i++)
		bind_text(&st, (int)i + 1, terms[i]);
	if (!statement_row(&st, ret_there, e))
		return false;
	if (!*ret_there)
		return true;
	*ret_row = column_number(&st, 0);
	return column_exactly(&st, 1, id, RECORD_ID_SIZE / 2, e);
}

/* What was decided after another withdrawal is to be decided anew. */
static bool restrict_row(struct store *s, int64_t row, const struct retracted *what, struct error *e)
{
	static const char sql[] =
		"INSERT INTO restriction (record, cause, consent, since) VALUES (?1, " CAUSE_WITHDRAWN
		", ?2, ?3) ON CONFLICT (record, cause) DO UPDATE SET"
		" consent = ?2, since = ?3, kept = 0, reason = NULL, article = NULL";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, row);
	bind_text(&st, 2, what->consent);
	bind_number(&st, 3, what->since);
	return statement_run(&st, e);
}

bool records_retract(struct store *s, const struct retracted *what,
                     bool (*each)(void *context, const char *record, struct error *e), void *context,
                     struct error *e)
{
	for (;;) {
		uint8_t id[RECORD_ID_SIZE / 2];
		char hex[RECORD_ID_SIZE + 1];
		int64_t row = 0;
		bool there;
		if (!find(s, what, &row, id, &there, e))
			return false;
		if (!there)
			return true;
		hex_encode(bytes_of(id, sizeof id), hex);
		if (!restrict_row(s, row, what, e) || !each(context, hex, e))
			return false;
	}
}

bool store_scrub(struct store *s)
{
	struct error later;
	int64_t busy;
	return database_number(s->db, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, &later) && !busy;
}
