/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/agreement_stated.h"

#include "record/record.h"

#include <string.h>

#define WORDS_LEAST 3u
#define TERM_YEARS 5u
#define CONSENT_MONTHS 12u

static struct review_place of_purpose(size_t index, const char *key)
{
	return review_at_item("purposes", index, key);
}

/* --- of a purpose --- */

/* Of a ground that isn't in the table nothing is known. */
static void review_article(struct agreement_review *r, size_t index, const char *code,
                           const struct law_purpose *law)
{
	const struct agreement_purpose_text *p = &r->text->purposes[index];
	if (law->row && !review_is_missing(p->article) && !review_is_same(p->article, law->row->article))
		review_breach_of(r, RULE_ARTICLE, law->row->article, of_purpose(index, "article"), "%s: %s",
		                 code, law->row->id);
}

static size_t words_in(const char *text)
{
	size_t words = 0;
	for (const char *at = text + strspn(text, " \n"); *at; at += strspn(at, " \n")) {
		at += strcspn(at, " \n");
		words++;
	}
	return words;
}

static void review_reasons(struct agreement_review *r, size_t index, const char *code)
{
	const struct agreement_purpose_text *p = &r->text->purposes[index];
	for (size_t i = 0; i < p->fields_count; i++) {
		const struct agreement_field_text *f = &p->fields[i];
		if (!review_is_missing(f->field) && !review_is_missing(f->why) &&
		    words_in(f->why) < WORDS_LEAST)
			review_breach(r, RULE_WHY_SHORT, review_at_field(index, i, "why"), "%s: %s", code,
			              f->field);
	}
}

/* By a row that bars a category, whatever the record. */
static bool is_barred(const struct law_purpose *law, const struct field *f)
{
	const struct ground *bar;
	for (size_t at = 0; (bar = law_next_bar(law, &at));) {
		bool lifted = bar->standing == GROUND_ASK && (!law->pinned || law_override(law, bar));
		if (!bar->laws && !bar->source_count && bar->categories & 1u << f->category && !lifted)
			return true;
	}
	return false;
}

static bool can_go(const struct agreement_review *r, const struct agreement_purpose_text *p, enum role role,
                   const struct law_purpose *law)
{
	const struct field *f = catalogue_find(r->catalogue, bytes_of_string(role_name(role)));
	for (size_t i = 0; f && i < p->fields_count; i++)
		if (review_is_same(p->fields[i].field, f->name))
			return law_of_field(law, f, f) == RULE_AGREED && !is_barred(law, f);
	return false;
}

/* As the decision asks it of a record: what is left has to tell who it is about. So one field that stays may
 * hold back all. Why a purpose carries nothing at all is told by its own rule. */
static void review_goes(struct agreement_review *r, size_t index, const char *code,
                        const struct law_purpose *law)
{
	const struct agreement_purpose_text *p = &r->text->purposes[index];
	size_t found = 0;
	if (!law->row || p->fields_count == 0 || law_of_purpose(law) != RULE_AGREED)
		return;
	for (size_t i = 0; i < IDENTIFYING_COUNT; i++)
		found += can_go(r, p, record_identifying[i], law);
	if (!can_go(r, p, ROLE_BSN, law) && found < IDENTIFYING_COUNT)
		review_breach(r, RULE_NOTHING_GOES, of_purpose(index, "fields"), "%s", code);
}

/* PW 67(3): only after the client's privacy was weighed. */
static void review_weighed(struct agreement_review *r, size_t index, const char *code,
                           const struct law_purpose *law)
{
	const struct agreement_purpose_text *p = &r->text->purposes[index];
	if (!law->row || !law->row->floor->weighed)
		return;
	if (review_is_missing(p->weighed))
		review_breach(r, RULE_NOT_WEIGHED, of_purpose(index, "weighed"), "%s: weighed", code);
	if (review_is_missing(p->weighed_on))
		review_breach(r, RULE_NOT_WEIGHED, of_purpose(index, "weighed_on"), "%s: weighed_on", code);
}

