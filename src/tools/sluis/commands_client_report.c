/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/client_report.h"
#include "io/file.h"
#include "tools/sluis/client_report_account.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/named.h"
#include "tools/sluis/selection_options.h"

#include <stdlib.h>
#include <string.h>

/* `sluis client export` and `sluis client report`: what a client is told of herself. */

#define PART_OPTIONS \
	{ "select-from", 0, OPTION_VALUE, "FILE", \
	  N_("the client whose BSN stands in FILE, instead of ID; - is standard input") }, \
		{ "texts-read", 0, OPTION_FLAG, NULL, \
		  N_("somebody read what people typed about the client, and it names nobody else: tell " \
		     "it") }, \
		{ "hide", 0, OPTION_VALUES, "N…", \
		  N_("leave out these acts, by the entries that `sluis log show` shows, since a law hides " \
		     "them now") }, \
		{ "article", 0, OPTION_VALUE, "ARTICLE", \
		  N_("which hides them, as in \"UAVG art. 41 lid 1 onder d\"; the client is told") }, \
	{ \
		"until", 0, OPTION_VALUE, "DAY", N_("and until when, within a year; the client is told") \
	}

const struct option client_export_options[] = {
	{ "to", 0, OPTION_VALUE, "PERSON",
	  N_("the clerk who answers the client, with the power `log` or `decide` at any unit") },
	PART_OPTIONS,
	SECOND_KEY_OPTION,
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("write it here; under the store's outbox when left out") },
	{ 0 },
};
const struct option client_report_options[] = {
	{ "with", 0, OPTION_VALUES, "FILE…", N_("parts of other units, which they made for you") },
	PART_OPTIONS,
	SECOND_KEY_OPTION,
	{ "output", 'o', OPTION_OUTPUT, "FOLDER", N_("the folder to make") },
	{ 0 },
};

/* What was asked for, owned. */
struct asked {
	struct selection_options clients;
	char id[ID_DIGITS + 1];
	uint64_t *hidden;
	struct keyfile second;
	struct client_part_request part;
};

static void asked_clear(struct asked *a)
{
	selection_options_clear(&a->clients);
	free(a->hidden);
	keyfile_clear(&a->second);
}

static bool read_client(struct session *s, struct asked *a, struct error *e)
{
	const char *typed = invocation_argument(s->in, 0);
	const char *file = invocation_value(s->in, "select-from");
	if ((typed != NULL) == (file != NULL))
		return error_set(e, ERR_USAGE, "ID, --select-from", "%s",
		                 _("one of them: whom is it about?"));
	if (typed) {
		a->part.record = a->id;
		return named_find(s, ID_RECORD, typed, a->id, e);
	}
	if (!selection_options_read_bsns(file, &a->clients, e))
		return false;
	if (a->clients.selection.count != 1)
		return error_set(e, ERR_USAGE, "--select-from", "%s",
		                 _("one BSN: a report is of one client"));
	a->part.number = a->clients.selection.items[0];
	return true;
}

static bool read_hidden(struct session *s, struct asked *a, struct error *e)
{
	struct client_part_request *q = &a->part;
	const char *const *numbers = invocation_values(s->in, "hide", &q->hidden_count);
	q->article = invocation_value(s->in, "article");
	a->hidden = calloc(q->hidden_count + 1, sizeof *a->hidden);
	if (!a->hidden)
		return error_memory(e);
	for (size_t i = 0; i < q->hidden_count; i++)
		if (!number_parse(bytes_of_string(numbers[i]), INT64_MAX, &a->hidden[i]))
			return error_set(e, ERR_USAGE, "--hide", "%s", _("numbers of entries are expected"));
	q->hidden = a->hidden;
	if (!invocation_day(s->in, "until", 0, &q->until, e))
		return false;
	return (q->hidden_count != 0) == (q->article != NULL) && (q->article != NULL) == (q->until != 0)
	               ? true
	               : error_set(e, ERR_USAGE, "--hide, --article, --until", "%s",
	                           _("all three, or none of them"));
}

static bool read_asked(struct session *s, struct asked *a, struct error *e)
{
	a->part.texts_read = invocation_flag(s->in, "texts-read");
	return read_hidden(s, a, e) && read_client(s, a, e) && session_second_key(s->in, &a->second, e);
}

bool client_export(struct session *s, struct error *e)
{
	struct account *o = s->out;
	_cleanup_(asked_clear) struct asked a = { 0 };
	_cleanup_(disclose_result_clear) struct disclose_result r = { 0 };
	const char *to = invocation_value(s->in, "to");
	bool fields[PRIVATE_COUNT];
	if (!invocation_wants(s->in, e, "to") || !read_asked(s, &a, e))
		return false;
	client_part_fields(fields);
	const struct disclose_request request = { .recipient = to,
		                                  .reason = CLIENT_REPORT_REASON,
		                                  .path = invocation_value(s->in, "output"),
		                                  .fields = fields,
		                                  .second = a.second.name ? &a.second : NULL,
		                                  .client = &a.part };
	if (!disclose(s->desk, &request, &r, e))
		return false;
	account_pair(o, "file", _("written"), r.path);
	account_pair(o, "recipient", _("for"), to);
	account_pair_number(o, "entries", _("entries"), r.entries);
	account_pair_number(o, "hidden", _("acts hidden"), a.part.hidden_count);
	account_pair_number(o, "entry", _("told in entry"), r.act);
	account_line(o, "%s",
	             _("Only that clerk can open it: `sluis client report ID --with FILE -o FOLDER`."));
	return true;
}

static void tell_made(struct session *s, const struct client_report *r, const char *folder)
{
	static const struct column columns[] = {
		{ "unit", N_("unit"), COLUMN_NAME },
		{ "made", N_("as of"), COLUMN_DATE },
		{ "entries", N_("entries"), COLUMN_NUMBER },
	};
	struct account *o = s->out;
	account_pair(o, "folder", _("written"), folder);
	account_pair_number(o, "entry", _("told in entry"), r->entry);
	account_table(o, "parts", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < r->count; i++) {
		account_cell(o, r->parts[i].what.log);
		account_cell_moment(o, r->parts[i].what.made);
		account_cell_number(o, r->parts[i].entries);
	}
	account_table_end(o, NULL);
	account_line(o, "%s",
	             _("Read report.html before you hand it over. Then say so: `sluis client answer N`."));
	account_line(o, "%s",
	             _("The folder holds the client's data in the clear: keep it no longer than you need."));
}

bool client_report(struct session *s, struct error *e)
{
	_cleanup_(asked_clear) struct asked a = { 0 };
	_cleanup_(client_report_clear) struct client_report r = { 0 };
	const char *folder = invocation_value(s->in, "output");
	if (!invocation_wants(s->in, e, "output") || !read_asked(s, &a, e))
		return false;
	if (file_exists(folder))
		return error_set(e, ERR_FILE_EXISTS, folder, "%s", "");
	struct client_report_request q = { .client = a.part, .second = a.second.name ? &a.second : NULL };
	q.others = invocation_values(s->in, "with", &q.other_count);
	if (!client_report_make(s->desk, &q, &r, e) || !client_report_write(s, &r, folder, e))
		return false;
	tell_made(s, &r, folder);
	return true;
}
