/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/answering.h"

#include "exchange/declarations.h"
#include "exchange/outgoing.h"
#include "exchange/package_contents.h"
#include "exchange/witnessing.h"
#include "store/exchanges.h"
#include "store/renewal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void answering_result_clear(struct answering_result *r)
{
	pack_result_clear(&r->pack);
	*r = (struct answering_result){ 0 };
}

struct answering {
	const char *id;
	bool (*each)(void *context, const struct answered_client *c, struct error *e);
	void *context;
	char *peer, *agreement, *purpose, *fields; /* of the request */
	struct buffer note;                        /* its manifest */
	char **ties;                               /* whom about, in its order */
	size_t count;
	struct package_contents contents;
	struct outgoing outgoing;
	struct answering_result result;
	enum rule standing; /* by which nothing goes, whoever it is; RULE_AGREED: none */
	/* of the client in hand */
	bool found, leaves;
	enum rule rule;
	char record[RECORD_ID_SIZE + 1];
	bool *went;       /* by field index: asked, and goes of one record at least */
	enum rule *rules; /* and why not, of a field that doesn't */
};

static void answering_clear(struct answering *g)
{
	free(g->peer);
	free(g->agreement);
	free(g->purpose);
	free(g->fields);
	buffer_clear(&g->note);
	for (size_t i = 0; i < g->count; i++)
		tie_freep(&g->ties[i]);
	free(g->ties);
	package_contents_clear(&g->contents);
	outgoing_clear(&g->outgoing);
	answering_result_clear(&g->result);
	free(g->went);
	free(g->rules);
}

/* --- what was asked --- */

static bool copy_request(void *context, const struct request_row *row, struct error *e)
{
	struct answering *g = context;
	struct request_row *copy = &g->result.row;
	*copy = *row;
	copy->peer = copy->agreement = copy->purpose = copy->fields = NULL;
	g->peer = string_copy(row->peer);
	g->agreement = string_copy(row->agreement);
	g->purpose = string_copy(row->purpose);
	g->fields = string_copy(row->fields);
	g->ties = calloc(row->clients + 1, sizeof *g->ties);
	return (g->peer && g->agreement && g->purpose && g->fields && g->ties) || error_memory(e);
}

static bool copy_client(void *context, const struct request_client *c, struct error *e)
{
	struct answering *g = context;
	if (g->count >= g->result.row.clients)
		return error_set(e, ERR_STORE, "request", "%s", "");
	g->ties[g->count] = string_copy(c->tie);
	return g->ties[g->count++] || error_memory(e);
}

static bool copy_note(void *context, const struct exchange_row *row, struct error *e)
{
	struct answering *g = context;
	buffer_append(&g->note, row->manifest_note);
	return buffer_ok(&g->note, e);
}

static bool find_request(struct answering *g, struct error *e)
{
	struct store *s = g->contents.act->desk->store;
	uint8_t id[PACKAGE_ID_SIZE];
	if (!hex_decode(bytes_of_string(g->id), id, sizeof id))
		return error_set(e, ERR_NOT_FOUND, g->id, "%s", "");
	if (!requests_find(s, false, id, copy_request, g, e))
		return false;
	if (g->result.row.is_answered)
		return error_set(e, ERR_ANSWERED, g->id, "%s", "");
	return requests_each_client(s, false, id, copy_client, g, e) &&
	       exchanges_find(s, id, false, copy_note, g, e);
}

/* As any package: what the agreement lets go today, whatever was agreed when it was asked. */
static bool find_terms(struct answering *g, struct error *e)
{
	struct package_contents *c = &g->contents;
	struct desk *d = c->act->desk;
	return pack_check_roster(desk_roster(d), d->now, e) && renewal_check_owed(d->store, e) &&
	       screening_terms(d, g->peer, g->agreement, g->purpose, &c->agreement, &c->purpose, e) &&
	       witnessing_check_age(d, c->agreement, e);
}

/* --- client by client --- */

