/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A review of an agreement's text while it goes on: what is asked, where a breach stands, and what was found
 * up to now. Which rules there are is for `trust/agreement_rules.h` and `trust/agreement_stated.h`. Inside
 * `trust` only. */

#include "trust/agreement.h"
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

/* Where a finding stands: a key, at the top or in an item of `list`, or in an item of that item's fields. */
struct review_place {
	const char *key, *list;
	size_t index;
	bool in_fields;
	size_t field;
};
struct review_place review_at_key(const char *key);
struct review_place review_at_item(const char *list, size_t index, const char *key);
struct review_place review_at_field(size_t purpose, size_t field, const char *key);

/* Is there no need to go on? */
bool review_is_stopped(const struct agreement_review *r);
/* Note a breach; `format` makes its subject, which quotes names and keys only. `article` NULL: the rule's
 * own. */
void review_breach_of(struct agreement_review *r, enum rule rule, const char *article, struct review_place p,
                      const char *format, ...) _printf_(5, 6);
#define review_breach(r, rule, place, ...) review_breach_of((r), (rule), NULL, (place), __VA_ARGS__)

/* A text that isn't there, or has nothing but blanks. */
bool review_is_missing(const char *text);
bool review_is_same(const char *a, const char *b); /* false when one isn't there */
bool review_is_day(const char *text);
bool review_day(const char *text, moment *ret);                    /* false: missing, or no day */
bool review_count(const char *text, uint64_t most, uint64_t *ret); /* false: missing, 0, or no number */
