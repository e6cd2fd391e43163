/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What withdrawing does to what another unit sent: it is restricted, until somebody decides (restrictions.h).
 * And what erasing leaves behind: SQLite overwrites what it frees (secure_delete); `store_scrub` then empties
 * the write-ahead log, which holds older pages until then. */

#include "store/records.h"

/* A record that came from another unit is restricted from `since` on, when that became known here, by the
 * declaration with the id `consent`; one that was kept after an earlier withdrawal is to be decided on anew.
 * `*ret_new` false: neither, for it waits for a decision already, or it was this withdrawal, or it is an own
 * record, which none restricts. */
bool record_restrict(struct store *s, const char *id, const char *consent, moment since, bool *ret_new,
                     struct error *e) _must_check_;
/* The versions in a record's history that `belongs` says are somebody else's become a record of their own,
 * the newest of them current, so that what is decided on that client reaches them. `ret_id` is empty when
 * there are none. ERR_NOT_FOUND. */
bool record_split(struct store *s, const char *id,
                  bool (*belongs)(void *context, const struct stored_record *version, bool *ret,
                                  struct error *e),
                  void *context, char ret_id[RECORD_ID_SIZE + 1], struct error *e) _must_check_;
/* After a commit, outside a transaction. Another program that reads meanwhile keeps its pages: then this is
 * for the next time, and false. */
bool store_scrub(struct store *s);
