/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a role usually may: so that whoever draws up a roster says `consulent`, and not which
 * of ten powers that takes. A mandate in a roster names its powers all the same, and nothing
 * but those counts: these are where one starts from, and a roster may have other roles. */

#include "trust/roster.h"

/* Name as it stands in rosters, powers, and what such a person does, in words. */
/* clang-format off */
#define ROLE_PRESETS(X) \
	X("consulent", POWER_READ | POWER_IMPORT | POWER_CONSENT | POWER_PACK | POWER_OPEN, \
	  N_("works with clients: records consents, sends and opens packages")) \
	X("teamleider", POWER_READ | POWER_IMPORT | POWER_CONSENT | POWER_PACK | POWER_APPROVE | POWER_OPEN \
	  | POWER_LOG | POWER_ACCESS | POWER_DECIDE, \
	  N_("the same, and approves packages, decides on restricted records and exports the log")) \
	X("privacy-medewerker", POWER_READ | POWER_EXPORT | POWER_LOG | POWER_DECIDE, \
	  N_("answers clients: looks at records, the log, and decides on restricted records")) \
	X("gegevensbeheerder", POWER_READ | POWER_IMPORT | POWER_OPEN | POWER_LOG, \
	  N_("imports case records and exports the log; sends nothing"))
/* clang-format on */

struct role_preset {
	const char *name;
	unsigned powers;   /* enum power bits */
	const char *words; /* not translated yet */
};
/* Ends with a NULL name. */
extern const struct role_preset role_presets[];
/* NULL when there is none of that name: the roster's officers then say its powers themselves. */
const struct role_preset *role_preset_find(struct bytes name);
