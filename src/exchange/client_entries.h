/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* All that this unit's log knows of one client: entries that name the client's BSN, and those of each of the
 * client's records, under whichever of the two an act named them: cases that went and came, declarations and
 * what ended, decisions, and whoever looked. Not what a case number had before, when it was somebody else's.
 */

#include "codec/json.h"
#include "exchange/desk.h"
#include "store/records.h"

/* Is this private part of an entry (of `json_parse`) about another client than the one of `r`? One that names
 * no BSN, or the one of the record, isn't. */
bool client_entry_is_of_another(const struct json_t *private, const struct record *r);

/* Of clients by BSN (SELECT_BSNS) or by a record of theirs (SELECT_RECORDS). In no order, and perhaps some of
 * them twice; `each` gets the indices. A BSN that no record has, and a record that isn't here any more, are
 * looked for as they are. */
bool client_entries(struct desk *d, const struct selection *clients,
                    bool (*each)(void *context, uint64_t index, struct error *e), void *context,
                    struct error *e) _must_check_;
