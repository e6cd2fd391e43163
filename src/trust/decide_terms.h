/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What is the same for every record of a purpose: worked out in decide_terms.c, used in decide.c. A part of
 * `trust/decide.h`. */

#include "trust/decide.h"
#include "trust/law.h"

/* A row that bars by what the record is: its law, its source. */
struct bar {
	const struct ground *row;
	const struct override *lift; /* NULL: nothing lifts it */
};

struct terms {
	const struct agreement *agreement;
	const struct agreement_purpose *purpose;
	const struct catalogue *catalogue;
	struct law_purpose law;
	const struct ground *row; /* NULL: the table doesn't have it */
	enum rule standing;       /* RULE_AGREED, or why nothing goes whatever the record */
	const struct ground *barred_by;
	const struct override *grant;     /* of a row that asks for one */
	bool consent, no_objection, told; /* which the client must have said, or have been */
	const struct override *suwinet;
	struct bar *bars;
	size_t bar_count;
	enum rule *fields; /* by index: RULE_AGREED, RULE_ALWAYS, or why it stays whatever the record */
	enum rule (*attached)[CATEGORY_COUNT]; /* the same of attachments, by the category that is stated of
	                                          each */
	bool *address;
	unsigned *categories; /* by index, bits */
	size_t size;
	struct buffer listed; /* the purpose's fields, as a consent for all of them names them */
	struct listed_field {
		struct bytes name;
		size_t index; /* in the catalogue; `size` when it isn't there */
	} * names;            /* the same, one by one */
	unsigned char *said;  /* by index, of the record in hand: for which kinds of consent the field was
	                         named; bits 1 << kind */
};

/* Does a row that bars look at the record, at its law or its source? */
static inline bool terms_bar_by_record(const struct ground *g)
{
	return g->laws || g->source_count;
}
