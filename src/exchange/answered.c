/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/answered.h"

#include "exchange/declarations.h"
#include "store/exchanges.h"

#include <stdlib.h>
#include <string.h>

void answered_clear(struct answered *a)
{
	for (size_t i = 0; a->clients && i < a->count; i++)
		tie_freep(&a->clients[i].tie);
	free(a->clients);
	free(a->asked);
	free(a->outcomes);
	free(a->records);
	*a = (struct answered){ 0 };
}

static bool unmatched(const struct opening *o, const char *what, struct error *e)
{
	return error_set(e, ERR_REQUEST, o->letter.manifest.sender, "%s", what);
}

/* --- the request --- */

struct finding {
	struct answered *answered;
	struct opening *opening;
};

static bool take_request(void *context, const struct request_row *row, struct error *e)
{
	const struct finding *f = context;
	struct answered *a = f->answered;
	const struct manifest *m = &f->opening->letter.manifest;
	const struct catalogue *c = f->opening->act->desk->catalogue;
	if (strcmp(row->peer, m->sender) != 0 || strcmp(row->agreement, m->terms.agreement) != 0 ||
	    strcmp(row->purpose, m->terms.purpose) != 0)
		return unmatched(f->opening, N_("the request was to another unit, or for another purpose"),
		                 e);
	if (row->is_answered)
		return error_set(e, ERR_ANSWERED, f->opening->letter.answers, "%s", "");
	a->clients = calloc(row->clients + 1, sizeof *a->clients);
	a->outcomes = calloc(row->clients + 1, sizeof *a->outcomes);
	a->records = calloc(row->clients + 1, sizeof *a->records);
	a->asked = calloc(catalogue_size(c) + 1, sizeof *a->asked);
	if (!a->clients || !a->outcomes || !a->records || !a->asked)
		return error_memory(e);
	return request_asked_mark(row->fields, c, a->asked, e);
}

static bool take_client(void *context, const struct request_client *c, struct error *e)
{
	struct answered *a = context;
	a->clients[a->count].number = c->number;
	a->clients[a->count].tie = string_copy(c->tie);
	return a->clients[a->count++].tie || error_memory(e);
}

static int by_tie(const void *a, const void *b)
{
	return strcmp(((const struct answered_row *)a)->tie, ((const struct answered_row *)b)->tie);
}

static bool same_letter(void *context, const struct exchange_row *row, struct error *e)
{
	const struct opening *o = context;
	const struct manifest *m = &o->letter.manifest;
	return (row->sequence == m->answer_sequence && sha256_equal(&row->hash, &m->answer_hash)) ||
	       unmatched(o, N_("it names another letter than the one that asked"), e);
}

bool answered_start(struct answered *a, struct opening *o, struct error *e)
{
	const struct manifest *m = &o->letter.manifest;
	struct store *s = o->act->desk->store;
	struct finding f = { a, o };
	a->is = m->answers;
	if (!a->is)
		return true;
	if (!requests_find(s, true, m->answer_id, take_request, &f, e))
		return e->code == ERR_NOT_FOUND ? unmatched(o, N_("nothing was asked that it answers"), e)
		                                : false;
	if (!exchanges_find(s, m->answer_id, true, same_letter, o, e) ||
	    !requests_each_client(s, true, m->answer_id, take_client, a, e))
		return false;
	qsort(a->clients, a->count, sizeof *a->clients, by_tie);
	return true;
}

/* --- what it says --- */

bool answered_take(struct answered *a, struct opening *o, struct bytes line, struct error *e)
{
	struct request_answer said = { 0 };
	const struct manifest *m = &o->letter.manifest;
	if (!a->is || a->told >= a->count)
		return unmatched(o, N_("it tells of more clients than were asked for"), e);
	if (!request_answer_parse(line, "answers", &said, e))
		return false;
	/* Whether somebody is known there, without her word. */
	bool too_much =
		said.outcome != REQUEST_SENT &&
		said.outcome != request_outcome_of(o->agreement, o->purpose,
	                                           said.outcome == REQUEST_REFUSED ? said.rule : RULE_ABSENT);
	bool ok = too_much ? unmatched(o, N_("it tells of a client what may not be told"), e)
	                   : requests_answer_client(o->act->desk->store, true, m->answer_id, ++a->told, &said,
	                                            e);
	if (ok) {
		a->outcomes[a->told] = said.outcome;
		a->sums[said.outcome]++;
	}
	request_answer_clear(&said);
	return ok;
}

