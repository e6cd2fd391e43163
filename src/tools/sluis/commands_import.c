/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/field_words.h"
#include "cli/label.h"
#include "cli/output.h"
#include "exchange/importing.h"
#include "io/file.h"
#include "io/terminal.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/correction_account.h"
#include "tools/sluis/guess_account.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* `sluis import`: what it tells of rows, and how far it is. */

#define ROWS_TOLD 20u

const struct option import_options[] = {
	{ "map", 0, OPTION_VALUE, "FILE", N_("mapping: which column is which field") },
	{ "rejects", 0, OPTION_OUTPUT, "FILE",
	  N_("write the rejected rows here, each with what is wrong and what would be right") },
	{ "accept", 0, OPTION_FLAG, NULL,
	  N_("take rows, too, that take a protection away: secrecy, or that it came from Suwinet") },
	{ "guess", 0, OPTION_FLAG, NULL,
	  N_("draft a mapping from the headings of FILE, and import nothing") },
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("with --guess: write the mapping here") },
	{ "dry-run", 0, OPTION_FLAG, NULL, N_("tell what would be taken in, and keep nothing of it") },
	{ "undo", 0, OPTION_VALUE, "ID", N_("take an import back, as long as nothing of it was packed") },
	{ 0 },
};
/* --- what is told of rows --- */

/* Of the first rows each fault is kept, and the other rows are counted. */
struct told {
	struct remark {
		uint64_t line;
		struct error why;
		const struct field *field;
		struct buffer words;
	} * remarks;
	size_t count, room;
	uint64_t rows;
	bool failed;
};

struct importing {
	struct progress progress;
	struct told rejected, left_out, unprotected;
};

static void told_clear(struct told *t)
{
	for (size_t i = 0; i < t->count; i++)
		buffer_clear(&t->remarks[i].words);
	free(t->remarks);
}

static void importing_clear(struct importing *i)
{
	told_clear(&i->rejected);
	told_clear(&i->left_out);
	told_clear(&i->unprotected);
}

static void keep(struct told *t, uint64_t line, const struct row_fault *fault)
{
	if (t->rows > ROWS_TOLD)
		return;
	if (t->count == t->room) {
		size_t room = t->room ? 2 * t->room : 16;
		struct remark *more = reallocarray(t->remarks, room, sizeof *more);
		if (!more) {
			t->failed = true;
			return;
		}
		t->remarks = more;
		t->room = room;
	}
	struct remark *r = &t->remarks[t->count++];
	*r = (struct remark){ .line = line, .why = fault->why, .field = fault->field };
	words_append_fault(&r->words, fault);
}

static void import_rejected(void *context, uint64_t line, const struct row_fault *faults, size_t count)
{
	struct importing *i = context;
	i->rejected.rows++;
	for (size_t k = 0; k < count; k++)
		keep(&i->rejected, line, &faults[k]);
}

static void import_reason(_unused_ void *context, uint64_t line, const struct row_fault *faults, size_t count,
                          struct buffer *out)
{
	words_append_faults(out, line, faults, count);
}

static void import_left_out(void *context, uint64_t line, const struct row_fault *fault)
{
	struct importing *i = context;
	i->left_out.rows++;
	keep(&i->left_out, line, fault);
}

static void import_unprotected(void *context, uint64_t line, const struct row_fault *fault)
{
	struct importing *i = context;
	i->unprotected.rows++;
	keep(&i->unprotected, line, fault);
}

/* For programs a table; for people lines, which nothing shortens. */
static void tell_remarks(struct account *a, const char *key, const struct told *t)
{
	static const struct column columns[] = {
		{ "line", N_("line"), COLUMN_NUMBER },
		{ "field", N_("field"), COLUMN_NAME },
		{ "finding", N_("finding"), COLUMN_ID },
		{ "message", N_("reason"), COLUMN_TEXT },
	};
	account_only(a, ACCOUNT_JSON);
	account_table(a, key, NULL, columns, ELEMENTS(columns));
	for (size_t k = 0; k < t->count; k++) {
		account_cell_number(a, t->remarks[k].line);
		account_cell(a, t->remarks[k].field ? t->remarks[k].field->name : NULL);
		account_cell(a, error_name(t->remarks[k].why.code));
		account_cell(a, buffer_string(&t->remarks[k].words));
	}
	account_table_end(a, NULL);
	account_only(a, ACCOUNT_PEOPLE);
	for (size_t k = 0; k < t->count; k++) {
		const struct remark *r = &t->remarks[k];
		if (!k || r->line != r[-1].line)
			account_line(a, _("line %llu"), (unsigned long long)r->line);
		account_line(a, "  %s", buffer_string(&t->remarks[k].words));
	}
	account_for_all(a);
}

