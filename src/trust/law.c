/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* The two tables of conditions, of a purpose and of a field, with the walks through them. */
#include "trust/law.h"

#include <string.h>

/* --- rows that bar, and overrides --- */

/* Of a row that bars, a condition that is left out holds for everything. */
static bool bars(const struct law_purpose *p, const struct ground *g)
{
	return g->bars && g->enabled && (!g->from || g->from & p->from) && (!g->to || g->to & p->to) &&
	       (!g->phases || g->phases & p->phase) &&
	       (!g->task_count || (p->task && ground_has_task(g, p->task)));
}

const struct ground *law_next_bar(const struct law_purpose *p, size_t *at)
{
	while (p->grounds && *at < grounds_size(p->grounds)) {
		const struct ground *g = grounds_row(p->grounds, (*at)++);
		if (bars(p, g))
			return g;
	}
	return NULL;
}

bool law_bars_all(const struct ground *bar)
{
	return !bar->laws && !bar->source_count && !bar->categories;
}

const struct override *law_override(const struct law_purpose *p, const struct ground *row)
{
	for (size_t i = 0; p->pinned && row->standing == GROUND_ASK && i < p->pinned->override_count; i++) {
		const struct override *o = p->pinned->overrides[i];
		if (p->code && strcmp(o->ground, row->id) == 0 && strcmp(o->purpose, p->code) == 0)
			return o;
	}
	return NULL;
}

static bool is_overridden(const struct law_purpose *p, const struct ground *row)
{
	return p->pinned ? law_override(p, row) != NULL : row->standing == GROUND_ASK;
}

/* --- what a statute says of its row, whatever a table says --- */

static const struct ground_floor *floor_of(const struct law_purpose *p)
{
	static const struct ground_floor none = { 0 };
	return p->row ? p->row->floor : &none;
}

bool law_asks_no_objection(const struct law_purpose *p, enum law law)
{
	return !p->row || !p->row->no_objection || ground_asks_no_objection(p->row, law);
}

bool law_asks_under_27(const struct law_purpose *p)
{
	return p->to & PARTY_SCHOOL;
}

bool law_lets_text_go(const struct law_purpose *p)
{
	return p->free_text == LAW_YES;
}

bool law_carries_household(const struct law_purpose *p)
{
	return floor_of(p)->household && p->row->household && p->household == LAW_YES;
}

/* --- the conditions of a purpose: does it meet this one? --- */

/* What the tables before it held, and what the law doesn't let go. */
static bool is_no_withdrawn_row(const struct law_purpose *p, const struct ground *g)
{
	(void)p;
	(void)g;
	return false;
}

static bool rests_on_no_withdrawn(const struct law_purpose *p, const struct ground *g)
{
	(void)g;
	return p->client_supplied != LAW_YES;
}

/* Own contribution isn't among the purposes of Wmo 5.1.1(4) or of any other row, and no table makes it one:
 * 2.1.4 with all that is numbered after it (2.1.4a, 2.1.4b), 2.1.5, 2.5.4. */
static bool is_no_own_contribution(const struct law_purpose *p, const struct ground *g)
{
	static const char *const tasks[] = { "wmo-2.1.4", "wmo-2.1.5", "wmo-2.5.4" };
	(void)g;
	for (size_t i = 0; p->task && i < ELEMENTS(tasks); i++) {
		size_t size = strlen(tasks[i]);
		char next = strncmp(p->task, tasks[i], size) == 0 ? p->task[size] : '0';
		if (next < '0' || next > '9')
			return false;
	}
	return true;
}

static bool is_in_table(const struct law_purpose *p, const struct ground *g)
{
	(void)p;
	return g != NULL;
}

static bool is_enabled(const struct law_purpose *p, const struct ground *g)
{
	(void)p;
	return !g || g->enabled;
}

/* Of a row that is disabled that is all there is to say. */
static bool is_not_denied(const struct law_purpose *p, const struct ground *g)
{
	(void)p;
	return !g || !g->enabled || (!g->bars && g->standing != GROUND_DENY);
}

static bool is_not_barred(const struct law_purpose *p, const struct ground *bar)
{
	return !law_bars_all(bar) || is_overridden(p, bar);
}

