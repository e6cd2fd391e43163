/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/officer/setup_asking.h"

#include "base/file_kind.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/choices.h"
#include "cli/words.h"
#include "io/file.h"
#include "tools/officer/templates.h"
#include "trust/grounds.h"
#include "trust/role_presets.h"
#include "trust/statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is asked, of the first and of one more, and what explains it. */
static const struct {
	const char *section, *text, *another, *help;
} questions[] = {
	[SETUP_MUNICIPALITY] = { N_("Who takes part"), N_("Which municipality, by its domain?"), NULL,
	                         N_("As oss.nl. The names of its units and people begin with it, and the "
	                            "roster bears it.") },
	[SETUP_OFFICER] = { NULL, N_("Who is an officer of %s? The name on the card, or its number here"),
	                    N_("Another officer of %s? Enter when these are all"),
	                    N_("Officers sign the roster, the law and the agreements. There are three at "
	                       "least, so that a key may "
	                       "get lost. Each of them makes a card here with `sluis-officer setup`.") },
	[SETUP_THRESHOLD] = { NULL, N_("How many officers of %s must sign?"), NULL,
	                      N_("More than half of them, and not all: one may be ill, and a key may get "
	                         "lost.") },
	[SETUP_FG] = { NULL, N_("Who is the data protection officer (FG) of %s? Enter for none yet"), NULL,
	               N_("The FG advises and signs nothing; a roster names whom overrides may name.") },
	[SETUP_CONTROLLER] = { NULL, N_("Another controller, such as a care provider? Enter for none"),
	                       N_("Another controller, such as a care provider? Enter for none"),
	                       N_("A controller has officers of its own, three at least, who sign what "
	                          "touches it.") },
	[SETUP_UNIT] = { N_("Which units, and who works there"),
	                 N_("Which unit exchanges data? As wmo, or oss.nl/wmo"),
	                 N_("Another unit? Enter when these are all"),
	                 N_("A unit is a team with a store of its own. Two of them can exchange.") },
	[SETUP_KIND] = { NULL, N_("What is %s, by law?"), NULL,
	                 N_("It says under which law the unit keeps its records.") },
	[SETUP_PERSON] = { NULL, N_("Who works at %s? The name on the card, or its number here"),
	                   N_("Another person at %s? Enter when these are all"),
	                   N_("Each of them makes a card here with `sluis join`. Names are numbers, so that "
	                      "no log names an "
	                      "employee.") },
	[SETUP_ROLES] = { NULL, N_("What does %s do there? One or more, with a blank between"), NULL,
	                  N_("Each role has its usual powers; a mandate in the roster lists them, and "
	                     "`roster add` gives others.") },
	[SETUP_AUDITOR] = { N_("Who looks on, and what is agreed"),
	                    N_("Who is the auditor? Enter for none yet"), NULL,
	                    N_("An auditor verifies the logs, needs no key for that, and signs a report with "
	                       "one.") },
	[SETUP_AGREEMENT] = { NULL, N_("Which agreement is to be drafted? Enter for none now"),
	                      N_("Another agreement? Enter when these are all"),
	                      N_("The template is filled with your units; read and change the draft before "
	                         "anybody signs.") },
};

struct asking {
	struct dialogue talk;
	struct setup_plan *plan;
	const struct folder *folder;
	const char *path, *section;
	struct setup_step *steps;
	size_t count, at;
};

bool setup_save(const struct setup_plan *p, const char *path, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	return setup_plan_format(p, &text, e) && file_replace(path, buffer_bytes(&text), true, e);
}

bool setup_check(const struct setup_plan *p, const char *subject, struct error *e)
{
	size_t count = 0;
	char room[24];
	const char *fault = NULL, *value = NULL;
	struct setup_step *steps = setup_steps(p, &count);
	if (!steps)
		return error_memory(e);
	for (size_t i = 0; !fault && i < count; i++) {
		value = setup_value(p, &steps[i], room);
		fault = value ? setup_fault(p, &steps[i], value) : NULL;
	}
	free(steps);
	return !fault || error_set(e, ERR_VALUE, subject, "%s: %s", value, _(fault));
}

/* --- choices --- */

/* Somebody who has a task already can get another, but isn't offered for it. */
static bool has_task(const struct setup_plan *p, const char *name)
{
	for (size_t i = 0; i < p->controller_count; i++)
		if (p->controllers[i].fg && strcmp(p->controllers[i].fg, name) == 0)
			return true;
	for (size_t i = 0; i < p->unit_count; i++)
		for (size_t j = 0; j < p->units[i].person_count; j++)
			if (strcmp(p->units[i].people[j].name, name) == 0)
				return true;
	return p->auditor && strcmp(p->auditor, name) == 0;
}

