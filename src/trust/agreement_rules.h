/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What an agreement must satisfy, rule by rule. `agreement_check` reports every
 * breach; `agreement_parse` stops at the first that leaves an agreement without
 * meaning (those with an error code here). Inside `trust` only. */

#include "trust/agreement_text.h"

/* enumerator, stable name, article or source, error of agreement_parse (ERR_NONE: it lets it pass, since
 * the decision enforces it, it changes with time and roster, or it is the officers' to weigh) */
#define AGREEMENT_RULES(X) \
	X(BREACH_PART_MISSING, "part-missing", "AVG art. 5 lid 2", ERR_MISSING) \
	X(BREACH_VALUE, "bad-value", "", ERR_VALUE) \
	X(BREACH_NO_GROUND, "purpose-without-ground", "AVG art. 6 lid 1", ERR_AGREEMENT_INVALID) \
	X(BREACH_FIELD_UNKNOWN, "field-unknown", "", ERR_FIELD_UNKNOWN) \
	X(BREACH_FIELD_NO_REASON, "field-without-reason", "AVG art. 5 lid 1 c", ERR_AGREEMENT_INVALID) \
	X(BREACH_CRIMINAL, "criminal-field", "AVG art. 10; UAVG art. 31-33", ERR_NONE) \
	X(BREACH_NO_EXCEPTION, "special-without-exception", "AVG art. 9 lid 2", ERR_NONE) \
	X(BREACH_FREE_TEXT, "free-text-not-named", "AVG art. 5 lid 1 c", ERR_NONE) \
	X(BREACH_CONSENT_NO_STATUTE, "consent-without-statute", "AVG art. 7; AP", ERR_NONE) \
	X(BREACH_CONSENT_NOT_ASKED, "consent-not-asked", "AVG art. 7", ERR_NONE) \
	X(BREACH_NO_BSN, "consent-without-bsn", "Wabb art. 10-12", ERR_NONE) \
	X(BREACH_SECRECY, "secrecy-not-listed", "Wet BRP art. 2.59", ERR_NONE) \
	X(BREACH_GROUND_UNKNOWN, "ground-unknown", "AVG art. 6 lid 1", ERR_NONE) \
	X(BREACH_GROUND_DISABLED, "ground-disabled", "", ERR_NONE) \
	X(BREACH_GROUND_FLOW, "ground-other-flow", "", ERR_NONE) \
	X(BREACH_GROUND_ASKS, "override-missing", "", ERR_NONE) \
	X(BREACH_GROUND_DENIED, "ground-denied", "", ERR_NONE) \
	X(BREACH_BARRED, "barred", "", ERR_NONE) \
	X(BREACH_TASK, "task-not-carried", "", ERR_NONE) \
	X(BREACH_PHASE, "phase-not-carried", "", ERR_NONE) \
	X(BREACH_BASIS, "basis-not-carried", "", ERR_NONE) \
	X(BREACH_EXCEPTION, "exception-not-carried", "", ERR_NONE) \
	X(BREACH_FIELD_NOT_CARRIED, "field-not-carried", "", ERR_NONE) \
	X(BREACH_MELDING, "field-beyond-melding", "Wmo 2015 art. 2.3.2 (I)", ERR_NONE) \
	X(BREACH_HOUSEHOLD, "household-not-carried", "", ERR_NONE) \
	X(BREACH_SUPPLIED, "client-supplied-not-carried", "Wmo 2015 art. 2.3.2 lid 7", ERR_NONE) \
	X(BREACH_TERM_PAST, "term-past", "", ERR_NONE) \
	X(BREACH_TERM_ORDER, "term-order", "", ERR_AGREEMENT_INVALID) \
	X(BREACH_EVALUATION, "evaluation-outside-term", "", ERR_NONE) \
	X(BREACH_UNIT_UNKNOWN, "unit-not-in-roster", "", ERR_NONE) \
	X(BREACH_CONTROLLER, "controller-not-of-unit", "AVG art. 4 onder 7", ERR_NONE) \
	X(BREACH_NO_PARTY, "unit-not-a-party", "", ERR_AGREEMENT_INVALID) \
	X(BREACH_OWN_DIRECTION, "own-direction", "", ERR_AGREEMENT_INVALID) \
	X(BREACH_PARTY_TWICE, "duplicate-party", "", ERR_AGREEMENT_INVALID) \
	X(BREACH_PURPOSE_TWICE, "duplicate-purpose", "", ERR_AGREEMENT_INVALID) \
	X(BREACH_FIELD_TWICE, "duplicate-field", "", ERR_AGREEMENT_INVALID) \
	X(BREACH_NOT_PINNED, "catalogue-not-pinned", "", ERR_AGREEMENT_INVALID) \
	X(BREACH_CATALOGUE, "catalogue-mismatch", "", ERR_NONE) \
	X(BREACH_GROUNDS_NOT_PINNED, "grounds-not-pinned", "", ERR_AGREEMENT_INVALID) \
	X(BREACH_GROUNDS, "grounds-mismatch", "", ERR_NONE) \
	X(BREACH_PIN, "pin-malformed", "", ERR_AGREEMENT_INVALID) \
	X(BREACH_OFFICERS, "officers-not-in-roster", "", ERR_NONE) \
	X(BREACH_MORE, "more-findings", "", ERR_NONE)

enum agreement_rule {
#define X(rule, name, article, code) rule,
	AGREEMENT_RULES(X)
#undef X
		BREACH_COUNT
};

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
