/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* `grounds law`: the words that the rows of a table rest on against the statutes as they are published, and
 * what rests on the rows whose words differ. */

#include "base/limits.h"
#include "codec/statute.h"
#include "io/file.h"
#include "report/account.h"
#include "tools/officer/commands.h"
#include "tools/officer/pinned_files.h"
#include "trust/articles.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

const struct option grounds_law_options[] = {
	{ "agreement", 0, OPTION_VALUES, "NOTE…",
	  N_("agreements, of which to tell what rests on such rows") },
	{ "pinned", 0, OPTION_VALUES, "NOTE…",
	  N_("a table of grounds instead of the shipped one, overrides, additions to the catalogue") },
	{ 0 },
};

/* --- the statutes --- */

struct published {
	char *file;
	struct statute statute;
	bool used; /* a row names the law */
};
struct signed_texts {
	struct published *list;
	size_t count;
};

static void signed_texts_clear(struct signed_texts *s)
{
	for (size_t i = 0; i < s->count; i++) {
		free(s->list[i].file);
		statute_clear(&s->list[i].statute);
	}
	free(s->list);
}

static int is_statute(const struct dirent *entry)
{
	static const char *const ends[] = { ".xml", ".yaml", ".yml" };
	const char *end = strrchr(entry->d_name, '.');
	for (size_t i = 0; end && i < ELEMENTS(ends); i++)
		if (strcmp(end, ends[i]) == 0)
			return entry->d_name[0] != '.';
	return 0;
}

static bool read_statute(const char *folder, const char *name, struct published *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	_cleanup_(string_freep) char *path = string_printf("%s/%s", folder, name);
	ret->file = strdup(name);
	if (!path || !ret->file)
		return error_memory(e);
	return file_read(path, LIMIT_STATUTE_SIZE, &raw, e) &&
	       statute_parse(buffer_bytes(&raw), path, &ret->statute, e);
}

static bool read_folder(const char *folder, struct signed_texts *ret, struct error *e)
{
	struct dirent **names;
	int count = scandir(folder, &names, is_statute, alphasort);
	bool ok = true;
	if (count < 0)
		return error_errno(e, errno, folder, "%s", "scandir");
	ret->list = calloc((size_t)count + 1, sizeof *ret->list);
	if (!ret->list)
		ok = error_memory(e);
	for (int i = 0; i < count; i++) {
		if (ok)
			ok = read_statute(folder, names[i]->d_name, &ret->list[ret->count++], e);
		free(names[i]);
	}
	free(names);
	if (ok && !ret->count)
		return error_set(e, ERR_NOT_FOUND, folder, "%s", N_("no .xml and no .yaml in it"));
	return ok;
}

/* The newest text of the law; NULL when there is none. */
static struct published *newest(struct signed_texts *s, const char *bwb)
{
	struct published *found = NULL;
	for (size_t i = 0; bwb && i < s->count; i++) {
		struct published *g = &s->list[i];
		if (strcmp(g->statute.bwb, bwb) == 0 && (!found || found->statute.from < g->statute.from))
			found = g;
	}
	return found;
}

/* --- the rows --- */

#define LAW_FINDINGS(X) \
	X(LAW_SAME, "same", N_("the same words")) \
	X(LAW_DIFFERS, "text-differs", N_("the words differ")) \
	X(LAW_GONE, "article-gone", N_("the law has no such article any more")) \
	X(LAW_NOT_GIVEN, "law-not-given", N_("not compared: the folder doesn't have this law"))
enum law_finding {
#define X(finding, name, words) finding,
	LAW_FINDINGS(X)
#undef X
};
static const struct {
	const char *name, *words;
} law_findings[] = {
#define X(finding, name, words) { name, words },
	LAW_FINDINGS(X)
#undef X
};

static enum law_finding compare(const struct article *held, struct published *given)
{
	if (!given)
		return LAW_NOT_GIVEN;
	given->used = true;
	const struct statute_article *now = statute_find(&given->statute, bytes_of_string(held->number));
	if (!now)
		return LAW_GONE;
	return article_is_in(held, buffer_bytes(&now->words)) ? LAW_SAME : LAW_DIFFERS;
}

static void tell_finding(struct account *o, const struct ground *row, const struct article *held,
                         const struct published *given, enum law_finding finding)
{
	_cleanup_(buffer_clear) struct buffer name = { 0 };
	buffer_printf(&name, "%s %s", held->law, held->number);
	account_cell(o, row->id);
	account_cell_buffer(o, &name);
	account_cell_words(o, law_findings[finding].name, law_findings[finding].words);
	account_cell_day(o, held->version);
	account_cell_day(o, given ? given->statute.from : 0);
	account_cell(o, given ? given->file : NULL);
}

/* Every article that the row names and that there are words of. Regulations of the Union aren't in the
 * Basiswettenbestand, and aren't compared. */
static bool tell_row(struct account *o, const struct ground *row, const struct articles *a,
                     struct signed_texts *s)
{
	struct article_name name = { 0 };
	bool differs = false;
	for (size_t at = 0; article_named_next(row->article, &at, &name);) {
		const struct article *held = articles_named(a, &name);
		if (!held || !held->bwb)
			continue;
		struct published *given = newest(s, held->bwb);
		enum law_finding finding = compare(held, given);
		if (finding != LAW_SAME)
			tell_finding(o, row, held, given, finding);
		differs |= finding == LAW_DIFFERS || finding == LAW_GONE;
	}
	return differs;
}

