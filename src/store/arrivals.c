/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/arrivals.h"

#include "store/purging.h"
#include "store/store.h"
#include "store/store_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

bool arrival_came(struct store *s, const char *record, moment since, moment decide_by, struct error *e)
{
	static const char waits[] = "INSERT INTO arrival (record, state, since, decide_by)"
				    " SELECT row, 0, ?2, ?3 FROM record WHERE id = ?1"
				    " ON CONFLICT (record) DO UPDATE SET state = 0, since = ?2, decide_by = "
				    "?3, done = 0 WHERE state = 2";
	static const char at_once[] = "UPDATE arrival SET state = 1, since = ?2, decide_by = ?3, done = 0"
				      " WHERE state = 2 AND record = (SELECT row FROM record WHERE id = ?1)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	if (!start(&st, s, decide_by ? waits : at_once, record, raw, e))
		return false;
	bind_number(&st, 2, since);
	bind_number(&st, 3, decide_by);
	return statement_run(&st, e);
}

bool arrival_of(struct store *s, const char *record, struct arrival_row *ret, struct error *e)
{
	static const char sql[] = "SELECT coalesce(a.state, 1), coalesce(a.since, r.taken_in),"
				  " coalesce(a.decide_by, 0), coalesce(a.done, 0) FROM record r"
				  " LEFT JOIN arrival a ON a.record = r.row WHERE r.received AND r.id = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	bool there;
	if (!start(&st, s, sql, record, raw, e) || !statement_row(&st, &there, e))
		return false;
	if (!there)
		return error_set(e, ERR_NOT_FOUND, "record", "%s", "");
	*ret = (struct arrival_row){ .state = (enum arrival_state)column_number(&st, 0),
		                     .since = column_number(&st, 1),
		                     .decide_by = column_number(&st, 2),
		                     .done = column_number(&st, 3) };
	return (unsigned)ret->state < ARRIVAL_COUNT || error_set(e, ERR_STORE_DAMAGED, "arrival", "%s", "");
}

bool arrival_set(struct store *s, const char *record, enum arrival_state state, moment when, struct error *e)
{
	static const char sql[] =
		"INSERT INTO arrival (record, state, since, decide_by, done)"
		" SELECT row, ?2, taken_in, 0, CASE WHEN ?2 = 2 THEN ?3 ELSE 0 END FROM record WHERE id = ?1"
		" ON CONFLICT (record) DO UPDATE SET state = ?2, done = CASE WHEN ?2 = 2 THEN ?3 ELSE 0 END";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	if (!start(&st, s, sql, record, raw, e))
		return false;
	bind_number(&st, 2, state);
	bind_number(&st, 3, when);
	return statement_run(&st, e);
}

/* What is restricted waits for another decision (restrictions.h). */
bool arrivals_count(struct store *s, moment now, struct arrival_counts *ret, struct error *e)
{
	static const char sql[] =
		"SELECT count(*), count(*) FILTER (WHERE decide_by < ?1), min(decide_by) FROM arrival"
		" WHERE state = 0 AND record NOT IN (SELECT record FROM restriction)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool there;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, now);
	if (!statement_row(&st, &there, e))
		return false;
	*ret = (struct arrival_counts){ column_count(&st, 0), column_count(&st, 1), column_number(&st, 2) };
	return true;
}

/* --- forgetting --- */

struct declined {
	char (*ids)[RECORD_ID_SIZE + 1];
	size_t count;
};

static void declined_clear(struct declined *d)
{
	free(d->ids);
}

static bool list_declined(struct store *s, struct declined *d, struct error *e)
{
	static const char sql[] =
		"SELECT r.id FROM arrival a JOIN record r ON r.row = a.record WHERE a.state = 3";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	bool more;
	if (!statement_start(&st, s->db, sql, e) || !statement_row(&st, &more, e))
		return false;
	while (more) {
		void *grown = reallocarray(d->ids, d->count + 1, sizeof *d->ids);
		if (!grown)
			return error_memory(e);
		d->ids = grown;
		if (!column_exactly(&st, 0, raw, sizeof raw, e))
			return false;
		hex_encode(bytes_of(raw, sizeof raw), d->ids[d->count++]);
		if (!statement_row(&st, &more, e))
			return false;
	}
	return true;
}

bool arrivals_forget(struct store *s, moment now, struct error *e)
{
	_cleanup_(declined_clear) struct declined d = { 0 };
	struct purged purged;
	if (!list_declined(s, &d, e))
		return false;
	if (!d.count)
		return true;
	if (!purge_begin(s, e))
		return false;
	for (size_t i = 0; i < d.count; i++)
		if (!purge_record(s, d.ids[i], e))
			return false;
	return purge_end(s, now, false, &purged, e);
}

/* --- of records that went --- */

