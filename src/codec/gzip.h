/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* gzip (RFC 1952), a member in memory. The output is deterministic: level 6, no
 * name, no time, OS 255. Inflating stops at a limit, so that a bomb costs no more
 * than it. */

#include "base/bytes.h"

bool gzip_deflate(struct bytes in, struct buffer *ret, struct error *e) _must_check_; /* appends */
/* Exactly one gzip member, its header the ten bytes that gzip_deflate writes, no larger than its content can
 * make it, and nothing behind it: so nothing travels in it unseen. More than `limit` bytes out:
 * ERR_TOO_LARGE; anything else wrong: ERR_GZIP. Resets `ret`. */
bool gzip_inflate(struct bytes in, size_t limit, struct buffer *ret, struct error *e) _must_check_;
