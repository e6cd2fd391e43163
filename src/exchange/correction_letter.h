/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Letters of the kind `correction`, one to each unit and purpose, for records that were changed: of each what
 * had gone to that unit and is otherwise now, as far as `trust/decide` lets it go again, on the day and on
 * the declarations on which it went. Whoever got a record from here is told, whether the record is this
 * unit's own or came from elsewhere. docs/adr/0094. */

#include "exchange/following.h"
#include "trust/correction.h"

struct correction_letter;
struct correction_letters {
	struct act *act;
	struct correction_letter *list;
	size_t count;
	uint64_t stayed; /* records × units: nothing of the client may go any more */
};
void correction_letters_clear(struct correction_letters *l);

/* Why, as each line says it. */
struct correction_why {
	enum correction_reason reason;
	enum correction_finder found;
};
/* For `body`, behind the change of the record: a line in the letter to each unit that has what it said
 * before. Disputes of those units are answered with it. `*ret_told` of how many units. */
bool correction_letters_add(struct correction_letters *l, struct act *a, const char *record,
                            const struct correction_why *why, uint64_t *ret_told, struct error *e)
	_must_check_;
/* For `body`: what was disputed is kept as it is. `row` is a WAY_DISPUTE_CAME of store/corrections.h. */
struct correction_row;
bool correction_letters_keep(struct correction_letters *l, struct act *a, const struct correction_row *row,
                             enum correction_keep kept, struct error *e) _must_check_;
/* For `logged`: each in an act of its own. */
bool correction_letters_send(struct correction_letters *l, struct act *a, struct error *e) _must_check_;
/* For `done` and `failed`. */
void correction_letters_publish(struct correction_letters *l, struct act *a);
void correction_letters_failed(struct correction_letters *l, const struct error *why);

/* After `done`. told_letters_free. */
bool correction_letters_give(struct correction_letters *l, struct told_letter **ret, size_t *ret_count,
                             struct error *e) _must_check_;
