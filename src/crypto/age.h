/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* age v1 (c2sp.org/age): every encrypted file of sluis. X25519 and scrypt
 * recipients; any number of X25519 recipients, or exactly one scrypt. Strict
 * parsing: the encoding of a header is unique. Binary output; armor is accepted on
 * input. The payload streams in chunks of 64 KiB: what `age_reader` hands out has
 * been authenticated, and the end of the source is only reported behind the final
 * chunk; a caller that must not act on a truncated file waits for that end.
 *
 * Decryption (`age_reader_*`) and encryption (`age_writer_*`) live in separate
 * source files, age_read.c and age_write.c, so that a program which only verifies
 * links neither. */

#include "base/stream.h"
#include "crypto/secret.h"

#define AGE_RECIPIENT_SIZE 62u /* "age1…", bech32 of an X25519 public key, without NUL */
#define AGE_SCALAR_SIZE 32u
#define AGE_IDENTITY_SIZE 74u /* "AGE-SECRET-KEY-1…" without NUL */
#define AGE_CHUNK (64u * 1024u)

struct age_recipient {
	uint8_t key[32];
};
struct age_identity {
	struct secret scalar; /* AGE_SCALAR_SIZE bytes */
	struct age_recipient recipient;
};

bool age_identity_generate(struct age_identity *ret, struct error *e) _must_check_;
/* Of 32 bytes that are a secret already; they are copied. */
bool age_identity_of(const struct secret *scalar, struct age_identity *ret, struct error *e) _must_check_;
bool age_identity_parse(struct bytes text, struct age_identity *ret, struct error *e)
	_must_check_; /* ERR_KEYFILE */
/* AGE_IDENTITY_SIZE characters and no NUL into `out`, which is open secret memory. */
void age_identity_format(const struct age_identity *id, char *out);
void age_identity_clear(struct age_identity *id);
bool age_recipient_parse(struct bytes text, struct age_recipient *ret, struct error *e)
	_must_check_; /* ERR_VALUE */
void age_recipient_format(const struct age_recipient *r, char out[AGE_RECIPIENT_SIZE + 1]);
bool age_recipient_equal(const struct age_recipient *a, const struct age_recipient *b);

/* What a binary age file tells without a key: to how many it is, and what no other encryption shares, since
 * each draws keys of its own. To whom an X25519 stanza is, only the holder's key can tell. */
#define AGE_HEAD 16384u /* as many first bytes hold any header of LIMIT_AGE_STANZAS known stanzas */
struct age_outline {
	size_t recipients, passphrases, others; /* stanzas by kind: X25519, scrypt, any other */
	uint8_t mac[32];                        /* of the header */
};
/* Of its first AGE_HEAD bytes, or of all. ERR_AGE_HEADER, ERR_TOO_LARGE. */
bool age_outline_read(struct bytes head, struct age_outline *ret, struct error *e) _must_check_;

/* --- encrypting: plaintext in through the sink, ciphertext out to `out` ---
 * ERR_VALUE (no recipient, or one of low order), ERR_TOO_LARGE (more than
 * LIMIT_AGE_STANZAS), ERR_WORK_FACTOR (0, or above 30), and what `out` says; a
 * writer that failed stays failed. A file without its final chunk can't be opened. */
struct age_writer;
bool age_writer_start(struct sink out, const struct age_recipient *recipients, size_t count,
                      struct age_writer **ret, struct error *e) _must_check_;
bool age_writer_start_passphrase(struct sink out, const struct secret *passphrase, unsigned work_factor,
                                 struct age_writer **ret, struct error *e) _must_check_;
struct sink age_writer_sink(struct age_writer *w);
bool age_writer_end(struct age_writer *w, struct error *e) _must_check_; /* writes the final chunk */
void age_writer_freep(struct age_writer **w);

/* --- decrypting --- */
struct age_keys {
	const struct age_identity *identities; /* tried in order */
	size_t identity_count;
	const struct secret *passphrase;              /* NULL for none */
	unsigned least_work_factor, most_work_factor; /* for scrypt; ERR_WORK_FACTOR outside */
};
struct age_reader;
/* Reads and authenticates the header. ERR_AGE_HEADER (malformed), ERR_AGE_HMAC,
 * ERR_NO_KEY (no identity fits), ERR_PASSPHRASE (scrypt stanza doesn't open),
 * ERR_WORK_FACTOR, ERR_AGE_ARMOR, ERR_TRUNCATED, ERR_TOO_LARGE (above a limit). */
bool age_reader_start(struct source in, const struct age_keys *keys, struct age_reader **ret, struct error *e)
	_must_check_;
/* ERR_AGE_PAYLOAD, ERR_TRUNCATED, ERR_AGE_ARMOR; a reader that failed stays failed. */
struct source age_reader_source(struct age_reader *r);
size_t age_reader_stanzas(const struct age_reader *r); /* stanzas in the header, unknown kinds included */
size_t age_reader_identity(
	const struct age_reader *r); /* index of the identity that opened it; SIZE_MAX for a passphrase */
unsigned age_reader_work_factor(
	const struct age_reader *r); /* of the passphrase that opened it; 0 for an identity */
void age_reader_freep(struct age_reader **r);
