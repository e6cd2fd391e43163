/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The memory of a witness without a store: the largest checkpoint of each log that an
 * officer cosigned, in one small file beside the key. Each stands in it with the
 * officer's own cosignature, so that nobody else can write one; whoever takes the file
 * away makes the officer forget, and the next cosignature a first one. */

#include "log/checkpoint.h"

/* What `file` (may be empty) holds of the log `origin`: `*ret_note` points into it, empty when there is
 * nothing. Every checkpoint in it must bear a cosignature by `witness`, and each log stand there once.
 * ERR_LOG, ERR_SIGNATURE, ERR_UNSIGNED. */
bool seen_find(struct bytes file, const char *subject, const struct note_verifier *witness,
               const char *origin, struct bytes *ret_note, struct error *e) _must_check_;
/* The file with `note`, cosigned by the witness, in place of what it holds of that log. It goes forward only:
 * ERR_LOG_SHORTER, ERR_LOG_FORK; unless the officers of that log's unit gave up what was seen (`given_up`, as
 * a verification told: trust/resumption.h). */
bool seen_put(struct bytes file, const char *subject, const struct note_verifier *witness, struct bytes note,
              bool given_up, struct buffer *ret, struct error *e) _must_check_;
