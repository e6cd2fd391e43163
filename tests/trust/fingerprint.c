/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/fingerprint.h"

#include <criterion/criterion.h>
#include <string.h>

Test(fingerprint, is_shown_in_groups_and_read_as_typed)
{
	struct sha256 h, back;
	char shown[FINGERPRINT_SHOWN_SIZE + 1];
	sha256_of(BYTES("abc"), &h);
	fingerprint_show(&h, shown);
	cr_expect_str_eq(shown,
	                 "ba78 16bf 8f01 cfea 4141 40de 5dae 2223 b003 61a3 9617 7a9c b410 ff61 f200 15ad");
	cr_assert(fingerprint_parse(bytes_of_string(shown), &back));
	cr_expect(sha256_equal(&h, &back));
	cr_assert(fingerprint_parse(
		BYTES("BA7816BF8F01CFEA414140DE5DAE2223 B00361A396177A9C\tB410FF61F20015AD\n"), &back));
	cr_expect(sha256_equal(&h, &back));
	shown[FINGERPRINT_SHOWN_SIZE - 1] = 'g';
	cr_expect_not(fingerprint_parse(bytes_of_string(shown), &back));
	shown[FINGERPRINT_SHOWN_SIZE - 1] = 0;
	cr_expect_not(fingerprint_parse(bytes_of_string(shown), &back));
	cr_expect_not(
		fingerprint_parse(BYTES("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0"),
	                          &back));
	cr_expect_not(fingerprint_parse(BYTES(""), &back));
}

/* By an independent few lines of Python, which docs/format/fingerprint.md has:
 * " ".join("%05d" % int(h[i:i + 4], 16) for i in range(0, 64, 4)) */
static const struct {
	const char *hex, *spoken;
} vectors[] = {
	{ "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	  "58288 50242 39164 07188 39675 62664 39279 47396 10158 16868 25755 37708 42133 39195 30802 47189" },
	{ "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
	  "47736 05823 36609 53226 16705 16606 23982 08739 45059 24995 38423 31388 46096 65377 61952 05549" },
	{ "764f747e9cbf079dc5cfa70282244e904c2f73a85efd91277913f01975032c24",
	  "30287 29822 40127 01949 50639 42754 33316 20112 19503 29608 24317 37159 30995 61465 29955 11300" },
	{ "541b3e9daa09b20bf85fa273e5cbd3e80185aa4ec298e765db87742b70138a53",
	  "21531 16029 43529 45579 63583 41587 58827 54248 00389 43598 49816 59237 56199 29739 28691 35411" },
	{ "0000000000000000000000000000000000000000000000000000000000000000",
	  "00000 00000 00000 00000 00000 00000 00000 00000 00000 00000 00000 00000 00000 00000 00000 00000" },
	{ "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
	  "65535 65535 65535 65535 65535 65535 65535 65535 65535 65535 65535 65535 65535 65535 65535 65535" },
};

Test(fingerprint, is_spoken_in_groups_of_five)
{
	for (size_t i = 0; i < ELEMENTS(vectors); i++) {
		struct sha256 h, back;
		char spoken[FINGERPRINT_SPOKEN_SIZE + 1];
		cr_assert(sha256_parse(bytes_of_string(vectors[i].hex), &h));
		fingerprint_show_spoken(&h, spoken);
		cr_expect_str_eq(spoken, vectors[i].spoken);
		cr_assert(fingerprint_parse(bytes_of_string(spoken), &back));
		cr_expect(sha256_equal(&h, &back));
	}
}

Test(fingerprint, blanks_are_passed_over_wherever_they_stand)
{
	struct sha256 h, back;
	char typed[2 * FINGERPRINT_SPOKEN_SIZE + 1];
	size_t at = 0;
	cr_assert(sha256_parse(bytes_of_string(vectors[1].hex), &h));
	for (const char *c = vectors[1].spoken; *c; c++)
		if (*c != ' ') {
			typed[at++] = *c;
			typed[at] = "\t \n"[at % 3];
			at++;
		}
	cr_assert(fingerprint_parse(bytes_of(typed, at), &back));
	cr_expect(sha256_equal(&h, &back));
}

/* Each digit changed to each other: it is refused, or is another fingerprint, and never the same. */
Test(fingerprint, a_slip_never_says_the_same)
{
	struct sha256 h, back;
	char typed[FINGERPRINT_SPOKEN_SIZE + 1];
	cr_assert(sha256_parse(bytes_of_string(vectors[1].hex), &h));
	for (size_t i = 0; i < FINGERPRINT_SPOKEN_SIZE; i++)
		for (char c = '0'; c <= '9' && vectors[1].spoken[i] != ' '; c++) {
			memcpy(typed, vectors[1].spoken, sizeof typed);
			typed[i] = c;
			if (c != vectors[1].spoken[i])
				cr_expect(!fingerprint_parse(bytes_of_string(typed), &back) ||
				          !sha256_equal(&h, &back));
		}
}

/* The first 64 of the 80 digits are hexadecimal ones as well, of something else. */
#define CUT_TO_64 (64u + 12u)

Test(fingerprint, what_is_neither_form_is_refused)
{
	struct sha256 h, back;
	char typed[FINGERPRINT_SPOKEN_SIZE + 2];
	cr_assert(sha256_parse(bytes_of_string(vectors[1].hex), &h));
	memcpy(typed, vectors[1].spoken, FINGERPRINT_SPOKEN_SIZE + 1);
	for (size_t size = 0; size < FINGERPRINT_SPOKEN_SIZE; size++)
		cr_expect(!fingerprint_parse(bytes_of(typed, size), &back) ||
		                  (size == CUT_TO_64 && !sha256_equal(&h, &back)),
		          "cut at %zu", size);
	typed[FINGERPRINT_SPOKEN_SIZE] = '0';
	cr_expect_not(fingerprint_parse(bytes_of(typed, FINGERPRINT_SPOKEN_SIZE + 1), &back));
	memcpy(typed, "65536", 5);
	cr_expect_not(fingerprint_parse(bytes_of(typed, FINGERPRINT_SPOKEN_SIZE), &back));
	memcpy(typed, "0000a", 5);
	cr_expect_not(fingerprint_parse(bytes_of(typed, FINGERPRINT_SPOKEN_SIZE), &back));
	memcpy(typed, "-0001", 5);
	cr_expect_not(fingerprint_parse(bytes_of(typed, FINGERPRINT_SPOKEN_SIZE), &back));
}
