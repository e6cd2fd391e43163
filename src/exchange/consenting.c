/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/consenting.h"

#include "base/written.h"
#include "exchange/declarations.h"
#include "exchange/tie_set.h"
#include "trust/declared.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a declaration can name its client by. */
enum { BY_NUMBER, BY_SET, NAMED_BY };

struct consenting {
	const struct consenting_request *request;
	const struct selection *which; /* to list */
	struct act *act;
	const struct agreement *agreement;
	const struct agreement_purpose *purpose;
	moment since; /* the agreement has the purpose */
	struct terms *terms;
	/* That the purpose lists: what the clients said is of these, by what names them. */
	struct buffer fields[NAMED_BY];
	struct tie_set recorded;
	bool (*each)(void *context, const struct consent *c, struct error *e);
	void *context;
	uint64_t count;
};

static void consenting_clear(struct consenting *c)
{
	for (size_t i = 0; i < NAMED_BY; i++)
		buffer_clear(&c->fields[i]);
	terms_freep(&c->terms);
	tie_set_clear(&c->recorded);
}

/* The first rule by which some of what would name the client of this record stays behind, as the decision has
 * it: the receiver couldn't tie what was said. */
static enum rule rule_of_naming(const struct consenting *c, const struct record *r, const enum role *roles,
                                size_t count)
{
	const struct act *a = c->act;
	const struct question q = { .terms = c->terms,
		                    .laws = a->laws,
		                    .when = a->when,
		                    .since = c->since,
		                    .record = r,
		                    .roster = desk_roster(a->desk) };
	for (size_t i = 0; i < count; i++) {
		struct decision d = decide_field(&q, catalogue_role(r->catalogue, roles[i]));
		if (!d.allowed)
			return d.rule;
	}
	return RULE_AGREED;
}

/* By the number, where there is one that may go; else by the set, where all of it may. */
static bool name_client(const struct consenting *c, const struct record *r, const char *id, char **ret,
                        struct error *e)
{
	static const enum role number[] = { ROLE_BSN };
	_cleanup_(ties_clear) struct ties ties = { 0 };
	if (!ties_of_record(r, &ties, e))
		return false;
	char **by = &ties.number;
	enum rule rule = ties.number ? rule_of_naming(c, r, number, 1) : RULE_NO_IDENTITY;
	if (rule != RULE_AGREED) {
		by = &ties.set;
		rule = ties.set ? rule_of_naming(c, r, record_identifying, IDENTIFYING_COUNT)
		                : RULE_NO_IDENTITY;
	}
	if (rule != RULE_AGREED) /* that an address is secret tells the most */
		return error_set(e, ERR_NO_IDENTITY, id, "%s",
		                 rule_sentence(rule == RULE_SECRET_ADDRESS ? rule : RULE_NO_IDENTITY));
	*ret = *by;
	*by = NULL;
	return true;
}

/* By the rules of the decision: what it would refuse isn't put down. */
static bool check_declared(const struct consenting *c, const struct consent *consent, const char *id,
                           struct bytes birth, struct error *e)
{
	enum rule rule = declared_is_beyond(consent, c->purpose->consent_months)
	                         ? RULE_CONSENT_TERM
	                         : declared_fault(consent, c->since, birth);
	switch ((int)rule) {
	case RULE_AGREED:
		return true;
	case RULE_NO_EVIDENCE:
		return error_set(e, ERR_MISSING, "--evidence", "%s", rule_sentence(rule));
	case RULE_CONSENT_EARLY:
		return error_set(e, ERR_VALUE, "--given", "%s", rule_sentence(rule));
	case RULE_CONSENT_TERM:
		return error_set(e, ERR_VALUE, "--until", "%s", rule_sentence(rule));
	case RULE_AGE_UNKNOWN:
		return error_set(e, ERR_MISSING, "--age-band", "%s: %s", id, rule_sentence(rule));
	default:
		return error_set(e, ERR_VALUE, "--by", "%s: %s", id, rule_sentence(rule));
	}
}

/* Being told again carries nothing while an objection stands. */
static bool check_objection(const struct consenting *c, const struct consent *told, const char *record,
                            struct error *e)
{
	const struct declared_for f = { .agreement = told->agreement,
		                        .purpose = told->purpose,
		                        .to = told->to };
	struct consent *all = NULL;
	size_t count = 0;
	if (told->kind != CONSENT_TOLD)
		return true;
	if (!declarations_of_stored(c->act->desk, record, &all, &count, e))
		return false;
	struct consent *more = reallocarray(all, count + 1, sizeof *more);
	if (!more) {
		consents_free(all, count);
		return error_memory(e);
	}
	more[count] = *told;
	bool objected = declared_objection(more, count + 1, &f, c->act->when);
	consents_free(more, count);
	return !objected || error_set(e, ERR_OPTED_OUT, record, "%s", "");
}

