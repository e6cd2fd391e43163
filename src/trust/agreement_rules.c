/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/agreement_rules.h"

#include "base/text.h"
#include "record/record.h"
#include "trust/agreement_stated.h"
#include "trust/agreement_witnesses.h"
#include "trust/law.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- single values: missing is one rule, wrong another --- */

static bool is_identifier(const char *text)
{
	return identifier_is_valid(bytes_of_string(text));
}

static bool is_unit(const char *text)
{
	return name_is_valid(bytes_of_string(text)) && !name_is_person(bytes_of_string(text));
}

static bool is_controller(const char *text)
{
	return name_is_controller(bytes_of_string(text));
}

static bool is_kind(const char *text)
{
	static const char *const kinds[] = { "convenant", "gegevensleveringsovereenkomst",
		                             "samenwerkingsplan", "mandaat" };
	for (size_t i = 0; i < ELEMENTS(kinds); i++)
		if (strcmp(kinds[i], text) == 0)
			return true;
	return false;
}

static bool is_truth(const char *text)
{
	bool unused;
	return keyed_truth(text, &unused);
}

static bool is_count(const char *text, uint64_t most)
{
	uint64_t unused;
	return review_count(text, most, &unused);
}

static bool is_version(const char *text)
{
	return is_count(text, UINT32_MAX);
}

static bool is_months(const char *text)
{
	return is_count(text, 1200);
}

static bool is_use_by(const char *text)
{
	return is_count(text, 366);
}

static bool is_witness_days(const char *text)
{
	return is_count(text, 3660);
}

/* Who may decide decides before long: the sender and the client wait for it. */
static bool is_accept(const char *text)
{
	return strcmp(text, AGREEMENT_AT_ONCE) == 0 || is_count(text, 90);
}

static bool is_party_kind(const char *text)
{
	enum party_kind unused;
	return party_kind_parse(bytes_of_string(text), &unused);
}

static bool is_phase(const char *text)
{
	enum phase unused;
	return phase_parse(bytes_of_string(text), &unused);
}

static bool is_mib(const char *text)
{
	return is_count(text, 65536);
}

/* "A6-1-e": DPV's names for the paragraphs of AVG 6(1) and 9(2). */
static bool is_basis(const char *text)
{
	return strlen(text) == 6 && strncmp(text, "A6-1-", 5) == 0 && text[5] >= 'a' && text[5] <= 'f';
}

static bool is_exception(const char *text)
{
	return strlen(text) == 6 && strncmp(text, "A9-2-", 5) == 0 && text[5] >= 'a' && text[5] <= 'j';
}

/* A key with a text: where it is held, which rule breaks when it is missing
 * (RULE_COUNT: it may be), and what it must be (NULL: any text). */
struct part {
	const char *key;
	size_t offset;
	enum rule missing;
	bool (*is)(const char *text);
};

static const char *text_at(const void *holder, size_t offset)
{
	const char *text;
	memcpy(&text, (const char *)holder + offset, sizeof text);
	return text;
}

/* `of` names the holder in the subject: "" at the top. */
static void review_parts(struct agreement_review *r, const void *holder, const struct part *parts,
                         size_t count, struct review_place place, const char *of)
{
	for (size_t i = 0; i < count; i++) {
		const char *text = text_at(holder, parts[i].offset);
		enum rule rule = RULE_COUNT;
		if (review_is_missing(text))
			rule = parts[i].missing;
		else if (parts[i].is && !parts[i].is(text))
			rule = RULE_VALUE;
		place.key = parts[i].key;
		if (rule != RULE_COUNT)
			review_breach(r, rule, place, "%s%s%s", of, *of ? ": " : "", parts[i].key);
	}
}

#define AT(type, key) #key, offsetof(struct type, key)
#define TOP(key) AT(agreement_text, key)
#define PARTY(key) AT(agreement_party_text, key)
#define PURPOSE(key) AT(agreement_purpose_text, key)

