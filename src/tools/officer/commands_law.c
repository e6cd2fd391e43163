/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What officers adopt and decide beside agreements: the table of grounds, overrides
 * of its rows, additions to the catalogue. */

#include "cli/language.h"
#include "io/file.h"
#include "tools/common/override_account.h"
#include "tools/officer/commands.h"
#include "trust/agreement.h"
#include "trust/quorum.h"
#include "trust/statement.h"

#include <stdlib.h>
#include <string.h>

const struct option grounds_new_options[] = {
	{ "output", 'o', OPTION_VALUE, "FILE", N_("write the draft here") },
	{ 0 },
};
const struct option law_show_options[] = {
	{ "roster", 0, OPTION_VALUE, "FILE", N_("tell whether the quorum of this roster's officers signed") },
	{ 0 },
};
const struct option override_new_options[] = {
	{ "controller", 0, OPTION_VALUE, "NAME",
	  N_("whose officers decide: the controller of the sending unit") },
	{ "ground", 0, OPTION_VALUE, "ROW", N_("the row of the table of grounds") },
	{ "grounds", 0, OPTION_VALUE, "FILE", N_("the table of grounds; the shipped one when left out") },
	{ "agreement", 0, OPTION_VALUE, "ID", N_("for this agreement") },
	{ "purpose", 0, OPTION_VALUE, "CODE", N_("for this purpose of it") },
	{ "output", 'o', OPTION_VALUE, "FILE", N_("write the draft here") },
	{ 0 },
};

static bool write_draft(struct invocation *in, struct output *o, struct bytes text, struct error *e)
{
	const char *path = invocation_value(in, "output");
	if (!path)
		return error_set(e, ERR_USAGE, "-o", "%s", "missing");
	if (!file_replace(path, text, false, e))
		return false;
	output_pair(o, "file", _("draft"), path);
	return true;
}

static void output_hash(struct output *o, const struct sha256 *hash)
{
	char hex[SHA256_HEX_SIZE + 1];
	sha256_hex(hash, hex);
	output_pair(o, "sha256", _("SHA-256, for agreements to pin"), hex);
}

/* --- the table of grounds --- */

bool grounds_new(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	if (!write_draft(in, o, grounds_shipped(), e))
		return false;
	output_line(o, "%s",
	            _("Read every row, change what you see otherwise, and sign it with `sluis-officer "
	              "grounds sign`."));
	return true;
}

/* The table at the path given, or the shipped one. */
static bool read_grounds(const char *path, struct grounds **ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	if (!path)
		return grounds_parse(grounds_shipped(), "grounds-nl.yaml", ret, e);
	return officer_read(path, &raw, e) && grounds_parse(buffer_bytes(&raw), path, ret, e);
}

static void cell_kinds(struct table *t, unsigned bits)
{
	_cleanup_(buffer_clear) struct buffer words = { 0 };
	for (unsigned bit = 1; bit <= PARTY_UWV; bit <<= 1)
		if (bits & bit)
			buffer_printf(&words, "%s%s", words.size ? " " : "",
			              party_kind_name((enum party_kind)bit));
	table_cell(t, words.size ? buffer_string(&words) : "*");
}

static bool output_rows(struct output *o, const struct grounds *g, struct error *e)
{
	const struct table_column columns[] = {
		{ "ground", _("ground"), false },       { "effect", _("effect"), false },
		{ "from", _("from"), false },           { "to", _("to"), false },
		{ "consent", _("consent"), false },     { "no_objection", _("no-objection"), false },
		{ "default", _("by default"), false },  { "enabled", _("enabled"), false },
		{ "certainty", _("certainty"), false }, { "article", _("article"), false },
		{ "title", _("what it says"), false },
	};
	_cleanup_(table_freep) struct table *t = NULL;
	if (!table_start(&t, columns, ELEMENTS(columns), e))
		return false;
	bool dutch = !o->json && strcmp(language_code(), "nl") == 0;
	for (size_t i = 0; i < grounds_size(g); i++) {
		const struct ground *r = grounds_row(g, i);
		table_cell(t, r->id);
		table_cell_token(t, r->bars ? "bars" : "grants");
		cell_kinds(t, r->from);
		cell_kinds(t, r->to);
		table_cell_token(t, r->consent ? "yes" : "no");
		table_cell_token(t, r->no_objection ? "yes" : "no");
		table_cell_token(t, ground_default_name(r->standing));
		table_cell_token(t, r->enabled ? "yes" : "no");
		table_cell(t, r->certainty);
		table_cell(t, r->article);
		table_cell(t, dutch ? r->title_nl : r->title);
	}
	return table_print(t, o, "rows", e);
}

