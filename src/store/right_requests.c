/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/right_requests.h"

#include "store/store_internal.h"

#include <stdio.h>
#include <string.h>

#define RAW_SIZE (RECORD_ID_SIZE / 2)
#define COLUMNS \
	"q.number, q.record, q.right, q.law, q.asked, q.postponed, q.decided, q.outcome, q.article," \
	" (SELECT count(*) FROM told t WHERE t.request = q.number)," \
	" (SELECT count(*) FROM told t WHERE t.request = q.number AND t.id IN (SELECT consent FROM " \
	"decision))" \
	" FROM right_request q"

moment right_request_due(const struct right_request *r)
{
	return right_due(r->right, r->wmo, r->asked, r->postponed != 0);
}

static bool read_row(struct statement *st, struct right_request *ret, struct error *e)
{
	struct right_request r = { .number = column_count(st, 0),
		                   .asked = column_number(st, 4),
		                   .postponed = column_number(st, 5),
		                   .decided = column_number(st, 6),
		                   .told = column_count(st, 9),
		                   .answered = column_count(st, 10) };
	uint8_t id[RAW_SIZE];
	const char *law = column_text(st, 3), *article = column_text(st, 8);
	if (!column_exactly(st, 1, id, sizeof id, e))
		return false;
	hex_encode(bytes_of(id, sizeof id), r.record);
	r.wmo = law && strcmp(law, "wmo") == 0;
	snprintf(r.article, sizeof r.article, "%s", article ? article : "");
	if (!right_parse(column_bytes(st, 2), &r.right) ||
	    (r.decided && !right_outcome_parse(column_bytes(st, 7), &r.outcome)))
		return error_set(e, ERR_STORE, "request", "%s", N_("a right that there isn't"));
	*ret = r;
	return true;
}

bool right_request_add(struct store *s, struct right_request *r, struct error *e)
{
	static const char sql[] =
		"INSERT INTO right_request (record, right, law, asked) VALUES (?1, ?2, ?3, ?4)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RAW_SIZE];
	if (!hex_decode(bytes_of_string(r->record), raw, sizeof raw))
		return error_set(e, ERR_NOT_FOUND, "record", "%s", "");
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, bytes_of(raw, sizeof raw));
	bind_text(&st, 2, right_name(r->right));
	bind_text(&st, 3, r->wmo ? "wmo" : "");
	bind_number(&st, 4, r->asked);
	if (!statement_run(&st, e))
		return false;
	r->number = (uint64_t)database_last_row(s->db);
	return true;
}

bool right_requests_each(struct store *s, bool undecided_only,
                         bool (*each)(void *context, const struct right_request *r, struct error *e),
                         void *context, struct error *e)
{
	static const char sql[] =
		"SELECT " COLUMNS " WHERE NOT ?1 OR NOT q.decided ORDER BY q.decided != 0, q.number";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, undecided_only);
	if (!statement_row(&st, &more, e))
		return false;
	while (more) {
		struct right_request r;
		if (!read_row(&st, &r, e) || !each(context, &r, e) || !statement_row(&st, &more, e))
			return false;
	}
	return true;
}

bool right_request_find(struct store *s, uint64_t number, struct right_request *ret, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool there;
	if (!statement_start(&st, s->db, "SELECT " COLUMNS " WHERE q.number = ?1", e))
		return false;
	bind_count(&st, 1, number);
	if (!statement_row(&st, &there, e))
		return false;
	return there ? read_row(&st, ret, e) : error_set(e, ERR_NOT_FOUND, "request", "%s", "");
}

bool right_request_postpone(struct store *s, uint64_t number, moment when, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, "UPDATE right_request SET postponed = ?2 WHERE number = ?1", e))
		return false;
	bind_count(&st, 1, number);
	bind_number(&st, 2, when);
	return statement_run(&st, e);
}

bool right_request_decide(struct store *s, uint64_t number, moment when, enum right_outcome outcome,
                          const char *article, struct error *e)
{
	static const char sql[] =
		"UPDATE right_request SET decided = ?2, outcome = ?3, article = ?4 WHERE number = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_count(&st, 1, number);
	bind_number(&st, 2, when);
	bind_text(&st, 3, right_outcome_name(outcome));
	bind_text(&st, 4, article);
	return statement_run(&st, e);
}

/* --- who was told --- */

static void bind_told(struct statement *st, const struct told_unit *t)
{
	bind_text(st, 1, t->id);
	bind_text(st, 2, t->peer);
	bind_text(st, 3, t->agreement);
	bind_text(st, 4, t->purpose);
}

bool told_unit_add(struct store *s, const struct told_unit *t, struct error *e)
{
	static const char sql[] =
		"INSERT INTO told (id, peer, agreement, purpose, request) VALUES (?1, ?2, ?3, ?4, ?5)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_told(&st, t);
	bind_count(&st, 5, t->request);
	return statement_run(&st, e);
}

bool told_unit_has(struct store *s, const struct told_unit *t, bool *ret, struct error *e)
{
	static const char sql[] =
		"SELECT 1 FROM told WHERE id = ?1 AND peer = ?2 AND agreement = ?3 AND purpose = ?4";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_told(&st, t);
	return statement_row(&st, ret, e);
}
