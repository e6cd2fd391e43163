/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/ending.h"

#include "base/limits.h"
#include "exchange/declarations.h"
#include "store/exchanges.h"
#include "store/package_consents.h"

#include <stdlib.h>
#include <string.h>

void ending_clear(struct ending *r)
{
	outgoing_clear(&r->outgoing);
	member_spool_clear(&r->member);
	consents_free(r->all, r->count);
	consent_clear(&r->named);
	buffer_clear(&r->ids);
	buffer_wipe(&r->line);
	buffer_clear(&r->last);
	retraction_result_clear(&r->result);
}

struct again {
	struct ending *ending;
	const char *consent;
};

/* --- which declarations end --- */

bool ending_has(const struct ending *r, const char *consent)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->all[i].withdrawn && strcmp(r->all[i].id, consent) == 0)
			return true;
	return false;
}

static bool is_with(const struct ending *r, const struct consent *c)
{
	return ending_same_terms(c, &r->named) || (r->both && ending_pairs(c, &r->named));
}

bool ending_ended(const struct ending *r, const struct consent *c)
{
	return c->withdrawn == r->act->when && is_with(r, c);
}

static bool is_for_the_same(const struct consent *a, const struct consent *b)
{
	return strcmp(a->agreement, b->agreement) == 0 && strcmp(a->purpose, b->purpose) == 0 &&
	       strcmp(a->to, b->to) == 0;
}

bool ending_same_terms(const struct consent *a, const struct consent *b)
{
	return a->kind == b->kind && is_for_the_same(a, b);
}

bool ending_pairs(const struct consent *a, const struct consent *b)
{
	return a->kind != b->kind && a->kind != CONSENT_TOLD && b->kind != CONSENT_TOLD &&
	       is_for_the_same(a, b);
}

/* Who says no to something means all that he said yes to it with: a second declaration for the very same
 * would go on carrying it. So does one whose term is over: what went on it is still there. */
static bool ends(const struct ending *r, const struct consent *c)
{
	if (r->again) /* with what ended in the same act */
		return c->withdrawn == r->named.withdrawn &&
		       (ending_same_terms(c, &r->named) || ending_pairs(c, &r->named));
	return strcmp(c->id, r->named.id) == 0 || (!c->withdrawn && is_with(r, c));
}

static bool end_one(struct ending *r, struct consent *c, struct error *e)
{
	if (!r->again && !consents_withdraw(r->act->desk->store, c->id, r->act->when, e))
		return false;
	c->withdrawn = r->again ? c->withdrawn : r->act->when;
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
	struct ending *r = context;
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
	struct ending *r = context;
	return exchanges_find(r->act->desk->store, package, true, add_package, r, e);
}

static int by_sequence(const void *a, const void *b)
{
	const struct retracted_package *x = a, *y = b;
	return (x->sequence > y->sequence) - (x->sequence < y->sequence);
}

static bool end_declarations(struct ending *r, struct error *e)
{
	struct store *s = r->act->desk->store;
	if (!declarations_of_client(r->act->desk, r->named.tie, &r->all, &r->count, e) ||
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

static bool copy_receiver(struct ending *r, struct error *e)
{
	r->result.to = string_copy(r->named.to);
	return r->result.to || error_memory(e);
}

bool ending_end(struct ending *r, struct act *a, const char *consent, struct error *e)
{
	r->act = a;
	return consents_find(a->desk->store, consent, &r->named, e) && end_declarations(r, e) &&
	       copy_receiver(r, e);
}

bool ending_recall(struct ending *r, struct act *a, const char *consent, struct error *e)
{
	r->act = a;
	r->again = true;
	if (!consents_find(a->desk->store, consent, &r->named, e))
		return false;
	if (r->named.withdrawn && !end_declarations(r, e))
		return false;
	return r->went ? copy_receiver(r, e) : error_set(e, ERR_NO_RETRACTION, consent, "%s", "");
}

/* --- the package --- */

static bool copy_terms(struct ending *r, struct error *e)
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

bool ending_about_client(struct ending *r, struct act *a, struct error *e)
{
	return declarations_log_client(a, r->named.tie, buffer_string(&r->ids), e);
}

static bool send_body(struct act *a, void *context, struct error *e)
{
	struct ending *r = context;
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
	return ending_about_client(r, a, e);
}

static bool send_logged(struct act *a, void *context, struct error *e)
{
	struct ending *r = context;
	struct member_spool *const spools[] = { &r->member };
	return outgoing_write(&r->outgoing, a, spools, ELEMENTS(spools), e);
}

/* A second act in the same transaction: what ends, and what is sent for it, are one or neither. */
static const struct act_frame sending = { .kind = ACT_PACK, .body = send_body, .logged = send_logged };

/* Whoever recorded that it ended may be gone, or the letter lost: it needs nobody's signature but of who
 * sends it now. */
static bool again_body(struct act *a, void *context, struct error *e)
{
	const struct again *again = context;
	return ending_recall(again->ending, a, again->consent, e) && send_body(a, again->ending, e);
}

static bool again_logged(struct act *a, void *context, struct error *e)
{
	const struct again *again = context;
	return send_logged(a, again->ending, e);
}

static bool again_done(struct act *a, void *context, _unused_ struct error *e)
{
	const struct again *again = context;
	ending_publish(again->ending, a);
	return true;
}

static void again_failed(_unused_ struct act *a, void *context, struct error *why)
{
	const struct again *again = context;
	ending_failed(again->ending, why);
}

static const struct act_frame sending_again = { .kind = ACT_PACK,
	                                        .powers = POWER_CONSENT | POWER_PACK,
	                                        .body = again_body,
	                                        .logged = again_logged,
	                                        .done = again_done,
	                                        .failed = again_failed };

bool ending_send_again(struct desk *d, const char *consent, struct ending *r, struct error *e)
{
	struct again again = { .ending = r, .consent = consent };
	return act_run(d, &sending_again, &again, e);
}

static bool reachable(const struct ending *r)
{
	const struct roster_unit *unit = roster_unit(desk_roster(r->act->desk), r->named.to);
	return unit && unit->ready;
}

bool ending_send(struct ending *r, struct act *a, struct error *e)
{
	r->result.unreachable = r->went && !reachable(r);
	return !r->went || r->result.unreachable || act_run_also(a, &sending, r, e);
}

void ending_publish(struct ending *r, struct act *a)
{
	struct error later;
	if (!r->outgoing.path)
		return;
	r->result.path = string_copy(r->outgoing.path);
	r->result.named = outgoing_publish(&r->outgoing, a->desk, &later);
}

void ending_failed(struct ending *r, const struct error *why)
{
	outgoing_failed(&r->outgoing, why);
}
