/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/onward.h"

#include "exchange/declarations.h"
#include "store/statements.h"

#include <stdlib.h>
#include <string.h>

void onward_clear(struct onward *o)
{
	for (size_t i = 0; i < o->count; i++)
		ending_clear(&o->list[i]);
	free(o->list);
	*o = (struct onward){ 0 };
}

/* The laws whose data the ground of the declaration's purpose carries from its sender; 0 when it isn't known
 * here.
 */
static bool laws_of(struct act *a, const struct consent *c, const char *from, unsigned *ret, struct error *e)
{
	const struct agreement *agreement;
	*ret = 0;
	if (!statements_agreement(a->desk->store, c->agreement, 0, &agreement, e))
		return e->code == ERR_AGREEMENT_UNKNOWN;
	const struct agreement_purpose *p = agreement_purpose(agreement, c->purpose);
	const struct ground *row =
		p && agreement->pinned.grounds ? grounds_find(agreement->pinned.grounds, p->ground) : NULL;
	const struct agreement_party *party = row ? agreement_party_of(agreement, p->from) : NULL;
	if (party &&
	    (!from || (strcmp(p->from, from) == 0 && agreement_needs(agreement, p, CONSENT_EXPLICIT))))
		*ret = ground_laws(row, (unsigned)party->kind);
	return true;
}

static bool is_onward(struct act *a, const struct consent *c, unsigned laws, bool *ret, struct error *e)
{
	const char *unit = store_unit(a->desk->store);
	_cleanup_(string_freep) char *sender = NULL;
	unsigned carried;
	*ret = false;
	if (c->withdrawn || strcmp(c->to, unit) == 0 || c->until + SECONDS_A_DAY <= a->when)
		return true;
	if (!consents_sender(a->desk->store, c->id, &sender, e) || !laws_of(a, c, unit, &carried, e))
		return false;
	*ret = !sender && carried & laws;
	return true;
}

static bool ended_already(const struct onward *o, const struct consent *c)
{
	for (size_t i = 0; i < o->count; i++)
		if (ending_has(&o->list[i], c->id))
			return true;
	return false;
}

static bool end_one(struct onward *o, struct act *a, const struct consent *c, struct error *e)
{
	struct ending *more = reallocarray(o->list, o->count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	o->list = more;
	o->list[o->count++] = ENDING;
	return ending_end(&o->list[o->count - 1], a, c->id, e);
}

bool onward_end(struct onward *o, struct act *a, const struct consent *c, struct error *e)
{
	struct consent *all = NULL;
	size_t count = 0;
	unsigned laws;
	if (!laws_of(a, c, NULL, &laws, e) || !declarations_of_client(a->desk, c->tie, &all, &count, e))
		return false;
	bool ok = true;
	for (size_t i = 0; ok && i < count; i++) {
		bool ends = false;
		ok = is_onward(a, &all[i], laws, &ends, e) &&
		     (!ends || ended_already(o, &all[i]) || end_one(o, a, &all[i], e));
	}
	consents_free(all, count);
	return ok;
}

bool onward_send(struct onward *o, struct act *a, struct error *e)
{
	for (size_t i = 0; i < o->count; i++)
		if (!ending_send(&o->list[i], a, e))
			return false;
	return true;
}

void onward_publish(struct onward *o, struct act *a)
{
	for (size_t i = 0; i < o->count; i++)
		ending_publish(&o->list[i], a);
}

void onward_failed(struct onward *o, const struct error *why)
{
	for (size_t i = 0; i < o->count; i++)
		ending_failed(&o->list[i], why);
}

bool onward_give(struct onward *o, struct retraction_result **ret, size_t *ret_count, struct error *e)
{
	*ret = calloc(o->count ? o->count : 1, sizeof **ret);
	if (!*ret)
		return error_memory(e);
	*ret_count = o->count;
	for (size_t i = 0; i < o->count; i++) {
		(*ret)[i] = o->list[i].result;
		o->list[i].result = (struct retraction_result){ 0 };
	}
	return true;
}
