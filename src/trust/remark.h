/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a month of a log gives reason to ask about, and what came of asking. A remark is where somebody who
 * knows the work should look. It is no verdict, and names nobody. */

#include "base/bytes.h"

/* Its code in logs and reports, and its words. */
/* clang-format off */
#define REMARKS(X) \
	X(REMARK_HOURS, "outside-hours", N_("looks outside office hours")) \
	X(REMARK_CASE, "without-case", N_("looks at clients without a case number")) \
	X(REMARK_MANY, "many", N_("many clients in a short time")) \
	X(REMARK_REFUSED, "refused", N_("what was refused"))
#define FOLLOW_UPS(X) \
	X(FOLLOW_EXPLAINED, "explained", N_("there was a good reason")) \
	X(FOLLOW_TALKED, "talked", N_("talked about with whom it concerns")) \
	X(FOLLOW_CHANGED, "adapted", N_("the way of working or the access was changed")) \
	X(FOLLOW_ORDERED, "ordered", N_("the officers ordered to look further")) \
	X(FOLLOW_BREACH, "breach", N_("a breach was put down"))
/* clang-format on */
enum remark {
#define X(remark, code, words) remark,
	REMARKS(X)
#undef X
		REMARK_COUNT
};
enum follow_up {
#define X(follow_up, code, words) follow_up,
	FOLLOW_UPS(X)
#undef X
		FOLLOW_UP_COUNT
};
/* Codes and words, static; empty of a value outside the enum. Words aren't translated yet. */
const char *remark_name(enum remark r);
const char *remark_words(enum remark r);
bool remark_parse(struct bytes code, enum remark *ret) _must_check_;
const char *follow_up_name(enum follow_up f);
const char *follow_up_words(enum follow_up f);
bool follow_up_parse(struct bytes code, enum follow_up *ret) _must_check_;

#define MONTH_SIZE 7u /* "2026-11" */
bool month_is_valid(struct bytes month);
/* "2026-11 outside-hours": what an entry names. */
#define REMARK_NAMED_SIZE 32u
void remark_format(const char *month, enum remark r, char out[REMARK_NAMED_SIZE]);
bool remark_named(struct bytes text, enum remark *ret) _must_check_;
