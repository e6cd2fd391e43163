/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Inside crypto: what reading and writing an age file share. The header's text,
 * parsed strictly and written uniquely, and the keys derived on the way
 * (c2sp.org/age). Knows nothing of streams. */

#include "base/limits.h"
#include "crypto/age.h"
#include "crypto/hash.h"

#define AGE_VERSION_LINE "age-encryption.org/v1\n"
#define AGE_FILE_KEY_SIZE 16u
#define AGE_TAG_SIZE 16u                                 /* Poly1305 */
#define AGE_BODY_SIZE (AGE_FILE_KEY_SIZE + AGE_TAG_SIZE) /* a wrapped file key */
#define AGE_SALT_SIZE 16u                                /* of scrypt */
#define AGE_NONCE_SIZE 16u                               /* before the payload */
#define AGE_SEALED_SIZE (AGE_CHUNK + AGE_TAG_SIZE)
#define AGE_WORK_FACTOR_MAX 30u /* 1 TiB: nobody means more */

struct age_stanza {
	struct bytes arguments;      /* of the line behind "-> ", a view of the header */
	size_t argument_count;       /* at least 1 */
	size_t body_size;            /* decoded */
	uint8_t body[AGE_BODY_SIZE]; /* set when `body_size` is that */
};

struct age_header {
	struct age_stanza stanzas[LIMIT_AGE_STANZAS];
	size_t count;               /* at least 1 */
	struct bytes authenticated; /* up to and with "---" */
	struct sha256 mac;
};

/* The whole header, from the version line to the end of the MAC line; `text` must
 * outlive `ret`. ERR_AGE_HEADER, ERR_TOO_LARGE for too many stanzas. */
bool age_header_parse(struct bytes text, struct age_header *ret, struct error *e) _must_check_;
/* Argument `index` (0 is the kind); empty when there are fewer. */
struct bytes age_stanza_argument(const struct age_stanza *s, size_t index);

/* "-> " and `arguments`, and the body of a wrapped file key. */
void age_header_append_stanza(struct buffer *out, const char *arguments, const uint8_t body[AGE_BODY_SIZE]);

/* HKDF-SHA-256 (RFC 5869) with 32 bytes of output. */
void age_derive(struct bytes key, struct bytes salt, const char *info, uint8_t ret[32]);
/* The MAC of a header up to and with "---" under the file key, which is open. */
void age_header_mac(struct bytes file_key, struct bytes authenticated, struct sha256 *ret);
/* The key that wraps the file key for one X25519 recipient; `shared` is wiped by the caller. */
void age_wrap_key_x25519(const uint8_t shared[32], const uint8_t share[32],
                         const struct age_recipient *recipient, uint8_t ret[32]);
/* The same for a passphrase: seconds of work and 2^(work_factor + 10) bytes of memory. ERR_MEMORY;
 * ERR_WORK_MEMORY when that is more than two thirds of what there is, before any of it is taken. */
bool age_wrap_key_scrypt(const struct secret *passphrase, const uint8_t salt[AGE_SALT_SIZE],
                         unsigned work_factor, uint8_t ret[32], struct error *e) _must_check_;
/* Of chunk `chunk` of the payload (STREAM): counter, then 1 for the last. */
void age_chunk_nonce(uint64_t chunk, bool last, uint8_t ret[12]);
