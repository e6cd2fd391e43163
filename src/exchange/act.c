/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/act.h"

#include "base/text.h"
#include "store/exchanges.h"

#include <unistd.h>

/* --- the steps --- */

/* Somebody who got another card still has the old key, and perhaps a slot: an entry that names it couldn't be
 * verified. */
static bool check_key(const struct desk *d, const struct roster *roster, struct error *e)
{
	const struct roster_person *p = roster_person(roster, d->key.name);
	return note_verifier_equal(&p->key, &d->key.signer.public) ||
	       error_set(e, ERR_REVOKED, d->key.name,
	                 N_("roster %s version %llu has another key of this person"), roster->id,
	                 (unsigned long long)roster->version);
}

static bool find_mandate(struct act *a, unsigned needs, struct error *e)
{
	const struct desk *d = a->desk;
	const struct roster *roster = desk_roster(d);
	const char *unit = store_unit(d->store);
	if (!roster_mandate_for(roster, d->key.name, unit, (enum power)needs, 0, d->now, &a->mandate, e) ||
	    !check_key(d, roster, e))
		return false;
	a->laws = roster_laws_for(roster, d->key.name, unit, (enum power)needs, d->now);
	a->entry.role = a->mandate->role;
	a->entry.mandate = a->mandate->id;
	a->entry.roster_version = roster->version;
	return true;
}

bool act_renew(struct act *a, struct error *e)
{
	return find_mandate(a, act_kind_powers(a->kind), e);
}

/* The clock is read inside the transaction: whatever another program committed while this one waited, came
 * before. */
static bool open_transaction(struct act *a, struct desk *d, enum act_kind kind, struct error *e)
{
	*a = (struct act){ .desk = d, .kind = kind };
	if (!store_begin(d->store, e))
		return false;
	a->open = true;
	d->now = moment_now();
	return true;
}

static bool sign_in(struct act *a, unsigned needs, struct error *e)
{
	const struct desk *d = a->desk;
	if (!find_mandate(a, needs, e))
		return false;
	hex_encode(bytes_of(d->key.signer.public.id, sizeof d->key.signer.public.id), a->key_id);
	if (gethostname(a->workstation, sizeof a->workstation - 1) < 0 ||
	    !text_is_utf8(bytes_of_string(a->workstation)))
		a->workstation[0] = 0;
	a->when = d->now;
	a->entry.start = d->now;
	a->entry.action = act_kind_name(a->kind);
	a->entry.unit = store_unit(d->store);
	a->entry.key = a->key_id;
	a->private.values[PRIVATE_WORKSTATION] = a->workstation;
	return true;
}

bool act_begin(struct act *a, struct desk *d, enum act_kind kind, unsigned needs, struct error *e)
{
	return open_transaction(a, d, kind, e) && sign_in(a, needs, e);
}

bool act_log(struct act *a, struct error *e)
{
	moment now = moment_now();
	if (act_kind_is(a->kind, ACT_CONSULTS))
		a->entry.without_case = a->clients.without_case;
	a->entry.end = now > a->entry.start ? now : a->entry.start; /* the clock may go back meanwhile */
	if (!store_log_append(a->desk->store, &a->entry, &a->private, &a->index, e))
		return false;
	a->logged = true;
	return true;
}

static bool log_client(void *context, struct entry_private *p, struct error *e)
{
	struct act *a = context;
	struct entry child = { .child = true, .parent = a->index };
	uint64_t index;
	return store_log_append(a->desk->store, &child, p, &index, e);
}

static bool start_clients(struct act *a, struct error *e)
{
	return a->clients.spool || client_spool_start(&a->clients, store_home(a->desk->store), e);
}

bool act_client(struct act *a, const struct record *r, const char *record_id, const char *consents,
                const char *withheld, struct error *e)
{
	return start_clients(a, e) && client_spool_add(&a->clients, r, record_id, consents, withheld, e);
}

bool act_client_bsn(struct act *a, struct bytes bsn, const char *record_id, const char *consents,
                    const char *withheld, struct error *e)
{
	return start_clients(a, e) &&
	       client_spool_add_bsn(&a->clients, bsn, record_id, consents, withheld, e);
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
	client_spool_clear(&a->clients);
}

