/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/refusals.h"

#include "store/store_internal.h"

bool refusals_add(struct store *s, const uint8_t package[PACKAGE_ID_SIZE], struct bytes note, bool *ret_new,
                  struct error *e)
{
	static const char sql[] =
		"INSERT OR IGNORE INTO refusal (package, note, taken_in) VALUES (?1, ?2, ?3)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, bytes_of(package, PACKAGE_ID_SIZE));
	bind_blob(&st, 2, note);
	bind_number(&st, 3, moment_now());
	if (!statement_run(&st, e))
		return false;
	*ret_new = database_changes(s->db) == 1;
	return true;
}

bool refusals_each(struct store *s, bool (*each)(void *context, struct bytes note, struct error *e),
                   void *context, struct error *e)
{
	static const char sql[] = "SELECT note FROM refusal ORDER BY rowid";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!statement_start(&st, s->db, sql, e) || !statement_row(&st, &more, e))
		return false;
	while (more)
		if (!each(context, column_bytes(&st, 0), e) || !statement_row(&st, &more, e))
			return false;
	return true;
}
