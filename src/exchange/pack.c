/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/pack.h"

#include "exchange/bsn_set.h"
#include "exchange/dispatch.h"

#include <stdlib.h>
#include <string.h>

void pack_result_clear(struct pack_result *r)
{
	free(r->agreement);
	free(r->ground);
	free(r->article);
	free(r->path);
	sift_sums_clear(&r->sums);
	*r = (struct pack_result){ 0 };
}

/* What both acts gather while they sift. */
struct gathering {
	const struct pack_request *request;
	struct act *act;
	struct agreement *agreement;
	const struct agreement_purpose *purpose;
	struct client_spool clients;
	bool packing;
	char retention[RETENTION_CLASS_SIZE + 1];
	struct member_spool consents, records;
	struct bsn_set consented; /* clients whose consents are in */
	struct buffer line;
	struct pack_result *result;
};

static void gathering_clear(struct gathering *g)
{
	client_spool_clear(&g->clients);
	member_spool_clear(&g->consents);
	member_spool_clear(&g->records);
	bsn_set_clear(&g->consented);
	buffer_wipe(&g->line);
	agreement_freep(&g->agreement);
}

/* Once a client, however many of his records leave. */
static bool gather_consents(struct gathering *g, const struct sifted *s, struct error *e)
{
	bool new;
	if (s->consent_count == 0)
		return true;
	if (!bsn_set_add(&g->consented, record_named(s->record, "burgerservicenummer"), &new, e))
		return false;
	for (size_t i = 0; new && i < s->consent_count; i++) {
		if (!sift_relies_on(&s->consents[i], g->agreement, g->purpose, g->act->desk->now))
			continue;
		buffer_reset(&g->line);
		if (!consent_format(&s->consents[i], &g->line, e) || !member_spool_line(&g->consents, buffer_bytes(&g->line), e))
			return false;
	}
	return true;
}

static bool gather_record(struct gathering *g, const struct sifted *s, struct error *e)
{
	if (!gather_consents(g, s, e))
		return false;
	buffer_reset(&g->line);
	return record_format(s->record, s->keep, &g->line, e) && member_spool_line(&g->records, buffer_bytes(&g->line), e) &&
	       record_mark_packed(g->act->desk->store, s->stored->id, e);
}

static bool gather(void *context, const struct sifted *s, struct error *e)
{
	struct gathering *g = context;
	sift_sums_add(&g->result->sums, g->act->desk->catalogue, s);
	if (!client_spool_add_sifted(&g->clients, s, g->agreement, g->purpose, g->act->desk->now, e))
		return false;
	if (g->packing && s->client.allowed && !gather_record(g, s, e))
		return false;
	if (g->request->progress)
		g->request->progress(g->request->progress_context, g->result->sums.clients);
	return !g->request->each || g->request->each(g->request->context, s, e);
}

