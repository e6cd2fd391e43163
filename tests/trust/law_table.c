/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Every line of tests/data/law.csv, which was written from the law and not from the
 * code, × what the client said × where the data come from × the phase × overrides
 * × mandates × kinds of data: the decision must be what the line says. And whatever no
 * line has must be refused however much was signed. */
#include "law.h"

#include "io/file.h"

enum column {
	COLUMN_FROM,
	COLUMN_TO,
	COLUMN_GROUND,
	COLUMN_TASKS,
	COLUMN_VERDICT,
	COLUMN_NEEDS,
	COLUMN_LAWS,
	COLUMN_SOURCES,
	COLUMN_CATEGORIES,
	COLUMN_NUMBER,
	COLUMN_EXCEPTIONS,
	COLUMN_PHASES,
	COLUMN_HOUSEHOLD,
	COLUMN_CERTAINTY,
	COLUMN_SAYS,
	COLUMN_COUNT
};

#define LINES_MAX 64u
struct law_line {
	char *cells[COLUMN_COUNT];
};
struct law_table {
	struct buffer text;
	struct law_line lines[LINES_MAX];
	size_t count;
};

static void table_read(struct law_table *t)
{
	struct error e = { 0 };
	*t = (struct law_table){ 0 };
	_cleanup_(string_freep) char *path = string_printf("%s/tests/data/law.csv", getenv("SLUIS_SOURCE"));
	cr_assert(file_read(path, 1u << 16, &t->text, &e), "%s", e.subject);
	buffer_append(&t->text, bytes_of("", 1));
	bool heading = true;
	for (char *rest = (char *)t->text.data, *line; (line = strsep(&rest, "\n"));) {
		if (*line == '#' || *line == 0)
			continue;
		if (!heading) {
			cr_assert_lt(t->count, LINES_MAX);
			for (size_t i = 0; i < COLUMN_COUNT; i++)
				cr_assert_not_null(t->lines[t->count].cells[i] = strsep(&line, ","),
				                   "line %zu, column %zu", t->count, i);
			cr_assert_null(line, "too many columns");
			t->count++;
		}
		heading = false;
	}
	cr_assert_gt(t->count, 0);
}

static void table_clear(struct law_table *t)
{
	buffer_clear(&t->text);
}

static bool has_word(const char *list, const char *word)
{
	size_t size = strlen(word);
	for (const char *at = list; size && (at = strstr(at, word)); at += size)
		if ((at == list || at[-1] == ' ') && (at[size] == 0 || at[size] == ' '))
			return true;
	return false;
}

static bool cell_has(const struct law_line *l, enum column c, const char *word)
{
	return has_word(l->cells[c], word);
}

static bool cell_is(const struct law_line *l, enum column c, const char *text)
{
	return strcmp(l->cells[c], text) == 0;
}

static enum party_kind kind_named(const char *name)
{
	enum party_kind kind = PARTY_WMO;
	cr_assert(party_kind_parse(bytes_of_string(name), &kind), "%s", name);
	return kind;
}

/* --- the cases --- */

enum said {
	SAID_NOTHING,
	SAID_CONSENT,
	SAID_NO_OBJECTION,
	SAID_BOTH,
	SAID_LONG_AGO,
	SAID_AND_WITHDREW,
	SAID_OF_FEWER_FIELDS,
	SAID_OF_OTHER_FIELDS,
	SAID_FOR_ANOTHER,
	SAID_BY_ANOTHER,
	SAID_TO_ANOTHER,
	SAID_COUNT
};
static const char *const said_names[] = { "nothing",
	                                  "consent",
	                                  "no-objection",
	                                  "both",
	                                  "past",
	                                  "withdrawn",
	                                  "of fewer fields",
	                                  "of other fields",
	                                  "for another purpose",
	                                  "of another client",
	                                  "to another receiver" };
enum lift { LIFT_NONE, LIFT_GROUND, LIFT_GROUND_PAST, LIFT_SUWINET, LIFT_ALL, LIFT_COUNT };
static const char *const lift_names[] = { "no override", "override", "override that is past",
	                                  "override of suwinet", "all overrides" };
static const char *const sources[] = { "client", "wmo", "pw", "suwinet", "uwv", "" };
static const char exceptions[] = { 0, 'a', 'b', 'h', 'g' };

