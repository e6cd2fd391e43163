/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/client_rights.h"

#include "exchange/waiting_correction.h"
#include "exchange/whole_client.h"
#include "store/client_states.h"
#include "store/restrictions.h"
#include "store/retention.h"
#include "store/retraction.h"

#include <stdlib.h>
#include <string.h>

/* --- what was asked, and when --- */

static bool check_asked(const struct act *a, moment asked, struct error *e)
{
	return asked <= a->when || error_set(e, ERR_VALUE, "--asked", "%s", N_("a day that hasn't come yet"));
}

static void describe(struct act *a, enum right right, enum right_outcome outcome, const char *reason,
                     const char *article, uint64_t records)
{
	a->entry.right = right_name(right);
	a->entry.decision = right_outcome_name(outcome);
	a->entry.reason = reason;
	a->entry.article = article;
	a->entry.records = records;
}

struct asking {
	struct whole_client client;
	struct right_request request;
	uint64_t number;
	const char *reason, *article;
};

static void asking_clear(struct asking *q)
{
	whole_client_clear(&q->client);
}

static bool ask_body(struct act *a, void *context, struct error *e)
{
	struct asking *q = context;
	if (!check_asked(a, q->request.asked, e) || !whole_client_of(&q->client, a, e))
		return false;
	q->request.wmo = q->client.wmo;
	memcpy(q->request.record, q->client.record, sizeof q->request.record);
	describe(a, q->request.right, RIGHT_ASKED, NULL, NULL, 1);
	return right_request_add(a->desk->store, &q->request, e) &&
	       act_client(a, &q->client.current, q->client.record, NULL, NULL, e);
}

static const struct act_frame asking = { .kind = ACT_RIGHT, .body = ask_body };

bool right_ask(struct desk *d, const char *record, enum right right, moment asked, struct right_request *ret,
               struct error *e)
{
	_cleanup_(asking_clear) struct asking q = { .client.record = record,
		                                    .request = { .right = right, .asked = asked } };
	if (!act_run(d, &asking, &q, e))
		return false;
	*ret = q.request;
	return true;
}

static bool find_open(struct asking *q, struct act *a, struct error *e)
{
	if (!right_request_find(a->desk->store, q->number, &q->request, e))
		return false;
	return !q->request.decided ||
	       error_set(e, ERR_NOT_FOUND, "request", "%s", N_("it was decided on before"));
}

static bool postpone_body(struct act *a, void *context, struct error *e)
{
	struct asking *q = context;
	if (!find_open(q, a, e))
		return false;
	if (q->request.postponed ||
	    !right_may_postpone(q->request.right, q->request.wmo, q->request.asked, a->when))
		return error_set(e, ERR_VALUE, "request", "%s",
		                 N_("it can be postponed once, within a month of the day that it came (AVG "
		                    "art. 12 lid 3), and not under Wmo 2015 art. 5.3.5"));
	q->request.postponed = a->when;
	describe(a, q->request.right, RIGHT_POSTPONED, NULL, NULL, 1);
	a->private.values[PRIVATE_REASON] = q->reason;
	return right_request_postpone(a->desk->store, q->number, a->when, e) &&
	       act_client_bsn(a, bytes_of(NULL, 0), q->request.record, NULL, NULL, e);
}

static const struct act_frame postponing = { .kind = ACT_RIGHT, .body = postpone_body };

bool right_postpone(struct desk *d, uint64_t number, const char *reason, struct right_request *ret,
                    struct error *e)
{
	struct asking q = { .number = number, .reason = reason };
	if (!act_run(d, &postponing, &q, e))
		return false;
	*ret = q.request;
	return true;
}

static bool check_refusal(enum right right, const char *reason, const char *article, struct error *e)
{
	return right_outcome_fits(right, RIGHT_REFUSED, reason, article) ||
	       error_set(e, ERR_USAGE, "--refuse, --article", "%s",
	                 N_("refusing needs both, the article as in \"AVG art. 17 lid 3 onder b\""));
}

static bool answer_body(struct act *a, void *context, struct error *e)
{
	struct asking *q = context;
	struct right_request *r = &q->request;
	if (!find_open(q, a, e))
		return false;
	bool refused = q->reason || q->article;
	if (refused && !check_refusal(r->right, q->reason, q->article, e))
		return false;
	if (!refused && r->right != RIGHT_ACCESS && r->right != RIGHT_CORRECTION)
		return error_set(e, ERR_USAGE, right_name(r->right), "%s",
		                 N_("that is done with `sluis client erase`, `restrict` or `object`"));
	const char *article = refused ? q->article : right_article(r->right, r->wmo);
	r->outcome = refused ? RIGHT_REFUSED : RIGHT_GRANTED;
	r->decided = a->when;
	describe(a, r->right, r->outcome, q->reason, article, 1);
	return right_request_decide(a->desk->store, q->number, a->when, r->outcome, article, e) &&
	       act_client_bsn(a, bytes_of(NULL, 0), r->record, NULL, NULL, e);
}

