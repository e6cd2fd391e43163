/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/screening.h"

#include "exchange/declarations.h"
#include "exchange/terminating.h"
#include "store/package_consents.h"
#include "store/statements.h"
#include "trust/declared.h"
#include "trust/request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- terms --- */

struct succession {
	struct desk *desk;
	const struct agreement *of;
	moment when;
};

/* From its first day on, and also once it ended: what was replaced doesn't come back. */
static bool not_its_successor(void *context, const struct agreement *newest, struct error *e)
{
	const struct succession *s = context;
	const struct agreement *a;
	const char *other;
	char day[DAY_SIZE + 1];
	if (!statements_agreement_at(s->desk->store, newest->id, s->when, &a, e))
		return false;
	if (a->valid_from > s->when || !agreement_takes_over(a, s->of, &other))
		return true;
	day_format(a->valid_from, day);
	return error_set(e, ERR_AGREEMENT_EXPIRED, s->of->id, "%s took its place on %s", a->id, day);
}

bool screening_in_force(struct desk *d, const struct agreement *a, moment when, struct error *e)
{
	struct succession s = { d, a, when };
	const struct roster *of_day = roster_chain_at(store_rosters(d->store), UINT64_MAX, when);
	return agreement_valid_at(a, when, e) && agreement_is_answered_for(a, of_day, e) &&
	       terminating_check(d->store, a, when, e) &&
	       statements_each_agreement(d->store, NULL, not_its_successor, &s, e);
}

struct lapsed {
	struct desk *desk;
	bool (*each)(void *context, const struct agreement *a, const struct error *why, struct error *e);
	void *context;
};

static bool each_if_lapsed(void *context, const struct agreement *newest, struct error *e)
{
	const struct lapsed *l = context;
	struct desk *d = l->desk;
	struct error why;
	const struct agreement *a;
	if (!statements_agreement_at(d->store, newest->id, d->now, &a, e))
		return false;
	struct succession s = { d, a, d->now };
	if (!agreement_valid_at(a, d->now, &why) || agreement_is_answered_for(a, desk_roster(d), &why))
		return true;
	if (!statements_each_agreement(d->store, NULL, not_its_successor, &s, e))
		return e->code == ERR_AGREEMENT_EXPIRED;
	return l->each(l->context, a, &why, e);
}

bool screening_each_lapsed(struct desk *d,
                           bool (*each)(void *context, const struct agreement *a, const struct error *why,
                                        struct error *e),
                           void *context, struct error *e)
{
	struct lapsed l = { d, each, context };
	return statements_each_agreement(d->store, NULL, each_if_lapsed, &l, e);
}

struct search {
	struct desk *desk;
	const char *from, *to, *purpose;
	const struct agreement *found;
	size_t fits;
	struct buffer ids;
	struct error nearest; /* why the best non-fit did not fit */
};

static bool terms_fit(const struct search *s, const struct agreement *a, struct error *e)
{
	const struct agreement_purpose *p = agreement_purpose(a, s->purpose);
	if (!p)
		return error_set(e, ERR_PURPOSE, s->purpose, "%s", a->id);
	if (strcmp(p->from, s->from) != 0 || strcmp(p->to, s->to) != 0)
		return error_set(e, ERR_DIRECTION, a->id, "%s is agreed from %s to %s", s->purpose, p->from,
		                 p->to);
	return screening_in_force(s->desk, a, s->desk->now, e);
}

/* How near an agreement came to fitting: it has the purpose, it goes this way, and it was in force. One that
 * counts no more tells most. 0 where the error is no misfit but a fault. */
static unsigned nearness(enum error_code code)
{
	switch ((int)code) {
	case ERR_PURPOSE:
		return 1;
	case ERR_DIRECTION:
		return 2;
	case ERR_AGREEMENT_EXPIRED:
		return 3;
	default:
		return 0;
	}
}

static bool consider(void *context, const struct agreement *newest, struct error *e)
{
	struct search *s = context;
	const struct agreement *a;
	struct error why;
	if (!statements_agreement_at(s->desk->store, newest->id, s->desk->now, &a, e))
		return false;
	if (!terms_fit(s, a, &why)) {
		if (nearness(why.code) > nearness(s->nearest.code))
			s->nearest = why;
		else if (nearness(why.code) == 0)
			*e = why;
		return nearness(why.code) > 0;
	}
	buffer_printf(&s->ids, "%s%s", s->fits ? ", " : "", a->id);
	s->found = a;
	s->fits++;
	return true;
}

