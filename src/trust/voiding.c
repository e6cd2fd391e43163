/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/voiding.h"

#include "base/code.h"
#include "base/limits.h"
#include "codec/json.h"
#include "codec/json_reader.h"

#include <string.h>

#define NUMBER_MOST ((uint64_t)1 << 53) /* that JSON can say */

static const struct code reasons[] = { [VOID_UNSAID] = { "", "" },
#define X(reason, code, words) [reason] = { code, words },
	                               VOID_REASONS(X)
#undef X
};

const char *void_reason_name(enum void_reason r)
{
	return code_name(reasons, VOID_COUNT, r);
}

const char *void_reason_words(enum void_reason r)
{
	return code_words(reasons, VOID_COUNT, r);
}

bool void_reason_parse(struct bytes code, enum void_reason *ret)
{
	int found = code_find(reasons, VOID_COUNT, code);
	if (found >= 0)
		*ret = (enum void_reason)found;
	return found >= 0;
}

bool void_notice_format(const struct void_notice *n, struct buffer *out, struct error *e)
{
	struct json_writer w;
	if (!*void_reason_name(n->reason) || !n->sequence || n->sequence > NUMBER_MOST)
		return error_set(e, ERR_VALUE, "void", "%s", N_("a number and a reason"));
	json_begin(&w, out);
	json_object_of(&w, NULL);
	json_hex(&w, "package", bytes_of(n->package, sizeof n->package));
	json_number(&w, "sequence", (int64_t)n->sequence);
	json_hex(&w, "manifest", bytes_of(n->manifest.bytes, SHA256_SIZE));
	json_text(&w, "reason", void_reason_name(n->reason));
	json_end_object(&w);
	return buffer_ok(out, e);
}

static bool take_member(struct void_notice *n, const struct json_member *m, const char *subject,
                        struct error *e)
{
	uint64_t number;
	bool taken;
	if (bytes_equal_string(m->key, "package")) {
		taken = m->kind == JSON_TEXT && hex_decode(m->value, n->package, sizeof n->package);
	} else if (bytes_equal_string(m->key, "sequence")) {
		taken = m->kind == JSON_WHOLE && number_parse(m->value, NUMBER_MOST, &number);
		n->sequence = taken ? number : 0;
	} else if (bytes_equal_string(m->key, "manifest")) {
		taken = m->kind == JSON_TEXT && hex_decode(m->value, n->manifest.bytes, SHA256_SIZE);
	} else if (bytes_equal_string(m->key, "reason")) {
		taken = m->kind == JSON_TEXT && void_reason_parse(m->value, &n->reason);
	} else {
		return error_set(e, ERR_UNKNOWN_KEY, subject, "%s",
		                 N_("a member that the voiding of a package doesn't have"));
	}
	return taken || error_set(e, ERR_VALUE, subject, "%s", N_("a member of the voiding of a package"));
}

bool void_notice_parse(struct bytes json, const char *subject, struct void_notice *ret, struct error *e)
{
	_cleanup_(json_reader_clear) struct json_reader o = { 0 };
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	struct void_notice n = { 0 };
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
		if (!take_member(&n, &m, subject, e))
			return false;
	}
	if (!n.sequence || !n.reason)
		return error_set(e, ERR_MISSING, subject, "%s", N_("a number and a reason"));
	if (!void_notice_format(&n, &again, e))
		return false;
	*ret = n;
	return bytes_equal(buffer_bytes(&again), json) ||
	       error_set(e, ERR_SYNTAX, subject, "%s", N_("not as the voiding of a package is written"));
}
