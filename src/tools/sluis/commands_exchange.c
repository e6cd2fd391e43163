/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/open.h"
#include "exchange/pack.h"
#include "io/file.h"
#include "io/terminal.h"
#include "store/exchanges.h"
#include "store/refusals.h"
#include "tools/common/override_account.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/preview_account.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXCHANGE_OPTIONS \
	SELECTION_OPTIONS, { "to", 0, OPTION_VALUE, "UNIT", N_("the unit that is to receive") }, \
		{ "agreement", 0, OPTION_VALUE, "ID", N_("needed where several fit") }, \
	{ \
		"purpose", 0, OPTION_VALUE, "CODE", N_("the agreement's purpose") \
	}

const struct option preview_options[] = {
	EXCHANGE_OPTIONS,
	{ "clients", 0, OPTION_FLAG, NULL, N_("a line for each client, too") },
	{ "html", 0, OPTION_VALUE, "FILE",
	  N_("write it as a page for a browser or a printer, client by client") },
	{ 0 },
};
const struct option pack_options[] = {
	EXCHANGE_OPTIONS,
	{ "output", 'o', OPTION_VALUE, "FILE", N_("put a copy of the package here, too") },
	{ 0 },
};

struct packing {
	struct progress progress;
	struct preview_clients *clients; /* NULL: not asked for */
};

static void packing_progress(void *context, uint64_t done)
{
	struct packing *p = context;
	progress_update(&p->progress, done);
}

static bool packing_client(void *context, const struct sifted *s, struct error *e)
{
	struct packing *p = context;
	return !p->clients || preview_clients_add(p->clients, s, e);
}

static bool read_request(struct invocation *in, struct pack_request *q, struct error *e)
{
	q->to = invocation_value(in, "to");
	q->agreement = invocation_value(in, "agreement");
	q->purpose = invocation_value(in, "purpose");
	return (q->to && q->purpose) || error_set(e, ERR_USAGE, "--to, --purpose", "%s", "both are needed");
}

bool preview_command(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct desk *d = s->desk;
	const char *page = invocation_value(in, "html");
	_cleanup_(selection_options_clear) struct selection_options chosen = { 0 };
	_cleanup_(pack_result_clear) struct pack_result r = { 0 };
	_cleanup_(preview_clients_clear) struct preview_clients clients = { 0 };
	struct packing p = { 0 };
	struct pack_request q = {
		.each = packing_client, .context = &p, .progress = packing_progress, .progress_context = &p
	};
	if (!read_request(in, &q, e) || !selection_options_read(in, &chosen, e))
		return false;
	if (page && file_exists(page))
		return error_set(e, ERR_FILE_EXISTS, page, "%s", "");
	p.clients = page || invocation_flag(in, "clients") ? &clients : NULL;
	q.selection = chosen.selection;
	progress_start(&p.progress, _("deciding"), 0);
	bool ok = preview(d, &q, &r, e);
	progress_end(&p.progress);
	if (!ok)
		return false;
	preview_tell(o, d->catalogue, &q, &r);
	if (page && !preview_page_write(page, d, &q, &r, &clients, e))
		return false;
	if (page)
		output_pair(o, "page", _("written"), page);
	if (invocation_flag(in, "clients"))
		preview_tell_clients(o, &clients);
	return true;
}

/* Into the file that was begun before anything was packed: then it was plain that it can be made. */
static bool copy_package(const char *from, struct file_write *out, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	uint8_t block[65536];
	if (!file_open(from, false, &fd, e))
		return false;
	struct fd_stream in = { fd, from };
	for (;;) {
		size_t got;
		if (!source_fill(fd_source(&in), block, sizeof block, &got, e))
			return false;
		if (got == 0)
			return file_write_commit(out, false, e);
		if (!sink_write(file_write_sink(out), bytes_of(block, got), e))
			return false;
	}
}

/* The package is made and logged: whatever goes wrong from here on is told next to that, not instead of it.
 */
