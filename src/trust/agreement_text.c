/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/agreement_text.h"

#include "base/text.h"
#include "base/written.h"
#include "trust/statement.h"

#include <stdlib.h>

/* Bare: a person writes a truth, a number or a day without quotes. */
#define ROW(type, key) KEYED_TEXT(#key, struct type, key, KEYED_OPTIONAL, .bare = true),
#define ROWS(type, key, keys, most) \
	KEYED_LIST(#key, struct type, key, key##_count, keys, most, KEYED_OPTIONAL, .empty_is_none = true),

#define TEXT_OF_FIELD(key) ROW(agreement_field_text, key)
static const struct keyed field_keys[] = { AGREEMENT_FIELD_KEYS(TEXT_OF_FIELD){ 0 } };

#define TEXT_OF_PARTY(key) ROW(agreement_party_text, key)
static const struct keyed party_keys[] = { AGREEMENT_PARTY_KEYS(TEXT_OF_PARTY){ 0 } };

#define TEXT_OF_PURPOSE(key) ROW(agreement_purpose_text, key)
#define LIST_OF_PURPOSE(key, item, most) ROWS(agreement_purpose_text, key, item##_keys, most)
static const struct keyed purpose_keys[] = { AGREEMENT_PURPOSE_KEYS(TEXT_OF_PURPOSE, LIST_OF_PURPOSE){ 0 } };

#define TEXT_OF_TOP(key) ROW(agreement_text, key)
#define LIST_OF_TOP(key, item, most) ROWS(agreement_text, key, item##_keys, most)
#define VALUES_OF_TOP(key, most) \
	KEYED_VALUES(#key, struct agreement_text, key, key##_count, override_item, most, KEYED_OPTIONAL, \
	             .empty_is_none = true),
static const struct keyed override_item = KEYED_TEXT_ITEM();
const struct keyed agreement_keys[] = { AGREEMENT_KEYS(TEXT_OF_TOP, LIST_OF_TOP, VALUES_OF_TOP){ 0 } };

bool agreement_text_find(struct bytes raw, const char *subject, struct bytes *ret, bool *ret_signed,
                         struct error *e)
{
	struct note n;
	bool is_signed = statement_is_signed(raw);
	if (is_signed) {
		if (!statement_open(raw, AGREEMENT_TYPE, subject, &n, e))
			return false;
		raw = n.text;
	} else if (!bytes_starts_with(raw, "type: " AGREEMENT_TYPE "\n")) {
		/* First what may have made the line look otherwise: CRLF, say. */
		if (!text_check_unmarked(raw, subject, e) || !text_check_signed(raw, subject, e))
			return false;
		bool kin = bytes_starts_with(raw, "type: sluis.agreement/v");
		return error_line(e, kin ? ERR_VERSION : ERR_NOTE, subject, 1,
		                  "the first line is not type: %s", AGREEMENT_TYPE);
	}
	*ret = raw;
	*ret_signed = is_signed;
	return true;
}

bool agreement_text_load(struct bytes yaml, const char *subject, struct agreement_text **ret, struct error *e)
{
	_cleanup_(agreement_text_freep) struct agreement_text *t = calloc(1, sizeof *t);
	if (!t)
		return error_memory(e);
	if (!keyed_read(yaml, subject, agreement_keys, t, &t->lines, e))
		return false;
	*ret = t;
	t = NULL;
	return true;
}

void agreement_text_freep(struct agreement_text **t)
{
	if (!*t)
		return;
	keyed_clear(*t, agreement_keys);
	keyed_lines_clear(&(*t)->lines);
	free(*t);
	*t = NULL;
}