static bool needs_no_override(const struct law_purpose *p, const struct ground *g)
{
	return !g || !g->enabled || g->bars || g->standing != GROUND_ASK || is_overridden(p, g);
}

/* Of a row that grants every condition must hold. */
static bool carries(const struct law_purpose *p, unsigned row, unsigned purpose)
{
	return row & purpose || (p->is_draft && !purpose);
}

static bool is_between_parties(const struct law_purpose *p, const struct ground *g)
{
	return !g || g->bars ||
	       (carries(p, g->from, p->from) && carries(p, g->to, p->to) &&
	        !(g->other_controller && p->one_controller == LAW_YES));
}

static bool carries_task(const struct law_purpose *p, const struct ground *g)
{
	return !g || g->bars || (p->task ? ground_has_task(g, p->task) : p->is_draft);
}

/* What must be decided at once is decided under Wmo 2.3.3. */
static bool carries_phase(const struct law_purpose *p, const struct ground *g)
{
	if (!g || g->bars)
		return true;
	return carries(p, g->phases, p->phase) && (p->phase != PHASE_MELDING || floor_of(p)->melding) &&
	       (p->phase != PHASE_SPOED || !p->task || strcmp(p->task, "wmo-2.3.3") == 0);
}

static bool carries_basis(const struct law_purpose *p, const struct ground *g)
{
	return !g || g->bars || !p->basis || g->bases & paragraph_bit(p->basis, "A6-1-");
}

static bool carries_exception(const struct law_purpose *p, const struct ground *g)
{
	return !g || g->bars || !p->exception || g->exceptions & paragraph_bit(p->exception, "A9-2-");
}

static bool carries_household(const struct law_purpose *p, const struct ground *g)
{
	return !g || g->bars || p->household != LAW_YES || law_carries_household(p);
}

/* A declaration is asked only where a statute names it, and where the ground rests on it, it is asked. */
static bool may_ask_consent(const struct law_purpose *p, const struct ground *g)
{
	return !g || g->bars || p->consent != LAW_YES || g->consent;
}

static bool asks_consent(const struct law_purpose *p, const struct ground *g)
{
	return !g || g->bars || p->consent != LAW_NO || !g->consent;
}

/* Of the records that this sender may send. */
static bool asks_of_sender(const struct law_purpose *p, const struct ground *g)
{
	return ground_asks_no_objection(g, ground_laws(g, p->from));
}

static bool may_ask_no_objection(const struct law_purpose *p, const struct ground *g)
{
	return !g || g->bars || p->no_objection != LAW_YES || asks_of_sender(p, g);
}

static bool asks_no_objection(const struct law_purpose *p, const struct ground *g)
{
	return !g || g->bars || p->no_objection != LAW_NO || !asks_of_sender(p, g);
}

enum asked_of { OF_ITS_ROW, OF_EACH_BAR, OF_EACH_WITHDRAWN };

/* In the order in which the decision asks. By those whose rule is of a text it doesn't say no: it asks the
 * declarations of the row besides the purpose's own, and looks at the rest field by field. */
