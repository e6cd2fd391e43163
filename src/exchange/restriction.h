/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What comes of records that are restricted since a client withdrew (store/restrictions.h):
 * somebody whose mandate has the power erases one, keeps it, restricted, since a law
 * obliges, or unlocks it, since the client consented anew. Each is an act with an entry,
 * which names the outcome in codes, and the client and the record in private; and is told
 * to the unit that sent the record, by a letter that is made in the same transaction. */

#include "exchange/desk.h"
#include "exchange/erasure_letters.h"
#include "store/restrictions.h"
#include "trust/manifest.h"
#include "trust/withdrawal.h"

/* After so many days without a decision it stands first among what is to be done. */
#define RESTRICTION_DAYS 30

struct restriction_decision {
	const char *record; /* id */
	enum withdrawal_outcome outcome;
	enum keep_reason reason; /* of keeping; else KEEP_UNSAID … */
	const char *article;     /* … and NULL */
};
struct restriction_result {
	char *to;                         /* the unit that sent the record */
	char id[2 * PACKAGE_ID_SIZE + 1]; /* of the letter; empty: none could be made … */
	uint64_t sequence;
	char *path; /* … NULL, because the roster has no keys of that unit */
	bool named; /* as in pack_result */
	/* Of unlocking, where a correction had come meanwhile: the letter that says what came of it; NULL. */
	char *answer;
	struct erasure_letters
		onward; /* of what was erased since its sender erased it: word to who got it from here */
};
void restriction_result_clear(struct restriction_result *r);
/* ERR_NOT_FOUND: no such record came from another unit. ERR_NOT_RESTRICTED: it isn't restricted, or it was
 * decided to keep it and it is to be kept again. ERR_USAGE: keeping without a reason and an article that can
 * be cited. ERR_CONSENT: nothing that the client said since carries what is to be unlocked. */
bool restriction_decide(struct desk *d, const struct restriction_decision *decision,
                        struct restriction_result *ret, struct error *e) _must_check_;
/* All of them, as restrictions_each; an act of reading with an entry for each client. */
bool restriction_list(struct desk *d,
                      bool (*each)(void *context, const struct restriction *r, struct error *e),
                      void *context, struct error *e) _must_check_;
