/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* Asking: what stands above a question, what an answer means, and what the rules say of it. */

#include "tools/officer/agreement_interview.h"

#include "base/text.h"
#include "cli/dialogue.h"
#include "cli/language.h"
#include "cli/words.h"
#include "io/file.h"
#include "tools/officer/interview_choices.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct interview {
	struct dialogue talk;
	struct agreement_text *draft;
	const struct agreement_against *with;
	const char *path; /* of the file */
	struct interview_steps steps;
	size_t at;                          /* which of them */
	const char *section;                /* that was announced last */
	struct agreement_finding *findings; /* of the draft as it stands */
	size_t finding_count;
};

static void interview_clear(struct interview *iv)
{
	dialogue_clear(&iv->talk);
	interview_steps_clear(&iv->steps);
	free(iv->findings);
}

static const char *gloss_of(const struct field *f)
{
	return strcmp(language_code(), "nl") == 0 ? f->gloss_nl : f->gloss;
}

/* --- asking --- */

static const char *shown_value(const struct interview_question *q, const char *value)
{
	if (q->kind != KIND_TRUTH || !value)
		return value;
	return strcmp(value, "true") == 0 ? _("yes") : _("no");
}

/* What Enter would answer: what stands there, or what is usual. `room` keeps a name that is made here. */
static const char *standard_of(const struct interview *iv, const struct interview_step *s,
                               const struct choices *c, char room[NAME_MAX_SIZE + 1])
{
	const char *value = interview_steps_value(&iv->steps, s), *unit;
	const struct ground *g = s->number ? interview_steps_ground(&iv->steps, s->number - 1) : NULL;
	if (value || s->more)
		return value;
	if (s->question->standard)
		return s->question->standard;
	if (strcmp(s->question->key, "controller") == 0 &&
	    (unit = interview_steps_part(&iv->steps, "%s/unit", s->item))) {
		snprintf(room, NAME_MAX_SIZE + 1, "%.*s", (int)strcspn(unit, "/"), unit);
		return room;
	}
	if (s->question->standard_of)
		return s->question->standard_of(interview_steps_receiver(&iv->steps, s->number - 1));
	if (s->question->kind == KIND_BASIS && g && g->bases & 1u << 4)
		return "A6-1-e";
	if (strcmp(s->question->key, "to") == 0 && c->count == 2 &&
	    (unit = interview_steps_part(&iv->steps, "%s/from", s->item)))
		return c->list[strcmp(c->list[0].token, unit) == 0].token;
	return c->count == 1 ? c->list[0].token : NULL;
}

/* The list that the step's item is in: "purposes/1/fields" of "purposes/1/fields/0". */
static size_t count_of_list(const struct interview *iv, const struct interview_step *s)
{
	char list[INTERVIEW_PATH_SIZE];
	snprintf(list, sizeof list, "%.*s", (int)(strrchr(s->item, '/') - s->item), s->item);
	return agreement_draft_count(iv->draft, list);
}

/* The first of its list, which must have one. */
static bool is_only(const struct interview *iv, const struct interview_step *s)
{
	return s->more && count_of_list(iv, s) == 0;
}

static void say_question(struct interview *iv, const struct interview_step *s, const struct choices *c,
                         const char *standard)
{
	const char *text = _(s->question->text), *shown = shown_value(s->question, standard);
	if (s->section != iv->section)
		dialogue_say(&iv->talk, "\n== %s ==", _(s->section));
	iv->section = s->section;
	dialogue_say(&iv->talk, "%s", "");
	if (!s->more || is_only(iv, s))
		dialogue_say(&iv->talk, "%s", text);
	else if (s->question->kind == KIND_FIELD)
		dialogue_say(&iv->talk, "%s",
		             _("Another field for this purpose? Its name, or Enter to go on"));
	else if (s->question->kind == KIND_UNIT)
		dialogue_say(&iv->talk, "%s", _("Another partner? Its unit, or Enter to go on"));
	else
		dialogue_say(&iv->talk, "%s", _("Another purpose? A short name for it, or Enter to go on"));
	choices_say(&iv->talk, c);
	if (s->question->kind == KIND_GROUND && c->count == 0)
		dialogue_say(&iv->talk, "%s",
		             _("  The table has no ground between these two. Go back with < and choose "
		               "others, or stop here."));
	if (shown)
		dialogue_say(&iv->talk, _("  Enter: %s"), shown);
}

