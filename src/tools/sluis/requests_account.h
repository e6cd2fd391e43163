/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* How a request stands, and what came of each client: for whoever asked, and for whoever answers. */

#include "cli/command.h"
#include "report/account.h"
#include "store/requests.h"

/* clang-format off */
#define REQUEST_STATES(X) \
	X(REQUEST_OPEN, "open", N_("open")) \
	X(REQUEST_OVERDUE, "overdue", N_("open, past its day")) \
	X(REQUEST_ANSWERED, "answered", N_("answered"))
/* clang-format on */
enum request_state {
#define X(state, name, words) state,
	REQUEST_STATES(X)
#undef X
};
/* Past its day it can still be answered. */
enum request_state request_state_of(const struct request_row *row, moment now);
void request_state_cell(struct account *a, const struct request_row *row, moment now);
void request_state_pair(struct account *a, const struct request_row *row, moment now);
/* A number for each outcome that there is. */
void request_outcomes_tell(struct account *a, const uint64_t outcomes[REQUEST_OUTCOME_COUNT]);

/* Clients of one request, kept until they are told: a table holds nothing else. */
struct requests_clients {
	struct requests_client {
		uint64_t number;
		char *name, *tie; /* wiped; name NULL: not known here */
		bool is_answered;
		struct request_answer answer;
		enum rule rule; /* what stands behind it here; RULE_ABSENT: no record */
	} * items;
	size_t count;
};
void requests_clients_clear(struct requests_clients *c);
bool requests_clients_add(struct requests_clients *c, uint64_t number, const char *name, const char *tie,
                          const struct request_answer *a, enum rule rule, struct error *e) _must_check_;
/* `inside`: for who answers, with the rule that stands behind what is told. */
void requests_clients_tell(struct session *s, const struct requests_clients *c, bool inside);
