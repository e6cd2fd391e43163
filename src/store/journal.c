/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/journal.h"

#include "store/store_internal.h"

static bool put_entry(void *context, uint64_t index, struct bytes entry, struct error *e)
{
	static const char sql[] = "INSERT INTO log_entry (idx, entry) VALUES (?1, ?2)";
	struct store *s = context;
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_count(&st, 1, index);
	bind_blob(&st, 2, entry);
	return statement_run(&st, e);
}

static bool get_entry(void *context, uint64_t index, struct buffer *ret, struct error *e)
{
	static const char sql[] = "SELECT entry FROM log_entry WHERE idx = ?1";
	struct store *s = context;
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool there;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_count(&st, 1, index);
	if (!statement_blob(&st, ret, &there, e))
		return false;
	return there || error_set(e, ERR_LOG_MISSING, s->unit, "entry %llu", (unsigned long long)index);
}

static bool put_tile(void *context, unsigned level, uint64_t n, struct bytes hashes, struct error *e)
{
	static const char sql[] = "INSERT INTO log_tile (level, n, hashes) VALUES (?1, ?2, ?3)"
				  " ON CONFLICT (level, n) DO UPDATE SET hashes = excluded.hashes";
	struct store *s = context;
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, level);
	bind_count(&st, 2, n);
	bind_blob(&st, 3, hashes);
	return statement_run(&st, e);
}

static bool get_tile(void *context, unsigned level, uint64_t n, struct buffer *ret, struct error *e)
{
	static const char sql[] = "SELECT hashes FROM log_tile WHERE level = ?1 AND n = ?2";
	struct store *s = context;
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool there;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, level);
	bind_count(&st, 2, n);
	return statement_blob(&st, ret, &there, e);
}

static bool put_checkpoint(void *context, struct bytes note, struct error *e)
{
	static const char sql[] = "INSERT INTO log_checkpoint (one, note) VALUES (1, ?1)"
				  " ON CONFLICT (one) DO UPDATE SET note = excluded.note";
	struct store *s = context;
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, note);
	return statement_run(&st, e);
}

static bool get_checkpoint(void *context, struct buffer *ret, struct error *e)
{
	static const char sql[] = "SELECT note FROM log_checkpoint";
	struct store *s = context;
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool there;
	return statement_start(&st, s->db, sql, e) && statement_blob(&st, ret, &there, e);
}

struct log_storage journal_storage(struct store *s)
{
	return (struct log_storage){ s,        put_entry,      get_entry,     put_tile,
		                     get_tile, put_checkpoint, get_checkpoint };
}

bool journal_checkpoint(struct store *s, struct buffer *ret, struct error *e)
{
	buffer_reset(ret);
	return get_checkpoint(s, ret, e);
}
