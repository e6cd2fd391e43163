/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/merkle.h"

#include <assert.h>
#include <string.h>

void merkle_leaf(struct bytes entry, struct sha256 *ret)
{
	const struct bytes parts[] = { bytes_of("\x00", 1), entry };
	sha256_of_parts(parts, ELEMENTS(parts), ret);
}

void merkle_node(const struct sha256 *left, const struct sha256 *right, struct sha256 *ret)
{
	uint8_t block[1 + 2 * SHA256_SIZE] = { 1 };
	memcpy(block + 1, left->bytes, SHA256_SIZE);
	memcpy(block + 1 + SHA256_SIZE, right->bytes, SHA256_SIZE);
	sha256_of(bytes_of(block, sizeof block), ret);
}

void merkle_empty(struct sha256 *ret)
{
	sha256_of_parts(NULL, 0, ret);
}

static bool bit(uint64_t n, unsigned level)
{
	return n >> level & 1;
}

/* --- growing --- */

void merkle_edge_append(struct merkle_edge *edge, const struct sha256 *leaf,
                        void (*made)(void *context, unsigned level, uint64_t index,
                                     const struct sha256 *hash),
                        void *context)
{
	assert(edge->size < UINT64_MAX);
	struct sha256 hash = *leaf;
	unsigned level = 0;
	if (made)
		made(context, 0, edge->size, &hash);
	for (; bit(edge->size, level); level++) {
		merkle_node(&edge->peaks[level], &hash, &hash);
		if (made)
			made(context, level + 1, edge->size >> (level + 1), &hash);
	}
	edge->peaks[level] = hash;
	edge->size++;
}

void merkle_edge_root(const struct merkle_edge *edge, struct sha256 *ret)
{
	struct sha256 root;
	bool some = false;
	for (unsigned level = 0; level < MERKLE_LEVELS; level++) {
		if (!bit(edge->size, level))
			continue;
		if (some)
			merkle_node(&edge->peaks[level], &root, &root);
		else
			root = edge->peaks[level];
		some = true;
	}
	if (!some)
		merkle_empty(&root);
	*ret = root;
}

/* The complete subtrees that leaves [begin, begin + size) fall apart in, one for
 * every bit of `size`. `begin` is a multiple of the largest of them, as it is for
 * every subtree that RFC 6962's splitting arrives at. */
static bool load_range(const struct merkle_nodes *nodes, uint64_t begin, uint64_t size,
                       struct merkle_edge *ret, struct error *e)
{
	struct merkle_edge edge = { .size = size };
	for (unsigned level = 0; level < MERKLE_LEVELS; level++) {
		if (!bit(size, level))
			continue;
		uint64_t index = (begin >> level) + (size >> level) - 1;
		if (!nodes->get(nodes->context, level, index, &edge.peaks[level], e))
			return false;
	}
	*ret = edge;
	return true;
}

static bool range_root(const struct merkle_nodes *nodes, uint64_t begin, uint64_t size, struct sha256 *ret,
                       struct error *e)
{
	struct merkle_edge edge;
	if (!load_range(nodes, begin, size, &edge, e))
		return false;
	merkle_edge_root(&edge, ret);
	return true;
}

bool merkle_edge_load(const struct merkle_nodes *nodes, uint64_t size, struct merkle_edge *ret,
                      struct error *e)
{
	return load_range(nodes, 0, size, ret, e);
}

bool merkle_root(const struct merkle_nodes *nodes, uint64_t size, struct sha256 *ret, struct error *e)
{
	return range_root(nodes, 0, size, ret, e);
}

/* --- proving --- */

/* The largest power of two smaller than `n`, which is at least 2: RFC 6962's k. */
static uint64_t split(uint64_t n)
{
	return UINT64_C(1) << (63 - __builtin_clzll(n - 1));
}

static bool prepend(struct merkle_proof *proof, const struct merkle_nodes *nodes, uint64_t begin,
                    uint64_t size, struct error *e)
{
	assert(proof->count < MERKLE_PROOF_MAX);
	memmove(&proof->hashes[1], &proof->hashes[0], proof->count * sizeof proof->hashes[0]);
	proof->count++;
	return range_root(nodes, begin, size, &proof->hashes[0], e);
}

