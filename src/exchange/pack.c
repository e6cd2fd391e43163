/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/pack.h"

#include "exchange/outgoing.h"
#include "exchange/package_contents.h"
#include "exchange/witnessing.h"
#include "store/renewal.h"

#include <stdlib.h>
#include <string.h>

void pack_result_clear(struct pack_result *r)
{
	free(r->path);
	screening_sums_clear(&r->sums);
	*r = (struct pack_result){ 0 };
}

/* Expiry is soft: a roster past its review is warned of, and packed with no more once its grace is over. */
bool pack_check_roster(const struct roster *r, moment now, struct error *e)
{
	char day[DAY_SIZE + 1];
	if (roster_review(r, now) != REVIEW_OVER)
		return true;
	day_format(r->review_by, day);
	return error_set(e, ERR_ROSTER_STALE, r->id, "it was to be reviewed by %s", day);
}

/* Terms, then every client decided. The act is open and its entry not yet logged. */
static bool gather(struct package_contents *g, const struct pack_request *q, struct pack_result *r,
                   struct error *e)
{
	struct desk *d = g->act->desk;
	if (g->package && (!pack_check_roster(desk_roster(d), d->now, e) || !renewal_check_owed(d->store, e)))
		return false;
	g->sums = &r->sums;
	g->each = q->each;
	g->declared = q->declared;
	g->context = q->context;
	g->progress = q->progress;
	g->progress_context = q->progress_context;
	if (!screening_terms(d, q->to, q->agreement, q->purpose, &g->agreement, &g->purpose, e) ||
	    (g->package && !witnessing_check_age(d, g->agreement, e)) || !package_contents_start(g, e) ||
	    !package_contents_selection(g, &q->selection, e))
		return false;
	struct entry *entry = &g->act->entry;
	if (!agreement_overrides(g->agreement, g->purpose, &g->overrides, e))
		return false;
	entry->terms = agreement_terms(g->agreement, g->purpose, buffer_string(&g->overrides));
	entry->peer = g->purpose->to;
	entry->retention = screening_retention(g->purpose, g->retention);
	entry->records = r->sums.leaving;
	entry->withheld = r->sums.records - r->sums.leaving;
	return true;
}

struct packing {
	const struct pack_request *request;
	struct package_contents contents;
	struct outgoing outgoing;
	struct pack_result result;
};

static void packing_clear(struct packing *p)
{
	package_contents_clear(&p->contents);
	outgoing_clear(&p->outgoing);
	pack_result_clear(&p->result);
}

static void give(struct packing *p, struct pack_result *ret)
{
	p->result.terms = p->contents.agreement;
	p->result.purpose = p->contents.purpose;
	*ret = p->result;
	p->result = (struct pack_result){ 0 };
}

static bool preview_body(struct act *a, void *context, struct error *e)
{
	struct packing *p = context;
	p->contents.act = a;
	return gather(&p->contents, p->request, &p->result, e);
}

static const struct act_frame previewing = { .kind = ACT_PREVIEW,
	                                     .powers = POWER_PACK,
	                                     .body = preview_body };

bool preview(struct desk *d, const struct pack_request *request, struct pack_result *ret, struct error *e)
{
	_cleanup_(packing_clear) struct packing p = { .request = request, .outgoing.file.fd = -1 };
	if (!act_run(d, &previewing, &p, e))
		return false;
	give(&p, ret);
	return true;
}

static bool describe_package(struct package_contents *g, struct manifest *m, struct error *e)
{
	m->kind = PACKAGE_CASES;
	m->receiver = string_copy(g->purpose->to);
	m->use_by = g->act->desk->now + (moment)g->agreement->use_by_days * SECONDS_A_DAY;
	m->records = g->sums->leaving;
	m->withheld = g->sums->records - g->sums->leaving;
	return (m->receiver || error_memory(e)) && terms_named_copy(&g->act->entry.terms, &m->terms, e);
}

static bool pack_contents(struct packing *p, struct act *a, struct error *e)
{
	struct package_contents *g = &p->contents;
	struct pack_result *r = &p->result;
	struct manifest *m = &p->outgoing.manifest;
	struct member_spool *const spools[] = PACKAGE_CONTENTS_SPOOLS(g);
	if (r->sums.leaving == 0)
		return error_set(e, ERR_NOTHING_LEAVES, g->purpose->to, "records that stay: %llu",
		                 (unsigned long long)r->sums.records);
	if (!package_contents_end(g, e) || !describe_package(g, m, e) ||
	    !outgoing_prepare(&p->outgoing, a, spools, ELEMENTS(spools), e) ||
	    !package_check_size(m, g->agreement, e))
		return false;
	hex_encode(bytes_of(m->id, PACKAGE_ID_SIZE), r->id);
	a->entry.package = r->id;
	outgoing_describe(&p->outgoing, &a->entry);
	r->pending = g->agreement->approval_by_two;
	r->sequence = m->sequence;
	r->use_by = m->use_by;
	return true;
}

static bool pack_body(struct act *a, void *context, struct error *e)
{
	struct packing *p = context;
	p->contents.act = a;
	p->contents.package = p->outgoing.manifest.id;
	outgoing_start(&p->outgoing);
	return gather(&p->contents, p->request, &p->result, e) && pack_contents(p, a, e);
}

/* It leaves, or waits for the second person that its agreement asks for. */
static bool pack_logged(struct act *a, void *context, struct error *e)
{
	struct packing *p = context;
	struct member_spool *const spools[] = PACKAGE_CONTENTS_SPOOLS(&p->contents);
	return p->result.pending ? outgoing_hold(&p->outgoing, a, e)
	                         : outgoing_write(&p->outgoing, a, spools, ELEMENTS(spools), e);
}

static bool publish(struct act *a, void *context, _unused_ struct error *e)
{
	struct packing *p = context;
	struct error later;
	if (p->result.pending)
		return true;
	p->result.path = string_copy(p->outgoing.path);
	p->result.named = outgoing_publish(&p->outgoing, a->desk, &later);
	return true;
}

static void pack_failed(_unused_ struct act *a, void *context, struct error *why)
{
	struct packing *p = context;
	outgoing_failed(&p->outgoing, why);
}

static const struct act_frame packing = {
	.kind = ACT_PACK, .body = pack_body, .logged = pack_logged, .done = publish, .failed = pack_failed
};

bool pack(struct desk *d, const struct pack_request *request, struct pack_result *ret, struct error *e)
{
	_cleanup_(packing_clear) struct packing p = { .request = request, .outgoing.file.fd = -1 };
	if (!act_run(d, &packing, &p, e))
		return false;
	give(&p, ret);
	return true;
}