int output_package(struct invocation *in, struct output *o, const struct pack_result *r,
                   struct file_write *copy)
{
	struct error e;
	char day[DAY_SIZE + 1];
	day_format(r->use_by, day);
	output_pair(o, "id", _("package"), r->id);
	output_pair_number(o, "sequence", _("number"), r->sequence);
	output_pair(o, "use_by", _("to be opened by"), day);
	output_pair_token(o, "state", _("state"), r->pending ? "pending" : r->named ? "waiting" : "prepared");
	if (r->pending) {
		output_line(o,
		            _("Nothing has left yet: the agreement asks for two. A colleague looks at it and "
		              "runs `sluis approve %s`."),
		            r->id);
		if (copy->path)
			invocation_say(in, "%s",
			               _("note: there is no file to copy before it is approved; give -o to "
			                 "`sluis approve`"));
		return EXIT_DONE;
	}
	output_pair(o, "file", _("written"), r->path);
	if (!r->named)
		invocation_say(in, "%s",
		               _("warning: the package is made and logged, but its file could not get its "
		                 "name yet; the next command does that"));
	if (!copy->path)
		return r->named ? EXIT_DONE : EXIT_FAILED;
	if (r->named && copy_package(r->path, copy, &e)) {
		output_pair(o, "copy", _("copy"), copy->path);
		return EXIT_DONE;
	}
	invocation_say(in, "%s",
	               _("warning: the package is made and logged, but it could not be copied: copy the file "
	                 "yourself, and don't pack again"));
	if (r->named)
		invocation_warn(in, &e);
	return EXIT_FAILED;
}

bool pack_command(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct desk *d = s->desk;
	_cleanup_(selection_options_clear) struct selection_options chosen = { 0 };
	_cleanup_(pack_result_clear) struct pack_result r = { 0 };
	_cleanup_(file_write_clear) struct file_write out = { .fd = -1 };
	struct packing p = { 0 };
	struct pack_request q = { .progress = packing_progress, .progress_context = &p };
	const char *copy = invocation_value(in, "output");
	if (copy && file_exists(copy))
		return error_set(e, ERR_FILE_EXISTS, copy, "%s", "");
	if (!read_request(in, &q, e) || !selection_options_read(in, &chosen, e) ||
	    (copy && !file_write_start(&out, copy, e)))
		return false;
	q.selection = chosen.selection;
	progress_start(&p.progress, _("packing"), 0);
	bool ok = pack(d, &q, &r, e);
	progress_end(&p.progress);
	if (!ok)
		return false;
	preview_tell(o, d->catalogue, &q, &r);
	s->outcome = output_package(in, o, &r, &out);
	return true;
}

/* --- open --- */

static void output_cases(struct output *o, const struct open_result *r)
{
	char day[DAY_SIZE + 1];
	output_pair_token(o, "what", _("opened"), "cases");
	output_pair(o, "id", _("package"), r->id);
	output_pair(o, "from", _("from"), r->sender);
	output_pair(o, "signer", _("signed by"), r->signer);
	if (r->approver)
		output_pair(o, "approver", _("approved by"), r->approver);
	output_pair_number(o, "sequence", _("number"), r->sequence);
	output_pair(o, "agreement", _("agreement"), r->agreement);
	output_pair(o, "purpose", _("purpose"), r->purpose);
	output_pair_number(o, "added", _("records added"), r->added);
	output_pair_number(o, "changed", _("changed"), r->changed);
	output_pair_number(o, "same", _("the same as before"), r->same);
	output_pair_number(o, "withheld", _("clients that the sender kept back"), r->withheld);
	if (r->withdrawn)
		output_pair_number(o, "withdrawn", _("left out: the client withdrew since"), r->withdrawn);
	day_format(r->retain_until, day);
	output_pair(o, "retain_until", _("keep until"), day);
	output_pair(o, "receipt", _("receipt, to send back"), r->receipt);
	overrides_tell(o, r->terms, agreement_purpose(r->terms, r->purpose));
}

