/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/hash.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <string.h>

static void check_hex(const struct sha256 *h, const char *hex)
{
	char text[SHA256_HEX_SIZE + 1];
	sha256_hex(h, text);
	cr_assert_str_eq(text, hex);
}

/* FIPS 180-4's examples. */
Test(sha256, gives_the_known_answers)
{
	struct sha256 h;
	sha256_of((struct bytes){ 0 }, &h);
	check_hex(&h, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	sha256_of(BYTES("abc"), &h);
	check_hex(&h, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	sha256_of(BYTES("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), &h);
	check_hex(&h, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

Test(sha256, does_not_see_where_parts_end)
{
	struct sha256 whole, parts;
	sha256_of(BYTES("abc"), &whole);
	sha256_of_parts((struct bytes[]){ BYTES("a"), { 0 }, BYTES("bc") }, 3, &parts);
	cr_assert(sha256_equal(&whole, &parts));
	sha256_of_parts((struct bytes[]){ BYTES("a"), BYTES("cb") }, 2, &parts);
	cr_assert_not(sha256_equal(&whole, &parts));
}

Test(sha256, streams_a_million_and_starts_again)
{
	struct sha256_stream s;
	char block[1000];
	memset(block, 'a', sizeof block);
	struct sha256 h;
	for (int round = 0; round < 2; round++) {
		sha256_start(&s);
		for (int i = 0; i < 1000; i++) {
			sha256_update(&s, bytes_of(block, sizeof block));
			sha256_of(BYTES("something else in between"), &h);
		}
		sha256_end(&s, &h);
		check_hex(&h, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	}
	sha256_start(&s);
	sha256_end(&s, &h);
	check_hex(&h, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void *hash_much(void *seed)
{
	struct sha256 *h = seed;
	for (int i = 0; i < 2000; i++)
		sha256_of(bytes_of(h->bytes, SHA256_SIZE), h);
	return NULL;
}

Test(sha256, works_in_threads_at_once)
{
	struct sha256 results[4] = { 0 };
	pthread_t threads[4];
	for (size_t i = 0; i < 4; i++)
		cr_assert_eq(pthread_create(&threads[i], NULL, hash_much, &results[i]), 0);
	for (size_t i = 0; i < 4; i++)
		cr_assert_eq(pthread_join(threads[i], NULL), 0);
	struct sha256 alone = { 0 };
	hash_much(&alone);
	for (size_t i = 0; i < 4; i++)
		cr_assert(sha256_equal(&results[i], &alone));
}

/* RFC 4231, test cases 1, 2, 4, 6 and 7. */
Test(hmac, gives_the_known_answers)
{
	uint8_t bytes[131];
	struct sha256 h;
	memset(bytes, 0x0b, 20);
	hmac_sha256(bytes_of(bytes, 20), (struct bytes[]){ BYTES("Hi There") }, 1, &h);
	check_hex(&h, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
	hmac_sha256(BYTES("Jefe"), (struct bytes[]){ BYTES("what do ya want "), BYTES("for nothing?") }, 2,
	            &h);
	check_hex(&h, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	for (uint8_t i = 0; i < 25; i++)
		bytes[i] = (uint8_t)(i + 1);
	uint8_t data[50];
	memset(data, 0xcd, sizeof data);
	hmac_sha256(bytes_of(bytes, 25), (struct bytes[]){ bytes_of(data, sizeof data) }, 1, &h);
	check_hex(&h, "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
	memset(bytes, 0xaa, sizeof bytes);
	hmac_sha256(bytes_of(bytes, 131),
	            (struct bytes[]){ BYTES("Test Using Larger Than Block-Size Key - Hash Key First") }, 1,
	            &h);
	check_hex(&h, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
	hmac_sha256(bytes_of(bytes, 131),
	            (struct bytes[]){
			    BYTES("This is a test using a larger than block-size key and a larger than "
	                          "block-size data. The key needs to be hashed before being used by the HMAC "
	                          "algorithm.") },
	            1, &h);
	check_hex(&h, "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

Test(sha256, parses_lower_case_of_the_right_size_only)
{
	struct sha256 h, again;
	char text[SHA256_HEX_SIZE + 1];
	sha256_of(BYTES("abc"), &h);
	sha256_hex(&h, text);
	cr_assert(sha256_parse(bytes_of_string(text), &again));
	cr_assert(sha256_equal(&h, &again));
	cr_assert_not(sha256_parse(bytes_of(text, 63), &again));
	cr_assert_not(sha256_parse(bytes_of(text, 62), &again));
	text[0] = 'B';
	cr_assert_not(sha256_parse(bytes_of_string(text), &again));
	text[0] = 'g';
	cr_assert_not(sha256_parse(bytes_of_string(text), &again));
}

Test(sha256, tells_a_difference_in_any_bit)
{
	struct sha256 a, b;
	sha256_of(BYTES("abc"), &a);
	for (size_t i = 0; i < SHA256_SIZE * 8; i++) {
		b = a;
		b.bytes[i / 8] ^= (uint8_t)(1u << i % 8);
		cr_assert_not(sha256_equal(&a, &b));
	}
}
