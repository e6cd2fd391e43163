/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/retaining.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/destruction_account.h"
#include "tools/sluis/named.h"

/* How long records are kept, and what happens on the day: `sluis retention`. */

#define REASON_OPTION \
	{ \
		"reason", 0, OPTION_VALUE, "TEXT", \
			N_("why, in one line; it goes into the log, in private, so name no client") \
	}
#define LIST_OPTION(words) \
	{ \
		"output", 'o', OPTION_OUTPUT, "FILE", words \
	}
const struct option retention_list_options[] = {
	{ "due", 0, OPTION_VALUE, "N",
	  N_("also those whose term is over within so many days; 30 when left out") },
	{ 0 },
};
const struct option retention_run_options[] = {
	{ "today", 0, OPTION_VALUE, "DAY",
	  N_("what day it is; asked for where nothing was done here for forty days, since a clock that is "
	     "wrong would destroy for good") },
	LIST_OPTION(N_("write the list of destruction as FILE.txt and FILE.html")),
	{ 0 },
};
const struct option retention_report_options[] = {
	{ "entry", 0, OPTION_VALUE, "N",
	  N_("of the run that the log told in this entry; the last when left out") },
	LIST_OPTION(N_("as FILE.txt and FILE.html; shown when left out")),
	{ 0 },
};
const struct option retention_reason_options[] = { REASON_OPTION, { 0 } };
const struct option retention_extend_options[] = {
	{ "until", 0, OPTION_VALUE, "DAY", N_("the day on which it is to go") },
	REASON_OPTION,
	{ 0 },
};

struct telling {
	struct session *session;
	uint64_t days;
};

static bool tell_record(void *context, const struct kept_record *k, _unused_ struct error *e)
{
	struct telling *t = context;
	struct account *a = t->session->out;
	enum retention_state state = retention_state(k->until, k->held != 0, t->session->desk->now, t->days);
	named_cell(t->session, ID_RECORD, k->id);
	account_cell(a, k->received ? k->source : "");
	account_cell(a, k->purpose);
	account_cell_day(a, k->until);
	account_cell_words(a, retention_state_name(state), retention_state_words(state));
	account_cell(a, k->reason ? k->reason : "");
	account_cell(a, k->person ? k->person : "");
	return true;
}

bool retention_list_command(struct session *s, struct error *e)
{
	static const struct column columns[] = {
		{ "id", N_("record"), COLUMN_ID },         { "from", N_("received from"), COLUMN_NAME },
		{ "purpose", N_("purpose"), COLUMN_NAME }, { "until", N_("goes on"), COLUMN_DATE },
		{ "state", N_("term"), COLUMN_STATE },     { "reason", N_("held since"), COLUMN_TEXT },
		{ "person", N_("held by"), COLUMN_NAME },
	};
	struct telling t = { .session = s };
	if (!invocation_number(s->in, "due", 30, 0, 36600, &t.days, e))
		return false;
	account_table(s->out, "terms", NULL, columns, ELEMENTS(columns));
	if (!retaining_list(s->desk, t.days, tell_record, &t, e))
		return false;
	account_table_end(s->out, _("No term is over or nearly so, and nothing is held."));
	return true;
}

static void tell_run(struct session *s, const struct retaining_run *r)
{
	struct account *o = s->out;
	account_pair_number(o, "destroyed_count", _("records destroyed"), r->purged.records);
	account_pair_number(o, "held", _("due, and held"), r->held);
	account_pair_number(o, "private_parts", _("entries that no longer tell whom they are about"),
	                    r->purged.private_parts);
	account_pair_number(o, "declarations", _("declarations of who isn't a client here any more"),
	                    r->purged.declarations);
	if (r->purged.declarations_kept)
		account_pair_number(o, "declarations_kept",
		                    _("of these kept, withdrawn, until no package can rest on them"),
		                    r->purged.declarations_kept);
	if (!r->settled)
		invocation_say(s->in, "%s",
		               _("warning: another program reads the store; the write-ahead log is emptied "
		                 "when the last one closes it"));
}

/* With what the run says of itself before it: told, and written where that was asked for. */
bool retention_run_command(struct session *s, struct error *e)
{
	const char *base = invocation_value(s->in, "output");
	struct retaining_run r;
	moment today;
	if (!invocation_day(s->in, "today", 0, &today, e) || !retaining_run(s->desk, today, &r, e))
		return false;
	tell_run(s, &r);
	if (!r.purged.records) {
		account_pair_number(s->out, "entry", _("told in entry"), r.entry);
		return true;
	}
	account_blank(s->out);
	if (!destruction_tell(s, s->out, r.entry, e))
		return false;
	if (!base)
		return true;
	account_pair(s->out, "file", _("written"), base);
	return destruction_write(s, base, r.entry, e) || session_tell_cut_off(s, true);
}

bool retention_report_command(struct session *s, struct error *e)
{
	const char *base = invocation_value(s->in, "output");
	uint64_t entry;
	if (!invocation_number(s->in, "entry", 0, 1, INT64_MAX, &entry, e))
		return false;
	if (!base)
		return destruction_tell(s, s->out, entry, e);
	account_pair(s->out, "file", _("written"), base);
	return destruction_write(s, base, entry, e);
}

/* What all three tell. */
static bool find(struct session *s, char ret[ID_DIGITS + 1], struct error *e)
{
	return named_find(s, ID_RECORD, invocation_argument(s->in, 0), ret, e);
}

static bool tell_change(struct session *s, const char *id, const char *token, const char *words)
{
	named_pair(s, "id", _("record"), ID_RECORD, id);
	account_pair_words(s->out, "term", _("term"), token, words);
	return true;
}

bool retention_hold_command(struct session *s, struct error *e)
{
	char id[ID_DIGITS + 1];
	return invocation_wants(s->in, e, "reason") && find(s, id, e) &&
	       retaining_hold(s->desk, id, invocation_value(s->in, "reason"), e) &&
	       tell_change(s, id, "held", N_("held: it doesn't go before it is released"));
}

bool retention_release_command(struct session *s, struct error *e)
{
	char id[ID_DIGITS + 1];
	return find(s, id, e) && retaining_release(s->desk, id, e) &&
	       tell_change(s, id, "released", N_("released: it goes when its term is over"));
}

bool retention_extend_command(struct session *s, struct error *e)
{
	char id[ID_DIGITS + 1];
	moment until;
	if (!invocation_wants(s->in, e, "until", "reason") || !invocation_day(s->in, "until", 0, &until, e) ||
	    !find(s, id, e) || !retaining_extend(s->desk, id, until, invocation_value(s->in, "reason"), e) ||
	    !tell_change(s, id, "extended", N_("longer")))
		return false;
	account_pair_day(s->out, "until", _("goes on"), until);
	return true;
}
