/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Base64 (RFC 4648 section 4), canonical only: unused bits zero. */

#include "base/bytes.h"

enum base64_padding { BASE64_PADDED, BASE64_UNPADDED };

void base64_append(struct buffer *out, struct bytes in, enum base64_padding padding);
/* Strict: alphabet, padding as asked, canonical, no white space. Writes at most
 * `size` bytes to `out`; false also when it doesn't fit. Works on secrets too: no
 * table lookup by a secret index. */
bool base64_decode(struct bytes text, enum base64_padding padding, uint8_t *out, size_t size,
                   size_t *ret_size) _must_check_;
