/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/exchanges.h"

#include "io/file.h"
#include "store/outbox.h"
#include "store/store_internal.h"

/* What a crash left between a commit and the appearance of its file: finished, or swept away. */

static const char sql_unfinished[] = "SELECT count(*) FROM exchange WHERE sent AND state = 0";
_Static_assert(SENT_PREPARED == 0, "the number in the question above");

static bool set_state(struct store *s, int64_t row, enum sent_state state, struct error *e)
{
	static const char sql[] = "UPDATE exchange SET state = ?2, temporary = NULL WHERE row = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, row);
	bind_number(&st, 2, state);
	return statement_run(&st, e);
}

static bool finish(struct store *s, int64_t row, const char *file, const char *temporary_file, size_t *lost,
                   struct error *e)
{
	_cleanup_(string_freep) char *path = exchanges_path(s, file ? file : "");
	_cleanup_(string_freep) char *temporary = exchanges_path(s, temporary_file ? temporary_file : "");
	if (!path || !temporary)
		return error_memory(e);
	bool out = file && file_exists(path);
	if (!out && file && temporary_file && file_exists(temporary)) {
		if (!file_publish(temporary, path, false, e))
			return false;
		out = true;
	}
	*lost += !out;
	return set_state(s, row, out ? SENT_OUT : SENT_FAILED, e);
}

static bool finish_rows(struct store *s, size_t *lost, struct error *e)
{
	static const char sql[] =
		"SELECT row, path, temporary FROM exchange WHERE sent AND state = ?1 ORDER BY row LIMIT 1";
	for (;;) {
		_cleanup_(statement_clear) struct statement st = { 0 };
		bool more;
		if (!statement_start(&st, s->db, sql, e))
			return false;
		bind_number(&st, 1, SENT_PREPARED);
		if (!statement_row(&st, &more, e))
			return false;
		if (!more)
			return true;
		if (!finish(s, column_number(&st, 0), column_text(&st, 1), column_text(&st, 2), lost, e))
			return false;
	}
}

bool exchanges_leaving(struct store *s, size_t *ret, struct error *e)
{
	int64_t rows;
	if (!database_number(s->db, sql_unfinished, &rows, e))
		return false;
	*ret = (size_t)rows;
	return true;
}

bool exchanges_unfinished(struct store *s, size_t *ret, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	bool held = false;
	int64_t rows;
	if (!database_number(s->db, sql_unfinished, &rows, e) || (rows && !outbox_claim(s, &fd, &held, e)))
		return false;
	*ret = held ? (size_t)rows : 0;
	return true;
}

/* Whoever commits that a letter arrived, or was refused, removes its file then. `temporary` names it until a
 * start finds it gone, or does that for whoever couldn't. */
static bool forget_file(struct store *s, int64_t row, const char *file, struct error *e)
{
	static const char sql[] = "UPDATE exchange SET temporary = NULL WHERE row = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	_cleanup_(string_freep) char *path = exchanges_path(s, file);
	if (!path)
		return error_memory(e);
	if (!file_remove(path, e) || !statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, row);
	return statement_run(&st, e);
}

static bool forget_files(struct store *s, struct error *e)
{
	static const char sql[] = "SELECT row, temporary FROM exchange WHERE sent AND state IN (2, 5, 7) AND "
				  "temporary IS NOT NULL LIMIT 1";
	_Static_assert(SENT_RECEIPTED == 2 && SENT_REFUSED == 5 && SENT_VOIDED == 7,
	               "the numbers in the question");
	for (;;) {
		_cleanup_(statement_clear) struct statement st = { 0 };
		_cleanup_(string_freep) char *file = NULL;
		bool more;
		if (!statement_start(&st, s->db, sql, e) || !statement_row(&st, &more, e))
			return false;
		if (!more)
			return true;
		int64_t row = column_number(&st, 0);
		if (!(file = string_copy(column_text(&st, 1))))
			return error_memory(e);
		statement_clear(&st);
		if (!forget_file(s, row, file, e))
			return false;
	}
}

bool exchanges_sweep(struct store *s, struct error *e)
{
	struct error later;
	(void)!forget_files(s, &later); /* else the next start does */
	_cleanup_(fd_closep) int fd = -1;
	bool held = false;
	size_t count;
	int64_t rows;
	if (!outbox_temporaries(s, false, &count, e))
		return false;
	if (count == 0)
		return true;
	if (!outbox_claim(s, &fd, &held, e) || !database_number(s->db, sql_unfinished, &rows, e))
		return false;
	return !held || rows > 0 || outbox_temporaries(s, true, &count, e);
}

bool exchanges_finish_crashed(struct store *s, size_t *ret_lost, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	size_t lost = 0, swept;
	bool held = false;
	if (!outbox_claim(s, &fd, &held, e) ||
	    (held && (!finish_rows(s, &lost, e) || !outbox_temporaries(s, true, &swept, e))))
		return false;
	*ret_lost = lost;
	return true;
}
