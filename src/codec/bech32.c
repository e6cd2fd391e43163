/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/bech32.h"

#include <string.h>

#define CHECKSUM_SIZE 6u
#define DATA_MAX 64u
#define VALUES_MAX ((DATA_MAX * 8 + 4) / 5)

static const uint8_t alphabet[32] = { 'q', 'p', 'z', 'r', 'y', '9', 'x', '8', 'g', 'f', '2',
	                              't', 'v', 'd', 'w', '0', 's', '3', 'j', 'n', '5', '4',
	                              'k', 'h', 'c', 'e', '6', 'm', 'u', 'a', '7', 'l' };

/* All ones when equal, zero otherwise; without a branch. */
static uint32_t same(uint32_t a, uint32_t b)
{
	return 0u - (((a ^ b) - 1) >> 31);
}

static uint8_t character_of(uint32_t value)
{
	uint32_t c = 0;
	for (uint32_t i = 0; i < 32; i++)
		c |= same(i, value) & alphabet[i];
	return (uint8_t)c;
}

/* `c` must be lower case; sets `*bad` for anything outside the alphabet. */
static uint8_t value_of(uint8_t c, uint32_t *bad)
{
	uint32_t value = 0, found = 0;
	for (uint32_t i = 0; i < 32; i++) {
		uint32_t hit = same(alphabet[i], c);
		value |= hit & i;
		found |= hit;
	}
	*bad |= ~found;
	return (uint8_t)value;
}

/* BIP 173's checksum: one step for a value of five bits. */
static uint32_t polymod(uint32_t checksum, uint32_t value)
{
	static const uint32_t generator[5] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3 };
	uint32_t top = checksum >> 25;
	checksum = (checksum & 0x1ffffff) << 5 ^ value;
	for (uint32_t i = 0; i < 5; i++)
		checksum ^= (0u - (top >> i & 1)) & generator[i];
	return checksum;
}

static uint32_t polymod_hrp(const char *hrp)
{
	uint32_t checksum = 1;
	for (const char *c = hrp; *c; c++)
		checksum = polymod(checksum, (uint32_t)(uint8_t)*c >> 5);
	checksum = polymod(checksum, 0);
	for (const char *c = hrp; *c; c++)
		checksum = polymod(checksum, (uint8_t)*c & 31);
	return checksum;
}

/* The length of a usable human-readable part; 0 when it isn't one. */
static size_t hrp_size(const char *hrp)
{
	size_t size = 0;
	for (; hrp[size]; size++)
		if (hrp[size] < '!' || hrp[size] > '~' || (hrp[size] >= 'A' && hrp[size] <= 'Z') ||
		    size == BECH32_MAX)
			return 0;
	return size;
}

bool bech32_encode(const char *hrp, struct bytes data, char out[BECH32_MAX + 1])
{
	size_t prefix = hrp_size(hrp), values = data.size <= DATA_MAX ? (data.size * 8 + 4) / 5 : 0;
	if (!prefix || data.size > DATA_MAX || prefix + 1 + values + CHECKSUM_SIZE > BECH32_MAX)
		return false;
	memcpy(out, hrp, prefix);
	char *at = out + prefix;
	*at++ = '1';
	uint32_t checksum = polymod_hrp(hrp), bits = 0, have = 0;
	for (size_t i = 0, used = 0; i < values; i++) {
		if (have < 5) {
			bits = bits << 8 | (used < data.size ? data.data[used] : 0);
			used++;
			have += 8;
		}
		have -= 5;
		uint32_t value = bits >> have & 31;
		checksum = polymod(checksum, value);
		*at++ = (char)character_of(value);
	}
	for (size_t i = 0; i < CHECKSUM_SIZE; i++)
		checksum = polymod(checksum, 0);
	checksum ^= 1;
	for (uint32_t i = 0; i < CHECKSUM_SIZE; i++)
		*at++ = (char)character_of(checksum >> (25 - 5 * i) & 31);
	*at = 0;
	return true;
}

/* `text` to lower case in `out`; false when it holds the case not asked for. The
 * range tests are done on every character alike. */
static bool fold(struct bytes text, bool upper, uint8_t *out)
{
	uint32_t bad = 0;
	for (size_t i = 0; i < text.size; i++) {
		uint32_t c = text.data[i];
		uint32_t is_upper = (('A' - 1 - c) & (c - 'Z' - 1)) >> 31,
			 is_lower = (('a' - 1 - c) & (c - 'z' - 1)) >> 31;
		bad |= upper ? is_lower : is_upper;
		out[i] = (uint8_t)(c + 32 * is_upper);
	}
	return bad == 0;
}

/* Values of five bits to exactly `size` bytes; sets `*bad` when the bits left over aren't zero. */
static void unpack(const uint8_t *values, size_t count, uint8_t *out, size_t size, uint32_t *bad)
{
	uint32_t bits = 0, have = 0;
	size_t done = 0;
	for (size_t i = 0; i < count; i++) {
		bits = (bits << 5 | values[i]) & 0xfff;
		have += 5;
		if (have >= 8 && done < size) {
			have -= 8;
			out[done++] = (uint8_t)(bits >> have);
		}
	}
	*bad |= bits & ((1u << have) - 1);
}

bool bech32_decode(struct bytes text, const char *hrp, bool upper, uint8_t *out, size_t size)
{
	size_t prefix = hrp_size(hrp), count = size <= DATA_MAX ? (size * 8 + 4) / 5 : 0;
	if (!prefix || size > DATA_MAX || text.size > BECH32_MAX ||
	    text.size != prefix + 1 + count + CHECKSUM_SIZE)
		return false;
	uint8_t folded[BECH32_MAX] = { 0 }, values[VALUES_MAX + CHECKSUM_SIZE] = { 0 };
	bool good = fold(text, upper, folded) && memcmp(folded, hrp, prefix) == 0 && folded[prefix] == '1';
	if (good) {
		uint32_t bad = 0, checksum = polymod_hrp(hrp);
		for (size_t i = 0; i < count + CHECKSUM_SIZE; i++) {
			values[i] = value_of(folded[prefix + 1 + i], &bad);
			checksum = polymod(checksum, values[i]);
		}
		unpack(values, count, out, size, &bad);
		good = bad == 0 && checksum == 1;
	}
	explicit_bzero(folded, sizeof folded);
	explicit_bzero(values, sizeof values);
	return good;
}
