/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Handing over who directs a case, and asking who does (trust/directing.h). A case of this unit's own goes to
 * a unit that accepted it, and one that came goes back to its sender; each is told in a letter that is made
 * in the same transaction, and opening one may make a letter that answers it. docs/adr/0091-handing-over.md.
 */

#include "exchange/told_letters.h"
#include "store/directing.h"

struct handover_wish {
	const struct selection *which;
	const char *to; /* a unit; NULL: nothing is handed over, it is asked who directs */
};
struct handover_result {
	uint64_t records;
	struct told_letter *letters;
	size_t letter_count;
};
void handover_result_clear(struct handover_result *r);
/* ERR_NOT_DIRECTING: a case isn't directed here. ERR_HANDOVER: the agreement doesn't allow it, the unit
 * didn't accept the case, or isn't the one that it came from; or it is asked of a case that came, or is
 * directed here. ERR_NOT_ACCEPTED. */
bool handover(struct desk *d, const struct handover_wish *wish, struct handover_result *ret, struct error *e)
	_must_check_;

/* Where the direction of a record's case is, as it is known here. */
struct handover_standing {
	struct directing_row row; /* as it was kept, or by the record's field */
	bool kept;                /* it was */
	bool certain;             /* no backup was restored since */
	char place[DIRECTING_PLACE_SIZE + 1];
};
bool handover_standing(struct desk *d, const struct stored_record *stored, const struct record *r,
                       struct handover_standing *ret, struct error *e) _must_check_;
