/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/comparing.h"

#include "exchange/declarations.h"
#include "exchange/screening.h"
#include "exchange/withheld.h"
#include "store/corrections.h"
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
	buffer_wipe(&c->json);
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
	return (c->keep && c->rules) || error_memory(e);
}

static bool find_went(struct comparing *c, bool *ret_there, struct error *e)
{
	struct desk *d = c->act->desk;
	*ret_there = false;
	if (!corrections_version_sent(d->store, c->stored->id, c->to->package, c->to->created, &c->json,
	                              &c->version, e))
		return false;
	if (c->version < 0)
		return true;
	if (!record_recall(d->catalogue, buffer_bytes(&c->json), c->stored->id, &c->went, e))
		return false;
	*ret_there = declarations_same_client(c->now, &c->went);
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
	struct bytes rule;
	bool had_gone = c->keep[i] && went.data && f->kind != FIELD_ATTACHMENTS &&
	                !withheld_names(c->to->withheld, f->name, &rule);
	c->keep[i] = false;
	if (!had_gone || bytes_equal(went, now))
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
	if (!compare_all(c, ret_stayed, e))
		return false;
	*ret_differs = !*ret_stayed && c->names.size;
	return true;
}
