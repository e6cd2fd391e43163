/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/handover.h"

#include "exchange/screening.h"
#include "store/arrivals.h"
#include "store/record_tag.h"
#include "store/statements.h"

#include <stdio.h>
#include <string.h>

#define DIRECTOR "regisseur" /* field of the catalogue: what the source system says of the unit's own */

void handover_result_clear(struct handover_result *r)
{
	told_letters_free(r->letters, r->letter_count);
	*r = (struct handover_result){ 0 };
}

/* --- where it stands --- */

/* Of a case that nothing was said of yet, the unit's own record tells who directs it. */
static void by_field(struct desk *d, const struct stored_record *stored, const struct record *r,
                     struct directing_row *ret)
{
	const struct field *f = catalogue_find(d->catalogue, BYTES(DIRECTOR));
	struct bytes unit = f ? record_get(r, f) : bytes_of(NULL, 0);
	*ret = (struct directing_row){ .directing.state = DIRECTING_ELSEWHERE };
	if (!stored->package && bytes_equal_string(unit, store_unit(d->store)))
		ret->directing.state = DIRECTING_HERE;
	else if (unit.size)
		snprintf(ret->peer, sizeof ret->peer, "%.*s", (int)unit.size, (const char *)unit.data);
}

bool handover_standing(struct desk *d, const struct stored_record *stored, const struct record *r,
                       struct handover_standing *ret, struct error *e)
{
	uint64_t life;
	char tag[RECORD_TAG_SIZE + 1];
	*ret = (struct handover_standing){ 0 };
	record_tag_of_received(stored, tag);
	if (stored->package)
		directing_place_of(stored->source, tag, ret->place);
	else
		snprintf(ret->place, sizeof ret->place, "%s", stored->id);
	if (!directing_life(d->store, &life, e) ||
	    !directing_find(d->store, ret->place, &ret->kept, &ret->row, e))
		return false;
	if (!ret->kept)
		by_field(d, stored, r, &ret->row);
	ret->certain = ret->row.directing.life == life;
	return true;
}

/* --- each of the selection --- */

struct handing {
	const struct handover_wish *wish;
	struct act *act;
	uint64_t life, records;
	struct told_letters letters;
};

/* The package with which the case went to the unit that then accepted it; ERR_HANDOVER. */
struct acceptance {
	const char *to;
	bool found;
	uint8_t package[PACKAGE_ID_SIZE];
	char tag[RECORD_TAG_SIZE + 1];
	char agreement[128 + 1];
};

static bool find_acceptance(void *context, const struct outcome_row *row, _unused_ struct error *e)
{
	struct acceptance *a = context;
	if (a->found || strcmp(row->peer, a->to) != 0 || row->said != SAID_ACCEPTED)
		return true;
	a->found = true;
	memcpy(a->package, row->package, sizeof a->package);
	memcpy(a->tag, row->tag, sizeof a->tag);
	snprintf(a->agreement, sizeof a->agreement, "%s", row->agreement);
	return true;
}

static bool check_agreement(const struct handing *g, const char *id, const char *record, struct error *e)
{
	const struct agreement *a;
	return statements_agreement(g->act->desk->store, id, 0, &a, e) &&
	       screening_in_force(g->act->desk, a, g->act->desk->now, e) &&
	       (a->handover || error_set(e, ERR_HANDOVER, record, "%s", id));
}

static bool add_line(struct handing *g, struct told_draft *letter, const struct directing_row *row,
                     const char *record, struct handover_line *line, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	memcpy(line->record, row->tag, sizeof line->record);
	line->life = g->life;
	line->when = g->act->desk->now;
	return directing_life_of(g->act->desk->store, row->peer, &line->of, e) &&
	       handover_line_format(line, &text, e) &&
	       told_letters_add(letter, buffer_bytes(&text), record, e);
}

/* An own case to a unit that accepted it, one that came back to its sender. */
static bool choose_letter(struct handing *g, const struct stored_record *stored, struct handover_standing *s,
                          struct told_draft **ret, struct error *e)
{
	const char *to = g->wish->to;
	struct acceptance a = { .to = to };
	uint8_t package[PACKAGE_ID_SIZE];
	snprintf(s->row.peer, sizeof s->row.peer, "%s", to);
	if (!stored->package) {
		if (!outcomes_of_record(g->act->desk->store, stored->id, find_acceptance, &a, e))
			return false;
		if (!a.found)
			return error_set(e, ERR_HANDOVER, stored->id, "%s", to);
		memcpy(s->row.tag, a.tag, sizeof s->row.tag);
		return directing_tell_unit(g->act->desk->store, s->place, to, a.tag, false, e) &&
		       check_agreement(g, a.agreement, stored->id, e) &&
		       told_letters_on_package(&g->letters, g->act, to, a.package, true, ret, e);
	}
	record_tag_of_received(stored, s->row.tag);
	if (strcmp(stored->source, to) != 0 || !*s->row.tag ||
	    !hex_decode(bytes_of_string(stored->package), package, sizeof package))
		return error_set(e, ERR_HANDOVER, stored->id, "%s", to);
	return told_letters_on_package(&g->letters, g->act, to, package, false, ret, e);
}

