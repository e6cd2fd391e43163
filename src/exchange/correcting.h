/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A record that isn't right (AVG 16). One of this unit's own is corrected here, with what it said before in
 * its history, and whoever got it is told (19). One that came from elsewhere stays as it came: where it came
 * from is told what it should say, and corrects it, or keeps it and says why. docs/adr/0094, 0095. */

#include "exchange/correction_letter.h"
#include "exchange/desk.h"
#include "store/corrections.h"

struct correcting_request {
	const char *record;
	struct bytes changes; /* amending.h … */
	bool as_disputed;
	struct correction_why why;
};
struct correcting_result {
	uint64_t records; /* that were corrected, or whose receivers were told of an earlier change */
	char *fields;     /* of one record: names, a blank between */
	uint64_t stayed;  /* records × units of which nothing may go any more */
	struct told_letter *sent;
	size_t sent_count;
};
void correcting_result_clear(struct correcting_result *r);

/* ERR_NOT_FOUND; ERR_NO_CORRECTION: it came from elsewhere, or another client or case would be named, or
 * nothing is otherwise. ERR_RESTRICTED. What is wrong with a value: of its row. ERR_NOT_DISPUTED. */
bool correcting(struct desk *d, const struct correcting_request *q, struct correcting_result *ret,
                struct error *e) _must_check_;
/* Of every record that an import changed after it had left: whoever got it is told. */
bool correcting_changed(struct desk *d, const struct correction_why *why, struct correcting_result *ret,
                        struct error *e) _must_check_;
/* What is disputed of this record is kept as it is; each unit that disputes it is told why.
 * ERR_NOT_DISPUTED. */
bool correcting_keep(struct desk *d, const char *record, enum correction_keep kept,
                     struct correcting_result *ret, struct error *e) _must_check_;
/* The record came from elsewhere: a letter there. ERR_NO_CORRECTION: it is this unit's own, or nothing is
 * otherwise; ERR_FIELD_NOT_AGREED: the field didn't come from there. */
bool correcting_dispute(struct desk *d, const struct correcting_request *q, struct correcting_result *ret,
                        struct error *e) _must_check_;
/* Corrections and disputes of all records, and what came of them; an act of reading. */
bool correcting_list(struct desk *d,
                     bool (*each)(void *context, const struct correction_row *r, struct error *e),
                     void *context, struct error *e) _must_check_;
