/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/written.h"
#include "cli/label.h"
#include "exchange/handover.h"
#include "exchange/reading.h"
#include "io/file.h"
#include "io/terminal.h"
#include "store/arrivals.h"
#include "store/statements.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/named.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Case records: `sluis list`, `show`, `search` and `export`. */

#define LIST_LIMIT 100u
#define LIST_MOST 1000000u
#define SEARCH_TERMS_MAX 1024u

const struct option list_options[] = {
	SELECTION_OPTIONS,
	{ "limit", 0, OPTION_VALUE, "N", N_("show at most so many; 100 unless told otherwise") },
	{ 0 },
};
const struct option show_options[] = {
	{ "history", 0, OPTION_FLAG, NULL, N_("what it superseded, too") },
	{ "to-client", 0, OPTION_FLAG, NULL,
	  N_("the client asks to see it: shows a restricted record, too, and the log tells why") },
	{ 0 },
};
const struct option search_options[] = {
	{ "limit", 0, OPTION_VALUE, "N", N_("show at most so many; 100 unless told otherwise") },
	{ 0 },
};
const struct option export_options[] = {
	SELECTION_OPTIONS,
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("write here, in the clear") },
	{ "force", 0, OPTION_FLAG, NULL, N_("replace FILE") },
	{ 0 },
};

/* --- list, show, search --- */

struct listing {
	struct session *session;
	uint64_t shown;
};

static const char *text_of(const struct record *r, enum role role, char *out, size_t size)
{
	struct bytes value = record_role(r, role);
	snprintf(out, size, "%.*s", (int)value.size, value.data ? (const char *)value.data : "");
	return out;
}

static bool list_row(void *context, const struct stored_record *stored, struct error *e)
{
	struct listing *l = context;
	_cleanup_(record_clear) struct record r = { 0 };
	_cleanup_(buffer_wipe) struct buffer name = { 0 };
	struct account *o = l->session->out;
	char text[256];
	if (!record_recall(l->session->desk->catalogue, stored->json, stored->id, &r, e))
		return false;
	name_append(&name, &r);
	named_cell(l->session, ID_RECORD, stored->id);
	account_cell(o, text_of(&r, ROLE_LAW, text, sizeof text));
	account_cell_buffer(o, &name);
	account_cell(o, text_of(&r, ROLE_BIRTH, text, sizeof text));
	account_cell(o, text_of(&r, ROLE_CASE, text, sizeof text));
	account_cell(o, stored->package ? stored->source : "");
	account_cell_day(o, stored->retain_until);
	account_cell_words(o, stored->restricted ? "yes" : "", stored->restricted ? N_("yes") : "");
	const bool waits = stored->arrival == ARRIVAL_WAITS;
	account_cell_words(o, waits ? "arrived" : "", waits ? N_("to be accepted") : "");
	l->shown++;
	return true;
}

static void start_listing(struct account *a)
{
	static const struct column columns[] = {
		{ "id", N_("record"), COLUMN_ID },
		{ "wet", N_("law"), COLUMN_STATE },
		{ "name", N_("name"), COLUMN_NAME },
		{ "birth", N_("born"), COLUMN_DATE },
		{ "case", N_("case"), COLUMN_ID },
		{ "from", N_("from"), COLUMN_NAME },
		{ "retain_until", N_("keep until"), COLUMN_DATE, ACCOUNT_JSON },
		{ "restricted", N_("restricted"), COLUMN_STATE },
		{ "arrival", N_("arrived"), COLUMN_STATE },
	};
	account_table(a, "records", NULL, columns, ELEMENTS(columns));
}

bool list(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct desk *d = s->desk;
	_cleanup_(selection_options_clear) struct selection_options chosen = { 0 };
	uint64_t limit, total;
	bool none = !invocation_flag(in, "all") && !invocation_value(in, "record") &&
	            !invocation_value(in, "select-from");
	if (none)
		chosen.selection.kind = SELECT_ALL;
	else if (!selection_options_read(s, &chosen, e))
		return false;
	if (!invocation_number(in, "limit", LIST_LIMIT, 1, LIST_MOST, &limit, e))
		return false;
	struct listing l = { .session = s };
	start_listing(o);
	if (!reading_list(d, &chosen.selection, limit, &total, list_row, &l, e))
		return false;
	account_table_end(o, NULL);
	account_pair_number(o, "total", NULL, total);
	if (total > l.shown)
		account_line(o,
		             ngettext("%llu of %llu record; --limit N shows more",
		                      "%llu of %llu records; --limit N shows more", (unsigned long)total),
		             (unsigned long long)l.shown, (unsigned long long)total);
	else
		account_line(o, ngettext("%llu record", "%llu records", (unsigned long)total),
		             (unsigned long long)total);
	return true;
}

