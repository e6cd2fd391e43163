/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Inside crypto: the bytes of an age file, whether it comes as it is or in ASCII
 * armor (c2sp.org/age, RFC 7468's strict form), told apart by its first bytes.
 * White space may stand before and after armor, and lines may end in CRLF; nothing
 * else is forgiven. Streams in constant memory. */

#include "base/stream.h"

#define AGE_ARMOR_COLUMNS 64u
#define AGE_ARMOR_BLOCK 4096u

struct age_input {
	struct source in;
	uint8_t block[AGE_ARMOR_BLOCK]; /* read from `in`, not handed on yet */
	size_t block_at, block_size;
	bool armored, ended;                     /* `ended`: the armor's last line was read */
	bool short_line;                         /* the body's last line was read */
	uint8_t line[AGE_ARMOR_COLUMNS / 4 * 3]; /* of the body, decoded */
	size_t line_at, line_size;
};

/* Looks at the first bytes. ERR_AGE_ARMOR, and what `in` says. */
bool age_input_start(struct age_input *i, struct source in, struct error *e) _must_check_;
/* A source's read, over a `struct age_input`. */
bool age_input_read(void *input, uint8_t *out, size_t size, size_t *ret_size, struct error *e) _must_check_;
