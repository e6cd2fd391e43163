/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Forgetting a record in every place where this store has something of it: the one way to do it, whether the
 * client asked, a term ended, or what a withdrawal restricted is to go. docs/forgetting.md lists the places
 * and the means, and tests/store/purging.c looks into each.
 *
 * What goes is the record with its history, its words in the search index, its places on lists, what waits
 * for a second person, and what the log keeps in private of it. Of a client of whom no record is left, also
 * the declarations, what was asked to be restricted, and what the log keeps in private under the BSN. The log
 * verifies as before: entries commit to what is forgotten, and don't hold it. */

#include "store/records.h"

struct purged {
	uint64_t records;
	uint64_t private_parts; /* of log entries */
	uint64_t declarations;
	/* Of clients of whom no record is left: withdrawn or relied on, and yet kept. What was packed before
	 * could still be opened otherwise. Each goes with a purge after the last day on which that could be.
	 */
	uint64_t declarations_kept;
};
/* Inside a transaction: starts, then each record, which is there until the end, which makes them go all at
 * once. Entries that tell of the purge are logged behind it. */
bool purge_begin(struct store *s, struct error *e) _must_check_;
bool purge_record(struct store *s, const char *id, struct error *e) _must_check_; /* ERR_NOT_FOUND */
/* `tells`: who received what rests on the clients' declarations is told of it; else a declaration on which a
 * package rested stays as a withdrawn one does, so that it can still be withdrawn. */
bool purge_end(struct store *s, moment now, bool tells, struct purged *ret, struct error *e) _must_check_;
/* After the commit: empties the write-ahead log, and removes the copies that were made before the tables of
 * this store were brought up to date, which hold what was purged. False where something else reads the store:
 * then the next purge, or whoever closes it last, does that. */
bool purge_settle(struct store *s);
