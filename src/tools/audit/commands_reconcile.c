/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/audit/commands.h"

#include "cli/words.h"
#include "log/reconcile.h"

#include <stdlib.h>

void audit_sides_clear(struct audit_sides *s)
{
	for (size_t i = 0; i < s->count; i++)
		ledger_clear(&s->ledgers[i]);
	free(s->ledgers);
	*s = (struct audit_sides){ 0 };
}

/* Two look on: the ledger, and whoever else wants to. */
struct onlookers {
	struct ledger *ledger;
	bool (*each)(void *context, const struct entry *entry, struct error *e);
	void *context;
};

static bool see(void *context, const struct entry *entry, struct error *e)
{
	struct onlookers *o = context;
	return ledger_see(o->ledger, entry, e) && (!o->each || o->each(o->context, entry, e));
}

bool audit_sides_read(const struct invocation *in, const struct audit_start *start,
                      bool (*each)(void *, const struct entry *, struct error *), void *context,
                      struct audit_sides *ret, struct error *e)
{
	size_t count = invocation_count(in);
	ret->ledgers = calloc(count, sizeof *ret->ledgers);
	if (!ret->ledgers)
		return error_memory(e);
	while (ret->count < count) {
		struct ledger *l = &ret->ledgers[ret->count++];
		struct onlookers onlookers = { l, each, context };
		struct verify_request request = start->request;
		l->directory = invocation_argument(in, ret->count - 1);
		request.each = see;
		request.each_context = &onlookers;
		if (!audit_examine(l->directory, &request, &l->result, &l->shelf, e) || !ledger_close(l, e))
			return false;
	}
	return true;
}

bool audit_sides_verified(const struct audit_sides *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->ledgers[i].result.finding_count)
			return false;
	return true;
}

/* --- what is shown --- */

static bool show_logs(struct output *o, const struct audit_sides *s, struct error *e)
{
	const struct table_column columns[] = {
		{ "log", _("log of"), false },       { "size", _("entries"), true },
		{ "last", _("until"), false },       { "witnessed", _("witnessed"), true },
		{ "findings", _("findings"), true }, { "folder", _("folder"), false },
	};
	_cleanup_(table_freep) struct table *t = NULL;
	if (!table_start(&t, columns, ELEMENTS(columns), e))
		return false;
	for (size_t i = 0; i < s->count; i++) {
		const struct verify_result *r = &s->ledgers[i].result;
		char last[MOMENT_SIZE + 1] = "";
		if (r->acts)
			moment_format(r->last, last);
		table_cell(t, r->origin);
		table_cell_number(t, r->size);
		table_cell(t, last);
		table_cell_number(t, r->witnessed);
		table_cell_number(t, r->finding_count);
		table_cell(t, s->ledgers[i].directory);
	}
	return table_print(t, o, "logs", e);
}

static bool show_sums(struct output *o, const struct reconciliation *r, struct error *e)
{
	const struct table_column columns[] = {
		{ "from", _("from unit"), false },
		{ "to", _("to unit"), false },
		{ "agreement", _("agreement"), false },
		{ "purpose", _("purpose"), false },
		{ "letters", _("packages"), true },
		{ "clients", _("clients"), true },
		{ "complete", _("complete"), true },
		{ "void", _("withdrawn"), true },
		{ "open", _("open"), true },
		{ "contradicted", _("contradicted"), true },
	};
	_cleanup_(table_freep) struct table *t = NULL;
	if (!table_start(&t, columns, ELEMENTS(columns), e))
		return false;
	for (size_t i = 0; i < r->sum_count; i++) {
		const struct exchange_sum *sum = &r->sums[i];
		uint64_t finished = sum->states[EXCHANGE_COMPLETE], withdrawn = sum->states[EXCHANGE_VOID],
			 contradicted = sum->states[EXCHANGE_CONTRADICTED];
		table_cell(t, sum->first->sender);
		table_cell(t, sum->first->receiver);
		table_cell(t, sum->first->terms.agreement);
		table_cell(t, sum->first->terms.purpose);
		table_cell_number(t, sum->letters);
		table_cell_number(t, sum->records);
		table_cell_number(t, finished);
		table_cell_number(t, withdrawn);
		table_cell_number(t, sum->letters - finished - withdrawn - contradicted);
		table_cell_number(t, contradicted);
	}
	return table_print(t, o, "sums", e);
}

static void moment_cell(struct table *t, moment when)
{
	char text[MOMENT_SIZE + 1] = "";
	if (when)
		moment_format(when, text);
	table_cell(t, text);
}

