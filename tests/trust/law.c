/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The check of an agreement and the decision ask the same conditions of a purpose: case by case where the two
 * once differed, and over tables of grounds, overrides and purposes drawn at random, which are also held
 * against what docs/format/grounds.md says of each row (`expected`, written from that page and asking nothing
 * of the program). A case is its seed, which a failure prints. */
#include "law.h"

#define CASES (6000u / ONE_IN(4))
#define SEED UINT64_C(0x1a3)
#define ROWS_MAX 5u
#define OVERRIDES_MAX 3u

/* The conditions of a purpose, in the order in which the decision asks. */
static const char *const conditions[] = {
	"own-contribution", "ground-unknown",   "ground-other-flow", "ground-disabled",  "ground-denied",
	"barred",           "task-not-carried", "phase-not-carried", "override-missing",
};

static const char *const kinds[] = { "wmo", "pw", "zorgaanbieder" };
static const char *const tasks[] = { "wmo-2.3.2", "wmo-2.3.5", "wmo-2.1.4b", "wmo-2.3.6" };
static const char *const phases[] = { "melding", "onderzoek", "uitvoering" };
static const char *const standings[] = { "allow", "ask", "deny" };
enum { ALLOW, ASK, DENY };

/* --- an agreement and a table, as texts --- */

#define ZEROS "\"0000000000000000000000000000000000000000000000000000000000000000\""

/* One purpose, on a ground. */
static char *agreement_of(const char *from, const char *to, const char *task, const char *phase,
                          const char *ground, const char *more)
{
	return string_printf("type: sluis.agreement/v1\nid: oss-1\nversion: 1\ntitle: T\nkind: convenant\n"
	                     "goal: G\ntarget_group: T\nparties:\n"
	                     "  - unit: oss.nl/a\n    controller: oss.nl\n    kind: %s\n"
	                     "    role: R\n    tasks: T\n"
	                     "  - unit: oss.nl/b\n    controller: oss.nl\n    kind: %s\n"
	                     "    role: R\n    tasks: T\n"
	                     "purposes:\n  - code: doel\n    description: D\n    necessity: N\n"
	                     "    from: oss.nl/a\n    to: oss.nl/b\n    task: %s\n    phase: %s\n"
	                     "    ground: %s\n    article: A\n    basis: A6-1-e\n    consent: false\n"
	                     "    no_objection: false\n    retention_months: 12\n    fields:\n"
	                     "      - field: burgerservicenummer\n        why: W\n"
	                     "approval_by_two: false\nuse_by_days: 14\nlargest_package_mib: 1\n"
	                     "rights: R\nincidents: I\ncontact: C\nbudget: B\nresults: R\n"
	                     "evaluation: 2027-12-31\nvalid_from: 2026-01-01\nvalid_until: 2030-12-31\n"
	                     "catalogue: " ZEROS "\ngrounds: " ZEROS "\n%s",
	                     from, to, task, phase, ground, more);
}

static void table_begin(struct buffer *out)
{
	buffer_reset(out);
	buffer_append_string(out, "type: sluis.grounds/v1\nid: drawn\nversion: 1\nas_of: 2026-09-01\n"
	                          "melding_fields: [burgerservicenummer]\nrows:\n");
}

/* `more`: what the row states besides, line by line. */
static void table_row(struct buffer *out, const char *id, bool bars, const char *standing, bool enabled,
                      const char *more)
{
	buffer_printf(out,
	              "  - id: %s\n    title: T\n    title_nl: T\n    effect: %s\n    article: A\n"
	              "    certainty: S\n    source: S\n    default: %s\n    enabled: %s\n%s%s",
	              id, bars ? "bars" : "grants", standing, enabled ? "true" : "false",
	              bars ? ""
	                   : "    consent: false\n    no_objection: false\n"
	                     "    household: false\n    bases: [A6-1-e]\n",
	              more);
}

/* --- asking both --- */

struct asked {
	struct catalogue *catalogue;
	struct grounds *grounds;
	struct pinned pinned;
	struct override overrides[OVERRIDES_MAX], *list[OVERRIDES_MAX];
	char ids[OVERRIDES_MAX][32];
	bool named[ELEMENTS(conditions)]; /* by the check */
};

