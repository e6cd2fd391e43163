/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/retraction.h"

#include "exchange/declarations.h"
#include "exchange/ending.h"
#include "exchange/onward.h"
#include "store/retraction.h"

#include <stdlib.h>
#include <string.h>

/* --- at the unit that received --- */

struct restricting {
	struct act *act;
	const struct consent *consent;
	const char *sender;
	uint64_t *restricted;
	bool carried; /* some of it, by another declaration */
};

/* Is there one for the same that holds, which the client gave afterwards? Then it arrived here with what was
 * sent on it. One of which word came that it is withdrawn doesn't, whatever the clock of who told it. */
static bool one_holds(const struct restricting *g, const struct consent *all, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (ending_same_terms(&all[i], g->consent) && !all[i].withdrawn &&
		    g->act->desk->now < all[i].until + SECONDS_A_DAY)
			return true;
	return false;
}

static bool is_sent_on_it(const struct restricting *g, const struct stored_record *stored)
{
	const struct consent *c = g->consent;
	return stored->package && strcmp(stored->source, g->sender) == 0 &&
	       strcmp(stored->agreement, c->agreement) == 0 && strcmp(stored->purpose, c->purpose) == 0;
}

/* The record may have what another declaration names the client by. */
static bool restrict_one(void *context, const struct stored_record *stored, struct error *e)
{
	struct restricting *g = context;
	_cleanup_(record_clear) struct record record = { 0 };
	struct consent *all = NULL;
	size_t count = 0;
	bool new = false;
	if (!is_sent_on_it(g, stored))
		return true;
	if (!record_recall(g->act->desk->catalogue, stored->json, stored->id, &record, e) ||
	    !declarations_of_record(g->act->desk, &record, &all, &count, e))
		return false;
	bool carried = one_holds(g, all, count);
	consents_free(all, count);
	g->carried = g->carried || carried;
	if (carried)
		return true;
	if (!record_restrict(g->act->desk->store, stored->id, g->consent->id, g->act->desk->now, &new, e))
		return false;
	*g->restricted += new;
	return !new ||
	       act_client_bsn(g->act, record_role(&record, ROLE_BSN), stored->id, g->consent->id, NULL, e);
}

/* --- what a record was about before --- */

struct other_client {
	struct restricting *restricting;
	struct record current;
};

static void other_client_clear(struct other_client *o)
{
	record_clear(&o->current);
}

/* Was this version sent on the declaration, and the record is about somebody else now? */
static bool is_of_other(void *context, const struct stored_record *version, bool *ret, struct error *e)
{
	struct other_client *o = context;
	struct restricting *g = o->restricting;
	_cleanup_(record_clear) struct record record = { 0 };
	if (!record_recall(g->act->desk->catalogue, version->json, version->id, &record, e))
		return false;
	*ret = is_sent_on_it(g, version) && tie_fits(g->consent->tie, &record) &&
	       !declarations_same_client(&o->current, &record);
	return true;
}

/* A case number that moved to somebody else left its first client in the history. */
static bool restrict_before(void *context, const struct stored_record *stored, struct error *e)
{
	struct restricting *g = context;
	struct desk *d = g->act->desk;
	_cleanup_(other_client_clear) struct other_client o = { .restricting = g };
	char id[RECORD_ID_SIZE + 1];
	bool new = false;
	if (!stored->package || !record_recall(d->catalogue, stored->json, stored->id, &o.current, e) ||
	    !record_split(d->store, stored->id, is_of_other, &o, id, e))
		return !stored->package;
	if (!*id)
		return true;
	if (!record_restrict(d->store, id, g->consent->id, d->now, &new, e))
		return false;
	*g->restricted += new;
	return act_client_bsn(g->act, tie_number(g->consent->tie), id, g->consent->id, NULL, e);
}

/* Whatever records are here. */
static bool still_carried(const struct restricting *g, bool *ret, struct error *e)
{
	struct consent *all = NULL;
	size_t count = 0;
	if (!consents_of(g->act->desk->store, g->consent->tie, NULL, &all, &count, e))
		return false;
	*ret = one_holds(g, all, count);
	consents_free(all, count);
	return true;
}

