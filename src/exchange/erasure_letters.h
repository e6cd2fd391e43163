/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Word to whoever received a record that is erased here (AVG 19): whom the log names, for which purpose, and
 * by which tag each knows the record. A letter for each unit, agreement and purpose; none of it names the
 * client. Gathered before the record goes, since the log forgets with it. */

#include "exchange/outgoing.h"
#include "store/records.h"

struct erasure_letter {
	struct terms_named terms;
	char *to;
	struct erasure_line {
		char record[RECORD_ID_SIZE + 1], tag[RECORD_TAG_SIZE + 1];
	} * lines;
	size_t count;
	bool unreachable; /* the roster has no keys of that unit: there is no letter */
	bool named;       /* as in pack_result */
	uint64_t sequence, request;
	char id[2 * PACKAGE_ID_SIZE + 1];
	struct outgoing outgoing;
	struct member_spool member;
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