static void review_retention(struct agreement_review *r, size_t index, const char *code,
                             const struct law_purpose *law)
{
	const struct agreement_purpose_text *p = &r->text->purposes[index];
	uint64_t months;
	if (review_is_missing(p->retention_article))
		review_breach_of(r, RULE_NOT_STATED, "AVG art. 5 lid 1 e",
		                 of_purpose(index, "retention_article"), "%s: retention_article", code);
	if (law->to & AGREEMENT_WMO_KEEPERS && review_is_missing(p->retention_why) &&
	    review_count(p->retention_months, UINT64_MAX, &months) && months < AGREEMENT_WMO_MONTHS)
		review_breach(r, RULE_RETENTION, of_purpose(index, "retention_months"),
		              "%s: retention_months", code);
}

void review_stated_of_purpose(struct agreement_review *r, size_t index, const char *code,
                              const struct law_purpose *law)
{
	const struct agreement_purpose_text *p = &r->text->purposes[index];
	uint64_t months;
	review_article(r, index, code, law);
	review_reasons(r, index, code);
	review_goes(r, index, code, law);
	review_weighed(r, index, code, law);
	review_retention(r, index, code, law);
	if (review_count(p->consent_months, UINT64_MAX, &months) && months > CONSENT_MONTHS)
		review_breach(r, RULE_CONSENT_LONG, of_purpose(index, "consent_months"), "%s: consent_months",
		              code);
}

/* --- of the rest --- */

/* A college's, whose officers sign by its mandate. What a private party decides is its own. */
static bool is_college(const struct agreement_party_text *p)
{
	enum party_kind kind;
	return p->kind && party_kind_parse(bytes_of_string(p->kind), &kind) &&
	       (kind & AGREEMENT_COLLEGES) != 0;
}

/* One decision of a controller may stand at any of its units. */
static bool is_decided(const struct agreement_text *t, const char *controller)
{
	for (size_t i = 0; i < t->parties_count; i++)
		if (review_is_same(t->parties[i].controller, controller) &&
		    !review_is_missing(t->parties[i].decision) && review_is_day(t->parties[i].decided_on))
			return true;
	return false;
}

static void review_decisions(struct agreement_review *r)
{
	const struct agreement_text *t = r->text;
	for (size_t i = 0; i < t->parties_count; i++) {
		const struct agreement_party_text *p = &t->parties[i];
		if (!is_college(p) || review_is_missing(p->unit) || is_decided(t, p->controller))
			continue;
		const char *key = review_is_missing(p->decision) ? "decision" : "decided_on";
		review_breach_of(r, RULE_NOT_STATED, "Awb art. 10:3", review_at_item("parties", i, key),
		                 "%s: %s", p->unit, key);
	}
}

static bool has_role(const struct agreement_text *t, bool (*is)(const char *role))
{
	for (size_t i = 0; i < t->parties_count; i++)
		if (is(t->parties[i].role))
			return true;
	return false;
}

static void review_references(struct agreement_review *r)
{
	const struct agreement_text *t = r->text;
	if (review_is_missing(t->dpia))
		review_breach_of(r, RULE_NOT_STATED, "AVG art. 35", review_at_key("dpia"), "dpia");
	if (has_role(t, agreement_role_is_joint) && review_is_missing(t->joint_arrangement))
		review_breach_of(r, RULE_NOT_STATED, "AVG art. 26", review_at_key("joint_arrangement"),
		                 "joint_arrangement");
	if (has_role(t, agreement_role_is_processor) && review_is_missing(t->processor_agreement))
		review_breach_of(r, RULE_NOT_STATED, "AVG art. 28", review_at_key("processor_agreement"),
		                 "processor_agreement");
}

/* From sixty days before the table's review; until then it is far off, and every agreement outlasts it. */
static void review_end(struct agreement_review *r)
{
	moment until;
	if (r->today < 0 || !review_day(r->text->valid_until, &until))
		return;
	if (until > moment_add_months(r->today, 12 * TERM_YEARS))
		review_breach(r, RULE_TERM_LONG, review_at_key("valid_until"), "valid_until");
	if (r->grounds && grounds_age(r->grounds, r->today) != GROUNDS_CURRENT &&
	    until > grounds_review_by(r->grounds))
		review_breach(r, RULE_BEYOND_REVIEW, review_at_key("valid_until"), "valid_until");
}

void review_stated(struct agreement_review *r)
{
	review_decisions(r);
	review_references(r);
	review_end(r);
}
