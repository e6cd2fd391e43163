/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/regaining.h"

#include "exchange/act.h"
#include "exchange/desk_open.h"
#include "io/file.h"
#include "store/access.h"
#include "store/regaining.h"
#include "store/statements.h"

#include <string.h>

void regaining_clear(struct regaining *r)
{
	desk_clear(&r->desk);
	fd_closep(&r->lock);
	r->lock = -1;
}

bool regaining_start(const char *home, const struct age_identity *recovery, struct keyfile *key,
                     const struct sha256 *fingerprint, struct regaining *ret, struct error *e)
{
	_cleanup_(regaining_clear) struct regaining r = { .recovery = recovery, .lock = -1 };
	if (!desk_prepare(&r.desk, e) ||
	    !regaining_open(home, recovery, key, fingerprint, &r.lock, &r.desk.store, e) ||
	    !desk_renew_catalogue(&r.desk, e))
		return false;
	keyfile_move(&r.desk.key, key);
	*ret = r;
	r = (struct regaining){ .lock = -1 };
	return true;
}

bool regaining_bind(struct regaining *r, struct error *e)
{
	const struct store *s = r->desk.store;
	return keyfile_bind(&r->desk.key, &store_rosters(s)->fingerprint, store_id(s), e);
}

bool regaining_prepare(struct regaining *r, uint64_t *ret_entries, struct error *e)
{
	*ret_entries = log_size(store_log(r->desk.store));
	return regaining_make(r->desk.store, &r->desk.key, e);
}

bool regaining_is_begun(const struct regaining *r)
{
	return regaining_is_taken_in(r->desk.store);
}

/* --- the act --- */

struct finishing {
	struct regaining *r;
	const struct bytes *notes;
	size_t count, told;
	uint64_t known; /* the newest version of before */
	struct access_list list;
};

/* What gives this person a mandate comes first. */
static bool take_rosters(struct desk *d, void *context, struct error *e)
{
	struct finishing *f = context;
	f->known = desk_roster(d)->version;
	for (size_t i = 0; i < f->count; i++)
		if (!roster_chain_has(store_rosters(d->store), f->notes[i]) &&
		    !statements_add_roster(d->store, f->notes[i], d->now, e))
			return false;
	return regaining_check_listed(d->store, &d->key, f->known, e);
}

static bool check_recovery(const struct finishing *f, const struct roster_unit *u, struct error *e)
{
	if (!u || !u->has_recovery)
		return error_set(e, ERR_RECOVERY_NONE, store_unit(f->r->desk.store), "%s", "");
	return age_recipient_equal(&u->recovery, &f->r->recovery->recipient) ||
	       error_set(e, ERR_RECOVERY_OTHER, store_unit(f->r->desk.store), "%s", "");
}

/* This person and the recovery key, and nobody else. */
static bool list_alone(struct finishing *f, const struct act *a, const struct roster_unit *u, struct error *e)
{
	struct access_list *l = &f->list;
	struct store *s = f->r->desk.store;
	memcpy(l->store, store_id(s), sizeof l->store);
	l->made = a->when;
	l->has_recovery = true;
	l->recovery = u->recovery;
	l->unit = string_copy(store_unit(s));
	l->recovered = string_copy(f->r->desk.key.name);
	if (!l->unit || !l->recovered)
		return error_memory(e);
	return access_list_add(l, l->recovered, &roster_person(desk_roster(a->desk), l->recovered)->recipient,
	                       e);
}

static bool regain(struct act *a, void *context, struct error *e)
{
	struct finishing *f = context;
	struct desk *d = a->desk;
	const struct roster_unit *u = roster_unit(desk_roster(d), store_unit(d->store));
	if (!(a->mandate->powers & POWER_OPEN))
		return error_set(e, ERR_MANDATE, d->key.name, "%s",
		                 N_("it must allow `open` too, since rosters are taken in"));
	a->entry.access = "recovered";
	a->entry.recipient = d->key.name;
	return check_recovery(f, u, e) && list_alone(f, a, u, e) &&
	       access_keep(d->store, &f->list, &d->key, NULL, e);
}

static bool tell_roster(struct act *a, void *context, _unused_ struct error *e)
{
	const struct roster *r = context;
	a->entry.sequence = r->version;
	a->entry.manifest = &r->hash;
	return true;
}

/* Behind it, since it takes the newest of them to say who did this at all. */
static bool tell_rosters(struct act *a, void *context, struct error *e)
{
	static const struct act_frame telling = { .kind = ACT_ROSTER, .body = tell_roster };
	const struct finishing *f = context;
	const struct roster_chain *c = store_rosters(a->desk->store);
	for (size_t i = roster_chain_up_to(c, f->known); i < c->count; i++)
		if (!act_run_also(a, &telling, c->versions[i], e))
			return false;
	return true;
}

static bool give(struct act *a, void *context, struct error *e)
{
	struct finishing *f = context;
	f->r->begun = true;
	return regaining_give(a->desk->store, &f->list, f->r->recovery, false, e);
}

/* It was cut off behind its entry. */
static bool give_again(struct regaining *r, struct error *e)
{
	_cleanup_(access_list_clear) struct access_list l = { 0 };
	if (!access_load(r->desk.store, &l, e))
		return false;
	if (!l.recovered || strcmp(l.recovered, r->desk.key.name) != 0)
		return error_set(e, ERR_REGAINING, store_unit(r->desk.store), "%s",
		                 N_("somebody else was given access, and has to finish"));
	r->begun = true;
	return regaining_give(r->desk.store, &l, r->recovery, true, e);
}

bool regaining_finish(struct regaining *r, const struct bytes *notes, size_t count, struct error *e)
{
	static const struct act_frame frame = { .kind = ACT_ACCESS,
		                                .inner = true,
		                                .first = take_rosters,
		                                .body = regain,
		                                .logged = tell_rosters,
		                                .done = give };
	struct finishing f = { .r = r, .notes = notes, .count = count };
	bool done = regaining_is_begun(r) ? give_again(r, e) : act_run(&r->desk, &frame, &f, e);
	access_list_clear(&f.list);
	return done;
}
