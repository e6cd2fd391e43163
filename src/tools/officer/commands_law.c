/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What officers adopt and decide beside agreements: the table of grounds, overrides
 * of its rows, additions to the catalogue. */

#include "cli/language.h"
#include "io/file.h"
#include "tools/common/override_account.h"
#include "tools/officer/commands.h"
#include "tools/officer/signable.h"
#include "tools/officer/templates.h"
#include "trust/agreement.h"
#include "trust/articles.h"
#include "trust/quorum.h"
#include "trust/statement.h"

#include <stdlib.h>
#include <string.h>

const struct option grounds_new_options[] = {
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("write the draft here") },
	{ 0 },
};
const struct option law_show_options[] = {
	{ "roster", 0, OPTION_VALUE, "NOTE", N_("tell whether the quorum of this roster's officers signed") },
	{ 0 },
};
const struct option override_new_options[] = {
	{ "controller", 0, OPTION_VALUE, "NAME",
	  N_("whose officers decide: the controller of the sending unit") },
	{ "ground", 0, OPTION_VALUE, "ROW", N_("the row of the table of grounds") },
	{ "grounds", 0, OPTION_VALUE, "NOTE", N_("the table of grounds; the shipped one when left out") },
	{ "agreement", 0, OPTION_VALUE, "ID", N_("for this agreement") },
	{ "purpose", 0, OPTION_VALUE, "CODE", N_("for this purpose of it") },
	{ "template", 0, OPTION_VALUE, "TEMPLATE",
	  N_("start from the override worked out for the agreement's template of this name") },
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("write the draft here") },
	{ 0 },
};

static bool write_draft(struct invocation *in, struct account *o, struct bytes text, struct error *e)
{
	const char *path = invocation_value(in, "output");
	if (!path)
		return error_set(e, ERR_USAGE, "-o", "%s", N_("missing"));
	if (!file_replace(path, text, false, e))
		return false;
	account_pair(o, "file", _("draft"), path);
	return true;
}

static void output_hash(struct account *o, const struct sha256 *hash)
{
	account_pair_hash(o, "sha256", _("SHA-256, for agreements to pin"), hash);
}

/* --- the table of grounds --- */

