/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* When a record's term is over. A pure function: what it is asked is all that it knows, so that it can be
 * asked for every day of a century (tests/trust/retention_term.c). Days are civil days, in UTC as everywhere.
 *
 * A term of n months from a day ends before that day's number comes round, so the record goes on that day:
 * not a day earlier, which the law of the agreement forbids, and not a day later, which AVG 5(1)(e) does. */

#include "base/moment.h"

enum retention_state {
	RETENTION_UNSET, /* no term is known: it stays until somebody sets one */
	RETENTION_RUNNING,
	RETENTION_NEAR, /* its day comes within the days that were asked for */
	RETENTION_DUE,  /* its day is today, or was before */
	RETENTION_HELD, /* whatever its day: somebody with the power says that it must not go */
};
/* `until` 0: none. `held`: is there a hold on it? */
enum retention_state retention_state(moment until, bool held, moment now, uint64_t near_days);
/* The first second of the day on which it goes; 0: none. */
moment retention_day(moment until);
const char *retention_state_name(enum retention_state s);  /* stable, for programs */
const char *retention_state_words(enum retention_state s); /* English, to be translated where it is printed */
