/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/consents.h"

#include "store/store_internal.h"
#include "trust/manifest.h"

#include <stdlib.h>
#include <string.h>

static bool put(struct store *s, const struct consent *c, const char *package, struct error *e)
{
	static const char sql[] =
		"INSERT INTO consent (id, tie, given, json, package, taken_in, words, place) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,"
		" CASE WHEN ?8 THEN (SELECT coalesce(max(rowid), 0) + 1 FROM consent) ELSE ?9 END)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	moment now = moment_now();
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, c->id);
	bind_text(&st, 2, c->tie);
	bind_number(&st, 3, c->given);
	bind_utf8(&st, 4, buffer_bytes(&s->json));
	bind_text(&st, 5, package);
	bind_number(&st, 6, now);
	bind_text(&st, 7, c->words);
	bind_number(&st, 8, !package && c->given == now - now % SECONDS_A_DAY);
	bind_count(&st, 9, package ? c->place : 0);
	return statement_run(&st, e);
}

static bool format(struct store *s, const struct consent *c, struct error *e)
{
	buffer_reset(&s->json);
	return consent_format(c, &s->json, e) && buffer_ok(&s->json, e);
}

static bool change(struct store *s, const struct consent *c, struct error *e)
{
	static const char sql[] = "UPDATE consent SET json = ?2 WHERE id = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!format(s, c, e) || !statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, c->id);
	bind_utf8(&st, 2, buffer_bytes(&s->json));
	return statement_run(&st, e);
}

#define COLUMNS "json, words, place"

static bool read_row(struct statement *st, struct consent *ret, struct error *e)
{
	_cleanup_(consent_clear) struct consent c = { 0 };
	const char *words = column_text(st, 1);
	if (!consent_parse(column_bytes(st, 0), "consent", &c, e))
		return false;
	c.place = column_count(st, 2);
	c.words = string_copy(words);
	if (words && !c.words)
		return error_memory(e);
	*ret = c;
	c = (struct consent){ 0 };
	return true;
}

static bool find(struct store *s, const char *id, bool *ret_there, struct consent *ret, struct error *e)
{
	static const char sql[] = "SELECT " COLUMNS " FROM consent WHERE id = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, id);
	if (!statement_row(&st, ret_there, e))
		return false;
	return !*ret_there || read_row(&st, ret, e);
}

static bool set_place(struct store *s, const struct consent *c, struct error *e)
{
	static const char sql[] = "UPDATE consent SET place = ?2 WHERE id = ?1 AND package IS NOT NULL";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, c->id);
	bind_count(&st, 2, c->place);
	return statement_run(&st, e);
}

/* The same but for a withdrawal. A withdrawal that comes later holds; one that we have already, since the
 * client told us first, is neither undone nor moved by another copy. */
static bool merge(struct store *s, struct consent *known, const struct consent *c, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer ours = { 0 };
	moment withdrawn = known->withdrawn;
	if (!format(s, c, e))
		return false;
	known->withdrawn = c->withdrawn;
	if (!consent_format(known, &ours, e) || !buffer_ok(&ours, e))
		return false;
	known->withdrawn = withdrawn;
	if (!bytes_equal(buffer_bytes(&ours), buffer_bytes(&s->json)))
		return error_set(e, ERR_FILE_EXISTS, c->id, "another consent with this id");
	return (withdrawn || !c->withdrawn || change(s, c, e)) &&
	       (c->place <= known->place || set_place(s, c, e));
}

bool consents_add(struct store *s, const struct consent *c, const char *package, struct error *e)
{
	_cleanup_(consent_clear) struct consent known = { 0 };
	bool there;
	if (!find(s, c->id, &there, &known, e))
		return false;
	if (there)
		return merge(s, &known, c, e);
	return format(s, c, e) && put(s, c, package, e);
}

bool consents_find(struct store *s, const char *id, struct consent *ret, struct error *e)
{
	bool there;
	return find(s, id, &there, ret, e) && (there || error_set(e, ERR_NOT_FOUND, id, "%s", ""));
}

bool consents_sender(struct store *s, const char *id, char **ret, struct error *e)
{
	static const char with[] = "SELECT package FROM consent WHERE id = ?1 AND package IS NOT NULL";
	static const char from[] = "SELECT peer FROM exchange WHERE NOT sent AND id = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	_cleanup_(statement_clear) struct statement letter = { 0 };
	uint8_t package[PACKAGE_ID_SIZE];
	bool there;
	*ret = NULL;
	if (!statement_start(&st, s->db, with, e))
		return false;
	bind_text(&st, 1, id);
	if (!statement_row(&st, &there, e))
		return false;
	if (!there || !hex_decode(column_bytes(&st, 0), package, sizeof package))
		return true;
	if (!statement_start(&letter, s->db, from, e))
		return false;
	bind_blob(&letter, 1, bytes_of(package, sizeof package));
	if (!statement_row(&letter, &there, e))
		return false;
	if (there)
		*ret = string_copy(column_text(&letter, 0));
	return !there || *ret || error_memory(e);
}

bool consents_withdraw(struct store *s, const char *id, moment when, struct error *e)
{
	_cleanup_(consent_clear) struct consent c = { 0 };
	bool there;
	if (!find(s, id, &there, &c, e))
		return false;
	if (!there)
		return error_set(e, ERR_NOT_FOUND, id, "%s", "");
	if (c.withdrawn)
		return error_set(e, ERR_FILE_EXISTS, id, "withdrawn already");
	c.withdrawn = when;
	return change(s, &c, e);
}

struct found {
	struct consent *items;
	size_t count, room;
};

void consents_free(struct consent *all, size_t count)
{
	for (size_t i = 0; i < count; i++)
		consent_clear(&all[i]);
	free(all);
}

static void found_clear(struct found *f)
{
	consents_free(f->items, f->count);
}

static bool keep(struct found *f, struct statement *st, struct error *e)
{
	if (f->count == f->room) {
		size_t room = f->room ? 2 * f->room : 4;
		struct consent *items = reallocarray(f->items, room, sizeof *items);
		if (!items)
			return error_memory(e);
		f->items = items;
		f->room = room;
	}
	f->items[f->count] = (struct consent){ 0 };
	if (!read_row(st, &f->items[f->count], e))
		return false;
	f->count++;
	return true;
}

bool consents_of(struct store *s, const char *tie, const char *other, struct consent **ret, size_t *ret_count,
                 struct error *e)
{
	static const char sql[] =
		"SELECT " COLUMNS " FROM consent WHERE tie IN (?1, ?2) ORDER BY given DESC, rowid DESC";
	_cleanup_(statement_clear) struct statement st = { 0 };
	_cleanup_(found_clear) struct found f = { 0 };
	bool more;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, tie);
	bind_text(&st, 2, other);
	if (!statement_row(&st, &more, e))
		return false;
	while (more)
		if (!keep(&f, &st, e) || !statement_row(&st, &more, e))
			return false;
	*ret = f.items;
	*ret_count = f.count;
	f = (struct found){ 0 };
	return true;
}

bool consents_each(struct store *s, bool (*each)(void *context, const struct consent *c, struct error *e),
                   void *context, struct error *e)
{
	static const char sql[] = "SELECT " COLUMNS " FROM consent ORDER BY given DESC, rowid DESC";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!statement_start(&st, s->db, sql, e) || !statement_row(&st, &more, e))
		return false;
	while (more) {
		_cleanup_(consent_clear) struct consent c = { 0 };
		if (!read_row(&st, &c, e) || !each(context, &c, e) || !statement_row(&st, &more, e))
			return false;
	}
	return true;
}
