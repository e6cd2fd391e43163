/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/base64.h"
#include "crypto/age_header.h"
#include "crypto/age_input.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* Decrypting an age file: the header is opened first, then the payload chunk by chunk. */

struct age_reader {
	struct age_input input;
	struct secret key;   /* of the payload */
	struct secret plain; /* one chunk, open as long as the reader lives */
	uint8_t *sealed;     /* the same as it came, and one byte of the next */
	size_t held;         /* bytes of `sealed` that are of the next chunk: 0 or 1 */
	uint64_t chunk;
	size_t at, size; /* of `plain`: handed out, there */
	bool ended;
	bool has_failed; /* to be told once `plain` is handed out */
	struct error failed;
	size_t stanzas, identity;
	unsigned work_factor;
};

void age_reader_freep(struct age_reader **r)
{
	if (*r) {
		secret_clear(&(*r)->key);
		secret_clear(&(*r)->plain);
		free((*r)->sealed);
		free(*r);
	}
	*r = NULL;
}

/* --- the header --- */

static bool read_byte(struct age_reader *r, uint8_t *ret, bool *ret_more, struct error *e)
{
	size_t got;
	if (!age_input_read(&r->input, ret, 1, &got, e))
		return false;
	*ret_more = got == 1;
	return true;
}

/* Whether what was read so far can still become an age file of version 1. */
static bool check_version(struct bytes header, bool ended, struct error *e)
{
	struct bytes line = BYTES(AGE_VERSION_LINE);
	size_t size = header.size < line.size ? header.size : line.size;
	if (bytes_equal(bytes_of(header.data, size), bytes_of(line.data, size)))
		return ended ? error_set(e, ERR_TRUNCATED, NULL, "the file ends inside its header") : true;
	if (bytes_starts_with(header, "age-encryption.org/"))
		return error_set(e, ERR_AGE_HEADER, NULL, "a version of age other than v1");
	return error_set(e, ERR_AGE_HEADER, NULL, "not an age file");
}

/* From the version line to the line that starts with "---". */
static bool read_header(struct age_reader *r, struct buffer *ret, struct error *e)
{
	for (size_t line = 0;;) {
		uint8_t c;
		bool more;
		if (!read_byte(r, &c, &more, e))
			return false;
		if (more)
			buffer_append_byte(ret, c);
		if (!buffer_ok(ret, e))
			return false;
		struct bytes header = buffer_bytes(ret);
		if ((!more || header.size <= sizeof AGE_VERSION_LINE - 1) && !check_version(header, !more, e))
			return false;
		if (c != '\n')
			continue;
		if (bytes_starts_with(bytes_of(header.data + line, header.size - line), "---"))
			return true;
		line = header.size;
	}
}

static bool is_kind(const struct age_stanza *s, const char *kind)
{
	return bytes_equal_string(age_stanza_argument(s, 0), kind);
}

/* Argument `index` as exactly `size` bytes in base64. */
static bool binary_argument(const struct age_stanza *s, size_t index, uint8_t *out, size_t size)
{
	size_t got;
	return base64_decode(age_stanza_argument(s, index), BASE64_UNPADDED, out, size, &got) && got == size;
}

/* The forms that the two known kinds must have. The size of the body is checked
 * before anything is decrypted, against partitioning oracles. */
static bool check_stanzas(const struct age_header *h, struct error *e)
{
	for (size_t i = 0; i < h->count; i++) {
		const struct age_stanza *s = &h->stanzas[i];
		uint8_t share[32], salt[AGE_SALT_SIZE];
		uint64_t work_factor;
		bool good = true;
		if (is_kind(s, "X25519")) {
			good = s->argument_count == 2 && s->body_size == AGE_BODY_SIZE &&
			       binary_argument(s, 1, share, sizeof share);
		} else if (is_kind(s, "scrypt")) {
			if (h->count != 1)
				return error_set(e, ERR_AGE_HEADER, NULL,
				                 "a passphrase beside other recipients");
			good = s->argument_count == 3 && s->body_size == AGE_BODY_SIZE &&
			       binary_argument(s, 1, salt, sizeof salt) &&
			       number_parse(age_stanza_argument(s, 2), 63, &work_factor) && work_factor > 0;
		}
		if (!good)
			return error_set(e, ERR_AGE_HEADER, NULL, "recipient %zu isn't well formed", i + 1);
	}
	return true;
}

static bool unwrap(const struct age_stanza *s, const uint8_t wrap_key[32], struct secret *file_key)
{
	static const uint8_t nonce[12];
	return crypto_aead_chacha20poly1305_ietf_decrypt(file_key->data, NULL, NULL, s->body, AGE_BODY_SIZE,
	                                                 NULL, 0, nonce, wrap_key) == 0;
}

