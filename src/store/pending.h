/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a package that waits for a second person consists of: its records, each with the
 * SHA-256 of the line that was to go, so that whoever approves sends what was signed or
 * is told what changed. The lines themselves are made again from the records. */

#include "crypto/hash.h"
#include "trust/manifest.h"

struct store;

/* `record` is an id as `struct stored_record` has it. */
bool pending_add(struct store *s, const uint8_t package[PACKAGE_ID_SIZE], const char *record,
                 const struct sha256 *digest, struct error *e) _must_check_;
/* ERR_NOT_FOUND when the record isn't of that package. */
bool pending_digest(struct store *s, const uint8_t package[PACKAGE_ID_SIZE], const char *record,
                    struct sha256 *ret, struct error *e) _must_check_;
/* Approved or declined: nothing of it is kept. */
bool pending_forget(struct store *s, const uint8_t package[PACKAGE_ID_SIZE], struct error *e) _must_check_;