static bool record_one_kind(struct consenting *c, enum consent_kind kind, const char *tie, const char *record,
                            struct bytes birth, struct buffer *ids, struct error *e)
{
	const struct consenting_request *q = c->request;
	_cleanup_(consent_clear) struct consent consent = {
		.kind = kind,
		.tie = string_copy(tie),
		.given = q->given,
		.until = q->until,
		.agreement = string_copy(c->agreement->id),
		.purpose = string_copy(c->purpose->code),
		.to = string_copy(q->to),
		.fields = string_copy(buffer_string(&c->fields[tie_is_number(tie) ? BY_NUMBER : BY_SET])),
		.by = q->by,
		.age = consent_age_on(birth, q->given),
		.unable = q->unable,
		.assured = q->assured,
		.evidence = string_copy(q->evidence),
	};
	uint8_t id[16];
	if (!consent.tie || !consent.agreement || !consent.purpose || !consent.to || !consent.fields ||
	    (q->evidence && !consent.evidence))
		return error_memory(e);
	if (consent.age == AGE_UNSTATED)
		consent.age = q->age;
	if (!consent_put_words(&consent, q->words, e))
		return false;
	random_bytes(id, sizeof id);
	hex_encode(bytes_of(id, sizeof id), consent.id);
	buffer_printf(ids, "%s%s", ids->size ? " " : "", consent.id);
	if (q->ret_id)
		memcpy(q->ret_id, consent.id, sizeof consent.id);
	c->count++;
	return buffer_ok(ids, e) && check_declared(c, &consent, record, birth, e) &&
	       check_objection(c, &consent, record, e) &&
	       consents_add(c->act->desk->store, &consent, NULL, e);
}

static bool record_one(void *context, const struct stored_record *stored, struct error *e)
{
	struct consenting *c = context;
	_cleanup_(record_clear) struct record record = { 0 };
	_cleanup_(buffer_clear) struct buffer ids = { 0 };
	_cleanup_(tie_freep) char *tie = NULL;
	bool new;
	if (stored->restricted)
		return error_set(e, ERR_RESTRICTED, stored->id, "%s", "");
	if (!record_recall(c->act->desk->catalogue, stored->json, stored->id, &record, e) ||
	    !name_client(c, &record, stored->id, &tie, e) || !tie_set_add(&c->recorded, tie, &new, e))
		return false;
	struct bytes birth = record_role(&record, ROLE_BIRTH);
	if (!new) /* another case of the same client: who said it once needn't say it twice */
		return true;
	if (c->request->by_set && !tie_is_number(tie) &&
	    !c->request->by_set(c->request->context, stored->id, tie, e))
		return false;
	for (size_t k = 0; k < CONSENT_KINDS; k++)
		if (c->request->kinds[k] &&
		    !record_one_kind(c, (enum consent_kind)k, tie, stored->id, birth, &ids, e))
			return false;
	return act_client(c->act, &record, stored->id, buffer_string(&ids), NULL, e);
}

static bool check_request(const struct consenting *c, struct error *e)
{
	const struct consenting_request *q = c->request;
	for (size_t k = 0; k < CONSENT_KINDS; k++)
		if (q->kinds[k] && !agreement_needs(c->agreement, c->purpose, (enum consent_kind)k))
			return error_set(e, ERR_CONSENT, c->purpose->code, "%s",
			                 N_("the agreement doesn't ask for it"));
	if (q->given > c->act->desk->now)
		return error_set(e, ERR_VALUE, "--given", "%s", N_("a day to come"));
	if (q->until < q->given)
		return error_set(e, ERR_VALUE, "--until", "%s", N_("before the day it was given"));
	if (!q->by)
		return error_set(e, ERR_MISSING, "--by", "%s", N_("who gave it"));
	if (q->assured >= ASSURED_IN_WORDS)
		return error_set(e, ERR_VALUE, "--assured", "%s", N_("not one of the codes"));
	if (text_trimmed(bytes_of_string(q->words)).size == 0)
		return error_set(e, ERR_MISSING, "--words-from", "%s", N_("how voluntariness was assured"));
	return true;
}

static bool is_naming(const struct field *f, size_t by)
{
	for (size_t i = 0; by == BY_SET && i < IDENTIFYING_COUNT; i++)
		if (f->role == record_identifying[i])
			return true;
	return by == BY_NUMBER && f->role == ROLE_BSN;
}

static bool is_chosen(const struct consenting_request *q, const struct field *f, size_t by)
{
	for (size_t i = 0; i < q->field_count; i++)
		if (strcmp(q->fields[i], f->name) == 0)
			return true;
	return q->field_count == 0 || is_naming(f, by);
}

static bool is_listed(const struct agreement_purpose *p, const char *name)
{
	for (size_t i = 0; i < p->field_count; i++)
		if (strcmp(p->fields[i].field->name, name) == 0)
			return true;
	return false;
}

