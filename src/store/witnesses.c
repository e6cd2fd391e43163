/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/witnesses.h"

#include "store/store_internal.h"

#include <string.h>

void seen_checkpoint_clear(struct seen_checkpoint *c)
{
	if (!c)
		return;
	buffer_clear(&c->note);
	buffer_clear(&c->proof);
	*c = (struct seen_checkpoint){ 0 };
}

/* --- of a peer's log --- */

#define SEEN "SELECT size, root, note, sequence, proof FROM peer_checkpoint WHERE peer = ?1"

static bool take_seen(struct statement *st, const char *peer, bool *ret_there, struct seen_checkpoint *ret,
                      struct error *e)
{
	struct bytes origin = bytes_of_string(peer);
	if (!statement_row(st, ret_there, e))
		return false;
	if (!*ret_there)
		return true;
	buffer_reset(&ret->note);
	buffer_reset(&ret->proof);
	ret->checkpoint = (struct checkpoint){ .size = column_count(st, 0) };
	if (origin.size >= sizeof ret->checkpoint.origin)
		return error_set(e, ERR_STORE, peer, "%s", N_("a peer's name is too long"));
	memcpy(ret->checkpoint.origin, origin.data, origin.size);
	ret->sequence = column_count(st, 3);
	buffer_append(&ret->note, column_bytes(st, 2));
	buffer_append(&ret->proof, column_bytes(st, 4));
	return column_exactly(st, 1, ret->checkpoint.root.bytes, SHA256_SIZE, e) &&
	       buffer_ok(&ret->note, e) && buffer_ok(&ret->proof, e);
}

bool witnesses_seen(struct store *s, const char *peer, uint64_t size, bool *ret_there,
                    struct seen_checkpoint *ret, struct error *e)
{
	static const char sql[] = SEEN " AND size = ?2";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, peer);
	bind_count(&st, 2, size);
	return take_seen(&st, peer, ret_there, ret, e);
}

bool witnesses_largest_seen(struct store *s, const char *peer, bool *ret_there, struct seen_checkpoint *ret,
                            struct error *e)
{
	static const char sql[] = SEEN " ORDER BY size DESC LIMIT 1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, peer);
	return take_seen(&st, peer, ret_there, ret, e);
}

bool witnesses_add_seen(struct store *s, const struct checkpoint *c, struct bytes note, uint64_t sequence,
                        struct bytes proof, moment now, struct error *e)
{
	static const char sql[] = "INSERT INTO peer_checkpoint (peer, size, root, note, sequence, proof, "
				  "seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
				  " ON CONFLICT (peer, size) DO NOTHING";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, c->origin);
	bind_count(&st, 2, c->size);
	bind_blob(&st, 3, bytes_of(c->root.bytes, SHA256_SIZE));
	bind_blob(&st, 4, note);
	bind_count(&st, 5, sequence);
	if (sequence)
		bind_blob(&st, 6, proof);
	else
		bind_null(&st, 6);
	bind_number(&st, 7, now);
	return statement_run(&st, e);
}

bool witnesses_each_seen(struct store *s,
                         bool (*each)(void *context, const struct seen_row *row, struct error *e),
                         void *context, struct error *e)
{
	static const char sql[] = "SELECT peer, size, note, seen, size = (SELECT max(l.size) FROM "
				  "peer_checkpoint l WHERE l.peer = p.peer)"
				  " FROM peer_checkpoint p ORDER BY peer, size";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!statement_start(&st, s->db, sql, e) || !statement_row(&st, &more, e))
		return false;
	while (more) {
		const struct seen_row row = { column_text(&st, 0), column_count(&st, 1), column_bytes(&st, 2),
			                      column_number(&st, 3), column_number(&st, 4) != 0 };
		if (!each(context, &row, e) || !statement_row(&st, &more, e))
			return false;
	}
	return true;
}

bool witnesses_seen_before(struct store *s, const char *peer, uint64_t size, bool *ret_there,
                           struct seen_checkpoint *ret, struct error *e)
{
	static const char sql[] = SEEN " AND size <= ?2 AND proof IS NOT NULL ORDER BY size DESC LIMIT 1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, peer);
	bind_count(&st, 2, size);
	return take_seen(&st, peer, ret_there, ret, e);
}

bool witnesses_proven(struct store *s, const char *peer, enum proven_place place, uint64_t before,
                      moment *ret, struct error *e)
{
	static const char sql[] = "SELECT moment FROM proven WHERE peer = ?1 AND place = ?2 AND at < ?3"
				  " ORDER BY at DESC LIMIT 1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool there;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, peer);
	bind_number(&st, 2, place);
	bind_count(&st, 3, before);
	if (!statement_row(&st, &there, e))
		return false;
	*ret = there ? column_number(&st, 0) : 0;
	return true;
}

/* Steps that are no later than the one that comes below them say nothing more. */
bool witnesses_prove(struct store *s, const char *peer, enum proven_place place, uint64_t at, moment when,
                     struct error *e)
{
	static const char *const sql[] = {
		"DELETE FROM proven WHERE peer = ?1 AND place = ?2 AND at >= ?3 AND moment <= ?4",
		"INSERT INTO proven (peer, place, at, moment) VALUES (?1, ?2, ?3, ?4)",
	};
	moment known;
	if (!witnesses_proven(s, peer, place, at + 1, &known, e))
		return false;
	for (size_t i = 0; known < when && i < ELEMENTS(sql); i++) {
		_cleanup_(statement_clear) struct statement st = { 0 };
		if (!statement_start(&st, s->db, sql[i], e))
			return false;
		bind_text(&st, 1, peer);
		bind_number(&st, 2, place);
		bind_count(&st, 3, at);
		bind_number(&st, 4, when);
		if (!statement_run(&st, e))
			return false;
	}
	return true;
}

