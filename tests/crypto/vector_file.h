/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A file of tests/vectors that is an array of JSON objects, and the members of one. */

#include "base/bytes.h"
#include "codec/base64.h"
#include "io/file.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* The array in tests/vectors/`name`; `count` of them, so that a lost vector is noticed. The caller decrefs.
 */
static inline json_t *vectors_load(const char *name, size_t count)
{
	char *path = string_printf("%s/tests/vectors/%s", getenv("SLUIS_SOURCE"), name);
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	struct error e;
	json_error_t why;
	cr_assert_not_null(path);
	cr_assert(file_read(path, 1u << 20, &raw, &e), "%s: %s", path, e.detail);
	json_t *all = json_loadb((const char *)raw.data, raw.size, JSON_REJECT_DUPLICATES, &why);
	cr_assert_not_null(all, "%s: %s", path, why.text);
	cr_assert_eq(json_array_size(all), count, "%s: %zu vectors", path, json_array_size(all));
	string_freep(&path);
	return all;
}

static inline const char *vector_text(const json_t *vector, const char *key)
{
	const char *text = json_string_value(json_object_get(vector, key));
	cr_assert_not_null(text, "no %s", key);
	return text;
}

/* A member in hexadecimal; what it was before is gone. */
static inline struct bytes vector_hex(const json_t *vector, const char *key, struct buffer *ret)
{
	const char *text = vector_text(vector, key);
	size_t size = strlen(text) / 2;
	buffer_reset(ret);
	uint8_t *room = buffer_room(ret, size + 1);
	cr_assert(room && hex_decode(bytes_of_string(text), room, size), "%s isn't hexadecimal", key);
	buffer_grew(ret, size);
	return buffer_bytes(ret);
}

/* The same of a known size. */
static inline void vector_array(const json_t *vector, const char *key, uint8_t *out, size_t size)
{
	cr_assert(hex_decode(bytes_of_string(vector_text(vector, key)), out, size), "%s isn't %zu bytes", key,
	          size);
}

static inline uint64_t vector_number(const json_t *vector, const char *key)
{
	uint64_t value;
	cr_assert(number_parse(bytes_of_string(vector_text(vector, key)), UINT64_MAX, &value));
	return value;
}

static inline bool vector_flag(const json_t *vector, const char *flag)
{
	const json_t *flags = json_object_get(vector, "flags");
	for (size_t i = 0; i < json_array_size(flags); i++)
		if (strcmp(json_string_value(json_array_get(flags, i)), flag) == 0)
			return true;
	return false;
}

static inline bool vector_result(const json_t *vector, const char *result)
{
	return strcmp(vector_text(vector, "result"), result) == 0;
}
