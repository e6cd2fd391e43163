/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Word to whoever received a record that is erased here (AVG 19): whom the log names, for which purpose, and
 * by which tag each knows the record. A letter for each unit, agreement and purpose; none of it names the
 * client. Gathered before the record goes, since the log forgets with it. */

#include "exchange/following.h"
#include "store/records.h"
#include "trust/erasure.h"

struct erasure_letter {
	struct erasure_line {
		char record[RECORD_ID_SIZE + 1], tag[RECORD_TAG_SIZE + 1];
		char id[2 * ERASURE_ID_SIZE + 1]; /* by which its answer names it */
	} * lines;
	size_t count;
	uint64_t request;
	struct following letter;
};
struct erasure_letters {
	struct erasure_letter *list;
	size_t count;
};
void erasure_letters_clear(struct erasure_letters *l);
/* For `body`: whoever got it. */
bool erasure_letters_add(struct erasure_letters *l, struct act *a, const struct stored_record *stored,
                         struct error *e) _must_check_;
/* For `logged`, `done` and `failed`. `request`: the number of what the client asked here; 0: nothing. */
bool erasure_letters_send(struct erasure_letters *l, struct act *a, uint64_t request, struct error *e)
	_must_check_;
void erasure_letters_publish(struct erasure_letters *l, struct act *a);
void erasure_letters_failed(struct erasure_letters *l, const struct error *why);
