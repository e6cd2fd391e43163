/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* JSON: strict reading through jansson (duplicate keys refused, depth and size
 * limited, valid UTF-8, no NUL in strings, integers within 2^53), and one writer
 * whose output is deterministic: no white space, members in the order written,
 * the shortest escapes. Objects of jansson are used as they are for reading. */

#include "base/bytes.h"

#include <jansson.h>

void json_freep(json_t **j); /* for _cleanup_: json_decref */

/* One value and nothing behind it but white space. `subject` goes into errors:
 * ERR_SYNTAX with line and no quoted input, ERR_DUPLICATE, ERR_UTF8, ERR_VALUE for a
 * number out of range, ERR_TOO_LARGE above LIMIT_NOTE_SIZE. */
bool json_parse(struct bytes text, const char *subject, json_t **ret, struct error *e) _must_check_;
/* Compact text of a value, keys in insertion order. */
bool json_append(struct buffer *out, const json_t *value, struct error *e) _must_check_;

/* Whether JSON that parses is spelled as the writer below would: no white space between its parts, and in its
 * texts no escape that isn't needed, nor a longer one. The order of members is the caller's. */
bool json_is_plain(struct bytes text);

/* Writing by hand, for log entries and --json. Commas are put in as needed;
 * nesting at most 16. Strings must be UTF-8 and are escaped as RFC 8259 asks and no
 * more; numbers must be ones that `json_parse` takes. Fails through the buffer. */
struct json_writer {
	struct buffer *out;
	uint32_t depth, comma; /* bit n of comma: level n holds a member already */
};
void json_begin(struct json_writer *w, struct buffer *out);
void json_object_of(struct json_writer *w, const char *key); /* key NULL inside arrays and at the top */
void json_array_of(struct json_writer *w, const char *key);
void json_end_object(struct json_writer *w);
void json_end_array(struct json_writer *w);
void json_text(struct json_writer *w, const char *key, const char *value); /* NULL value: null */
void json_bytes(struct json_writer *w, const char *key, struct bytes utf8);
void json_hex(struct json_writer *w, const char *key, struct bytes raw);
void json_number(struct json_writer *w, const char *key, int64_t value);
void json_truth(struct json_writer *w, const char *key, bool value);
void json_raw(struct json_writer *w, const char *key, struct bytes value); /* JSON already */