static void tell_rows(struct account *o, const struct grounds *g, const struct articles *a,
                      struct signed_texts *s, bool *differs)
{
	static const struct column columns[] = {
		{ "ground", N_("ground"), COLUMN_ID },
		{ "article", N_("article"), COLUMN_TEXT },
		{ "finding", N_("against its text"), COLUMN_STATE },
		{ "from", N_("text of"), COLUMN_DATE },
		{ "to", N_("against that of"), COLUMN_DATE },
		{ "file", N_("file"), COLUMN_NAME },
	};
	account_table(o, "findings", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < grounds_size(g); i++)
		differs[i] = tell_row(o, grounds_row(g, i), a, s);
	account_table_end(o, NULL);
}

/* --- what rests on them --- */

static bool is_of(const struct grounds *g, const bool *differs, const char *ground)
{
	for (size_t i = 0; i < grounds_size(g); i++)
		if (differs[i] && strcmp(grounds_row(g, i)->id, ground) == 0)
			return true;
	return false;
}

static void tell_rest(struct account *o, const char *ground, const char *kind, const char *words,
                      const char *id, const char *purpose)
{
	account_cell(o, ground);
	account_cell_words(o, kind, words);
	account_cell(o, id);
	account_cell(o, purpose);
}

static void tell_agreement(struct account *o, const struct agreement *a, const struct grounds *g,
                           const bool *differs)
{
	for (size_t i = 0; i < a->purpose_count; i++) {
		const struct agreement_purpose *p = &a->purposes[i];
		if (!is_of(g, differs, p->ground))
			continue;
		tell_rest(o, p->ground, "agreement", N_("agreement"), a->id, p->code);
		if (p->consent)
			tell_rest(o, p->ground, "consents", N_("each client's consent for it"), a->id,
			          p->code);
		if (p->no_objection)
			tell_rest(o, p->ground, "no-objections", N_("each client's no-objection for it"),
			          a->id, p->code);
	}
}

static bool tell_agreements(struct account *o, struct invocation *in, const struct pinned *with,
                            const bool *differs, struct error *e)
{
	size_t count = 0;
	const char *const *paths = invocation_values(in, "agreement", &count);
	for (size_t i = 0; i < count; i++) {
		_cleanup_(buffer_clear) struct buffer raw = { 0 };
		_cleanup_(agreement_freep) struct agreement *a = NULL;
		if (!officer_read(paths[i], &raw, e) ||
		    !agreement_parse(buffer_bytes(&raw), paths[i], with->catalogue, &a, e))
			return false;
		tell_agreement(o, a, with->grounds, differs);
	}
	return true;
}

static bool tell_rests(struct account *o, struct invocation *in, const struct pinned *with,
                       const bool *differs, struct error *e)
{
	static const struct column columns[] = {
		{ "ground", N_("ground"), COLUMN_ID },
		{ "kind", N_("what rests on it"), COLUMN_STATE },
		{ "id", N_("id"), COLUMN_ID },
		{ "purpose", N_("purpose"), COLUMN_NAME },
	};
	account_table(o, "rests", NULL, columns, ELEMENTS(columns));
	bool ok = tell_agreements(o, in, with, differs, e);
	for (size_t i = 0; ok && i < with->override_count; i++) {
		const struct override *w = with->overrides[i];
		if (is_of(with->grounds, differs, w->ground))
			tell_rest(o, w->ground, "override", N_("override"), w->id, w->purpose);
	}
	account_table_end(o, NULL);
	return ok;
}

static void tell_unused(struct account *o, const struct signed_texts *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (!s->list[i].used)
			account_line(o,
			             _("%s: %s isn't a law that this table names, or an older text of one"),
			             s->list[i].file, s->list[i].statute.bwb);
}

static bool read_pinned(struct invocation *in, struct pinned *ret, struct error *e)
{
	_cleanup_(pinned_files_clear) struct pinned_files files = { 0 };
	size_t count = 0;
	const char *const *paths = invocation_values(in, "pinned", &count);
	return pinned_files_read(paths, count, &files, e) && pinned_files_all(&files, ret, e);
}

/* Refused when a row's words differ. */
bool grounds_law(struct session *s, struct error *e)
{
	_cleanup_(signed_texts_clear) struct signed_texts signed_texts = { 0 };
	_cleanup_(pinned_clear) struct pinned with = { 0 };
	_cleanup_(articles_freep) struct articles *a = NULL;
	struct account *o = s->out;
	if (!read_pinned(s->in, &with, e) || !articles_parse(articles_shipped(), "articles-nl.yaml", &a, e) ||
	    !read_folder(invocation_argument(s->in, 0), &signed_texts, e))
		return false;
	bool *differs = calloc(grounds_size(with.grounds), sizeof *differs), any = false;
	if (!differs)
		return error_memory(e);
	account_pair(o, "id", _("table of grounds"), grounds_id(with.grounds));
	account_pair_number(o, "version", _("version"), grounds_version(with.grounds));
	account_pair_day(o, "articles_read", _("held against the articles as read on"), articles_read_on(a));
	tell_rows(o, with.grounds, a, &signed_texts, differs);
	bool ok = tell_rests(o, s->in, &with, differs, e);
	for (size_t i = 0; i < grounds_size(with.grounds); i++)
		any |= differs[i];
	free(differs);
	tell_unused(o, &signed_texts);
	if (!any)
		account_line(o, "%s", _("No row's words differ from the texts in the folder."));
	s->outcome = any ? EXIT_REFUSED : EXIT_DONE;
	return ok;
}
