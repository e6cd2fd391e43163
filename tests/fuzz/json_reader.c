/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* An object read member by member, beside the same read whole by jansson: what jansson
 * takes is taken, and says the same; what it refuses is refused, but for what json_reader.h
 * leaves to its user. */

#include "fuzz.h"

#include "codec/json.h"
#include "codec/json_reader.h"

/* Is what was handed out what jansson has under that key? */
static void compare(const json_t *whole, const struct json_member *m)
{
	_cleanup_(string_freep) char *key = string_of_bytes(m->key);
	_cleanup_(json_freep) json_t *nested = NULL;
	char number[32];
	struct error e;
	const json_t *value = json_object_get(whole, key);
	MUST(value);
	switch (m->kind) {
	case JSON_TEXT:
		MUST(json_is_string(value) &&
		     bytes_equal(m->value, bytes_of(json_string_value(value), json_string_length(value))));
		return;
	case JSON_WHOLE:
		MUST(json_is_integer(value));
		snprintf(number, sizeof number, "%s%lld", bytes_equal_string(m->value, "-0") ? "-" : "",
		         (long long)json_integer_value(value));
		MUST(bytes_equal_string(m->value, number));
		return;
	case JSON_TRUTH:
		MUST(json_is_boolean(value) &&
		     bytes_equal_string(m->value, json_is_true(value) ? "true" : "false"));
		return;
	case JSON_UNREAD:
		MUST(json_parse(m->value, "member", &nested, &e) &&
		     json_equal(nested, (json_t *)(uintptr_t)value));
		return;
	}
	MUST(false);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(json_freep) json_t *whole = NULL;
	_cleanup_(json_reader_clear) struct json_reader o = { 0 };
	struct error e = { 0 }, why = { 0 };
	struct json_member m;
	struct bytes text = bytes_of(data, size);
	size_t members = 0, unread = 0;
	bool taken = json_parse(text, "json", &whole, &e), more = true;
	bool duplicate = !taken && e.code == ERR_DUPLICATE;
	fuzz_accepted = json_reader_begin(&o, text, "json", &why);
	while (fuzz_accepted && more) {
		fuzz_accepted = json_reader_next(&o, &m, &more, &why);
		if (!fuzz_accepted || !more)
			break;
		members++;
		unread += m.kind == JSON_UNREAD;
		if (taken)
			compare(whole, &m);
	}
	if (!fuzz_accepted)
		fuzz_refused(&why);
	if (taken)
		MUST(fuzz_accepted == json_is_object(whole) &&
		     (!fuzz_accepted || members == json_object_size(whole)));
	else
		MUST(!fuzz_accepted || unread || duplicate);
	return 0;
}
