/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* HMAC keeps the state behind a key's pads, which only the functions that OpenSSL 3
 * calls deprecated can do without allocating: half the time for short messages (docs/adr/0027). */
#define OPENSSL_SUPPRESS_DEPRECATED

#include "crypto/hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define HMAC_BLOCK 64u /* the block of SHA-256, RFC 2104's B */

/* The digest is fetched once a process, and a context made once a thread:
 * fetching and allocating would cost more than hashing a tree's node. */
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t thread_context;
static EVP_MD *digest; /* NULL when libcrypto can't hash */

static void free_context(void *context)
{
	EVP_MD_CTX_free(context);
}

static void prepare(void)
{
	/* OpenSSL 3.0 crashes on a fetch when it ran out of memory while it set itself up. */
	if (!OSSL_LIB_CTX_get0_global_default())
		return;
	digest = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (digest && pthread_key_create(&thread_context, free_context) != 0) {
		EVP_MD_free(digest);
		digest = NULL;
	}
}

/* A context that has started, for the caller to free; NULL when there is none to be had. */
static EVP_MD_CTX *new_context(void)
{
	pthread_once(&once, prepare);
	EVP_MD_CTX *context = digest ? EVP_MD_CTX_new() : NULL;
	if (context && EVP_DigestInit_ex2(context, digest, NULL))
		return context;
	EVP_MD_CTX_free(context);
	return NULL;
}

static void restart(EVP_MD_CTX *context)
{
	if (!EVP_DigestInit_ex2(context, NULL, NULL))
		abort();
}

static void update(EVP_MD_CTX *context, struct bytes more)
{
	if (more.size && !EVP_DigestUpdate(context, more.data, more.size))
		abort();
}

static void finish(EVP_MD_CTX *context, struct sha256 *ret)
{
	unsigned size;
	if (!EVP_DigestFinal_ex(context, ret->bytes, &size) || size != SHA256_SIZE)
		abort();
}

/* This thread's context, at its start. */
static EVP_MD_CTX *started_context(void)
{
	pthread_once(&once, prepare);
	EVP_MD_CTX *context = digest ? pthread_getspecific(thread_context) : NULL;
	if (context) {
		restart(context);
		return context;
	}
	context = new_context();
	if (!context || pthread_setspecific(thread_context, context) != 0)
		abort();
	return context;
}

struct sha256_stream {
	EVP_MD_CTX *context;
};

bool sha256_start(struct sha256_stream **ret, struct error *e)
{
	struct sha256_stream *s = calloc(1, sizeof *s);
	if (!s)
		return error_memory(e);
	s->context = new_context();
	if (!s->context) {
		free(s);
		return error_set(e, ERR_LIBRARY, "libcrypto", "SHA-256 is not available");
	}
	*ret = s;
	return true;
}

void sha256_update(struct sha256_stream *s, struct bytes more)
{
	update(s->context, more);
}

void sha256_end(struct sha256_stream *s, struct sha256 *ret)
{
	finish(s->context, ret);
	restart(s->context);
}

void sha256_freep(struct sha256_stream **s)
{
	if (*s) {
		EVP_MD_CTX_free((*s)->context);
		free(*s);
	}
	*s = NULL;
}

void sha256_of_parts(const struct bytes *parts, size_t count, struct sha256 *ret)
{
	EVP_MD_CTX *context = started_context();
	for (size_t i = 0; i < count; i++)
		update(context, parts[i]);
	finish(context, ret);
}

_Static_assert(sizeof(SHA256_CTX) <= sizeof((struct hmac_key *)NULL)->inner, "room for a state");

/* The state after one block of the key, each byte changed by `pad`. */
static void pad_state(struct bytes key, uint8_t pad, uint8_t *state)
{
	uint8_t block[HMAC_BLOCK];
	SHA256_CTX c;
	memset(block, pad, sizeof block);
	for (size_t i = 0; i < key.size; i++)
		block[i] ^= key.data[i];
	if (!SHA256_Init(&c) || !SHA256_Update(&c, block, sizeof block))
		abort();
	memcpy(state, &c, sizeof c);
	explicit_bzero(block, sizeof block);
	explicit_bzero(&c, sizeof c);
}

/* Hash of what led to `state` and the parts behind it. */
static void finish_from(const uint8_t *state, const struct bytes *parts, size_t count, struct sha256 *ret)
{
	SHA256_CTX c;
	memcpy(&c, state, sizeof c);
	for (size_t i = 0; i < count; i++)
		if (parts[i].size && !SHA256_Update(&c, parts[i].data, parts[i].size))
			abort();
	if (!SHA256_Final(ret->bytes, &c))
		abort();
	explicit_bzero(&c, sizeof c);
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
