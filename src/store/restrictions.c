/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/restrictions.h"

#include "store/store_internal.h"

#include <stdio.h>
#include <stdlib.h>

#define COLUMNS \
	"r.id, r.source, r.agreement, r.purpose, x.consent, x.since, x.kept, x.reason, x.article," \
	" x.cause = " CAUSE_VOIDED ", x.cause = " CAUSE_ERASURE \
	" FROM record r LEFT JOIN restriction x ON x.record = r.row AND x.cause IN " CAUSES_DECIDED

/* Which of them, by a number that `cause_of` gives. */
#define CAUSE_AT(place) \
	"CASE " place " WHEN 1 THEN " CAUSE_VOIDED " WHEN 2 THEN " CAUSE_ERASURE " ELSE " CAUSE_WITHDRAWN \
	" END"

static int64_t cause_of(const struct restriction *r)
{
	return r->voided ? 1 : r->erasure ? 2 : 0;
}

void restriction_clear(struct restriction *r)
{
	free(r->source);
	free(r->agreement);
	free(r->purpose);
	free(r->reason);
	free(r->article);
	*r = (struct restriction){ 0 };
}

static bool copy(const char *text, char **ret, struct error *e)
{
	*ret = string_copy(text);
	return !text || *ret || error_memory(e);
}

static bool read_row(struct statement *st, struct restriction *ret, struct error *e)
{
	_cleanup_(restriction_clear) struct restriction r = { 0 };
	uint8_t id[RECORD_ID_SIZE / 2];
	const char *consent = column_text(st, 4);
	if (!column_exactly(st, 0, id, sizeof id, e))
		return false;
	hex_encode(bytes_of(id, sizeof id), r.record);
	snprintf(r.consent, sizeof r.consent, "%s", consent ? consent : "");
	r.since = column_number(st, 5);
	r.kept = column_number(st, 6);
	r.voided = column_number(st, 9) != 0;
	r.erasure = column_number(st, 10) != 0;
	if (!copy(column_text(st, 1), &r.source, e) || !copy(column_text(st, 2), &r.agreement, e) ||
	    !copy(column_text(st, 3), &r.purpose, e) || !copy(column_text(st, 7), &r.reason, e) ||
	    !copy(column_text(st, 8), &r.article, e))
		return false;
	*ret = r;
	r = (struct restriction){ 0 };
	return true;
}

/* The statement's first place is the record's id. `raw` is the caller's: what is bound is borrowed. */
static bool start(struct statement *st, struct store *s, const char *sql, const char *record,
                  uint8_t raw[RECORD_ID_SIZE / 2], struct error *e)
{
	if (!hex_decode(bytes_of_string(record), raw, RECORD_ID_SIZE / 2))
		return error_set(e, ERR_NOT_FOUND, "record", "%s", "");
	if (!statement_start(st, s->db, sql, e))
		return false;
	bind_blob(st, 1, bytes_of(raw, RECORD_ID_SIZE / 2));
	return true;
}

bool restriction_of(struct store *s, const char *record, struct restriction *ret, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	bool there;
	if (!start(&st, s,
	           "SELECT " COLUMNS
	           " WHERE r.received AND r.id = ?1 ORDER BY x.kept != 0, x.since, x.cause LIMIT 1",
	           record, raw, e) ||
	    !statement_row(&st, &there, e))
		return false;
	return there ? read_row(&st, ret, e) : error_set(e, ERR_NOT_FOUND, "record", "%s", "");
}

bool restrictions_each(struct store *s,
                       bool (*each)(void *context, const struct restriction *r, struct error *e),
                       void *context, struct error *e)
{
	static const char sql[] =
		"SELECT " COLUMNS " WHERE x.since IS NOT NULL ORDER BY x.kept != 0, x.since, r.row";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!statement_start(&st, s->db, sql, e) || !statement_row(&st, &more, e))
		return false;
	while (more) {
		_cleanup_(restriction_clear) struct restriction r = { 0 };
		if (!read_row(&st, &r, e) || !each(context, &r, e) || !statement_row(&st, &more, e))
			return false;
	}
	return true;
}