/* One stanza with one identity; `*ret_fits` says whether it opened. */
static bool try_x25519(const struct age_stanza *s, const struct age_identity *id, struct secret *file_key,
                       bool *ret_fits, struct error *e)
{
	_cleanup_(secret_clear) struct secret keys = { 0 }; /* shared secret, wrap key */
	uint8_t share[32];
	if (!secret_new(&keys, 64, e))
		return false;
	if (!binary_argument(s, 1, share, sizeof share))
		return error_set(e, ERR_AGE_HEADER, NULL, "a recipient isn't well formed");
	int low_order = crypto_scalarmult(keys.data, secret_open(&id->scalar).data, share);
	secret_close(&id->scalar);
	if (low_order)
		return error_set(e, ERR_AGE_HEADER, NULL, "a share of low order");
	age_wrap_key_x25519(keys.data, share, &id->recipient, keys.data + 32);
	*ret_fits = unwrap(s, keys.data + 32, file_key);
	return true;
}

static bool try_identities(const struct age_header *h, const struct age_keys *keys, struct secret *file_key,
                           size_t *ret_identity, struct error *e)
{
	for (size_t i = 0; i < keys->identity_count; i++) {
		for (size_t j = 0; j < h->count; j++) {
			bool fits = false;
			if (is_kind(&h->stanzas[j], "X25519") &&
			    !try_x25519(&h->stanzas[j], &keys->identities[i], file_key, &fits, e))
				return false;
			if (fits) {
				*ret_identity = i;
				return true;
			}
		}
	}
	return error_set(e, ERR_NO_KEY, NULL, "none of your keys (%zu) is among its recipients (%zu)",
	                 keys->identity_count, h->count);
}

static bool try_passphrase(const struct age_stanza *s, const struct age_keys *keys, struct secret *file_key,
                           unsigned *ret_work_factor, struct error *e)
{
	_cleanup_(secret_clear) struct secret wrap_key = { 0 };
	uint8_t salt[AGE_SALT_SIZE];
	uint64_t work_factor;
	if (!binary_argument(s, 1, salt, sizeof salt) ||
	    !number_parse(age_stanza_argument(s, 2), 63, &work_factor))
		return error_set(e, ERR_AGE_HEADER, NULL, "the recipient isn't well formed");
	if (!keys->passphrase)
		return error_set(e, ERR_NO_KEY, NULL, "it is encrypted under a passphrase");
	if (work_factor < keys->least_work_factor || work_factor > keys->most_work_factor ||
	    work_factor > AGE_WORK_FACTOR_MAX)
		return error_set(e, ERR_WORK_FACTOR, NULL, "%u, outside %u to %u", (unsigned)work_factor,
		                 keys->least_work_factor, keys->most_work_factor);
	if (!secret_new(&wrap_key, 32, e) ||
	    !age_wrap_key_scrypt(keys->passphrase, salt, (unsigned)work_factor, wrap_key.data, e))
		return false;
	if (!unwrap(s, wrap_key.data, file_key))
		return error_set(e, ERR_PASSPHRASE, NULL, "it doesn't open the file");
	*ret_work_factor = (unsigned)work_factor;
	return true;
}

/* Find the file key, authenticate the header with it, derive the payload's key. */
static bool open_header(struct age_reader *r, const struct age_header *h, const struct age_keys *keys,
                        struct error *e)
{
	_cleanup_(secret_clear) struct secret file_key = { 0 };
	struct sha256 mac;
	uint8_t nonce[AGE_NONCE_SIZE];
	size_t got;
	if (!check_stanzas(h, e) || !secret_new(&file_key, AGE_FILE_KEY_SIZE, e))
		return false;
	r->stanzas = h->count;
	r->identity = SIZE_MAX;
	if (is_kind(&h->stanzas[0], "scrypt")
	            ? !try_passphrase(&h->stanzas[0], keys, &file_key, &r->work_factor, e)
	            : !try_identities(h, keys, &file_key, &r->identity, e))
		return false;
	struct bytes key = bytes_of(file_key.data, file_key.size);
	age_header_mac(key, h->authenticated, &mac);
	if (!sha256_equal(&mac, &h->mac))
		return error_set(e, ERR_AGE_HMAC, NULL, "the header was changed");
	if (!source_fill((struct source){ age_input_read, &r->input }, nonce, sizeof nonce, &got, e))
		return false;
	if (got < sizeof nonce)
		return error_set(e, ERR_TRUNCATED, NULL, "the file ends behind its header");
	age_derive(key, bytes_of(nonce, sizeof nonce), "payload", r->key.data);
	secret_close(&r->key);
	return true;
}

