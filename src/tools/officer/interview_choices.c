/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/officer/interview_choices.h"

#include "base/text.h"
#include "cli/language.h"
#include "cli/words.h"

#include <string.h>

static const char *title_of(const struct ground *g)
{
	return strcmp(language_code(), "nl") == 0 ? g->title_nl : g->title;
}

static enum party_kind kind_of_unit(const struct interview_steps *in, const char *unit)
{
	for (size_t i = 0; unit && i < agreement_draft_count(in->draft, "parties"); i++) {
		const char *name = interview_steps_part(in, "parties/%zu/unit", i),
			   *kind = interview_steps_part(in, "parties/%zu/kind", i);
		enum party_kind found;
		if (name && kind && strcmp(name, unit) == 0 &&
		    party_kind_parse(bytes_of_string(kind), &found))
			return found;
	}
	return (enum party_kind)0;
}

/* The rows that grant between these two, those that are disabled left out. */
static void add_grounds(const struct interview_steps *in, size_t purpose, struct choices *c)
{
	unsigned from = kind_of_unit(in, interview_steps_part(in, "purposes/%zu/from", purpose));
	unsigned to = kind_of_unit(in, interview_steps_part(in, "purposes/%zu/to", purpose));
	for (size_t i = 0; i < grounds_size(in->with->grounds); i++) {
		const struct ground *g = grounds_row(in->with->grounds, i);
		if (g->bars || !g->enabled || !(g->from & from) || !(g->to & to))
			continue;
		_cleanup_(string_freep) char *label = string_printf("%s (%s)", title_of(g), g->certainty);
		choices_add(c, g->id, label);
	}
}

static void add_letters(struct choices *c, unsigned letters, bool special)
{
	static const struct {
		const char *token, *label;
	} bases[] = {
		{ "A6-1-a", N_("consent") }, { "A6-1-b", N_("a contract") },
		{ "A6-1-c", N_("a legal obligation") }, { "A6-1-d", N_("vital interests") },
		{ "A6-1-e", N_("a task in the public interest") }, { "A6-1-f", N_("legitimate interests") },
	}, exceptions[] = {
		{ "A9-2-a", N_("explicit consent") },
		{ "A9-2-b", N_("social security and social protection law") },
		{ "A9-2-c", N_("vital interests") }, { "A9-2-d", NULL },
		{ "A9-2-e", NULL }, { "A9-2-f", NULL },
		{ "A9-2-g", N_("a substantial public interest, by law") },
		{ "A9-2-h", N_("health or social care") },
		{ "A9-2-i", NULL }, { "A9-2-j", NULL },
	};
	size_t count = special ? ELEMENTS(exceptions) : ELEMENTS(bases);
	for (size_t i = 0; i < count; i++) {
		const char *label = special ? exceptions[i].label : bases[i].label;
		if (letters & 1u << i)
			choices_add(c, special ? exceptions[i].token : bases[i].token,
			            label ? _(label) : NULL);
	}
}

static void add_parties(const struct interview_steps *in, struct choices *c)
{
	for (size_t i = 0; i < agreement_draft_count(in->draft, "parties"); i++) {
		const char *unit = interview_steps_part(in, "parties/%zu/unit", i);
		if (unit)
			choices_add(c, unit, interview_steps_part(in, "parties/%zu/role", i));
	}
}

static void add_phases(struct choices *c, unsigned phases)
{
	for (unsigned bit = 1; bit < 1u << PHASE_COUNT; bit <<= 1)
		if (phases & bit)
			choices_add(c, phase_name((enum phase)bit), NULL);
}

/* What the articles are about; a task of an officers' own table has its name alone. */
static const char *task_label(const char *task)
{
	static const struct {
		const char *task, *label;
	} labels[] = {
		{ "wmo-2.3.2", N_("the investigation after a report") },
		{ "wmo-2.3.3", N_("urgent cases") },
		{ "wmo-2.3.5", N_("the decision on individual support") },
		{ "wmo-2.3.6", N_("the personal budget") },
		{ "wmo-2.3.9", N_("the periodical review") },
		{ "wmo-2.3.10", N_("revising or withdrawing a decision") },
		{ "wmo-2.4.1", N_("reclaiming what was granted") },
		{ "wmo-2.4.3", N_("recovery from whoever is liable") },
		{ "wmo-3.1", N_("the quality of what is delivered") },
		{ "pw-7-1-a", N_("support towards work") },
		{ "pw-7-1-b", N_("social assistance") },
	};
	for (size_t i = 0; i < ELEMENTS(labels); i++)
		if (strcmp(labels[i].task, task) == 0)
			return _(labels[i].label);
	return NULL;
}

/* What may be answered; none: any text. */
void interview_choices_add(const struct interview_steps *in, const struct interview_step *s,
                           struct choices *c)
{
	static const char *const forms[] = { "convenant", "gegevensleveringsovereenkomst",
		                             "samenwerkingsplan", "mandaat" };
	const struct ground *g = s->number ? interview_steps_ground(in, s->number - 1) : NULL;
	switch (s->question->kind) {
	case KIND_FORM:
		for (size_t i = 0; i < ELEMENTS(forms); i++)
			choices_add(c, forms[i], NULL);
		break;
	case KIND_ROLE_KIND:
		for (size_t i = 0; i < PARTY_KIND_COUNT; i++)
			choices_add(c, party_kind_name((enum party_kind)(1u << i)),
			            _(party_kind_words((enum party_kind)(1u << i))));
		break;
	case KIND_PARTY:
		add_parties(in, c);
		break;
	case KIND_UNIT:
		for (size_t i = 0; in->with->roster && i < in->with->roster->unit_count; i++)
			choices_add(c, in->with->roster->units[i].name, NULL);
		break;
	case KIND_GROUND:
		add_grounds(in, s->number - 1, c);
		break;
	case KIND_TASK:
		for (size_t i = 0; g && i < g->task_count; i++)
			choices_add(c, g->tasks[i], task_label(g->tasks[i]));
		break;
	case KIND_PHASE:
		add_phases(c, g ? g->phases : 0);
		break;
	case KIND_BASIS:
		add_letters(c, g ? g->bases : 0, false);
		break;
	case KIND_EXCEPTION:
		add_letters(c, g ? g->exceptions : 0, true);
		break;
	case KIND_TEXT:
	case KIND_TRUTH:
	case KIND_FIELD:
		break;
	}
}
