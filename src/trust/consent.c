/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/consent.h"

#include "base/limits.h"
#include "base/text.h"
#include "codec/json.h"
#include "record/bsn.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define ID_SIZE 16u
#define EVIDENCE_SIZE 32u

/* Stable names, static storage. */
const char *consent_kind_name(enum consent_kind kind)
{
	return kind == CONSENT_NO_OBJECTION ? "no-objection" : "consent";
}

/* Frees what it owns, wipes the client's number and empties it. */
void consent_clear(struct consent *c)
{
	if (!c)
		return;
	free(c->agreement);
	free(c->purpose);
	free(c->to);
	free(c->voluntary);
	free(c->evidence);
	explicit_bzero(c, sizeof *c);
}

static bool is_hex(const char *text, size_t size)
{
	uint8_t raw[EVIDENCE_SIZE];
	assert(size <= sizeof raw);
	return hex_decode(bytes_of_string(text), raw, size);
}

/* What must hold of every consent, read or about to be written. */
static bool consent_check(const struct consent *c, const char *subject, struct error *e)
{
	if (!is_hex(c->id, ID_SIZE))
		return error_set(e, ERR_VALUE, subject, "id is not 32 hexadecimal digits");
	if (!bsn_is_valid(bytes_of_string(c->bsn)))
		return error_set(e, ERR_BSN, subject, "bsn");
	if (!c->agreement || !*c->agreement || !c->purpose || !*c->purpose)
		return error_set(e, ERR_MISSING, subject, "agreement and purpose");
	if (!c->to || !name_is_valid(bytes_of_string(c->to)))
		return error_set(e, ERR_VALUE, subject, "to is not a unit's name");
	if (!c->voluntary || !*c->voluntary)
		return error_set(e, ERR_MISSING, subject, "voluntary");
	if (c->evidence && !is_hex(c->evidence, EVIDENCE_SIZE))
		return error_set(e, ERR_VALUE, subject, "evidence is not a SHA-256 in hexadecimal");
	if (c->until < c->given)
		return error_set(e, ERR_VALUE, subject, "until is before given");
	if (c->withdrawn < 0)
		return error_set(e, ERR_VALUE, subject, "withdrawn");
	return true;
}

static const char *const keys[] = { "id",    "kind",  "bsn",       "agreement", "purpose",  "to",
	                            "given", "until", "voluntary", "evidence",  "withdrawn" };
enum { REQUIRED_KEYS = 9 }; /* the last two may be left out */

/* Members are exactly `keys`, each a text. */
static bool check_members(json_t *object, const char *subject, struct error *e)
{
	const char *key;
	json_t *value;
	if (!json_is_object(object))
		return error_set(e, ERR_SYNTAX, subject, "not an object");
	json_object_foreach(object, key, value) {
		size_t i = 0;
		while (i < ELEMENTS(keys) && strcmp(keys[i], key) != 0)
			i++;
		if (i == ELEMENTS(keys))
			return error_set(e, ERR_UNKNOWN_KEY, subject, "a member that a consent doesn't have");
		if (!json_is_string(value))
			return error_set(e, ERR_VALUE, subject, "%s is not a text", keys[i]);
	}
	for (size_t i = 0; i < REQUIRED_KEYS; i++)
		if (!json_object_get(object, keys[i]))
			return error_set(e, ERR_MISSING, subject, "%s", keys[i]);
	return true;
}

static struct bytes member(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	return bytes_of(json_string_value(value), json_string_length(value));
}

static bool take_text(const json_t *object, const char *key, char **ret, struct error *e)
{
	if (!json_object_get(object, key))
		return true;
	*ret = string_of_bytes(member(object, key));
	return *ret || error_memory(e);
}

/* Into a field of `size` characters and a NUL. */
static bool take_fixed(const json_t *object, const char *key, char *ret, size_t size, const char *subject, struct error *e)
{
	struct bytes value = member(object, key);
	if (value.size != size)
		return error_set(e, ERR_VALUE, subject, "%s is not %zu characters", key, size);
	memcpy(ret, value.data, size);
	ret[size] = 0;
	return true;
}

