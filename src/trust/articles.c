/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/articles.h"

#include "base/text.h"
#include "codec/keyed.h"
#include "codec/statute.h"

#include <stdlib.h>
#include <string.h>

#define ARTICLES_MAX 2000u
#define ARTICLE_TEXT_MAX (64u << 10)

extern const unsigned char articles_text[]; /* made by scripts/embed */
extern const size_t articles_text_size;

/* What was looked for and isn't in the law. */
struct absent {
	const char *law, *bwb, *number, *why;
};

/* What a table of grounds calls a law. */
struct cited {
	const char *law, *cited;
};

struct articles {
	char *id;
	uint64_t version;
	moment read;
	struct cited *laws;
	struct article *items;
	size_t law_count, size;
	struct absent *absent;
	size_t absent_count;
};

static bool is_celex(struct bytes text)
{
	static const char form[] = "30000R0000"; /* of a regulation: 0 is any digit */
	for (size_t i = 0; i < text.size; i++) {
		bool digit = text.data[i] >= '0' && text.data[i] <= '9';
		if (i >= sizeof form - 1 || (form[i] == '0' ? !digit : text.data[i] != (uint8_t)form[i]))
			return false;
	}
	return text.size == sizeof form - 1;
}

/* "5.1.1", "2.1.4a", "10:3" */
static bool is_number(struct bytes text)
{
	for (size_t i = 0; i < text.size; i++) {
		uint8_t c = text.data[i];
		bool digit = c >= '0' && c <= '9', letter = c >= 'a' && c <= 'z',
		     between = (c == '.' || c == ':') && i + 1 < text.size;
		if (!digit && (i == 0 || (!letter && !between)))
			return false;
	}
	return text.size > 0;
}

static bool check_article(void *article, struct keyed_at at, struct error *e)
{
	const struct article *a = article;
	struct sha256 hash;
	if (!a->bwb == !a->celex)
		return keyed_fault(at, e, a->bwb ? ERR_VALUE : ERR_MISSING, a->bwb ? "celex" : "bwb",
		                   N_("either bwb or celex names the law"));
	sha256_of(bytes_of_string(a->text), &hash);
	if (!sha256_equal(&hash, &a->hash))
		return keyed_fault(at, e, ERR_VALUE, "sha256", N_("not that of the text"));
	return true;
}

#define LINE(name_, type_, member_, most_) KEYED_TEXT(name_, type_, member_, .least = 1, .most = (most_))
#define NUMBER(type_) \
	KEYED_TEXT("article", type_, number, .fits = is_number, .most = 20, \
	           .rule = "an article's number, such as \"2.3.2\"")
#define BWB(type_) KEYED_TEXT("bwb", type_, bwb, KEYED_OPTIONAL, .fits = bwb_is_valid, .rule = BWB_RULE)

static const struct keyed article_keys[] = {
	LINE("law", struct article, law, 40),
	BWB(struct article),
	KEYED_TEXT("celex", struct article, celex, KEYED_OPTIONAL, .fits = is_celex,
	           .rule = N_("the CELEX number of a regulation, such as 32016R0679")),
	NUMBER(struct article),
	KEYED_DAY("version", struct article, version),
	LINE("source", struct article, source, 400),
	KEYED_TRUTH("excerpt", struct article, excerpt, KEYED_OPTIONAL),
	KEYED_HEX("sha256", struct article, hash),
	LINE("text", struct article, text, ARTICLE_TEXT_MAX),
	{ 0 },
};
static const struct keyed absent_keys[] = {
	LINE("law", struct absent, law, 40),
	BWB(struct absent),
	NUMBER(struct absent),
	LINE("why", struct absent, why, 400),
	{ 0 },
};
static const struct keyed law_keys[] = {
	LINE("law", struct cited, law, 40),
	LINE("cited", struct cited, cited, 80),
	{ 0 },
};
static const struct keyed articles_keys[] = {
	KEYED_CONSTANT("type", ARTICLES_TYPE),
	KEYED_TEXT("id", struct articles, id, .fits = identifier_is_valid,
	           .rule = "a-z, 0-9, - and . expected"),
	KEYED_NUMBER("version", struct articles, version, UINT32_MAX, .least = 1,
	             .rule = N_("a number from 1")),
	KEYED_DAY("read", struct articles, read),
	KEYED_LIST("laws", struct articles, laws, law_count, law_keys, ARTICLES_MAX, KEYED_OPTIONAL),
	KEYED_LIST("articles", struct articles, items, size, article_keys, ARTICLES_MAX, .least = 1,
	           .check = check_article),
	KEYED_LIST("not_found", struct articles, absent, absent_count, absent_keys, ARTICLES_MAX,
	           KEYED_OPTIONAL),
	{ 0 },
};

static bool check_distinct(const struct articles *a, struct keyed_at at, struct error *e)
{
	for (size_t i = 1; i < a->size; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(a->items[i].law, a->items[j].law) == 0 &&
			    strcmp(a->items[i].number, a->items[j].number) == 0)
				return keyed_fault(keyed_in(at, "articles/%zu", i), e, ERR_DUPLICATE,
				                   "article", N_("this article is there already"));
	return true;
}

