/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/retraction.h"

#include "base/limits.h"
#include "exchange/outgoing.h"
#include "store/consents.h"
#include "store/exchanges.h"
#include "store/package_consents.h"
#include "store/retraction.h"

#include <stdlib.h>
#include <string.h>

void retraction_result_clear(struct retraction_result *r)
{
	free(r->to);
	free(r->packages);
	free(r->path);
	*r = (struct retraction_result){ 0 };
}

struct retracting {
	const char *id; /* of the declaration that is withdrawn */
	struct act *act;
	struct outgoing outgoing;
	struct member_spool member;
	struct consent *all; /* of the client */
	size_t count;
	struct consent named; /* the one that was named */
	struct buffer ids, line;
	struct buffer last; /* manifest of the newest package that went: its terms are repeated */
	uint64_t last_sequence;
	bool went;
	struct retraction_result result;
};

static void consents_clear(struct retracting *r)
{
	for (size_t i = 0; i < r->count; i++)
		consent_clear(&r->all[i]);
	free(r->all);
	r->all = NULL;
	r->count = 0;
}

static void retracting_clear(struct retracting *r)
{
	outgoing_clear(&r->outgoing);
	member_spool_clear(&r->member);
	consents_clear(r);
	consent_clear(&r->named);
	buffer_clear(&r->ids);
	buffer_wipe(&r->line);
	buffer_clear(&r->last);
	retraction_result_clear(&r->result);
}

/* --- which declarations end --- */

static bool same_terms(const struct consent *a, const struct consent *b)
{
	return a->kind == b->kind && strcmp(a->agreement, b->agreement) == 0 &&
	       strcmp(a->purpose, b->purpose) == 0 && strcmp(a->to, b->to) == 0;
}

/* Who says no to something means all that he said yes to it with: a second declaration for the very same
 * would go on carrying it. */
static bool ends(const struct retracting *r, const struct consent *c)
{
	if (strcmp(c->id, r->named.id) == 0)
		return true;
	return !c->withdrawn && same_terms(c, &r->named) && c->until + SECONDS_A_DAY > r->act->when;
}

static bool end_one(struct retracting *r, struct consent *c, struct error *e)
{
	if (!consents_withdraw(r->act->desk->store, c->id, r->act->when, e))
		return false;
	c->withdrawn = r->act->when;
	r->result.declarations++;
	buffer_printf(&r->ids, "%s%s", r->ids.size ? " " : "", c->id);
	buffer_reset(&r->line);
	return buffer_ok(&r->ids, e) && consent_format(c, &r->line, e) &&
	       member_spool_line(&r->member, buffer_bytes(&r->line), e);
}

/* --- which packages went --- */

static bool known(const struct retraction_result *r, const char *id)
{
	for (size_t i = 0; i < r->package_count; i++)
		if (strcmp(r->packages[i].id, id) == 0)
			return true;
	return false;
}

static bool add_package(void *context, const struct exchange_row *row, struct error *e)
{
	struct retracting *r = context;
	struct retraction_result *result = &r->result;
	struct retracted_package p = { .sequence = row->sequence,
		                       .created = row->created,
		                       .arrived = row->state == SENT_RECEIPTED,
		                       .pending = row->state == SENT_PENDING };
	hex_encode(bytes_of(row->id, PACKAGE_ID_SIZE), p.id);
	if (row->state == SENT_FAILED || row->state == SENT_DECLINED || known(result, p.id))
		return true;
	struct retracted_package *more =
		reallocarray(result->packages, result->package_count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	result->packages = more;
	result->packages[result->package_count++] = p;
	if (p.pending || (r->went && row->sequence < r->last_sequence))
		return true;
	r->went = true;
	r->last_sequence = row->sequence;
	buffer_reset(&r->last);
	buffer_append(&r->last, row->manifest_note);
	return buffer_ok(&r->last, e);
}

static bool find_package(void *context, const uint8_t package[PACKAGE_ID_SIZE], struct error *e)
{
	struct retracting *r = context;
	return exchanges_find(r->act->desk->store, package, true, add_package, r, e);
}

static int by_sequence(const void *a, const void *b)
{
	const struct retracted_package *x = a, *y = b;
	return (x->sequence > y->sequence) - (x->sequence < y->sequence);
}

static bool end_declarations(struct retracting *r, struct error *e)
{
	struct store *s = r->act->desk->store;
	if (!consents_of(s, r->named.bsn, &r->all, &r->count, e) ||
	    !member_spool_start(&r->member, "consents", store_home(s), e))
		return false;
	for (size_t i = 0; i < r->count; i++)
		if (ends(r, &r->all[i]) && (!end_one(r, &r->all[i], e) ||
		                            !package_consents_each(s, r->all[i].id, find_package, r, e)))
			return false;
	if (r->result.package_count)
		qsort(r->result.packages, r->result.package_count, sizeof *r->result.packages, by_sequence);
	return member_spool_end(&r->member, e);
}

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
		*ret = *ret || (same_terms(&all[i], c) &&
		                consent_holds(&all[i], c->agreement, c->purpose, c->to, a->desk->now));
		consent_clear(&all[i]);
	}
	free(all);
	return true;
}