static const struct part top_parts[] = {
	{ TOP(id), RULE_PART_MISSING, is_identifier },
	{ TOP(version), RULE_PART_MISSING, is_version },
	{ TOP(title), RULE_PART_MISSING, NULL },
	{ TOP(kind), RULE_PART_MISSING, is_kind },
	{ TOP(goal), RULE_PART_MISSING, NULL },
	{ TOP(target_group), RULE_PART_MISSING, NULL },
	{ TOP(approval_by_two), RULE_PART_MISSING, is_truth },
	{ TOP(use_by_days), RULE_PART_MISSING, is_use_by },
	{ TOP(largest_package_mib), RULE_PART_MISSING, is_mib },
	{ TOP(rights), RULE_PART_MISSING, NULL },
	{ TOP(incidents), RULE_PART_MISSING, NULL },
	{ TOP(contact), RULE_PART_MISSING, NULL },
	{ TOP(budget), RULE_PART_MISSING, NULL },
	{ TOP(results), RULE_PART_MISSING, NULL },
	{ TOP(evaluation), RULE_PART_MISSING, review_is_day },
	{ TOP(valid_from), RULE_PART_MISSING, review_is_day },
	{ TOP(valid_until), RULE_PART_MISSING, review_is_day },
	{ TOP(supersedes), RULE_COUNT, is_identifier },
	{ TOP(witness_days), RULE_COUNT, is_witness_days },
	{ TOP(witness_quorum), RULE_COUNT, NULL },
	{ TOP(accept), RULE_COUNT, is_accept },
	{ TOP(handover), RULE_COUNT, is_truth },
};

static const struct part party_parts[] = {
	{ PARTY(unit), RULE_PART_MISSING, is_unit },
	{ PARTY(controller), RULE_PART_MISSING, is_controller },
	{ PARTY(kind), RULE_PART_MISSING, is_party_kind },
	{ PARTY(role), RULE_PART_MISSING, NULL },
	{ PARTY(tasks), RULE_PART_MISSING, NULL },
	{ PARTY(decided_on), RULE_COUNT, review_is_day },
};

static const struct part purpose_parts[] = {
	{ PURPOSE(code), RULE_PART_MISSING, is_identifier },
	{ PURPOSE(description), RULE_PART_MISSING, NULL },
	{ PURPOSE(necessity), RULE_PART_MISSING, NULL },
	{ PURPOSE(from), RULE_PART_MISSING, is_unit },
	{ PURPOSE(to), RULE_PART_MISSING, is_unit },
	{ PURPOSE(task), RULE_PART_MISSING, is_identifier },
	{ PURPOSE(phase), RULE_PART_MISSING, is_phase },
	{ PURPOSE(ground), RULE_NO_GROUND, is_identifier },
	{ PURPOSE(article), RULE_NO_GROUND, NULL },
	{ PURPOSE(basis), RULE_NO_GROUND, is_basis },
	{ PURPOSE(exception), RULE_COUNT, is_exception },
	{ PURPOSE(consent), RULE_PART_MISSING, is_truth },
	{ PURPOSE(no_objection), RULE_PART_MISSING, is_truth },
	{ PURPOSE(free_text), RULE_COUNT, is_truth },
	{ PURPOSE(secret_address), RULE_COUNT, is_truth },
	{ PURPOSE(household), RULE_COUNT, is_truth },
	{ PURPOSE(client_supplied), RULE_COUNT, is_truth },
	{ PURPOSE(consent_months), RULE_COUNT, is_months },
	{ PURPOSE(retention_months), RULE_PART_MISSING, is_months },
	{ PURPOSE(weighed_on), RULE_COUNT, review_is_day },
	{ PURPOSE(acts_for), RULE_COUNT, is_controller },
};

/* --- what must fit together --- */

static bool is_true(const char *text)
{
	return review_is_same(text, "true");
}

