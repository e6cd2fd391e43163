/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/refusal.h"

#include "base/limits.h"
#include "base/text.h"
#include "codec/yaml.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUBJECT "refusal.note"

void refusal_clear(struct refusal *r)
{
	if (!r)
		return;
	free(r->sender);
	free(r->receiver);
	free(r->agreement);
	free(r->purpose);
	free(r->signer);
	free(r->reasons);
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
		.agreement = string_copy(m->agreement),
		.purpose = string_copy(m->purpose),
		.agreement_version = m->agreement_version,
		.refused = when,
		.signer = string_copy(signer),
		.records = m->records,
	};
	memcpy(r.package, m->id, sizeof r.package);
	if (!r.sender || !r.receiver || !r.agreement || !r.purpose || !r.signer)
		return error_memory(e);
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

static bool is_unit(const char *name)
{
	return name && name_is_valid(bytes_of_string(name)) && !name_is_person(bytes_of_string(name));
}

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
	if (!is_unit(r->sender) || !is_unit(r->receiver) || strcmp(r->sender, r->receiver) == 0)
		return error_set(e, ERR_VALUE, SUBJECT, "sender and receiver are two units");
	if (!r->signer || !name_is_person(bytes_of_string(r->signer)))
		return error_set(e, ERR_VALUE, SUBJECT, "signer is not a person's name");
	if (!r->agreement || !identifier_is_valid(bytes_of_string(r->agreement)) || !r->purpose ||
	    !identifier_is_valid(bytes_of_string(r->purpose)))
		return error_set(e, ERR_VALUE, SUBJECT,
		                 "agreement and purpose are of a-z, 0-9, dot and hyphen");
	if (r->sequence == 0 || r->agreement_version == 0 || r->refused <= 0)
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

/* --- writing: each value in double quotes, since none holds a character that needs escaping --- */

static void put(struct buffer *out, const char *key, const char *value)
{
	buffer_printf(out, "%s: \"%s\"\n", key, value);
}

static void put_hex(struct buffer *out, const char *key, struct bytes raw)
{
	char hex[SHA256_HEX_SIZE + 1];
	hex_encode(raw, hex);
	put(out, key, hex);
}

static bool write_text(const struct refusal *r, struct buffer *out, struct error *e)
{
	char day[MOMENT_SIZE + 1];
	moment_format(r->refused, day);
	buffer_append_string(out, "type: " REFUSAL_TYPE "\n");
	put_hex(out, "package", bytes_of(r->package, sizeof r->package));
	put(out, "sender", r->sender);
	put(out, "receiver", r->receiver);
	buffer_printf(out, "sequence: %" PRIu64 "\n", r->sequence);
	put_hex(out, "manifest", bytes_of(r->manifest.bytes, SHA256_SIZE));
	put(out, "agreement", r->agreement);
	buffer_printf(out, "agreement_version: %" PRIu64 "\n", r->agreement_version);
	put(out, "purpose", r->purpose);
	put(out, "refused", day);
	put(out, "signer", r->signer);
	buffer_printf(out, "records: %" PRIu64 "\nreasons:\n", r->records);
	for (size_t i = 0; i < r->reason_count; i++)
		buffer_printf(out, "  - what: \"%s\"\n    rule: \"%s\"\n    records: %" PRIu64 "\n",
		              r->reasons[i].what, r->reasons[i].rule, r->reasons[i].records);
	return buffer_ok(out, e);
}

/* Appends to an empty `text`. Refuses what refusal_parse would. */
bool refusal_format(struct refusal *r, struct buffer *text, struct error *e)
{
	if (!refusal_check(r, e) || !write_text(r, text, e))
		return false;
	sha256_of(buffer_bytes(text), &r->hash);
	return true;
}

/* --- reading --- */

struct reason_text {
	char *what, *rule, *records;
};
struct refusal_text {
	char *type, *package, *sender, *receiver, *sequence, *manifest, *agreement, *agreement_version,
		*purpose, *refused, *signer, *records;
	struct reason_text *reasons;
	unsigned reasons_count;
};

#define KEY(key, type, most) CYAML_FIELD_STRING_PTR(#key, CYAML_FLAG_POINTER, type, key, 1, most)

static const cyaml_schema_field_t reason_fields[] = {
	KEY(what, struct reason_text, 100),
	KEY(rule, struct reason_text, 48),
	KEY(records, struct reason_text, 20),
	CYAML_FIELD_END,
};
static const cyaml_schema_value_t reason_schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT,
	                                                                struct reason_text, reason_fields) };
