/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/voided.h"

#include "store/store_internal.h"

#include <string.h>

static struct bytes package_bytes(const uint8_t id[PACKAGE_ID_SIZE])
{
	return bytes_of(id, PACKAGE_ID_SIZE);
}

/* What came with that id: nothing, this letter of this unit, or something else (ERR_PACKAGE). */
static bool look_at_opened(struct store *s, const char *peer, const struct void_notice *n, bool *ret_there,
                           struct error *e)
{
	static const char sql[] =
		"SELECT peer = ?2 AND sequence = ?3 AND hash = ?4 FROM exchange WHERE NOT sent AND id = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, package_bytes(n->package));
	bind_text(&st, 2, peer);
	bind_count(&st, 3, n->sequence);
	bind_blob(&st, 4, bytes_of(n->manifest.bytes, SHA256_SIZE));
	if (!statement_row(&st, ret_there, e))
		return false;
	return !*ret_there || column_number(&st, 0) ||
	       error_set(e, ERR_PACKAGE, "voids", "%s",
	                 N_("what came under that id is another letter, or of another unit"));
}

static bool find(struct store *s, const uint8_t package[PACKAGE_ID_SIZE], struct statement *st,
                 bool *ret_there, struct error *e)
{
	static const char sql[] = "SELECT peer, told FROM voided WHERE package = ?1";
	if (!statement_start(st, s->db, sql, e))
		return false;
	bind_blob(st, 1, package_bytes(package));
	return statement_row(st, ret_there, e);
}

bool voided_was_opened(struct store *s, const char *peer, const struct void_notice *n, bool *ret_opened,
                       struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool known;
	if (!find(s, n->package, &st, &known, e))
		return false;
	if (known)
		return error_set(e, ERR_PACKAGE, "voids", "%s", N_("that package was voided before"));
	return look_at_opened(s, peer, n, ret_opened, e);
}

bool voided_add(struct store *s, const char *peer, const struct void_notice *n, moment told,
                uint64_t log_index, struct error *e)
{
	static const char sql[] =
		"INSERT INTO voided (package, peer, sequence, reason, told, log_index, opened)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool opened;
	if (!look_at_opened(s, peer, n, &opened, e) || !statement_start(&st, s->db, sql, e))
		return false;
	bind_blob(&st, 1, package_bytes(n->package));
	bind_text(&st, 2, peer);
	bind_count(&st, 3, n->sequence);
	bind_text(&st, 4, void_reason_name(n->reason));
	bind_number(&st, 5, told);
	bind_count(&st, 6, log_index);
	bind_number(&st, 7, opened);
	return statement_run(&st, e);
}

bool voided_check(struct store *s, const struct manifest *m, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	char hex[2 * PACKAGE_ID_SIZE + 1], day[DAY_SIZE + 1];
	bool known;
	if (!find(s, m->id, &st, &known, e))
		return false;
	if (!known || strcmp(column_text(&st, 0), m->sender) != 0)
		return true;
	hex_encode(package_bytes(m->id), hex);
	day_format(column_number(&st, 1), day);
	return error_set(e, ERR_PACKAGE_VOIDED, hex, "word of that came on %s", day);
}

/* In SQL: the record stands on package ?2, or on what since then corrected it, or answered a request and left
 * the rest of it as it was, or was voided in its turn. */
#define STANDS_ON \
	"(r.package = ?2 OR EXISTS (SELECT 1 FROM exchange x WHERE NOT x.sent AND x.id = unhex(r.package)" \
	" AND (x.kind = 2 OR EXISTS (SELECT 1 FROM request q WHERE q.sent AND q.answer = x.id)" \
	" OR EXISTS (SELECT 1 FROM voided w WHERE w.package = x.id))))"
_Static_assert(PACKAGE_CORRECTION == 2, "the number in the question");

bool voided_stands(struct store *s, const char *record, const uint8_t package[PACKAGE_ID_SIZE], bool *ret,
                   struct error *e)
{
	static const char sql[] = "SELECT 1 FROM record r WHERE r.received AND r.id = ?1 AND " STANDS_ON;
	_cleanup_(statement_clear) struct statement st = { 0 };
	uint8_t raw[RECORD_ID_SIZE / 2];
	char hex[2 * PACKAGE_ID_SIZE + 1];
	*ret = false;
	if (!hex_decode(bytes_of_string(record), raw, sizeof raw))
		return true;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	hex_encode(package_bytes(package), hex);
	bind_blob(&st, 1, bytes_of(raw, sizeof raw));
	bind_text(&st, 2, hex);
	return statement_row(&st, ret, e);
}

bool voided_restrict(struct store *s, const char *record, const uint8_t package[PACKAGE_ID_SIZE],
                     moment since, bool *ret_new, struct error *e)
{
	static const char sql[] =
		"INSERT INTO restriction (record, cause, consent, since)"
		" SELECT row, " CAUSE_VOIDED ", ?2, ?3 FROM record WHERE received AND id = ?1"
		" ON CONFLICT (record, cause) DO UPDATE"
		" SET consent = ?2, since = ?3, kept = 0, reason = NULL, article = NULL WHERE consent <> ?2";
	_cleanup_(statement_clear) struct statement st = { 0 };
	char hex[2 * PACKAGE_ID_SIZE + 1];
	uint8_t raw[RECORD_ID_SIZE / 2];
	if (!hex_decode(bytes_of_string(record), raw, sizeof raw))
		return error_set(e, ERR_NOT_FOUND, "record", "%s", "");
	if (!statement_start(&st, s->db, sql, e))
		return false;
	hex_encode(package_bytes(package), hex);
	bind_blob(&st, 1, bytes_of(raw, sizeof raw));
	bind_text(&st, 2, hex);
	bind_number(&st, 3, since);
	if (!statement_run(&st, e))
		return false;
	*ret_new = database_changes(s->db) == 1;
	return true;
}
