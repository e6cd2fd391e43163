/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/consent.h"

#include "base/limits.h"
#include "base/text.h"
#include "codec/json.h"
#include "codec/json_reader.h"
#include "crypto/hash.h"
#include "crypto/secret.h"
#include "record/bsn.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define ID_SIZE 16u
#define SALT_SIZE 16u

/* clang-format off */
static const struct {
	const char *code, *sentence;
} assurances[] = {
#define X(assurance, code, sentence) { code, sentence },
	CONSENT_ASSURANCES(X)
#undef X
};
/* clang-format on */

/* clang-format off */
static const struct {
	const char *name, *words;
} kinds[] = {
#define X(kind, name, words) { name, words },
	DECLARATION_KINDS(X)
#undef X
};
/* clang-format on */

/* clang-format off */
static const struct {
	const char *code, *words;
} givers[] = {
#define X(giver, code, words) { code, words },
	CONSENT_GIVERS(X)
#undef X
};
/* clang-format on */
static const char *const ages[] = { "", "0-11", "12-15", "16+" };

const char *consent_giver_name(enum consent_giver giver)
{
	return givers[giver].code;
}

const char *consent_giver_words(enum consent_giver giver)
{
	return givers[giver].words;
}

bool consent_giver_parse(struct bytes code, enum consent_giver *ret)
{
	for (size_t i = 0; i < ELEMENTS(givers); i++)
		if (bytes_equal_string(code, givers[i].code)) {
			*ret = (enum consent_giver)i;
			return true;
		}
	return false;
}

void consent_by_format(unsigned by, struct buffer *out)
{
	const char *blank = "";
	for (size_t i = 0; i < ELEMENTS(givers); i++)
		if (by & 1u << i) {
			buffer_printf(out, "%s%s", blank, givers[i].code);
			blank = " ";
		}
}

const char *consent_age_name(enum consent_age age)
{
	return age < AGE_COUNT ? ages[age] : "";
}

bool consent_age_parse(struct bytes code, enum consent_age *ret)
{
	for (size_t i = AGE_0_11; i < AGE_COUNT; i++)
		if (bytes_equal_string(code, ages[i])) {
			*ret = (enum consent_age)i;
			return true;
		}
	return false;
}

/* The last day of its month. */
static bool ends_month(moment day)
{
	char on[DAY_SIZE + 1], next[DAY_SIZE + 1];
	day_format(day, on);
	day_format(day + SECONDS_A_DAY, next);
	return memcmp(on + 5, next + 5, 2) != 0;
}

unsigned consent_years_on(struct bytes birth, moment given)
{
	char on[DAY_SIZE + 1],
		born[DAY_SIZE + 1] = "0000-12-31"; /* what isn't known is as late as it can be */
	if (birth.size < 4 || birth.size > DAY_SIZE)
		return 0;
	memcpy(born, birth.data, birth.size);
	day_format(given, on);
	bool had_birthday = strcmp(on + 4, born + 4) >= 0 ||
	                    (birth.size < DAY_SIZE && memcmp(on + 4, born + 4, 3) == 0 && ends_month(given));
	long years = strtol(on, NULL, 10) - strtol(born, NULL, 10) - !had_birthday;
	return years > 0 ? (unsigned)years : 0;
}

enum consent_age consent_age_on(struct bytes birth, moment given)
{
	if (birth.size < 4)
		return AGE_UNSTATED;
	unsigned years = consent_years_on(birth, given);
	return years < 12 ? AGE_0_11 : years < 16 ? AGE_12_15 : AGE_16;
}

const char *consent_assurance_name(enum consent_assurance a)
{
	return assurances[a < ASSURED_COUNT ? a : ASSURED_IN_WORDS].code;
}

const char *consent_assurance_sentence(enum consent_assurance a)
{
	return assurances[a < ASSURED_COUNT ? a : ASSURED_IN_WORDS].sentence;
}

bool consent_assurance_parse(struct bytes code, enum consent_assurance *ret)
{
	for (size_t i = 0; i < ELEMENTS(assurances); i++)
		if (bytes_equal_string(code, assurances[i].code)) {
			*ret = (enum consent_assurance)i;
			return true;
		}
	return false;
}

const char *consent_kind_name(enum consent_kind kind)
{
	return kinds[kind < CONSENT_KINDS ? kind : CONSENT_EXPLICIT].name;
}

