/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Packages that their senders voided, as their letters told: one that wasn't opened before never opens, and
 * the records of one that was are restricted, until somebody decides (restrictions.h). What this unit itself
 * voided is a state of what it sent (exchanges.h). */

#include "store/records.h"
#include "trust/voiding.h"

struct store;

/* Word of it came by the entry `log_index`; what voided_was_opened finds is kept with it. */
bool voided_add(struct store *s, const char *peer, const struct void_notice *n, moment told,
                uint64_t log_index, struct error *e) _must_check_;
/* Was it opened here? ERR_PACKAGE: another unit sent it, or it is another letter than the notice names, or
 * word of it came before. */
bool voided_was_opened(struct store *s, const char *peer, const struct void_notice *n, bool *ret_opened,
                       struct error *e) _must_check_;
/* ERR_PACKAGE_VOIDED when its sender voided it. */
bool voided_check(struct store *s, const struct manifest *m, struct error *e) _must_check_;

/* Does a record that came with an opened package stand here on it: on it alone, or on that and on what since
 * then corrected it, or answered a request of this unit? A later package of cases takes its place. */
bool voided_stands(struct store *s, const char *record, const uint8_t package[PACKAGE_ID_SIZE], bool *ret,
                   struct error *e) _must_check_;
/* Such a record is restricted from `since` on. `*ret_new` false: it is already, by this package. */
bool voided_restrict(struct store *s, const char *record, const uint8_t package[PACKAGE_ID_SIZE],
                     moment since, bool *ret_new, struct error *e) _must_check_;
