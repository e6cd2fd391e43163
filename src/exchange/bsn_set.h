/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Which clients were met, by BSN, in memory that is bounded whatever their number:
 * a bit for each of the 10^8 numbers that differ in their first eight digits (the
 * ninth follows from those), in pieces that are made when needed; 12.5 MB at most. */

#include "base/bytes.h"

#define BSN_SET_PIECES 1000u /* by the first three digits */

struct bsn_set {
	uint8_t *pieces[BSN_SET_PIECES];
	uint64_t count;
};
/* Of a valid BSN. `*ret_new` false when it was in already. */
bool bsn_set_add(struct bsn_set *s, struct bytes bsn, bool *ret_new, struct error *e) _must_check_;
void bsn_set_remove(struct bsn_set *s, struct bytes bsn); /* what isn't in stays out */
void bsn_set_clear(struct bsn_set *s);                    /* wipes */