static void asked_start(struct asked *a)
{
	struct error e = { 0 };
	*a = (struct asked){ 0 };
	cr_assert(catalogue_load(catalogue_shipped(), "catalogue", &a->catalogue, &e), "%s", e.detail);
	for (size_t i = 0; i < OVERRIDES_MAX; i++)
		a->list[i] = &a->overrides[i];
}

static void asked_clear(struct asked *a)
{
	grounds_freep(&a->grounds);
	catalogue_freep(&a->catalogue);
}

static void take_table(struct asked *a, struct buffer *text)
{
	struct error e = { 0 };
	grounds_freep(&a->grounds);
	if (!grounds_parse(buffer_bytes(text), "table", &a->grounds, &e))
		cr_assert_fail("line %lu: %s\n%s", (unsigned long)e.line, e.detail, buffer_string(text));
	a->pinned = (struct pinned){ .grounds = a->grounds, .overrides = a->list };
}

static void take_override(struct asked *a, const char *ground, const char *purpose, moment from, moment until)
{
	size_t i = a->pinned.override_count++;
	snprintf(a->ids[i], sizeof a->ids[i], "%s", ground);
	a->overrides[i] = (struct override){ .ground = a->ids[i],
		                             .purpose = (char *)(uintptr_t)purpose,
		                             .valid_from = from,
		                             .valid_until = until };
}

/* How many conditions the check names; NULL for `pinned`: the overrides' texts aren't at hand. */
static size_t check(struct asked *a, const char *text, const struct pinned *pinned)
{
	struct error e = { 0 };
	struct agreement_finding *found = NULL;
	size_t count = 0, named = 0;
	const struct agreement_against with = {
		.catalogue = a->catalogue, .grounds = a->grounds, .pinned = pinned, .today = -1
	};
	if (!agreement_check(bytes_of_string(text), "a.yaml", &with, &found, &count, &e))
		cr_assert_fail("line %lu: %s\n%s", (unsigned long)e.line, e.detail, text);
	memset(a->named, 0, sizeof a->named);
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < ELEMENTS(conditions); j++)
			if (strcmp(rule_name(found[i].rule), conditions[j]) == 0)
				a->named[j] = true;
	for (size_t j = 0; j < ELEMENTS(conditions); j++)
		named += a->named[j];
	free(found);
	return named;
}

/* Why nothing goes under the agreement's purpose at noon; "agreed" when something may. */
static const char *decided(struct asked *a, const char *text)
{
	struct agreement *agreement = NULL;
	struct terms *t = NULL;
	struct error e = { 0 };
	if (!agreement_parse(bytes_of_string(text), "a.yaml", a->catalogue, &agreement, &e))
		cr_assert_fail("line %lu: %s\n%s", (unsigned long)e.line, e.detail, text);
	agreement->pinned = a->pinned;
	if (!terms_prepare(agreement, &agreement->purposes[0], a->catalogue, &t, &e))
		cr_assert_fail("%s", error_name(e.code));
	const char *rule = rule_name(decide_purpose(t, LAW_NOON).rule);
	terms_freep(&t);
	agreement->pinned = (struct pinned){ 0 };
	agreement_freep(&agreement);
	return rule;
}

/* --- where the two once differed --- */

#define ROW "wmo-5.1.1-4" /* which alone goes at the melding */

#define TO_WMO "    from: [pw]\n    to: [wmo]\n"
#define GRANT \
	TO_WMO "    laws: [pw]\n    tasks: [wmo-2.3.2]\n    phases: [melding, onderzoek]\n" \
	       "    categories: [identification]\n"

/* A row that grants, and one that bars. */
static void take_bar(struct asked *a, const char *standing, const char *states)
{
	_cleanup_(buffer_clear) struct buffer table = { 0 };
	table_begin(&table);
	table_row(&table, ROW, false, "allow", true, GRANT);
	table_row(&table, "bar", true, standing, true, states);
	take_table(a, &table);
}

Test(law, a_bar_without_tasks_holds_for_every_task)
{
	_cleanup_(asked_clear) struct asked a;
	_cleanup_(string_freep) char *text = agreement_of("pw", "wmo", "wmo-2.3.2", "onderzoek", ROW, "");
	asked_start(&a);
	take_bar(&a, "deny", TO_WMO);
	cr_expect_eq(check(&a, text, &a.pinned), 1);
	cr_expect(a.named[5], "barred");
	cr_expect_str_eq(decided(&a, text), "barred");
	take_bar(&a, "deny", "    from: [wmo]\n");
	cr_expect_eq(check(&a, text, &a.pinned), 0);
	cr_expect_str_eq(decided(&a, text), "agreed");
}