static bool take_day(const json_t *object, const char *key, moment *ret, const char *subject, struct error *e)
{
	return day_parse(member(object, key), ret) || error_set(e, ERR_VALUE, subject, "%s is not a day", key);
}

static bool take_withdrawn(const json_t *object, moment *ret, const char *subject, struct error *e)
{
	if (!json_object_get(object, "withdrawn"))
		return true;
	return (moment_parse(member(object, "withdrawn"), ret) && *ret > 0) ||
	       error_set(e, ERR_VALUE, subject, "withdrawn is not a moment");
}

static bool take_kind(const json_t *object, enum consent_kind *ret, const char *subject, struct error *e)
{
	struct bytes value = member(object, "kind");
	*ret = bytes_equal_string(value, "no-objection") ? CONSENT_NO_OBJECTION : CONSENT_EXPLICIT;
	return bytes_equal_string(value, consent_kind_name(*ret)) ||
	       error_set(e, ERR_VALUE, subject, "kind is neither consent nor no-objection");
}

/* One object, as consent_format writes it; `withdrawn` is a moment, `given` and
 * `until` are days. Errors name the member, never a value: the codes of json_parse,
 * ERR_UNKNOWN_KEY, ERR_MISSING, ERR_VALUE, ERR_BSN. */
bool consent_parse(struct bytes json, const char *subject, struct consent *ret, struct error *e)
{
	_cleanup_(json_freep) json_t *object = NULL;
	_cleanup_(consent_clear) struct consent c = { 0 };
	if (json.size > LIMIT_JSON_LINE_SIZE)
		return error_set(e, ERR_TOO_LARGE, subject, "more than %u bytes", LIMIT_JSON_LINE_SIZE);
	if (!json_parse(json, subject, &object, e) || !check_members(object, subject, e))
		return false;
	if (!take_fixed(object, "id", c.id, sizeof c.id - 1, subject, e) || !take_kind(object, &c.kind, subject, e) ||
	    !take_fixed(object, "bsn", c.bsn, sizeof c.bsn - 1, subject, e) ||
	    !take_text(object, "agreement", &c.agreement, e) || !take_text(object, "purpose", &c.purpose, e) ||
	    !take_text(object, "to", &c.to, e) || !take_day(object, "given", &c.given, subject, e) ||
	    !take_day(object, "until", &c.until, subject, e) || !take_text(object, "voluntary", &c.voluntary, e) ||
	    !take_text(object, "evidence", &c.evidence, e) || !take_withdrawn(object, &c.withdrawn, subject, e) ||
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

/* Appends the object, without LF, its members in a fixed order. Refuses what
 * consent_parse would. */
bool consent_format(const struct consent *c, struct buffer *out, struct error *e)
{
	struct json_writer w;
	if (!consent_check(c, "consent", e))
		return false;
	json_begin(&w, out);
	json_object_of(&w, NULL);
	json_text(&w, "id", c->id);
	json_text(&w, "kind", consent_kind_name(c->kind));
	json_text(&w, "bsn", c->bsn);
	json_text(&w, "agreement", c->agreement);
	json_text(&w, "purpose", c->purpose);
	json_text(&w, "to", c->to);
	put_day(&w, "given", c->given);
	put_day(&w, "until", c->until);
	json_text(&w, "voluntary", c->voluntary);
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

/* `until` is inclusive of that day; a withdrawal counts from its own moment on. */
bool consent_holds(const struct consent *c, const char *agreement, const char *purpose, const char *to, moment when)
{
	if (strcmp(c->agreement, agreement) != 0 || strcmp(c->purpose, purpose) != 0 || strcmp(c->to, to) != 0)
		return false;
	if (when < c->given || when >= c->until + SECONDS_A_DAY)
		return false;
	return c->withdrawn == 0 || when < c->withdrawn;
}
