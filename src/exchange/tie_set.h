/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Which clients were met, by what declarations name them by (trust/tie.h): numbers in a bsn_set, sets by
 * their SHA-256, so that nobody's name stays in memory; 33 to 66 bytes each, and there are few. */

#include "crypto/hash.h"
#include "exchange/bsn_set.h"

struct tie_set {
	struct bsn_set numbers;
	struct tie_slot {
		struct sha256 hash;
		enum { SLOT_FREE, SLOT_LEFT, SLOT_TAKEN } state;
	} * slots;         /* open addressing; a power of two of them, or none */
	size_t room, used; /* of slots: not free */
	uint64_t sets;     /* that are in */
};
uint64_t tie_set_count(const struct tie_set *s);
/* `*ret_new` false when it was in already. */
bool tie_set_add(struct tie_set *s, const char *tie, bool *ret_new, struct error *e) _must_check_;
void tie_set_remove(struct tie_set *s, const char *tie); /* what isn't in stays out */
void tie_set_clear(struct tie_set *s);                   /* wipes */
