/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a backup says of itself, in the first part of it: a note (sluis.backup/v1, docs/format/backup.md) that
 * the person who made it signed. Anybody can encrypt to a recovery recipient; so a backup counts only when
 * somebody with a mandate at the unit vouches for the database in it. The text alone is here. */

#include "base/moment.h"
#include "trust/keyfile.h"
#include "trust/roster.h"

#define BACKUP_TYPE "sluis.backup/v1"

struct backup_note {
	uint8_t store[STORE_ID_SIZE];
	char *unit;
	moment made;
	uint64_t entries; /* of the log */
	struct sha256 root;
	struct note_verifier log, witness; /* the unit's keys that sign checkpoints, and others' */
	uint64_t size;                     /* of the database, in bytes */
	struct sha256 database;
};
void backup_note_clear(struct backup_note *n);
/* The text, signed by `by`, appended to `note`. */
bool backup_note_sign(const struct backup_note *n, const struct note_signer *by, struct buffer *note,
                      struct error *e) _must_check_;
/* Reads it, without who signed it. ERR_BACKUP. */
bool backup_note_read(struct bytes note, struct backup_note *ret, struct error *e) _must_check_;
/* The person who signed it, who must have a mandate at the unit in one of the rosters; borrowed from them.
 * ERR_BACKUP. */
bool backup_note_signer(struct bytes note, const char *unit, const struct roster_chain *rosters,
                        const char **ret, struct error *e) _must_check_;