static bool find_only_fit(struct search *s, struct error *e)
{
	if (!statements_each_agreement(s->desk->store, NULL, consider, s, e))
		return false;
	if (s->fits == 0 && s->nearest.code != ERR_NONE) {
		*e = s->nearest;
		return false;
	}
	if (s->fits == 0)
		return error_set(e, ERR_AGREEMENT_UNKNOWN, s->to, "%s", N_("this store holds no agreement"));
	if (s->fits > 1)
		return error_set(e, ERR_AMBIGUOUS, "--agreement", "%s",
		                 buffer_string(&s->ids) ? buffer_string(&s->ids) : "");
	return true;
}

#define LISTED_MOST (ERROR_DETAIL_MAX - 8)
struct listing {
	const char *to, *id; /* of this agreement alone; NULL: of any */
	struct buffer list;  /* "oss-wmo-wi: onderzoek-2.3.2, hulp; …" */
	const struct agreement *last;
};

static bool list_purpose(void *context, const struct agreement *a, const struct agreement_purpose *p,
                         _unused_ struct error *e)
{
	struct listing *l = context;
	if (strcmp(p->to, l->to) != 0 || (l->id && strcmp(a->id, l->id) != 0))
		return true;
	if (a == l->last)
		buffer_printf(&l->list, ", %s", p->code);
	else
		buffer_printf(&l->list, "%s%s: %s", l->last ? "; " : "", a->id, p->code);
	l->last = a;
	return true;
}

/* Who is told that there is no such purpose is told which there are. */
static bool name_purposes(struct desk *d, const char *to, const char *id, const char *purpose,
                          struct error *e)
{
	struct listing l = { .to = to, .id = id };
	struct error ignored;
	const bool listed = screening_each_purpose(d, list_purpose, &l, &ignored) && l.last;
	const char *text = listed ? buffer_string(&l.list) : NULL;
	if (text)
		(void)!error_set(e, ERR_PURPOSE, purpose, "%.*s%s", LISTED_MOST, text,
		                 l.list.size > LISTED_MOST ? "…" : "");
	buffer_clear(&l.list);
	return false;
}

static bool is_ready(struct desk *d, const char *peer, struct error *e)
{
	const struct roster_unit *unit = roster_unit(desk_roster(d), peer);
	if (!unit)
		return error_set(e, ERR_UNIT_UNKNOWN, peer, "%s", "");
	return unit->ready || error_set(e, ERR_UNIT_NOT_READY, peer, "%s", "");
}

static bool find_terms(struct search *s, const char *id, const struct agreement **ret,
                       const struct agreement_purpose **ret_purpose, struct error *e)
{
	bool found = id ? statements_agreement_at(s->desk->store, id, s->desk->now, &s->found, e) &&
	                             terms_fit(s, s->found, e)
	                : find_only_fit(s, e);
	buffer_clear(&s->ids);
	if (!found)
		return false;
	*ret_purpose = agreement_purpose(s->found, s->purpose);
	*ret = s->found;
	return true;
}

bool screening_terms(struct desk *d, const char *to, const char *id, const char *purpose,
                     const struct agreement **ret, const struct agreement_purpose **ret_purpose,
                     struct error *e)
{
	struct search s = { .desk = d, .from = store_unit(d->store), .to = to, .purpose = purpose };
	if (!is_ready(d, to, e))
		return false;
	return find_terms(&s, id, ret, ret_purpose, e) ||
	       (e->code == ERR_PURPOSE && name_purposes(d, to, id, purpose, e));
}

bool screening_terms_back(struct desk *d, const char *from, const char *id, const char *purpose,
                          const struct agreement **ret, const struct agreement_purpose **ret_purpose,
                          struct error *e)
{
	struct search s = { .desk = d, .from = from, .to = store_unit(d->store), .purpose = purpose };
	return is_ready(d, from, e) && find_terms(&s, id, ret, ret_purpose, e);
}

struct in_force {
	struct desk *desk;
	bool (*each)(void *context, const struct agreement *a, struct error *e);
	void *context;
};

static bool each_if_in_force(void *context, const struct agreement *newest, struct error *e)
{
	const struct in_force *f = context;
	struct desk *d = f->desk;
	const struct agreement *a;
	if (!statements_agreement_at(d->store, newest->id, d->now, &a, e))
		return false;
	if (!screening_in_force(d, a, d->now, e))
		return e->code == ERR_AGREEMENT_EXPIRED;
	return f->each(f->context, a, e);
}