static bool has_officers(const struct roster *r, const char *controller)
{
	for (size_t i = 0; i < r->officer_count; i++)
		if (review_is_same(r->officers[i].controller, controller))
			return true;
	return false;
}

static void review_party(struct agreement_review *r, size_t index)
{
	const struct agreement_party_text *p = &r->text->parties[index];
	struct review_place place = review_at_item("parties", index, NULL);
	const char *unit = review_is_missing(p->unit) ? "parties" : p->unit;
	review_parts(r, p, party_parts, ELEMENTS(party_parts), place, unit);
	place.key = "unit";
	for (size_t i = 0; i < index; i++)
		if (review_is_same(r->text->parties[i].unit, p->unit))
			review_breach(r, RULE_PARTY_TWICE, place, "%s", p->unit);
	if (!r->roster || review_is_missing(p->unit))
		return;
	place.key = "controller";
	if (!review_is_missing(p->controller) && !has_officers(r->roster, p->controller))
		review_breach(r, RULE_OFFICERS, place, "%s: %s", p->unit, p->controller);
	const struct roster_unit *known = roster_unit(r->roster, p->unit);
	place.key = known ? "controller" : "unit";
	if (!known)
		review_breach(r, RULE_UNIT_UNKNOWN, place, "%s", p->unit);
	else if (!review_is_missing(p->controller) && !review_is_same(known->controller, p->controller))
		review_breach(r, RULE_CONTROLLER, place, "%s: %s", p->unit, p->controller);
}

/* NULL when the unit isn't one. */
static const struct agreement_party_text *party_of(const struct agreement_text *t, const char *unit)
{
	for (size_t i = 0; i < t->parties_count; i++)
		if (review_is_same(t->parties[i].unit, unit))
			return &t->parties[i];
	return NULL;
}

static void review_direction(struct agreement_review *r, size_t index, const char *code)
{
	const struct agreement_purpose_text *p = &r->text->purposes[index];
	if (r->roster && !review_is_missing(p->acts_for) && !has_officers(r->roster, p->acts_for))
		review_breach(r, RULE_OFFICERS, review_at_item("purposes", index, "acts_for"), "%s: %s", code,
		              p->acts_for);
	if (!review_is_missing(p->from) && !party_of(r->text, p->from))
		review_breach(r, RULE_NO_PARTY, review_at_item("purposes", index, "from"), "%s: %s", code,
		              p->from);
	if (!review_is_missing(p->to) && !party_of(r->text, p->to))
		review_breach(r, RULE_NO_PARTY, review_at_item("purposes", index, "to"), "%s: %s", code,
		              p->to);
	if (!review_is_missing(p->from) && review_is_same(p->from, p->to))
		review_breach(r, RULE_OWN_DIRECTION, review_at_item("purposes", index, "to"), "%s: %s", code,
		              p->to);
}

/* Can a client withdraw, or object, by what the purpose or its row asks? */
static bool can_end(const struct agreement_review *r, const struct agreement_purpose_text *p)
{
	const struct ground *g =
		r->grounds && !review_is_missing(p->ground) ? grounds_find(r->grounds, p->ground) : NULL;
	return is_true(p->consent) || is_true(p->no_objection) ||
	       (g && (g->consent || g->no_objection || g->opt_out));
}

static bool may_decide(const struct agreement_review *r, const struct roster_mandate *m, const char *unit)
{
	return strcmp(m->unit, unit) == 0 && m->powers & POWER_DECIDE &&
	       (!m->until || r->today < m->until + SECONDS_A_DAY);
}

/* Then somebody at the receiver decides on what it holds. */
static void review_decider(struct agreement_review *r, size_t index, const char *code)
{
	const struct agreement_purpose_text *p = &r->text->purposes[index];
	const struct roster *roster = r->roster;
	if (!roster || !can_end(r, p) || review_is_missing(p->to) || !roster_unit(roster, p->to))
		return;
	for (size_t i = 0; i < roster->mandate_count; i++)
		if (may_decide(r, &roster->mandates[i], p->to))
			return;
	review_breach(r, RULE_NO_DECIDER, review_at_item("purposes", index, "to"), "%s: %s", code, p->to);
}

