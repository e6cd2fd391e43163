/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* transparency-dev/merkle's vectors (tests/vectors/merkle): proofs and whether they
 * must be refused, most of them. */
#include "codec/base64.h"
#include "crypto/merkle.h"
#include "io/file.h"

#include <criterion/criterion.h>
#include <fts.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INCLUSION_VECTORS 98u
#define CONSISTENCY_VECTORS 98u

/* Some hashes in the vectors aren't 32 bytes. Padded with zeros, equal ones stay
 * equal and different ones different, so that their sizes don't do the refusing;
 * an empty one, which stands for none at all, equals nothing. */
static struct sha256 hash_of(const json_t *text)
{
	static uint8_t empty_ones;
	struct sha256 h = { 0 };
	uint8_t raw[64];
	size_t size;
	cr_assert(json_is_string(text));
	cr_assert(base64_decode(bytes_of_string(json_string_value(text)), BASE64_PADDED, raw, sizeof raw,
	                        &size));
	if (size == 0)
		memset(h.bytes, ++empty_ones, SHA256_SIZE);
	else if (size > SHA256_SIZE)
		sha256_of(bytes_of(raw, size), &h);
	else
		memcpy(h.bytes, raw, size);
	return h;
}

static uint64_t number_of(const json_t *vector, const char *key)
{
	const json_t *n = json_object_get(vector, key);
	uint64_t value;
	cr_assert(json_is_string(n));
	cr_assert(number_parse(bytes_of_string(json_string_value(n)), UINT64_MAX, &value));
	return value;
}

static struct merkle_proof proof_of(const json_t *vector)
{
	struct merkle_proof p = { 0 };
	const json_t *array = json_object_get(vector, "proof");
	cr_assert(json_is_array(array) || json_is_null(array));
	for (size_t i = 0; i < json_array_size(array); i++) {
		cr_assert_lt(p.count, MERKLE_PROOF_MAX);
		p.hashes[p.count++] = hash_of(json_array_get(array, i));
	}
	return p;
}

/* Whether the proof of a vector is accepted. */
static bool accepted(const json_t *v, bool *ret_inclusion)
{
	struct merkle_proof proof = proof_of(v);
	*ret_inclusion = json_object_get(v, "leafIdx") != NULL;
	if (*ret_inclusion) {
		struct sha256 leaf = hash_of(json_object_get(v, "leafHash")),
			      root = hash_of(json_object_get(v, "root"));
		return merkle_check_inclusion(number_of(v, "leafIdx"), number_of(v, "treeSize"), &leaf,
		                              &proof, &root);
	}
	struct sha256 from = hash_of(json_object_get(v, "root1")),
		      root = hash_of(json_object_get(v, "root2"));
	return merkle_check_consistency(number_of(v, "size1"), number_of(v, "size2"), &from, &root, &proof);
}

/* A vector, with its numbers as strings: some are beyond what jansson's integers hold. */
static json_t *load(const char *path)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 }, quoted = { 0 };
	struct error e;
	cr_assert(file_read(path, 1u << 20, &raw, &e), "%s: %s", path, e.detail);
	bool in_string = false, in_number = false;
	for (size_t i = 0; i < raw.size; i++) {
		uint8_t c = raw.data[i];
		bool number = !in_string && c >= '0' && c <= '9';
		if (number != in_number)
			buffer_append_byte(&quoted, '"');
		in_number = number;
		in_string ^= c == '"';
		buffer_append_byte(&quoted, c);
	}
	json_error_t why;
	json_t *vector = json_loadb((const char *)quoted.data, quoted.size, JSON_REJECT_DUPLICATES, &why);
	cr_assert_not_null(vector, "%s: %s", path, why.text);
	return vector;
}

Test(merkle_vectors, all)
{
	cr_assert_not_null(getenv("SLUIS_SOURCE"));
	char folder[4096];
	snprintf(folder, sizeof folder, "%s/tests/vectors/merkle", getenv("SLUIS_SOURCE"));
	FTS *tree = fts_open((char *[]){ folder, NULL }, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	cr_assert_not_null(tree);
	size_t seen[2] = { 0 }, good = 0, failed = 0;
	for (FTSENT *f; (f = fts_read(tree)) != NULL;) {
		if (f->fts_info != FTS_F)
			continue;
		json_t *v = load(f->fts_path);
		const json_t *refuse = json_object_get(v, "wantErr");
		cr_assert(json_is_boolean(refuse));
		bool inclusion, accepts = accepted(v, &inclusion);
		seen[inclusion]++;
		good += accepts;
		if (accepts == json_is_true(refuse)) {
			printf("%s: %s\n", f->fts_path, accepts ? "accepted" : "refused");
			failed++;
		}
		json_decref(v);
	}
	fts_close(tree);
	printf("merkle: %zu inclusion, %zu consistency; %zu accepted\n", seen[1], seen[0], good);
	fflush(stdout);
	cr_assert_eq(seen[1], INCLUSION_VECTORS);
	cr_assert_eq(seen[0], CONSISTENCY_VECTORS);
	cr_assert_eq(failed, 0);
}
