/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Proofs as files: c2sp.org/tlog-proof. A package's `log.proof` is one: its `extra`
 * line holds the entry itself, so that the receiver can see that the sender logged
 * this very manifest. */

#include "log/log.h"

/* The inclusion proof of entry `index` in the newest signed checkpoint `note`. */
bool proof_format(struct log *l, uint64_t index, struct bytes checkpoint_note, struct buffer *out,
                  struct error *e) _must_check_;

struct proof {
	uint64_t index;
	struct buffer entry;
	struct merkle_proof path;
	struct checkpoint checkpoint;
	struct buffer checkpoint_note;
};
void proof_clear(struct proof *p);
/* Parsed strictly, the checkpoint's signature checked against `log_keys` and the path against its root.
 * ERR_LOG_PROOF, ERR_LOG_UNSIGNED, ERR_SIGNATURE. */
bool proof_open(struct bytes raw, const char *subject, const struct unit_keys *log_keys, struct proof *ret,
                struct error *e) _must_check_;
