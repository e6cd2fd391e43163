/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Bech32 (BIP 173) as age uses it: no 90-character limit, either case but not
 * mixed. Constant time in the data, since identities are secrets. */

#include "base/bytes.h"

#define BECH32_MAX 128u

/* `hrp` lower case; 32 bytes of data as used by age keys, or any size ≤ 64. `out` has BECH32_MAX + 1 bytes.
 */
bool bech32_encode(const char *hrp, struct bytes data, char out[BECH32_MAX + 1]) _must_check_;
/* Exactly `size` bytes under exactly that hrp (given in lower case). Upper-case text as a whole is fine when
 * `upper`, lower-case when not. */
bool bech32_decode(struct bytes text, const char *hrp, bool upper, uint8_t *out, size_t size) _must_check_;
