/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/settings.h"

#include "store/store_internal.h"

bool store_find(struct store *s, const char *name, bool *ret_there, struct buffer *ret, struct error *e)
{
	static const char sql[] = "SELECT value FROM setting WHERE name = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, name);
	if (!statement_row(&st, ret_there, e))
		return false;
	if (!*ret_there || !ret)
		return true;
	buffer_append(ret, column_bytes(&st, 0));
	return buffer_ok(ret, e);
}

bool store_get(struct store *s, const char *name, struct buffer *ret, struct error *e)
{
	bool there;
	return store_find(s, name, &there, ret, e) && (there || error_set(e, ERR_NOT_FOUND, name, "%s", ""));
}

bool store_unset(struct store *s, const char *name, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, "DELETE FROM setting WHERE name = ?1", e))
		return false;
	bind_text(&st, 1, name);
	return statement_run(&st, e);
}

bool store_set(struct store *s, const char *name, struct bytes value, struct error *e)
{
	static const char sql[] = "INSERT INTO setting (name, value) VALUES (?1, ?2)"
				  " ON CONFLICT (name) DO UPDATE SET value = excluded.value";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, name);
	bind_blob(&st, 2, value);
	return statement_run(&st, e);
}
