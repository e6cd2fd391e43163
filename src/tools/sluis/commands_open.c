/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* `sluis open`: files, and folders with what is new in them, each in the order that it needs; and what is to
 * be carried back. */

#include "cli/label.h"
#include "exchange/open.h"
#include "io/file.h"
#include "tools/common/override_account.h"
#include "tools/common/roster_account.h"
#include "tools/sluis/access_account.h"
#include "tools/sluis/carried.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/correction_account.h"
#include "tools/sluis/named.h"
#include "tools/sluis/requests_account.h"
#include "tools/sluis/restriction_account.h"
#include "tools/sluis/told_account.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const struct option open_options[] = {
	{ "reply", 0, OPTION_OUTPUT, "FOLDER",
	  N_("put copies of the receipts and notices that go back into this folder") },
	{ 0 },
};

/* --- what came of a file --- */

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

/* What it is worth, and by what: that it is simply valid goes without saying. */
static void tell_signature(struct account *a, const struct opened_letter *l)
{
	bool valid = l->signature == SIGNATURE_VALID;
	account_pair_words(a, "signature", valid ? NULL : _("signature"),
	                   signature_verdict_name(l->signature), signature_verdict_words(l->signature));
	account_pair_number(a, "roster_version", valid ? NULL : _("by roster version"), l->roster_version);
	account_pair(a, "signer_mandate", valid ? NULL : _("and mandate"), l->mandate);
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
	tell_signature(o, &r->letter);
	account_pair_number(o, "sequence", _("number"), r->letter.sequence);
	account_pair(o, "agreement", _("agreement"), r->terms.agreement);
	account_pair(o, "purpose", _("purpose"), r->terms.purpose);
}

/* Of which request, and what came of it: client by client `sluis requests` tells. */
static void tell_answer(struct session *s, const struct open_result *r)
{
	if (!r->cases.answers)
		return;
	named_pair(s, "answers", _("answers request"), ID_PACKAGE, r->cases.asked);
	request_outcomes_tell(s->out, r->cases.outcomes);
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
	tell_answer(s, r);
	account_pair_day(o, "retain_until", _("keep until"), r->cases.retain_until);
	if (r->cases.accept_by)
		account_pair_day(o, "accept_by", _("accept or decline them by"), r->cases.accept_by);
	account_pair(o, "receipt", _("receipt, to send back"), r->letter.receipt);
	const struct agreement_purpose *p = agreement_purpose(a, r->terms.purpose);
	if (p && p->acts_for)
		account_pair(o, "acts_for", _("acts for"), p->acts_for);
	overrides_tell(o, a, p);
}

static void tell_request(struct session *s, const struct open_result *r)
{
	struct account *o = s->out;
	_cleanup_(buffer_clear) struct buffer labels = { 0 };
	tell_letter(s, r);
	labels_append(&labels, s->desk->catalogue, r->requested.fields ? r->requested.fields : "");
	account_pair_number(o, "clients", _("clients"), r->requested.clients);
	account_pair_words(o, "fields", _("fields"), r->requested.fields, buffer_string(&labels));
	account_pair_day(o, "by", _("to be answered by"), r->requested.by);
	account_pair(o, "receipt", _("receipt, to send back"), r->letter.receipt);
	account_line(o, _("Next: `sluis answer %.*s`."), (int)named_digits(s, ID_PACKAGE, r->letter.id),
	             r->letter.id);
}