Test(law, a_bar_of_one_phase_holds_for_that_phase)
{
	_cleanup_(asked_clear) struct asked a;
	_cleanup_(string_freep) char *later = agreement_of("pw", "wmo", "wmo-2.3.2", "onderzoek", ROW, "");
	_cleanup_(string_freep) char *first = agreement_of("pw", "wmo", "wmo-2.3.2", "melding", ROW, "");
	asked_start(&a);
	take_bar(&a, "deny", TO_WMO "    tasks: [wmo-2.3.2]\n    phases: [melding]\n");
	cr_expect_eq(check(&a, later, &a.pinned), 0);
	cr_expect_str_eq(decided(&a, later), "agreed");
	cr_expect_eq(check(&a, first, &a.pinned), 1);
	cr_expect(a.named[5], "barred");
	cr_expect_str_eq(decided(&a, first), "barred");
}

Test(law, a_bar_is_lifted_by_its_override)
{
	_cleanup_(asked_clear) struct asked a;
	_cleanup_(string_freep) char *text = agreement_of("pw", "wmo", "wmo-2.3.2", "onderzoek", ROW, "");
	_cleanup_(string_freep) char *listed =
		agreement_of("pw", "wmo", "wmo-2.3.2", "onderzoek", ROW, "overrides:\n  - " ZEROS "\n");
	asked_start(&a);
	take_bar(&a, "ask", TO_WMO "    tasks: [wmo-2.3.2]\n");
	cr_expect_eq(check(&a, text, &a.pinned), 1);
	cr_expect(a.named[5], "barred");
	cr_expect_str_eq(decided(&a, text), "barred");
	cr_expect_eq(check(&a, text, NULL), 1, "none is listed");
	cr_expect_eq(check(&a, listed, NULL), 0, "the one that is listed may be of this row");
	take_override(&a, "bar", "doel", LAW_TODAY, LAW_TODAY);
	cr_expect_eq(check(&a, text, &a.pinned), 0);
	cr_expect_str_eq(decided(&a, text), "agreed");
	take_bar(&a, "deny", TO_WMO "    tasks: [wmo-2.3.2]\n");
	take_override(&a, "bar", "doel", LAW_TODAY, LAW_TODAY);
	cr_expect_eq(check(&a, text, &a.pinned), 1, "what is denied isn't open to an override");
	cr_expect_str_eq(decided(&a, text), "barred");
}

/* No table makes the own contribution a purpose: the check says it, too. */
Test(law, a_floor_is_told_by_the_check)
{
	_cleanup_(asked_clear) struct asked a;
	_cleanup_(buffer_clear) struct buffer table = { 0 };
	_cleanup_(string_freep) char *text = agreement_of("pw", "wmo", "wmo-2.1.4", "onderzoek", ROW, "");
	asked_start(&a);
	table_begin(&table);
	table_row(&table, ROW, false, "allow", true,
	          TO_WMO "    laws: [pw]\n    tasks: [wmo-2.1.4]\n    phases: [onderzoek]\n"
	                 "    categories: [identification]\n");
	take_table(&a, &table);
	cr_expect_eq(check(&a, text, &a.pinned), 1);
	cr_expect(a.named[0], "own-contribution");
	cr_expect_str_eq(decided(&a, text), "own-contribution");
}

/* A table of before, in a store or in a log, carries nothing, on whichever of its rows: so that a package
 * under it is neither made nor opened. */
Test(law, nothing_goes_on_a_table_with_what_was_withdrawn)
{
	static const struct {
		const char *row, *more;
	} cases[] = { { "wmo-2.3.2-7", "" }, { "other", "    client_supplied: true\n" } };
	_cleanup_(string_freep) char *text = agreement_of("pw", "wmo", "wmo-2.3.2", "onderzoek", ROW, "");
	static const char carried[] =
		TO_WMO "    laws: [pw]\n    tasks: [wmo-2.3.2]\n    phases: [onderzoek]\n"
		       "    categories: [identification]\n";
	for (size_t i = 0; i <= ELEMENTS(cases); i++) {
		_cleanup_(asked_clear) struct asked a;
		_cleanup_(buffer_clear) struct buffer table = { 0 };
		asked_start(&a);
		table_begin(&table);
		table_row(&table, ROW, false, "allow", true, carried);
		if (i < ELEMENTS(cases)) {
			_cleanup_(string_freep) char *more = string_printf("%s%s", carried, cases[i].more);
			table_row(&table, cases[i].row, false, "allow", true, more);
		}
		take_table(&a, &table);
		cr_expect_str_eq(decided(&a, text), i < ELEMENTS(cases) ? "ground-withdrawn" : "agreed");
	}
}

