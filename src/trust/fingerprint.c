/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/fingerprint.h"

#include <stdio.h>
#include <string.h>

#define GROUPS 16u
#define SPOKEN_DIGITS 5u

void fingerprint_show(const struct sha256 *h, char out[FINGERPRINT_SHOWN_SIZE + 1])
{
	char hex[SHA256_HEX_SIZE + 1];
	sha256_hex(h, hex);
	for (size_t i = 0; i < SHA256_HEX_SIZE; i++) {
		if (i && i % 4 == 0)
			*out++ = ' ';
		*out++ = hex[i];
	}
	*out = 0;
}

void fingerprint_show_spoken(const struct sha256 *h, char out[FINGERPRINT_SPOKEN_SIZE + 1])
{
	size_t at = 0;
	for (size_t i = 0; i < GROUPS; i++) {
		unsigned group = h->bytes[2 * i] * 256u + h->bytes[2 * i + 1];
		at += (size_t)snprintf(out + at, FINGERPRINT_SPOKEN_SIZE + 1 - at, "%s%05u", i ? " " : "",
		                       group);
	}
}

static bool parse_spoken(const char digits[GROUPS * SPOKEN_DIGITS], struct sha256 *ret)
{
	for (size_t i = 0; i < GROUPS; i++) {
		unsigned group = 0;
		for (size_t k = 0; k < SPOKEN_DIGITS; k++) {
			char c = digits[i * SPOKEN_DIGITS + k];
			if (c < '0' || c > '9')
				return false;
			group = group * 10 + (unsigned)(c - '0');
		}
		if (group > UINT16_MAX)
			return false;
		ret->bytes[2 * i] = (uint8_t)(group >> 8);
		ret->bytes[2 * i + 1] = (uint8_t)(group & 0xff);
	}
	return true;
}

bool fingerprint_parse(struct bytes typed, struct sha256 *ret)
{
	char digits[GROUPS * SPOKEN_DIGITS];
	struct sha256 hash = { 0 };
	size_t count = 0;
	for (size_t i = 0; i < typed.size; i++) {
		uint8_t c = typed.data[i];
		if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
			continue;
		if (count == sizeof digits)
			return false;
		digits[count++] = (char)(c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c);
	}
	if (count == SHA256_HEX_SIZE ? !sha256_parse(bytes_of(digits, count), &hash)
	                             : count != sizeof digits || !parse_spoken(digits, &hash))
		return false;
	*ret = hash;
	return true;
}
