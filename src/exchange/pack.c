/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/pack.h"

#include "exchange/dispatch.h"
#include "exchange/gather.h"
#include "exchange/witnessing.h"

#include <stdlib.h>
#include <string.h>

void pack_result_clear(struct pack_result *r)
{
	agreement_freep(&r->terms);
	free(r->path);
	sift_sums_clear(&r->sums);
	*r = (struct pack_result){ 0 };
}

/* Expiry is soft: a roster past its review is warned of, and packed with no more once its grace is over. */
static bool check_roster_age(const struct desk *d, struct error *e)
{
	const struct roster *r = desk_roster(d);
	char day[DAY_SIZE + 1];
	if (d->now <= r->review_by + ROSTER_GRACE_DAYS * SECONDS_A_DAY)
		return true;
	day_format(r->review_by, day);
	return error_set(e, ERR_ROSTER_STALE, r->id, "it was to be reviewed by %s", day);
}

/* Terms, then every client decided. The act is open and its entry not yet logged. */
static bool gather_all(struct gathering *g, const struct pack_request *q, struct pack_result *r,
                       struct error *e)
{
	struct desk *d = g->act->desk;
	if (g->package && !check_roster_age(d, e))
		return false;
	g->sums = &r->sums;
	g->each = q->each;
	g->context = q->context;
	g->progress = q->progress;
	g->progress_context = q->progress_context;
	if (!sift_terms(d, q->to, q->agreement, q->purpose, &g->agreement, &g->purpose, e) ||
	    (g->package && !witnessing_check_age(d, g->agreement->witness_days, g->agreement->id, e)) ||
	    !gather_start(g, e) || !gather_selection(g, &q->selection, e))
		return false;
	struct entry *entry = &g->act->entry;
	if (!agreement_overrides(g->agreement, g->purpose, &g->overrides, e))
		return false;
	entry->terms = terms_named_of(g->agreement, g->purpose, buffer_string(&g->overrides));
	entry->peer = g->purpose->to;
	entry->retention = sift_retention(g->purpose, g->retention);
	entry->records = r->sums.leaving;
	entry->withheld = r->sums.clients - r->sums.leaving;
	return true;
}

bool preview(struct desk *d, const struct pack_request *request, struct pack_result *ret, struct error *e)
{
	_cleanup_(pack_result_clear) struct pack_result result = { 0 };
	_cleanup_(act_clear) struct act a = { 0 };
	_cleanup_(gather_clear) struct gathering g = { .act = &a };
	if (!act_begin(&a, d, "preview", POWER_PACK, e) || !gather_all(&g, request, &result, e) ||
	    !act_log(&a, e) || !client_spool_log(&g.clients, &a, e) || !act_commit(&a, e)) {
		act_clear(&a);
		return desk_refused(d, "preview", NULL, NULL, e);
	}
	gather_give_terms(&g, &result.terms, &result.purpose);
	*ret = result;
	result = (struct pack_result){ 0 };
	return true;
}

static bool describe_package(struct gathering *g, struct manifest *m, struct error *e)
{
	m->kind = PACKAGE_CASES;
	m->receiver = string_copy(g->purpose->to);
	m->use_by = g->act->desk->now + (moment)g->agreement->use_by_days * SECONDS_A_DAY;
	m->records = g->sums->leaving;
	m->withheld = g->sums->clients - g->sums->leaving;
	return (m->receiver || error_memory(e)) && terms_named_copy(&g->act->entry.terms, &m->terms, e);
}

/* The bound that the agreement sets on a package, over its members as they travel. */
static bool check_size(const struct gathering *g, const struct manifest *m, struct error *e)
{
	uint64_t total = 0;
	for (size_t i = 0; i < m->member_count; i++)
		total += m->members[i].size;
	if (g->agreement->largest_package_mib && total > g->agreement->largest_package_mib << 20)
		return error_set(e, ERR_TOO_LARGE, g->agreement->id,
		                 "the agreement allows packages of %llu MiB",
		                 (unsigned long long)g->agreement->largest_package_mib);
	return true;
}

/* Signed and logged. It leaves, or waits for the second person that its agreement asks for. */
static bool pack_gathered(struct gathering *g, struct dispatch *p, struct pack_result *r, struct error *e)
{
	struct act *a = g->act;
	struct member_spool *const spools[] = { &g->consents, &g->records };
	if (r->sums.leaving == 0)
		return error_set(e, ERR_NOTHING_LEAVES, g->purpose->to, "%llu clients stay",
		                 (unsigned long long)r->sums.clients);
	if (!gather_end(g, e) || !describe_package(g, &p->manifest, e) ||
	    !dispatch_prepare(p, a, spools, ELEMENTS(spools), e) || !check_size(g, &p->manifest, e))
		return false;
	hex_encode(bytes_of(p->manifest.id, PACKAGE_ID_SIZE), r->id);
	a->entry.package = r->id;
	dispatch_describe(p, &a->entry);
	r->pending = g->agreement->approval_by_two;
	return act_log(a, e) && client_spool_log(&g->clients, a, e) &&
	       (r->pending ? dispatch_hold(p, a, e) : dispatch_write(p, a, spools, ELEMENTS(spools), e)) &&
	       act_commit(a, e);
}

bool pack(struct desk *d, const struct pack_request *request, struct pack_result *ret, struct error *e)
{
	_cleanup_(pack_result_clear) struct pack_result result = { 0 };
	_cleanup_(act_clear) struct act a = { 0 };
	_cleanup_(dispatch_clear) struct dispatch p = { .file.fd = -1 };
	_cleanup_(gather_clear) struct gathering g = { .act = &a, .package = p.manifest.id };
	dispatch_start(&p);
	if (!act_begin(&a, d, "pack", POWER_PACK, e) || !gather_all(&g, request, &result, e) ||
	    !pack_gathered(&g, &p, &result, e)) {
		dispatch_failed(&p, e);
		act_clear(&a);
		return desk_refused(d, "pack", NULL, NULL, e);
	}
	gather_give_terms(&g, &result.terms, &result.purpose);
	result.sequence = p.manifest.sequence;
	result.use_by = p.manifest.use_by;
	struct error later;
	if (!result.pending) {
		result.path = string_copy(p.path);
		result.named = dispatch_publish(&p, d, &later);
	}
	*ret = result;
	result = (struct pack_result){ 0 };
	return true;
}
