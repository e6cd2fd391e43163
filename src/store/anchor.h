/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The anchor: the newest checkpoint in a small file outside the database. SQLCipher
 * proves no freshness: an older copy of the database, a deleted or stale
 * write-ahead log pass all of its checks. The anchor is written after a commit, so
 * a database may be ahead of it, never behind. Behind the newest stand, an empty line
 * between them, the largest checkpoint that each witness cosigned.
 *
 * Whoever puts back an older database together with the anchor of that time isn't
 * found here, but by the next witness (docs/threat-model.md). */

#include "io/file.h"
#include "log/checkpoint.h"

/* `*ret_there` false when there is no anchor. One that the unit's log key didn't
 * sign, or that isn't a checkpoint: ERR_STORE_ANCHOR. */
bool anchor_read(const char *home, const struct unit_keys *log_keys, bool *ret_there, struct checkpoint *ret,
                 struct error *e) _must_check_;
/* The same, with all of its text, for checkpoint_next: each one in it was verified. */
bool anchor_read_all(const char *home, const struct unit_keys *log_keys, bool *ret_there,
                     struct checkpoint *ret, struct buffer *text, struct error *e) _must_check_;
/* Before the commit: the new anchor, synced, under a temporary name, so that a
 * full disk is noticed while the act can still be taken back. */
bool anchor_prepare(const char *home, struct bytes text, struct file_write *ret, struct error *e)
	_must_check_;
/* After it: into place, unless another program has put a larger one there. `given_up`: what is there is of a
 * tree that isn't the log's any more (trust/resumption.h), whatever its size. */
bool anchor_publish(const char *home, const struct unit_keys *log_keys, uint64_t size, bool given_up,
                    struct file_write *prepared, struct error *e) _must_check_;
