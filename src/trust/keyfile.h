/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A personal key file: an age file under a passphrase (scrypt, work factor 18
 * unless told otherwise; 14 to 20 on reading). Inside, lines that stock tools know:
 *
 *     # sluis key file: oss.nl/p-7f3k
 *     AGE-SECRET-KEY-1…
 *     PRIVATE+KEY+oss.nl/p-7f3k+…
 *     PRIVATE+KEY+oss.nl/p-7f3k+…  an officer's cosigning key (type 0x04); others have none
 *     # sluis root: HEX            once bound: the fingerprint of the roster's root
 *     # sluis store: HEX           one line a store that this person uses
 *
 * Binding matters: recipients are public and age doesn't tell who wrote a file, so
 * whoever can write a store's folder could put a store of his own there. */

#include "crypto/age.h"
#include "crypto/note.h"
#include "trust/sealed_text.h"

#define KEYFILE_WORK_FACTOR SEALED_WORK_FACTOR
#define KEYFILE_LEAST_WORK_FACTOR SEALED_LEAST_WORK_FACTOR
#define KEYFILE_MOST_WORK_FACTOR SEALED_MOST_WORK_FACTOR
#define KEYFILE_STORES_MAX 64u
#define STORE_ID_SIZE 16u

struct keyfile {
	char *name;
	struct age_identity identity;
	struct note_signer signer;
	bool has_witness;
	struct note_signer witness; /* cosigns logs */
	unsigned work_factor;       /* of the file it was read from; 0 when it wasn't */
	bool bound;                 /* `root` is set */
	struct sha256 root;         /* hash of roster version 1's text */
	size_t store_count;
	uint8_t stores[KEYFILE_STORES_MAX][STORE_ID_SIZE];
};

bool keyfile_generate(const char *name, struct keyfile *ret, struct error *e)
	_must_check_; /* ERR_NAME unless a person's */
bool keyfile_add_witness(struct keyfile *k, struct error *e)
	_must_check_; /* the cosigning key; nothing when there is one */
void keyfile_clear(struct keyfile *k);
void keyfile_move(struct keyfile *to, struct keyfile *from); /* `to` holds nothing */
/* Written atomically; refuses to replace unless `replace`. `work_factor` 0: that of the file it was read
 * from, else 18. */
bool keyfile_write(const struct keyfile *k, const char *path, const struct secret *passphrase,
                   unsigned work_factor, bool replace, struct error *e) _must_check_;
/* ERR_PASSPHRASE, ERR_TRUNCATED, ERR_KEYFILE, ERR_WORK_FACTOR, ERR_WORK_MEMORY, told apart as far as the
 * format allows. */
bool keyfile_read(const char *path, const struct secret *passphrase, struct keyfile *ret, struct error *e)
	_must_check_;
/* The text form, for the session keyring. */
bool keyfile_format(const struct keyfile *k, struct secret *ret, struct error *e) _must_check_;
bool keyfile_parse(const struct secret *text, struct keyfile *ret, struct error *e) _must_check_;

/* Bind to a root and a store. A different root than the bound one: ERR_FINGERPRINT. */
bool keyfile_bind(struct keyfile *k, const struct sha256 *root, const uint8_t store[STORE_ID_SIZE],
                  struct error *e) _must_check_;
/* ERR_KEY_UNBOUND when this store isn't among them or the root differs. */
bool keyfile_check_bound(const struct keyfile *k, const struct sha256 *root,
                         const uint8_t store[STORE_ID_SIZE], struct error *e) _must_check_;
