/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Corrections and disputes, as they are told. */

#include "cli/command.h"
#include "exchange/correction_letter.h"
#include "report/account.h"
#include "store/corrections.h"

/* A table of the letters that were made, and a line for who can't be told by one. */
void correction_tell_letters(struct session *s, const struct told_letter *list, size_t count);
/* That a file didn't get its name yet, if so. */
void correction_tell_unnamed(struct session *s, bool named);
/* The table of all there are: a row each. */
void correction_tell_start(struct account *a);
void correction_tell_row(struct session *s, const struct correction_row *r);
void correction_tell_end(struct account *a);
/* To how many records of which unit a correction is due, as a table, and what to do. */
void correction_tell_due_start(struct account *a);
void correction_tell_due(struct account *a, const char *unit, uint64_t records);
void correction_tell_due_end(struct account *a);
/* Counts by outcome; each has its pair. */
void correction_tell_outcomes(struct account *a, const uint64_t counts[CORRECTION_OUTCOME_COUNT]);
