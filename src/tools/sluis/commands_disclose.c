/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/disclose.h"
#include "exchange/follow_up.h"
#include "io/file.h"
#include "tools/sluis/commands.h"
#include "trust/order.h"
#include "trust/statement.h"

#include <stdlib.h>
#include <string.h>

/* `sluis log disclose` and `sluis log forget`: what the log keeps private, given away and erased. */

const struct option log_disclose_options[] = {
	{ "to", 0, OPTION_VALUE, "PERSON",
	  N_("who gets it: an officer, or a person with a mandate for this log") },
	{ "reason", 0, OPTION_VALUE, "TEXT",
	  N_("why, in one line; it goes into the log and the file, so name no client") },
	{ "order", 0, OPTION_VALUE, "NOTE",
	  N_("on this order of the officers, which was opened here: what it is about, to its auditor") },
	{ "entry", 0, OPTION_VALUES, "N…", N_("these entries, by the numbers that `sluis log show` shows") },
	{ "record", 0, OPTION_VALUES, "ID…",
	  N_("all entries about these records, by the ids that `sluis list` shows") },
	{ "select-from", 0, OPTION_VALUE, "FILE",
	  N_("all entries about the clients whose BSNs stand in FILE, one a line; - is standard input") },
	{ "field", 0, OPTION_VALUES, "NAME…", N_("only these private fields; the others stay committed to") },
	SECOND_KEY_OPTION,
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("write it here; under the store's outbox when left out") },
	{ 0 },
};
const struct option log_forget_options[] = {
	{ "before", 0, OPTION_VALUE, "DAY",
	  N_("acts before this day; the end of the officers' term when left out") },
	{ 0 },
};

/* What was asked for, owned. */
struct asked {
	struct selection_options clients;
	uint64_t *entries;
	size_t entry_count;
	bool fields[PRIVATE_COUNT];
	struct keyfile second;
	struct order *order; /* NULL: on none */
};

static void asked_clear(struct asked *a)
{
	selection_options_clear(&a->clients);
	free(a->entries);
	keyfile_clear(&a->second);
	order_freep(&a->order);
}

/* An order says to whom, why and of what; so nothing else may. */
static bool read_order(struct session *s, struct asked *a, struct error *e)
{
	static const char *const others[] = { "to", "reason", "entry", "record", "select-from", "field" };
	const char *path = invocation_value(s->in, "order");
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	for (size_t i = 0; i < ELEMENTS(others); i++)
		if (invocation_given(s->in, others[i]))
			return error_set(e, ERR_USAGE, "--order",
			                 _("the order says that already: without --%s"), others[i]);
	return statement_read(path, &raw, e) && order_parse(buffer_bytes(&raw), path, &a->order, e);
}

static bool read_entries(struct invocation *in, struct asked *a, struct error *e)
{
	const char *const *numbers = invocation_values(in, "entry", &a->entry_count);
	a->entries = calloc(a->entry_count + 1, sizeof *a->entries);
	if (!a->entries)
		return error_memory(e);
	for (size_t i = 0; i < a->entry_count; i++)
		if (!number_parse(bytes_of_string(numbers[i]), INT64_MAX, &a->entries[i]))
			return error_set(e, ERR_USAGE, "--entry", "%s", _("numbers of entries are expected"));
	return true;
}

static bool read_fields(struct invocation *in, struct asked *a, bool *ret_any, struct error *e)
{
	size_t count;
	const char *const *names = invocation_values(in, "field", &count);
	enum private_field field;
	*ret_any = count > 0;
	for (size_t i = 0; i < count; i++) {
		if (!private_field_parse(names[i], &field))
			return error_set(e, ERR_USAGE, "--field", _("an entry has no private field %s"),
			                 names[i]);
		a->fields[field] = true;
	}
	return true;
}

static bool read_asked(struct session *s, struct asked *a, bool *ret_some_fields, struct error *e)
{
	return invocation_wants(s->in, e, "to", "reason") && read_entries(s->in, a, e) &&
	       (a->entry_count > 0 || selection_options_read_some(s, &a->clients, e)) &&
	       read_fields(s->in, a, ret_some_fields, e);
}

