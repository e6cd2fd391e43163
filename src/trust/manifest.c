/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/manifest.h"

#include "base/limits.h"
#include "base/text.h"
#include "codec/yaml.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SUBJECT "manifest.note"
#define FIXED_DIGITS 20u           /* any uint64 */
#define PLAIN_SIZE_MAX 8589934591u /* what a ustar header can say: 8 GiB - 1 */
#define IDENTIFIER_MAX 64u         /* agreement id, purpose, ground */

static const char *const kind_names[] = {
	[PACKAGE_CASES] = "cases",           [PACKAGE_RECEIPT] = "receipt",
	[PACKAGE_CORRECTION] = "correction", [PACKAGE_RETRACTION] = "retraction",
	[PACKAGE_MATCH] = "match",           [PACKAGE_ROSTER] = "roster",
	[PACKAGE_AGREEMENT] = "agreement",
};

/* The stable name in the manifest; static storage. */
const char *package_kind_name(enum package_kind kind)
{
	return (size_t)kind < ELEMENTS(kind_names) ? kind_names[kind] : "unknown";
}

enum power manifest_needs(const struct manifest *m)
{
	if (m->kind == PACKAGE_RETRACTION)
		return POWER_CONSENT | POWER_PACK;
	return m->kind == PACKAGE_RECEIPT ? POWER_OPEN : POWER_PACK;
}

static void string_clear(char **text)
{
	free(*text);
	*text = NULL;
}

/* Frees what it owns and empties it. */
void manifest_clear(struct manifest *m)
{
	if (!m)
		return;
	string_clear(&m->sender);
	string_clear(&m->receiver);
	string_clear(&m->signer);
	string_clear(&m->agreement);
	string_clear(&m->purpose);
	string_clear(&m->ground);
	string_clear(&m->overrides);
	free(m->recipients);
	free(m->members);
	*m = (struct manifest){ 0 };
}

static bool name_part_is_valid(struct bytes part)
{
	if (part.size == 0 || part.data[0] == '-' || bytes_equal_string(part, ".") ||
	    bytes_equal_string(part, ".."))
		return false;
	for (size_t i = 0; i < part.size; i++) {
		uint8_t c = part.data[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
		    c != '.' && c != '_' && c != '-')
			return false;
	}
	return true;
}

/* No part starts with '-' either: `sha256sum -c` takes "-" for its own input, and
 * other tools such a name for an option. Of the roster's notes, every name whose
 * first part starts with "roster" is refused. */
bool member_name_is_valid(const char *name)
{
	static const char *const outside[] = { "manifest.note", "log.proof", "log.witness", "padding" };
	struct bytes whole = bytes_of_string(name);
	if (whole.size == 0 || whole.size > sizeof((struct manifest_member *)NULL)->name - 1 ||
	    whole.data[whole.size - 1] == '/' || bytes_starts_with(whole, "roster"))
		return false;
	for (size_t i = 0; i < ELEMENTS(outside); i++)
		if (bytes_equal_string(whole, outside[i]))
			return false;
	struct cursor c = cursor_of(whole);
	while (!cursor_done(&c))
		if (!name_part_is_valid(cursor_until(&c, '/')))
			return false;
	return true;
}

/* None of these characters ever needs quotes or escapes. */
bool identifier_is_valid(struct bytes text)
{
	for (size_t i = 0; i < text.size; i++) {
		uint8_t c = text.data[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '.' && c != '-')
			return false;
	}
	return text.size > 0 && text.size <= IDENTIFIER_MAX;
}