/* What was too much in a package, at either end. */
static void tell_reasons(struct account *a, const struct open_result *result)
{
	static const struct column columns[] = {
		{ "field", N_("field"), COLUMN_NAME },
		{ "records", N_("records"), COLUMN_NUMBER },
		{ "rule", N_("rule"), COLUMN_ID },
		{ "article", N_("article"), COLUMN_TEXT },
		{ "certainty", N_("certainty"), COLUMN_STATE },
		{ "reason", N_("reason"), COLUMN_TEXT },
	};
	const struct refusal *r = &result->refusal;
	if (r->reason_count == 0)
		return;
	account_table(a, "refused", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < r->reason_count; i++) {
		const struct sift_why *why = result->why ? &result->why[i] : NULL;
		enum rule rule;
		account_cell(a, r->reasons[i].what);
		account_cell_number(a, r->reasons[i].records);
		account_cell(a, r->reasons[i].rule);
		account_cell(a, why ? why->article : "");
		account_cell_words(a, why ? why->certainty : "", why ? words_certainty(why->certainty) : "");
		account_cell(a, rule_parse(r->reasons[i].rule, &rule) ? words_rule(rule) : "");
	}
	account_table_end(a, NULL);
}

static void output_opened(struct output *o, const struct open_result *r)
{
	switch (r->what) {
	case OPENED_CASES:
		output_cases(o, r);
		break;
	case OPENED_RECEIPT:
		output_pair_token(o, "what", _("opened"), "receipt");
		output_pair(o, "id", _("package"), r->id);
		output_pair(o, "from", _("from"), r->sender);
		output_pair(o, "answers", _("package that arrived"), r->answered);
		output_pair_number(o, "answers_sequence", _("its number"), r->answered_sequence);
		output_pair_number(o, "accepted", _("records taken in there"), r->accepted);
		break;
	case OPENED_RETRACTION:
		output_pair_token(o, "what", _("opened"), "retraction");
		output_pair(o, "id", _("package"), r->id);
		output_pair(o, "from", _("from"), r->sender);
		output_pair(o, "signer", _("signed by"), r->signer);
		output_pair_number(o, "sequence", _("number"), r->sequence);
		output_pair(o, "agreement", _("agreement"), r->agreement);
		output_pair(o, "purpose", _("purpose"), r->purpose);
		output_pair_number(o, "withdrawn", _("consents that ended"), r->withdrawn);
		output_pair_number(o, "removed", _("records removed"), r->removed);
		output_pair(o, "receipt", _("receipt, to send back"), r->receipt);
		break;
	case OPENED_COSIGNATURE:
		output_pair_token(o, "what", _("opened"), "cosignature");
		output_pair(o, "from", _("by"), r->sender);
		output_pair_number(o, "size", _("entries of this log seen"), r->cosigned);
		break;
	case OPENED_REFUSAL:
		output_pair_token(o, "what", _("opened"), "refusal");
		output_pair(o, "from", _("from"), r->sender);
		output_pair(o, "signer", _("signed by"), r->signer);
		output_pair(o, "agreement", _("agreement"), r->agreement);
		output_pair(o, "purpose", _("purpose"), r->purpose);
		output_pair(o, "answers", _("package that was refused"), r->answered);
		output_pair_number(o, "answers_sequence", _("its number"), r->answered_sequence);
		break;
	case OPENED_ROSTER:
		output_pair_token(o, "what", _("opened"), "roster");
		output_pair_number(o, "version", _("version"), r->version);
		break;
	case OPENED_GROUNDS:
		output_pair_token(o, "what", _("opened"), "grounds");
		break;
	case OPENED_OVERRIDE:
		output_pair_token(o, "what", _("opened"), "override");
		break;
	case OPENED_CATALOGUE:
		output_pair_token(o, "what", _("opened"), "catalogue");
		break;
	case OPENED_AGREEMENT:
		output_pair_token(o, "what", _("opened"), "agreement");
		output_pair(o, "agreement", _("agreement"), r->agreement);
		output_pair_number(o, "version", _("version"), r->version);
		break;
	}
	if (r->gap)
		output_pair_number(o, "gap", _("letters missing before this one"), r->gap);
	if (r->rosters)
		output_pair_number(o, "rosters", _("newer rosters that came along"), r->rosters);
	if (r->now_ready)
		output_line(o, "%s", _("This store can now exchange packages."));
}

/* A file that could not be opened among those that could: told in its place in the list of --json, and else
 * as any command's error. */
