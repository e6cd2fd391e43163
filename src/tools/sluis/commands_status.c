/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* `sluis status`: what the unit has and can, which table of grounds grows old, its letters, what never came,
 * what was too much, and how much of its log somebody else has seen. */

#include "cli/label.h"
#include "exchange/restriction.h"
#include "exchange/screening.h"
#include "exchange/witnessing.h"
#include "store/arrivals.h"
#include "store/corrections.h"
#include "store/exchanges.h"
#include "store/refusals.h"
#include "store/statements.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/letter_state.h"
#include "tools/sluis/named.h"
#include "tools/sluis/status_tasks.h"
#include "trust/refusal.h"

#include <stdio.h>
#include <string.h>

const struct option status_options[] = {
	{ "log", 0, OPTION_FLAG, NULL, N_("all letters, who saw the log, and counts, too") },
	{ 0 },
};

/* What the rows of a table are told with, one after another. */
struct telling {
	struct session *session;
	struct account *a;
	struct desk *desk;
	char peer[128 + 1]; /* whose rows are going by */
	uint64_t from;
};

static void tell_facts(struct account *a, const struct desk *d, uint64_t records,
                       const struct correction_counts *c)
{
	const struct roster *roster = desk_roster(d);
	account_pair_number(a, "roster", _("roster version"), roster->version);
	account_pair_day(a, "roster_issued", _("roster issued"), roster->issued);
	account_pair_day(a, "roster_review_by", _("to be reviewed by"), roster->review_by);
	account_pair_yes(a, "ready", _("can exchange"), store_is_ready(d->store));
	account_pair_number(a, "log_size", _("log entries"), log_size(store_log(d->store)));
	account_blank(a);
	account_pair_number(a, "records", _("records"), records);
	account_pair_number(a, "corrections_due", c->due ? _("changed after they had left") : NULL, c->due);
	account_pair_number(a, "disputed", c->disputed ? _("disputed by other units") : NULL, c->disputed);
	account_pair_number(a, "corrections_kept",
	                    c->kept ? _("corrected here, kept as they were there") : NULL, c->kept);
	account_blank(a);
}

/* --- tables of grounds that somebody must read again, while an agreement rests on them --- */

static bool tell_table(void *context, const struct agreement *a, _unused_ struct error *e)
{
	struct telling *t = context;
	const struct grounds *g = a->pinned.grounds;
	enum grounds_age age = grounds_age(g, t->desk->now);
	if (age == GROUNDS_CURRENT)
		return true;
	account_cell(t->a, a->id);
	account_cell(t->a, grounds_id(g));
	account_cell_day(t->a, grounds_review_by(g));
	account_cell_words(t->a, age == GROUNDS_DUE ? "due" : "past",
	                   age == GROUNDS_DUE ? N_("the day comes") : N_("past: nothing is packed"));
	return true;
}

static bool tell_tables(struct telling *t, struct error *e)
{
	static const struct column columns[] = {
		{ "agreement", N_("agreement"), COLUMN_NAME },
		{ "grounds", N_("table of grounds"), COLUMN_NAME },
		{ "review_by", N_("to be read again by"), COLUMN_DATE },
		{ "state", N_("state"), COLUMN_STATE },
	};
	account_table(t->a, "tables_due", NULL, columns, ELEMENTS(columns));
	if (!screening_each_in_force(t->desk, tell_table, t, e))
		return false;
	account_table_end(t->a, NULL);
	return true;
}

/* --- letters --- */

/* What became of its clients at the unit that it went to. */
static bool tell_said(struct account *a, struct store *s, const struct exchange_row *row, struct error *e)
{
	uint64_t said[SAID_COUNT] = { 0 };
	if (row->sent && row->kind == PACKAGE_CASES && !outcomes_of_package(s, row->id, said, e))
		return false;
	for (size_t i = 0; i < SAID_COUNT; i++)
		account_cell_number(a, said[i]);
	return true;
}

static bool tell_letter(void *context, const struct exchange_row *row, struct error *e)
{
	struct telling *t = context;
	char id[2 * PACKAGE_ID_SIZE + 1];
	(void)e;
	hex_encode(bytes_of(row->id, PACKAGE_ID_SIZE), id);
	account_cell_words(t->a, row->sent ? "sent" : "received", row->sent ? N_("sent") : N_("received"));
	account_cell(t->a, row->peer);
	account_cell_number(t->a, row->sequence);
	account_cell_words(t->a, package_kind_name(row->kind), words_kind(package_kind_name(row->kind)));
	account_cell_day(t->a, row->created);
	account_cell_number(t->a, package_kind_is(row->kind, LETTER_ANSWERS) ? row->accepted : row->records);
	letter_state_cell(t->a, letter_state_of(row, t->desk->now));
	named_cell(t->session, ID_PACKAGE, id);
	return tell_said(t->a, t->desk->store, row, e);
}

