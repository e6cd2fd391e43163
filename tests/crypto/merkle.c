/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/merkle.h"

#include <criterion/criterion.h>
#include <string.h>

/* RFC 6962's definitions, word for word and without a thought for speed: what the
 * module is compared with. */
#define LEAVES 70u

static struct sha256 leaves[LEAVES];

static uint64_t largest_power_below(uint64_t n)
{
	uint64_t k = 1;
	while (k * 2 < n)
		k *= 2;
	return k;
}

static void mth(uint64_t begin, uint64_t n, struct sha256 *ret)
{
	if (n == 0) {
		merkle_empty(ret);
	} else if (n == 1) {
		*ret = leaves[begin];
	} else {
		struct sha256 left, right;
		uint64_t k = largest_power_below(n);
		mth(begin, k, &left);
		mth(begin + k, n - k, &right);
		merkle_node(&left, &right, ret);
	}
}

static void push(struct merkle_proof *p, uint64_t begin, uint64_t n)
{
	mth(begin, n, &p->hashes[p->count++]);
}

static void path(uint64_t m, uint64_t begin, uint64_t n, struct merkle_proof *p)
{
	if (n == 1)
		return;
	uint64_t k = largest_power_below(n);
	if (m < k) {
		path(m, begin, k, p);
		push(p, begin + k, n - k);
	} else {
		path(m - k, begin + k, n - k, p);
		push(p, begin, k);
	}
}

static void subproof(uint64_t m, uint64_t begin, uint64_t n, bool complete, struct merkle_proof *p)
{
	if (m == n) {
		if (!complete)
			push(p, begin, n);
		return;
	}
	uint64_t k = largest_power_below(n);
	if (m <= k) {
		subproof(m, begin, k, complete, p);
		push(p, begin + k, n - k);
	} else {
		subproof(m - k, begin + k, n - k, false, p);
		push(p, begin, k);
	}
}

/* Storage as the callback of append fills it. */
static struct {
	struct sha256 hash[8][LEAVES];
	bool set[8][LEAVES];
	size_t made;
	bool broken;
} storage;

static void keep(void *context, unsigned level, uint64_t index, const struct sha256 *hash)
{
	(void)context;
	cr_assert(level < 8 && index < LEAVES && !storage.set[level][index], "level %u index %lu", level,
	          (unsigned long)index);
	storage.hash[level][index] = *hash;
	storage.set[level][index] = true;
	storage.made++;
}

static bool look_up(void *context, unsigned level, uint64_t index, struct sha256 *ret, struct error *e)
{
	(void)context;
	if (storage.broken)
		return error_set(e, ERR_IO, "storage", "broken");
	cr_assert(level < 8 && index < LEAVES && storage.set[level][index], "level %u index %lu", level,
	          (unsigned long)index);
	*ret = storage.hash[level][index];
	return true;
}

static const struct merkle_nodes nodes = { look_up, NULL };

static struct merkle_edge grow(uint64_t size)
{
	struct merkle_edge edge = { 0 };
	memset(&storage, 0, sizeof storage);
	for (uint64_t i = 0; i < LEAVES; i++)
		merkle_leaf(bytes_of(&i, 1), &leaves[i]);
	for (uint64_t i = 0; i < size; i++)
		merkle_edge_append(&edge, &leaves[i], keep, NULL);
	return edge;
}

static void check_equal(const struct merkle_proof *a, const struct merkle_proof *b)
{
	cr_assert_eq(a->count, b->count);
	cr_assert_eq(memcmp(a->hashes, b->hashes, a->count * sizeof a->hashes[0]), 0);
}