bool screening_each_in_force(struct desk *d,
                             bool (*each)(void *context, const struct agreement *a, struct error *e),
                             void *context, struct error *e)
{
	struct in_force f = { d, each, context };
	return statements_each_agreement(d->store, NULL, each_if_in_force, &f, e);
}

struct purposes {
	struct desk *desk;
	bool (*each)(void *context, const struct agreement *a, const struct agreement_purpose *p,
	             struct error *e);
	void *context;
};

static bool each_of_agreement(void *context, const struct agreement *a, struct error *e)
{
	const struct purposes *all = context;
	struct desk *d = all->desk;
	for (size_t i = 0; i < a->purpose_count; i++) {
		const struct agreement_purpose *p = &a->purposes[i];
		const struct roster_unit *unit = roster_unit(desk_roster(d), p->to);
		if (strcmp(p->from, store_unit(d->store)) == 0 && unit && unit->ready &&
		    !all->each(all->context, a, p, e))
			return false;
	}
	return true;
}

bool screening_each_purpose(struct desk *d,
                            bool (*each)(void *context, const struct agreement *a,
                                         const struct agreement_purpose *p, struct error *e),
                            void *context, struct error *e)
{
	struct purposes all = { d, each, context };
	return screening_each_in_force(d, each_of_agreement, &all, e);
}

struct first_day {
	const char *purpose;
	moment since;
};

static bool note_first_day(void *context, const struct agreement *a, struct error *e)
{
	struct first_day *f = context;
	(void)e;
	if (a->valid_from < f->since && agreement_purpose(a, f->purpose))
		f->since = a->valid_from;
	return true;
}

bool screening_purpose_since(struct desk *d, const struct agreement *a, const struct agreement_purpose *p,
                             moment *ret, struct error *e)
{
	struct first_day f = { p->code, a->valid_from };
	if (!statements_each_agreement(d->store, a->id, note_first_day, &f, e))
		return false;
	*ret = f.since;
	return true;
}

const char *screening_retention(const struct agreement_purpose *purpose, char out[RETENTION_CLASS_SIZE + 1])
{
	snprintf(out, RETENTION_CLASS_SIZE + 1, "P%lluM", (unsigned long long)purpose->retention_months);
	return out;
}

/* --- screening --- */

struct sieve {
	struct act *act;
	const struct agreement *agreement;
	const struct agreement_purpose *purpose;
	const uint8_t *package;
	const bool *asked; /* NULL: nobody asked */
	struct question question;
	bool *keep;
	enum rule *rules;
	bool (*each)(void *context, const struct screened *s, struct error *e);
	void *context;
};

static void consents_drop(struct consent *all, size_t *count, size_t at)
{
	consent_clear(&all[at]);
	memmove(all + at, all + at + 1, (*count - at - 1) * sizeof *all);
	--*count;
}

static struct declared_for declared_for(const struct agreement *a, const struct agreement_purpose *p)
{
	return (struct declared_for){ .agreement = a->id, .purpose = p->code, .to = p->to };
}

bool screening_objected(const struct consent *all, size_t count, const struct agreement *agreement,
                        const struct agreement_purpose *purpose, moment when)
{
	const struct declared_for f = declared_for(agreement, purpose);
	return agreement_needs(agreement, purpose, CONSENT_TOLD) && declared_objection(all, count, &f, when);
}

void screening_counting(struct consent *all, size_t *count, const struct record *r,
                        const struct agreement *agreement, const struct agreement_purpose *purpose,
                        moment when)
{
	const struct declared_for f = declared_for(agreement, purpose);
	const struct consent *counts[CONSENT_KINDS] = { 0 };
	for (size_t k = 0; k < CONSENT_KINDS; k++)
		if (agreement_needs(agreement, purpose, (enum consent_kind)k))
			counts[k] = declared_of(all, *count, (enum consent_kind)k, r, &f, when).counts;
	for (size_t i = *count; i-- > 0;) /* from the end: what moves was looked at */
		if (counts[all[i].kind] != &all[i])
			consents_drop(all, count, i);
}

/* Without those that the package doesn't rest on: they are for the next. */
static bool drop_not_relied(struct store *s, const uint8_t *package, struct consent *all, size_t *count,
                            struct error *e)
{
	for (size_t i = *count; i-- > 0;) {
		bool rests;
		if (!package_consents_has(s, all[i].id, package, &rests, e))
			return false;
		if (!rests)
			consents_drop(all, count, i);
	}
	return true;
}

/* An objection needn't tie to the record: it stands at the next address, and for each of the client's cases.
 */
