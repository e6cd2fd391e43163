/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/breaches.h"

#include "codec/json.h"
#include "store/settings.h"
#include "store/store_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PREFIX "breach:"
#define BEHIND "breach;" /* the colon */
#define HEAD "letter.head:"

void breach_clear(struct breach *b)
{
	free(b->letters);
	*b = (struct breach){ 0 };
}

bool breach_is_settled(const struct breach *b)
{
	return (b->reported || b->not_reported) && (b->told || b->not_told);
}

/* --- writing --- */

/* What is a number, and stands in the object only where it isn't 0. */
#define NUMBERS(X) \
	X("entry", entry) \
	X("learned", learned) \
	X("noted", noted) \
	X("reported", reported) \
	X("told", told) \
	X("closed", closed) \
	X("files", files) \
	X("sealed", sealed) \
	X("clear", clear)

static bool format(const struct breach *b, struct buffer *out, struct error *e)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object_of(&w, NULL);
	json_text(&w, "about", breach_source_name(b->source));
#define X(name, member) \
	if (b->member) \
		json_number(&w, name, (int64_t)b->member);
	NUMBERS(X)
#undef X
	if (b->not_reported)
		json_text(&w, "not_reported", breach_reason_name(b->not_reported));
	if (b->not_told)
		json_text(&w, "not_told", breach_reason_name(b->not_told));
	if (b->source == BREACH_KEY) {
		char text[AGE_RECIPIENT_SIZE + 1];
		age_recipient_format(&b->recipient, text);
		json_text(&w, "holder", b->holder);
		json_text(&w, "recipient", text);
	}
	json_array_of(&w, "letters");
	for (size_t i = 0; i < b->letter_count; i++)
		json_hex(&w, NULL, bytes_of(b->letters[i], PACKAGE_ID_SIZE));
	json_end_array(&w);
	json_end_object(&w);
	return buffer_ok(out, e);
}

bool breach_put(struct store *s, const struct breach *b, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer value = { 0 };
	char name[sizeof PREFIX + 20];
	snprintf(name, sizeof name, PREFIX "%020" PRIu64, b->number);
	return format(b, &value, e) && store_set(s, name, buffer_bytes(&value), e);
}

bool breach_add(struct store *s, struct breach *b, struct error *e)
{
	static const char sql[] =
		"SELECT count(*) FROM setting WHERE name > '" PREFIX "' AND name < '" BEHIND "'";
	int64_t there;
	if (!database_number(s->db, sql, &there, e))
		return false;
	b->number = (uint64_t)there + 1;
	return breach_put(s, b, e);
}

/* --- reading --- */

static bool malformed(struct error *e)
{
	return error_set(e, ERR_STORE, "breach", "%s", N_("a setting has another form"));
}

static struct bytes text_of(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	return json_is_string(value) ? bytes_of(json_string_value(value), json_string_length(value))
	                             : (struct bytes){ NULL, 0 };
}

static int64_t number_of(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	return json_is_integer(value) ? (int64_t)json_integer_value(value) : 0;
}

static bool read_letters(const json_t *object, struct breach *b, struct error *e)
{
	const json_t *list = json_object_get(object, "letters");
	size_t count = json_array_size(list);
	if (!count)
		return true;
	b->letters = calloc(count, sizeof *b->letters);
	if (!b->letters)
		return error_memory(e);
	for (; b->letter_count < count; b->letter_count++) {
		const json_t *id = json_array_get(list, b->letter_count);
		if (!json_is_string(id) || !hex_decode(bytes_of_string(json_string_value(id)),
		                                       b->letters[b->letter_count], PACKAGE_ID_SIZE))
			return malformed(e);
	}
	return true;
}

static bool read_reason(const json_t *object, const char *key, enum breach_reason *ret)
{
	struct bytes code = text_of(object, key);
	return !code.size || breach_reason_parse(code, ret);
}

static bool parse(struct bytes value, struct breach *b, struct error *e)
{
	_cleanup_(json_freep) json_t *object = NULL;
	if (!json_parse(value, "breach", &object, e))
		return false;
#define X(name, member) b->member = (__typeof__(b->member))number_of(object, name);
	NUMBERS(X)
#undef X
	if (!breach_source_parse(text_of(object, "about"), &b->source) ||
	    !read_reason(object, "not_reported", &b->not_reported) ||
	    !read_reason(object, "not_told", &b->not_told))
		return malformed(e);
	if (b->source == BREACH_KEY) {
		struct bytes holder = text_of(object, "holder");
		snprintf(b->holder, sizeof b->holder, "%.*s", (int)holder.size,
		         holder.data ? (const char *)holder.data : "");
		if (!age_recipient_parse(text_of(object, "recipient"), &b->recipient, e))
			return false;
	}
	return read_letters(object, b, e);
}

bool breach_find(struct store *s, uint64_t number, struct breach *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer value = { 0 };
	_cleanup_(breach_clear) struct breach b = { .number = number };
	char name[sizeof PREFIX + 20];
	bool there;
	snprintf(name, sizeof name, PREFIX "%020" PRIu64, number);
	if (!store_find(s, name, &there, &value, e))
		return false;
	if (!there)
		return error_set(e, ERR_NOT_FOUND, "N", "%s", N_("no breach has this number"));
	if (!parse(buffer_bytes(&value), &b, e))
		return false;
	*ret = b;
	b = (struct breach){ 0 };
	return true;
}

bool breaches_each(struct store *s, bool (*each)(void *context, const struct breach *b, struct error *e),
                   void *context, struct error *e)
{
	static const char sql[] =
		"SELECT value FROM setting WHERE name > '" PREFIX "' AND name < '" BEHIND "' ORDER BY name";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!statement_start(&st, s->db, sql, e) || !statement_row(&st, &more, e))
		return false;
	for (uint64_t number = 1; more; number++) {
		_cleanup_(breach_clear) struct breach b = { .number = number };
		if (!parse(column_bytes(&st, 0), &b, e) || !each(context, &b, e) ||
		    !statement_row(&st, &more, e))
			return false;
	}
	return true;
}

/* --- letters, by their heads --- */

static void head_name(const uint8_t mac[32], char ret[sizeof HEAD + 64])
{
	memcpy(ret, HEAD, sizeof HEAD - 1);
	hex_encode(bytes_of(mac, 32), ret + sizeof HEAD - 1);
}

bool letter_head_add(struct store *s, const uint8_t mac[32], const uint8_t id[PACKAGE_ID_SIZE],
                     struct error *e)
{
	char name[sizeof HEAD + 64];
	head_name(mac, name);
	return store_set(s, name, bytes_of(id, PACKAGE_ID_SIZE), e);
}

bool letter_head_find(struct store *s, const uint8_t mac[32], bool *ret_there,
                      uint8_t ret_id[PACKAGE_ID_SIZE], struct error *e)
{
	_cleanup_(buffer_clear) struct buffer value = { 0 };
	char name[sizeof HEAD + 64];
	head_name(mac, name);
	if (!store_find(s, name, ret_there, &value, e))
		return false;
	if (*ret_there && value.size != PACKAGE_ID_SIZE)
		return malformed(e);
	if (*ret_there)
		memcpy(ret_id, value.data, PACKAGE_ID_SIZE);
	return true;
}
