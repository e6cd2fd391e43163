/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/confirm.h"
#include "exchange/approve.h"
#include "exchange/resend.h"
#include "io/file.h"
#include "tools/common/override_account.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/exchange_shown.h"
#include "tools/sluis/letter_state.h"
#include "tools/sluis/named.h"

/* `sluis approve`: the second person at a package that waits. `sluis resend`: one that left, once more. */

#define REASON_MAX 4096u

const struct option approve_options[] = {
	{ "decline", 0, OPTION_FLAG, NULL,
	  N_("say no: it doesn't leave; whoever packed it may do this, too") },
	{ "reason-from", 0, OPTION_VALUE, "FILE",
	  N_("why it is declined, in your words, for your own log; - is standard input") },
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("put a copy of the package here, too") },
	CONFIRM_OPTION,
	{ 0 },
};

static void tell_terms(struct account *a, const struct pack_result *r)
{
	account_pair(a, "agreement", _("agreement"), r->terms->id);
	account_pair_number(a, "agreement_version", _("version"), r->terms->version);
	account_pair(a, "ground", _("ground"), r->purpose->ground);
	account_pair(a, "article", _("article"), r->purpose->article);
	account_pair_number(a, "records", _("records"), r->sums.leaving);
	overrides_tell(a, r->terms, r->purpose);
}

/* Who and what the colleague packed, to whom and for what: the second person looks before saying yes. */
static bool confirm_package(struct session *s, const char *id, struct error *e)
{
	_cleanup_(exchange_shown_clear) struct exchange_shown x = { .session = s };
	_cleanup_(pack_result_clear) struct pack_result r = { 0 };
	_cleanup_(account_clear) struct account shown = { 0 };
	if (!confirm_is_asked(s->in))
		return true;
	if (!approve_look(s->desk, id, exchange_shown_client, &x, &r, e))
		return false;
	confirm_begin(&shown, s->in);
	exchange_shown_tell(&shown, &x, &r);
	return confirm(s->in, &shown, _("Approve it, so that it leaves?"), NULL, e);
}

static bool run_approve(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(pack_result_clear) struct pack_result r = { 0 };
	char id[ID_DIGITS + 1];
	_cleanup_(file_write_clear) struct file_write copy = { .fd = -1 };
	const char *path = invocation_value(in, "output");
	if (path && file_exists(path))
		return error_set(e, ERR_FILE_EXISTS, path, "%s", "");
	if (!named_find(s, ID_PACKAGE, invocation_argument(in, 0), id, e) || !confirm_package(s, id, e) ||
	    (path && !file_write_start(&copy, path, e)) || !approve(s->desk, id, &r, e))
		return false;
	tell_terms(o, &r);
	s->outcome = output_package(s, &r, &copy);
	return true;
}

static bool run_decline(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(pack_result_clear) struct pack_result r = { 0 };
	char id[ID_DIGITS + 1];
	_cleanup_(buffer_wipe) struct buffer reason = { 0 };
	const char *from = invocation_value(in, "reason-from");
	if (invocation_value(in, "output"))
		return error_set(e, ERR_USAGE, "--decline", "%s", N_("what is declined is not written"));
	if (from && !session_words(from, REASON_MAX, &reason, e))
		return false;
	if (!named_find(s, ID_PACKAGE, invocation_argument(in, 0), id, e) ||
	    !approve_decline(s->desk, id, reason.size ? buffer_string(&reason) : NULL, &r, e))
		return false;
	named_pair(s, "id", _("package"), ID_PACKAGE, r.id);
	account_pair_number(o, "sequence", _("number"), r.sequence);
	letter_state_pair(o, LETTER_DECLINED);
	account_line(o, "%s", _("Its number stays unused: the receiver will see that it never came."));
	return true;
}

bool approve_command(struct session *s, struct error *e)
{
	return invocation_flag(s->in, "decline") ? run_decline(s, e) : run_approve(s, e);
}

const struct option resend_options[] = {
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("put a copy of the package here, too") },
	{ 0 },
};

bool resend_command(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	_cleanup_(pack_result_clear) struct pack_result r = { 0 };
	_cleanup_(file_write_clear) struct file_write copy = { .fd = -1 };
	char id[ID_DIGITS + 1];
	const char *path = invocation_value(in, "output");
	if (path && file_exists(path))
		return error_set(e, ERR_FILE_EXISTS, path, "%s", "");
	if (!named_find(s, ID_PACKAGE, invocation_argument(in, 0), id, e) ||
	    (path && !file_write_start(&copy, path, e)) || !resend(s->desk, id, path != NULL, &r, e))
		return false;
	tell_terms(s->out, &r);
	s->outcome = output_package(s, &r, &copy);
	return !r.arrived || !file_exists(r.path) || file_remove(r.path, e);
}
