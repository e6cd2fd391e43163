/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* The table of questions laid over what the draft holds. */

#include "tools/officer/interview_steps.h"

#include "cli/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void interview_steps_clear(struct interview_steps *in)
{
	free(in->list);
	*in = (struct interview_steps){ 0 };
}

const char *interview_steps_value(const struct interview_steps *in, const struct interview_step *s)
{
	return s->more ? NULL : agreement_draft_get(in->draft, s->path);
}

const char *interview_steps_part(const struct interview_steps *in, const char *format, ...)
{
	char path[INTERVIEW_PATH_SIZE];
	va_list args;
	va_start(args, format);
	vsnprintf(path, sizeof path, format, args);
	va_end(args);
	return agreement_draft_get(in->draft, path);
}

const struct ground *interview_steps_ground(const struct interview_steps *in, size_t purpose)
{
	const char *id = interview_steps_part(in, "purposes/%zu/ground", purpose);
	return id ? grounds_find(in->with->grounds, id) : NULL;
}

static unsigned kind_of(const struct interview_steps *in, size_t party)
{
	const char *text = interview_steps_part(in, "parties/%zu/kind", party);
	enum party_kind kind;
	return text && party_kind_parse(bytes_of_string(text), &kind) ? (unsigned)kind : 0;
}

unsigned interview_steps_receiver(const struct interview_steps *in, size_t purpose)
{
	const char *to = interview_steps_part(in, "purposes/%zu/to", purpose);
	for (size_t i = 0; to && i < agreement_draft_count(in->draft, "parties"); i++) {
		const char *unit = interview_steps_part(in, "parties/%zu/unit", i);
		if (unit && strcmp(unit, to) == 0)
			return kind_of(in, i);
	}
	return 0;
}

static bool has_several_controllers(const struct interview_steps *in)
{
	const size_t at = 0;
	const char *first = interview_steps_part(in, "parties/%zu/controller", at), *other;
	for (size_t i = 1; first && i < agreement_draft_count(in->draft, "parties"); i++)
		if ((other = interview_steps_part(in, "parties/%zu/controller", i)) &&
		    strcmp(first, other) != 0)
			return true;
	return false;
}

/* What the ground leaves no choice in isn't asked, nor what doesn't hold for the receiver. */
static bool is_asked_of_purpose(const struct interview_steps *in, const struct interview_question *q,
                                size_t purpose)
{
	const struct ground *g = interview_steps_ground(in, purpose);
	const char *months = interview_steps_part(in, "purposes/%zu/retention_months", purpose);
	if (q->kind == KIND_EXCEPTION)
		return g && (g->exceptions || interview_steps_part(in, "purposes/%zu/exception", purpose));
	if (strcmp(q->key, "household") == 0)
		return g && g->household;
	if (strcmp(q->key, "consent_months") == 0)
		return g && (g->consent || g->no_objection);
	if (strcmp(q->key, "retention_why") == 0)
		return interview_steps_receiver(in, purpose) & AGREEMENT_WMO_KEEPERS && months &&
		       strtoul(months, NULL, 10) < AGREEMENT_WMO_MONTHS;
	if (strcmp(q->key, "acts_for") == 0)
		return has_several_controllers(in);
	if (strncmp(q->key, "weighed", strlen("weighed")) == 0)
		return g && g->floor->weighed;
	return true;
}

/* A college decides once for all of its units. */
static bool is_asked_of_party(const struct interview_steps *in, const struct interview_question *q,
                              size_t party)
{
	const char *controller = interview_steps_part(in, "parties/%zu/controller", party), *other;
	if (strcmp(q->key, "decision") != 0 && strcmp(q->key, "decided_on") != 0)
		return true;
	for (size_t i = 0; i < party; i++)
		if (controller && (other = interview_steps_part(in, "parties/%zu/controller", i)) &&
		    strcmp(controller, other) == 0 && kind_of(in, i) & AGREEMENT_COLLEGES)
			return false;
	return kind_of(in, party) & AGREEMENT_COLLEGES;
}

static bool has_role(const struct interview_steps *in, bool (*is)(const char *role))
{
	for (size_t i = 0; i < agreement_draft_count(in->draft, "parties"); i++)
		if (is(interview_steps_part(in, "parties/%zu/role", i)))
			return true;
	return false;
}