bool grounds_new(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	if (!write_draft(in, o, grounds_shipped(), e))
		return false;
	account_line(o, "%s",
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

static void cell_kinds(struct account *a, unsigned bits)
{
	_cleanup_(buffer_clear) struct buffer words = { 0 };
	for (size_t i = 0; i < PARTY_KIND_COUNT; i++)
		if (bits & 1u << i)
			buffer_printf(&words, "%s%s", words.size ? " " : "",
			              party_kind_name((enum party_kind)(1u << i)));
	if (!words.size)
		buffer_append_byte(&words, '*');
	account_cell_buffer(a, &words);
}

static void output_rows(struct account *o, const struct grounds *g)
{
	static const struct column columns[] = {
		{ "ground", N_("ground"), COLUMN_ID },
		{ "effect", N_("effect"), COLUMN_STATE },
		{ "from", N_("from"), COLUMN_NAME },
		{ "to", N_("to"), COLUMN_NAME },
		{ "consent", N_("consent"), COLUMN_STATE },
		{ "no_objection", N_("no-objection"), COLUMN_STATE },
		{ "default", N_("by default"), COLUMN_STATE },
		{ "enabled", N_("enabled"), COLUMN_STATE },
		{ "certainty", N_("certainty"), COLUMN_STATE },
		{ "article", N_("article"), COLUMN_TEXT },
		{ "title", N_("what it says"), COLUMN_TEXT },
	};
	account_table(o, "rows", NULL, columns, ELEMENTS(columns));
	bool dutch = strcmp(language_code(), "nl") == 0;
	for (size_t i = 0; i < grounds_size(g); i++) {
		const struct ground *r = grounds_row(g, i);
		account_cell(o, r->id);
		account_cell_words(o, r->bars ? "bars" : "grants", r->bars ? N_("bars") : N_("grants"));
		cell_kinds(o, r->from);
		cell_kinds(o, r->to);
		account_cell_yes(o, r->consent);
		account_cell_yes(o, r->no_objection);
		account_cell_words(o, ground_default_name(r->standing), ground_default_words(r->standing));
		account_cell_yes(o, r->enabled);
		account_cell_words(o, r->certainty, certainty_words(r->certainty));
		account_cell(o, r->article);
		account_cell_words(o, r->title, dutch ? r->title_nl : r->title);
	}
	account_table_end(o, NULL);
}

/* Who must give, where that isn't only a power; and what was looked for and isn't a row. */
static void output_notes(struct account *o, const struct grounds *g)
{
	static const struct column duties[] = {
		{ "ground", N_("ground"), COLUMN_ID },
		{ "duty", N_("power or duty"), COLUMN_STATE },
		{ "answer_weeks", N_("weeks to answer"), COLUMN_NUMBER },
	};
	static const struct column notes[] = {
		{ "note", N_("not a row"), COLUMN_ID },
		{ "certainty", N_("certainty"), COLUMN_STATE },
		{ "article", N_("article"), COLUMN_TEXT },
		{ "title", N_("what it says"), COLUMN_TEXT },
	};
	bool dutch = strcmp(language_code(), "nl") == 0;
	account_table(o, "duties", NULL, duties, ELEMENTS(duties));
	for (size_t i = 0; i < grounds_size(g); i++) {
		const struct ground *r = grounds_row(g, i);
		if (!r->duty)
			continue;
		account_cell(o, r->id);
		account_cell_words(o, ground_duty_name(r->duty), ground_duty_words(r->duty));
		account_cell_number(o, r->answer_weeks);
	}
	account_table_end(o, NULL);
	account_table(o, "notes", NULL, notes, ELEMENTS(notes));
	for (size_t i = 0; i < grounds_note_count(g); i++) {
		const struct ground_note *n = grounds_note(g, i);
		account_cell(o, n->id);
		account_cell_words(o, n->certainty, certainty_words(n->certainty));
		account_cell(o, n->article);
		account_cell_words(o, n->title, dutch ? n->title_nl : n->title);
	}
	account_table_end(o, NULL);
}

/* Of any controller of the roster, where one is given. */
static bool check_quorum(struct invocation *in, const char *type, const char *path, struct account *o,
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
		return error_set(e, ERR_USAGE, "--roster", "%s", N_("the shipped text is signed by nobody"));
	if (!officer_read(roster, &known, e) || !roster_parse(buffer_bytes(&known), roster, &r, e) ||
	    !officer_read(path, &raw, e) || !statement_open(buffer_bytes(&raw), type, path, &note, e) ||
	    !quorum_signers(&note, r, &signed_by, e))
		return false;
	bool ok = quorum_of_any(r, signed_by, moment_now(), path, e);
	free(signed_by);
	if (ok)
		account_pair_yes(o, "quorum", _("signed by the quorum"), true);
	return ok;
}

/* For people alone, who see the day beside it. */
static void tell_age(struct account *o, const struct grounds *g)
{
	enum grounds_age age = grounds_age(g, moment_now());
	if (age == GROUNDS_DUE)
		account_line(o, "%s",
		             _("The day comes by which somebody must have read the statutes again."));
	else if (age == GROUNDS_PAST)
		account_line(
			o, "%s",
			_("The day is past by which somebody must have read the statutes again: read them, "
		          "and adopt a table with a later day."));
}

bool grounds_show(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(grounds_freep) struct grounds *g = NULL;
	const char *path = invocation_count(in) ? invocation_argument(in, 0) : NULL;
	if (!read_grounds(path, &g, e))
		return false;
	account_pair(o, "id", _("table of grounds"), grounds_id(g));
	account_pair_number(o, "version", _("version"), grounds_version(g));
	account_pair_day(o, "as_of", _("from the statutes' texts of"), grounds_as_of(g));
	if (grounds_review_by(g))
		account_pair_day(o, "review_by", _("to be read again by"), grounds_review_by(g));
	output_hash(o, grounds_hash(g));
	if (!check_quorum(in, GROUNDS_TYPE, path, o, e))
		return false;
	tell_age(o, g);
	account_blank(o);
	output_rows(o, g);
	output_notes(o, g);
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
	       a->no_objection == b->no_objection && a->household == b->household &&
	       a->no_objection_laws == b->no_objection_laws && a->own_law == b->own_law &&
	       a->other_controller == b->other_controller && a->opt_out == b->opt_out && a->duty == b->duty &&
	       a->answer_weeks == b->answer_weeks && a->standing == b->standing && a->enabled == b->enabled &&
	       same_list(a->tasks, a->task_count, b->tasks, b->task_count) &&
	       same_list(a->sources, a->source_count, b->sources, b->source_count);
}

static bool same_words(const struct ground *a, const struct ground *b)
{
	return same_text(a->title, b->title) && same_text(a->title_nl, b->title_nl) &&
	       same_text(a->article, b->article) && same_text(a->source, b->source) &&
	       same_text(a->certainty, b->certainty) && same_text(a->profile, b->profile) &&
	       same_text(a->bwb, b->bwb) && a->version == b->version && sha256_equal(&a->text, &b->text);
}

static void tell_change(struct account *a, const struct ground *row, const char *change, const char *words)
{
	account_cell(a, row->id);
	account_cell_words(a, change, words);
	account_cell(a, row->article);
}

/* Rows of `g` against those of the shipped table, and what that has and `g` hasn't. */
static void tell_changes(struct account *a, const struct grounds *g, const struct grounds *shipped)
{
	for (size_t i = 0; i < grounds_size(g); i++) {
		const struct ground *row = grounds_row(g, i), *was = grounds_find(shipped, row->id);
		if (!was)
			tell_change(a, row, "row-added", N_("the row was added"));
		else if (!same_rule(row, was))
			tell_change(a, row, "rule-changed", N_("it decides otherwise"));
		else if (!same_words(row, was))
			tell_change(a, row, "words-changed", N_("it says the same in other words"));
	}
	for (size_t i = 0; i < grounds_size(shipped); i++)
		if (!grounds_find(g, grounds_row(shipped, i)->id))
			tell_change(a, grounds_row(shipped, i), "row-removed", N_("the row was removed"));
}

static bool output_changes(struct account *o, const struct grounds *g, struct error *e)
{
	static const struct column columns[] = {
		{ "ground", N_("ground"), COLUMN_ID },
		{ "change", N_("against the shipped table"), COLUMN_STATE },
		{ "article", N_("article"), COLUMN_TEXT },
	};
	_cleanup_(grounds_freep) struct grounds *shipped = NULL;
	if (!officer_grounds(&shipped, e))
		return false;
	bool same = sha256_equal(grounds_hash(g), grounds_hash(shipped));
	account_pair_yes(o, "shipped", _("the table that was shipped"), same);
	account_table(o, "changes", NULL, columns, ELEMENTS(columns));
	tell_changes(o, g, shipped);
	account_table_end(o, NULL);
	return true;
}

/* How rows stand to the words of their articles, as the programs have them. A row that bars needs no statute
 * (a municipality may bar what it likes), and one that is disabled may wait for its own; what the programs
 * have no words of, isn't theirs to say. */
static bool is_fault(const struct ground *row, enum article_standing standing)
{
	return standing == ARTICLE_NOT_ITS || standing == ARTICLE_OTHER_TEXT ||
	       (standing == ARTICLE_NOT_STATED && !row->bars && row->enabled);
}

static bool tell_articles(struct account *o, const struct grounds *g, size_t *ret_count, struct error *e)
{
	static const struct column columns[] = {
		{ "ground", N_("ground"), COLUMN_ID },
		{ "finding", N_("what is wrong"), COLUMN_STATE },
		{ "article", N_("article"), COLUMN_TEXT },
	};
	_cleanup_(articles_freep) struct articles *a = NULL;
	*ret_count = 0;
	if (!articles_parse(articles_shipped(), "articles-nl.yaml", &a, e))
		return false;
	account_pair_day(o, "articles_read", _("held against the articles as read on"), articles_read_on(a));
	account_table(o, "findings", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < grounds_size(g); i++) {
		const struct ground *row = grounds_row(g, i);
		enum article_standing standing = article_of_row(a, row, NULL);
		if (!is_fault(row, standing))
			continue;
		tell_change(o, row, article_standing_name(standing), article_standing_words(standing));
		++*ret_count;
	}
	account_table_end(o, NULL);
	return true;
}

/* What was signed before tables named a day still opens; a new one names it. */
static bool check_new(const struct grounds *g, struct error *e)
{
	return grounds_check_floors(g, e) &&
	       (grounds_review_by(g) ||
	        error_set(e, ERR_MISSING, "review_by", "%s",
	                  N_("the day by which somebody must have read the statutes again")));
}

/* Refused when a row doesn't fit the words of its article. */
bool grounds_check(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(grounds_freep) struct grounds *g = NULL;
	size_t count = 0;
	if (!read_grounds(invocation_argument(in, 0), &g, e))
		return false;
	account_pair(o, "id", _("table of grounds"), grounds_id(g));
	account_pair_number(o, "version", _("version"), grounds_version(g));
	account_pair_number(o, "rows", _("rows"), grounds_size(g));
	output_hash(o, grounds_hash(g));
	if (!output_changes(o, g, e) || !tell_articles(o, g, &count, e) || !check_new(g, e))
		return false;
	s->outcome = count ? EXIT_REFUSED : EXIT_DONE;
	account_line(o, "%s",
	             _("The table can be read and each row is of the form that is needed. Whether it is the "
	               "law is for people to say."));
	return true;
}

static void end_grounds(void *what)
{
	struct grounds *g = what;
	grounds_freep(&g);
}

static bool begin_grounds(_unused_ const struct signable_with *with, struct bytes raw, const char *path,
                          void **ret, struct error *e)
{
	struct grounds *g = NULL;
	if (!grounds_parse(raw, path, &g, e))
		return false;
	*ret = g;
	return check_new(g, e);
}

/* Of any controller, and so the additions to the catalogue. */
static bool needs_any(struct signing *g, _unused_ const void *what, const struct signable_with *with,
                      struct error *e)
{
	return !with->roster || signing_add_any(g, with->roster, e);
}

static bool describe_grounds(struct account *o, const void *what, struct error *e)
{
	const struct grounds *g = what;
	account_pair(o, "id", _("table of grounds"), grounds_id(g));
	account_pair_number(o, "version", _("version"), grounds_version(g));
	account_pair_number(o, "rows", _("rows"), grounds_size(g));
	account_pair_day(o, "review_by", _("to be read again by"), grounds_review_by(g));
	tell_age(o, g);
	return output_changes(o, g, e);
}

const struct signable signable_grounds = { GROUNDS_TYPE, N_("a table of grounds"), begin_grounds,
	                                   needs_any,    describe_grounds,         end_grounds };

bool grounds_sign(struct session *s, struct error *e)
{
	return signable_command(s, GROUNDS_TYPE, e);
}

/* --- overrides --- */

/* A draft with what is known filled in; reasons and advice are for people to write, and empty it isn't read.
 */
static bool override_from_template(struct invocation *in, struct account *o, struct error *e)
{
	static const char *const others[] = { "controller", "ground", "grounds", "agreement", "purpose" };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	for (size_t i = 0; i < ELEMENTS(others); i++)
		if (invocation_value(in, others[i]))
			return error_set(e, ERR_USAGE, others[i], "%s", _("a template has it already"));
	if (!template_fill(templates_of_overrides, invocation_value(in, "template"),
	                   _("no override is worked out for that template"), &text, e) ||
	    !write_draft(in, o, buffer_bytes(&text), e))
		return false;
	account_line(o, "%s",
	             _("Read the reasons and change what isn't so, write the FG's advice, and sign it with "
	               "`sluis-officer override sign`. The agreement lists its SHA-256 under overrides."));
	return true;
}

bool override_new(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	if (invocation_value(in, "template"))
		return override_from_template(in, o, e);
	_cleanup_(grounds_freep) struct grounds *g = NULL;
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	const char *controller = invocation_value(in, "controller"), *ground = invocation_value(in, "ground"),
		   *agreement = invocation_value(in, "agreement"), *purpose = invocation_value(in, "purpose");
	char hex[SHA256_HEX_SIZE + 1], day[DAY_SIZE + 1];
	if (!invocation_wants(in, e, "controller", "ground", "agreement", "purpose", "output") ||
	    !read_grounds(invocation_value(in, "grounds"), &g, e))
		return false;
	const struct ground *row = grounds_find(g, ground);
	if (!row)
		return error_set(e, ERR_NOT_FOUND, ground, "%s", N_("no row of that table"));
	if (row->standing != GROUND_ASK || !row->enabled)
		return error_set(e, ERR_AGREEMENT_INVALID, ground, "%s",
		                 N_("only an enabled row whose default is ask can be overridden"));
	sha256_hex(grounds_hash(g), hex);
	day_format(moment_now(), day);
	buffer_printf(&text,
	              "type: " OVERRIDE_TYPE "\nid: %s-%s\nversion: 1\ncontroller: %s\ngrounds: "
	              "\"%s\"\nground: %s\nagreement: %s\npurpose: %s\n",
	              agreement, ground, controller, hex, ground, agreement, purpose);
	buffer_printf(
		&text,
		"# %s\nreasons: \"\"\n# %s\nfg: \"\"\nadvised: %s\nadvice: \"\"\nvalid_from: "
		"%s\nvalid_until: %s\n",
		_("Why it is needed, and why this row may apply all the same"),
		_("The data protection officer advises and doesn't decide: the name, the day, and the advice "
	          "in full"),
		day, day, day);
	if (!buffer_ok(&text, e) || !write_draft(in, o, buffer_bytes(&text), e))
		return false;
	account_line(o, "%s",
	             _("Write the reasons, the FG's advice and the days, and sign it with `sluis-officer "
	               "override sign`. The agreement lists its SHA-256 under overrides."));
	return true;
}

static bool read_override(struct invocation *in, struct buffer *raw, struct override **ret, struct error *e)
{
	const char *path = invocation_argument(in, 0);
	return officer_read(path, raw, e) && override_parse(buffer_bytes(raw), path, ret, e);
}

static void end_override(void *what)
{
	struct override *w = what;
	override_freep(&w);
}

static bool begin_override(_unused_ const struct signable_with *with, struct bytes raw, const char *path,
                           void **ret, struct error *e)
{
	struct override *w = NULL;
	if (!override_parse(raw, path, &w, e))
		return false;
	*ret = w;
	return true;
}

/* Of its controller, and never of who advised. */
static bool needs_controller(struct signing *g, const void *what, const struct signable_with *with,
                             struct error *e)
{
	const struct override *w = what;
	g->adviser = w->fg;
	return !with->roster || signing_add(g, with->roster, w->controller, e);
}

static bool describe_override(struct account *o, const void *what, _unused_ struct error *e)
{
	override_tell(o, what);
	return true;
}

const struct signable signable_override = { OVERRIDE_TYPE,    N_("an override"), begin_override,
	                                    needs_controller, describe_override, end_override };

bool override_sign(struct session *s, struct error *e)
{
	return signable_command(s, OVERRIDE_TYPE, e);
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
	if (roster &&
	    (!officer_read(roster, &known, e) || !roster_parse(buffer_bytes(&known), roster, &r, e) ||
	     !override_verify(w, r, moment_now(), e)))
		return false;
	override_tell(o, w);
	if (r)
		account_pair_yes(o, "quorum", _("signed by the quorum"), true);
	return true;
}

/* --- additions to the catalogue --- */

static void end_catalogue(void *what)
{
	struct catalogue *c = what;
	catalogue_freep(&c);
}

static bool begin_catalogue(_unused_ const struct signable_with *with, struct bytes raw, const char *path,
                            void **ret, struct error *e)
{
	struct catalogue *c = NULL;
	struct note note;
	if (!statement_open_draft(raw, CATALOGUE_TYPE, path, &note, e))
		return false;
	const struct catalogue_addition addition = { note.text, path };
	if (!catalogue_load_with(catalogue_shipped(), "catalogue.yaml", &addition, 1, &c, e))
		return false;
	*ret = c;
	return true;
}

/* The fields that the shipped catalogue doesn't have. */
static bool describe_catalogue(struct account *o, const void *what, struct error *e)
{
	static const struct column columns[] = {
		{ "field", N_("field"), COLUMN_NAME },
		{ "category", N_("category"), COLUMN_STATE },
		{ "gloss", N_("meaning"), COLUMN_TEXT },
	};
	const struct catalogue *c = what;
	_cleanup_(catalogue_freep) struct catalogue *shipped = NULL;
	if (!officer_catalogue(&shipped, e))
		return false;
	bool dutch = strcmp(language_code(), "nl") == 0;
	account_table(o, "fields", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < catalogue_size(c); i++) {
		const struct field *f = catalogue_field(c, i);
		if (catalogue_find(shipped, bytes_of_string(f->name)))
			continue;
		const char letter[2] = { category_letter(f->category), 0 };
		account_cell(o, f->name);
		account_cell(o, letter);
		account_cell(o, dutch ? f->gloss_nl : f->gloss);
	}
	account_table_end(o, NULL);
	return true;
}

const struct signable signable_catalogue = { CATALOGUE_TYPE,     N_("additions to the catalogue"),
	                                     begin_catalogue,    needs_any,
	                                     describe_catalogue, end_catalogue };

bool catalogue_sign(struct session *s, struct error *e)
{
	return signable_command(s, CATALOGUE_TYPE, e);
}
