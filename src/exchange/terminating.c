/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/terminating.h"

#include "log/checkpoint.h"
#include "store/exchanges.h"
#include "store/requests.h"
#include "store/statements.h"
#include "trust/statement.h"

#include <string.h>

bool terminating_check(struct store *s, const struct agreement *a, moment when, struct error *e)
{
	_cleanup_(termination_freep) struct termination *t = NULL;
	char day[DAY_SIZE + 1];
	if (!terminations_of(s, a, &t, e))
		return false;
	if (!t || !termination_ends(t, a, when))
		return true;
	day_format(t->from, day);
	return error_set(e, ERR_AGREEMENT_EXPIRED, a->id, "%s ended it from %s on", t->controller, day);
}

/* --- taking it in --- */

/* One in whose place another stands has ended already: what isn't in force any more ends nothing. */
static bool check_newest(struct desk *d, const struct termination *t, struct error *e)
{
	const struct agreement *now;
	if (!statements_agreement_at(d->store, t->agreement, d->now, &now, e))
		return false;
	return now->version <= t->version || now->valid_from > d->now ||
	       error_set(e, ERR_AGREEMENT_INVALID, t->agreement, "version %llu is in force now",
	                 (unsigned long long)now->version);
}

static bool check_first(struct store *s, const struct agreement *a, const struct termination *t,
                        struct error *e)
{
	_cleanup_(termination_freep) struct termination *before = NULL;
	char day[DAY_SIZE + 1];
	if (!terminations_of(s, a, &before, e))
		return false;
	if (!before || before->from > t->from)
		return true;
	day_format(before->from, day);
	return error_set(e, ERR_AGREEMENT_EXPIRED, a->id, "%s ended it from %s on", before->controller, day);
}

/* Nothing is parsed that no officer signed. */
static bool read_termination(struct desk *d, struct bytes note, const char *path, struct termination **ret,
                             const struct agreement **ret_agreement, struct error *e)
{
	_cleanup_(termination_freep) struct termination *t = NULL;
	if (!store_is_ready(d->store))
		return error_set(e, ERR_UNIT_NOT_READY, store_unit(d->store), "%s", "");
	if (!roster_vouches(desk_roster(d), note, path, e) || !termination_parse(note, path, &t, e) ||
	    !statements_agreement(d->store, t->agreement, t->version, ret_agreement, e) ||
	    !termination_check(t, *ret_agreement, desk_roster(d), e) ||
	    !termination_verify(t, desk_roster(d), d->now, e) || !check_newest(d, t, e) ||
	    !check_first(d->store, *ret_agreement, t, e))
		return false;
	*ret = t;
	t = NULL;
	return true;
}

struct taking {
	struct bytes note;
	const char *path;
	struct termination *termination;
	struct terminating_taken taken;
};

static void describe(struct act *a, const struct termination *t, const struct agreement *of)
{
	a->entry.statement = TERMINATION_TYPE;
	a->entry.statement_hash = &t->hash;
	a->entry.terms = agreement_terms(of, NULL, NULL);
	a->private.values[PRIVATE_REASON] = t->reason;
}

static bool take_body(struct act *a, void *context, struct error *e)
{
	struct taking *t = context;
	const struct agreement *of;
	if (!read_termination(a->desk, t->note, t->path, &t->termination, &of, e))
		return false;
	describe(a, t->termination, of);
	t->taken.from = t->termination->from;
	return terms_named_copy(&a->entry.terms, &t->taken.terms, e);
}

static bool take_logged(struct act *a, void *context, struct error *e)
{
	const struct taking *t = context;
	return terminations_add(a->desk->store, t->termination, a->index, e);
}

static const struct act_frame taking = {
	.kind = ACT_TERMINATION, .asked = ACT_OPEN, .body = take_body, .logged = take_logged
};

bool terminating_take(struct desk *d, struct bytes note, const char *path, struct terminating_taken *ret,
                      struct error *e)
{
	struct taking t = { .note = note, .path = path };
	bool done = act_run(d, &taking, &t, e);
	if (done)
		*ret = t.taken;
	else
		terms_named_clear(&t.taken.terms);
	termination_freep(&t.termination);
	return done;
}

