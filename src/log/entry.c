/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/entry.h"

#include "base/limits.h"
#include "base/text.h"
#include "codec/json.h"

#include <stdlib.h>
#include <string.h>

#define ENTRY_VERSION 1
#define NUMBER_MAX ((UINT64_C(1) << 53) - 1) /* what JSON readers agree on */

/* --- the private part --- */

const char *private_field_name(enum private_field f)
{
	static const char *const names[] = {
#define X(field, name) [field] = name,
		PRIVATE_FIELDS(X)
#undef X
	};
	return (unsigned)f < PRIVATE_COUNT ? names[f] : NULL;
}

bool private_field_parse(const char *name, enum private_field *ret)
{
	for (unsigned f = 0; f < PRIVATE_COUNT; f++)
		if (strcmp(private_field_name((enum private_field)f), name) == 0) {
			*ret = (enum private_field)f;
			return true;
		}
	return false;
}

void entry_commitment_of(const struct sha256 *salt, enum private_field f, const char *value,
                         struct sha256 *ret)
{
	const char *name = private_field_name(f);
	size_t size = strlen(name);
	uint8_t length[2] = { (uint8_t)(size >> 8), (uint8_t)size };
	hmac_sha256(bytes_of(salt->bytes, SHA256_SIZE),
	            (const struct bytes[]){ BYTES("sluis.priv.v1\0"), bytes_of(length, 2),
	                                    bytes_of(name, size), bytes_of_string(value) },
	            4, ret);
}

static void field_salt(const struct hmac_key *secret, enum private_field f, struct sha256 *ret)
{
	hmac_with_key(secret,
	              (const struct bytes[]){ BYTES("sluis.salt.v1\0"),
	                                      bytes_of_string(private_field_name(f)) },
	              2, ret);
}

/* With the secret's pads hashed already: they serve every field's salt. */
static void field_commitment(const struct hmac_key *secret, enum private_field f, const char *value,
                             struct sha256 *ret)
{
	struct sha256 salt;
	field_salt(secret, f, &salt);
	entry_commitment_of(&salt, f, value, ret);
	memory_wipe(&salt, sizeof salt);
}

void entry_field_salt(const struct entry_private *p, enum private_field f, struct sha256 *ret)
{
	struct hmac_key secret;
	hmac_key_set(&secret, bytes_of(p->secret, sizeof p->secret));
	field_salt(&secret, f, ret);
	hmac_key_clear(&secret);
}

void entry_field_commitment(const struct entry_private *p, enum private_field f, struct sha256 *ret)
{
	struct hmac_key secret;
	hmac_key_set(&secret, bytes_of(p->secret, sizeof p->secret));
	field_commitment(&secret, f, p->values[f], ret);
	hmac_key_clear(&secret);
}

void entry_commit(const struct entry_private *p, struct sha256 *ret)
{
	struct sha256 fields[PRIVATE_COUNT];
	struct hmac_key secret;
	hmac_key_set(&secret, bytes_of(p->secret, sizeof p->secret));
	for (unsigned f = 0; f < PRIVATE_COUNT; f++)
		field_commitment(&secret, (enum private_field)f, p->values[f], &fields[f]);
	hmac_key_clear(&secret);
	entry_commit_fields(fields, ret);
}

void entry_commit_fields(const struct sha256 fields[PRIVATE_COUNT], struct sha256 *ret)
{
	sha256_of(bytes_of(fields, PRIVATE_COUNT * sizeof *fields), ret);
}

/* --- the public part: one table for writing and reading --- */

/* A MEMBER_HASH is borrowed, and a MEMBER_DIGEST stands in the entry itself: zeros are none. */
enum member_kind {
	MEMBER_TEXT,
	MEMBER_NUMBER,
	MEMBER_HASH,
	MEMBER_DIGEST,
	MEMBER_MOMENT,
	MEMBER_TRUTH,
	MEMBER_STATUS
};

struct member {
	const char *name;
	enum member_kind kind;
	size_t offset;
	bool always; /* written even when zero */
};

#define MEMBER(name, kind, field, always) \
	{ \
		name, kind, offsetof(struct entry, field), always \
	}

