/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The cipher between a secret and its shares, for slip39.c. The text lies in the caller's secret memory,
 * which is open. */

#include "crypto/slip39.h"

/* `size` bytes of `text` in place, by the passphrase and, of a share that isn't extendable, its id. */
bool slip39_encrypt(const struct slip39_share *share, struct bytes passphrase, uint8_t *text, size_t size,
                    struct error *e) _must_check_;
bool slip39_decrypt(const struct slip39_share *share, struct bytes passphrase, uint8_t *text, size_t size,
                    struct error *e) _must_check_;
