/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/words.h"
#include "io/file.h"
#include "tools/officer/ceremony_script.h"
#include "tools/officer/commands.h"
#include "tools/officer/setup_work.h"
#include "tools/officer/sitting.h"

#include <unistd.h>

/* `sluis-officer ceremony`: officers at one machine, led step by step. */

const struct option ceremony_options[] = {
	{ "script", 0, OPTION_FLAG, NULL, N_("print what will be done, for on the table; nothing else") },
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("write the script here too, as a page to be printed") },
	{ "from", 0, OPTION_VALUE, "FILE", N_("the answers, in a text of the same form as setup.yaml") },
	{ "work-factor", 0, OPTION_VALUE, "N", N_("scrypt work factor, 14 to 20; 18 unless told otherwise") },
	{ 0 },
};

static bool print_script(struct session *s, struct error *e)
{
	_cleanup_(account_clear) struct account script = { 0 };
	const char *path = invocation_value(s->in, "output");
	if (!ceremony_script(&script, e))
		return false;
	if (path && !file_replace(path, buffer_bytes(&script.page), false, e))
		return false;
	account_line(s->out, "%s", buffer_string(&script.text));
	if (path)
		account_pair(s->out, "page", _("page"), path);
	return true;
}

static bool all_steps(struct sitting *t, struct setup_plan *p, struct error *e)
{
	if (t->c.ended)
		return true;
	return sitting_officers(t, e) && (t->stopped || sitting_answers(t, p, e)) &&
	       (t->stopped || sitting_cards(t, p, e)) && (t->stopped || sitting_recovery(t, p, e)) &&
	       (t->stopped || sitting_roster(t, p, e)) && (t->stopped || sitting_sign(t, e)) &&
	       (t->stopped || sitting_root(t, e)) && (t->stopped || sitting_end(t, e));
}

static bool run(struct session *s, struct sitting *t, struct setup_plan *p, struct error *e)
{
	if (!sitting_begin(t, e) || !all_steps(t, p, e) || (!t->stopped && !sitting_sign_transcript(t, e)) ||
	    !sitting_show(t, e))
		return false;
	if (t->stopped) {
		account_line(s->out, _("Go on with: sluis-officer ceremony %s"), t->folder);
		return true;
	}
	sitting_tell(t);
	return setup_tell_next(s, t->folder, NULL, e);
}

bool ceremony(struct session *s, struct error *e)
{
	_cleanup_(sitting_clear) struct sitting t = { .s = s };
	_cleanup_(setup_plan_clear) struct setup_plan p = { 0 };
	if (invocation_flag(s->in, "script"))
		return print_script(s, e);
	if (invocation_count(s->in) == 0)
		return error_set(e, ERR_USAGE, "ceremony", _("something is missing: %s"), _("FOLDER"));
	/* What a script answered nobody spoke. */
	if (isatty(STDIN_FILENO) != 1 || invocation_json(s->in))
		return error_set(e, ERR_NO_TERMINAL, NULL, "%s", "");
	t.folder = invocation_argument(s->in, 0);
	dialogue_begin(&t.talk);
	return run(s, &t, &p, e);
}
