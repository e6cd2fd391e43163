/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* `sluis request`, `requests` and `answer`: what one unit asks of another, what came of it, and the answer.
 */

#include "cli/label.h"
#include "cli/words.h"
#include "exchange/answering.h"
#include "exchange/asking.h"
#include "exchange/reading.h"
#include "io/file.h"
#include "record/date.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/letter_state.h"
#include "tools/sluis/named.h"
#include "tools/sluis/requests_account.h"

#include <stdlib.h>
#include <string.h>

const struct option request_options[] = {
	{ "record", 0, OPTION_VALUES, "ID…",
	  N_("the clients of these records, by the ids that `sluis list` shows, or their beginnings, or case "
	     "numbers") },
	{ "select-from", 0, OPTION_VALUE, "FILE",
	  N_("the clients whose BSNs stand in FILE, one a line; - is standard input") },
	{ "from", 0, OPTION_VALUE, "UNIT", N_("the unit that is asked") },
	{ "agreement", 0, OPTION_VALUE, "AGREEMENT", N_("needed where several fit") },
	{ "purpose", 0, OPTION_VALUE, "PURPOSE", N_("the agreement's purpose, from that unit to yours") },
	{ "by", 0, OPTION_VALUE, "DAY",
	  N_("the day by which you ask it (YYYY-MM-DD); where the article sets a term, not sooner than "
	     "that") },
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("put a copy of the letter here, too") },
	{ 0 },
};
const struct option answer_options[] = {
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("put a copy of the package here, too") },
	{ 0 },
};

/* --- asking --- */

/* What was typed, by name or as people call them; each once, in the catalogue's order. */
static bool read_fields(struct session *s, struct buffer *ret, struct error *e)
{
	const struct catalogue *c = s->desk->catalogue;
	bool *asked = calloc(catalogue_size(c) + 1, sizeof *asked);
	bool ok = asked || error_memory(e);
	for (size_t i = 0; ok && i < invocation_count(s->in); i++) {
		const char *typed = invocation_argument(s->in, i);
		const struct field *f = field_called(c, typed);
		if (f)
			asked[f->index] = true;
		else
			ok = error_set(e, ERR_FIELD_UNKNOWN, typed, "%s", "");
	}
	for (size_t i = 0; ok && i < catalogue_size(c); i++)
		if (asked[i])
			buffer_printf(ret, "%s%s", ret->size ? " " : "", catalogue_field(c, i)->name);
	free(asked);
	return ok && buffer_ok(ret, e);
}

static bool read_day(const struct invocation *in, moment *ret, struct error *e)
{
	const char *typed = invocation_value(in, "by");
	*ret = 0;
	return !typed || day_parse(bytes_of_string(typed), ret) ||
	       error_set(e, ERR_USAGE, "--by", "%s", N_("not a day: write YYYY-MM-DD"));
}

static bool check_given(const struct invocation *in, struct error *e)
{
	const char *from = invocation_value(in, "from"), *purpose = invocation_value(in, "purpose");
	bool clients = selection_options_given(in);
	return (from && purpose && clients) ||
	       error_set(e, ERR_USAGE, "", _("these are needed:%s%s%s"), from ? "" : N_(" --from UNIT"),
	                 purpose ? "" : N_(" --purpose PURPOSE"),
	                 clients ? "" : N_(" --record ID…|--select-from FILE"));
}

static void tell_asked(struct session *s, const struct asking_result *r, const char *fields)
{
	struct account *o = s->out;
	_cleanup_(buffer_clear) struct buffer labels = { 0 };
	labels_append(&labels, s->desk->catalogue, fields);
	account_pair(o, "from", _("asked"), r->purpose->from);
	account_pair(o, "agreement", _("agreement"), r->terms->id);
	account_pair_words(o, "purpose", _("purpose"), r->purpose->code, r->purpose->description);
	account_pair(o, "article", _("article"), r->purpose->article);
	account_pair_number(o, "clients", _("clients"), r->clients);
	account_pair_words(o, "fields", _("fields"), fields, buffer_string(&labels));
	account_pair_day(o, "by", _("to be answered by"), r->by);
}

/* It is made and logged: what goes wrong with the copy is told beside that. */
static void tell_letter(struct session *s, const struct asking_result *r, struct file_write *copy)
{
	const struct pack_result p = {
		.path = r->path, .sequence = r->sequence, .use_by = r->use_by, .named = r->named
	};
	struct pack_result told = p;
	memcpy(told.id, r->id, sizeof told.id);
	s->outcome = output_package(s, &told, copy);
}

bool request_command(struct session *s, struct error *e)
{
	const struct invocation *in = s->in;
	const char *copy = invocation_value(in, "output");
	_cleanup_(buffer_clear) struct buffer fields = { 0 };
	_cleanup_(selection_options_clear) struct selection_options clients = { 0 };
	_cleanup_(asking_result_clear) struct asking_result r = { 0 };
	_cleanup_(file_write_clear) struct file_write out = { .fd = -1 };
	struct asking_request q = { .from = invocation_value(in, "from"),
		                    .agreement = invocation_value(in, "agreement"),
		                    .purpose = invocation_value(in, "purpose") };
	if (copy && file_exists(copy))
		return error_set(e, ERR_FILE_EXISTS, copy, "%s", "");
	if (!check_given(in, e) || !read_day(in, &q.by, e) || !read_fields(s, &fields, e) ||
	    !selection_options_read_some(s, &clients, e) || (copy && !file_write_start(&out, copy, e)))
		return false;
	q.fields = buffer_string(&fields);
	q.selection = clients.selection;
	if (!q.fields)
		return error_memory(e);
	if (!ask(s->desk, &q, &r, e))
		return false;
	tell_asked(s, &r, q.fields);
	tell_letter(s, &r, &out);
	return true;
}

