/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* New keys for the unit itself: what decrypts, what signs its log, what cosigns those of others. Three steps,
 * days apart: they are *made* here, and their card goes to the officers; the officers *list* them in the next
 * roster; the store *takes them up* in the transaction in which it takes in that roster. Until then the old
 * ones do all work. A crash may cost keys that nobody has seen yet: they are made once more.
 *
 * The tree in which the act of making stands is signed by both log keys. That note goes into every export, so
 * that an auditor sees that the old key vouched for the new one.
 *
 * An old decryption key stays, for letters under way, until it is destroyed; old signing keys are dropped at
 * the next opening of the store. Where newer ones are made before the roster with a card comes, both wait: a
 * roster that was signed must be one that the store can take in. Settings: `keys.next` (the newest card),
 * `keys.made.KEYID` (the tree that both signed; `keys.changed.SIZE` once taken up), `keys.owed` (packing
 * waits). */

#include "store/access_list.h"
#include "store/store.h"

/* Do new keys wait for the roster that lists them? `ret_card` (may be NULL) gets their card. False, too, when
 * a crash cost them. */
bool renewal_waits(struct store *s, bool *ret, struct buffer *ret_card, struct error *e) _must_check_;

/* Inside a transaction, under access_lock: made. `card` gets their card (sluis.card/v1). */
bool renewal_make(struct store *s, struct buffer *card, struct error *e) _must_check_;
/* Inside it, behind the act's entry: the tree, by both keys. */
bool renewal_witness(struct store *s, struct error *e) _must_check_;
/* Behind the commit, under access_lock: `signing.slots` with both pairs for those of the list, and then
 * HOME/unit.card. */
bool renewal_write(struct store *s, const struct access_list *l, struct error *e) _must_check_;
/* HOME/unit.card alone, once more. */
bool renewal_write_card(struct store *s, struct error *e) _must_check_;

/* Until the new keys are taken up, no package leaves: whoever had the old ones in reach isn't to open what
 * answers it. */
bool renewal_owe(struct store *s, struct error *e) _must_check_;
/* ERR_UNIT_KEYS_OWED. */
bool renewal_check_owed(struct store *s, struct error *e) _must_check_;

/* For who takes in a roster, inside that transaction: if it lists keys that wait, they are taken up. */
bool renewal_take_up(struct store *s, struct error *e) _must_check_;
/* Signing keys that were replaced, or that a crash left, are dropped from `signing.slots`, unless another
 * program changes who has access just now; and a card that a crash left beside keys that wait is theirs. */
bool renewal_settle(struct store *s, const struct keyfile *key, struct error *e) _must_check_;

/* The trees that were signed by an old and a new log key, smallest first. */
bool renewal_each_change(struct store *s,
                         bool (*each)(void *context, uint64_t size, struct bytes note, struct error *e),
                         void *context, struct error *e) _must_check_;
