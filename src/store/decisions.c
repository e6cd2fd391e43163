/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/decisions.h"

#include "store/store_internal.h"

#include <stdio.h>

bool decisions_add(struct store *s, const struct withdrawal_decision *d, const char *peer,
                   const char *package, struct error *e)
{
	static const char sql[] = "INSERT INTO decision (consent, peer, outcome, reason, article, decided, "
				  "package) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[PACKAGE_ID_SIZE];
	if (!hex_decode(bytes_of_string(package), raw, sizeof raw))
		return error_set(e, ERR_NOT_FOUND, package, "%s", "");
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, d->consent);
	bind_text(&st, 2, peer);
	bind_text(&st, 3, withdrawal_outcome_name(d->outcome));
	bind_text(&st, 4, d->reason ? keep_reason_name(d->reason) : NULL);
	bind_text(&st, 5, *d->article ? d->article : NULL);
	bind_number(&st, 6, d->decided);
	bind_blob(&st, 7, bytes_of(raw, sizeof raw));
	return statement_run(&st, e);
}

static bool read_row(struct statement *st, struct withdrawal_decision *ret, struct error *e)
{
	struct withdrawal_decision d = { .decided = column_number(st, 3) };
	const char *reason = column_text(st, 1), *article = column_text(st, 2);
	if (!withdrawal_outcome_parse(column_bytes(st, 0), &d.outcome) ||
	    (reason && !keep_reason_parse(bytes_of_string(reason), &d.reason)))
		return error_set(e, ERR_STORE, "decision", "%s", "");
	snprintf(d.article, sizeof d.article, "%s", article ? article : "");
	*ret = d;
	return true;
}

bool decisions_last(struct store *s, const char *consent, struct withdrawal_decision *ret, bool *ret_there,
                    struct error *e)
{
	static const char sql[] = "SELECT outcome, reason, article, decided FROM decision WHERE consent = ?1"
				  " ORDER BY decided DESC, number DESC LIMIT 1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, consent);
	if (!statement_row(&st, ret_there, e) || (*ret_there && !read_row(&st, ret, e)))
		return false;
	if (*ret_there)
		snprintf(ret->consent, sizeof ret->consent, "%s", consent);
	return true;
}