bool outcomes_add(struct store *s, const struct outcome_row *row, struct error *e)
{
	static const char sql[] =
		"INSERT INTO outcome (peer, tag, record, package, outcome, reason, said, sequence, agreement,"
		" purpose) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
		" ON CONFLICT (peer, tag, agreement, purpose) DO UPDATE"
		" SET record = coalesce(excluded.record, record), package = ?4, outcome = ?5, reason = ?6,"
		" said = ?7, sequence = ?8 WHERE sequence < ?8";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, row->peer);
	bind_text(&st, 2, row->tag);
	if (hex_decode(bytes_of_string(row->record), raw, sizeof raw))
		bind_blob(&st, 3, bytes_of(raw, sizeof raw));
	else
		bind_null(&st, 3);
	bind_blob(&st, 4, bytes_of(row->package, sizeof row->package));
	bind_text(&st, 5, client_outcome_name(row->said));
	bind_text(&st, 6, row->reason ? decline_reason_name(row->reason) : NULL);
	bind_number(&st, 7, row->when);
	bind_number(&st, 8, (int64_t)row->sequence);
	bind_text(&st, 9, row->agreement);
	bind_text(&st, 10, row->purpose);
	return statement_run(&st, e);
}

static bool read_row(struct statement *st, struct outcome_row *ret, struct error *e)
{
	struct outcome_row r = { .when = column_number(st, 5),
		                 .sequence = column_count(st, 6),
		                 .agreement = column_text(st, 7),
		                 .purpose = column_text(st, 8) };
	const char *reason = column_text(st, 4);
	snprintf(r.peer, sizeof r.peer, "%s", column_text(st, 0));
	snprintf(r.tag, sizeof r.tag, "%s", column_text(st, 1));
	if (!client_outcome_parse(column_bytes(st, 3), &r.said) ||
	    (reason && !decline_reason_parse(bytes_of_string(reason), &r.reason)))
		return error_set(e, ERR_STORE_DAMAGED, "outcome", "%s", "");
	*ret = r;
	return column_exactly(st, 2, ret->package, sizeof ret->package, e);
}

bool outcomes_of_record(struct store *s, const char *record,
                        bool (*each)(void *context, const struct outcome_row *row, struct error *e),
                        void *context, struct error *e)
{
	static const char sql[] = "SELECT peer, tag, package, outcome, reason, said, sequence, agreement,"
				  " purpose FROM outcome"
				  " WHERE record = ?1 ORDER BY peer, said";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	bool more;
	if (!start(&st, s, sql, record, raw, e) || !statement_row(&st, &more, e))
		return false;
	while (more) {
		struct outcome_row r;
		if (!read_row(&st, &r, e))
			return false;
		snprintf(r.record, sizeof r.record, "%s", record);
		if (!each(context, &r, e) || !statement_row(&st, &more, e))
			return false;
	}
	return true;
}

bool outcomes_of_package(struct store *s, const uint8_t package[PACKAGE_ID_SIZE], uint64_t ret[SAID_COUNT],
                         struct error *e)
{
	static const char sql[] = "SELECT outcome, count(*) FROM outcome WHERE package = ?1 GROUP BY outcome";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	memset(ret, 0, SAID_COUNT * sizeof *ret);
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, bytes_of(package, PACKAGE_ID_SIZE));
	if (!statement_row(&st, &more, e))
		return false;
	while (more) {
		enum client_outcome said;
		if (!client_outcome_parse(column_bytes(&st, 0), &said))
			return error_set(e, ERR_STORE_DAMAGED, "outcome", "%s", "");
		ret[said] = column_count(&st, 1);
		if (!statement_row(&st, &more, e))
			return false;
	}
	return true;
}

/* The log names each client behind the act with which the package left; of who stayed it says "*:…". */
bool outcomes_awaited(struct store *s, const struct exchange_row *package, uint64_t *ret, struct error *e)
{
	static const char sql[] =
		"WITH ended AS MATERIALIZED (SELECT c.id FROM relied l CROSS JOIN consent c"
		" ON c.id = lower(hex(l.consent)) WHERE l.package = ?7 AND json_extract(c.json, "
		"'$.withdrawn'))"
		" SELECT count(*) FROM log_private p CROSS JOIN record r ON r.id = "
		"unhex(json_extract(p.fields, "
		"'$.record')) WHERE p.idx > ?1 AND p.idx <= ?1 + ?2"
		" AND NOT coalesce(json_extract(p.fields, '$.withheld') BETWEEN '*:' AND '*;', 0)"
		" AND NOT EXISTS (SELECT 1 FROM outcome o WHERE o.record = r.id AND o.peer = ?3"
		" AND o.agreement = ?4 AND o.purpose = ?5 AND (o.outcome = 'accepted' OR EXISTS"
		" (SELECT 1 FROM exchange x WHERE x.sent AND x.id = o.package AND x.sequence >= ?6)))"
		" AND NOT EXISTS (SELECT 1 FROM ended"
		" WHERE instr(json_extract(p.fields, '$.consent'), ended.id))";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool there;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_count(&st, 1, package->log_index);
	bind_count(&st, 2, package->records + package->withheld);
	bind_text(&st, 3, package->peer);
	bind_text(&st, 4, package->agreement);
	bind_text(&st, 5, package->purpose);
	bind_count(&st, 6, package->sequence);
	bind_blob(&st, 7, bytes_of(package->id, PACKAGE_ID_SIZE));
	if (!statement_row(&st, &there, e))
		return false;
	const uint64_t silent = column_count(&st, 0);
	/* what was refused on opening, or is gone here, nobody waits for */
	const uint64_t rest = package->records > silent ? package->records - silent : 0;
	*ret = package->accepted > rest ? package->accepted - rest : 0;
	return true;
}
