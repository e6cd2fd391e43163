/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/comparing.h"

#include "exchange/amending.h"
#include "exchange/declarations.h"
#include "exchange/screening.h"
#include "exchange/withheld.h"
#include "store/arrivals.h"
#include "store/corrections.h"
#include "store/decisions.h"
#include "store/statements.h"
#include "trust/decide.h"

#include <stdlib.h>
#include <string.h>

void comparing_clear(struct comparing *c)
{
	terms_freep(&c->terms);
	consents_free(c->consents, c->consent_count);
	record_clear(&c->went);
	free(c->keep);
	free(c->rules);
	free(c->gone);
	free(c->told);
	buffer_wipe(&c->fields);
	buffer_clear(&c->removed);
	buffer_clear(&c->names);
}

/* As they held then: what was withdrawn since doesn't keep a wrong record wrong. */
static bool find_declarations(struct comparing *c, struct error *e)
{
	if (!declarations_of_stored(c->act->desk, c->stored->id, &c->consents, &c->consent_count, e))
		return false;
	for (size_t i = 0; i < c->consent_count; i++)
		c->consents[i].withdrawn = 0;
	screening_counting(c->consents, &c->consent_count, &c->went, c->agreement, c->purpose,
	                   c->to->created);
	return true;
}

static bool note_declined(void *context, const struct outcome_row *row, struct error *e)
{
	struct comparing *c = context;
	(void)e;
	c->gone_there = c->gone_there || (row->said == SAID_DECLINED && strcmp(row->peer, c->to->peer) == 0 &&
	                                  memcmp(row->package, c->to->package, PACKAGE_ID_SIZE) == 0);
	return true;
}

/* Said by that unit, of that package: it declined the case, or erased it since the client withdrew. */
static bool look_whether_gone(struct comparing *c, struct error *e)
{
	struct store *s = c->act->desk->store;
	if (!outcomes_of_record(s, c->stored->id, note_declined, c, e))
		return false;
	for (size_t i = 0; !c->gone_there && i < c->consent_count; i++) {
		struct withdrawal_decision d;
		bool there;
		if (!decisions_last(s, c->consents[i].id, &d, &there, e))
			return false;
		c->gone_there = there && d.outcome == OUTCOME_ERASE;
	}
	return true;
}

static bool find_terms(struct comparing *c, bool *ret_there, struct error *e)
{
	struct desk *d = c->act->desk;
	const size_t fields = catalogue_size(d->catalogue);
	*ret_there = false;
	if (!statements_agreement(d->store, c->to->terms.agreement, c->to->terms.version, &c->agreement, e))
		return e->code == ERR_AGREEMENT_UNKNOWN;
	c->purpose = agreement_purpose(c->agreement, c->to->terms.purpose);
	if (!c->purpose)
		return true;
	*ret_there = true;
	c->keep = calloc(fields, sizeof *c->keep);
	c->rules = calloc(fields, sizeof *c->rules);
	c->gone = calloc(fields, sizeof *c->gone);
	c->told = calloc(fields, sizeof *c->told);
	return (c->keep && c->rules && c->gone && c->told) || error_memory(e);
}

/* What it said when it went with that package, where that is known and was about the same client. */
static bool find_version(struct comparing *c, const struct delivery *d, struct record *ret,
                         int64_t *ret_version, bool *ret_there, struct error *e)
{
	struct desk *desk = c->act->desk;
	_cleanup_(buffer_wipe) struct buffer json = { 0 };
	*ret_there = false;
	if (!corrections_version_sent(desk->store, c->stored->id, d->package, d->created, &json, ret_version,
	                              e))
		return false;
	if (*ret_version < 0)
		return true;
	if (!record_recall(desk->catalogue, buffer_bytes(&json), c->stored->id, ret, e))
		return false;
	*ret_there = declarations_same_client(c->now, ret);
	return true;
}

