/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a record is to say instead, as somebody asks it: what it said before with some fields otherwise, and
 * checked as what is imported. Whether it may be changed here is the caller's to say. */

#include "exchange/act.h"
#include "store/records.h"
#include "trust/correction.h"

struct amendment {
	/* the caller's */
	struct act *act;
	const char *record; /* id */
	/* An object of the fields that are to be otherwise, each with what it should say; null or "" takes
	 * the value away. As people write it: of texts white space is made plain. Empty, … */
	struct bytes changes;
	bool as_disputed; /* … and this: as the last unanswered dispute of the record says */

	struct record before, after;
	struct buffer names;    /* of the fields that are otherwise, a blank between */
	struct buffer disputed; /* the line of that dispute */
};
void amendment_clear(struct amendment *c);

/* Of the record as it is stored. ERR_NO_CORRECTION when nothing is otherwise; ERR_NOT_DISPUTED; what is wrong
 * with a value. */
bool amendment_read(struct amendment *c, const struct stored_record *stored, struct error *e) _must_check_;
/* ERR_MANDATE: a record under this law isn't this person's to change. */
bool amendment_check_law(const struct amendment *c, struct error *e) _must_check_;
/* Do both have the same there? */
bool amendment_keeps(const struct amendment *c, enum role role);
/* ERR_NO_CORRECTION when it would be about another client or another case: `source` as record_key has it. */
bool amendment_check_same(const struct amendment *c, const char *source, struct error *e) _must_check_;

/* Is a field one of those named in `list`, a blank between? */
bool amendment_names(struct bytes list, const char *name);
/* Takes what a letter says into what a record said before: `json` with the fields put in and the removed
 * taken out, but for those named in `but`, a blank between; checked as any record is. ERR_PACKAGE: it would
 * be about another client then. */
bool amendment_merge(const struct catalogue *c, struct bytes json, const struct correction *said,
                     struct bytes but, struct record *ret, struct error *e) _must_check_;
/* Of what a letter with that number says, the fields that something newer brought already, for `but`; and
 * whether that is all of it. */
bool amendment_overtaken(struct store *s, const char *record, uint64_t sequence,
                         const struct correction *said, struct buffer *ret_but, bool *ret_all,
                         struct error *e) _must_check_;
