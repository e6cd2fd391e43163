/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/refusal.h"

#include "base/limits.h"
#include "base/text.h"
#include "codec/keyed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUBJECT "refusal.note"

static const struct keyed reason_keys[] = {
	KEYED_ARRAY("what", struct refusal_reason, what, .least = 1),
	KEYED_ARRAY("rule", struct refusal_reason, rule, .least = 1),
	KEYED_NUMBER("records", struct refusal_reason, records, UINT64_MAX),
	{ 0 },
};
static const struct keyed refusal_keys[] = {
	KEYED_CONSTANT("type", REFUSAL_TYPE),
	KEYED_HEX("package", struct refusal, package),
	KEYED_TEXT("sender", struct refusal, sender, .least = 1),
	KEYED_TEXT("receiver", struct refusal, receiver, .least = 1),
	KEYED_NUMBER("sequence", struct refusal, sequence, UINT64_MAX),
	KEYED_HEX("manifest", struct refusal, manifest),
	KEYED_TEXT("agreement", struct refusal, terms.agreement, .least = 1),
	KEYED_NUMBER("agreement_version", struct refusal, terms.version, UINT64_MAX),
	KEYED_TEXT("purpose", struct refusal, terms.purpose, .least = 1),
	KEYED_MOMENT("refused", struct refusal, refused),
	KEYED_TEXT("signer", struct refusal, signer, .least = 1),
	KEYED_NUMBER("records", struct refusal, records, UINT64_MAX),
	KEYED_LIST("reasons", struct refusal, reasons, reason_count, reason_keys, LIMIT_REFUSAL_REASONS,
	           .least = 1),
	{ 0 },
};

void refusal_clear(struct refusal *r)
{
	if (!r)
		return;
	keyed_clear(r, refusal_keys);
	*r = (struct refusal){ 0 };
}

bool refusal_of(const struct manifest *m, const char *signer, moment when, struct refusal *ret,
                struct error *e)
{
	_cleanup_(refusal_clear) struct refusal r = {
		.sender = string_copy(m->sender),
		.receiver = string_copy(m->receiver),
		.sequence = m->sequence,
		.manifest = m->hash,
		.refused = when,
		.signer = string_copy(signer),
		.records = m->records,
	};
	memcpy(r.package, m->id, sizeof r.package);
	if (!r.sender || !r.receiver || !r.signer)
		return error_memory(e);
	/* No more than the notice says: the manifest that it names says the rest. */
	const struct terms_named terms = { .agreement = m->terms.agreement,
		                           .version = m->terms.version,
		                           .purpose = m->terms.purpose };
	if (!terms_named_copy(&terms, &r.terms, e))
		return false;
	*ret = r;
	r = (struct refusal){ 0 };
	return true;
}

bool refusal_count(struct refusal *r, const char *what, const char *rule, struct error *e)
{
	for (size_t i = 0; i < r->reason_count; i++) {
		if (strcmp(r->reasons[i].what, what) != 0 || strcmp(r->reasons[i].rule, rule) != 0)
			continue;
		r->reasons[i].records++;
		return true;
	}
	if (r->reason_count == LIMIT_REFUSAL_REASONS)
		return true; /* a thousand reasons will do */
	struct refusal_reason *more = reallocarray(r->reasons, r->reason_count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	r->reasons = more;
	struct refusal_reason *one = &more[r->reason_count++];
	*one = (struct refusal_reason){ .records = 1 };
	snprintf(one->what, sizeof one->what, "%s", what);
	snprintf(one->rule, sizeof one->rule, "%s", rule);
	return true;
}

/* --- what must hold of every notice --- */

/* A catalogue's field: letters, digits, dots; or REFUSAL_WHOLE. */
static bool what_is_valid(const char *what)
{
	if (strcmp(what, REFUSAL_WHOLE) == 0)
		return true;
	for (const char *c = what; *c; c++)
		if (!(*c >= 'a' && *c <= 'z') && !(*c >= 'A' && *c <= 'Z') && !(*c >= '0' && *c <= '9') &&
		    *c != '.' && *c != '-' && *c != '_')
			return false;
	return *what != 0;
}

static bool refusal_check(const struct refusal *r, struct error *e)
{
	if (!name_is_unit(bytes_of_string(r->sender)) || !name_is_unit(bytes_of_string(r->receiver)) ||
	    strcmp(r->sender, r->receiver) == 0)
		return error_set(e, ERR_VALUE, SUBJECT, "sender and receiver are two units");
	if (!r->signer || !name_is_person(bytes_of_string(r->signer)))
		return error_set(e, ERR_VALUE, SUBJECT, "signer is not a person's name");
	if (!r->terms.agreement || !identifier_is_valid(bytes_of_string(r->terms.agreement)) ||
	    !r->terms.purpose || !identifier_is_valid(bytes_of_string(r->terms.purpose)))
		return error_set(e, ERR_VALUE, SUBJECT,
		                 "agreement and purpose are of a-z, 0-9, dot and hyphen");
	if (r->sequence == 0 || r->terms.version == 0 || r->refused <= 0)
		return error_set(e, ERR_VALUE, SUBJECT, "sequence, agreement_version or refused");
	if (r->reason_count == 0 || r->reason_count > LIMIT_REFUSAL_REASONS)
		return error_set(e, ERR_MISSING, SUBJECT, "between 1 and %u reasons", LIMIT_REFUSAL_REASONS);
	for (size_t i = 0; i < r->reason_count; i++)
		if (!what_is_valid(r->reasons[i].what) ||
		    !identifier_is_valid(bytes_of_string(r->reasons[i].rule)) || r->reasons[i].records == 0 ||
		    r->reasons[i].records > r->records)
			return error_set(e, ERR_VALUE, SUBJECT, "reason %zu", i + 1);
	return true;
}

/* Appends to an empty `text`. Refuses what refusal_parse would. */
bool refusal_format(struct refusal *r, struct buffer *text, struct error *e)
{
	if (!refusal_check(r, e))
		return false;
	keyed_write(r, refusal_keys, KEYED_QUOTED, text);
	sha256_of(buffer_bytes(text), &r->hash);
	return buffer_ok(text, e);
}

bool refusal_parse(const struct note *n, struct refusal *ret, struct error *e)
{
	_cleanup_(refusal_clear) struct refusal r = { 0 };
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	if (!bytes_starts_with(n->text, "type: " REFUSAL_TYPE "\n"))
		return error_line(e, ERR_NOTE, SUBJECT, 1, "not a %s", REFUSAL_TYPE);
	if (!keyed_read(n->text, SUBJECT, refusal_keys, &r, NULL, e) || !refusal_format(&r, &again, e))
		return false;
	/* There is one way to write a notice. */
	if (!bytes_equal(buffer_bytes(&again), n->text))
		return error_set(e, ERR_SYNTAX, SUBJECT, "not spelled as a refusal is");
	*ret = r;
	r = (struct refusal){ 0 };
	return true;
}