/* The fields that the purpose's ground carries. */
static void say_fields(struct interview *iv, size_t purpose, struct bytes wanted)
{
	const struct ground *g = interview_steps_ground(&iv->steps, purpose);
	_cleanup_(buffer_clear) struct buffer sought = { 0 };
	buffer_append(&sought, wanted);
	const char *text = buffer_string(&sought);
	size_t found = 0;
	for (size_t i = 0; text && i < catalogue_size(iv->with->catalogue); i++) {
		const struct field *f = catalogue_field(iv->with->catalogue, i);
		if ((g && !(g->categories & 1u << f->category)) ||
		    (!strcasestr(f->name, text) && !strcasestr(gloss_of(f), text)))
			continue;
		dialogue_say(&iv->talk, "  %s  %c  %s", f->name, category_letter(f->category), gloss_of(f));
		found++;
	}
	if (!found)
		dialogue_say(&iv->talk, "%s",
		             _("No field that this ground carries looks like that; ? shows them all."));
}

static void say_help(struct interview *iv, const struct interview_step *s)
{
	if (s->question->help)
		dialogue_say(&iv->talk, "%s", _(s->question->help));
	dialogue_say(&iv->talk, "%s",
	             _("<  back   -  without this   .  stop here and go on later   ?  help"));
	if (s->question->kind == KIND_FIELD)
		say_fields(iv, s->number - 1, BYTES(""));
}

/* --- what an answer means --- */

/* NULL when it means nothing here. */
static const char *meant(const struct interview *iv, const struct interview_step *s, const struct choices *c,
                         const char *text)
{
	const struct choice *one = choices_meant(c, text);
	bool truth;
	if (s->question->kind == KIND_TRUTH)
		return !choices_truth(text, &truth) ? NULL : truth ? "true" : "false";
	if (s->question->kind == KIND_FIELD)
		return catalogue_find(iv->with->catalogue, bytes_of_string(text)) ? text : NULL;
	/* The rest is for the rules to judge: they say what is wrong with it. */
	return one ? one->token : text;
}

/* --- the rules of `agreement check` --- */

static bool is_among(const struct agreement_finding *f, const struct agreement_finding *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (f->rule == list[i].rule && strcmp(f->subject, list[i].subject) == 0)
			return true;
	return false;
}

/* Of what is asked later on. */
static bool is_not_yet(const struct agreement_finding *f)
{
	return f->rule == RULE_PART_MISSING || f->rule == RULE_NO_GROUND || f->rule == RULE_FIELD_NO_REASON ||
	       f->rule == RULE_NOT_PINNED || f->rule == RULE_GROUNDS_NOT_PINNED ||
	       f->rule == RULE_CONSENT_NOT_ASKED || f->rule == RULE_NOT_STATED ||
	       f->rule == RULE_NOT_WEIGHED || f->rule == RULE_NOTHING_GOES;
}

/* What a later answer, or an override, mends, and what is no fault. */
static bool is_mended_later(const struct agreement_finding *f)
{
	return f->rule == RULE_OVERRIDE_MISSING || f->rule == RULE_CONSENT_NO_BSN ||
	       f->rule == RULE_SECRECY || rule_kind(f->rule) == RULE_REMARK;
}

static void say_finding(struct interview *iv, const struct agreement_finding *f)
{
	dialogue_say(&iv->talk, "  ! %s: %s%s%s%s", words_rule(f->rule), f->subject, *f->article ? " (" : "",
	             f->article, *f->article ? ")" : "");
}

/* Checks the draft as it now is. `*ret_refused`: this answer breaks a rule; the finding is copied to `ret`.
 */
static bool review(struct interview *iv, const char *path, bool *ret_refused, struct agreement_finding *ret,
                   struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	struct agreement_finding *found = NULL;
	size_t count = 0;
	*ret_refused = false;
	if (!agreement_draft_format(iv->draft, &text, e) ||
	    !agreement_check(buffer_bytes(&text), iv->path, iv->with, &found, &count, e)) {
		free(found);
		return false;
	}
	uint64_t line = agreement_draft_line(buffer_bytes(&text), path);
	for (size_t i = 0; i < count; i++) {
		const struct agreement_finding *f = &found[i];
		if (is_not_yet(f) || is_among(f, iv->findings, iv->finding_count))
			continue;
		say_finding(iv, f);
		if (f->line != line || is_mended_later(f))
			continue;
		if (!*ret_refused)
			*ret = *f;
		*ret_refused = true;
	}
	if (*ret_refused) {
		free(found);
	} else {
		free(iv->findings);
		iv->findings = found;
		iv->finding_count = count;
	}
	return true;
}

