/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/choices.h"
#include "cli/confirm.h"
#include "exchange/screening.h"
#include "report/when.h"
#include "store/statements.h"
#include "tools/common/agreement_account.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/picker.h"

#include <string.h>

/* `sluis agreement`: what this unit may exchange, with whom, and until when. It tells of no client, so that
 * looking at it is no act. */

static const char *state_of(struct desk *d, const struct agreement *a, const char **ret_words)
{
	struct error ignored;
	if (d->now < a->valid_from) {
		*ret_words = N_("not yet in force");
		return "not-yet";
	}
	if (!agreement_valid_at(a, d->now, &ignored)) {
		*ret_words = N_("ended");
		return "ended";
	}
	if (!agreement_is_answered_for(a, desk_roster(d), &ignored)) {
		*ret_words = N_("ended with its controller");
		return "lapsed";
	}
	if (!screening_in_force(d, a, d->now, &ignored)) {
		*ret_words = N_("replaced by another");
		return "replaced";
	}
	*ret_words = N_("in force");
	return "in-force";
}

static void append_partners(struct buffer *out, const struct agreement *a, const char *unit)
{
	size_t count = 0;
	for (size_t i = 0; i < a->party_count; i++)
		if (strcmp(a->parties[i].unit, unit) != 0)
			buffer_printf(out, "%s%s", count++ ? ", " : "", a->parties[i].unit);
}

/* --- list --- */

static void list_version(struct session *s, const struct agreement *a)
{
	_cleanup_(buffer_clear) struct buffer with = { 0 };
	const char *words, *state = state_of(s->desk, a, &words);
	append_partners(&with, a, store_unit(s->desk->store));
	account_cell(s->out, a->id);
	account_cell(s->out, a->title);
	account_cell_number(s->out, a->version);
	account_cell_buffer(s->out, &with);
	account_cell_words(s->out, state, words);
	account_cell_day(s->out, a->valid_from);
	account_cell_day(s->out, a->valid_until);
}

/* The version of today, and the one that comes after it. */
static bool list_one(void *context, const struct agreement *newest, struct error *e)
{
	struct session *s = context;
	const struct agreement *a;
	if (!statements_agreement_at(s->desk->store, newest->id, s->desk->now, &a, e))
		return false;
	list_version(s, a);
	if (newest->version != a->version && newest->valid_from > s->desk->now)
		list_version(s, newest);
	return true;
}

bool agreement_list_command(struct session *s, struct error *e)
{
	static const struct column columns[] = {
		{ "id", N_("agreement"), COLUMN_NAME },
		{ "title", N_("title"), COLUMN_TEXT },
		{ "version", NULL, COLUMN_NUMBER, .in = ACCOUNT_JSON },
		{ "with", N_("with"), COLUMN_NAME },
		{ "state", N_("state"), COLUMN_STATE },
		{ "valid_from", N_("valid from"), COLUMN_DATE },
		{ "valid_until", N_("until and with"), COLUMN_DATE },
	};
	account_table(s->out, "agreements", NULL, columns, ELEMENTS(columns));
	if (!statements_each_agreement(s->desk->store, NULL, list_one, s, e))
		return false;
	account_table_end(s->out, NULL);
	if (!s->out->table.rows)
		account_line(s->out, "%s",
		             _("There is no agreement here yet: open the one that your privacy officers "
		               "signed, with `sluis open`."));
	else
		account_line(s->out, "%s",
		             _("What each says, purpose by purpose: `sluis agreement show AGREEMENT`"));
	return true;
}

/* --- show --- */

static bool offer_agreement(void *context, const struct agreement *a, _unused_ struct error *e)
{
	choices_add(context, a->id, a->title);
	return true;
}

static bool ask_which(struct session *s, const struct choices *all, const char **ret, struct error *e)
{
	const struct choice_question which = { .text = _("Which agreement?") };
	_cleanup_(dialogue_clear) struct dialogue talk = { 0 };
	const struct choice *one = NULL;
	enum reply reply;
	dialogue_begin(&talk);
	if (!choices_pick(&talk, &which, all, &one, &reply, e))
		return false;
	if (!one)
		return picker_stopped(s, e);
	*ret = one->token;
	return true;
}

static bool tell_which_there_are(const struct choices *all, enum error_code code, const char *subject,
                                 struct error *e)
{
	_cleanup_(buffer_clear) struct buffer ids = { 0 };
	for (size_t i = 0; i < all->count; i++)
		buffer_printf(&ids, "%s%s", i ? ", " : "", all->list[i].token);
	const char *text = buffer_string(&ids);
	return error_set(e, code, subject, "%s", text ? text : "");
}

/* The one that is named, the only one there is, or the one that is chosen. */
static bool choose(struct session *s, const struct choices *all, const char **ret, struct error *e)
{
	const char *id = invocation_argument(s->in, 0);
	for (size_t i = 0; i < all->count; i++)
		if (id ? strcmp(all->list[i].token, id) == 0 : all->count == 1) {
			*ret = all->list[i].token;
			return true;
		}
	if (id || !all->count)
		return tell_which_there_are(all, ERR_NOT_FOUND, id ? id : "", e);
	if (!confirm_can_ask(s->in))
		return tell_which_there_are(all, ERR_AMBIGUOUS, "AGREEMENT", e);
	return ask_which(s, all, ret, e);
}

static bool tell_agreement(struct session *s, const char *id, struct error *e)
{
	const struct agreement *a, *newest;
	const char *words, *state, *unit = store_unit(s->desk->store);
	char day[WHEN_SIZE];
	if (!statements_agreement_at(s->desk->store, id, s->desk->now, &a, e) ||
	    !statements_agreement(s->desk->store, id, 0, &newest, e))
		return false;
	state = state_of(s->desk, a, &words);
	agreement_tell_head(s->out, a);
	account_pair_words(s->out, "state", _("state"), state, words);
	account_pair_yes(s->out, "approval_by_two", _("two persons for each package"), a->approval_by_two);
	if (a->accept_days)
		account_pair_number(s->out, "accept_days", _("days to accept or decline"), a->accept_days);
	account_pair_yes(s->out, "handover", _("handover of cases"), a->handover);
	account_pair_hash(s->out, "sha256", NULL, &a->hash);
	account_blank(s->out);
	agreement_tell_parties(s->out, a);
	agreement_tell_purposes(s->out, a, a->pinned.grounds, unit);
	account_blank(s->out);
	if (newest->version != a->version && newest->valid_from > s->desk->now)
		account_line(s->out, _("Another version of it is in force from %s."),
		             day_in_words(newest->valid_from, WHEN_IN_A_SENTENCE, day));
	account_line(s->out, "%s", _("What that means for a client: `sluis preview`"));
	return true;
}

bool agreement_show_command(struct session *s, struct error *e)
{
	struct choices all = { 0 };
	const char *id = NULL;
	bool ok = statements_each_agreement(s->desk->store, NULL, offer_agreement, &all, e);
	choices_sort(&all);
	ok = ok && choose(s, &all, &id, e) && tell_agreement(s, id, e);
	choices_clear(&all);
	return ok;
}