/* What was told of rows that went in. */
static void tell_taken(struct account *a, const char *key, const char *what, const struct told *t)
{
	if (t->count)
		account_line(a, "%s", what);
	tell_remarks(a, key, t);
	if (t->rows > ROWS_TOLD)
		account_line(a, _("… and %llu more"), (unsigned long long)(t->rows - ROWS_TOLD));
}

static void tell_rows(struct account *a, const struct importing *i)
{
	tell_remarks(a, "rejects", &i->rejected);
	if (i->rejected.rows > ROWS_TOLD)
		account_line(a,
		             ngettext("… and %llu more row; --rejects FILE writes them all",
		                      "… and %llu more rows; --rejects FILE writes them all",
		                      (unsigned long)(i->rejected.rows - ROWS_TOLD)),
		             (unsigned long long)(i->rejected.rows - ROWS_TOLD));
	tell_taken(a, "left_out", _("These values can't be, and were left out; the rest of the row went in:"),
	           &i->left_out);
	tell_taken(a, "unprotected", _("These rows took a protection away, as you accepted:"),
	           &i->unprotected);
}

/* --- how far it is --- */

/* 12.000 in Dutch, 12,000 in English. */
static void append_grouped(struct buffer *out, uint64_t number)
{
	char digits[24];
	int size = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
	for (int i = 0; i < size; i++) {
		if (i && (size - i) % 3 == 0)
			buffer_append_string(out, _(",")); /* between thousands */
		buffer_append_byte(out, (uint8_t)digits[i]);
	}
}

/* Of how many rows can only be guessed, from the bytes that were read. */
static void import_progress(void *context, uint64_t bytes, uint64_t rows)
{
	struct importing *i = context;
	_cleanup_(buffer_clear) struct buffer done = { 0 }, of = { 0 };
	if (!progress_is_due(&i->progress))
		return;
	append_grouped(&done, rows);
	if (!i->progress.total || !bytes) {
		dprintf(STDERR_FILENO, _("%s rows\n"), buffer_string(&done));
		return;
	}
	double all = (double)rows * ((double)i->progress.total / (double)bytes);
	append_grouped(&of, all > (double)rows ? (uint64_t)all / 100 * 100 : rows);
	dprintf(STDERR_FILENO, _("%s of about %s rows\n"), buffer_string(&done), buffer_string(&of));
}

/* --- import --- */

static uint64_t size_of(const char *path)
{
	struct stat s;
	return stat(path, &s) == 0 && s.st_size > 0 ? (uint64_t)s.st_size : 0;
}

static void tell_counts(struct account *o, const struct importing_result *r, bool trial)
{
	if (trial) {
		account_truth(o, "dry_run", true);
		account_line(o, "%s",
		             _("This was tried, and nothing of it was kept: these are what an import "
		               "would do."));
	} else {
		account_pair_number(o, "import", _("import"), (uint64_t)r->import);
	}
	account_pair(o, "source", _("source"), r->source);
	account_pair_number(o, "read", _("rows read"), r->counts.read);
	account_pair_number(o, "added", _("added"), r->counts.added);
	account_pair_number(o, "changed", _("changed"), r->counts.changed);
	account_pair_number(o, "same", _("the same as before"), r->counts.same);
	account_pair_number(o, "skipped", _("skipped by the mapping"), r->counts.skipped);
	account_pair_number(o, "rejected", _("rejected"), r->counts.rejected);
}

/* Records that other units have as they were before. */
static void tell_notice(struct account *o, const struct import_notice *n)
{
	account_pair_number(o, "left", n->records ? _("changed after they had left") : NULL, n->records);
	correction_tell_due_start(o);
	for (size_t i = 0; i < n->count; i++)
		correction_tell_due(o, n->units[i].unit, n->units[i].records);
	correction_tell_due_end(o);
	if (n->count)
		account_line(o, "%s", _("Tell them what is right now: `sluis record correct --changed`."));
}