static bool find_consents(const struct sieve *v, const struct stored_record *stored, const struct record *r,
                          struct consent **ret, size_t *ret_count, struct error *e)
{
	struct desk *d = v->act->desk;
	return agreement_needs(v->agreement, v->purpose, CONSENT_TOLD)
	               ? declarations_of_stored(d, stored->id, ret, ret_count, e)
	               : declarations_of_record(d, r, ret, ret_count, e);
}

static bool screening_consents(const struct sieve *v, const struct stored_record *stored,
                               const struct record *r, struct consent **ret, size_t *ret_count,
                               struct error *e)
{
	struct desk *d = v->act->desk;
	*ret = NULL;
	*ret_count = 0;
	if (!find_consents(v, stored, r, ret, ret_count, e) ||
	    (v->package && !drop_not_relied(d->store, v->package, *ret, ret_count, e)))
		return false;
	screening_counting(*ret, ret_count, r, v->agreement, v->purpose, v->question.when);
	return true;
}

static bool goes(const struct sieve *v, const struct catalogue *c, enum role role)
{
	const struct field *f = catalogue_role(c, role);
	return f && v->keep[f->index];
}

/* Does the BSN not tell whose it is: it stays, or what the client said names the set? */
static bool is_by_set(const struct sieve *v, const struct catalogue *c)
{
	const struct question *q = &v->question;
	for (size_t i = 0; i < q->consent_count; i++)
		if (!tie_is_number(q->consents[i].tie))
			return true;
	return !goes(v, c, ROLE_BSN);
}

/* Of what may go what was asked, and what goes along; with an address the mark that it is secret. */
static void keep_asked(const struct sieve *v, const struct catalogue *c)
{
	const bool by_set = is_by_set(v, c);
	bool address = false;
	for (size_t i = 0; i < catalogue_size(c); i++) {
		const struct field *f = catalogue_field(c, i);
		if (!v->keep[i] || f->role == ROLE_SECRECY || v->asked[i] || request_goes_along(f, by_set)) {
			address = address || (v->keep[i] && role_is_address(f->role));
			continue;
		}
		v->keep[i] = false;
		v->rules[i] = RULE_NOT_ASKED;
	}
	const struct field *mark = catalogue_role(c, ROLE_SECRECY);
	if (!mark || !v->keep[mark->index] || v->asked[mark->index] || address)
		return;
	v->keep[mark->index] = false;
	v->rules[mark->index] = RULE_NOT_ASKED;
}

static bool screening_one(void *context, const struct stored_record *stored, struct error *e)
{
	struct sieve *v = context;
	struct desk *d = v->act->desk;
	_cleanup_(record_clear) struct record record = { 0 };
	if (!arrival_may_go(stored->arrival))
		return error_set(e, ERR_NOT_ACCEPTED, stored->id, "%s", "");
	if (!record_recall(d->catalogue, stored->json, stored->id, &record, e))
		return false;
	struct consent *consents;
	size_t count;
	if (!screening_consents(v, stored, &record, &consents, &count, e)) {
		consents_free(consents, count);
		return false;
	}
	v->question.record = &record;
	v->question.restricted = stored->restricted;
	v->question.consents = consents;
	v->question.consent_count = count;
	struct screened s = {
		.stored = stored,
		.record = &record,
		.client = decide_record(&v->question, v->keep, v->rules),
		.question = &v->question,
		.keep = v->keep,
		.rules = v->rules,
		.consents = consents,
		.consent_count = count,
	};
	if (v->asked && s.client.allowed)
		keep_asked(v, d->catalogue);
	bool ok = v->each(v->context, &s, e);
	consents_free(consents, count);
	return ok;
}

bool screening_each(struct act *a, const struct agreement *agreement, const struct agreement_purpose *purpose,
                    const struct selection *which, const uint8_t *package, const bool *asked,
                    bool (*each)(void *context, const struct screened *s, struct error *e), void *context,
                    struct error *e)
{
	struct desk *d = a->desk;
	size_t fields = catalogue_size(d->catalogue);
	_cleanup_(terms_freep) struct terms *terms = NULL;
	moment since;
	if (!terms_prepare(agreement, purpose, d->catalogue, &terms, e) ||
	    !screening_purpose_since(d, agreement, purpose, &since, e))
		return false;
	struct sieve v = {
		.act = a,
		.agreement = agreement,
		.purpose = purpose,
		.package = package,
		.asked = asked,
		.question = { .terms = terms,
		              .laws = a->laws,
		              .when = a->when,
		              .since = since,
		              .roster = desk_roster(d) },
		.keep = calloc(fields, sizeof *v.keep),
		.rules = calloc(fields, sizeof *v.rules),
		.each = each,
		.context = context,
	};
	/* What came from another unit goes on only when it is named, and on what the client said of that. */
	bool own_only =
		which->kind != SELECT_RECORDS || !agreement_needs(agreement, purpose, CONSENT_EXPLICIT);
	bool ok = v.keep && v.rules ? records_each(d->store, which, own_only, screening_one, &v, e)
	                            : error_memory(e);
	free(v.keep);
	free(v.rules);
	return ok;
}

