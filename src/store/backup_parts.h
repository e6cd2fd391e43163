/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The parts of a backup, which is a tar in an age file, in their only order (docs/format/backup.md):
 *
 *     backup.note     what it is of, signed by who made it (backup_note.h)
 *     store.key       what `store.slots` holds, for whoever opens the backup
 *     store.slots     as it stands in the home: the same for the persons with access
 *     signing.slots   likewise: the unit's signing keys, for those persons alone
 *     anchor          of the checkpoint in the database
 *     unit.card       where it is still there
 *     outbox/…        letters on their way
 *     evidence/…      what other units' logs can't explain
 *     store.db        the database, encrypted as it is
 *
 * Reading is here, and the list; writing is backup.h's. */

#include "crypto/age.h"
#include "store/backup_note.h"
#include "store/slots.h"

#define BACKUP_NOTE "backup.note"
#define BACKUP_KEY "store.key"

struct backup_part {
	const char *name; /* BACKUP_NOTE and BACKUP_KEY aren't among those that are handed out */
	bool optional;
	bool folder; /* any number of files in it, each with a name of its own */
};
extern const struct backup_part backup_parts[]; /* ends with a NULL name */

/* What is in one, but for the files. */
struct backup_read {
	struct backup_note note;
	struct buffer note_text; /* as it stands there, with its signature, which isn't verified */
	struct store_key key;
	size_t letters;
};
void backup_read_clear(struct backup_read *b);

/* What is done with a file of it: reads `content`, or leaves it. */
typedef bool (*backup_take)(void *context, const char *name, uint64_t size, struct source content,
                            struct error *e);
/* From the first byte to the last: each part in its place and none but those, and the database the one that
 * the note names. What was handed out counts only once all of it was read. ERR_BACKUP, ERR_NO_KEY, and what
 * age_reader says of a file that was cut off or changed. */
bool backup_read(struct source in, const struct age_keys *keys, backup_take take, void *context,
                 struct backup_read *ret, struct error *e) _must_check_;