static void show_fields(struct account *o, const struct record *r)
{
	for (size_t i = 0; i < catalogue_size(r->catalogue); i++) {
		const struct field *f = catalogue_field(r->catalogue, i);
		_cleanup_(string_freep) char *value =
			r->values[i].data ? string_of_bytes(r->values[i]) : NULL;
		if (value)
			account_pair(o, NULL, label_of(f), value);
	}
}

/* --- where it stands: here, and at the units that it went to --- */

static bool tell_outcome(void *context, const struct outcome_row *row, _unused_ struct error *e)
{
	struct account *o = context;
	account_cell(o, row->peer);
	account_cell(o, row->purpose);
	account_cell_words(o, client_outcome_name(row->said), client_outcome_words(row->said));
	account_cell_words(o, decline_reason_name(row->reason), decline_reason_words(row->reason));
	account_cell_day(o, row->when);
	return true;
}

static bool tell_outcomes(struct session *s, const char *record, struct error *e)
{
	static const struct column columns[] = {
		{ "unit", N_("at"), COLUMN_NAME },
		{ "purpose", N_("purpose"), COLUMN_NAME },
		{ "outcome", N_("what became of it"), COLUMN_STATE },
		{ "reason", N_("reason"), COLUMN_STATE },
		{ "said", N_("on"), COLUMN_DATE },
	};
	account_table(s->out, "outcomes", NULL, columns, ELEMENTS(columns));
	if (!outcomes_of_record(s->desk->store, record, tell_outcome, s->out, e))
		return false;
	account_table_end(s->out, NULL);
	return true;
}

static bool tell_arrival(struct session *s, const char *record, struct error *e)
{
	static const struct {
		const char *name, *words;
	} states[ARRIVAL_COUNT] = {
		[ARRIVAL_WAITS] = { "arrived", N_("to be accepted") },
		[ARRIVAL_ACCEPTED] = { "accepted", N_("accepted") },
		[ARRIVAL_DONE] = { "done", N_("purpose fulfilled") },
	};
	struct arrival_row row;
	if (!arrival_of(s->desk->store, record, &row, e))
		return false;
	account_pair_words(s->out, "arrival", _("arrived"), states[row.state].name, states[row.state].words);
	if (row.state == ARRIVAL_WAITS)
		account_pair_day(s->out, "accept_by", _("accept or decline by"), row.decide_by);
	if (row.state == ARRIVAL_DONE)
		account_pair_day(s->out, "done", _("fulfilled on"), row.done);
	return true;
}

/* Which unit directs the case, as far as it is known here. */
static bool tell_direction(struct session *s, const struct stored_record *stored, const struct record *r,
                           struct error *e)
{
	static const struct {
		const char *name, *words;
	} states[DIRECTING_STATE_COUNT] = {
		[DIRECTING_ELSEWHERE] = { "elsewhere", N_("elsewhere") },
		[DIRECTING_HERE] = { "here", N_("directed here") },
		[DIRECTING_GIVEN] = { "given", N_("handed over") },
		[DIRECTING_ASKING] = { "asking", N_("asked who directs it") },
	};
	struct handover_standing h;
	struct account *o = s->out;
	if (!handover_standing(s->desk, stored, r, &h, e))
		return false;
	const enum directing_state state = h.row.directing.state;
	const bool here = state == DIRECTING_HERE;
	if (!h.kept && !here && !*h.row.peer)
		return true;
	if (!h.certain)
		account_pair_words(
			o, "directing", _("direction of the case"), "uncertain",
			N_("not certain since a backup was restored: ask with `sluis handover --ask`"));
	else
		account_pair_words(o, "directing", _("direction of the case"), states[state].name,
		                   states[state].words);
	if (h.certain && state != DIRECTING_ASKING)
		account_pair(o, "director", _("directed by"), here ? store_unit(s->desk->store) : h.row.peer);
	if (h.kept)
		account_pair_day(o, "directing_since", _("since"), h.row.since);
	return true;
}

static bool tell_standing(struct session *s, const struct stored_record *stored, const struct record *r,
                          struct error *e)
{
	if (!tell_direction(s, stored, r, e))
		return false;
	return !stored->package || tell_arrival(s, stored->id, e);
}

