/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/purging.h"

#include "store/retraction.h"
#include "store/schema.h"
#include "store/search.h"
#include "store/store.h"
#include "store/store_internal.h"

#include <dirent.h>
#include <string.h>
#include <unistd.h>

/* --- a statement for all that were noted --- */

static bool run(struct store *s, const char *sql, uint64_t *ret_changed, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e) || !statement_run(&st, e))
		return false;
	if (ret_changed)
		*ret_changed = database_changes(s->db);
	return true;
}

static bool run_with(struct store *s, const char *sql, int64_t number, bool flag, uint64_t *ret_changed,
                     struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, number);
	bind_number(&st, 2, flag);
	if (!statement_run(&st, e))
		return false;
	*ret_changed = database_changes(s->db);
	return true;
}

bool purge_begin(struct store *s, struct error *e)
{
	return run(s, "DELETE FROM temp.purged", NULL, e) && run(s, "DELETE FROM temp.purged_tie", NULL, e);
}

/* --- a record --- */

static bool note(struct store *s, const char *sql, const char *id, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	if (!hex_decode(bytes_of_string(id), raw, sizeof raw))
		return error_set(e, ERR_NOT_FOUND, "record", "%s", "");
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, bytes_of(raw, sizeof raw));
	return statement_run(&st, e);
}

/* By whom the record, and each version of it, is tied to what isn't a record: by the BSN always, by the set
 * where something is. */
/* clang-format off */
static const char note_id[] = "INSERT OR IGNORE INTO temp.purged (id, record)"
			      " SELECT lower(hex(id)), row FROM record WHERE id = ?1";
static const char note_numbers[] =
	"INSERT OR IGNORE INTO temp.purged_tie (tie)"
	" SELECT r.bsn FROM record r WHERE r.id = ?1 AND r.bsn IS NOT NULL UNION"
	" SELECT h.bsn FROM record r JOIN history h ON h.record = r.row"
	" WHERE r.id = ?1 AND h.bsn IS NOT NULL";
static const char note_sets[] =
	"INSERT OR IGNORE INTO temp.purged_tie (tie) WITH t (tie) AS ("
	"SELECT " SET_OF("r.json") " FROM record r WHERE r.id = ?1 UNION "
	"SELECT " SET_OF("h.json") " FROM record r JOIN history h ON h.record = r.row WHERE r.id = ?1)"
	" SELECT tie FROM t WHERE tie IS NOT NULL AND"
	" (EXISTS (SELECT 1 FROM consent c WHERE c.tie = t.tie)"
	" OR EXISTS (SELECT 1 FROM client_state c WHERE c.tie = t.tie)"
	" OR EXISTS (SELECT 1 FROM request_client c WHERE c.tie = t.tie))";
/* clang-format on */

/* Only noted: a statement that changes several rows makes FTS5 write out what it holds of the search index,
 * so that a record at a time each would cost a part of the index. */
bool purge_record(struct store *s, const char *id, struct error *e)
{
	return note(s, note_numbers, id, e) && note(s, note_sets, id, e) && note(s, note_id, id, e) &&
	       (database_changes(s->db) == 1 || error_set(e, ERR_NOT_FOUND, "record", "%s", ""));
}

/* --- what is done for all --- */

/* The words first, one record after the other, and nothing else in between. */
static bool forget_words(struct store *s, struct error *e)
{
	static const char sql[] =
		"SELECT r.row, r.json FROM temp.purged p CROSS JOIN record r ON r.row = p.record";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	for (;;) {
		if (!statement_row(&st, &more, e))
			return false;
		if (!more)
			return true;
		if (!search_text_of_json(column_bytes(&st, 1), &s->old_text, e) ||
		    !search_remove(s, column_number(&st, 0), buffer_bytes(&s->old_text), e))
			return false;
	}
}

static bool forget_records(struct store *s, uint64_t count, struct error *e)
{
	search_expect(s, count);
	return forget_words(s, e) &&
	       run(s, "DELETE FROM history WHERE record IN (SELECT record FROM temp.purged)", NULL, e) &&
	       run(s, "DELETE FROM list WHERE record IN (SELECT record FROM temp.purged)", NULL, e) &&
	       run(s, "DELETE FROM record WHERE row IN (SELECT record FROM temp.purged)", NULL, e);
}

/* Of whom something is left here stays noted no longer. */
static bool leave_who_stays(struct store *s, struct error *e)
{
	static const char by_number[] =
		"DELETE FROM temp.purged_tie WHERE tie IN (SELECT bsn FROM history WHERE bsn IS NOT NULL)"
		" OR EXISTS (SELECT 1 FROM record r WHERE r.bsn = tie)";
	static const char by_set[] =
		"DELETE FROM temp.purged_tie WHERE length(tie) > 9 AND (tie IN (SELECT " SET_OF(
			"json") " FROM record) OR tie IN (SELECT " SET_OF("json") " FROM history))";
	int64_t sets;
	return run(s, by_number, NULL, e) &&
	       database_number(s->db, "SELECT count(*) FROM temp.purged_tie WHERE length(tie) > 9", &sets,
	                       e) &&
	       (!sets || run(s, by_set, NULL, e));
}