/* Between "index" and "commitment", of an act; a child has "parent" there instead. */
static const struct member members[] = {
	MEMBER("log", MEMBER_TEXT, log, false),
	MEMBER("start", MEMBER_MOMENT, start, true),
	MEMBER("end", MEMBER_MOMENT, end, true),
	MEMBER("status", MEMBER_STATUS, failed, true),
	MEMBER("action", MEMBER_TEXT, action, false),
	MEMBER("finding", MEMBER_TEXT, finding, false),
	MEMBER("activity", MEMBER_TEXT, activity, false),
	MEMBER("agreement", MEMBER_TEXT, terms.agreement, false),
	MEMBER("agreement_version", MEMBER_NUMBER, terms.version, false),
	MEMBER("agreement_hash", MEMBER_DIGEST, terms.hash, false),
	MEMBER("purpose", MEMBER_TEXT, terms.purpose, false),
	MEMBER("ground", MEMBER_TEXT, terms.ground, false),
	MEMBER("overrides", MEMBER_TEXT, terms.overrides, false),
	MEMBER("statement", MEMBER_TEXT, statement, false),
	MEMBER("statement_hash", MEMBER_HASH, statement_hash, false),
	MEMBER("unit", MEMBER_TEXT, unit, false),
	MEMBER("role", MEMBER_TEXT, role, false),
	MEMBER("mandate", MEMBER_TEXT, mandate, false),
	MEMBER("key", MEMBER_TEXT, key, false),
	MEMBER("roster_version", MEMBER_NUMBER, roster_version, false),
	MEMBER("package", MEMBER_TEXT, package, false),
	MEMBER("package_kind", MEMBER_TEXT, package_kind, false),
	MEMBER("sequence", MEMBER_NUMBER, sequence, false),
	MEMBER("manifest", MEMBER_HASH, manifest, false),
	MEMBER("receipt", MEMBER_HASH, receipt, false),
	MEMBER("answers", MEMBER_TEXT, answers, false),
	MEMBER("peer", MEMBER_TEXT, peer, false),
	MEMBER("peer_log", MEMBER_TEXT, peer_log, false),
	MEMBER("peer_size", MEMBER_NUMBER, peer_size, false),
	MEMBER("peer_root", MEMBER_HASH, peer_root, false),
	MEMBER("records", MEMBER_NUMBER, records, false),
	MEMBER("withheld", MEMBER_NUMBER, withheld, false),
	MEMBER("rejected", MEMBER_NUMBER, rejected, false),
	MEMBER("without_case", MEMBER_NUMBER, without_case, false),
	MEMBER("entries", MEMBER_NUMBER, entries, false),
	MEMBER("from_index", MEMBER_NUMBER, from_index, false),
	MEMBER("to_index", MEMBER_NUMBER, to_index, false),
	MEMBER("recipient", MEMBER_TEXT, recipient, false),
	MEMBER("access", MEMBER_TEXT, access, false),
	MEMBER("keys", MEMBER_TEXT, keys, false),
	MEMBER("source", MEMBER_TEXT, source, false),
	MEMBER("retention", MEMBER_TEXT, retention, false),
	MEMBER("term", MEMBER_TEXT, term, false),
	MEMBER("right", MEMBER_TEXT, right, false),
	MEMBER("order", MEMBER_HASH, order, false),
	MEMBER("remark", MEMBER_TEXT, remark, false),
	MEMBER("breach", MEMBER_TEXT, breach, false),
	MEMBER("at", MEMBER_TEXT, at, false),
	MEMBER("decision", MEMBER_TEXT, decision, false),
	MEMBER("reason", MEMBER_TEXT, reason, false),
	MEMBER("article", MEMBER_TEXT, article, false),
	MEMBER("second", MEMBER_TRUTH, second, false),
	MEMBER("second_mandate", MEMBER_TEXT, second_mandate, false),
	MEMBER("second_key", MEMBER_TEXT, second_key, false),
	MEMBER("clock_back", MEMBER_TRUTH, clock_back, false),
};

/* The members' places in `entry`, read and written by kind. */
static const void *place_of(const struct entry *entry, const struct member *m)
{
	return (const char *)entry + m->offset;
}

static bool write_number(struct json_writer *w, const char *name, uint64_t value, struct error *e)
{
	if (value > NUMBER_MAX)
		return error_set(e, ERR_VALUE, name, "%s", N_("more than 2^53 - 1"));
	json_number(w, name, (int64_t)value);
	return true;
}

static bool write_text(struct json_writer *w, const char *name, const char *value, struct error *e)
{
	if (!value)
		return true;
	if (!text_is_utf8(bytes_of_string(value)))
		return error_set(e, ERR_UTF8, name, "%s", N_("a log entry's text"));
	json_text(w, name, value);
	return true;
}

static bool write_moment(struct json_writer *w, const char *name, moment value, struct error *e)
{
	char text[MOMENT_SIZE + 1];
	moment_format(value, text);
	moment back;
	if (!moment_parse(bytes_of_string(text), &back) || back != value)
		return error_set(e, ERR_VALUE, name, "%s", N_("a moment outside 1970-9999"));
	json_text(w, name, text);
	return true;
}

static bool is_zero(const struct sha256 *hash)
{
	static const struct sha256 zero;
	return sha256_equal(hash, &zero);
}

