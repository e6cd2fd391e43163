/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* SHA-256 and HMAC-SHA-256 through libcrypto (FIPS 180-4, RFC 2104): with SHA-NI
 * it is 4–5 times libsodium's. The digest is fetched once a process. */

#include "base/bytes.h"
#include "base/stream.h"

#define SHA256_SIZE 32u

struct sha256 {
	uint8_t bytes[SHA256_SIZE];
};

struct sha256_stream; /* running hash */
bool sha256_start(struct sha256_stream **ret, struct error *e) _must_check_;
void sha256_update(struct sha256_stream *s, struct bytes more);
void sha256_end(struct sha256_stream *s, struct sha256 *ret); /* and back to the start */
void sha256_freep(struct sha256_stream **s);

/* Parts one after another; the count is limited only by the array. Aborts only
 * when libcrypto can't hash at all, which `crypto_start` has excluded. */
void sha256_of_parts(const struct bytes *parts, size_t count, struct sha256 *ret);
static inline void sha256_of(struct bytes in, struct sha256 *ret)
{
	sha256_of_parts(&in, 1, ret);
}
void hmac_sha256(struct bytes key, const struct bytes *parts, size_t count, struct sha256 *ret);
/* A key made ready for many short messages: its pads are hashed once. Secret as the key is; wiped by
 * `hmac_key_clear`. */
struct hmac_key {
	_Alignas(8) uint8_t inner[112], outer[112];
};
void hmac_key_set(struct hmac_key *k, struct bytes key);
void hmac_with_key(const struct hmac_key *k, const struct bytes *parts, size_t count, struct sha256 *ret);
void hmac_key_clear(struct hmac_key *k);
bool sha256_equal(const struct sha256 *a, const struct sha256 *b); /* constant time */
#define SHA256_HEX_SIZE 64u
void sha256_hex(const struct sha256 *h, char out[SHA256_HEX_SIZE + 1]);
bool sha256_parse(struct bytes hex, struct sha256 *ret) _must_check_;