/* Of any controller of the roster, where one is given. */
static bool check_quorum(struct invocation *in, const char *type, const char *path, struct output *o,
                         struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 }, known = { 0 };
	_cleanup_(roster_freep) struct roster *r = NULL;
	const char *roster = invocation_value(in, "roster");
	bool *signed_by = NULL;
	struct note note;
	if (!roster)
		return true;
	if (!path)
		return error_set(e, ERR_USAGE, "--roster", "%s", "the shipped text is signed by nobody");
	if (!officer_read(roster, &known, e) || !roster_parse(buffer_bytes(&known), roster, &r, e) ||
	    !officer_read(path, &raw, e) || !statement_open(buffer_bytes(&raw), type, path, &note, e) ||
	    !quorum_signers(&note, r, &signed_by, e))
		return false;
	bool ok = quorum_of_any(r, signed_by, path, e);
	free(signed_by);
	if (ok)
		output_pair_token(o, "quorum", _("signed by the quorum"), "yes");
	return ok;
}

bool grounds_show(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(grounds_freep) struct grounds *g = NULL;
	const char *path = invocation_count(in) ? invocation_argument(in, 0) : NULL;
	char day[DAY_SIZE + 1];
	if (!read_grounds(path, &g, e))
		return false;
	day_format(grounds_as_of(g), day);
	output_pair(o, "id", _("table of grounds"), grounds_id(g));
	output_pair_number(o, "version", _("version"), grounds_version(g));
	output_pair(o, "as_of", _("from the statutes' texts of"), day);
	output_hash(o, grounds_hash(g));
	if (!check_quorum(in, GROUNDS_TYPE, path, o, e))
		return false;
	output_line(o, "%s", "");
	if (!output_rows(o, g, e))
		return false;
	output_line(o, "\n%s",
	            _("S the statute or the supervisor says so, I inference, ? unsettled: ask a lawyer"));
	return true;
}

/* What differs from the shipped table: officers read this before they sign. */

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
	return a->bars == b->bars && a->from == b->from && a->to == b->to && a->laws == b->laws &&
	       a->phases == b->phases && a->categories == b->categories && a->bases == b->bases &&
	       a->exceptions == b->exceptions && a->consent == b->consent &&
	       a->no_objection == b->no_objection && a->client_supplied == b->client_supplied &&
	       a->household == b->household && a->standing == b->standing && a->enabled == b->enabled &&
	       same_list(a->tasks, a->task_count, b->tasks, b->task_count) &&
	       same_list(a->sources, a->source_count, b->sources, b->source_count);
}

