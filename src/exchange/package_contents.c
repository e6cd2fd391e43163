/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/package_contents.h"

#include "exchange/case_line.h"
#include "store/package_consents.h"
#include "store/pending.h"
#include "store/record_tag.h"
#include "store/requests.h"

#include <stdlib.h>
#include <string.h>

void package_contents_clear(struct package_contents *g)
{
	buffer_clear(&g->overrides);
	free(g->asked);
	member_spool_clear(&g->answers);
	member_spool_clear(&g->consents);
	member_spool_clear(&g->records);
	for (size_t k = 0; k < CONSENT_KINDS; k++)
		tie_set_clear(&g->consented[k]);
	tie_set_clear(&g->clients);
	key_set_clear(&g->keys);
	buffer_wipe(&g->line);
}

/* --- of one that answers a request --- */

bool package_contents_asked(struct package_contents *g, const char *fields, struct error *e)
{
	const struct desk *d = g->act->desk;
	g->asked = calloc(catalogue_size(d->catalogue) + 1, sizeof *g->asked);
	return (g->asked || error_memory(e)) && request_asked_mark(fields, d->catalogue, g->asked, e) &&
	       member_spool_start(&g->answers, "answers", store_home(d->store), e);
}

bool package_contents_answer(struct package_contents *g, const struct request_answer *a, struct error *e)
{
	buffer_reset(&g->line);
	return request_answer_format(a, &g->line, e) &&
	       member_spool_line(&g->answers, buffer_bytes(&g->line), e);
}

static bool recall_asked(void *context, const struct request_row *row, struct error *e)
{
	return package_contents_asked(context, row->fields, e);
}

static bool recall_answer(void *context, const struct request_client *c, struct error *e)
{
	return package_contents_answer(context, &c->answer, e);
}

/* As it was answered then. */
static bool recall_request(struct package_contents *g, struct error *e)
{
	struct store *s = g->act->desk->store;
	uint8_t id[PACKAGE_ID_SIZE];
	bool there;
	return requests_of_answer(s, g->package, &there, id, e) &&
	       (!there || (requests_find(s, false, id, recall_asked, g, e) &&
	                   requests_each_client(s, false, id, recall_answer, g, e)));
}

bool package_contents_start(struct package_contents *g, struct error *e)
{
	const struct desk *d = g->act->desk;
	const char *home = store_home(d->store);
	if (!screening_sums_start(g->sums, d->catalogue, e))
		return false;
	return !g->package || (member_spool_start(&g->consents, "consents", home, e) &&
	                       member_spool_start(&g->records, "records", home, e) &&
	                       (!g->approving || recall_request(g, e)));
}

/* --- what is gathered --- */

/* Goes on all the same, so that the error counts them all. */
static bool change(struct package_contents *g, uint64_t *count, const struct screened *s, const char *what)
{
	if (g->changed_records + g->changed_declarations == 0)
		error_set(&g->first_change, ERR_PENDING_CHANGED, s->stored->id, "%s", what);
	++*count;
	return true;
}

/* Its line, put where one is made, and shown where somebody looks. */
static bool add_declaration(struct package_contents *g, const struct screened *s, const struct consent *c,
                            struct error *e)
{
	g->sums->declared++;
	buffer_reset(&g->line);
	if (!consent_format(c, &g->line, e) ||
	    (g->package && !member_spool_line(&g->consents, buffer_bytes(&g->line), e)))
		return false;
	/* When approving, the package rests on it already. */
	if (g->package && !g->approving && !package_consents_add(g->act->desk->store, c->id, g->package, e))
		return false;
	return !g->declared || g->declared(g->context, s, buffer_bytes(&g->line), e);
}

/* Those that the decision rests on, each once, however many of the client's records leave: of those with the
 * same tie only one of a kind counts. */
static bool add_declarations(struct package_contents *g, const struct screened *s, struct error *e)
{
	bool new;
	for (size_t i = 0; i < s->consent_count; i++) {
		const struct consent *c = &s->consents[i];
		if (!tie_set_add(&g->consented[c->kind], c->tie, &new, e))
			return false;
		if (!new || !screening_relies_on(c, g->agreement, g->purpose, g->act->when))
			continue;
		/* Decided as of the moment of packing; but who said no since, is heard. */
		if (g->approving && !screening_relies_on(c, g->agreement, g->purpose, g->act->desk->now))
			change(g, &g->changed_declarations, s,
			       N_("a consent or no-objection that it rests on holds no longer"));
		else if (!add_declaration(g, s, c, e))
			return false;
	}
	return true;
}

