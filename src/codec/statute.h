/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Statutes as others publish them: the XML of wetten.overheid.nl ("toestand"), and the YAML of
 * the open corpus MinBZK/regelrecht-corpus. Both are read strictly and become the same: the
 * law's id, the day from which it holds, and each article's number and words. The words have
 * no blanks and no line ends, for these differ between publishers and mean nothing; titles,
 * links, footnotes and the history of an article are left out.
 *
 * A document type is refused, and with it every entity that one could define. Nothing here
 * knows what an article says. */

#include "base/moment.h"

struct statute_article {
	char *number; /* "5.1.1" */
	struct buffer words;
};

struct statute {
	char *bwb;
	moment from; /* a day */
	struct statute_article *articles;
	size_t count;
};

/* Zero-initialise. ERR_TOO_LARGE above LIMIT_STATUTE_SIZE; with line: ERR_UTF8, ERR_SYNTAX, ERR_MISSING for
 * one that names no law, day or article. */
bool statute_parse(struct bytes raw, const char *subject, struct statute *ret, struct error *e) _must_check_;
void statute_clear(struct statute *s);
/* The first article of that number: an annex may number its own again. NULL when there is none. */
const struct statute_article *statute_find(const struct statute *s, struct bytes number);

/* What of a text counts when words are compared: all but blanks and line ends. */
void statute_append_words(struct buffer *out, struct bytes text);

/* --- for the readers of the two forms --- */

struct statute_article *statute_add(struct statute *s); /* NULL: no memory */
bool statute_read_xml(struct bytes raw, const char *subject, struct statute *ret, struct error *e)
	_must_check_;
bool statute_read_yaml(struct bytes raw, const char *subject, struct statute *ret, struct error *e)
	_must_check_;