bool retraction_apply(struct act *a, const struct consent *c, const char *sender, uint64_t *restricted,
                      struct error *e)
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
	if (!carried && !records_retract(a->desk->store, &what, restricted_one, &g, e))
		return false;
	/* Nothing is here, or all of it is restricted: the declaration's end is still about this client. */
	return *restricted > before || act_client_bsn(a, bytes_of_string(c->bsn), NULL, c->id, NULL, e);
}

/* --- the package --- */

static bool copy_terms(struct retracting *r, struct error *e)
{
	_cleanup_(manifest_clear) struct manifest sent = { 0 };
	struct manifest *m = &r->outgoing.manifest;
	struct note note;
	if (!note_parse(buffer_bytes(&r->last), "manifest", &note, e) || !manifest_parse(&note, &sent, e))
		return false;
	m->kind = PACKAGE_RETRACTION;
	m->receiver = string_copy(sent.receiver);
	m->use_by = r->act->when + LASTING_DAYS * SECONDS_A_DAY;
	m->records = r->result.declarations;
	const struct terms_named terms = terms_named_without_overrides(&sent.terms);
	return (m->receiver || error_memory(e)) && terms_named_copy(&terms, &m->terms, e);
}

static bool about_client(struct retracting *r, struct error *e)
{
	return act_client_bsn(r->act, bytes_of_string(r->named.bsn), NULL, buffer_string(&r->ids), NULL, e);
}

static bool send_body(struct act *a, void *context, struct error *e)
{
	struct retracting *r = context;
	struct outgoing *p = &r->outgoing;
	const struct manifest *m = &p->manifest;
	struct member_spool *const spools[] = { &r->member };
	outgoing_start(p);
	if (!copy_terms(r, e) || !outgoing_prepare(p, a, spools, ELEMENTS(spools), e))
		return false;
	hex_encode(bytes_of(m->id, PACKAGE_ID_SIZE), r->result.id);
	r->result.sequence = m->sequence;
	a->entry.package = r->result.id;
	a->entry.terms = m->terms;
	a->entry.records = m->records;
	outgoing_describe(p, &a->entry);
	return about_client(r, e);
}

static bool send_logged(struct act *a, void *context, struct error *e)
{
	struct retracting *r = context;
	struct member_spool *const spools[] = { &r->member };
	return outgoing_write(&r->outgoing, a, spools, ELEMENTS(spools), e);
}

/* A second act in the same transaction: who withdraws, and what is sent for it, are one or neither. */
static const struct act_frame sending = { .kind = ACT_PACK, .body = send_body, .logged = send_logged };

static bool reachable(const struct retracting *r)
{
	const struct roster_unit *unit = roster_unit(desk_roster(r->act->desk), r->named.to);
	return unit && unit->ready;
}

/* Of declarations that came from elsewhere, what was sent on them stops here. */
static bool apply_here(struct retracting *r, struct error *e)
{
	const struct desk *d = r->act->desk;
	if (strcmp(r->named.to, store_unit(d->store)) != 0)
		return true;
	if (!consents_sender(d->store, r->named.id, &r->result.to, e))
		return false;
	return !r->result.to || retraction_apply(r->act, &r->named, r->result.to, &r->result.restricted, e);
}

static bool retract_body(struct act *a, void *context, struct error *e)
{
	struct retracting *r = context;
	struct store *s = a->desk->store;
	r->act = a;
	if (!consents_find(s, r->id, &r->named, e) || !end_declarations(r, e) || !apply_here(r, e) ||
	    (!a->clients.count && !about_client(r, e)))
		return false;
	if (!r->result.to && !(r->result.to = string_copy(r->named.to)))
		return error_memory(e);
	a->entry.records = 1;
	return true;
}

static bool retract_logged(struct act *a, void *context, struct error *e)
{
	struct retracting *r = context;
	r->result.unreachable = r->went && !reachable(r);
	return !r->went || r->result.unreachable || act_run_also(a, &sending, r, e);
}

static bool publish(struct act *a, void *context, _unused_ struct error *e)
{
	struct retracting *r = context;
	struct error later;
	if (r->outgoing.path) {
		r->result.path = string_copy(r->outgoing.path);
		r->result.named = outgoing_publish(&r->outgoing, a->desk, &later);
	}
	return true;
}

static void failed(_unused_ struct act *a, void *context, struct error *why)
{
	struct retracting *r = context;
	outgoing_failed(&r->outgoing, why);
}

static const struct act_frame withdrawing = { .kind = ACT_WITHDRAW,
	                                      .body = retract_body,
	                                      .logged = retract_logged,
	                                      .done = publish,
	                                      .failed = failed };

bool retract(struct desk *d, const char *id, struct retraction_result *ret, struct error *e)
{
	_cleanup_(retracting_clear) struct retracting r = { .id = id, .outgoing.file.fd = -1 };
	if (!act_run(d, &withdrawing, &r, e))
		return false;
	*ret = r.result;
	r.result = (struct retraction_result){ 0 };
	return true;
}
