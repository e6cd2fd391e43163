/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What this unit asked of others, and what others asked of it (trust/request.h): each by the id of the letter
 * that asks, with the clients it is about and what came of each. One package answers a request, whole. */

#include "trust/manifest.h"
#include "trust/request.h"

struct store;

struct request_row {
	bool sent; /* from here; else asked of this unit */
	uint8_t id[PACKAGE_ID_SIZE];
	const char *peer, *agreement, *purpose, *fields; /* in what is read: valid during the callback */
	moment made, due;
	uint64_t clients;
	bool is_answered;
	uint8_t answer[PACKAGE_ID_SIZE]; /* the package that answers it */
	moment answered;
};
bool requests_add(struct store *s, const struct request_row *row, struct error *e) _must_check_;
/* `number` from 1, in the order of the letter. */
bool requests_add_client(struct store *s, const struct request_row *row, uint64_t number, const char *tie,
                         struct error *e) _must_check_;
/* ERR_NOT_FOUND. */
bool requests_find(struct store *s, bool sent, const uint8_t id[PACKAGE_ID_SIZE],
                   bool (*each)(void *context, const struct request_row *row, struct error *e), void *context,
                   struct error *e) _must_check_;
/* Those that were asked of this unit first, then those that it asked; by the day on which they are due. */
bool requests_each(struct store *s,
                   bool (*each)(void *context, const struct request_row *row, struct error *e), void *context,
                   struct error *e) _must_check_;
/* The one that was asked of this unit and that the package answers; `*ret_there` false: it answers none. */
bool requests_of_answer(struct store *s, const uint8_t package[PACKAGE_ID_SIZE], bool *ret_there,
                        uint8_t ret_id[PACKAGE_ID_SIZE], struct error *e) _must_check_;

struct request_client {
	uint64_t number;
	const char *tie; /* trust/tie.h: wiped by nobody, as long as the callback lasts */
	bool is_answered;
	struct request_answer answer; /* borrowed */
};
bool requests_each_client(struct store *s, bool sent, const uint8_t id[PACKAGE_ID_SIZE],
                          bool (*each)(void *context, const struct request_client *c, struct error *e),
                          void *context, struct error *e) _must_check_;
/* ERR_ANSWERED when another package did. */
bool requests_answer(struct store *s, bool sent, const uint8_t id[PACKAGE_ID_SIZE],
                     const uint8_t package[PACKAGE_ID_SIZE], moment when, struct error *e) _must_check_;
bool requests_answer_client(struct store *s, bool sent, const uint8_t id[PACKAGE_ID_SIZE], uint64_t number,
                            const struct request_answer *a, struct error *e) _must_check_;
/* Did this package, which came, answer what was asked from here? */
bool requests_is_answer(struct store *s, const uint8_t package[PACKAGE_ID_SIZE], bool *ret, struct error *e)
	_must_check_;
/* The letter that asked was voided: it is asked no more, and whom about is forgotten. At the unit that was
 * asked also where an answer waits or is on its way, which nobody takes in any more; at the one that asked,
 * unless an answer came. */
bool requests_void(struct store *s, bool sent, const uint8_t id[PACKAGE_ID_SIZE], struct error *e)
	_must_check_;
/* The package that answered it was declined by the second person, or voided: it is open again. `sent`: at the
 * unit that asked. Of any other package nothing happens. */
bool requests_reopen(struct store *s, bool sent, const uint8_t package[PACKAGE_ID_SIZE], struct error *e)
	_must_check_;
