/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/language.h"
#include "io/file.h"
#include "tools/officer_commands.h"
#include "trust/grounds.h"

#include <string.h>

const struct option grounds_new_options[] = {
	{ "output", 'o', OPTION_VALUE, "FILE", N_("write the draft here") },
	{ 0 },
};

/* The draft is the shipped text itself: what officers change shows against it. */
static bool run_new(struct invocation *in, struct output *o, struct error *e)
{
	const char *path = invocation_value(in, "output");
	if (!path)
		return error_set(e, ERR_USAGE, "-o", "%s", "missing");
	if (!file_replace(path, grounds_shipped(), false, e))
		return false;
	output_pair(o, "file", _("draft"), path);
	output_line(o, "%s", _("Change what you see otherwise, raise its version, then run `sluis-officer grounds check`."));
	return true;
}

int grounds_new(struct invocation *in)
{
	return seat_run(in, run_new);
}

/* The built-in table, or the one in the file; `path` is NULL for the first. */
static bool read_grounds(const char *path, struct grounds **ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	if (!path)
		return officer_grounds(ret, e);
	return officer_read(path, &raw, e) && grounds_parse(buffer_bytes(&raw), path, ret, e);
}

/* --- in words --- */

static const char *title_of(const struct output *o, const struct ground *g)
{
	return !o->json && strcmp(language_code(), "nl") == 0 ? g->title_nl : g->title;
}

/* "pw, wmo"; empty when the row holds for any. */
static void append_kinds(struct buffer *out, unsigned kinds)
{
	buffer_reset(out);
	for (unsigned bit = 1; bit <= PARTY_UWV; bit <<= 1)
		if (kinds & bit)
			buffer_printf(out, "%s%s", out->size ? ", " : "", party_kind_name((enum party_kind)bit));
}

/* What a row does as it stands: a token for programs, words for people. */
static const char *standing_of(const struct ground *g)
{
	if (!g->enabled)
		return "disabled";
	if (g->bars)
		return g->standing == GROUND_ASK ? "bars-but-for-override" : "bars";
	return ground_default_name(g->standing);
}

static void output_grounds(struct output *o, const struct grounds *g)
{
	char day[DAY_SIZE + 1], shown[FINGERPRINT_SHOWN_SIZE + 1];
	day_format(grounds_as_of(g), day);
	fingerprint_show(grounds_hash(g), shown);
	output_pair(o, "id", _("table of grounds"), grounds_id(g));
	output_pair_number(o, "version", _("version"), grounds_version(g));
	output_pair(o, "as_of", _("statutes as of"), day);
	output_pair(o, "fingerprint", _("fingerprint"), shown);
	output_line(o, "%s", "");
}

static bool run_show(struct invocation *in, struct output *o, struct error *e)
{
	const struct table_column columns[] = {
		{ "ground", _("ground"), false },       { "certainty", _("certainty"), false }, { "default", _("by default"), false },
		{ "from", _("from"), false },           { "to", _("to"), false },               { "title", _("what"), false },
		{ "article", _("article"), false },     { "source", _("source"), false },
	};
	_cleanup_(grounds_freep) struct grounds *g = NULL;
	_cleanup_(table_freep) struct table *t = NULL;
	_cleanup_(buffer_clear) struct buffer kinds = { 0 };
	const char *path = invocation_count(in) ? invocation_argument(in, 0) : NULL;
	if (!read_grounds(path, &g, e) || !table_start(&t, columns, ELEMENTS(columns), e))
		return false;
	output_grounds(o, g);
	for (size_t i = 0; i < grounds_size(g); i++) {
		const struct ground *row = grounds_row(g, i);
		table_cell(t, row->id);
		table_cell(t, row->certainty);
		table_cell(t, o->json ? standing_of(row) : words_standing(standing_of(row)));
		append_kinds(&kinds, row->from);
		table_cell(t, buffer_string(&kinds));
		append_kinds(&kinds, row->to);
		table_cell(t, buffer_string(&kinds));
		table_cell(t, title_of(o, row));
		table_cell(t, row->article);
		table_cell(t, row->source);
	}
	if (!table_print(t, o, "rows", e))
		return false;
	output_line(o, "\n%s", _("S the statute or the supervisor says so, I inference, ? unsettled: ask a lawyer. Not legal advice."));
	return true;
}

