/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/audit/commands.h"

#include "base/limits.h"
#include "cli/words.h"
#include "io/file.h"
#include "io/terminal.h"
#include "log/signed_texts.h"
#include "tools/audit/audit_account.h"

#include <stdio.h>
#include <stdlib.h>

/* --- where trust starts --- */

void audit_notes_clear(struct audit_notes *n)
{
	for (size_t i = 0; i < n->count; i++)
		buffer_clear(&n->raw[i]);
	free(n->raw);
	free(n->views);
	*n = (struct audit_notes){ 0 };
}

bool audit_notes_read(const struct invocation *in, const char *option, struct audit_notes *ret,
                      struct error *e)
{
	_cleanup_(audit_notes_clear) struct audit_notes n = { 0 };
	size_t count;
	const char *const *paths = invocation_values(in, option, &count);
	n.raw = calloc(count + 1, sizeof *n.raw);
	n.views = calloc(count + 1, sizeof *n.views);
	if (!n.raw || !n.views)
		return error_memory(e);
	for (; n.count < count; n.count++) {
		if (!statement_read(paths[n.count], &n.raw[n.count], e))
			return false;
		n.views[n.count] = buffer_bytes(&n.raw[n.count]);
	}
	*ret = n;
	n = (struct audit_notes){ 0 };
	return true;
}

void audit_start_clear(struct audit_start *s)
{
	audit_notes_clear(&s->rosters);
	audit_notes_clear(&s->checkpoints);
	trusting_clear(&s->trusting);
}

bool audit_start_read(const struct invocation *in, bool checkpoints, struct audit_start *ret, struct error *e)
{
	_cleanup_(audit_start_clear) struct audit_start s = { 0 };
	if (!audit_notes_read(in, "roster", &s.rosters, e) ||
	    (checkpoints && !audit_notes_read(in, "checkpoint", &s.checkpoints, e)) ||
	    !trusting_find(in, s.rosters.views, s.rosters.count, &s.trusting, e))
		return false;
	*ret = s;
	ret->request = (struct verify_request){
		.fingerprint = &ret->trusting.fingerprint,
		.rosters = s.rosters.views,
		.roster_count = s.rosters.count,
		.checkpoints = s.checkpoints.views,
		.checkpoint_count = s.checkpoints.count,
	};
	s = (struct audit_start){ 0 };
	return true;
}

static void show_progress(void *context, uint64_t done, uint64_t total)
{
	struct progress *p = context;
	if (p->total != total)
		progress_start(p, _("verifying"), total);
	progress_update(p, done);
}

/* Nothing else is wrong than that no chain begins so: a slip in what was typed, more likely than another
 * partnership's log. Whichever it is, it is no verdict on the log. */
static bool is_slip(const struct verify_result *r)
{
	for (size_t i = 0; i < r->finding_count; i++)
		if (r->findings[i].code != ERR_FINGERPRINT && r->findings[i].code != ERR_NO_ROSTER)
			return false;
	return r->finding_count > 0 && r->roster_version == 0;
}

bool audit_begins_elsewhere(const char *directory, const struct sha256 *fingerprint, struct sha256 *ret)
{
	_cleanup_(string_freep) char *path = path_join(directory, "rosters/000001.note");
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	struct error ignored;
	struct note note;
	if (!path || !file_read(path, LIMIT_NOTE_SIZE, &raw, &ignored) ||
	    !note_parse(buffer_bytes(&raw), path, &note, &ignored) || sha256_equal(&note.hash, fingerprint))
		return false;
	*ret = note.hash;
	return true;
}

/* Those behind --roster that make a chain from the fingerprint on, in whatever order they were given. */
static bool chain_given(const struct verify_request *request, struct roster_chain *ret, struct error *e)
{
	struct error ignored;
	ret->fingerprint = *request->fingerprint;
	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < request->roster_count; i++) {
			_cleanup_(roster_freep) struct roster *r = NULL;
			if (!roster_parse(request->rosters[i], "--roster", &r, &ignored))
				continue;
			if (roster_chain_append(ret, &r, &ignored))
				more = true;
			else if (ignored.code == ERR_MEMORY)
				return error_memory(e);
		}
	}
	return true;
}

/* Where the chain of this bundle begins, if what is trusted was merged with that. */
static bool find_merged(const char *directory, const struct verify_request *request,
                        const struct roster_chain *trusted, bool *ret_merged, struct sha256 *ret,
                        struct error *e)
{
	_cleanup_(roster_chain_clear) struct roster_chain given = { 0 };
	*ret_merged = false;
	if (!audit_begins_elsewhere(directory, request->fingerprint, ret))
		return true;
	if (!chain_given(request, &given, e))
		return false;
	*ret_merged =
		(trusted && roster_chain_merged_root(trusted, ret)) || roster_chain_merged_root(&given, ret);
	return true;
}