static bool is_zero(const struct sha256 *h)
{
	static const struct sha256 zero;
	return sha256_equal(h, &zero);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool check_distinct(const struct manifest *m, struct error *e)
{
	if (m->member_count < 2)
		return true;
	const char **names = calloc(m->member_count, sizeof *names);
	if (!names)
		return error_memory(e);
	for (size_t i = 0; i < m->member_count; i++)
		names[i] = m->members[i].name;
	qsort(names, m->member_count, sizeof *names, compare_names);
	const char *twice = NULL;
	for (size_t i = 1; i < m->member_count && !twice; i++)
		if (strcmp(names[i - 1], names[i]) == 0)
			twice = names[i];
	free(names);
	return !twice || error_set(e, ERR_MEMBER_DUPLICATE, twice, "listed twice in the manifest");
}

/* Compressed members are held whole in memory, so they are small; others stand as they are. */
static bool check_sizes(const struct manifest_member *one, struct error *e)
{
	size_t length = strlen(one->name);
	bool compressed = length > 3 && strcmp(one->name + length - 3, ".gz") == 0;
	if (compressed && one->size > LIMIT_MEMBER_SIZE)
		return error_set(e, ERR_MEMBER_SIZE, one->name, "more than %u bytes compressed",
		                 LIMIT_MEMBER_SIZE);
	if (compressed && one->inflated > LIMIT_MEMBER_INFLATED)
		return error_set(e, ERR_MEMBER_SIZE, one->name, "more than %u bytes inflated",
		                 LIMIT_MEMBER_INFLATED);
	if (!compressed && one->inflated != one->size)
		return error_set(e, ERR_MEMBER_SIZE, one->name, "isn't compressed, yet has two sizes");
	if (one->size > PLAIN_SIZE_MAX)
		return error_set(e, ERR_MEMBER_SIZE, one->name, "more than a tar member holds");
	return true;
}

static bool check_members(const struct manifest *m, struct error *e)
{
	if (m->member_count > LIMIT_PACKAGE_MEMBERS)
		return error_set(e, ERR_MEMBER_COUNT, SUBJECT, "more than %u members", LIMIT_PACKAGE_MEMBERS);
	if (m->member_count == 0 && m->kind != PACKAGE_RECEIPT && m->kind != PACKAGE_ROSTER)
		return error_set(e, ERR_MEMBER_MISSING, SUBJECT, "no members");
	for (size_t i = 0; i < m->member_count; i++) {
		if (!member_name_is_valid(m->members[i].name))
			return error_set(e, ERR_MEMBER_NAME, m->members[i].name,
			                 "not a name that a member may have");
		if (!check_sizes(&m->members[i], e))
			return false;
	}
	return check_distinct(m, e);
}

static bool check_parties(const struct manifest *m, struct error *e)
{
	if (!m->sender || !name_is_valid(bytes_of_string(m->sender)) ||
	    name_is_person(bytes_of_string(m->sender)))
		return error_set(e, ERR_VALUE, SUBJECT, "sender is not a unit's name");
	if (!m->receiver || !name_is_valid(bytes_of_string(m->receiver)) ||
	    name_is_person(bytes_of_string(m->receiver)))
		return error_set(e, ERR_VALUE, SUBJECT, "receiver is not a unit's name");
	if (strcmp(m->sender, m->receiver) == 0)
		return error_set(e, ERR_VALUE, SUBJECT, "sender and receiver are the same unit");
	if (!m->signer || !name_is_person(bytes_of_string(m->signer)))
		return error_set(e, ERR_VALUE, SUBJECT, "signer is not a person's name");
	if (m->recipient_count == 0 || m->recipient_count > LIMIT_AGE_STANZAS)
		return error_set(e, ERR_PACKAGE_RECIPIENTS, SUBJECT, "between 1 and %u recipients",
		                 LIMIT_AGE_STANZAS);
	for (size_t i = 1; i < m->recipient_count; i++)
		for (size_t j = 0; j < i; j++)
			if (age_recipient_equal(&m->recipients[i], &m->recipients[j]))
				return error_set(e, ERR_PACKAGE_RECIPIENTS, SUBJECT,
				                 "a recipient is listed twice");
	return true;
}

/* Which parts a kind has. */
/* SHA-256 in hexadecimal, with a blank between. */
static bool are_hashes(const char *text)
{
	struct sha256 unused;
	for (;;) {
		size_t size = strcspn(text, " ");
		if (size != SHA256_HEX_SIZE || !sha256_parse(bytes_of(text, size), &unused))
			return false;
		if (!text[size])
			return true;
		text += size + 1;
	}
}

static bool check_kind(const struct manifest *m, struct error *e)
{
	const char *const parts[] = { m->agreement, m->purpose, m->ground };
	for (size_t i = 0; i < ELEMENTS(parts); i++)
		if (parts[i] && !identifier_is_valid(bytes_of_string(parts[i])))
			return error_set(e, ERR_VALUE, SUBJECT,
			                 "agreement, purpose and ground are of a-z, 0-9, dot and hyphen");
	if ((size_t)m->kind >= ELEMENTS(kind_names))
		return error_set(e, ERR_VALUE, SUBJECT, "unknown kind");
	if ((m->kind == PACKAGE_CASES || m->kind == PACKAGE_RETRACTION) &&
	    (!m->agreement || !m->purpose || !m->ground))
		return error_set(e, ERR_MISSING, SUBJECT, "%s need agreement, purpose and ground",
		                 m->kind == PACKAGE_CASES ? "cases" : "retractions");
	if (m->overrides && (!m->purpose || !are_hashes(m->overrides)))
		return error_set(e, ERR_VALUE, SUBJECT,
		                 "overrides are of a purpose: SHA-256 in hexadecimal with a blank between");
	if ((m->purpose && !m->agreement) || (m->ground && !m->purpose))
		return error_set(e, ERR_MISSING, SUBJECT,
		                 "a ground needs a purpose, and a purpose an agreement");
	if (m->kind == PACKAGE_ROSTER && m->agreement)
		return error_set(e, ERR_VALUE, SUBJECT, "a roster package rests on no agreement");
	if (m->answers != (m->kind == PACKAGE_RECEIPT))
		return error_set(e, m->answers ? ERR_VALUE : ERR_MISSING, SUBJECT,
		                 "answers stand in receipts, and only there");
	if (m->answers && m->answer_sequence == 0)
		return error_set(e, ERR_VALUE, SUBJECT, "sequences start at 1");
	return true;
}

static bool manifest_check(const struct manifest *m, struct error *e)
{
	if (!check_parties(m, e) || !check_kind(m, e))
		return false;
	if (m->sequence == 0 || (m->sequence == 1 && !is_zero(&m->previous)))
		return error_set(e, ERR_VALUE, SUBJECT,
		                 "sequence starts at 1, with a previous hash of zeros");
	if (m->roster_version == 0 || (m->agreement && m->agreement_version == 0))
		return error_set(e, ERR_VALUE, SUBJECT, "versions start at 1");
	if (m->created <= 0 || m->use_by <= m->created)
		return error_set(e, ERR_VALUE, SUBJECT, "use_by is not after created");
	return check_members(m, e);
}

/* --- writing: every text in double quotes, since none holds a character that needs
 * escaping; whatever is known only at the end has a fixed width --- */

static void put_hex(struct buffer *out, const char *key, struct bytes raw)
{
	char hex[SHA256_HEX_SIZE + 1];
	hex_encode(raw, hex);
	buffer_printf(out, "%s: \"%s\"\n", key, hex);
}

static void put_hash(struct buffer *out, const char *key, const struct sha256 *h)
{
	put_hex(out, key, bytes_of(h->bytes, sizeof h->bytes));
}

static void put_text(struct buffer *out, const char *key, const char *value)
{
	if (value)
		buffer_printf(out, "%s: \"%s\"\n", key, value);
}

static void put_fixed(struct buffer *out, const char *key, uint64_t value)
{
	buffer_printf(out, "%s: \"%020" PRIu64 "\"\n", key, value);
}

static void put_moment(struct buffer *out, const char *key, moment m)
{
	char text[MOMENT_SIZE + 1];
	moment_format(m, text);
	put_text(out, key, text);
}

static void put_head(const struct manifest *m, struct buffer *out)
{
	buffer_append_string(out, "type: " MANIFEST_TYPE "\n");
	put_hex(out, "id", bytes_of(m->id, sizeof m->id));
	put_text(out, "kind", package_kind_name(m->kind));
	put_text(out, "sender", m->sender);
	put_text(out, "receiver", m->receiver);
	put_text(out, "signer", m->signer);
	buffer_append_string(out, "recipients:\n");
	for (size_t i = 0; i < m->recipient_count; i++) {
		char text[AGE_RECIPIENT_SIZE + 1];
		age_recipient_format(&m->recipients[i], text);
		buffer_printf(out, "  - \"%s\"\n", text);
	}
	put_fixed(out, "sequence", m->sequence);
	put_hash(out, "previous", &m->previous);
	if (m->agreement) {
		put_text(out, "agreement", m->agreement);
		buffer_printf(out, "agreement_version: %" PRIu64 "\n", m->agreement_version);
		put_hash(out, "agreement_hash", &m->agreement_hash);
	}
	put_text(out, "purpose", m->purpose);
	put_text(out, "ground", m->ground);
	put_text(out, "overrides", m->overrides);
	buffer_printf(out, "roster_version: %" PRIu64 "\n", m->roster_version);
	put_hash(out, "roster_hash", &m->roster_hash);
	put_moment(out, "created", m->created);
	put_moment(out, "use_by", m->use_by);
	put_fixed(out, "records", m->records);
	put_fixed(out, "withheld", m->withheld);
}

static void put_answers(const struct manifest *m, struct buffer *out)
{
	if (!m->answers)
		return;
	buffer_append_string(out, "answers:\n");
	put_hex(out, "  id", bytes_of(m->answer_id, sizeof m->answer_id));
	put_fixed(out, "  sequence", m->answer_sequence);
	put_hash(out, "  hash", &m->answer_hash);
	put_fixed(out, "  accepted", m->accepted);
}

static void put_members(const struct manifest *m, struct buffer *out)
{
	if (m->member_count == 0)
		return;
	buffer_append_string(out, "members:\n");
	for (size_t i = 0; i < m->member_count; i++) {
		put_text(out, "  - name", m->members[i].name);
		put_fixed(out, "    size", m->members[i].size);
		put_fixed(out, "    inflated", m->members[i].inflated);
	}
	buffer_append_string(out, "sha256: |\n");
	for (size_t i = 0; i < m->member_count; i++) {
		char hex[SHA256_HEX_SIZE + 1];
		sha256_hex(&m->members[i].hash, hex);
		buffer_printf(out, "  %s  %s\n", hex, m->members[i].name);
	}
}

static bool write_text(const struct manifest *m, struct buffer *text, struct error *e)
{
	put_head(m, text);
	put_answers(m, text);
	put_members(m, text);
	return buffer_ok(text, e);
}

/* Appends to an empty `text`. The same parts give a text of the same size, whatever
 * sequence, counts, sizes and hashes are. Refuses what manifest_parse would. */
bool manifest_format(struct manifest *m, struct buffer *text, struct error *e)
{
	if (!manifest_check(m, e) || !write_text(m, text, e))
		return false;
	sha256_of(buffer_bytes(text), &m->hash);
	return true;
}

/* --- reading --- */

struct member_text {
	char *name, *size, *inflated;
};
struct answers_text {
	char *id, *sequence, *hash, *accepted;
};
struct manifest_text {
	char *type, *id, *kind, *sender, *receiver, *signer, *sequence, *previous, *agreement,
		*agreement_version, *agreement_hash, *purpose, *ground, *overrides, *roster_version,
		*roster_hash, *created, *use_by, *records, *withheld, *sha256;
	char **recipients;
	struct answers_text *answers;
	struct member_text *members;
	unsigned recipients_count, members_count;
};

#define REQUIRED(key, type) CYAML_FIELD_STRING_PTR(#key, CYAML_FLAG_POINTER, type, key, 0, CYAML_UNLIMITED)
#define OPTIONAL(key, type) \
	CYAML_FIELD_STRING_PTR(#key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, type, key, 0, CYAML_UNLIMITED)

static const cyaml_schema_field_t member_fields[] = {
	REQUIRED(name, struct member_text),
	REQUIRED(size, struct member_text),
	REQUIRED(inflated, struct member_text),
	CYAML_FIELD_END,
};
static const cyaml_schema_value_t member_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct member_text, member_fields),
};
static const cyaml_schema_value_t recipient_schema = {
	CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0, CYAML_UNLIMITED),
};
static const cyaml_schema_field_t answers_fields[] = {
	REQUIRED(id, struct answers_text),
	REQUIRED(sequence, struct answers_text),
	REQUIRED(hash, struct answers_text),
	REQUIRED(accepted, struct answers_text),
	CYAML_FIELD_END,
};
static const cyaml_schema_field_t manifest_fields[] = {
	REQUIRED(type, struct manifest_text),
	REQUIRED(id, struct manifest_text),
	REQUIRED(kind, struct manifest_text),
	REQUIRED(sender, struct manifest_text),
	REQUIRED(receiver, struct manifest_text),
	REQUIRED(signer, struct manifest_text),
	CYAML_FIELD_SEQUENCE("recipients", CYAML_FLAG_POINTER, struct manifest_text, recipients,
	                     &recipient_schema, 1, LIMIT_AGE_STANZAS),
	REQUIRED(sequence, struct manifest_text),
	REQUIRED(previous, struct manifest_text),
	OPTIONAL(agreement, struct manifest_text),
	OPTIONAL(agreement_version, struct manifest_text),
	OPTIONAL(agreement_hash, struct manifest_text),
	OPTIONAL(purpose, struct manifest_text),
	OPTIONAL(ground, struct manifest_text),
	OPTIONAL(overrides, struct manifest_text),
	REQUIRED(roster_version, struct manifest_text),
	REQUIRED(roster_hash, struct manifest_text),
	REQUIRED(created, struct manifest_text),
	REQUIRED(use_by, struct manifest_text),
	REQUIRED(records, struct manifest_text),
	REQUIRED(withheld, struct manifest_text),
	CYAML_FIELD_MAPPING_PTR("answers", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct manifest_text,
	                        answers, answers_fields),
	CYAML_FIELD_SEQUENCE("members", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct manifest_text,
	                     members, &member_schema, 1, LIMIT_PACKAGE_MEMBERS),
	OPTIONAL(sha256, struct manifest_text),
	CYAML_FIELD_END,
};
static const cyaml_schema_value_t manifest_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct manifest_text, manifest_fields),
};