const char *consent_kind_words(enum consent_kind kind)
{
	return kinds[kind < CONSENT_KINDS ? kind : CONSENT_EXPLICIT].words;
}

bool consent_kind_parse(struct bytes name, enum consent_kind *ret)
{
	for (size_t i = 0; i < ELEMENTS(kinds); i++)
		if (bytes_equal_string(name, kinds[i].name)) {
			*ret = (enum consent_kind)i;
			return true;
		}
	return false;
}

/* Frees what it owns, wipes what tells who the client is, and empties it. */
void consent_clear(struct consent *c)
{
	if (!c)
		return;
	tie_freep(&c->tie);
	free(c->agreement);
	free(c->purpose);
	free(c->to);
	free(c->fields);
	free(c->words_hash);
	free(c->evidence);
	if (c->words)
		explicit_bzero(c->words, strlen(c->words));
	free(c->words);
	explicit_bzero(c, sizeof *c);
}

static bool is_hex(const char *text, size_t size)
{
	uint8_t raw[SHA256_SIZE];
	assert(size <= sizeof raw);
	return hex_decode(bytes_of_string(text), raw, size);
}

/* Names with one blank between, none of them empty. */
static bool are_names(const char *text)
{
	return text && *text && *text != ' ' && text[strlen(text) - 1] != ' ' && !strstr(text, "  ");
}

/* What must hold of every consent, read or about to be written. */
static bool consent_check(const struct consent *c, const char *subject, struct error *e)
{
	if (!is_hex(c->id, ID_SIZE))
		return error_set(e, ERR_VALUE, subject, "id is not 32 hexadecimal digits");
	if (!tie_check(c->tie, subject, e))
		return false;
	if (!c->agreement || !*c->agreement || !c->purpose || !*c->purpose)
		return error_set(e, ERR_MISSING, subject, "agreement and purpose");
	if (!c->to || !name_is_valid(bytes_of_string(c->to)))
		return error_set(e, ERR_VALUE, subject, "to is not a unit's name");
	if (!are_names(c->fields))
		return error_set(e, ERR_MISSING, subject, "fields");
	if (!c->by)
		return error_set(e, ERR_MISSING, subject, "by");
	if (!c->age && c->assured != ASSURED_IN_WORDS)
		return error_set(e, ERR_MISSING, subject, "age");
	if (!c->words_hash && c->assured != ASSURED_IN_WORDS)
		return error_set(e, ERR_MISSING, subject, "words");
	if (c->words_hash && !is_hex(c->words_hash, SHA256_SIZE))
		return error_set(e, ERR_VALUE, subject, "words is not a SHA-256 in hexadecimal");
	if (c->evidence && !is_hex(c->evidence, SHA256_SIZE))
		return error_set(e, ERR_VALUE, subject, "evidence is not a SHA-256 in hexadecimal");
	if (c->until < c->given)
		return error_set(e, ERR_VALUE, subject, "until is before given");
	if (c->withdrawn < 0)
		return error_set(e, ERR_VALUE, subject, "withdrawn");
	return true;
}

/* The members, as consent_format writes them; instead of the BSN there may be the five of
 * `record_identifying`, under their names in the catalogue. Those from MEMBER_BY on may be left out. The last
 * is of version 0.1.0, which told in words how it was assured that the client could refuse: it is read, and
 * not kept. What that version recorded is what the client said, so that is who gave it. */
/* clang-format off */
#define MEMBERS(X) \
	X(MEMBER_ID, "id") X(MEMBER_KIND, "kind") X(MEMBER_BSN, "bsn") \
	X(MEMBER_AGREEMENT, "agreement") X(MEMBER_PURPOSE, "purpose") X(MEMBER_TO, "to") \
	X(MEMBER_FIELDS, "fields") X(MEMBER_GIVEN, "given") X(MEMBER_UNTIL, "until") \
	X(MEMBER_BY, "by") X(MEMBER_AGE, "age") X(MEMBER_UNABLE, "unable") \
	X(MEMBER_ASSURED, "assured") X(MEMBER_WORDS, "words") X(MEMBER_EVIDENCE, "evidence") \
	X(MEMBER_WITHDRAWN, "withdrawn") X(MEMBER_VOLUNTARY, "voluntary")
