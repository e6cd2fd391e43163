/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A store that nobody with access can open any more, opened by the officers' recovery key for a person whom
 * they give a mandate. The recovery key opens `store.slots`, and so the database; the unit's signing keys are
 * in `signing.slots`, which it never opens. So the unit gets new keys, in the steps of renewal.h:
 *
 * They are *made*, and wait in HOME/signing.regained, an age file to that person alone; their card goes to
 * the officers, who *list* them and revoke the log's old key, which can't vouch for the new one. In one
 * transaction the store *takes in* that roster and has a list of access with that person alone; the slots
 * follow, and the database gets another key, as when somebody goes (access.h). */

#include "store/access_list.h"
#include "store/store.h"

/* Opens the store, alone, under the lock of access (`*ret_lock`, to be closed behind the store). The root
 * must be that of `fingerprint`. ERR_NO_KEY: the recovery key has no slot here. ERR_FINGERPRINT. ERR_BUSY.
 * What else store_open refuses. With it only the functions below are called, and acts by
 * `exchange/regaining.h`. */
bool regaining_open(const char *home, const struct age_identity *recovery, const struct keyfile *person,
                    const struct sha256 *fingerprint, int *ret_lock, struct store **ret, struct error *e)
	_must_check_;
/* Makes the unit's new keys, unless some wait that this person made, and writes HOME/unit.card in either
 * case. ERR_REGAINING: some wait that somebody else made. Nothing of it is logged: there is no key yet that
 * the log could be signed with. */
bool regaining_make(struct store *s, const struct keyfile *person, struct error *e) _must_check_;
/* Does a roster that the store has list the keys that wait, so that what is left was cut off? */
bool regaining_is_taken_in(const struct store *s);
/* Does the newest roster list the keys that wait, which this person made; and has the officers' word put an
 * end to each other key that the log had since version `known`, that one's included? ERR_REGAINING. */
bool regaining_check_listed(struct store *s, const struct keyfile *person, uint64_t known, struct error *e)
	_must_check_;
/* Behind the commit, as access_rekey, unless `again` and that was done: slots for those of the list, and
 * another key for the database; what waited is removed. */
bool regaining_give(struct store *s, const struct access_list *l, const struct age_identity *recovery,
                    bool again, struct error *e) _must_check_;
