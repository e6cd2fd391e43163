/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/label.h"
#include "exchange/open.h"
#include "exchange/pack.h"
#include "io/file.h"
#include "io/terminal.h"
#include "store/exchanges.h"
#include "store/refusals.h"
#include "tools/common/override_account.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/letter_state.h"
#include "tools/sluis/named.h"
#include "tools/sluis/picker.h"
#include "tools/sluis/preview_account.h"
#include "tools/sluis/preview_page.h"
#include "tools/sluis/restriction_account.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct option preview_options[] = {
	EXCHANGE_OPTIONS,
	{ "clients", 0, OPTION_FLAG, NULL,
	  N_("a line for each record, and for what goes along of what clients said, too") },
	{ "html", 0, OPTION_OUTPUT, "FILE",
	  N_("write it as a page for a browser or a printer, record by record") },
	{ 0 },
};
const struct option pack_options[] = {
	EXCHANGE_OPTIONS,
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("put a copy of the package here, too") },
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

static bool packing_client(void *context, const struct screened *s, struct error *e)
{
	struct packing *p = context;
	return !p->clients || preview_clients_add(p->clients, s, e);
}

static bool packing_declaration(void *context, const struct screened *s, struct bytes line, struct error *e)
{
	struct packing *p = context;
	return !p->clients || preview_clients_add_declaration(p->clients, s, line, e);
}

static void set_request(struct pack_request *q, const struct picked *p)
{
	q->to = p->to;
	q->agreement = p->agreement;
	q->purpose = p->purpose;
	q->selection = p->clients.selection;
}

bool preview_command(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct desk *d = s->desk;
	const char *page = invocation_value(in, "html");
	_cleanup_(picked_clear) struct picked picked = { 0 };
	_cleanup_(pack_result_clear) struct pack_result r = { 0 };
	_cleanup_(preview_clients_clear) struct preview_clients clients = { 0 };
	struct packing p = { 0 };
	struct pack_request q = { .each = packing_client,
		                  .declared = packing_declaration,
		                  .context = &p,
		                  .progress = packing_progress,
		                  .progress_context = &p };
	if (page && file_exists(page))
		return error_set(e, ERR_FILE_EXISTS, page, "%s", "");
	if (!pick_exchange(s, &picked, e))
		return false;
	p.clients = page || invocation_flag(in, "clients") ? &clients : NULL;
	set_request(&q, &picked);
	progress_start(&p.progress, _("deciding"), 0);
	bool ok = preview(d, &q, &r, e);
	if (!ok)
		return false;
	preview_tell(o, d->catalogue, &q, &r);
	if (page && !preview_page_write(page, d, &q, &r, &clients, e))
		return false;
	if (page)
		account_pair(o, "page", _("written"), page);
	if (invocation_flag(in, "clients"))
		preview_tell_clients(o, d->catalogue, &r, &clients);
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
int output_package(struct session *s, const struct pack_result *r, struct file_write *copy)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct error e;
	named_pair(s, "id", _("package"), ID_PACKAGE, r->id);
	account_pair_number(o, "sequence", _("number"), r->sequence);
	account_pair_day(o, "use_by", NULL, r->use_by);
	account_pair_moment(o, NULL, _("to be opened by"), r->use_by);
	letter_state_pair(o, r->pending ? LETTER_PENDING : r->named ? LETTER_WAITING : LETTER_PREPARED);
	if (r->pending) {
		account_line(o,
		             _("Nothing has left yet: the agreement asks for two. A colleague looks at it "
		               "and runs `sluis approve %.*s`."),
		             (int)named_digits(s, ID_PACKAGE, r->id), r->id);
		if (copy->path)
			invocation_say(in, "%s",
			               _("note: there is no file to copy before it is approved; give -o to "
			                 "`sluis approve`"));
		return EXIT_DONE;
	}
	account_pair(o, "file", _("written"), r->path);
	if (!r->named)
		invocation_say(in, "%s",
		               _("warning: the package is made and logged, but its file could not get its "
		                 "name yet; the next command does that"));
	if (!copy->path)
		return r->named ? EXIT_DONE : EXIT_FAILED;
	if (r->named && copy_package(r->path, copy, &e)) {
		account_pair(o, "copy", _("copy"), copy->path);
		return EXIT_DONE;
	}
	if (r->named) {
		const struct error why = e;
		error_set(&e, ERR_COPY, copy->path, _("%s; it is here: %s"),
		          why.sys_errno ? strerror(why.sys_errno) : error_name(why.code), r->path);
		invocation_warn(in, &e);
	}
	return EXIT_FAILED;
}

