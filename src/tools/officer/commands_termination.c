/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/termination.h"

#include "io/file.h"
#include "tools/officer/commands.h"
#include "tools/officer/pinned_files.h"
#include "tools/officer/signable.h"

#include <string.h>

/* `sluis-officer agreement end`: one controller ends an agreement, alone. `agreement sign` signs the text,
 * and `agreement show` shows it. */

const struct option agreement_end_options[] = {
	{ "controller", 0, OPTION_VALUE, "NAME",
	  N_("whose officers end it; needed where its parties have several") },
	{ "from", 0, OPTION_VALUE, "DAY",
	  N_("the first day without it, not before today; today when left out") },
	{ "reason", 0, OPTION_VALUE, "TEXT", N_("why it ends; everybody who takes the text in reads it") },
	{ "roster", 0, OPTION_VALUE, "NOTE", N_("check that the agreement was signed, against this roster") },
	{ "pinned", 0, OPTION_VALUES, "NOTE…", N_("additions to the catalogue that the agreement pins") },
	{ "output", 'o', OPTION_OUTPUT, "FILE", N_("write the draft here") },
	{ 0 },
};

/* --- drafting --- */

/* The one whose officers end it: named, or the only one. */
static bool find_controller(struct invocation *in, const struct agreement *a, const char **ret,
                            struct error *e)
{
	_cleanup_(buffer_clear) struct buffer all = { 0 };
	const char *named = invocation_value(in, "controller");
	bool several = false;
	for (size_t i = 0; i < a->party_count; i++) {
		size_t before = 0;
		while (strcmp(a->parties[before].controller, a->parties[i].controller) != 0)
			before++;
		if (before < i)
			continue;
		several = several || i > 0;
		buffer_printf(&all, "%s%s", i ? ", " : "", a->parties[i].controller);
	}
	*ret = named ? named : a->parties[0].controller;
	return named || !several ||
	       error_set(e, ERR_USAGE, "--controller", "%s", buffer_string(&all) ? buffer_string(&all) : "");
}

static bool draft(struct invocation *in, const struct agreement *a, const struct roster *r,
                  struct termination **ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	const char *controller;
	moment now = moment_now(), from;
	if (!find_controller(in, a, &controller, e) ||
	    !invocation_day(in, "from", now - now % SECONDS_A_DAY, &from, e))
		return false;
	_cleanup_(string_freep) char *id = string_copy(a->id), *by = string_copy(controller),
				     *why = string_copy(invocation_value(in, "reason"));
	const struct termination t = { .agreement = id,
		                       .version = a->version,
		                       .text = a->hash,
		                       .controller = by,
		                       .from = from,
		                       .made = now,
		                       .reason = why };
	if (!id || !by || !why)
		return error_memory(e);
	/* Read again: what is drafted is what can be signed. */
	return termination_check(&t, a, r, e) && termination_format(&t, &text, e) &&
	       termination_parse(buffer_bytes(&text), "from", ret, e);
}

static void tell(struct account *o, const struct termination *t)
{
	account_pair(o, "agreement", _("agreement that ends"), t->agreement);
	account_pair_number(o, "version", _("its newest version that ends"), t->version);
	account_pair_hash(o, "text", _("SHA-256 of that version"), &t->text);
	account_pair(o, "controller", _("ended by"), t->controller);
	account_pair_day(o, "from", _("first day without it"), t->from);
	account_pair_moment(o, "made", _("made"), t->made);
	account_pair(o, "reason", _("reason"), t->reason);
	account_pair_hash(o, "sha256", _("SHA-256 of the text"), &t->hash);
}

bool agreement_end_command(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	_cleanup_(agreement_freep) struct agreement *a = NULL;
	_cleanup_(roster_freep) struct roster *r = NULL;
	_cleanup_(termination_freep) struct termination *t = NULL;
	const char *path = invocation_argument(in, 0), *output = invocation_value(in, "output");
	if (!invocation_wants(in, e, "reason", "output") || !officer_roster(in, &r, e) ||
	    !officer_agreement(in, r, &a, e))
		return false;
	if (!statement_is_signed(buffer_bytes(&a->note)))
		return error_set(e, ERR_AGREEMENT_INVALID, path, "%s",
		                 N_("a draft: what nobody signed isn't in force"));
	if (!draft(in, a, r, &t, e) || !termination_format(t, &text, e) ||
	    !file_replace(output, buffer_bytes(&text), false, e))
		return false;
	account_pair(s->out, "file", _("draft"), output);
	tell(s->out, t);
	account_line(s->out, "%s",
	             _("Have it signed by as many officers of this controller as sign a roster: "
	               "`sluis-officer agreement sign`. Then each of its units opens it, and gives it to the "
	               "others, or sends any letter: it goes along."));
	return true;
}

/* --- signing and showing --- */

static void end_termination(void *what)
{
	struct termination *t = what;
	termination_freep(&t);
}

static bool begin_termination(_unused_ const struct signable_with *with, struct bytes raw, const char *path,
                              void **ret, struct error *e)
{
	struct termination *t = NULL;
	if (!termination_parse(raw, path, &t, e))
		return false;
	*ret = t;
	return true;
}

static bool needs_controller(struct signing *g, const void *what, const struct signable_with *with,
                             struct error *e)
{
	const struct termination *t = what;
	return !with->roster || signing_add(g, with->roster, t->controller, e);
}

static bool describe_termination(struct account *o, const void *what, _unused_ struct error *e)
{
	tell(o, what);
	account_line(o, "%s",
	             _("From that day on the units that know of it send and take nothing under the "
	               "agreement. Word that a client withdrew, corrections, erasures and receipts still go. "
	               "There is no way back but an agreement that all sign."));
	return true;
}

const struct signable signable_termination = { TERMINATION_TYPE,     N_("the end of an agreement"),
	                                       begin_termination,    needs_controller,
	                                       describe_termination, end_termination };

bool termination_show(struct session *s, struct bytes raw, const char *path, struct error *e)
{
	_cleanup_(termination_freep) struct termination *t = NULL;
	_cleanup_(roster_freep) struct roster *r = NULL;
	if (!termination_parse(raw, path, &t, e) || !officer_roster(s->in, &r, e) ||
	    (r && !termination_verify(t, r, moment_now(), e)))
		return false;
	tell(s->out, t);
	if (r)
		account_pair_yes(s->out, "quorum", _("signed by the quorum"), true);
	return true;
}
