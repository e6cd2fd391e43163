/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Taking back what another unit sent: all of one client's records that came from it
 * for one purpose, with their history and their words in the search index. SQLite
 * overwrites what it frees (secure_delete); `store_scrub` then empties the write-ahead
 * log, which holds older pages until then. */

#include "store/records.h"

/* `each` gets the id of every record that is removed. Own records are never touched. */
bool records_retract(struct store *s, const char *bsn, const char *source, const char *agreement,
                     const char *purpose, bool (*each)(void *context, const char *record, struct error *e),
                     void *context, struct error *e) _must_check_;
/* After a commit, outside a transaction. Another program that reads meanwhile keeps its pages: then this is
 * for the next time, and false. */
bool store_scrub(struct store *s);
