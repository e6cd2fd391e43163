/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Where a record stands that came from another unit, and what may be said of it: one table, which the acts
 * ask and which tests/model searches through. docs/adr/0090-accepting.md. */

#include "base/error.h"

/* What is said, and its stable code, which logs and letters show. */
/* clang-format off */
#define CLIENT_OUTCOMES(X) \
	X(SAID_ACCEPTED, "accepted", N_("accepted")) \
	X(SAID_DECLINED, "declined", N_("declined")) \
	X(SAID_DONE, "done", N_("purpose fulfilled"))
/* clang-format on */
enum client_outcome {
#define X(said, code, words) said,
	CLIENT_OUTCOMES(X)
#undef X
		SAID_COUNT
};

/* Where a received record stands. Stores keep these numbers: new ones go at the end. */
enum arrival_state {
	ARRIVAL_WAITS,    /* verified, decided, receipted; not part of the unit's files */
	ARRIVAL_ACCEPTED, /* by somebody, or at once by the agreement */
	ARRIVAL_DONE,     /* its purpose is fulfilled */
	ARRIVAL_DECLINED, /* and forgotten: no store has such a record */
	ARRIVAL_COUNT
};
/* Where it stands once that is said of it. ERR_RESTRICTED: its client withdrew, and that is decided on first;
 * ERR_NOT_ACCEPTED: it waits still; ERR_OUTCOME_SAID: this, or what rules it out, was said before. ERR_NONE:
 * it may be said, and `*ret` is set. */
enum error_code arrival_say(enum arrival_state now, bool restricted, enum client_outcome said,
                            enum arrival_state *ret);
/* May a record be packed for another unit, or written to a file, as far as this goes? */
bool arrival_may_go(enum arrival_state now);