static void manifest_text_freep(struct manifest_text **t)
{
	yaml_unload(&manifest_schema, *t, 0);
	*t = NULL;
}

/* Lines that open a list's item, so that a list of a million is refused before a
 * YAML reader builds it. */
static bool count_items(struct bytes text, struct error *e)
{
	struct cursor c = cursor_of(text);
	size_t items = 0, members = 0;
	bool in_members = false;
	while (!cursor_done(&c)) {
		struct bytes line = cursor_until(&c, '\n');
		in_members = in_members || bytes_equal_string(line, "members:");
		while (line.size && (line.data[0] == ' ' || line.data[0] == '\t'))
			line = bytes_of(line.data + 1, line.size - 1);
		if (line.size == 0 || line.data[0] != '-')
			continue;
		items++;
		members += in_members;
		if (members > LIMIT_PACKAGE_MEMBERS || items > LIMIT_PACKAGE_MEMBERS + LIMIT_AGE_STANZAS)
			return error_set(e, ERR_MEMBER_COUNT, SUBJECT, "more than %u members",
			                 LIMIT_PACKAGE_MEMBERS);
	}
	return true;
}

static bool bad_value(const char *key, struct error *e)
{
	return error_set(e, ERR_VALUE, SUBJECT, "bad %s", key);
}