/* The line's hash is kept for whoever approves, or compared by him. */
static bool keep_digest(struct package_contents *g, const struct screened *s, struct error *e)
{
	struct store *store = g->act->desk->store;
	struct sha256 digest, before;
	sha256_of(buffer_bytes(&g->line), &digest);
	if (!g->approving)
		return pending_add(store, g->package, s->stored->id, &digest, e);
	return pending_digest(store, g->package, s->stored->id, &before, e) &&
	       (sha256_equal(&digest, &before) ||
	        change(g, &g->changed_records, s, N_("the record was changed")));
}

static bool add_record(struct package_contents *g, const struct screened *s, struct error *e)
{
	char tag[RECORD_TAG_SIZE + 1];
	buffer_reset(&g->line);
	if (!decide_line(s->question, s->keep, &g->line, e) ||
	    !record_tag(g->act->desk->store, s->stored, g->purpose->to, tag, e) ||
	    !case_line_put_tag(&g->line, tag, e) ||
	    !member_spool_line(&g->records, buffer_bytes(&g->line), e))
		return false;
	if (g->agreement->approval_by_two && !g->left && !keep_digest(g, s, e))
		return false;
	return g->looking || (g->agreement->approval_by_two && !g->approving) ||
	       record_mark_packed(g->act->desk->store, s->stored->id, e);
}

/* Two records that are one case to the receiver don't go together. Who makes the package is refused; who
 * looks at what would leave is told. */
static bool check_once(struct package_contents *g, const struct screened *s, struct error *e)
{
	struct screening_sums *sums = g->sums;
	if (key_set_add(&g->keys, s->record, s->keep, s->stored->id, s->stored->id, e))
		return true;
	if (g->package || e->code != ERR_DUPLICATE)
		return false;
	if (sums->twice++ == 0)
		memcpy(sums->twice_record, s->stored->id, sizeof sums->twice_record);
	return true;
}

static bool count_client(struct package_contents *g, const struct record *r, struct error *e)
{
	_cleanup_(ties_clear) struct ties ties = { 0 };
	bool new = true;
	if (!ties_of_record(r, &ties, e))
		return false;
	const char *tie = ties.number ? ties.number : ties.set;
	if (tie && !tie_set_add(&g->clients, tie, &new, e))
		return false;
	g->sums->clients += new;
	return true;
}

static bool add_client(void *context, const struct screened *s, struct error *e)
{
	struct package_contents *g = context;
	screening_sums_add(g->sums, g->act->desk->catalogue, s);
	if (!count_client(g, s->record, e) ||
	    !screening_log(g->act, s, g->agreement, g->purpose, g->act->when, e))
		return false;
	if (s->client.allowed && (!check_once(g, s, e) || (g->package && !add_record(g, s, e))))
		return false;
	if (g->approving && !s->client.allowed)
		change(g, rule_is_declared(s->client.rule) ? &g->changed_declarations : &g->changed_records,
		       s, rule_name(s->client.rule));
	if (g->progress)
		g->progress(g->progress_context, g->sums->records);
	return (!g->each || g->each(g->context, s, e)) && (!s->client.allowed || add_declarations(g, s, e));
}

bool package_contents_selection(struct package_contents *g, const struct selection *which, struct error *e)
{
	if (!screening_each(g->act, g->agreement, g->purpose, which, g->approving ? g->package : NULL,
	                    g->asked, add_client, g, e))
		return false;
	if (g->changed_records + g->changed_declarations == 0)
		return true;
	const struct error *first = &g->first_change;
	error_set(e, ERR_PENDING_CHANGED, first->subject, "%s", "");
	error_add_detail(e, first);
	error_add(e, "; records changed: %llu, declarations that hold no longer: %llu",
	          (unsigned long long)g->changed_records, (unsigned long long)g->changed_declarations);
	return false;
}

bool package_contents_end(struct package_contents *g, struct error *e)
{
	return (!g->asked || member_spool_end(&g->answers, e)) && member_spool_end(&g->consents, e) &&
	       member_spool_end(&g->records, e);
}
