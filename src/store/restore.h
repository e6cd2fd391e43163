/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A store out of a backup, at a new place: filled beside it under another name, looked through, and only then
 * given its own, so that there is a whole store or none. Who has access is as it was then; the unit's signing
 * keys are in `signing.slots`, which those persons open and nobody else. Nothing is signed here, since
 * whoever restores needs no access: the first person who opens it leaves the entry of that
 * (exchange/desk_open.h). */

#include "store/access_list.h"
#include "store/backup_parts.h"

struct restored {
	struct backup_note note;
	char *by; /* who made the backup */
	struct access_list access;
	size_t letters;
};
void restored_clear(struct restored *r);
/* `unit`: the one it must be of; NULL for any. ERR_FILE_EXISTS (there is something at `home`),
 * ERR_NETWORK_FS, ERR_BUSY (another program restores to the same place), ERR_DISK_FULL, ERR_FINGERPRINT (of
 * another partnership), ERR_UNIT_UNKNOWN (of another unit), those of backup_read, and those of opening a
 * store. */
bool restore_backup(struct source in, const struct age_keys *keys, const char *home, const char *unit,
                    const struct sha256 *fingerprint, struct restored *ret, struct error *e) _must_check_;

/* Of an open store: it came out of a backup, and no entry says so yet. */
struct store;
bool restore_is_untold(struct store *s, bool *ret, struct error *e) _must_check_;
/* Inside a transaction: the entry is being made. */
bool restore_told(struct store *s, struct error *e) _must_check_;
