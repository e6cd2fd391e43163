/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* The functions that OpenSSL 3 calls deprecated are the only ones of libcrypto that hash without allocating:
 * so hashing can't fail for want of memory, and HMAC can keep the state behind a key's pads (docs/adr/0027).
 */
#define OPENSSL_SUPPRESS_DEPRECATED

#include "crypto/hash.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

#define HMAC_BLOCK 64u /* the block of SHA-256, RFC 2104's B */

/* They say 1 whenever they were given a state of their own. */
static void must(int done)
{
	if (!done)
		abort();
}

static void update(SHA256_CTX *c, const struct bytes *parts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (parts[i].size)
			must(SHA256_Update(c, parts[i].data, parts[i].size));
}

static void finish(SHA256_CTX *c, struct sha256 *ret)
{
	must(SHA256_Final(ret->bytes, c));
	explicit_bzero(c, sizeof *c);
}

_Static_assert(sizeof(SHA256_CTX) <= SHA256_STATE_SIZE, "room for a state");

void sha256_start(struct sha256_stream *ret)
{
	SHA256_CTX c;
	must(SHA256_Init(&c));
	memcpy(ret->state, &c, sizeof c);
}

void sha256_update(struct sha256_stream *s, struct bytes more)
{
	SHA256_CTX c;
	memcpy(&c, s->state, sizeof c);
	update(&c, &more, 1);
	memcpy(s->state, &c, sizeof c);
}

void sha256_end(struct sha256_stream *s, struct sha256 *ret)
{
	SHA256_CTX c;
	memcpy(&c, s->state, sizeof c);
	finish(&c, ret);
	explicit_bzero(s, sizeof *s);
}

void sha256_of_parts(const struct bytes *parts, size_t count, struct sha256 *ret)
{
	SHA256_CTX c;
	must(SHA256_Init(&c));
	update(&c, parts, count);
	finish(&c, ret);
}

/* The state after one block of the key, each byte changed by `pad`. */
static void pad_state(struct bytes key, uint8_t pad, uint8_t *state)
{
	uint8_t block[HMAC_BLOCK];
	SHA256_CTX c;
	memset(block, pad, sizeof block);
	for (size_t i = 0; i < key.size; i++)
		block[i] ^= key.data[i];
	must(SHA256_Init(&c) && SHA256_Update(&c, block, sizeof block));
	memcpy(state, &c, sizeof c);
	explicit_bzero(block, sizeof block);
	explicit_bzero(&c, sizeof c);
}

/* Hash of what led to `state` and the parts behind it. */
static void finish_from(const uint8_t *state, const struct bytes *parts, size_t count, struct sha256 *ret)
{
	SHA256_CTX c;
	memcpy(&c, state, sizeof c);
	update(&c, parts, count);
	finish(&c, ret);
}

void hmac_key_set(struct hmac_key *k, struct bytes key)
{
	struct sha256 short_key = { 0 };
	if (key.size > HMAC_BLOCK) {
		sha256_of(key, &short_key);
		key = bytes_of(short_key.bytes, SHA256_SIZE);
	}
	pad_state(key, 0x36, k->inner);
	pad_state(key, 0x5c, k->outer);
	explicit_bzero(&short_key, sizeof short_key);
}

void hmac_with_key(const struct hmac_key *k, const struct bytes *parts, size_t count, struct sha256 *ret)
{
	struct sha256 inner;
	finish_from(k->inner, parts, count, &inner);
	struct bytes last = bytes_of(inner.bytes, SHA256_SIZE);
	finish_from(k->outer, &last, 1, ret);
	explicit_bzero(&inner, sizeof inner);
}

void hmac_key_clear(struct hmac_key *k)
{
	explicit_bzero(k, sizeof *k);
}

void hmac_sha256(struct bytes key, const struct bytes *parts, size_t count, struct sha256 *ret)
{
	struct hmac_key k;
	hmac_key_set(&k, key);
	hmac_with_key(&k, parts, count, ret);
	hmac_key_clear(&k);
}

bool sha256_equal(const struct sha256 *a, const struct sha256 *b)
{
	return CRYPTO_memcmp(a->bytes, b->bytes, SHA256_SIZE) == 0;
}

void sha256_hex(const struct sha256 *h, char out[SHA256_HEX_SIZE + 1])
{
	hex_encode(bytes_of(h->bytes, SHA256_SIZE), out);
}

bool sha256_parse(struct bytes hex, struct sha256 *ret)
{
	struct sha256 h;
	if (!hex_decode(hex, h.bytes, SHA256_SIZE))
		return false;
	*ret = h;
	return true;
}