static const struct act_frame answering = { .kind = ACT_RIGHT, .body = answer_body };

bool right_answer(struct desk *d, uint64_t number, const char *reason, const char *article,
                  struct right_request *ret, struct error *e)
{
	struct asking q = { .number = number, .reason = reason, .article = article };
	if (!act_run(d, &answering, &q, e))
		return false;
	*ret = q.request;
	return true;
}

/* --- deciding --- */

struct deciding {
	const struct right_decision *decision;
	struct whole_client client;
	struct right_result result;
	char told[DAY_SIZE + 1];
	struct waiting_correction *waiting; /* of each of the client's records that is free again */
	size_t waiting_count;
};

static void deciding_clear(struct deciding *g)
{
	for (size_t i = 0; i < g->waiting_count; i++)
		waiting_correction_clear(&g->waiting[i]);
	free(g->waiting);
	whole_client_clear(&g->client);
	right_result_clear(&g->result);
}

void right_result_clear(struct right_result *r)
{
	erasure_letters_clear(&r->letters);
	*r = (struct right_result){ 0 };
}

/* The one that the client asked, whichever of the records it names. */
static bool is_asked(void *context, const struct right_request *r, struct error *e)
{
	struct deciding *g = context;
	(void)e;
	for (size_t i = 0; !g->result.request.number && i < g->client.count; i++)
		if (r->right == g->decision->right && strcmp(r->record, g->client.ids[i]) == 0)
			g->result.request = *r;
	return true;
}

static bool find_request(struct deciding *g, struct act *a, struct error *e)
{
	const struct right_decision *q = g->decision;
	struct right_request *r = &g->result.request;
	if (!right_requests_each(a->desk->store, true, is_asked, g, e))
		return false;
	if (r->number)
		return true;
	if (!q->asked)
		return error_set(e, ERR_USAGE, "--asked", "%s",
		                 N_("on which day did the client ask it? Nothing was put down before"));
	*r = (struct right_request){ .right = q->right, .wmo = g->client.wmo, .asked = q->asked };
	memcpy(r->record, q->record, sizeof r->record);
	return check_asked(a, q->asked, e) && right_request_add(a->desk->store, r, e);
}

/* What the program knows that opposes. */
static bool check_opposed(const struct deciding *g, struct act *a, struct error *e)
{
	for (size_t i = 0; i < g->client.count; i++) {
		_cleanup_(kept_record_clear) struct kept_record k = { 0 };
		_cleanup_(restriction_clear) struct restriction r = { 0 };
		if (!retention_of(a->desk->store, g->client.ids[i], &k, e))
			return false;
		if (k.held)
			return error_set(e, ERR_HELD, k.id, "%s", N_("there is a hold on it"));
		if (k.received && !restriction_of(a->desk->store, k.id, &r, e))
			return false;
		if (r.kept)
			return error_set(e, ERR_HELD, k.id, N_("it was decided to keep it: %s"),
			                 r.article ? r.article : "");
	}
	return true;
}

static bool gather(void *context, const struct stored_record *stored, struct error *e)
{
	struct deciding *g = context;
	return erasure_letters_add(&g->result.letters, g->client.act, stored, e);
}

static bool erase_all(struct deciding *g, struct act *a, struct error *e)
{
	struct whole_client *c = &g->client;
	struct store *s = a->desk->store;
	if (!whole_client_before(c, e) || !check_opposed(g, a, e) || !purge_begin(s, e))
		return false;
	for (size_t i = 0; i < c->count; i++) {
		const char *id = c->ids[i];
		const struct selection one = { .kind = SELECT_RECORDS, .items = &id, .count = 1 };
		if (!records_each(s, &one, false, gather, g, e) || !purge_record(s, id, e))
			return false;
	}
	if (!purge_end(s, a->when, true, &g->result.purged, e))
		return false;
	a->entry.entries = g->result.purged.private_parts;
	return whole_client_log(c, false, e);
}

static bool restrict_all(struct deciding *g, struct act *a, struct error *e)
{
	const struct whole_client *c = &g->client;
	struct store *s = a->desk->store;
	const char *cause = g->decision->right == RIGHT_OBJECTION ? CLIENT_OBJECTED : CLIENT_RESTRICTED;
	const char *const ties[] = { c->ties.number, c->ties.set };
	for (size_t i = 0; i < ELEMENTS(ties); i++)
		if (ties[i] && !client_state_set(s, ties[i], cause, a->when, e))
			return false;
	for (size_t i = 0; i < c->count; i++)
		if (!client_state_apply(s, c->ids[i], cause, a->when, e))
			return false;
	return whole_client_log(c, true, e);
}

