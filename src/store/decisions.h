/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the units that received decided on their copies after a client withdrew
 * (trust/withdrawal.h), as their letters told. Of own copies, see restrictions.h. */

#include "trust/manifest.h"
#include "trust/withdrawal.h"

struct store;

/* `package` is the letter's id in hex. */
bool decisions_add(struct store *s, const struct withdrawal_decision *d, const char *peer,
                   const char *package, struct error *e) _must_check_;
/* The last one on what rested on that declaration; `*ret_there` false: none was told. */
bool decisions_last(struct store *s, const char *consent, struct withdrawal_decision *ret, bool *ret_there,
                    struct error *e) _must_check_;