static const cyaml_schema_field_t refusal_fields[] = {
	KEY(type, struct refusal_text, 64),
	KEY(package, struct refusal_text, 32),
	KEY(sender, struct refusal_text, 128),
	KEY(receiver, struct refusal_text, 128),
	KEY(sequence, struct refusal_text, 20),
	KEY(manifest, struct refusal_text, 64),
	KEY(agreement, struct refusal_text, 64),
	KEY(agreement_version, struct refusal_text, 20),
	KEY(purpose, struct refusal_text, 64),
	KEY(refused, struct refusal_text, 20),
	KEY(signer, struct refusal_text, 128),
	KEY(records, struct refusal_text, 20),
	CYAML_FIELD_SEQUENCE("reasons", CYAML_FLAG_POINTER, struct refusal_text, reasons, &reason_schema, 1,
	                     LIMIT_REFUSAL_REASONS),
	CYAML_FIELD_END,
};
static const cyaml_schema_value_t refusal_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct refusal_text, refusal_fields)
};

static void refusal_text_freep(struct refusal_text **t)
{
	if (*t)
		yaml_unload(&refusal_schema, *t, 0);
	*t = NULL;
}

static bool number(const char *text, uint64_t *ret)
{
	return number_parse(bytes_of_string(text), UINT64_MAX, ret);
}

/* The key whose value isn't what it must be; NULL when all are. */
static const char *read_values(const struct refusal_text *t, struct refusal *r)
{
	if (!hex_decode(bytes_of_string(t->package), r->package, sizeof r->package))
		return "package";
	if (!number(t->sequence, &r->sequence))
		return "sequence";
	if (!sha256_parse(bytes_of_string(t->manifest), &r->manifest))
		return "manifest";
	if (!number(t->agreement_version, &r->agreement_version))
		return "agreement_version";
	if (!moment_parse(bytes_of_string(t->refused), &r->refused))
		return "refused";
	return number(t->records, &r->records) ? NULL : "records";
}

static bool read_reasons(const struct refusal_text *t, struct refusal *r, struct error *e)
{
	r->reasons = calloc(t->reasons_count, sizeof *r->reasons);
	if (!r->reasons)
		return error_memory(e);
	for (; r->reason_count < t->reasons_count; r->reason_count++) {
		struct refusal_reason *one = &r->reasons[r->reason_count];
		const struct reason_text *from = &t->reasons[r->reason_count];
		snprintf(one->what, sizeof one->what, "%s", from->what);
		snprintf(one->rule, sizeof one->rule, "%s", from->rule);
		if (!number(from->records, &one->records))
			return error_set(e, ERR_VALUE, SUBJECT, "reason %zu", r->reason_count + 1);
	}
	return true;
}

static bool read_texts(const struct refusal_text *t, struct refusal *r, struct error *e)
{
	r->sender = string_copy(t->sender);
	r->receiver = string_copy(t->receiver);
	r->agreement = string_copy(t->agreement);
	r->purpose = string_copy(t->purpose);
	r->signer = string_copy(t->signer);
	return r->sender && r->receiver && r->agreement && r->purpose && r->signer ? true : error_memory(e);
}

bool refusal_parse(const struct note *n, struct refusal *ret, struct error *e)
{
	_cleanup_(refusal_text_freep) struct refusal_text *t = NULL;
	_cleanup_(refusal_clear) struct refusal r = { 0 };
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	void *loaded = NULL;
	if (!bytes_starts_with(n->text, "type: " REFUSAL_TYPE "\n"))
		return error_line(e, ERR_NOTE, SUBJECT, 1, "not a " REFUSAL_TYPE);
	if (!yaml_load(n->text, SUBJECT, &refusal_schema, &loaded, NULL, e))
		return false;
	t = loaded;
	const char *bad = read_values(t, &r);
	if (bad)
		return error_set(e, ERR_VALUE, SUBJECT, "bad %s", bad);
	if (!read_texts(t, &r, e) || !read_reasons(t, &r, e) || !refusal_check(&r, e) ||
	    !write_text(&r, &again, e))
		return false;
	/* There is one way to write a notice. */
	if (!bytes_equal(buffer_bytes(&again), n->text))
		return error_set(e, ERR_SYNTAX, SUBJECT, "not spelled as a refusal is");
	sha256_of(n->text, &r.hash);
	*ret = r;
	r = (struct refusal){ 0 };
	return true;
}