struct law_case {
	const struct law_line *line;
	enum phase phase;
	enum said said;
	enum lift lift;
	const char *source, *wet, *task;
	unsigned mandate;
	char exception;
	bool member, household;         /* of whom the record is; what the purpose says */
	bool free_text, secret_address; /* what the purpose says */
	const char *secrecy;
};

/* What a record of these cases holds: of each category, and each field that has a rule of its own. */
static const struct {
	const char *name, *value, *category;
	bool listed, free_text, address, at_melding, always,
		of_fewer; /* among the fewer fields that a client may have named */
			  /* clang-format off */
} samples[] = {
	{ .name = "burgerservicenummer", .value = LAW_BSN, .category = "I", .listed = true,
	  .at_melding = true, .of_fewer = true },
	{ .name = "naam.geslachtsnaam", .value = "Jansen", .category = "I", .listed = true,
	  .at_melding = true },
	{ .name = "naam.voornamen", .value = "Anna", .category = "I", .listed = true, .at_melding = true },
	{ .name = "geboorte.datum", .value = "1980-05-17", .category = "I", .listed = true,
	  .at_melding = true },
	{ .name = "geslacht", .value = "2", .category = "I", .listed = true },
	{ .name = "postcode", .value = "5341AB", .category = "I", .listed = true, .address = true,
	  .at_melding = true, .of_fewer = true },
	{ .name = "huisnummer", .value = "12", .category = "I", .listed = true, .address = true,
	  .at_melding = true },
	{ .name = "zaak.identificatie", .value = "Z-1", .category = "O", .listed = true },
	{ .name = "status.omschrijving", .value = "lopend", .category = "O", .listed = true,
	  .free_text = true },
	{ .name = "ikWil", .value = "werken", .category = "O", .listed = true, .free_text = true },
	{ .name = "inkomensvoorziening.ingangsdatum", .value = "2026-01-01", .category = "F",
	  .listed = true, .of_fewer = true },
	{ .name = "zelfredzaamheid.lichamelijkeGezondheid.score", .value = "2", .category = "H",
	  .listed = true },
	{ .name = "verslag", .value = "gesprek", .category = "H", .listed = true, .free_text = true },
	{ .name = "beperking", .value = "loopt slecht", .category = "H", .listed = true, .free_text = true,
	  .of_fewer = true },
	{ .name = "zelfredzaamheid.justitie.score", .value = "2", .category = "C", .listed = true },
	{ .name = "participatieladder.trede", .value = "2", .category = "O" },
	{ .name = "wet", .category = "O", .always = true },
	{ .name = "gegevensbron", .category = "O", .always = true },
	{ .name = "relatie.soort", .category = "O", .listed = true },
};
/* clang-format on */

static bool overridden(const struct law_case *c)
{
	return c->lift == LIFT_GROUND || c->lift == LIFT_ALL;
}

static bool needs_nothing_said(const struct law_case *c)
{
	return cell_is(c->line, COLUMN_NEEDS, "-");
}

/* Of the client as a whole: of other fields than the number leaves nothing that it could be tied to. */
static bool client_said_enough(const struct law_case *c)
{
	bool both = c->said == SAID_BOTH || c->said == SAID_OF_FEWER_FIELDS;
	bool consent = both || c->said == SAID_CONSENT, no_objection = both || c->said == SAID_NO_OBJECTION;
	if (needs_nothing_said(c))
		return true;
	return (consent || !cell_has(c->line, COLUMN_NEEDS, "consent")) &&
	       (no_objection || !cell_has(c->line, COLUMN_NEEDS, "no-objection"));
}

/* Of a member the relation goes along: listed, beyond the melding, and among what was said. */
static bool member_may(const struct law_case *c)
{
	return c->household && cell_is(c->line, COLUMN_HOUSEHOLD, "yes") && c->phase != PHASE_MELDING &&
	       (c->said != SAID_OF_FEWER_FIELDS || needs_nothing_said(c));
}

static bool address_may(const struct law_case *c)
{
	return strcmp(c->secrecy, "0") == 0 || c->secret_address;
}

/* Without the number by surname, first names, day of birth, postcode and house number: all of them. */
static bool identified(const struct law_case *c)
{
	return cell_is(c->line, COLUMN_NUMBER, "yes") || address_may(c);
}

