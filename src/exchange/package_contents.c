/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/package_contents.h"

#include "store/package_consents.h"
#include "store/pending.h"

#include <string.h>

void package_contents_clear(struct package_contents *g)
{
	buffer_clear(&g->overrides);
	member_spool_clear(&g->consents);
	member_spool_clear(&g->records);
	bsn_set_clear(&g->consented);
	buffer_wipe(&g->line);
}

bool package_contents_start(struct package_contents *g, struct error *e)
{
	const struct desk *d = g->act->desk;
	const char *home = store_home(d->store);
	if (!screening_sums_start(g->sums, d->catalogue, e))
		return false;
	return !g->package || (member_spool_start(&g->consents, "consents", home, e) &&
	                       member_spool_start(&g->records, "records", home, e));
}

/* Goes on all the same, so that the error counts them all. */
static bool change(struct package_contents *g, const struct screened *s, const char *what)
{
	if (g->changed++ == 0)
		error_set(&g->first_change, ERR_PENDING_CHANGED, s->stored->id, "%s", what);
	return true;
}

/* A declaration that the package rests on. When approving, it did already. */
static bool rests_on(const struct package_contents *g, const struct consent *c, bool *ret, struct error *e)
{
	*ret = screening_relies_on(c, g->agreement, g->purpose, g->act->when);
	return !*ret || g->approving || package_consents_add(g->act->desk->store, c->id, g->package, e);
}

/* Once a client, however many of his records leave. */
static bool add_consents(struct package_contents *g, const struct screened *s, struct error *e)
{
	bool new, rests;
	if (s->consent_count == 0)
		return true;
	if (!bsn_set_add(&g->consented, record_role(s->record, ROLE_BSN), &new, e))
		return false;
	for (size_t i = 0; new &&i < s->consent_count; i++) {
		const struct consent *c = &s->consents[i];
		if (!rests_on(g, c, &rests, e))
			return false;
		if (!rests)
			continue;
		/* Decided as of the moment of packing; but who said no since, is heard. */
		if (g->approving && !screening_relies_on(c, g->agreement, g->purpose, g->act->desk->now)) {
			change(g, s, "a consent or no-objection that it rests on holds no longer");
			continue;
		}
		buffer_reset(&g->line);
		if (!consent_format(c, &g->line, e) ||
		    !member_spool_line(&g->consents, buffer_bytes(&g->line), e))
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
	       (sha256_equal(&digest, &before) || change(g, s, "the record was changed"));
}

static bool add_record(struct package_contents *g, const struct screened *s, struct error *e)
{
	if (!add_consents(g, s, e))
		return false;
	buffer_reset(&g->line);
	if (!decide_line(s->question, s->keep, &g->line, e) ||
	    !member_spool_line(&g->records, buffer_bytes(&g->line), e))
		return false;
	if (g->agreement->approval_by_two && !keep_digest(g, s, e))
		return false;
	return (g->agreement->approval_by_two && !g->approving) ||
	       record_mark_packed(g->act->desk->store, s->stored->id, e);
}

static bool add_client(void *context, const struct screened *s, struct error *e)
{
	struct package_contents *g = context;
	screening_sums_add(g->sums, g->act->desk->catalogue, s);
	if (!screening_log(g->act, s, g->agreement, g->purpose, g->act->when, e))
		return false;
	if (g->package && s->client.allowed && !add_record(g, s, e))
		return false;
	if (g->approving && !s->client.allowed)
		change(g, s, rule_name(s->client.rule));
	if (g->progress)
		g->progress(g->progress_context, g->sums->clients);
	return !g->each || g->each(g->context, s, e);
}

bool package_contents_selection(struct package_contents *g, const struct selection *which, struct error *e)
{
	if (!screening_each(g->act, g->agreement, g->purpose, which, g->approving ? g->package : NULL,
	                    add_client, g, e))
		return false;
	if (g->changed == 0)
		return true;
	const struct error *first = &g->first_change;
	return error_set(e, ERR_PENDING_CHANGED, first->subject, "%s; records changed: %llu", first->detail,
	                 (unsigned long long)g->changed);
}

bool package_contents_end(struct package_contents *g, struct error *e)
{
	return member_spool_end(&g->consents, e) && member_spool_end(&g->records, e);
}
