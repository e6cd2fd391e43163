/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/slip39_cipher.h"

#include <sodium.h>
#include <string.h>

/* The cipher between the secret and its shares (SLIP-0039, "Encryption of the master secret"): four rounds of
 * Feistel, whose round function is PBKDF2 with HMAC-SHA-256. Without a passphrase it hides nothing; it is
 * there since the standard has it. */

#define ROUNDS 4u
#define ITERATIONS 2500u /* a round, × 2^exponent */
#define HALF_MOST (SLIP39_SECRET_MOST / 2)
#define SALT "shamir" /* and the id; of an extendable share neither */

/* All that a round touches, in secret memory. */
struct room {
	crypto_auth_hmacsha256_state keyed, hmac;
	uint8_t key[1 + SLIP39_PASSPHRASE_MOST]; /* round, passphrase */
	uint8_t left[HALF_MOST], right[HALF_MOST];
	uint8_t block[crypto_auth_hmacsha256_BYTES], sum[crypto_auth_hmacsha256_BYTES];
};

/* The first block of PBKDF2 (RFC 8018, 5.2), which is all of it: half a secret is no longer. */
static void derive(struct room *r, const struct slip39_share *share, size_t key_size, size_t half)
{
	static const uint8_t first[4] = { 0, 0, 0, 1 };
	const uint8_t id[2] = { (uint8_t)(share->id >> 8), (uint8_t)share->id };
	const uint64_t iterations = (uint64_t)ITERATIONS << share->exponent;
	_Static_assert(HALF_MOST <= crypto_auth_hmacsha256_BYTES, "one block is enough");
	crypto_auth_hmacsha256_init(&r->keyed, r->key, key_size);
	r->hmac = r->keyed;
	if (!share->extendable) {
		crypto_auth_hmacsha256_update(&r->hmac, (const uint8_t *)SALT, sizeof SALT - 1);
		crypto_auth_hmacsha256_update(&r->hmac, id, sizeof id);
	}
	crypto_auth_hmacsha256_update(&r->hmac, r->right, half);
	crypto_auth_hmacsha256_update(&r->hmac, first, sizeof first);
	crypto_auth_hmacsha256_final(&r->hmac, r->block);
	memcpy(r->sum, r->block, sizeof r->sum);
	for (uint64_t i = 1; i < iterations; i++) {
		r->hmac = r->keyed;
		crypto_auth_hmacsha256_update(&r->hmac, r->block, sizeof r->block);
		crypto_auth_hmacsha256_final(&r->hmac, r->block);
		for (size_t k = 0; k < sizeof r->sum; k++)
			r->sum[k] ^= r->block[k];
	}
}

static bool run(const struct slip39_share *share, struct bytes passphrase, bool backwards, uint8_t *text,
                size_t size, struct error *e)
{
	_cleanup_(secret_clear) struct secret room = { 0 };
	const size_t half = size / 2;
	if (passphrase.size > SLIP39_PASSPHRASE_MOST)
		return error_set(e, ERR_TOO_LARGE, NULL, "a passphrase of more than %u bytes",
		                 SLIP39_PASSPHRASE_MOST);
	if (!secret_new(&room, sizeof(struct room), e))
		return false;
	struct room *r = (struct room *)(void *)room.data;
	if (passphrase.size)
		memcpy(r->key + 1, passphrase.data, passphrase.size);
	memcpy(r->left, text, half);
	memcpy(r->right, text + half, half);
	for (uint8_t i = 0; i < ROUNDS; i++) {
		r->key[0] = backwards ? (uint8_t)(ROUNDS - 1 - i) : i;
		derive(r, share, 1 + passphrase.size, half);
		for (size_t k = 0; k < half; k++) {
			uint8_t next = r->left[k] ^ r->sum[k];
			r->left[k] = r->right[k];
			r->right[k] = next;
		}
	}
	memcpy(text, r->right, half);
	memcpy(text + half, r->left, half);
	return true;
}

bool slip39_encrypt(const struct slip39_share *share, struct bytes passphrase, uint8_t *text, size_t size,
                    struct error *e)
{
	return run(share, passphrase, false, text, size, e);
}

bool slip39_decrypt(const struct slip39_share *share, struct bytes passphrase, uint8_t *text, size_t size,
                    struct error *e)
{
	return run(share, passphrase, true, text, size, e);
}
