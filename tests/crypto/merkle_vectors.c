/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* transparency-dev/merkle's vectors (tests/vectors/merkle): proofs and whether they
 * must be refused, most of them. */
#include "crypto/merkle.h"
#include "vector_file.h"

#include <fts.h>
#include <stdio.h>

#define INCLUSION_VECTORS 98u
#define CONSISTENCY_VECTORS 98u
#define SUBTREE_INCLUSION_VECTORS 204u
#define SUBTREE_CONSISTENCY_VECTORS 118u

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
		return merkle_check_inclusion(vector_number(v, "leafIdx"), vector_number(v, "treeSize"),
		                              &leaf, &proof, &root);
	}
	struct sha256 from = hash_of(json_object_get(v, "root1")),
		      root = hash_of(json_object_get(v, "root2"));
	return merkle_check_consistency(vector_number(v, "size1"), vector_number(v, "size2"), &from, &root,
	                                &proof);
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

/* A tree of leaves [start, end) that stands whole in a larger one: `start` is a multiple of the smallest
 * power of two that holds it. */
static bool is_subtree(uint64_t start, uint64_t end)
{
	if (start > end || start == 0 || start == end)
		return start <= end;
	uint64_t size = end - start, power = 1;
	while (power < size && power < UINT64_C(1) << 63)
		power *= 2;
	return power >= size && start % power == 0;
}

/* sluis proves and checks from the first entry on alone. A subtree by itself is a tree of its own, of which
 * a leaf is proven with numbers that count from its start. */
static bool in_subtree(const json_t *v)
{
	uint64_t index = vector_number(v, "leafIdx"), start = vector_number(v, "start"),
		 end = vector_number(v, "end");
	struct merkle_proof proof = proof_of(v);
	struct sha256 leaf = hash_of(json_object_get(v, "leafHash")),
		      root = hash_of(json_object_get(v, "root"));
	return is_subtree(start, end) && index >= start && index < end &&
	       merkle_check_inclusion(index - start, end - start, &leaf, &proof, &root);
}

static size_t judge_subtrees(const char *name, size_t count, bool (*accepts)(const json_t *v),
                             bool (*concerns)(const json_t *v), size_t *ret_good)
{
	json_t *all = vectors_load(name, count), *v;
	size_t failed = 0, judged = 0, i;
	*ret_good = 0;
	json_array_foreach(all, i, v)
	{
		if (!concerns(v))
			continue;
		bool good = accepts(v);
		judged++;
		*ret_good += good;
		if (good == json_is_true(json_object_get(v, "wantErr"))) {
			printf("%s: %s: %s\n", name, vector_text(v, "name"), good ? "accepted" : "refused");
			failed++;
		}
	}
	json_decref(all);
	cr_assert_eq(failed, 0);
	return judged;
}

static bool every_one(const json_t *v)
{
	return json_is_object(v);
}

/* Consistency of a subtree that starts at the first leaf is consistency of an older tree with a younger one.
 * The empty one is left out: the vectors call it consistent with every tree, which is true and tells nothing,
 * and `merkle_check_consistency` refuses what tells nothing. */
static bool is_older_tree(const json_t *v)
{
	return vector_number(v, "start") == 0 && vector_number(v, "end") != 0;
}

static bool consistent(const json_t *v)
{
	struct merkle_proof proof = proof_of(v);
	struct sha256 from = hash_of(json_object_get(v, "root1")),
		      root = hash_of(json_object_get(v, "root2"));
	return merkle_check_consistency(vector_number(v, "end"), vector_number(v, "size"), &from, &root,
	                                &proof);
}

Test(merkle_vectors, subtrees)
{
	size_t good[2], judged[2];
	judged[0] = judge_subtrees("merkle_subtree/subtreeinclusion.json", SUBTREE_INCLUSION_VECTORS,
	                           in_subtree, every_one, &good[0]);
	judged[1] = judge_subtrees("merkle_subtree/subtreeconsistency.json", SUBTREE_CONSISTENCY_VECTORS,
	                           consistent, is_older_tree, &good[1]);
	printf("merkle, subtrees: %zu inclusion, %zu accepted; %zu of %u consistency, %zu accepted\n",
	       judged[0], good[0], judged[1], SUBTREE_CONSISTENCY_VECTORS, good[1]);
	fflush(stdout);
	cr_assert(good[0] && good[1]);
}
