/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/officer/agreement_interview.h"

#include "base/text.h"
#include "cli/language.h"
#include "cli/words.h"
#include "codec/yaml.h"
#include "io/file.h"
#include "tools/officer/dialogue.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* --- the questions --- */

enum kind {
	KIND_TEXT,
	KIND_TRUTH, /* yes or no */
	KIND_FORM,  /* of the agreement: convenant, … */
	KIND_UNIT,
	KIND_ROLE_KIND, /* of a party: wmo, pw, … */
	KIND_PARTY,     /* one of the parties */
	KIND_GROUND,
	KIND_TASK,
	KIND_PHASE,
	KIND_BASIS,
	KIND_EXCEPTION,
	KIND_FIELD,
};

struct query {
	const char *key;
	const char *text, *help;
	enum kind kind;
	bool optional;
	const char *standard; /* what Enter answers when there is nothing yet; NULL: nothing */
};

/* clang-format off */
static const struct query opening[] = {
	{ "id", N_("A short name for the agreement"),
	  N_("Letters a-z, digits, dots and hyphens, such as oss-wmo-wi. Packages and logs refer to it."),
	  KIND_TEXT, false, NULL },
	{ "version", N_("Its version"),
	  N_("1 for a new agreement; one more for each version that follows."), KIND_TEXT, false, "1" },
	{ "title", N_("Its title"), N_("As it stands above the paper."), KIND_TEXT, false, NULL },
	{ "kind", N_("What kind of agreement is it?"),
	  N_("What it is called doesn't change what may be exchanged: an agreement to cooperate creates no "
	     "ground by itself."), KIND_FORM, false, "convenant" },
	{ "goal", N_("What is the cooperation for?"),
	  N_("The first of the seven parts: the goal, for the clients, in one or two sentences."),
	  KIND_TEXT, false, NULL },
	{ "target_group", N_("Whose data is it about?"),
	  N_("The target group: who are they, and from when does it hold for them."), KIND_TEXT, false,
	  NULL },
	{ "excluded", N_("Whose data is it not about?"),
	  N_("Who could be thought to belong to them, and doesn't. Answer - when there is nobody."),
	  KIND_TEXT, true, NULL },
	{ 0 },
};
static const struct query of_party[] = {
	{ "unit", N_("Which unit takes part?"), N_("Its name in the roster, such as oss.nl/wmo."),
	  KIND_UNIT, false, NULL },
	{ "controller", N_("Who is the controller?"),
	  N_("In whose name the unit works, such as oss.nl. Its officers have to sign."), KIND_TEXT, false,
	  NULL },
	{ "kind", N_("What does it do with the data?"),
	  N_("The law under which it works: what one team may have, the other may not therefore have."),
	  KIND_ROLE_KIND, false, NULL },
	{ "role", N_("What is its role?"),
	  N_("In your own words: provider, receiver. Where it is a processor, begin with: verwerker; where "
	     "controllers decide together, with: gezamenlijk verwerkingsverantwoordelijke. The register of "
	     "processing then says so."), KIND_TEXT, false, NULL },
	{ "tasks", N_("What are its tasks?"),
	  N_("Who asks the client, who chooses the records, who deletes and when."), KIND_TEXT, false, NULL },
	{ 0 },
};
static const struct query of_purpose[] = {
	{ "code", N_("A short name for the purpose"),
	  N_("Letters a-z, digits, dots and hyphens, such as onderzoek-2.3.2. The consulent types it. A "
	     "purpose has one direction."), KIND_TEXT, false, NULL },
	{ "description", N_("What is the purpose?"), N_("So that a client would understand it."),
	  KIND_TEXT, false, NULL },
	{ "from", N_("Who gives?"), N_("One of the parties."), KIND_PARTY, false, NULL },
	{ "to", N_("Who receives?"), N_("One of the parties."), KIND_PARTY, false, NULL },
	{ "ground", N_("On which ground?"),
	  N_("A row of the table of grounds. S: the statute says so; I: inference; ?: unsettled, ask a "
	     "lawyer."), KIND_GROUND, false, NULL },
	{ "article", N_("Statute and article"),
	  N_("As the agreement has to name them; the ground's own unless you know better."), KIND_TEXT,
	  false, NULL },
	{ "task", N_("Which statutory task does it serve?"), N_("One of those that the ground carries."),
	  KIND_TASK, false, NULL },
	{ "phase", N_("In which phase?"),
	  N_("Of the client's case. At melding no more than contact data may go."), KIND_PHASE, false, NULL },
	{ "basis", N_("Which paragraph of AVG 6(1)?"),
	  N_("The lawfulness of the processing; consent that a statute asks is a condition and not the "
	     "basis."), KIND_BASIS, false, NULL },
	{ "exception", N_("Which paragraph of AVG 9(2)?"),
	  N_("The exception for data on health and the like. Answer - when no such field is needed."),
	  KIND_EXCEPTION, true, NULL },
	{ "necessity", N_("Why can it not be done with less?"),
	  N_("Proportionality and subsidiarity: what goes wrong without these data, and why there is no "
	     "gentler way."), KIND_TEXT, false, NULL },
	{ "free_text", N_("May free text leave, such as a report?"),
	  N_("Free text may hold anything: say yes only if the purpose can't do without."), KIND_TRUTH,
	  false, "false" },
	{ "secret_address", N_("May an address leave that the client keeps secret?"),
	  N_("Where the BRP has an indication of secrecy, the address stays unless you say yes."),
	  KIND_TRUTH, false, "false" },
	{ "household", N_("May records of members of the household leave too?"),
	  N_("Only to align support."), KIND_TRUTH, false, "false" },
	{ "client_supplied", N_("May what the client supplied in the investigation leave without these "
	                        "declarations?"),
	                        N_("The statute lets it. Say yes only if your intake marks such records as "
	                           "supplied by the client in the investigation."), KIND_TRUTH, false,
	                           "false" },
	{ "retention_months", N_("How many months does the receiver keep its copy?"),
	  N_("Which term holds for a received copy is unsettled (?): the agreement states one."),
	  KIND_TEXT, false, NULL },
	{ 0 },
};
static const struct query of_field[] = {
	{ "field", N_("Which field?"), N_("A name in the catalogue, or a part of it to search. No field is "
	                                  "needed merely because a form has it."), KIND_FIELD, false, NULL },
	{ "why", N_("Why is it needed?"), N_("For this purpose, in one sentence."), KIND_TEXT, false, NULL },
	{ 0 },
};
static const struct query closing[] = {
	{ "approval_by_two", N_("Must a second person approve each package?"),
	  N_("The package waits until another person with the mandate has approved it."), KIND_TRUTH,
	  false, "false" },
	{ "use_by_days", N_("For how many days may a package be opened?"),
	  N_("After that it is refused, so that a found stick is worth less. At most 366."), KIND_TEXT,
	  false, "14" },
	{ "largest_package_mib", N_("The largest package, in MiB"), NULL, KIND_TEXT, false, "256" },
	{ "rights", N_("How do clients get access, correction and erasure?"),
	  N_("Where they ask, and how the other side hears of it (AVG 15 to 19)."), KIND_TEXT, false, NULL },
	{ "incidents", N_("Who does what after a breach?"),
	  N_("Whom to call, and who reports it within 72 hours (AVG 33)."), KIND_TEXT, false, NULL },
	{ "contact", N_("Whom to ask about this agreement?"),
	  N_("A function rather than a person's name."), KIND_TEXT, false, NULL },
	{ "budget", N_("What does it cost, and who pays?"), NULL, KIND_TEXT, false, NULL },
	{ "results", N_("What should it bring, and how is that measured?"),
	  N_("Results wanted, with indicators."), KIND_TEXT, false, NULL },
	{ "valid_from", N_("First day"), N_("As 2027-01-01."), KIND_TEXT, false, NULL },
	{ "valid_until", N_("Last day"), N_("As 2030-12-31; it counts too."), KIND_TEXT, false, NULL },
	{ "evaluation", N_("Day of the evaluation"), N_("Within the term."), KIND_TEXT, false, NULL },
	{ "supersedes", N_("Which agreement does it take the place of?"),
	  N_("The short name of that one. Answer - when there is none."), KIND_TEXT, true, NULL },
	{ "witness_days", N_("How many days may the log go without a witness?"),
	  N_("How old the oldest entry that no other unit has seen may be when a package is made. Answer - "
	     "to set no limit."), KIND_TEXT, true, NULL },
	{ 0 },
};
/* clang-format on */