bool retraction_apply(struct act *a, const struct consent *c, const char *sender, uint64_t *restricted,
                      struct onward *onward, struct error *e)
{
	struct restricting g = { .act = a, .consent = c, .sender = sender, .restricted = restricted };
	const struct selection tied = { .kind = SELECT_TIED, .tie = c->tie };
	const struct selection was_tied = { .kind = SELECT_TIED_BEFORE, .tie = c->tie };
	struct store *s = a->desk->store;
	const uint64_t before = *restricted;
	if (!still_carried(&g, &g.carried, e) ||
	    (!g.carried && (!records_each(s, &tied, false, restrict_one, &g, e) ||
	                    !records_each(s, &was_tied, false, restrict_before, &g, e))))
		return false;
	/* Of what is restricted nothing goes on, though another record of the client is carried still. */
	if ((!g.carried || *restricted > before) && !onward_end(onward, a, c, e))
		return false;
	/* Nothing is here, or all of it is restricted: the declaration's end is still about this client. */
	return *restricted > before || declarations_log_client(a, c->tie, c->id, e);
}

/* --- withdrawing --- */

struct retracting {
	const char *id; /* of the declaration that is withdrawn */
	struct ending ending;
	struct onward onward;
};

static void retracting_clear(struct retracting *r)
{
	ending_clear(&r->ending);
	onward_clear(&r->onward);
}

static bool apply_one(struct retracting *r, struct act *a, const struct consent *c, struct error *e)
{
	struct retraction_result *result = &r->ending.result;
	char *sender = NULL;
	if (!consents_sender(a->desk->store, c->id, &sender, e))
		return false;
	if (!sender)
		return true;
	free(result->to);
	result->to = sender;
	return retraction_apply(a, c, sender, &result->restricted, &r->onward, e);
}

/* Of each declaration that ended and came from elsewhere, what was sent on it stops here: a copy may be tied
 * to another one than the one that was named. */
static bool apply_here(struct retracting *r, struct act *a, struct error *e)
{
	if (strcmp(r->ending.named.to, store_unit(a->desk->store)) != 0)
		return true;
	for (size_t i = 0; i < r->ending.count; i++)
		if (ending_ended(&r->ending, &r->ending.all[i]) && !apply_one(r, a, &r->ending.all[i], e))
			return false;
	return true;
}

static bool retract_body(struct act *a, void *context, struct error *e)
{
	struct retracting *r = context;
	if (!ending_end(&r->ending, a, r->id, e) || !apply_here(r, a, e) ||
	    (!a->clients.count && !ending_about_client(&r->ending, a, e)))
		return false;
	a->entry.records = 1;
	return true;
}

static bool retract_logged(struct act *a, void *context, struct error *e)
{
	struct retracting *r = context;
	return ending_send(&r->ending, a, e) && onward_send(&r->onward, a, e);
}

static bool publish(struct act *a, void *context, struct error *e)
{
	struct retracting *r = context;
	struct retraction_result *result = &r->ending.result;
	ending_publish(&r->ending, a);
	onward_publish(&r->onward, a);
	return onward_give(&r->onward, &result->onward, &result->onward_count, e);
}

static void failed(_unused_ struct act *a, void *context, struct error *why)
{
	struct retracting *r = context;
	ending_failed(&r->ending, why);
	onward_failed(&r->onward, why);
}

static const struct act_frame withdrawing = { .kind = ACT_WITHDRAW,
	                                      .body = retract_body,
	                                      .logged = retract_logged,
	                                      .done = publish,
	                                      .failed = failed };

bool retraction_has_pair(struct desk *d, const struct consent *c, bool *ret, struct error *e)
{
	struct consent *all = NULL;
	size_t count = 0;
	*ret = false;
	if (!declarations_of_client(d, c->tie, &all, &count, e))
		return false;
	for (size_t i = 0; i < count; i++)
		*ret = *ret || (!all[i].withdrawn && ending_pairs(&all[i], c));
	consents_free(all, count);
	return true;
}

bool retract(struct desk *d, const char *id, bool both, struct retraction_result *ret, struct error *e)
{
	_cleanup_(retracting_clear) struct retracting r = { .id = id, .ending = ENDING };
	r.ending.both = both;
	if (!act_run(d, &withdrawing, &r, e))
		return false;
	*ret = r.ending.result;
	r.ending.result = (struct retraction_result){ 0 };
	return true;
}

bool retract_again(struct desk *d, const char *id, struct retraction_result *ret, struct error *e)
{
	_cleanup_(ending_clear) struct ending g = ENDING;
	if (!ending_send_again(d, id, &g, e))
		return false;
	*ret = g.result;
	g.result = (struct retraction_result){ 0 };
	return true;
}
