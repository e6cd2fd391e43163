/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/confirm.h"

#include "cli/choices.h"
#include "cli/words.h"
#include "io/terminal.h"

#include <unistd.h>

bool confirm_can_ask(const struct invocation *in)
{
	return !invocation_json(in) && isatty(STDIN_FILENO) == 1;
}

bool confirm_is_asked(const struct invocation *in)
{
	return !invocation_given(in, "yes") && confirm_can_ask(in);
}

void confirm_begin(struct account *shown, const struct invocation *in)
{
	account_begin(shown, ACCOUNT_TEXT, "command", invocation_command(in), NULL);
	shown->width = in->plain ? 0 : terminal_width(STDIN_FILENO);
	shown->plain = in->plain;
}

bool confirm(const struct invocation *in, struct account *shown, const char *question, const char *no,
             struct error *e)
{
	_cleanup_(dialogue_clear) struct dialogue d = { 0 };
	bool yes = false;
	enum reply reply;
	if (!account_end(shown, e))
		return false;
	if (!confirm_is_asked(in))
		return true;
	dialogue_begin(&d);
	buffer_append(&d.shown, buffer_bytes(&shown->text));
	if (!choices_yes(&d, question, NULL, &yes, &reply, e))
		return false;
	if (yes && reply == REPLY_TEXT)
		return true;
	invocation_say(in, "%s", no ? no : _("Nothing was done."));
	return error_set(e, ERR_INTERRUPTED, "", "%s", "");
}
