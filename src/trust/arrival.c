/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/arrival.h"

/* ARRIVAL_COUNT: nowhere. */
static const enum arrival_state steps[ARRIVAL_COUNT][SAID_COUNT] = {
	[ARRIVAL_WAITS] = { [SAID_ACCEPTED] = ARRIVAL_ACCEPTED,
	                    [SAID_DECLINED] = ARRIVAL_DECLINED,
	                    [SAID_DONE] = ARRIVAL_COUNT },
	[ARRIVAL_ACCEPTED] = { [SAID_ACCEPTED] = ARRIVAL_COUNT,
	                       [SAID_DECLINED] = ARRIVAL_COUNT,
	                       [SAID_DONE] = ARRIVAL_DONE },
	[ARRIVAL_DONE] = { ARRIVAL_COUNT, ARRIVAL_COUNT, ARRIVAL_COUNT },
	[ARRIVAL_DECLINED] = { ARRIVAL_COUNT, ARRIVAL_COUNT, ARRIVAL_COUNT },
};

enum error_code arrival_say(enum arrival_state now, bool restricted, enum client_outcome said,
                            enum arrival_state *ret)
{
	if ((unsigned)now >= ARRIVAL_COUNT || (unsigned)said >= SAID_COUNT)
		return ERR_OUTCOME_SAID;
	const enum arrival_state next = steps[now][said];
	if (next == ARRIVAL_COUNT)
		return now == ARRIVAL_WAITS ? ERR_NOT_ACCEPTED : ERR_OUTCOME_SAID;
	if (restricted)
		return ERR_RESTRICTED;
	*ret = next;
	return ERR_NONE;
}

bool arrival_may_go(enum arrival_state now)
{
	return now == ARRIVAL_ACCEPTED || now == ARRIVAL_DONE;
}