/* --- of this unit's own log --- */

bool witnesses_checkpoint_at(struct store *s, uint64_t size, struct buffer *note, struct error *e)
{
	struct checkpoint c = { .size = size };
	snprintf(c.origin, sizeof c.origin, "%s", s->unit);
	return log_root_at(s->log, size, &c.root, e) &&
	       checkpoint_sign(&c, &s->signing[s->in_use].log, note, e);
}

bool witnesses_add_sent(struct store *s, const char *peer, uint64_t sequence, uint64_t size, moment now,
                        struct error *e)
{
	static const char sql[] = "INSERT INTO sent_checkpoint (peer, sequence, size, sent) VALUES (?1, ?2, "
				  "?3, ?4) ON CONFLICT (peer, sequence) DO NOTHING";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, peer);
	bind_count(&st, 2, sequence);
	bind_count(&st, 3, size);
	bind_number(&st, 4, now);
	return statement_run(&st, e);
}

bool witnesses_sent_with(struct store *s, const char *peer, uint64_t sequence, bool *ret_there,
                         uint64_t *ret_size, struct error *e)
{
	static const char sql[] = "SELECT size FROM sent_checkpoint WHERE peer = ?1 AND sequence = ?2";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, peer);
	bind_count(&st, 2, sequence);
	if (!statement_row(&st, ret_there, e))
		return false;
	*ret_size = *ret_there ? column_count(&st, 0) : 0;
	return true;
}

bool witnesses_first_sent(struct store *s, moment *ret, struct error *e)
{
	return database_number(s->db, "SELECT coalesce(min(sent), 0) FROM sent_checkpoint", ret, e);
}

bool witnesses_each_sent(struct store *s, const char *peer, uint64_t above, uint64_t most,
                         bool (*each)(void *context, uint64_t size, struct error *e), void *context,
                         struct error *e)
{
	static const char sql[] = "SELECT DISTINCT size FROM sent_checkpoint WHERE peer = ?1 AND size > ?2 "
				  "AND size <= ?3 ORDER BY size";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, peer);
	bind_count(&st, 2, above);
	bind_count(&st, 3, most);
	if (!statement_row(&st, &more, e))
		return false;
	while (more)
		if (!each(context, column_count(&st, 0), e) || !statement_row(&st, &more, e))
			return false;
	return true;
}

bool witnesses_add_cosigned(struct store *s, const char *witness, uint64_t size, moment when,
                            struct bytes note, moment now, struct error *e)
{
	static const char sql[] =
		"INSERT INTO cosignature (witness, size, signed, came, note) VALUES (?1, ?2, ?3, ?4, ?5)"
		" ON CONFLICT (witness, size) DO NOTHING";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, witness);
	bind_count(&st, 2, size);
	bind_number(&st, 3, when);
	bind_number(&st, 4, now);
	bind_blob(&st, 5, note);
	return statement_run(&st, e);
}

bool witnesses_cosigned_below(struct store *s, const char *witness, uint64_t below, uint64_t *ret_size,
                              struct buffer *note, struct error *e)
{
	static const char sql[] = "SELECT size, note FROM cosignature WHERE (?1 IS NULL OR witness = ?1)"
				  " AND size < ?2 ORDER BY size DESC LIMIT 1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool there;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, witness);
	bind_count(&st, 2, below);
	if (!statement_row(&st, &there, e))
		return false;
	*ret_size = there ? column_count(&st, 0) : 0;
	if (!note)
		return true;
	buffer_reset(note);
	if (there)
		buffer_append(note, column_bytes(&st, 1));
	return buffer_ok(note, e);
}

bool witnesses_largest_cosigned(struct store *s, const char *witness, uint64_t *ret_size, struct buffer *note,
                                struct error *e)
{
	return witnesses_cosigned_below(s, witness, INT64_MAX, ret_size, note, e);
}

bool witnesses_each_cosigned(struct store *s,
                             bool (*each)(void *context, const struct cosigned_row *row, struct error *e),
                             void *context, struct error *e)
{
	static const char sql[] = "SELECT witness, size, signed, came, note, size = (SELECT max(l.size) FROM "
				  "cosignature l WHERE l.witness = c.witness)"
				  " FROM cosignature c ORDER BY size, witness";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!statement_start(&st, s->db, sql, e) || !statement_row(&st, &more, e))
		return false;
	while (more) {
		const struct cosigned_row row = { column_text(&st, 0),   column_count(&st, 1),
			                          column_number(&st, 2), column_number(&st, 3),
			                          column_bytes(&st, 4),  column_number(&st, 5) != 0 };
		if (!each(context, &row, e) || !statement_row(&st, &more, e))
			return false;
	}
	return true;
}

bool witnesses_entry_start(struct store *s, uint64_t index, moment *ret, struct error *e)
{
	for (;;) {
		_cleanup_(entry_text_freep) struct entry_text *text = NULL;
		struct entry entry;
		if (!log_entry_read(s->log, index, &entry, &text, e))
			return false;
		if (!entry.child) {
			*ret = entry.start;
			return true;
		}
		if (entry.parent >= index)
			return error_set(e, ERR_LOG_ENTRY, s->unit, "entry %llu is its own parent",
			                 (unsigned long long)index);
		index = entry.parent;
	}
}