/* clang-format on */
enum member {
#define X(member, name) member,
	MEMBERS(X)
#undef X
		MEMBER_SET,
	MEMBER_COUNT = MEMBER_SET + IDENTIFYING_COUNT
};
#define REQUIRED_MEMBERS MEMBER_BY

static const char *name_of(enum member member)
{
	static const char *const names[] = {
#define X(member, name) name,
		MEMBERS(X)
#undef X
	};
	return member < MEMBER_SET ? names[member] : role_name(record_identifying[member - MEMBER_SET]);
}

/* While it is read: what it names the client by. */
struct reading {
	struct consent *consent;
	char *named[1 + IDENTIFYING_COUNT]; /* the BSN, and the five */
};

static void reading_clear(struct reading *r)
{
	for (size_t i = 0; i < ELEMENTS(r->named); i++)
		tie_freep(&r->named[i]);
}

static bool take_text(struct bytes value, char **ret, struct error *e)
{
	*ret = string_of_bytes(value);
	return *ret || error_memory(e);
}

/* Into a field of `size` characters and a NUL. */
static bool take_fixed(struct bytes value, const char *name, char *ret, size_t size, const char *subject,
                       struct error *e)
{
	if (value.size != size)
		return error_set(e, ERR_VALUE, subject, "%s is not %zu characters", name, size);
	memcpy(ret, value.data, size);
	ret[size] = 0;
	return true;
}

static bool take_day(struct bytes value, const char *name, moment *ret, const char *subject, struct error *e)
{
	return day_parse(value, ret) || error_set(e, ERR_VALUE, subject, "%s is not a day", name);
}

static bool take_withdrawn(struct bytes value, moment *ret, const char *subject, struct error *e)
{
	return (moment_parse(value, ret) && *ret > 0) ||
	       error_set(e, ERR_VALUE, subject, "withdrawn is not a moment");
}

static bool take_kind(struct bytes value, enum consent_kind *ret, const char *subject, struct error *e)
{
	return consent_kind_parse(value, ret) ||
	       error_set(e, ERR_VALUE, subject, "kind is not one of the kinds of declarations");
}

/* One spelling: each once, in the order of the list. */
static bool take_by(struct bytes value, unsigned *ret, const char *subject, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer same = { 0 };
	enum consent_giver giver;
	for (struct bytes rest = value; rest.size;) {
		const uint8_t *blank = bytes_find(rest, ' ');
		size_t size = blank ? (size_t)(blank - rest.data) : rest.size;
		if (!consent_giver_parse(bytes_of(rest.data, size), &giver))
			break;
		*ret |= CONSENT_BY(giver);
		rest = blank ? bytes_of(blank + 1, rest.size - size - 1) : bytes_of(NULL, 0);
	}
	consent_by_format(*ret, &same);
	if (!buffer_ok(&same, e))
		return false;
	return bytes_equal(buffer_bytes(&same), value) ||
	       error_set(e, ERR_VALUE, subject, "by is not codes of who can give it, in their order");
}

static bool take_assured(struct bytes value, enum consent_assurance *ret, const char *subject,
                         struct error *e)
{
	return consent_assurance_parse(value, ret) ||
	       error_set(e, ERR_VALUE, subject, "assured is not one of the codes");
}