static bool give(struct handing *g, const struct stored_record *stored, struct handover_standing *s,
                 struct error *e)
{
	struct handover_line line = { 0 };
	struct told_draft *letter;
	const enum error_code code = directing_give(&s->row.directing, g->life, &line);
	if (code != ERR_NONE)
		return error_set(e, code, stored->id, "%s", "");
	s->row.since = g->act->desk->now;
	return choose_letter(g, stored, s, &letter, e) &&
	       directing_put(g->act->desk->store, s->place, &s->row, e) &&
	       add_line(g, letter, &s->row, stored->id, &line, e);
}

/* --- asking who directs it --- */

struct asking {
	struct handing *handing;
	const struct stored_record *stored;
	struct handover_standing *standing;
	struct handover_line line;
	size_t asked;
};

static bool ask_unit(struct asking *q, const struct agreement *a, const struct agreement_purpose *p,
                     struct error *e)
{
	struct handing *g = q->handing;
	struct store *s = g->act->desk->store;
	const struct terms_named terms = agreement_terms(a, p, NULL);
	struct directing_row to = { 0 };
	struct told_draft *letter;
	bool asked, others;
	snprintf(to.peer, sizeof to.peer, "%s", p->to);
	if (!directing_is_asked(s, q->standing->place, p->to, &asked, &others, e) || asked)
		return asked;
	q->asked++;
	return record_tag(s, q->stored, p->to, to.tag, e) &&
	       directing_tell_unit(s, q->standing->place, p->to, to.tag, true, e) &&
	       told_letters_on_terms(&g->letters, g->act, p->to, &terms, &letter, e) &&
	       add_line(g, letter, &to, q->stored->id, &q->line, e);
}

static bool ask_under(void *context, const struct agreement *a, struct error *e)
{
	struct asking *q = context;
	const char *unit = store_unit(q->handing->act->desk->store);
	for (size_t i = 0; a->handover && i < a->purpose_count; i++)
		if (strcmp(a->purposes[i].from, unit) == 0 && !ask_unit(q, a, &a->purposes[i], e))
			return false;
	return true;
}

/* Every unit to which it might have been handed over: which those are, a restored store may not know. */
static bool ask(struct handing *g, const struct stored_record *stored, struct handover_standing *s,
                struct error *e)
{
	struct asking q = { .handing = g, .stored = stored, .standing = s };
	struct store *store = g->act->desk->store;
	if (stored->package)
		return error_set(e, ERR_HANDOVER, stored->id, "%s", N_("the unit that it came from asks"));
	const enum error_code code = directing_ask(&s->row.directing, g->life, &q.line);
	if (code != ERR_NONE)
		return error_set(e, code, stored->id, "%s", N_("it is directed here"));
	s->row.since = g->act->desk->now;
	if (!directing_answered(store, s->place, NULL, e) ||
	    !statements_each_agreement(store, NULL, ask_under, &q, e))
		return false;
	if (!q.asked)
		return error_set(e, ERR_HANDOVER, stored->id, "%s", N_("no agreement allows it"));
	return directing_put(store, s->place, &s->row, e);
}

/* --- the act --- */

static bool handle_one(void *context, const struct stored_record *stored, struct error *e)
{
	struct handing *g = context;
	_cleanup_(record_clear) struct record record = { 0 };
	struct handover_standing s;
	if (!arrival_may_go(stored->arrival))
		return error_set(e, ERR_NOT_ACCEPTED, stored->id, "%s", "");
	if (stored->restricted && g->wish->to)
		return error_set(e, ERR_RESTRICTED, stored->id, "%s", "");
	return record_recall(g->act->desk->catalogue, stored->json, stored->id, &record, e) &&
	       handover_standing(g->act->desk, stored, &record, &s, e) &&
	       (g->wish->to ? give(g, stored, &s, e) : ask(g, stored, &s, e)) &&
	       act_client(g->act, &record, stored->id, NULL, NULL, e);
}

static bool handover_body(struct act *a, void *context, struct error *e)
{
	struct handing *g = context;
	g->act = a;
	if (!directing_life(a->desk->store, &g->life, e) ||
	    !records_each(a->desk->store, g->wish->which, false, handle_one, g, e))
		return false;
	a->entry.peer = g->wish->to;
	a->entry.records = g->records = a->clients.count;
	return true;
}

static bool handover_logged(struct act *a, void *context, struct error *e)
{
	struct handing *g = context;
	return told_letters_send(&g->letters, a, e);
}

static bool handover_done(struct act *a, void *context, _unused_ struct error *e)
{
	struct handing *g = context;
	told_letters_publish(&g->letters, a);
	return true;
}

static void handover_failed(_unused_ struct act *a, void *context, struct error *why)
{
	struct handing *g = context;
	told_letters_failed(&g->letters, why);
}

static const struct act_frame handing_over = { .kind = ACT_HANDOVER,
	                                       .body = handover_body,
	                                       .logged = handover_logged,
	                                       .done = handover_done,
	                                       .failed = handover_failed };

static void handing_clear(struct handing *g)
{
	told_letters_clear(&g->letters);
}

bool handover(struct desk *d, const struct handover_wish *wish, struct handover_result *ret, struct error *e)
{
	_cleanup_(handing_clear) struct handing g = {
		.wish = wish, .letters = { .kind = PACKAGE_HANDOVER, .member = "handovers" }
	};
	if (!act_run(d, &handing_over, &g, e) ||
	    !told_letters_give(&g.letters, &ret->letters, &ret->letter_count, e))
		return false;
	ret->records = g.records;
	return true;
}