/* --- steps: the questions that this draft has, in order --- */

#define PATH_SIZE 64u

struct step {
	char path[PATH_SIZE];
	const struct query *question;
	const char *section;
	char item[PATH_SIZE]; /* "purposes/1", what "-" at its first question takes out; empty: none */
	bool first, more;     /* of an item; of an item that isn't there yet */
	size_t number;        /* of the item, from 1; of a purpose for its fields */
};

struct interview {
	struct dialogue talk;
	struct agreement_text *draft;
	const struct agreement_against *with;
	const char *path; /* of the file */
	struct step *steps;
	size_t count, room, at;
	const char *section; /* that was announced last */
	bool failed;
	struct agreement_finding *findings; /* of the draft as it stands */
	size_t finding_count;
};

static void interview_clear(struct interview *iv)
{
	dialogue_clear(&iv->talk);
	free(iv->steps);
	free(iv->findings);
}

static const char *value_of(const struct interview *iv, const struct step *s)
{
	return s->more ? NULL : agreement_draft_get(iv->draft, s->path);
}

static const char *_printf_(2, 3) part(const struct interview *iv, const char *format, ...)
{
	char path[PATH_SIZE];
	va_list args;
	va_start(args, format);
	vsnprintf(path, sizeof path, format, args);
	va_end(args);
	return agreement_draft_get(iv->draft, path);
}

