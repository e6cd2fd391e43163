/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/renewing.h"

#include "exchange/act.h"
#include "io/file.h"
#include "store/access.h"
#include "store/statements.h"
#include "trust/card.h"

/* --- how long an old key is needed --- */

static bool note_longest(void *context, const struct agreement *a, _unused_ struct error *e)
{
	uint64_t *days = context;
	if (a->use_by_days > *days)
		*days = a->use_by_days;
	return true;
}

struct every_version {
	struct store *store;
	uint64_t days;
};

static bool each_version(void *context, const struct agreement *newest, struct error *e)
{
	struct every_version *v = context;
	return statements_each_agreement(v->store, newest->id, note_longest, &v->days, e);
}

bool renewing_needed_since(struct desk *d, moment *ret, struct error *e)
{
	struct every_version v = { .store = d->store };
	if (!statements_each_agreement(d->store, NULL, each_version, &v, e))
		return false;
	*ret = d->now - ((moment)v.days + RENEWING_GRACE_DAYS) * SECONDS_A_DAY;
	return true;
}

/* --- new ones --- */

void renewing_clear(struct renewing *r)
{
	buffer_clear(&r->card);
}

bool renewing_make(struct act *a, struct renewing *r, struct error *e)
{
	struct note n;
	buffer_reset(&r->card);
	if (!renewal_make(a->desk->store, &r->card, e) ||
	    !note_parse(buffer_bytes(&r->card), "unit.card", &n, e))
		return false;
	r->hash = n.hash;
	a->entry.keys = "renewed";
	a->entry.statement = CARD_TYPE;
	a->entry.statement_hash = &r->hash;
	return true;
}

struct renewal_act {
	struct renewing keys;
	struct access_list list;
	bool begun;
};

static void renewal_act_clear(struct renewal_act *r)
{
	renewing_clear(&r->keys);
	access_list_clear(&r->list);
}

static bool renew_body(struct act *a, void *context, struct error *e)
{
	struct renewal_act *r = context;
	struct store *s = a->desk->store;
	if (!store_is_ready(s))
		return error_set(e, ERR_UNIT_NOT_READY, store_unit(s), "%s", "");
	if (!access_load(s, &r->list, e))
		return false;
	if (!access_is_settled(s, &r->list))
		return error_set(e, ERR_ACCESS_UNFINISHED, store_unit(s), "%s", "");
	return renewing_make(a, &r->keys, e);
}

static bool renew_logged(struct act *a, _unused_ void *context, struct error *e)
{
	return renewal_witness(a->desk->store, e);
}

static bool renew_done(struct act *a, void *context, struct error *e)
{
	struct renewal_act *r = context;
	r->begun = true;
	return renewal_write(a->desk->store, &r->list, e);
}

static const struct act_frame renewing = { .kind = ACT_KEY,
	                                   .powers = POWER_ACCESS,
	                                   .body = renew_body,
	                                   .logged = renew_logged,
	                                   .done = renew_done };

bool renewing_renew(struct desk *d, bool *ret_made, bool *ret_begun, struct error *e)
{
	_cleanup_(renewal_act_clear) struct renewal_act r = { 0 };
	_cleanup_(fd_closep) int lock = -1;
	bool waits, done;
	*ret_made = *ret_begun = false;
	if (!access_lock(d->store, &d->key, &lock, e) || !renewal_waits(d->store, &waits, NULL, e))
		return false;
	done = waits ? renewal_write_card(d->store, e) : act_run(d, &renewing, &r, e);
	*ret_made = done && !waits;
	*ret_begun = r.begun;
	return done;
}

/* --- old ones --- */

static bool destroy_body(struct act *a, void *context, struct error *e)
{
	uint64_t *count = context;
	moment before;
	a->entry.keys = "destroyed";
	return renewing_needed_since(a->desk, &before, e) &&
	       decryption_keys_destroy(a->desk->store, before, count, e);
}

/* What was erased isn't to stand in the write-ahead log. */
static bool destroy_done(struct act *a, _unused_ void *context, struct error *e)
{
	return store_settle(a->desk->store, e);
}

static const struct act_frame destroying = {
	.kind = ACT_KEY, .powers = POWER_ACCESS, .body = destroy_body, .done = destroy_done
};

struct due {
	moment before;
	uint64_t count;
};

static bool count_due(void *context, const struct decryption_key *key, _unused_ struct error *e)
{
	struct due *due = context;
	due->count += key->state == DECRYPTION_KEY_REPLACED && key->replaced < due->before;
	return true;
}

bool renewing_due(struct desk *d, uint64_t *ret_count, struct error *e)
{
	struct due due = { 0 };
	if (!renewing_needed_since(d, &due.before, e) || !decryption_keys_each(d->store, count_due, &due, e))
		return false;
	*ret_count = due.count;
	return true;
}

bool renewing_destroy(struct desk *d, uint64_t *ret_count, struct error *e)
{
	uint64_t due;
	*ret_count = 0;
	return renewing_due(d, &due, e) && (due == 0 || act_run(d, &destroying, ret_count, e));
}