static bool lift_all(struct deciding *g, struct act *a, struct error *e)
{
	const struct whole_client *c = &g->client;
	struct store *s = a->desk->store;
	const char *const ties[] = { c->ties.number, c->ties.set };
	bool any = false;
	for (size_t i = 0; i < ELEMENTS(ties); i++) {
		bool lifted = false;
		if (ties[i] && !client_state_lift(s, ties[i], &lifted, e))
			return false;
		any = any || lifted;
	}
	if (!any)
		return error_set(e, ERR_NOT_RESTRICTED, g->decision->record, "%s", "");
	g->waiting = calloc(c->count ? c->count : 1, sizeof *g->waiting);
	if (!g->waiting)
		return error_memory(e);
	for (size_t i = 0; i < c->count; i++)
		if (!client_state_free(s, c->ids[i], e) ||
		    !waiting_correction_apply(&g->waiting[g->waiting_count++], a, c->ids[i], e))
			return false;
	day_format(g->decision->told, g->told);
	a->private.values[PRIVATE_REASON] = g->told;
	return whole_client_log(c, true, e);
}

static bool carry_out(struct deciding *g, struct act *a, struct error *e)
{
	const struct right_decision *q = g->decision;
	if (q->lifted)
		return lift_all(g, a, e);
	if (q->refused)
		return whole_client_log(&g->client, true, e);
	return q->right == RIGHT_ERASURE ? erase_all(g, a, e) : restrict_all(g, a, e);
}

static bool decide_body(struct act *a, void *context, struct error *e)
{
	struct deciding *g = context;
	const struct right_decision *q = g->decision;
	struct right_request *r = &g->result.request;
	enum right_outcome outcome = q->lifted ? RIGHT_LIFTED : q->refused ? RIGHT_REFUSED : RIGHT_GRANTED;
	if (!whole_client_of(&g->client, a, e) || (!q->lifted && !find_request(g, a, e)) ||
	    !carry_out(g, a, e))
		return false;
	const char *article = q->article ? q->article : right_article(q->right, g->client.wmo);
	g->result.records = g->client.count;
	describe(a, q->right, outcome, q->reason, q->lifted ? NULL : article, g->client.count);
	if (q->lifted)
		return true;
	r->decided = a->when;
	r->outcome = outcome;
	return right_request_decide(a->desk->store, r->number, a->when, outcome, article, e);
}

static bool decide_logged(struct act *a, void *context, struct error *e)
{
	struct deciding *g = context;
	for (size_t i = 0; i < g->waiting_count; i++)
		if (!waiting_correction_send(&g->waiting[i], a, e))
			return false;
	return erasure_letters_send(&g->result.letters, a, g->result.request.number, e);
}

static bool decide_done(struct act *a, void *context, _unused_ struct error *e)
{
	struct deciding *g = context;
	for (size_t i = 0; i < g->waiting_count; i++)
		free(waiting_correction_publish(&g->waiting[i], a));
	erasure_letters_publish(&g->result.letters, a);
	g->result.settled = !g->result.purged.records || purge_settle(a->desk->store);
	return true;
}

static void decide_failed(_unused_ struct act *a, void *context, struct error *why)
{
	struct deciding *g = context;
	for (size_t i = 0; i < g->waiting_count; i++)
		waiting_correction_failed(&g->waiting[i], why);
	erasure_letters_failed(&g->result.letters, why);
}

static const struct act_frame deciding = { .kind = ACT_RIGHT,
	                                   .body = decide_body,
	                                   .logged = decide_logged,
	                                   .done = decide_done,
	                                   .failed = decide_failed };

bool right_decide(struct desk *d, const struct right_decision *decision, struct right_result *ret,
                  struct error *e)
{
	_cleanup_(deciding_clear) struct deciding g = { .decision = decision,
		                                        .client.record = decision->record };
	if (decision->refused && !check_refusal(decision->right, decision->reason, decision->article, e))
		return false;
	if (!act_run(d, &deciding, &g, e))
		return false;
	*ret = g.result;
	g.result = (struct right_result){ 0 };
	return true;
}

/* --- what there is --- */

struct listing {
	struct act *act;
	bool undecided_only;
	bool (*each)(void *context, const struct right_request *r, struct error *e);
	void *context;
};

static bool list_one(void *context, const struct right_request *r, struct error *e)
{
	struct listing *l = context;
	return act_client_bsn(l->act, bytes_of(NULL, 0), r->record, NULL, NULL, e) &&
	       l->each(l->context, r, e);
}

static bool list_body(struct act *a, void *context, struct error *e)
{
	struct listing *l = context;
	l->act = a;
	if (!right_requests_each(a->desk->store, l->undecided_only, list_one, l, e))
		return false;
	a->entry.records = a->clients.count;
	return true;
}

static const struct act_frame listing = { .kind = ACT_READ, .body = list_body };

bool right_list(struct desk *d, bool undecided_only,
                bool (*each)(void *context, const struct right_request *r, struct error *e), void *context,
                struct error *e)
{
	struct listing l = { .undecided_only = undecided_only, .each = each, .context = context };
	return act_run(d, &listing, &l, e);
}