static void exchange_row(struct table *t, const struct exchange *x)
{
	char id[2 * PACKAGE_ID_SIZE + 1];
	hex_encode(bytes_of(x->manifest->id, PACKAGE_ID_SIZE), id);
	table_cell(t, x->manifest->sender);
	table_cell(t, x->manifest->receiver);
	table_cell_number(t, x->manifest->sequence);
	table_cell_token(t, exchange_state_name(x->state));
	moment_cell(t, x->since);
	moment_cell(t, x->packed);
	moment_cell(t, x->opened);
	moment_cell(t, x->receipted);
	table_cell_number(t, x->manifest->records);
	table_cell(t, x->manifest->terms.purpose);
	table_cell(t, id);
}

/* In text only what isn't finished, unless all is asked for. */
static bool show_exchanges(struct output *o, const struct reconciliation *r, bool all, struct error *e)
{
	const struct table_column columns[] = {
		{ "from", _("from unit"), false },   { "to", _("to unit"), false },
		{ "sequence", _("number"), true },   { "state", _("state"), false },
		{ "since", _("open since"), false }, { "packed", _("packed"), false },
		{ "opened", _("opened"), false },    { "receipted", _("receipt back"), false },
		{ "clients", _("clients"), true },   { "purpose", _("purpose"), false },
		{ "package", _("package"), false },
	};
	_cleanup_(table_freep) struct table *t = NULL;
	if (!table_start(&t, columns, ELEMENTS(columns), e))
		return false;
	for (size_t i = 0; i < r->exchange_count; i++)
		if (all || r->exchanges[i].since || r->exchanges[i].state == EXCHANGE_CONTRADICTED)
			exchange_row(t, &r->exchanges[i]);
	return table_print(t, o, "exchanges", e);
}

static bool show_all_findings(struct output *o, const struct audit_sides *s, const struct reconciliation *r,
                              struct error *e)
{
	if (o->json)
		json_array_of(&o->writer, "log_findings");
	for (size_t i = 0; i < s->count; i++) {
		const struct ledger *l = &s->ledgers[i];
		if (o->json) {
			json_object_of(&o->writer, NULL);
			json_text(&o->writer, "folder", l->directory);
		} else if (l->result.finding_count) {
			output_line(o, _("Wrong with the log in %s:"), l->directory);
		}
		if (!audit_show_findings(o, &l->result, "findings", e))
			return false;
		if (o->json)
			json_end_object(&o->writer);
	}
	if (o->json)
		json_end_array(&o->writer);
	if (!o->json && r->findings.finding_count)
		output_line(o, "%s", _("What the logs tell differently:"));
	return audit_show_findings(o, &r->findings, "findings", e);
}

static void show_verdict(struct output *o, bool verified, const struct reconciliation *r)
{
	uint64_t open = 0;
	for (size_t i = 0; i < r->exchange_count; i++)
		open += r->exchanges[i].since != 0;
	if (o->json) {
		json_truth(&o->writer, "verified", verified);
		json_truth(&o->writer, "agree", verified && r->findings.finding_count == 0);
		json_number(&o->writer, "open", (int64_t)open);
		return;
	}
	if (!verified)
		output_line(o, "%s",
		            _("NOT VERIFIED: one of the logs has findings of its own. Nothing that it says "
		              "can be relied on."));
	else if (r->findings.finding_count)
		output_line(o, "%s",
		            _("THE LOGS CONTRADICT EACH OTHER. Keep the folders as they are and call the "
		              "privacy officers of both units."));
	else
		output_line(o,
		            open ? _("The logs agree; %llu exchanges are open.")
		                 : _("The logs agree, and no exchange is open."),
		            (unsigned long long)open);
}

bool audit_reconcile(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(audit_start_clear) struct audit_start start = { 0 };
	_cleanup_(audit_sides_clear) struct audit_sides sides = { 0 };
	_cleanup_(reconciliation_clear) struct reconciliation r = { 0 };
	if (!audit_start_read(in, false, &start, e) || !audit_sides_read(in, &start, NULL, NULL, &sides, e) ||
	    !reconcile(sides.ledgers, sides.count, &r, e))
		return false;
	bool verified = audit_sides_verified(&sides);
	if (!show_logs(o, &sides, e) || !show_sums(o, &r, e) ||
	    !show_exchanges(o, &r, o->json || invocation_flag(in, "all"), e) ||
	    !show_all_findings(o, &sides, &r, e))
		return false;
	show_verdict(o, verified, &r);
	s->outcome = verified && r.findings.finding_count == 0 ? EXIT_DONE : EXIT_VERIFICATION;
	return true;
}
