/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Access to a store for a person whom the officers gave a mandate, where nobody has access any more: by their
 * recovery key, and by the roster that they signed for it (store/regaining.h has the steps on the disk). The
 * entry is `access`, `recovered`: who got access did it, and the officers vouch by quorum and shares. Whoever
 * had a slot has none any more. */

#include "exchange/desk.h"

struct regaining {
	struct desk desk; /* the store is open by the recovery key; `key` is the person's */
	const struct age_identity *recovery;
	int lock;
	bool begun; /* of a failure: it is committed, and the same must be asked again */
};
void regaining_clear(struct regaining *r);
/* `key` is moved from. As regaining_open of the store. `recovery` is borrowed until regaining_clear. */
bool regaining_start(const char *home, const struct age_identity *recovery, struct keyfile *key,
                     const struct sha256 *fingerprint, struct regaining *ret, struct error *e) _must_check_;
/* Does a roster that the store has list the new keys, so that there is only to finish what was cut off? */
bool regaining_is_begun(const struct regaining *r);
/* The unit's new keys and their card, for the officers. `*ret_entries`: up to which the log's old key counts.
 */
bool regaining_prepare(struct regaining *r, uint64_t *ret_entries, struct error *e) _must_check_;
/* The person's key for this store and its root; the key file is to be written again. That comes first: a key
 * that is bound and has no slot yet does no harm, and one that has a slot and isn't bound opens nothing. */
bool regaining_bind(struct regaining *r, struct error *e) _must_check_;
/* With the rosters that came since, oldest first, of which the newest lists those keys and gives the person a
 * mandate with the powers `access` and `open`. Of what was cut off, `notes` aren't needed: it is finished.
 * ERR_REGAINING, ERR_MANDATE, ERR_RECOVERY_NONE, ERR_RECOVERY_OTHER, ERR_ROSTER_…: nothing was changed. */
bool regaining_finish(struct regaining *r, const struct bytes *notes, size_t count, struct error *e)
	_must_check_;
