/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/asking.h"

#include "base/limits.h"
#include "exchange/declarations.h"
#include "exchange/outgoing.h"
#include "exchange/pack.h"
#include "exchange/tie_set.h"
#include "exchange/witnessing.h"
#include "store/renewal.h"
#include "store/requests.h"

#include <stdlib.h>
#include <string.h>

void asking_result_clear(struct asking_result *r)
{
	free(r->path);
	*r = (struct asking_result){ 0 };
}

struct asking {
	const struct asking_request *request;
	struct act *act;
	const struct agreement *agreement;
	const struct agreement_purpose *purpose;
	struct request_row row; /* borrows */
	struct member_spool asked, clients;
	struct tie_set met;
	struct buffer line;
	struct outgoing outgoing;
	struct asking_result result;
};

static void asking_clear(struct asking *k)
{
	member_spool_clear(&k->asked);
	member_spool_clear(&k->clients);
	tie_set_clear(&k->met);
	buffer_wipe(&k->line);
	outgoing_clear(&k->outgoing);
	asking_result_clear(&k->result);
}

/* --- what may be asked --- */

static bool find_terms(struct asking *k, struct error *e)
{
	struct desk *d = k->act->desk;
	const struct asking_request *q = k->request;
	return pack_check_roster(desk_roster(d), d->now, e) && renewal_check_owed(d->store, e) &&
	       screening_terms_back(d, q->from, q->agreement, q->purpose, &k->agreement, &k->purpose, e) &&
	       witnessing_check_age(d, k->agreement, e);
}

/* Where the article sets a term the one who asks can't shorten it; elsewhere it says one. */
static bool find_day(struct asking *k, struct error *e)
{
	const moment now = k->act->desk->now, set = request_due(k->agreement, k->purpose, now);
	moment by = k->request->by ? k->request->by : set;
	char day[DAY_SIZE + 1];
	day_format(set, day);
	if (!by)
		return error_set(e, ERR_USAGE, "--by", "%s",
		                 N_("the article sets no term: say by which day you ask it"));
	if (by < now - now % SECONDS_A_DAY)
		return error_set(e, ERR_USAGE, "--by", "%s", N_("a day that is past"));
	if (by < set)
		return error_set(e, ERR_USAGE, "--by", "sooner than %s, which the article allows", day);
	k->row.due = k->result.by = by;
	return true;
}

static bool check_fields(struct asking *k, struct error *e)
{
	struct desk *d = k->act->desk;
	_cleanup_(terms_freep) struct terms *terms = NULL;
	bool *asked = calloc(catalogue_size(d->catalogue) + 1, sizeof *asked);
	bool ok = asked ? request_asked_mark(k->request->fields, d->catalogue, asked, e) &&
	                          terms_prepare(k->agreement, k->purpose, d->catalogue, &terms, e) &&
	                          request_check_fields(terms, d->catalogue, asked, d->now, e)
	                : error_memory(e);
	free(asked);
	return ok;
}

/* --- whom about --- */

static bool add_client(struct asking *k, const char *tie, struct error *e)
{
	bool new;
	if (!tie_set_add(&k->met, tie, &new, e))
		return false;
	if (!new)
		return true;
	if (k->result.clients >= LIMIT_REQUEST_CLIENTS)
		return error_set(e, ERR_TOO_LARGE, "request", "more than %u clients", LIMIT_REQUEST_CLIENTS);
	buffer_reset(&k->line);
	return request_client_format(tie, &k->line, e) &&
	       member_spool_line(&k->clients, buffer_bytes(&k->line), e) &&
	       requests_add_client(k->act->desk->store, &k->row, ++k->result.clients, tie, e) &&
	       declarations_log_client(k->act, tie, NULL, e);
}

static bool add_record(void *context, const struct stored_record *stored, struct error *e)
{
	struct asking *k = context;
	_cleanup_(record_clear) struct record record = { 0 };
	_cleanup_(ties_clear) struct ties ties = { 0 };
	if (stored->restricted)
		return error_set(e, ERR_RESTRICTED, stored->id, "%s", "");
	if (!arrival_may_go(stored->arrival))
		return error_set(e, ERR_NOT_ACCEPTED, stored->id, "%s", "");
	if (!record_recall(k->act->desk->catalogue, stored->json, stored->id, &record, e) ||
	    !ties_of_record(&record, &ties, e))
		return false;
	if (!ties.number && !ties.set)
		return error_set(e, ERR_NO_IDENTITY, stored->id, "%s", "");
	return add_client(k, ties.number ? ties.number : ties.set, e);
}

static bool add_clients(struct asking *k, struct error *e)
{
	const struct selection *which = &k->request->selection;
	if (which->kind != SELECT_BSNS)
		return records_each(k->act->desk->store, which, false, add_record, k, e);
	for (size_t i = 0; i < which->count; i++)
		if (!add_client(k, which->items[i], e))
			return false;
	return true;
}

/* --- the letter --- */

