/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The "toestand" of wetten.overheid.nl: artikel, with its number in kop/nr, its paragraphs in lid (lidnr,
 * al), and their parts in lijst/li (li.nr, al). Everything else is text on the way, or is passed over. */
#include "codec/statute.h"

#include "base/limits.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

struct reader {
	XML_Parser parser;
	struct statute *statute;
	const char *subject;
	struct error *e;
	struct statute_article *article; /* the one that is open; NULL: none */
	size_t depth, article_depth;
	size_t heading_depth, passed_depth, mark_depth; /* of the element that is open; 0: none */
	bool in_number;
	struct buffer number, mark; /* of the article; of the part of a list */
	bool failed;
};

static void fail(struct reader *r, enum error_code code, const char *what)
{
	if (r->failed)
		return;
	r->failed = true;
	error_line(r->e, code, r->subject, XML_GetCurrentLineNumber(r->parser), "%s", what);
	XML_StopParser(r->parser, XML_FALSE);
}

static void on_doctype(void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public,
                       int has_subset)
{
	(void)name, (void)system, (void)public, (void)has_subset;
	fail(data, ERR_SYNTAX, N_("a document type: no statute needs one"));
}

static bool is_one_of(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static void read_root(struct reader *r, const char *name, const XML_Char **attributes)
{
	if (strcmp(name, "toestand") != 0) {
		fail(r, ERR_SYNTAX, N_("no `toestand` of wetten.overheid.nl"));
		return;
	}
	for (; attributes[0]; attributes += 2) {
		if (strcmp(attributes[0], "bwb-id") == 0 && !(r->statute->bwb = strdup(attributes[1])))
			fail(r, ERR_MEMORY, "");
		else if (strcmp(attributes[0], "inwerkingtreding") == 0 &&
		         !day_parse(bytes_of_string(attributes[1]), &r->statute->from))
			fail(r, ERR_VALUE, N_("inwerkingtreding: a day expected"));
	}
}

static void on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
	static const char *const passed[] = { "meta-data", "noot", "redactie", "illustratie" };
	struct reader *r = data;
	r->depth++;
	if (r->depth > LIMIT_STATUTE_DEPTH)
		fail(r, ERR_SYNTAX, N_("nested deeper than any statute"));
	else if (r->depth == 1)
		read_root(r, name, attributes);
	else if (!r->article && strcmp(name, "artikel") == 0) {
		r->article_depth = r->depth;
		r->article = statute_add(r->statute);
		if (!r->article)
			fail(r, ERR_MEMORY, "");
	} else if (!r->article || r->passed_depth)
		return;
	else if (is_one_of(name, passed, ELEMENTS(passed)))
		r->passed_depth = r->depth;
	else if (strcmp(name, "kop") == 0 && !r->heading_depth)
		r->heading_depth = r->depth;
	else if (r->heading_depth)
		r->in_number = strcmp(name, "nr") == 0 && r->heading_depth == r->article_depth + 1;
	else if (strcmp(name, "li.nr") == 0)
		r->mark_depth = r->depth;
}

/* A dash in front of a part of a list isn't its number. */
static void end_mark(struct reader *r)
{
	static const char *const dashes[] = { "-", "\xe2\x80\x93", "\xe2\x80\x94", "\xe2\x80\xa2" };
	if (r->mark.size && !is_one_of(buffer_string(&r->mark), dashes, ELEMENTS(dashes)))
		buffer_append(&r->article->words, buffer_bytes(&r->mark));
	buffer_clear(&r->mark);
	r->mark_depth = 0;
}

static void end_article(struct reader *r)
{
	if (r->number.size && !(r->article->number = strdup(buffer_string(&r->number))))
		fail(r, ERR_MEMORY, "");
	buffer_clear(&r->number);
	r->article = NULL;
	r->article_depth = r->heading_depth = r->passed_depth = 0;
}

static void on_end(void *data, const XML_Char *name)
{
	struct reader *r = data;
	(void)name;
	if (r->depth == r->passed_depth)
		r->passed_depth = 0;
	if (r->depth == r->heading_depth)
		r->heading_depth = 0;
	if (r->depth == r->mark_depth && r->article)
		end_mark(r);
	if (r->article && r->depth == r->article_depth)
		end_article(r);
	r->in_number = false;
	r->depth--;
}

static void on_text(void *data, const XML_Char *text, int size)
{
	struct reader *r = data;
	struct bytes more = bytes_of(text, (size_t)size);
	if (!r->article || r->passed_depth)
		return;
	if (r->heading_depth) {
		if (r->in_number)
			statute_append_words(&r->number, more);
	} else
		statute_append_words(r->mark_depth ? &r->mark : &r->article->words, more);
}

bool statute_read_xml(struct bytes raw, const char *subject, struct statute *ret, struct error *e)
{
	struct reader r = { .statute = ret, .subject = subject, .e = e };
	r.parser = XML_ParserCreate("UTF-8");
	if (!r.parser)
		return error_memory(e);
	XML_SetUserData(r.parser, &r);
	XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
	XML_SetElementHandler(r.parser, on_start, on_end);
	XML_SetCharacterDataHandler(r.parser, on_text);
	enum XML_Status status = XML_Parse(r.parser, (const char *)raw.data, (int)raw.size, XML_TRUE);
	if (status != XML_STATUS_OK && !r.failed)
		fail(&r, ERR_SYNTAX, XML_ErrorString(XML_GetErrorCode(r.parser)));
	bool ok = buffer_ok(&r.number, e) && buffer_ok(&r.mark, e) && !r.failed;
	buffer_clear(&r.number);
	buffer_clear(&r.mark);
	XML_ParserFree(r.parser);
	return ok;
}