static bool see_record(void *context, const struct screened *s, _unused_ struct error *e)
{
	struct answering *g = context;
	const struct catalogue *c = s->record->catalogue;
	if (!g->found || (s->client.allowed && !g->leaves))
		snprintf(g->record, sizeof g->record, "%s", s->stored->id);
	if (!g->found)
		g->rule = s->client.rule;
	g->found = true;
	g->leaves = g->leaves || s->client.allowed;
	for (size_t i = 0; s->client.allowed && i < catalogue_size(c); i++) {
		if (!g->contents.asked[i] || g->went[i])
			continue;
		g->went[i] = s->keep[i] && !decision_is_of_part(s->keep[i], s->rules[i]);
		g->rules[i] = s->rules[i];
	}
	return true;
}

/* Of what was asked and doesn't come: "field:rule", with a blank between. */
static bool put_stayed(const struct answering *g, struct buffer *out, struct error *e)
{
	const struct catalogue *c = g->contents.act->desk->catalogue;
	for (size_t i = 0; i < catalogue_size(c); i++)
		if (g->contents.asked[i] && !g->went[i])
			buffer_printf(out, "%s%s:%s", out->size ? " " : "", catalogue_field(c, i)->name,
			              rule_name(g->rules[i]));
	return buffer_ok(out, e);
}

/* What is known here, made into what is told. */
static bool decide_client_asked(struct answering *g, const char *tie, struct error *e)
{
	const struct selection which = { .kind = SELECT_TIED, .tie = tie };
	const size_t fields = catalogue_size(g->contents.act->desk->catalogue);
	g->found = g->leaves = false;
	g->rule = g->standing == RULE_AGREED ? RULE_ABSENT : g->standing;
	*g->record = 0;
	memset(g->went, 0, fields * sizeof *g->went);
	for (size_t i = 0; i < fields; i++)
		g->rules[i] = RULE_ABSENT;
	if (!package_contents_selection(&g->contents, &which, e))
		return false;
	if (g->found)
		return true;
	char withheld[64];
	snprintf(withheld, sizeof withheld, "*:%s", rule_name(g->rule));
	return act_client_bsn(g->contents.act, tie_number(tie), NULL, NULL, withheld, e);
}

static bool answer_client(struct answering *g, size_t i, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer stayed = { 0 };
	struct request_answer a = { .outcome = REQUEST_SENT, .rule = RULE_AGREED };
	struct package_contents *c = &g->contents;
	if (!decide_client_asked(g, g->ties[i], e) || (g->leaves && !put_stayed(g, &stayed, e)))
		return false;
	if (!g->leaves) {
		a.outcome = request_outcome_of(c->agreement, c->purpose, g->rule);
		a.rule = a.outcome == REQUEST_REFUSED ? g->rule : RULE_AGREED;
	}
	a.stayed = stayed.size ? (char *)(uintptr_t)buffer_string(&stayed) : NULL;
	g->result.outcomes[a.outcome]++;
	const struct answered_client told = { i + 1, g->ties[i], &a, g->leaves ? RULE_AGREED : g->rule,
		                              g->record };
	return (!stayed.size || a.stayed || error_memory(e)) && package_contents_answer(c, &a, e) &&
	       requests_answer_client(c->act->desk->store, false, g->result.row.id, i + 1, &a, e) &&
	       (!g->each || g->each(g->context, &told, e));
}

static bool find_standing(struct answering *g, struct error *e)
{
	const struct desk *d = g->contents.act->desk;
	_cleanup_(terms_freep) struct terms *terms = NULL;
	if (!terms_prepare(g->contents.agreement, g->contents.purpose, d->catalogue, &terms, e))
		return false;
	g->standing = decide_purpose(terms, d->now).rule;
	return true;
}

static bool gather(struct answering *g, struct error *e)
{
	struct package_contents *c = &g->contents;
	const size_t fields = catalogue_size(c->act->desk->catalogue);
	g->went = calloc(fields + 1, sizeof *g->went);
	g->rules = calloc(fields + 1, sizeof *g->rules);
	if (!g->went || !g->rules)
		return error_memory(e);
	if (!package_contents_start(c, e) || !package_contents_asked(c, g->fields, e) || !find_standing(g, e))
		return false;
	for (size_t i = 0; i < g->count; i++)
		if (!answer_client(g, i, e))
			return false;
	return package_contents_end(c, e);
}

/* --- the package --- */

