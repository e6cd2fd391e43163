/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A log that goes on from an older copy of its store, by the word of its unit's officers
 * (trust/resumption.h): drafting the text, taking it in, and what letters carry of it, both ways.
 *
 * The newest copy is lost, and others saw more of the log than the older one holds. What they saw above the
 * place that the text names is given up; the entry `resume` says so in the log that goes on. Each letter
 * carries the text and the proof of that entry until its receiver has cosigned a tree that holds it. */

#include "exchange/act.h"
#include "exchange/package.h"
#include "exchange/witnessing.h"
#include "log/proof.h"
#include "store/resumed.h"

/* --- at the unit that went back --- */

/* What can be told of the store before the officers are asked. */
struct resuming_state {
	bool behind;            /* it is known to be older */
	uint64_t entries;       /* of its log */
	uint64_t seen;          /* the largest tree that somebody saw beyond it, as far as is known here; 0 */
	struct checkpoint from; /* the place that it would go on from */
};
/* The store was opened as STORE_BEHIND. Nothing is changed or logged. */
bool resuming_look(struct desk *d, struct resuming_state *ret, struct error *e) _must_check_;
/* The text for the officers. `lost_to` 0: what `look` knows. `again`: it went on before, and somebody has
 * seen more than was given up then; the place is the same. ERR_RESUMPTION: nobody is known to have seen more,
 * or that is less than what is known, or it never went on. */
bool resuming_draft(struct desk *d, uint64_t lost_to, bool again, const char *reason, struct buffer *out,
                    struct resuming_state *ret, struct error *e) _must_check_;
/* Takes the signed text in. ERR_RESUMPTION, ERR_QUORUM, ERR_SIGNATURE, ERR_PERSON_UNKNOWN. */
struct resuming_taken {
	struct checkpoint from;
	uint64_t lost_to, entry;
};
bool resuming_take(struct desk *d, struct bytes note, const char *path, struct resuming_taken *ret,
                   struct error *e) _must_check_;

/* --- letters --- */

/* What goes along in a letter to `peer` that stands on `checkpoint`. */
struct resuming_carried {
	struct resumed_list untold;
	struct buffer proofs[LIMIT_PACKAGE_RESUMPTIONS];
	size_t count;
};
void resuming_carried_clear(struct resuming_carried *c);
bool resuming_carry(struct store *s, const char *peer, struct bytes checkpoint, struct resuming_carried *ret,
                    struct package_content *content, struct error *e) _must_check_;

/* What came along, once the letter's own proof was checked: signed by the officers of the letter's sender,
 * whose log tells of it in the very tree that the letter stands on. ERR_RESUMPTION, ERR_QUORUM,
 * ERR_SIGNATURE, ERR_LOG_PROOF. */
bool resuming_open(struct desk *d, const char *sender, struct bytes note, struct bytes proof,
                   const struct checkpoint *tree, struct resumption **ret, struct error *e) _must_check_;
/* For `logged`: those that were learned, each with an entry. */
bool resuming_learn(struct act *a, const struct witnessed_resumption *learned, size_t count, uint64_t number,
                    struct error *e) _must_check_;
