/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Whose keys read what a breach is about, which of them are known to be in others' hands, and what one such
 * key opens besides letters: the store and its backups while its holder had a slot, and what was disclosed to
 * him. All of it follows from rosters, the log and the breaches that were put down. */

#include "exchange/desk.h"
#include "store/breaches.h"

struct exposed_key {
	char holder[128 + 16]; /* a person, a unit, or UNIT:recovery */
	bool compromised;      /* by the roster, or by a breach that was put down here */
};
#define EXPOSED_KEYS_MOST 160u /* slots of a store, or the recipients of letters, each once */
struct exposed_keys {
	struct exposed_key list[EXPOSED_KEYS_MOST];
	size_t count;
};

struct exposed_reach {
	bool store;      /* it had a slot … */
	moment from, to; /* … between these; `to` 0: it still has */
	/* Made in that time. Of a person's key at most: the log doesn't tell which were for the clerks too.
	 */
	uint64_t backups;
	moment first_backup, last_backup;
	uint64_t disclosures; /* to its holder, while the roster listed it for him … */
	uint64_t *disclosed;  /* … by the entries of their acts */
	moment first_disclosure, last_disclosure;
};
void exposed_reach_clear(struct exposed_reach *r);
/* Into one that is empty, which its owner clears after a failure too. */
bool exposed_reach_find(struct desk *d, const struct breach *b, struct exposed_reach *ret, struct error *e)
	_must_check_;
/* Each once. */
bool exposed_keys_add(struct desk *d, const struct age_recipient *key, struct exposed_keys *x,
                      struct error *e) _must_check_;
bool exposed_keys_of_store(struct desk *d, struct exposed_keys *x, struct error *e) _must_check_;
bool exposed_store_made(struct desk *d, moment *ret, struct error *e) _must_check_;

/* Whose key that is, by any version of the roster, the newest first: a person's name, a unit's, UNIT:recovery
 * or `recovery` for this unit's own, an age recipient, or the eight digits of a person's key id. Sets holder
 * and recipient of `ret`; `*ret_from`: the issue of the first roster that lists it. ERR_NOT_FOUND. */
bool exposed_key_named(struct desk *d, const char *typed, struct breach *ret, moment *ret_from,
                       struct error *e) _must_check_;
