/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/breaching.h"

#include <string.h>

static bool see(struct act *a, const struct exposure *x, struct error *e)
{
	for (size_t i = 0; i < x->client_count; i++) {
		const struct exposed_client *c = &x->clients[i];
		if (!act_client_bsn(a, bytes_of_string(c->bsn), *c->record ? c->record : NULL, NULL, NULL, e))
			return false;
	}
	a->entry.records = a->clients.count;
	return true;
}

/* What every entry about a breach says. */
static void describe(struct act *a, const struct breach *b, enum breach_step step)
{
	a->entry.breach = breach_source_name(b->source);
	a->entry.decision = breach_step_name(step);
	a->entry.from_index = b->entry;
	if (b->source == BREACH_KEY)
		a->entry.recipient = b->holder;
}

static bool check_moment(const struct act *a, const char *option, moment at, moment least, const char *before,
                         struct error *e)
{
	if (at > a->when)
		return error_set(e, ERR_VALUE, option, "%s", N_("a moment that hasn't come yet"));
	return at >= least || error_set(e, ERR_VALUE, option, "%s", before);
}

bool breach_may_name(struct desk *d)
{
	const struct roster_mandate *m;
	struct error ignored;
	return roster_mandate_for(desk_roster(d), d->key.name, store_unit(d->store), POWER_READ, 0,
	                          moment_now(), &m, &ignored);
}

/* --- putting down --- */

struct putting {
	struct breach *breach;
	moment exists_since;
	bool named;
	struct exposure exposure;
	char at[MOMENT_SIZE + 1], package[2 * PACKAGE_ID_SIZE + 1];
};

/* A stick holds what was written before it was lost. */
static moment newest_letter(const struct exposure *x, moment least)
{
	for (size_t i = 0; i < x->letter_count; i++)
		if (x->letters[i].created > least)
			least = x->letters[i].created;
	return least;
}

static bool put_body(struct act *a, void *context, struct error *e)
{
	struct putting *p = context;
	struct breach *b = p->breach;
	struct exposure *x = &p->exposure;
	if (!exposure_find(a, b, NULL, x, e))
		return false;
	moment least = b->source == BREACH_KEY ? p->exists_since : newest_letter(x, p->exists_since);
	if (!check_moment(a, "--learned", b->learned, least, N_("before what it is about was there"), e))
		return false;
	b->noted = a->when;
	b->entry = 0;
	describe(a, b, BREACH_LEARNED);
	moment_format(b->learned, p->at);
	a->entry.at = p->at;
	a->entry.entries = x->letter_count;
	if (b->letter_count == 1) {
		hex_encode(bytes_of(b->letters[0], PACKAGE_ID_SIZE), p->package);
		a->entry.package = p->package;
	}
	return (x->whole && !p->named) || see(a, x, e);
}

static bool put_logged(struct act *a, void *context, struct error *e)
{
	struct putting *p = context;
	p->breach->entry = a->index;
	return breach_add(a->desk->store, p->breach, e);
}

static const struct act_frame putting = { .kind = ACT_BREACH, .body = put_body, .logged = put_logged };

bool breach_put_down(struct desk *d, struct breach *b, moment exists_since, bool named, struct exposure *ret,
                     struct error *e)
{
	struct putting p = { .breach = b, .exists_since = exists_since, .named = named };
	if (!act_run(d, &putting, &p, e)) {
		exposure_clear(&p.exposure);
		return false;
	}
	*ret = p.exposure;
	return true;
}

/* --- writing out --- */

struct writing {
	uint64_t number;
	const char *record;
	bool named;
	struct act *act;
	struct exposed_client only;
	struct breach_written result;
};

void breach_written_clear(struct breach_written *w)
{
	breach_clear(&w->breach);
	exposure_clear(&w->exposure);
	record_clear(&w->client);
}

static bool meet(void *context, const struct stored_record *stored, struct error *e)
{
	struct writing *w = context;
	if (!record_recall(w->act->desk->catalogue, stored->json, stored->id, &w->result.client, e))
		return false;
	memcpy(w->only.record, stored->id, sizeof w->only.record);
	struct bytes bsn = record_role(&w->result.client, ROLE_BSN);
	if (bsn.size == BSN_SIZE)
		memcpy(w->only.bsn, bsn.data, BSN_SIZE);
	return true;
}

