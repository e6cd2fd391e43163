/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/record.h"

#include "base/limits.h"
#include "base/written.h"
#include "codec/json.h"
#include "codec/json_reader.h"
#include "record/attachment.h"
#include "record/bsn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN_NAME_MAX 40u
#define BIRTH_YEARS_MOST 130

bool record_start(struct record *r, const struct catalogue *c, struct error *e)
{
	struct bytes *values = calloc(catalogue_size(c), sizeof *values);
	if (!values)
		return error_memory(e);
	*r = (struct record){ c, values, NULL };
	return true;
}

static void value_clear(struct bytes *value)
{
	uint8_t *data = (uint8_t *)(uintptr_t)value->data; /* ours: record_set allocated it */
	if (data)
		explicit_bzero(data, value->size);
	free(data);
	*value = bytes_of(NULL, 0);
}

void record_clear(struct record *r)
{
	if (!r || !r->values)
		return;
	for (size_t i = 0; i < catalogue_size(r->catalogue); i++)
		value_clear(&r->values[i]);
	free(r->values);
	free(r->unfit);
	*r = (struct record){ 0 };
}

static bool put_value(struct record *r, const struct field *f, struct bytes value, struct error *e)
{
	uint8_t *copy = NULL;
	if (value.size) {
		copy = malloc(value.size);
		if (!copy)
			return error_memory(e);
		memcpy(copy, value.data, value.size);
	}
	value_clear(&r->values[f->index]);
	r->values[f->index] = bytes_of(copy, value.size);
	return true;
}

bool record_set(struct record *r, const struct field *f, struct bytes value, struct error *e)
{
	return (!value.size || field_check(f, value, e)) && put_value(r, f, value, e);
}

struct bytes record_get(const struct record *r, const struct field *f)
{
	return r->values[f->index];
}

struct bytes record_role(const struct record *r, enum role role)
{
	const struct field *f = catalogue_role(r->catalogue, role);
	return record_is_unfit(r, f) ? bytes_of(NULL, 0) : record_get(r, f);
}

bool record_is_unfit(const struct record *r, const struct field *f)
{
	return r->unfit && r->unfit[f->index];
}

/* A foreign member name is shown only when it looks like a field name: it could be anything, a BSN too. */
static bool unknown_member(struct bytes name, const char *subject, struct error *e)
{
	char shown[SHOWN_NAME_MAX + 1] = "";
	bool plain = name.size > 0 && name.size <= SHOWN_NAME_MAX;
	for (size_t i = 0; plain && i < name.size; i++) {
		uint8_t c = name.data[i];
		plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_';
		shown[i] = (char)c;
	}
	return error_set(e, ERR_FIELD_UNKNOWN, plain ? shown : subject, "not in the catalogue");
}

static bool not_a_number(const struct field *f, struct error *e)
{
	return error_set(e, ERR_FIELD_VALUE, f->name, "a JSON number without fraction expected");
}

static bool not_a_truth(const struct field *f, struct error *e)
{
	return error_set(e, ERR_FIELD_VALUE, f->name, "a JSON true or false expected");
}

static bool not_a_text(const struct field *f, struct error *e)
{
	return error_set(e, ERR_FIELD_VALUE, f->name, "a JSON string that isn't empty expected");
}

static bool has_law(const struct record *r, struct error *e)
{
	return record_role(r, ROLE_LAW).size ||
	       error_set(e, ERR_MISSING, role_name(ROLE_LAW), "%s", N_("the law of a record is needed"));
}

static bool set_attachments(struct record *r, const struct field *f, const json_t *value, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	const struct attachments_of of = field_attachments(f);
	return attachments_append(&text, value, &of, e) && record_set(r, f, buffer_bytes(&text), e);
}

static bool set_number(struct record *r, const struct field *f, const json_t *value, struct error *e)
{
	char text[32];
	int size = snprintf(text, sizeof text, "%lld", (long long)json_integer_value(value));
	return record_set(r, f, bytes_of(text, (size_t)size), e);
}

static bool set_bsn(struct record *r, const struct field *f, struct bytes written, struct error *e)
{
	char bsn[BSN_SIZE + 1];
	bool ok = bsn_read(written, f->name, 0, bsn, e) && record_set(r, f, bytes_of(bsn, BSN_SIZE), e);
	memory_wipe(bsn, sizeof bsn);
	return ok;
}

static bool set_member(struct record *r, const struct field *f, const json_t *value, struct error *e)
{
	if (f->kind == FIELD_ATTACHMENTS)
		return set_attachments(r, f, value, e);
	if (f->kind == FIELD_NUMBER)
		return json_is_integer(value) ? set_number(r, f, value, e) : not_a_number(f, e);
	if (f->kind == FIELD_TRUTH)
		return json_is_boolean(value)
		               ? record_set(r, f, json_is_true(value) ? BYTES("true") : BYTES("false"), e)
		               : not_a_truth(f, e);
	if (!json_is_string(value) || json_string_length(value) == 0)
		return not_a_text(f, e);
	_cleanup_(buffer_wipe) struct buffer plain = { 0 };
	if (f->kind == FIELD_BSN)
		return set_bsn(r, f, bytes_of(json_string_value(value), json_string_length(value)), e);
	text_append_plain(&plain, text_trimmed(bytes_of(json_string_value(value), json_string_length(value))),
	                  f->kind != FIELD_FREE_TEXT);
	return buffer_ok(&plain, e) &&
	       (plain.size ? record_set(r, f, buffer_bytes(&plain), e) : not_a_text(f, e));
}