static bool client_may(const struct law_case *c)
{
	const struct law_line *l = c->line;
	enum law law = LAW_WMO;
	cr_assert(law_parse(bytes_of_string(c->wet), &law));
	if (cell_is(l, COLUMN_VERDICT, "never") || (cell_is(l, COLUMN_VERDICT, "override") && !overridden(c)))
		return false;
	if (!(c->mandate & (unsigned)law) || !cell_has(l, COLUMN_LAWS, c->wet) ||
	    !cell_has(l, COLUMN_PHASES, phase_name(c->phase)))
		return false;
	if (c->phase == PHASE_SPOED && strcmp(c->task, "wmo-2.3.3") != 0)
		return false;
	if (!*c->source ||
	    (strcmp(c->source, "suwinet") == 0 && c->lift != LIFT_SUWINET && c->lift != LIFT_ALL))
		return false;
	if (!cell_is(l, COLUMN_SOURCES, "-") && !cell_has(l, COLUMN_SOURCES, c->source))
		return false;
	if ((c->member && !member_may(c)) || !identified(c))
		return false;
	return client_said_enough(c);
}

static bool field_may(const struct law_case *c, size_t sample)
{
	const char *category = samples[sample].category;
	const char letter[] = { c->exception ? c->exception : '!', 0 };
	if (samples[sample].always)
		return true;
	return samples[sample].listed && cell_has(c->line, COLUMN_CATEGORIES, category) &&
	       (strcmp(category, "H") != 0 || cell_has(c->line, COLUMN_EXCEPTIONS, letter)) &&
	       (!samples[sample].free_text || c->free_text) && (!samples[sample].address || address_may(c)) &&
	       (sample != 0 || cell_is(c->line, COLUMN_NUMBER, "yes")) &&
	       (c->phase != PHASE_MELDING || samples[sample].at_melding) &&
	       (c->said != SAID_OF_FEWER_FIELDS || needs_nothing_said(c) || samples[sample].of_fewer);
}

/* --- put to the program --- */

struct bench {
	struct law_scene scene;
	struct record record;
	const struct field *fields[ELEMENTS(samples)];
	bool *keep;
	size_t cases, allowed;
};

static void bench_start(struct bench *b)
{
	struct error e = { 0 };
	*b = (struct bench){ 0 };
	law_start(&b->scene);
	cr_assert(record_start(&b->record, b->scene.catalogue, &e));
	b->keep = calloc(catalogue_size(b->scene.catalogue), sizeof *b->keep);
	for (size_t i = 0; i < ELEMENTS(samples); i++) {
		b->fields[i] = law_field(&b->scene, samples[i].name);
		if (samples[i].value)
			law_set(&b->scene, &b->record, samples[i].name, samples[i].value);
		if (samples[i].listed)
			law_list(&b->scene, b->fields[i]);
	}
	law_list(&b->scene, law_field(&b->scene, "geheimhouding"));
}

static void bench_clear(struct bench *b)
{
	free(b->keep);
	record_clear(&b->record);
	law_clear(&b->scene);
}

static size_t say(struct law_scene *s, enum said said, struct consent *ret)
{
	static char other_purpose[] = "doel-2", other_unit[] = "uden.nl/wmo", another[] = "999990020";
	static char fewer[] =
		"burgerservicenummer postcode geheimhouding inkomensvoorziening.ingangsdatum beperking",
		    others[] = "naam.geslachtsnaam postcode";
	ret[0] = law_consent(s, said == SAID_NO_OBJECTION ? CONSENT_NO_OBJECTION : CONSENT_EXPLICIT);
	ret[1] = law_consent(s, CONSENT_NO_OBJECTION);
	for (size_t i = 0; i < 2; i++) {
		if (said == SAID_LONG_AGO)
			ret[i].until = LAW_TODAY - SECONDS_A_DAY;
		if (said == SAID_AND_WITHDREW)
			ret[i].withdrawn = LAW_NOON - 3600;
		if (said == SAID_OF_FEWER_FIELDS || said == SAID_OF_OTHER_FIELDS)
			ret[i].fields = said == SAID_OF_OTHER_FIELDS ? others : fewer;
		if (said == SAID_FOR_ANOTHER)
			ret[i].purpose = other_purpose;
		if (said == SAID_BY_ANOTHER)
			ret[i].tie = another;
		if (said == SAID_TO_ANOTHER)
			ret[i].to = other_unit;
	}
	return said == SAID_NOTHING ? 0 : said == SAID_CONSENT || said == SAID_NO_OBJECTION ? 1 : 2;
}

