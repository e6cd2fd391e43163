/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/status_rights.h"

#include "cli/words.h"
#include "exchange/client_report.h"
#include "report/account.h"
#include "store/breaches.h"
#include "store/retention.h"
#include "store/right_requests.h"
#include "tools/sluis/status_row.h"
#include "trust/retention_term.h"

#include <stdio.h>

struct telling {
	struct session *session;
	uint64_t count;
	uint64_t over; /* records whose term is, and that nothing holds */
	moment first;
};

static bool tell(struct telling *t, const char *task, const char *id, moment before, char *sentence,
                 struct error *e)
{
	if (!status_row_own(t->session, &t->count, task, id, sentence, e))
		return false;
	account_cell_moment(t->session->out, before);
	return true;
}

static bool tell_request(void *context, const struct right_request *r, struct error *e)
{
	struct telling *t = context;
	moment due = right_request_due(r);
	char number[24];
	snprintf(number, sizeof number, "%llu", (unsigned long long)r->number);
	const char *words = _(right_words(r->right));
	bool late = t->session->desk->now >= due + SECONDS_A_DAY;
	moment made;
	if (!client_report_made(t->session->desk->store, r->number, &made, e))
		return false;
	char *sentence =
		made ? string_printf(
			       _("Hand over the report for client request %s, then `sluis client answer "
	                         "%s`"),
			       number, number)
		: late ? string_printf(_("Too late: answer client request %s (%s): `sluis client requests`"),
	                               number, words)
		       : string_printf(_("Answer client request %s (%s): `sluis client requests`"), number,
	                               words);
	return tell(t, "request", number, due, sentence, e);
}

static bool count_over(void *context, const struct kept_record *k, _unused_ struct error *e)
{
	struct telling *t = context;
	if (retention_state(k->until, k->held != 0, t->session->desk->now, 0) != RETENTION_DUE)
		return true;
	t->first = t->over++ ? t->first : retention_day(k->until);
	return true;
}

static char *breach_sentence(const struct telling *t, const struct breach *b, const char *number)
{
	if (!b->reported && !b->not_reported)
		return t->session->desk->now >= breach_due(b->learned)
		               ? string_printf(_("Too late: report breach %s to the AP, or put down why not: "
		                                 "`sluis incident note`"),
		                               number)
		               : string_printf(_("Report breach %s to the AP, or put down why not: `sluis "
		                                 "incident note`"),
		                               number);
	if (!b->told && !b->not_told)
		return string_printf(
			_("Tell the clients of breach %s, or put down why not: `sluis incident note`"),
			number);
	return string_printf(_("Close breach %s: `sluis incident close`"), number);
}

/* Until the AP was told, or it was said why not, its hours; then the clients, then that it can be closed. */
static bool tell_breach(void *context, const struct breach *b, struct error *e)
{
	struct telling *t = context;
	bool waits = !b->reported && !b->not_reported;
	char number[24];
	if (b->closed)
		return true;
	snprintf(number, sizeof number, "%llu", (unsigned long long)b->number);
	return tell(t, "breach", number, waits ? breach_due(b->learned) : 0, breach_sentence(t, b, number),
	            e);
}

bool status_tell_rights(struct session *s, uint64_t *count, struct error *e)
{
	struct telling t = { .session = s };
	struct store *store = s->desk->store;
	moment behind = s->desk->now - s->desk->now % SECONDS_A_DAY + SECONDS_A_DAY;
	if (!breaches_each(store, tell_breach, &t, e) ||
	    !right_requests_each(store, true, tell_request, &t, e) ||
	    !retention_each(store, behind, count_over, &t, e))
		return false;
	if (t.over &&
	    !tell(&t, "destroy", NULL, t.first,
	          string_printf(ngettext("Destroy %llu record whose term is over: `sluis retention run`",
	                                 "Destroy %llu records whose terms are over: `sluis retention run`",
	                                 t.over),
	                        (unsigned long long)t.over),
	          e))
		return false;
	*count += t.count;
	return true;
}
