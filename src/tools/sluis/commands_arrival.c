/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/arrival.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/told_account.h"

/* What becomes of records that arrived: `sluis accept`, `sluis decline` and `sluis done`. */

#define REASONS N_("why: wrong-team, not-our-client, moved, refused-by-client or nothing-to-do")
const struct option accept_options[] = { SELECTION_OPTIONS, { 0 } };
const struct option decline_options[] = {
	SELECTION_OPTIONS,
	{ "reason", 0, OPTION_VALUE, "WHY", REASONS },
	{ 0 },
};

static bool say(struct session *s, struct arrival_word *word, struct error *e)
{
	_cleanup_(selection_options_clear) struct selection_options chosen = { 0 };
	_cleanup_(arrival_result_clear) struct arrival_result r = { 0 };
	struct account *o = s->out;
	if (!selection_options_read(s, &chosen, e))
		return false;
	word->which = &chosen.selection;
	if (!arrival_tell(s->desk, word, &r, e))
		return false;
	account_pair_words(o, "outcome", _("said"), client_outcome_name(word->said),
	                   client_outcome_words(word->said));
	if (word->reason)
		account_pair_words(o, "reason", _("reason"), decline_reason_name(word->reason),
		                   decline_reason_words(word->reason));
	account_pair_number(o, "records", _("records"), r.records);
	if (r.untold)
		account_pair_number(o, "untold",
		                    _("of them the sender can't be told: its version is too old"), r.untold);
	told_letters_tell(s, r.letters, r.letter_count);
	return true;
}

bool accept_command(struct session *s, struct error *e)
{
	struct arrival_word word = { .said = SAID_ACCEPTED };
	return say(s, &word, e);
}

bool done_command(struct session *s, struct error *e)
{
	struct arrival_word word = { .said = SAID_DONE };
	return say(s, &word, e);
}

bool decline_command(struct session *s, struct error *e)
{
	struct arrival_word word = { .said = SAID_DECLINED };
	const char *reason = invocation_value(s->in, "reason");
	if (!reason || !decline_reason_parse(bytes_of_string(reason), &word.reason))
		return error_set(e, ERR_USAGE, "--reason", "%s", _(REASONS));
	return say(s, &word, e);
}
