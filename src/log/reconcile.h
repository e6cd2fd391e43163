/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The logs of two or more units laid beside each other: each letter packed there,
 * opened here, its receipt back; with the same hashes and the same counts. What isn't
 * finished is open since some moment; what one log claims and the other denies is a
 * contradiction. And what each saw of the other's log must be a part of it. */

#include "log/ledger.h"

/* Each state with its name for programs and its words for people. */
/* clang-format off */
#define EXCHANGE_STATE_LIST(X) \
	/* sent, opened, and the receipt is back */ \
	X(EXCHANGE_COMPLETE, "complete", N_("complete")) \
	X(EXCHANGE_UNRECEIPTED, "unreceipted", N_("opened, receipt not back")) \
	X(EXCHANGE_UNOPENED, "unopened", N_("sent, not opened")) \
	/* for a second person */ \
	X(EXCHANGE_PENDING, "pending", N_("waiting for approval")) \
	/* and it wasn't opened */ \
	X(EXCHANGE_VOID, "void", N_("withdrawn by the sender")) \
	X(EXCHANGE_UNSEEN, "unseen", N_("a log was exported too early to tell")) \
	/* an older copy of that log went on, by the word of its officers */ \
	X(EXCHANGE_LOST, "lost", N_("lost by one side, which went on from an older copy")) \
	X(EXCHANGE_ALONE, "alone", N_("the other unit's log isn't here")) \
	/* there is a finding about it */ \
	X(EXCHANGE_CONTRADICTED, "contradicted", N_("the logs contradict each other"))
/* clang-format on */
enum exchange_state {
#define X(state, name, words) state,
	EXCHANGE_STATE_LIST(X)
#undef X
		EXCHANGE_STATES,
};
const char *exchange_state_name(enum exchange_state state);  /* "complete", … */
const char *exchange_state_words(enum exchange_state state); /* not translated yet */

struct exchange {
	const struct manifest *manifest; /* points into a ledger's signed_texts */
	enum exchange_state state;
	moment packed, opened, receipted; /* by each one's own clock; 0: not, or not known */
	uint64_t packed_at, opened_at,
		receipted_at; /* entries of the sender's, the receiver's and the sender's log; NO_INDEX */
	moment since;         /* open since then; 0 when it isn't */
	enum signature_verdict signature; /* the better of what the two logs prove of it (log/verdicts.h) */
};
/* One for each pair, agreement and purpose, sorted. */
struct exchange_sum {
	const struct manifest *first; /* the pair, agreement and purpose are its */
	uint64_t letters, records;
	uint64_t states[EXCHANGE_STATES];
};
struct reconciliation {
	struct exchange *exchanges; /* by sender, receiver and number */
	size_t exchange_count;
	struct exchange_sum *sums;
	size_t sum_count;
	uint64_t given_up; /* trees that one side saw of another's log, and that the officers of that one gave
	                      up */
	struct verify_result
		findings; /* only the contradictions; the index is of the log that `detail` names first */
};
void reconciliation_clear(struct reconciliation *r);

/* `sides` are closed ledgers of different logs. ERR_USAGE when two are of one log. Needs n log n in the
 * number of letters; the bundles' tiles are read again for the checkpoints that were seen, and proven against
 * the roots that were verified. */
bool reconcile(const struct ledger *sides, size_t count, struct reconciliation *ret, struct error *e)
	_must_check_;
