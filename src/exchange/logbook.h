/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The unit's own log, for those with a mandate: showing entries, and exporting a
 * bundle for the auditor, who needs no key and sees no client. */

#include "exchange/desk.h"

struct logbook_row {
	const struct entry *entry;
	struct bytes raw;         /* E */
	struct bytes private_json; /* {} of private values; empty when erased or not asked for */
};
/* Entries [from, to), oldest first; `to` UINT64_MAX: the end. With `private`, the clients named in them each get an entry of their own under this act's. */
bool logbook_show(struct desk *d, uint64_t from, uint64_t to, bool private, bool (*each)(void *context, const struct logbook_row *row, struct error *e), void *context, struct error *e) _must_check_;
/* Writes the bundle; the export is itself the newest entry in it. */
bool logbook_export(struct desk *d, const char *directory, uint64_t *ret_size, struct error *e) _must_check_;
