/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The words of the law that the table of grounds rests on, as they were read on a day
 * (sluis.articles/v1): share/sluis/articles-nl.yaml is shipped and also built in. They are
 * there to be shown, and to be held against: a row of a table names its article by law and
 * by the SHA-256 of the words. Read only; no decision rests on them, and they aren't the
 * authentic text. docs/format/articles.md. */

#include "trust/grounds.h"

#define ARTICLES_TYPE "sluis.articles/v1"

struct article {
	const char *law;    /* the short name: "Wmo", "PW" */
	const char *bwb;    /* "BWBR0035362"; NULL of a regulation of the Union */
	const char *celex;  /* "32016R0679"; NULL of a Dutch law */
	const char *number; /* "5.1.1" */
	const char *source; /* what it was read from */
	const char *text; /* a line each for paragraphs and parts, with the number that the law gives them */
	moment version;   /* the day from which the law's text holds */
	bool excerpt;     /* the article has more than stands here */
	struct sha256 hash; /* of the text */
};

struct articles;

/* With line: ERR_SYNTAX &c. of keyed_read, ERR_VALUE of another kind of text and for a hash that isn't that
 * of the text, ERR_DUPLICATE for an article that stands twice. */
bool articles_parse(struct bytes raw, const char *subject, struct articles **ret, struct error *e)
	_must_check_;
void articles_freep(struct articles **a);
struct bytes articles_shipped(void); /* the text built in */

moment articles_read_on(const struct articles *a); /* a day */
/* NULL when it isn't there. */
const struct article *articles_find(const struct articles *a, const char *bwb, struct bytes number);

/* An article as a row names it, in views of its text. */
struct article_name {
	struct bytes law, number; /* "Participatiewet", "65" */
};
/* The next that a text such as "Wmo 2015 art. 5.1.1 lid 4; UAVG art. 22" names, from `*at` on; false: no
 * more. `ret` starts zero, and is handed in again for the next. Of an enumeration ("art. 31, 32 en 33") the
 * first. */
bool article_named_next(const char *text, size_t *at, struct article_name *ret);
const struct article *articles_named(const struct articles *a, const struct article_name *name); /* or NULL */

/* Are the words those of a newer text, in codec/statute's form? Of an excerpt: does each of its lines stand
 * in it, in this order. */
bool article_is_in(const struct article *held, struct bytes words);

/* How a row of a table of grounds stands to the words of its article. */
#define ARTICLE_STANDINGS(X) \
	X(ARTICLE_FITS, "fits", N_("the words are those that the row rests on")) \
	X(ARTICLE_NOT_STATED, "row-without-law", N_("it names no law, version and text of its article")) \
	X(ARTICLE_NOT_ITS, "article-not-of-row", \
	  N_("the text is that of an article that the row doesn't name")) \
	X(ARTICLE_OTHER_TEXT, "article-text-differs", N_("the hash isn't that of the article's text")) \
	X(ARTICLE_UNKNOWN, "article-unknown", N_("the article isn't among those that there are words of"))
enum article_standing {
#define X(standing, name, words) standing,
	ARTICLE_STANDINGS(X)
#undef X
};
const char *article_standing_name(enum article_standing standing);
const char *article_standing_words(enum article_standing standing); /* not translated yet */
/* `ret` (may be NULL) gets the article that the row's law and text lead to, NULL where none does. */
enum article_standing article_of_row(const struct articles *a, const struct ground *row,
                                     const struct article **ret);