static bool import_file(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(importing_clear) struct importing i = { 0 };
	bool trial = invocation_flag(in, "dry-run");
	_cleanup_(importing_result_clear) struct importing_result r = { 0 };
	const struct importing_request request = {
		.path = invocation_argument(in, 0),
		.mapping = invocation_value(in, "map"),
		.rejects = invocation_value(in, "rejects"),
		.reason_column = _("reason"),
		.accept = invocation_flag(in, "accept"),
		.dry_run = trial,
		.progress = import_progress,
		.rejected = import_rejected,
		.reason = import_reason,
		.left_out = import_left_out,
		.unprotected = import_unprotected,
		.context = &i,
	};
	progress_start(&i.progress, _("importing"), size_of(request.path));
	bool ok = importing_file(s->desk, &request, &r, e);
	if (!ok)
		return false;
	tell_counts(o, &r, trial);
	if (r.rejects_lost)
		invocation_say(
			in, "%s",
			_("warning: the import is done, but the file of rejected rows could not be written"));
	s->outcome = r.counts.rejected ? EXIT_SOME_REJECTED : EXIT_DONE;
	tell_rows(o, &i);
	tell_notice(o, &r.notice);
	return !(i.rejected.failed || i.left_out.failed || i.unprotected.failed) || error_memory(e);
}

static bool undo_import(struct session *s, struct error *e)
{
	uint64_t id, rows;
	if (!invocation_number(s->in, "undo", 0, 1, INT64_MAX, &id, e) ||
	    !importing_undo(s->desk, (int64_t)id, &rows, e))
		return false;
	account_pair_number(s->out, "removed", _("records taken back"), rows);
	return true;
}

/* To standard output, unless a file is named: a mapping and nothing else. */
static bool guess_mapping(struct session *s, struct error *e)
{
	const char *path = invocation_value(s->in, "output");
	_cleanup_(guess_clear) struct guess g = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	size_t mapped, unsure;
	if (path && file_exists(path))
		return error_set(e, ERR_FILE_EXISTS, path, "%s", "");
	if (!importing_guess(s->desk, invocation_argument(s->in, 0), &g, e))
		return false;
	guess_append_draft(&g, store_unit(s->desk->store), importing_laws(s->desk), &text);
	guess_count(&g, &mapped, &unsure);
	if (!buffer_ok(&text, e) || (path && !file_replace(path, buffer_bytes(&text), false, e)))
		return false;
	if (!path && !s->in->json) {
		output_document(s->out, buffer_bytes(&text));
		return true;
	}
	account_pair(s->out, "file", _("written"), path ? path : "");
	account_pair_number(s->out, "rows", _("rows looked at"), g.rows);
	account_pair_number(s->out, "columns", _("columns"), g.count);
	account_pair_number(s->out, "mapped", _("mapped"), mapped);
	account_pair_number(s->out, "unsure", _("of these unsure"), unsure);
	if (!path)
		account_pair(s->out, "mapping", NULL, buffer_string(&text));
	account_line(s->out, "%s",
	             _("Look it through, and try it: `sluis import FILE --map MAPPING --dry-run`."));
	return true;
}

static bool refuse_together(const struct invocation *in, const char *what, const char *const *others,
                            struct error *e)
{
	for (size_t i = 0; others[i]; i++)
		if (invocation_given(in, others[i]))
			return error_set(e, ERR_USAGE, what, _("doesn't go together with --%s"), others[i]);
	return true;
}

bool import_check(const struct invocation *in, struct error *e)
{
	static const char *const not_guess[] = { "map", "rejects", "accept", "dry-run", NULL };
	static const char *const not_import[] = { "output", NULL };
	static const char *const not_undo[] = {
		"guess", "map", "rejects", "accept", "dry-run", "output", NULL
	};
	bool undo = invocation_value(in, "undo"), file = invocation_count(in) == 1;
	if (undo == file)
		return error_set(e, ERR_USAGE, "import", "%s", _("either FILE or --undo ID"));
	if (undo)
		return refuse_together(in, "--undo", not_undo, e);
	if (invocation_flag(in, "guess"))
		return refuse_together(in, "--guess", not_guess, e);
	return refuse_together(in, "import", not_import, e);
}

bool import(struct session *s, struct error *e)
{
	return invocation_value(s->in, "undo")   ? undo_import(s, e)
	       : invocation_flag(s->in, "guess") ? guess_mapping(s, e)
	                                         : import_file(s, e);
}
