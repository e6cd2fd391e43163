/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/declarations.h"

#include <stdlib.h>
#include <string.h>

bool declarations_of_record(struct desk *d, const struct record *r, struct consent **ret, size_t *ret_count,
                            struct error *e)
{
	_cleanup_(ties_clear) struct ties ties = { 0 };
	return ties_of_record(r, &ties, e) && consents_of(d->store, ties.number, ties.set, ret, ret_count, e);
}

/* --- of a client --- */

struct tie_list {
	char **items;
	size_t count;
};

static void tie_list_clear(struct tie_list *l)
{
	for (size_t i = 0; i < l->count; i++)
		tie_freep(&l->items[i]);
	free(l->items);
	*l = (struct tie_list){ 0 };
}

static bool tie_list_has(const struct tie_list *l, const char *tie)
{
	for (size_t i = 0; i < l->count; i++)
		if (strcmp(l->items[i], tie) == 0)
			return true;
	return false;
}

/* NULL: nothing to add. */
static bool tie_list_add(struct tie_list *l, const char *tie, struct error *e)
{
	if (!tie || tie_list_has(l, tie))
		return true;
	char **more = reallocarray(l->items, l->count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	l->items = more;
	l->items[l->count] = string_copy(tie);
	return l->items[l->count++] || error_memory(e);
}

/* Whatever names the client is looked up, and what it finds may name him or her by something else: until
 * nothing new comes of it. */
struct gathering {
	struct desk *desk;
	bool before;          /* also by what records had before: seldom, for all of these are read */
	struct tie_list ties; /* that name the client */
	const char *tie;      /* of these, the one that is looked up */
	struct consent *items;
	size_t count;
};

static void gathering_clear(struct gathering *g)
{
	tie_list_clear(&g->ties);
	consents_free(g->items, g->count);
}

static bool is_known(const struct gathering *g, const struct consent *c)
{
	for (size_t i = 0; i < g->count; i++)
		if (strcmp(g->items[i].id, c->id) == 0)
			return true;
	return false;
}

/* Takes over what isn't there yet of `all`. */
static bool keep_new(struct gathering *g, struct consent *all, size_t count, struct error *e)
{
	struct consent *more = reallocarray(g->items, g->count + count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	g->items = more;
	for (size_t i = 0; i < count; i++)
		if (!is_known(g, &all[i])) {
			g->items[g->count++] = all[i];
			all[i] = (struct consent){ 0 };
		}
	return true;
}

static bool gather(struct gathering *g, const char *tie, const char *other, struct error *e)
{
	struct consent *all = NULL;
	size_t count = 0;
	bool ok = consents_of(g->desk->store, tie, other, &all, &count, e) && keep_new(g, all, count, e);
	consents_free(all, count);
	return ok;
}

static bool has_same(const struct record *a, const struct record *b, enum role role)
{
	struct bytes value = record_role(a, role);
	return value.size && bytes_equal(value, record_role(b, role));
}

/* A row that was put in another's place may have been about somebody else. */
bool declarations_same_client(const struct record *a, const struct record *b)
{
	if (record_role(a, ROLE_BSN).size && record_role(b, ROLE_BSN).size)
		return has_same(a, b, ROLE_BSN);
	return has_same(a, b, ROLE_SURNAME) && has_same(a, b, ROLE_FIRST_NAMES) && has_same(a, b, ROLE_BIRTH);
}

/* What names the client of a record, now and before. */
struct versions {
	struct desk *desk;
	struct record now; /* the version that counts; it comes first */
	struct tie_list ties;
};

static void versions_clear(struct versions *v)
{
	record_clear(&v->now);
	tie_list_clear(&v->ties);
}

static bool read_version(void *context, const struct stored_record *stored, struct error *e)
{
	struct versions *v = context;
	_cleanup_(record_clear) struct record record = { 0 };
	_cleanup_(ties_clear) struct ties ties = { 0 };
	if (!record_recall(v->desk->catalogue, stored->json, stored->id, &record, e))
		return false;
	if (stored->superseded && !declarations_same_client(&v->now, &record))
		return true;
	if (!ties_of_record(&record, &ties, e) || !tie_list_add(&v->ties, ties.number, e) ||
	    !tie_list_add(&v->ties, ties.set, e))
		return false;
	if (!stored->superseded) {
		v->now = record;
		record = (struct record){ 0 };
	}
	return true;
}

static bool read_versions(struct gathering *g, const char *id, struct versions *v, struct error *e)
{
	v->desk = g->desk;
	return records_history(g->desk->store, id, read_version, v, e);
}

static bool take_ties(struct gathering *g, const struct versions *v, struct error *e)
{
	for (size_t i = 0; i < v->ties.count; i++)
		if (!tie_list_add(&g->ties, v->ties.items[i], e))
			return false;
	return true;
}

/* What is looked up may have named who was in the record before its client. */
static bool follow_record(void *context, const struct stored_record *stored, struct error *e)
{
	struct gathering *g = context;
	_cleanup_(versions_clear) struct versions v = { 0 };
	return read_versions(g, stored->id, &v, e) && (!tie_list_has(&v.ties, g->tie) || take_ties(g, &v, e));
}

static bool follow_ties(struct gathering *g, struct error *e)
{
	struct store *s = g->desk->store;
	for (size_t i = 0; i < g->ties.count; i++) {
		g->tie = g->ties.items[i];
		const struct selection tied = { .kind = SELECT_TIED, .tie = g->tie },
				       before = { .kind = SELECT_TIED_BEFORE, .tie = g->tie };
		if (!gather(g, g->tie, NULL, e) || !records_each(s, &tied, false, follow_record, g, e) ||
		    (g->before && !records_each(s, &before, false, follow_record, g, e)))
			return false;
	}
	return true;
}

static void give(struct gathering *g, struct consent **ret, size_t *ret_count)
{
	*ret = g->items;
	*ret_count = g->count;
	g->items = NULL;
	g->count = 0;
}

bool declarations_of_stored(struct desk *d, const char *id, struct consent **ret, size_t *ret_count,
                            struct error *e)
{
	_cleanup_(gathering_clear) struct gathering g = { .desk = d };
	_cleanup_(versions_clear) struct versions v = { 0 };
	_cleanup_(ties_clear) struct ties ties = { 0 };
	if (!read_versions(&g, id, &v, e) || !ties_of_record(&v.now, &ties, e) ||
	    !gather(&g, ties.number, ties.set, e) || !take_ties(&g, &v, e) || !follow_ties(&g, e))
		return false;
	give(&g, ret, ret_count);
	return true;
}

bool declarations_of_client(struct desk *d, const char *tie, struct consent **ret, size_t *ret_count,
                            struct error *e)
{
	_cleanup_(gathering_clear) struct gathering g = { .desk = d, .before = true };
	if (!tie_list_add(&g.ties, tie, e) || !follow_ties(&g, e))
		return false;
	give(&g, ret, ret_count);
	return true;
}

/* --- in the log --- */

struct telling {
	struct act *act;
	const char *ids;
	uint64_t told;
};

static bool log_record(void *context, const struct stored_record *stored, struct error *e)
{
	struct telling *t = context;
	_cleanup_(record_clear) struct record record = { 0 };
	t->told++;
	return record_recall(t->act->desk->catalogue, stored->json, stored->id, &record, e) &&
	       act_client(t->act, &record, stored->id, t->ids, NULL, e);
}

bool declarations_log_client(struct act *a, const char *tie, const char *ids, struct error *e)
{
	struct telling t = { .act = a, .ids = ids };
	const struct selection tied = { .kind = SELECT_TIED, .tie = tie };
	if (!tie_is_number(tie) && !records_each(a->desk->store, &tied, false, log_record, &t, e))
		return false;
	return t.told || act_client_bsn(a, tie_number(tie), NULL, ids, NULL, e);
}
