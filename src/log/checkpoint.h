/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Checkpoints (c2sp.org/tlog-checkpoint): `origin\nsize\nbase64(root)\n`, a signed
 * note by the unit's log key; and their cosignatures (c2sp.org/tlog-cosignature): a
 * line more, by which a witness says that this was the largest tree of that log it
 * had seen, and that each one it saw before is a part of it. */

#include "base/moment.h"
#include "crypto/merkle.h"
#include "crypto/note.h"
#include "trust/unit_keys.h"

struct checkpoint {
	char origin[128 + 1];
	uint64_t size;
	struct sha256 root;
};

bool checkpoint_format(const struct checkpoint *c, struct buffer *text, struct error *e) _must_check_;
bool checkpoint_parse(struct bytes text, struct checkpoint *ret, struct error *e)
	_must_check_; /* no extension lines */
/* Writes a checkpoint as a new signed note. */
bool checkpoint_sign(const struct checkpoint *c, const struct note_signer *log_key, struct buffer *note,
                     struct error *e) _must_check_;
/* Signed by one of those keys, with that key's name as origin. ERR_LOG_UNSIGNED, ERR_SIGNATURE; ERR_REVOKED:
 * the newest roster says that the key stood up to fewer entries. */
bool checkpoint_open(struct bytes note, const char *subject, const struct unit_keys *log_keys,
                     struct checkpoint *ret, struct error *e) _must_check_;

/* The same, and cosigned by one of `witness` (type 0x04) at `*ret_when` by its own clock, which nothing
 * vouches for. ERR_UNSIGNED names the witness. */
bool checkpoint_open_cosigned(struct bytes note, const char *subject, const struct unit_keys *log_keys,
                              const struct unit_keys *witness, struct checkpoint *ret, moment *ret_when,
                              struct error *e) _must_check_;
/* `note` with one cosignature more, appended to `out`. The caller has seen to it that it only ever cosigns
 * forward, and has kept what it saw. */
bool checkpoint_cosign(struct bytes note, const struct note_signer *witness, moment when, struct buffer *out,
                       struct error *e) _must_check_;

/* May a tree have been cosigned at `when`? Not before its newest act, which says `act` (0: not known), nor
 * after `now`, where clocks that stand CLOCK_SLACK apart don't explain it: ERR_LOG_COSIGNED. Asked when a
 * cosignature is taken in, and by the auditor. */
bool checkpoint_check_cosigned(const char *subject, moment when, moment act, moment now, struct error *e)
	_must_check_;

/* Appends `note` with the signatures of these units alone, one each and in their order: of each the line by
 * the newest of its keys that signed. Whoever passes a note on seems to vouch for every line in it, so lines
 * that nobody verified are left out. ERR_UNSIGNED when one of them has no line. */
bool checkpoint_only(struct bytes note, const struct unit_keys *const *keys, size_t count, struct buffer *out,
                     struct error *e) _must_check_;

/* Of several checkpoints in one text, with an empty line between them, takes the next one, by its form alone.
 * False at the end; also where something else than a checkpoint stands, and then `lines->failed` is set. */
bool checkpoint_next(struct cursor *lines, struct bytes *ret);
/* Appends `note` to such a text. */
void checkpoint_append(struct buffer *out, struct bytes note);

bool checkpoint_equal(const struct checkpoint *a, const struct checkpoint *b);
