/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/opening.h"
#include "store/directing.h"

#include <stdio.h>
#include <string.h>

/* Words about who directs cases. What is asked is answered, and what can't be directed here goes back. */
struct heard_words {
	uint64_t life, heard[HEARD_COUNT];
	struct told_letters replies;
};

static void heard_clear(void *own)
{
	struct heard_words *w = own;
	told_letters_clear(&w->replies);
}

/* The case that a line is about, and how it stands here. */
struct spoken_of {
	char place[DIRECTING_PLACE_SIZE + 1], record[RECORD_ID_SIZE + 1];
	struct directing_row row;
	struct hearing hearing;
};

static bool find_case(struct opening *o, const struct handover_line *l, struct spoken_of *ret,
                      struct error *e)
{
	struct heard_words *w = o->own;
	struct store *s = o->act->desk->store;
	const char *peer = o->letter.manifest.sender;
	struct hearing *h = &ret->hearing;
	bool kept;
	if (!directing_spoken_of(s, peer, l->record, ret->record, e))
		return false;
	h->origin = *ret->record;
	h->life = w->life;
	if (h->origin)
		snprintf(ret->place, sizeof ret->place, "%s", ret->record);
	else
		directing_place_of(peer, l->record, ret->place);
	if ((!h->origin && !directing_held_record(s, peer, l->record, ret->record, e)) ||
	    !directing_find(s, ret->place, &kept, &ret->row, e) ||
	    !directing_is_asked(s, ret->place, peer, &h->asked, &h->others, e) ||
	    !directing_life_of(s, peer, &h->peer_life, e))
		return false;
	h->has = *ret->record;
	return true;
}

/* Of an own case only a unit speaks that it was handed over to, or that was asked; a store that came out of a
 * backup may not know that any more, and then it is too late anyway. */
static bool is_nobodys(const struct heard_words *w, const struct spoken_of *c, const struct handover_line *l)
{
	return !c->hearing.origin && (l->word == HANDOVER_FREE || l->word == HANDOVER_HELD) && !w->life;
}

static bool keep(struct opening *o, struct spoken_of *c, const struct handover_line *l, enum heard heard,
                 bool was_asked, struct error *e)
{
	struct store *s = o->act->desk->store;
	const char *peer = o->letter.manifest.sender;
	const bool ends = c->row.directing.state != DIRECTING_ASKING;
	if (heard == HEARD_LATE)
		return true;
	if (heard != HEARD_ANSWERED) {
		snprintf(c->row.peer, sizeof c->row.peer, "%s", peer);
		memcpy(c->row.tag, l->record, sizeof c->row.tag);
	}
	c->row.since = o->act->desk->now;
	return directing_put(s, c->place, &c->row, e) &&
	       directing_learn_life(s, peer, c->hearing.peer_life, e) &&
	       (!ends || directing_answered(s, c->place, NULL, e)) &&
	       (ends || !was_asked || c->hearing.asked || directing_answered(s, c->place, peer, e));
}

static bool reply(struct opening *o, const struct spoken_of *c, const struct handover_line *heard,
                  struct handover_line *line, struct error *e)
{
	struct heard_words *w = o->own;
	const struct manifest *m = &o->letter.manifest;
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct told_draft *letter;
	w->replies.kind = PACKAGE_HANDOVER;
	w->replies.member = "handovers";
	memcpy(line->record, heard->record, sizeof line->record);
	line->life = w->life;
	line->of = c->hearing.peer_life;
	line->when = o->act->desk->now;
	return told_letters_on_terms(&w->replies, o->act, m->sender, &m->terms, &letter, e) &&
	       handover_line_format(line, &text, e) &&
	       told_letters_add(letter, buffer_bytes(&text), *c->record ? c->record : NULL, e);
}

static bool log_client(void *context, const struct stored_record *stored, struct error *e)
{
	struct opening *o = context;
	_cleanup_(record_clear) struct record record = { 0 };
	return record_recall(o->act->desk->catalogue, stored->json, stored->id, &record, e) &&
	       act_client(o->act, &record, stored->id, NULL, NULL, e);
}

static bool take_handover(struct opening *o, struct bytes line, struct error *e)
{
	struct heard_words *w = o->own;
	struct store *s = o->act->desk->store;
	struct handover_line l, answer = { 0 };
	struct spoken_of c = { 0 };
	if (!handover_line_parse(line, "handovers", &l, e) || !find_case(o, &l, &c, e))
		return false;
	if (l.when > o->letter.manifest.created)
		return error_set(e, ERR_PACKAGE, "handovers", "%s",
		                 N_("said later than the letter was made"));
	if (is_nobodys(w, &c, &l))
		return error_set(e, ERR_PACKAGE, "handovers", "%s",
		                 N_("an answer about a case that nothing was asked of"));
	const bool was_asked = c.hearing.asked;
	const enum heard heard = directing_hear(&c.row.directing, &c.hearing, &l, &answer);
	const char *const id = c.record;
	const struct selection one = { .kind = SELECT_RECORDS, .items = &id, .count = 1 };
	o->read++;
	w->heard[heard]++;
	return keep(o, &c, &l, heard, was_asked, e) &&
	       ((heard != HEARD_RETURNED && heard != HEARD_LET_GO && heard != HEARD_HOLDS) ||
	        reply(o, &c, &l, &answer, e)) &&
	       (!*c.record || records_each(s, &one, false, log_client, o, e) || e->code == ERR_NOT_FOUND);
}

/* It goes on after the agreement ended: a case that was handed over is to be handed back. */
static bool take(struct opening *o, struct error *e)
{
	struct heard_words *w = o->own;
	if (!opening_find_agreement(o, e) || !directing_life(o->act->desk->store, &w->life, e))
		return false;
	if (!o->agreement->handover)
		return error_set(e, ERR_HANDOVER, o->letter.manifest.sender, "%s", o->agreement->id);
	return opening_read_members(o, e) && opening_check_count(o, "handovers", e);
}

static bool send_replies(struct opening *o, struct error *e)
{
	struct heard_words *w = o->own;
	return told_letters_send(&w->replies, o->act, e);
}

static void fill(const struct opening *o, struct open_result *ret)
{
	const struct heard_words *w = o->own;
	memcpy(ret->handover.heard, w->heard, sizeof ret->handover.heard);
}

static void done(struct opening *o)
{
	struct heard_words *w = o->own;
	struct open_result *r = o->result;
	struct error later;
	told_letters_publish(&w->replies, o->act);
	(void)!told_letters_give(&w->replies, &r->handover.replies, &r->handover.reply_count, &later);
}

static void failed(struct opening *o, const struct error *why)
{
	struct heard_words *w = o->own;
	told_letters_failed(&w->replies, why);
}

const struct opener open_handover = { .name = "handover",
	                              .size = sizeof(struct heard_words),
	                              .clear = heard_clear,
	                              .members = { { "handovers/", take_handover } },
	                              .take = take,
	                              .logged = send_replies,
	                              .fill = fill,
	                              .done = done,
	                              .failed = failed };