/* Several at once: the decision stops at the first, the check tells of all. */
Test(law, the_check_names_every_condition)
{
	_cleanup_(asked_clear) struct asked a;
	_cleanup_(string_freep) char *text = agreement_of("wmo", "pw", "wmo-2.3.5", "uitvoering", ROW, "");
	asked_start(&a);
	take_bar(&a, "deny", "");
	cr_expect_eq(check(&a, text, &a.pinned), 4);
	cr_expect(a.named[2] && a.named[5] && a.named[6] && a.named[7]);
	cr_expect_str_eq(decided(&a, text), "ground-other-flow");
}

/* --- drawing --- */

struct drawn_row {
	bool bars, enabled;
	unsigned standing, from, to, tasks, phases; /* bits of the lists above */
	bool laws, sources, categories;             /* a row that bars states some */
};

struct drawn {
	struct asked asked;
	struct drawn_row rows[ROWS_MAX];
	size_t row_count, ground; /* of the purpose: `row_count`, one that isn't there */
	unsigned from, to, task, phase;
	char *text;
	uint64_t first, seed;
};

static bool chance(struct drawn *d, unsigned percent)
{
	return law_draw(&d->seed, 100) < percent;
}

/* Some of `count`: `none` percent of them nothing. */
static unsigned draw_some(struct drawn *d, size_t count, unsigned none)
{
	unsigned all = (1u << count) - 1;
	return chance(d, none) ? 0 : chance(d, 40) ? all : 1 + (unsigned)law_draw(&d->seed, all);
}

static void state(struct buffer *out, const char *key, unsigned bits, const char *const *words, size_t count)
{
	const char *comma = "";
	if (!bits)
		return;
	buffer_printf(out, "    %s: [", key);
	for (size_t i = 0; i < count; i++) {
		if (bits & 1u << i) {
			buffer_printf(out, "%s%s", comma, words[i]);
			comma = ", ";
		}
	}
	buffer_append_string(out, "]\n");
}

/* The first is one of whose own floors the law knows: it goes at the melding. */
static void row_id(char *ret, size_t size, size_t index)
{
	if (index == 0)
		snprintf(ret, size, "%s", ROW);
	else
		snprintf(ret, size, "row-%zu", index);
}

static void draw_row(struct drawn *d, size_t index, struct buffer *table)
{
	_cleanup_(buffer_clear) struct buffer states = { 0 };
	char id[32];
	struct drawn_row *r = &d->rows[index];
	*r = (struct drawn_row){ .bars = chance(d, 40), .enabled = chance(d, 85) };
	unsigned none = r->bars ? 40 : 0;
	r->standing = r->bars ? ASK + (unsigned)law_draw(&d->seed, 2) : (unsigned)law_draw(&d->seed, 10) % 3;
	r->from = draw_some(d, ELEMENTS(kinds), none);
	r->to = draw_some(d, ELEMENTS(kinds), none);
	r->tasks = draw_some(d, ELEMENTS(tasks), none);
	r->phases = draw_some(d, ELEMENTS(phases), none);
	r->laws = r->bars ? chance(d, 15) : true;
	r->sources = r->bars && chance(d, 15);
	r->categories = r->bars ? chance(d, 15) : true;
	state(&states, "from", r->from, kinds, ELEMENTS(kinds));
	state(&states, "to", r->to, kinds, ELEMENTS(kinds));
	state(&states, "tasks", r->tasks, tasks, ELEMENTS(tasks));
	state(&states, "phases", r->phases, phases, ELEMENTS(phases));
	buffer_append_string(&states, r->laws ? "    laws: [pw]\n" : "");
	buffer_append_string(&states, r->sources ? "    sources: [suwinet]\n" : "");
	buffer_append_string(&states, r->categories ? "    categories: [identification]\n" : "");
	row_id(id, sizeof id, index);
	table_row(table, id, r->bars, standings[r->standing], r->enabled, buffer_string(&states));
}