static bool take_text(const char *text, char **ret, struct error *e)
{
	*ret = string_copy(text);
	return *ret || !text || error_memory(e);
}

static bool take_hash(const char *text, const char *key, struct sha256 *ret, struct error *e)
{
	return sha256_parse(bytes_of_string(text), ret) || bad_value(key, e);
}

static bool take_id(const char *text, const char *key, uint8_t ret[PACKAGE_ID_SIZE], struct error *e)
{
	return hex_decode(bytes_of_string(text), ret, PACKAGE_ID_SIZE) || bad_value(key, e);
}

/* Exactly FIXED_DIGITS digits, zeros in front. */
static bool take_fixed(const char *text, const char *key, uint64_t *ret, struct error *e)
{
	struct bytes digits = bytes_of_string(text);
	if (digits.size != FIXED_DIGITS)
		return bad_value(key, e);
	while (digits.size > 1 && digits.data[0] == '0')
		digits = bytes_of(digits.data + 1, digits.size - 1);
	return number_parse(digits, UINT64_MAX, ret) || bad_value(key, e);
}

static bool take_number(const char *text, const char *key, uint64_t *ret, struct error *e)
{
	return number_parse(bytes_of_string(text), UINT64_MAX, ret) || bad_value(key, e);
}

static bool take_moment(const char *text, const char *key, moment *ret, struct error *e)
{
	return moment_parse(bytes_of_string(text), ret) || bad_value(key, e);
}