/* --- what the law asks --- */

static unsigned kind_of(const struct agreement_party_text *p)
{
	enum party_kind kind;
	return p && p->kind && party_kind_parse(bytes_of_string(p->kind), &kind) ? (unsigned)kind : 0;
}

static enum law_said one_controller(const struct agreement_party_text *from,
                                    const struct agreement_party_text *to)
{
	if (!from || !to || !from->controller || !to->controller)
		return LAW_UNSAID;
	return review_is_same(from->controller, to->controller) ? LAW_YES : LAW_NO;
}

static unsigned phase_of(const struct agreement_purpose_text *p)
{
	enum phase phase;
	return p->phase && phase_parse(bytes_of_string(p->phase), &phase) ? (unsigned)phase : 0;
}

static enum law_said said(const char *text)
{
	return is_true(text) ? LAW_YES : review_is_same(text, "false") ? LAW_NO : LAW_UNSAID;
}

/* A value that isn't of the form that is needed was found as such, and here counts as not said. */
static const char *if_it(bool (*is)(const char *text), const char *text)
{
	return !review_is_missing(text) && is(text) ? text : NULL;
}

/* The purpose as the law sees it; of a ground that isn't named yet it says nothing. */
static struct law_purpose law_of_draft(const struct agreement_review *r,
                                       const struct agreement_purpose_text *p)
{
	static const struct pinned none;
	const struct agreement_party_text *from = party_of(r->text, p->from), *to = party_of(r->text, p->to);
	bool named = r->grounds && !review_is_missing(p->ground), listed = r->text->overrides_count > 0;
	return (struct law_purpose){
		.is_draft = true,
		.grounds = r->grounds,
		.row = named ? grounds_find(r->grounds, p->ground) : NULL,
		.pinned = r->pinned ? r->pinned
		          : listed  ? NULL
		                    : &none,
		.from = kind_of(from),
		.to = kind_of(to),
		.one_controller = one_controller(from, to),
		.phase = phase_of(p),
		.code = p->code,
		.task = review_is_missing(p->task) ? NULL : p->task,
		.basis = if_it(is_basis, p->basis),
		.exception = if_it(is_exception, p->exception),
		.consent = said(p->consent),
		.no_objection = said(p->no_objection),
		.free_text = said(p->free_text),
		.household = said(p->household),
		.client_supplied = said(p->client_supplied),
	};
}

/* The rule's own article, or else that of the row which it comes from. */
static const char *article_of(const struct law_breach *b)
{
	return *rule_article(b->finding) || !b->row ? NULL : b->row->article;
}

static const char *value_of(const struct agreement_purpose_text *p, const char *key)
{
	for (size_t i = 0; i < ELEMENTS(purpose_parts); i++)
		if (review_is_same(purpose_parts[i].key, key))
			return text_at(p, purpose_parts[i].offset);
	return "";
}

static void review_law(struct agreement_review *r, size_t index, const char *code,
                       const struct law_purpose *law)
{
	const struct agreement_purpose_text *p = &r->text->purposes[index];
	if (!r->grounds || review_is_missing(p->ground))
		return;
	for (struct law_breach b = { 0 }; law_next(law, &b);)
		review_breach_of(r, b.finding, article_of(&b), review_at_item("purposes", index, b.key),
		                 "%s: %s", code,
		                 b.names == LAW_NAMES_ROW   ? b.row->id
		                 : b.names == LAW_NAMES_KEY ? b.key
		                                            : value_of(p, b.key));
}

static bool lists(const struct agreement_purpose_text *p, enum role role)
{
	for (size_t i = 0; i < p->fields_count; i++)
		if (review_is_same(p->fields[i].field, role_name(role)))
			return true;
	return false;
}

