/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/limits.h"
#include "base/text.h"
#include "codec/json.h"
#include "codec/json_reader.h"
#include "trust/directing.h"

#include <string.h>

static const char *const words[] = {
#define X(word, code) [word] = code,
	HANDOVER_WORDS(X)
#undef X
};

const char *handover_word_name(enum handover_word w)
{
	return (unsigned)w < HANDOVER_WORD_COUNT ? words[w] : "";
}

/* --- as it is told --- */

static bool fits(const struct handover_line *l)
{
	uint8_t tag[sizeof l->record / 2];
	return hex_decode(bytes_of_string(l->record), tag, sizeof tag) && l->when > 0 && l->generation > 0 &&
	       l->generation < LIMIT_HANDOVERS && l->life < (uint64_t)1 << 53 && l->of < (uint64_t)1 << 53 &&
	       (unsigned)l->word < HANDOVER_WORD_COUNT;
}

bool handover_line_format(const struct handover_line *l, struct buffer *out, struct error *e)
{
	char when[MOMENT_SIZE + 1];
	struct json_writer w;
	if (!fits(l))
		return error_set(e, ERR_VALUE, "handover", "%s", N_("a line with what belongs to it"));
	moment_format(l->when, when);
	json_begin(&w, out);
	json_object_of(&w, NULL);
	json_text(&w, "record", l->record);
	json_text(&w, "word", handover_word_name(l->word));
	json_number(&w, "generation", (int64_t)l->generation);
	json_number(&w, "life", (int64_t)l->life);
	json_number(&w, "of", (int64_t)l->of);
	json_text(&w, "said", when);
	json_end_object(&w);
	return buffer_ok(out, e);
}

static bool take_number(struct bytes digits, uint64_t *ret)
{
	uint64_t n = 0;
	for (size_t i = 0; i < digits.size; i++) {
		if (digits.data[i] < '0' || digits.data[i] > '9' || i > 15)
			return false;
		n = n * 10 + (digits.data[i] - '0');
	}
	*ret = n;
	return digits.size > 0;
}

static bool take_word(struct bytes code, enum handover_word *ret)
{
	for (size_t i = 0; i < HANDOVER_WORD_COUNT; i++)
		if (bytes_equal_string(code, words[i])) {
			*ret = (enum handover_word)i;
			return true;
		}
	return false;
}

static bool take_member(struct handover_line *l, const struct json_member *m, const char *subject,
                        struct error *e)
{
	const struct {
		const char *key;
		uint64_t *number;
	} numbers[] = { { "generation", &l->generation }, { "life", &l->life }, { "of", &l->of } };
	bool taken = false;
	for (size_t i = 0; i < ELEMENTS(numbers); i++)
		if (bytes_equal_string(m->key, numbers[i].key))
			return (m->kind == JSON_WHOLE && take_number(m->value, numbers[i].number)) ||
			       error_set(e, ERR_VALUE, subject, "%s", N_("a handover's member"));
	if (bytes_equal_string(m->key, "record")) {
		taken = m->kind == JSON_TEXT && m->value.size == sizeof l->record - 1;
		if (taken)
			memcpy(l->record, m->value.data, m->value.size);
	} else if (bytes_equal_string(m->key, "word")) {
		taken = m->kind == JSON_TEXT && take_word(m->value, &l->word);
	} else if (bytes_equal_string(m->key, "said")) {
		taken = m->kind == JSON_TEXT && moment_parse(m->value, &l->when);
	} else {
		return error_set(e, ERR_UNKNOWN_KEY, subject, "%s",
		                 N_("a member that a handover doesn't have"));
	}
	return taken || error_set(e, ERR_VALUE, subject, "%s", N_("a handover's member"));
}

bool handover_line_parse(struct bytes json, const char *subject, struct handover_line *ret, struct error *e)
{
	_cleanup_(json_reader_clear) struct json_reader o = { 0 };
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	struct handover_line l = { .word = HANDOVER_WORD_COUNT };
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
		if (!take_member(&l, &m, subject, e))
			return false;
	}
	if (!fits(&l))
		return error_set(e, ERR_MISSING, subject, "%s", N_("a line with what belongs to it"));
	if (!handover_line_format(&l, &again, e))
		return false;
	*ret = l;
	return bytes_equal(buffer_bytes(&again), json) ||
	       error_set(e, ERR_SYNTAX, subject, "%s", N_("not as handovers are written"));
}
