/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Days and moments as people in the Netherlands read them: by the clock on the wall, with the month in words
 * of the language of messages. What programs read is base/moment.h's, in UTC. */

#include "base/moment.h"

/* Civil time in Europe/Amsterdam, by the rule that the European Union has had since 1996 (directive
 * 2000/84/EC): summer time from the last Sunday of March to the last Sunday of October, at 01:00 UTC. */
struct civil {
	char day[DAY_SIZE + 1];
	unsigned weekday; /* 0: Monday */
	unsigned hour, minute;
};
void civil_of(moment when, struct civil *ret);
/* "2026-11-27T09:30", by that clock, as people type it; a blank may stand for the T. Of an hour that comes
 * twice the first one; false of one that doesn't come. */
bool civil_parse(struct bytes text, moment *ret) _must_check_;

enum when_form {
	WHEN_IN_A_SENTENCE, /* "9 december 2026" */
	WHEN_IN_A_TABLE,    /* "9 dec 2026" */
};
/* Room for each of these, with its NUL. */
#define WHEN_SIZE 64
/* A day, which is the same in every zone; 0, which is no day, is empty. Returns `out`. */
const char *day_in_words(moment day, enum when_form form, char out[WHEN_SIZE]);
/* "26 november 2026, 18.42 uur"; in English "26 November 2026, 18:42". 0 is empty. Returns `out`. */
const char *moment_in_words(moment when, enum when_form form, char out[WHEN_SIZE]);