static const struct ground *ground_of(const struct interview *iv, size_t purpose)
{
	const char *id = part(iv, "purposes/%zu/ground", purpose);
	return id ? grounds_find(iv->with->grounds, id) : NULL;
}

static struct step *add_step(struct interview *iv, const struct query *q, const char *section)
{
	if (iv->count == iv->room) {
		size_t room = iv->room ? 2 * iv->room : 128;
		struct step *more = reallocarray(iv->steps, room, sizeof *more);
		if (!more) {
			iv->failed = true;
			return NULL;
		}
		iv->steps = more;
		iv->room = room;
	}
	struct step *s = &iv->steps[iv->count++];
	*s = (struct step){ .question = q, .section = section };
	return s;
}

static void add_top(struct interview *iv, const struct query *questions, const char *section)
{
	for (const struct query *q = questions; q->key; q++) {
		struct step *s = add_step(iv, q, section);
		if (s)
			snprintf(s->path, sizeof s->path, "%s", q->key);
	}
}

/* What the ground leaves no choice in isn't asked. */
static bool is_asked(const struct interview *iv, const struct query *q, size_t purpose)
{
	const struct ground *g = ground_of(iv, purpose);
	if (q->kind == KIND_EXCEPTION)
		return g && (g->exceptions || part(iv, "purposes/%zu/exception", purpose));
	if (strcmp(q->key, "client_supplied") == 0)
		return g && g->client_supplied;
	return strcmp(q->key, "household") != 0 || (g && g->household);
}

static void add_question(struct interview *iv, const char *item, const struct query *questions,
                         const struct query *q, const char *section, size_t number, bool more)
{
	struct step *s = add_step(iv, q, section);
	if (!s)
		return;
	snprintf(s->path, sizeof s->path, "%.40s/%s", item, q->key);
	snprintf(s->item, sizeof s->item, "%.40s", item);
	s->first = q == questions;
	s->more = more;
	s->number = number;
}

static void add_fields(struct interview *iv, size_t purpose, const char *section)
{
	char list[PATH_SIZE], item[PATH_SIZE];
	snprintf(list, sizeof list, "purposes/%zu/fields", purpose);
	size_t count = agreement_draft_count(iv->draft, list);
	for (size_t i = 0; i <= count; i++) {
		snprintf(item, sizeof item, "%.40s/%zu", list, i);
		for (const struct query *q = of_field; q->key && (i < count || q == of_field); q++)
			add_question(iv, item, of_field, q, section, purpose + 1, i == count);
	}
}