bool restrictions_count(struct store *s, moment before, struct restriction_counts *ret, struct error *e)
{
	static const char sql[] =
		"SELECT count(*) FILTER (WHERE NOT kept),"
		" count(*) FILTER (WHERE NOT kept AND since < ?1), count(*) FILTER (WHERE kept),"
		" min(since) FILTER (WHERE NOT kept) FROM restriction WHERE cause IN " CAUSES_DECIDED;
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool there;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, before);
	if (!statement_row(&st, &there, e))
		return false;
	*ret = (struct restriction_counts){ column_count(&st, 0), column_count(&st, 1), column_count(&st, 2),
		                            column_number(&st, 3) };
	return true;
}

bool restriction_keep(struct store *s, const struct restriction *r, moment when, const char *reason,
                      const char *article, struct error *e)
{
	static const char sql[] = "UPDATE restriction SET kept = ?2, reason = ?3, article = ?4"
				  " WHERE cause = " CAUSE_AT("?5") " AND record ="
								   " (SELECT row FROM record WHERE id = ?1)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	if (!start(&st, s, sql, r->record, raw, e))
		return false;
	bind_number(&st, 5, cause_of(r));
	bind_number(&st, 2, when);
	bind_text(&st, 3, reason);
	bind_text(&st, 4, article);
	return statement_run(&st, e);
}

bool restriction_lift(struct store *s, const struct restriction *r, struct error *e)
{
	static const char sql[] = "DELETE FROM restriction WHERE cause = " CAUSE_AT(
		"?2") " AND record ="
		      " (SELECT row FROM record WHERE id = ?1)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	if (!start(&st, s, sql, r->record, raw, e))
		return false;
	bind_number(&st, 2, cause_of(r));
	return statement_run(&st, e);
}

/* --- what its sender erased --- */

bool restriction_erased_since(struct store *s, const char *sender, const char *tag, uint64_t sequence,
                              bool *ret, struct error *e)
{
	static const char sql[] = "SELECT 1 FROM erased WHERE source = ?1 AND tag = ?2 AND sequence > ?3";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, sender);
	bind_text(&st, 2, tag);
	bind_count(&st, 3, sequence);
	return statement_row(&st, ret, e);
}

static bool note_erased(struct store *s, const char *sender, const char *tag, uint64_t sequence,
                        struct error *e)
{
	static const char sql[] =
		"INSERT INTO erased (source, tag, sequence) VALUES (?1, ?2, ?3)"
		" ON CONFLICT (source, tag) DO UPDATE SET sequence = max(sequence, excluded.sequence)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, sender);
	bind_text(&st, 2, tag);
	bind_count(&st, 3, sequence);
	return statement_run(&st, e);
}

/* The key under which records.c keeps what came with a tag. */
static bool find_by_tag(struct store *s, const char *sender, const char *tag, const char *agreement,
                        const char *purpose, int64_t *ret_row, char ret[RECORD_ID_SIZE + 1], struct error *e)
{
	static const char sql[] = "SELECT row, id FROM record WHERE key = ?1 AND received";
	_cleanup_(statement_clear) struct statement st = { 0 };
	_cleanup_(string_freep) char *key =
		string_printf("%s\x1f#%s\x1f%s\x1f%s", sender, tag, agreement, purpose);
	uint8_t id[RECORD_ID_SIZE / 2];
	bool there;
	if (!key)
		return error_memory(e);
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, key);
	if (!statement_row(&st, &there, e))
		return false;
	*ret = '\0';
	if (!there)
		return true;
	*ret_row = column_number(&st, 0);
	if (!column_exactly(&st, 1, id, sizeof id, e))
		return false;
	hex_encode(bytes_of(id, sizeof id), ret);
	return true;
}

bool restriction_by_erasure(struct store *s, const char *sender, const char *tag, const char *agreement,
                            const char *purpose, uint64_t sequence, const char *told, moment since,
                            char ret_record[RECORD_ID_SIZE + 1], struct error *e)
{
	static const char sql[] =
		"INSERT INTO restriction (record, cause, consent, since) VALUES (?1, " CAUSE_ERASURE
		", ?2, ?3)"
		" ON CONFLICT (record, cause) DO UPDATE"
		" SET consent = ?2, since = ?3, kept = 0, reason = NULL, article = NULL";
	_cleanup_(statement_clear) struct statement st = { 0 };
	int64_t row = 0;
	if (!note_erased(s, sender, tag, sequence, e) ||
	    !find_by_tag(s, sender, tag, agreement, purpose, &row, ret_record, e))
		return false;
	if (!*ret_record)
		return true;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, row);
	bind_text(&st, 2, told);
	bind_number(&st, 3, since);
	return statement_run(&st, e);
}