static bool copy_terms(struct gathering *g, struct error *e)
{
	struct pack_result *r = g->result;
	r->agreement = string_copy(g->agreement->id);
	r->ground = string_copy(g->purpose->ground);
	r->article = string_copy(g->purpose->article);
	r->agreement_version = g->agreement->version;
	return r->agreement && r->ground && r->article ? true : error_memory(e);
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
static bool gather_all(struct gathering *g, struct error *e)
{
	struct desk *d = g->act->desk;
	const struct pack_request *q = g->request;
	if (g->packing && !check_roster_age(d, e))
		return false;
	if (!sift_terms(d, q->to, q->agreement, q->purpose, &g->agreement, &g->purpose, e) || !copy_terms(g, e) ||
	    !sift_sums_start(&g->result->sums, d->catalogue, e) || !client_spool_start(&g->clients, store_home(d->store), e))
		return false;
	if (g->packing && g->agreement->approval_by_two)
		return error_set(e, ERR_AGREEMENT_INVALID, g->agreement->id, "%s", "it asks for approval by two, which this version can't give");
	if (g->packing && (!member_spool_start(&g->consents, "consents", store_home(d->store), e) ||
	                   !member_spool_start(&g->records, "records", store_home(d->store), e)))
		return false;
	if (!sift_each(g->act, g->agreement, g->purpose, &q->selection, gather, g, e))
		return false;
	struct entry *entry = &g->act->entry;
	sift_describe(entry, g->agreement, g->purpose);
	entry->retention = sift_retention(g->purpose, g->retention);
	entry->records = g->result->sums.leaving;
	entry->withheld = g->result->sums.clients - g->result->sums.leaving;
	return true;
}

bool preview(struct desk *d, const struct pack_request *request, struct pack_result *ret, struct error *e)
{
	_cleanup_(pack_result_clear) struct pack_result result = { 0 };
	_cleanup_(act_clear) struct act a = { 0 };
	_cleanup_(gathering_clear) struct gathering g = { .request = request, .act = &a, .result = &result };
	if (!act_begin(&a, d, "preview", ACTION_PACK, e) || !gather_all(&g, e) || !act_log(&a, e) ||
	    !client_spool_log(&g.clients, &a, e) || !act_commit(&a, e)) {
		act_clear(&a);
		return desk_refused(d, "preview", NULL, NULL, e);
	}
	*ret = result;
	result = (struct pack_result){ 0 };
	return true;
}

static bool describe_package(struct gathering *g, struct manifest *m, struct error *e)
{
	m->kind = PACKAGE_CASES;
	m->receiver = string_copy(g->request->to);
	m->agreement = string_copy(g->agreement->id);
	m->agreement_version = g->agreement->version;
	m->agreement_hash = g->agreement->hash;
	m->purpose = string_copy(g->purpose->code);
	m->ground = string_copy(g->purpose->ground);
	m->use_by = g->act->desk->now + (moment)g->agreement->use_by_days * SECONDS_A_DAY;
	m->records = g->result->sums.leaving;
	m->withheld = g->result->sums.clients - g->result->sums.leaving;
	return m->receiver && m->agreement && m->purpose && m->ground ? true : error_memory(e);
}

/* The bound that the agreement sets on a package, over its members as they travel. */
static bool check_size(const struct gathering *g, const struct manifest *m, struct error *e)
{
	uint64_t total = 0;
	for (size_t i = 0; i < m->member_count; i++)
		total += m->members[i].size;
	if (g->agreement->largest_package_mib && total > g->agreement->largest_package_mib << 20)
		return error_set(e, ERR_TOO_LARGE, g->agreement->id, "the agreement allows packages of %llu MiB",
		                 (unsigned long long)g->agreement->largest_package_mib);
	return true;
}

static bool pack_gathered(struct gathering *g, struct dispatch *p, struct error *e)
{
	struct act *a = g->act;
	struct member_spool *const spools[] = { &g->consents, &g->records };
	if (g->result->sums.leaving == 0)
		return error_set(e, ERR_NOTHING_LEAVES, g->request->to, "%llu clients stay", (unsigned long long)g->result->sums.clients);
	if (!member_spool_end(&g->consents, e) || !member_spool_end(&g->records, e) || !describe_package(g, &p->manifest, e) ||
	    !dispatch_prepare(p, a, spools, ELEMENTS(spools), e) || !check_size(g, &p->manifest, e))
		return false;
	char *id = g->result->id;
	hex_encode(bytes_of(p->manifest.id, PACKAGE_ID_SIZE), id);
	a->entry.package = id;
	dispatch_describe(p, &a->entry);
	return act_log(a, e) && client_spool_log(&g->clients, a, e) &&
	       dispatch_write(p, a, spools, ELEMENTS(spools), e) && act_commit(a, e);
}

bool pack(struct desk *d, const struct pack_request *request, struct pack_result *ret, struct error *e)
{
	_cleanup_(pack_result_clear) struct pack_result result = { 0 };
	_cleanup_(act_clear) struct act a = { 0 };
	_cleanup_(dispatch_clear) struct dispatch p = { .file.fd = -1 };
	_cleanup_(gathering_clear) struct gathering g = { .request = request, .act = &a, .packing = true, .result = &result };
	if (!act_begin(&a, d, "pack", ACTION_PACK, e) || !gather_all(&g, e) || !pack_gathered(&g, &p, e)) {
		dispatch_failed(&p, e);
		act_clear(&a);
		return desk_refused(d, "pack", NULL, NULL, e);
	}
	result.path = string_copy(p.path);
	result.sequence = p.manifest.sequence;
	result.use_by = p.manifest.use_by;
	struct error later;
	result.named = dispatch_publish(&p, d, &later);
	*ret = result;
	result = (struct pack_result){ 0 };
	return true;
}
