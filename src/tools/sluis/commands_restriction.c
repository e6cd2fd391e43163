/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/restriction.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/named.h"
#include "tools/sluis/restriction_account.h"
#include "tools/sluis/rights_account.h"

/* What comes of records that are restricted: `sluis restriction`. */

#define REASONS N_("why: retention, archive, public-task, legal-claim or other-interest")
const struct option restriction_keep_options[] = {
	{ "reason", 0, OPTION_VALUE, "REASON", REASONS },
	{ "article", 0, OPTION_VALUE, "ARTICLE",
	  N_("that obliges or allows to keep it, as in \"Wmo 2015 art. 5.3.4 lid 1\"") },
	{ 0 },
};

static bool list_one(void *context, const struct restriction *r, _unused_ struct error *e)
{
	struct session *s = context;
	restriction_tell(s, r);
	return true;
}

bool restriction_list_command(struct session *s, struct error *e)
{
	restriction_tell_start(s->out);
	if (!restriction_list(s->desk, list_one, s, e))
		return false;
	restriction_tell_end(s->out);
	return true;
}

/* On the record that the command line names. */
static bool decide(struct session *s, struct restriction_decision *d, struct error *e)
{
	_cleanup_(restriction_result_clear) struct restriction_result r = { 0 };
	char id[ID_DIGITS + 1];
	if (!named_find(s, ID_RECORD, invocation_argument(s->in, 0), id, e))
		return false;
	d->record = id;
	if (!restriction_decide(s->desk, d, &r, e))
		return false;
	named_pair(s, "id", _("record"), ID_RECORD, d->record);
	account_pair_words(s->out, "decision", _("decided"), withdrawal_outcome_name(d->outcome),
	                   withdrawal_outcome_words(d->outcome));
	if (d->reason)
		account_pair_words(s->out, "reason", _("reason"), keep_reason_name(d->reason),
		                   keep_reason_words(d->reason));
	if (d->article)
		account_pair(s->out, "article", _("article"), d->article);
	account_pair(s->out, "unit", _("unit"), r.to);
	rights_tell_letters(s, &r.onward);
	if (!r.path) {
		account_line(s->out,
		             _("%s has no keys in the roster: tell it in another way what was decided."),
		             r.to);
		return true;
	}
	named_pair(s, "package", _("letter"), ID_PACKAGE, r.id);
	account_pair_number(s->out, "sequence", _("number"), r.sequence);
	account_pair(s->out, "file", _("written"), r.path);
	account_line(s->out, "%s", _("The sender is told: send this letter back."));
	if (r.answer) {
		account_pair(s->out, "answer", _("and this one"), r.answer);
		account_line(s->out, "%s", _("A correction that had come meanwhile is applied."));
	}
	if (!r.named)
		invocation_say(s->in, "%s",
		               _("warning: the package is made and logged, but its file could not get its "
		                 "name yet; the next command does that"));
	return true;
}

bool restriction_erase(struct session *s, struct error *e)
{
	struct restriction_decision d = { .outcome = OUTCOME_ERASE };
	return decide(s, &d, e);
}

bool restriction_unlock(struct session *s, struct error *e)
{
	struct restriction_decision d = { .outcome = OUTCOME_UNLOCK };
	return decide(s, &d, e);
}

bool restriction_keep_command(struct session *s, struct error *e)
{
	const char *reason = invocation_value(s->in, "reason");
	struct restriction_decision d = { .outcome = OUTCOME_KEEP,
		                          .article = invocation_value(s->in, "article") };
	if (reason && !keep_reason_parse(bytes_of_string(reason), &d.reason))
		return error_set(e, ERR_USAGE, "--reason", "%s", _(REASONS));
	return decide(s, &d, e);
}
