/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What an agreement must satisfy, rule by rule (`trust/rules.h`). `agreement_check` reports every breach;
 * `agreement_parse` stops at the first that leaves an agreement without meaning: of the rules that have an
 * error. Inside `trust` only. */

#include "trust/agreement_text.h"

#define AGREEMENT_FINDINGS_MAX 256u /* then one "more-findings" */

/* What is asked, and what came of it. Zero-initialise; `list` is the caller's to free. */
struct agreement_review {
	const struct agreement_text *text;
	const struct catalogue *catalogue;
	const struct grounds *grounds; /* NULL: nothing is said of grounds */
	const struct roster *roster;   /* NULL: nothing is said of units */
	const struct pinned *pinned;   /* as of agreement_against */
	const struct sha256 *pin;      /* the catalogue's hash to compare with; NULL: not compared */
	moment today;                  /* negative: nothing is said of terms past */
	bool first_error_only;         /* only rules with an error code, and stop at the first */
	struct agreement_finding *list;
	size_t count;
	enum error_code code; /* of the first finding that has one */
	bool out_of_memory;
};

bool agreement_review(struct agreement_review *r, struct error *e) _must_check_; /* ERR_MEMORY */
