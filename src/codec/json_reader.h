/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* One JSON object, read member by member as it stands, with no tree made of it: for
 * the flat objects that come by the hundred thousand (records, consents). As strict as
 * `json_parse`, but for two things that are its user's: a member of another kind
 * is handed out unread, to be refused or given to `json_parse`; and a key that occurs twice is
 * handed out twice. */

#include "base/bytes.h"

struct json_reader {
	struct bytes text;
	const char *subject;
	size_t at;
	bool begun;
	struct buffer key,
		value; /* where a text with escapes is spelled out; wiped, since it may be a client's */
};

enum json_kind {
	JSON_TEXT,   /* `value` is what it says, escapes resolved; without NUL */
	JSON_WHOLE,  /* an integer within 2^53 either way: as it is spelled */
	JSON_TRUTH,  /* "true" or "false" */
	JSON_UNREAD, /* null, a number with a fraction or exponent, an array or object: as it is spelled, not
	                checked */
};
struct json_member {
	struct bytes key; /* escapes resolved */
	enum json_kind kind;
	struct bytes value;
};

/* `text` must outlive it. `subject` goes into errors; codes, and limits of size, are those of json_parse. */
bool json_reader_begin(struct json_reader *r, struct bytes text, const char *subject, struct error *e)
	_must_check_;
/* The next member, valid until the next call; at the end there must be nothing but white space behind the
 * object. */
bool json_reader_next(struct json_reader *r, struct json_member *ret, bool *ret_more, struct error *e)
	_must_check_;
/* ERR_DUPLICATE, ERR_SYNTAX: what the user sees, told with the line where it is; returns false. */
bool json_reader_fault(const struct json_reader *r, enum error_code code, const char *why, struct error *e);
void json_reader_clear(struct json_reader *r);