bool age_reader_start(struct source in, const struct age_keys *keys, struct age_reader **ret, struct error *e)
{
	_cleanup_(age_reader_freep) struct age_reader *r = calloc(1, sizeof *r);
	_cleanup_(buffer_clear) struct buffer text = { .limit = LIMIT_AGE_HEADER_SIZE };
	struct age_header header;
	if (!r)
		return error_memory(e);
	r->sealed = malloc(AGE_SEALED_SIZE + 1);
	if (!r->sealed)
		return error_memory(e);
	if (!secret_new(&r->plain, AGE_CHUNK, e) || !secret_new(&r->key, 32, e) ||
	    !age_input_start(&r->input, in, e) || !read_header(r, &text, e) ||
	    !age_header_parse(buffer_bytes(&text), &header, e) || !open_header(r, &header, keys, e))
		return false;
	*ret = r;
	r = NULL;
	return true;
}

size_t age_reader_stanzas(const struct age_reader *r)
{
	return r->stanzas;
}

unsigned age_reader_work_factor(const struct age_reader *r)
{
	return r->work_factor;
}

size_t age_reader_identity(const struct age_reader *r)
{
	return r->identity;
}

/* --- the payload --- */

static bool open_chunk(struct age_reader *r, size_t sealed_size, bool last)
{
	uint8_t nonce[12];
	unsigned long long size;
	age_chunk_nonce(r->chunk, last, nonce);
	int refused =
		crypto_aead_chacha20poly1305_ietf_decrypt(r->plain.data, &size, NULL, r->sealed, sealed_size,
	                                                  NULL, 0, nonce, secret_open(&r->key).data);
	secret_close(&r->key);
	if (refused)
		return false;
	r->at = 0;
	r->size = (size_t)size;
	return true;
}

/* Remember a fault that comes behind bytes which are authentic. */
static void fail_later(struct age_reader *r, enum error_code code, const char *what)
{
	r->has_failed = true;
	error_set(&r->failed, code, NULL, "%s", what);
}

/* The next chunk into `plain`. One byte beyond it is read, to know whether it is the
 * last of the file; a chunk that opens in the other role is handed out, and the
 * fault told behind it. */
static bool next_chunk(struct age_reader *r, struct error *e)
{
	size_t got;
	if (!source_fill((struct source){ age_input_read, &r->input }, r->sealed + r->held,
	                 AGE_SEALED_SIZE + 1 - r->held, &got, e))
		return false;
	size_t size = r->held + got;
	bool at_end = size <= AGE_SEALED_SIZE, full = size >= AGE_SEALED_SIZE;
	if (!at_end)
		size = AGE_SEALED_SIZE;
	if (size < AGE_TAG_SIZE)
		return error_set(e, ERR_TRUNCATED, NULL, "the file ends before its last chunk does");
	if (size == AGE_TAG_SIZE && r->chunk > 0)
		return error_set(e, ERR_AGE_PAYLOAD, NULL, "an empty last chunk");
	if (open_chunk(r, size, at_end)) {
		r->ended = at_end;
	} else if (full && open_chunk(r, size, !at_end)) {
		if (at_end)
			fail_later(r, ERR_TRUNCATED, N_("the file ends before its last chunk"));
		else
			fail_later(r, ERR_AGE_PAYLOAD, N_("something follows the last chunk"));
	} else {
		return error_set(e, ERR_AGE_PAYLOAD, NULL, "chunk %llu is damaged or cut short",
		                 (unsigned long long)r->chunk);
	}
	r->chunk++;
	r->held = !at_end;
	if (r->held)
		r->sealed[0] = r->sealed[AGE_SEALED_SIZE];
	return true;
}

static bool reader_read(void *context, uint8_t *out, size_t size, size_t *ret_size, struct error *e)
{
	struct age_reader *r = context;
	assert(size > 0);
	if (r->at == r->size && !r->ended && !r->has_failed && !next_chunk(r, e)) {
		r->has_failed = true;
		r->failed = *e;
		r->at = r->size = 0;
	}
	if (r->at == r->size && r->has_failed) {
		*e = r->failed;
		return false;
	}
	size_t taken = size < r->size - r->at ? size : r->size - r->at;
	memcpy(out, r->plain.data + r->at, taken);
	r->at += taken;
	*ret_size = taken;
	return true;
}

struct source age_reader_source(struct age_reader *r)
{
	return (struct source){ reader_read, r };
}
