/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/store.h"

#include "codec/json.h"
#include "store/store_internal.h"

#include <assert.h>
#include <stdlib.h>

/* The log's entries, each with what it commits to: what only this store knows. */

static bool put_private(struct store *s, uint64_t index, const struct entry_private *p, struct error *e)
{
	static const char sql[] = "INSERT INTO log_private (idx, secret, fields) VALUES (?1, ?2, ?3)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	struct json_writer w;
	buffer_reset(&s->json);
	json_begin(&w, &s->json);
	json_object_of(&w, NULL);
	for (unsigned f = 0; f < PRIVATE_COUNT; f++)
		if (p->values[f])
			json_text(&w, private_field_name((enum private_field)f), p->values[f]);
	json_end_object(&w);
	if (!buffer_ok(&s->json, e) || !statement_start(&st, s->db, sql, e))
		return false;
	bind_count(&st, 1, index);
	bind_blob(&st, 2, bytes_of(p->secret, sizeof p->secret));
	bind_utf8(&st, 3, buffer_bytes(&s->json));
	return statement_run(&st, e);
}

/* The day's first entry, if this act begins another day than the act before was on. */
static bool note_day(struct store *s, const struct entry *entry, uint64_t index, struct error *e)
{
	static const char ask[] = "SELECT day FROM log_day ORDER BY idx DESC LIMIT 1";
	static const char keep[] = "INSERT INTO log_day (idx, day) VALUES (?1, ?2)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	_cleanup_(statement_clear) struct statement put = { 0 };
	int64_t day = entry->start - entry->start % SECONDS_A_DAY;
	bool more;
	if (!statement_start(&st, s->db, ask, e) || !statement_row(&st, &more, e))
		return false;
	if (more && column_number(&st, 0) == day)
		return true;
	statement_clear(&st);
	if (!statement_start(&put, s->db, keep, e))
		return false;
	bind_count(&put, 1, index);
	bind_number(&put, 2, day);
	return statement_run(&put, e);
}

bool store_log_end(struct store *s, moment *ret, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool there;
	if (!statement_start(&st, s->db, "SELECT value FROM setting WHERE name = 'log.end'", e) ||
	    !statement_row(&st, &there, e))
		return false;
	*ret = there ? column_number(&st, 0) : 0;
	return true;
}

/* A clock that stands before the end of the act before is recorded as such. */
static bool watch_clock(struct store *s, struct entry *entry, struct error *e)
{
	static const char ask[] = "SELECT value FROM setting WHERE name = 'log.end'";
	static const char keep[] = "INSERT INTO setting (name, value) VALUES ('log.end', ?1)"
				   " ON CONFLICT (name) DO UPDATE SET value = excluded.value";
	_cleanup_(statement_clear) struct statement st = { 0 };
	_cleanup_(statement_clear) struct statement put = { 0 };
	bool more;
	if (!statement_start(&st, s->db, ask, e) || !statement_row(&st, &more, e))
		return false;
	if (more && entry->start < column_number(&st, 0))
		entry->clock_back = true;
	statement_clear(&st);
	if (!statement_start(&put, s->db, keep, e))
		return false;
	bind_number(&put, 1, entry->end > entry->start ? entry->end : entry->start);
	return statement_run(&put, e);
}

bool store_log_append(struct store *s, struct entry *entry, struct entry_private *p, uint64_t *ret_index,
                      struct error *e)
{
	assert(database_in_transaction(s->db));
	s->log_signed = false; /* a letter has the tree of then; the next, and the commit, sign this one */
	if (!entry->child && !watch_clock(s, entry, e))
		return false;
	uint64_t index = log_size(s->log);
	entry->index = index;
	entry->log = s->unit;
	random_bytes(p->secret, sizeof p->secret);
	entry_commit(p, &entry->commitment);
	buffer_reset(&s->entry);
	if (!entry_format(entry, &s->entry, e) || !log_append(s->log, buffer_bytes(&s->entry), e) ||
	    !put_private(s, index, p, e) || (!entry->child && !note_day(s, entry, index, e)))
		return false;
	*ret_index = index;
	return true;
}

bool store_log_private(struct store *s, uint64_t index, struct buffer *ret, struct error *e)
{
	static const char sql[] = "SELECT fields FROM log_private WHERE idx = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool there;
	if (index >= log_size(s->log))
		return error_set(e, ERR_NOT_FOUND, s->unit, "the log has no entry %llu",
		                 (unsigned long long)index);
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_count(&st, 1, index);
	return statement_blob(&st, ret, &there, e);
}

bool store_log_secret(struct store *s, uint64_t index, uint8_t ret_secret[ENTRY_SECRET_SIZE],
                      struct buffer *values, bool *ret_there, struct error *e)
{
	static const char sql[] = "SELECT fields, secret FROM log_private WHERE idx = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_count(&st, 1, index);
	return statement_blob(&st, values, ret_there, e) &&
	       (!*ret_there || column_exactly(&st, 1, ret_secret, ENTRY_SECRET_SIZE, e));
}

typedef bool (*each_index)(void *context, uint64_t index, struct error *e);

