/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/bech32.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <string.h>

/* From BIP 173's list of valid strings: the values 0 to 31, which make 20 bytes. */
static const char ordered[] = "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw";

Test(bech32, gives_the_vector_of_the_bip)
{
	uint8_t data[20];
	char out[BECH32_MAX + 1];
	cr_assert(bech32_decode(bytes_of_string(ordered), "abcdef", false, data, sizeof data));
	static const char hex[] = "00443214c74254b635cf84653a56d7c675be77df";
	uint8_t expected[20];
	cr_assert(hex_decode(bytes_of_string(hex), expected, 20));
	cr_assert_arr_eq(data, expected, 20);
	cr_assert(bech32_encode("abcdef", bytes_of(data, 20), out));
	cr_assert_str_eq(out, ordered);
}

Test(bech32, takes_an_empty_part_of_data)
{
	char out[BECH32_MAX + 1];
	cr_assert(bech32_encode("a", bytes_of(NULL, 0), out));
	cr_assert_str_eq(out, "a12uel5l");
	uint8_t none;
	cr_assert(bech32_decode(BYTES("A12UEL5L"), "a", true, &none, 0));
}

Test(bech32, reads_back_every_size)
{
	uint8_t data[64], back[64];
	for (size_t i = 0; i < sizeof data; i++)
		data[i] = (uint8_t)(i * 37 + 200);
	for (size_t size = 0; size <= 64; size++) {
		char out[BECH32_MAX + 1];
		cr_assert(bech32_encode("age-secret-key-", bytes_of(data, size), out));
		for (char *c = out; *c; c++)
			*c = (char)toupper(*c);
		cr_assert(bech32_decode(bytes_of_string(out), "age-secret-key-", true, back, size), "%zu",
		          size);
		cr_assert(bytes_equal(bytes_of(data, size), bytes_of(back, size)));
		cr_assert_not(bech32_decode(bytes_of_string(out), "age-secret-key-", false, back, size));
	}
}

Test(bech32, notices_every_changed_character)
{
	uint8_t data[32] = { 1, 2, 3 }, back[32];
	char out[BECH32_MAX + 1];
	cr_assert(bech32_encode("age", bytes_of(data, 32), out));
	size_t size = strlen(out);
	cr_assert_eq(size, 62);
	for (size_t i = 0; i < size; i++) {
		for (unsigned c = 1; c < 256; c++) {
			char changed[BECH32_MAX + 1];
			memcpy(changed, out, size + 1);
			if ((uint8_t)changed[i] == c)
				continue;
			changed[i] = (char)c;
			cr_assert_not(bech32_decode(bytes_of(changed, size), "age", false, back, 32),
			              "%zu %u", i, c);
		}
	}
	cr_assert_not(bech32_decode(bytes_of(out, size - 1), "age", false, back, 32));
	cr_assert_not(bech32_decode(bytes_of(out, size), "age", false, back, 31));
	cr_assert_not(bech32_decode(bytes_of(out, size), "agf", false, back, 32));
	cr_assert_not(bech32_decode(bytes_of(out, size), "ag", false, back, 32));
	cr_assert_not(bech32_decode(bytes_of(out, size), "", false, back, 32));
}

Test(bech32, refuses_left_over_bits)
{
	/* A byte of zeros and then 01 where 00 must be, under a good checksum. */
	uint8_t out;
	char text[BECH32_MAX + 1];
	cr_assert(bech32_encode("a", bytes_of("\0", 1), text));
	static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
	/* The checksum is linear: that of the changed text differs by the checksum of the change. */
	uint32_t difference = 1,
		 generator[5] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3 };
	for (int step = 0; step < 6; step++) {
		uint32_t top = difference >> 25;
		difference = (difference & 0x1ffffff) << 5;
		for (unsigned i = 0; i < 5; i++)
			difference ^= (top >> i & 1) ? generator[i] : 0;
	}
	cr_assert_eq(text[3], 'q');
	text[3] = 'p';
	for (unsigned i = 0; i < 6; i++) {
		uint32_t value = (uint32_t)(strchr(alphabet, text[4 + i]) - alphabet);
		text[4 + i] = alphabet[value ^ (difference >> (25 - 5 * i) & 31)];
	}
	cr_assert_not(bech32_decode(bytes_of_string(text), "a", false, &out, 1));
}

Test(bech32, refuses_mixed_case_and_wrong_prefixes)
{
	uint8_t data[20];
	char text[sizeof ordered], out[BECH32_MAX + 1];
	memcpy(text, ordered, sizeof text);
	text[0] = 'A';
	cr_assert_not(bech32_decode(bytes_of_string(text), "abcdef", false, data, 20));
	cr_assert_not(bech32_decode(bytes_of_string(text), "abcdef", true, data, 20));
	cr_assert_not(bech32_encode("", bytes_of(data, 20), out));
	cr_assert_not(bech32_encode("AGE", bytes_of(data, 20), out));
	cr_assert_not(bech32_encode("a b", bytes_of(data, 20), out));
	cr_assert_not(bech32_encode("a", bytes_of(text, 65), out));
	uint8_t big[64] = { 0 };
	cr_assert(bech32_encode("eighteen-character", bytes_of(big, 64), out));
	cr_assert_eq(strlen(out), BECH32_MAX);
	cr_assert_not(bech32_encode("nineteen-characters", bytes_of(big, 64), out));
}