static bool is_asked_of_all(const struct interview_steps *in, const struct interview_question *q)
{
	if (strcmp(q->key, "joint_arrangement") == 0)
		return has_role(in, agreement_role_is_joint);
	return strcmp(q->key, "processor_agreement") != 0 || has_role(in, agreement_role_is_processor);
}

static struct interview_step *add_step(struct interview_steps *in, const struct interview_question *q,
                                       const char *section)
{
	if (in->count == in->room) {
		size_t room = in->room ? 2 * in->room : 128;
		struct interview_step *more = reallocarray(in->list, room, sizeof *more);
		if (!more) {
			in->failed = true;
			return NULL;
		}
		in->list = more;
		in->room = room;
	}
	struct interview_step *s = &in->list[in->count++];
	*s = (struct interview_step){ .question = q, .section = section };
	return s;
}

static void add_top(struct interview_steps *in, const struct interview_question *questions,
                    const char *section)
{
	for (const struct interview_question *q = questions; q->key; q++) {
		if (!is_asked_of_all(in, q))
			continue;
		struct interview_step *s = add_step(in, q, section);
		if (s)
			snprintf(s->path, sizeof s->path, "%s", q->key);
	}
}

static void add_question(struct interview_steps *in, const char *item,
                         const struct interview_question *questions, const struct interview_question *q,
                         const char *section, size_t number, bool more)
{
	struct interview_step *s = add_step(in, q, section);
	if (!s)
		return;
	snprintf(s->path, sizeof s->path, "%.40s/%s", item, q->key);
	snprintf(s->item, sizeof s->item, "%.40s", item);
	s->first = q == questions;
	s->more = more;
	s->number = number;
}

static void add_fields(struct interview_steps *in, size_t purpose, const char *section)
{
	char list[INTERVIEW_PATH_SIZE], item[INTERVIEW_PATH_SIZE];
	snprintf(list, sizeof list, "purposes/%zu/fields", purpose);
	size_t count = agreement_draft_count(in->draft, list);
	for (size_t i = 0; i <= count; i++) {
		snprintf(item, sizeof item, "%.40s/%zu", list, i);
		for (const struct interview_question *q = interview_questions_of_field;
		     q->key && (i < count || q == interview_questions_of_field); q++)
			add_question(in, item, interview_questions_of_field, q, section, purpose + 1,
			             i == count);
	}
}

static void add_list(struct interview_steps *in, const char *list, const struct interview_question *questions,
                     const char *section)
{
	char item[INTERVIEW_PATH_SIZE];
	bool has_fields = questions == interview_questions_of_purpose;
	size_t count = agreement_draft_count(in->draft, list);
	for (size_t i = 0; i <= count; i++) {
		snprintf(item, sizeof item, "%.40s/%zu", list, i);
		for (const struct interview_question *q = questions; q->key && (i < count || q == questions);
		     q++)
			if (i == count ||
			    (has_fields ? is_asked_of_purpose(in, q, i) : is_asked_of_party(in, q, i)))
				add_question(in, item, questions, q, section, i + 1, i == count);
		if (has_fields && i < count)
			add_fields(in, i, section);
	}
}

bool interview_steps_build(struct interview_steps *in, struct error *e)
{
	in->count = 0;
	add_top(in, interview_questions_opening, N_("The agreement"));
	add_list(in, "parties", interview_questions_of_party, N_("Partners and their tasks"));
	add_list(in, "purposes", interview_questions_of_purpose,
	         N_("Purposes, and which field for which reason"));
	add_top(in, interview_questions_closing, N_("Conditions, costs, results and term"));
	return !in->failed || error_memory(e);
}

/* Where to begin: the first part that is missing. "Another one?" was answered if anything behind it was. */
size_t interview_steps_first_open(const struct interview_steps *in)
{
	size_t last = 0;
	for (size_t i = 0; i < in->count; i++)
		if (interview_steps_value(in, &in->list[i]))
			last = i + 1;
	for (size_t i = 0; i < in->count; i++) {
		const struct interview_step *s = &in->list[i];
		if (s->more || s->question->optional ? i >= last : !interview_steps_value(in, s))
			return i;
	}
	return in->count;
}