/* Of the days some hold at noon, some ended, some are still to come. */
static void draw_overrides(struct drawn *d)
{
	for (size_t count = law_draw(&d->seed, OVERRIDES_MAX + 1), i = 0; i < count; i++) {
		char ground[32];
		moment from = LAW_TODAY + ((moment)law_draw(&d->seed, 30) - 25) * SECONDS_A_DAY;
		row_id(ground, sizeof ground, (size_t)law_draw(&d->seed, d->row_count + 1));
		take_override(&d->asked, ground, chance(d, 85) ? "doel" : "ander", from,
		              from + (moment)law_draw(&d->seed, 60) * SECONDS_A_DAY);
	}
}

/* Mostly one that the row it names carries: else nearly none would be agreed. */
static unsigned draw_one(struct drawn *d, size_t count, unsigned carried)
{
	for (unsigned tries = 0; carried && tries < 20 && chance(d, 97); tries++) {
		unsigned one = (unsigned)law_draw(&d->seed, count);
		if (carried & 1u << one)
			return one;
	}
	return (unsigned)law_draw(&d->seed, count);
}

static void draw_case(struct drawn *d, uint64_t seed)
{
	_cleanup_(buffer_clear) struct buffer table = { 0 };
	char ground[32];
	d->first = d->seed = seed;
	table_begin(&table);
	d->row_count = 1 + law_draw(&d->seed, ROWS_MAX);
	for (size_t i = 0; i < d->row_count; i++)
		draw_row(d, i, &table);
	take_table(&d->asked, &table);
	draw_overrides(d);
	d->ground = law_draw(&d->seed, d->row_count + (chance(d, 10) ? 1 : 0));
	for (size_t i = 0; i < 2 && d->ground < d->row_count && d->rows[d->ground].bars; i++)
		d->ground = law_draw(&d->seed, d->row_count);
	const struct drawn_row *r = d->ground < d->row_count ? &d->rows[d->ground] : &d->rows[0];
	d->from = draw_one(d, ELEMENTS(kinds), r->from);
	d->to = draw_one(d, ELEMENTS(kinds), r->to);
	d->task = draw_one(d, ELEMENTS(tasks), r->tasks);
	d->phase = draw_one(d, ELEMENTS(phases), r->phases);
	row_id(ground, sizeof ground, d->ground);
	string_freep(&d->text);
	d->text = agreement_of(kinds[d->from], kinds[d->to], tasks[d->task], phases[d->phase], ground, "");
}

/* --- the page, slowly --- */

static bool is_overridden(const struct drawn *d, size_t row)
{
	char id[32];
	row_id(id, sizeof id, row);
	for (size_t i = 0; i < d->asked.pinned.override_count; i++)
		if (strcmp(d->asked.overrides[i].ground, id) == 0 &&
		    strcmp(d->asked.overrides[i].purpose, "doel") == 0)
			return d->rows[row].standing == ASK;
	return false;
}

static bool left_out_or_has(unsigned bits, unsigned one)
{
	return bits == 0 || (bits >> one & 1u);
}

/* "A row that bars stops what it matches, whatever grants it; a condition that it leaves out holds for
 * everything." With laws, sources or categories it stops records or fields, not the purpose. */
static bool is_in_the_way(const struct drawn *d, size_t row)
{
	const struct drawn_row *r = &d->rows[row];
	return r->bars && r->enabled && !r->laws && !r->sources && !r->categories &&
	       left_out_or_has(r->from, d->from) && left_out_or_has(r->to, d->to) &&
	       left_out_or_has(r->tasks, d->task) && left_out_or_has(r->phases, d->phase);
}