static bool describe_package(struct answering *g, struct error *e)
{
	const struct package_contents *c = &g->contents;
	struct manifest *m = &g->outgoing.manifest;
	_cleanup_(manifest_clear) struct manifest asked = { 0 };
	struct note note;
	if (!note_parse(buffer_bytes(&g->note), "manifest", &note, e) || !manifest_parse(&note, &asked, e))
		return false;
	m->kind = PACKAGE_CASES;
	m->receiver = string_copy(c->purpose->to);
	m->use_by = c->act->desk->now + (moment)c->agreement->use_by_days * SECONDS_A_DAY;
	m->records = c->sums->leaving;
	m->withheld = c->sums->records - c->sums->leaving;
	m->answers = true;
	memcpy(m->answer_id, asked.id, sizeof m->answer_id);
	m->answer_sequence = asked.sequence;
	m->answer_hash = asked.hash;
	return (m->receiver || error_memory(e)) && terms_named_copy(&c->act->entry.terms, &m->terms, e);
}

static bool describe_entry(struct answering *g, struct error *e)
{
	struct package_contents *c = &g->contents;
	struct entry *entry = &c->act->entry;
	if (!agreement_overrides(c->agreement, c->purpose, &c->overrides, e))
		return false;
	entry->terms = agreement_terms(c->agreement, c->purpose, buffer_string(&c->overrides));
	entry->retention = screening_retention(c->purpose, c->retention);
	entry->records = c->sums->leaving;
	entry->withheld = c->sums->records - c->sums->leaving;
	return true;
}

static bool answer_body(struct act *a, void *context, struct error *e)
{
	struct answering *g = context;
	struct pack_result *r = &g->result.pack;
	struct package_contents *c = &g->contents;
	struct manifest *m = &g->outgoing.manifest;
	struct member_spool *const spools[] = PACKAGE_CONTENTS_SPOOLS(c);
	*c = (struct package_contents){
		.act = a, .sums = &r->sums, .package = m->id, .each = see_record, .context = g
	};
	outgoing_start(&g->outgoing);
	if (!find_request(g, e) || !find_terms(g, e) || !gather(g, e) || !describe_entry(g, e) ||
	    !describe_package(g, e) || !outgoing_prepare(&g->outgoing, a, spools, ELEMENTS(spools), e) ||
	    !package_check_size(m, c->agreement, e) ||
	    !requests_answer(a->desk->store, false, g->result.row.id, m->id, a->desk->now, e))
		return false;
	hex_encode(bytes_of(m->id, PACKAGE_ID_SIZE), r->id);
	a->entry.package = r->id;
	outgoing_describe(&g->outgoing, &a->entry);
	r->pending = c->agreement->approval_by_two;
	r->sequence = m->sequence;
	r->use_by = m->use_by;
	return true;
}

static bool answer_logged(struct act *a, void *context, struct error *e)
{
	struct answering *g = context;
	struct member_spool *const spools[] = PACKAGE_CONTENTS_SPOOLS(&g->contents);
	return g->result.pack.pending ? outgoing_hold(&g->outgoing, a, e)
	                              : outgoing_write(&g->outgoing, a, spools, ELEMENTS(spools), e);
}

static bool publish(struct act *a, void *context, _unused_ struct error *e)
{
	struct answering *g = context;
	struct pack_result *r = &g->result.pack;
	struct error later;
	r->terms = g->contents.agreement;
	r->purpose = g->contents.purpose;
	if (r->pending)
		return true;
	r->path = string_copy(g->outgoing.path);
	r->named = outgoing_publish(&g->outgoing, a->desk, &later);
	return true;
}

static void failed(_unused_ struct act *a, void *context, struct error *why)
{
	struct answering *g = context;
	outgoing_failed(&g->outgoing, why);
}

static const struct act_frame answering = {
	.kind = ACT_PACK, .body = answer_body, .logged = answer_logged, .done = publish, .failed = failed
};

bool answer(struct desk *d, const char *id,
            bool (*each)(void *context, const struct answered_client *c, struct error *e), void *context,
            struct answering_result *ret, struct error *e)
{
	_cleanup_(answering_clear) struct answering g = {
		.id = id, .each = each, .context = context, .outgoing.file.fd = -1
	};
	if (!act_run(d, &answering, &g, e))
		return false;
	*ret = g.result;
	g.result = (struct answering_result){ 0 };
	return true;
}
