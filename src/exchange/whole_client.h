/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Whom a record is about, and all records that are here of the same: for what is done to a client, and for
 * what a client is told. Records are one client's by BSN, or by the set that stands in its place; two records
 * with two numbers are two persons (exchange/declarations.h). */

#include "exchange/act.h"
#include "store/records.h"
#include "trust/tie.h"

struct whole_client {
	const char *record; /* that names the client, by its whole id; borrowed … */
	const char *number; /* … or NULL, and the BSN, of whom there may be no record at all */
	struct act *act;
	struct record current; /* of `record`, or of one with that BSN; without values where there is none */
	struct ties ties;      /* of `current` */
	char (*ids)[RECORD_ID_SIZE + 1];
	size_t count;
	bool wmo; /* `current` is of that law */
};
void whole_client_clear(struct whole_client *c);
/* Into one of which only `record` or `number` is set. ERR_NOT_FOUND of a record that isn't here. */
bool whole_client_of(struct whole_client *c, struct act *a, struct error *e) _must_check_;
/* Adds records that were the client's and are somebody else's now, each as a record of its own, to be dealt
 * with as the others: it goes through whatever records were before. */
bool whole_client_before(struct whole_client *c, struct error *e) _must_check_;
/* The clients of the act: each of the records, `named` with the BSN; where there is none, the BSN alone. */
bool whole_client_log(const struct whole_client *c, bool named, struct error *e) _must_check_;