/* Cards of people that lie in the folder, but for those whom the answer can't be. */
static void choose_cards(const struct asking *a, const struct setup_step *s, struct choices *c)
{
	struct error ignored;
	struct card card;
	for (const struct folder_text *t = NULL; (t = folder_next(a->folder, "sluis.card/v1", t));)
		if (card_parse(buffer_bytes(&t->raw), t->path, &card, &ignored) && !card.is_unit &&
		    (s->question == SETUP_OFFICER) == card.has_witness && !has_task(a->plan, card.name) &&
		    !setup_fault(a->plan, s, card.name))
			choices_add(c, card.name, t->name);
}

static void find_choices(const struct asking *a, const struct setup_step *s, struct choices *c)
{
	switch (s->question) {
	case SETUP_OFFICER:
	case SETUP_FG:
	case SETUP_PERSON:
	case SETUP_AUDITOR:
		choose_cards(a, s, c);
		return;
	case SETUP_KIND:
		for (size_t i = 0; i < PARTY_KIND_COUNT; i++)
			choices_add(c, party_kind_name((enum party_kind)(1u << i)),
			            _(party_kind_words((enum party_kind)(1u << i))));
		return;
	case SETUP_ROLES:
		for (const struct role_preset *p = role_presets; p->name; p++)
			choices_add(c, p->name, _(p->words));
		return;
	case SETUP_AGREEMENT:
		for (const struct template *t = templates_of_agreements; t->name; t++)
			if (!setup_fault(a->plan, s, t->name))
				choices_add(c, t->name, _(t->summary));
		return;
	case SETUP_MUNICIPALITY:
	case SETUP_THRESHOLD:
	case SETUP_CONTROLLER:
	case SETUP_UNIT:
		return;
	}
}

/* --- what stands there, or is usual --- */

static const char *subject_of(const struct asking *a, const struct setup_step *s)
{
	switch (s->question) {
	case SETUP_OFFICER:
	case SETUP_THRESHOLD:
	case SETUP_FG:
		return a->plan->controllers[s->i].name;
	case SETUP_KIND:
	case SETUP_PERSON:
		return a->plan->units[s->i].name;
	case SETUP_ROLES:
		return a->plan->units[s->i].people[s->j].name;
	case SETUP_MUNICIPALITY:
	case SETUP_CONTROLLER:
	case SETUP_UNIT:
	case SETUP_AUDITOR:
	case SETUP_AGREEMENT:
		break;
	}
	return "";
}

/* A unit is often called by the law it works under. */
static const char *usual_kind(const char *unit)
{
	static const struct {
		const char *name, *kind;
	} usual[] = { { "wi", "pw" },
		      { "pw", "pw" },
		      { "wmo", "wmo" },
		      { "jeugd", "jeugd" },
		      { "wgs", "wgs" },
		      { "schulden", "wgs" },
		      { "inburgering", "inburgering" } };
	const char *half = strchr(unit, '/');
	for (size_t i = 0; half && i < ELEMENTS(usual); i++)
		if (strcmp(half + 1, usual[i].name) == 0)
			return usual[i].kind;
	return NULL;
}

static const char *standard_of(const struct asking *a, const struct setup_step *s, char room[24])
{
	const char *value = setup_value(a->plan, s, room);
	if (value || s->more)
		return value;
	if (s->question == SETUP_THRESHOLD) {
		snprintf(room, 24, "%zu", a->plan->controllers[s->i].officer_count / 2 + 1);
		return room;
	}
	if (s->question == SETUP_KIND)
		return usual_kind(a->plan->units[s->i].name);
	return s->question == SETUP_ROLES ? role_presets[0].name : NULL;
}

static void say_question(struct asking *a, const struct setup_step *s, const struct choices *c,
                         const char *standard)
{
	const char *text = questions[s->question].text;
	if (s->more && (s->question == SETUP_OFFICER || s->question == SETUP_PERSON ? s->j : s->i))
		text = questions[s->question].another;
	if (questions[s->question].section && questions[s->question].section != a->section)
		dialogue_say(&a->talk, "\n== %s ==", _(a->section = questions[s->question].section));
	dialogue_say(&a->talk, "%s", "");
	_cleanup_(buffer_clear) struct buffer said = { 0 };
	const char *translated = _(text), *mark = strstr(translated, "%s");
	if (mark)
		buffer_printf(&said, "%.*s%s%s", (int)(mark - translated), translated, subject_of(a, s),
		              mark + 2);
	else
		buffer_append_string(&said, translated);
	dialogue_say(&a->talk, "%s", buffer_string(&said) ? buffer_string(&said) : "");
	choices_say(&a->talk, c);
	if (standard)
		dialogue_say(&a->talk, _("  Enter: %s"), standard);
}

