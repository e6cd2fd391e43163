/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/recovery.h"
#include "tools/common/recovery_shares.h"
#include "tools/sluis/commands.h"
#include "trust/recovery_key.h"

/* `sluis recovery drill`: the officers' shares, tried at the store that they are to open one day. */

const struct option recovery_drill_options[] = {
	SHARES_OPTION,
	{ 0 },
};

bool recovery_drill_command(struct session *s, struct error *e)
{
	_cleanup_(slip39_set_clear) struct slip39_set shares = { 0 };
	_cleanup_(age_identity_clear) struct age_identity key = { 0 };
	struct recovery_state r;
	/* Nobody types 66 words to be told that there is nothing to try them on. */
	if (!recovery_state(s->desk, &r, e))
		return false;
	if (!r.listed)
		return error_set(e, ERR_RECOVERY_NONE, store_unit(s->desk->store), "%s", "");
	if (!recovery_shares_take(s->in, &shares, e) || !recovery_key_combine(&shares, &key, e) ||
	    !recovery_drill(s->desk, &key, e) || !recovery_state(s->desk, &r, e))
		return false;
	account_pair(s->out, "unit", _("unit"), store_unit(s->desk->store));
	account_pair_number(s->out, "shares", _("shares that were typed"), shares.count);
	account_verdict(s->out, PAGE_GOOD, "opens", _("The recovery shares open this store."));
	account_pair_day(s->out, "next", _("to be shown again on"), r.due - r.due % SECONDS_A_DAY);
	return true;
}