bool pack_command(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct desk *d = s->desk;
	_cleanup_(picked_clear) struct picked picked = { 0 };
	_cleanup_(pack_result_clear) struct pack_result r = { 0 };
	_cleanup_(file_write_clear) struct file_write out = { .fd = -1 };
	struct packing p = { 0 };
	struct pack_request q = { .progress = packing_progress, .progress_context = &p };
	const char *copy = invocation_value(in, "output");
	if (copy && file_exists(copy))
		return error_set(e, ERR_FILE_EXISTS, copy, "%s", "");
	if (!pick_exchange(s, &picked, e) || (copy && !file_write_start(&out, copy, e)))
		return false;
	set_request(&q, &picked);
	progress_start(&p.progress, _("packing"), 0);
	bool ok = pack(d, &q, &r, e);
	if (!ok)
		return false;
	preview_tell(o, d->catalogue, &q, &r);
	s->outcome = output_package(s, &r, &out);
	return true;
}

/* --- open --- */

/* What was too much in a package, at either end. */
static void tell_reasons(struct account *a, const struct catalogue *catalogue,
                         const struct opened_excess *excess)
{
	static const struct column columns[] = {
		{ "field", N_("field"), COLUMN_NAME },
		{ "records", N_("records"), COLUMN_NUMBER },
		{ "rule", N_("rule"), COLUMN_ID },
		{ "article", N_("article"), COLUMN_TEXT },
		{ "certainty", N_("certainty"), COLUMN_STATE },
		{ "reason", N_("reason"), COLUMN_TEXT },
	};
	const struct refusal *r = &excess->refusal;
	if (r->reason_count == 0)
		return;
	account_table(a, "refused", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < r->reason_count; i++) {
		const struct screening_why *why = excess->why ? &excess->why[i] : NULL;
		enum rule rule;
		account_cell_words(a, r->reasons[i].what, label_of_name(catalogue, r->reasons[i].what));
		account_cell_number(a, r->reasons[i].records);
		account_cell(a, r->reasons[i].rule);
		account_cell(a, why ? why->article : "");
		account_cell_words(a, why ? why->certainty : "", why ? certainty_words(why->certainty) : "");
		account_cell(a, rule_parse(r->reasons[i].rule, &rule) ? words_rule(rule) : "");
	}
	account_table_end(a, NULL);
}

/* Of every letter but an answer. */
static void tell_letter(struct session *s, const struct open_result *r)
{
	struct account *o = s->out;
	named_pair(s, "id", _("package"), ID_PACKAGE, r->letter.id);
	account_pair(o, "from", _("from"), r->sender);
	account_pair(o, "signer", _("signed by"), r->signer);
	if (r->letter.approver)
		account_pair(o, "approver", _("approved by"), r->letter.approver);
	account_pair_number(o, "sequence", _("number"), r->letter.sequence);
	account_pair(o, "agreement", _("agreement"), r->terms.agreement);
	account_pair(o, "purpose", _("purpose"), r->terms.purpose);
}

static void tell_cases(struct session *s, const struct open_result *r)
{
	struct account *o = s->out;
	const struct agreement *a = r->letter.agreement;
	tell_letter(s, r);
	account_pair_number(o, "added", _("records added"), r->cases.counts.added);
	account_pair_number(o, "changed", _("changed"), r->cases.counts.changed);
	account_pair_number(o, "same", _("the same as before"), r->cases.counts.same);
	account_pair_number(o, "withheld", _("records that the sender kept back"), r->cases.withheld);
	if (r->cases.withdrawn)
		account_pair_number(o, "withdrawn", _("records left out: the client withdrew since"),
		                    r->cases.withdrawn);
	account_pair_day(o, "retain_until", _("keep until"), r->cases.retain_until);
	account_pair(o, "receipt", _("receipt, to send back"), r->letter.receipt);
	overrides_tell(o, a, agreement_purpose(a, r->terms.purpose));
}

static void tell_receipt(struct session *s, const struct open_result *r)
{
	struct account *o = s->out;
	named_pair(s, "id", _("package"), ID_PACKAGE, r->letter.id);
	account_pair(o, "from", _("from"), r->sender);
	named_pair(s, "answers", _("package that arrived"), ID_PACKAGE, r->answered.id);
	account_pair_number(o, "answers_sequence", _("its number"), r->answered.sequence);
	account_pair_number(o, "accepted", _("records taken in there"), r->answered.accepted);
}

static void tell_retraction(struct session *s, const struct open_result *r)
{
	struct account *o = s->out;
	tell_letter(s, r);
	account_pair_number(o, "withdrawn", _("consents that ended"), r->retraction.ended);
	account_pair_number(o, "removed", NULL, 0);
	account_pair_number(o, "restricted", _("records restricted, to be decided on"),
	                    r->retraction.restricted);
	restriction_tell_onward(o, r->retraction.onward, r->retraction.onward_count);
	account_pair(o, "receipt", _("receipt, to send back"), r->letter.receipt);
}

static void tell_decision(struct session *s, const struct open_result *r)
{
	struct account *o = s->out;
	tell_letter(s, r);
	for (enum withdrawal_outcome i = 0; i < OUTCOME_COUNT; i++)
		account_pair_number(o, withdrawal_outcome_name(i), _(withdrawal_outcome_words(i)),
		                    r->decided[i]);
	account_pair(o, "receipt", _("receipt, to send back"), r->letter.receipt);
}