static void sign_overrides(struct law_scene *s, enum lift lift)
{
	moment past = lift == LIFT_GROUND_PAST ? LAW_TODAY - SECONDS_A_DAY : LAW_TODAY;
	s->agreement.pinned.override_count = 0;
	if (lift == LIFT_GROUND || lift == LIFT_GROUND_PAST || lift == LIFT_ALL)
		law_override(s, s->ground, LAW_TODAY - 9 * SECONDS_A_DAY, past);
	if (lift == LIFT_SUWINET || lift == LIFT_ALL)
		law_override(s, "suwi-74", LAW_TODAY, LAW_TODAY);
}

static void describe(const struct law_case *c, char *ret, size_t size)
{
	snprintf(ret, size,
	         "%s to %s, %s: %s, said %s, %s, source \"%s\", wet %s, mandate %u, exception %c, member "
	         "%d/%d, free text %d, secrecy %s/%d",
	         c->line->cells[COLUMN_FROM], c->line->cells[COLUMN_TO], c->line->cells[COLUMN_GROUND],
	         phase_name(c->phase), said_names[c->said], lift_names[c->lift], c->source, c->wet,
	         c->mandate, c->exception ? c->exception : '-', c->member, c->household, c->free_text,
	         c->secrecy, c->secret_address);
}

static void put_case(struct bench *b, const struct terms *t, const struct law_case *c)
{
	struct consent consents[2];
	struct question q = { .terms = t,
		              .laws = c->mandate,
		              .when = LAW_NOON,
		              .consents = consents,
		              .consent_count = say(&b->scene, c->said, consents),
		              .record = &b->record };
	bool may = client_may(c), does = decide_record(&q, b->keep, NULL).allowed;
	size_t wrong = does == may ? ELEMENTS(samples) : 0;
	for (size_t i = 0; i < ELEMENTS(samples) && wrong == ELEMENTS(samples); i++)
		if (b->keep[b->fields[i]->index] !=
		    (may && b->record.values[b->fields[i]->index].size && field_may(c, i)))
			wrong = i;
	b->cases++;
	b->allowed += may;
	if (wrong < ELEMENTS(samples)) {
		char what[512];
		describe(c, what, sizeof what);
		cr_assert_fail("%s: %s is %s, the client %s; must be otherwise", what, samples[wrong].name,
		               b->keep[b->fields[wrong]->index] ? "sent" : "kept back",
		               does ? "goes" : "stays");
	}
}

/* What is of the record: source, law, a member of the household. */
static void put_records(struct bench *b, const struct terms *t, struct law_case *c)
{
	for (size_t source = 0; source < ELEMENTS(sources); source++) {
		c->source = sources[source];
		law_set(&b->scene, &b->record, "gegevensbron", c->source);
		for (unsigned k = 0; k < 2 * LAW_COUNT; k++) {
			c->wet = law_names[k / 2];
			c->member = k & 1;
			if (k >= 4 && !cell_has(c->line, COLUMN_LAWS, c->wet))
				continue; /* of laws that aren't the line's, two are enough */
			unsigned all = (1u << LAW_COUNT) - 1,
				 mandates[] = { 1u << k / 2, all & ~(1u << k / 2), all };
			law_set(&b->scene, &b->record, "wet", c->wet);
			law_set(&b->scene, &b->record, "relatie.soort", c->member ? "01" : "");
			for (size_t i = 0; i < ELEMENTS(mandates); i++) {
				c->mandate = mandates[i];
				for (c->said = 0; c->said < SAID_COUNT; c->said++)
					if (!needs_nothing_said(c) || c->said <= SAID_CONSENT)
						put_case(b, t, c);
			}
		}
	}
}

/* What is of the agreement. What its purpose says in so many words is drawn, so that it meets everything else
 * in turn. */
