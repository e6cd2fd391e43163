/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/base64.h"

#include <criterion/criterion.h>
#include <string.h>

/* RFC 4648 section 10, and the last two characters of the alphabet. */
static const struct {
	const char *plain, *padded, *unpadded;
} vectors[] = {
	{ "", "", "" },
	{ "f", "Zg==", "Zg" },
	{ "fo", "Zm8=", "Zm8" },
	{ "foo", "Zm9v", "Zm9v" },
	{ "foob", "Zm9vYg==", "Zm9vYg" },
	{ "fooba", "Zm9vYmE=", "Zm9vYmE" },
	{ "foobar", "Zm9vYmFy", "Zm9vYmFy" },
	{ "\xfb\xff\xbf", "+/+/", "+/+/" },
};

static void check_encoding(const char *plain, const char *text, enum base64_padding padding)
{
	_cleanup_(buffer_clear) struct buffer b = { 0 };
	base64_append(&b, bytes_of_string(plain), padding);
	cr_assert(bytes_equal_string(buffer_bytes(&b), text), "%s", text);
	uint8_t out[16];
	size_t size = 99;
	cr_assert(base64_decode(bytes_of_string(text), padding, out, strlen(plain), &size), "%s", text);
	cr_assert(bytes_equal_string(bytes_of(out, size), plain));
	if (*plain)
		cr_assert_not(base64_decode(bytes_of_string(text), padding, out, strlen(plain) - 1, &size));
}

Test(base64, gives_the_vectors_of_the_rfc)
{
	for (size_t i = 0; i < ELEMENTS(vectors); i++) {
		check_encoding(vectors[i].plain, vectors[i].padded, BASE64_PADDED);
		check_encoding(vectors[i].plain, vectors[i].unpadded, BASE64_UNPADDED);
	}
}

Test(base64, reads_back_every_byte)
{
	uint8_t all[256], out[256];
	for (size_t i = 0; i < 256; i++)
		all[i] = (uint8_t)i;
	for (size_t size = 0; size <= 256; size++) {
		_cleanup_(buffer_clear) struct buffer b = { 0 };
		base64_append(&b, bytes_of(all, size), BASE64_PADDED);
		size_t got;
		cr_assert(base64_decode(buffer_bytes(&b), BASE64_PADDED, out, sizeof out, &got));
		cr_assert(bytes_equal(bytes_of(out, got), bytes_of(all, size)));
	}
}

Test(base64, refuses_what_is_not_canonical)
{
	static const char *const padded[] = { "Zg",       "Zg=",    "Zg===",      "Zh==",   "Zm9=",
		                              "=",        "==",     "===",        "====",   "Z===",
		                              "Zg==Zg==", "Zm9v\n", "Zm 9",       "Zm-_",   "Zm8=\n",
		                              "Zm9v=",    "Z=g=",   "Zm9vYg==\n", "\x80m9v" };
	static const char *const unpadded[] = { "Z",    "Zg==", "Zh",   "Zm9",  "Zm9vY",
		                                "Zm8=", "Zg\n", "Z g",  "@m9v", "[m9v",
		                                "`m9v", "{m9v", "/m:v", "*m9v", "\xffm9v" };
	uint8_t out[16];
	size_t size = 77;
	for (size_t i = 0; i < ELEMENTS(padded); i++)
		cr_assert_not(base64_decode(bytes_of_string(padded[i]), BASE64_PADDED, out, sizeof out,
		                            &size),
		              "%zu", i);
	for (size_t i = 0; i < ELEMENTS(unpadded); i++)
		cr_assert_not(base64_decode(bytes_of_string(unpadded[i]), BASE64_UNPADDED, out, sizeof out,
		                            &size),
		              "%zu", i);
	cr_assert_eq(size, 77, "a failure sets nothing");
	cr_assert_not(base64_decode(bytes_of("Zm\0v", 4), BASE64_UNPADDED, out, sizeof out, &size));
}

Test(base64, accepts_the_alphabet_and_nothing_else)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (unsigned c = 0; c < 256; c++) {
		uint8_t text[4] = { 'A', 'A', 'A', (uint8_t)c }, out[3];
		size_t size;
		const char *at = c ? strchr(alphabet, (int)c) : NULL;
		bool good = base64_decode(bytes_of(text, 4), BASE64_UNPADDED, out, 3, &size);
		cr_assert_eq(good, at != NULL, "%u", c);
		if (at)
			cr_assert_eq(out[2], at - alphabet);
	}
}
