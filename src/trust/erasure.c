/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/erasure.h"

#include "base/limits.h"
#include "codec/json.h"
#include "codec/json_reader.h"

#include <string.h>

bool erasure_notice_format(const struct erasure_notice *n, struct buffer *out, struct error *e)
{
	char when[MOMENT_SIZE + 1];
	struct json_writer w;
	moment_format(n->decided, when);
	json_begin(&w, out);
	json_object_of(&w, NULL);
	json_text(&w, "id", n->id);
	json_text(&w, "record", n->tag);
	json_text(&w, "decided", when);
	json_end_object(&w);
	return buffer_ok(out, e);
}

static bool take_hex(struct bytes value, char ret[32 + 1])
{
	uint8_t raw[16];
	if (value.size != 32 || !hex_decode(value, raw, sizeof raw))
		return false;
	memcpy(ret, value.data, 32);
	return true;
}

static bool take_member(struct erasure_notice *n, const struct json_member *m, const char *subject,
                        struct error *e)
{
	bool taken;
	if (m->kind != JSON_TEXT)
		return error_set(e, ERR_VALUE, subject, "%s", N_("not a text"));
	if (bytes_equal_string(m->key, "id"))
		taken = take_hex(m->value, n->id);
	else if (bytes_equal_string(m->key, "record"))
		taken = take_hex(m->value, n->tag);
	else if (bytes_equal_string(m->key, "decided"))
		taken = moment_parse(m->value, &n->decided);
	else
		return error_set(e, ERR_UNKNOWN_KEY, subject, "%s",
		                 N_("a member that word of an erasure doesn't have"));
	return taken || error_set(e, ERR_VALUE, subject, "%s", N_("a member of the word of an erasure"));
}

bool erasure_notice_parse(struct bytes json, const char *subject, struct erasure_notice *ret, struct error *e)
{
	_cleanup_(json_reader_clear) struct json_reader o = { 0 };
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	struct erasure_notice n = { 0 };
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
	if (!erasure_notice_format(&n, &again, e))
		return false;
	*ret = n;
	return bytes_equal(buffer_bytes(&again), json) ||
	       error_set(e, ERR_SYNTAX, subject, "%s", N_("not as word of an erasure is written"));
}
