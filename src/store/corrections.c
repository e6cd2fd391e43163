/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/corrections.h"

#include "store/store_internal.h"

#include <stdio.h>
#include <string.h>

static struct bytes id_bytes(const uint8_t id[PACKAGE_ID_SIZE])
{
	return bytes_of(id, PACKAGE_ID_SIZE);
}

/* `raw` is the caller's: what is bound is borrowed. */
static bool bind_record(struct statement *st, int place, const char *record, uint8_t raw[RECORD_ID_SIZE / 2],
                        struct error *e)
{
	if (!hex_decode(bytes_of_string(record), raw, RECORD_ID_SIZE / 2))
		return error_set(e, ERR_NOT_FOUND, "record", "%s", "");
	bind_blob(st, place, bytes_of(raw, RECORD_ID_SIZE / 2));
	return true;
}

bool corrections_add(struct store *s, const struct correction_row *r, struct error *e)
{
	static const char sql[] =
		"INSERT INTO correction (letter, way, peer, record, tag, package, version, fields, line, "
		"made,"
		" outcome, reason, decided) SELECT ?1, ?2, ?3, row, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13"
		" FROM record WHERE id = ?4";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	if (!statement_start(&st, s->db, sql, e) || !bind_record(&st, 4, r->record, raw, e))
		return false;
	bind_blob(&st, 1, id_bytes(r->letter));
	bind_number(&st, 2, r->way);
	bind_text(&st, 3, r->peer);
	bind_text(&st, 5, r->tag ? r->tag : "");
	bind_blob(&st, 6, id_bytes(r->package));
	bind_number(&st, 7, r->version);
	bind_text(&st, 8, r->fields ? r->fields : "");
	if (r->line.size)
		bind_utf8(&st, 9, r->line);
	else
		bind_null(&st, 9);
	bind_number(&st, 10, r->made);
	bind_text(&st, 11, r->outcome);
	bind_text(&st, 12, r->reason);
	bind_number(&st, 13, r->decided);
	if (!statement_run(&st, e))
		return false;
	return database_changes(s->db) == 1 || error_set(e, ERR_NOT_FOUND, "record", "%s", "");
}

static bool take_row(struct statement *st, struct correction_row *ret, struct error *e)
{
	uint8_t record[RECORD_ID_SIZE / 2];
	*ret = (struct correction_row){
		.way = (enum correction_way)column_number(st, 0),
		.peer = column_text(st, 3),
		.tag = column_text(st, 5),
		.fields = column_text(st, 6),
		.version = column_number(st, 7),
		.line = column_bytes(st, 8),
		.made = column_number(st, 9),
		.outcome = column_text(st, 10),
		.reason = column_text(st, 11),
		.decided = column_number(st, 12),
	};
	if (!column_exactly(st, 1, ret->letter, PACKAGE_ID_SIZE, e) ||
	    !column_exactly(st, 2, ret->package, PACKAGE_ID_SIZE, e) ||
	    !column_exactly(st, 4, record, sizeof record, e))
		return false;
	hex_encode(bytes_of(record, sizeof record), ret->record);
	return true;
}

bool corrections_each(struct store *s, const char *record, int way,
                      bool (*each)(void *context, const struct correction_row *r, struct error *e),
                      void *context, struct error *e)
{
	static const char sql[] =
		"SELECT c.way, c.letter, c.package, c.peer, r.id, c.tag, c.fields, c.version, c.line, c.made,"
		" c.outcome, c.reason, c.decided FROM correction c CROSS JOIN record r ON r.row = c.record"
		" WHERE (?1 IS NULL OR r.id = ?1) AND (?2 < 0 OR c.way = ?2) ORDER BY c.number";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	bool more;
	if (!statement_start(&st, s->db, sql, e) || (record && !bind_record(&st, 1, record, raw, e)))
		return false;
	if (!record)
		bind_null(&st, 1);
	bind_number(&st, 2, way);
	for (;;) {
		struct correction_row r;
		if (!statement_row(&st, &more, e))
			return false;
		if (!more)
			return true;
		if (!take_row(&st, &r, e) || !each(context, &r, e))
			return false;
	}
}

static bool find_row(struct store *s, enum correction_way way, const uint8_t letter[PACKAGE_ID_SIZE],
                     const char *tag, int64_t *ret_number, char ret_record[RECORD_ID_SIZE + 1],
                     struct error *e)
{
	static const char sql[] =
		"SELECT c.number, r.id FROM correction c CROSS JOIN record r ON r.row = c.record"
		" WHERE c.letter = ?1 AND c.way = ?2 AND c.tag = ?3";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t record[RECORD_ID_SIZE / 2];
	bool there;
	*ret_record = '\0';
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, id_bytes(letter));
	bind_number(&st, 2, way);
	bind_text(&st, 3, tag);
	if (!statement_row(&st, &there, e))
		return false;
	if (!there)
		return true;
	*ret_number = column_number(&st, 0);
	if (!column_exactly(&st, 1, record, sizeof record, e))
		return false;
	hex_encode(bytes_of(record, sizeof record), ret_record);
	return true;
}

