/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What ties a declaration to the client's record (Wmo 5.2.9): the BSN, or, where it isn't known or
 * doesn't travel, the set of paragraph 6: surname, first names, birth date, postcode and house number.
 *
 * A tie is a text: the nine digits; or the five values, in the order of `record_identifying`, with U+001F
 * between, which no value can hold. Each value stands there as the record has it, so in the form that the
 * catalogue asks and a mapping gave it (docs/mapping.md): names in UTF-8 on one line, the birth date whole
 * and as YYYY-MM-DD, the postcode as 1234AB, the house number in decimal without zeros before it. Names are
 * taken as they are: nothing is folded, no accent, no capital, no initial, no blank. So two ties are the same
 * when their bytes are, and never else.
 *
 * It is a client's data, whichever it is: never in an error, a log or an argument, and wiped when it is
 * done with. Which declaration counts isn't asked here. */

#include "record/record.h"

#define TIE_SEPARATOR 0x1f

bool tie_is_number(const char *tie);
/* The BSN; empty when it names the set. */
struct bytes tie_number(const char *tie);
/* The values of a set, borrowed; of what isn't one the last are empty. */
void tie_values(const char *tie, struct bytes ret[IDENTIFYING_COUNT]);
/* The tie that names these, each of the form that it must have: else ERR_MISSING or ERR_VALUE with the name
 * of the field, never its value. */
bool tie_of_values(const struct bytes values[IDENTIFYING_COUNT], const char *subject, char **ret,
                   struct error *e) _must_check_;
/* What must hold of any tie: ERR_BSN, or as above. */
bool tie_check(const char *tie, const char *subject, struct error *e) _must_check_;
/* Is the record about whom it names? A set ties to a record that has a BSN too. */
bool tie_fits(const char *tie, const struct record *r);
void tie_freep(char **tie); /* wipes */

/* All by which a declaration can be tied to a record. */
struct ties {
	char *number, *set; /* owned; NULL: the record has no BSN, or not all of the set */
};
bool ties_of_record(const struct record *r, struct ties *ret, struct error *e) _must_check_;
void ties_clear(struct ties *t); /* wipes */
