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

struct gathering {
	struct desk *desk;
	struct record now; /* the version of the record that counts */
	struct consent *items;
	size_t count;
};

static void gathering_clear(struct gathering *g)
{
	record_clear(&g->now);
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
static bool is_same_client(const struct record *a, const struct record *b)
{
	if (record_role(a, ROLE_BSN).size && record_role(b, ROLE_BSN).size)
		return has_same(a, b, ROLE_BSN);
	return has_same(a, b, ROLE_SURNAME) && has_same(a, b, ROLE_FIRST_NAMES) && has_same(a, b, ROLE_BIRTH);
}

/* The current version comes first. */
static bool gather_of_version(void *context, const struct stored_record *stored, struct error *e)
{
	struct gathering *g = context;
	_cleanup_(record_clear) struct record record = { 0 };
	_cleanup_(ties_clear) struct ties ties = { 0 };
	if (!record_recall(g->desk->catalogue, stored->json, stored->id, &record, e))
		return false;
	if (stored->superseded && !is_same_client(&g->now, &record))
		return true;
	if (!ties_of_record(&record, &ties, e) || !gather(g, ties.number, ties.set, e))
		return false;
	if (!stored->superseded) {
		record_clear(&g->now);
		g->now = record;
		record = (struct record){ 0 };
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
	if (!records_history(d->store, id, gather_of_version, &g, e))
		return false;
	give(&g, ret, ret_count);
	return true;
}

static bool gather_of_record(void *context, const struct stored_record *stored, struct error *e)
{
	struct gathering *g = context;
	return records_history(g->desk->store, stored->id, gather_of_version, g, e);
}

bool declarations_of_client(struct desk *d, const char *tie, struct consent **ret, size_t *ret_count,
                            struct error *e)
{
	_cleanup_(gathering_clear) struct gathering g = { .desk = d };
	const struct selection tied = { .kind = SELECT_TIED, .tie = tie };
	if (!gather(&g, tie, NULL, e) || !records_each(d->store, &tied, false, gather_of_record, &g, e))
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
