/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* An agreement that one controller ended, alone (trust/termination.h): what that forbids, taking the text in,
 * and what letters carry of it. Whoever knows of it neither sends nor takes under that agreement what was
 * made from that day on; what serves the client goes on (LETTER_OUTLIVES). */

#include "exchange/act.h"
#include "exchange/package.h"
#include "store/terminations.h"

/* Has nobody ended it by then? ERR_AGREEMENT_EXPIRED: who did, and from which day. */
bool terminating_check(struct store *s, const struct agreement *a, moment when, struct error *e) _must_check_;

/* What was taken in: the agreement, owned, and its first day without it. */
struct terminating_taken {
	struct terms_named terms;
	moment from;
};
/* `sluis open` of the text. ERR_AGREEMENT_UNKNOWN, ERR_AGREEMENT_INVALID, ERR_VALUE, ERR_QUORUM; and
 * ERR_AGREEMENT_EXPIRED of one that has ended by then already. */
bool terminating_take(struct desk *d, struct bytes note, const char *path, struct terminating_taken *ret,
                      struct error *e) _must_check_;
/* Would it be taken in? */
bool terminating_is_due(struct desk *d, struct bytes note, const char *path);

/* --- letters --- */

/* What goes along to `peer`, oldest first, in a letter that stands on `checkpoint`. */
bool terminating_carry(struct store *s, const char *peer, struct bytes checkpoint,
                       struct termination_list *ret, struct package_content *content, struct error *e)
	_must_check_;
/* For `logged`: of what came along those that say something new, each with an entry. What can't be taken in,
 * since the agreement isn't here or too few signed it, says nothing. `*ret_count`: how many did. */
bool terminating_learn(struct act *a, const struct buffer *notes, size_t count, uint64_t *ret_count,
                       struct error *e) _must_check_;

/* --- what it stops --- */

/* Of an agreement that has an end which somebody set: what waits or is under way under it. */
struct terminating_stops {
	const struct termination *termination;
	uint64_t pending;  /* packages for a second person, who can't approve them any more */
	uint64_t underway; /* packages without a receipt: made before, and so still opened */
	uint64_t asked;    /* of this unit, and not answered */
	uint64_t asking;   /* from here, and not answered */
};
/* For each whose end lies behind or before us, while it would otherwise be valid. */
bool terminating_each(struct desk *d,
                      bool (*each)(void *context, const struct agreement *a,
                                   const struct terminating_stops *stops, struct error *e),
                      void *context, struct error *e) _must_check_;
