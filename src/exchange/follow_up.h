/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What came of a remark that an auditor's report made on a month of this unit's log (trust/remark.h): an act,
 * so that the log itself tells that somebody looked. */

#include "exchange/desk.h"
#include "trust/remark.h"

struct follow_up_note {
	const char *month; /* "2026-11" */
	enum remark remark;
	enum follow_up came;
	const struct sha256 *order; /* on which it was looked further; NULL */
	const char *why;            /* in words, which the log keeps in private */
};
/* ERR_VALUE: a month that hasn't come. ERR_ORDER: no order with that hash was opened here. `*ret_entry`: the
 * entry that tells it. */
bool follow_up(struct desk *d, const struct follow_up_note *note, uint64_t *ret_entry, struct error *e)
	_must_check_;
