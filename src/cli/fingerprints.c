/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/fingerprints.h"

#include "cli/confirm.h"
#include "cli/dialogue.h"
#include "cli/words.h"

#include <stdio.h>

bool fingerprint_option(const struct invocation *in, bool *ret_given, struct sha256 *ret, struct error *e)
{
	const char *typed = invocation_value(in, "fingerprint");
	if (typed && !fingerprint_parse(bytes_of_string(typed), ret))
		return error_set(e, ERR_USAGE, "--fingerprint", "%s", FINGERPRINT_FORMS);
	*ret_given = typed != NULL;
	return true;
}

bool fingerprint_needed(const struct invocation *in, struct sha256 *ret, struct error *e)
{
	bool given;
	return fingerprint_option(in, &given, ret, e) &&
	       (given || error_set(e, ERR_USAGE, "--fingerprint", "%s", _("missing")));
}

bool fingerprint_ask(const char *about, struct sha256 *ret, struct error *e)
{
	_cleanup_(dialogue_clear) struct dialogue talk = { 0 };
	_cleanup_(buffer_clear) struct buffer answer = { 0 };
	enum reply reply = REPLY_HELP;
	dialogue_begin(&talk);
	dialogue_say(&talk, "%s", about);
	dialogue_say(&talk, "%s", _("Which fingerprint does an officer read aloud to you?"));
	for (;;) {
		buffer_reset(&answer);
		if (!dialogue_ask(&talk, "> ", &answer, &reply, e))
			return false;
		if (reply == REPLY_STOP || reply == REPLY_BACK || reply == REPLY_END)
			return error_set(e, ERR_INTERRUPTED, NULL, "%s", "");
		if (reply == REPLY_TEXT && fingerprint_parse(buffer_bytes(&answer), ret))
			return true;
		dialogue_say(&talk, "%s", _(FINGERPRINT_FORMS));
		dialogue_say(&talk, "%s",
		             _("Don't take it from the folder: who put something false there put its "
		               "fingerprint there too."));
	}
}

void fingerprint_tell(struct account *a, const char *key, const char *label, const struct sha256 *h)
{
	char shown[FINGERPRINT_SHOWN_SIZE + 1], spoken[FINGERPRINT_SPOKEN_SIZE + 1], second[64];
	fingerprint_show(h, shown);
	fingerprint_show_spoken(h, spoken);
	snprintf(second, sizeof second, "%s_spoken", key);
	account_pair(a, key, label, shown);
	account_pair(a, second, _("the same in digits"), spoken);
}

bool fingerprint_wanted(const struct invocation *in, const char *about, struct sha256 *ret, struct error *e)
{
	bool given;
	if (!fingerprint_option(in, &given, ret, e))
		return false;
	if (given || !confirm_can_ask(in))
		return given || invocation_wants(in, e, "fingerprint");
	return fingerprint_ask(about, ret, e);
}
