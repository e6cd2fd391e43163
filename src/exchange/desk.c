/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/desk.h"

#include "base/text.h"
#include "store/exchanges.h"
#include "store/statements.h"
#include "trust/statement.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What additions a store holds, as their texts without signatures. */
struct held_additions {
	struct buffer *notes;
	struct catalogue_addition *texts; /* views into the notes, with room for one more */
	size_t count;
};

static void held_additions_clear(struct held_additions *h)
{
	for (size_t i = 0; i < h->count; i++)
		buffer_clear(&h->notes[i]);
	free(h->notes);
	free(h->texts);
}

static bool hold_addition(void *context, const char *type, const struct sha256 *hash, struct bytes raw,
                          struct error *e)
{
	struct held_additions *h = context;
	struct note note;
	(void)hash;
	struct buffer *notes = reallocarray(h->notes, h->count + 1, sizeof *notes);
	if (notes)
		h->notes = notes;
	struct catalogue_addition *texts = reallocarray(h->texts, h->count + 2, sizeof *texts);
	if (texts)
		h->texts = texts;
	if (!notes || !texts)
		return error_memory(e);
	h->notes[h->count] = (struct buffer){ 0 };
	buffer_append(&h->notes[h->count], raw);
	if (!buffer_ok(&h->notes[h->count], e))
		return false;
	if (!statement_open(buffer_bytes(&h->notes[h->count]), CATALOGUE_TYPE, type, &note, e)) {
		buffer_clear(&h->notes[h->count]);
		return false;
	}
	h->texts[h->count++] = (struct catalogue_addition){ note.text, "additions" };
	return true;
}

bool desk_catalogue_with(const struct desk *d, const struct catalogue_addition *more, struct catalogue **ret,
                         struct error *e)
{
	_cleanup_(held_additions_clear) struct held_additions h = { 0 };
	if (!statements_each_pinned(d->store, CATALOGUE_TYPE, hold_addition, &h, e))
		return false;
	struct catalogue_addition alone[1];
	struct catalogue_addition *texts = h.texts ? h.texts : alone;
	size_t count = h.count;
	if (more)
		texts[count++] = *more;
	return catalogue_load_with(catalogue_shipped(), "catalogue.yaml", texts, count, ret, e);
}

bool desk_renew_catalogue(struct desk *d, struct error *e)
{
	struct catalogue *c = NULL;
	if (!desk_catalogue_with(d, NULL, &c, e))
		return false;
	catalogue_freep(&d->catalogue);
	d->catalogue = c;
	return true;
}

static bool desk_prepare(struct desk *d, struct error *e)
{
	d->now = moment_now();
	sha256_of(catalogue_shipped(), &d->catalogue_hash);
	return catalogue_load(catalogue_shipped(), "catalogue.yaml", &d->catalogue, e);
}

void desk_clear(struct desk *d)
{
	if (!d)
		return;
	store_freep(&d->store);
	catalogue_freep(&d->catalogue);
	keyfile_clear(&d->key);
	*d = (struct desk){ 0 };
}

const struct roster *desk_roster(const struct desk *d)
{
	return roster_chain_newest(store_rosters(d->store));
}

static void key_move(struct keyfile *to, struct keyfile *from)
{
	*to = *from;
	*from = (struct keyfile){ 0 };
}

/* Files that a crash left between entry and rename: finished, or told as lost. */
static bool desk_finish_crashed(struct desk *d, struct error *e)
{
	size_t finished;
	if (!exchanges_unfinished(d->store, &finished, e))
		return false;
	if (finished == 0)
		return true;
	_cleanup_(act_clear) struct act a = { 0 };
	/* Whoever comes next cleans up: no mandate is asked for that, but there must be one to be at this
	 * desk. */
	if (!act_begin(&a, d, "recover", POWER_ANY, e) || !exchanges_finish_crashed(d->store, &d->lost, e))
		return false;
	a.entry.records = finished;
	a.entry.rejected = d->lost;
	a.entry.failed = d->lost > 0;
	return act_log(&a, e) && act_commit(&a, e);
}

bool desk_open(const char *home, struct keyfile *key, enum store_use use, struct desk *ret, struct error *e)
{
	_cleanup_(desk_clear) struct desk d = { 0 };
	if (!desk_prepare(&d, e) || !store_open(home, key, use, false, &d.store, e) ||
	    !desk_renew_catalogue(&d, e))
		return false;
	key_move(&d.key, key);
	*ret = d;
	d = (struct desk){ 0 };
	struct error crash;
	if (!desk_finish_crashed(ret, &crash))
		ret->unlogged = crash;
	return true;
}

bool desk_create(const char *home, const char *unit, struct roster **root, const struct sha256 *fingerprint,
                 struct keyfile *key, struct desk *ret, struct error *e)
{
	_cleanup_(desk_clear) struct desk d = { 0 };
	const struct roster_mandate *mandate;
	if (!desk_prepare(&d, e))
		return false;
	if (!roster_verify_root(*root, fingerprint, e) ||
	    !roster_mandate_for(*root, key->name, unit, POWER_ANY, 0, d.now, &mandate, e))
		return false;
	if (!store_create(home, unit, *root, key, &d.store, e))
		return false;
	roster_freep(root);
	if (!keyfile_bind(key, fingerprint, store_id(d.store), e))
		return false;
	key_move(&d.key, key);
	_cleanup_(act_clear) struct act a = { 0 };
	if (!act_begin(&a, &d, "init", POWER_ANY, e) || !act_log(&a, e) || !act_commit(&a, e)) {
		key_move(key, &d.key);
		return false;
	}
	*ret = d;
	d = (struct desk){ 0 };
	return true;
}

