/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/retraction.h"

#include "exchange/ending.h"
#include "exchange/onward.h"
#include "store/retraction.h"

#include <stdlib.h>
#include <string.h>

/* --- at the unit that received --- */

struct restricting {
	struct act *act;
	const struct consent *consent;
	uint64_t *restricted;
};

static bool restricted_one(void *context, const char *record, struct error *e)
{
	struct restricting *g = context;
	++*g->restricted;
	return act_client_bsn(g->act, bytes_of_string(g->consent->bsn), record, g->consent->id, NULL, e);
}

/* A declaration that the client gave afterwards: then it arrived here with what was sent on it. */
static bool still_carried(struct act *a, const struct consent *c, bool *ret, struct error *e)
{
	struct consent *all = NULL;
	size_t count = 0;
	if (!consents_of(a->desk->store, c->bsn, &all, &count, e))
		return false;
	*ret = false;
	for (size_t i = 0; i < count; i++) {
		*ret = *ret || (ending_same_terms(&all[i], c) &&
		                consent_holds(&all[i], c->agreement, c->purpose, c->to, a->desk->now));
		consent_clear(&all[i]);
	}
	free(all);
	return true;
}

bool retraction_apply(struct act *a, const struct consent *c, const char *sender, uint64_t *restricted,
                      struct onward *onward, struct error *e)
{
	struct restricting g = { a, c, restricted };
	const struct retracted what = { .bsn = c->bsn,
		                        .source = sender,
		                        .agreement = c->agreement,
		                        .purpose = c->purpose,
		                        .consent = c->id,
		                        .since = a->desk->now };
	uint64_t before = *restricted;
	bool carried;
	if (!still_carried(a, c, &carried, e))
		return false;
	if (!carried &&
	    (!records_retract(a->desk->store, &what, restricted_one, &g, e) || !onward_end(onward, a, c, e)))
		return false;
	/* Nothing is here, or all of it is restricted: the declaration's end is still about this client. */
	return *restricted > before || act_client_bsn(a, bytes_of_string(c->bsn), NULL, c->id, NULL, e);
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

/* Of declarations that came from elsewhere, what was sent on them stops here. */
static bool apply_here(struct retracting *r, struct act *a, struct error *e)
{
	const struct consent *c = &r->ending.named;
	struct retraction_result *result = &r->ending.result;
	char *sender = NULL;
	if (strcmp(c->to, store_unit(a->desk->store)) != 0)
		return true;
	if (!consents_sender(a->desk->store, c->id, &sender, e))
		return false;
	if (!sender)
		return true;
	free(result->to);
	result->to = sender;
	return retraction_apply(a, c, sender, &result->restricted, &r->onward, e);
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

bool retract(struct desk *d, const char *id, struct retraction_result *ret, struct error *e)
{
	_cleanup_(retracting_clear) struct retracting r = { .id = id, .ending = ENDING };
	if (!act_run(d, &withdrawing, &r, e))
		return false;
	*ret = r.ending.result;
	r.ending.result = (struct retraction_result){ 0 };
	return true;
}
