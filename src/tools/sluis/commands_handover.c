/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/handover.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/told_account.h"

/* Who directs cases, and to whom that goes: `sluis handover`. */

const struct option handover_options[] = {
	SELECTION_OPTIONS,
	{ "to", 0, OPTION_VALUE, "UNIT", N_("the unit that is to direct them") },
	{ "ask", 0, OPTION_FLAG, NULL, N_("ask the units that might direct them") },
	{ 0 },
};

bool handover_command(struct session *s, struct error *e)
{
	_cleanup_(selection_options_clear) struct selection_options chosen = { 0 };
	_cleanup_(handover_result_clear) struct handover_result r = { 0 };
	struct handover_wish wish = { .to = invocation_value(s->in, "to") };
	if (invocation_flag(s->in, "ask") == (wish.to != NULL))
		return error_set(e, ERR_USAGE, "--to, --ask", "%s", N_("one of the two"));
	if (!selection_options_read(s, &chosen, e))
		return false;
	wish.which = &chosen.selection;
	if (!handover(s->desk, &wish, &r, e))
		return false;
	if (wish.to)
		account_pair(s->out, "to", _("handed over to"), wish.to);
	account_pair_number(s->out, "records", _("records"), r.records);
	told_letters_tell(s, r.letters, r.letter_count);
	return true;
}
