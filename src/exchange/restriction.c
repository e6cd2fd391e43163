/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/restriction.h"

#include "exchange/screening.h"
#include "store/retraction.h"
#include "store/statements.h"
#include "trust/declared.h"

#include <stdlib.h>
#include <string.h>

struct deciding {
	const struct restriction_decision *decision;
	struct act *act;
	struct restriction restriction;
	bool consented; /* anew: for unlocking */
};

static void deciding_clear(struct deciding *d)
{
	restriction_clear(&d->restriction);
}

/* --- what the client says now --- */

/* Each declaration that the purpose asks counts, today. */
static bool all_said(const struct deciding *g, const struct record *r, const struct agreement *a,
                     const struct agreement_purpose *p, moment since, const struct consent *all, size_t count)
{
	const struct declared_for f = { a->id, p->code, p->to, since, record_role(r, ROLE_BIRTH) };
	bool asked = false;
	for (size_t k = 0; k < CONSENT_KINDS; k++) {
		enum consent_kind kind = (enum consent_kind)k;
		if (!agreement_needs(a, p, kind))
			continue;
		asked = true;
		if (declared_of(all, count, kind, record_role(r, ROLE_BSN), &f, g->act->when).rule !=
		    RULE_AGREED)
			return false;
	}
	return asked;
}

static bool check_record(void *context, const struct stored_record *stored, struct error *e)
{
	struct deciding *g = context;
	struct desk *d = g->act->desk;
	_cleanup_(record_clear) struct record record = { 0 };
	const struct agreement *a;
	_cleanup_(string_freep) char *bsn = NULL;
	struct consent *all = NULL;
	size_t count = 0;
	moment since;
	if (!record_parse(d->catalogue, stored->json, stored->id, &record, e) ||
	    !act_client(g->act, &record, stored->id, g->restriction.consent, NULL, e))
		return false;
	if (g->decision->outcome != OUTCOME_UNLOCK)
		return true;
	bsn = string_of_bytes(record_role(&record, ROLE_BSN));
	if (!bsn)
		return error_memory(e);
	if (!statements_agreement(d->store, stored->agreement, 0, &a, e))
		return false;
	const struct agreement_purpose *p = agreement_purpose(a, stored->purpose);
	if (!p)
		return true;
	if (!screening_purpose_since(d, a, p, &since, e) || !consents_of(d->store, bsn, &all, &count, e))
		return false;
	g->consented = all_said(g, &record, a, p, since, all, count);
	for (size_t i = 0; i < count; i++)
		consent_clear(&all[i]);
	free(all);
	return true;
}

/* --- the decision --- */

static bool check_decision(struct deciding *g, struct error *e)
{
	const struct restriction_decision *d = g->decision;
	const struct selection one = { .kind = SELECT_RECORDS, .items = &d->record, .count = 1 };
	if (!restriction_of(g->act->desk->store, d->record, &g->restriction, e))
		return false;
	if (!g->restriction.since || (d->outcome == OUTCOME_KEEP && g->restriction.kept))
		return error_set(e, ERR_NOT_RESTRICTED, d->record, "%s", "");
	return records_each(g->act->desk->store, &one, false, check_record, g, e) &&
	       (d->outcome != OUTCOME_UNLOCK || g->consented ||
	        error_set(e, ERR_CONSENT, g->restriction.purpose, "%s",
	                  "nothing that the client said since carries it"));
}

/* What the log keeps in private of an erased record goes with it; the act's own entry, which comes after,
 * tells that it went. */
static bool carry_out(struct deciding *g, struct error *e)
{
	const struct restriction_decision *d = g->decision;
	struct store *s = g->act->desk->store;
	uint64_t forgotten;
	switch (d->outcome) {
	case OUTCOME_ERASE:
		return store_log_forget_record(s, d->record, &forgotten, e) && record_erase(s, d->record, e);
	case OUTCOME_KEEP:
		return restriction_keep(s, d->record, g->act->when, keep_reason_name(d->reason), d->article,
		                        e);
	case OUTCOME_UNLOCK:
		return restriction_lift(s, d->record, e);
	case OUTCOME_COUNT:
		break;
	}
	return error_set(e, ERR_STORE, d->record, "%s", "an outcome that there isn't");
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

static bool scrub(struct act *a, void *context, _unused_ struct error *e)
{
	const struct deciding *g = context;
	if (g->decision->outcome == OUTCOME_ERASE)
		(void)!store_scrub(a->desk->store);
	return true;
}

static const struct act_frame deciding = { .kind = ACT_DECIDE, .body = decide_body, .done = scrub };

bool restriction_decide(struct desk *d, const struct restriction_decision *decision, struct error *e)
{
	_cleanup_(deciding_clear) struct deciding g = { .decision = decision };
	if (!withdrawal_outcome_fits(decision->outcome, decision->reason, decision->article))
		return error_set(e, ERR_USAGE, "--reason, --article", "%s",
		                 "keeping needs both, the article as in \"Wmo 2015 art. 5.3.4 lid 1\"");
	return act_run(d, &deciding, &g, e);
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
