/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/sample.h"

#include <assert.h>

static void put_number(uint64_t value, uint8_t out[8])
{
	for (unsigned i = 0; i < 8; i++)
		out[i] = (uint8_t)(value >> (8 * (7 - i)));
}

static uint64_t draw(const struct checkpoint *tree, struct bytes nonce, uint64_t counter)
{
	uint8_t size[8], number[8];
	struct sha256 hash;
	uint64_t x = 0;
	put_number(tree->size, size);
	put_number(counter, number);
	sha256_of_parts((const struct bytes[]){ BYTES("sluis.sample.v1\0"), bytes_of_string(tree->origin),
	                                        BYTES("\n"), bytes_of(size, 8),
	                                        bytes_of(tree->root.bytes, SHA256_SIZE), nonce,
	                                        bytes_of(number, 8) },
	                7, &hash);
	for (unsigned i = 0; i < 8; i++)
		x = x << 8 | hash.bytes[i];
	return x;
}

static bool drawn_before(const uint64_t *drawn, size_t count, uint64_t index)
{
	for (size_t i = 0; i < count; i++)
		if (drawn[i] == index)
			return true;
	return false;
}

void sample_draw(const struct checkpoint *tree, struct bytes nonce, size_t count, uint64_t *ret)
{
	assert(count <= SAMPLE_MOST && count <= tree->size);
	/* 2^64 mod size, of what a uint64_t can't hold itself. */
	uint64_t excess = tree->size ? (UINT64_MAX % tree->size + 1) % tree->size : 0;
	size_t have = 0;
	for (uint64_t counter = 0; have < count; counter++) {
		uint64_t x = draw(tree, nonce, counter);
		if (excess && x > UINT64_MAX - excess)
			continue;
		if (!drawn_before(ret, have, x % tree->size))
			ret[have++] = x % tree->size;
	}
}
