/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/withdrawal.h"

#include "base/code.h"
#include "base/limits.h"
#include "base/text.h"
#include "codec/json.h"
#include "codec/json_reader.h"

#include <string.h>

static const struct code outcomes[] = {
#define X(outcome, code, words) [outcome] = { code, words },
	WITHDRAWAL_OUTCOMES(X)
#undef X
};
static const struct code reasons[] = { [KEEP_UNSAID] = { "", "" },
#define X(reason, code, words) [reason] = { code, words },
	                               KEEP_REASONS(X)
#undef X
};

const char *withdrawal_outcome_name(enum withdrawal_outcome o)
{
	return code_name(outcomes, OUTCOME_COUNT, o);
}

const char *withdrawal_outcome_words(enum withdrawal_outcome o)
{
	return code_words(outcomes, OUTCOME_COUNT, o);
}

bool withdrawal_outcome_parse(struct bytes code, enum withdrawal_outcome *ret)
{
	int found = code_find(outcomes, OUTCOME_COUNT, code);
	if (found >= 0)
		*ret = (enum withdrawal_outcome)found;
	return found >= 0;
}

const char *keep_reason_name(enum keep_reason r)
{
	return code_name(reasons, KEEP_COUNT, r);
}

const char *keep_reason_words(enum keep_reason r)
{
	return code_words(reasons, KEEP_COUNT, r);
}

bool keep_reason_parse(struct bytes code, enum keep_reason *ret)
{
	int found = code_find(reasons, KEEP_COUNT, code);
	if (found >= 0)
		*ret = (enum keep_reason)found;
	return found >= 0;
}

/* --- articles --- */

static bool is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(uint8_t c)
{
	return c >= 'a' && c <= 'z';
}

/* What a citation has room for besides its words: no BSN (eight digits at least), and no name spelled out. */
struct cited {
	unsigned digits, letters;
};
#define CITED_DIGITS_MOST 7u
#define CITED_LETTERS_MOST 3u

/* 5, 5.3.4, 7:446, 2.1.4a: parts of at most four digits, and letters behind them. */
static bool is_number(struct bytes word, struct cited *ret)
{
	size_t at = 0, digits = 0, parts = 1;
	for (; at < word.size && (is_digit(word.data[at]) || word.data[at] == '.' || word.data[at] == ':');
	     at++) {
		bool digit = is_digit(word.data[at]);
		if (digit ? ++digits > 4 : digits == 0 || ++parts > 4)
			return false;
		ret->digits += digit;
		digits = digit ? digits : 0;
	}
	for (; at < word.size && is_letter(word.data[at]); at++)
		ret->letters++;
	return at == word.size && digits;
}

static bool is_citing(struct bytes word, struct cited *ret)
{
	static const char *const words[] = { "art.", "lid", "onder", "aanhef", "en" };
	if (word.size > 1 && word.data[word.size - 1] == ',')
		word.size--;
	for (size_t i = 0; i < ELEMENTS(words); i++)
		if (bytes_equal_string(word, words[i]))
			return true;
	if (word.size == 1 && is_letter(word.data[0])) {
		ret->letters++;
		return true;
	}
	return is_number(word, ret);
}

/* The size of the law's name with " art. " behind it; 0: none. */
static size_t law_cited(struct bytes text)
{
	static const char *const laws[] = {
		"Wmo 2015",
		"Participatiewet",
		"Jeugdwet",
		"Wgs",
		"Wet SUWI",
		"Wet inburgering 2021",
		"Zvw",
		"AVG",
		"UAVG",
		"BW",
		"Awb",
		"Archiefwet 1995",
		"IOAW",
		"IOAZ",
		"Archiefbesluit 1995",
	};
	static const char art[] = " art. ";
	for (size_t i = 0; i < ELEMENTS(laws); i++) {
		size_t size = strlen(laws[i]);
		if (bytes_starts_with(text, laws[i]) &&
		    bytes_starts_with(bytes_of(text.data + size, text.size - size), art))
			return size + strlen(art);
	}
	return 0;
}

bool keep_article_is_valid(struct bytes text)
{
	struct cited cited = { 0 };
	size_t named = text.size <= KEEP_ARTICLE_SIZE ? law_cited(text) : 0;
	if (!named || named >= text.size || !is_digit(text.data[named]))
		return false;
	for (struct bytes rest = bytes_of(text.data + named, text.size - named);;) {
		const uint8_t *blank = bytes_find(rest, ' ');
		size_t size = blank ? (size_t)(blank - rest.data) : rest.size;
		if (!is_citing(bytes_of(rest.data, size), &cited))
			return false;
		if (!blank)
			return cited.digits <= CITED_DIGITS_MOST && cited.letters <= CITED_LETTERS_MOST;
		rest = bytes_of(blank + 1, rest.size - size - 1);
	}
}