static void expected(const struct drawn *d, bool *ret)
{
	const struct drawn_row *r = d->ground < d->row_count ? &d->rows[d->ground] : NULL;
	bool is_grant = r && !r->bars;
	memset(ret, 0, ELEMENTS(conditions) * sizeof *ret);
	ret[0] = strcmp(tasks[d->task], "wmo-2.1.4b") == 0;
	ret[1] = !r;
	ret[3] = r && !r->enabled;
	ret[4] = r && r->enabled && (r->bars || r->standing == DENY);
	for (size_t i = 0; i < d->row_count; i++)
		ret[5] = ret[5] || (is_in_the_way(d, i) && !is_overridden(d, i));
	ret[2] = is_grant && !((r->from >> d->from & 1u) && (r->to >> d->to & 1u));
	ret[6] = is_grant && !(r->tasks >> d->task & 1u);
	ret[7] = is_grant && (!(r->phases >> d->phase & 1u) ||
	                      (d->ground != 0 && strcmp(phases[d->phase], "melding") == 0));
	ret[8] = is_grant && r->enabled && r->standing == ASK && !is_overridden(d, d->ground);
}

/* --- holding the three against each other --- */

static const char *first_of(const bool *named)
{
	for (size_t i = 0; i < ELEMENTS(conditions); i++)
		if (named[i])
			return conditions[i];
	return "agreed";
}

/* Is the override that lets the row apply, or lifts it, in force at noon? */
static bool holds(const struct drawn *d, size_t row)
{
	char id[32];
	row_id(id, sizeof id, row);
	for (size_t i = 0; i < d->asked.pinned.override_count; i++) {
		const struct override *o = &d->asked.overrides[i];
		if (strcmp(o->ground, id) == 0 && strcmp(o->purpose, "doel") == 0)
			return o->valid_from <= LAW_NOON && LAW_NOON < o->valid_until + SECONDS_A_DAY;
	}
	return false;
}

/* On the day itself an override that the purpose rests on may be past or still to come. */
static const char *expected_on_the_day(const struct drawn *d, const bool *lawful)
{
	for (size_t i = 0; i < ELEMENTS(conditions); i++)
		if (lawful[i])
			return conditions[i];
	for (size_t i = 0; i < d->row_count; i++) {
		const struct drawn_row *r = &d->rows[i];
		bool rests_on = r->bars ? is_in_the_way(d, i) : i == d->ground && r->standing == ASK;
		if (rests_on && !holds(d, i))
			return "override-missing";
	}
	return "agreed";
}

Test(law, the_check_names_nothing_if_and_only_if_the_purpose_is_agreed, .timeout = 300)
{
	struct drawn d = { 0 };
	size_t agreed = 0, ended = 0, seen[ELEMENTS(conditions)] = { 0 };
	asked_start(&d.asked);
	for (uint64_t i = 0; i < CASES; i++) {
		bool lawful[ELEMENTS(conditions)];
		draw_case(&d, SEED + i * 1000);
		size_t named = check(&d.asked, d.text, &d.asked.pinned);
		expected(&d, lawful);
		for (size_t j = 0; j < ELEMENTS(conditions); j++) {
			seen[j] += lawful[j];
			if (d.asked.named[j] != lawful[j])
				cr_assert_fail("seed %llu: the check %s %s", (unsigned long long)d.first,
				               lawful[j] ? "doesn't name" : "names", conditions[j]);
		}
		const char *today = expected_on_the_day(&d, lawful), *on_the_day = decided(&d.asked, d.text);
		if (strcmp(on_the_day, today) != 0)
			cr_assert_fail("seed %llu: on the day %s, not %s", (unsigned long long)d.first,
			               on_the_day, today);
		ended += strcmp(first_of(lawful), today) != 0;
		for (size_t j = 0; j < d.asked.pinned.override_count; j++) {
			d.asked.overrides[j].valid_from = LAW_TODAY;
			d.asked.overrides[j].valid_until = LAW_TODAY;
		}
		const char *rule = decided(&d.asked, d.text);
		if ((named == 0) != (strcmp(rule, "agreed") == 0) || strcmp(rule, first_of(lawful)) != 0)
			cr_assert_fail("seed %llu: the check names %zu, first %s; decided: %s",
			               (unsigned long long)d.first, named, first_of(lawful), rule);
		agreed += named == 0;
	}
	cr_assert(agreed > CASES / 20 && agreed < CASES / 2, "%zu of %zu agreed", agreed, CASES);
	cr_assert_gt(ended, CASES / 150, "an override wasn't in force in %zu only", ended);
	for (size_t j = 0; j < ELEMENTS(conditions); j++)
		cr_assert_gt(seen[j], CASES / 100, "%s: in %zu only", conditions[j], seen[j]);
	string_freep(&d.text);
	asked_clear(&d.asked);
}
