/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/override.h"

#include "base/text.h"
#include "codec/keyed.h"
#include "trust/quorum.h"
#include "trust/statement.h"

#include <stdlib.h>
#include <string.h>

#define ADVICE_MAX 60000u

static bool is_line(struct bytes text)
{
	return text_is_told(text) && !bytes_find(text, '\n');
}

#define ID(name_, member_) KEYED_TEXT(name_, struct override, member_, .fits = identifier_is_valid)
static const struct keyed override_keys[] = {
	KEYED_CONSTANT("type", OVERRIDE_TYPE),
	ID("id", id),
	KEYED_NUMBER("version", struct override, version, UINT32_MAX, .least = 1),
	KEYED_TEXT("controller", struct override, controller, .most = 120, .fits = name_is_controller),
	KEYED_HEX("grounds", struct override, grounds),
	ID("ground", ground),
	ID("agreement", agreement),
	ID("purpose", purpose),
	KEYED_TEXT("reasons", struct override, reasons, .most = ADVICE_MAX, .fits = text_is_told),
	KEYED_TEXT("fg", struct override, fg, .most = 128, .fits = is_line),
	KEYED_DAY("advised", struct override, advised),
	KEYED_TEXT("advice", struct override, advice, .most = ADVICE_MAX, .fits = text_is_told),
	KEYED_HEX("document", struct override, document, KEYED_HAS(struct override, has_document)),
	KEYED_DAY("valid_from", struct override, valid_from),
	KEYED_DAY("valid_until", struct override, valid_until),
	{ 0 },
};
#undef ID

void override_freep(struct override **o)
{
	struct override *old = *o;
	*o = NULL;
	if (!old)
		return;
	keyed_clear(old, override_keys);
	buffer_clear(&old->note);
	free(old);
}

bool override_parse(struct bytes raw, const char *subject, struct override **ret, struct error *e)
{
	_cleanup_(override_freep) struct override *o = NULL;
	_cleanup_(keyed_lines_clear) struct keyed_lines lines = { 0 };
	struct note note;
	if (!statement_open_draft(raw, OVERRIDE_TYPE, subject, &note, e))
		return false;
	o = calloc(1, sizeof *o);
	if (!o)
		return error_memory(e);
	if (!keyed_read(note.text, subject, override_keys, o, &lines, e))
		return false;
	if (o->valid_until < o->valid_from)
		return keyed_fault(keyed_whole(&lines), e, ERR_VALUE, "valid_until", N_("before valid_from"));
	buffer_append(&o->note, raw);
	if (!buffer_ok(&o->note, e))
		return false;
	sha256_of(note.text, &o->hash);
	*ret = o;
	o = NULL;
	return true;
}

bool override_verify(const struct override *o, const struct roster *r, moment when, struct error *e)
{
	return quorum_signed(buffer_bytes(&o->note), OVERRIDE_TYPE, o->id, r, o->controller, o->fg, when, e);
}

bool override_valid_at(const struct override *o, moment when)
{
	return when >= o->valid_from && when < o->valid_until + SECONDS_A_DAY;
}