/* For whom it came, where one of the two units acts for another controller. */
static bool tell_acts_for(struct session *s, const struct stored_record *stored, struct error *e)
{
	const struct agreement *a;
	if (!statements_agreement_at(s->desk->store, stored->agreement, stored->taken_in, &a, e))
		return e->code == ERR_AGREEMENT_UNKNOWN;
	const struct agreement_purpose *p = agreement_purpose(a, stored->purpose);
	if (p && p->acts_for)
		account_pair(s->out, "acts_for", _("acts for"), p->acts_for);
	return true;
}

static bool show_record(void *context, const struct stored_record *stored, struct error *e)
{
	struct listing *l = context;
	struct account *o = l->session->out;
	_cleanup_(record_clear) struct record r = { 0 };
	if (!record_recall(l->session->desk->catalogue, stored->json, stored->id, &r, e))
		return false;
	if (l->shown++)
		account_blank(o);
	account_item(o, NULL, NULL);
	named_pair(l->session, "id", _("record"), ID_RECORD, stored->id);
	account_pair(o, "source", stored->package ? _("received from") : _("source"), stored->source);
	account_pair_day(o, "taken_in", _("taken in"), stored->taken_in);
	if (stored->superseded)
		account_pair_yes(o, "superseded", _("superseded"), true);
	if (stored->restricted)
		account_pair_yes(o, "restricted", _("restricted"), true);
	if (!stored->superseded && !tell_standing(l->session, stored, &r, e))
		return false;
	if (stored->package) {
		account_pair(o, "package", _("package"), stored->package);
		account_pair(o, "agreement", _("agreement"), stored->agreement);
		account_pair(o, "purpose", _("purpose"), stored->purpose);
		if (!tell_acts_for(l->session, stored, e))
			return false;
	}
	if (stored->retain_until)
		account_pair_day(o, "retain_until", _("keep until"), stored->retain_until);
	account_raw(o, "record", stored->json);
	show_fields(o, &r);
	if (!stored->package && !stored->superseded && !tell_outcomes(l->session, stored->id, e))
		return false;
	account_item_end(o);
	return true;
}

bool show(struct session *s, struct error *e)
{
	struct account *o = s->out;
	struct listing l = { .session = s };
	char id[ID_DIGITS + 1];
	if (!named_find(s, ID_RECORD, invocation_argument(s->in, 0), id, e))
		return false;
	account_list(o, "records");
	if (!reading_show(s->desk, id, invocation_flag(s->in, "history"), invocation_flag(s->in, "to-client"),
	                  show_record, &l, e))
		return false;
	account_list_end(o);
	return true;
}

/* Search terms say who is looked for: they are typed, or read from standard input, never an argument. */
static bool read_terms(struct buffer *ret, struct error *e)
{
	if (isatty(STDIN_FILENO))
		return terminal_read_line(_("Search for: "), ret, e);
	_cleanup_(buffer_wipe) struct buffer raw = { 0 };
	struct fd_stream in = { STDIN_FILENO, "-" };
	return source_drain(fd_source(&in), SEARCH_TERMS_MAX, &raw, e) &&
	       text_read_words(buffer_bytes(&raw), NULL, ret, e);
}

bool search(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct desk *d = s->desk;
	_cleanup_(buffer_clear) struct buffer terms = { 0 };
	uint64_t limit;
	if (!invocation_number(in, "limit", LIST_LIMIT, 1, LIST_MOST, &limit, e) || !read_terms(&terms, e))
		return false;
	struct listing l = { .session = s };
	start_listing(o);
	if (!reading_search(d, buffer_bytes(&terms), limit, list_row, &l, e))
		return false;
	account_table_end(o, NULL);
	account_line(o, ngettext("%llu record found", "%llu records found", (unsigned long)l.shown),
	             (unsigned long long)l.shown);
	return true;
}

bool export(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct desk *d = s->desk;
	_cleanup_(selection_options_clear) struct selection_options chosen = { 0 };
	const char *path = invocation_value(in, "output");
	uint64_t count, restricted, arrived;
	if (!path)
		return error_set(e, ERR_USAGE, "-o", "%s", N_("the file to write"));
	if (!selection_options_read(s, &chosen, e) ||
	    !reading_export(d, &chosen.selection, path, invocation_flag(in, "force"), &count, &restricted,
	                    &arrived, e))
		return false;
	account_pair(o, "file", _("written"), path);
	account_pair_number(o, "records", _("records"), count);
	if (restricted)
		account_pair_number(o, "restricted", _("left out: restricted"), restricted);
	if (arrived)
		account_pair_number(o, "arrived", _("left out: not accepted yet"), arrived);
	account_line(o, "%s", _("This file is not encrypted: remove it when it has served its purpose."));
	return true;
}
