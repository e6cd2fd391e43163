/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/answered.h"
#include "exchange/case_line.h"
#include "exchange/declarations.h"
#include "exchange/key_set.h"
#include "exchange/opening.h"
#include "exchange/overshare_notice.h"
#include "exchange/tie_set.h"
#include "store/arrivals.h"
#include "store/consents.h"
#include "store/restrictions.h"
#include "store/statements.h"
#include "trust/decide.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Clients' records, each decided again as the sender should have decided. */
struct cases {
	struct terms *terms;
	moment since;             /* the agreement has the purpose */
	struct tie_set consented; /* clients with a consent in the package, whose record hasn't come yet */
	struct key_set keys;      /* records that came */
	int64_t import;
	struct import_counts counts;
	moment retain_until;
	char retention[RETENTION_CLASS_SIZE + 1];
	bool *keep;
	enum rule *rules;
	struct buffer consent_ids, fields; /* of the record at hand */
	bool retracted;                    /* the record at hand: withdrawn meanwhile, so it isn't taken in */
	struct answered answered;          /* where it answers a request */
	struct refusal too_much;           /* what the agreement doesn't allow; without reasons: nothing */
};

static void cases_clear(void *own)
{
	struct cases *c = own;
	terms_freep(&c->terms);
	tie_set_clear(&c->consented);
	key_set_clear(&c->keys);
	free(c->keep);
	free(c->rules);
	buffer_clear(&c->consent_ids);
	buffer_wipe(&c->fields);
	refusal_clear(&c->too_much);
	answered_clear(&c->answered);
}

/* --- the agreement, as the sender should have applied it --- */

/* What it asks of a package as a whole. */
static bool check_measures(const struct agreement *a, const struct incoming *l, struct error *e)
{
	const struct manifest *m = &l->manifest;
	if (!package_check_size(m, a, e))
		return false;
	if (m->use_by > m->created + (moment)a->use_by_days * SECONDS_A_DAY)
		return error_set(e, ERR_PACKAGE_EXPIRED, m->sender, "days that the agreement allows: %llu",
		                 (unsigned long long)a->use_by_days);
	if (a->approval_by_two && !l->approver)
		return error_set(e, ERR_UNSIGNED, a->id, "%s",
		                 N_("it asks for approval by two, and one signed"));
	if (!a->approval_by_two && l->approver)
		return error_set(e, ERR_NOTE, "manifest.note", "%s", N_("two signatures, one expected"));
	return true;
}

/* The sender says on which overrides the package rests: those that the agreement pins for the purpose, no
 * others. */
static bool check_overrides(const struct agreement *a, const struct agreement_purpose *p,
                            const struct manifest *m, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer mine = { 0 };
	if (!agreement_overrides(a, p, &mine, e))
		return false;
	return bytes_equal_string(buffer_bytes(&mine), m->terms.overrides ? m->terms.overrides : "") ||
	       error_set(e, ERR_AGREEMENT_INVALID, a->id, "%s",
	                 N_("the package names other overrides than the agreement"));
}

static bool check_agreement(struct opening *o, struct error *e)
{
	struct cases *c = o->own;
	const struct manifest *m = &o->letter.manifest;
	if (!opening_find_agreement(o, e) ||
	    !terms_prepare(o->agreement, o->purpose, o->act->desk->catalogue, &c->terms, e) ||
	    !screening_purpose_since(o->act->desk, o->agreement, o->purpose, &c->since, e) ||
	    !check_overrides(o->agreement, o->purpose, m, e))
		return false;
	c->retain_until = moment_add_months(m->created, (unsigned)o->purpose->retention_months);
	return check_measures(o->agreement, &o->letter, e) && opening_in_force(o, e);
}

/* --- members --- */

static bool take_consent(struct opening *o, struct bytes line, struct error *e)
{
	struct cases *of = o->own;
	_cleanup_(consent_clear) struct consent c = { 0 };
	bool new;
	if (!opening_read_consent(line, &c, e))
		return false;
	if (c.withdrawn || !screening_relies_on(&c, o->agreement, o->purpose, o->letter.made))
		return error_set(e, ERR_CONSENT, c.id, "%s",
		                 N_("it is for something else, or did not hold when the package was made"));
	return opening_add_consent(o, &c, e) && tie_set_add(&of->consented, c.tie, &new, e);
}

/* A declaration is withdrawn if word of that is here, whatever day the package was made: then the package is
 * taken in without that client, who isn't too much. So it is decided on as it was given. */
static bool was_retracted(struct consent *counting, size_t count)
{
	bool retracted = false;
	assert(counting || count == 0);
	for (size_t i = 0; i < count; i++) {
		retracted = retracted || counting[i].withdrawn;
		counting[i].withdrawn = 0;
	}
	return retracted;
}

