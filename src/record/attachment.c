/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/attachment.h"

#include "base/text.h"
#include "codec/json.h"

#include <string.h>

#define SHA256_DIGITS 64u
#define ATTACHMENT_SIZE_MAX ((INT64_C(1) << 53) - 1) /* JSON numbers are exact up to here */

static struct bytes text_member(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	return json_is_string(value) ? bytes_of(json_string_value(value), json_string_length(value))
	                             : bytes_of(NULL, 0);
}

static bool is_file_name(struct bytes name)
{
	struct error e;
	if (name.size == 0 || name.size > ATTACHMENT_NAME_MAX || memchr(name.data, '/', name.size) ||
	    memchr(name.data, '\n', name.size) || bytes_equal_string(name, ".") ||
	    bytes_equal_string(name, ".."))
		return false;
	return text_check_signed(name, NULL, &e);
}

static bool is_media_type(struct bytes type)
{
	size_t slashes = 0;
	if (type.size < 3 || type.size > ATTACHMENT_TYPE_MAX)
		return false;
	for (size_t i = 0; i < type.size; i++) {
		uint8_t c = type.data[i];
		bool alphanumeric =
			(c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
		if (c == '/')
			slashes++;
		else if (!alphanumeric && !strchr("!#$&-^_.+", c))
			return false;
	}
	return slashes == 1 && type.data[0] != '/' && type.data[type.size - 1] != '/';
}

static bool is_sha256(struct bytes text)
{
	uint8_t hash[SHA256_DIGITS / 2];
	return hex_decode(text, hash, sizeof hash);
}

static bool append_one(struct json_writer *w, const json_t *one)
{
	struct bytes name = text_member(one, "name"), type = text_member(one, "mediaType"),
		     hash = text_member(one, "sha256");
	const json_t *size = json_object_get(one, "size");
	if (!json_is_object(one) || json_object_size(one) != 4 || !is_file_name(name) ||
	    !is_media_type(type) || !is_sha256(hash) || !json_is_integer(size) ||
	    json_integer_value(size) < 0 || json_integer_value(size) > ATTACHMENT_SIZE_MAX)
		return false;
	json_object_of(w, NULL);
	json_bytes(w, "name", name);
	json_bytes(w, "mediaType", type);
	json_number(w, "size", json_integer_value(size));
	json_bytes(w, "sha256", hash);
	json_end_object(w);
	return true;
}

bool attachments_append(struct buffer *out, const json_t *array, size_t most, const char *field,
                        struct error *e)
{
	if (!json_is_array(array) || json_array_size(array) == 0 || json_array_size(array) > most)
		return error_set(e, ERR_FIELD_VALUE, field, "a list of 1 to %zu attachments expected", most);
	struct json_writer w;
	json_begin(&w, out);
	json_array_of(&w, NULL);
	for (size_t i = 0; i < json_array_size(array); i++)
		if (!append_one(&w, json_array_get(array, i)))
			return error_set(e, ERR_FIELD_VALUE, field,
			                 "attachment %zu: name, mediaType, size and sha256 expected", i + 1);
	json_end_array(&w);
	return buffer_ok(out, e);
}

bool attachments_check(struct bytes text, size_t most, const char *field, struct error *e)
{
	_cleanup_(json_freep) json_t *array = NULL;
	_cleanup_(buffer_clear) struct buffer form = { 0 };
	if (!json_parse(text, field, &array, e))
		return e->code == ERR_MEMORY ? false : error_set(e, ERR_FIELD_VALUE, field, "not JSON");
	if (!attachments_append(&form, array, most, field, e))
		return false;
	if (!bytes_equal(buffer_bytes(&form), text))
		return error_set(e, ERR_FIELD_VALUE, field, "not in its one form");
	return true;
}