static bool tell_letters(struct telling *t, struct error *e)
{
	static const struct column columns[] = {
		{ "direction", N_("direction"), COLUMN_STATE },
		{ "peer", N_("unit"), COLUMN_NAME },
		{ "sequence", N_("number"), COLUMN_NUMBER },
		{ "kind", N_("kind"), COLUMN_STATE },
		{ "created", N_("made"), COLUMN_DATE },
		{ "records", N_("records"), COLUMN_NUMBER },
		{ "state", N_("state"), COLUMN_STATE },
		{ "id", N_("package"), COLUMN_ID },
		{ "accepted", N_("accepted"), COLUMN_NUMBER },
		{ "declined", N_("declined"), COLUMN_NUMBER },
		{ "done", N_("purpose fulfilled"), COLUMN_NUMBER },
	};
	account_table(t->a, "exchanges", NULL, columns, ELEMENTS(columns));
	if (!exchanges_each(t->desk->store, tell_letter, t, e))
		return false;
	account_table_end(t->a, NULL);
	return true;
}

static bool tell_gap(void *context, const char *peer, uint64_t first, uint64_t last, struct error *e)
{
	struct telling *t = context;
	(void)e;
	account_cell(t->a, peer);
	account_cell_number(t->a, first);
	account_cell_number(t->a, last);
	return true;
}

static bool tell_gaps(struct telling *t, struct error *e)
{
	static const struct column columns[] = {
		{ "peer", N_("never came from"), COLUMN_NAME },
		{ "first", N_("from number"), COLUMN_NUMBER },
		{ "last", N_("to number"), COLUMN_NUMBER },
	};
	account_table(t->a, "gaps", NULL, columns, ELEMENTS(columns));
	if (!exchanges_gaps(t->desk->store, tell_gap, t, e))
		return false;
	account_table_end(t->a, NULL);
	return true;
}

/* Of what left from here and was too much, each thing has its row: an incident to look into. */
static bool tell_refusal(void *context, struct bytes raw, struct error *e)
{
	struct telling *t = context;
	_cleanup_(refusal_clear) struct refusal r = { 0 };
	struct note note;
	if (!note_parse(raw, "refusal", &note, e) || !refusal_parse(&note, &r, e))
		return false;
	for (size_t i = 0; i < r.reason_count; i++) {
		account_cell(t->a, r.receiver);
		account_cell_number(t->a, r.sequence);
		account_cell_day(t->a, r.refused);
		account_cell_words(t->a, r.reasons[i].what,
		                   label_of_name(t->desk->catalogue, r.reasons[i].what));
		account_cell_number(t->a, r.reasons[i].records);
		account_cell(t->a, r.reasons[i].rule);
	}
	return true;
}

static bool tell_refusals(struct telling *t, struct error *e)
{
	static const struct column columns[] = {
		{ "peer", N_("refused by"), COLUMN_NAME },   { "sequence", N_("number"), COLUMN_NUMBER },
		{ "refused", N_("on"), COLUMN_DATE },        { "field", N_("too much: field"), COLUMN_NAME },
		{ "records", N_("records"), COLUMN_NUMBER }, { "rule", N_("rule"), COLUMN_ID },
	};
	account_table(t->a, "refusals", NULL, columns, ELEMENTS(columns));
	if (!refusals_each(t->desk->store, tell_refusal, t, e))
		return false;
	account_table_end(t->a, NULL);
	return true;
}

/* --- witnesses: who has seen how much of this log, and how much of the other units' logs was seen here ---
 */

static bool tell_witness(void *context, const struct cosigned_row *row, struct error *e)
{
	struct telling *t = context;
	struct tail tail;
	if (!row->largest)
		return true;
	if (!witnessing_tail(t->desk->store, row->witness, &tail, e))
		return false;
	account_cell(t->a, row->witness);
	account_cell_number(t->a, row->size);
	account_cell_day(t->a, row->when);
	account_cell_number(t->a, tail.entries);
	account_cell_day(t->a, tail.oldest);
	return true;
}