static const struct answered_row *client_of(const struct answered *a, const char *tie)
{
	const struct answered_row wanted = { .tie = (char *)(uintptr_t)tie };
	return tie && a->count ? bsearch(&wanted, a->clients, a->count, sizeof *a->clients, by_tie) : NULL;
}

/* Where the client's word is asked, it may name the set. */
static bool may_be_by_set(const struct opening *o, const struct ties *ties)
{
	bool said = false;
	for (unsigned k = 0; k < CONSENT_KINDS; k++)
		said = said || agreement_needs(o->agreement, o->purpose, (enum consent_kind)k);
	return said || !ties->number;
}

bool answered_check_record(struct answered *a, const struct opening *o, const struct record *r,
                           struct error *e)
{
	_cleanup_(ties_clear) struct ties ties = { 0 };
	if (!a->is)
		return true;
	if (!ties_of_record(r, &ties, e))
		return false;
	const struct answered_row *client = client_of(a, ties.number);
	if (!client)
		client = client_of(a, ties.set);
	if (!client || a->outcomes[client->number] != REQUEST_SENT)
		return error_set(e, ERR_REQUEST, "records", "%s",
		                 N_("a record of somebody who wasn't asked for, or of whom it says that "
		                    "nothing goes"));
	const bool by_set = may_be_by_set(o, &ties);
	a->records[client->number]++;
	for (size_t i = 0; i < catalogue_size(r->catalogue); i++) {
		const struct field *f = catalogue_field(r->catalogue, i);
		if (r->values[i].data && !a->asked[i] && f->role != ROLE_SECRECY &&
		    !request_goes_along(f, by_set))
			return error_set(e, ERR_REQUEST, f->name, "%s", N_("it wasn't asked for"));
	}
	return true;
}

/* --- beside what was here --- */

struct keeping {
	const struct answered *answered;
	struct desk *desk;
	struct record *record;
	const struct stored_record *template;
	struct buffer kept;
};

static bool keep_rest(void *context, const struct stored_record *before, struct error *e)
{
	struct keeping *k = context;
	struct record *r = k->record;
	_cleanup_(record_clear) struct record old = { 0 };
	if (before->restricted || !before->agreement || !before->purpose ||
	    strcmp(before->agreement, k->template->agreement) != 0 ||
	    strcmp(before->purpose, k->template->purpose) != 0)
		return true;
	if (!record_recall(k->desk->catalogue, before->json, before->id, &old, e))
		return false;
	if (!declarations_same_client(&old, r))
		return true;
	for (size_t i = 0; i < catalogue_size(r->catalogue); i++) {
		const struct field *f = catalogue_field(r->catalogue, i);
		if (!old.values[i].data || r->values[i].data || k->answered->asked[i] ||
		    record_is_unfit(&old, f))
			continue;
		if (!record_set(r, f, old.values[i], e))
			return false;
		buffer_printf(&k->kept, "%s%s:%s", k->kept.size ? " " : "", f->name,
		              rule_name(RULE_NOT_ASKED));
	}
	return true;
}

bool answered_keep(const struct answered *a, struct opening *o, struct record *r,
                   const struct stored_record *template, char **ret_kept, struct error *e)
{
	struct desk *d = o->act->desk;
	struct keeping k = { .answered = a, .desk = d, .record = r, .template = template };
	*ret_kept = NULL;
	bool ok = !a->is ||
	          (record_find_received(d->store, o->letter.manifest.sender, r, template, keep_rest, &k, e) &&
	           buffer_ok(&k.kept, e));
	if (ok && k.kept.size && !(*ret_kept = string_of_bytes(buffer_bytes(&k.kept))))
		ok = error_memory(e);
	buffer_clear(&k.kept);
	return ok;
}

bool answered_end(struct answered *a, struct opening *o, struct error *e)
{
	const struct manifest *m = &o->letter.manifest;
	if (!a->is)
		return true;
	if (a->told != a->count)
		return unmatched(o, N_("it doesn't tell of every client"), e);
	for (size_t i = 1; i <= a->count; i++)
		if ((a->outcomes[i] == REQUEST_SENT) != (a->records[i] > 0))
			return unmatched(o, N_("whose records came isn't what it says"), e);
	return requests_answer(o->act->desk->store, true, m->answer_id, m->id, o->act->desk->now, e);
}