static bool each_where(struct store *s, const char *sql, const char *value, each_index each, void *context,
                       struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_text(&st, 1, value);
	for (;;) {
		if (!statement_row(&st, &more, e))
			return false;
		if (!more)
			return true;
		if (!each(context, column_count(&st, 0), e))
			return false;
	}
}

bool store_log_of_subject(struct store *s, const char *bsn, each_index each, void *context, struct error *e)
{
	return each_where(s, LOG_ENTRIES_OF("subject"), bsn, each, context, e);
}

bool store_log_of_record(struct store *s, const char *record_id, each_index each, void *context,
                         struct error *e)
{
	return each_where(s, LOG_ENTRIES_OF("record"), record_id, each, context, e);
}

/* Acts behind each other on what their clock called one day. */
struct day_run {
	uint64_t index; /* of the first entry */
	moment day;
	unsigned weight; /* how much it speaks for its day */
	/* Of those that are believed: the run before it (itself: none), and what they weigh up to here. */
	size_t before;
	uint64_t sum;
};

struct day_runs {
	struct day_run *items;
	size_t count, room;
};

static void day_runs_clear(struct day_runs *r)
{
	free(r->items);
	*r = (struct day_runs){ 0 };
}

static bool day_runs_add(struct day_runs *r, uint64_t index, moment day, struct error *e)
{
	if (r->count == r->room) {
		size_t room = r->room ? 2 * r->room : 64;
		struct day_run *items = reallocarray(r->items, room, sizeof *items);
		if (!items)
			return error_memory(e);
		r->items = items;
		r->room = room;
	}
	r->items[r->count++] = (struct day_run){ .index = index, .day = day };
	return true;
}

/* A day's work speaks for its day more than one act does, and one import of a year's records no more than the
 * year: a run weighs as many binary digits as the number of its entries has. Before the day ahead of which
 * nobody may issue a roster there was no store: what is dated there weighs nothing, and so does today, which
 * has no entry yet. */
static void day_runs_weigh(struct store *s, struct day_runs *r)
{
	moment issued = roster_chain_version(store_rosters(s), 1)->issued;
	moment first = issued - issued % SECONDS_A_DAY - SECONDS_A_DAY;
	for (size_t i = 0; i + 1 < r->count; i++) {
		struct day_run *run = &r->items[i];
		uint64_t entries = run->day < first ? 0 : r->items[i + 1].index - run->index;
		for (; entries; entries >>= 1)
			run->weight++;
	}
}

/* Those of the log, and today's. */
static bool day_runs_read(struct store *s, struct day_runs *r, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	moment now = moment_now();
	if (!statement_start(&st, s->db, "SELECT idx, day FROM log_day ORDER BY idx", e) ||
	    !statement_row(&st, &more, e))
		return false;
	while (more)
		if (!day_runs_add(r, column_count(&st, 0), column_number(&st, 1), e) ||
		    !statement_row(&st, &more, e))
			return false;
	if (!day_runs_add(r, log_size(s->log), now - now % SECONDS_A_DAY, e))
		return false;
	day_runs_weigh(s, r);
	return true;
}

/* The place in `ends` behind those whose day isn't after this one. */
static size_t behind(const struct day_runs *r, const size_t *ends, size_t count, moment day)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (r->items[ends[middle]].day <= day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* A clock that leapt ahead or stepped back names days that those before and after contradict. Believed are
 * those that weigh most and don't contradict each other: a row of days none of which is before the last; of
 * two as heavy, the one that came first. `ends` has room for all: in it, by their days, the runs with which
 * such a row may end, each heavier than the one before. Returns the last that is believed. */
static size_t believe(struct day_runs *r, size_t *ends)
{
	size_t count = 0;
	for (size_t i = 0; i < r->count; i++) {
		struct day_run *run = &r->items[i];
		size_t at = behind(r, ends, count, run->day), to = at;
		run->before = at ? ends[at - 1] : i;
		run->sum = (at ? r->items[ends[at - 1]].sum : 0) + run->weight;
		if (at && !run->weight)
			continue;
		while (to < count && r->items[ends[to]].sum <= run->sum)
			to++;
		memmove(&ends[at + 1], &ends[to], (count - to) * sizeof *ends);
		ends[at] = i;
		count += at + 1 - to;
	}
	return ends[count - 1];
}

bool store_log_day(struct store *s, moment day, uint64_t *ret_index, struct error *e)
{
	_cleanup_(day_runs_clear) struct day_runs r = { 0 };
	if (!day_runs_read(s, &r, e))
		return false;
	size_t *ends = calloc(r.count, sizeof *ends);
	if (!ends)
		return error_memory(e);
	size_t last = believe(&r, ends);
	free(ends);
	while (r.items[last].day >= day && r.items[last].before != last)
		last = r.items[last].before;
	if (r.items[last].day >= day)
		*ret_index = 0;
	else
		*ret_index = last + 1 < r.count ? r.items[last + 1].index : log_size(s->log);
	return true;
}

bool store_log_forget(struct store *s, uint64_t to_index, uint64_t *ret_count, struct error *e)
{
	static const char sql[] = "DELETE FROM log_private WHERE idx < ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_count(&st, 1, to_index);
	if (!statement_run(&st, e))
		return false;
	*ret_count = database_changes(s->db);
	return true;
}