static bool lists_address(const struct agreement_purpose_text *p)
{
	for (enum role role = 0; role < ROLE_COUNT; role++)
		if (role_is_address(role) && lists(p, role))
			return true;
	return false;
}

static bool lists_set(const struct agreement_purpose_text *p)
{
	for (size_t i = 0; i < IDENTIFYING_COUNT; i++)
		if (!lists(p, record_identifying[i]))
			return false;
	return true;
}

/* What the receiver needs in order to decide the same and to keep the promise on: the
 * number, or the set, that ties a consent to a client, and the mark that an address is secret. */
static void review_marks(struct agreement_review *r, size_t index, const char *code)
{
	const struct agreement_purpose_text *p = &r->text->purposes[index];
	struct review_place place = review_at_item("purposes", index, "fields");
	bool asks = is_true(p->consent) || is_true(p->no_objection);
	if (asks && p->fields_count && !lists(p, ROLE_BSN) && !lists_set(p))
		review_breach(r, RULE_CONSENT_NO_BSN, place, "%s: %s", code, role_name(ROLE_BSN));
	if (lists_address(p) && !lists(p, ROLE_SECRECY))
		review_breach(r, RULE_SECRECY, place, "%s: %s", code, role_name(ROLE_SECRECY));
}

static void review_field(struct agreement_review *r, size_t purpose, size_t index, bool *seen,
                         const char *code, const struct law_purpose *law)
{
	const struct agreement_purpose_text *p = &r->text->purposes[purpose];
	const struct agreement_field_text *f = &p->fields[index];
	struct review_place place = review_at_field(purpose, index, "field");
	if (review_is_missing(f->field)) {
		review_breach(r, RULE_PART_MISSING, place, "%s: field", code);
		return;
	}
	if (review_is_missing(f->why))
		review_breach(r, RULE_FIELD_NO_REASON, review_at_field(purpose, index, "why"), "%s: %s", code,
		              f->field);
	const struct field *known = catalogue_find(r->catalogue, bytes_of_string(f->field));
	if (!known) {
		review_breach(r, RULE_FIELD_UNKNOWN, place, "%s: %s", code, f->field);
		return;
	}
	if (seen[known->index])
		review_breach(r, RULE_FIELD_TWICE, place, "%s: %s", code, f->field);
	seen[known->index] = true;
	struct field asked = *known;
	if (known->kind == FIELD_ATTACHMENTS) /* of which category one is, is stated of each */
		asked.category = CATEGORY_ORDINARY;
	for (struct law_breach b = { 0 }; law_next_of_field(law, &asked, &asked, &b);)
		if (b.finding != RULE_AGREED)
			review_breach_of(r, b.finding, article_of(&b), place, "%s: %s", code, f->field);
}

static void review_fields(struct agreement_review *r, size_t purpose, const char *code,
                          const struct law_purpose *law)
{
	const struct agreement_purpose_text *p = &r->text->purposes[purpose];
	if (p->fields_count == 0) {
		review_breach(r, RULE_PART_MISSING, review_at_item("purposes", purpose, "fields"),
		              "%s: fields", code);
		return;
	}
	bool *seen = calloc(catalogue_size(r->catalogue) + 1, sizeof *seen);
	if (!seen) {
		r->out_of_memory = true;
		return;
	}
	for (size_t i = 0; i < p->fields_count && !review_is_stopped(r); i++)
		review_field(r, purpose, i, seen, code, law);
	free(seen);
}

