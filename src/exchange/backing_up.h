/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The act of making a backup (store/backup.h): its entry first, so that it is in the backup and a store that
 * was restored from it at once isn't behind; then the file, read back before it gets its name. What fails
 * behind the entry leaves an entry of that.
 *
 * To a file, which mustn't be there; into a folder, under a name with unit, store and moment, of which some
 * are kept; or to a descriptor, where nothing can be read back. */

#include "exchange/desk.h"

enum backup_kind { BACKUP_FILE, BACKUP_FOLDER, BACKUP_PIPE };
struct backup_wish {
	enum backup_kind kind;
	const char *path; /* of the file or the folder; what errors call the descriptor */
	int fd;           /* of a pipe */
	size_t keep;      /* in a folder: so many of this store's, the new one included; 0: all */
	bool to_clerks;   /* encrypted to the persons with access, too, and without a recovery recipient */
};
struct backup_made {
	char *path; /* NULL of a pipe */
	uint64_t entries, size;
	moment made;
	bool recovery;            /* the recovery key opens it */
	size_t removed;           /* older ones */
	struct error not_removed; /* why one of those is still there; ERR_NONE */
};
void backup_made_clear(struct backup_made *m);
/* ERR_NO_RECOVERY before anything is logged; those of backup_start, backup_write and backup_verify. Nothing
 * is left under the file's name on failure. */
bool backing_up(struct desk *d, const struct backup_wish *w, struct backup_made *ret, struct error *e)
	_must_check_;
