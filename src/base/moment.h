/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Moments and days. A moment is seconds since 1970-01-01T00:00:00Z, written as
 * RFC 3339 in UTC with a `Z`; a day is a civil date, `YYYY-MM-DD`. */

#include "base/bytes.h"

#define MOMENT_SIZE 20 /* "2026-11-23T10:00:00Z" without its NUL */
#define DAY_SIZE 10

typedef int64_t moment;

/* The clock, or SLUIS_TEST_NOW (RFC 3339) in builds made with -Dtest_clock=true. */
moment moment_now(void);
void moment_format(moment m, char out[MOMENT_SIZE + 1]);
bool moment_parse(struct bytes text, moment *ret) _must_check_; /* that exact form; years 1970–9999 */

/* The first second of a day, UTC. Real calendar days only, years 1000–9999. */
bool day_parse(struct bytes text, moment *ret) _must_check_;
void day_format(moment m, char out[DAY_SIZE + 1]);
#define SECONDS_A_DAY INT64_C(86400)
/* How far the clocks of those who deal with each other may stand apart: units, officers, witnesses, auditors.
 * What is dated further ahead than this isn't taken for true. */
#define CLOCK_SLACK SECONDS_A_DAY
/* The same day of the month so many months later, or that month's last day (31
 * January and one month: 28 or 29 February); the time of day stays. */
moment moment_add_months(moment m, unsigned months);