static bool take_kind(const char *text, enum package_kind *ret, struct error *e)
{
	for (size_t i = 0; i < ELEMENTS(kind_names); i++) {
		if (strcmp(text, kind_names[i]) != 0)
			continue;
		*ret = (enum package_kind)i;
		return true;
	}
	return bad_value("kind", e);
}

static bool take_recipients(const struct manifest_text *t, struct manifest *m, struct error *e)
{
	m->recipients = calloc(t->recipients_count, sizeof *m->recipients);
	if (!m->recipients)
		return error_memory(e);
	for (; m->recipient_count < t->recipients_count; m->recipient_count++)
		if (!age_recipient_parse(bytes_of_string(t->recipients[m->recipient_count]),
		                         &m->recipients[m->recipient_count], e))
			return bad_value("recipient", e);
	return true;
}

static bool take_agreement(const struct manifest_text *t, struct manifest *m, struct error *e)
{
	if (!t->agreement && !t->agreement_version && !t->agreement_hash)
		return true;
	if (!t->agreement || !t->agreement_version || !t->agreement_hash)
		return error_set(e, ERR_MISSING, SUBJECT,
		                 "agreement, agreement_version and agreement_hash go together");
	return take_text(t->agreement, &m->agreement, e) &&
	       take_number(t->agreement_version, "agreement_version", &m->agreement_version, e) &&
	       take_hash(t->agreement_hash, "agreement_hash", &m->agreement_hash, e);
}

