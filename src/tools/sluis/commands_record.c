/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/written.h"
#include "cli/label.h"
#include "exchange/importing.h"
#include "exchange/reading.h"
#include "io/file.h"
#include "io/terminal.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/named.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Case records: `sluis import`, `list`, `show`, `search` and `export`. */

#define REJECTS_SHOWN 20u
#define LIST_LIMIT 100u
#define LIST_MOST 1000000u
#define SEARCH_TERMS_MAX 1024u

const struct option import_options[] = {
	{ "map", 0, OPTION_VALUE, "FILE", N_("mapping: which column is which field") },
	{ "rejects", 0, OPTION_OUTPUT, "FILE", N_("write line and reason of each rejected row here") },
	{ "accept", 0, OPTION_FLAG, NULL,
	  N_("take rows, too, that take a protection away: secrecy, or that it came from Suwinet") },
	{ "undo", 0, OPTION_VALUE, "ID", N_("take an import back, as long as nothing of it was packed") },
	{ 0 },
};
const struct option list_options[] = {
	SELECTION_OPTIONS,
	{ "limit", 0, OPTION_VALUE, "N", N_("show at most so many; 100 unless told otherwise") },
	{ 0 },
};
const struct option show_options[] = {
	{ "history", 0, OPTION_FLAG, NULL, N_("what it superseded, too") },
	{ "to-client", 0, OPTION_FLAG, NULL,
	  N_("the client asks to see it: shows a restricted record, too, and the log tells why") },
	{ 0 },
};
const struct option search_options[] = {
	{ "limit", 0, OPTION_VALUE, "N", N_("show at most so many; 100 unless told otherwise") },
	{ 0 },
};
const struct option export_options[] = {
	SELECTION_OPTIONS,
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("write here, in the clear") },
	{ "force", 0, OPTION_FLAG, NULL, N_("replace FILE") },
	{ 0 },
};

/* --- import --- */

/* The first of them are kept, and the others counted. */
struct told {
	struct remark {
		uint64_t line;
		struct error why;
	} remarks[REJECTS_SHOWN];
	uint64_t count;
};

struct importing {
	struct progress progress;
	struct told rejected, left_out, unprotected;
};

static void import_progress(void *context, uint64_t bytes)
{
	struct importing *i = context;
	progress_update(&i->progress, bytes);
}

static void keep(struct told *t, uint64_t line, const struct error *why)
{
	if (t->count < REJECTS_SHOWN)
		t->remarks[t->count] = (struct remark){ line, *why };
	t->count++;
}

static void import_rejected(void *context, uint64_t line, const struct error *why)
{
	struct importing *i = context;
	keep(&i->rejected, line, why);
}

static void import_left_out(void *context, uint64_t line, const struct error *why)
{
	struct importing *i = context;
	keep(&i->left_out, line, why);
}

static void import_unprotected(void *context, uint64_t line, const struct error *why)
{
	struct importing *i = context;
	keep(&i->unprotected, line, why);
}

static void tell_remarks(struct account *a, const char *key, const struct told *t)
{
	static const struct column columns[] = {
		{ "line", N_("line"), COLUMN_NUMBER },
		{ "finding", N_("finding"), COLUMN_ID },
		{ "message", N_("reason"), COLUMN_TEXT },
	};
	account_table(a, key, NULL, columns, ELEMENTS(columns));
	for (uint64_t k = 0; k < t->count && k < REJECTS_SHOWN; k++) {
		_cleanup_(buffer_clear) struct buffer words = { 0 };
		words_append_error(&words, &t->remarks[k].why);
		account_cell_number(a, t->remarks[k].line);
		account_cell(a, error_name(t->remarks[k].why.code));
		account_cell_buffer(a, &words);
	}
	account_table_end(a, NULL);
}

/* What was told of rows that went in. */
static void tell_taken(struct account *a, const char *key, const char *what, const struct told *t)
{
	if (t->count)
		account_line(a, "%s", what);
	tell_remarks(a, key, t);
	if (t->count > REJECTS_SHOWN)
		account_line(a, _("… and %llu more"), (unsigned long long)(t->count - REJECTS_SHOWN));
}

static void tell_rows(struct account *a, const struct importing *i)
{
	tell_remarks(a, "rejects", &i->rejected);
	if (i->rejected.count > REJECTS_SHOWN)
		account_line(a, _("… and %llu more; --rejects FILE writes them all"),
		             (unsigned long long)(i->rejected.count - REJECTS_SHOWN));
	tell_taken(a, "left_out", _("These values can't be, and were left out; the rest of the row went in:"),
	           &i->left_out);
	tell_taken(a, "unprotected", _("These rows took a protection away, as you accepted:"),
	           &i->unprotected);
}

