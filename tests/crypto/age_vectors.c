/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* C2SP/CCTV's age vectors (tests/vectors/age): each says which kind of failure it
 * must end in, or the hash of what comes out. */
#include "crypto/age.h"
#include "crypto/hash.h"
#include "io/file.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* Vectors for the hybrid recipient, which needs ML-KEM-768: libsodium has it from 1.0.22.
 * hybrid_not_canonical_body, hybrid_uppercase and hybrid_x25519_arg fail before that
 * matters, and are run. */
/* clang-format off */
static const char *const needs_ml_kem[] = {
	"armor_hybrid", "hybrid", "hybrid_and_x25519", "hybrid_bad_tag", "hybrid_currupted_enc_mlkem",
	"hybrid_currupted_enc_x25519", "hybrid_extra_argument", "hybrid_grease", "hybrid_identity",
	"hybrid_long_file_key", "hybrid_long_share", "hybrid_low_order", "hybrid_multiple_recipients",
	  "hybrid_no_match",
	"hybrid_not_canonical_enc", "hybrid_short_share",
};
/* clang-format on */
#define VECTORS 143u /* files in the folder: a vector that is lost is noticed */
#define IDENTITIES_MAX 4u

struct vector {
	char expect[32];
	bool has_payload, compressed, armored;
	struct sha256 payload;
	struct age_identity identities[IDENTITIES_MAX];
	size_t identity_count;
	struct secret passphrase;
	struct bytes file;
};

static void vector_clear(struct vector *v)
{
	for (size_t i = 0; i < v->identity_count; i++)
		age_identity_clear(&v->identities[i]);
	secret_clear(&v->passphrase);
}

static void parse_line(struct bytes line, struct vector *v)
{
	struct error e;
	struct cursor c = cursor_of(line);
	struct bytes key = cursor_until(&c, ':');
	cursor_take(&c, 1);
	if (bytes_equal_string(key, "expect")) {
		cr_assert_lt(c.left.size, sizeof v->expect);
		memcpy(v->expect, c.left.data, c.left.size);
	} else if (bytes_equal_string(key, "payload")) {
		cr_assert(sha256_parse(c.left, &v->payload));
		v->has_payload = true;
	} else if (bytes_equal_string(key, "identity")) {
		cr_assert_lt(v->identity_count, IDENTITIES_MAX);
		if (age_identity_parse(c.left, &v->identities[v->identity_count], &e))
			v->identity_count++;
		else
			cr_assert(bytes_starts_with(c.left, "AGE-SECRET-KEY-PQ-1"));
	} else if (bytes_equal_string(key, "passphrase")) {
		secret_clear(&v->passphrase); /* of several, any will do: there is no such file that opens */
		cr_assert(secret_copy(&v->passphrase, c.left, &e));
	} else if (bytes_equal_string(key, "compressed")) {
		cr_assert(bytes_equal_string(c.left, "zlib"));
		v->compressed = true;
	} else if (bytes_equal_string(key, "armored")) {
		v->armored = true;
	} else {
		cr_assert(bytes_equal_string(key, "file key") || bytes_equal_string(key, "comment"));
	}
}

static void parse_vector(struct bytes raw, struct vector *v)
{
	struct cursor c = cursor_of(raw);
	for (;;) {
		struct bytes line = cursor_line(&c);
		cr_assert_not(c.failed);
		if (line.size == 0)
			break;
		parse_line(line, v);
	}
	v->file = c.left;
}

static void inflate_file(struct vector *v, struct buffer *out)
{
	unsigned long size = 32u << 20;
	uint8_t *room = buffer_room(out, size);
	cr_assert_not_null(room);
	cr_assert_eq(uncompress(room, &size, v->file.data, v->file.size), Z_OK);
	buffer_grew(out, size);
	v->file = buffer_bytes(out);
}

/* The vectors' word for what `e` says; `started`: the header was accepted. */
static const char *outcome(bool started, const struct error *e)
{
	switch ((int)e->code) {
	case ERR_NONE:
		return "success";
	case ERR_NO_KEY:
	case ERR_PASSPHRASE:
		return started ? "wrong place" : "no match";
	case ERR_AGE_HMAC:
		return started ? "wrong place" : "HMAC failure";
	case ERR_AGE_HEADER:
	case ERR_WORK_FACTOR:
		return started ? "wrong place" : "header failure";
	case ERR_TRUNCATED:
		return started ? "payload failure" : "header failure";
	case ERR_AGE_PAYLOAD:
		return started ? "payload failure" : "wrong place";
	case ERR_AGE_ARMOR:
		return "armor failure";
	default:
		return error_name(e->code);
	}
}

static bool run(const char *name, struct vector *v)
{
	_cleanup_(buffer_clear) struct buffer inflated = { 0 }, out = { 0 };
	_cleanup_(age_reader_freep) struct age_reader *r = NULL;
	struct error e = { 0 };
	if (v->compressed)
		inflate_file(v, &inflated);
	const struct age_keys keys = {
		.identities = v->identities,
		.identity_count = v->identity_count,
		.passphrase = v->passphrase.data ? &v->passphrase : NULL,
		.least_work_factor = 1,
		.most_work_factor = 20,
	};
	bool started = age_reader_start(source_of_bytes(&v->file), &keys, &r, &e);
	if (started)
		(void)!source_drain(age_reader_source(r), SIZE_MAX, &out, &e);
	const char *got = outcome(started, &e);
	if (strcmp(got, v->expect) != 0) {
		printf("%s: expected %s, got %s (%s: %s)\n", name, v->expect, got, error_name(e.code),
		       e.detail);
		return false;
	}
	struct sha256 hash;
	sha256_of(buffer_bytes(&out), &hash);
	if (v->has_payload && !sha256_equal(&hash, &v->payload)) {
		printf("%s: %zu bytes that aren't the payload\n", name, out.size);
		return false;
	}
	return true;
}

static bool is_skipped(const char *name)
{
	for (size_t i = 0; i < ELEMENTS(needs_ml_kem); i++)
		if (strcmp(name, needs_ml_kem[i]) == 0)
			return true;
	return false;
}

Test(age_vectors, all)
{
	cr_assert_not_null(getenv("SLUIS_SOURCE"));
	_cleanup_(string_freep) char *folder = string_printf("%s/tests/vectors/age", getenv("SLUIS_SOURCE"));
	DIR *d = opendir(folder);
	cr_assert_not_null(d, "%s", folder);
	size_t seen = 0, skipped = 0, failed = 0, payloads = 0;
	for (struct dirent *entry; (entry = readdir(d)) != NULL;) {
		if (entry->d_name[0] == '.')
			continue;
		seen++;
		if (is_skipped(entry->d_name)) {
			printf("skipped: %s: needs ML-KEM-768\n", entry->d_name);
			skipped++;
			continue;
		}
		_cleanup_(string_freep) char *path = path_join(folder, entry->d_name);
		_cleanup_(buffer_clear) struct buffer raw = { 0 };
		_cleanup_(vector_clear) struct vector v = { 0 };
		struct error e;
		cr_assert(file_read(path, 32u << 20, &raw, &e), "%s: %s", path, e.detail);
		parse_vector(buffer_bytes(&raw), &v);
		failed += !run(entry->d_name, &v);
		payloads += v.has_payload;
	}
	closedir(d);
	printf("age: %zu vectors, %zu run, %zu with a payload's hash, %zu skipped\n", seen, seen - skipped,
	       payloads, skipped);
	fflush(stdout);
	cr_assert_eq(seen, VECTORS);
	cr_assert_eq(skipped, ELEMENTS(needs_ml_kem));
	cr_assert_eq(failed, 0);
}