static bool take_head(const struct manifest_text *t, struct manifest *m, struct error *e)
{
	return take_id(t->id, "id", m->id, e) && take_kind(t->kind, &m->kind, e) &&
	       take_text(t->sender, &m->sender, e) && take_text(t->receiver, &m->receiver, e) &&
	       take_text(t->signer, &m->signer, e) && take_recipients(t, m, e) &&
	       take_fixed(t->sequence, "sequence", &m->sequence, e) &&
	       take_hash(t->previous, "previous", &m->previous, e) && take_agreement(t, m, e) &&
	       take_text(t->purpose, &m->purpose, e) && take_text(t->ground, &m->ground, e) &&
	       take_text(t->overrides, &m->overrides, e) &&
	       take_number(t->roster_version, "roster_version", &m->roster_version, e) &&
	       take_hash(t->roster_hash, "roster_hash", &m->roster_hash, e) &&
	       take_moment(t->created, "created", &m->created, e) &&
	       take_moment(t->use_by, "use_by", &m->use_by, e) &&
	       take_fixed(t->records, "records", &m->records, e) &&
	       take_fixed(t->withheld, "withheld", &m->withheld, e);
}

static bool take_answers(const struct manifest_text *t, struct manifest *m, struct error *e)
{
	m->answers = t->answers != NULL;
	if (!m->answers)
		return true;
	return take_id(t->answers->id, "answers.id", m->answer_id, e) &&
	       take_fixed(t->answers->sequence, "answers.sequence", &m->answer_sequence, e) &&
	       take_hash(t->answers->hash, "answers.hash", &m->answer_hash, e) &&
	       take_fixed(t->answers->accepted, "answers.accepted", &m->accepted, e);
}

