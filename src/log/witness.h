/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a letter tells of logs, beside the proof of its own entry: its part
 * `log.witness`. First a chain of checkpoints of the sender's log, from the last that
 * the receiver acknowledged through each that was sent to it since, for letters get
 * lost and cross; then the newest checkpoint of the *receiver's* log that the sender
 * has seen, cosigned. A step has the form of a request to a witness
 * (c2sp.org/tlog-witness, add-checkpoint):
 *
 *     sluis.witness/v1
 *
 *     old 0                     the first: nothing before it
 *
 *     oss.nl/wi                 the acknowledged one, with the receiver's cosignature
 *     40
 *     …
 *
 *     old 40                    a consistency proof, and what it leads to
 *     base64 of a hash …
 *
 *     oss.nl/wi
 *     60
 *     …
 *
 *     seen                      left out when nothing has been seen yet
 *
 *     oss.nl/wmo
 *     …
 *
 * Pure: what a receiver knows already, and what follows from it, is exchange's. */

#include "log/log.h"

struct witness_step {
	uint64_t old; /* size of the step before; 0 in the first */
	struct checkpoint checkpoint;
	struct bytes note; /* points into `raw` */
};
struct witness {
	struct buffer raw;
	struct witness_step *steps; /* at least one, in rising sizes */
	size_t count;
	struct bytes seen; /* a checkpoint with its cosignature, not verified; empty: none */
};
void witness_clear(struct witness *w);

/* Writing, one after another. `note` is a checkpoint of `l`; the proof that it goes on from `old` (0:
 * nothing) is made here. */
void witness_start(struct buffer *out);
bool witness_add(struct log *l, uint64_t old, struct bytes note, struct buffer *out, struct error *e)
	_must_check_;
bool witness_add_seen(struct bytes cosigned, struct buffer *out, struct error *e) _must_check_;

/* Strict. Every checkpoint signed by `log_keys` and proven to go on from the one before: ERR_LOG_PROOF (form,
 * a proof that fails), ERR_LOG_UNSIGNED, ERR_SIGNATURE, ERR_TOO_LARGE. */
bool witness_open(struct bytes raw, const char *subject, const struct unit_keys *log_keys,
                  struct witness *ret, struct error *e) _must_check_;
/* The step with that size; NULL when the chain passes it by. */
const struct witness_step *witness_at(const struct witness *w, uint64_t size);
static inline const struct witness_step *witness_last(const struct witness *w)
{
	return &w->steps[w->count - 1];
}