/* The same decision as the sender's, and nothing in the record that it doesn't allow. */
static bool decide_received(struct opening *o, const struct record *r, const struct consent *consents,
                            size_t count, struct error *e)
{
	struct cases *c = o->own;
	struct desk *d = o->act->desk;
	const struct question q = {
		.terms = c->terms,
		.laws = o->letter.sender_laws,
		.when = o->letter.made,
		.consents = consents,
		.consent_count = count,
		.since = c->since,
		.received = true,
		.record = r,
		.roster = roster_chain_version(store_rosters(d->store), o->letter.manifest.roster_version),
	};
	struct decision client = decide_record(&q, c->keep, c->rules);
	if (!client.allowed && !refusal_count(&c->too_much, REFUSAL_WHOLE, rule_name(client.rule), e))
		return false;
	for (size_t i = 0; client.allowed && i < catalogue_size(d->catalogue); i++)
		if (r->values[i].data && (!c->keep[i] || decision_is_of_part(c->keep[i], c->rules[i])) &&
		    !refusal_count(&c->too_much, catalogue_field(d->catalogue, i)->name,
		                   rule_name(c->rules[i]), e))
			return false;
	buffer_reset(&c->consent_ids);
	for (size_t i = 0; i < count; i++)
		if (screening_relies_on(&consents[i], o->agreement, o->purpose, o->letter.made))
			buffer_printf(&c->consent_ids, "%s%s", c->consent_ids.size ? " " : "",
			              consents[i].id);
	return buffer_ok(&c->consent_ids, e);
}

/* Whatever the package's declarations name this client by: the client's record has come. */
static bool has_come(struct cases *c, const struct record *r, struct error *e)
{
	_cleanup_(ties_clear) struct ties ties = { 0 };
	if (!ties_of_record(r, &ties, e))
		return false;
	if (ties.number)
		tie_set_remove(&c->consented, ties.number);
	if (ties.set)
		tie_set_remove(&c->consented, ties.set);
	return true;
}

static bool decide_with_consents(struct opening *o, const struct record *r, struct error *e)
{
	struct cases *c = o->own;
	struct consent *consents = NULL;
	size_t count = 0;
	if (!has_come(c, r, e) || !declarations_of_record(o->act->desk, r, &consents, &count, e))
		return false;
	/* One to another telling than the package has is word of it all the same. */
	bool objected = screening_objected(consents, count, o->agreement, o->purpose, o->act->desk->now);
	screening_counting(consents, &count, r, o->agreement, o->purpose, o->letter.made);
	c->retracted = was_retracted(consents, count) || objected;
	bool ok = decide_received(o, r, consents, count, e);
	consents_free(consents, count);
	return ok;
}

static bool take_answer(struct opening *o, struct bytes line, struct error *e)
{
	struct cases *c = o->own;
	return answered_take(&c->answered, o, line, e);
}

/* The day by which the records are accepted or declined; 0: they are accepted at once. */
static moment accept_by(const struct opening *o)
{
	const uint64_t days = o->agreement->accept_days;
	return days ? o->act->desk->now + (moment)days * SECONDS_A_DAY : 0;
}

/* Into the store, and the client's entry: what it keeps of before didn't come with this letter. */
static bool keep_record(struct opening *o, struct record *r, const char *tag, struct error *e)
{
	struct cases *c = o->own;
	struct desk *d = o->act->desk;
	_cleanup_(string_freep) char *kept = NULL;
	char record_id[RECORD_ID_SIZE + 1];
	enum record_change change;
	const struct stored_record template = {
		.package = o->letter.id,
		.tag = tag,
		.agreement = o->letter.manifest.terms.agreement,
		.purpose = o->letter.manifest.terms.purpose,
		.sequence = o->letter.manifest.sequence,
		.taken_in = d->now,
		.retain_until = c->retain_until,
	};
	if (!answered_keep(&c->answered, o, r, &template, &kept, e) ||
	    !record_put(d->store, c->import, o->letter.manifest.sender, r, &template, NULL, &change,
	                record_id, e) ||
	    !arrival_came(d->store, record_id, d->now, accept_by(o), e))
		return false;
	c->counts.added += change == RECORD_ADDED;
	c->counts.changed += change == RECORD_CHANGED;
	c->counts.same += change == RECORD_SAME;
	return act_client(o->act, r, record_id, c->consent_ids.size ? buffer_string(&c->consent_ids) : NULL,
	                  kept, e);
}

