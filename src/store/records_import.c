/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/records.h"

#include "store/search.h"
#include "store/store_internal.h"
#include "trust/manifest.h"

/* Imports: what came in together can be taken back together. */

bool import_begin(struct store *s, const char *source, const char *file_label, int64_t *ret_import,
                  struct error *e)
{
	static const char sql[] = "INSERT INTO import (source, label, taken_in) VALUES (?1, ?2, ?3)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	s->taken_in = moment_now();
	bind_text(&st, 1, source);
	bind_text(&st, 2, file_label ? file_label : "");
	bind_number(&st, 3, s->taken_in);
	if (!statement_run(&st, e))
		return false;
	*ret_import = database_last_row(s->db);
	return database_run(s->db, "DELETE FROM temp.came", e);
}

static bool not_found(int64_t import, struct error *e)
{
	return error_set(e, ERR_NOT_FOUND, "import", "number %lld", (long long)import);
}

bool import_end(struct store *s, int64_t import, const struct import_counts *counts, struct error *e)
{
	static const char sql[] = "UPDATE import SET rows_read = ?2, added = ?3, changed = ?4, same = ?5, "
				  "rejected = ?6, skipped = ?7"
				  " WHERE id = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, import);
	bind_count(&st, 2, counts->read);
	bind_count(&st, 3, counts->added);
	bind_count(&st, 4, counts->changed);
	bind_count(&st, 5, counts->same);
	bind_count(&st, 6, counts->rejected);
	bind_count(&st, 7, counts->skipped);
	if (!statement_run(&st, e))
		return false;
	return database_changes(s->db) == 1 || not_found(import, e);
}

/* --- taking back --- */

/* One number that depends on an import. */
static bool ask(struct store *s, const char *sql, int64_t number, int64_t *ret, bool *ret_there,
                struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, number);
	if (!statement_row(&st, ret_there, e))
		return false;
	if (*ret_there)
		*ret = column_number(&st, 0);
	return true;
}

static bool run_with(struct store *s, const char *sql, int64_t first, int64_t second, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, first);
	bind_number(&st, 2, second);
	return statement_run(&st, e);
}

/* A package that was opened is an import too; its label is the package's id. */
static bool is_package(struct store *s, int64_t import, bool *ret, struct error *e)
{
	static const char label[] = "SELECT label FROM import WHERE id = ?1";
	static const char exchange[] = "SELECT row FROM exchange WHERE NOT sent AND id = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	_cleanup_(statement_clear) struct statement found = { 0 };
	uint8_t id[PACKAGE_ID_SIZE];
	if (!statement_start(&st, s->db, label, e))
		return false;
	bind_number(&st, 1, import);
	if (!statement_row(&st, ret, e))
		return false;
	if (!*ret || !hex_decode(column_bytes(&st, 0), id, sizeof id)) {
		*ret = false;
		return true;
	}
	if (!statement_start(&found, s->db, exchange, e))
		return false;
	bind_blob(&found, 1, bytes_of(id, sizeof id));
	return statement_row(&found, ret, e);
}

static bool check_undo(struct store *s, int64_t import, struct error *e)
{
	static const char exists[] = "SELECT id FROM import WHERE id = ?1 AND undone = 0";
	static const char packed[] = "SELECT (SELECT count(*) FROM record r CROSS JOIN packed p ON p.record "
				     "= r.row WHERE r.import = ?1) +"
				     " (SELECT count(*) FROM history WHERE import = ?1 AND packed)";
	static const char held[] =
		"SELECT count(*) FROM record r JOIN hold h ON h.record = r.row WHERE r.import = ?1";
	static const char later[] = "SELECT count(*) FROM history h CROSS JOIN record r ON r.row = h.record"
				    " WHERE h.import = ?1 AND r.import <> ?1";
	int64_t n = 0;
	bool there;
	if (!ask(s, exists, import, &n, &there, e))
		return false;
	if (!there)
		return not_found(import, e);
	if (!is_package(s, import, &there, e))
		return false;
	if (there)
		return error_set(e, ERR_IMPORT_RECEIVED, "import", "number %lld", (long long)import);
	if (!ask(s, held, import, &n, &there, e))
		return false;
	if (n)
		return error_set(e, ERR_HELD, "import", "records of it that are held: %lld", (long long)n);
	if (!ask(s, packed, import, &n, &there, e))
		return false;
	if (n)
		return error_set(e, ERR_IMPORT_PACKED, "import", "records of it that were packed: %lld",
		                 (long long)n);
	if (!ask(s, later, import, &n, &there, e))
		return false;
	return n == 0 ||
	       error_set(e, ERR_IMPORT_PACKED, "import",
	                 "records of it that a later import changed: %lld; undo that first", (long long)n);
}

