/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/restriction.h"

#include "exchange/declarations.h"
#include "exchange/following.h"
#include "exchange/past_letter.h"
#include "exchange/screening.h"
#include "exchange/waiting_correction.h"
#include "store/exchanges.h"
#include "store/purging.h"
#include "store/requests.h"
#include "store/retention.h"
#include "store/statements.h"
#include "trust/decide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct deciding {
	const struct restriction_decision *decision;
	struct act *act;
	struct restriction restriction;
	char *bsn;                        /* the client's; empty: none */
	uint8_t package[PACKAGE_ID_SIZE]; /* that the record came with */
	bool consented;                   /* anew: for unlocking */
	struct following letter;
	struct waiting_correction waiting;
	struct restriction_result result;
};

void restriction_result_clear(struct restriction_result *r)
{
	free(r->to);
	free(r->path);
	free(r->answer);
	erasure_letters_clear(&r->onward);
	*r = (struct restriction_result){ 0 };
}

static void deciding_clear(struct deciding *d)
{
	following_clear(&d->letter);
	waiting_correction_clear(&d->waiting);
	restriction_result_clear(&d->result);
	if (d->bsn)
		memory_wipe(d->bsn, strlen(d->bsn));
	free(d->bsn);
	restriction_clear(&d->restriction);
}

/* --- what the client says now --- */

/* Each declaration that the purpose asks counts, today. */
static bool all_said(struct deciding *g, const struct record *r, const struct agreement *a,
                     const struct agreement_purpose *p, struct error *e)
{
	struct desk *d = g->act->desk;
	_cleanup_(terms_freep) struct terms *terms = NULL;
	struct question q = { .record = r, .when = g->act->when };
	struct consent *all = NULL;
	if (!terms_prepare(a, p, d->catalogue, &terms, e) || !screening_purpose_since(d, a, p, &q.since, e) ||
	    !declarations_of_record(d, r, &all, &q.consent_count, e))
		return false;
	q.terms = terms;
	q.consents = all;
	g->consented = decide_declared(&q);
	consents_free(all, q.consent_count);
	return true;
}

/* What came since with another package isn't what its sender voided; a correction brings nothing anew. */
static bool came_anew(void *context, const struct exchange_row *row, struct error *e)
{
	struct deciding *g = context;
	char id[2 * PACKAGE_ID_SIZE + 1];
	bool answers; /* brings what was asked alone: the rest is still of before */
	if (!requests_is_answer(g->act->desk->store, row->id, &answers, e))
		return false;
	hex_encode(bytes_of(row->id, PACKAGE_ID_SIZE), id);
	g->consented = row->kind == PACKAGE_CASES && !answers && strcmp(id, g->restriction.consent) != 0;
	return true;
}

static bool check_record(void *context, const struct stored_record *stored, struct error *e)
{
	struct deciding *g = context;
	struct desk *d = g->act->desk;
	_cleanup_(record_clear) struct record record = { 0 };
	const struct agreement *a;
	/* Who asked to be forgotten isn't named in telling that it was done. */
	bool forgets = g->decision->outcome == OUTCOME_ERASE && g->restriction.erasure;
	if (!record_recall(d->catalogue, stored->json, stored->id, &record, e) ||
	    !act_client_bsn(g->act, forgets ? bytes_of(NULL, 0) : record_role(&record, ROLE_BSN), stored->id,
	                    g->restriction.consent, NULL, e) ||
	    (forgets && !erasure_letters_add(&g->result.onward, g->act, stored, e)))
		return false;
	g->bsn = string_of_bytes(forgets ? bytes_of(NULL, 0) : record_role(&record, ROLE_BSN));
	if (!g->bsn)
		return error_memory(e);
	if (!hex_decode(bytes_of_string(stored->package), g->package, sizeof g->package))
		return error_set(e, ERR_STORE, stored->id, "%s", N_("a package's id"));
	if (g->decision->outcome != OUTCOME_UNLOCK)
		return true;
	if (g->restriction.voided)
		return exchanges_find(d->store, g->package, false, came_anew, g, e);
	if (!statements_agreement(d->store, stored->agreement, 0, &a, e))
		return false;
	const struct agreement_purpose *p = agreement_purpose(a, stored->purpose);
	return !p || all_said(g, &record, a, p, e);
}