static bool choose_fields(struct consenting *c, struct error *e)
{
	const struct agreement_purpose *p = c->purpose;
	for (size_t i = 0; i < c->request->field_count; i++)
		if (!is_listed(p, c->request->fields[i]))
			return error_set(e, ERR_FIELD_NOT_AGREED, c->request->fields[i], "%s", p->code);
	for (size_t by = 0; by < NAMED_BY; by++) {
		struct buffer *names = &c->fields[by];
		for (size_t i = 0; i < p->field_count; i++)
			if (is_chosen(c->request, p->fields[i].field, by))
				buffer_printf(names, "%s%s", names->size ? " " : "",
				              p->fields[i].field->name);
		if (!buffer_ok(names, e))
			return false;
	}
	return true;
}

static bool record_body(struct act *a, void *context, struct error *e)
{
	struct consenting *c = context;
	const struct consenting_request *q = c->request;
	struct desk *d = a->desk;
	c->act = a;
	if (!screening_terms(d, q->to, q->agreement, q->purpose, &c->agreement, &c->purpose, e) ||
	    !check_request(c, e) || !screening_purpose_since(d, c->agreement, c->purpose, &c->since, e) ||
	    !choose_fields(c, e) || !terms_prepare(c->agreement, c->purpose, d->catalogue, &c->terms, e) ||
	    !records_each(d->store, &q->selection, q->selection.kind != SELECT_RECORDS, record_one, c, e))
		return false;
	a->entry.terms = agreement_terms(c->agreement, c->purpose, NULL);
	a->entry.peer = c->purpose->to;
	a->entry.records = a->clients.count;
	return true;
}

static const struct act_frame recording = { .kind = ACT_CONSENT, .body = record_body };

bool consenting_record(struct desk *d, const struct consenting_request *request, uint64_t *ret_count,
                       struct error *e)
{
	_cleanup_(consenting_clear) struct consenting c = { .request = request };
	if (!act_run(d, &recording, &c, e))
		return false;
	*ret_count = c.count;
	return true;
}

static bool show_consent(void *context, const struct consent *consent, struct error *e)
{
	struct consenting *c = context;
	return declarations_log_client(c->act, consent->tie, consent->id, e) &&
	       c->each(c->context, consent, e);
}

static bool show_of(struct consenting *c, const struct record *r, const char *record,
                    const struct consent *consent, struct error *e)
{
	if (tie_is_number(consent->tie))
		return show_consent(c, consent, e);
	return act_client(c->act, r, record, consent->id, NULL, e) && c->each(c->context, consent, e);
}

static bool show_of_record(void *context, const struct stored_record *stored, struct error *e)
{
	struct consenting *c = context;
	_cleanup_(record_clear) struct record record = { 0 };
	struct consent *all = NULL;
	size_t count = 0;
	if (!record_recall(c->act->desk->catalogue, stored->json, stored->id, &record, e) ||
	    !declarations_of_stored(c->act->desk, stored->id, &all, &count, e))
		return false;
	bool ok = true;
	for (size_t i = 0; ok && i < count; i++)
		ok = show_of(c, &record, stored->id, &all[i], e);
	consents_free(all, count);
	return ok;
}

static bool list_body(struct act *a, void *context, struct error *e)
{
	struct consenting *c = context;
	struct store *s = a->desk->store;
	c->act = a;
	if (!(c->which->kind == SELECT_ALL ? consents_each(s, show_consent, c, e)
	                                   : records_each(s, c->which, false, show_of_record, c, e)))
		return false;
	a->entry.records = a->clients.count;
	return true;
}

static const struct act_frame listing = { .kind = ACT_READ, .body = list_body };

bool consenting_list(struct desk *d, const struct selection *which,
                     bool (*each)(void *context, const struct consent *c, struct error *e), void *context,
                     struct error *e)
{
	_cleanup_(
		consenting_clear) struct consenting c = { .which = which, .each = each, .context = context };
	return act_run(d, &listing, &c, e);
}

/* --- a receipt --- */

struct receipt {
	const char *id;
	struct consent *ret;
};

static bool receipt_body(struct act *a, void *context, struct error *e)
{
	const struct receipt *r = context;
	struct store *s = a->desk->store;
	char *sender = NULL;
	if (!consents_find(s, r->id, r->ret, e) || !consents_sender(s, r->id, &sender, e))
		return false;
	if (sender) {
		error_set(e, ERR_NOT_FOUND, r->id, N_("%s recorded it, and gives the receipt"), sender);
		free(sender);
		return false;
	}
	a->private.values[PRIVATE_REASON] = "to-client";
	if (!declarations_log_client(a, r->ret->tie, r->id, e))
		return false;
	a->entry.records = a->clients.count;
	return true;
}

static const struct act_frame giving_receipt = { .kind = ACT_READ, .body = receipt_body };

bool consenting_receipt(struct desk *d, const char *id, struct consent *ret, struct error *e)
{
	struct receipt r = { .id = id, .ret = ret };
	*ret = (struct consent){ 0 };
	if (act_run(d, &giving_receipt, &r, e))
		return true;
	consent_clear(ret);
	return false;
}
