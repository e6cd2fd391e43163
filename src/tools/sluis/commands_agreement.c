/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/choices.h"
#include "cli/confirm.h"
#include "exchange/screening.h"
#include "exchange/terminating.h"
#include "report/when.h"
#include "store/exchanges.h"
#include "store/statements.h"
#include "tools/common/agreement_account.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/picker.h"
#include "trust/articles.h"

#include <string.h>

/* `sluis agreement`: what this unit may exchange, with whom, and until when. It tells of no client, so that
 * looking at it is no act. */

static const char *state_of(struct desk *d, const struct agreement *a, const char **ret_words)
{
	struct error ignored = { 0 };
	if (d->now < a->valid_from) {
		*ret_words = N_("not yet in force");
		return "not-yet";
	}
	if (!agreement_valid_at(a, d->now, &ignored)) {
		*ret_words = N_("ended");
		return "ended";
	}
	if (!terminating_check(d->store, a, d->now, &ignored)) {
		*ret_words = N_("ended by one party");
		return "terminated";
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

/* --- how often it was used, and whether the law changed since --- */

struct use {
	const char *agreement;
	uint64_t sent, received; /* packages of cases that went and came */
	moment last;
};

static bool count_use(void *context, const struct exchange_row *row, _unused_ struct error *e)
{
	struct use *u = context;
	bool left = !row->sent || row->state == SENT_OUT || row->state == SENT_RECEIPTED;
	moment when = row->sent ? row->created : row->done;
	if (row->kind != PACKAGE_CASES || !left || !row->agreement ||
	    strcmp(row->agreement, u->agreement) != 0)
		return true;
	u->sent += row->sent;
	u->received += !row->sent;
	u->last = when > u->last ? when : u->last;
	return true;
}

/* Rows of its table whose article has other words now, as far as this program knows; each once. */
static bool find_changed(const struct agreement *a, const struct articles *now, struct buffer *ret,
                         struct error *e)
{
	for (size_t i = 0; i < a->purpose_count; i++) {
		const struct ground *row = grounds_find(a->pinned.grounds, a->purposes[i].ground);
		size_t before = 0;
		while (strcmp(a->purposes[before].ground, a->purposes[i].ground) != 0)
			before++;
		if (before == i && row && article_of_row(now, row, NULL) == ARTICLE_OTHER_TEXT)
			buffer_printf(ret, "%s%s", ret->size ? " " : "", row->id);
	}
	return buffer_ok(ret, e);
}

/* --- list --- */

struct listing {
	struct session *session;
	struct articles *articles;
	bool (*tell)(struct listing *l, const struct agreement *a, struct error *e);
};

/* What there is no room for at 80 columns. */
static bool list_rest(struct listing *l, const struct agreement *a, struct error *e)
{
	struct account *o = l->session->out;
	struct store *store = l->session->desk->store;
	_cleanup_(termination_freep) struct termination *ended = NULL;
	_cleanup_(buffer_clear) struct buffer changed = { 0 };
	struct use u = { .agreement = a->id };
	if (!exchanges_each(store, count_use, &u, e) || !terminations_of(store, a, &ended, e) ||
	    !find_changed(a, l->articles, &changed, e))
		return false;
	account_cell(o, a->supersedes);
	account_cell_day(o, a->evaluation);
	account_cell_number(o, u.sent);
	account_cell_number(o, u.received);
	account_cell_day(o, u.last);
	account_cell_buffer(o, &changed);
	account_cell(o, ended ? ended->controller : NULL);
	account_cell_day(o, ended ? ended->from : 0);
	account_cell(o, a->dpia);
	account_cell(o, a->joint_arrangement);
	account_cell(o, a->processor_agreement);
	return true;
}

static bool list_version(struct listing *l, const struct agreement *a, struct error *e)
{
	struct session *s = l->session;
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
	return list_rest(l, a, e);
}

/* For people: what was agreed to be done with it, and what was. */
static bool list_use(struct listing *l, const struct agreement *a, struct error *e)
{
	struct account *o = l->session->out;
	_cleanup_(buffer_clear) struct buffer changed = { 0 };
	struct use u = { .agreement = a->id };
	if (!exchanges_each(l->session->desk->store, count_use, &u, e) ||
	    !find_changed(a, l->articles, &changed, e))
		return false;
	account_cell(o, a->id);
	account_cell_number(o, u.sent);
	account_cell_number(o, u.received);
	account_cell_day(o, u.last);
	account_cell_day(o, a->evaluation);
	account_cell_buffer(o, &changed);
	return true;
}

/* The version of today, and the one that comes after it. */
static bool list_one(void *context, const struct agreement *newest, struct error *e)
{
	struct listing *l = context;
	struct session *s = l->session;
	const struct agreement *a;
	if (!statements_agreement_at(s->desk->store, newest->id, s->desk->now, &a, e))
		return false;
	return l->tell(l, a, e) &&
	       (newest->version == a->version || newest->valid_from <= s->desk->now || l->tell(l, newest, e));
}

static bool tell_uses(struct listing *l, struct error *e)
{
	static const struct column columns[] = {
		{ "id", N_("agreement"), COLUMN_NAME },
		{ "sent", N_("packages sent"), COLUMN_NUMBER },
		{ "received", N_("received"), COLUMN_NUMBER },
		{ "last", N_("the last"), COLUMN_DATE },
		{ "evaluation", N_("review"), COLUMN_DATE },
		{ "law_changed", N_("rows whose law changed"), COLUMN_TEXT },
	};
	struct account *o = l->session->out;
	l->tell = list_use;
	account_only(o, ACCOUNT_TEXT);
	account_blank(o);
	account_table(o, "use", NULL, columns, ELEMENTS(columns));
	if (!statements_each_agreement(l->session->desk->store, NULL, list_one, l, e))
		return false;
	account_table_end(o, NULL);
	account_for_all(o);
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
		{ "supersedes", NULL, COLUMN_NAME, ACCOUNT_JSON },
		{ "evaluation", NULL, COLUMN_DATE, ACCOUNT_JSON },
		{ "sent", NULL, COLUMN_NUMBER, ACCOUNT_JSON },
		{ "received", NULL, COLUMN_NUMBER, ACCOUNT_JSON },
		{ "last_used", NULL, COLUMN_DATE, ACCOUNT_JSON },
		{ "law_changed", NULL, COLUMN_TEXT, ACCOUNT_JSON },
		{ "ended_by", NULL, COLUMN_NAME, ACCOUNT_JSON },
		{ "ended_from", NULL, COLUMN_DATE, ACCOUNT_JSON },
		{ "dpia", NULL, COLUMN_TEXT, ACCOUNT_JSON },
		{ "joint_arrangement", NULL, COLUMN_TEXT, ACCOUNT_JSON },
		{ "processor_agreement", NULL, COLUMN_TEXT, ACCOUNT_JSON },
	};
	_cleanup_(articles_freep) struct articles *articles = NULL;
	struct listing l = { .session = s, .tell = list_version };
	if (!articles_parse(articles_shipped(), "articles-nl.yaml", &articles, e))
		return false;
	l.articles = articles;
	account_table(s->out, "agreements", NULL, columns, ELEMENTS(columns));
	if (!statements_each_agreement(s->desk->store, NULL, list_one, &l, e))
		return false;
	account_table_end(s->out, NULL);
	const bool none = !s->out->table.rows;
	if (!none && !tell_uses(&l, e))
		return false;
	if (none)
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

static void tell_references(struct account *o, const struct agreement *a)
{
	const struct {
		const char *key, *label, *value;
	} all[] = {
		{ "supersedes", _("takes the place of"), a->supersedes },
		{ "dpia", _("DPIA"), a->dpia },
		{ "joint_arrangement", _("arrangement between joint controllers"), a->joint_arrangement },
		{ "processor_agreement", _("agreement with the processor"), a->processor_agreement },
	};
	account_pair_day(o, "evaluation", _("to be reviewed by"), a->evaluation);
	for (size_t i = 0; i < ELEMENTS(all); i++)
		if (all[i].value)
			account_pair(o, all[i].key, all[i].label, all[i].value);
}

static bool tell_agreement(struct session *s, const char *id, struct error *e)
{
	const struct agreement *a, *newest;
	const char *words, *state, *unit = store_unit(s->desk->store);
	_cleanup_(termination_freep) struct termination *ended = NULL;
	char day[WHEN_SIZE];
	if (!statements_agreement_at(s->desk->store, id, s->desk->now, &a, e) ||
	    !statements_agreement(s->desk->store, id, 0, &newest, e) ||
	    !terminations_of(s->desk->store, a, &ended, e))
		return false;
	state = state_of(s->desk, a, &words);
	agreement_tell_head(s->out, a);
	account_pair_words(s->out, "state", _("state"), state, words);
	if (ended) {
		account_pair(s->out, "ended_by", _("ended by"), ended->controller);
		account_pair_day(s->out, "ended_from", _("first day without it"), ended->from);
		account_pair(s->out, "ended_reason", _("reason"), ended->reason);
	}
	tell_references(s->out, a);
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
