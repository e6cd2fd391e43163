/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* sluis-audit: what auditors use. The whole program at a glance. It holds nothing
 * that decrypts and needs no key. */

#include "base/limits.h"
#include "cli/output.h"
#include "cli/words.h"
#include "io/file.h"
#include "io/terminal.h"
#include "log/bundle.h"
#include "trust/card.h"

#include <stdio.h>
#include <stdlib.h>

static int verify(struct invocation *in);

static const struct option verify_options[] = {
	{ "roster", 0, OPTION_VALUES, "FILE…", N_("rosters that you have from the officers; those in the folder serve as well") },
	{ "fingerprint", 0, OPTION_VALUE, "HEX", N_("the fingerprint of the first roster, as an officer reads it aloud") },
	{ 0 },
};

/* Still to come, each with its own issue: reconcile, prove, sample, report. */
static const struct command commands[] = {
	{ .name = "verify", .arguments = "DIR", .least = 1, .most = 1, .summary = N_("Verify a log that was written by `sluis log export`"),
	  .details = N_("Every entry is hashed anew and compared with what the unit signed; every act is held against the roster and the agreement "
	                "of its day. Each thing that is wrong is told with a code, and the exit code is then 3. What no log can show: that an entry "
	                "is true, that no act went around the tool, or a tail that nobody has seen yet."),
	  .options = verify_options, .run = verify },
	{ 0 },
};

static const struct program program = {
	.name = "sluis-audit",
	.summary = N_("verify what was logged, with public keys alone"),
	.commands = commands,
};

int main(int argc, char **argv)
{
	return program_main(&program, argc, argv);
}

/* --- verify --- */

struct rosters {
	struct buffer *raw;
	struct bytes *views;
	size_t count;
};

static void rosters_clear(struct rosters *r)
{
	for (size_t i = 0; i < r->count; i++)
		buffer_clear(&r->raw[i]);
	free(r->raw);
	free(r->views);
}

static bool read_rosters(const struct invocation *in, struct rosters *r, struct error *e)
{
	size_t count;
	const char *const *paths = invocation_values(in, "roster", &count);
	r->raw = calloc(count + 1, sizeof *r->raw);
	r->views = calloc(count + 1, sizeof *r->views);
	if (!r->raw || !r->views)
		return error_memory(e);
	for (; r->count < count; r->count++) {
		if (!file_read(paths[r->count], LIMIT_NOTE_SIZE, &r->raw[r->count], e))
			return false;
		r->views[r->count] = buffer_bytes(&r->raw[r->count]);
	}
	return true;
}

static bool read_fingerprint(const struct invocation *in, struct sha256 *ret, struct error *e)
{
	const char *typed = invocation_value(in, "fingerprint");
	if (!typed)
		return error_set(e, ERR_USAGE, "--fingerprint", "%s", _("give the fingerprint of the first roster, as an officer reads it aloud"));
	return fingerprint_parse(bytes_of_string(typed), ret) ||
	       error_set(e, ERR_USAGE, "--fingerprint", "%s", _("64 hexadecimal digits are needed"));
}

static void show_moment(struct output *o, const char *key, const char *label, moment when)
{
	char text[MOMENT_SIZE + 1];
	moment_format(when, text);
	output_pair(o, key, label, text);
}

static void show_summary(struct output *o, const struct verify_result *r)
{
	char root[SHA256_HEX_SIZE + 1];
	sha256_hex(&r->root, root);
	output_pair(o, "log", _("log of"), r->origin);
	output_pair_number(o, "size", _("entries"), r->size);
	output_pair(o, "root", _("root"), root);
	if (r->acts) {
		show_moment(o, "first", _("from"), r->first);
		show_moment(o, "last", _("until"), r->last);
	}
	output_pair_number(o, "roster_version", _("roster version"), r->roster_version);
	output_pair_number(o, "acts", _("acts"), r->acts);
	output_pair_number(o, "clients", _("clients in them"), r->clients);
	output_pair_number(o, "packed", _("packages sent"), r->packed);
	output_pair_number(o, "opened", _("packages opened"), r->opened);
	output_pair_number(o, "receipts", _("receipts that came back"), r->receipts);
	output_pair_number(o, "refused", _("refusals"), r->refused);
}

static bool show_finding(struct table *t, const struct verify_finding *f, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer words = { 0 };
	char index[24] = "";
	struct error told;
	error_set(&told, f->code, NULL, "%s", ""); /* subject and detail have their own columns */
	words_append_error(&words, &told);
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

static bool show_findings(struct output *o, const struct verify_result *r, struct error *e)
{
	const struct table_column columns[] = {
		{ "finding", _("finding"), false }, { "entry", _("entry"), false },  { "subject", _("subject"), false },
		{ "detail", _("detail"), false },   { "message", _("what it means"), false },
	};
	_cleanup_(table_freep) struct table *t = NULL;
	if (!table_start(&t, columns, ELEMENTS(columns), e))
		return false;
	for (size_t i = 0; i < r->finding_count; i++)
		if (!show_finding(t, &r->findings[i], e))
			return false;
	return table_print(t, o, "findings", e);
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
	output_line(o, "%s", r->finding_count ? _("NOT VERIFIED. Keep this folder as it is and call the privacy officer.")
	                                      : _("Verified: these are the entries that the unit signed, and each act was allowed on its day."));
	output_line(o, "%s", _("What no log can show: that an entry is true, that no act went around the tool, or a tail that nobody has seen yet."));
}

static void show_progress(void *context, uint64_t done, uint64_t total)
{
	struct progress *p = context;
	if (p->total != total)
		progress_start(p, _("verifying"), total);
	progress_update(p, done);
}

/* The verdict is the exit code as well. */
static bool run_verify(struct invocation *in, struct output *o, int *ret_code, struct error *e)
{
	_cleanup_(verify_result_clear) struct verify_result result = { 0 };
	_cleanup_(rosters_clear) struct rosters rosters = { 0 };
	struct progress progress = { 0 };
	struct sha256 fingerprint;
	if (!read_fingerprint(in, &fingerprint, e) || !read_rosters(in, &rosters, e))
		return false;
	bool done = bundle_verify(invocation_argument(in, 0), rosters.views, rosters.count, &fingerprint, show_progress, &progress, &result, e);
	if (progress.total)
		progress_end(&progress);
	if (!done)
		return false;
	show_summary(o, &result);
	if (!show_findings(o, &result, e))
		return false;
	show_verdict(o, &result);
	*ret_code = result.finding_count ? EXIT_VERIFICATION : EXIT_DONE;
	return true;
}

static int verify(struct invocation *in)
{
	_cleanup_(output_clear) struct output o = { 0 };
	struct error e;
	int code = EXIT_FAILED;
	output_begin(&o, in);
	if (!run_verify(in, &o, &code, &e) || !output_end(&o, &e))
		return invocation_fail(in, &e);
	return code;
}