bool corrections_settle(struct store *s, enum correction_way way, const uint8_t letter[PACKAGE_ID_SIZE],
                        const char *tag, const char *outcome, const char *reason, moment decided,
                        char ret_record[RECORD_ID_SIZE + 1], struct error *e)
{
	static const char sql[] = "UPDATE correction SET outcome = ?2, reason = ?3, decided = ?4, line = NULL"
				  " WHERE number = ?1 AND decided <= ?4";
	_cleanup_(statement_clear) struct statement st = { 0 };
	int64_t number = 0;
	if (!find_row(s, way, letter, tag, &number, ret_record, e))
		return false;
	if (!*ret_record)
		return true;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, number);
	bind_text(&st, 2, outcome);
	bind_text(&st, 3, reason);
	bind_number(&st, 4, decided);
	return statement_run(&st, e);
}

bool corrections_forget_due(struct store *s, const char *record, struct error *e)
{
	static const char sql[] =
		"DELETE FROM correction WHERE way = 4 AND record = (SELECT row FROM record WHERE id = ?1)";
	_Static_assert(WAY_DUE == 4, "the number in the statement");
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	return statement_start(&st, s->db, sql, e) && bind_record(&st, 1, record, raw, e) &&
	       statement_run(&st, e);
}

bool corrections_forget_undone(struct store *s, struct error *e)
{
	static const char sql[] =
		"DELETE FROM correction WHERE way = 4 AND record IN (SELECT record FROM packed)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	return statement_start(&st, s->db, sql, e) && statement_run(&st, e);
}

bool corrections_count(struct store *s, struct correction_counts *ret, struct error *e)
{
	static const char sql[] = "SELECT count(DISTINCT record) FILTER (WHERE way = 4),"
				  " count(DISTINCT record) FILTER (WHERE way = 3 AND outcome IS NULL),"
				  " count(*) FILTER (WHERE way = 0 AND outcome = 'kept'),"
				  " min(made) FILTER (WHERE way = 3 AND outcome IS NULL) FROM correction";
	_Static_assert(WAY_CORRECTED == 0 && WAY_DISPUTE_CAME == 3 && WAY_DUE == 4,
	               "the numbers in the question");
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool there;
	if (!statement_start(&st, s->db, sql, e) || !statement_row(&st, &there, e))
		return false;
	*ret = (struct correction_counts){ .due = column_count(&st, 0),
		                           .disputed = column_count(&st, 1),
		                           .kept = column_count(&st, 2),
		                           .first = column_number(&st, 3) };
	return true;
}

bool corrections_due_units(struct store *s,
                           bool (*each)(void *context, const char *unit, uint64_t records, struct error *e),
                           void *context, struct error *e)
{
	static const char sql[] = "SELECT peer, count(DISTINCT record) FROM correction WHERE way = 4"
				  " GROUP BY peer ORDER BY peer";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	for (;;) {
		if (!statement_row(&st, &more, e))
			return false;
		if (!more)
			return true;
		if (!each(context, column_text(&st, 0), column_count(&st, 1), e))
			return false;
	}
}

bool corrections_find_record(struct store *s, const char *sender, const char *tag, const char *agreement,
                             const char *purpose, char ret[RECORD_ID_SIZE + 1], struct error *e)
{
	static const char sql[] = "SELECT id FROM record WHERE received AND key = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	_cleanup_(buffer_clear) struct buffer key = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	bool there;
	*ret = '\0';
	buffer_printf(&key, "%s\x1f#%s\x1f%s\x1f%s", sender, tag, agreement, purpose);
	if (!buffer_ok(&key, e) || !statement_start(&st, s->db, sql, e))
		return false;
	bind_utf8(&st, 1, buffer_bytes(&key));
	if (!statement_row(&st, &there, e))
		return false;
	if (!there)
		return true;
	if (!column_exactly(&st, 0, raw, sizeof raw, e))
		return false;
	hex_encode(bytes_of(raw, sizeof raw), ret);
	return true;
}

/* --- versions --- */

static bool give_version(struct statement *st, struct buffer *ret_json, int64_t *ret_version, struct error *e)
{
	bool there;
	if (!statement_row(st, &there, e))
		return false;
	if (!there)
		return true;
	*ret_version = column_number(st, 0);
	buffer_append(ret_json, column_bytes(st, 1));
	return buffer_ok(ret_json, e);
}

static bool version_known(struct store *s, const char *record, const uint8_t package[PACKAGE_ID_SIZE],
                          struct buffer *ret_json, int64_t *ret_version, struct error *e)
{
	static const char sql[] =
		"SELECT h.number, h.json FROM record r CROSS JOIN correction c ON c.record = r.row"
		" CROSS JOIN history h ON h.number = c.version AND h.record = r.row"
		" WHERE r.id = ?1 AND c.way = 0 AND c.package = ?2 ORDER BY c.number LIMIT 1";
	_Static_assert(WAY_CORRECTED == 0, "the number in the question");
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	if (!statement_start(&st, s->db, sql, e) || !bind_record(&st, 1, record, raw, e))
		return false;
	bind_blob(&st, 2, id_bytes(package));
	return give_version(&st, ret_json, ret_version, e);
}