/* --- the decision --- */

static bool check_decision(struct deciding *g, struct error *e)
{
	const struct restriction_decision *d = g->decision;
	const struct selection one = { .kind = SELECT_RECORDS, .items = &d->record, .count = 1 };
	_cleanup_(kept_record_clear) struct kept_record k = { 0 };
	if (!restriction_of(g->act->desk->store, d->record, &g->restriction, e))
		return false;
	if (!g->restriction.since || (d->outcome == OUTCOME_KEEP && g->restriction.kept))
		return error_set(e, ERR_NOT_RESTRICTED, d->record, "%s", "");
	if (!retention_of(g->act->desk->store, d->record, &k, e))
		return false;
	if (d->outcome == OUTCOME_ERASE && (k.held || k.asked_to_keep))
		return error_set(e, ERR_HELD, d->record, "%s",
		                 k.held ? N_("there is a hold on it")
		                        : N_("its client asked to have it restricted, or objected"));
	if (d->outcome == OUTCOME_UNLOCK && g->restriction.erasure)
		return error_set(e, ERR_CONSENT, g->restriction.purpose, "%s",
		                 N_("its sender erased it: erase it, or keep it on an article"));
	return records_each(g->act->desk->store, &one, false, check_record, g, e) &&
	       (d->outcome != OUTCOME_UNLOCK || g->consented ||
	        error_set(e, ERR_CONSENT, g->restriction.purpose, "%s",
	                  g->restriction.voided ? N_("its sender voided it, and didn't send it anew")
	                                        : N_("nothing that the client said since carries it")));
}

/* What the log keeps in private of an erased record goes with it; the act's own entry, which comes after,
 * tells that it went. */
static bool carry_out(struct deciding *g, struct error *e)
{
	const struct restriction_decision *d = g->decision;
	struct store *s = g->act->desk->store;
	struct purged purged;
	switch (d->outcome) {
	case OUTCOME_ERASE:
		return purge_begin(s, e) && purge_record(s, d->record, e) &&
		       purge_end(s, g->act->when, true, &purged, e);
	case OUTCOME_KEEP:
		return restriction_keep(s, &g->restriction, g->act->when, keep_reason_name(d->reason),
		                        d->article, e);
	case OUTCOME_UNLOCK:
		return restriction_lift(s, &g->restriction, e) &&
		       waiting_correction_apply(&g->waiting, g->act, d->record, e);
	case OUTCOME_COUNT:
		break;
	}
	return error_set(e, ERR_STORE, d->record, "%s", N_("an outcome that there isn't"));
}

static bool decide_body(struct act *a, void *context, struct error *e)
{
	struct deciding *g = context;
	const struct restriction_decision *d = g->decision;
	g->act = a;
	if (!check_decision(g, e) || !carry_out(g, e))
		return false;
	a->entry.decision = withdrawal_outcome_name(d->outcome);
	a->entry.reason = d->reason ? keep_reason_name(d->reason) : NULL;
	a->entry.article = d->article;
	a->entry.peer = g->restriction.source;
	a->entry.records = 1;
	return true;
}

/* --- the letter to the unit that sent it --- */

