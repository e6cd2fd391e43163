/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* Wycheproof's vectors of what age files and the log are made with (tests/vectors/wycheproof), through the
 * functions that sluis calls. Ed25519 stands in ed25519_vectors.c. */
#include "codec/bech32.h"
#include "crypto/age_header.h"
#include "vector_file.h"

#include <sodium.h>
#include <stdio.h>

#define X25519_VECTORS 518u
#define CHACHA_VECTORS 325u
#define HKDF_VECTORS 86u
#define HMAC_VECTORS 174u

static const uint8_t file_key[AGE_FILE_KEY_SIZE] = "a file key of 16";
static const uint8_t no_nonce[12];

static void say(const char *what, size_t count, size_t good)
{
	printf("%s, wycheproof: %zu vectors, %zu accepted\n", what, count, good);
	fflush(stdout);
}

/* --- X25519 --- */

/* Scalar and identity by the way of the key file. */
static void identity_of(const json_t *v, struct age_identity *ret)
{
	uint8_t scalar[32];
	char text[BECH32_MAX + 1];
	struct error e;
	vector_array(v, "private", scalar, sizeof scalar);
	cr_assert(bech32_encode("age-secret-key-", bytes_of(scalar, sizeof scalar), text));
	for (char *c = text; *c; c++)
		*c = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
	cr_assert(age_identity_parse(bytes_of_string(text), ret, &e), "%s", e.detail);
}

/* The head of an age file whose one stanza has the vector's public key for its share, and wraps the file key
 * under the shared secret that the vector says: it opens when sluis arrives at the same secret. */
static void append_head(const json_t *v, const struct age_recipient *recipient, struct buffer *ret)
{
	_cleanup_(buffer_clear) struct buffer arguments = { 0 };
	uint8_t share[32], shared[32], wrap_key[32], body[AGE_BODY_SIZE];
	struct sha256 mac;
	vector_array(v, "public", share, sizeof share);
	vector_array(v, "shared", shared, sizeof shared);
	age_wrap_key_x25519(shared, share, recipient, wrap_key);
	crypto_aead_chacha20poly1305_ietf_encrypt(body, NULL, file_key, sizeof file_key, NULL, 0, NULL,
	                                          no_nonce, wrap_key);
	buffer_append_string(&arguments, "X25519 ");
	base64_append(&arguments, bytes_of(share, sizeof share), BASE64_UNPADDED);
	buffer_append_string(ret, AGE_VERSION_LINE);
	age_header_append_stanza(ret, buffer_string(&arguments), body);
	buffer_append_string(ret, "---");
	age_header_mac(bytes_of(file_key, sizeof file_key), buffer_bytes(ret), &mac);
	buffer_append_byte(ret, ' ');
	base64_append(ret, bytes_of(mac.bytes, SHA256_SIZE), BASE64_UNPADDED);
	buffer_append_byte(ret, '\n');
	buffer_append(ret, bytes_of((uint8_t[AGE_NONCE_SIZE]){ 0 }, AGE_NONCE_SIZE));
}

static bool opens(const json_t *v, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer head = { 0 };
	_cleanup_(age_identity_clear) struct age_identity id = { 0 };
	_cleanup_(age_reader_freep) struct age_reader *reader = NULL;
	identity_of(v, &id);
	append_head(v, &id.recipient, &head);
	struct bytes left = buffer_bytes(&head);
	return age_reader_start(source_of_bytes(&left),
	                        &(struct age_keys){ .identities = &id, .identity_count = 1 }, &reader, e);
}

/* Whether the vector's public key is one that a roster may name for a unit. */
static bool is_recipient(const json_t *v)
{
	uint8_t key[32];
	char text[BECH32_MAX + 1];
	struct age_recipient r;
	struct error e;
	vector_array(v, "public", key, sizeof key);
	return bech32_encode("age", bytes_of(key, sizeof key), text) &&
	       age_recipient_parse(bytes_of_string(text), &r, &e);
}

/* "Acceptable" are keys on the twist, other spellings of a coordinate, and keys of low order. The first two
 * are computed as RFC 7748 says. Those of low order give a secret that anybody knows, all zeros: RFC 7748
 * leaves it to the protocol, age (c2sp.org/age) refuses them, and so are they refused here, as share in a
 * header and as recipient. */
Test(wycheproof_vectors, x25519)
{
	json_t *all = vectors_load("wycheproof/x25519.json", X25519_VECTORS), *v;
	size_t good = 0, failed = 0, i;
	json_array_foreach(all, i, v)
	{
		struct error e;
		bool low_order = vector_flag(v, "ZeroSharedSecret"), opened = opens(v, &e);
		good += opened;
		if (opened == low_order || (low_order && e.code != ERR_AGE_HEADER) ||
		    is_recipient(v) == low_order) {
			printf("vector %zu: %s\n", i + 1, opened ? "opened" : e.detail);
			failed++;
		}
	}
	say("x25519", i, good);
	json_decref(all);
	cr_assert_eq(failed, 0);
}

/* --- ChaCha20-Poly1305 --- */

static bool seals_alike(const uint8_t *key, const uint8_t *nonce, struct bytes aad, struct bytes plain,
                        struct bytes sealed)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	unsigned long long size;
	uint8_t *room = buffer_room(&out, plain.size + AGE_TAG_SIZE);
	cr_assert_not_null(room);
	crypto_aead_chacha20poly1305_ietf_encrypt(room, &size, plain.data, plain.size, aad.data, aad.size,
	                                          NULL, nonce, key);
	return bytes_equal(bytes_of(room, (size_t)size), sealed);
}

