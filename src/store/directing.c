/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/directing.h"

#include "store/store.h"
#include "store/store_internal.h"

#include <stdio.h>
#include <string.h>

/* The unit's own life is a row under its own name. */

void directing_place_of(const char *unit, const char *tag, char ret[DIRECTING_PLACE_SIZE + 1])
{
	snprintf(ret, DIRECTING_PLACE_SIZE + 1, "%.128s#%.32s", unit, tag);
}

bool directing_find(struct store *s, const char *place, bool *ret_there, struct directing_row *ret,
                    struct error *e)
{
	static const char sql[] =
		"SELECT state, generation, life, peer, tag, since FROM directing WHERE place = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, place);
	if (!statement_row(&st, ret_there, e))
		return false;
	if (!*ret_there)
		return true;
	const char *peer = column_text(&st, 3), *tag = column_text(&st, 4);
	struct directing_row row = { .directing = { (enum directing_state)column_number(&st, 0),
		                                    column_count(&st, 1), column_count(&st, 2) },
		                     .since = column_number(&st, 5) };
	snprintf(row.peer, sizeof row.peer, "%s", peer ? peer : "");
	snprintf(row.tag, sizeof row.tag, "%s", tag ? tag : "");
	*ret = row;
	return (unsigned)row.directing.state < DIRECTING_STATE_COUNT ||
	       error_set(e, ERR_STORE_DAMAGED, "directing", "%s", "");
}

bool directing_put(struct store *s, const char *place, const struct directing_row *row, struct error *e)
{
	static const char sql[] =
		"INSERT INTO directing (place, state, generation, life, peer, tag, since)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (place) DO UPDATE"
		" SET state = ?2, generation = ?3, life = ?4, peer = ?5, tag = ?6, since = ?7";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, place);
	bind_number(&st, 2, row->directing.state);
	bind_number(&st, 3, (int64_t)row->directing.generation);
	bind_number(&st, 4, (int64_t)row->directing.life);
	bind_text(&st, 5, *row->peer ? row->peer : NULL);
	bind_text(&st, 6, *row->tag ? row->tag : NULL);
	bind_number(&st, 7, row->since);
	return statement_run(&st, e);
}

/* --- who was asked --- */

bool directing_tell_unit(struct store *s, const char *place, const char *peer, const char *tag, bool waits,
                         struct error *e)
{
	static const char sql[] =
		"INSERT INTO directing_told (place, peer, tag, waits) VALUES (?1, ?2, ?3, ?4)"
		" ON CONFLICT (place, peer) DO UPDATE SET tag = ?3, waits = ?4";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, place);
	bind_text(&st, 2, peer);
	bind_text(&st, 3, tag);
	bind_number(&st, 4, waits);
	return statement_run(&st, e);
}

bool directing_is_asked(struct store *s, const char *place, const char *peer, bool *ret_asked,
                        bool *ret_others, struct error *e)
{
	static const char sql[] =
		"SELECT count(*) FILTER (WHERE peer = ?2), count(*) FILTER (WHERE peer <> ?2)"
		" FROM directing_told WHERE waits AND place = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool there;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, place);
	bind_text(&st, 2, peer);
	if (!statement_row(&st, &there, e))
		return false;
	*ret_asked = column_number(&st, 0) > 0;
	*ret_others = column_number(&st, 1) > 0;
	return true;
}

bool directing_answered(struct store *s, const char *place, const char *peer, struct error *e)
{
	static const char sql[] = "UPDATE directing_told SET waits = 0 WHERE place = ?1"
				  " AND (?2 IS NULL OR peer = ?2)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, place);
	bind_text(&st, 2, peer);
	return statement_run(&st, e);
}

bool directing_spoken_of(struct store *s, const char *peer, const char *tag, char ret[RECORD_ID_SIZE + 1],
                         struct error *e)
{
	static const char sql[] = "SELECT place FROM directing_told WHERE peer = ?1 AND tag = ?2";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool there;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, peer);
	bind_text(&st, 2, tag);
	if (!statement_row(&st, &there, e))
		return false;
	snprintf(ret, RECORD_ID_SIZE + 1, "%s", there ? column_text(&st, 0) : "");
	return true;
}

/* By the beginning of its key (records.c), whatever the agreement that it came under. */
bool directing_held_record(struct store *s, const char *unit, const char *tag, char ret[RECORD_ID_SIZE + 1],
                           struct error *e)
{
	static const char sql[] =
		"SELECT r.id FROM record r WHERE r.received AND r.key >= ?1 AND r.key < ?2"
		" AND NOT EXISTS (SELECT 1 FROM restriction x WHERE x.record = r.row)"
		" AND NOT EXISTS (SELECT 1 FROM arrival a WHERE a.record = r.row AND a.state = 0)"
		" ORDER BY r.row LIMIT 1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	char from[DIRECTING_PLACE_SIZE + 4], to[DIRECTING_PLACE_SIZE + 4];
	uint8_t id[RECORD_ID_SIZE / 2];
	bool there;
	snprintf(from, sizeof from, "%.128s\x1f#%.32s\x1f", unit, tag);
	snprintf(to, sizeof to, "%.128s\x1f#%.32s\x20", unit, tag);
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, from);
	bind_text(&st, 2, to);
	*ret = '\0';
	if (!statement_row(&st, &there, e))
		return false;
	if (!there)
		return true;
	if (!column_exactly(&st, 0, id, sizeof id, e))
		return false;
	hex_encode(bytes_of(id, sizeof id), ret);
	return true;
}

/* --- lives --- */

bool directing_life_of(struct store *s, const char *peer, uint64_t *ret, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool there;
	if (!statement_start(&st, s->db, "SELECT life FROM directing_life WHERE peer = ?1", e))
		return false;
	bind_text(&st, 1, peer);
	if (!statement_row(&st, &there, e))
		return false;
	*ret = there ? column_count(&st, 0) : 0;
	return true;
}

bool directing_life(struct store *s, uint64_t *ret, struct error *e)
{
	return directing_life_of(s, store_unit(s), ret, e);
}

bool directing_learn_life(struct store *s, const char *peer, uint64_t life, struct error *e)
{
	static const char sql[] = "INSERT INTO directing_life (peer, life) VALUES (?1, ?2)"
				  " ON CONFLICT (peer) DO UPDATE SET life = max(life, ?2)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, peer);
	bind_number(&st, 2, (int64_t)life);
	return statement_run(&st, e);
}

bool directing_begin_life(struct store *s, moment now, struct error *e)
{
	uint64_t life;
	if (!directing_life(s, &life, e))
		return false;
	life = (uint64_t)now > life ? (uint64_t)now : life + 1;
	return directing_learn_life(s, store_unit(s), life, e);
}