bool log_disclose(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct desk *d = s->desk;
	_cleanup_(asked_clear) struct asked a = { 0 };
	_cleanup_(disclose_result_clear) struct disclose_result r = { 0 };
	const char *to = invocation_value(in, "to"), *reason = invocation_value(in, "reason");
	bool some_fields = false, ordered = invocation_value(in, "order") != NULL;
	if (ordered ? !read_order(s, &a, e) : !read_asked(s, &a, &some_fields, e))
		return false;
	if (!session_second_key(in, &a.second, e))
		return false;
	const struct disclose_request request = {
		.recipient = to,
		.reason = reason,
		.path = invocation_value(in, "output"),
		.order = a.order ? &a.order->hash : NULL,
		.clients = ordered || a.entry_count ? NULL : &a.clients.selection,
		.entries = a.entries,
		.entry_count = a.entry_count,
		.fields = some_fields ? a.fields : NULL,
		.second = a.second.name ? &a.second : NULL,
	};
	if (!disclose(d, &request, &r, e))
		return false;
	account_pair(o, "file", _("written"), r.path);
	account_pair(o, "recipient", _("for"), a.order ? a.order->auditor : to);
	account_pair_number(o, "entries", _("entries"), r.entries);
	account_pair_number(o, "clients", _("records"), r.clients);
	account_pair_number(o, "forgotten", _("entries that are forgotten"), r.forgotten);
	account_pair_number(o, "entry", _("told in entry"), r.act);
	account_line(o, "%s",
	             _("Only that person can open it: `sluis-officer key decrypt FILE | sluis-audit prove -` "
	               "shows and checks it."));
	return true;
}

bool log_forget(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct desk *d = s->desk;
	struct forget_result r;
	moment before;
	if (!invocation_day(in, "before", 0, &before, e) || !forget(d, before, &r, e))
		return false;
	account_pair_day(o, "before", _("of acts before"), r.before);
	account_pair_number(o, "entries", _("entries that no longer tell whom they are about"), r.count);
	account_line(
		o, "%s",
		_("The log still verifies. Copies and backups made before still hold what was erased here."));
	return true;
}

/* --- what came of a remark --- */

const struct option log_follow_up_options[] = {
	{ "month", 0, OPTION_VALUE, "MONTH", N_("the month that the report was on, as 2026-11") },
	{ "came", 0, OPTION_VALUE, "OUTCOME",
	  N_("what came of it: explained, talked, adapted, ordered or breach") },
	{ "order", 0, OPTION_VALUE, "NOTE", N_("the order of the officers on which it was looked further") },
	{ "reason", 0, OPTION_VALUE, "TEXT",
	  N_("why, in one line; it goes into the log, in private, so name no client") },
	{ 0 },
};

static bool read_follow_up(struct session *s, struct follow_up_note *n, struct order **ret_order,
                           struct error *e)
{
	const char *path = invocation_value(s->in, "order");
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	if (!invocation_wants(s->in, e, "month", "came", "reason"))
		return false;
	n->month = invocation_value(s->in, "month");
	n->why = invocation_value(s->in, "reason");
	if (!remark_parse(bytes_of_string(invocation_argument(s->in, 0)), &n->remark))
		return error_set(e, ERR_USAGE, "REMARK", "%s",
		                 _("outside-hours, without-case, many or refused"));
	if (!month_is_valid(bytes_of_string(n->month)))
		return error_set(e, ERR_USAGE, "--month", "%s", _("a month as YYYY-MM"));
	if (!follow_up_parse(bytes_of_string(invocation_value(s->in, "came")), &n->came))
		return error_set(e, ERR_USAGE, "--came", "%s",
		                 _("explained, talked, adapted, ordered or breach"));
	if (!path)
		return true;
	if (!statement_read(path, &raw, e) || !order_parse(buffer_bytes(&raw), path, ret_order, e))
		return false;
	n->order = &(*ret_order)->hash;
	return true;
}

bool log_follow_up(struct session *s, struct error *e)
{
	_cleanup_(order_freep) struct order *order = NULL;
	struct follow_up_note n = { 0 };
	uint64_t entry;
	if (!read_follow_up(s, &n, &order, e) || !follow_up(s->desk, &n, &entry, e))
		return false;
	account_pair(s->out, "month", _("month"), n.month);
	account_pair_words(s->out, "remark", _("remark"), remark_name(n.remark), remark_words(n.remark));
	account_pair_words(s->out, "came", _("what came of it"), follow_up_name(n.came),
	                   follow_up_words(n.came));
	account_pair_number(s->out, "entry", _("told in entry"), entry);
	return true;
}
