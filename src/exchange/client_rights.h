/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a client asks by right, and what this unit does with it: erasure (AVG 17, Wmo 5.3.5), restriction (AVG
 * 18), objection (AVG 21), and the days by which each must be answered. The client is named by a record;
 * what is decided holds for all records of the same client.
 *
 * What opposes an erasure and can be known here is looked at: a hold, and a copy of which it was decided to
 * keep it. What a person must weigh (AVG 17(3), Wmo 5.3.5(2), the Archiefwet, another's interest), a person
 * says: that it was weighed and nothing opposes, or that it is refused, for which reason, on which article.
 */

#include "exchange/desk.h"
#include "exchange/erasure_letters.h"
#include "store/purging.h"
#include "store/right_requests.h"

struct right_decision {
	const char *record; /* id */
	enum right right;
	moment asked; /* the day that the request came; 0: it was put down before, else ERR_USAGE */
	/* Not set: granted. Refused, or of a restriction or an objection lifted. */
	bool refused, lifted;
	const char *reason;  /* of refusing: a code of trust/withdrawal.h … */
	const char *article; /* … and an article that can be cited; of granting NULL: the right's own */
	moment told;         /* of lifting: the day on which the client was told of it (AVG 18(3)) */
};
struct right_result {
	struct right_request request;
	uint64_t records; /* of the client */
	struct purged purged;
	bool settled;
	struct erasure_letters letters;
};
void right_result_clear(struct right_result *r);

/* ERR_NOT_FOUND: no such record. ERR_VALUE: asked on a day that hasn't come. */
bool right_ask(struct desk *d, const char *record, enum right right, moment asked, struct right_request *ret,
               struct error *e) _must_check_;
/* The client was told, and why, within the first month. ERR_NOT_YET never: ERR_VALUE when it is too late, or
 * the law leaves no room. ERR_NOT_FOUND. */
bool right_postpone(struct desk *d, uint64_t number, const char *reason, struct right_request *ret,
                    struct error *e) _must_check_;
/* What doesn't change records: access and correction are granted where they are done, and anything but a
 * lifting can be refused. ERR_USAGE: granting that is a command of its own. */
bool right_answer(struct desk *d, uint64_t number, const char *reason, const char *article,
                  struct right_request *ret, struct error *e) _must_check_;
/* Of erasure, restriction and objection. ERR_HELD: a hold, or a decision to keep it, opposes. ERR_NOT_FOUND:
 * no such record, or nothing to be lifted. ERR_USAGE: a refusal without reason or article. */
bool right_decide(struct desk *d, const struct right_decision *decision, struct right_result *ret,
                  struct error *e) _must_check_;
/* An act of reading, with an entry for each. */
bool right_list(struct desk *d, bool undecided_only,
                bool (*each)(void *context, const struct right_request *r, struct error *e), void *context,
                struct error *e) _must_check_;
