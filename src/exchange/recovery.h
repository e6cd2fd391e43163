/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The drill: officers show, at a unit's open store, that their shares still open it. It is an act of the
 * person at the desk, since an entry of the log is signed with the unit's key, which the recovery key never
 * reaches. Combining shares is trust/recovery_key's. */

#include "exchange/desk.h"

#define DRILL_MONTHS 12u /* after so many the next is due */

struct recovery_state {
	bool listed;    /* the roster in force has a recovery key for this unit */
	moment drilled; /* when it was shown last that this key opens the store; 0: never */
	moment due;     /* when it is to be shown again; 0: now, as it never was */
};
/* Not an act: it tells nothing of clients. */
bool recovery_state(struct desk *d, struct recovery_state *ret, struct error *e) _must_check_;

/* Shows it, and logs that it was shown; changes nothing else. ERR_RECOVERY_NONE, ERR_RECOVERY_OTHER (it isn't
 * the key that the roster lists), ERR_NO_KEY, ERR_STORE_KEY: it doesn't open. */
bool recovery_drill(struct desk *d, const struct age_identity *key, struct error *e) _must_check_;