static bool unseals(const uint8_t *key, const uint8_t *nonce, struct bytes aad, struct bytes sealed,
                    struct bytes plain)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	unsigned long long size;
	uint8_t *room = buffer_room(&out, sealed.size);
	return room &&
	       crypto_aead_chacha20poly1305_ietf_decrypt(room, &size, NULL, sealed.data, sealed.size,
	                                                 aad.data, aad.size, nonce, key) == 0 &&
	       bytes_equal(bytes_of(room, (size_t)size), plain);
}

/* age has nonces of its own, so that no vector fits a file: what is tried is libsodium's function, which
 * age_read.c and age_write.c call. A nonce of another size, of which there are nine, can't be given to it. */
Test(wycheproof_vectors, chacha20_poly1305)
{
	json_t *all = vectors_load("wycheproof/chacha20_poly1305.json", CHACHA_VECTORS), *v;
	_cleanup_(buffer_clear) struct buffer aad = { 0 }, plain = { 0 }, sealed = { 0 }, tag = { 0 };
	size_t good = 0, failed = 0, unfit = 0, i;
	json_array_foreach(all, i, v)
	{
		uint8_t key[crypto_aead_chacha20poly1305_ietf_KEYBYTES],
			nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES];
		if (strlen(vector_text(v, "iv")) != 2 * sizeof nonce) {
			cr_assert(vector_result(v, "invalid"));
			unfit++;
			continue;
		}
		vector_array(v, "key", key, sizeof key);
		vector_array(v, "iv", nonce, sizeof nonce);
		struct bytes a = vector_hex(v, "aad", &aad), p = vector_hex(v, "msg", &plain);
		vector_hex(v, "ct", &sealed);
		buffer_append(&sealed, vector_hex(v, "tag", &tag));
		bool valid = vector_result(v, "valid"),
		     accepts = unseals(key, nonce, a, buffer_bytes(&sealed), p);
		good += accepts;
		if (accepts != valid || seals_alike(key, nonce, a, p, buffer_bytes(&sealed)) != valid) {
			printf("vector %zu: %s\n", i + 1, accepts ? "accepted" : "refused");
			failed++;
		}
	}
	say("chacha20-poly1305", i, good);
	json_decref(all);
	cr_assert_eq(failed, 0);
	cr_assert_eq(unfit, 9);
}

/* --- HKDF and HMAC --- */

/* `age_derive` gives 32 bytes, and takes its info as a string. Of shorter and longer outputs the first of
 * them are compared (RFC 5869: T(1) doesn't depend on the size); the three invalid ones ask more than HKDF
 * has, which can't be asked here. */
Test(wycheproof_vectors, hkdf_sha256)
{
	json_t *all = vectors_load("wycheproof/hkdf_sha256.json", HKDF_VECTORS), *v;
	_cleanup_(buffer_clear) struct buffer key = { 0 }, salt = { 0 }, info = { 0 }, expected = { 0 };
	size_t good = 0, failed = 0, unfit = 0, i;
	json_array_foreach(all, i, v)
	{
		uint8_t derived[32];
		struct bytes text = vector_hex(v, "info", &info), okm = vector_hex(v, "okm", &expected);
		if (!vector_result(v, "valid")) {
			unfit++;
			continue;
		}
		cr_assert(text.size == 0 || !memchr(text.data, 0, text.size));
		age_derive(vector_hex(v, "ikm", &key), vector_hex(v, "salt", &salt), buffer_string(&info),
		           derived);
		bool same = bytes_equal(bytes_of(derived, okm.size), okm);
		good += same;
		if (!same) {
			printf("vector %zu\n", i + 1);
			failed++;
		}
	}
	say("hkdf-sha256", i, good);
	json_decref(all);
	cr_assert_eq(failed, 0);
	cr_assert_eq(unfit, 3);
}

/* Truncated tags are compared at their own size, which no caller does: what is tried is the function. The
 * message goes in whole, and again in two parts under a key made ready. */
Test(wycheproof_vectors, hmac_sha256)
{
	json_t *all = vectors_load("wycheproof/hmac_sha256.json", HMAC_VECTORS), *v;
	_cleanup_(buffer_clear) struct buffer key = { 0 }, message = { 0 }, tag = { 0 };
	size_t good = 0, failed = 0, i;
	json_array_foreach(all, i, v)
	{
		struct sha256 whole, parts;
		struct hmac_key ready;
		struct bytes k = vector_hex(v, "key", &key), m = vector_hex(v, "msg", &message),
			     t = vector_hex(v, "tag", &tag);
		hmac_sha256(k, &m, 1, &whole);
		hmac_key_set(&ready, k);
		hmac_with_key(&ready,
		              (struct bytes[]){ bytes_of(m.data, m.size / 3),
		                                bytes_of(m.data + m.size / 3, m.size - m.size / 3) },
		              2, &parts);
		hmac_key_clear(&ready);
		cr_assert(t.size && t.size <= SHA256_SIZE);
		bool same = bytes_equal(bytes_of(whole.bytes, t.size), t);
		good += same;
		if (same != vector_result(v, "valid") || !sha256_equal(&whole, &parts)) {
			printf("vector %zu: %s\n", i + 1, same ? "accepted" : "refused");
			failed++;
		}
	}
	say("hmac-sha256", i, good);
	json_decref(all);
	cr_assert_eq(failed, 0);
}