/* --- what an answer means --- */

/* The file that somebody names is a card; of another, its own kind is told. */
static bool card_named(const struct asking *a, const char *text, struct buffer *ret, struct error *why)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	_cleanup_(string_freep) char *beside =
		string_printf("%.*s/%s", (int)(strrchr(a->path, '/') - a->path), a->path, text);
	const char *path = beside && file_exists(beside) ? beside : text;
	struct card card;
	if (!file_read(path, LIMIT_NOTE_SIZE, &raw, why) ||
	    !file_kind_check(buffer_bytes(&raw), path, FILE_FOR_CARD, why) ||
	    !card_parse(buffer_bytes(&raw), path, &card, why))
		return false;
	buffer_append_string(ret, card.name);
	return true;
}

static bool looks_like_file(const char *text)
{
	size_t size = strlen(text);
	return (size > 5 && strcmp(text + size - 5, ".card") == 0) ||
	       (size > 4 && strcmp(text + size - 4, ".key") == 0);
}

static bool takes_names(enum setup_question q)
{
	return q == SETUP_OFFICER || q == SETUP_FG || q == SETUP_PERSON || q == SETUP_AUDITOR ||
	       q == SETUP_UNIT;
}

/* Each word by itself: a number of the list, or what it says; a name without its first half gets the
 * controller's. */
static bool meant(const struct asking *a, const struct setup_step *s, const struct choices *c,
                  const char *text, struct buffer *ret, struct error *why)
{
	bool person = takes_names(s->question) && s->question != SETUP_UNIT;
	if (person && looks_like_file(text))
		return card_named(a, text, ret, why);
	struct cursor words = cursor_of(bytes_of_string(text));
	while (!cursor_done(&words)) {
		struct bytes word = cursor_until(&words, ' ');
		if (!word.size)
			continue;
		if (ret->size)
			buffer_append_byte(ret, ' ');
		_cleanup_(string_freep) char *typed = string_of_bytes(word);
		const struct choice *one = typed ? choices_meant(c, typed) : NULL;
		ret->failed = ret->failed || !typed;
		if (one) {
			buffer_append_string(ret, one->token);
			continue;
		}
		if (takes_names(s->question) && !bytes_find(word, '/') && a->plan->controller_count) {
			size_t of = s->question == SETUP_OFFICER || s->question == SETUP_FG ? s->i : 0;
			buffer_printf(ret, "%s/", a->plan->controllers[of].name);
		}
		buffer_append(ret, word);
	}
	return true;
}

/* --- going on --- */

static bool rebuild(struct asking *a, struct error *e)
{
	free(a->steps);
	a->steps = setup_steps(a->plan, &a->count);
	return a->steps ? true : error_memory(e);
}

/* Behind the last that was answered; before that, what nothing can be made without. */
static size_t first_open(const struct asking *a)
{
	size_t open = 0;
	char room[24];
	for (size_t i = 0; i < a->count; i++)
		if (setup_value(a->plan, &a->steps[i], room))
			open = i + 1;
	for (size_t i = 0; i < open; i++)
		if (a->steps[i].required && !setup_value(a->plan, &a->steps[i], room))
			return i;
	return open;
}

/* In a script an answer that isn't right ends it. */
static bool refuse(struct asking *a, const char *what, struct error *e)
{
	dialogue_say(&a->talk, "  ! %s", what);
	return a->talk.is_terminal || error_line(e, ERR_VALUE, _("standard input"), a->talk.line, "%s", what);
}

static bool take(struct asking *a, const struct setup_step *s, const char *value, struct error *e)
{
	const char *fault = setup_fault(a->plan, s, value);
	if (fault)
		return refuse(a, _(fault), e);
	if (!setup_set(a->plan, s, value, e) || !setup_save(a->plan, a->path, e) || !rebuild(a, e))
		return false;
	a->at++;
	return true;
}

static bool take_text(struct asking *a, const struct setup_step *s, const struct choices *c, const char *text,
                      struct error *e)
{
	_cleanup_(buffer_clear) struct buffer value = { 0 };
	struct error why;
	if (!meant(a, s, c, text, &value, &why)) {
		_cleanup_(buffer_clear) struct buffer words = { 0 };
		words_append_error(&words, &why);
		return buffer_string(&words) ? refuse(a, buffer_string(&words), e) : error_memory(e);
	}
	return buffer_string(&value) ? take(a, s, buffer_string(&value), e) : error_memory(e);
}

