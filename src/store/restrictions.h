/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Records that are restricted (AVG 18): they are kept, and no act uses them but to
 * decide what comes of them and to show them to the client. A row for each thing that
 * restricts a record, so that lifting one doesn't lift another: here what somebody has to decide on,
 * a declaration that was withdrawn (`record_restrict`), a package that its sender voided (voided.h) and word
 * of an erasure; what the client asked is client_states.h's. What is decided, and when, is not asked here. */

#include "store/records.h"

struct restriction {
	char record[RECORD_ID_SIZE + 1];
	/* Its sender voided what it came with, or told of an erasure: else a declaration was withdrawn. */
	bool voided, erasure;
	char consent[32 +
	             1]; /* that declaration; the package; of an erasure, the id of what the letter told */
	char *source, *agreement, *purpose; /* of the record */
	moment since;                       /* 0: the record isn't restricted */
	moment kept;                        /* when it was decided to keep it so; 0: undecided */
	char *reason, *article;             /* of that; NULL */
};
void restriction_clear(struct restriction *r);

/* Of a record that came from another unit: what is undecided first. ERR_NOT_FOUND: there is no such record.
 */
bool restriction_of(struct store *s, const char *record, struct restriction *ret, struct error *e)
	_must_check_;
/* Those that wait for a decision first, then those that are kept; each in the order in which they came. */
bool restrictions_each(struct store *s,
                       bool (*each)(void *context, const struct restriction *r, struct error *e),
                       void *context, struct error *e) _must_check_;
struct restriction_counts {
	uint64_t waiting, overdue; /* for a decision; of them those that were restricted before a moment */
	uint64_t kept;             /* decided to be kept so */
	moment first;              /* since when the oldest of those that wait is restricted; 0: none waits */
};
bool restrictions_count(struct store *s, moment before, struct restriction_counts *ret, struct error *e)
	_must_check_;

/* `sender` erased the record that has this tag at its receivers, as its letter `sequence` tells under the id
 * `told`: the copy is restricted, and what it sent before is not taken in any more. `ret_record` is empty
 * when none is here. */
bool restriction_by_erasure(struct store *s, const char *sender, const char *tag, const char *agreement,
                            const char *purpose, uint64_t sequence, const char *told, moment since,
                            char ret_record[RECORD_ID_SIZE + 1], struct error *e) _must_check_;
bool restriction_erased_since(struct store *s, const char *sender, const char *tag, uint64_t sequence,
                              bool *ret, struct error *e) _must_check_;

bool restriction_keep(struct store *s, const struct restriction *r, moment when, const char *reason,
                      const char *article, struct error *e) _must_check_;
bool restriction_lift(struct store *s, const struct restriction *r, struct error *e) _must_check_;
