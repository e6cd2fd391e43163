/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/statute.h"

#include "base/limits.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

void statute_clear(struct statute *s)
{
	for (size_t i = 0; i < s->count; i++) {
		free(s->articles[i].number);
		buffer_clear(&s->articles[i].words);
	}
	free(s->articles);
	free(s->bwb);
	*s = (struct statute){ 0 };
}

/* The room doubles whenever it is full. */
struct statute_article *statute_add(struct statute *s)
{
	if ((s->count & (s->count - 1)) == 0) {
		struct statute_article *more =
			reallocarray(s->articles, s->count ? 2 * s->count : 1, sizeof *more);
		if (!more)
			return NULL;
		s->articles = more;
	}
	struct statute_article *added = &s->articles[s->count++];
	*added = (struct statute_article){ 0 };
	return added;
}

const struct statute_article *statute_find(const struct statute *s, struct bytes number)
{
	for (size_t i = 0; i < s->count; i++)
		if (bytes_equal_string(number, s->articles[i].number))
			return &s->articles[i];
	return NULL;
}

void statute_append_words(struct buffer *out, struct bytes text)
{
	static const char no_break[] = "\xc2\xa0";
	for (size_t i = 0; i < text.size; i++) {
		uint8_t c = text.data[i];
		if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
			continue;
		if (i + 1 < text.size && memcmp(text.data + i, no_break, 2) == 0)
			i++;
		else
			buffer_append_byte(out, c);
	}
}

static bool is_xml(struct bytes raw)
{
	size_t at = 0;
	while (at < raw.size && strchr(" \t\r\n", raw.data[at]) && raw.data[at])
		at++;
	return at < raw.size && raw.data[at] == '<';
}

/* An article without a number is one that can't be asked for, such as one that only amends. */
static void drop_unnumbered(struct statute *s)
{
	size_t kept = 0;
	for (size_t i = 0; i < s->count; i++) {
		if (s->articles[i].number)
			s->articles[kept++] = s->articles[i];
		else
			buffer_clear(&s->articles[i].words);
	}
	s->count = kept;
}

static bool check(struct statute *s, const char *subject, struct error *e)
{
	drop_unnumbered(s);
	if (!s->bwb)
		return error_set(e, ERR_MISSING, subject, "%s", N_("names no law of the Basiswettenbestand"));
	if (!s->from)
		return error_set(e, ERR_MISSING, subject, "%s", N_("names no day from which it holds"));
	if (!s->count)
		return error_set(e, ERR_MISSING, subject, "%s", N_("has no articles"));
	for (size_t i = 0; i < s->count; i++)
		if (!buffer_ok(&s->articles[i].words, e))
			return false;
	return true;
}

bool statute_parse(struct bytes raw, const char *subject, struct statute *ret, struct error *e)
{
	static const char mark[] = "\xef\xbb\xbf";
	if (raw.size > LIMIT_STATUTE_SIZE)
		return error_set(e, ERR_TOO_LARGE, subject, "%s", N_("larger than any statute"));
	if (!text_is_utf8(raw))
		return error_set(e, ERR_UTF8, subject, "%s", N_("not well-formed UTF-8"));
	if (bytes_starts_with(raw, mark))
		raw = bytes_of(raw.data + strlen(mark), raw.size - strlen(mark));
	bool ok = is_xml(raw) ? statute_read_xml(raw, subject, ret, e)
	                      : statute_read_yaml(raw, subject, ret, e);
	if (ok && check(ret, subject, e))
		return true;
	statute_clear(ret);
	return false;
}
