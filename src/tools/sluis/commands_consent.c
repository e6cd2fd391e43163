/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/confirm.h"
#include "exchange/consenting.h"
#include "exchange/retraction.h"
#include "report/when.h"
#include "store/consents.h"
#include "store/decisions.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/declaration_account.h"
#include "tools/sluis/declaration_dialogue.h"
#include "tools/sluis/letter_state.h"
#include "tools/sluis/named.h"
#include "tools/sluis/picker.h"
#include "tools/sluis/receipt_account.h"
#include "tools/sluis/restriction_account.h"

#include <string.h>

const struct option consent_record_options[] = {
	EXCHANGE_OPTIONS,
	DECLARATION_OPTIONS,
	{ 0 },
};
const struct option consent_list_options[] = { SELECTION_OPTIONS, { 0 } };
const struct option consent_withdraw_options[] = {
	{ "again", 0, OPTION_FLAG, NULL,
	  N_("it was withdrawn before, and its retraction is lost: make that once more") },
	{ "both", 0, OPTION_FLAG, NULL,
	  N_("consent and no objection, where the client gave both for the very same, in one retraction") },
	CONFIRM_OPTION,
	{ 0 },
};

bool consent_record(struct session *s, struct error *e)
{
	_cleanup_(picked_clear) struct picked p = { 0 };
	_cleanup_(declared_answers_clear) struct declared_answers answers = { 0 };
	const struct agreement *agreement;
	const struct agreement_purpose *purpose;
	if (!pick_exchange(s, &p, e) ||
	    !screening_terms(s->desk, p.to, p.agreement, p.purpose, &agreement, &purpose, e) ||
	    !declaration_ask(s, &p.talk, agreement, purpose, &answers, e))
		return false;
	char id[ID_DIGITS + 1] = "";
	answers.request.selection = p.clients.selection;
	answers.request.ret_id = id;
	return declaration_put(s, &answers.request, e);
}

static void output_packages(struct session *s, const struct retraction_result *r)
{
	struct account *o = s->out;
	static const struct column columns[] = {
		{ "sequence", N_("number"), COLUMN_NUMBER },
		{ "created", N_("made"), COLUMN_DATE },
		{ "state", N_("state"), COLUMN_STATE },
		{ "id", N_("package"), COLUMN_ID },
	};
	if (r->package_count)
		account_line(o, "%s", _("Packages that rest on it:"));
	account_table(o, "packages", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < r->package_count; i++) {
		const struct retracted_package *p = &r->packages[i];
		account_cell_number(o, p->sequence);
		account_cell_day(o, p->created);
		letter_state_cell(o, p->pending   ? LETTER_PENDING
		                     : p->arrived ? LETTER_ARRIVED
		                                  : LETTER_WAITING);
		named_cell(s, ID_PACKAGE, p->id);
	}
	account_table_end(o, NULL);
}

/* What is left to be done, in words. */
static void output_next(struct account *o, const struct retraction_result *r)
{
	if (r->path)
		account_line(
			o, "%s",
			_("Send the retraction to the receiver: opening it restricts what rested on this "
		          "until it is decided on there, and answers with a receipt."));
	else if (r->unreachable)
		account_line(o,
		             _("%s has no keys in the roster: tell it in another way that it may not use "
		               "what it received."),
		             r->to);
	else if (r->restricted)
		account_line(o,
		             _("What %s sent on it is restricted here until it is decided on (`sluis "
		               "restriction list`). Tell %s: nothing more may be sent."),
		             r->to, r->to);
	else
		account_line(o, "%s", _("No package went on it, so nobody needs to be told."));
	for (size_t i = 0; i < r->package_count; i++)
		if (r->packages[i].pending)
			account_line(o,
			             _("Package %s waits for approval and can't leave any more: decline it."),
			             r->packages[i].id);
}

/* --- which declaration, and whose --- */

struct withdrawable {
	struct choices choices;
	bool again; /* those that were withdrawn before, and else those that weren't */
};

static bool offer_declaration(void *context, const struct consent *c, struct error *e)
{
	struct withdrawable *w = context;
	char given[WHEN_SIZE];
	if ((c->withdrawn != 0) != w->again)
		return true;
	_cleanup_(string_freep) char *label =
		string_printf(_("%s: %s, to %s, of %s"), _(consent_kind_words(c->kind)), c->purpose, c->to,
	                      day_in_words(c->given, WHEN_IN_A_SENTENCE, given));
	if (!label)
		return error_memory(e);
	choices_add(&w->choices, c->id, label);
	return true;
}

