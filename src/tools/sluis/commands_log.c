/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/logbook.h"
#include "tools/sluis/commands.h"

#include <stdio.h>
#include <string.h>

/* `sluis log show` and `sluis log export`. */

#define LOG_SHOWN 50u

const struct option log_show_options[] = {
	{ "last", 0, OPTION_VALUE, "N", N_("the last N entries; 50 unless told otherwise") },
	{ "from", 0, OPTION_VALUE, "N", N_("from this entry on") },
	{ "since", 0, OPTION_VALUE, "DAY", N_("from this day on") },
	{ "until", 0, OPTION_VALUE, "DAY", N_("up to and with this day") },
	{ "private", 0, OPTION_FLAG, NULL, N_("with the private values: they name clients") },
	{ 0 },
};
const struct option log_export_options[] = {
	{ "format", 0, OPTION_VALUE, "bundle|ldv",
	  N_("ldv: one file with records of Logboek Dataverwerkingen, instead of a folder for the auditor") },
	{ "activity", 0, OPTION_VALUE, "URI",
	  N_("with ldv: the processing activity in your register, for acts that name none") },
	{ "since", 0, OPTION_VALUE, "DAY", N_("with ldv: from this day on") },
	{ "until", 0, OPTION_VALUE, "DAY", N_("with ldv: up to and with this day") },
	{ 0 },
};

/* That it is simply valid goes without saying to people. */
static void cell_signature(struct account *a, const struct signature_judged *j)
{
	const char *name = j ? signature_verdict_name(j->verdict) : NULL;
	account_cell_words(a, name,
	                   j && j->verdict != SIGNATURE_VALID ? signature_verdict_words(j->verdict) : "");
}

static bool show_row(void *context, const struct logbook_row *row, struct error *e)
{
	struct account *a = context;
	const struct entry *entry = row->entry;
	char parent[32] = "";
	_cleanup_(string_freep) char *values =
		row->private_json.size ? string_of_bytes(row->private_json) : NULL;
	(void)e;
	if (entry->child)
		snprintf(parent, sizeof parent, "%llu", (unsigned long long)entry->parent);
	account_cell_number(a, entry->index);
	account_cell(a, parent);
	account_cell_moment(a, entry->child ? 0 : entry->start);
	account_cell_words(a, entry->child ? "" : entry->action,
	                   entry->child ? "" : words_act(entry->action));
	account_cell(a, entry->finding);
	account_cell(a, entry->mandate);
	account_cell(a, entry->peer);
	account_cell(a, entry->recipient);
	account_cell(a, entry->access);
	account_cell(a, entry->keys);
	account_cell_number(a, entry->records);
	account_cell_number(a, entry->withheld);
	account_cell(a, values);
	cell_signature(a, row->judged);
	return true;
}

static bool read_days(struct invocation *in, struct desk *d, uint64_t *ret_from, uint64_t *ret_to,
                      struct error *e)
{
	moment since, until;
	return invocation_day(in, "since", 0, &since, e) && invocation_day(in, "until", 0, &until, e) &&
	       logbook_days(d, since, until, ret_from, ret_to, e);
}

static bool read_range(struct invocation *in, struct desk *d, uint64_t *ret_from, uint64_t *ret_to,
                       struct error *e)
{
	uint64_t size = log_size(store_log(d->store)), count;
	bool days = invocation_value(in, "since") || invocation_value(in, "until");
	if ((invocation_value(in, "last") != NULL) + (invocation_value(in, "from") != NULL) + days > 1)
		return error_set(e, ERR_USAGE, "--last, --from, --since", "%s", N_("one of them"));
	*ret_to = UINT64_MAX;
	if (days)
		return read_days(in, d, ret_from, ret_to, e);
	return invocation_number(in, "last", LOG_SHOWN, 1, UINT32_MAX, &count, e) &&
	       invocation_number(in, "from", count < size ? size - count : 0, 0, UINT64_MAX, ret_from, e);
}

bool log_show(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct desk *d = s->desk;
	static const struct column columns[] = {
		{ "entry", N_("entry"), COLUMN_NUMBER },
		{ "parent", N_("of"), COLUMN_ID },
		{ "start", N_("when"), COLUMN_DATE },
		{ "action", N_("act"), COLUMN_STATE },
		{ "finding", N_("finding"), COLUMN_ID },
		{ "mandate", N_("mandate"), COLUMN_ID },
		{ "peer", N_("unit"), COLUMN_NAME },
		{ "recipient", NULL, COLUMN_NAME, ACCOUNT_JSON },
		{ "access", NULL, COLUMN_STATE, ACCOUNT_JSON },
		{ "keys", NULL, COLUMN_STATE, ACCOUNT_JSON },
		{ "records", N_("records"), COLUMN_NUMBER },
		{ "withheld", N_("kept back"), COLUMN_NUMBER },
		{ "private", N_("private"), COLUMN_TEXT },
		{ "signature", N_("signature"), COLUMN_STATE },
	};
	uint64_t from, to;
	bool private = invocation_flag(in, "private");
	if (!read_range(in, d, &from, &to, e))
		return false;
	account_table(o, "entries", NULL, columns, ELEMENTS(columns));
	if (!logbook_show(d, from, to, private, show_row, o, e))
		return false;
	account_table_end(o, _("The log has no entries there."));
	return true;
}

static bool is_uri(const char *text)
{
	size_t scheme =
		text ? strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-") : 0;
	return scheme && text[scheme] == ':' && text[scheme + 1] && !strpbrk(text, " \"<>\\^`{|}");
}

static bool export_ldv(struct invocation *in, struct account *o, struct desk *d, struct error *e)
{
	const char *activity = invocation_value(in, "activity"), *path = invocation_argument(in, 0);
	struct ldv_result r;
	uint64_t from, to;
	if (!is_uri(activity))
		return error_set(
			e, ERR_USAGE, "--activity", "%s",
			_("the address of a processing activity in your register, such as https://…"));
	if (!read_days(in, d, &from, &to, e) || !logbook_export_ldv(d, from, to, activity, path, &r, e))
		return false;
	account_pair(o, "file", _("written"), path);
	account_pair_number(o, "records", _("records"), r.records);
	account_pair_number(o, "forgotten", _("entries whose client is no longer known"), r.forgotten);
	account_line(o, "%s",
	             _("Clients are in it under a pseudonym. It is personal data all the same: give it to "
	               "nobody but the log collector."));
	return true;
}

bool log_export(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct desk *d = s->desk;
	const char *directory = invocation_argument(in, 0), *format = invocation_value(in, "format");
	if (format && strcmp(format, "ldv") == 0)
		return export_ldv(in, o, d, e);
	if (format && strcmp(format, "bundle") != 0)
		return error_set(e, ERR_USAGE, "--format", "%s", _("bundle or ldv"));
	if (invocation_value(in, "activity") || invocation_value(in, "since") ||
	    invocation_value(in, "until"))
		return error_set(e, ERR_USAGE, "--activity, --since, --until", "%s",
		                 _("only with --format ldv: the auditor gets the whole log"));
	uint64_t size;
	if (!logbook_export(d, directory, &size, e))
		return false;
	account_pair(o, "directory", _("written"), directory);
	account_pair_number(o, "size", _("entries"), size);
	account_line(o, "%s", _("It names no client and needs no key: hand it to the auditor."));
	return true;
}