static void add_list(struct interview *iv, const char *list, const struct query *questions,
                     const char *section)
{
	char item[PATH_SIZE];
	bool has_fields = questions == of_purpose;
	size_t count = agreement_draft_count(iv->draft, list);
	for (size_t i = 0; i <= count; i++) {
		snprintf(item, sizeof item, "%.40s/%zu", list, i);
		for (const struct query *q = questions; q->key && (i < count || q == questions); q++)
			if (i == count || !has_fields || is_asked(iv, q, i))
				add_question(iv, item, questions, q, section, i + 1, i == count);
		if (has_fields && i < count)
			add_fields(iv, i, section);
	}
}

static bool build(struct interview *iv, struct error *e)
{
	iv->count = 0;
	add_top(iv, opening, N_("The agreement"));
	add_list(iv, "parties", of_party, N_("Partners and their tasks"));
	add_list(iv, "purposes", of_purpose, N_("Purposes, and which field for which reason"));
	add_top(iv, closing, N_("Conditions, costs, results and term"));
	return !iv->failed || error_memory(e);
}

/* Where to begin: the first part that is missing. "Another one?" was answered if anything behind it was. */
static size_t first_open(const struct interview *iv)
{
	size_t last = 0;
	for (size_t i = 0; i < iv->count; i++)
		if (value_of(iv, &iv->steps[i]))
			last = i + 1;
	for (size_t i = 0; i < iv->count; i++) {
		const struct step *s = &iv->steps[i];
		if (s->more || s->question->optional ? i >= last : !value_of(iv, s))
			return i;
	}
	return iv->count;
}

/* --- choices --- */

struct choice {
	const char *token;
	char *label; /* may be NULL */
};
struct choices {
	struct choice *list;
	size_t count;
	bool failed;
};

static void choices_clear(struct choices *c)
{
	for (size_t i = 0; i < c->count; i++)
		free(c->list[i].label);
	free(c->list);
}

static void add_choice(struct choices *c, const char *token, const char *label)
{
	struct choice *more = reallocarray(c->list, c->count + 1, sizeof *more);
	char *copy = string_copy(label);
	if (more)
		c->list = more;
	if (!more || (label && !copy)) {
		c->failed = true;
		free(copy);
		return;
	}
	c->list[c->count++] = (struct choice){ token, copy };
}

static const char *title_of(const struct ground *g)
{
	return strcmp(language_code(), "nl") == 0 ? g->title_nl : g->title;
}

static const char *gloss_of(const struct field *f)
{
	return strcmp(language_code(), "nl") == 0 ? f->gloss_nl : f->gloss;
}

static enum party_kind kind_of_unit(const struct interview *iv, const char *unit)
{
	for (size_t i = 0; unit && i < agreement_draft_count(iv->draft, "parties"); i++) {
		const char *name = part(iv, "parties/%zu/unit", i), *kind = part(iv, "parties/%zu/kind", i);
		enum party_kind found;
		if (name && kind && strcmp(name, unit) == 0 &&
		    party_kind_parse(bytes_of_string(kind), &found))
			return found;
	}
	return (enum party_kind)0;
}

/* The rows that grant between these two, those that are disabled left out. */
static void add_grounds(const struct interview *iv, size_t purpose, struct choices *c)
{
	unsigned from = kind_of_unit(iv, part(iv, "purposes/%zu/from", purpose));
	unsigned to = kind_of_unit(iv, part(iv, "purposes/%zu/to", purpose));
	for (size_t i = 0; i < grounds_size(iv->with->grounds); i++) {
		const struct ground *g = grounds_row(iv->with->grounds, i);
		if (g->bars || !g->enabled || !(g->from & from) || !(g->to & to))
			continue;
		_cleanup_(string_freep) char *label = string_printf("%s (%s)", title_of(g), g->certainty);
		add_choice(c, g->id, label);
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
			add_choice(c, special ? exceptions[i].token : bases[i].token,
			           label ? _(label) : NULL);
	}
}

static void add_parties(const struct interview *iv, struct choices *c)
{
	for (size_t i = 0; i < agreement_draft_count(iv->draft, "parties"); i++) {
		const char *unit = part(iv, "parties/%zu/unit", i);
		if (unit)
			add_choice(c, unit, part(iv, "parties/%zu/role", i));
	}
}