static bool choose_declaration(struct session *s, struct dialogue *talk, const struct selection *client,
                               char ret[ID_DIGITS + 1], enum reply *ret_reply, struct error *e)
{
	const struct choice_question q = {
		.text = _("What does the client withdraw?"),
		.help = _("Where the purpose asks for both, one of them is enough: without it nothing goes."),
	};
	struct withdrawable w = { .choices.hidden = true, .again = invocation_flag(s->in, "again") };
	const struct choice *one = NULL;
	bool ok = consenting_list(s->desk, client, offer_declaration, &w, e) &&
	          (w.choices.count ||
	           error_set(e, ERR_NOT_FOUND, "", "%s", _("this client has said nothing that holds"))) &&
	          choices_pick(talk, &q, &w.choices, &one, ret_reply, e);
	if (ok && one)
		snprintf(ret, ID_DIGITS + 1, "%s", one->token);
	choices_clear(&w.choices);
	return ok;
}

static bool pick_declaration(struct session *s, char ret[ID_DIGITS + 1], struct error *e)
{
	_cleanup_(picked_clear) struct picked p = { 0 };
	enum reply reply = REPLY_BACK;
	if (!confirm_can_ask(s->in))
		return error_set(e, ERR_USAGE, "ID", "%s", _("the declaration's id is needed"));
	dialogue_begin(&p.talk);
	while (reply == REPLY_BACK) {
		selection_options_clear(&p.clients);
		if (!pick_clients(s, &p.talk, false, &p.clients, &reply, e))
			return false;
		if (reply == REPLY_TEXT || reply == REPLY_ENTER)
			if (!choose_declaration(s, &p.talk, &p.clients.selection, ret, &reply, e))
				return false;
	}
	return reply == REPLY_TEXT || reply == REPLY_ENTER || picker_stopped(s, e);
}

/* Who gave both is asked whether both end. */
static bool ask_both(struct session *s, const struct consent *c, bool *both, struct error *e)
{
	_cleanup_(dialogue_clear) struct dialogue talk = { 0 };
	enum reply reply = REPLY_TEXT;
	bool there;
	if (*both)
		return true;
	if (!retraction_has_pair(s->desk, c, &there, e))
		return false;
	if (!there)
		return true;
	dialogue_begin(&talk);
	return choices_yes(
		       &talk,
		       c->kind == CONSENT_EXPLICIT
			       ? _("The client also declared no objection for the very same. Does that end "
	                           "as well?")
			       : _("The client also gave consent for the very same. Does that end as well?"),
		       _("Where the purpose asks for both, one of them is enough: without it nothing goes."),
		       both, &reply, e) &&
	       (reply == REPLY_TEXT || picker_stopped(s, e));
}

/* Who it is, what ends, and what that does, before it is done. */
static bool confirm_withdrawal(struct session *s, const char *id, bool *both, struct error *e)
{
	if (invocation_flag(s->in, "again"))
		return true;
	_cleanup_(account_clear) struct account shown = { 0 };
	_cleanup_(consent_clear) struct consent c = { 0 };
	_cleanup_(buffer_wipe) struct buffer client = { 0 };
	if (!confirm_is_asked(s->in))
		return true;
	if (!consents_find(s->desk->store, id, &c, e) || !named_client_of(s, c.tie, &client, e) ||
	    (!c.withdrawn && !ask_both(s, &c, both, e)))
		return false;
	confirm_begin(&shown, s->in);
	account_pair(&shown, NULL, _("client"), client.size ? buffer_string(&client) : "");
	account_pair(&shown, NULL, _("purpose"), c.purpose);
	account_pair(&shown, NULL, _("to"), c.to);
	account_pair_day(&shown, NULL, _("given"), c.given);
	account_pair(&shown, NULL, _("ends"),
	             *both ? _("consent and no objection") : _(consent_kind_words(c.kind)));
	account_line(&shown, "%s",
	             _("This can't be taken back: the receiver is told, and what rested on it is restricted "
	               "there. The client may consent anew."));
	return confirm(s->in, &shown, _("Withdraw it?"), NULL, e);
}

