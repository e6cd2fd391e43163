/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* All that this unit's log knows of one client: entries that name the client's BSN, and those of each of the
 * client's records, under whichever of the two an act named them: cases that went and came, declarations and
 * what ended, decisions, and whoever looked. Not what a case number had before, when it was somebody else's.
 */

#include "exchange/desk.h"
#include "exchange/past_letter.h"
#include "store/records.h"

/* Whose a record is: of the client of `now`, without a break since a moment (0: always). A case number moves,
 * and its record with it. `now` is borrowed. */
struct whose_record {
	const struct record *now;
	moment since;
};
bool whose_record_find(struct desk *d, const char *id, const struct record *now, struct whose_record *ret,
                       struct error *e) _must_check_;
/* Is an entry of this record, of an act that began `when`, about another client? By the BSN where it names
 * one, else by the day. */
bool whose_record_another(const struct whose_record *w, const struct past_client *c, moment when);

/* Of clients by BSN (SELECT_BSNS) or by a record of theirs (SELECT_RECORDS); with each of their records those
 * without a BSN that the identifying set ties to it. In no order, and perhaps some of them twice; `each` gets
 * the indices. A BSN that no record has, and a record that isn't here any more, are looked for as they are.
 */
bool client_entries(struct desk *d, const struct selection *clients,
                    bool (*each)(void *context, uint64_t index, struct error *e), void *context,
                    struct error *e) _must_check_;