static void add_phases(struct choices *c, unsigned phases)
{
	for (unsigned bit = 1; bit <= PHASE_HERONDERZOEK; bit <<= 1)
		if (phases & bit)
			add_choice(c, phase_name((enum phase)bit), NULL);
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
static void choices_of(const struct interview *iv, const struct step *s, struct choices *c)
{
	static const char *const forms[] = { "convenant", "gegevensleveringsovereenkomst",
		                             "samenwerkingsplan", "mandaat" };
	const struct ground *g = s->number ? ground_of(iv, s->number - 1) : NULL;
	switch (s->question->kind) {
	case KIND_FORM:
		for (size_t i = 0; i < ELEMENTS(forms); i++)
			add_choice(c, forms[i], NULL);
		break;
	case KIND_ROLE_KIND:
		add_choice(c, "wmo", _("the college, under the Wmo 2015"));
		add_choice(c, "pw", _("the college, under the Participatiewet"));
		add_choice(c, "zorgaanbieder", _("a care provider"));
		add_choice(c, "reintegratie", _("a re-integration company"));
		add_choice(c, "uwv", _("the UWV"));
		break;
	case KIND_PARTY:
		add_parties(iv, c);
		break;
	case KIND_UNIT:
		for (size_t i = 0; iv->with->roster && i < iv->with->roster->unit_count; i++)
			add_choice(c, iv->with->roster->units[i].name, NULL);
		break;
	case KIND_GROUND:
		add_grounds(iv, s->number - 1, c);
		break;
	case KIND_TASK:
		for (size_t i = 0; g && i < g->task_count; i++)
			add_choice(c, g->tasks[i], task_label(g->tasks[i]));
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

/* --- asking --- */

static const char *shown_value(const struct query *q, const char *value)
{
	if (q->kind != KIND_TRUTH || !value)
		return value;
	return strcmp(value, "true") == 0 ? _("yes") : _("no");
}

/* What Enter would answer: what stands there, or what is usual. `room` keeps a name that is made here. */
static const char *standard_of(const struct interview *iv, const struct step *s, const struct choices *c,
                               char room[NAME_MAX_SIZE + 1])
{
	const char *value = value_of(iv, s), *unit;
	const struct ground *g = s->number ? ground_of(iv, s->number - 1) : NULL;
	if (value || s->more)
		return value;
	if (s->question->standard)
		return s->question->standard;
	if (strcmp(s->question->key, "controller") == 0 && (unit = part(iv, "%s/unit", s->item))) {
		snprintf(room, NAME_MAX_SIZE + 1, "%.*s", (int)strcspn(unit, "/"), unit);
		return room;
	}
	if (strcmp(s->question->key, "article") == 0 && g)
		return g->article;
	if (s->question->kind == KIND_BASIS && g && g->bases & 1u << 4)
		return "A6-1-e";
	if (strcmp(s->question->key, "to") == 0 && c->count == 2 && (unit = part(iv, "%s/from", s->item)))
		return c->list[strcmp(c->list[0].token, unit) == 0].token;
	return c->count == 1 ? c->list[0].token : NULL;
}

/* The list that the step's item is in: "purposes/1/fields" of "purposes/1/fields/0". */
static size_t count_of_list(const struct interview *iv, const struct step *s)
{
	char list[PATH_SIZE];
	snprintf(list, sizeof list, "%.*s", (int)(strrchr(s->item, '/') - s->item), s->item);
	return agreement_draft_count(iv->draft, list);
}

/* The first of its list, which must have one. */
static bool is_only(const struct interview *iv, const struct step *s)
{
	return s->more && count_of_list(iv, s) == 0;
}

static void say_question(struct interview *iv, const struct step *s, const struct choices *c,
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
	for (size_t i = 0; i < c->count; i++)
		dialogue_say(&iv->talk, "  %2zu  %s%s%s", i + 1, c->list[i].token,
		             c->list[i].label ? "  " : "", c->list[i].label ? c->list[i].label : "");
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
	const struct ground *g = ground_of(iv, purpose);
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

static void say_help(struct interview *iv, const struct step *s)
{
	if (s->question->help)
		dialogue_say(&iv->talk, "%s", _(s->question->help));
	dialogue_say(&iv->talk, "%s",
	             _("<  back   -  without this   .  stop here and go on later   ?  help"));
	if (s->question->kind == KIND_FIELD)
		say_fields(iv, s->number - 1, BYTES(""));
}

/* --- what an answer means --- */

static const char *truth_of(const char *text)
{
	static const struct {
		const char *word, *truth;
	} words[] = { { "yes", "true" }, { "y", "true" },    { "ja", "true" },
		      { "j", "true" },   { "true", "true" }, { "no", "false" },
		      { "n", "false" },  { "nee", "false" }, { "false", "false" } };
	for (size_t i = 0; i < ELEMENTS(words); i++)
		if (strcasecmp(words[i].word, text) == 0)
			return words[i].truth;
	return NULL;
}

/* NULL when it means nothing here. */
static const char *meant(const struct interview *iv, const struct step *s, const struct choices *c,
                         const char *text)
{
	uint64_t number;
	if (s->question->kind == KIND_TRUTH)
		return truth_of(text);
	if (s->question->kind == KIND_FIELD)
		return catalogue_find(iv->with->catalogue, bytes_of_string(text)) ? text : NULL;
	if (c->count && number_parse(bytes_of_string(text), c->count, &number) && number > 0)
		return c->list[number - 1].token;
	for (size_t i = 0; i < c->count; i++)
		if (strcmp(c->list[i].token, text) == 0)
			return text;
	/* The rest is for the rules to judge: they say what is wrong with it. */
	return text;
}

/* --- the rules of `agreement check` --- */

static bool is_among(const struct agreement_finding *f, const struct agreement_finding *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(f->rule, list[i].rule) == 0 && strcmp(f->subject, list[i].subject) == 0)
			return true;
	return false;
}

static bool is_one_of(const char *rule, const char *const *rules, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(rule, rules[i]) == 0)
			return true;
	return false;
}

/* Of what is asked later on. */
static bool is_not_yet(const struct agreement_finding *f)
{
	static const char *const rules[] = { "part-missing",         "purpose-without-ground",
		                             "field-without-reason", "catalogue-not-pinned",
		                             "grounds-not-pinned",   "consent-not-asked" };
	return is_one_of(f->rule, rules, ELEMENTS(rules));
}

/* What a later answer, or an override, mends. */
static bool is_mended_later(const struct agreement_finding *f)
{
	static const char *const rules[] = { "override-missing", "consent-without-bsn",
		                             "secrecy-not-listed" };
	return is_one_of(f->rule, rules, ELEMENTS(rules));
}

static uint64_t line_of(struct bytes yaml, const char *path)
{
	char room[PATH_SIZE];
	const char *parts[6] = { NULL };
	size_t count = 0;
	snprintf(room, sizeof room, "%s", path);
	char *rest = room;
	for (char *name; count + 1 < ELEMENTS(parts) && (name = strsep(&rest, "/"));)
		parts[count++] = name;
	return yaml_line_of(yaml, parts);
}

static void say_finding(struct interview *iv, const struct agreement_finding *f)
{
	dialogue_say(&iv->talk, "  ! %s: %s%s%s%s", words_breach(f->rule), f->subject,
	             *f->article ? " (" : "", f->article, *f->article ? ")" : "");
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
	uint64_t line = line_of(buffer_bytes(&text), path);
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

static bool refuse(struct interview *iv, const struct step *s, const struct agreement_finding *f,
                   struct error *e)
{
	if (iv->talk.is_terminal)
		return true;
	return error_line(e, ERR_AGREEMENT_INVALID, _("standard input"), iv->talk.line, "%s: %s: %s", s->path,
	                  f ? f->rule : "bad-value", f ? f->subject : _(s->question->text));
}

/* What goes with a ground: its law and how sure that is, and the declarations that it asks, which nobody can
 * choose otherwise. */
static bool apply_ground(struct interview *iv, const struct step *s, struct error *e)
{
	const struct ground *g = ground_of(iv, s->number - 1);
	char path[PATH_SIZE];
	if (!g)
		return true;
	dialogue_say(&iv->talk, "  %s", g->article);
	dialogue_say(&iv->talk, _("  certainty: %s (%s)"), g->certainty, words_certainty(g->certainty));
	dialogue_say(&iv->talk, _("  by default: %s"), words_standing(ground_default_name(g->standing)));
	dialogue_say(&iv->talk, _("  explicit consent: %s; written no-objection: %s"),
	             g->consent ? _("needed") : _("not asked"),
	             g->no_objection ? _("needed") : _("not asked"));
	if (g->client_supplied)
		dialogue_say(&iv->talk, "%s",
		             _("  neither is asked of what the client supplied in the investigation"));
	dialogue_say(&iv->talk, _("  source: %s"), g->source);
	snprintf(path, sizeof path, "%.40s/consent", s->item);
	if (!agreement_draft_set(iv->draft, path, g->consent ? "true" : "false", e))
		return false;
	snprintf(path, sizeof path, "%.40s/no_objection", s->item);
	return agreement_draft_set(iv->draft, path, g->no_objection ? "true" : "false", e);
}

/* Another ground: what was chosen with the old one is asked again. */
static bool forget_choices(struct interview *iv, const struct step *s, struct error *e)
{
	static const char *const keys[] = { "article", "task", "phase", "basis", "exception" };
	for (size_t i = 0; i < ELEMENTS(keys); i++) {
		char path[PATH_SIZE];
		snprintf(path, sizeof path, "%.40s/%s", s->item, keys[i]);
		if (!agreement_draft_set(iv->draft, path, NULL, e))
			return false;
	}
	return true;
}

static bool put_back(struct interview *iv, const struct step *s, const char *before, struct error *e)
{
	if (!s->more)
		return agreement_draft_set(iv->draft, s->path, before, e);
	agreement_draft_remove(iv->draft, s->item);
	return true;
}

static bool take(struct interview *iv, const char *value, struct error *e)
{
	const struct step s = iv->steps[iv->at];
	struct agreement_finding why;
	bool refused;
	_cleanup_(string_freep) char *before = string_copy(value_of(iv, &s));
	bool other_ground = s.question->kind == KIND_GROUND && before && strcmp(before, value) != 0;
	if (value_of(iv, &s) && !before)
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
	return save(iv, e) && build(iv, e);
}

/* "-": an optional part, or an item at its first question. */
static bool take_out(struct interview *iv, struct error *e)
{
	const struct step s = iv->steps[iv->at];
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
	return save(iv, e) && build(iv, e);
}

/* Has the list as many as an agreement needs? */
static bool is_enough(struct interview *iv, const struct step *s)
{
	size_t least = s->question->kind == KIND_UNIT ? 2 : 1;
	if (count_of_list(iv, s) >= least)
		return true;
	dialogue_say(&iv->talk, "%s",
	             least == 2 ? _("An agreement has at least two partners.")
	                        : _("There must be at least one."));
	return false;
}

static bool take_enter(struct interview *iv, const struct step *s, const char *standard, struct error *e)
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

static bool take_text(struct interview *iv, const struct step *s, const struct choices *c,
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
	const struct step s = iv->steps[iv->at];
	choices_of(iv, &s, &c);
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
	if (!build(iv, e))
		return false;
	iv->at = first_open(iv);
	/* Findings that it has already aren't this session's. */
	if (!review(iv, "", &refused, &unused, e))
		return false;
	buffer_reset(&iv->talk.shown);
	dialogue_say(
		&iv->talk, "%s",
		_("One question at a time. Each answer is checked and kept: you can stop at any moment."));
	dialogue_say(&iv->talk, "%s",
	             _("<  back   -  without this   .  stop here and go on later   ?  help"));
	while (!stop && iv->at < iv->count)
		if (!ask(iv, &stop, e))
			return false;
	*ret_done = !stop;
	return true;
}

bool agreement_interview(struct agreement_text *draft, const struct agreement_against *with, const char *path,
                         bool *ret_done, struct error *e)
{
	_cleanup_(interview_clear) struct interview iv = { .draft = draft, .with = with, .path = path };
	dialogue_begin(&iv.talk);
	return run(&iv, ret_done, e);
}