bool terminating_is_due(struct desk *d, struct bytes note, const char *path)
{
	_cleanup_(termination_freep) struct termination *t = NULL;
	const struct agreement *of;
	struct error ignored;
	return read_termination(d, note, path, &t, &of, &ignored);
}

/* --- letters --- */

bool terminating_carry(struct store *s, const char *peer, struct bytes checkpoint,
                       struct termination_list *ret, struct package_content *content, struct error *e)
{
	struct checkpoint c;
	struct note n;
	/* A letter that is written again stands on its tree of then. */
	if (!note_parse(checkpoint, "checkpoint", &n, e) || !checkpoint_parse(n.text, &c, e) ||
	    !terminations_untold(s, peer, c.size, ret, e))
		return false;
	for (size_t i = 0; i < ret->count && i < LIMIT_PACKAGE_TERMINATIONS; i++)
		content->terminations[content->termination_count++] = buffer_bytes(&ret->list[i]->note);
	return true;
}

static const struct act_frame learning = {
	.kind = ACT_TERMINATION, .inner = true, .body = take_body, .logged = take_logged
};

/* Is it to be taken in? A failure is the store's. */
static bool is_news(struct desk *d, struct bytes note, bool *ret, struct error *e)
{
	_cleanup_(termination_freep) struct termination *t = NULL;
	const struct agreement *of;
	struct error why;
	*ret = read_termination(d, note, "termination", &t, &of, &why);
	if (*ret || error_is_refusal(why.code))
		return true;
	*e = why;
	return false;
}

bool terminating_learn(struct act *a, const struct buffer *notes, size_t count, uint64_t *ret_count,
                       struct error *e)
{
	for (size_t i = 0; i < count; i++) {
		struct taking t = { .note = buffer_bytes(&notes[i]), .path = "termination" };
		bool news;
		if (!is_news(a->desk, t.note, &news, e))
			return false;
		if (!news)
			continue;
		bool done = act_run_also(a, &learning, &t, e);
		termination_freep(&t.termination);
		terms_named_clear(&t.taken.terms);
		if (!done)
			return false;
		++*ret_count;
	}
	return true;
}

/* --- what it stops --- */

struct stopping {
	struct desk *desk;
	const struct agreement *of;
	struct terminating_stops stops;
	bool (*each)(void *context, const struct agreement *a, const struct terminating_stops *stops,
	             struct error *e);
	void *context;
};

static bool count_letter(void *context, const struct exchange_row *row, _unused_ struct error *e)
{
	struct stopping *s = context;
	if (!row->sent || !row->agreement || strcmp(row->agreement, s->of->id) != 0 ||
	    package_kind_is(row->kind, LETTER_OUTLIVES))
		return true;
	s->stops.pending += row->state == SENT_PENDING;
	s->stops.underway += row->state == SENT_OUT && package_kind_is(row->kind, LETTER_ON_TERMS);
	return true;
}

static bool count_request(void *context, const struct request_row *row, _unused_ struct error *e)
{
	struct stopping *s = context;
	if (row->is_answered || strcmp(row->agreement, s->of->id) != 0)
		return true;
	s->stops.asked += !row->sent;
	s->stops.asking += row->sent;
	return true;
}

static bool each_ended(void *context, const struct agreement *newest, struct error *e)
{
	struct stopping *s = context;
	_cleanup_(termination_freep) struct termination *t = NULL;
	struct error ignored;
	const struct agreement *a;
	if (!statements_agreement_at(s->desk->store, newest->id, s->desk->now, &a, e) ||
	    !terminations_of(s->desk->store, a, &t, e))
		return false;
	if (!t || (s->desk->now >= a->valid_from && !agreement_valid_at(a, s->desk->now, &ignored)))
		return true;
	s->of = a;
	s->stops = (struct terminating_stops){ .termination = t };
	return exchanges_each(s->desk->store, count_letter, s, e) &&
	       requests_each(s->desk->store, count_request, s, e) && s->each(s->context, a, &s->stops, e);
}

bool terminating_each(struct desk *d,
                      bool (*each)(void *context, const struct agreement *a,
                                   const struct terminating_stops *stops, struct error *e),
                      void *context, struct error *e)
{
	struct stopping s = { .desk = d, .each = each, .context = context };
	return statements_each_agreement(d->store, NULL, each_ended, &s, e);
}
