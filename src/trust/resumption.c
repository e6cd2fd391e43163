/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/resumption.h"

#include "base/limits.h"
#include "base/text.h"
#include "codec/keyed.h"
#include "trust/quorum.h"
#include "trust/statement.h"

#include <stdlib.h>

#define REASON_MAX 2000u
/* RESUMPTION_LETTERS leaves room for letters that got lost in the post. */
_Static_assert(2 * RESUMPTION_LETTERS <= LIMIT_SEQUENCE_AHEAD, "a number that a receiver takes");

static const struct keyed resumption_keys[] = {
	KEYED_CONSTANT("type", RESUMPTION_TYPE),
	KEYED_TEXT("unit", struct resumption, unit, .most = 128, .fits = name_is_valid),
	KEYED_NUMBER("size", struct resumption, size, INT64_MAX, .least = 1),
	KEYED_HEX("root", struct resumption, root),
	KEYED_NUMBER("lost_to", struct resumption, lost_to, INT64_MAX, .least = 1),
	KEYED_MOMENT("made", struct resumption, made),
	KEYED_TEXT("reason", struct resumption, reason, .most = REASON_MAX, .fits = text_is_told),
	{ 0 },
};

void resumption_freep(struct resumption **r)
{
	struct resumption *old = *r;
	*r = NULL;
	if (!old)
		return;
	keyed_clear(old, resumption_keys);
	buffer_clear(&old->note);
	free(old);
}

bool resumption_parse(struct bytes raw, const char *subject, struct resumption **ret, struct error *e)
{
	_cleanup_(resumption_freep) struct resumption *r = NULL;
	_cleanup_(keyed_lines_clear) struct keyed_lines lines = { 0 };
	struct note note;
	if (!statement_open_draft(raw, RESUMPTION_TYPE, subject, &note, e))
		return false;
	r = calloc(1, sizeof *r);
	if (!r)
		return error_memory(e);
	if (!keyed_read(note.text, subject, resumption_keys, r, &lines, e))
		return false;
	if (r->lost_to <= r->size)
		return keyed_fault(keyed_whole(&lines), e, ERR_VALUE, "lost_to", N_("not above size"));
	buffer_append(&r->note, raw);
	if (!buffer_ok(&r->note, e))
		return false;
	sha256_of(note.text, &r->hash);
	*ret = r;
	r = NULL;
	return true;
}

bool resumption_format(const struct resumption *r, struct buffer *out, struct error *e)
{
	keyed_write(r, resumption_keys, KEYED_PLAIN, out);
	return buffer_ok(out, e);
}

bool resumption_verify(const struct resumption *s, const struct roster *r, moment when, struct error *e)
{
	return quorum_signed_for_unit(buffer_bytes(&s->note), RESUMPTION_TYPE, s->unit, r, NULL, when, e);
}