static bool tell_witnesses(struct telling *t, struct error *e)
{
	static const struct column columns[] = {
		{ "witness", N_("witness"), COLUMN_NAME },
		{ "size", N_("has seen entries"), COLUMN_NUMBER },
		{ "signed", N_("on"), COLUMN_DATE },
		{ "unseen", N_("not yet"), COLUMN_NUMBER },
		{ "since", N_("the oldest of"), COLUMN_DATE },
	};
	struct tail tail;
	if (!witnessing_tail(t->desk->store, NULL, &tail, e))
		return false;
	account_pair_number(t->a, "unwitnessed", _("log entries that nobody else has seen"), tail.entries);
	account_pair_day(t->a, "unwitnessed_since", _("the oldest of them is of"), tail.oldest);
	account_blank(t->a);
	account_table(t->a, "witnesses", NULL, columns, ELEMENTS(columns));
	if (!witnesses_each_cosigned(t->desk->store, tell_witness, t, e))
		return false;
	account_table_end(t->a, NULL);
	return true;
}

static bool tell_seen_row(void *context, const struct seen_row *row, struct error *e)
{
	struct telling *t = context;
	(void)e;
	if (strcmp(t->peer, row->peer) != 0) {
		snprintf(t->peer, sizeof t->peer, "%s", row->peer);
		t->from = row->size;
	}
	if (!row->largest)
		return true;
	account_cell(t->a, row->peer);
	account_cell_number(t->a, row->size);
	account_cell_number(t->a, t->from);
	account_cell_day(t->a, row->seen);
	return true;
}

static bool tell_seen(struct telling *t, struct error *e)
{
	static const struct column columns[] = {
		{ "peer", N_("log of"), COLUMN_NAME },
		{ "size", N_("entries seen here"), COLUMN_NUMBER },
		{ "from", N_("witnessed from entry"), COLUMN_NUMBER },
		{ "seen", N_("on"), COLUMN_DATE },
	};
	account_table(t->a, "seen", NULL, columns, ELEMENTS(columns));
	if (!witnesses_each_seen(t->desk->store, tell_seen_row, t, e))
		return false;
	account_table_end(t->a, NULL);
	return true;
}

/* --- what waits for a decision: which records they are, `restriction list` shows, and logs --- */

static void tell_overdue(struct account *a, const struct restriction_counts *n)
{
	if (!n->overdue)
		return;
	account_pair_number(a, "undecided_overdue", _("undecided for more than 30 days"), n->overdue);
	account_blank(a);
}

static void tell_undecided(struct account *a, const struct arrival_counts *n)
{
	if (!n->overdue)
		return;
	account_pair_number(a, "unaccepted_overdue", _("arrived, and past the term to accept or decline"),
	                    n->overdue);
	account_blank(a);
}

static void tell_restricted(struct account *a, const struct restriction_counts *n)
{
	if (!n->waiting && !n->kept)
		return;
	account_pair_number(a, "restricted", _("restricted records"), n->waiting + n->kept);
	account_pair_number(a, "undecided", _("to be decided on"), n->waiting);
	account_pair_day(a, "decide_by", _("the first of them by"),
	                 n->first ? n->first + RESTRICTION_DAYS * SECONDS_A_DAY : 0);
	account_blank(a);
}

/* Counts, letters, witnesses: for people when they ask for it, for programs always. */
static bool tell_details(struct telling *t, const struct restriction_counts *restricted, struct error *e)
{
	tell_restricted(t->a, restricted);
	return tell_tables(t, e) && tell_letters(t, e) && tell_gaps(t, e) && tell_refusals(t, e) &&
	       tell_witnesses(t, e) && tell_seen(t, e);
}

bool status(struct session *s, struct error *e)
{
	struct telling t = { .session = s, .a = s->out, .desk = s->desk };
	struct restriction_counts restricted;
	struct correction_counts corrections;
	struct arrival_counts arrived;
	uint64_t records;
	moment before = s->desk->now - RESTRICTION_DAYS * SECONDS_A_DAY;
	if (!records_count(s->desk->store, &records, e) ||
	    !restrictions_count(s->desk->store, before, &restricted, e) ||
	    !corrections_count(s->desk->store, &corrections, e) ||
	    !arrivals_count(s->desk->store, s->desk->now, &arrived, e))
		return false;
	unsigned details = invocation_flag(s->in, "log") ? ACCOUNT_TEXT | ACCOUNT_JSON : ACCOUNT_JSON;
	tell_overdue(s->out, &restricted);
	tell_undecided(s->out, &arrived);
	account_pair(s->out, "unit", _("unit"), store_unit(s->desk->store));
	account_only(s->out, details);
	tell_facts(s->out, s->desk, records, &corrections);
	account_for_all(s->out);
	account_blank(s->out);
	if (!status_tell_tasks(s, &restricted, &arrived, e))
		return false;
	account_blank(s->out);
	if (!(details & ACCOUNT_TEXT))
		account_line(s->out, "%s",
		             _("`sluis status --log` shows all letters, who saw the log, and counts."));
	account_only(s->out, details);
	bool ok = tell_details(&t, &restricted, e);
	account_for_all(s->out);
	return ok;
}
