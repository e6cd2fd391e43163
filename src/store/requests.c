/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/requests.h"

#include "store/store_internal.h"

#include <string.h>

static struct bytes id_bytes(const uint8_t id[PACKAGE_ID_SIZE])
{
	return bytes_of(id, PACKAGE_ID_SIZE);
}

/* A statement whose first two places are whether it was sent, and its id. */
static bool start(struct statement *st, struct store *s, const char *sql, bool sent,
                  const uint8_t id[PACKAGE_ID_SIZE], struct error *e)
{
	if (!statement_start(st, s->db, sql, e))
		return false;
	bind_number(st, 1, sent);
	bind_blob(st, 2, id_bytes(id));
	return true;
}

bool requests_add(struct store *s, const struct request_row *row, struct error *e)
{
	static const char sql[] =
		"INSERT INTO request (sent, id, peer, agreement, purpose, fields, made, due, "
		"clients) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!start(&st, s, sql, row->sent, row->id, e))
		return false;
	bind_text(&st, 3, row->peer);
	bind_text(&st, 4, row->agreement);
	bind_text(&st, 5, row->purpose);
	bind_text(&st, 6, row->fields);
	bind_number(&st, 7, row->made);
	bind_number(&st, 8, row->due);
	bind_count(&st, 9, row->clients);
	return statement_run(&st, e);
}

bool requests_add_client(struct store *s, const struct request_row *row, uint64_t number, const char *tie,
                         struct error *e)
{
	static const char sql[] =
		"INSERT INTO request_client (sent, request, number, tie) VALUES (?1, ?2, ?3, ?4)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!start(&st, s, sql, row->sent, row->id, e))
		return false;
	bind_count(&st, 3, number);
	bind_text(&st, 4, tie);
	return statement_run(&st, e);
}

/* --- reading --- */

#define COLUMNS "sent, id, peer, agreement, purpose, fields, made, due, clients, answer, answered"

static bool read_row(struct statement *st, struct request_row *ret, struct error *e)
{
	*ret = (struct request_row){
		.sent = column_number(st, 0) != 0,
		.peer = column_text(st, 2),
		.agreement = column_text(st, 3),
		.purpose = column_text(st, 4),
		.fields = column_text(st, 5),
		.made = column_number(st, 6),
		.due = column_number(st, 7),
		.clients = column_count(st, 8),
		.is_answered = !column_is_null(st, 9),
		.answered = column_number(st, 10),
	};
	return column_exactly(st, 1, ret->id, PACKAGE_ID_SIZE, e) &&
	       (!ret->is_answered || column_exactly(st, 9, ret->answer, PACKAGE_ID_SIZE, e));
}

static bool each_row(struct statement *st, uint64_t *ret_count,
                     bool (*each)(void *context, const struct request_row *row, struct error *e),
                     void *context, struct error *e)
{
	bool more;
	if (!statement_row(st, &more, e))
		return false;
	for (*ret_count = 0; more; ++*ret_count) {
		struct request_row row;
		if (!read_row(st, &row, e) || !each(context, &row, e) || !statement_row(st, &more, e))
			return false;
	}
	return true;
}

bool requests_find(struct store *s, bool sent, const uint8_t id[PACKAGE_ID_SIZE],
                   bool (*each)(void *context, const struct request_row *row, struct error *e), void *context,
                   struct error *e)
{
	static const char sql[] = "SELECT " COLUMNS " FROM request WHERE sent = ?1 AND id = ?2";
	_cleanup_(statement_clear) struct statement st = { 0 };
	char hex[2 * PACKAGE_ID_SIZE + 1];
	uint64_t count;
	if (!start(&st, s, sql, sent, id, e) || !each_row(&st, &count, each, context, e))
		return false;
	hex_encode(id_bytes(id), hex);
	return count || error_set(e, ERR_NOT_FOUND, hex, "%s", "");
}

bool requests_each(struct store *s,
                   bool (*each)(void *context, const struct request_row *row, struct error *e), void *context,
                   struct error *e)
{
	static const char sql[] = "SELECT " COLUMNS " FROM request ORDER BY sent, due, made, id";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint64_t count;
	return statement_start(&st, s->db, sql, e) && each_row(&st, &count, each, context, e);
}

bool requests_of_answer(struct store *s, const uint8_t package[PACKAGE_ID_SIZE], bool *ret_there,
                        uint8_t ret_id[PACKAGE_ID_SIZE], struct error *e)
{
	static const char sql[] = "SELECT id FROM request WHERE sent = ?1 AND answer = ?2";
	_cleanup_(statement_clear) struct statement st = { 0 };
	return start(&st, s, sql, false, package, e) && statement_row(&st, ret_there, e) &&
	       (!*ret_there || column_exactly(&st, 0, ret_id, PACKAGE_ID_SIZE, e));
}