/* Nothing was typed: what stands there, or is usual, or no more of these. */
static bool take_enter(struct asking *a, const struct setup_step *s, const char *standard, struct error *e)
{
	if (standard)
		return take(a, s, standard, e);
	if (s->required)
		return refuse(a, _("This is needed."), e);
	a->at++;
	return true;
}

static bool leave_out(struct asking *a, const struct setup_step *s, struct error *e)
{
	if (s->required || s->question == SETUP_MUNICIPALITY)
		return refuse(a, _("This is needed."), e);
	if (!setup_set(a->plan, s, NULL, e) || !setup_save(a->plan, a->path, e) || !rebuild(a, e))
		return false;
	a->at += s->more || s->question == SETUP_FG || s->question == SETUP_AUDITOR ||
	         s->question == SETUP_THRESHOLD;
	return true;
}

static bool ask_one(struct asking *a, bool *ret_stop, struct error *e)
{
	const struct setup_step s = a->steps[a->at];
	_cleanup_(buffer_clear) struct buffer answer = { 0 };
	_cleanup_(choices_clear) struct choices c = { 0 };
	char room[24];
	enum reply reply;
	find_choices(a, &s, &c);
	if (c.failed)
		return error_memory(e);
	const char *standard = standard_of(a, &s, room);
	say_question(a, &s, &c, standard);
	if (!dialogue_ask(&a->talk, "> ", &answer, &reply, e))
		return false;
	switch (reply) {
	case REPLY_TEXT:
		return buffer_string(&answer) ? take_text(a, &s, &c, buffer_string(&answer), e)
		                              : error_memory(e);
	case REPLY_ENTER:
		return take_enter(a, &s, standard, e);
	case REPLY_CLEAR:
		return leave_out(a, &s, e);
	case REPLY_BACK:
		a->at -= a->at > 0;
		return true;
	case REPLY_HELP:
		dialogue_say(&a->talk, "%s", _(questions[s.question].help));
		dialogue_say(&a->talk, "%s",
		             _("<  back   -  without this   .  stop here and go on later   ?  help"));
		return true;
	case REPLY_STOP:
	case REPLY_END:
		*ret_stop = true;
		return true;
	}
	return true;
}

static bool ask_all(struct asking *a, bool *ret_done, struct error *e)
{
	bool stop = false;
	a->at = first_open(a);
	while (!stop && a->at < a->count)
		if (!ask_one(a, &stop, e))
			return false;
	*ret_done = !stop;
	return true;
}

bool setup_ask(struct setup_plan *p, const struct folder *f, const char *path, bool *ret_done,
               struct error *e)
{
	struct asking a = { .plan = p, .folder = f, .path = path };
	_cleanup_(buffer_clear) struct buffer missing = { 0 };
	dialogue_begin(&a.talk);
	bool ok = rebuild(&a, e) && ask_all(&a, ret_done, e);
	bool script = !a.talk.is_terminal;
	dialogue_clear(&a.talk);
	free(a.steps);
	if (!ok)
		return false;
	setup_missing(p, &missing);
	if (!buffer_ok(&missing, e))
		return false;
	if (script && missing.size)
		return error_set(e, ERR_USAGE, path, _("missing: %s"), buffer_string(&missing));
	*ret_done = missing.size == 0 && (*ret_done || script);
	p->complete = *ret_done;
	return setup_save(p, path, e);
}

bool setup_read(const char *path, struct setup_plan *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	return statement_read(path, &raw, e) && setup_plan_read(buffer_bytes(&raw), path, ret, e) &&
	       setup_check(ret, path, e);
}

bool setup_make_plan(const char *path, const char *from, const struct folder *f, struct setup_plan *ret,
                     bool *ret_ready, struct error *e)
{
	bool there = file_exists(path);
	if (from && there)
		return error_set(
			e, ERR_FILE_EXISTS, path, "%s",
			N_("setting up was begun already: change that file, or go on without --from"));
	if ((from || there) && !setup_read(from ? from : path, ret, e))
		return false;
	/* It says that it is complete; whether it is, its parts tell. */
	_cleanup_(buffer_clear) struct buffer missing = { 0 };
	setup_missing(ret, &missing);
	if (!buffer_ok(&missing, e))
		return false;
	*ret_ready = ret->complete && missing.size == 0;
	return *ret_ready ? setup_save(ret, path, e) : setup_ask(ret, f, path, ret_ready, e);
}