bool corrections_version_sent(struct store *s, const char *record, const uint8_t package[PACKAGE_ID_SIZE],
                              moment when, struct buffer *ret_json, int64_t *ret_version, struct error *e)
{
	static const char sql[] =
		"SELECT number, json FROM (SELECT 0 AS number, r.json AS json, r.taken_in AS taken_in,"
		" 0 AS superseded FROM record r CROSS JOIN packed p ON p.record = r.row WHERE r.id = ?1"
		" UNION ALL SELECT h.number, h.json, h.taken_in, 1 FROM record r CROSS JOIN history h"
		" ON h.record = r.row WHERE r.id = ?1 AND h.packed) WHERE taken_in <= ?2"
		" ORDER BY superseded, number DESC LIMIT 1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	*ret_version = -1;
	if (!version_known(s, record, package, ret_json, ret_version, e))
		return false;
	if (*ret_version >= 0)
		return true;
	if (!statement_start(&st, s->db, sql, e) || !bind_record(&st, 1, record, raw, e))
		return false;
	bind_number(&st, 2, when);
	return give_version(&st, ret_json, ret_version, e);
}

bool corrections_version_came(struct store *s, const char *record, const uint8_t package[PACKAGE_ID_SIZE],
                              struct buffer *ret_json, bool *ret_there, struct error *e)
{
	static const char sql[] =
		"SELECT 0, json FROM record WHERE id = ?1 AND package = ?2 UNION ALL"
		" SELECT h.number, h.json FROM record r CROSS JOIN history h ON h.record = r.row"
		" WHERE r.id = ?1 AND h.package = ?2 LIMIT 1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	char hex[2 * PACKAGE_ID_SIZE + 1];
	uint8_t raw[RECORD_ID_SIZE / 2];
	int64_t version = -1;
	if (!statement_start(&st, s->db, sql, e) || !bind_record(&st, 1, record, raw, e))
		return false;
	hex_encode(id_bytes(package), hex);
	bind_text(&st, 2, hex);
	if (!give_version(&st, ret_json, &version, e))
		return false;
	*ret_there = version >= 0;
	return true;
}

bool corrections_brought_since(struct store *s, const char *record, uint64_t sequence, bool *ret_all,
                               struct buffer *ret_names, struct error *e)
{
	static const char sql[] =
		"SELECT DISTINCT q.fields FROM (SELECT package FROM record WHERE id = ?1 UNION"
		" SELECT h.package FROM record r CROSS JOIN history h ON h.record = r.row WHERE r.id = ?1 "
		"UNION"
		" SELECT hex(c.letter) FROM record r CROSS JOIN correction c ON c.record = r.row"
		" WHERE r.id = ?1 AND c.way = 1 AND c.outcome = 'applied') v"
		" CROSS JOIN exchange x ON NOT x.sent AND x.id = unhex(v.package)"
		" LEFT JOIN request q ON q.sent AND q.answer = x.id WHERE x.sequence > ?2"
		" AND NOT EXISTS (SELECT 1 FROM voided w WHERE w.package = x.id)";
	_Static_assert(WAY_CORRECTION_CAME == 1, "the number in the question");
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	bool more;
	*ret_all = false;
	if (!statement_start(&st, s->db, sql, e) || !bind_record(&st, 1, record, raw, e))
		return false;
	bind_number(&st, 2, (int64_t)sequence);
	for (;;) {
		if (!statement_row(&st, &more, e))
			return false;
		if (!more)
			return buffer_ok(ret_names, e);
		if (column_is_null(&st, 0))
			*ret_all = true;
		else
			buffer_printf(ret_names, "%s ", column_text(&st, 0));
	}
}

/* Its version before. */
#define HAD_LEFT "(SELECT h.packed FROM history h WHERE h.record = r.row ORDER BY h.number DESC LIMIT 1)"

/* One pass through what the log keeps in private, and only when something that had left was changed. */
bool corrections_changed(struct store *s, int64_t import,
                         bool (*each)(void *context, const char record[RECORD_ID_SIZE + 1], uint64_t index,
                                      struct error *e),
                         void *context, struct error *e)
{
	static const char sql[] =
		"SELECT p.idx, json_extract(p.fields, '$.record') AS record FROM log_private p"
		" WHERE EXISTS (SELECT 1 FROM record r WHERE r.import = ?1 AND " HAD_LEFT ")"
		" AND record IN (SELECT lower(hex(r.id)) FROM record r WHERE r.import = ?1 AND " HAD_LEFT
		") ORDER BY p.idx";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, import);
	for (;;) {
		char record[RECORD_ID_SIZE + 1];
		if (!statement_row(&st, &more, e))
			return false;
		if (!more)
			return true;
		snprintf(record, sizeof record, "%s", column_text(&st, 1));
		if (!each(context, record, column_count(&st, 0), e))
			return false;
	}
}