static bool write_members(struct asking *k, struct error *e)
{
	const char *home = store_home(k->act->desk->store);
	const struct request_asked asked = { (char *)(uintptr_t)k->request->fields, k->row.due };
	buffer_reset(&k->line);
	return member_spool_start(&k->asked, "asked", home, e) &&
	       member_spool_start(&k->clients, "clients", home, e) &&
	       request_asked_format(&asked, &k->line, e) &&
	       member_spool_line(&k->asked, buffer_bytes(&k->line), e) && add_clients(k, e) &&
	       member_spool_end(&k->asked, e) && member_spool_end(&k->clients, e);
}

static bool describe_letter(struct asking *k, struct error *e)
{
	struct manifest *m = &k->outgoing.manifest;
	const struct terms_named terms = agreement_terms(k->agreement, k->purpose, NULL);
	m->kind = PACKAGE_REQUEST;
	m->receiver = string_copy(k->purpose->from);
	m->use_by = k->act->desk->now + (moment)k->agreement->use_by_days * SECONDS_A_DAY;
	m->records = k->result.clients;
	return (m->receiver || error_memory(e)) && terms_named_copy(&terms, &m->terms, e);
}

static bool ask_body(struct act *a, void *context, struct error *e)
{
	struct asking *k = context;
	struct member_spool *const spools[] = { &k->asked, &k->clients };
	struct manifest *m = &k->outgoing.manifest;
	k->act = a;
	outgoing_start(&k->outgoing);
	if (!find_terms(k, e) || !check_fields(k, e) || !find_day(k, e))
		return false;
	k->row = (struct request_row){ .sent = true,
		                       .peer = k->purpose->from,
		                       .agreement = k->agreement->id,
		                       .purpose = k->purpose->code,
		                       .fields = k->request->fields,
		                       .made = a->desk->now,
		                       .due = k->result.by };
	memcpy(k->row.id, m->id, sizeof k->row.id);
	if (!write_members(k, e))
		return false;
	k->row.clients = k->result.clients;
	if (!requests_add(a->desk->store, &k->row, e) || !describe_letter(k, e) ||
	    !outgoing_prepare(&k->outgoing, a, spools, ELEMENTS(spools), e) ||
	    !package_check_size(m, k->agreement, e))
		return false;
	hex_encode(bytes_of(m->id, PACKAGE_ID_SIZE), k->result.id);
	k->result.sequence = m->sequence;
	k->result.use_by = m->use_by;
	a->entry.package = k->result.id;
	a->entry.terms = m->terms;
	a->entry.records = m->records;
	outgoing_describe(&k->outgoing, &a->entry);
	return true;
}

static bool ask_logged(struct act *a, void *context, struct error *e)
{
	struct asking *k = context;
	struct member_spool *const spools[] = { &k->asked, &k->clients };
	return outgoing_write(&k->outgoing, a, spools, ELEMENTS(spools), e);
}

static bool publish(struct act *a, void *context, _unused_ struct error *e)
{
	struct asking *k = context;
	struct error later;
	k->result.terms = k->agreement;
	k->result.purpose = k->purpose;
	k->result.path = string_copy(k->outgoing.path);
	k->result.named = outgoing_publish(&k->outgoing, a->desk, &later);
	return true;
}

static void failed(_unused_ struct act *a, void *context, struct error *why)
{
	struct asking *k = context;
	outgoing_failed(&k->outgoing, why);
}

static const struct act_frame asking = {
	.kind = ACT_PACK, .body = ask_body, .logged = ask_logged, .done = publish, .failed = failed
};

bool ask(struct desk *d, const struct asking_request *q, struct asking_result *ret, struct error *e)
{
	_cleanup_(asking_clear) struct asking k = { .request = q, .outgoing.file.fd = -1 };
	if (!act_run(d, &asking, &k, e))
		return false;
	*ret = k.result;
	k.result = (struct asking_result){ 0 };
	return true;
}

/* --- again --- */

void asking_members_clear(struct asking_members *m)
{
	member_spool_clear(&m->asked);
	member_spool_clear(&m->clients);
	buffer_wipe(&m->line);
}

static bool recall_asked(void *context, const struct request_row *row, struct error *e)
{
	struct asking_members *m = context;
	const struct request_asked asked = { (char *)(uintptr_t)row->fields, row->due };
	buffer_reset(&m->line);
	return request_asked_format(&asked, &m->line, e) &&
	       member_spool_line(&m->asked, buffer_bytes(&m->line), e);
}

static bool recall_client(void *context, const struct request_client *c, struct error *e)
{
	struct asking_members *m = context;
	buffer_reset(&m->line);
	return request_client_format(c->tie, &m->line, e) &&
	       member_spool_line(&m->clients, buffer_bytes(&m->line), e) &&
	       declarations_log_client(m->act, c->tie, NULL, e);
}

bool asking_recall(struct asking_members *m, struct act *a, const uint8_t id[PACKAGE_ID_SIZE],
                   struct error *e)
{
	struct store *s = a->desk->store;
	m->act = a;
	return member_spool_start(&m->asked, "asked", store_home(s), e) &&
	       member_spool_start(&m->clients, "clients", store_home(s), e) &&
	       requests_find(s, true, id, recall_asked, m, e) &&
	       requests_each_client(s, true, id, recall_client, m, e) && member_spool_end(&m->asked, e) &&
	       member_spool_end(&m->clients, e);
}
