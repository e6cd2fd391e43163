/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "record/attachment.h"

#include "base/text.h"
#include "codec/json.h"

#include <assert.h>
#include <stdio.h>
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
	if (name.size == 0 || name.size > ATTACHMENT_NAME_MAX || bytes_find(name, '/') ||
	    bytes_find(name, '\n') || bytes_equal_string(name, ".") || bytes_equal_string(name, ".."))
		return false;
	return text_check_signed(name, NULL, &e);
}

/* What people attach; of anything else it is told that it is some file. A type that anybody may write would
 * be a text that leaves unread (docs/adr/0051). */
static const char *const media_types[] = {
	"application/json",
	"application/msword",
	"application/octet-stream",
	"application/pdf",
	"application/rtf",
	"application/vnd.ms-excel",
	"application/vnd.ms-outlook",
	"application/vnd.ms-powerpoint",
	"application/vnd.oasis.opendocument.presentation",
	"application/vnd.oasis.opendocument.spreadsheet",
	"application/vnd.oasis.opendocument.text",
	"application/vnd.openxmlformats-officedocument.presentationml.presentation",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"application/xml",
	"application/zip",
	"audio/mp4",
	"audio/mpeg",
	"audio/wav",
	"image/bmp",
	"image/gif",
	"image/heic",
	"image/jpeg",
	"image/png",
	"image/tiff",
	"message/rfc822",
	"text/csv",
	"text/html",
	"text/plain",
	"text/rtf",
	"video/mp4",
};

static bool is_media_type(struct bytes type)
{
	for (size_t i = 0; i < ELEMENTS(media_types); i++)
		if (bytes_equal_string(type, media_types[i]))
			return true;
	return false;
}

static bool is_sha256(struct bytes text)
{
	uint8_t hash[SHA256_DIGITS / 2];
	return hex_decode(text, hash, sizeof hash);
}

/* One of the words; NULL: it states none. */
static bool has_category(const struct attachments_of *of, const json_t *category)
{
	for (size_t i = 0; i < of->category_count; i++)
		if (json_is_string(category) && strcmp(json_string_value(category), of->categories[i]) == 0)
			return true;
	return !category;
}

static bool append_one(struct json_writer *w, const json_t *one, const struct attachments_of *of)
{
	struct bytes name = text_member(one, "name"), type = text_member(one, "mediaType"),
		     hash = text_member(one, "sha256"), category = text_member(one, "category");
	const json_t *size = json_object_get(one, "size"), *stated = json_object_get(one, "category");
	if (!json_is_object(one) || json_object_size(one) != (stated ? 5 : 4) || !is_file_name(name) ||
	    !is_media_type(type) || !is_sha256(hash) || !has_category(of, stated) || !json_is_integer(size) ||
	    json_integer_value(size) < 0 || json_integer_value(size) > ATTACHMENT_SIZE_MAX)
		return false;
	json_object_of(w, NULL);
	json_bytes(w, "name", name);
	json_bytes(w, "mediaType", type);
	json_number(w, "size", json_integer_value(size));
	json_bytes(w, "sha256", hash);
	if (stated && !bytes_equal_string(category, of->categories[of->category]))
		json_bytes(w, "category", category);
	json_end_object(w);
	return true;
}

bool attachments_append(struct buffer *out, const json_t *array, const struct attachments_of *of,
                        struct error *e)
{
	if (!json_is_array(array) || json_array_size(array) == 0 || json_array_size(array) > of->most)
		return error_set(e, ERR_FIELD_VALUE, of->field, "a list of 1 to %zu attachments expected",
		                 of->most);
	struct json_writer w;
	json_begin(&w, out);
	json_array_of(&w, NULL);
	for (size_t i = 0; i < json_array_size(array); i++)
		if (!append_one(&w, json_array_get(array, i), of))
			return error_set(e, ERR_FIELD_VALUE, of->field,
			                 "attachment %zu: name, a mediaType of the list "
			                 "(application/octet-stream for another), size, "
			                 "sha256 and at will category expected",
			                 i + 1);
	json_end_array(&w);
	return buffer_ok(out, e);
}

bool attachments_check(struct bytes text, const struct attachments_of *of, struct error *e)
{
	_cleanup_(json_freep) json_t *array = NULL;
	_cleanup_(buffer_clear) struct buffer form = { 0 };
	if (!json_parse(text, of->field, &array, e))
		return e->code == ERR_MEMORY ? false : error_set(e, ERR_FIELD_VALUE, of->field, "not JSON");
	if (!attachments_append(&form, array, of, e))
		return false;
	if (!bytes_equal(buffer_bytes(&form), text))
		return error_set(e, ERR_FIELD_VALUE, of->field, "not in its one form");
	return true;
}

/* --- one by one, of an array in its one form --- */

static const char before_name[] = "{\"name\":\"", before_category[] = "\",\"category\":\"";

bool attachments_next(struct bytes *text, struct attachment *ret)
{
	size_t start = 1 + strlen(before_name), quote = start; /* behind the bracket, or the comma */
	if (text->size <= start)
		return false;
	while (quote < text->size && text->data[quote] != '"')
		quote += text->data[quote] == '\\' ? 2 : 1;
	assert(quote < text->size);
	/* Neither type, hash nor category can hold a brace. */
	const uint8_t *brace = memchr(text->data + quote, '}', text->size - quote);
	assert(brace);
	ret->name = bytes_of(text->data + start, quote - start);
	ret->rest = bytes_of(text->data + quote, (size_t)(brace - text->data) - quote);
	const uint8_t *stated =
		memmem(ret->rest.data, ret->rest.size, before_category, strlen(before_category));
	const uint8_t *word = stated ? stated + strlen(before_category) : brace;
	ret->category = bytes_of(word, stated ? (size_t)(brace - word) - 1 : 0);
	*text = bytes_of(brace + 1, text->size - (size_t)(brace - text->data) - 1);
	return true;
}

#define MADE_NAME_SIZE 32u

static struct bytes made_name(char room[MADE_NAME_SIZE], size_t place)
{
	int size = snprintf(room, MADE_NAME_SIZE, "attachment-%zu", place);
	return bytes_of(room, (size_t)size);
}

bool attachment_is_unnamed(const struct attachment *a, size_t place)
{
	char room[MADE_NAME_SIZE];
	return bytes_equal(a->name, made_name(room, place));
}

void attachment_put(struct buffer *out, const struct attachment *a, size_t place, bool unnamed)
{
	char room[MADE_NAME_SIZE];
	buffer_append_byte(out, place == 1 ? '[' : ',');
	buffer_append_string(out, before_name);
	buffer_append(out, unnamed ? made_name(room, place) : a->name);
	buffer_append(out, a->rest);
	buffer_append_byte(out, '}');
}
