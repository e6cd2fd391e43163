/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The two slot files: age files that hold a store's keys, one stanza a person.
 *
 *     store.slots     # sluis store key          signing.slots   PRIVATE+KEY+… the log's
 *                     store: HEX                                 PRIVATE+KEY+… the witness's
 *                     key: HEX (64 key, 32 salt)
 *                     before: HEX (likewise)
 *                     access: HEX
 *
 * Both are text that `age -d` shows, so that stock tools open the store. `before` stands there while the
 * database gets another key: it has the one or the other. `access` is the hash of the list of persons with
 * access (access_list.h) for which the file was made; stores of before had none. While new keys of the unit
 * wait for the roster that lists them, `signing.slots` has two lines more for each. */

#include "crypto/age.h"
#include "crypto/note.h"
#include "trust/keyfile.h"

struct store_key {
	uint8_t store[STORE_ID_SIZE];
	struct secret raw;    /* the text `x'…'` of database.h */
	struct secret before; /* likewise, the one that it replaces; empty when none is being replaced */
	bool has_access;
	struct sha256 access;
	size_t stanzas; /* of the file it was read from: one a recipient */
};
void store_key_clear(struct store_key *k);
bool store_key_generate(struct store_key *ret, struct error *e) _must_check_;
/* Another key for the same store; the one that there was becomes `before`. */
bool store_key_renew(struct store_key *k, struct error *e) _must_check_;
/* The text that stands in `store.slots`, left closed; and back, with `stanzas` 0. ERR_STORE_KEY on `path`. */
bool store_key_format(const struct store_key *k, struct secret *ret, struct error *e) _must_check_;
bool store_key_parse(const struct secret *text, const char *path, struct store_key *ret, struct error *e)
	_must_check_;

/* A unit's two signing keys. */
struct signing_keys {
	struct note_signer log, witness;
};
/* Those in use, and beside them those that may come when a roster lists them: a card that went to the
 * officers may be listed, though newer keys were made since. */
#define SIGNING_PAIRS 4u
void signing_keys_clear(struct signing_keys *k);
bool signing_keys_generate(const char *unit, struct signing_keys *ret, struct error *e) _must_check_;

/* Written whole, or not at all. `replace` false: under a new name only, ERR_FILE_EXISTS. */
bool slots_write_store(const char *path, const struct store_key *k, const struct age_recipient *recipients,
                       size_t count, bool replace, struct error *e) _must_check_;
bool slots_write_signing(const char *path, const struct signing_keys *keys, size_t pairs /* from 1 on */,
                         const struct age_recipient *recipients, size_t count, bool replace, struct error *e)
	_must_check_;
/* ERR_NO_KEY when the identity has no slot, ERR_STORE_KEY when the content isn't what it should be,
 * and those of age_reader. */
bool slots_read_store(const char *path, const struct age_identity *identity, struct store_key *ret,
                      struct error *e) _must_check_;
/* All keys must bear the unit's name. `ret` is cleared first. */
bool slots_read_signing(const char *path, const char *unit, const struct age_identity *identity,
                        struct signing_keys ret[SIGNING_PAIRS], size_t *ret_pairs, struct error *e)
	_must_check_;
