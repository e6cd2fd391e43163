/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* To whom a record went: of each unit and purpose the last package that brought it there, as the log tells;
 * and where that is an answer, which brought what was asked alone, the one before. */

#include "exchange/act.h"
#include "exchange/client_entries.h"

struct delivery {
	char *peer;
	struct terms_named terms; /* without overrides */
	moment created;           /* the package */
	uint8_t package[PACKAGE_ID_SIZE];
	char *withheld;          /* fields of the record that didn't go with it (withheld.h); NULL: none */
	struct delivery *before; /* the rest is still of this one; NULL */
};
struct deliveries {
	struct act *act;
	const struct whose_record *whose; /* the record; NULL: of whoever it was about */
	struct delivery *list;
	size_t count;
	const char *stayed; /* of the entry that is looked at */
};
void deliveries_clear(struct deliveries *d);
/* Takes in an entry that names the record (store_log_of_record), in the order of the log. A package that was
 * voided, refused, declined or lost brought nothing. */
bool deliveries_look(void *context, uint64_t index, struct error *e) _must_check_;