/* --- taking an answer --- */

static bool save(struct interview *iv, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	return agreement_draft_format(iv->draft, &text, e) &&
	       file_replace(iv->path, buffer_bytes(&text), true, e);
}

static bool refuse(struct interview *iv, const struct interview_step *s, const struct agreement_finding *f,
                   struct error *e)
{
	if (iv->talk.is_terminal)
		return true;
	return error_line(e, ERR_AGREEMENT_INVALID, _("standard input"), iv->talk.line, "%s: %s: %s", s->path,
	                  rule_name(f ? f->rule : RULE_VALUE), f ? f->subject : _(s->question->text));
}

/* What goes with a ground: its law and how sure that is, and the declarations that it asks, which nobody can
 * choose otherwise. */
static bool apply_ground(struct interview *iv, const struct interview_step *s, struct error *e)
{
	const struct ground *g = interview_steps_ground(&iv->steps, s->number - 1);
	char path[INTERVIEW_PATH_SIZE];
	if (!g)
		return true;
	dialogue_say(&iv->talk, "  %s", g->article);
	dialogue_say(&iv->talk, _("  certainty: %s (%s)"), g->certainty, _(certainty_words(g->certainty)));
	dialogue_say(&iv->talk, _("  by default: %s"), _(ground_default_words(g->standing)));
	dialogue_say(&iv->talk, _("  explicit consent: %s; written no-objection: %s"),
	             g->consent ? _("needed") : _("not asked"),
	             g->no_objection ? _("needed") : _("not asked"));
	dialogue_say(&iv->talk, _("  source: %s"), g->source);
	snprintf(path, sizeof path, "%.40s/article", s->item);
	if (!agreement_draft_set(iv->draft, path, g->article, e))
		return false;
	snprintf(path, sizeof path, "%.40s/consent", s->item);
	if (!agreement_draft_set(iv->draft, path, g->consent ? "true" : "false", e))
		return false;
	snprintf(path, sizeof path, "%.40s/no_objection", s->item);
	return agreement_draft_set(iv->draft, path, g->no_objection ? "true" : "false", e);
}

/* Another ground: what was chosen with the old one is asked again. */
static bool forget_choices(struct interview *iv, const struct interview_step *s, struct error *e)
{
	static const char *const keys[] = { "task", "phase", "basis", "exception" };
	for (size_t i = 0; i < ELEMENTS(keys); i++) {
		char path[INTERVIEW_PATH_SIZE];
		snprintf(path, sizeof path, "%.40s/%s", s->item, keys[i]);
		if (!agreement_draft_set(iv->draft, path, NULL, e))
			return false;
	}
	return true;
}

static bool put_back(struct interview *iv, const struct interview_step *s, const char *before,
                     struct error *e)
{
	if (!s->more)
		return agreement_draft_set(iv->draft, s->path, before, e);
	agreement_draft_remove(iv->draft, s->item);
	return true;
}

static bool take(struct interview *iv, const char *value, struct error *e)
{
	const struct interview_step s = iv->steps.list[iv->at];
	struct agreement_finding why;
	bool refused;
	_cleanup_(string_freep) char *before = string_copy(interview_steps_value(&iv->steps, &s));
	bool other_ground = s.question->kind == KIND_GROUND && before && strcmp(before, value) != 0;
	if (interview_steps_value(&iv->steps, &s) && !before)
		return error_memory(e);
	if (!agreement_draft_set(iv->draft, s.path, value, e) || !review(iv, s.path, &refused, &why, e))
		return false;
	if (refused) {
		if (s.question->help)
			dialogue_say(&iv->talk, "  %s", _(s.question->help));
		return put_back(iv, &s, before, e) && refuse(iv, &s, &why, e);
	}
	if (other_ground && !forget_choices(iv, &s, e))
		return false;
	if (s.question->kind == KIND_GROUND && !apply_ground(iv, &s, e))
		return false;
	iv->at++;
	return save(iv, e) && interview_steps_build(&iv->steps, e);
}

