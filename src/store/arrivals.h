/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Where records that came from other units stand here, and what other units said became of those that went to
 * them (trust/outcome.h). What may be said of which isn't asked here. */

#include "store/exchanges.h"
#include "store/records.h"
#include "trust/outcome.h"

/* --- of records that came --- */

/* A record came, or came again. It waits until it is accepted, by `decide_by`; 0: it is accepted at once. One
 * that was accepted stays so, but when its purpose was fulfilled before: then it begins anew. */
bool arrival_came(struct store *s, const char *record, moment since, moment decide_by, struct error *e)
	_must_check_;
struct arrival_row {
	enum arrival_state state;
	moment since, decide_by; /* 0: accepted at once */
	moment done;             /* 0: not yet */
};
/* ERR_NOT_FOUND: no such record came from another unit. */
bool arrival_of(struct store *s, const char *record, struct arrival_row *ret, struct error *e) _must_check_;
bool arrival_set(struct store *s, const char *record, enum arrival_state state, moment when, struct error *e)
	_must_check_;
struct arrival_counts {
	uint64_t waiting, overdue; /* of them those that were to be decided on before a moment */
	moment first;              /* the day by which the first is due; 0: none waits */
};
bool arrivals_count(struct store *s, moment now, struct arrival_counts *ret, struct error *e) _must_check_;
/* Those that stand as ARRIVAL_DECLINED are purged (purging.h); `purge_settle` is the caller's. */
bool arrivals_forget(struct store *s, moment now, struct error *e) _must_check_;

/* --- of records that went --- */

struct outcome_row {
	char peer[128 + 1], tag[RECORD_TAG_SIZE + 1];
	char record[RECORD_ID_SIZE + 1]; /* empty: it can't be told any more which it was */
	uint8_t package[PACKAGE_ID_SIZE];
	const char *agreement, *purpose; /* of the package; borrowed */
	enum client_outcome said;
	enum decline_reason reason;
	moment when;
	uint64_t sequence; /* of the letter that said so */
};
/* What a letter with a lower number said is passed over: the numbers say which word is the last, not the
 * post. */
bool outcomes_add(struct store *s, const struct outcome_row *row, struct error *e) _must_check_;
/* Of one record, by unit. */
bool outcomes_of_record(struct store *s, const char *record,
                        bool (*each)(void *context, const struct outcome_row *row, struct error *e),
                        void *context, struct error *e) _must_check_;
/* Of a package: how many were said of each. */
bool outcomes_of_package(struct store *s, const uint8_t package[PACKAGE_ID_SIZE], uint64_t ret[SAID_COUNT],
                         struct error *e) _must_check_;
/* Of the records that a package of this unit brought: of how many its receiver is to say yet whether it
 * accepts them. Not of those that are gone here, that the client withdrew, or that it accepted when they came
 * before; of what it had declined it is to say so again. */
bool outcomes_awaited(struct store *s, const struct exchange_row *package, uint64_t *ret, struct error *e)
	_must_check_;
