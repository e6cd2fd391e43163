/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Whose signature a checkpoint of a unit's log, or a cosignature by that unit, may bear: each key that some
 * version of the roster lists for the unit, newest first. Keys are rotated, and what an older one signed
 * stays signed: `keys.md` in the design. */

#include "trust/roster.h"

enum unit_key_use { UNIT_KEY_LOG, UNIT_KEY_WITNESS };

struct unit_keys {
	const struct roster_chain *chain; /* NULL: `own` alone */
	const char *unit;
	enum unit_key_use use;
	const struct note_verifier
		*own; /* a key besides those, as of a store that no roster lists yet; NULL: none */
};
struct unit_keys unit_log_keys(const struct roster_chain *c, const char *unit);
struct unit_keys unit_witness_keys(const struct roster_chain *c, const char *unit);
/* That key, which has its holder's name, and no other; in the block where it stands. */
#define ONE_KEY(key) (&(const struct unit_keys){ .unit = (key)->name, .own = (key) })

/* The next of them, each once; `*at` is 0 at first. NULL at the end. */
const struct note_verifier *unit_keys_next(const struct unit_keys *k, size_t *at);
const struct note_verifier *unit_keys_newest(const struct unit_keys *k); /* NULL when there is none */

/* By which of them is it signed? The newest of those. `ret_when` (may be NULL): when, of a cosignature.
 * ERR_UNSIGNED with the unit's name; ERR_SIGNATURE when the line of one is bad. */
bool unit_keys_signed(const struct unit_keys *k, const struct note *n, const struct note_verifier **ret,
                      moment *ret_when, struct error *e) _must_check_;