bool articles_parse(struct bytes raw, const char *subject, struct articles **ret, struct error *e)
{
	_cleanup_(articles_freep) struct articles *a = NULL;
	_cleanup_(keyed_lines_clear) struct keyed_lines lines = { 0 };
	a = calloc(1, sizeof *a);
	if (!a)
		return error_memory(e);
	if (!keyed_read(raw, subject, articles_keys, a, &lines, e) ||
	    !check_distinct(a, keyed_whole(&lines), e))
		return false;
	*ret = a;
	a = NULL;
	return true;
}

void articles_freep(struct articles **a)
{
	if (!*a)
		return;
	keyed_clear(*a, articles_keys);
	free(*a);
	*a = NULL;
}

struct bytes articles_shipped(void)
{
	return bytes_of(articles_text, articles_text_size);
}

moment articles_read_on(const struct articles *a)
{
	return a->read;
}

const struct article *articles_find(const struct articles *a, const char *bwb, struct bytes number)
{
	for (size_t i = 0; i < a->size; i++)
		if (a->items[i].bwb && strcmp(a->items[i].bwb, bwb) == 0 &&
		    bytes_equal_string(number, a->items[i].number))
			return &a->items[i];
	return NULL;
}

/* "Wmo 2015 art. 5.1.1 lid 4, art. 2.1.4; UAVG art. 22": the law is said once for the articles behind it, up
 * to a semicolon. */
bool article_named_next(const char *text, size_t *at, struct article_name *ret)
{
	static const char mark[] = "art. ";
	const char *found = strstr(text + *at, mark);
	if (!found)
		return false;
	const char *from = found + strlen(mark), *law = text + *at;
	for (const char *end; (end = memchr(law, ';', (size_t)(found - law)));)
		law = end + 1;
	if (law != text + *at || *at == 0) {
		law += strspn(law, " ");
		size_t size = (size_t)(found - law);
		ret->law = bytes_of(law, size && law[size - 1] == ' ' ? size - 1 : size);
	}
	size_t size = strspn(from, "0123456789abcdefghijklmnopqrstuvwxyz.:");
	*at = (size_t)(from - text) + size;
	while (size && (from[size - 1] == '.' || from[size - 1] == ':'))
		size--;
	ret->number = bytes_of(from, size);
	return true;
}

const struct article *articles_named(const struct articles *a, const struct article_name *name)
{
	struct bytes law = name->law;
	for (size_t i = 0; i < a->law_count; i++)
		if (bytes_equal_string(name->law, a->laws[i].cited))
			law = bytes_of_string(a->laws[i].law);
	for (size_t i = 0; i < a->size; i++)
		if (bytes_equal_string(law, a->items[i].law) &&
		    bytes_equal_string(name->number, a->items[i].number))
			return &a->items[i];
	return NULL;
}

bool article_is_in(const struct article *held, struct bytes words)
{
	struct cursor lines = cursor_of(bytes_of_string(held->text));
	size_t at = 0;
	while (!cursor_done(&lines)) {
		_cleanup_(buffer_clear) struct buffer line = { 0 };
		statute_append_words(&line, cursor_until(&lines, '\n'));
		const uint8_t *found = memmem(words.data + at, words.size - at, line.data, line.size);
		if (line.failed || !found || (!held->excerpt && found != words.data + at))
			return false;
		at = (size_t)(found - words.data) + line.size;
	}
	return held->excerpt || at == words.size;
}

static bool names(const struct ground *row, const char *number)
{
	struct article_name name = { 0 };
	for (size_t at = 0; article_named_next(row->article, &at, &name);)
		if (bytes_equal_string(name.number, number))
			return true;
	return false;
}

static const struct article *with_text(const struct articles *a, const struct sha256 *hash)
{
	for (size_t i = 0; i < a->size; i++)
		if (sha256_equal(&a->items[i].hash, hash))
			return &a->items[i];
	return NULL;
}

/* The first article of the row's law that it names, of those that are here. */
static const struct article *named(const struct articles *a, const struct ground *row)
{
	const struct article *found = NULL;
	struct article_name name = { 0 };
	for (size_t at = 0; !found && article_named_next(row->article, &at, &name);)
		found = articles_find(a, row->bwb, name.number);
	return found;
}

const char *article_standing_name(enum article_standing standing)
{
	static const char *const texts[] = {
#define X(standing, name, words) name,
		ARTICLE_STANDINGS(X)
#undef X
	};
	return (size_t)standing < ELEMENTS(texts) ? texts[standing] : "?";
}

const char *article_standing_words(enum article_standing standing)
{
	static const char *const texts[] = {
#define X(standing, name, words) words,
		ARTICLE_STANDINGS(X)
#undef X
	};
	return (size_t)standing < ELEMENTS(texts) ? texts[standing] : "?";
}

enum article_standing article_of_row(const struct articles *a, const struct ground *row,
                                     const struct article **ret)
{
	const struct article *found = row->bwb ? with_text(a, &row->text) : NULL;
	enum article_standing standing = ARTICLE_FITS;
	if (!row->bwb)
		standing = ARTICLE_NOT_STATED;
	else if (found && (!found->bwb || strcmp(found->bwb, row->bwb) != 0 || !names(row, found->number)))
		standing = ARTICLE_NOT_ITS;
	else if (!found) {
		found = named(a, row);
		standing = found ? ARTICLE_OTHER_TEXT : ARTICLE_UNKNOWN;
	}
	if (ret)
		*ret = found;
	return standing;
}
