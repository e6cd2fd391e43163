/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/retention.h"

#include "store/store_internal.h"

#include <stdlib.h>

#define COLUMNS \
	"r.id, r.received, r.source, r.agreement, r.purpose, r.taken_in, r.retain_until, h.since, h.reason," \
	" h.person, EXISTS (SELECT 1 FROM restriction x WHERE x.record = r.row AND x.cause NOT " \
	"IN " CAUSES_DECIDED ") FROM record r LEFT JOIN hold h ON h.record = r.row"
#define RAW_SIZE (RECORD_ID_SIZE / 2)

void kept_record_clear(struct kept_record *k)
{
	free(k->source);
	free(k->agreement);
	free(k->purpose);
	free(k->reason);
	free(k->person);
	*k = (struct kept_record){ 0 };
}

static bool copy(const char *text, char **ret, struct error *e)
{
	*ret = string_copy(text);
	return !text || *ret || error_memory(e);
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static bool read_row(struct statement *st, struct kept_record *ret, struct error *e)
{
	_cleanup_(kept_record_clear) struct kept_record k = { 0 };
	uint8_t id[RAW_SIZE];
	if (!column_exactly(st, 0, id, sizeof id, e))
		return false;
	hex_encode(bytes_of(id, sizeof id), k.id);
	k.received = column_number(st, 1) != 0;
	k.taken_in = column_number(st, 5);
	k.until = column_number(st, 6);
	k.held = column_number(st, 7);
	k.asked_to_keep = column_number(st, 10) != 0;
	if (!copy(or_empty(column_text(st, 2)), &k.source, e) ||
	    !copy(or_empty(column_text(st, 3)), &k.agreement, e) ||
	    !copy(or_empty(column_text(st, 4)), &k.purpose, e) || !copy(column_text(st, 8), &k.reason, e) ||
	    !copy(column_text(st, 9), &k.person, e))
		return false;
	*ret = k;
	k = (struct kept_record){ 0 };
	return true;
}

/* The statement's first place is the record's id. `raw` is the caller's: what is bound is borrowed. */
static bool start(struct statement *st, struct store *s, const char *sql, const char *record,
                  uint8_t raw[RAW_SIZE], struct error *e)
{
	if (!hex_decode(bytes_of_string(record), raw, RAW_SIZE))
		return error_set(e, ERR_NOT_FOUND, "record", "%s", "");
	if (!statement_start(st, s->db, sql, e))
		return false;
	bind_blob(st, 1, bytes_of(raw, RAW_SIZE));
	return true;
}

bool retention_of(struct store *s, const char *record, struct kept_record *ret, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RAW_SIZE];
	bool there;
	if (!start(&st, s, "SELECT " COLUMNS " WHERE r.id = ?1", record, raw, e) ||
	    !statement_row(&st, &there, e))
		return false;
	return there ? read_row(&st, ret, e) : error_set(e, ERR_NOT_FOUND, "record", "%s", "");
}

bool retention_each(struct store *s, moment before,
                    bool (*each)(void *context, const struct kept_record *k, struct error *e), void *context,
                    struct error *e)
{
	static const char sql[] =
		"SELECT " COLUMNS " WHERE (r.retain_until > 0 AND r.retain_until < ?1)"
		" OR r.row IN (SELECT record FROM hold) ORDER BY r.retain_until = 0, r.retain_until, r.row";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, before);
	if (!statement_row(&st, &more, e))
		return false;
	while (more) {
		_cleanup_(kept_record_clear) struct kept_record k = { 0 };
		if (!read_row(&st, &k, e) || !each(context, &k, e) || !statement_row(&st, &more, e))
			return false;
	}
	return true;
}

/* Runs what changes one record, or nothing: then it isn't there. */
static bool change(struct store *s, struct statement *st, const char *subject, struct error *e)
{
	return statement_run(st, e) &&
	       (database_changes(s->db) == 1 || error_set(e, ERR_NOT_FOUND, subject, "%s", ""));
}

bool retention_hold(struct store *s, const char *record, const char *reason, const char *person, moment since,
                    struct error *e)
{
	static const char sql[] = "INSERT INTO hold (record, reason, person, since)"
				  " SELECT row, ?2, ?3, ?4 FROM record WHERE id = ?1"
				  " ON CONFLICT (record) DO UPDATE SET reason = ?2, person = ?3, since = ?4";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RAW_SIZE];
	if (!start(&st, s, sql, record, raw, e))
		return false;
	bind_text(&st, 2, reason);
	bind_text(&st, 3, person);
	bind_number(&st, 4, since);
	return change(s, &st, "record", e);
}

bool retention_release(struct store *s, const char *record, struct error *e)
{
	static const char sql[] = "DELETE FROM hold WHERE record = (SELECT row FROM record WHERE id = ?1)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RAW_SIZE];
	return start(&st, s, sql, record, raw, e) && change(s, &st, "hold", e);
}

bool retention_set(struct store *s, const char *record, moment until, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RAW_SIZE];
	if (!start(&st, s, "UPDATE record SET retain_until = ?2 WHERE id = ?1", record, raw, e))
		return false;
	bind_number(&st, 2, until);
	return change(s, &st, "record", e);
}

/* --- what was destroyed --- */

bool destroyed_add(struct store *s, const struct destroyed *d, struct error *e)
{
	static const char sql[] =
		"INSERT INTO destroyed (entry, source, agreement, purpose, records, first, last, term_first,"
		" term_last, destroyed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_count(&st, 1, d->entry);
	bind_text(&st, 2, d->source);
	bind_text(&st, 3, d->agreement);
	bind_text(&st, 4, d->purpose);
	bind_count(&st, 5, d->records);
	bind_number(&st, 6, d->first);
	bind_number(&st, 7, d->last);
	bind_number(&st, 8, d->term_first);
	bind_number(&st, 9, d->term_last);
	bind_number(&st, 10, d->when);
	return statement_run(&st, e);
}

bool destroyed_each(struct store *s, uint64_t entry,
                    bool (*each)(void *context, const struct destroyed *d, struct error *e), void *context,
                    struct error *e)
{
	static const char sql[] =
		"SELECT entry, source, agreement, purpose, records, first, last, term_first, term_last,"
		" destroyed FROM destroyed WHERE entry = coalesce(?1, (SELECT max(entry) FROM destroyed))"
		" ORDER BY source, agreement, purpose";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	if (entry)
		bind_count(&st, 1, entry);
	else
		bind_null(&st, 1);
	if (!statement_row(&st, &more, e))
		return false;
	while (more) {
		const struct destroyed d = { column_count(&st, 0),  column_text(&st, 1),
			                     column_text(&st, 2),   column_text(&st, 3),
			                     column_count(&st, 4),  column_number(&st, 5),
			                     column_number(&st, 6), column_number(&st, 7),
			                     column_number(&st, 8), column_number(&st, 9) };
		if (!each(context, &d, e) || !statement_row(&st, &more, e))
			return false;
	}
	return true;
}