static bool take_member(struct reading *r, enum member member, struct bytes value, const char *subject,
                        struct error *e)
{
	struct consent *c = r->consent;
	if (member >= MEMBER_SET && member < MEMBER_COUNT)
		return take_text(value, &r->named[1 + member - MEMBER_SET], e);
	switch ((int)member) {
	case MEMBER_ID:
		return take_fixed(value, "id", c->id, sizeof c->id - 1, subject, e);
	case MEMBER_KIND:
		return take_kind(value, &c->kind, subject, e);
	case MEMBER_BSN:
		return value.size != BSN_SIZE
		               ? error_set(e, ERR_VALUE, subject, "bsn is not %u characters", BSN_SIZE)
		               : take_text(value, &r->named[0], e);
	case MEMBER_AGREEMENT:
		return take_text(value, &c->agreement, e);
	case MEMBER_PURPOSE:
		return take_text(value, &c->purpose, e);
	case MEMBER_TO:
		return take_text(value, &c->to, e);
	case MEMBER_FIELDS:
		return take_text(value, &c->fields, e);
	case MEMBER_GIVEN:
		return take_day(value, "given", &c->given, subject, e);
	case MEMBER_UNTIL:
		return take_day(value, "until", &c->until, subject, e);
	case MEMBER_BY:
		return take_by(value, &c->by, subject, e);
	case MEMBER_AGE:
		return consent_age_parse(value, &c->age) ||
		       error_set(e, ERR_VALUE, subject, "age is not one of the bands");
	case MEMBER_UNABLE:
		c->unable = true;
		return bytes_equal_string(value, "yes") ||
		       error_set(e, ERR_VALUE, subject, "unable says something else than yes");
	case MEMBER_ASSURED:
		return take_assured(value, &c->assured, subject, e);
	case MEMBER_WORDS:
		return take_text(value, &c->words_hash, e);
	case MEMBER_EVIDENCE:
		return take_text(value, &c->evidence, e);
	case MEMBER_WITHDRAWN:
		return take_withdrawn(value, &c->withdrawn, subject, e);
	case MEMBER_VOLUNTARY:
		c->assured = ASSURED_IN_WORDS;
		return value.size || error_set(e, ERR_MISSING, subject, "voluntary");
	}
	return error_set(e, ERR_UNKNOWN_KEY, subject, "a member that a consent doesn't have");
}

static enum member member_of(struct bytes key)
{
	enum member i = 0;
	while (i < MEMBER_COUNT && !bytes_equal_string(key, name_of(i)))
		i++;
	return i;
}

/* The number, or all of the set, never both. */
static bool take_tie(struct reading *r, const bool seen[MEMBER_COUNT], const char *subject, struct error *e)
{
	struct bytes values[IDENTIFYING_COUNT];
	bool some = false;
	for (size_t i = 0; i < IDENTIFYING_COUNT; i++) {
		values[i] = bytes_of_string(r->named[1 + i]);
		some = some || seen[MEMBER_SET + i];
	}
	if (some && seen[MEMBER_BSN])
		return error_set(e, ERR_UNKNOWN_KEY, subject, "both %s and the set that stands in its place",
		                 name_of(MEMBER_BSN));
	if (some)
		return tie_of_values(values, subject, &r->consent->tie, e);
	if (!seen[MEMBER_BSN])
		return error_set(e, ERR_MISSING, subject, "%s", name_of(MEMBER_BSN));
	r->consent->tie = r->named[0];
	r->named[0] = NULL;
	return true;
}

/* Members are exactly those, each a text, each once. */
static bool take_members(struct consent *c, struct json_reader *o, const char *subject, struct error *e)
{
	_cleanup_(reading_clear) struct reading r = { .consent = c };
	bool seen[MEMBER_COUNT + 1] = { false };
	struct json_member m;
	for (bool more = true;;) {
		if (!json_reader_next(o, &m, &more, e))
			return false;
		if (!more)
			break;
		enum member member = member_of(m.key);
		if (seen[member])
			return json_reader_fault(o, ERR_DUPLICATE, N_("a key occurs twice in an object"), e);
		if (member < MEMBER_COUNT && m.kind != JSON_TEXT)
			return error_set(e, ERR_VALUE, subject, "%s is not a text", name_of(member));
		if (!take_member(&r, member, m.value, subject, e))
			return false;
		seen[member] = true;
	}
	for (enum member i = 0; i < REQUIRED_MEMBERS; i++)
		if (!seen[i] && i != MEMBER_BSN)
			return error_set(e, ERR_MISSING, subject, "%s", name_of(i));
	if (seen[MEMBER_ASSURED] == seen[MEMBER_VOLUNTARY])
		return error_set(e, seen[MEMBER_ASSURED] ? ERR_UNKNOWN_KEY : ERR_MISSING, subject, "%s",
		                 seen[MEMBER_ASSURED] ? N_("both assured and voluntary") : N_("assured"));
	if (c->assured == ASSURED_IN_WORDS && !seen[MEMBER_BY])
		c->by = CONSENT_BY(GIVER_CLIENT);
	return take_tie(&r, seen, subject, e);
}

/* One object, as consent_format writes it; `withdrawn` is a moment, `given` and
 * `until` are days. Errors name the member, never a value: the codes of json_parse,
 * ERR_UNKNOWN_KEY, ERR_MISSING, ERR_VALUE, ERR_BSN. */