/* clang-format off */
static const struct {
	enum rule rule;
	const char *key;
	enum law_names names;
	enum asked_of of;
	bool (*meets)(const struct law_purpose *p, const struct ground *g);
} conditions[] = {
	{ RULE_WITHDRAWN,          "ground",          LAW_NAMES_ROW,   OF_EACH_WITHDRAWN,
	  is_no_withdrawn_row },
	{ RULE_WITHDRAWN,          "client_supplied", LAW_NAMES_KEY,   OF_ITS_ROW,  rests_on_no_withdrawn },
	{ RULE_OWN_CONTRIBUTION,   "task",            LAW_NAMES_VALUE, OF_ITS_ROW,  is_no_own_contribution },
	{ RULE_GROUND_UNKNOWN,     "ground",          LAW_NAMES_VALUE, OF_ITS_ROW,  is_in_table },
	{ RULE_GROUND_FLOW,        "ground",          LAW_NAMES_ROW,   OF_ITS_ROW,  is_between_parties },
	{ RULE_GROUND_DISABLED,    "ground",          LAW_NAMES_ROW,   OF_ITS_ROW,  is_enabled },
	{ RULE_GROUND_DENIED,      "ground",          LAW_NAMES_ROW,   OF_ITS_ROW,  is_not_denied },
	{ RULE_BARRED,             "task",            LAW_NAMES_ROW,   OF_EACH_BAR, is_not_barred },
	{ RULE_TASK,               "task",            LAW_NAMES_VALUE, OF_ITS_ROW,  carries_task },
	{ RULE_PHASE,              "phase",           LAW_NAMES_VALUE, OF_ITS_ROW,  carries_phase },
	{ RULE_OVERRIDE_MISSING,   "ground",          LAW_NAMES_ROW,   OF_ITS_ROW,  needs_no_override },
	{ RULE_BASIS,              "basis",           LAW_NAMES_VALUE, OF_ITS_ROW,  carries_basis },
	{ RULE_EXCEPTION,          "exception",       LAW_NAMES_VALUE, OF_ITS_ROW,  carries_exception },
	{ RULE_NO_HOUSEHOLD,       "household",       LAW_NAMES_ROW,   OF_ITS_ROW,  carries_household },
	{ RULE_CONSENT_NO_STATUTE, "consent",         LAW_NAMES_ROW,   OF_ITS_ROW,  may_ask_consent },
	{ RULE_CONSENT_NOT_ASKED,  "consent",         LAW_NAMES_ROW,   OF_ITS_ROW,  asks_consent },
	{ RULE_CONSENT_NO_STATUTE, "no_objection",    LAW_NAMES_ROW,   OF_ITS_ROW,  may_ask_no_objection },
	{ RULE_CONSENT_NOT_ASKED,  "no_objection",    LAW_NAMES_ROW,   OF_ITS_ROW,  asks_no_objection },
};
/* clang-format on */

static const struct ground *next_withdrawn(const struct law_purpose *p, size_t *at)
{
	while (p->grounds && *at < grounds_size(p->grounds)) {
		const struct ground *g = grounds_row(p->grounds, (*at)++);
		if (ground_is_withdrawn(g))
			return g;
	}
	return NULL;
}

/* The row that the condition is asked of next: the purpose's own (NULL when the table lacks it) once, or each
 * that bars, or that was withdrawn. */
static bool next_row(const struct law_purpose *p, enum asked_of of, size_t *at, const struct ground **ret)
{
	if (of == OF_ITS_ROW)
		*ret = p->row;
	else
		*ret = of == OF_EACH_BAR ? law_next_bar(p, at) : next_withdrawn(p, at);
	return of == OF_ITS_ROW ? (*at)++ == 0 : *ret != NULL;
}

bool law_next(const struct law_purpose *p, struct law_breach *b)
{
	for (; b->condition < ELEMENTS(conditions); b->condition++, b->at = 0) {
		while (next_row(p, conditions[b->condition].of, &b->at, &b->row)) {
			if (conditions[b->condition].meets(p, b->row))
				continue;
			b->rule = b->finding = conditions[b->condition].rule;
			b->key = conditions[b->condition].key;
			b->names = conditions[b->condition].names;
			return true;
		}
	}
	return false;
}

enum rule law_of_purpose(const struct law_purpose *p)
{
	struct law_breach b = { 0 };
	while (law_next(p, &b))
		if (rule_kind(b.rule) == RULE_OF_PURPOSE)
			return b.rule;
	return RULE_AGREED;
}

/* --- the conditions of a field that the purpose lists --- */

/* The field as the records have it, and as the agreement's own catalogue has it: what either says of it
 * counts. */
struct fields {
	const struct field *field, *listed;
};

static bool is_of(struct fields f, enum category category)
{
	return f.field->category == category || (f.listed && f.listed->category == category);
}

static bool is_not_criminal(const struct law_purpose *p, struct fields f)
{
	(void)p;
	return !is_of(f, CATEGORY_CRIMINAL);
}

static bool is_no_amount(const struct law_purpose *p, struct fields f)
{
	return !floor_of(p)->no_amount || strcmp(f.field->name, "inkomensvoorziening.bedrag") != 0;
}

