/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What withdrawing does to what another unit sent: all of one client's records that
 * came from it for one purpose are restricted, until somebody decides (restrictions.h).
 * And what erasing a record takes with it: its history and its words in the search
 * index. SQLite overwrites what it frees (secure_delete); `store_scrub` then empties the
 * write-ahead log, which holds older pages until then. */

#include "store/records.h"

struct retracted {
	const char *bsn, *source; /* the client; the unit that sent it */
	const char *agreement, *purpose;
	const char *consent; /* id of the declaration that was withdrawn */
	moment since;        /* that this is known here */
};
/* `each` gets the id of every record that is restricted by it now, or that is to be decided on anew: one that
 * was kept after an earlier withdrawal. Own records are never touched. */
bool records_retract(struct store *s, const struct retracted *what,
                     bool (*each)(void *context, const char *record, struct error *e), void *context,
                     struct error *e) _must_check_;
/* ERR_NOT_FOUND. */
bool record_erase(struct store *s, const char *id, struct error *e) _must_check_;
/* After a commit, outside a transaction. Another program that reads meanwhile keeps its pages: then this is
 * for the next time, and false. */
bool store_scrub(struct store *s);
