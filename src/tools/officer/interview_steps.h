/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The questions that a draft has as it stands, in order: some come only with a certain
 * ground, and each list ends with a question for one more. Built anew after each answer. */

#include "base/error.h"
#include "tools/officer/interview_questions.h"
#include "trust/agreement.h"
#include "trust/agreement_draft.h"

#define INTERVIEW_PATH_SIZE 64u

struct interview_step {
	char path[INTERVIEW_PATH_SIZE];
	const struct interview_question *question;
	const char *section;
	char item[INTERVIEW_PATH_SIZE]; /* "purposes/1", what "-" at its first question takes out; empty: none
	                                 */
	bool first, more;               /* of an item; of an item that isn't there yet */
	size_t number;                  /* of the item, from 1; of a purpose for its fields */
};

struct interview_steps {
	const struct agreement_text *draft;   /* borrowed */
	const struct agreement_against *with; /* borrowed */
	struct interview_step *list;
	size_t count, room;
	bool failed; /* memory was out */
};
void interview_steps_clear(struct interview_steps *in);
bool interview_steps_build(struct interview_steps *in, struct error *e) _must_check_;
/* Where to begin: the first part that is missing; `count` when none is. */
size_t interview_steps_first_open(const struct interview_steps *in);

/* What the draft holds of it; NULL: nothing yet. */
const char *interview_steps_value(const struct interview_steps *in, const struct interview_step *s);
/* The same of any path ("parties/%zu/unit"). */
const char *interview_steps_part(const struct interview_steps *in, const char *format, ...) _printf_(2, 3);
/* The ground that a purpose names; NULL when it names none, or the table has no such row. */
const struct ground *interview_steps_ground(const struct interview_steps *in, size_t purpose);
/* The enum party_kind of the purpose's receiver; 0: not said. */
unsigned interview_steps_receiver(const struct interview_steps *in, size_t purpose);
