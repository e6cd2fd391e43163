/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a partnership is to be, as officers answer it in `setup`: a text (sluis.setup/v1) that lies beside
 * what is made of it, so that whoever was interrupted goes on, and a script can bring it ready. It is signed
 * by nobody, and nothing is trusted for it: the roster that is drafted of it is what officers read and sign.
 */

#include "base/bytes.h"

#define SETUP_TYPE "sluis.setup/v1"
#define SETUP_FILE "setup.yaml" /* in the folder */
#define SETUP_ROWS_MAX 1024u
#define SETUP_OFFICERS_LEAST 3u

struct setup_controller {
	char *name; /* "oss.nl" */
	char **officers;
	size_t officer_count;
	uint64_t threshold; /* 0: not said, which is more than half */
	char *fg;           /* NULL: none */
};
struct setup_person {
	char *name;
	char *roles; /* names of role presets, with a blank between */
};
struct setup_unit {
	char *name, *kind; /* of a party: "wmo" */
	struct setup_person *people;
	size_t person_count;
};
struct setup_plan {
	struct setup_controller *controllers; /* the municipality first */
	struct setup_unit *units;
	char **agreements; /* names of templates */
	char *auditor;     /* NULL: none */
	size_t controller_count, unit_count, agreement_count;
	bool complete; /* all was asked */
};

/* With line: the errors of keyed_read. */
bool setup_plan_read(struct bytes text, const char *subject, struct setup_plan *ret, struct error *e)
	_must_check_;
bool setup_plan_format(const struct setup_plan *p, struct buffer *out, struct error *e) _must_check_;
void setup_plan_clear(struct setup_plan *p);

/* What is asked, in this order; of each controller, unit and person again. */
enum setup_question {
	SETUP_MUNICIPALITY,
	SETUP_OFFICER,
	SETUP_THRESHOLD,
	SETUP_FG,
	SETUP_CONTROLLER,
	SETUP_UNIT,
	SETUP_KIND,
	SETUP_PERSON,
	SETUP_ROLES,
	SETUP_AUDITOR,
	SETUP_AGREEMENT,
};
/* One question: about the i-th controller, unit or agreement, and its j-th officer or person. */
struct setup_step {
	enum setup_question question;
	size_t i, j;
	bool more;     /* one that isn't there yet */
	bool required; /* nothing can be made without */
};
/* Of the plan as it stands; the caller frees. NULL when out of memory. */
struct setup_step *setup_steps(const struct setup_plan *p, size_t *ret_count);
/* What the plan holds of it; NULL: nothing. `room` is for a number. */
const char *setup_value(const struct setup_plan *p, const struct setup_step *s, char room[24]);
/* A copy of the value; NULL takes it out, with what hangs on it. */
bool setup_set(struct setup_plan *p, const struct setup_step *s, const char *value, struct error *e)
	_must_check_;
/* Appends what is missing of what is required, all of it: "officers, units". Nothing when it is enough. */
void setup_missing(const struct setup_plan *p, struct buffer *out);

/* What is wrong with this answer, as N_ words; NULL: nothing. */
const char *setup_fault(const struct setup_plan *p, const struct setup_step *s, const char *value);