/* One line of the `sha256` block: 64 hexadecimal digits, two blanks, the name. */
static bool take_member(const struct member_text *t, struct cursor *lines, struct manifest_member *ret,
                        struct error *e)
{
	struct bytes name = bytes_of_string(t->name);
	if (!member_name_is_valid(t->name))
		return error_set(e, ERR_MEMBER_NAME, t->name, "not a name that a member may have");
	memcpy(ret->name, name.data, name.size);
	ret->name[name.size] = 0;
	struct cursor line = cursor_of(cursor_line(lines));
	struct bytes hex = cursor_take(&line, SHA256_HEX_SIZE);
	if (lines->failed || !bytes_equal_string(cursor_take(&line, 2), "  ") ||
	    !sha256_parse(hex, &ret->hash) || !bytes_equal(line.left, name))
		return error_set(e, ERR_MEMBER_MISSING, t->name,
		                 "sha256 doesn't list the members one to one, in order");
	return take_fixed(t->size, "size", &ret->size, e) &&
	       take_fixed(t->inflated, "inflated", &ret->inflated, e);
}

static bool take_members(const struct manifest_text *t, struct manifest *m, struct error *e)
{
	struct cursor lines = cursor_of(bytes_of_string(t->sha256));
	if (t->members_count) {
		m->members = calloc(t->members_count, sizeof *m->members);
		if (!m->members)
			return error_memory(e);
	}
	for (; m->member_count < t->members_count; m->member_count++)
		if (!take_member(&t->members[m->member_count], &lines, &m->members[m->member_count], e))
			return false;
	return cursor_done(&lines) ||
	       error_set(e, ERR_MEMBER_UNLISTED, SUBJECT, "sha256 lists more than the members");
}

/* A manifest has one spelling only: what was read, written again, is the same text. */
static bool check_spelling(const struct manifest *m, struct bytes text, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	if (!write_text(m, &again, e))
		return false;
	struct bytes ours = buffer_bytes(&again);
	if (bytes_equal(ours, text))
		return true;
	uint64_t line = 1;
	for (size_t i = 0; i < ours.size && i < text.size && ours.data[i] == text.data[i]; i++)
		line += ours.data[i] == '\n';
	return error_line(e, ERR_SYNTAX, SUBJECT, line, "not spelled as a manifest is");
}

bool manifest_parse(const struct note *n, struct manifest *ret, struct error *e)
{
	_cleanup_(manifest_text_freep) struct manifest_text *t = NULL;
	_cleanup_(manifest_clear) struct manifest m = { 0 };
	void *loaded = NULL;
	if (n->text.size > LIMIT_NOTE_SIZE)
		return error_set(e, ERR_TOO_LARGE, SUBJECT, "more than %u bytes", LIMIT_NOTE_SIZE);
	if (!bytes_starts_with(n->text, "type: " MANIFEST_TYPE "\n"))
		return error_line(e, ERR_NOTE, SUBJECT, 1, "not a " MANIFEST_TYPE);
	if (!count_items(n->text, e) || !yaml_load(n->text, SUBJECT, &manifest_schema, &loaded, NULL, e))
		return false;
	t = loaded;
	if (!take_head(t, &m, e) || !take_answers(t, &m, e) || !take_members(t, &m, e) ||
	    !manifest_check(&m, e) || !check_spelling(&m, n->text, e))
		return false;
	sha256_of(n->text, &m.hash);
	*ret = m;
	m = (struct manifest){ 0 };
	return true;
}