static void review_purpose(struct agreement_review *r, size_t index)
{
	const struct agreement_purpose_text *p = &r->text->purposes[index];
	const char *code = review_is_missing(p->code) ? "purposes" : p->code;
	const struct law_purpose law = law_of_draft(r, p);
	review_parts(r, p, purpose_parts, ELEMENTS(purpose_parts), review_at_item("purposes", index, NULL),
	             code);
	for (size_t i = 0; i < index; i++)
		if (!review_is_missing(p->code) && review_is_same(r->text->purposes[i].code, p->code))
			review_breach(r, RULE_PURPOSE_TWICE, review_at_item("purposes", index, "code"), "%s",
			              p->code);
	review_direction(r, index, code);
	review_decider(r, index, code);
	review_law(r, index, code, &law);
	review_marks(r, index, code);
	review_fields(r, index, code, &law);
	review_stated_of_purpose(r, index, code, &law);
}

static void review_term(struct agreement_review *r)
{
	moment from, until, evaluation;
	bool has_from = review_day(r->text->valid_from, &from),
	     has_until = review_day(r->text->valid_until, &until);
	if (has_from && has_until && until < from)
		review_breach(r, RULE_TERM_ORDER, review_at_key("valid_until"), "valid_until");
	if (has_until && r->today >= 0 && until + SECONDS_A_DAY <= r->today)
		review_breach(r, RULE_TERM_PAST, review_at_key("valid_until"), "valid_until");
	if (has_from && has_until && review_day(r->text->evaluation, &evaluation) &&
	    (evaluation < from || evaluation > until))
		review_breach(r, RULE_EVALUATION, review_at_key("evaluation"), "evaluation");
}

static void review_catalogue(struct agreement_review *r)
{
	struct sha256 pinned;
	if (review_is_missing(r->text->catalogue) ||
	    !sha256_parse(bytes_of_string(r->text->catalogue), &pinned))
		review_breach(r, RULE_NOT_PINNED, review_at_key("catalogue"), "catalogue");
	else if (r->pin && !sha256_equal(&pinned, r->pin))
		review_breach(r, RULE_OTHER_CATALOGUE, review_at_key("catalogue"), "catalogue");
}

static bool is_hash(const char *text)
{
	struct sha256 unused;
	return sha256_parse(bytes_of_string(text), &unused);
}

static void review_pins(struct agreement_review *r)
{
	const struct agreement_text *t = r->text;
	struct sha256 pinned;
	if (review_is_missing(t->grounds) || !sha256_parse(bytes_of_string(t->grounds), &pinned))
		review_breach(r, RULE_GROUNDS_NOT_PINNED, review_at_key("grounds"), "grounds");
	else if (r->grounds && !sha256_equal(&pinned, grounds_hash(r->grounds)))
		review_breach(r, RULE_OTHER_GROUNDS, review_at_key("grounds"), "grounds");
	if (t->additions && !is_hash(t->additions))
		review_breach(r, RULE_PIN, review_at_key("additions"), "additions");
	for (size_t i = 0; i < t->overrides_count; i++)
		if (!is_hash(t->overrides[i]))
			review_breach(r, RULE_PIN, review_at_item("overrides", i, NULL), "overrides");
	if (!review_is_missing(t->supersedes) && review_is_same(t->supersedes, t->id))
		review_breach(r, RULE_VALUE, review_at_key("supersedes"), "supersedes");
}

bool agreement_review(struct agreement_review *r, struct error *e)
{
	const struct agreement_text *t = r->text;
	review_parts(r, t, top_parts, ELEMENTS(top_parts), review_at_key(NULL), "");
	if (t->parties_count == 0)
		review_breach(r, RULE_PART_MISSING, review_at_key("parties"), "parties");
	for (size_t i = 0; i < t->parties_count && !review_is_stopped(r); i++)
		review_party(r, i);
	if (t->purposes_count == 0)
		review_breach(r, RULE_PART_MISSING, review_at_key("purposes"), "purposes");
	for (size_t i = 0; i < t->purposes_count && !review_is_stopped(r); i++)
		review_purpose(r, i);
	review_term(r);
	review_catalogue(r);
	review_pins(r);
	review_stated(r);
	review_witnesses(r);
	return !r->out_of_memory || error_memory(e);
}
