/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/manifest.h"

#include "base/limits.h"
#include "base/text.h"
#include "codec/keyed.h"
#include "trust/key_types.h"

#include <stdlib.h>
#include <string.h>

#define SUBJECT "manifest.note"
#define PLAIN_SIZE_MAX 8589934591u /* what a ustar header can say: 8 GiB - 1 */

static const char *const kind_names[] = {
#define X(kind, name, powers, traits, answer, words) [kind] = name,
	LETTER_KINDS(X)
#undef X
};

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
	if (m->member_count == 0 && !package_kind_is(m->kind, LETTER_MAY_BE_EMPTY))
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
	if (!name_is_unit(bytes_of_string(m->sender)))
		return error_set(e, ERR_VALUE, SUBJECT, "sender is not a unit's name");
	if (!name_is_unit(bytes_of_string(m->receiver)))
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

/* Which parts a kind has. */
static bool check_kind(const struct manifest *m, struct error *e)
{
	const char *const parts[] = { m->terms.agreement, m->terms.purpose, m->terms.ground };
	for (size_t i = 0; i < ELEMENTS(parts); i++)
		if (parts[i] && !identifier_is_valid(bytes_of_string(parts[i])))
			return error_set(e, ERR_VALUE, SUBJECT,
			                 "agreement, purpose and ground are of a-z, 0-9, dot and hyphen");
	if ((unsigned)m->kind >= PACKAGE_UNKNOWN)
		return error_set(e, ERR_VALUE, SUBJECT, "unknown kind");
	if (package_kind_is(m->kind, LETTER_ON_TERMS) &&
	    (!m->terms.agreement || !m->terms.purpose || !m->terms.ground))
		return error_set(e, ERR_MISSING, SUBJECT, "%s: needs agreement, purpose and ground",
		                 package_kind_name(m->kind));
	if (m->terms.overrides && (!m->terms.purpose || !are_hashes(m->terms.overrides)))
		return error_set(e, ERR_VALUE, SUBJECT,
		                 "overrides are of a purpose: SHA-256 in hexadecimal with a blank between");
	if ((m->terms.purpose && !m->terms.agreement) || (m->terms.ground && !m->terms.purpose))
		return error_set(e, ERR_MISSING, SUBJECT,
		                 "a ground needs a purpose, and a purpose an agreement");
	if (package_kind_is(m->kind, LETTER_WITHOUT_TERMS) && m->terms.agreement)
		return error_set(e, ERR_VALUE, SUBJECT, "a %s package rests on no agreement",
		                 package_kind_name(m->kind));
	if (m->answers ? !package_kind_is(m->kind, LETTER_ANSWERS) &&
	                         !package_kind_is(m->kind, LETTER_MAY_ANSWER)
	               : package_kind_is(m->kind, LETTER_ANSWERS))
		return error_set(e, m->answers ? ERR_VALUE : ERR_MISSING, SUBJECT,
		                 "answers stand in receipts, and in what answers a request");
	if (m->answers && m->accepted && !package_kind_is(m->kind, LETTER_ANSWERS))
		return error_set(e, ERR_VALUE, SUBJECT, "only a receipt tells what was taken in");
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
	if (m->roster_version == 0 || (m->terms.agreement && m->terms.version == 0))
		return error_set(e, ERR_VALUE, SUBJECT, "versions start at 1");
	if (m->created <= 0 || m->use_by <= m->created)
		return error_set(e, ERR_VALUE, SUBJECT, "use_by is not after created");
	return check_members(m, e);
}

/* --- the text: every value in double quotes, since none holds a character that needs escaping;
 * whatever is known only at the end has a fixed width --- */

static bool is_member_name(struct bytes text)
{
	char name[sizeof((struct manifest_member *)NULL)->name];
	if (text.size >= sizeof name)
		return false;
	memcpy(name, text.data, text.size);
	name[text.size] = 0;
	return member_name_is_valid(name);
}

/* One line for each member, in order: 64 hexadecimal digits, two blanks, the name. */
static bool parse_sum(struct cursor *lines, struct manifest_member *ret)
{
	struct cursor line = cursor_of(cursor_line(lines));
	struct bytes hex = cursor_take(&line, SHA256_HEX_SIZE);
	return !lines->failed && bytes_equal_string(cursor_take(&line, 2), "  ") &&
	       sha256_parse(hex, &ret->hash) && bytes_equal_string(line.left, ret->name);
}

static bool parse_sums(struct bytes text, void *ret, struct error *e)
{
	struct manifest *m = ret;
	struct cursor lines = cursor_of(text);
	for (size_t i = 0; i < m->member_count; i++)
		if (!parse_sum(&lines, &m->members[i]))
			return error_set(e, ERR_MEMBER_MISSING, m->members[i].name,
			                 "sha256 doesn't list the members one to one, in order");
	return cursor_done(&lines) ||
	       error_set(e, ERR_MEMBER_UNLISTED, SUBJECT, "sha256 lists more than the members");
}

static void format_sums(const void *value, struct buffer *out)
{
	const struct manifest *m = value;
	for (size_t i = 0; i < m->member_count; i++) {
		char hex[SHA256_HEX_SIZE + 1];
		sha256_hex(&m->members[i].hash, hex);
		buffer_printf(out, "%s  %s\n", hex, m->members[i].name);
	}
}

static const struct keyed_type sums_type = { parse_sums, format_sums, NULL };

