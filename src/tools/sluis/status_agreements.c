/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/status_agreements.h"

#include "cli/words.h"
#include "exchange/desk.h"
#include "exchange/screening.h"
#include "exchange/terminating.h"
#include "report/account.h"
#include "store/statements.h"
#include "tools/sluis/status_row.h"

#include <string.h>

#define REVIEW_AHEAD (60 * SECONDS_A_DAY) /* so long before its day, and behind it, a review is told of */
#define END_AHEAD (90 * SECONDS_A_DAY)    /* time for a new agreement to be signed by all */

struct telling {
	struct session *session;
	uint64_t count;
};

static bool tell(struct telling *t, const char *task, const char *id, moment before, char *sentence,
                 struct error *e)
{
	if (!status_row_own(t->session, &t->count, task, id, sentence, e))
		return false;
	account_cell_day(t->session->out, before);
	return true;
}

/* --- ended by one controller --- */

static void append_some(struct buffer *out, const char *words, uint64_t count)
{
	if (count)
		buffer_printf(out, "%s%s: %llu", out->size ? ", " : "", words, (unsigned long long)count);
}

/* Behind the end there is something to do only for what it stopped. */
static bool tell_ended(void *context, const struct agreement *a, const struct terminating_stops *s,
                       struct error *e)
{
	struct telling *t = context;
	const struct termination *by = s->termination;
	_cleanup_(buffer_clear) struct buffer stops = { 0 };
	bool ahead = t->session->desk->now < by->from;
	append_some(&stops, _("packages that wait for a second person"), s->pending);
	append_some(&stops, _("requests to answer"), s->asked);
	append_some(&stops, _("requests without an answer"), s->asking);
	append_some(&stops, _("packages under way, of which those made before are opened"), s->underway);
	if (!buffer_ok(&stops, e))
		return false;
	if (!ahead && !stops.size)
		return true;
	const char *what = stops.size ? buffer_string(&stops) : _("nothing that waits or is under way");
	return tell(t, ahead ? "agreement-ends" : "agreement-ended", a->id, ahead ? by->from : 0,
	            ahead ? string_printf(_("%s ends %s (%s). That stops: %s"), by->controller, a->id,
	                                  by->reason, what)
	                  : string_printf(_("%s ended %s (%s). That stops: %s"), by->controller, a->id,
	                                  by->reason, what),
	            e);
}

/* --- its days come --- */

struct next {
	const struct agreement *of;
	bool there;
};

/* A later version, or one that takes its place, and is here already. */
static bool is_next(void *context, const struct agreement *newest, _unused_ struct error *e)
{
	struct next *n = context;
	const char *other;
	n->there = n->there || agreement_takes_over(newest, n->of, &other) ||
	           (strcmp(newest->id, n->of->id) == 0 && newest->version > n->of->version);
	return true;
}

static bool tell_days(void *context, const struct agreement *a, struct error *e)
{
	struct telling *t = context;
	struct desk *d = t->session->desk;
	struct next n = { .of = a };
	moment review = a->evaluation - d->now, end = a->valid_until - d->now;
	if (!statements_each_agreement(d->store, NULL, is_next, &n, e))
		return false;
	if (n.there)
		return true;
	if (a->evaluation && review <= REVIEW_AHEAD && review > -REVIEW_AHEAD &&
	    !tell(t, "agreement-review", a->id, a->evaluation,
	          string_printf(_("Ask the officers to review %s, as was agreed"), a->id), e))
		return false;
	return end > END_AHEAD ||
	       tell(t, "agreement-last-day", a->id, a->valid_until,
	            string_printf(_("Ask the officers for what comes after %s: its last day comes"), a->id),
	            e);
}

bool status_tell_agreements(struct session *s, uint64_t *count, struct error *e)
{
	struct telling t = { .session = s };
	if (!terminating_each(s->desk, tell_ended, &t, e) ||
	    !screening_each_in_force(s->desk, tell_days, &t, e))
		return false;
	*count += t.count;
	return true;
}