static bool write_member(struct json_writer *w, const struct entry *entry, const struct member *m,
                         struct error *e)
{
	const void *place = place_of(entry, m);
	switch (m->kind) {
	case MEMBER_TEXT:
		return write_text(w, m->name, *(const char *const *)place, e);
	case MEMBER_NUMBER:
		return *(const uint64_t *)place == 0 || write_number(w, m->name, *(const uint64_t *)place, e);
	case MEMBER_HASH: {
		const struct sha256 *hash = *(const struct sha256 *const *)place;
		if (hash)
			json_hex(w, m->name, bytes_of(hash->bytes, SHA256_SIZE));
		return true;
	}
	case MEMBER_DIGEST:
		if (!is_zero(place))
			json_hex(w, m->name, bytes_of(place, SHA256_SIZE));
		return true;
	case MEMBER_MOMENT:
		return write_moment(w, m->name, *(const moment *)place, e);
	case MEMBER_TRUTH:
		if (*(const bool *)place)
			json_truth(w, m->name, true);
		return true;
	case MEMBER_STATUS:
		json_text(w, m->name, *(const bool *)place ? "Error" : "Ok");
		return true;
	}
	return true;
}

static bool write_entry(struct json_writer *w, const struct entry *entry, struct error *e)
{
	json_object_of(w, NULL);
	json_number(w, "version", ENTRY_VERSION);
	if (!write_number(w, "index", entry->index, e))
		return false;
	if (entry->child && !write_number(w, "parent", entry->parent, e))
		return false;
	for (size_t i = 0; !entry->child && i < ELEMENTS(members); i++)
		if (!write_member(w, entry, &members[i], e))
			return false;
	json_hex(w, "commitment", bytes_of(entry->commitment.bytes, SHA256_SIZE));
	json_end_object(w);
	return true;
}

bool entry_format(const struct entry *entry, struct buffer *out, struct error *e)
{
	size_t before = out->size;
	struct json_writer w;
	json_begin(&w, out);
	bool written = write_entry(&w, entry, e) && buffer_ok(out, e);
	if (written && out->size - before > LIMIT_LOG_ENTRY_SIZE)
		written =
			error_set(e, ERR_TOO_LARGE, "log entry", "more than %u bytes", LIMIT_LOG_ENTRY_SIZE);
	if (!written && !out->failed)
		out->size = before;
	return written;
}

/* --- reading --- */

/* There is one way to write an entry, so what stands in it is compared rather than
 * parsed: each next byte is the only one that `entry_format` could have written there,
 * or part of a value. A child, of which a log has most, costs no memory. */

struct entry_text {
	struct sha256 hashes[ELEMENTS(members)]; /* by member */
	char *free;
	char texts[]; /* unescaped they are never longer than the entry */
};

void entry_text_freep(struct entry_text **t)
{
	free(*t);
	*t = NULL;
}

static bool fault(struct error *e, const char *member, const char *what)
{
	return error_set(e, ERR_LOG_ENTRY, member, "%s", what);
}

static bool skip_bytes(struct bytes *left, const char *expected, size_t size)
{
	if (left->size < size || memcmp(left->data, expected, size) != 0)
		return false;
	*left = bytes_of(left->data + size, left->size - size);
	return true;
}

#define SKIP(left, literal) skip_bytes((left), (literal), sizeof(literal) - 1)

static bool skip_key(struct bytes *left, const char *name)
{
	struct bytes rest = *left;
	if (!SKIP(&rest, ",\"") || !skip_bytes(&rest, name, strlen(name)) || !SKIP(&rest, "\":"))
		return false;
	*left = rest;
	return true;
}

static bool read_number(struct bytes *left, uint64_t *ret)
{
	size_t size = 0;
	while (size < left->size && left->data[size] >= '0' && left->data[size] <= '9')
		size++;
	if (!number_parse(bytes_of(left->data, size), NUMBER_MAX, ret))
		return false;
	*left = bytes_of(left->data + size, left->size - size);
	return true;
}

static bool read_hash(struct bytes *left, struct sha256 *ret)
{
	if (left->size < SHA256_HEX_SIZE + 2 || !SKIP(left, "\"") ||
	    !sha256_parse(bytes_of(left->data, SHA256_HEX_SIZE), ret))
		return false;
	*left = bytes_of(left->data + SHA256_HEX_SIZE, left->size - SHA256_HEX_SIZE);
	return SKIP(left, "\"");
}

static bool read_moment(struct bytes *left, moment *ret)
{
	if (left->size < MOMENT_SIZE + 2 || !SKIP(left, "\"") ||
	    !moment_parse(bytes_of(left->data, MOMENT_SIZE), ret))
		return false;
	*left = bytes_of(left->data + MOMENT_SIZE, left->size - MOMENT_SIZE);
	return SKIP(left, "\"");
}