int grounds_show(struct invocation *in)
{
	return seat_run(in, run_show);
}

/* --- what differs from the shipped table --- */

static bool same_text(const char *a, const char *b)
{
	return (!a && !b) || (a && b && strcmp(a, b) == 0);
}

static bool same_list(const char *const *a, size_t a_count, const char *const *b, size_t b_count)
{
	bool same = a_count == b_count;
	for (size_t i = 0; same && i < a_count; i++)
		same = strcmp(a[i], b[i]) == 0;
	return same;
}

/* What a row decides; its words may differ. */
static bool same_rule(const struct ground *a, const struct ground *b)
{
	return a->bars == b->bars && a->from == b->from && a->to == b->to && a->laws == b->laws && a->phases == b->phases &&
	       a->categories == b->categories && a->bases == b->bases && a->exceptions == b->exceptions && a->consent == b->consent &&
	       a->no_objection == b->no_objection && a->client_supplied == b->client_supplied && a->household == b->household &&
	       a->standing == b->standing && a->enabled == b->enabled && same_list(a->tasks, a->task_count, b->tasks, b->task_count) &&
	       same_list(a->sources, a->source_count, b->sources, b->source_count);
}

static bool same_words(const struct ground *a, const struct ground *b)
{
	return same_text(a->title, b->title) && same_text(a->title_nl, b->title_nl) && same_text(a->article, b->article) &&
	       same_text(a->source, b->source) && same_text(a->certainty, b->certainty) && same_text(a->profile, b->profile);
}

static void add_change(struct table *t, const struct ground *row, const char *change)
{
	table_cell(t, row->id);
	table_cell_token(t, change);
	table_cell(t, row->article);
}

/* Rows of `g` against those of the shipped table, and what that has and `g` hasn't. */
static void add_changes(struct table *t, const struct grounds *g, const struct grounds *shipped)
{
	for (size_t i = 0; i < grounds_size(g); i++) {
		const struct ground *row = grounds_row(g, i), *was = grounds_find(shipped, row->id);
		if (!was)
			add_change(t, row, "row-added");
		else if (!same_rule(row, was))
			add_change(t, row, "rule-changed");
		else if (!same_words(row, was))
			add_change(t, row, "words-changed");
	}
	for (size_t i = 0; i < grounds_size(shipped); i++)
		if (!grounds_find(g, grounds_row(shipped, i)->id))
			add_change(t, grounds_row(shipped, i), "row-removed");
}

static bool run_check(struct invocation *in, struct output *o, struct error *e)
{
	const struct table_column columns[] = {
		{ "ground", _("ground"), false }, { "change", _("against the shipped table"), false }, { "article", _("article"), false },
	};
	_cleanup_(grounds_freep) struct grounds *g = NULL, *shipped = NULL;
	_cleanup_(table_freep) struct table *t = NULL;
	if (!read_grounds(invocation_argument(in, 0), &g, e) || !officer_grounds(&shipped, e) ||
	    !table_start(&t, columns, ELEMENTS(columns), e))
		return false;
	output_grounds(o, g);
	bool same = sha256_equal(grounds_hash(g), grounds_hash(shipped));
	output_pair_token(o, "shipped", _("the table that was shipped"), same ? "yes" : "no");
	add_changes(t, g, shipped);
	if (!table_print(t, o, "changes", e))
		return false;
	output_line(o, "%s", _("The table can be read and each row is of the form that is needed. Whether it is the law is for people to say."));
	return true;
}

int grounds_check(struct invocation *in)
{
	return seat_run(in, run_check);
}

static bool run_sign(struct invocation *in, struct output *o, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	_cleanup_(grounds_freep) struct grounds *g = NULL;
	const char *path = invocation_argument(in, 0);
	return officer_read(path, &raw, e) && grounds_parse(buffer_bytes(&raw), path, &g, e) && officer_sign(in, path, buffer_bytes(&raw), o, e);
}

int grounds_sign(struct invocation *in)
{
	return seat_run(in, run_sign);
}
