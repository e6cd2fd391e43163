/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What two versions of a roster don't say alike. Rows are compared by the text that the table of keys makes
 * of them, so that no key can be forgotten when a row gets another one. Inside `trust` only. */

#include "trust/roster.h"

struct roster_row {
	const struct roster *of; /* the version that has it, and the other doesn't */
	const char *list;        /* "persons" */
	const void *row;         /* its struct, borrowed */
};
struct roster_change {
	bool terms; /* what holds for every unit's log differs */
	struct roster_row *rows;
	size_t count;
};

/* Borrows both, which must stay as they are. For want of memory only: false. */
bool roster_change_between(const struct roster *known, const struct roster *next, struct roster_change *ret,
                           struct error *e) _must_check_;
void roster_change_clear(struct roster_change *c);
/* Appends what the text says behind one key, on one line; nothing when it isn't there. */
struct keyed;
void roster_row_value(const void *row, const struct keyed *key, struct buffer *out);
/* Appends which row it is, by the keys that say so: "oss.nl/p-7f3k". */
void roster_row_name(const struct roster_row *row, struct buffer *out);

/* Is it about this controller, whose officers must then sign? A row of its own, of its units, of its people
 * and their mandates; `known` and `next` as before, since a person may be claimed by a controller that is
 * new. */
bool roster_change_touches(const struct roster_change *c, const struct roster *known,
                           const struct roster *next, const char *controller);
