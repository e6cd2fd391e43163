/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* `sluis-audit prove` of evidence (log/evidence.h): checked, then told what it shows and what it doesn't. */

#include "crypto/hash.h"
#include "report/account.h"

/* `*ret_proven`: it convinces by itself, which a fork alone does; the others are a question to the unit. */
bool evidence_prove(struct account *o, struct bytes file, const struct bytes *rosters, size_t roster_count,
                    const struct sha256 *fingerprint, bool *ret_proven, struct error *e) _must_check_;