bool desk_bind(const char *home, struct keyfile *key, const struct sha256 *fingerprint, struct error *e)
{
	_cleanup_(desk_clear) struct desk d = { 0 };
	if (!desk_prepare(&d, e) || !store_open(home, key, STORE_READ, true, &d.store, e))
		return false;
	if (!sha256_equal(&store_rosters(d.store)->fingerprint, fingerprint))
		return error_set(e, ERR_FINGERPRINT, home, "%s", "the store's roster has another root");
	if (!keyfile_bind(key, fingerprint, store_id(d.store), e))
		return false;
	_cleanup_(act_clear) struct act a = { 0 };
	key_move(&d.key, key);
	bool logged = act_begin(&a, &d, "key", POWER_ANY, e) && act_log(&a, e) && act_commit(&a, e);
	key_move(key, &d.key);
	return logged;
}

bool act_renew(struct act *a, enum power needs, struct error *e)
{
	const struct desk *d = a->desk;
	const struct roster *roster = desk_roster(d);
	const char *unit = store_unit(d->store);
	if (!roster_mandate_for(roster, d->key.name, unit, needs, 0, d->now, &a->mandate, e))
		return false;
	a->laws = roster_laws_for(roster, d->key.name, unit, needs, d->now);
	a->entry.role = a->mandate->role;
	a->entry.mandate = a->mandate->id;
	a->entry.roster_version = roster->version;
	return true;
}

/* The clock is read inside the transaction: whatever another program committed while this one waited, came
 * before. */
bool act_begin(struct act *a, struct desk *d, const char *action, enum power needs, struct error *e)
{
	*a = (struct act){ .desk = d };
	if (!store_begin(d->store, e))
		return false;
	a->open = true;
	d->now = moment_now();
	if (!act_renew(a, needs, e))
		return false;
	hex_encode(bytes_of(d->key.signer.public.id, sizeof d->key.signer.public.id), a->key_id);
	if (gethostname(a->workstation, sizeof a->workstation - 1) < 0 ||
	    !text_is_utf8(bytes_of_string(a->workstation)))
		a->workstation[0] = 0;
	a->when = d->now;
	a->entry.start = d->now;
	a->entry.action = action;
	a->entry.unit = store_unit(d->store);
	a->entry.key = a->key_id;
	a->private.values[PRIVATE_WORKSTATION] = a->workstation;
	return true;
}

void act_next(struct act *a, const char *action)
{
	const struct entry first = a->entry;
	a->entry = (struct entry){ .start = moment_now(),
		                   .action = action,
		                   .unit = first.unit,
		                   .key = first.key,
		                   .role = first.role,
		                   .mandate = first.mandate,
		                   .roster_version = first.roster_version };
	a->logged = false;
}

bool act_log(struct act *a, struct error *e)
{
	a->entry.end = moment_now();
	if (!store_log_append(a->desk->store, &a->entry, &a->private, &a->index, e))
		return false;
	a->logged = true;
	return true;
}

bool act_log_client(struct act *a, struct entry_private *p, struct error *e)
{
	struct entry child = { .child = true, .parent = a->index };
	uint64_t index;
	return store_log_append(a->desk->store, &child, p, &index, e);
}

bool act_commit(struct act *a, struct error *e)
{
	if (!store_commit(a->desk->store, e))
		return false;
	a->open = false;
	return true;
}

void act_clear(struct act *a)
{
	if (a->open)
		store_rollback(a->desk->store);
	a->open = false;
}

bool desk_refused(struct desk *d, const char *action, const char *package, const char *peer,
                  const struct error *why)
{
	return error_is_refusal(why->code) &&
	       desk_refused_after(d, action, package, peer, NULL, (struct bytes){ 0 }, why);
}

bool desk_refused_after(struct desk *d, const char *action, const char *package, const char *peer,
                        const struct checkpoint *shown, struct bytes own_note, const struct error *why)
{
	struct error e;
	_cleanup_(act_clear) struct act a = { 0 };
	bool mandated = act_begin(&a, d, "refuse", POWER_ANY, &e);
	if (!mandated && a.open) {
		/* Someone whose mandate ended still has a slot: the refusal is logged all the same, without
		 * one. */
		a.entry = (struct entry){ .start = d->now,
			                  .action = "refuse",
			                  .unit = store_unit(d->store),
			                  .roster_version = desk_roster(d)->version };
	} else if (!mandated) {
		d->unlogged = e;
		return false;
	}
	a.entry.failed = true;
	a.entry.finding = error_name(why->code);
	a.entry.package = package;
	a.entry.peer = peer;
	a.private.values[PRIVATE_REASON] = action;
	if (shown) {
		a.entry.action = "incident";
		a.entry.peer_log = shown->origin;
		a.entry.peer_size = shown->size;
		a.entry.peer_root = &shown->root;
	}
	if (!act_log(&a, &e) || (own_note.size && !store_condemn(d->store, own_note, &e)) ||
	    !act_commit(&a, &e))
		d->unlogged = e;
	return false;
}
