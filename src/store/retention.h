/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* How long each record is kept: the term that came with it, or that somebody gave it, holds that stop it from
 * being purged, and what was destroyed once terms were over. Which records those are, trust/retention_term
 * decides. */

#include "store/records.h"

struct kept_record {
	char id[RECORD_ID_SIZE + 1];
	bool received;
	char *source, *agreement, *purpose; /* agreement, purpose: empty of an own record */
	moment taken_in, until;             /* until 0: no term */
	moment held;                        /* since when there is a hold; 0: none … */
	char *reason, *person;              /* … and why, and by whom; NULL */
	bool asked_to_keep; /* its client had it restricted, or objected (AVG 18): it doesn't go by itself */
};
void kept_record_clear(struct kept_record *k);
/* ERR_NOT_FOUND. */
bool retention_of(struct store *s, const char *record, struct kept_record *ret, struct error *e) _must_check_;
/* Those whose term ends before a moment, and those that are held; the one whose term ends first comes first.
 */
bool retention_each(struct store *s, moment before,
                    bool (*each)(void *context, const struct kept_record *k, struct error *e), void *context,
                    struct error *e) _must_check_;
/* A second hold takes the place of the first. ERR_NOT_FOUND. */
bool retention_hold(struct store *s, const char *record, const char *reason, const char *person, moment since,
                    struct error *e) _must_check_;
bool retention_release(struct store *s, const char *record, struct error *e) _must_check_; /* ERR_NOT_FOUND */
bool retention_set(struct store *s, const char *record, moment until, struct error *e) _must_check_;

/* Of one run, what came from one unit for one purpose: without a word on clients. */
struct destroyed {
	uint64_t entry;                           /* in the log, of the run */
	const char *source, *agreement, *purpose; /* agreement, purpose: empty of own records */
	uint64_t records;
	moment first, last;           /* taken in */
	moment term_first, term_last; /* ends of terms */
	moment when;                  /* of the run */
};
bool destroyed_add(struct store *s, const struct destroyed *d, struct error *e) _must_check_;
/* Of the run with that entry, or of the last run where it is 0. */
bool destroyed_each(struct store *s, uint64_t entry,
                    bool (*each)(void *context, const struct destroyed *d, struct error *e), void *context,
                    struct error *e) _must_check_;
