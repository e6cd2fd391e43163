/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/choices.h"

#include "cli/words.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void choices_clear(struct choices *c)
{
	for (size_t i = 0; i < c->count; i++) {
		free(c->list[i].token);
		if (c->list[i].label)
			memory_wipe(c->list[i].label, strlen(c->list[i].label));
		free(c->list[i].label);
	}
	free(c->list);
	*c = (struct choices){ 0 };
}

void choices_add(struct choices *c, const char *token, const char *label)
{
	struct choice *more = reallocarray(c->list, c->count + 1, sizeof *more);
	struct choice one = { string_copy(token), string_copy(label) };
	if (more)
		c->list = more;
	if (!more || !one.token || (label && !one.label)) {
		c->failed = true;
		free(one.token);
		free(one.label);
		return;
	}
	c->list[c->count++] = one;
}

static int by_label(const void *a, const void *b)
{
	const struct choice *x = a, *y = b;
	return strcoll(x->label ? x->label : x->token, y->label ? y->label : y->token);
}

void choices_sort(struct choices *c)
{
	if (c->count)
		qsort(c->list, c->count, sizeof *c->list, by_label);
}

void choices_say(struct dialogue *d, const struct choices *c)
{
	for (size_t i = 0; i < c->count; i++) {
		const struct choice *one = &c->list[i];
		const char *token = c->hidden && one->label ? "" : one->token;
		_cleanup_(buffer_wipe) struct buffer text = { 0 };
		buffer_printf(&text, "%s%s%s", token, *token && one->label ? "  " : "",
		              one->label ? one->label : "");
		dialogue_item(d, i + 1, &text);
	}
}

const struct choice *choices_meant(const struct choices *c, const char *text)
{
	uint64_t number;
	for (size_t i = 0; i < c->count; i++)
		if (strcasecmp(c->list[i].token, text) == 0 ||
		    (c->list[i].label && strcasecmp(c->list[i].label, text) == 0))
			return &c->list[i];
	if (c->count && number_parse(bytes_of_string(text), c->count, &number) && number > 0)
		return &c->list[number - 1];
	return NULL;
}

bool choices_truth(const char *text, bool *ret)
{
	static const struct {
		const char *word;
		bool truth;
	} words[] = { { "yes", true }, { "y", true },  { "ja", true },   { "j", true },     { "true", true },
		      { "no", false }, { "n", false }, { "nee", false }, { "false", false } };
	for (size_t i = 0; i < ELEMENTS(words); i++)
		if (strcasecmp(words[i].word, text) == 0) {
			*ret = words[i].truth;
			return true;
		}
	return false;
}

static const struct choice *standard_of(const struct choice_question *q, const struct choices *c)
{
	if (q->standard)
		return choices_meant(c, q->standard);
	return c->count == 1 && !q->optional ? &c->list[0] : NULL;
}

static void say_question(struct dialogue *d, const struct choice_question *q, const struct choices *c)
{
	const struct choice *standard = standard_of(q, c);
	dialogue_say(d, "%s", "");
	dialogue_say(d, "%s", q->text);
	choices_say(d, c);
	if (standard)
		dialogue_say(d, _("  Enter: %s"), c->hidden ? standard->label : standard->token);
	else if (q->optional)
		dialogue_say(d, "%s", _("  Enter: none of these"));
}

static void say_help(struct dialogue *d, const char *help)
{
	if (help)
		dialogue_say(d, "%s", help);
	dialogue_say(d, "%s", _("<  back   .  stop, nothing is done   ?  help"));
}

static bool not_an_answer(struct dialogue *d, struct error *e)
{
	if (!d->is_terminal)
		return error_line(e, ERR_USAGE, _("standard input"), d->line, "%s",
		                  _("this isn't one of the answers"));
	dialogue_say(d, "%s", _("That isn't one of the answers; ? explains."));
	return true;
}

bool choices_pick(struct dialogue *d, const struct choice_question *q, const struct choices *c,
                  const struct choice **ret, enum reply *ret_reply, struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer answer = { 0 };
	if (c->failed)
		return error_memory(e);
	if (c->count == 0)
		return error_set(e, ERR_NOT_FOUND, "", "%s", q->text);
	for (;;) {
		enum reply reply;
		say_question(d, q, c);
		if (!dialogue_ask(d, "> ", &answer, &reply, e))
			return false;
		const char *text = buffer_string(&answer);
		if (reply == REPLY_TEXT && !text)
			return error_memory(e);
		*ret_reply = reply;
		*ret = reply == REPLY_TEXT    ? choices_meant(c, text)
		       : reply == REPLY_ENTER ? standard_of(q, c)
		                              : NULL;
		if (reply == REPLY_BACK || reply == REPLY_STOP || reply == REPLY_END || *ret ||
		    (reply == REPLY_ENTER && q->optional))
			return true;
		if (reply == REPLY_HELP)
			say_help(d, q->help);
		else if (!not_an_answer(d, e))
			return false;
	}
}

bool choices_yes(struct dialogue *d, const char *question, const char *help, bool *ret, enum reply *ret_reply,
                 struct error *e)
{
	_cleanup_(buffer_wipe) struct buffer answer = { 0 };
	_cleanup_(string_freep) char *prompt = string_printf(_("%s (y/n) > "), question);
	if (!prompt)
		return error_memory(e);
	for (;;) {
		if (!dialogue_ask(d, prompt, &answer, ret_reply, e))
			return false;
		const char *text = buffer_string(&answer);
		if (*ret_reply == REPLY_BACK || *ret_reply == REPLY_STOP || *ret_reply == REPLY_END ||
		    (*ret_reply == REPLY_TEXT && text && choices_truth(text, ret)))
			return true;
		if (*ret_reply == REPLY_HELP)
			say_help(d, help);
		else if (!not_an_answer(d, e))
			return false;
	}
}
