/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/outputs.h"
#include "exchange/desk_open.h"
#include "exchange/resuming.h"
#include "io/file.h"
#include "tools/common/session.h"
#include "tools/sluis/commands.h"
#include "trust/statement.h"

/* `sluis log resume`: the newest copy of a store is lost, and an older one goes on. */

const struct option log_resume_options[] = {
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("draft the text for the officers, here") },
	{ "reason", 0, OPTION_VALUE, "TEXT", N_("with --output: how the newest copy was lost") },
	{ "lost-to", 0, OPTION_VALUE, "N",
	  N_("with --output: how many entries of the log others have seen, where that is more than is known "
	     "here") },
	{ "again", 0, OPTION_FLAG, NULL,
	  N_("with --output: give up more behind the place that the log went on from before") },
	{ 0 },
};

bool log_resume_check(const struct invocation *in, struct error *e)
{
	bool drafts = invocation_value(in, "output");
	if (drafts && invocation_count(in))
		return error_set(e, ERR_USAGE, "--output", "%s", _("only without a signed text"));
	if (drafts && !invocation_wants(in, e, "reason"))
		return false;
	return drafts ||
	       !(invocation_value(in, "reason") || invocation_value(in, "lost-to") ||
	         invocation_flag(in, "again")) ||
	       error_set(e, ERR_USAGE, "--reason, --lost-to, --again", "%s", _("only with --output"));
}

static void tell_state(struct account *o, const struct desk *d, const struct resuming_state *r)
{
	account_pair(o, "unit", _("unit"), store_unit(d->store));
	account_pair_number(o, "entries", _("entries of the log"), r->entries);
	account_pair_yes(o, "behind", _("known to be an older copy"), r->behind);
	account_pair_number(o, "seen", _("entries that others saw"), r->seen);
	account_pair_number(o, "size", _("it would go on from entries"), r->from.size);
	account_pair_hash(o, "root", _("with the root"), &r->from.root);
}

static bool draft(struct invocation *in, struct account *o, struct desk *d, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	const char *path = invocation_value(in, "output");
	struct resuming_state r;
	uint64_t lost_to;
	if (!invocation_number(in, "lost-to", 0, 1, INT64_MAX, &lost_to, e) ||
	    !resuming_draft(d, lost_to, invocation_flag(in, "again"), invocation_value(in, "reason"), &text,
	                    &r, e) ||
	    !file_replace(path, buffer_bytes(&text), false, e))
		return false;
	account_pair(o, "file", _("written"), path);
	account_pair(o, "unit", _("unit"), store_unit(d->store));
	account_pair_number(o, "size", _("its log goes on from entries"), r.from.size);
	account_pair_number(o, "lost_to", _("given up to entries"), r.seen);
	account_line(o, "%s",
	             _("Nothing is changed yet. As many of your municipality's officers sign it as sign a "
	               "roster, with `sluis-officer resumption sign`; then run `sluis log resume` with the "
	               "signed file."));
	return true;
}

static bool take(struct invocation *in, struct account *o, struct desk *d, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	const char *path = invocation_argument(in, 0);
	struct resuming_taken taken;
	if (!statement_read(path, &note, e) || !resuming_take(d, buffer_bytes(&note), path, &taken, e))
		return false;
	account_pair(o, "unit", _("unit"), store_unit(d->store));
	account_pair_number(o, "size", _("its log goes on from entries"), taken.from.size);
	account_pair_number(o, "lost_to", _("given up to entries"), taken.lost_to);
	account_pair_number(o, "entry", _("in entry"), taken.entry);
	account_line(
		o, "%s",
		_("The store works again. The other units hear of it in your next letter. What you had sent, "
	          "opened or recorded since the copy was made isn't in it: do it again, or ask the other "
	          "units to send theirs again. The numbers of your letters go on higher than before."));
	return true;
}

bool log_resume(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	_cleanup_(keyfile_clear) struct keyfile key = { 0 };
	_cleanup_(desk_clear) struct desk d = { 0 };
	struct resuming_state state;
	const char *home, *output = invocation_value(in, "output");
	if (!invocation_home(in, &home, e))
		return false;
	if (output && file_exists(output))
		return error_set(e, ERR_FILE_EXISTS, output, "%s", "");
	if (!session_key(in, &key, e) || !desk_open_behind(home, &key, &d, e))
		return false;
	if (invocation_count(in))
		return take(in, s->out, &d, e);
	if (output)
		return draft(in, s->out, &d, e);
	if (!resuming_look(&d, &state, e))
		return false;
	tell_state(s->out, &d, &state);
	return true;
}
