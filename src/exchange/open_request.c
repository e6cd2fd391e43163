/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/declarations.h"
#include "exchange/opening.h"
#include "exchange/pack.h"
#include "exchange/tie_set.h"
#include "store/requests.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

/* Another unit asks for fields of clients: what it may ask is asked again, and then it waits for an answer.
 */
struct requested {
	struct request_asked asked;
	struct request_row row; /* borrows */
	struct tie_set met;
	bool told; /* what is asked has come */
};

static void requested_clear(void *own)
{
	struct requested *q = own;
	request_asked_clear(&q->asked);
	tie_set_clear(&q->met);
}

static bool check_fields(const struct opening *o, const char *fields, struct error *e)
{
	const struct catalogue *c = o->act->desk->catalogue;
	_cleanup_(terms_freep) struct terms *terms = NULL;
	bool *asked = calloc(catalogue_size(c) + 1, sizeof *asked);
	bool ok = asked ? request_asked_mark(fields, c, asked, e) &&
	                          terms_prepare(o->agreement, o->purpose, c, &terms, e) &&
	                          request_check_fields(terms, c, asked, o->letter.made, e)
	                : error_memory(e);
	free(asked);
	return ok;
}

static bool take_asked(struct opening *o, struct bytes line, struct error *e)
{
	struct requested *q = o->own;
	const struct manifest *m = &o->letter.manifest;
	if (q->told)
		return error_set(e, ERR_PACKAGE, "asked", "%s", N_("asks for two things"));
	if (!request_asked_parse(line, "asked", &q->asked, e) || !check_fields(o, q->asked.fields, e))
		return false;
	q->told = true;
	moment set = request_due(o->agreement, o->purpose, m->created);
	if (q->asked.by < set || q->asked.by < m->created - m->created % SECONDS_A_DAY)
		return error_set(e, ERR_PACKAGE, "asked", "%s", N_("asked sooner than the article allows"));
	q->row = (struct request_row){ .peer = m->sender,
		                       .agreement = m->terms.agreement,
		                       .purpose = m->terms.purpose,
		                       .fields = q->asked.fields,
		                       .made = m->created,
		                       .due = q->asked.by,
		                       .clients = m->records };
	memcpy(q->row.id, m->id, sizeof q->row.id);
	return requests_add(o->act->desk->store, &q->row, e);
}

static bool take_client(struct opening *o, struct bytes line, struct error *e)
{
	struct requested *q = o->own;
	_cleanup_(tie_freep) char *tie = NULL;
	bool new;
	if (!q->told)
		return error_set(e, ERR_PACKAGE, "clients", "%s", N_("of whom, before what"));
	if (!request_client_parse(line, "clients", &tie, e) || !tie_set_add(&q->met, tie, &new, e))
		return false;
	if (!new)
		return error_set(e, ERR_PACKAGE, "clients", "%s", N_("one client twice"));
	if (++o->read > LIMIT_REQUEST_CLIENTS)
		return error_set(e, ERR_TOO_LARGE, "clients", "more than %u", LIMIT_REQUEST_CLIENTS);
	return requests_add_client(o->act->desk->store, &q->row, o->read, tie, e) &&
	       declarations_log_client(o->act, tie, NULL, e);
}

static bool take(struct opening *o, struct error *e)
{
	const struct manifest *m = &o->letter.manifest;
	if (!opening_find_agreement(o, e) || !opening_in_force(o, e) ||
	    !package_check_size(m, o->agreement, e))
		return false;
	if (m->use_by > m->created + (moment)o->agreement->use_by_days * SECONDS_A_DAY)
		return error_set(e, ERR_PACKAGE_EXPIRED, m->sender, "days that the agreement allows: %llu",
		                 (unsigned long long)o->agreement->use_by_days);
	if (!opening_read_members(o, e))
		return false;
	if (!o->read)
		return error_set(e, ERR_PACKAGE, "clients", "%s", N_("asks about nobody"));
	return opening_check_count(o, "clients", e);
}

static void fill(const struct opening *o, struct open_result *ret)
{
	const struct requested *q = o->own;
	ret->requested.clients = o->read;
	ret->requested.by = q->asked.by;
	ret->requested.fields = string_copy(q->asked.fields);
}

const struct opener open_request = { .name = "request",
	                             .size = sizeof(struct requested),
	                             .clear = requested_clear,
	                             .members = { { "asked/", take_asked }, { "clients/", take_client } },
	                             .take = take,
	                             .fill = fill };
