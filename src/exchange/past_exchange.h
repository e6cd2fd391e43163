/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What of a record left or came with a package, told afterwards from the log and from what records were:
 * for `sluis why` of one field, and for a client of all. */

#include "exchange/desk.h"
#include "store/corrections.h"
#include "store/records.h"
#include "trust/agreement.h"

/* Cases that left or came, or what corrected them. What waits for a second person hasn't left: its approval
 * is the act. */
bool past_exchange_is(const struct entry *entry, const struct agreement *agreement);

struct past_exchange {
	const struct entry *entry; /* of the act */
	const char *record;        /* by its id here */
	const struct record *now;  /* whose client it is about */
	struct record then;        /* the version that went or came … */
	bool known;                /* … where it is kept here */
};
void past_exchange_clear(struct past_exchange *x);
/* Finds that version, among those that are about the same client. */
bool past_exchange_version(struct desk *d, struct past_exchange *x, struct error *e) _must_check_;
/* Does the purpose list the field? By its name. */
bool past_exchange_lists(const struct agreement_purpose *p, const struct field *field);
/* The fields of the record that a correction or dispute named, by the letter: true in `fields`, by their
 * places in the desk's catalogue. None where nothing is known of it any more. */
bool past_exchange_told(struct desk *d, const uint8_t letter[PACKAGE_ID_SIZE], enum correction_way way,
                        const char *record, bool *fields, struct error *e) _must_check_;
/* Of a correction by this act, the fields of the record that it said otherwise: true in `fields`, by their
 * places in the desk's catalogue. */
bool past_exchange_corrected(struct desk *d, const struct entry *entry, const char *record, bool *fields,
                             struct error *e) _must_check_;