static bool write_body(struct act *a, void *context, struct error *e)
{
	struct writing *w = context;
	const struct selection one = { .kind = SELECT_RECORDS, .items = &w->record, .count = 1 };
	struct exposure *x = &w->result.exposure;
	w->act = a;
	if (!breach_find(a->desk->store, w->number, &w->result.breach, e) ||
	    (w->record && !records_each(a->desk->store, &one, false, meet, w, e)) ||
	    !exposure_find(a, &w->result.breach, w->record ? &w->only : NULL, x, e))
		return false;
	if (w->record && !x->client_count)
		return error_set(e, ERR_NOT_FOUND, w->record, "%s", N_("the breach isn't about this client"));
	describe(a, &w->result.breach, BREACH_WRITTEN);
	return (!w->named && !w->record) || see(a, x, e);
}

static const struct act_frame writing = { .kind = ACT_BREACH, .body = write_body };

bool breach_write_out(struct desk *d, uint64_t number, const char *record, bool named,
                      struct breach_written *ret, struct error *e)
{
	struct writing w = { .number = number, .record = record, .named = named };
	bool ok = act_run(d, &writing, &w, e);
	memory_wipe(&w.only, sizeof w.only);
	if (ok)
		*ret = w.result;
	else
		breach_written_clear(&w.result);
	return ok;
}

/* --- what became of it --- */

struct noting {
	uint64_t number;
	const struct breach_change *change;
	struct breach breach;
	char at[MOMENT_SIZE + 1];
};

/* That it was done, or why it isn't: the later word of the two counts. */
static bool say(struct act *a, const struct noting *n, moment *done, enum breach_reason *undone,
                struct error *e)
{
	const struct breach_change *c = n->change;
	*done = c->at;
	*undone = c->reason;
	return !c->at || check_moment(a, c->step == BREACH_TOLD ? "--told" : "--reported", c->at,
	                              n->breach.learned, N_("before the unit learned of it"), e);
}

static bool apply(struct act *a, struct noting *n, struct error *e)
{
	enum breach_step step = n->change->step;
	struct breach *b = &n->breach;
	if (step == BREACH_REPORTED || step == BREACH_NOT_REPORTED)
		return say(a, n, &b->reported, &b->not_reported, e);
	if (step == BREACH_TOLD || step == BREACH_NOT_TOLD)
		return say(a, n, &b->told, &b->not_told, e);
	b->closed = a->when;
	return breach_is_settled(b) ||
	       error_set(e, ERR_BREACH, "N", "%s",
	                 N_("nobody said yet whether the AP and the clients were told, or why not"));
}

static bool note_body(struct act *a, void *context, struct error *e)
{
	struct noting *n = context;
	const struct breach_change *c = n->change;
	if (!breach_find(a->desk->store, n->number, &n->breach, e))
		return false;
	if (n->breach.closed)
		return error_set(e, ERR_BREACH, "N", "%s", N_("it was closed before"));
	if (c->reason && !breach_reason_fits(c->reason, c->step))
		return error_set(e, ERR_VALUE, breach_step_name(c->step), "%s",
		                 N_("not a reason that the law has for this"));
	if (!apply(a, n, e))
		return false;
	describe(a, &n->breach, c->step);
	if (c->at) {
		moment_format(c->at, n->at);
		a->entry.at = n->at;
	}
	if (c->reason) {
		a->entry.reason = breach_reason_name(c->reason);
		a->entry.article = breach_reason_article(c->reason);
	}
	a->private.values[PRIVATE_REASON] = c->why;
	return breach_put(a->desk->store, &n->breach, e);
}

static const struct act_frame noting = { .kind = ACT_BREACH, .powers = POWER_DECIDE, .body = note_body };

bool breach_note(struct desk *d, uint64_t number, const struct breach_change *change, struct breach *ret,
                 struct error *e)
{
	struct noting n = { .number = number, .change = change };
	if (!act_run(d, &noting, &n, e)) {
		breach_clear(&n.breach);
		return false;
	}
	*ret = n.breach;
	return true;
}