static bool read_client(struct statement *st, struct request_client *ret, struct error *e)
{
	const char *rule = column_text(st, 3);
	*ret = (struct request_client){
		.number = column_count(st, 0),
		.tie = column_text(st, 1),
		.is_answered = !column_is_null(st, 2),
		.answer = { .rule = RULE_AGREED, .stayed = (char *)(uintptr_t)column_text(st, 4) },
	};
	return !ret->is_answered ||
	       (request_outcome_parse(column_bytes(st, 2), &ret->answer.outcome) &&
	        (!rule || rule_parse(rule, &ret->answer.rule))) ||
	       error_set(e, ERR_STORE, "request", "%s", "");
}

bool requests_each_client(struct store *s, bool sent, const uint8_t id[PACKAGE_ID_SIZE],
                          bool (*each)(void *context, const struct request_client *c, struct error *e),
                          void *context, struct error *e)
{
	static const char sql[] = "SELECT number, tie, outcome, rule, stayed FROM request_client"
				  " WHERE sent = ?1 AND request = ?2 ORDER BY number";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!start(&st, s, sql, sent, id, e) || !statement_row(&st, &more, e))
		return false;
	while (more) {
		struct request_client c;
		if (!read_client(&st, &c, e) || !each(context, &c, e) || !statement_row(&st, &more, e))
			return false;
	}
	return true;
}

/* --- what came of it --- */

bool requests_answer(struct store *s, bool sent, const uint8_t id[PACKAGE_ID_SIZE],
                     const uint8_t package[PACKAGE_ID_SIZE], moment when, struct error *e)
{
	static const char sql[] = "UPDATE request SET answer = ?3, answered = ?4"
				  " WHERE sent = ?1 AND id = ?2 AND answer IS NULL";
	_cleanup_(statement_clear) struct statement st = { 0 };
	char hex[2 * PACKAGE_ID_SIZE + 1];
	if (!start(&st, s, sql, sent, id, e))
		return false;
	bind_blob(&st, 3, id_bytes(package));
	bind_number(&st, 4, when);
	if (!statement_run(&st, e))
		return false;
	hex_encode(id_bytes(id), hex);
	return database_changes(s->db) == 1 || error_set(e, ERR_ANSWERED, hex, "%s", "");
}

bool requests_answer_client(struct store *s, bool sent, const uint8_t id[PACKAGE_ID_SIZE], uint64_t number,
                            const struct request_answer *a, struct error *e)
{
	static const char sql[] = "UPDATE request_client SET outcome = ?4, rule = ?5, stayed = ?6"
				  " WHERE sent = ?1 AND request = ?2 AND number = ?3";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!start(&st, s, sql, sent, id, e))
		return false;
	bind_count(&st, 3, number);
	bind_text(&st, 4, request_outcome_code(a->outcome));
	bind_text(&st, 5, a->outcome == REQUEST_REFUSED ? rule_name(a->rule) : NULL);
	bind_text(&st, 6, a->stayed);
	return statement_run(&st, e) &&
	       (database_changes(s->db) == 1 || error_set(e, ERR_STORE, "request", "%s", ""));
}

/* Statements about what is asked, each with the same two places. */
static bool run_each(struct store *s, const char *const *all, size_t count, bool sent,
                     const uint8_t id[PACKAGE_ID_SIZE], struct error *e)
{
	for (size_t i = 0; i < count; i++) {
		_cleanup_(statement_clear) struct statement st = { 0 };
		if (!start(&st, s, all[i], sent, id, e) || !statement_run(&st, e))
			return false;
	}
	return true;
}

bool requests_void(struct store *s, bool sent, const uint8_t id[PACKAGE_ID_SIZE], struct error *e)
{
	static const char *const all[] = {
		"DELETE FROM request_client WHERE sent = ?1 AND request = (SELECT id FROM request"
		" WHERE sent = ?1 AND id = ?2 AND (NOT sent OR answer IS NULL))",
		"DELETE FROM request WHERE sent = ?1 AND id = ?2 AND (NOT sent OR answer IS NULL)",
	};
	return run_each(s, all, ELEMENTS(all), sent, id, e);
}

bool requests_reopen(struct store *s, bool sent, const uint8_t package[PACKAGE_ID_SIZE], struct error *e)
{
	static const char clients[] =
		"UPDATE request_client SET outcome = NULL, rule = NULL, stayed = NULL WHERE sent = ?1"
		" AND request = (SELECT id FROM request WHERE sent = ?1 AND answer = ?2)";
	static const char whole[] =
		"UPDATE request SET answer = NULL, answered = 0 WHERE sent = ?1 AND answer = ?2";
	const char *const both[] = { clients, whole };
	return run_each(s, both, ELEMENTS(both), sent, package, e);
}

bool requests_is_answer(struct store *s, const uint8_t package[PACKAGE_ID_SIZE], bool *ret, struct error *e)
{
	static const char sql[] = "SELECT 1 FROM request WHERE sent = ?1 AND answer = ?2";
	_cleanup_(statement_clear) struct statement st = { 0 };
	return start(&st, s, sql, true, package, e) && statement_row(&st, ret, e);
}