bool consent_withdraw(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(retraction_result_clear) struct retraction_result r = { 0 };
	char id[ID_DIGITS + 1];
	bool named = invocation_count(in) > 0, both = invocation_flag(in, "both");
	if ((named ? !named_find(s, ID_DECLARATION, invocation_argument(in, 0), id, e)
	           : !pick_declaration(s, id, e)) ||
	    !confirm_withdrawal(s, id, &both, e) ||
	    !(invocation_flag(in, "again") ? retract_again(s->desk, id, &r, e)
	                                   : retract(s->desk, id, both, &r, e)))
		return false;
	account_pair_number(o, "withdrawn", _("withdrawn"), r.declarations);
	account_pair(o, "unit", _("unit"), r.to);
	if (r.restricted)
		account_pair_number(o, "restricted", _("records restricted, to be decided on"), r.restricted);
	if (r.path) {
		named_pair(s, "id", _("retraction"), ID_PACKAGE, r.id);
		account_pair_number(o, "sequence", _("number"), r.sequence);
		account_pair(o, "file", _("written"), r.path);
		if (!r.named)
			invocation_say(in, "%s",
			               _("warning: the package is made and logged, but its file could not "
			                 "get its name yet; the next command does that"));
	}
	account_blank(o);
	output_packages(s, &r);
	restriction_tell_onward(o, r.onward, r.onward_count);
	output_next(o, &r);
	return true;
}

static bool list_consent(void *context, const struct consent *c, struct error *e)
{
	struct session *s = context;
	struct account *a = s->out;
	struct withdrawal_decision d = { .outcome = OUTCOME_COUNT };
	bool told;
	if (!decisions_last(s->desk->store, c->id, &d, &told, e))
		return false;
	named_cell(s, ID_DECLARATION, c->id);
	declaration_cell_kind(a, c);
	account_cell(a, tie_is_number(c->tie) ? c->tie : "");
	declaration_cell_set(a, c->tie);
	account_cell(a, c->purpose);
	account_cell(a, c->to);
	account_cell_day(a, c->given);
	account_cell_day(a, c->until);
	account_cell_day(a, c->withdrawn);
	declaration_cells(a, s->desk->catalogue, c, NULL);
	account_cell(a, consent_words(c) ? consent_words(c) : "");
	account_cell_words(a, withdrawal_outcome_name(d.outcome), withdrawal_outcome_words(d.outcome));
	account_cell_day(a, d.decided);
	account_cell_words(a, keep_reason_name(d.reason), keep_reason_words(d.reason));
	account_cell(a, d.article);
	return true;
}

bool consent_list(struct session *s, struct error *e)
{
	struct account *o = s->out;
	struct desk *d = s->desk;
	_cleanup_(selection_options_clear) struct selection_options chosen = { 0 };
	static const struct column columns[] = {
		{ "id", N_("id"), COLUMN_ID },
		{ "kind", N_("kind"), COLUMN_STATE },
		{ "bsn", N_("BSN"), COLUMN_ID },
		{ "set", N_("named by"), COLUMN_TEXT },
		{ "purpose", N_("purpose"), COLUMN_NAME },
		{ "to", N_("to"), COLUMN_NAME },
		{ "given", N_("given"), COLUMN_DATE },
		{ "until", N_("until"), COLUMN_DATE },
		{ "withdrawn", N_("withdrawn"), COLUMN_DATE },
		DECLARATION_COLUMNS,
		{ "words", N_("your words"), COLUMN_TEXT },
		{ "decision", N_("decided there"), COLUMN_STATE },
		{ "decided", N_("on"), COLUMN_DATE },
		{ "reason", N_("reason"), COLUMN_STATE },
		{ "article", N_("article"), COLUMN_TEXT },
	};
	if (!selection_options_read(s, &chosen, e))
		return false;
	account_table(o, "consents", NULL, columns, ELEMENTS(columns));
	if (!consenting_list(d, &chosen.selection, list_consent, s, e))
		return false;
	account_table_end(o, _("Nothing was recorded of these clients."));
	return true;
}

const struct option consent_receipt_options[] = {
	{ "output", 'o', OPTION_OUTPUT, "FILE",
	  N_("as FILE.html, and of a consent as FILE.json; shown when left out") },
	{ 0 },
};

bool consent_receipt(struct session *s, struct error *e)
{
	_cleanup_(consent_clear) struct consent c = { 0 };
	const char *base = invocation_value(s->in, "output");
	char id[ID_DIGITS + 1];
	if (!named_find(s, ID_DECLARATION, invocation_argument(s->in, 0), id, e) ||
	    !consenting_receipt(s->desk, id, &c, e))
		return false;
	if (!base)
		return receipt_tell(s, &c, e);
	named_pair(s, "id", _("declaration"), ID_DECLARATION, c.id);
	return receipt_write(s, base, &c, e);
}