bool withdrawal_outcome_fits(enum withdrawal_outcome o, enum keep_reason reason, const char *article)
{
	bool keeps = o == OUTCOME_KEEP;
	return (unsigned)o < OUTCOME_COUNT && keeps == (reason != KEEP_UNSAID) &&
	       keeps == (article != NULL) && (!keeps || keep_article_is_valid(bytes_of_string(article)));
}

/* --- as it is told --- */

static bool fits(const struct withdrawal_decision *d)
{
	uint8_t id[16];
	return hex_decode(bytes_of_string(d->consent), id, sizeof id) && d->decided > 0 &&
	       withdrawal_outcome_fits(d->outcome, d->reason, *d->article ? d->article : NULL);
}

bool withdrawal_decision_format(const struct withdrawal_decision *d, struct buffer *out, struct error *e)
{
	char when[MOMENT_SIZE + 1];
	struct json_writer w;
	if (!fits(d))
		return error_set(e, ERR_VALUE, "decision", "%s", N_("an outcome with what belongs to it"));
	moment_format(d->decided, when);
	json_begin(&w, out);
	json_object_of(&w, NULL);
	json_text(&w, d->voided ? "package" : "consent", d->consent);
	json_text(&w, "decision", withdrawal_outcome_name(d->outcome));
	if (d->reason)
		json_text(&w, "reason", keep_reason_name(d->reason));
	if (*d->article)
		json_text(&w, "article", d->article);
	json_text(&w, "decided", when);
	json_end_object(&w);
	return buffer_ok(out, e);
}

static bool take_member(struct withdrawal_decision *d, struct bytes key, struct bytes value,
                        const char *subject, struct error *e)
{
	bool taken;
	if ((bytes_equal_string(key, "consent") || bytes_equal_string(key, "package")) &&
	    value.size < sizeof d->consent && !*d->consent) {
		memcpy(d->consent, value.data, value.size);
		d->voided = bytes_equal_string(key, "package");
		taken = value.size == sizeof d->consent - 1;
	} else if (bytes_equal_string(key, "decision")) {
		taken = withdrawal_outcome_parse(value, &d->outcome);
	} else if (bytes_equal_string(key, "reason")) {
		taken = keep_reason_parse(value, &d->reason);
	} else if (bytes_equal_string(key, "article") && keep_article_is_valid(value)) {
		memcpy(d->article, value.data, value.size);
		taken = true;
	} else if (bytes_equal_string(key, "decided")) {
		taken = moment_parse(value, &d->decided);
	} else {
		return error_set(e, ERR_UNKNOWN_KEY, subject, "%s",
		                 N_("a member that a decision doesn't have"));
	}
	return taken || error_set(e, ERR_VALUE, subject, "%s", N_("a decision's member"));
}

bool withdrawal_decision_parse(struct bytes json, const char *subject, struct withdrawal_decision *ret,
                               struct error *e)
{
	_cleanup_(json_reader_clear) struct json_reader o = { 0 };
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	struct withdrawal_decision d = { .outcome = OUTCOME_COUNT };
	struct json_member m;
	if (json.size > LIMIT_JSON_LINE_SIZE)
		return error_set(e, ERR_TOO_LARGE, subject, "more than %u bytes", LIMIT_JSON_LINE_SIZE);
	if (!json_reader_begin(&o, json, subject, e))
		return false;
	for (bool more = true;;) {
		if (!json_reader_next(&o, &m, &more, e))
			return false;
		if (!more)
			break;
		if (m.kind != JSON_TEXT)
			return error_set(e, ERR_VALUE, subject, "%s", N_("not a text"));
		if (!take_member(&d, m.key, m.value, subject, e))
			return false;
	}
	if (!fits(&d))
		return error_set(e, ERR_MISSING, subject, "%s", N_("an outcome with what belongs to it"));
	if (!withdrawal_decision_format(&d, &again, e))
		return false;
	*ret = d;
	return bytes_equal(buffer_bytes(&again), json) ||
	       error_set(e, ERR_SYNTAX, subject, "%s", N_("not as decisions are written"));
}