/* Why something was done with one client alone, in somebody's words: it stands with the act, and the client
 * is behind it. First of all, while that can be seen. */
static bool forget_reasons(struct store *s, struct error *e)
{
	static const char sql[] =
		"DELETE FROM log_private WHERE idx IN (SELECT a.idx FROM log_private a"
		" CROSS JOIN log_private c ON c.idx = a.idx + 1 LEFT JOIN log_private d ON d.idx = a.idx + 2"
		" WHERE json_extract(a.fields, '$.reason') IS NOT NULL"
		" AND json_extract(a.fields, '$.record') IS NULL"
		" AND json_extract(a.fields, '$.subject') IS NULL"
		" AND json_extract(d.fields, '$.record') IS NULL"
		" AND json_extract(d.fields, '$.subject') IS NULL"
		" AND (json_extract(c.fields, '$.record') IN (SELECT id FROM temp.purged)"
		" OR json_extract(c.fields, '$.subject') IN (SELECT id FROM temp.purged)"
		" OR json_extract(c.fields, '$.subject') IN (SELECT tie FROM temp.purged_tie)))";
	return run(s, sql, NULL, e);
}

/* One way through what the log keeps in private, however many records go. */
static bool forget_private(struct store *s, uint64_t *ret, struct error *e)
{
	static const char sql[] =
		"DELETE FROM log_private WHERE"
		" json_extract(fields, '$.record') IN (SELECT id FROM temp.purged)"
		" OR json_extract(fields, '$.subject') IN (SELECT id FROM temp.purged)"
		" OR json_extract(fields, '$.subject') IN (SELECT tie FROM temp.purged_tie)";
	return forget_reasons(s, e) && run(s, sql, ret, e);
}

/* A package that rests on a withdrawn one was made by its last day, and may be opened for a year at most. */
#define MAY_GO \
	"((json_extract(json, '$.withdrawn') IS NULL AND (?2 OR id NOT IN" \
	" (SELECT lower(hex(y.consent)) FROM relied y))) OR" \
	" date(json_extract(json, '$.until'), '+367 days') < date(?1, 'unixepoch'))"

static bool forget_declarations(struct store *s, moment now, bool tells, struct purged *p, struct error *e)
{
	static const char relied[] =
		"DELETE FROM relied WHERE lower(hex(consent)) IN (SELECT id FROM consent WHERE tie IN"
		" (SELECT tie FROM temp.purged_tie) AND " MAY_GO ")";
	static const char gone[] =
		"DELETE FROM consent WHERE tie IN (SELECT tie FROM temp.purged_tie) AND " MAY_GO;
	uint64_t packages;
	int64_t kept;
	if (!run_with(s, relied, now, tells, &packages, e) ||
	    !run_with(s, gone, now, tells, &p->declarations, e) ||
	    !database_number(s->db,
	                     "SELECT count(*) FROM consent WHERE tie IN (SELECT tie FROM temp.purged_tie)",
	                     &kept, e))
		return false;
	p->declarations_kept = (uint64_t)kept;
	return true;
}

/* Whom a request was about, once it is answered; before, the answer needs it. */
static bool forget_asked(struct store *s, struct error *e)
{
	static const char sql[] =
		"UPDATE request_client SET tie = '' WHERE tie IN (SELECT tie FROM temp.purged_tie)"
		" AND EXISTS (SELECT 1 FROM request q WHERE q.sent = request_client.sent"
		" AND q.id = request_client.request AND q.answer IS NOT NULL)";
	return run(s, sql, NULL, e);
}

bool purge_end(struct store *s, moment now, bool tells, struct purged *ret, struct error *e)
{
	struct purged p = { 0 };
	int64_t records;
	if (!database_number(s->db, "SELECT count(*) FROM temp.purged", &records, e) ||
	    !forget_records(s, (uint64_t)records, e) || !leave_who_stays(s, e) ||
	    !run(s, "DELETE FROM pending WHERE lower(hex(record)) IN (SELECT id FROM temp.purged)", NULL,
	         e) ||
	    !forget_private(s, &p.private_parts, e) || !forget_declarations(s, now, tells, &p, e) ||
	    !forget_asked(s, e) ||
	    !run(s,
	         "UPDATE outcome SET record = NULL WHERE lower(hex(record)) IN (SELECT id FROM temp.purged)",
	         NULL, e) ||
	    !run(s, "DELETE FROM client_state WHERE tie IN (SELECT tie FROM temp.purged_tie)", NULL, e) ||
	    !purge_begin(s, e))
		return false;
	p.records = (uint64_t)records;
	*ret = p;
	return true;
}

/* --- beside the database --- */

/* A store that works with today's tables needs no copy from before them. */
static bool remove_copies(struct store *s)
{
	static const char copies[] = "store.db" SCHEMA_COPY;
	DIR *d = opendir(s->home);
	const struct dirent *entry;
	bool all = d != NULL;
	while (d && (entry = readdir(d)))
		if (strncmp(entry->d_name, copies, sizeof copies - 1) == 0)
			all = unlinkat(dirfd(d), entry->d_name, 0) == 0 && all;
	if (d)
		closedir(d);
	return all;
}

bool purge_settle(struct store *s)
{
	bool copies = remove_copies(s);
	return store_scrub(s) && copies;
}