static void put_purposes(struct bench *b, struct law_case *c, uint64_t *seed)
{
	static const char *const secrecy[] = { "0", "1", "7" };
	struct agreement_purpose *p = &b->scene.purpose;
	for (size_t i = 0; i < ELEMENTS(exceptions); i++) {
		uint64_t drawn = law_draw(seed, 3 * 16);
		if (law_draw(seed, ONE_IN(6)) != 0)
			continue;
		c->exception = exceptions[i];
		p->household = c->household = drawn & 1;
		p->free_text = c->free_text = drawn & 4;
		p->secret_address = c->secret_address = drawn & 8;
		c->secrecy = secrecy[drawn / 16];
		p->phase = c->phase;
		law_exception(&b->scene, c->exception);
		law_set(&b->scene, &b->record, "geheimhouding", c->secrecy);
		sign_overrides(&b->scene, c->lift);
		struct terms *t = law_terms(&b->scene);
		put_records(b, t, c);
		terms_freep(&t);
	}
}

Test(law_table, each_line_in_every_state, .timeout = 300)
{
	_cleanup_(table_clear) struct law_table table;
	_cleanup_(bench_clear) struct bench b;
	uint64_t seed = 20261126;
	table_read(&table);
	bench_start(&b);
	for (size_t i = 0; i < table.count; i++) {
		struct law_case c = { .line = &table.lines[i] };
		char *tasks = string_copy(c.line->cells[COLUMN_TASKS]), *rest = tasks, *task;
		size_t allowed = b.allowed;
		while ((task = strsep(&rest, " "))) {
			law_flow(&b.scene, kind_named(c.line->cells[COLUMN_FROM]),
			         kind_named(c.line->cells[COLUMN_TO]), c.line->cells[COLUMN_GROUND], task);
			c.task = task;
			for (c.phase = PHASE_MELDING; c.phase < 1u << PHASE_COUNT; c.phase <<= 1)
				for (c.lift = 0; c.lift < LIFT_COUNT; c.lift++)
					put_purposes(&b, &c, &seed);
		}
		free(tasks);
		cr_expect_eq(b.allowed > allowed, !cell_is(c.line, COLUMN_VERDICT, "never"), "%s",
		             c.line->cells[COLUMN_SAYS]);
	}
	cr_assert_gt(b.cases, 100000 / ONE_IN(6));
	cr_assert(b.allowed > 1000 && b.allowed < b.cases / 2, "%zu of %zu", b.allowed, b.cases);
}

Test(law_table, certainty_is_the_law_s_own)
{
	_cleanup_(table_clear) struct law_table table;
	_cleanup_(law_clear) struct law_scene s;
	table_read(&table);
	law_start(&s);
	for (size_t i = 0; i < table.count; i++) {
		const struct law_line *l = &table.lines[i];
		const struct ground *g = grounds_find(s.grounds, l->cells[COLUMN_GROUND]);
		cr_assert_not_null(g, "%s", l->cells[COLUMN_GROUND]);
		cr_expect_str_eq(g->certainty, l->cells[COLUMN_CERTAINTY], "%s: %s", g->id,
		                 l->cells[COLUMN_SAYS]);
	}
}

/* --- what no line has --- */

#define TASKS_MAX 128u
struct task_list {
	const char *tasks[TASKS_MAX];
	size_t count;
	struct buffer text;
};

static void task_list_clear(struct task_list *l)
{
	buffer_clear(&l->text);
}

static void add_task(struct task_list *l, const char *task)
{
	for (size_t i = 0; i < l->count; i++)
		if (strcmp(l->tasks[i], task) == 0)
			return;
	cr_assert_lt(l->count, TASKS_MAX);
	l->tasks[l->count++] = task;
}

/* Of the lines, of the shipped grounds, and some that nobody has. */
static void tasks_of(const struct law_table *t, const struct grounds *g, struct task_list *ret)
{
	static const char *const others[] = { "wmo-2.3.1", "wmo-2.1.4a", "wmo-2.3.4", "wmo-2.4.2", "wmo-2.3",
		                              "pw-7-1-c",  "pw-65",      "jw-2.3",    "" };
	*ret = (struct task_list){ 0 };
	for (size_t i = 0; i < ELEMENTS(others); i++)
		add_task(ret, others[i]);
	for (size_t i = 0; i < grounds_size(g); i++)
		for (size_t j = 0; j < grounds_row(g, i)->task_count; j++)
			add_task(ret, grounds_row(g, i)->tasks[j]);
	for (size_t i = 0; i < t->count; i++) {
		buffer_append_string(&ret->text, t->lines[i].cells[COLUMN_TASKS]);
		buffer_append_string(&ret->text, i + 1 < t->count ? " " : "");
	}
	buffer_append(&ret->text, bytes_of("", 1));
	for (char *rest = (char *)ret->text.data, *task; (task = strsep(&rest, " "));)
		add_task(ret, task);
}

