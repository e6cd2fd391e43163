/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/termination.h"

#include "base/text.h"
#include "codec/keyed.h"
#include "trust/quorum.h"
#include "trust/statement.h"

#include <stdlib.h>
#include <string.h>

#define REASON_MAX 2000u

static const struct keyed termination_keys[] = {
	KEYED_CONSTANT("type", TERMINATION_TYPE),
	KEYED_TEXT("agreement", struct termination, agreement, .fits = identifier_is_valid),
	KEYED_NUMBER("version", struct termination, version, UINT32_MAX, .least = 1),
	KEYED_HEX("text", struct termination, text),
	KEYED_TEXT("controller", struct termination, controller, .most = 120, .fits = name_is_controller),
	KEYED_DAY("from", struct termination, from),
	KEYED_MOMENT("made", struct termination, made),
	KEYED_TEXT("reason", struct termination, reason, .most = REASON_MAX, .fits = text_is_told),
	{ 0 },
};

void termination_freep(struct termination **t)
{
	struct termination *old = *t;
	*t = NULL;
	if (!old)
		return;
	keyed_clear(old, termination_keys);
	buffer_clear(&old->note);
	free(old);
}

bool termination_parse(struct bytes raw, const char *subject, struct termination **ret, struct error *e)
{
	_cleanup_(termination_freep) struct termination *t = NULL;
	_cleanup_(keyed_lines_clear) struct keyed_lines lines = { 0 };
	struct note note;
	if (!statement_open_draft(raw, TERMINATION_TYPE, subject, &note, e))
		return false;
	t = calloc(1, sizeof *t);
	if (!t)
		return error_memory(e);
	if (!keyed_read(note.text, subject, termination_keys, t, &lines, e))
		return false;
	/* What went until then was lawful, and stays so. */
	if (t->from + SECONDS_A_DAY <= t->made)
		return keyed_fault(keyed_whole(&lines), e, ERR_VALUE, "from",
		                   N_("before the day it was made"));
	buffer_append(&t->note, raw);
	if (!buffer_ok(&t->note, e))
		return false;
	sha256_of(note.text, &t->hash);
	*ret = t;
	t = NULL;
	return true;
}

bool termination_format(const struct termination *t, struct buffer *out, struct error *e)
{
	keyed_write(t, termination_keys, KEYED_PLAIN, out);
	return buffer_ok(out, e);
}

/* Or the one that has a party's rights and obligations by law, or that a party acts for. */
static bool is_party(const struct termination *t, const struct agreement *a, const struct roster *r)
{
	for (size_t i = 0; i < a->party_count; i++)
		if (strcmp(a->parties[i].controller, t->controller) == 0 ||
		    (r && roster_succeeds(r, t->controller, a->parties[i].controller)))
			return true;
	for (size_t i = 0; i < a->purpose_count; i++)
		if (a->purposes[i].acts_for && strcmp(a->purposes[i].acts_for, t->controller) == 0)
			return true;
	return false;
}

bool termination_check(const struct termination *t, const struct agreement *a, const struct roster *r,
                       struct error *e)
{
	char day[DAY_SIZE + 1];
	if (strcmp(t->agreement, a->id) != 0 || t->version != a->version || !sha256_equal(&t->text, &a->hash))
		return error_set(e, ERR_AGREEMENT_INVALID, t->agreement, "%s",
		                 N_("what ends it is about another text"));
	if (!is_party(t, a, r))
		return error_set(e, ERR_AGREEMENT_INVALID, a->id, "%s is not a party to it", t->controller);
	if (t->from <= a->valid_until)
		return true;
	day_format(a->valid_until, day);
	return error_set(e, ERR_VALUE, "from", "%s ends after %s by itself", a->id, day);
}

bool termination_verify(const struct termination *t, const struct roster *r, moment when, struct error *e)
{
	return quorum_signed(buffer_bytes(&t->note), TERMINATION_TYPE, t->agreement, r, t->controller, NULL,
	                     when, e);
}

bool termination_ends(const struct termination *t, const struct agreement *a, moment when)
{
	return when >= t->from && a->version <= t->version && strcmp(a->id, t->agreement) == 0;
}