static bool take_record(struct opening *o, struct bytes line, struct error *e)
{
	struct cases *c = o->own;
	struct desk *d = o->act->desk;
	_cleanup_(record_clear) struct record r = { 0 };
	char subject[48], tag[RECORD_TAG_SIZE + 1];
	bool erased;
	o->read++;
	snprintf(subject, sizeof subject, "record %llu", (unsigned long long)o->read);
	if (!case_line_read(line, &c->fields, tag, e) ||
	    !record_parse(d->catalogue, buffer_bytes(&c->fields), subject, &r, e) ||
	    !record_check_identity(&r, e) || !record_check_birth(&r, o->letter.manifest.created, e) ||
	    !key_set_add(&c->keys, &r, NULL, tag, subject, e) ||
	    !answered_check_record(&c->answered, o, &r, e) || !decide_with_consents(o, &r, e))
		return false;
	if (c->too_much.reason_count) /* refused as a whole: what follows is read to tell of all of it, and
	                                 stored no more */
		return true;
	if (c->retracted) {
		o->left_out++;
		return act_client(o->act, &r, NULL, buffer_string(&c->consent_ids), "*:consent-withdrawn", e);
	}
	if (!restriction_erased_since(d->store, o->letter.manifest.sender, tag, o->letter.manifest.sequence,
	                              &erased, e))
		return false;
	if (erased) { /* word of that was opened before this letter, which it followed */
		o->left_out++;
		return act_client_bsn(o->act, bytes_of(NULL, 0), NULL, NULL, "*:restricted", e);
	}
	return keep_record(o, &r, tag, e);
}

/* Over-sharing is refused as a whole, and all of it is told: a field before a client who may not go at all.
 */
static bool refuse_all(struct opening *o, struct error *e)
{
	const struct cases *c = o->own;
	const struct refusal *r = &c->too_much;
	const char *field = NULL;
	_cleanup_(buffer_clear) struct buffer list = { 0 };
	for (size_t i = 0; i < r->reason_count; i++) {
		const struct refusal_reason *one = &r->reasons[i];
		bool whole = strcmp(one->what, REFUSAL_WHOLE) == 0;
		if (!whole && !field)
			field = one->what;
		buffer_printf(&list, "%s%s %s: %llu", i ? ", " : "", whole ? "record" : one->what, one->rule,
		              (unsigned long long)one->records);
	}
	if (!buffer_ok(&list, e))
		return false;
	return error_set(e, field ? ERR_FIELD_NOT_AGREED : ERR_CONSENT,
	                 field ? field : o->letter.manifest.terms.purpose, "%s", buffer_string(&list));
}

static bool take(struct opening *o, struct error *e)
{
	struct cases *c = o->own;
	struct desk *d = o->act->desk;
	const struct manifest *m = &o->letter.manifest;
	c->keep = calloc(catalogue_size(d->catalogue), sizeof *c->keep);
	c->rules = calloc(catalogue_size(d->catalogue), sizeof *c->rules);
	if (!c->keep || !c->rules)
		return error_memory(e);
	if (!check_agreement(o, e) || !answered_start(&c->answered, o, e) ||
	    !refusal_of(m, d->key.name, d->now, &c->too_much, e) ||
	    !import_begin(d->store, m->sender, o->letter.id, &c->import, e) || !opening_read_members(o, e))
		return false;
	if (c->too_much.reason_count)
		return refuse_all(o, e);
	if (!opening_check_count(o, "records", e))
		return false;
	if (tie_set_count(&c->consented))
		return error_set(e, ERR_PACKAGE, "consents",
		                 "of clients whose records aren't in the package: %llu",
		                 (unsigned long long)tie_set_count(&c->consented));
	c->counts.read = o->read;
	return answered_end(&c->answered, o, e) && import_end(d->store, c->import, &c->counts, e);
}

static bool settle(struct opening *o, _unused_ struct error *e)
{
	struct cases *c = o->own;
	o->act->entry.retention = screening_retention(o->purpose, c->retention);
	return true;
}

static void fill(const struct opening *o, struct open_result *ret)
{
	const struct cases *c = o->own;
	ret->cases.counts = c->counts;
	ret->cases.withheld = o->letter.manifest.withheld;
	ret->cases.withdrawn = o->left_out;
	ret->cases.retain_until = c->retain_until;
	ret->cases.answers = c->answered.is;
	memcpy(ret->cases.asked, o->letter.answers, sizeof ret->cases.asked);
	memcpy(ret->cases.outcomes, c->answered.sums, sizeof ret->cases.outcomes);
	ret->cases.accept_by = accept_by(o);
}

/* The refusal, of which the notice is its entry's; when the notice can't be made, it is logged without. */
static bool refused(struct opening *o, const struct error *why)
{
	struct cases *c = o->own;
	struct desk *d = o->act->desk;
	struct opened_excess *excess = &o->result->excess;
	if (c->too_much.reason_count == 0 || (why->code != ERR_FIELD_NOT_AGREED && why->code != ERR_CONSENT))
		return false;
	bool told = overshare_notice_tell(d, &c->too_much, why, &excess->notice);
	excess->refusal = c->too_much;
	c->too_much = (struct refusal){ 0 };
	excess->why = overshare_notice_explain(d, &excess->refusal);
	return told;
}

const struct opener open_cases = { .name = "package of cases",
	                           .size = sizeof(struct cases),
	                           .clear = cases_clear,
	                           .members = { { "answers/", take_answer },
	                                        { "consents/", take_consent },
	                                        { "records/", take_record } },
	                           .take = take,
	                           .settle = settle,
	                           .fill = fill,
	                           .refused = refused };