static void output_not_opened(struct session *s, const struct open_result *r, const struct error *why)
{
	_cleanup_(buffer_clear) struct buffer words = { 0 };
	struct account *o = s->out;
	words_append_error(&words, why);
	if (o->json) {
		json_text(&o->writer, "finding", error_name(why->code));
		json_text(&o->writer, "message", buffer_string(&words));
	}
	if (r->receipt)
		output_pair(o, "receipt", _("its receipt, again"), r->receipt);
	if (r->refusal.reason_count) {
		tell_reasons(o, r);
		if (r->notice)
			output_pair(o, "notice", _("notice for the sender, to send back"), r->notice);
	}
	session_tell_unlogged(s);
	if (!o->json)
		invocation_fail(s->in, why);
}

/* False when there is nothing to print but an error: of a single file, in --json. */
static bool open_one(struct session *s, const char *path, struct error *e)
{
	_cleanup_(open_result_clear) struct open_result r = { 0 };
	struct account *o = s->out;
	if (o->json)
		json_object_of(&o->writer, NULL);
	output_pair(o, "file", _("file"), path);
	s->desk->unlogged = (struct error){ 0 };
	bool ok = open_file(s->desk, path, &r, e);
	if (!ok && o->json && invocation_count(s->in) == 1 && r.refusal.reason_count == 0)
		return false;
	if (!ok && s->outcome == EXIT_DONE)
		s->outcome = words_exit_code(e->code);
	if (ok) {
		output_opened(o, &r);
		tell_reasons(o, &r);
	} else {
		output_not_opened(s, &r, e);
	}
	if (o->json)
		json_end_object(&o->writer);
	else
		output_line(o, "%s", "");
	return true;
}

/* Each file once, those of a lower rank first and else in the order given; the first exit code that isn't
 * EXIT_DONE. */
static bool open_all(struct session *s, const int *ranks, struct error *e)
{
	for (int rank = 0; rank < OPEN_RANKS; rank++)
		for (size_t i = 0; i < invocation_count(s->in); i++)
			if (ranks[i] == rank && !open_one(s, invocation_argument(s->in, i), e))
				return false;
	return true;
}

bool open_command(struct session *s, struct error *e)
{
	struct account *o = s->out;
	size_t count = invocation_count(s->in);
	int *ranks = calloc(count, sizeof *ranks);
	if (!ranks)
		return error_memory(e);
	for (size_t i = 0; count > 1 && i < count; i++)
		ranks[i] = open_rank(invocation_argument(s->in, i));
	if (o->json)
		json_array_of(&o->writer, "files");
	bool ok = open_all(s, ranks, e);
	free(ranks);
	if (o->json)
		json_end_array(&o->writer);
	return ok;
}

/* --- status --- */

static const char *state_token(const struct exchange_row *row, moment now)
{
	if (!row->sent)
		return "opened";
	switch (row->state) {
	case SENT_PREPARED:
		return "prepared";
	case SENT_OUT:
		if (row->kind == PACKAGE_RECEIPT)
			return "sent";
		return now > row->use_by ? "overdue" : "waiting";
	case SENT_RECEIPTED:
		return "arrived";
	case SENT_FAILED:
		return "lost";
	case SENT_REFUSED:
		return "refused";
	case SENT_PENDING:
		return now > row->use_by ? "lapsed" : "pending";
	case SENT_DECLINED:
		return "declined";
	}
	return "";
}

struct status_tables {
	const struct desk *desk;
	struct table *exchanges, *gaps, *refusals;
};

static bool status_exchange(void *context, const struct exchange_row *row, struct error *e)
{
	struct status_tables *t = context;
	char id[2 * PACKAGE_ID_SIZE + 1], day[DAY_SIZE + 1];
	(void)e;
	hex_encode(bytes_of(row->id, PACKAGE_ID_SIZE), id);
	day_format(row->created, day);
	table_cell_token(t->exchanges, row->sent ? "sent" : "received");
	table_cell(t->exchanges, row->peer);
	table_cell_number(t->exchanges, row->sequence);
	table_cell_token(t->exchanges, package_kind_name(row->kind));
	table_cell(t->exchanges, day);
	table_cell_number(t->exchanges, row->kind == PACKAGE_RECEIPT ? row->accepted : row->records);
	table_cell_token(t->exchanges, state_token(row, t->desk->now));
	table_cell(t->exchanges, id);
	return true;
}

