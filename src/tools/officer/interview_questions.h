/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What `agreement new` asks, as data: of the agreement, of each party, of each purpose and
 * of each field in it. In which order, and what is an answer, is the interview's. */

#include <stdbool.h>

enum question_kind {
	KIND_TEXT,
	KIND_TRUTH, /* yes or no */
	KIND_FORM,  /* of the agreement: convenant, … */
	KIND_UNIT,
	KIND_ROLE_KIND, /* of a party: wmo, pw, … */
	KIND_PARTY,     /* one of the parties */
	KIND_GROUND,
	KIND_TASK,
	KIND_PHASE,
	KIND_BASIS,
	KIND_EXCEPTION,
	KIND_FIELD,
};

struct interview_question {
	const char *key;
	const char *text, *help;
	enum question_kind kind;
	bool optional;
	const char *standard; /* what Enter answers when there is nothing yet; NULL: nothing */
	const char *(*standard_of)(unsigned receiver); /* the same by the receiver's enum party_kind; NULL: it
	                                                  doesn't depend on that */
};

/* Each ends with a NULL key. */
extern const struct interview_question interview_questions_opening[], interview_questions_of_party[],
	interview_questions_of_purpose[], interview_questions_of_field[], interview_questions_closing[];
