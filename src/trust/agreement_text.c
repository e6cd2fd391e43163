/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/agreement_text.h"

#include "base/text.h"
#include "trust/statement.h"

#include <stdlib.h>

/* Bare: a person writes a truth, a number or a day without quotes. */
#define TEXT(type, key) KEYED_TEXT(#key, struct type, key, KEYED_OPTIONAL, .bare = true)
#define LIST(type, key, keys, most) \
	KEYED_LIST(#key, struct type, key, key##_count, keys, most, KEYED_OPTIONAL, .empty_is_none = true)

static const struct keyed field_keys[] = {
	TEXT(agreement_field_text, field),
	TEXT(agreement_field_text, why),
	{ 0 },
};
static const struct keyed party_keys[] = {
	TEXT(agreement_party_text, unit),  TEXT(agreement_party_text, controller),
	TEXT(agreement_party_text, kind),  TEXT(agreement_party_text, role),
	TEXT(agreement_party_text, tasks), { 0 },
};
static const struct keyed purpose_keys[] = {
	TEXT(agreement_purpose_text, code),
	TEXT(agreement_purpose_text, description),
	TEXT(agreement_purpose_text, necessity),
	TEXT(agreement_purpose_text, from),
	TEXT(agreement_purpose_text, to),
	TEXT(agreement_purpose_text, task),
	TEXT(agreement_purpose_text, phase),
	TEXT(agreement_purpose_text, ground),
	TEXT(agreement_purpose_text, article),
	TEXT(agreement_purpose_text, basis),
	TEXT(agreement_purpose_text, exception),
	TEXT(agreement_purpose_text, consent),
	TEXT(agreement_purpose_text, no_objection),
	TEXT(agreement_purpose_text, free_text),
	TEXT(agreement_purpose_text, secret_address),
	TEXT(agreement_purpose_text, household),
	TEXT(agreement_purpose_text, client_supplied),
	TEXT(agreement_purpose_text, retention_months),
	LIST(agreement_purpose_text, fields, field_keys, AGREEMENT_FIELDS_MAX),
	{ 0 },
};
static const struct keyed override_item = KEYED_TEXT_ITEM();
const struct keyed agreement_keys[] = {
	TEXT(agreement_text, type),
	TEXT(agreement_text, id),
	TEXT(agreement_text, version),
	TEXT(agreement_text, title),
	TEXT(agreement_text, kind),
	TEXT(agreement_text, goal),
	TEXT(agreement_text, target_group),
	TEXT(agreement_text, excluded),
	LIST(agreement_text, parties, party_keys, AGREEMENT_PARTIES_MAX),
	LIST(agreement_text, purposes, purpose_keys, AGREEMENT_PURPOSES_MAX),
	TEXT(agreement_text, approval_by_two),
	TEXT(agreement_text, use_by_days),
	TEXT(agreement_text, largest_package_mib),
	TEXT(agreement_text, rights),
	TEXT(agreement_text, incidents),
	TEXT(agreement_text, contact),
	TEXT(agreement_text, budget),
	TEXT(agreement_text, results),
	TEXT(agreement_text, evaluation),
	TEXT(agreement_text, valid_from),
	TEXT(agreement_text, valid_until),
	TEXT(agreement_text, supersedes),
	TEXT(agreement_text, witness_days),
	TEXT(agreement_text, catalogue),
	TEXT(agreement_text, additions),
	TEXT(agreement_text, grounds),
	KEYED_VALUES("overrides", struct agreement_text, overrides, overrides_count, override_item,
	             AGREEMENT_OVERRIDES_MAX, KEYED_OPTIONAL, .empty_is_none = true),
	{ 0 },
};

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
		if (!text_check_signed(raw, subject, e))
			return false;
		bool kin = bytes_starts_with(raw, "type: sluis.agreement/v");
		return error_line(e, kin ? ERR_VERSION : ERR_NOTE, subject, 1,
		                  "the first line is not type: " AGREEMENT_TYPE);
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
