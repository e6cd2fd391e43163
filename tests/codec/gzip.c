/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/gzip.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct error e;

/* Bytes that hardly compress. */
static void fill(struct buffer *b, size_t size)
{
	uint32_t state = 12345;
	for (size_t i = 0; i < size; i++) {
		state = state * 1664525 + 1013904223;
		buffer_append_byte(b, (uint8_t)(state >> 24));
	}
}

Test(gzip, reads_back_what_it_wrote)
{
	static const size_t sizes[] = { 0, 1, 100, 65535, 65536, 65537, 1000000 };
	for (size_t i = 0; i < ELEMENTS(sizes); i++) {
		_cleanup_(buffer_clear) struct buffer in = { 0 }, small = { 0 }, out = { 0 };
		fill(&in, sizes[i]);
		buffer_append_string(&small, "kept");
		cr_assert(gzip_deflate(buffer_bytes(&in), &small, &e));
		cr_assert(bytes_starts_with(buffer_bytes(&small), "kept"));
		struct bytes packed = bytes_of(small.data + 4, small.size - 4);
		cr_assert(gzip_inflate(packed, sizes[i], &out, &e), "%s", e.detail);
		cr_assert(bytes_equal(buffer_bytes(&in), buffer_bytes(&out)));
		if (sizes[i]) {
			cr_assert_not(gzip_inflate(packed, sizes[i] - 1, &out, &e));
			cr_assert_eq(e.code, ERR_TOO_LARGE);
			cr_assert_eq(out.size, 0);
		}
	}
}

Test(gzip, writes_the_same_bytes_every_time)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 }, again = { 0 };
	cr_assert(gzip_deflate(BYTES("hello hello hello"), &b, &e));
	cr_assert(gzip_deflate(BYTES("hello hello hello"), &again, &e));
	cr_assert(bytes_equal(buffer_bytes(&b), buffer_bytes(&again)));
	static const uint8_t header[10] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255 };
	cr_assert_arr_eq(b.data, header, 10);
}

Test(gzip, notices_every_flipped_bit_of_content)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 }, out = { 0 };
	cr_assert(gzip_deflate(BYTES("a client's record, a client's record"), &b, &e));
	for (size_t i = 0; i < b.size; i++) {
		for (int bit = 0; bit < 8; bit++) {
			b.data[i] ^= (uint8_t)(1 << bit);
			bool good = gzip_inflate(buffer_bytes(&b), 1000, &out, &e);
			/* The flag that says "text" means nothing, nor do the bits between content and sums.
			 */
			if (good)
				cr_assert((i == 3 && bit == 0) || i == b.size - 9, "%zu %d", i, bit);
			if (good)
				cr_assert(bytes_equal_string(buffer_bytes(&out),
				                             "a client's record, a client's record"));
			else
				cr_assert(e.code == ERR_GZIP || e.code == ERR_TOO_LARGE);
			b.data[i] ^= (uint8_t)(1 << bit);
		}
	}
	for (size_t size = 0; size < b.size; size++) {
		cr_assert_not(gzip_inflate(bytes_of(b.data, size), 1000, &out, &e));
		cr_assert_eq(e.code, ERR_GZIP, "%zu", size);
		cr_assert_eq(out.size, 0);
	}
}

Test(gzip, takes_one_member_and_nothing_more)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 }, out = { 0 };
	cr_assert(gzip_deflate(BYTES("one"), &b, &e));
	size_t one = b.size;
	cr_assert(gzip_deflate(BYTES("two"), &b, &e));
	cr_assert_not(gzip_inflate(buffer_bytes(&b), 1000, &out, &e));
	cr_assert_eq(e.code, ERR_GZIP);
	b.data[one] = 0;
	cr_assert_not(gzip_inflate(bytes_of(b.data, one + 1), 1000, &out, &e));
	cr_assert_eq(e.code, ERR_GZIP);
	/* zlib's own form, and no gzip at all. */
	cr_assert_not(gzip_inflate(BYTES("\x78\x9c\x4b\x04\x00\x00\x62\x00\x62"), 1000, &out, &e));
	cr_assert_eq(e.code, ERR_GZIP);
	cr_assert_not(gzip_inflate(BYTES("plain"), 1000, &out, &e));
	cr_assert_eq(e.code, ERR_GZIP);
}

Test(gzip, stops_a_bomb_at_its_limit)
{
	size_t size = 64 << 20;
	uint8_t *zeros = calloc(1, size);
	cr_assert_not_null(zeros);
	_cleanup_(buffer_clear) struct buffer b = { 0 }, out = { 0 };
	cr_assert(gzip_deflate(bytes_of(zeros, size), &b, &e));
	free(zeros);
	cr_assert_lt(b.size, 100000);
	cr_assert_not(gzip_inflate(buffer_bytes(&b), 1 << 20, &out, &e));
	cr_assert_eq(e.code, ERR_TOO_LARGE);
	cr_assert_leq(out.capacity, 2 << 20);
	_cleanup_(buffer_clear) struct buffer tight = { .limit = 10 };
	cr_assert_not(gzip_deflate(BYTES("abc"), &tight, &e));
	cr_assert_eq(e.code, ERR_TOO_LARGE);
}

/* Each of these inflates to the same, and carries more than that. */
Test(gzip, takes_one_spelling_of_the_header_and_no_empty_blocks)
{
	static const uint8_t empty[] = { 0, 0, 0, 0xff, 0xff };
	_cleanup_(buffer_clear) struct buffer b = { 0 }, out = { 0 }, other = { 0 };
	cr_assert(gzip_deflate(BYTES("one"), &b, &e));
	for (size_t at = 3; at < 10; at++) {
		b.data[at] ^= 1;
		cr_assert_not(gzip_inflate(buffer_bytes(&b), 1000, &out, &e), "byte %zu", at);
		cr_assert_eq(e.code, ERR_GZIP);
		b.data[at] ^= 1;
	}
	buffer_append(&other, bytes_of(b.data, 10));
	other.data[3] = 0x10; /* a comment */
	buffer_append(&other, BYTES("geheim\0"));
	buffer_append(&other, bytes_of(b.data + 10, b.size - 10));
	cr_assert_not(gzip_inflate(buffer_bytes(&other), 1000, &out, &e));
	buffer_reset(&other);
	buffer_append(&other, bytes_of(b.data, 10));
	for (size_t i = 0; i < 100; i++)
		buffer_append(&other, bytes_of(empty, sizeof empty));
	buffer_append(&other, bytes_of(b.data + 10, b.size - 10));
	cr_assert_not(gzip_inflate(buffer_bytes(&other), 1000, &out, &e));
	cr_assert_eq(e.code, ERR_GZIP);
	cr_assert_eq(out.size, 0);
}
