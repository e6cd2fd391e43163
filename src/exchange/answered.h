/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A package of cases that answers what was asked from here, while it is opened: is it an answer to that, of
 * those clients, with those fields, and does it say of each client what may be said? A part of `open_cases`.
 */

#include "exchange/opening.h"
#include "store/requests.h"

struct answered {
	bool is;     /* it answers a request; else what follows is empty */
	bool *asked; /* by field index */
	struct answered_row {
		char *tie;
		uint64_t number;
	} * clients;                    /* sorted by tie */
	enum request_outcome *outcomes; /* by number, from 1 */
	uint64_t *records;              /* likewise: how many came */
	size_t count, told;
	uint64_t sums[REQUEST_OUTCOME_COUNT];
};
void answered_clear(struct answered *a);
/* The request, if the manifest names one: ERR_REQUEST when none such was made, ERR_ANSWERED when another
 * package answered it. The agreement is known. */
bool answered_start(struct answered *a, struct opening *o, struct error *e) _must_check_;
/* A line of `answers/`. */
bool answered_take(struct answered *a, struct opening *o, struct bytes line, struct error *e) _must_check_;
/* Is the record of a client of whom it says that it came, with no more than was asked? ERR_REQUEST. */
bool answered_check_record(struct answered *a, const struct opening *o, const struct record *r,
                           struct error *e) _must_check_;
/* What was known of the record here and wasn't asked for stays as it was, if it came on the same terms and
 * nothing restricts it; `*ret_kept` names those fields, with the rule, for the log; NULL: none. To be freed.
 */
bool answered_keep(const struct answered *a, struct opening *o, struct record *r,
                   const struct stored_record *template, char **ret_kept, struct error *e) _must_check_;
/* All of them were told of, and what is said to have come did. Then the request is answered. */
bool answered_end(struct answered *a, struct opening *o, struct error *e) _must_check_;
