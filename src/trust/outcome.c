/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/outcome.h"

#include "base/code.h"
#include "base/limits.h"
#include "base/text.h"
#include "codec/json.h"
#include "codec/json_reader.h"

#include <string.h>

static const struct code outcomes[] = {
#define X(said, code, words) [said] = { code, words },
	CLIENT_OUTCOMES(X)
#undef X
};
static const struct code reasons[] = { [DECLINE_UNSAID] = { "", "" },
#define X(reason, code, words) [reason] = { code, words },
	                               DECLINE_REASONS(X)
#undef X
};

const char *client_outcome_name(enum client_outcome o)
{
	return code_name(outcomes, SAID_COUNT, o);
}

const char *client_outcome_words(enum client_outcome o)
{
	return code_words(outcomes, SAID_COUNT, o);
}

bool client_outcome_parse(struct bytes code, enum client_outcome *ret)
{
	int found = code_find(outcomes, SAID_COUNT, code);
	if (found >= 0)
		*ret = (enum client_outcome)found;
	return found >= 0;
}

const char *decline_reason_name(enum decline_reason r)
{
	return code_name(reasons, DECLINE_COUNT, r);
}

const char *decline_reason_words(enum decline_reason r)
{
	return code_words(reasons, DECLINE_COUNT, r);
}

bool decline_reason_parse(struct bytes code, enum decline_reason *ret)
{
	int found = code_find(reasons, DECLINE_COUNT, code);
	if (found >= 0)
		*ret = (enum decline_reason)found;
	return found >= 0;
}

bool client_outcome_fits(enum client_outcome o, enum decline_reason reason)
{
	return (unsigned)o < SAID_COUNT && (unsigned)reason < DECLINE_COUNT &&
	       (o == SAID_DECLINED) == (reason != DECLINE_UNSAID);
}

/* --- as it is told --- */

static bool fits(const struct outcome_line *l)
{
	uint8_t tag[sizeof l->record / 2];
	return hex_decode(bytes_of_string(l->record), tag, sizeof tag) && l->when > 0 &&
	       client_outcome_fits(l->said, l->reason);
}

bool outcome_line_format(const struct outcome_line *l, struct buffer *out, struct error *e)
{
	char when[MOMENT_SIZE + 1], package[2 * PACKAGE_ID_SIZE + 1];
	struct json_writer w;
	if (!fits(l))
		return error_set(e, ERR_VALUE, "outcome", "%s", N_("an outcome with what belongs to it"));
	hex_encode(bytes_of(l->package, sizeof l->package), package);
	moment_format(l->when, when);
	json_begin(&w, out);
	json_object_of(&w, NULL);
	json_text(&w, "package", package);
	json_text(&w, "record", l->record);
	json_text(&w, "outcome", client_outcome_name(l->said));
	if (l->reason)
		json_text(&w, "reason", decline_reason_name(l->reason));
	json_text(&w, "said", when);
	json_end_object(&w);
	return buffer_ok(out, e);
}

static bool take_member(struct outcome_line *l, struct bytes key, struct bytes value, const char *subject,
                        struct error *e)
{
	bool taken = false;
	if (bytes_equal_string(key, "package")) {
		taken = hex_decode(value, l->package, sizeof l->package);
	} else if (bytes_equal_string(key, "record")) {
		taken = value.size == sizeof l->record - 1;
		if (taken)
			memcpy(l->record, value.data, value.size);
	} else if (bytes_equal_string(key, "outcome")) {
		taken = client_outcome_parse(value, &l->said);
	} else if (bytes_equal_string(key, "reason")) {
		taken = decline_reason_parse(value, &l->reason);
	} else if (bytes_equal_string(key, "said")) {
		taken = moment_parse(value, &l->when);
	} else {
		return error_set(e, ERR_UNKNOWN_KEY, subject, "%s",
		                 N_("a member that an outcome doesn't have"));
	}
	return taken || error_set(e, ERR_VALUE, subject, "%s", N_("an outcome's member"));
}

bool outcome_line_parse(struct bytes json, const char *subject, struct outcome_line *ret, struct error *e)
{
	_cleanup_(json_reader_clear) struct json_reader o = { 0 };
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	struct outcome_line l = { .said = SAID_COUNT };
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
		if (!take_member(&l, m.key, m.value, subject, e))
			return false;
	}
	if (!fits(&l))
		return error_set(e, ERR_MISSING, subject, "%s", N_("an outcome with what belongs to it"));
	if (!outcome_line_format(&l, &again, e))
		return false;
	*ret = l;
	return bytes_equal(buffer_bytes(&again), json) ||
	       error_set(e, ERR_SYNTAX, subject, "%s", N_("not as outcomes are written"));
}
