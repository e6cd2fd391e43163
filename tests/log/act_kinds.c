/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/act_kinds.h"

#include <criterion/criterion.h>

Test(act_kinds, each_is_found_by_its_name)
{
	for (unsigned k = ACT_UNKNOWN + 1; k < ACT_COUNT; k++) {
		cr_expect_eq(act_kind_of(act_kind_name((enum act_kind)k)), k, "%u", k);
		cr_expect_neq(act_kind_powers((enum act_kind)k), 0, "%u", k);
	}
	cr_expect_eq(act_kind_of("gossip"), ACT_UNKNOWN);
	cr_expect_eq(act_kind_of(""), ACT_UNKNOWN);
	cr_expect_eq(act_kind_of(NULL), ACT_UNKNOWN);
	cr_expect_str_eq(act_kind_name(ACT_COUNT), "unknown");
}

Test(act_kinds, say_what_they_need_and_are)
{
	cr_expect_eq(act_kind_powers(ACT_PACK), POWER_PACK);
	cr_expect_eq(act_kind_powers(ACT_DECLINE), POWER_PACK | POWER_APPROVE);
	cr_expect_eq(act_kind_powers(ACT_REFUSE), POWER_ANY);
	cr_expect(act_kind_is(ACT_PACK, ACT_EXCHANGES));
	cr_expect(act_kind_is(ACT_PACK, ACT_SENDS));
	cr_expect(act_kind_is(ACT_OPEN, ACT_EXCHANGES));
	cr_expect_not(act_kind_is(ACT_OPEN, ACT_SENDS));
	cr_expect(act_kind_is(ACT_EXPORT, ACT_CONSULTS));
	cr_expect_not(act_kind_is(ACT_IMPORT, ACT_CONSULTS));
	cr_expect_not(act_kind_is(ACT_UNKNOWN, ACT_EXCHANGES));
	cr_expect_not(act_kind_is(ACT_COUNT, ACT_VOIDS));
}