static void tell_receipt(struct session *s, const struct open_result *r)
{
	struct account *o = s->out;
	named_pair(s, "id", _("package"), ID_PACKAGE, r->letter.id);
	account_pair(o, "from", _("from"), r->sender);
	named_pair(s, "answers", _("package that arrived"), ID_PACKAGE, r->answered.id);
	account_pair_number(o, "answers_sequence", _("its number"), r->answered.sequence);
	account_pair_number(o, "accepted", _("records taken in there"), r->answered.accepted);
	tell_signature(o, &r->letter);
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

static void tell_void(struct session *s, const struct open_result *r)
{
	struct account *o = s->out;
	tell_letter(s, r);
	named_pair(s, "voided", _("package that is void"), ID_PACKAGE, r->voided.id);
	account_pair_number(o, "voided_sequence", _("its number"), r->voided.sequence);
	account_pair_words(o, "reason", _("reason"), void_reason_name(r->voided.reason),
	                   void_reason_words(r->voided.reason));
	account_pair_yes(o, "opened", _("opened here before"), r->voided.opened);
	account_pair_number(o, "restricted", _("records restricted, to be decided on"), r->voided.restricted);
	if (!r->voided.opened)
		account_line(o, "%s", _("It doesn't open here any more: destroy the file when it comes."));
	account_pair(o, "receipt", _("receipt, to send back"), r->letter.receipt);
}

static void tell_correction(struct session *s, const struct open_result *r)
{
	struct account *o = s->out;
	tell_letter(s, r);
	correction_tell_outcomes(o, r->corrected.outcomes);
	if (r->corrected.kept_there)
		account_pair_number(o, "kept_there", _("disputed here, and kept there as they are"),
		                    r->corrected.kept_there);
	correction_tell_letters(s, r->corrected.onward, r->corrected.onward_count);
	if (r->corrected.answer)
		account_pair(o, "answer", _("what came of it, to send back"), r->corrected.answer);
	account_pair(o, "receipt", _("receipt, to send back"), r->letter.receipt);
}

static void tell_outcome(struct session *s, const struct open_result *r)
{
	tell_letter(s, r);
	correction_tell_outcomes(s->out, r->answers);
	account_pair(s->out, "receipt", _("receipt, to send back"), r->letter.receipt);
}

static void tell_dispute(struct session *s, const struct open_result *r)
{
	struct account *o = s->out;
	tell_letter(s, r);
	account_pair_number(o, "disputed", _("records disputed there"), r->disputed.records);
	account_pair_number(o, "unknown", _("of these not here any more"), r->disputed.unknown);
	if (r->disputed.records > r->disputed.unknown)
		account_line(o, "%s",
		             _("Correct them, or keep them with a reason: `sluis record corrections` shows "
		               "them."));
	account_pair(o, "receipt", _("receipt, to send back"), r->letter.receipt);
}

static void tell_erasure(struct session *s, const struct open_result *r)
{
	struct account *o = s->out;
	tell_letter(s, r);
	account_pair_number(o, "restricted", _("records restricted, to be decided on"),
	                    r->erasure.restricted);
	account_pair_number(o, "unknown", _("records that aren't here"), r->erasure.unknown);
	account_pair(o, "receipt", _("receipt, to send back"), r->letter.receipt);
}

static void tell_acceptance(struct session *s, const struct open_result *r)
{
	struct account *o = s->out;
	tell_letter(s, r);
	for (enum client_outcome i = 0; i < SAID_COUNT; i++)
		account_pair_number(o, client_outcome_name(i), _(client_outcome_words(i)), r->said[i]);
	account_pair(o, "receipt", _("receipt, to send back"), r->letter.receipt);
}

static void tell_handover(struct session *s, const struct open_result *r)
{
	static const struct {
		const char *name, *words;
	} heard[HEARD_COUNT] = {
		[HEARD_LATE] = { "late", N_("too late: nothing changed") },
		[HEARD_TAKEN] = { "taken", N_("directed here now") },
		[HEARD_RETURNED] = { "returned", N_("sent back: not in this unit's files") },
		[HEARD_LET_GO] = { "let_go", N_("asked for, and not directed here") },
		[HEARD_HOLDS] = { "holds", N_("asked for, and directed here") },
		[HEARD_ANSWERED] = { "answered", N_("not directed there; others are to answer") },
		[HEARD_IS_THERE] = { "is_there", N_("directed there") },
	};
	struct account *o = s->out;
	tell_letter(s, r);
	for (size_t i = 0; i < HEARD_COUNT; i++)
		if (r->handover.heard[i] || account_has(o, ACCOUNT_JSON))
			account_pair_number(o, heard[i].name, _(heard[i].words), r->handover.heard[i]);
	told_letters_tell(s, r->handover.replies, r->handover.reply_count);
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

/* In what it differs from the one before: somebody who sits at a unit sees who came and went. */
static void tell_roster(struct session *s, const struct open_result *r)
{
	struct account *o = s->out;
	const struct roster_chain *c = store_rosters(s->desk->store);
	const size_t number = roster_chain_up_to(c, r->roster.version);
	const struct roster *before = number > 1 ? c->versions[number - 2] : NULL,
			    *now = roster_chain_version(c, r->roster.version);
	struct error e;
	account_pair_number(o, "version", _("version"), r->roster.version);
	if (before && now && !roster_changes_tell(o, before, now, &e))
		invocation_warn(s->in, &e);
	if (r->roster.now_ready)
		account_line(o, "%s", _("This store can now exchange packages."));
}

static void tell_agreement(struct session *s, const struct open_result *r)
{
	struct account *o = s->out;
	account_pair(o, "agreement", _("agreement"), r->terms.agreement);
	account_pair_number(o, "version", _("version"), r->terms.version);
}

static void tell_termination(struct session *s, const struct open_result *r)
{
	struct account *o = s->out;
	tell_agreement(s, r);
	account_pair_day(o, "from", _("nothing goes or comes under it from"), r->ended);
	account_line(o, "%s",
	             _("Word that a client withdrew, corrections, erasures and receipts still go and come."));
}

typedef void (*teller)(struct session *s, const struct open_result *r);
static const teller letters[PACKAGE_UNKNOWN] = {
	[PACKAGE_CASES] = tell_cases,
	[PACKAGE_RECEIPT] = tell_receipt,
	[PACKAGE_RETRACTION] = tell_retraction,
	[PACKAGE_DECISION] = tell_decision,
	[PACKAGE_VOID] = tell_void,
	[PACKAGE_CORRECTION] = tell_correction,
	[PACKAGE_OUTCOME] = tell_outcome,
	[PACKAGE_DISPUTE] = tell_dispute,
	[PACKAGE_REQUEST] = tell_request,
	[PACKAGE_ERASURE] = tell_erasure,
	[PACKAGE_ACCEPTANCE] = tell_acceptance,
	[PACKAGE_HANDOVER] = tell_handover,
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
	[OPENED_TERMINATION] = { "termination", N_("end of an agreement"), tell_termination },
	[OPENED_TRANSCRIPT] = { "transcript", N_("transcript of the officers' ceremony"), NULL },
	[OPENED_ORDER] = { "order", N_("order of the officers"), NULL },
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
	if (r->letter.terminations)
		account_pair_number(o, "terminations", _("agreements that ended, as came along"),
		                    r->letter.terminations);
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

/* --- which files --- */

struct to_open {
	char *path;
	int rank;
	bool of_folder, done;
};
struct opening_list {
	struct to_open *items;
	size_t count;
	uint64_t opened, before, passed; /* the last two of folders */
	bool rosters;                    /* a newer one came */
	struct buffer replies;           /* paths of what goes back, each with its NUL */
};

static void opening_list_clear(struct opening_list *l)
{
	for (size_t i = 0; i < l->count; i++)
		free(l->items[i].path);
	free(l->items);
	buffer_clear(&l->replies);
}

static bool add_file(struct opening_list *l, const char *path, bool of_folder, struct error *e)
{
	struct to_open *more = reallocarray(l->items, l->count + 1, sizeof *more);
	if (more)
		l->items = more;
	char *copy = more ? string_copy(path) : NULL;
	if (!copy)
		return error_memory(e);
	l->items[l->count++] =
		(struct to_open){ .path = copy, .rank = open_rank(path), .of_folder = of_folder };
	return true;
}

static bool add_entry(struct opening_list *l, const char *folder, const char *name, struct error *e)
{
	_cleanup_(string_freep) char *path = path_join(folder, name);
	return path ? add_file(l, path, true, e) : error_memory(e);
}

/* By name, which in an outbox is by unit and number. */
static bool add_folder(struct opening_list *l, const char *folder, struct error *e)
{
	struct dirent **names;
	int count = scandir(folder, &names, NULL, alphasort);
	bool ok = true;
	if (count < 0)
		return error_errno(e, errno, folder, "%s", "");
	for (int i = 0; i < count; i++) {
		bool hidden = names[i]->d_name[0] == '.';
		ok = ok && (hidden || add_entry(l, folder, names[i]->d_name, e));
		free(names[i]);
	}
	free(names);
	return ok;
}

static bool list_files(const struct invocation *in, struct opening_list *l, struct error *e)
{
	for (size_t i = 0; i < invocation_count(in); i++) {
		const char *path = invocation_argument(in, i);
		if (file_is_folder(path) ? !add_folder(l, path, e) : !add_file(l, path, false, e))
			return false;
	}
	return true;
}

/* --- opening them --- */

static void keep_reply(struct opening_list *l, const char *path)
{
	if (path)
		buffer_append(&l->replies, bytes_of(path, strlen(path) + 1));
}

/* False when there is nothing to print but an error: of a single file, in --json. */
static bool open_one(struct session *s, struct opening_list *l, const struct to_open *file, struct error *e)
{
	_cleanup_(open_result_clear) struct open_result r = { 0 };
	struct account *o = s->out;
	s->desk->unlogged = (struct error){ 0 };
	bool ok = open_file(s->desk, file->path, &r, e);
	if (!ok && account_has(o, ACCOUNT_JSON) && l->count == 1 && !file->of_folder &&
	    r.excess.refusal.reason_count == 0)
		return false;
	bool before = !ok && words_exit_code(e->code) == EXIT_EXISTS;
	l->opened += ok;
	l->rosters = l->rosters || (ok && (r.what == OPENED_ROSTER || r.letter.rosters));
	l->before += file->of_folder && before;
	keep_reply(l, r.letter.receipt);
	for (size_t i = 0; ok && r.letter.kind == PACKAGE_HANDOVER && i < r.handover.reply_count; i++)
		keep_reply(l, r.handover.replies[i].path);
	keep_reply(l, r.excess.notice);
	if (ok && r.what == OPENED_LETTER && r.letter.kind == PACKAGE_CORRECTION)
		keep_reply(l, r.corrected.answer);
	if (file->of_folder && before)
		return true;
	account_item(o, NULL, NULL);
	account_pair(o, "file", _("file"), file->path);
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

/* Those of a rank, in the order given. Of a folder what is due: a roster makes the next one due, so they are
 * looked at until none is. */
static bool open_rank_of(struct session *s, struct opening_list *l, int rank, struct error *e)
{
	bool more = true;
	while (more) {
		more = false;
		for (size_t i = 0; i < l->count; i++) {
			struct to_open *file = &l->items[i];
			if (file->rank != rank || file->done ||
			    (file->of_folder && open_look(s->desk, file->path) != OPEN_NEW))
				continue;
			more = file->done = true;
			if (!open_one(s, l, file, e))
				return false;
		}
	}
	return true;
}

/* Each file once, those of a lower rank first; the first exit code that isn't EXIT_DONE. */
static bool open_all(struct session *s, struct opening_list *l, struct error *e)
{
	for (int rank = 0; rank < OPEN_RANKS; rank++)
		if (!open_rank_of(s, l, rank, e))
			return false;
	for (size_t i = 0; i < l->count; i++) {
		bool left = !l->items[i].done,
		     before = left && open_look(s->desk, l->items[i].path) == OPEN_BEFORE;
		l->before += before;
		l->passed += left && !before;
	}
	return true;
}

/* --- what goes back --- */

/* What has its name there is the same one, put there before. */
static bool copy_reply(const struct desk *d, const char *from, const char *folder, struct buffer *ret_path,
                       struct error *e)
{
	_cleanup_(string_freep) char *to = carried_path(d, from, folder);
	_cleanup_(file_write_clear) struct file_write out = { .fd = -1 };
	if (!to)
		return error_memory(e);
	buffer_append_string(ret_path, to);
	return file_exists(to) || (file_write_start(&out, to, e) && file_write_copy(&out, from, e) &&
	                           file_write_commit(&out, false, e));
}

/* Opened they are: what goes wrong here is told beside that. */
static void reply(struct session *s, const struct opening_list *l)
{
	const char *folder = invocation_value(s->in, "reply");
	struct account *o = s->out;
	account_list(o, "replies");
	for (struct cursor c = cursor_of(buffer_bytes(&l->replies)); !cursor_done(&c);) {
		const char *from = (const char *)cursor_until(&c, 0).data;
		_cleanup_(buffer_clear) struct buffer path = { 0 };
		struct error e;
		if (folder && !copy_reply(s->desk, from, folder, &path, &e)) {
			invocation_warn(s->in, &e);
			s->outcome = EXIT_FAILED;
			continue;
		}
		account_item(o, NULL, NULL);
		account_pair(o, "file", _("carry back"), path.size ? buffer_string(&path) : from);
		account_item_end(o);
	}
	account_list_end(o);
}

static bool check_reply(const struct invocation *in, struct error *e)
{
	const char *folder = invocation_value(in, "reply");
	return !folder || directory_check(folder, e);
}

bool open_command(struct session *s, struct error *e)
{
	_cleanup_(opening_list_clear) struct opening_list l = { 0 };
	struct account *o = s->out;
	if (!check_reply(s->in, e) || !list_files(s->in, &l, e))
		return false;
	account_list(o, "files");
	if (!open_all(s, &l, e))
		return false;
	account_list_end(o);
	reply(s, &l);
	if (l.before)
		account_pair_number(o, "before", _("opened before, left alone"), l.before);
	if (l.passed)
		account_pair_number(o, "passed", _("other files, or not due: passed over"), l.passed);
	if (l.count == 0 || (l.opened == 0 && l.before + l.passed > 0 && s->outcome == EXIT_DONE))
		account_line(o, "%s", _("Nothing new to open."));
	return (!l.rosters || access_tell_differing(s, e)) && buffer_ok(&l.replies, e);
}