bool record_fill(struct record *r, const json_t *object, const struct record_faults *told, struct error *e)
{
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)(uintptr_t)object, name, value)
	{
		struct error why;
		const struct field *f = catalogue_find(r->catalogue, bytes_of_string(name));
		bool ok =
			f ? set_member(r, f, value, &why) : unknown_member(bytes_of_string(name), NULL, &why);
		if (!ok && !told->fault(told->context, f, &why, e))
			return false;
	}
	return true;
}

/* --- from its line: the same checks, without a tree in between --- */

static bool read_attachments(struct record *r, const struct field *f, const struct json_member *m,
                             struct error *e)
{
	_cleanup_(json_freep) json_t *value = NULL;
	if (m->kind != JSON_UNREAD)
		return error_set(e, ERR_FIELD_VALUE, f->name, "a JSON array expected");
	return json_parse(m->value, f->name, &value, e) && set_attachments(r, f, value, e);
}

static bool mark_unfit(struct record *r, const struct field *f, struct bytes value, struct error *e)
{
	if (!r->unfit && !(r->unfit = calloc(catalogue_size(r->catalogue), sizeof *r->unfit)))
		return error_memory(e);
	r->unfit[f->index] = true;
	return put_value(r, f, value, e);
}

static bool read_member(struct record *r, const struct field *f, const struct json_member *m, struct error *e)
{
	if (f->kind == FIELD_ATTACHMENTS)
		return read_attachments(r, f, m, e);
	if (f->kind == FIELD_NUMBER)
		return m->kind == JSON_WHOLE ? record_set(r, f, m->value, e) : not_a_number(f, e);
	if (f->kind == FIELD_TRUTH)
		return m->kind == JSON_TRUTH ? record_set(r, f, m->value, e) : not_a_truth(f, e);
	if (m->kind != JSON_TEXT || !m->value.size)
		return not_a_text(f, e);
	return record_set(r, f, m->value, e);
}

/* It was written when the catalogue had another list, length or kind for the field: what doesn't fit today is
 * the catalogue's doing. */
static bool recall_member(struct record *r, const struct field *f, const struct json_member *m,
                          struct error *e)
{
	struct error why;
	if (read_member(r, f, m, &why))
		return true;
	return why.code == ERR_MEMORY ? error_memory(e) : mark_unfit(r, f, m->value, e);
}

static bool read_members(struct record *r, struct json_reader *o, const char *subject, bool recalled,
                         struct error *e)
{
	struct json_member m;
	for (bool more;;) {
		if (!json_reader_next(o, &m, &more, e))
			return false;
		if (!more)
			return true;
		const struct field *f = catalogue_find(r->catalogue, m.key);
		if (!f)
			return unknown_member(m.key, subject, e);
		if (record_get(r, f).data)
			return json_reader_fault(o, ERR_DUPLICATE, N_("a key occurs twice in an object"), e);
		if (!(recalled ? recall_member : read_member)(r, f, &m, e))
			return false;
	}
}

static bool read(const struct catalogue *c, struct bytes json, const char *subject, bool recalled,
                 struct record *ret, struct error *e)
{
	_cleanup_(json_reader_clear) struct json_reader o = { 0 };
	_cleanup_(record_clear) struct record r = { 0 };
	if (json.size > LIMIT_JSON_LINE_SIZE)
		return error_set(e, ERR_TOO_LARGE, subject, "a record of more than %u bytes",
		                 LIMIT_JSON_LINE_SIZE);
	if (!json_reader_begin(&o, json, subject, e) || !record_start(&r, c, e) ||
	    !read_members(&r, &o, subject, recalled, e) || !has_law(&r, e))
		return false;
	*ret = r;
	r = (struct record){ 0 };
	return true;
}

bool record_parse(const struct catalogue *c, struct bytes json, const char *subject, struct record *ret,
                  struct error *e)
{
	return read(c, json, subject, false, ret, e);
}

bool record_recall(const struct catalogue *c, struct bytes json, const char *subject, struct record *ret,
                   struct error *e)
{
	struct error why;
	_cleanup_(record_clear) struct record r = { 0 };
	if (!read(c, json, subject, true, &r, e))
		return false;
	const struct field *birth = catalogue_role(c, ROLE_BIRTH);
	if (!record_check_birth(&r, moment_now(), &why) && !mark_unfit(&r, birth, record_get(&r, birth), e))
		return false;
	*ret = r;
	r = (struct record){ 0 };
	return true;
}