static bool write_decision(struct deciding *g, struct error *e)
{
	const struct restriction_decision *d = g->decision;
	struct store *s = g->act->desk->store;
	_cleanup_(buffer_clear) struct buffer line = { 0 };
	_cleanup_(terms_named_clear) struct terms_named terms = { 0 };
	struct withdrawal_decision told = { .outcome = d->outcome,
		                            .reason = d->reason,
		                            .voided = g->restriction.voided,
		                            .decided = g->act->desk->now };
	memcpy(told.consent, g->restriction.consent, sizeof told.consent);
	snprintf(told.article, sizeof told.article, "%s", d->article ? d->article : "");
	/* the terms of the package that the record came with */
	return exchanges_find(s, g->package, false, past_letter_terms, &terms, e) &&
	       following_start(&g->letter, g->act, PACKAGE_DECISION, "decisions", g->restriction.source,
	                       &terms, e) &&
	       withdrawal_decision_format(&told, &line, e) &&
	       following_line(&g->letter, buffer_bytes(&line), e);
}

static bool name_client(struct act *a, void *context, struct error *e)
{
	const struct deciding *g = context;
	return act_client_bsn(a, bytes_of_string(g->bsn), *g->bsn ? NULL : g->decision->record,
	                      g->restriction.consent, NULL, e);
}

static bool decide_logged(struct act *a, void *context, struct error *e)
{
	struct deciding *g = context;
	return write_decision(g, e) && following_send(&g->letter, a, name_client, g, e) &&
	       waiting_correction_send(&g->waiting, a, e) && erasure_letters_send(&g->result.onward, a, 0, e);
}

static bool publish(struct act *a, void *context, _unused_ struct error *e)
{
	struct deciding *g = context;
	struct restriction_result *r = &g->result;
	following_publish(&g->letter, a);
	memcpy(r->id, g->letter.id, sizeof r->id);
	r->sequence = g->letter.sequence;
	r->named = g->letter.named;
	r->to = g->letter.to;
	r->path = g->letter.path;
	g->letter.to = g->letter.path = NULL;
	g->result.answer = waiting_correction_publish(&g->waiting, a);
	erasure_letters_publish(&g->result.onward, a);
	if (g->decision->outcome == OUTCOME_ERASE)
		(void)!purge_settle(a->desk->store);
	return true;
}

static void failed(_unused_ struct act *a, void *context, struct error *why)
{
	struct deciding *g = context;
	following_failed(&g->letter, why);
	waiting_correction_failed(&g->waiting, why);
	erasure_letters_failed(&g->result.onward, why);
}

static const struct act_frame deciding = {
	.kind = ACT_DECIDE, .body = decide_body, .logged = decide_logged, .done = publish, .failed = failed
};

bool restriction_decide(struct desk *d, const struct restriction_decision *decision,
                        struct restriction_result *ret, struct error *e)
{
	_cleanup_(deciding_clear) struct deciding g = { .decision = decision };
	if (!withdrawal_outcome_fits(decision->outcome, decision->reason, decision->article))
		return error_set(e, ERR_USAGE, "--reason, --article", "%s",
		                 N_("keeping needs both, the article as in \"Wmo 2015 art. 5.3.4 lid 1\""));
	if (!act_run(d, &deciding, &g, e))
		return false;
	*ret = g.result;
	g.result = (struct restriction_result){ 0 };
	return true;
}

/* --- which there are --- */

struct listing {
	struct act *act;
	bool (*each)(void *context, const struct restriction *r, struct error *e);
	void *context;
};

static bool list_one(void *context, const struct restriction *r, struct error *e)
{
	struct listing *l = context;
	return act_client_bsn(l->act, bytes_of(NULL, 0), r->record, r->consent, NULL, e) &&
	       l->each(l->context, r, e);
}

static bool list_body(struct act *a, void *context, struct error *e)
{
	struct listing *l = context;
	l->act = a;
	if (!restrictions_each(a->desk->store, list_one, l, e))
		return false;
	a->entry.records = a->clients.count;
	return true;
}

static const struct act_frame listing = { .kind = ACT_READ, .body = list_body };

bool restriction_list(struct desk *d,
                      bool (*each)(void *context, const struct restriction *r, struct error *e),
                      void *context, struct error *e)
{
	struct listing l = { .each = each, .context = context };
	return act_run(d, &listing, &l, e);
}