/* "-": an optional part, or an item at its first question. */
static bool take_out(struct interview *iv, struct error *e)
{
	const struct interview_step s = iv->steps.list[iv->at];
	if (s.first && !s.more) {
		agreement_draft_remove(iv->draft, s.item);
	} else if (s.question->optional) {
		if (!agreement_draft_set(iv->draft, s.path, NULL, e))
			return false;
		iv->at++;
	} else {
		dialogue_say(&iv->talk, "%s", _("An agreement can't do without this."));
		return refuse(iv, &s, NULL, e);
	}
	return save(iv, e) && interview_steps_build(&iv->steps, e);
}

/* Has the list as many as an agreement needs? */
static bool is_enough(struct interview *iv, const struct interview_step *s)
{
	size_t least = s->question->kind == KIND_UNIT ? 2 : 1;
	if (count_of_list(iv, s) >= least)
		return true;
	dialogue_say(&iv->talk, "%s",
	             least == 2 ? _("An agreement has at least two partners.")
	                        : _("There must be at least one."));
	return false;
}

static bool take_enter(struct interview *iv, const struct interview_step *s, const char *standard,
                       struct error *e)
{
	if (standard)
		return take(iv, standard, e);
	if (s->more ? is_enough(iv, s) : s->question->optional) {
		iv->at++;
		return true;
	}
	if (!s->more)
		dialogue_say(&iv->talk, "%s", _("An agreement can't do without this."));
	return refuse(iv, s, NULL, e);
}

static bool take_text(struct interview *iv, const struct interview_step *s, const struct choices *c,
                      struct buffer *typed, struct error *e)
{
	const char *text = buffer_string(typed), *value = text ? meant(iv, s, c, text) : NULL;
	if (!text)
		return error_memory(e);
	if (value)
		return take(iv, value, e);
	if (s->question->kind == KIND_FIELD)
		say_fields(iv, s->number - 1, buffer_bytes(typed));
	else
		dialogue_say(&iv->talk, "%s", _("Answer yes or no."));
	return refuse(iv, s, NULL, e);
}

static bool ask(struct interview *iv, bool *ret_stop, struct error *e)
{
	_cleanup_(choices_clear) struct choices c = { 0 };
	_cleanup_(buffer_clear) struct buffer typed = { 0 };
	char room[NAME_MAX_SIZE + 1];
	enum reply reply;
	const struct interview_step s = iv->steps.list[iv->at];
	interview_choices_add(&iv->steps, &s, &c);
	if (c.failed)
		return error_memory(e);
	const char *standard = standard_of(iv, &s, &c, room);
	say_question(iv, &s, &c, standard);
	if (!dialogue_ask(&iv->talk, "> ", &typed, &reply, e))
		return false;
	switch (reply) {
	case REPLY_HELP:
		say_help(iv, &s);
		return true;
	case REPLY_BACK:
		iv->at -= iv->at > 0;
		return true;
	case REPLY_STOP:
		*ret_stop = true;
		return true;
	case REPLY_END:
		return error_line(e, ERR_MISSING, _("standard input"), iv->talk.line, "%s: %s", s.path,
		                  _(s.question->text));
	case REPLY_CLEAR:
		return s.more ? take_enter(iv, &s, NULL, e) : take_out(iv, e);
	case REPLY_ENTER:
		return take_enter(iv, &s, standard, e);
	case REPLY_TEXT:
		break;
	}
	return take_text(iv, &s, &c, &typed, e);
}

static bool run(struct interview *iv, bool *ret_done, struct error *e)
{
	struct agreement_finding unused;
	bool refused, stop = false;
	if (!interview_steps_build(&iv->steps, e))
		return false;
	iv->at = interview_steps_first_open(&iv->steps);
	/* Findings that it has already aren't this session's. */
	if (!review(iv, "", &refused, &unused, e))
		return false;
	buffer_reset(&iv->talk.shown);
	dialogue_say(
		&iv->talk, "%s",
		_("One question at a time. Each answer is checked and kept: you can stop at any moment."));
	dialogue_say(&iv->talk, "%s",
	             _("<  back   -  without this   .  stop here and go on later   ?  help"));
	while (!stop && iv->at < iv->steps.count)
		if (!ask(iv, &stop, e))
			return false;
	*ret_done = !stop;
	return true;
}

bool agreement_interview(struct agreement_text *draft, const struct agreement_against *with, const char *path,
                         bool *ret_done, struct error *e)
{
	_cleanup_(interview_clear) struct interview iv = {
		.draft = draft, .with = with, .path = path, .steps = { .draft = draft, .with = with }
	};
	dialogue_begin(&iv.talk);
	return run(&iv, ret_done, e);
}