static bool read_status(struct bytes *left, bool *ret_failed)
{
	*ret_failed = SKIP(left, "\"Error\"");
	return *ret_failed || SKIP(left, "\"Ok\"");
}

/* What stands behind a backslash, in the shortest form that there is for it; 0: something else. */
static uint8_t read_escape(struct bytes *left)
{
	static const char letters[] = "\"\\bfnrt", meant[] = "\"\\\b\f\n\r\t", digits[] = "0123456789ABCDEF";
	const char *letter = left->size && left->data[0] ? strchr(letters, left->data[0]) : NULL;
	if (letter) {
		*left = bytes_of(left->data + 1, left->size - 1);
		return (uint8_t)meant[letter - letters];
	}
	if (!SKIP(left, "u00") || left->size < 2)
		return 0;
	const char *sixteens = memchr("01", left->data[0], 2),
		   *ones = memchr(digits, left->data[1], sizeof digits - 1);
	uint8_t c = sixteens && ones ? (uint8_t)(16 * (left->data[0] - '0') + (ones - digits)) : 0;
	*left = bytes_of(left->data + 2, left->size - 2);
	return c && !strchr(meant + 2, c) ? c : 0;
}

static bool read_text(struct bytes *left, struct entry_text *t, const char **ret)
{
	char *start = t->free;
	if (!SKIP(left, "\""))
		return false;
	while (left->size && left->data[0] != '"') {
		uint8_t c = left->data[0];
		*left = bytes_of(left->data + 1, left->size - 1);
		if (c == '\\')
			c = read_escape(left);
		else if (c < 0x20)
			c = 0;
		if (c == 0)
			return false;
		*t->free++ = (char)c;
	}
	struct bytes text = bytes_of(start, (size_t)(t->free - start));
	*t->free++ = 0;
	*ret = start;
	return text_is_utf8(text) && SKIP(left, "\"");
}

static bool read_member(struct bytes *left, const struct member *m, struct entry_text *t, struct entry *entry)
{
	void *place = (char *)entry + m->offset;
	switch (m->kind) {
	case MEMBER_TEXT:
		return read_text(left, t, place);
	case MEMBER_NUMBER: /* zero is left out */
		return read_number(left, place) && *(uint64_t *)place != 0;
	case MEMBER_HASH:
		*(const struct sha256 **)place = &t->hashes[m - members];
		return read_hash(left, &t->hashes[m - members]);
	case MEMBER_DIGEST: /* likewise */
		return read_hash(left, place) && !is_zero(place);
	case MEMBER_MOMENT:
		return read_moment(left, place);
	case MEMBER_TRUTH:
		*(bool *)place = true;
		return SKIP(left, "true");
	case MEMBER_STATUS:
		return read_status(left, place);
	}
	return false;
}

static bool read_members(struct bytes *left, struct entry_text *t, struct entry *entry, struct error *e)
{
	for (size_t i = 0; i < ELEMENTS(members); i++) {
		if (skip_key(left, members[i].name) ? !read_member(left, &members[i], t, entry)
		                                    : members[i].always)
			return fault(e, members[i].name, N_("missing, or not of the form that it must have"));
	}
	return true;
}

bool entry_parse(struct bytes raw, struct entry *ret, struct entry_text **ret_text, struct error *e)
{
	_cleanup_(entry_text_freep) struct entry_text *t = NULL;
	struct entry entry = { 0 };
	struct bytes left = raw;
	if (raw.size > LIMIT_LOG_ENTRY_SIZE)
		return fault(e, NULL, N_("larger than an entry may be"));
	if (!SKIP(&left, "{\"version\":1"))
		return fault(e, "version", N_("not an object of a version known here"));
	if (!skip_key(&left, "index") || !read_number(&left, &entry.index))
		return fault(e, "index", N_("missing or not a number"));
	entry.child = skip_key(&left, "parent");
	if (entry.child && !read_number(&left, &entry.parent))
		return fault(e, "parent", N_("not a number"));
	if (!entry.child) {
		t = malloc(sizeof *t + raw.size);
		if (!t)
			return error_memory(e);
		t->free = t->texts;
		if (!read_members(&left, t, &entry, e))
			return false;
	}
	if (!skip_key(&left, "commitment") || !read_hash(&left, &entry.commitment))
		return fault(e, "commitment",
		             N_("missing, not a hash, or behind a member that isn't in its place"));
	if (!SKIP(&left, "}") || left.size)
		return fault(e, NULL, N_("goes on behind its end"));
	*ret = entry;
	*ret_text = t;
	t = NULL;
	return true;
}
