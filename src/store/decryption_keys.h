/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What decrypts letters to this unit: the key that the newest roster lists, those that wait to be listed, and
 * those that were replaced, which letters under way may still be to. Which of these one is follows from the
 * rosters; when it was taken up stands in the setting `keys.since.NUMBER`. */

#include "base/moment.h"
#include "crypto/age.h"

#define DECRYPTION_KEYS_MOST 64u /* the newest of more are used */

enum decryption_key_state {
	DECRYPTION_KEY_WAITS,    /* no roster lists it yet */
	DECRYPTION_KEY_IN_USE,   /* the newest roster that lists any lists it */
	DECRYPTION_KEY_REPLACED, /* an older one did */
};
struct decryption_key {
	uint64_t number; /* from 1 on, in the order in which they were made */
	struct age_recipient recipient;
	moment made;
	enum decryption_key_state state;
	moment replaced; /* when the one that came after it was taken up; 0: it isn't */
};

struct database;
struct store;
/* Inside a transaction: one more. */
bool decryption_keys_add(struct database *db, const struct age_identity *identity, struct error *e)
	_must_check_;
/* Into `s->identities`, newest first; on opening. ERR_STORE: there is none. */
bool decryption_keys_load(struct store *s, struct error *e) _must_check_;
bool decryption_keys_each(struct store *s,
                          bool (*each)(void *context, const struct decryption_key *key, struct error *e),
                          void *context, struct error *e) _must_check_;
/* For who takes in a roster, inside that transaction: the key that it lists is in use from now on. */
bool decryption_keys_taken_up(struct store *s, struct error *e) _must_check_;
/* Inside a transaction: one that nobody has seen. */
bool decryption_keys_drop_newest(struct store *s, struct error *e) _must_check_;
/* Inside a transaction: those that were replaced before `before`. What was only to open with them doesn't any
 * more. `*ret_count` of them. */
bool decryption_keys_destroy(struct store *s, moment before, uint64_t *ret_count, struct error *e)
	_must_check_;
