/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The unit's own log, for those with a mandate: showing entries, and exporting a
 * bundle for the auditor, who needs no key and sees no client. */

#include "exchange/desk.h"
#include "trust/verdict.h"

struct logbook_row {
	const struct entry *entry;
	struct bytes raw;          /* E */
	struct bytes private_json; /* {} of private values; empty when erased or not asked for */
	const struct signature_judged
		*judged; /* who did the act, by the newest roster; NULL: nobody is named */
};
/* The entries of the acts on the days [since, until], by the log's own order: 0 is no bound. A clock that
 * stepped back puts a later day's acts before an earlier one's; then more is shown rather than less. */
bool logbook_days(struct desk *d, moment since, moment until, uint64_t *ret_from, uint64_t *ret_to,
                  struct error *e) _must_check_;
/* Entries [from, to), oldest first; `to` UINT64_MAX: the end. With `private`, the clients named in them each
 * get an entry of their own under this act's. */
bool logbook_show(struct desk *d, uint64_t from, uint64_t to, bool private,
                  bool (*each)(void *context, const struct logbook_row *row, struct error *e), void *context,
                  struct error *e) _must_check_;
/* Writes the bundle; the export is itself the newest entry in it. */
bool logbook_export(struct desk *d, const char *directory, uint64_t *ret_size, struct error *e) _must_check_;

struct ldv_result {
	uint64_t records;   /* lines written */
	uint64_t forgotten; /* clients left out, since the log no longer knows who they were */
};
/* Entries [from, to) as Logboek Dataverwerkingen records in a new file, clients under a pseudonym. One entry
 * tells of it, not one a client: the records say what this log's own entries say. `activity` is for acts that
 * name none. */
bool logbook_export_ldv(struct desk *d, uint64_t from, uint64_t to, const char *activity, const char *path,
                        struct ldv_result *ret, struct error *e) _must_check_;
