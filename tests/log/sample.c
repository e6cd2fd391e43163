/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/sample.h"

#include <criterion/criterion.h>

#include <string.h>

static struct checkpoint tree(uint64_t size)
{
	struct checkpoint c = { .origin = "oss.nl/wi", .size = size };
	memset(c.root.bytes, 7, sizeof c.root.bytes);
	return c;
}

/* Drawn with Python's hashlib, from the header's words. */
Test(sample, draws_what_was_documented)
{
	static const uint64_t expected[] = { 1153, 796, 1685, 23, 1503, 1718, 1189, 1734 };
	const struct checkpoint c = tree(1742);
	uint8_t nonce[16];
	uint64_t drawn[8];
	memset(nonce, 0xa5, sizeof nonce);
	sample_draw(&c, bytes_of(nonce, sizeof nonce), 8, drawn);
	for (size_t i = 0; i < 8; i++)
		cr_assert_eq(drawn[i], expected[i], "%zu: %llu", i, (unsigned long long)drawn[i]);
}

Test(sample, all_of_a_tree_is_each_entry_once)
{
	const struct checkpoint c = tree(100);
	bool seen[100] = { false };
	uint64_t drawn[100];
	sample_draw(&c, BYTES("0123456789abcdef"), 100, drawn);
	for (size_t i = 0; i < 100; i++) {
		cr_assert(drawn[i] < 100 && !seen[drawn[i]]);
		seen[drawn[i]] = true;
	}
}

Test(sample, nonce_root_size_and_origin_all_count)
{
	struct checkpoint c = tree(UINT64_C(1) << 40), other = c;
	uint64_t first, again;
	sample_draw(&c, BYTES("0123456789abcdef"), 1, &first);
	sample_draw(&c, BYTES("0123456789abcdeg"), 1, &again);
	cr_assert_neq(first, again);
	other.root.bytes[31] ^= 1;
	sample_draw(&other, BYTES("0123456789abcdef"), 1, &again);
	cr_assert_neq(first, again);
	other = c;
	other.origin[0] = 'a';
	sample_draw(&other, BYTES("0123456789abcdef"), 1, &again);
	cr_assert_neq(first, again);
	const struct checkpoint one = tree(1);
	sample_draw(&one, BYTES("0123456789abcdef"), 1, &again);
	cr_assert_eq(again, 0);
}