/* --- what says no --- */

static void describe_refusal(struct act *a, enum act_kind asked, const struct act_refusal *r,
                             const struct error *why)
{
	a->entry.failed = true;
	a->entry.finding = error_name(why->code);
	a->entry.package = r->package;
	a->entry.peer = r->peer;
	a->private.values[PRIVATE_REASON] = act_kind_name(asked);
	if (!r->shown)
		return;
	a->entry.action = act_kind_name(ACT_INCIDENT);
	a->entry.peer_log = r->shown->origin;
	a->entry.peer_size = r->shown->size;
	a->entry.peer_root = &r->shown->root;
}

/* What couldn't be logged is left with the desk, since the caller's error is the refusal itself. */
static void log_refusal(struct desk *d, enum act_kind asked, const struct act_refusal *r,
                        const struct error *why)
{
	struct error e;
	_cleanup_(act_clear) struct act a = { 0 };
	bool mandated = act_begin(&a, d, ACT_REFUSE, act_kind_powers(ACT_REFUSE), &e);
	/* Someone whose mandate ended still has a slot: the refusal is logged all the same, without one. */
	if (!mandated && a.open)
		a.entry = (struct entry){ .start = d->now,
			                  .action = act_kind_name(ACT_REFUSE),
			                  .unit = store_unit(d->store),
			                  .roster_version = desk_roster(d)->version };
	describe_refusal(&a, asked, r, why);
	if (!a.open || !act_log(&a, &e) || (r->own_note.size && !store_condemn(d->store, r->own_note, &e)) ||
	    !act_commit(&a, &e))
		d->unlogged = e;
}

/* What contradicts the own log is told whatever its code: that is of the store, and so no refusal. */
static bool give_up(struct act *a, const struct act_frame *f, void *context, struct error *why)
{
	struct act_refusal r = { 0 };
	if (f->failed)
		f->failed(a, context, why);
	act_clear(a);
	if ((!f->refused || f->refused(a, context, &r, why)) && !f->inner && !f->trial &&
	    (error_is_refusal(why->code) || r.shown))
		log_refusal(a->desk, f->asked ? f->asked : f->kind, &r, why);
	return false;
}

bool act_turn_down(struct desk *d, enum act_kind asked, struct error *why)
{
	const struct act_refusal nothing = { 0 };
	if (error_is_refusal(why->code))
		log_refusal(d, asked, &nothing, why);
	return false;
}

/* --- the frame --- */

static bool do_and_log(struct act *a, const struct act_frame *f, void *context, struct error *e)
{
	return f->body(a, context, e) && act_log(a, e) && client_spool_each(&a->clients, log_client, a, e) &&
	       (!f->logged || f->logged(a, context, e));
}

bool act_run(struct desk *d, const struct act_frame *f, void *context, struct error *e)
{
	_cleanup_(act_clear) struct act a = { 0 };
	const unsigned powers = f->powers ? f->powers : act_kind_powers(f->kind);
	if (!open_transaction(&a, d, f->kind, e) || (f->first && !f->first(d, context, e)) ||
	    !sign_in(&a, powers, e) ||
	    !(f->trial ? f->body(&a, context, e) : do_and_log(&a, f, context, e) && act_commit(&a, e)))
		return give_up(&a, f, context, e);
	if (f->trial)
		act_clear(&a);
	return !f->done || f->done(&a, context, e);
}

bool act_run_also(struct act *a, const struct act_frame *f, void *context, struct error *e)
{
	const struct entry first = a->entry;
	a->kind = f->kind;
	a->entry = (struct entry){ .start = moment_now(),
		                   .action = act_kind_name(f->kind),
		                   .unit = first.unit,
		                   .key = first.key,
		                   .role = first.role,
		                   .mandate = first.mandate,
		                   .roster_version = first.roster_version };
	a->logged = false;
	client_spool_clear(&a->clients);
	return do_and_log(a, f, context, e);
}

bool act_published(struct desk *d, const uint8_t id[PACKAGE_ID_SIZE], struct error *e)
{
	if (!store_begin(d->store, e))
		return false;
	if (exchanges_set_state(d->store, id, SENT_OUT, e) && store_commit(d->store, e))
		return true;
	store_rollback(d->store);
	return false;
}
