/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "codec/base64.h"
#include "crypto/age_header.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* Encrypting to an age file: the header first, then the payload chunk by chunk. */

struct age_writer {
	struct sink out;
	struct secret key;   /* of the payload */
	struct secret plain; /* one chunk, open as long as the writer lives */
	uint8_t *sealed;     /* the same, encrypted */
	size_t used;         /* bytes in `plain` */
	uint64_t chunk;
	bool ended, has_failed;
	struct error failed;
};

void age_writer_freep(struct age_writer **w)
{
	if (*w) {
		secret_clear(&(*w)->key);
		secret_clear(&(*w)->plain);
		free((*w)->sealed);
		free(*w);
	}
	*w = NULL;
}

/* A writer with nothing written yet. */
static bool writer_new(struct sink out, struct age_writer **ret, struct error *e)
{
	_cleanup_(age_writer_freep) struct age_writer *w = calloc(1, sizeof *w);
	if (!w)
		return error_memory(e);
	w->out = out;
	w->sealed = malloc(AGE_SEALED_SIZE);
	if (!w->sealed)
		return error_memory(e);
	if (!secret_new(&w->plain, AGE_CHUNK, e) || !secret_new(&w->key, 32, e))
		return false;
	*ret = w;
	w = NULL;
	return true;
}

static void wrap(struct bytes file_key, const uint8_t wrap_key[32], uint8_t ret[AGE_BODY_SIZE])
{
	static const uint8_t nonce[12]; /* a wrap key is used once */
	crypto_aead_chacha20poly1305_ietf_encrypt(ret, NULL, file_key.data, AGE_FILE_KEY_SIZE, NULL, 0, NULL,
	                                          nonce, wrap_key);
}

/* A stanza for one X25519 recipient. */
static bool append_x25519(struct buffer *header, const struct age_recipient *to, struct bytes file_key,
                          struct error *e)
{
	_cleanup_(secret_clear) struct secret keys = { 0 }; /* ephemeral scalar, shared secret, wrap key */
	_cleanup_(buffer_clear) struct buffer arguments = { 0 };
	uint8_t share[32], body[AGE_BODY_SIZE];
	if (!secret_new(&keys, 96, e))
		return false;
	uint8_t *scalar = keys.data, *shared = keys.data + 32, *wrap_key = keys.data + 64;
	random_bytes(scalar, 32);
	crypto_scalarmult_base(share, scalar);
	if (crypto_scalarmult(shared, scalar, to->key) != 0)
		return error_set(e, ERR_VALUE, NULL, "a recipient of low order, which protects nothing");
	age_wrap_key_x25519(shared, share, to, wrap_key);
	wrap(file_key, wrap_key, body);
	buffer_append_string(&arguments, "X25519 ");
	base64_append(&arguments, bytes_of(share, sizeof share), BASE64_UNPADDED);
	const char *text = buffer_string(&arguments);
	if (!text)
		return error_memory(e);
	age_header_append_stanza(header, text, body);
	return true;
}

/* The one stanza for a passphrase. */
static bool append_scrypt(struct buffer *header, const struct secret *passphrase, unsigned work_factor,
                          struct bytes file_key, struct error *e)
{
	_cleanup_(secret_clear) struct secret wrap_key = { 0 };
	_cleanup_(buffer_clear) struct buffer arguments = { 0 };
	uint8_t salt[AGE_SALT_SIZE], body[AGE_BODY_SIZE];
	if (!secret_new(&wrap_key, 32, e))
		return false;
	random_bytes(salt, sizeof salt);
	if (!age_wrap_key_scrypt(passphrase, salt, work_factor, wrap_key.data, e))
		return false;
	wrap(file_key, wrap_key.data, body);
	buffer_append_string(&arguments, "scrypt ");
	base64_append(&arguments, bytes_of(salt, sizeof salt), BASE64_UNPADDED);
	buffer_printf(&arguments, " %u", work_factor);
	const char *text = buffer_string(&arguments);
	if (!text)
		return error_memory(e);
	age_header_append_stanza(header, text, body);
	return true;
}

