/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What becomes of records that arrived: somebody who may open letters accepts them into the unit's files, or
 * declines them with a reason, upon which they are forgotten; and says one day that their purpose is
 * fulfilled. Each is an act with an entry for every client, and the units that sent them are told in letters
 * that are made in the same transaction. docs/adr/0090-accepting.md. */

#include "exchange/desk.h"
#include "exchange/told_letters.h"
#include "store/arrivals.h"

struct arrival_word {
	const struct selection *which;
	enum client_outcome said;
	enum decline_reason reason; /* of declining */
};
struct arrival_result {
	uint64_t records;
	uint64_t untold; /* of them: their sender's version can't be told which they are */
	struct told_letter *letters;
	size_t letter_count;
};
void arrival_result_clear(struct arrival_result *r);
/* Of all: those of which it may be said. Of others each must be: ERR_OUTCOME_SAID, ERR_NOT_ACCEPTED,
 * ERR_RESTRICTED. ERR_NOT_FOUND: there are none. ERR_USAGE: declining without a reason. */
bool arrival_tell(struct desk *d, const struct arrival_word *word, struct arrival_result *ret,
                  struct error *e) _must_check_;