bool consent_parse(struct bytes json, const char *subject, struct consent *ret, struct error *e)
{
	_cleanup_(json_reader_clear) struct json_reader o = { 0 };
	_cleanup_(consent_clear) struct consent c = { 0 };
	if (json.size > LIMIT_JSON_LINE_SIZE)
		return error_set(e, ERR_TOO_LARGE, subject, "more than %u bytes", LIMIT_JSON_LINE_SIZE);
	if (!json_reader_begin(&o, json, subject, e) || !take_members(&c, &o, subject, e) ||
	    !consent_check(&c, subject, e))
		return false;
	*ret = c;
	c = (struct consent){ 0 };
	return true;
}

static void put_day(struct json_writer *w, const char *key, moment m)
{
	char text[DAY_SIZE + 1];
	day_format(m, text);
	json_text(w, key, text);
}

static void put_tie(struct json_writer *w, const char *tie)
{
	struct bytes values[IDENTIFYING_COUNT];
	if (tie_is_number(tie)) {
		json_text(w, name_of(MEMBER_BSN), tie);
		return;
	}
	tie_values(tie, values);
	for (size_t i = 0; i < IDENTIFYING_COUNT; i++)
		json_bytes(w, role_name(record_identifying[i]), values[i]);
}

/* Appends the object, without LF, its members in a fixed order. Refuses what
 * consent_parse would. */
bool consent_format(const struct consent *c, struct buffer *out, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer by = { 0 };
	struct json_writer w;
	if (!consent_check(c, "consent", e))
		return false;
	json_begin(&w, out);
	json_object_of(&w, NULL);
	json_text(&w, "id", c->id);
	json_text(&w, "kind", consent_kind_name(c->kind));
	put_tie(&w, c->tie);
	json_text(&w, "agreement", c->agreement);
	json_text(&w, "purpose", c->purpose);
	json_text(&w, "to", c->to);
	json_text(&w, "fields", c->fields);
	put_day(&w, "given", c->given);
	put_day(&w, "until", c->until);
	consent_by_format(c->by, &by);
	if (!buffer_ok(&by, e))
		return false;
	json_text(&w, "by", buffer_string(&by));
	if (c->age)
		json_text(&w, "age", consent_age_name(c->age));
	if (c->unable)
		json_text(&w, "unable", "yes");
	json_text(&w, "assured", consent_assurance_name(c->assured));
	if (c->words_hash)
		json_text(&w, "words", c->words_hash);
	if (c->evidence)
		json_text(&w, "evidence", c->evidence);
	if (c->withdrawn) {
		char text[MOMENT_SIZE + 1];
		moment_format(c->withdrawn, text);
		json_text(&w, "withdrawn", text);
	}
	json_end_object(&w);
	return buffer_ok(out, e);
}

bool consent_put_words(struct consent *c, const char *words, struct error *e)
{
	uint8_t salt[SALT_SIZE];
	char hex[2 * SALT_SIZE + 1], hash[SHA256_HEX_SIZE + 1];
	struct sha256 sum;
	assert(!c->words && !c->words_hash);
	if (!words || !*words)
		return error_set(e, ERR_MISSING, "words", "%s", N_("how voluntariness was assured"));
	random_bytes(salt, sizeof salt);
	hex_encode(bytes_of(salt, sizeof salt), hex);
	c->words = string_printf("%s\n%s", hex, words);
	if (!c->words)
		return error_memory(e);
	sha256_of(bytes_of_string(c->words), &sum);
	sha256_hex(&sum, hash);
	c->words_hash = string_copy(hash);
	return c->words_hash || error_memory(e);
}

const char *consent_words(const struct consent *c)
{
	const char *end = c->words && c->words_hash ? strchr(c->words, '\n') : NULL;
	return end ? end + 1 : c->words;
}

/* `until` is inclusive of that day; a withdrawal counts from its own moment on. */
bool consent_holds(const struct consent *c, const char *agreement, const char *purpose, const char *to,
                   moment when)
{
	if (strcmp(c->agreement, agreement) != 0 || strcmp(c->purpose, purpose) != 0 ||
	    strcmp(c->to, to) != 0)
		return false;
	if (when < c->given || when >= c->until + SECONDS_A_DAY)
		return false;
	return c->withdrawn == 0 || when < c->withdrawn;
}
