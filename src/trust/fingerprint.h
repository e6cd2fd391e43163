/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A SHA-256 as people show it, read it aloud and type it: sixteen groups, each of four hexadecimal digits, or
 * of the same two bytes as a decimal number of five digits (docs/format/fingerprint.md). Both say all 256
 * bits, so either is taken wherever a fingerprint is typed. There is no check digit: whoever types one has
 * the text that it is of, and a slip of any kind doesn't fit that. */

#include "base/bytes.h"
#include "crypto/hash.h"

/* "1a2b 3c4d …", for the screen and for scripts. */
#define FINGERPRINT_SHOWN_SIZE 79u
void fingerprint_show(const struct sha256 *h, char out[FINGERPRINT_SHOWN_SIZE + 1]);
/* "06699 15437 …", for the telephone. */
#define FINGERPRINT_SPOKEN_SIZE 95u
void fingerprint_show_spoken(const struct sha256 *h, char out[FINGERPRINT_SPOKEN_SIZE + 1]);
/* Either form; blanks and line ends are passed over wherever they stand, and hexadecimal letters may be
 * capitals. False for anything else: another number of digits, or a decimal group above 65535. */
bool fingerprint_parse(struct bytes typed, struct sha256 *ret) _must_check_;
