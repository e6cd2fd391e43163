/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What clients asked by right (trust/rights.h), when, and what came of it; and which units were told of an
 * erasure. A request names a record of the client, by its id, and nothing else about the client: it stays
 * when the record goes. */

#include "store/records.h"
#include "trust/rights.h"
#include "trust/withdrawal.h"

struct right_request {
	uint64_t number;
	char record[RECORD_ID_SIZE + 1];
	enum right right;
	bool wmo; /* the record is of that law: its own term, for erasure */
	moment asked, postponed, decided;
	enum right_outcome outcome; /* of a decided one */
	char article[KEEP_ARTICLE_SIZE + 1];
	uint64_t told, answered; /* units that were told of an erasure; and those that decided on it */
};
moment right_request_due(const struct right_request *r);
/* `*r` gets its number. */
bool right_request_add(struct store *s, struct right_request *r, struct error *e) _must_check_;
/* By number, the undecided first. */
bool right_requests_each(struct store *s, bool undecided_only,
                         bool (*each)(void *context, const struct right_request *r, struct error *e),
                         void *context, struct error *e) _must_check_;
bool right_request_find(struct store *s, uint64_t number, struct right_request *ret, struct error *e)
	_must_check_; /* ERR_NOT_FOUND */
bool right_request_postpone(struct store *s, uint64_t number, moment when, struct error *e) _must_check_;
bool right_request_decide(struct store *s, uint64_t number, moment when, enum right_outcome outcome,
                          const char *article, struct error *e) _must_check_;

/* That a unit was told, under an id that its decision will name. `request` 0: none of this unit. */
struct told_unit {
	const char *id; /* hex */
	const char *peer, *agreement, *purpose;
	uint64_t request;
};
bool told_unit_add(struct store *s, const struct told_unit *t, struct error *e) _must_check_;
/* Was it told under that id to that unit, for that purpose? */
bool told_unit_has(struct store *s, const struct told_unit *t, bool *ret, struct error *e) _must_check_;
