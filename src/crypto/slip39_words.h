/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A share's words as their places in the list, and the checksum over these, for slip39.c. Places lie in the
 * caller's secret memory, which is open. */

#include "crypto/slip39.h"

#define SLIP39_CHECKSUM_WORDS 3u
/* The places of the words in the list. ERR_SHARE_WORD, ERR_SHARE_LENGTH. */
bool slip39_read_words(struct bytes words, uint16_t places[SLIP39_WORDS_MOST], size_t *ret_count,
                       struct error *e) _must_check_;
/* Their text, a blank between them, into `out`, which has SLIP39_TEXT_MOST bytes. How long it is. */
size_t slip39_write_words(const uint16_t *places, size_t count, char *out);
/* Whether a share is extendable, by its words; what the checksum depends on. */
bool slip39_is_extendable(const uint16_t *places);
bool slip39_checksum_fits(const uint16_t *places, size_t count);
/* Into the last three of `count` places. */
void slip39_make_checksum(uint16_t *places, size_t count);