static void tell_cosignature(struct session *s, const struct open_result *r)
{
	struct account *o = s->out;
	account_pair(o, "from", _("by"), r->sender);
	account_pair_number(o, "size", _("entries of this log seen"), r->cosigned);
}

static void tell_refusal(struct session *s, const struct open_result *r)
{
	struct account *o = s->out;
	account_pair(o, "from", _("from"), r->sender);
	account_pair(o, "signer", _("signed by"), r->signer);
	account_pair(o, "agreement", _("agreement"), r->terms.agreement);
	account_pair(o, "purpose", _("purpose"), r->terms.purpose);
	named_pair(s, "answers", _("package that was refused"), ID_PACKAGE, r->answered.id);
	account_pair_number(o, "answers_sequence", _("its number"), r->answered.sequence);
}

static void tell_roster(struct session *s, const struct open_result *r)
{
	struct account *o = s->out;
	account_pair_number(o, "version", _("version"), r->roster.version);
	if (r->roster.now_ready)
		account_line(o, "%s", _("This store can now exchange packages."));
}

static void tell_agreement(struct session *s, const struct open_result *r)
{
	struct account *o = s->out;
	account_pair(o, "agreement", _("agreement"), r->terms.agreement);
	account_pair_number(o, "version", _("version"), r->terms.version);
}

typedef void (*teller)(struct session *s, const struct open_result *r);
static const teller letters[PACKAGE_UNKNOWN] = {
	[PACKAGE_CASES] = tell_cases,
	[PACKAGE_RECEIPT] = tell_receipt,
	[PACKAGE_RETRACTION] = tell_retraction,
	[PACKAGE_DECISION] = tell_decision,
};
/* Without a teller: there is no more to say. */
static const struct {
	const char *name, *words;
	teller tell;
} notes[] = {
	[OPENED_REFUSAL] = { "refusal", N_("notice of refusal"), tell_refusal },
	[OPENED_ROSTER] = { "roster", N_("roster"), tell_roster },
	[OPENED_AGREEMENT] = { "agreement", N_("agreement"), tell_agreement },
	[OPENED_COSIGNATURE] = { "cosignature", N_("cosignature"), tell_cosignature },
	[OPENED_GROUNDS] = { "grounds", N_("table of grounds"), NULL },
	[OPENED_OVERRIDE] = { "override", N_("override"), NULL },
	[OPENED_CATALOGUE] = { "catalogue", N_("additions to the catalogue"), NULL },
};

static void tell_opened(struct session *s, const struct open_result *r)
{
	struct account *o = s->out;
	bool letter = r->what == OPENED_LETTER;
	const char *name = letter ? package_kind_name(r->letter.kind) : notes[r->what].name;
	const teller tell = letter ? letters[r->letter.kind] : notes[r->what].tell;
	account_pair_words(o, "what", _("opened"), name, letter ? words_kind(name) : notes[r->what].words);
	if (tell)
		tell(s, r);
	if (r->letter.gap)
		account_pair_number(o, "gap", _("letters missing before this one"), r->letter.gap);
	if (r->letter.rosters)
		account_pair_number(o, "rosters", _("newer rosters that came along"), r->letter.rosters);
	tell_reasons(o, s->desk->catalogue, &r->excess);
}

/* A file that could not be opened among those that could: told in its place in the list of --json, and else
 * as any command's error. */
static void tell_not_opened(struct session *s, const struct open_result *r, const struct error *why)
{
	_cleanup_(buffer_clear) struct buffer words = { 0 };
	struct account *o = s->out;
	words_append_error(&words, why);
	account_pair(o, "finding", NULL, error_name(why->code));
	account_pair(o, "message", NULL, buffer_string(&words));
	if (r->letter.receipt)
		account_pair(o, "receipt", _("its receipt, again"), r->letter.receipt);
	tell_reasons(o, s->desk->catalogue, &r->excess);
	if (r->excess.notice)
		account_pair(o, "notice", _("notice for the sender, to send back"), r->excess.notice);
	session_tell_unlogged(s);
	if (!account_has(o, ACCOUNT_JSON))
		invocation_fail(s->in, why);
}

/* False when there is nothing to print but an error: of a single file, in --json. */
static bool open_one(struct session *s, const char *path, struct error *e)
{
	_cleanup_(open_result_clear) struct open_result r = { 0 };
	struct account *o = s->out;
	account_item(o, NULL, NULL);
	account_pair(o, "file", _("file"), path);
	s->desk->unlogged = (struct error){ 0 };
	bool ok = open_file(s->desk, path, &r, e);
	if (!ok && account_has(o, ACCOUNT_JSON) && invocation_count(s->in) == 1 &&
	    r.excess.refusal.reason_count == 0)
		return false;
	if (!ok && s->outcome == EXIT_DONE)
		s->outcome = words_exit_code(e->code);
	if (ok)
		tell_opened(s, &r);
	else
		tell_not_opened(s, &r, e);
	account_item_end(o);
	account_blank(o);
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
	account_list(o, "files");
	bool ok = open_all(s, ranks, e);
	free(ranks);
	account_list_end(o);
	return ok;
}