static const struct keyed recipient_item = { .kind = KEYED_IS_OTHER, .type = &recipient_type };
static const struct keyed answer_keys[] = {
	KEYED_HEX("id", struct manifest, answer_id),
	KEYED_FIXED("sequence", struct manifest, answer_sequence),
	KEYED_HEX("hash", struct manifest, answer_hash),
	KEYED_FIXED("accepted", struct manifest, accepted),
	{ 0 },
};
static const struct keyed member_keys[] = {
	KEYED_ARRAY("name", struct manifest_member, name, .fits = is_member_name, .code = ERR_MEMBER_NAME,
	            .rule = N_("not a name that a member may have")),
	KEYED_FIXED("size", struct manifest_member, size),
	KEYED_FIXED("inflated", struct manifest_member, inflated),
	{ 0 },
};
static const struct keyed manifest_keys[] = {
	KEYED_CONSTANT("type", MANIFEST_TYPE),
	KEYED_HEX("id", struct manifest, id),
	KEYED_WORD("kind", struct manifest, kind, kind_names),
	KEYED_TEXT("sender", struct manifest, sender),
	KEYED_TEXT("receiver", struct manifest, receiver),
	KEYED_TEXT("signer", struct manifest, signer),
	KEYED_VALUES("recipients", struct manifest, recipients, recipient_count, recipient_item,
	             LIMIT_AGE_STANZAS, .least = 1),
	KEYED_FIXED("sequence", struct manifest, sequence),
	KEYED_HEX("previous", struct manifest, previous),
	KEYED_TEXT("agreement", struct manifest, terms.agreement, KEYED_OPTIONAL),
	KEYED_NUMBER("agreement_version", struct manifest, terms.version, UINT64_MAX,
	             KEYED_WITH(struct manifest, terms.agreement)),
	KEYED_HEX("agreement_hash", struct manifest, terms.hash,
	          KEYED_WITH(struct manifest, terms.agreement)),
	KEYED_TEXT("purpose", struct manifest, terms.purpose, KEYED_OPTIONAL),
	KEYED_TEXT("ground", struct manifest, terms.ground, KEYED_OPTIONAL),
	KEYED_TEXT("overrides", struct manifest, terms.overrides, KEYED_OPTIONAL),
	KEYED_NUMBER("roster_version", struct manifest, roster_version, UINT64_MAX),
	KEYED_HEX("roster_hash", struct manifest, roster_hash),
	KEYED_MOMENT("created", struct manifest, created),
	KEYED_MOMENT("use_by", struct manifest, use_by),
	KEYED_FIXED("records", struct manifest, records),
	KEYED_FIXED("withheld", struct manifest, withheld),
	KEYED_PART("answers", struct manifest, answers, answer_keys),
	KEYED_LIST("members", struct manifest, members, member_count, member_keys, LIMIT_PACKAGE_MEMBERS,
	           KEYED_OPTIONAL, .least = 1, .code = ERR_MEMBER_COUNT),
	KEYED_BLOCK("sha256", struct manifest, member_count, sums_type),
	{ 0 },
};

/* Frees what it owns and empties it. */
void manifest_clear(struct manifest *m)
{
	if (!m)
		return;
	keyed_clear(m, manifest_keys);
	*m = (struct manifest){ 0 };
}

/* Appends to an empty `text`. The same parts give a text of the same size, whatever
 * sequence, counts, sizes and hashes are. Refuses what manifest_parse would. */
bool manifest_format(struct manifest *m, struct buffer *text, struct error *e)
{
	if (!manifest_check(m, e))
		return false;
	keyed_write(m, manifest_keys, KEYED_QUOTED, text);
	sha256_of(buffer_bytes(text), &m->hash);
	return buffer_ok(text, e);
}

/* A manifest has one spelling only: what was read, written again, is the same text. */
static bool check_spelling(const struct manifest *m, struct bytes text, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer again = { 0 };
	keyed_write(m, manifest_keys, KEYED_QUOTED, &again);
	if (!buffer_ok(&again, e))
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
	_cleanup_(manifest_clear) struct manifest m = { 0 };
	_cleanup_(keyed_lines_clear) struct keyed_lines lines = { 0 };
	if (n->text.size > LIMIT_NOTE_SIZE)
		return error_set(e, ERR_TOO_LARGE, SUBJECT, "more than %u bytes", LIMIT_NOTE_SIZE);
	if (!bytes_starts_with(n->text, "type: " MANIFEST_TYPE "\n"))
		return error_line(e, ERR_NOTE, SUBJECT, 1, "not a %s", MANIFEST_TYPE);
	if (!keyed_read(n->text, SUBJECT, manifest_keys, &m, &lines, e))
		return false;
	if (m.member_count && !keyed_has(keyed_whole(&lines), "sha256"))
		return error_set(e, ERR_MEMBER_MISSING, SUBJECT, "no sha256 of the members");
	if (!manifest_check(&m, e) || !check_spelling(&m, n->text, e))
		return false;
	sha256_of(n->text, &m.hash);
	*ret = m;
	m = (struct manifest){ 0 };
	return true;
}

bool manifest_check_dates(const struct manifest *m, moment now, struct error *e)
{
	char day[DAY_SIZE + 1];
	if (m->created > now + CLOCK_SLACK) {
		day_format(m->created, day);
		return error_set(e, ERR_PACKAGE_FUTURE, m->sender, "made on %s", day);
	}
	if (now > m->use_by) {
		day_format(m->use_by, day);
		return error_set(e, ERR_PACKAGE_EXPIRED, m->sender, "to be opened by %s", day);
	}
	return true;
}