static bool is_listed(const struct law_purpose *p, struct fields f)
{
	(void)p;
	return f.listed != NULL;
}

static bool goes_at_phase(const struct law_purpose *p, struct fields f)
{
	return p->phase != PHASE_MELDING || !p->grounds || grounds_melding_field(p->grounds, f.field->name);
}

/* Wmo 5.2.9, Wabb 10-12; PW 68(2) doesn't for re-integration under PW 10 to 10g, nor does PW 7a(2) for a
 * school. */
static bool carries_bsn(const struct law_purpose *p, struct fields f)
{
	static const char task[] = "pw-10";
	if (f.field->role != ROLE_BSN)
		return true;
	char next = p->task && strncmp(p->task, task, strlen(task)) == 0 ? p->task[strlen(task)] : '0';
	bool of_10 = next == 0 || (next >= 'a' && next <= 'g');
	return !(p->to & PARTY_SCHOOL) && !(of_10 && floor_of(p)->no_bsn_of_10);
}

static bool goes_as_text(const struct law_purpose *p, struct fields f)
{
	return law_lets_text_go(p) || (!field_is_typed(f.field) && f.listed->kind != FIELD_FREE_TEXT);
}

unsigned law_categories(const struct field *f, const struct field *listed)
{
	return 1u << f->category | (listed ? 1u << listed->category : 0);
}

/* No row carries criminal data, and that was said already. */
static bool is_of_category(const struct law_purpose *p, struct fields f)
{
	return !p->row || p->row->bars || is_of(f, CATEGORY_CRIMINAL) ||
	       !(law_categories(f.field, f.listed) & ~p->row->categories);
}

static bool is_special(struct fields f)
{
	return is_of(f, CATEGORY_HEALTH) || is_of(f, CATEGORY_SPECIAL);
}

static bool names_exception(const struct law_purpose *p, struct fields f)
{
	return !is_special(f) || p->exception;
}

static bool names_exception_of_row(const struct law_purpose *p, struct fields f)
{
	return !is_special(f) || carries_exception(p, p->row);
}

/* In the order in which the decision asks. Of a field the check has names of its own, older than this table;
 * of an exception that the row doesn't have it tells once, at the purpose. */
/* clang-format off */
static const struct {
	enum rule rule, finding;
	bool (*meets)(const struct law_purpose *p, struct fields f);
} field_conditions[] = {
	{ RULE_CRIMINAL,     RULE_CRIMINAL_FIELD,      is_not_criminal },
	{ RULE_NOT_AGREED,   RULE_AGREED,              is_listed },
	{ RULE_AMOUNT,       RULE_AMOUNT,              is_no_amount },
	{ RULE_CATEGORY,     RULE_FIELD_NOT_CARRIED,   is_of_category },
	{ RULE_NO_EXCEPTION, RULE_NO_EXCEPTION,        names_exception },
	{ RULE_NO_EXCEPTION, RULE_AGREED,              names_exception_of_row },
	{ RULE_BSN,          RULE_BSN,                 carries_bsn },
	{ RULE_FREE_TEXT,    RULE_FREE_TEXT_NOT_NAMED, goes_as_text },
	{ RULE_MELDING,      RULE_BEYOND_MELDING,      goes_at_phase },
};
/* clang-format on */

/* Of a field that isn't listed the later conditions aren't asked. */
bool law_next_of_field(const struct law_purpose *p, const struct field *f, const struct field *listed,
                       struct law_breach *b)
{
	while (b->condition < ELEMENTS(field_conditions)) {
		size_t i = b->condition++;
		if (field_conditions[i].meets(p, (struct fields){ f, listed }))
			continue;
		b->rule = field_conditions[i].rule;
		b->finding = field_conditions[i].finding;
		b->key = "field";
		b->row = p->row;
		if (!listed && b->rule == RULE_NOT_AGREED)
			b->condition = ELEMENTS(field_conditions);
		return true;
	}
	return false;
}

enum rule law_of_field(const struct law_purpose *p, const struct field *f, const struct field *listed)
{
	struct law_breach b = { 0 };
	return law_next_of_field(p, f, listed, &b) ? b.rule : RULE_AGREED;
}
