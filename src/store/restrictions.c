/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/restrictions.h"

#include "store/store_internal.h"

#include <stdio.h>
#include <stdlib.h>

#define COLUMNS \
	"r.id, r.source, r.agreement, r.purpose, x.consent, x.since, x.kept, x.reason, x.article, x.cause " \
	"= " CAUSE_VOIDED " FROM record r LEFT JOIN restriction x ON x.record = r.row" \
	" AND x.cause IN (" CAUSE_WITHDRAWN ", " CAUSE_VOIDED ")"

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
	           "SELECT " COLUMNS " WHERE r.received AND r.id = ?1 ORDER BY x.kept != 0, x.cause LIMIT 1",
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
		" min(since) FILTER (WHERE NOT kept) FROM restriction";
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
				  " WHERE cause = CASE WHEN ?5 THEN " CAUSE_VOIDED " ELSE " CAUSE_WITHDRAWN
				  " END AND record = (SELECT row FROM record WHERE id = ?1)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	if (!start(&st, s, sql, r->record, raw, e))
		return false;
	bind_number(&st, 5, r->voided);
	bind_number(&st, 2, when);
	bind_text(&st, 3, reason);
	bind_text(&st, 4, article);
	return statement_run(&st, e);
}

bool restriction_lift(struct store *s, const struct restriction *r, struct error *e)
{
	static const char sql[] =
		"DELETE FROM restriction WHERE cause = CASE WHEN ?2 THEN " CAUSE_VOIDED
		" ELSE " CAUSE_WITHDRAWN " END AND record = (SELECT row FROM record WHERE id = ?1)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	if (!start(&st, s, sql, r->record, raw, e))
		return false;
	bind_number(&st, 2, r->voided);
	return statement_run(&st, e);
}
