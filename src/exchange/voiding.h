/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A package of cases is taken back by its sender, whether it left or not. Where it may have left, a letter of
 * the kind `void` tells its receiver: what wasn't opened then never opens, and what was opened is restricted
 * there, until it is decided on (restriction.h). docs/adr/0093. */

#include "exchange/desk.h"
#include "trust/voiding.h"

struct voiding_result {
	char id[2 * PACKAGE_ID_SIZE + 1]; /* of the package */
	uint64_t sequence, records;
	char *to;
	bool left;                            /* it may have: its receiver must be told */
	bool opened;                          /* its receipt came: its receiver decides on what it holds */
	bool unreachable;                     /* the roster has no keys of that unit: no letter was made */
	char letter[2 * PACKAGE_ID_SIZE + 1]; /* empty: none was made … */
	uint64_t letter_sequence;
	char *path; /* … NULL */
	bool named; /* as in pack_result */
};
void voiding_result_clear(struct voiding_result *r);

/* `id` in hex. ERR_NOT_FOUND; ERR_NO_VOID: no package of cases, declined, refused by its receiver, voided
 * before, or not written yet. */
bool voiding(struct desk *d, const char *id, enum void_reason reason, struct voiding_result *ret,
             struct error *e) _must_check_;
