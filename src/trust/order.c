/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/order.h"

#include "base/text.h"
#include "base/written.h"
#include "codec/keyed.h"
#include "trust/quorum.h"
#include "trust/statement.h"

#include <stdlib.h>
#include <string.h>

#define REASON_MAX 500u /* as that of a disclosure */
#define RECORD_DIGITS 32u

static bool is_told(struct bytes text)
{
	for (size_t i = 0; i < text.size; i++)
		if (text.data[i] == '\n')
			return false;
	return text_trimmed(text).size > 0;
}

static bool is_record(struct bytes text)
{
	for (size_t i = 0; i < text.size; i++)
		if (!((text.data[i] >= '0' && text.data[i] <= '9') ||
		      (text.data[i] >= 'a' && text.data[i] <= 'f')))
			return false;
	return text.size == RECORD_DIGITS;
}

static const struct keyed order_keys[] = {
	KEYED_CONSTANT("type", ORDER_TYPE),
	KEYED_TEXT("unit", struct order, unit, .most = 128, .fits = name_is_valid),
	KEYED_TEXT("person", struct order, person, KEYED_OPTIONAL, .most = 128, .fits = name_is_person),
	KEYED_TEXT("record", struct order, record, KEYED_OPTIONAL, .most = RECORD_DIGITS, .fits = is_record),
	KEYED_DAY("from", struct order, from),
	KEYED_DAY("until", struct order, until),
	KEYED_TEXT("auditor", struct order, auditor, .most = 128, .fits = name_is_person),
	KEYED_TEXT("reason", struct order, reason, .most = REASON_MAX, .fits = is_told),
	KEYED_MOMENT("made", struct order, made),
	KEYED_DAY("valid_until", struct order, valid_until),
	{ 0 },
};

void order_freep(struct order **o)
{
	struct order *old = *o;
	*o = NULL;
	if (!old)
		return;
	keyed_clear(old, order_keys);
	buffer_clear(&old->note);
	free(old);
}

/* What must hold between its values; `*ret_key` is where it doesn't. */
static const char *fault_of(const struct order *o, const char **ret_key)
{
	moment day = o->made - o->made % SECONDS_A_DAY;
	*ret_key = "person";
	if ((o->person != NULL) == (o->record != NULL))
		return N_("about one person or one client: one of person and record");
	if (o->person && strcmp(o->person, o->auditor) == 0)
		return N_("nobody is the auditor of himself");
	*ret_key = "until";
	if (o->until < o->from)
		return N_("before from");
	*ret_key = "valid_until";
	if (o->valid_until < day || o->valid_until > day + (moment)ORDER_DAYS_MOST * SECONDS_A_DAY)
		return N_("from the day that it was made to 92 days later");
	return NULL;
}

bool order_parse(struct bytes raw, const char *subject, struct order **ret, struct error *e)
{
	_cleanup_(order_freep) struct order *o = NULL;
	_cleanup_(keyed_lines_clear) struct keyed_lines lines = { 0 };
	const char *key;
	struct note note;
	if (!statement_open_draft(raw, ORDER_TYPE, subject, &note, e))
		return false;
	o = calloc(1, sizeof *o);
	if (!o)
		return error_memory(e);
	if (!keyed_read(note.text, subject, order_keys, o, &lines, e))
		return false;
	const char *fault = fault_of(o, &key);
	if (fault)
		return keyed_fault(keyed_whole(&lines), e, ERR_VALUE, key, fault);
	buffer_append(&o->note, raw);
	if (!buffer_ok(&o->note, e))
		return false;
	sha256_of(note.text, &o->hash);
	*ret = o;
	o = NULL;
	return true;
}

bool order_format(const struct order *o, struct buffer *out, struct error *e)
{
	const char *key, *fault = fault_of(o, &key);
	if (fault)
		return error_set(e, ERR_VALUE, key, "%s", fault);
	if (strlen(o->reason) > REASON_MAX || !is_told(bytes_of_string(o->reason)))
		return error_set(e, ERR_VALUE, "reason", "%s", N_("one line, of at most 500 bytes"));
	keyed_write(o, order_keys, KEYED_PLAIN, out);
	return buffer_ok(out, e);
}

bool order_verify(const struct order *o, const struct roster *r, moment when, struct error *e)
{
	return quorum_signed_for_unit(buffer_bytes(&o->note), ORDER_TYPE, o->unit, r, o->person, when, e);
}

bool order_valid_at(const struct order *o, moment when)
{
	return when >= o->made - CLOCK_SLACK && when < o->valid_until + SECONDS_A_DAY;
}

bool order_covers(const struct order *o, moment when)
{
	return when >= o->from && when < o->until + SECONDS_A_DAY;
}