static bool same_words(const struct ground *a, const struct ground *b)
{
	return same_text(a->title, b->title) && same_text(a->title_nl, b->title_nl) &&
	       same_text(a->article, b->article) && same_text(a->source, b->source) &&
	       same_text(a->certainty, b->certainty) && same_text(a->profile, b->profile);
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

static bool output_changes(struct output *o, const struct grounds *g, struct error *e)
{
	const struct table_column columns[] = {
		{ "ground", _("ground"), false },
		{ "change", _("against the shipped table"), false },
		{ "article", _("article"), false },
	};
	_cleanup_(grounds_freep) struct grounds *shipped = NULL;
	_cleanup_(table_freep) struct table *t = NULL;
	if (!officer_grounds(&shipped, e) || !table_start(&t, columns, ELEMENTS(columns), e))
		return false;
	bool same = sha256_equal(grounds_hash(g), grounds_hash(shipped));
	output_pair_token(o, "shipped", _("the table that was shipped"), same ? "yes" : "no");
	add_changes(t, g, shipped);
	return table_print(t, o, "changes", e);
}

bool grounds_check(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(grounds_freep) struct grounds *g = NULL;
	if (!read_grounds(invocation_argument(in, 0), &g, e))
		return false;
	output_pair(o, "id", _("table of grounds"), grounds_id(g));
	output_pair_number(o, "version", _("version"), grounds_version(g));
	output_pair_number(o, "rows", _("rows"), grounds_size(g));
	output_hash(o, grounds_hash(g));
	if (!output_changes(o, g, e))
		return false;
	output_line(o, "%s",
	            _("The table can be read and each row is of the form that is needed. Whether it is the "
	              "law is for people to say."));
	return true;
}

bool grounds_sign(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	_cleanup_(grounds_freep) struct grounds *g = NULL;
	const char *path = invocation_argument(in, 0);
	return officer_read(path, &raw, e) && grounds_parse(buffer_bytes(&raw), path, &g, e) &&
	       officer_sign(in, path, buffer_bytes(&raw), o, e);
}

/* --- overrides --- */

static bool needed(struct invocation *in, const char *option, const char **ret, struct error *e)
{
	*ret = invocation_value(in, option);
	return *ret || error_set(e, ERR_USAGE, option, "%s", "missing");
}

/* A draft with what is known filled in; reasons and advice are for people to write, and empty it isn't read.
 */
bool override_new(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(grounds_freep) struct grounds *g = NULL;
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	const char *controller, *ground, *agreement, *purpose;
	char hex[SHA256_HEX_SIZE + 1], day[DAY_SIZE + 1];
	if (!needed(in, "controller", &controller, e) || !needed(in, "ground", &ground, e) ||
	    !needed(in, "agreement", &agreement, e) || !needed(in, "purpose", &purpose, e) ||
	    !read_grounds(invocation_value(in, "grounds"), &g, e))
		return false;
	const struct ground *row = grounds_find(g, ground);
	if (!row)
		return error_set(e, ERR_NOT_FOUND, ground, "%s", "no row of that table");
	if (row->standing != GROUND_ASK || !row->enabled)
		return error_set(e, ERR_AGREEMENT_INVALID, ground, "%s",
		                 "only an enabled row whose default is ask can be overridden");
	sha256_hex(grounds_hash(g), hex);
	day_format(moment_now(), day);
	buffer_printf(&text,
	              "type: " OVERRIDE_TYPE "\nid: %s-%s\nversion: 1\ncontroller: %s\ngrounds: "
	              "\"%s\"\nground: %s\nagreement: %s\npurpose: %s\n",
	              agreement, ground, controller, hex, ground, agreement, purpose);
	buffer_printf(&text,
	              "# %s\nreasons: \"\"\n# %s\nfg: \"\"\nadvised: %s\nadvice: \"\"\nvalid_from: "
	              "%s\nvalid_until: %s\n",
	              "Why it is needed, and why this row may apply all the same",
	              "The data protection officer advises and doesn't decide: the name, the day, and the "
	              "advice in full",
	              day, day, day);
	if (!buffer_ok(&text, e) || !write_draft(in, o, buffer_bytes(&text), e))
		return false;
	output_line(o, "%s",
	            _("Write the reasons, the FG's advice and the days, and sign it with `sluis-officer "
	              "override sign`. The agreement lists its SHA-256 under overrides."));
	return true;
}

static bool read_override(struct invocation *in, struct buffer *raw, struct override **ret, struct error *e)
{
	const char *path = invocation_argument(in, 0);
	return officer_read(path, raw, e) && override_parse(buffer_bytes(raw), path, ret, e);
}

bool override_sign(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	_cleanup_(override_freep) struct override *w = NULL;
	return read_override(in, &raw, &w, e) &&
	       officer_sign(in, invocation_argument(in, 0), buffer_bytes(&raw), o, e);
}

bool override_show(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(buffer_clear) struct buffer raw = { 0 }, known = { 0 };
	_cleanup_(override_freep) struct override *w = NULL;
	_cleanup_(roster_freep) struct roster *r = NULL;
	const char *roster = invocation_value(in, "roster");
	if (!read_override(in, &raw, &w, e))
		return false;
	if (roster && (!officer_read(roster, &known, e) ||
	               !roster_parse(buffer_bytes(&known), roster, &r, e) || !override_verify(w, r, e)))
		return false;
	override_tell(o, w);
	if (r)
		output_pair_token(o, "quorum", _("signed by the quorum"), "yes");
	return true;
}

/* --- additions to the catalogue --- */

bool catalogue_sign(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	_cleanup_(catalogue_freep) struct catalogue *c = NULL;
	const char *path = invocation_argument(in, 0);
	struct note note;
	if (!officer_read(path, &raw, e) ||
	    !statement_open_draft(buffer_bytes(&raw), CATALOGUE_TYPE, path, &note, e))
		return false;
	const struct catalogue_addition addition = { note.text, path };
	return catalogue_load_with(catalogue_shipped(), "catalogue.yaml", &addition, 1, &c, e) &&
	       officer_sign(in, path, buffer_bytes(&raw), o, e);
}