static uint64_t size_of(const char *path)
{
	struct stat s;
	return stat(path, &s) == 0 && s.st_size > 0 ? (uint64_t)s.st_size : 0;
}

static bool import_file(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct importing i = { 0 };
	_cleanup_(importing_result_clear) struct importing_result r = { 0 };
	const struct importing_request request = {
		.path = invocation_argument(in, 0),
		.mapping = invocation_value(in, "map"),
		.rejects = invocation_value(in, "rejects"),
		.accept = invocation_flag(in, "accept"),
		.progress = import_progress,
		.rejected = import_rejected,
		.left_out = import_left_out,
		.unprotected = import_unprotected,
		.context = &i,
	};
	progress_start(&i.progress, _("importing"), size_of(request.path));
	bool ok = importing_file(s->desk, &request, &r, e);
	progress_end(&i.progress);
	if (!ok)
		return false;
	account_pair_number(o, "import", _("import"), (uint64_t)r.import);
	account_pair(o, "source", _("source"), r.source);
	account_pair_number(o, "read", _("rows read"), r.counts.read);
	account_pair_number(o, "added", _("added"), r.counts.added);
	account_pair_number(o, "changed", _("changed"), r.counts.changed);
	account_pair_number(o, "same", _("the same as before"), r.counts.same);
	account_pair_number(o, "skipped", _("skipped by the mapping"), r.counts.skipped);
	account_pair_number(o, "rejected", _("rejected"), r.counts.rejected);
	if (r.rejects_lost)
		invocation_say(
			in, "%s",
			_("warning: the import is done, but the file of rejected rows could not be written"));
	s->outcome = r.counts.rejected ? EXIT_SOME_REJECTED : EXIT_DONE;
	tell_rows(o, &i);
	return true;
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

bool import_check(const struct invocation *in, struct error *e)
{
	bool undo = invocation_value(in, "undo"), file = invocation_count(in) == 1;
	return undo != file || error_set(e, ERR_USAGE, "import", "%s", "either FILE or --undo ID");
}

bool import(struct session *s, struct error *e)
{
	return invocation_value(s->in, "undo") ? undo_import(s, e) : import_file(s, e);
}

/* --- list, show, search --- */

struct listing {
	struct session *session;
	uint64_t shown;
};

static const char *text_of(const struct record *r, enum role role, char *out, size_t size)
{
	struct bytes value = record_role(r, role);
	snprintf(out, size, "%.*s", (int)value.size, value.data ? (const char *)value.data : "");
	return out;
}

static bool list_row(void *context, const struct stored_record *stored, struct error *e)
{
	struct listing *l = context;
	_cleanup_(record_clear) struct record r = { 0 };
	_cleanup_(buffer_wipe) struct buffer name = { 0 };
	struct account *o = l->session->out;
	char text[256];
	if (!record_recall(l->session->desk->catalogue, stored->json, stored->id, &r, e))
		return false;
	name_append(&name, &r);
	named_cell(l->session, ID_RECORD, stored->id);
	account_cell(o, text_of(&r, ROLE_LAW, text, sizeof text));
	account_cell_buffer(o, &name);
	account_cell(o, text_of(&r, ROLE_BIRTH, text, sizeof text));
	account_cell(o, text_of(&r, ROLE_CASE, text, sizeof text));
	account_cell(o, stored->package ? stored->source : "");
	account_cell_day(o, stored->retain_until);
	account_cell_words(o, stored->restricted ? "yes" : "", stored->restricted ? N_("yes") : "");
	l->shown++;
	return true;
}

static void start_listing(struct account *a)
{
	static const struct column columns[] = {
		{ "id", N_("record"), COLUMN_ID },
		{ "wet", N_("law"), COLUMN_STATE },
		{ "name", N_("name"), COLUMN_NAME },
		{ "birth", N_("born"), COLUMN_DATE },
		{ "case", N_("case"), COLUMN_ID },
		{ "from", N_("from"), COLUMN_NAME },
		{ "retain_until", N_("keep until"), COLUMN_DATE, ACCOUNT_JSON },
		{ "restricted", N_("restricted"), COLUMN_STATE },
	};
	account_table(a, "records", NULL, columns, ELEMENTS(columns));
}

bool list(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct desk *d = s->desk;
	_cleanup_(selection_options_clear) struct selection_options chosen = { 0 };
	uint64_t limit, total;
	bool none = !invocation_flag(in, "all") && !invocation_value(in, "record") &&
	            !invocation_value(in, "select-from");
	if (none)
		chosen.selection.kind = SELECT_ALL;
	else if (!selection_options_read(s, &chosen, e))
		return false;
	if (!invocation_number(in, "limit", LIST_LIMIT, 1, LIST_MOST, &limit, e))
		return false;
	struct listing l = { .session = s };
	start_listing(o);
	if (!reading_list(d, &chosen.selection, limit, &total, list_row, &l, e))
		return false;
	account_table_end(o, NULL);
	account_pair_number(o, "total", NULL, total);
	if (total > l.shown)
		account_line(o, _("%llu of %llu records; --limit N shows more"), (unsigned long long)l.shown,
		             (unsigned long long)total);
	else
		account_line(o, _("%llu records"), (unsigned long long)total);
	return true;
}

static void show_fields(struct account *o, const struct record *r)
{
	for (size_t i = 0; i < catalogue_size(r->catalogue); i++) {
		const struct field *f = catalogue_field(r->catalogue, i);
		_cleanup_(string_freep) char *value =
			r->values[i].data ? string_of_bytes(r->values[i]) : NULL;
		if (value)
			account_pair(o, NULL, label_of(f), value);
	}
}

static bool show_record(void *context, const struct stored_record *stored, struct error *e)
{
	struct listing *l = context;
	struct account *o = l->session->out;
	_cleanup_(record_clear) struct record r = { 0 };
	if (!record_recall(l->session->desk->catalogue, stored->json, stored->id, &r, e))
		return false;
	if (l->shown++)
		account_blank(o);
	account_item(o, NULL, NULL);
	named_pair(l->session, "id", _("record"), ID_RECORD, stored->id);
	account_pair(o, "source", stored->package ? _("received from") : _("source"), stored->source);
	account_pair_day(o, "taken_in", _("taken in"), stored->taken_in);
	if (stored->superseded)
		account_pair_yes(o, "superseded", _("superseded"), true);
	if (stored->restricted)
		account_pair_yes(o, "restricted", _("restricted"), true);
	if (stored->package) {
		account_pair(o, "package", _("package"), stored->package);
		account_pair(o, "agreement", _("agreement"), stored->agreement);
		account_pair(o, "purpose", _("purpose"), stored->purpose);
	}
	if (stored->retain_until)
		account_pair_day(o, "retain_until", _("keep until"), stored->retain_until);
	account_raw(o, "record", stored->json);
	show_fields(o, &r);
	account_item_end(o);
	return true;
}

bool show(struct session *s, struct error *e)
{
	struct account *o = s->out;
	struct listing l = { .session = s };
	char id[ID_DIGITS + 1];
	if (!named_find(s, ID_RECORD, invocation_argument(s->in, 0), id, e))
		return false;
	account_list(o, "records");
	if (!reading_show(s->desk, id, invocation_flag(s->in, "history"), invocation_flag(s->in, "to-client"),
	                  show_record, &l, e))
		return false;
	account_list_end(o);
	return true;
}

/* Search terms say who is looked for: they are typed, or read from standard input, never an argument. */
static bool read_terms(struct buffer *ret, struct error *e)
{
	if (isatty(STDIN_FILENO))
		return terminal_read_line(_("Search for: "), ret, e);
	_cleanup_(buffer_wipe) struct buffer raw = { 0 };
	struct fd_stream in = { STDIN_FILENO, "-" };
	return source_drain(fd_source(&in), SEARCH_TERMS_MAX, &raw, e) &&
	       text_read_words(buffer_bytes(&raw), NULL, ret, e);
}

bool search(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct desk *d = s->desk;
	_cleanup_(buffer_clear) struct buffer terms = { 0 };
	uint64_t limit;
	if (!invocation_number(in, "limit", LIST_LIMIT, 1, LIST_MOST, &limit, e) || !read_terms(&terms, e))
		return false;
	struct listing l = { .session = s };
	start_listing(o);
	if (!reading_search(d, buffer_bytes(&terms), limit, list_row, &l, e))
		return false;
	account_table_end(o, NULL);
	account_line(o, _("%llu records found"), (unsigned long long)l.shown);
	return true;
}

bool export(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	struct desk *d = s->desk;
	_cleanup_(selection_options_clear) struct selection_options chosen = { 0 };
	const char *path = invocation_value(in, "output");
	uint64_t count, restricted;
	if (!path)
		return error_set(e, ERR_USAGE, "-o", "%s", "the file to write");
	if (!selection_options_read(s, &chosen, e) ||
	    !reading_export(d, &chosen.selection, path, invocation_flag(in, "force"), &count, &restricted, e))
		return false;
	account_pair(o, "file", _("written"), path);
	account_pair_number(o, "records", _("records"), count);
	if (restricted)
		account_pair_number(o, "restricted", _("left out: restricted"), restricted);
	account_line(o, "%s", _("This file is not encrypted: remove it when it has served its purpose."));
	return true;
}
