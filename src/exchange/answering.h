/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* `sluis answer`: what another unit asked is answered, whole and in one package of cases that names the
 * request. Each client is decided on by the same function as always; of what may go, what was asked goes.
 * Client by client the package says what came of it. docs/adr/0087, 0088. */

#include "exchange/pack.h"
#include "store/requests.h"

struct answering_result {
	struct pack_result pack;
	struct request_row row; /* its texts are NULL */
	uint64_t outcomes[REQUEST_OUTCOME_COUNT];
};
void answering_result_clear(struct answering_result *r);

/* `id` is the request's, in hex. Called for each client with what is answered, and the rule that stands
 * behind it here, of which more may be known than is told; `each` may be NULL. ERR_NOT_FOUND; ERR_ANSWERED;
 * and what keeps any package from leaving. */
struct answered_client {
	uint64_t number;
	const char *tie;
	const struct request_answer *answer;
	enum rule rule;     /* RULE_ABSENT: there is no record */
	const char *record; /* id of one of the client's here; empty: none */
};
bool answer(struct desk *d, const char *id,
            bool (*each)(void *context, const struct answered_client *c, struct error *e), void *context,
            struct answering_result *ret, struct error *e) _must_check_;
