/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* In what two versions of a roster differ, for people to read: row by row, and of a row that both have, key by
 * key. Who must sign for it is roster_change.h's. */

#include "trust/roster.h"

enum difference { DIFFERENCE_ADDED, DIFFERENCE_GONE, DIFFERENCE_CHANGED, DIFFERENCES };
const char *difference_name(enum difference d); /* "added", "gone", "changed" */

/* One key of one row; borrowed for the call. */
struct roster_difference {
	enum difference kind;
	const char *list;    /* "persons"; "roster" for what holds for all of it */
	const char *name;    /* which row: "oss.nl/p-7f3k", "m-2-1"; empty for the roster itself */
	const char *key;     /* "until" */
	const char *was, *is; /* as the text has it; NULL where the row or the key isn't there */
	bool is_key;         /* they are note verifier keys */
	bool first;          /* of its row */
};
typedef bool (*roster_difference_hook)(void *context, const struct roster_difference *d, struct error *e);
/* In the order of the text: what changed or is gone, then what was added, list by list. Neither the version,
 * nor what binds it to the one before. */
bool roster_each_difference(const struct roster *known, const struct roster *next,
                            roster_difference_hook each, void *context, struct error *e) _must_check_;
