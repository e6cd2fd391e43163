/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/rights_account.h"

#include "cli/invocation.h"
#include "cli/words.h"
#include "exchange/desk.h"
#include "tools/sluis/named.h"

void rights_tell_start(struct account *a)
{
	static const struct column columns[] = {
		{ "number", N_("number"), COLUMN_NUMBER },    { "id", N_("record"), COLUMN_ID },
		{ "right", N_("asks"), COLUMN_STATE },        { "asked", N_("came on"), COLUMN_DATE },
		{ "due", N_("answer by"), COLUMN_DATE },      { "state", N_("state"), COLUMN_STATE },
		{ "article", N_("article"), COLUMN_TEXT },    { "told", N_("units told"), COLUMN_NUMBER },
		{ "answered", N_("decided"), COLUMN_NUMBER },
	};
	account_table(a, "requests", NULL, columns, ELEMENTS(columns));
}

static void state_of(struct session *s, const struct right_request *r, const char **token, const char **words)
{
	*token = right_outcome_name(r->outcome);
	*words = right_outcome_words(r->outcome);
	if (r->decided)
		return;
	*token = "open";
	*words = N_("to be answered");
	if (s->desk->now >= right_request_due(r) + SECONDS_A_DAY) {
		*token = "overdue";
		*words = N_("to be answered, too late");
	}
}

void rights_tell(struct session *s, const struct right_request *r)
{
	struct account *a = s->out;
	const char *token, *words;
	state_of(s, r, &token, &words);
	account_cell_number(a, r->number);
	named_cell(s, ID_RECORD, r->record);
	account_cell_words(a, right_name(r->right), right_words(r->right));
	account_cell_day(a, r->asked);
	account_cell_day(a, right_request_due(r));
	account_cell_words(a, token, words);
	account_cell(a, r->article);
	account_cell_number(a, r->told);
	account_cell_number(a, r->answered);
}

void rights_tell_end(struct account *a)
{
	account_table_end(a, _("No client asked anything."));
}

void rights_tell_one(struct session *s, const struct right_request *r)
{
	struct account *o = s->out;
	const char *token, *words;
	state_of(s, r, &token, &words);
	account_pair_number(o, "request", _("client request"), r->number);
	account_pair_words(o, "right", _("asks"), right_name(r->right), right_words(r->right));
	account_pair_day(o, "asked", _("came on"), r->asked);
	account_pair_day(o, "due", _("answer by"), right_request_due(r));
	account_pair_words(o, "state", _("state"), token, words);
}

void rights_tell_letters(struct session *s, const struct erasure_letters *l)
{
	static const struct column columns[] = {
		{ "to", N_("received it"), COLUMN_NAME },       { "purpose", N_("purpose"), COLUMN_NAME },
		{ "records", N_("records"), COLUMN_NUMBER },    { "sequence", N_("number"), COLUMN_NUMBER },
		{ "file", N_("letter, to send"), COLUMN_TEXT },
	};
	struct account *a = s->out;
	if (!l->count)
		return;
	account_table(a, "letters", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < l->count; i++) {
		account_cell(a, l->list[i].letter.to);
		account_cell(a, l->list[i].letter.terms.purpose);
		account_cell_number(a, l->list[i].count);
		account_cell_number(a, l->list[i].letter.sequence);
		account_cell(a, l->list[i].letter.path ? l->list[i].letter.path : "");
	}
	account_table_end(a, NULL);
	for (size_t i = 0; i < l->count; i++)
		if (l->list[i].letter.unreachable)
			account_line(a,
			             _("%s has no keys in the roster: tell it in another way that this was "
			               "erased."),
			             l->list[i].letter.to);
		else if (!l->list[i].letter.named)
			invocation_say(
				s->in, "%s",
				_("warning: the package is made and logged, but its file could not get "
			          "its name yet; the next command does that"));
}