/* Walks from the root down to the subtree that holds leaf `index`, or stops at the
 * one of exactly `index` leaves where `whole`; each step's sibling comes before
 * those found higher up. `begin` and `size` become that subtree's. */
static bool descend(const struct merkle_nodes *nodes, uint64_t target, bool whole, uint64_t *begin,
                    uint64_t *size, struct merkle_proof *proof, struct error *e)
{
	while (whole ? target != *size : *size > 1) {
		uint64_t k = split(*size);
		bool left = whole ? target <= k : target < k;
		if (!(left ? prepend(proof, nodes, *begin + k, *size - k, e)
		           : prepend(proof, nodes, *begin, k, e)))
			return false;
		if (left) {
			*size = k;
		} else {
			*begin += k;
			*size -= k;
			target -= k;
		}
	}
	return true;
}

bool merkle_prove_inclusion(const struct merkle_nodes *nodes, uint64_t index, uint64_t size,
                            struct merkle_proof *ret, struct error *e)
{
	assert(index < size);
	struct merkle_proof proof = { 0 };
	uint64_t begin = 0;
	if (!descend(nodes, index, false, &begin, &size, &proof, e))
		return false;
	*ret = proof;
	return true;
}

bool merkle_prove_consistency(const struct merkle_nodes *nodes, uint64_t from, uint64_t size,
                              struct merkle_proof *ret, struct error *e)
{
	assert(from > 0 && from <= size);
	struct merkle_proof proof = { 0 };
	uint64_t begin = 0;
	if (!descend(nodes, from, true, &begin, &size, &proof, e))
		return false;
	/* Where the old tree is itself a subtree of the new one, the checker has its root. */
	if (begin > 0 && !prepend(&proof, nodes, begin, size, e))
		return false;
	*ret = proof;
	return true;
}

/* --- checking --- */

/* Where a path stands: the position in its level and that of the level's last node. */
struct position {
	uint64_t node, last;
};

static void ascend(struct position *p)
{
	p->node >>= 1;
	p->last >>= 1;
}

/* The node is a right child, or the last of its level: its sibling on the path is to the left. */
static bool sibling_is_left(struct position *p)
{
	if (!(p->node & 1) && p->node != p->last)
		return false;
	while (!(p->node & 1) && p->node != 0)
		ascend(p); /* levels where it has no sibling */
	return true;
}

bool merkle_check_inclusion(uint64_t index, uint64_t size, const struct sha256 *leaf,
                            const struct merkle_proof *proof, const struct sha256 *root)
{
	if (index >= size || proof->count > MERKLE_PROOF_MAX)
		return false;
	struct position at = { index, size - 1 };
	struct sha256 hash = *leaf;
	for (size_t i = 0; i < proof->count; i++) {
		if (at.last == 0)
			return false;
		if (sibling_is_left(&at))
			merkle_node(&proof->hashes[i], &hash, &hash);
		else
			merkle_node(&hash, &proof->hashes[i], &hash);
		ascend(&at);
	}
	return at.last == 0 && sha256_equal(&hash, root);
}

bool merkle_check_consistency(uint64_t from, uint64_t size, const struct sha256 *from_root,
                              const struct sha256 *root, const struct merkle_proof *proof)
{
	if (from == 0 || from > size || proof->count > MERKLE_PROOF_MAX)
		return false;
	if (from == size)
		return proof->count == 0 && sha256_equal(from_root, root);
	if (proof->count == 0)
		return false;
	struct position at = { from - 1, size - 1 };
	while (at.node & 1)
		ascend(&at);
	bool is_subtree = (from & (from - 1)) == 0; /* then the path starts at its root, left out */
	struct sha256 old = is_subtree ? *from_root : proof->hashes[0], new = old;
	for (size_t i = is_subtree ? 0 : 1; i < proof->count; i++) {
		const struct sha256 *sibling = &proof->hashes[i];
		if (at.last == 0)
			return false;
		if (sibling_is_left(&at)) {
			merkle_node(sibling, &old, &old);
			merkle_node(sibling, &new, &new);
		} else {
			merkle_node(&new, sibling, &new);
		}
		ascend(&at);
	}
	return at.last == 0 && sha256_equal(&old, from_root) && sha256_equal(&new, root);
}
