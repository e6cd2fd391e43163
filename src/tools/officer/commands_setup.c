/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/choices.h"
#include "io/file.h"
#include "tools/common/joining.h"
#include "tools/officer/commands.h"
#include "tools/officer/setup_asking.h"
#include "tools/officer/setup_work.h"
#include "tools/officer/signing.h"

#include <stdlib.h>

/* `sluis-officer setup`: a partnership set up in one sitting of each officer. */

const struct option setup_options[] = {
	{ "from", 0, OPTION_VALUE, "FILE", N_("the answers, in a text of the same form as setup.yaml") },
	{ "name", 0, OPTION_VALUE, "NAME", N_("of whom the key is, when it is yet to be made") },
	{ "work-factor", 0, OPTION_VALUE, "N", N_("scrypt work factor, 14 to 20; 18 unless told otherwise") },
	CONFIRM_OPTION,
	SIGNING_ANEW,
	{ 0 },
};
const struct option sign_folder_options[] = { CONFIRM_OPTION, SIGNING_ANEW, { 0 } };

/* Somebody who made a key just now may only bring a card, where another officer answers the questions. */
static bool wants_to_plan(struct session *s, bool made, bool begun, bool *ret, struct error *e)
{
	_cleanup_(dialogue_clear) struct dialogue talk = { 0 };
	enum reply reply = REPLY_TEXT;
	*ret = !made || begun || invocation_value(s->in, "from");
	if (*ret || !confirm_can_ask(s->in))
		return true;
	dialogue_begin(&talk);
	if (!choices_yes(&talk, _("Will you answer the questions on the whole partnership now?"), NULL, ret,
	                 &reply, e))
		return false;
	*ret = *ret && reply == REPLY_TEXT;
	return true;
}

bool setup(struct session *s, struct error *e)
{
	const char *folder = invocation_argument(s->in, 0);
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	_cleanup_(setup_plan_clear) struct setup_plan p = { 0 };
	_cleanup_(folder_clear) struct folder f = { 0 };
	_cleanup_(roster_freep) struct roster *r = NULL;
	_cleanup_(string_freep) char *path = path_join(folder, SETUP_FILE);
	bool made, ready = false;
	if (!path)
		return error_memory(e);
	if (!joining_key(s, folder, true, &key, NULL, &made, e) || !folder_read(folder, &f, e) ||
	    !folder_roster(&f, &r, NULL, e))
		return false;
	joining_warn(s, &f);
	bool asks;
	if (!wants_to_plan(s, made, file_exists(path), &asks, e) ||
	    (!r && asks && !setup_make_plan(path, invocation_value(s->in, "from"), &f, &p, &ready, e)))
		return false;
	if (r && file_exists(path) && !setup_read(path, &p, e))
		return false;
	if ((ready || r) && (!setup_draft(s, folder, &p, e) || !setup_sign(s, folder, &key, e)))
		return false;
	if (!ready && !r && asks)
		account_line(s->out, _("Go on with: sluis-officer setup %s"), folder);
	return setup_tell_next(s, folder, &p, e);
}

bool sign_folder(struct session *s, struct error *e)
{
	const char *folder = invocation_argument(s->in, 0);
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	_cleanup_(folder_clear) struct folder f = { 0 };
	if (!folder_read(folder, &f, e) || !session_key(s->in, &key, e))
		return false;
	joining_warn(s, &f);
	return setup_sign(s, folder, &key, e) && setup_tell_next(s, folder, NULL, e);
}
