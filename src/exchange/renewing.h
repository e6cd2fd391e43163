/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The unit's own keys, as acts: new ones are made, and old decryption keys are destroyed when nothing that
 * may still come is encrypted to them. How keys are made, listed and taken up is store/renewal.h's. Both acts
 * ask for the power `access`. */

#include "exchange/desk.h"
#include "store/decryption_keys.h"
#include "store/renewal.h"

/* A letter may be under way until its use-by, which an agreement bounds, and its sender may not have the
 * roster yet. Receipts and retractions are welcome for longer; who sends one anew uses today's key. */
#define RENEWING_GRACE_DAYS 30

/* Keys that were replaced before that moment aren't needed any more. */
bool renewing_needed_since(struct desk *d, moment *ret, struct error *e) _must_check_;

/* For the body of an act that makes new keys: they are made, and the entry says so. */
struct act;
struct renewing {
	struct buffer card; /* as it goes to the officers */
	struct sha256 hash; /* of its text, for the entry */
};
void renewing_clear(struct renewing *r);
bool renewing_make(struct act *a, struct renewing *r, struct error *e) _must_check_;

/* Makes new keys, unless some wait for the officers already: `*ret_made` tells. HOME/unit.card is written in
 * either case. ERR_UNIT_NOT_READY: no roster lists the first ones yet. ERR_ACCESS_UNFINISHED: a change of who
 * has access was cut off. `*ret_begun`, of a failure: the entry is committed, so that the same must be asked
 * again. */
bool renewing_renew(struct desk *d, bool *ret_made, bool *ret_begun, struct error *e) _must_check_;

/* How many decryption keys aren't needed any more. */
bool renewing_due(struct desk *d, uint64_t *ret_count, struct error *e) _must_check_;
/* Destroys what isn't needed any more; `*ret_count` of them, and no act when there are none. */
bool renewing_destroy(struct desk *d, uint64_t *ret_count, struct error *e) _must_check_;