/* Its text is JSON as it stands; what is unfit is written as a text, whatever it was. */
static bool is_raw(const struct record *r, const struct field *f)
{
	return (f->kind == FIELD_NUMBER || f->kind == FIELD_TRUTH) && !record_is_unfit(r, f);
}

static void put_as_is(void *context, const struct field *f, struct buffer *out)
{
	const struct record *r = context;
	buffer_append(out, record_get(r, f));
}

bool record_format(const struct record *r, const bool *keep, struct buffer *out, struct error *e)
{
	return record_format_with(r, keep, put_as_is, (void *)(uintptr_t)r, out, e);
}

bool record_format_with(const struct record *r, const bool *keep,
                        void (*put)(void *context, const struct field *f, struct buffer *out), void *context,
                        struct buffer *out, struct error *e)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object_of(&w, NULL);
	for (size_t i = 0; i < catalogue_size(r->catalogue); i++) {
		const struct field *f = catalogue_field(r->catalogue, i);
		if (!r->values[i].data || (keep && !keep[i]))
			continue;
		if (f->kind == FIELD_ATTACHMENTS && !record_is_unfit(r, f)) {
			json_raw(&w, f->name, bytes_of(NULL, 0));
			put(context, f, out);
		} else if (is_raw(r, f)) {
			json_raw(&w, f->name, r->values[i]);
		} else {
			json_bytes(&w, f->name, r->values[i]);
		}
	}
	json_end_object(&w);
	return buffer_ok(out, e);
}

const enum role record_identifying[] = { ROLE_SURNAME, ROLE_FIRST_NAMES, ROLE_BIRTH, ROLE_POSTCODE,
	                                 ROLE_NUMBER };

/* Of what `keep` leaves of the record; NULL leaves all. */
static struct bytes role_kept(const struct record *r, const bool *keep, enum role role)
{
	return keep && !keep[catalogue_role(r->catalogue, role)->index] ? bytes_of(NULL, 0)
	                                                                : record_role(r, role);
}

static bool has_identity(const struct record *r, const bool *keep)
{
	if (role_kept(r, keep, ROLE_BSN).size)
		return true;
	for (size_t i = 0; i < IDENTIFYING_COUNT; i++)
		if (role_kept(r, keep, record_identifying[i]).size == 0)
			return false;
	return true;
}

static bool no_identity(struct error *e)
{
	return error_set(
		e, ERR_NO_IDENTITY, role_name(ROLE_BSN), "%s",
		N_("neither a BSN nor all of surname, first names, birth date, postcode and house number"));
}

bool record_check_identity(const struct record *r, struct error *e)
{
	enum law law;
	if (!record_law(r, &law))
		return error_set(e, ERR_MISSING, role_name(ROLE_LAW), "%s",
		                 N_("the law of a record is needed"));
	return has_identity(r, NULL) || no_identity(e);
}

bool record_check_birth(const struct record *r, moment on, struct error *e)
{
	struct bytes birth = record_role(r, ROLE_BIRTH);
	char latest[DAY_SIZE + 1], first[DAY_SIZE + 1];
	day_format(on + SECONDS_A_DAY, latest);
	day_format(on - BIRTH_YEARS_MOST * 366 * SECONDS_A_DAY, first);
	if (birth.size == 0)
		return true;
	if (memcmp(birth.data, latest, birth.size) > 0)
		return error_set(e, ERR_FIELD_VALUE, role_name(ROLE_BIRTH), "%s", N_("a birth date to come"));
	return memcmp(birth.data, first, birth.size) >= 0 ||
	       error_set(e, ERR_FIELD_VALUE, role_name(ROLE_BIRTH), "%s",
	                 N_("a birth date of more than 130 years ago"));
}

static void key_part(struct buffer *key, struct bytes part)
{
	buffer_append_byte(key, 0x1f);
	buffer_append(key, part);
}

static bool append_key(const struct record *r, const bool *keep, const char *source, struct buffer *ret,
                       struct error *e)
{
	enum law law;
	struct bytes number = role_kept(r, keep, ROLE_CASE), bsn = role_kept(r, keep, ROLE_BSN);
	if (!record_law(r, &law))
		return error_set(e, ERR_MISSING, role_name(ROLE_LAW), "%s",
		                 N_("the law of a record is needed"));
	if (!number.size && !has_identity(r, keep))
		return no_identity(e);
	buffer_append_string(ret, source);
	key_part(ret, bytes_of_string(law_name(law)));
	key_part(ret, number);
	if (!number.size)
		key_part(ret, bsn);
	for (size_t i = 0; !number.size && !bsn.size && i < IDENTIFYING_COUNT; i++)
		key_part(ret, role_kept(r, keep, record_identifying[i]));
	return buffer_ok(ret, e);
}

bool record_key(const struct record *r, const char *source, struct buffer *ret, struct error *e)
{
	return append_key(r, NULL, source, ret, e);
}

bool record_key_kept(const struct record *r, const bool *keep, struct buffer *ret, struct error *e)
{
	return append_key(r, keep, "", ret, e);
}

bool record_law(const struct record *r, enum law *ret)
{
	return law_parse(record_role(r, ROLE_LAW), ret);
}