bool audit_examine(const char *directory, const struct verify_request *request,
                   const struct roster_chain *trusted, struct verify_result *ret,
                   struct signed_texts *ret_signed_texts, struct error *e)
{
	struct verify_request own = *request;
	struct progress progress = { 0 };
	struct sha256 root;
	bool merged;
	own.progress = show_progress;
	own.progress_context = &progress;
	if (!find_merged(directory, request, trusted, &merged, &root, e))
		return false;
	if (merged) {
		own.fingerprint = &root;
		own.roster_count = 0; /* which are of the other chain */
	}
	bool done = bundle_examine(directory, &own, ret, ret_signed_texts, e);
	if (!done || !is_slip(ret))
		return done;
	verify_result_clear(ret);
	if (ret_signed_texts)
		signed_texts_clear(ret_signed_texts);
	return error_set(e, ERR_FINGERPRINT, "--fingerprint", _("no roster in %s or behind --roster has it"),
	                 directory);
}

/* --- verify --- */

static void tell_summary(struct account *a, const struct verify_result *r)
{
	account_pair(a, "log", _("log of"), r->origin);
	account_pair_number(a, "size", _("entries"), r->size);
	account_pair_hash(a, "root", _("root"), &r->root);
	if (r->acts) {
		account_pair_moment(a, "first", _("from"), r->first);
		account_pair_moment(a, "last", _("until"), r->last);
	}
	account_pair_number(a, "roster_version", _("roster version"), r->roster_version);
	account_pair_number(a, "acts", _("acts"), r->acts);
	account_pair_number(a, "clients", _("records in them"), r->clients);
	account_pair_number(a, "packed", _("packages sent"), r->packed);
	account_pair_number(a, "opened", _("packages opened"), r->opened);
	account_pair_number(a, "receipts", _("receipts that came back"), r->receipts);
	account_pair_number(a, "refused", _("refusals"), r->refused);
	account_pair_number(a, "unreceipted", _("packages whose receipt isn't back"), r->unreceipted);
	account_pair_number(a, "unwitnessed", _("newest entries that nobody else has seen"),
	                    r->size - r->witnessed);
	account_pair_number(a, "witnessed", _("entries that somebody else witnessed"), r->witnessed);
	if (r->witnessed)
		account_pair_moment(a, "witnessed_at", _("witnessed on"), r->witnessed_at);
}

static void tell_beside(struct account *a, const struct verify_result *r)
{
	static const struct column columns[] = { { "file", N_("file"), COLUMN_NAME } };
	size_t shown = r->beside_count < BESIDE_SHOWN ? r->beside_count : BESIDE_SHOWN;
	if (!shown)
		return;
	account_pair_number(a, "beside_count", NULL, r->beside_count);
	account_line(
		a, "%s",
		_("A file manager left files of its own in this folder. They are not the log's, and change "
	          "nothing in it; they may be removed:"));
	account_table(a, "beside", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < shown; i++)
		account_cell(a, r->beside[i]);
	account_table_end(a, NULL);
}

static void tell_verdict(struct account *a, const struct verify_result *r)
{
	account_truth(a, "verified", r->finding_count == 0);
	account_truth(a, "more_findings", r->more_findings);
	if (r->more_findings)
		account_line(a, "%s", _("There is more; only the first 1000 findings are shown."));
	audit_verdict_tell(a, r->finding_count ? VERDICT_UNVERIFIED : VERDICT_VERIFIED, AUDIT_VERIFY, 0);
	account_line(a, "%s",
	             _("What no log can show: that an entry is true, that no act went around the tool, or a "
	               "tail that nobody has seen yet."));
}

/* The verdict is the exit code as well. */
bool audit_verify(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(verify_result_clear) struct verify_result result = { 0 };
	_cleanup_(audit_start_clear) struct audit_start start = { 0 };
	_cleanup_(signed_texts_clear) struct signed_texts texts = { 0 };
	if (!audit_start_read(in, true, &start, e) ||
	    !audit_examine(invocation_argument(in, 0), &start.request, NULL, &result, &texts, e))
		return false;
	trusting_tell(o, &start.trusting);
	tell_summary(o, &result);
	signatures_tell(o, &result, &texts);
	findings_tell(o, "findings", &result);
	resumptions_tell(o, "resumptions", &result);
	account_pair_number(o, "given_up", NULL, result.given_up);
	if (result.given_up)
		account_line(o,
		             ngettext("%llu checkpoint that was kept elsewhere is of what was given up.",
		                      "%llu checkpoints that were kept elsewhere are of what was given up.",
		                      (unsigned long)result.given_up),
		             (unsigned long long)result.given_up);
	tell_beside(o, &result);
	tell_verdict(o, &result);
	s->outcome = result.finding_count ? EXIT_VERIFICATION : EXIT_DONE;
	return true;
}
