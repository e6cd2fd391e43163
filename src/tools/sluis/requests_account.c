/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/sluis/requests_account.h"

#include "cli/label.h"
#include "cli/words.h"
#include "tools/common/session.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name, *words;
} states[] = {
#define X(state, name, words) [state] = { name, words },
	REQUEST_STATES(X)
#undef X
};

enum request_state request_state_of(const struct request_row *row, moment now)
{
	return row->is_answered                  ? REQUEST_ANSWERED
	       : now >= row->due + SECONDS_A_DAY ? REQUEST_OVERDUE
	                                         : REQUEST_OPEN;
}

void request_state_cell(struct account *a, const struct request_row *row, moment now)
{
	enum request_state state = request_state_of(row, now);
	account_cell_words(a, states[state].name, states[state].words);
}

void request_state_pair(struct account *a, const struct request_row *row, moment now)
{
	enum request_state state = request_state_of(row, now);
	account_pair_words(a, "state", _("state"), states[state].name, _(states[state].words));
}

void request_outcomes_tell(struct account *a, const uint64_t outcomes[REQUEST_OUTCOME_COUNT])
{
	account_pair_number(a, "sent", _("clients of whom records go along"), outcomes[REQUEST_SENT]);
	account_pair_number(a, "refused", _("refused"), outcomes[REQUEST_REFUSED]);
	account_pair_number(a, "not_held", _("no record there"), outcomes[REQUEST_NOT_HELD]);
	account_pair_number(a, "untold", _("nothing, and not told why"), outcomes[REQUEST_UNTOLD]);
}

/* --- client by client --- */

void requests_clients_clear(struct requests_clients *c)
{
	for (size_t i = 0; i < c->count; i++) {
		tie_freep(&c->items[i].name);
		tie_freep(&c->items[i].tie);
		request_answer_clear(&c->items[i].answer);
	}
	free(c->items);
	*c = (struct requests_clients){ 0 };
}

bool requests_clients_add(struct requests_clients *c, uint64_t number, const char *name, const char *tie,
                          const struct request_answer *a, enum rule rule, struct error *e)
{
	struct requests_client *more = reallocarray(c->items, c->count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	c->items = more;
	struct requests_client *one = &more[c->count++];
	*one = (struct requests_client){ .number = number,
		                         .name = string_copy(name),
		                         .tie = string_copy(tie),
		                         .is_answered = a != NULL,
		                         .rule = rule };
	if (a) {
		one->answer = *a;
		one->answer.stayed = string_copy(a->stayed);
	}
	return (!name || one->name) && (!tie || one->tie) && (!a || !a->stayed || one->answer.stayed)
	               ? true
	               : error_memory(e);
}

/* Her name where she is known here; else what the request names her by. */
static void tell_who(struct account *o, const struct requests_client *c)
{
	_cleanup_(buffer_wipe) struct buffer who = { 0 };
	if (c->name) {
		account_cell(o, c->name);
		return;
	}
	for (const char *at = c->tie; *at; at++)
		buffer_append_byte(&who, (uint8_t)(*at == TIE_SEPARATOR ? ' ' : *at));
	account_cell_buffer(o, &who);
}

/* The fields that were asked and didn't come, as people call them. */
static void tell_stayed(struct session *s, const struct requests_client *c)
{
	_cleanup_(buffer_clear) struct buffer list = { 0 };
	for (struct cursor rest = cursor_of(bytes_of_string(c->answer.stayed)); !cursor_done(&rest);) {
		struct cursor one = cursor_of(cursor_until(&rest, ' '));
		_cleanup_(string_freep) char *name = string_of_bytes(cursor_until(&one, ':')),
					     *rule = string_of_bytes(one.left);
		if (!name || !rule)
			continue;
		enum rule why;
		buffer_printf(&list, "%s%s: %s", list.size ? "; " : "",
		              label_of_name(s->desk->catalogue, name),
		              rule_parse(rule, &why) ? words_rule(why) : rule);
	}
	account_cell_words(s->out, c->answer.stayed ? c->answer.stayed : "", buffer_string(&list));
}

static void tell_client(struct session *s, const struct requests_client *c, bool inside)
{
	struct account *o = s->out;
	enum rule rule = inside ? c->rule : c->answer.rule;
	bool why = c->is_answered && c->answer.outcome != REQUEST_SENT &&
	           (inside || c->answer.outcome == REQUEST_REFUSED);
	account_cell_number(o, c->number);
	tell_who(o, c);
	account_cell_words(o, c->is_answered ? request_outcome_code(c->answer.outcome) : "open",
	                   c->is_answered ? request_outcome_words(c->answer.outcome) : N_("open"));
	account_cell(o, why ? rule_name(rule) : "");
	account_cell(o, why ? rule_article(rule) : "");
	account_cell(o, !why ? "" : rule == RULE_ABSENT ? _("no record here") : words_rule(rule));
	tell_stayed(s, c);
}

void requests_clients_tell(struct session *s, const struct requests_clients *c, bool inside)
{
	static const struct column columns[] = {
		{ "client", N_("no."), COLUMN_NUMBER },
		{ "who", N_("client"), COLUMN_NAME, ACCOUNT_TEXT },
		{ "outcome", N_("what"), COLUMN_STATE },
		{ "rule", NULL, COLUMN_ID },
		{ "article", N_("article"), COLUMN_TEXT },
		{ "reason", N_("reason"), COLUMN_TEXT },
		{ "stayed", N_("didn't come"), COLUMN_TEXT },
	};
	account_table(s->out, "answers", NULL, columns, ELEMENTS(columns));
	for (size_t i = 0; i < c->count; i++)
		tell_client(s, &c->items[i], inside);
	account_table_end(s->out, NULL);
}
