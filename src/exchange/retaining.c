/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/retaining.h"

#include "exchange/act.h"

#include <stdlib.h>
#include <string.h>

/* --- which go when --- */

struct listing {
	struct act *act;
	uint64_t days;
	bool (*each)(void *context, const struct kept_record *k, struct error *e);
	void *context;
};

static moment behind_days(moment now, uint64_t days)
{
	const uint64_t most = 100 * 366;
	return now - now % SECONDS_A_DAY + (moment)((days < most ? days : most) + 1) * SECONDS_A_DAY;
}

static bool list_one(void *context, const struct kept_record *k, struct error *e)
{
	struct listing *l = context;
	return act_client_bsn(l->act, bytes_of(NULL, 0), k->id, NULL, NULL, e) && l->each(l->context, k, e);
}

static bool list_body(struct act *a, void *context, struct error *e)
{
	struct listing *l = context;
	l->act = a;
	if (!retention_each(a->desk->store, behind_days(a->when, l->days), list_one, l, e))
		return false;
	a->entry.records = a->clients.count;
	return true;
}

static const struct act_frame listing = { .kind = ACT_READ, .body = list_body };

bool retaining_list(struct desk *d, uint64_t days,
                    bool (*each)(void *context, const struct kept_record *k, struct error *e), void *context,
                    struct error *e)
{
	struct listing l = { .days = days, .each = each, .context = context };
	return act_run(d, &listing, &l, e);
}

/* --- the run --- */

struct group { /* what came from one unit for one purpose; texts owned */
	char *source, *agreement, *purpose;
	struct destroyed sums;
};

struct running {
	moment today; /* as typed */
	struct act *act;
	char (*ids)[RECORD_ID_SIZE + 1];
	size_t count, room;
	struct group *groups;
	size_t group_count;
	struct retaining_run *result;
};

static void running_clear(struct running *r)
{
	free(r->ids);
	for (size_t i = 0; i < r->group_count; i++) {
		free(r->groups[i].source);
		free(r->groups[i].agreement);
		free(r->groups[i].purpose);
	}
	free(r->groups);
}

static bool check_today(const struct running *r, struct error *e)
{
	const struct desk *d = r->act->desk;
	moment last, today = d->now - d->now % SECONDS_A_DAY;
	char day[DAY_SIZE + 1];
	if (r->today) {
		day_format(today, day);
		return r->today == today ||
		       error_set(e, ERR_VALUE, "--today", N_("the clock of this machine says %s"), day);
	}
	if (!store_log_end(d->store, &last, e))
		return false;
	day_format(last, day);
	return d->now - last <= RETAINING_SILENT_DAYS * SECONDS_A_DAY ||
	       error_set(e, ERR_USAGE, "--today",
	                 N_("the last act here was on %s: say what day it is, since what is destroyed "
	                    "doesn't come back"),
	                 day);
}

static bool same(const struct group *g, const struct kept_record *k)
{
	return strcmp(g->source, k->source) == 0 && strcmp(g->agreement, k->agreement) == 0 &&
	       strcmp(g->purpose, k->purpose) == 0;
}