/* --- what was asked, both ways --- */

static bool tell_row(void *context, const struct request_row *row, _unused_ struct error *e)
{
	struct session *s = context;
	struct account *o = s->out;
	char id[2 * PACKAGE_ID_SIZE + 1];
	hex_encode(bytes_of(row->id, PACKAGE_ID_SIZE), id);
	account_cell_words(o, row->sent ? "asked" : "asked-of-us",
	                   row->sent ? N_("you asked") : N_("asks you"));
	account_cell(o, row->peer);
	account_cell(o, row->purpose);
	account_cell_number(o, row->clients);
	account_cell_day(o, row->made);
	account_cell_day(o, row->due);
	request_state_cell(o, row, s->desk->now);
	named_cell(s, ID_PACKAGE, id);
	return true;
}

static bool list_requests(struct session *s, struct error *e)
{
	static const struct column columns[] = {
		{ "direction", N_("direction"), COLUMN_STATE }, { "peer", N_("unit"), COLUMN_NAME },
		{ "purpose", N_("purpose"), COLUMN_NAME },      { "clients", N_("clients"), COLUMN_NUMBER },
		{ "made", N_("asked on"), COLUMN_DATE },        { "by", N_("due"), COLUMN_DATE },
		{ "state", N_("state"), COLUMN_STATE },         { "id", N_("request"), COLUMN_ID },
	};
	account_table(s->out, "requests", NULL, columns, ELEMENTS(columns));
	if (!requests_each(s->desk->store, tell_row, s, e))
		return false;
	account_table_end(s->out, _("Nothing was asked."));
	return true;
}

struct telling {
	struct session *session;
	struct requests_clients clients;
};

static bool tell_one(void *context, const struct request_row *row, struct error *e)
{
	struct telling *t = context;
	struct session *s = t->session;
	struct account *o = s->out;
	_cleanup_(buffer_clear) struct buffer labels = { 0 };
	char answer[2 * PACKAGE_ID_SIZE + 1];
	labels_append(&labels, s->desk->catalogue, row->fields);
	account_pair(o, row->sent ? "from" : "to", row->sent ? _("asked") : _("asks"), row->peer);
	account_pair(o, "agreement", _("agreement"), row->agreement);
	account_pair(o, "purpose", _("purpose"), row->purpose);
	account_pair_words(o, "fields", _("fields"), row->fields, buffer_string(&labels));
	account_pair_day(o, "made", _("asked on"), row->made);
	account_pair_day(o, "by", _("to be answered by"), row->due);
	request_state_pair(o, row, s->desk->now);
	if (row->is_answered) {
		hex_encode(bytes_of(row->answer, PACKAGE_ID_SIZE), answer);
		named_pair(s, "answer", _("answered by package"), ID_PACKAGE, answer);
		account_pair_day(o, "answered", _("on"), row->answered);
	}
	account_blank(o);
	return buffer_ok(&labels, e);
}

static bool add_shown(void *context, const struct reading_asked *c, struct error *e)
{
	struct telling *t = context;
	_cleanup_(buffer_wipe) struct buffer name = { 0 };
	if (c->record)
		client_append(&name, c->record);
	return buffer_ok(&name, e) &&
	       requests_clients_add(&t->clients, c->client->number, name.size ? buffer_string(&name) : NULL,
	                            c->client->tie, c->client->is_answered ? &c->client->answer : NULL,
	                            RULE_ABSENT, e);
}

static bool show_request(struct session *s, const char *typed, struct error *e)
{
	struct telling t = { .session = s };
	char id[ID_DIGITS + 1];
	bool ok = named_find(s, ID_PACKAGE, typed, id, e) &&
	          reading_request(s->desk, id, tell_one, add_shown, &t, e);
	if (ok)
		requests_clients_tell(s, &t.clients, false);
	requests_clients_clear(&t.clients);
	return ok;
}

bool requests_command(struct session *s, struct error *e)
{
	const char *typed = invocation_count(s->in) ? invocation_argument(s->in, 0) : NULL;
	return typed ? show_request(s, typed, e) : list_requests(s, e);
}

/* --- answering --- */

static bool add_answered(void *context, const struct answered_client *c, struct error *e)
{
	struct requests_clients *all = context;
	return requests_clients_add(all, c->number, NULL, c->tie, c->answer, c->rule, e);
}

bool answer_command(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	const char *copy = invocation_value(in, "output");
	_cleanup_(answering_result_clear) struct answering_result r = { 0 };
	_cleanup_(file_write_clear) struct file_write out = { .fd = -1 };
	struct requests_clients clients = { 0 };
	char id[ID_DIGITS + 1];
	if (copy && file_exists(copy))
		return error_set(e, ERR_FILE_EXISTS, copy, "%s", "");
	if (!named_find(s, ID_PACKAGE, invocation_argument(in, 0), id, e) ||
	    (copy && !file_write_start(&out, copy, e)))
		return false;
	bool ok = answer(s->desk, id, add_answered, &clients, &r, e);
	if (ok) {
		named_pair(s, "request", _("request"), ID_PACKAGE, id);
		account_pair(o, "to", _("to"), r.pack.purpose->to);
		account_pair(o, "purpose", _("purpose"), r.pack.purpose->code);
		account_pair_number(o, "leaving", _("records that leave"), r.pack.sums.leaving);
		request_outcomes_tell(o, r.outcomes);
		account_blank(o);
		requests_clients_tell(s, &clients, true);
		s->outcome = output_package(s, &r.pack, &out);
	}
	requests_clients_clear(&clients);
	return ok;
}