/* Into what went last: what an earlier package had brought, and no later one brought again. */
static bool add_before(struct comparing *c, const struct delivery *d, struct error *e)
{
	_cleanup_(record_clear) struct record went = { 0 };
	int64_t version;
	bool there;
	if (!find_version(c, d, &went, &version, &there, e))
		return false;
	for (size_t i = 0; there && i < catalogue_size(went.catalogue); i++) {
		const struct field *f = catalogue_field(went.catalogue, i);
		struct bytes rule;
		if (c->gone[i] || withheld_names(d->withheld, f->name, &rule))
			continue;
		struct bytes value = c->went.values[i];
		c->gone[i] = true;
		c->went.values[i] = went.values[i];
		went.values[i] = value;
	}
	return true;
}

static bool find_went(struct comparing *c, bool *ret_there, struct error *e)
{
	if (!find_version(c, c->to, &c->went, &c->version, ret_there, e))
		return false;
	for (size_t i = 0; *ret_there && i < catalogue_size(c->went.catalogue); i++) {
		struct bytes rule;
		c->gone[i] =
			!withheld_names(c->to->withheld, catalogue_field(c->went.catalogue, i)->name, &rule);
	}
	for (const struct delivery *d = c->to->before; *ret_there && d; d = d->before)
		if (!add_before(c, d, e))
			return false;
	return true;
}

/* What a correction said instead is what stands there, also when it is as it went at first by now. */
static bool note_told(void *context, const struct correction_row *row, struct error *e)
{
	struct comparing *c = context;
	const struct catalogue *catalogue = c->now->catalogue;
	(void)e;
	if (strcmp(row->peer, c->to->peer) != 0)
		return true;
	for (size_t i = 0; i < catalogue_size(catalogue); i++)
		c->told[i] = c->told[i] || amendment_names(bytes_of_string(row->fields),
		                                           catalogue_field(catalogue, i)->name);
	return true;
}

static void add_name(struct buffer *out, const char *name)
{
	buffer_printf(out, "%s%s", out->size ? " " : "", name);
}

/* One that had gone, if it is otherwise now. */
static void compare_field(struct comparing *c, const struct question *q, size_t i)
{
	const struct field *f = catalogue_field(c->now->catalogue, i);
	struct bytes went = c->went.values[i], now = c->now->values[i];
	bool had_gone = c->keep[i] && c->gone[i] && went.data && f->kind != FIELD_ATTACHMENTS;
	c->keep[i] = false;
	if (!had_gone || (bytes_equal(went, now) && !c->told[i]))
		return;
	c->keep[i] = now.data && decide_field(q, f).allowed;
	if (!now.data)
		add_name(&c->removed, f->name);
	if (c->keep[i] || !now.data)
		add_name(&c->names, f->name);
	c->any = c->any || c->keep[i];
}

/* `*ret_stayed`: nothing of the client may go, on the day on which the rest went. */
static bool compare_all(struct comparing *c, bool *ret_stayed, struct error *e)
{
	const struct catalogue *catalogue = c->now->catalogue;
	struct question q = { .laws = ~0u, .when = c->to->created, .record = &c->went };
	if (!terms_prepare(c->agreement, c->purpose, catalogue, &c->terms, e) || !find_declarations(c, e) ||
	    !screening_purpose_since(c->act->desk, c->agreement, c->purpose, &q.since, e))
		return false;
	if (!look_whether_gone(c, e) || c->gone_there)
		return c->gone_there;
	q.terms = c->terms;
	q.consents = c->consents;
	q.consent_count = c->consent_count;
	*ret_stayed = !decide_record(&q, c->keep, c->rules).allowed;
	if (*ret_stayed)
		return true;
	q.record = c->now;
	for (size_t i = 0; i < catalogue_size(catalogue); i++)
		compare_field(c, &q, i);
	return buffer_ok(&c->removed, e) && buffer_ok(&c->names, e) &&
	       (!c->any || decide_line(&q, c->keep, &c->fields, e));
}

bool comparing(struct comparing *c, bool *ret_differs, bool *ret_stayed, struct error *e)
{
	bool there;
	*ret_differs = *ret_stayed = false;
	if (!find_terms(c, &there, e))
		return false;
	if (!there)
		return true;
	if (!find_went(c, &there, e))
		return false;
	if (!there)
		return true;
	if (!corrections_each(c->act->desk->store, c->stored->id, WAY_CORRECTED, note_told, c, e))
		return false;
	if (!compare_all(c, ret_stayed, e))
		return false;
	*ret_differs = !*ret_stayed && c->names.size;
	return true;
}
