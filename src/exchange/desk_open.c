/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/desk_open.h"

#include "exchange/act.h"
#include "store/directing.h"
#include "store/exchanges.h"
#include "store/renewal.h"
#include "store/restore.h"

bool desk_prepare(struct desk *d, struct error *e)
{
	d->now = moment_now();
	sha256_of(catalogue_shipped(), &d->catalogue_hash);
	return catalogue_load(catalogue_shipped(), "catalogue.yaml", &d->catalogue, e);
}

/* Whoever comes next cleans up: no power is asked for that, but there must be a mandate to be at this desk.
 */
static bool finish_crashed(struct act *a, void *context, struct error *e)
{
	const size_t *finished = context;
	if (!exchanges_finish_crashed(a->desk->store, &a->desk->lost, e))
		return false;
	a->entry.records = *finished;
	a->entry.rejected = a->desk->lost;
	a->entry.failed = a->desk->lost > 0;
	return true;
}

static const struct act_frame recovering = { .kind = ACT_RECOVER, .inner = true, .body = finish_crashed };

/* Files that a crash left between entry and rename: finished, or told as lost. */
static bool desk_finish_crashed(struct desk *d, struct error *e)
{
	size_t finished;
	if (!exchanges_unfinished(d->store, &finished, e))
		return false;
	if (finished == 0)
		return true;
	return act_run(d, &recovering, &finished, e);
}

/* Whoever comes first at a store that came out of a backup. */
static bool tell_restored(struct act *a, _unused_ void *context, struct error *e)
{
	a->entry.entries = log_size(store_log(a->desk->store));
	return restore_told(a->desk->store, e) && directing_begin_life(a->desk->store, a->desk->now, e);
}

static const struct act_frame restoring = { .kind = ACT_RESTORE, .inner = true, .body = tell_restored };

static bool desk_tell_restored(struct desk *d, struct error *e)
{
	bool untold;
	return restore_is_untold(d->store, &untold, e) && (!untold || act_run(d, &restoring, NULL, e));
}

bool desk_open(const char *home, struct keyfile *key, enum store_use use, struct desk *ret, struct error *e)
{
	_cleanup_(desk_clear) struct desk d = { 0 };
	if (!desk_prepare(&d, e) || !store_open(home, key, use, false, &d.store, e) ||
	    !desk_renew_catalogue(&d, e))
		return false;
	keyfile_move(&d.key, key);
	*ret = d;
	d = (struct desk){ 0 };
	struct error crash;
	if (!desk_tell_restored(ret, &crash) || !desk_finish_crashed(ret, &crash))
		ret->unlogged = crash;
	/* What can't be tidied up now is at the next opening. */
	struct error later;
	(void)!renewal_settle(ret->store, &ret->key, &later);
	return true;
}

bool desk_open_behind(const char *home, struct keyfile *key, struct desk *ret, struct error *e)
{
	_cleanup_(desk_clear) struct desk d = { 0 };
	if (!desk_prepare(&d, e) || !store_open(home, key, STORE_BEHIND, false, &d.store, e))
		return false;
	keyfile_move(&d.key, key);
	*ret = d;
	d = (struct desk){ 0 };
	return true;
}

/* Nothing but the entry: what it tells of was done to make the log, or happens in a key file. */
static bool say_so(_unused_ struct act *a, _unused_ void *context, _unused_ struct error *e)
{
	return true;
}

static const struct act_frame initialising = { .kind = ACT_INIT, .inner = true, .body = say_so },
			      binding = { .kind = ACT_KEY, .body = say_so };

bool desk_create(const char *home, const char *unit, struct roster **root, const struct sha256 *fingerprint,
                 struct keyfile *key, struct desk *ret, struct error *e)
{
	_cleanup_(desk_clear) struct desk d = { 0 };
	const struct roster_mandate *mandate;
	if (!desk_prepare(&d, e))
		return false;
	if (!roster_verify_root(*root, fingerprint, e) || !roster_check_issued(*root, d.now, e) ||
	    !roster_mandate_for(*root, key->name, unit, POWER_ANY, 0, d.now, &mandate, e))
		return false;
	if (!store_create(home, unit, *root, key, &d.store, e))
		return false;
	roster_freep(root);
	if (!keyfile_bind(key, fingerprint, store_id(d.store), e))
		return false;
	keyfile_move(&d.key, key);
	if (!act_run(&d, &initialising, NULL, e)) {
		keyfile_move(key, &d.key);
		return false;
	}
	*ret = d;
	d = (struct desk){ 0 };
	return true;
}

bool desk_bind(const char *home, struct keyfile *key, const struct sha256 *fingerprint, struct desk *ret,
               struct error *e)
{
	_cleanup_(desk_clear) struct desk d = { 0 };
	if (!desk_prepare(&d, e) || !store_open(home, key, STORE_READ, true, &d.store, e))
		return false;
	if (!sha256_equal(&store_rosters(d.store)->fingerprint, fingerprint))
		return error_set(e, ERR_FINGERPRINT, home, "%s", N_("the store's roster has another root"));
	if (!keyfile_bind(key, fingerprint, store_id(d.store), e))
		return false;
	keyfile_move(&d.key, key);
	if (!act_run(&d, &binding, NULL, e)) {
		keyfile_move(key, &d.key);
		return false;
	}
	*ret = d;
	d = (struct desk){ 0 };
	return true;
}