/* The MAC line and the payload's nonce behind the stanzas, all of it to the sink. */
static bool finish_header(struct age_writer *w, struct buffer *header, struct bytes file_key, struct error *e)
{
	struct sha256 mac;
	uint8_t nonce[AGE_NONCE_SIZE];
	buffer_append_string(header, "---");
	if (!buffer_ok(header, e))
		return false;
	age_header_mac(file_key, buffer_bytes(header), &mac);
	random_bytes(nonce, sizeof nonce);
	age_derive(file_key, bytes_of(nonce, sizeof nonce), "payload", w->key.data);
	secret_close(&w->key);
	buffer_append_byte(header, ' ');
	base64_append(header, bytes_of(mac.bytes, SHA256_SIZE), BASE64_UNPADDED);
	buffer_append_byte(header, '\n');
	buffer_append(header, bytes_of(nonce, sizeof nonce));
	return buffer_ok(header, e) && sink_write(w->out, buffer_bytes(header), e);
}

bool age_writer_start(struct sink out, const struct age_recipient *recipients, size_t count,
                      struct age_writer **ret, struct error *e)
{
	_cleanup_(age_writer_freep) struct age_writer *w = NULL;
	_cleanup_(secret_clear) struct secret file_key = { 0 };
	_cleanup_(buffer_clear) struct buffer header = { 0 };
	if (count == 0)
		return error_set(e, ERR_VALUE, NULL, "no recipient");
	if (count > LIMIT_AGE_STANZAS)
		return error_set(e, ERR_TOO_LARGE, NULL, "more than %u recipients", LIMIT_AGE_STANZAS);
	if (!writer_new(out, &w, e) || !secret_random(&file_key, AGE_FILE_KEY_SIZE, e))
		return false;
	struct bytes key = secret_open(&file_key);
	buffer_append_string(&header, AGE_VERSION_LINE);
	for (size_t i = 0; i < count; i++)
		if (!append_x25519(&header, &recipients[i], key, e))
			return false;
	if (!finish_header(w, &header, key, e))
		return false;
	*ret = w;
	w = NULL;
	return true;
}

bool age_writer_start_passphrase(struct sink out, const struct secret *passphrase, unsigned work_factor,
                                 struct age_writer **ret, struct error *e)
{
	_cleanup_(age_writer_freep) struct age_writer *w = NULL;
	_cleanup_(secret_clear) struct secret file_key = { 0 };
	_cleanup_(buffer_clear) struct buffer header = { 0 };
	if (work_factor == 0 || work_factor > AGE_WORK_FACTOR_MAX)
		return error_set(e, ERR_WORK_FACTOR, NULL, "%u", work_factor);
	if (!writer_new(out, &w, e) || !secret_random(&file_key, AGE_FILE_KEY_SIZE, e))
		return false;
	struct bytes key = secret_open(&file_key);
	buffer_append_string(&header, AGE_VERSION_LINE);
	if (!append_scrypt(&header, passphrase, work_factor, key, e) || !finish_header(w, &header, key, e))
		return false;
	*ret = w;
	w = NULL;
	return true;
}

/* A writer that failed stays failed: its output lacks a part. */
static bool fail(struct age_writer *w, const struct error *e)
{
	w->has_failed = true;
	w->failed = *e;
	return false;
}

static bool write_chunk(struct age_writer *w, bool last, struct error *e)
{
	uint8_t nonce[12];
	unsigned long long size;
	age_chunk_nonce(w->chunk++, last, nonce);
	crypto_aead_chacha20poly1305_ietf_encrypt(w->sealed, &size, w->plain.data, w->used, NULL, 0, NULL,
	                                          nonce, secret_open(&w->key).data);
	secret_close(&w->key);
	w->used = 0;
	return sink_write(w->out, bytes_of(w->sealed, (size_t)size), e) || fail(w, e);
}

/* A full chunk is held back until more comes, since the last one may be full. */
static bool writer_write(void *context, struct bytes more, struct error *e)
{
	struct age_writer *w = context;
	assert(!w->ended);
	if (w->has_failed) {
		*e = w->failed;
		return false;
	}
	while (more.size) {
		if (w->used == AGE_CHUNK && !write_chunk(w, false, e))
			return false;
		size_t taken = more.size < AGE_CHUNK - w->used ? more.size : AGE_CHUNK - w->used;
		memcpy(w->plain.data + w->used, more.data, taken);
		w->used += taken;
		more = bytes_of(more.data + taken, more.size - taken);
	}
	return true;
}

struct sink age_writer_sink(struct age_writer *w)
{
	return (struct sink){ writer_write, w };
}

bool age_writer_end(struct age_writer *w, struct error *e)
{
	assert(!w->ended);
	if (w->has_failed) {
		*e = w->failed;
		return false;
	}
	w->ended = true;
	return write_chunk(w, true, e);
}
