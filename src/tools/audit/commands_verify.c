/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/audit/commands.h"

#include "base/limits.h"
#include "cli/words.h"
#include "io/file.h"
#include "io/terminal.h"
#include "log/shelf.h"
#include "trust/card.h"

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
		if (!file_read(paths[n.count], LIMIT_NOTE_SIZE, &n.raw[n.count], e))
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
}

static bool read_fingerprint(const struct invocation *in, struct sha256 *ret, struct error *e)
{
	const char *typed = invocation_value(in, "fingerprint");
	if (!typed)
		return error_set(e, ERR_USAGE, "--fingerprint", "%s",
		                 _("give the fingerprint of the first roster, as an officer reads it aloud"));
	return fingerprint_parse(bytes_of_string(typed), ret) ||
	       error_set(e, ERR_USAGE, "--fingerprint", "%s", _("64 hexadecimal digits are needed"));
}

void audit_show_moment(struct output *o, const char *key, const char *label, moment when)
{
	char text[MOMENT_SIZE + 1];
	moment_format(when, text);
	output_pair(o, key, label, text);
}

bool audit_start_read(const struct invocation *in, bool checkpoints, struct audit_start *ret, struct error *e)
{
	_cleanup_(audit_start_clear) struct audit_start s = { 0 };
	if (!read_fingerprint(in, &s.fingerprint, e) || !audit_notes_read(in, "roster", &s.rosters, e) ||
	    (checkpoints && !audit_notes_read(in, "checkpoint", &s.checkpoints, e)))
		return false;
	*ret = s;
	ret->request = (struct verify_request){
		.fingerprint = &ret->fingerprint,
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

bool audit_examine(const char *directory, const struct verify_request *request, struct verify_result *ret,
                   struct shelf *ret_shelf, struct error *e)
{
	struct verify_request own = *request;
	struct progress progress = { 0 };
	own.progress = show_progress;
	own.progress_context = &progress;
	bool done = bundle_examine(directory, &own, ret, ret_shelf, e);
	if (progress.total)
		progress_end(&progress);
	return done;
}

/* --- verify --- */

static void show_summary(struct output *o, const struct verify_result *r)
{
	char root[SHA256_HEX_SIZE + 1];
	sha256_hex(&r->root, root);
	output_pair(o, "log", _("log of"), r->origin);
	output_pair_number(o, "size", _("entries"), r->size);
	output_pair(o, "root", _("root"), root);
	if (r->acts) {
		audit_show_moment(o, "first", _("from"), r->first);
		audit_show_moment(o, "last", _("until"), r->last);
	}
	output_pair_number(o, "roster_version", _("roster version"), r->roster_version);
	output_pair_number(o, "acts", _("acts"), r->acts);
	output_pair_number(o, "clients", _("clients in them"), r->clients);
	output_pair_number(o, "packed", _("packages sent"), r->packed);
	output_pair_number(o, "opened", _("packages opened"), r->opened);
	output_pair_number(o, "receipts", _("receipts that came back"), r->receipts);
	output_pair_number(o, "refused", _("refusals"), r->refused);
	output_pair_number(o, "unreceipted", _("packages whose receipt isn't back"), r->unreceipted);
	output_pair_number(o, "unwitnessed", _("newest entries that nobody else has seen"),
	                   r->size - r->witnessed);
	output_pair_number(o, "witnessed", _("entries that somebody else witnessed"), r->witnessed);
	if (r->witnessed)
		audit_show_moment(o, "witnessed_at", _("witnessed on"), r->witnessed_at);
}

void audit_append_meaning(struct buffer *out, enum error_code code)
{
	struct error told;
	error_set(&told, code, NULL, "%s", ""); /* subject and detail have their own columns */
	words_append_error(out, &told);
}

static bool show_finding(struct table *t, const struct verify_finding *f, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer words = { 0 };
	char index[24] = "";
	audit_append_meaning(&words, f->code);
	if (!buffer_ok(&words, e))
		return false;
	if (f->index != UINT64_MAX)
		snprintf(index, sizeof index, "%llu", (unsigned long long)f->index);
	table_cell(t, error_name(f->code));
	table_cell(t, index);
	table_cell(t, f->subject);
	table_cell(t, f->detail);
	table_cell(t, buffer_string(&words));
	return true;
}

bool audit_show_findings(struct output *o, const struct verify_result *r, const char *key, struct error *e)
{
	const struct table_column columns[] = {
		{ "finding", _("finding"), false },       { "entry", _("entry"), false },
		{ "subject", _("subject"), false },       { "detail", _("detail"), false },
		{ "message", _("what it means"), false },
	};
	_cleanup_(table_freep) struct table *t = NULL;
	if (!table_start(&t, columns, ELEMENTS(columns), e))
		return false;
	for (size_t i = 0; i < r->finding_count; i++)
		if (!show_finding(t, &r->findings[i], e))
			return false;
	return table_print(t, o, key, e);
}

static void show_verdict(struct output *o, const struct verify_result *r)
{
	if (o->json) {
		json_truth(&o->writer, "verified", r->finding_count == 0);
		json_truth(&o->writer, "more_findings", r->more_findings);
		return;
	}
	if (r->more_findings)
		output_line(o, "%s", _("There is more; only the first 1000 findings are shown."));
	output_line(o, "%s",
	            r->finding_count
	                    ? _("NOT VERIFIED. Keep this folder as it is and call the privacy officer.")
	                    : _("Verified: these are the entries that the unit signed, and each act was "
	                        "allowed on its day."));
	output_line(o, "%s",
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
	if (!audit_start_read(in, true, &start, e) ||
	    !audit_examine(invocation_argument(in, 0), &start.request, &result, NULL, e))
		return false;
	show_summary(o, &result);
	if (!audit_show_findings(o, &result, "findings", e))
		return false;
	show_verdict(o, &result);
	s->outcome = result.finding_count ? EXIT_VERIFICATION : EXIT_DONE;
	return true;
}
