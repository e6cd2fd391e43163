/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A backup of a store that is in use: an age file whose parts backup_parts.h lists. While one is made others
 * go on working, to the write-ahead log; nothing of it is copied on the disk, and memory doesn't grow with
 * it. Slots aren't changed meanwhile (access.lock), nor is a second backup made.
 *
 * Where it goes and what the log says of it is exchange/backing_up.h's. */

#include "store/backup_parts.h"
#include "store/store.h"

struct backup;

/* Takes hold of the store as it is, looks through each page, and signs for that as `by`. Outside a
 * transaction; until `backup_freep` the store can only be read. ERR_BUSY (somebody reads what is older, or
 * changes the slots), ERR_ACCESS_UNFINISHED, ERR_STORE_KEY (a page isn't as it was written), ERR_TOO_LARGE (a
 * database that no tar can hold). */
bool backup_start(struct store *s, const struct keyfile *by, struct backup **ret, struct error *e)
	_must_check_;
/* Ends the reading, too. */
void backup_freep(struct backup **b);
const struct backup_note *backup_note_of(const struct backup *b);
/* To whom it is encrypted: the unit's recovery recipient, or the persons with access. ERR_NO_RECOVERY when
 * the roster in force lists none. */
bool backup_address(struct backup *b, bool to_clerks, struct error *e) _must_check_;
/* Writes it. The disk's or the reader's errors are passed on. */
bool backup_write(struct backup *b, struct sink out, struct error *e) _must_check_;
/* What was written, as it stands there now: decrypted with a key that was made for this and is gone with `b`,
 * read to its end, each part compared with what was put there. ERR_BACKUP, and what age_reader says. */
bool backup_verify(const struct backup *b, struct source in, struct error *e) _must_check_;
