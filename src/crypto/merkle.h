/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Merkle trees of RFC 6962 section 2.1: hashing, growing, proving, checking.
 * Storage is the caller's: a tree is known by its size and, for proving, by a
 * callback that gives the hash of a complete subtree. */

#include "crypto/hash.h"

#define MERKLE_LEVELS 64u

void merkle_leaf(struct bytes entry, struct sha256 *ret); /* SHA-256(0x00 ‖ entry) */
void merkle_node(const struct sha256 *left, const struct sha256 *right,
                 struct sha256 *ret);  /* SHA-256(0x01 ‖ l ‖ r) */
void merkle_empty(struct sha256 *ret); /* SHA-256 of nothing */

/* The right edge of a tree: enough to append and to compute the root. Zero-initialised it is the empty tree.
 */
struct merkle_edge {
	uint64_t size;
	struct sha256 peaks[MERKLE_LEVELS]; /* peaks[l] is set when bit l of size is */
};
/* Appends a leaf hash. `made` (may be NULL) is called for every complete subtree
 * that appears, the leaf (level 0) first: subtree (level, index) covers leaves
 * [index × 2^level, (index + 1) × 2^level). */
void merkle_edge_append(struct merkle_edge *edge, const struct sha256 *leaf,
                        void (*made)(void *context, unsigned level, uint64_t index,
                                     const struct sha256 *hash),
                        void *context);
void merkle_edge_root(const struct merkle_edge *edge, struct sha256 *ret);

/* Hash of a complete subtree; false with an error when storage fails. */
struct merkle_nodes {
	bool (*get)(void *context, unsigned level, uint64_t index, struct sha256 *ret, struct error *e);
	void *context;
};
bool merkle_edge_load(const struct merkle_nodes *nodes, uint64_t size, struct merkle_edge *ret,
                      struct error *e) _must_check_;
bool merkle_root(const struct merkle_nodes *nodes, uint64_t size, struct sha256 *ret, struct error *e)
	_must_check_;

#define MERKLE_PROOF_MAX 64u
struct merkle_proof {
	size_t count;
	struct sha256 hashes[MERKLE_PROOF_MAX];
};
/* PATH(m, D[n]) and PROOF(m, D[n]) of RFC 6962 2.1.1, 2.1.2. `index` < `size`; 0 < `from` <= `size`. */
bool merkle_prove_inclusion(const struct merkle_nodes *nodes, uint64_t index, uint64_t size,
                            struct merkle_proof *ret, struct error *e) _must_check_;
bool merkle_prove_consistency(const struct merkle_nodes *nodes, uint64_t from, uint64_t size,
                              struct merkle_proof *ret, struct error *e) _must_check_;

/* Checking, from the bytes given alone (RFC 9162 2.1.3.2, 2.1.4.2). */
bool merkle_check_inclusion(uint64_t index, uint64_t size, const struct sha256 *leaf,
                            const struct merkle_proof *proof, const struct sha256 *root) _must_check_;
bool merkle_check_consistency(uint64_t from, uint64_t size, const struct sha256 *from_root,
                              const struct sha256 *root, const struct merkle_proof *proof) _must_check_;
