/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/base64.h"

/* All ones when `low <= c <= high`, zero otherwise; without a branch. */
static uint32_t within(uint32_t c, uint32_t low, uint32_t high)
{
	return 0u - (((low - 1 - c) & (c - high - 1)) >> 31);
}

static uint8_t character_of(uint32_t value)
{
	uint32_t c = (within(value, 0, 25) & (value + 'A')) | (within(value, 26, 51) & (value - 26 + 'a')) |
	             (within(value, 52, 61) & (value - 52 + '0')) | (within(value, 62, 62) & '+') |
	             (within(value, 63, 63) & '/');
	return (uint8_t)c;
}

/* The six bits that `c` stands for; sets `*bad` for anything outside the alphabet. */
static uint32_t value_of(uint32_t c, uint32_t *bad)
{
	uint32_t upper = within(c, 'A', 'Z'), lower = within(c, 'a', 'z'), digit = within(c, '0', '9');
	uint32_t plus = within(c, '+', '+'), slash = within(c, '/', '/');
	*bad |= ~(upper | lower | digit | plus | slash);
	return (upper & (c - 'A')) | (lower & (c - 'a' + 26)) | (digit & (c - '0' + 52)) | (plus & 62) |
	       (slash & 63);
}

/* One to three bytes, as two to four characters and the padding asked for. */
static size_t encode_group(const uint8_t *in, size_t size, enum base64_padding padding, uint8_t out[4])
{
	uint32_t bits = (uint32_t)in[0] << 16;
	if (size > 1)
		bits |= (uint32_t)in[1] << 8;
	if (size > 2)
		bits |= in[2];
	for (size_t i = 0; i < 4; i++)
		out[i] = i <= size ? character_of(bits >> (18 - 6 * i) & 63) : '=';
	return padding == BASE64_PADDED ? 4 : size + 1;
}

void base64_append(struct buffer *out, struct bytes in, enum base64_padding padding)
{
	for (size_t at = 0; at < in.size; at += 3) {
		uint8_t group[4];
		size_t left = in.size - at;
		size_t size = encode_group(in.data + at, left < 3 ? left : 3, padding, group);
		buffer_append(out, bytes_of(group, size));
	}
}

/* Two to four characters to one to three bytes. Sets `*bad` also for unused bits that aren't zero. */
static void decode_group(const uint8_t *in, size_t size, uint8_t *out, uint32_t *bad)
{
	uint32_t bits = 0;
	for (size_t i = 0; i < 4; i++)
		bits = bits << 6 | (i < size ? value_of(in[i], bad) : 0);
	for (size_t i = 0; i + 1 < size; i++)
		out[i] = (uint8_t)(bits >> (16 - 8 * i));
	*bad |= bits & (0xffffffu >> (8 * (size - 1)));
}

bool base64_decode(struct bytes text, enum base64_padding padding, uint8_t *out, size_t size,
                   size_t *ret_size)
{
	size_t characters = text.size;
	if (padding == BASE64_PADDED) {
		if (characters % 4)
			return false;
		for (int i = 0; i < 2 && characters && text.data[characters - 1] == '='; i++)
			characters--;
	}
	size_t rest = characters % 4;
	if (rest == 1)
		return false;
	size_t decoded = characters / 4 * 3 + (rest ? rest - 1 : 0);
	if (decoded > size)
		return false;
	uint32_t bad = 0;
	for (size_t at = 0; at < characters; at += 4) {
		size_t left = characters - at;
		decode_group(text.data + at, left < 4 ? left : 4, out + at / 4 * 3, &bad);
	}
	if (bad)
		return false;
	*ret_size = decoded;
	return true;
}
