/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a client may ask of a unit, by which day the unit must have answered, and what an answer must cite.
 * The days are the law's: a month from the day that a request came, two more where the client was told of it
 * and why within that month (AVG 12(3)); of erasure under the Wmo three months (Wmo 5.3.5(1)), and no more.
 * All of it is told in codes and in articles, never in words about a client. */

#include "base/moment.h"

/* The right, its stable code, the article by which it is granted, and its words. */
/* clang-format off */
#define RIGHTS(X) \
	X(RIGHT_ACCESS, "access", "AVG art. 15 lid 1", N_("to see what there is")) \
	X(RIGHT_CORRECTION, "correction", "AVG art. 16", N_("to have it corrected")) \
	X(RIGHT_ERASURE, "erasure", "AVG art. 17 lid 1", N_("to have it erased")) \
	X(RIGHT_RESTRICTION, "restriction", "AVG art. 18 lid 1", N_("to have it restricted")) \
	X(RIGHT_OBJECTION, "objection", "AVG art. 21 lid 1", N_("to have it left alone, objecting"))
/* What came of it, as logs say it. */
#define RIGHT_OUTCOMES(X) \
	X(RIGHT_ASKED, "asked", N_("asked")) \
	X(RIGHT_POSTPONED, "postponed", N_("postponed")) \
	X(RIGHT_GRANTED, "granted", N_("granted")) \
	X(RIGHT_REFUSED, "refused", N_("refused")) \
	X(RIGHT_LIFTED, "lifted", N_("lifted"))
/* clang-format on */
enum right {
#define X(right, code, article, words) right,
	RIGHTS(X)
#undef X
		RIGHT_COUNT
};
enum right_outcome {
#define X(outcome, code, words) outcome,
	RIGHT_OUTCOMES(X)
#undef X
		RIGHT_OUTCOME_COUNT
};
/* Codes and words, static; empty of a value outside the enum. */
const char *right_name(enum right r);
const char *right_words(enum right r);
bool right_parse(struct bytes code, enum right *ret) _must_check_;
const char *right_outcome_name(enum right_outcome o);
const char *right_outcome_words(enum right_outcome o);
bool right_outcome_parse(struct bytes code, enum right_outcome *ret) _must_check_;

/* `wmo`: the record is of that law, which has a rule of its own on erasure. */
const char *right_article(enum right r, bool wmo);
/* The last day, its first second. `postponed`: the client was told in time. */
moment right_due(enum right r, bool wmo, moment asked, bool postponed);
/* Can it be postponed, on that day? Not under Wmo 5.3.5, and not behind the first month. */
bool right_may_postpone(enum right r, bool wmo, moment asked, moment now);
/* As an entry must say it: granting cites an article, refusing one and a reason (trust/withdrawal.h), the
 * others neither. NULL: not said. */
bool right_outcome_fits(enum right r, enum right_outcome o, const char *reason, const char *article);
