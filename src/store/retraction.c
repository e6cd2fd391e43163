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

static bool remove_row(struct store *s, int64_t row, struct error *e)
{
	return search_remove(s, row, buffer_bytes(&s->old_text), e) &&
	       run_with_row(s, "DELETE FROM history WHERE record = ?1", row, e) &&
	       run_with_row(s, "DELETE FROM list WHERE record = ?1", row, e) &&
	       run_with_row(s, "DELETE FROM record WHERE row = ?1", row, e);
}

/* The next one, its search text in `old_text`; `*ret_there` false when there is none left. */
static bool find(struct store *s, const char *const terms[4], int64_t *ret_row,
                 uint8_t id[RECORD_ID_SIZE / 2], bool *ret_there, struct error *e)
{
	static const char sql[] = "SELECT row, id, json FROM record WHERE received AND bsn = ?1 AND source = "
				  "?2 AND agreement = ?3 AND purpose = ?4"
				  " ORDER BY row LIMIT 1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	for (int i = 0; i < 4; i++)
		bind_text(&st, i + 1, terms[i]);
	if (!statement_row(&st, ret_there, e))
		return false;
	if (!*ret_there)
		return true;
	*ret_row = column_number(&st, 0);
	return column_exactly(&st, 1, id, RECORD_ID_SIZE / 2, e) &&
	       search_text_of_json(column_bytes(&st, 2), &s->old_text, e);
}

bool records_retract(struct store *s, const char *bsn, const char *source, const char *agreement,
                     const char *purpose, bool (*each)(void *context, const char *record, struct error *e),
                     void *context, struct error *e)
{
	const char *const terms[] = { bsn, source, agreement, purpose };
	for (;;) {
		uint8_t id[RECORD_ID_SIZE / 2];
		char hex[RECORD_ID_SIZE + 1];
		int64_t row;
		bool there;
		if (!find(s, terms, &row, id, &there, e))
			return false;
		if (!there)
			return true;
		hex_encode(bytes_of(id, sizeof id), hex);
		if (!remove_row(s, row, e) || !each(context, hex, e))
			return false;
	}
}

bool store_scrub(struct store *s)
{
	struct error later;
	int64_t busy;
	return database_number(s->db, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, &later) && !busy;
}
