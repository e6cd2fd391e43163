/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Which of this unit's records a package took along, by what it told each by: for letters that come back
 * about them. The log knows whose they were, unless that was erased; a record that is gone is unknown as
 * well. */

#include "exchange/act.h"
#include "store/records.h"

struct sent_record {
	char tag[RECORD_TAG_SIZE + 1], record[RECORD_ID_SIZE + 1];
};
struct sent_records {
	uint8_t package[PACKAGE_ID_SIZE];
	struct sent_record *list; /* by tag */
	size_t count;
	bool some_unknown; /* it had others, of which nothing is known any more */
};
void sent_records_clear(struct sent_records *r);
/* ERR_PACKAGE, `subject`: no package of cases with that id went to that unit on these terms. */
bool sent_records_find(struct act *a, const uint8_t package[PACKAGE_ID_SIZE], const struct manifest *about,
                       const char *subject, struct sent_records *ret, struct error *e) _must_check_;
/* NULL: it took none along that is told by this. */
const struct sent_record *sent_records_get(const struct sent_records *r, const char *tag);