/* The text of a row as it stands, out of the search index or back into it. */
static bool index_row(struct store *s, int64_t row, bool in, struct error *e)
{
	static const char sql[] = "SELECT json FROM record WHERE row = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool there;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, row);
	if (!statement_row(&st, &there, e))
		return false;
	if (!there)
		return error_set(e, ERR_STORE, s->home, "a record that is gone");
	if (!search_text_of_json(column_bytes(&st, 0), &s->old_text, e))
		return false;
	statement_clear(&st);
	return in ? search_add(s, row, buffer_bytes(&s->old_text), e)
	          : search_remove(s, row, buffer_bytes(&s->old_text), e);
}

/* The version before comes back; the row keeps its id and its key. */
static bool restore(struct store *s, int64_t row, int64_t number, struct error *e)
{
	static const char back[] =
		"UPDATE record SET (json, bsn, import, package, agreement, purpose, taken_in, retain_until) ="
		" (SELECT json, bsn, import, package, agreement, purpose, taken_in, retain_until"
		" FROM history WHERE number = ?2) WHERE row = ?1";
	static const char left[] = "INSERT INTO packed (record) SELECT record FROM history WHERE record = ?1 "
				   "AND number = ?2 AND packed";
	static const char drop[] = "DELETE FROM history WHERE record = ?1 AND number >= ?2";
	return run_with(s, back, row, number, e) && run_with(s, left, row, number, e) &&
	       run_with(s, drop, row, number, e) && index_row(s, row, true, e);
}

static bool remove_row(struct store *s, int64_t row, struct error *e)
{
	static const char record[] = "DELETE FROM record WHERE row = ?1 AND ?2 = ?2";
	static const char history[] = "DELETE FROM history WHERE record = ?1 AND ?2 = ?2";
	static const char list[] = "DELETE FROM list WHERE record = ?1 AND ?2 = ?2";
	return run_with(s, record, row, 0, e) && run_with(s, history, row, 0, e) &&
	       run_with(s, list, row, 0, e);
}

static bool undo_row(struct store *s, int64_t row, int64_t import, struct error *e)
{
	static const char before[] =
		"SELECT number FROM history WHERE record = ?1 AND import <> ?2 ORDER BY number DESC LIMIT 1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool there;
	if (!index_row(s, row, false, e) || !statement_start(&st, s->db, before, e))
		return false;
	bind_number(&st, 1, row);
	bind_number(&st, 2, import);
	if (!statement_row(&st, &there, e))
		return false;
	int64_t number = there ? column_number(&st, 0) : 0;
	statement_clear(&st);
	return there ? restore(s, row, number, e) : remove_row(s, row, e);
}

bool import_undo(struct store *s, int64_t import, uint64_t *ret_rows, struct error *e)
{
	static const char next[] = "SELECT row FROM record WHERE import = ?1 LIMIT 1";
	static const char mark[] = "UPDATE import SET undone = 1 WHERE id = ?1 AND ?2 = ?2";
	uint64_t rows = 0;
	int64_t row = 0;
	bool there;
	if (!check_undo(s, import, e) || !ask(s, next, import, &row, &there, e))
		return false;
	for (; there; rows++)
		if (!undo_row(s, row, import, e) || !ask(s, next, import, &row, &there, e))
			return false;
	if (!run_with(s, mark, import, 0, e))
		return false;
	*ret_rows = rows;
	return true;
}
