/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Checkpoints (c2sp.org/tlog-checkpoint): `origin\nsize\nbase64(root)\n`, a signed
 * note by the unit's log key. */

#include "crypto/merkle.h"
#include "crypto/note.h"

struct checkpoint {
	char origin[128 + 1];
	uint64_t size;
	struct sha256 root;
};

bool checkpoint_format(const struct checkpoint *c, struct buffer *text, struct error *e) _must_check_;
bool checkpoint_parse(struct bytes text, struct checkpoint *ret, struct error *e) _must_check_; /* no extension lines */
/* A fresh signed note. */
bool checkpoint_sign(const struct checkpoint *c, const struct note_signer *log_key, struct buffer *note, struct error *e) _must_check_;
/* Signed by that key, with that key's name as origin. ERR_LOG_UNSIGNED, ERR_SIGNATURE. */
bool checkpoint_open(struct bytes note, const char *subject, const struct note_verifier *log_key, struct checkpoint *ret, struct error *e) _must_check_;