static bool add_group(struct running *r, const struct kept_record *k, struct group **ret, struct error *e)
{
	struct group *more = reallocarray(r->groups, r->group_count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	r->groups = more;
	*ret = &more[r->group_count++];
	**ret = (struct group){ string_copy(k->source),
		                string_copy(k->agreement),
		                string_copy(k->purpose),
		                { .first = k->taken_in,
		                  .last = k->taken_in,
		                  .term_first = k->until,
		                  .term_last = k->until,
		                  .when = r->act->when } };
	return ((*ret)->source && (*ret)->agreement && (*ret)->purpose) || error_memory(e);
}

static bool count_in(struct running *r, const struct kept_record *k, struct error *e)
{
	struct group *g = NULL;
	for (size_t i = 0; !g && i < r->group_count; i++)
		g = same(&r->groups[i], k) ? &r->groups[i] : NULL;
	if (!g && !add_group(r, k, &g, e))
		return false;
	g->sums.records++;
	g->sums.first = k->taken_in < g->sums.first ? k->taken_in : g->sums.first;
	g->sums.last = k->taken_in > g->sums.last ? k->taken_in : g->sums.last;
	g->sums.term_first = k->until < g->sums.term_first ? k->until : g->sums.term_first;
	g->sums.term_last = k->until > g->sums.term_last ? k->until : g->sums.term_last;
	return true;
}

static bool choose(void *context, const struct kept_record *k, struct error *e)
{
	struct running *r = context;
	if (retention_state(k->until, false, r->act->when, 0) != RETENTION_DUE)
		return true;
	if (retention_state(k->until, k->held != 0 || k->asked_to_keep, r->act->when, 0) != RETENTION_DUE) {
		r->result->held++;
		return true;
	}
	if (r->count == r->room) {
		size_t room = r->room ? 2 * r->room : 256;
		void *more = reallocarray(r->ids, room, sizeof *r->ids);
		if (!more)
			return error_memory(e);
		r->ids = more;
		r->room = room;
	}
	memcpy(r->ids[r->count++], k->id, sizeof k->id);
	return count_in(r, k, e);
}

static bool run_body(struct act *a, void *context, struct error *e)
{
	struct running *r = context;
	struct store *s = a->desk->store;
	r->act = a;
	if (!check_today(r, e) || !retention_each(s, behind_days(a->when, 0), choose, r, e) ||
	    !purge_begin(s, e))
		return false;
	for (size_t i = 0; i < r->count; i++)
		if (!act_client_bsn(a, bytes_of(NULL, 0), r->ids[i], NULL, NULL, e) ||
		    !purge_record(s, r->ids[i], e))
			return false;
	if (!purge_end(s, a->when, false, &r->result->purged, e))
		return false;
	a->entry.records = r->count;
	a->entry.withheld = r->result->held;
	a->entry.entries = r->result->purged.private_parts;
	return true;
}

static bool run_logged(struct act *a, void *context, struct error *e)
{
	struct running *r = context;
	r->result->entry = a->index;
	for (size_t i = 0; i < r->group_count; i++) {
		struct group *g = &r->groups[i];
		g->sums.entry = a->index;
		g->sums.source = g->source;
		g->sums.agreement = g->agreement;
		g->sums.purpose = g->purpose;
		if (!destroyed_add(a->desk->store, &g->sums, e))
			return false;
	}
	return true;
}

static bool run_done(struct act *a, void *context, _unused_ struct error *e)
{
	struct running *r = context;
	r->result->settled = purge_settle(a->desk->store);
	return true;
}

static const struct act_frame running = {
	.kind = ACT_PURGE, .body = run_body, .logged = run_logged, .done = run_done
};

bool retaining_run(struct desk *d, moment today, struct retaining_run *ret, struct error *e)
{
	struct retaining_run result = { 0 };
	_cleanup_(running_clear) struct running r = { .today = today, .result = &result };
	if (!act_run(d, &running, &r, e))
		return false;
	*ret = result;
	return true;
}

/* --- holds, and longer terms --- */

struct changing {
	const char *record, *reason, *term; /* term: what the entry says */
	moment until;
	bool (*change)(struct act *a, const struct changing *c, struct error *e);
};

static bool put_hold(struct act *a, const struct changing *c, struct error *e)
{
	return retention_hold(a->desk->store, c->record, c->reason, a->desk->key.name, a->when, e);
}

static bool lift_hold(struct act *a, const struct changing *c, struct error *e)
{
	return retention_release(a->desk->store, c->record, e);
}

static bool put_term(struct act *a, const struct changing *c, struct error *e)
{
	_cleanup_(kept_record_clear) struct kept_record k = { 0 };
	if (!retention_of(a->desk->store, c->record, &k, e))
		return false;
	char day[DAY_SIZE + 1];
	day_format(k.until ? k.until : a->when, day);
	if (c->until <= retention_day(k.until ? k.until : a->when))
		return error_set(e, ERR_VALUE, "--until",
		                 k.until ? N_("its term ends on %s already, and is never made shorter")
		                         : N_("behind today, %s, is needed"),
		                 day);
	return retention_set(a->desk->store, c->record, c->until, e);
}

static bool change_body(struct act *a, void *context, struct error *e)
{
	const struct changing *c = context;
	a->entry.term = c->term;
	a->entry.records = 1;
	a->private.values[PRIVATE_REASON] = c->reason;
	return c->change(a, c, e) && act_client_bsn(a, bytes_of(NULL, 0), c->record, NULL, NULL, e);
}

static const struct act_frame changing = { .kind = ACT_RETAIN, .body = change_body };

bool retaining_hold(struct desk *d, const char *record, const char *reason, struct error *e)
{
	struct changing c = { .record = record, .reason = reason, .term = "held", .change = put_hold };
	return act_run(d, &changing, &c, e);
}

bool retaining_release(struct desk *d, const char *record, struct error *e)
{
	struct changing c = { .record = record, .term = "released", .change = lift_hold };
	return act_run(d, &changing, &c, e);
}

bool retaining_extend(struct desk *d, const char *record, moment until, const char *reason, struct error *e)
{
	struct changing c = {
		.record = record, .reason = reason, .term = "extended", .until = until, .change = put_term
	};
	return act_run(d, &changing, &c, e);
}