static bool status_gap(void *context, const char *peer, uint64_t first, uint64_t last, struct error *e)
{
	struct status_tables *t = context;
	(void)e;
	table_cell(t->gaps, peer);
	table_cell_number(t->gaps, first);
	table_cell_number(t->gaps, last);
	return true;
}

/* Of what left from here and was too much, each thing has its row: an incident to look into. */
static bool status_refusal(void *context, struct bytes raw, struct error *e)
{
	struct status_tables *t = context;
	_cleanup_(refusal_clear) struct refusal r = { 0 };
	struct note note;
	char day[DAY_SIZE + 1];
	if (!note_parse(raw, "refusal", &note, e) || !refusal_parse(&note, &r, e))
		return false;
	day_format(r.refused, day);
	for (size_t i = 0; i < r.reason_count; i++) {
		table_cell(t->refusals, r.receiver);
		table_cell_number(t->refusals, r.sequence);
		table_cell(t->refusals, day);
		table_cell(t->refusals, r.reasons[i].what);
		table_cell_number(t->refusals, r.reasons[i].records);
		table_cell(t->refusals, r.reasons[i].rule);
	}
	return true;
}

static void status_facts(struct output *o, const struct desk *d)
{
	const struct roster *roster = desk_roster(d);
	char day[DAY_SIZE + 1];
	output_pair(o, "unit", _("unit"), store_unit(d->store));
	output_pair_number(o, "roster", _("roster version"), roster->version);
	day_format(roster->issued, day);
	output_pair(o, "roster_issued", _("roster issued"), day);
	day_format(roster->review_by, day);
	output_pair(o, "roster_review_by", _("to be reviewed by"), day);
	output_pair_token(o, "ready", _("can exchange"), store_is_ready(d->store) ? "yes" : "no");
	output_pair_number(o, "log_size", _("log entries"), log_size(store_log(d->store)));
	output_line(o, "%s", "");
}

bool status(struct session *s, struct error *e)
{
	struct account *o = s->out;
	struct desk *d = s->desk;
	const struct table_column exchanges[] = {
		{ "direction", _("direction"), false }, { "peer", _("unit"), false },
		{ "sequence", _("number"), true },      { "kind", _("kind"), false },
		{ "created", _("made"), false },        { "records", _("records"), true },
		{ "state", _("state"), false },         { "id", _("package"), false },
	};
	const struct table_column gaps[] = {
		{ "peer", _("never came from"), false },
		{ "first", _("from number"), true },
		{ "last", _("to number"), true },
	};
	const struct table_column refused[] = {
		{ "peer", _("refused by"), false }, { "sequence", _("number"), true },
		{ "refused", _("on"), false },      { "field", _("too much: field"), false },
		{ "records", _("records"), true },  { "rule", _("rule"), false },
	};
	_cleanup_(table_freep) struct table *rows = NULL;
	_cleanup_(table_freep) struct table *missing = NULL;
	_cleanup_(table_freep) struct table *refusals = NULL;
	uint64_t records;
	if (!table_start(&rows, exchanges, ELEMENTS(exchanges), e) ||
	    !table_start(&missing, gaps, ELEMENTS(gaps), e) ||
	    !table_start(&refusals, refused, ELEMENTS(refused), e))
		return false;
	struct status_tables t = { d, rows, missing, refusals };
	status_facts(o, d);
	if (!records_count(d->store, &records, e))
		return false;
	output_pair_number(o, "records", _("records"), records);
	output_line(o, "%s", "");
	return exchanges_each(d->store, status_exchange, &t, e) &&
	       exchanges_gaps(d->store, status_gap, &t, e) &&
	       refusals_each(d->store, status_refusal, &t, e) && table_print(rows, o, "exchanges", e) &&
	       table_print(missing, o, "gaps", e) && table_print(refusals, o, "refusals", e) &&
	       status_witnesses(o, d, e);
}
