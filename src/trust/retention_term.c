/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/retention_term.h"

#include "base/code.h"

static const struct code states[] = {
	[RETENTION_UNSET] = { "unset", N_("no term") },   [RETENTION_RUNNING] = { "running", N_("running") },
	[RETENTION_NEAR] = { "near", N_("nearly over") }, [RETENTION_DUE] = { "due", N_("over") },
	[RETENTION_HELD] = { "held", N_("held") },
};

static moment day_of(moment m)
{
	return m - m % SECONDS_A_DAY;
}

moment retention_day(moment until)
{
	return until > 0 ? day_of(until) : 0;
}

enum retention_state retention_state(moment until, bool held, moment now, uint64_t near_days)
{
	if (held)
		return RETENTION_HELD;
	if (until <= 0)
		return RETENTION_UNSET;
	moment left = retention_day(until) - day_of(now);
	if (left <= 0)
		return RETENTION_DUE;
	return (uint64_t)(left / SECONDS_A_DAY) <= near_days ? RETENTION_NEAR : RETENTION_RUNNING;
}

const char *retention_state_name(enum retention_state s)
{
	return code_name(states, ELEMENTS(states), s);
}

const char *retention_state_words(enum retention_state s)
{
	return code_words(states, ELEMENTS(states), s);
}