/* RFC 6962's hashes of nothing, of the empty leaf, and of a leaf as in RFC 9162's reference tests. */
Test(merkle, hashes_as_the_rfc_says)
{
	struct sha256 h, left, right;
	char hex[SHA256_HEX_SIZE + 1];
	merkle_empty(&h);
	sha256_hex(&h, hex);
	cr_assert_str_eq(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	merkle_leaf((struct bytes){ 0 }, &h);
	sha256_hex(&h, hex);
	cr_assert_str_eq(hex, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
	merkle_leaf(BYTES("L123456"), &h);
	sha256_hex(&h, hex);
	cr_assert_str_eq(hex, "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
	sha256_of(BYTES("left"), &left);
	sha256_of(BYTES("right"), &right);
	struct sha256 expected;
	sha256_of_parts((struct bytes[]){ bytes_of("\x01", 1), bytes_of(&left, 32), bytes_of(&right, 32) }, 3,
	                &expected);
	merkle_node(&left, &right, &h);
	cr_assert(sha256_equal(&h, &expected));
}

Test(merkle, grows_to_the_same_root)
{
	for (uint64_t size = 0; size <= LEAVES; size++) {
		struct merkle_edge edge = grow(size), loaded;
		struct sha256 root, expected, from_storage;
		struct error e;
		merkle_edge_root(&edge, &root);
		mth(0, size, &expected);
		cr_assert(sha256_equal(&root, &expected), "size %lu", (unsigned long)size);
		cr_assert(merkle_root(&nodes, size, &from_storage, &e));
		cr_assert(sha256_equal(&root, &from_storage));
		cr_assert(merkle_edge_load(&nodes, size, &loaded, &e));
		cr_assert_eq(loaded.size, size);
		merkle_edge_root(&loaded, &from_storage);
		cr_assert(sha256_equal(&root, &from_storage));
		cr_assert_eq(storage.made, size ? 2 * size - (unsigned)__builtin_popcountll(size) : 0,
		             "every complete subtree, once");
	}
}

Test(merkle, a_loaded_edge_grows_on)
{
	for (uint64_t size = 0; size < LEAVES; size++) {
		grow(size);
		struct merkle_edge edge;
		struct error e;
		struct sha256 root, expected;
		cr_assert(merkle_edge_load(&nodes, size, &edge, &e));
		merkle_edge_append(&edge, &leaves[size], NULL, NULL);
		merkle_edge_root(&edge, &root);
		mth(0, size + 1, &expected);
		cr_assert(sha256_equal(&root, &expected));
	}
}

Test(merkle, proves_inclusion_of_every_leaf)
{
	grow(LEAVES);
	for (uint64_t size = 1; size <= LEAVES; size++) {
		struct sha256 root;
		mth(0, size, &root);
		for (uint64_t i = 0; i < size; i++) {
			struct merkle_proof proof, expected = { 0 };
			struct error e;
			cr_assert(merkle_prove_inclusion(&nodes, i, size, &proof, &e));
			path(i, 0, size, &expected);
			check_equal(&proof, &expected);
			cr_assert(merkle_check_inclusion(i, size, &leaves[i], &proof, &root));
			cr_assert_not(
				merkle_check_inclusion(i, size, &leaves[(i + 1) % LEAVES], &proof, &root));
			for (uint64_t other = 0; other < size; other++)
				cr_assert(other == i ||
				          !merkle_check_inclusion(other, size, &leaves[i], &proof, &root));
		}
	}
}

Test(merkle, proves_consistency_of_every_pair)
{
	grow(LEAVES);
	for (uint64_t size = 1; size <= LEAVES; size++) {
		struct sha256 root, old;
		mth(0, size, &root);
		for (uint64_t from = 1; from <= size; from++) {
			struct merkle_proof proof, expected = { 0 };
			struct error e;
			cr_assert(merkle_prove_consistency(&nodes, from, size, &proof, &e));
			subproof(from, 0, size, true, &expected);
			check_equal(&proof, &expected);
			mth(0, from, &old);
			cr_assert(merkle_check_consistency(from, size, &old, &root, &proof));
			cr_assert_not(merkle_check_consistency(from, size, &leaves[1], &root, &proof));
			cr_assert_not(merkle_check_consistency(from, size, &old, &leaves[1], &proof));
			for (size_t i = 0; i < proof.count; i++) {
				struct merkle_proof changed = proof;
				changed.hashes[i].bytes[7] ^= 4;
				cr_assert_not(merkle_check_consistency(from, size, &old, &root, &changed));
			}
		}
	}
}

Test(merkle, passes_on_what_storage_says)
{
	grow(LEAVES);
	storage.broken = true;
	struct merkle_edge edge;
	struct merkle_proof proof = { .count = 7 };
	struct sha256 root;
	struct error e;
	cr_assert_not(merkle_edge_load(&nodes, 5, &edge, &e));
	cr_assert_eq(e.code, ERR_IO);
	cr_assert_not(merkle_root(&nodes, 5, &root, &e));
	cr_assert_not(merkle_prove_inclusion(&nodes, 3, 5, &proof, &e));
	cr_assert_not(merkle_prove_consistency(&nodes, 3, 5, &proof, &e));
	cr_assert_eq(proof.count, 7, "results are set only on success");
	cr_assert(merkle_root(&nodes, 0, &root, &e), "the empty tree needs no storage");
}

Test(merkle, refuses_hostile_sizes)
{
	struct merkle_proof proof = { .count = MERKLE_PROOF_MAX };
	struct sha256 a = { { 1 } }, b = { { 2 } };
	cr_assert_not(merkle_check_inclusion(UINT64_MAX, UINT64_MAX, &a, &proof, &b));
	cr_assert_not(merkle_check_inclusion(UINT64_MAX - 1, UINT64_MAX, &a, &proof, &b));
	cr_assert_not(merkle_check_inclusion(0, 0, &a, &proof, &a));
	cr_assert_not(merkle_check_consistency(UINT64_MAX, 3, &a, &b, &proof));
	cr_assert_not(merkle_check_consistency(UINT64_C(1) << 63, UINT64_MAX, &a, &b, &proof));
	proof.count = SIZE_MAX;
	cr_assert_not(merkle_check_inclusion(0, 2, &a, &proof, &b));
	cr_assert_not(merkle_check_consistency(1, 2, &a, &b, &proof));
	proof.count = 0;
	cr_assert(merkle_check_inclusion(0, 1, &a, &proof, &a));
	cr_assert_not(merkle_check_consistency(0, 0, &a, &a, &proof),
	              "consistency with nothing says nothing");
}
