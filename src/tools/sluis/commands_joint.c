/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/commands.h"
#include "tools/sluis/joint_account.h"

/* What this unit holds of a joint plan, or of a household: `sluis plan show` and `sluis household show`. */

const struct option joint_options[] = {
	{ "from", 0, OPTION_VALUES, "UNIT…",
	  N_("only records of these units; this unit's own name is for its own. All of them when left out") },
	{ "output", 'o', OPTION_OUTPUT, "FILE",
	  N_("as a page as well, to a new file: with numbers of cases, and no names") },
	{ 0 },
};

static bool show_joint(struct session *s, enum joint_kind kind, struct error *e)
{
	const char *value = invocation_argument(s->in, 0), *path = invocation_value(s->in, "output");
	_cleanup_(joint_view_clear) struct joint_view view = { 0 };
	struct joint_wish wish = { .kind = kind, .value = value };
	wish.from = invocation_values(s->in, "from", &wish.from_count);
	if (!joint_read(s->desk, &wish, &view, e))
		return false;
	joint_tell(s->out, s->desk, &view, value);
	if (!path)
		return true;
	account_blank(s->out);
	account_pair(s->out, "file", _("written"), path);
	return joint_page_write(path, s->desk, &view, value, e);
}

bool plan_show(struct session *s, struct error *e)
{
	return show_joint(s, JOINT_PLAN, e);
}

bool household_show(struct session *s, struct error *e)
{
	return show_joint(s, JOINT_HOUSEHOLD, e);
}