static bool has_line(const struct law_table *t, const struct law_scene *s)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct law_line *l = &t->lines[i];
		if (cell_is(l, COLUMN_FROM, party_kind_name(s->parties[0].kind)) &&
		    cell_is(l, COLUMN_TO, party_kind_name(s->parties[1].kind)) &&
		    cell_is(l, COLUMN_GROUND, s->ground) && cell_has(l, COLUMN_TASKS, s->task))
			return true;
	}
	return false;
}

/* Everything that anyone could sign or say is there; still nothing goes. */
static void refuse_all(struct bench *b)
{
	struct law_scene *s = &b->scene;
	struct consent consents[2];
	struct question q = { .laws = (1u << LAW_COUNT) - 1,
		              .when = LAW_NOON,
		              .consents = consents,
		              .consent_count = say(s, SAID_BOTH, consents),
		              .record = &b->record };
	sign_overrides(s, LIFT_ALL);
	for (s->purpose.phase = PHASE_MELDING; s->purpose.phase < 1u << PHASE_COUNT; s->purpose.phase <<= 1) {
		struct terms *t = law_terms(s);
		q.terms = t;
		for (unsigned k = 0; k < LAW_COUNT; k++) {
			law_set(s, &b->record, "wet", law_names[k]);
			law_set(s, &b->record, "gegevensbron", k & 1 ? "client" : "brp");
			bool goes = decide_record(&q, b->keep, NULL).allowed;
			for (size_t i = 0; i < catalogue_size(s->catalogue); i++)
				goes = goes || b->keep[i];
			if (goes)
				cr_assert_fail("%s to %s, %s for %s in %s",
				               party_kind_name(s->parties[0].kind),
				               party_kind_name(s->parties[1].kind), s->ground, s->task,
				               phase_name(s->purpose.phase));
			b->cases++;
		}
		terms_freep(&t);
	}
}

/* Every task on a ground that is for these parties; on another one that it carries, and one that it doesn't.
 */
static void refuse_unless_in(struct bench *b, const struct law_table *table, const struct task_list *tasks,
                             unsigned from, unsigned to, const struct ground *g)
{
	const char *few[] = { g && g->task_count ? g->tasks[0] : "wmo-2.3.2", "pw-65" };
	bool fits = g && g->from & from && g->to & to;
	for (size_t i = 0; i < (fits ? tasks->count : ELEMENTS(few)); i++) {
		law_flow(&b->scene, (enum party_kind)from, (enum party_kind)to, g ? g->id : "wmo-5.1.1-5",
		         fits ? tasks->tasks[i] : few[i]);
		if (!has_line(table, &b->scene))
			refuse_all(b);
	}
}

Test(law_table, what_no_line_has_never_goes, .timeout = 300)
{
	_cleanup_(table_clear) struct law_table table;
	_cleanup_(bench_clear) struct bench b;
	_cleanup_(task_list_clear) struct task_list tasks;
	table_read(&table);
	bench_start(&b);
	tasks_of(&table, b.scene.grounds, &tasks);
	size_t ground_count = grounds_size(b.scene.grounds);
	b.scene.purpose.free_text = b.scene.purpose.secret_address = b.scene.purpose.household = true;
	law_exception(&b.scene, 'a');
	for (unsigned from = 1; from < 1u << PARTY_KIND_COUNT; from <<= 1)
		for (unsigned to = 1; to < 1u << PARTY_KIND_COUNT; to <<= 1)
			for (size_t g = (from + to) % ONE_IN(5); g <= ground_count; g += ONE_IN(5))
				refuse_unless_in(&b, &table, &tasks, from, to,
				                 grounds_row(b.scene.grounds, g));
	cr_assert_gt(b.cases, 10000 / ONE_IN(5));
}