bool screening_relies_on(const struct consent *c, const struct agreement *agreement,
                         const struct agreement_purpose *purpose, moment when)
{
	return agreement_needs(agreement, purpose, c->kind) &&
	       consent_holds(c, agreement->id, purpose->code, purpose->to, when);
}

bool screening_stays(const struct screened *s, size_t field)
{
	return s->record->values[field].data &&
	       (!s->keep[field] || decision_is_of_part(s->keep[field], s->rules[field]));
}

/* --- sums --- */

bool screening_sums_start(struct screening_sums *sums, const struct catalogue *c, struct error *e)
{
	size_t n = catalogue_size(c);
	*sums = (struct screening_sums){
		.field_leaves = calloc(n, sizeof(uint64_t)),
		.field_stays = calloc(n, sizeof(uint64_t)),
		.field_rule = calloc(n, sizeof(enum rule)),
	};
	if (sums->field_leaves && sums->field_stays && sums->field_rule)
		return true;
	screening_sums_clear(sums);
	return error_memory(e);
}

void screening_sums_clear(struct screening_sums *sums)
{
	free(sums->field_leaves);
	free(sums->field_stays);
	free(sums->field_rule);
	*sums = (struct screening_sums){ 0 };
}

void screening_explain(const struct terms *terms, enum rule rule, struct screening_why *ret)
{
	struct decision_source source = terms_explain(terms, rule);
	snprintf(ret->article, sizeof ret->article, "%s", source.article);
	snprintf(ret->certainty, sizeof ret->certainty, "%s", source.certainty);
	snprintf(ret->ground, sizeof ret->ground, "%s", source.row ? source.row->id : "");
}

static void note_why(struct screening_sums *sums, const struct terms *terms, enum rule rule)
{
	struct screening_why *why = &sums->why[rule];
	if (!*why->article && !*why->certainty)
		screening_explain(terms, rule, why);
}

void screening_sums_add(struct screening_sums *sums, const struct catalogue *c, const struct screened *s)
{
	sums->records++;
	const struct terms *terms = s->question->terms;
	note_why(sums, terms, s->client.rule);
	if (!s->client.allowed) {
		sums->stayed[s->client.rule]++;
		return;
	}
	sums->leaving++;
	for (size_t i = 0; i < catalogue_size(c); i++) {
		sums->field_leaves[i] += s->keep[i];
		if (screening_stays(s, i)) {
			sums->field_stays[i]++;
			sums->field_rule[i] = s->rules[i];
			note_why(sums, terms, s->rules[i]);
		}
	}
}

/* --- what the log says of a client --- */

bool screening_log(struct act *a, const struct screened *s, const struct agreement *agreement,
                   const struct agreement_purpose *purpose, moment when, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer consents = { 0 };
	_cleanup_(buffer_clear) struct buffer withheld = { 0 };
	if (!s->client.allowed) {
		buffer_printf(&withheld, "*:%s", rule_name(s->client.rule));
	} else {
		for (size_t i = 0; i < s->consent_count; i++)
			if (screening_relies_on(&s->consents[i], agreement, purpose, when))
				buffer_printf(&consents, "%s%s", consents.size ? " " : "", s->consents[i].id);
		/* What the agreement doesn't list stays for everyone; what differs is told. */
		for (size_t i = 0; i < catalogue_size(s->record->catalogue); i++)
			if (screening_stays(s, i) && s->rules[i] != RULE_NOT_AGREED)
				buffer_printf(&withheld, "%s%s:%s", withheld.size ? " " : "",
				              catalogue_field(s->record->catalogue, i)->name,
				              rule_name(s->rules[i]));
	}
	if (!buffer_ok(&consents, e) || !buffer_ok(&withheld, e))
		return false;
	return act_client(a, s->record, s->stored->id, consents.size ? buffer_string(&consents) : NULL,
	                  withheld.size ? buffer_string(&withheld) : NULL, e);
}
