/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Which entries an auditor asks about, drawn so that nobody could steer it: from a
 * root that was witnessed before the auditor's nonce was known, and from that nonce.
 * Whoever has both draws the same. For c = 0, 1, 2, …
 *
 *     h = SHA-256("sluis.sample.v1" 0x00 ‖ origin ‖ 0x0A ‖ u64be(size) ‖ root ‖ nonce ‖ u64be(c))
 *     x = the first eight bytes of h, high byte first
 *
 * and x mod size is the next entry, unless x ≥ 2^64 − (2^64 mod size) (each entry must
 * be as likely as any other) or the entry was drawn before. docs/format/log.md. */

#include "log/checkpoint.h"

#define SAMPLE_MOST 10000u
#define SAMPLE_NONCE_LEAST 16u /* bytes */
#define SAMPLE_NONCE_MOST 64u

/* `count` distinct places in the tree, in the order in which they were drawn; at most the tree's size. */
void sample_draw(const struct checkpoint *tree, struct bytes nonce, size_t count, uint64_t *ret);
