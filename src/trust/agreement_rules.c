/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/agreement_rules.h"

#include "base/text.h"
#include "codec/keyed.h"
#include "trust/agreement.h"
#include "trust/law.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where a finding stands: a key, at the top or in an item of `list`, or in an item of that item's fields. */
struct place {
	const char *key, *list;
	size_t index;
	bool in_fields;
	size_t field;
};

static struct place at_key(const char *key)
{
	return (struct place){ .key = key };
}

static struct place at_item(const char *list, size_t index, const char *key)
{
	return (struct place){ .key = key, .list = list, .index = index };
}

static struct place at_field(size_t purpose, size_t field, const char *key)
{
	return (struct place){
		.key = key, .list = "purposes", .index = purpose, .in_fields = true, .field = field
	};
}

/* The line of the place, or of what should hold it when it isn't there. */
static uint64_t line_of(const struct agreement_text *t, struct place p)
{
	struct keyed_at whole = keyed_whole(&t->lines), at = whole;
	if (p.list)
		at = keyed_in(at, "%s/%zu", p.list, p.index);
	if (p.in_fields)
		at = keyed_in(at, "fields/%zu", p.field);
	if (p.key)
		at = keyed_in(at, "%s", p.key);
	return at.mark == whole.mark ? 0 : keyed_line(at); /* a part that is missing at the top has none */
}

static bool stopped(const struct agreement_review *r)
{
	return r->out_of_memory || r->count > AGREEMENT_FINDINGS_MAX ||
	       (r->first_error_only && r->code != ERR_NONE);
}

/* Note a breach; `format` makes its subject, which quotes names and keys only. `article` NULL: the rule's
 * own. */
static void _printf_(5, 6) breach_of(struct agreement_review *r, enum rule rule, const char *article,
                                     struct place p, const char *format, ...)
{
	if (stopped(r) || (r->first_error_only && rule_error(rule) == ERR_NONE))
		return;
	if (r->count == AGREEMENT_FINDINGS_MAX) {
		rule = RULE_MORE;
		p = (struct place){ 0 };
	}
	struct agreement_finding *list = reallocarray(r->list, r->count + 1, sizeof *list);
	if (!list) {
		r->out_of_memory = true;
		return;
	}
	r->list = list;
	struct agreement_finding *f = &list[r->count++];
	*f = (struct agreement_finding){ .line = line_of(r->text, p), .rule = rule };
	snprintf(f->article, sizeof f->article, "%s", article ? article : rule_article(rule));
	va_list args;
	va_start(args, format);
	vsnprintf(f->subject, sizeof f->subject, format, args);
	va_end(args);
	if (r->code == ERR_NONE)
		r->code = rule_error(rule);
}

#define breach(r, rule, place, ...) breach_of((r), (rule), NULL, (place), __VA_ARGS__)

static bool is_missing(const char *text)
{
	return !text || text[strspn(text, " \n")] == 0;
}

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
	char name[NAME_MAX_SIZE + 1];
	int size = snprintf(name, sizeof name, "%s/x", text);
	return size > 0 && (size_t)size < sizeof name && name_is_valid(bytes_of_string(name));
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

static bool is_day(const char *text)
{
	moment unused;
	return day_parse(bytes_of_string(text), &unused);
}

static bool is_count(const char *text, uint64_t most)
{
	uint64_t n;
	return number_parse(bytes_of_string(text), most, &n) && n > 0;
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
                         size_t count, struct place place, const char *of)
{
	for (size_t i = 0; i < count; i++) {
		const char *text = text_at(holder, parts[i].offset);
		enum rule rule = RULE_COUNT;
		if (is_missing(text))
			rule = parts[i].missing;
		else if (parts[i].is && !parts[i].is(text))
			rule = RULE_VALUE;
		place.key = parts[i].key;
		if (rule != RULE_COUNT)
			breach(r, rule, place, "%s%s%s", of, *of ? ": " : "", parts[i].key);
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
	{ TOP(evaluation), RULE_PART_MISSING, is_day },
	{ TOP(valid_from), RULE_PART_MISSING, is_day },
	{ TOP(valid_until), RULE_PART_MISSING, is_day },
	{ TOP(supersedes), RULE_COUNT, is_identifier },
	{ TOP(witness_days), RULE_COUNT, is_witness_days },
};

static const struct part party_parts[] = {
	{ PARTY(unit), RULE_PART_MISSING, is_unit },
	{ PARTY(controller), RULE_PART_MISSING, is_controller },
	{ PARTY(kind), RULE_PART_MISSING, is_party_kind },
	{ PARTY(role), RULE_PART_MISSING, NULL },
	{ PARTY(tasks), RULE_PART_MISSING, NULL },
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
	{ PURPOSE(retention_months), RULE_PART_MISSING, is_months },
};

/* --- what must fit together --- */

static bool same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

static bool is_true(const char *text)
{
	return same(text, "true");
}

static bool has_officers(const struct roster *r, const char *controller)
{
	for (size_t i = 0; i < r->officer_count; i++)
		if (same(r->officers[i].controller, controller))
			return true;
	return false;
}

static void review_party(struct agreement_review *r, size_t index)
{
	const struct agreement_party_text *p = &r->text->parties[index];
	struct place place = at_item("parties", index, NULL);
	const char *unit = is_missing(p->unit) ? "parties" : p->unit;
	review_parts(r, p, party_parts, ELEMENTS(party_parts), place, unit);
	place.key = "unit";
	for (size_t i = 0; i < index; i++)
		if (same(r->text->parties[i].unit, p->unit))
			breach(r, RULE_PARTY_TWICE, place, "%s", p->unit);
	if (!r->roster || is_missing(p->unit))
		return;
	place.key = "controller";
	if (!is_missing(p->controller) && !has_officers(r->roster, p->controller))
		breach(r, RULE_OFFICERS, place, "%s: %s", p->unit, p->controller);
	const struct roster_unit *known = roster_unit(r->roster, p->unit);
	place.key = known ? "controller" : "unit";
	if (!known)
		breach(r, RULE_UNIT_UNKNOWN, place, "%s", p->unit);
	else if (!is_missing(p->controller) && !same(known->controller, p->controller))
		breach(r, RULE_CONTROLLER, place, "%s: %s", p->unit, p->controller);
}

static bool is_party(const struct agreement_text *t, const char *unit)
{
	for (size_t i = 0; i < t->parties_count; i++)
		if (same(t->parties[i].unit, unit))
			return true;
	return false;
}

static void review_direction(struct agreement_review *r, size_t index, const char *code)
{
	const struct agreement_purpose_text *p = &r->text->purposes[index];
	if (!is_missing(p->from) && !is_party(r->text, p->from))
		breach(r, RULE_NO_PARTY, at_item("purposes", index, "from"), "%s: %s", code, p->from);
	if (!is_missing(p->to) && !is_party(r->text, p->to))
		breach(r, RULE_NO_PARTY, at_item("purposes", index, "to"), "%s: %s", code, p->to);
	if (!is_missing(p->from) && same(p->from, p->to))
		breach(r, RULE_OWN_DIRECTION, at_item("purposes", index, "to"), "%s: %s", code, p->to);
}

/* --- what the law asks --- */

static unsigned kind_of(const struct agreement_text *t, const char *unit)
{
	enum party_kind kind;
	for (size_t i = 0; i < t->parties_count; i++)
		if (same(t->parties[i].unit, unit) && t->parties[i].kind &&
		    party_kind_parse(bytes_of_string(t->parties[i].kind), &kind))
			return (unsigned)kind;
	return 0;
}

static unsigned phase_of(const struct agreement_purpose_text *p)
{
	enum phase phase;
	return p->phase && phase_parse(bytes_of_string(p->phase), &phase) ? (unsigned)phase : 0;
}

static enum law_said said(const char *text)
{
	return is_true(text) ? LAW_YES : same(text, "false") ? LAW_NO : LAW_UNSAID;
}

/* A value that isn't of the form that is needed was found as such, and here counts as not said. */
static const char *if_it(bool (*is)(const char *text), const char *text)
{
	return !is_missing(text) && is(text) ? text : NULL;
}

/* The purpose as the law sees it; of a ground that isn't named yet it says nothing. */
static struct law_purpose law_of_draft(const struct agreement_review *r,
                                       const struct agreement_purpose_text *p)
{
	static const struct pinned none;
	bool named = r->grounds && !is_missing(p->ground), listed = r->text->overrides_count > 0;
	return (struct law_purpose){
		.is_draft = true,
		.grounds = r->grounds,
		.row = named ? grounds_find(r->grounds, p->ground) : NULL,
		.pinned = r->pinned ? r->pinned
		          : listed  ? NULL
		                    : &none,
		.from = kind_of(r->text, p->from),
		.to = kind_of(r->text, p->to),
		.phase = phase_of(p),
		.code = p->code,
		.task = is_missing(p->task) ? NULL : p->task,
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
		if (same(purpose_parts[i].key, key))
			return text_at(p, purpose_parts[i].offset);
	return "";
}

static void review_law(struct agreement_review *r, size_t index, const char *code,
                       const struct law_purpose *law)
{
	const struct agreement_purpose_text *p = &r->text->purposes[index];
	if (!r->grounds || is_missing(p->ground))
		return;
	for (struct law_breach b = { 0 }; law_next(law, &b);)
		breach_of(r, b.finding, article_of(&b), at_item("purposes", index, b.key), "%s: %s", code,
		          b.names == LAW_NAMES_ROW   ? b.row->id
		          : b.names == LAW_NAMES_KEY ? b.key
		                                     : value_of(p, b.key));
}

static bool lists(const struct agreement_purpose_text *p, enum role role)
{
	for (size_t i = 0; i < p->fields_count; i++)
		if (same(p->fields[i].field, role_name(role)))
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

/* What the receiver needs in order to decide the same and to keep the promise on: the
 * number that ties a consent to a client, and the mark that an address is secret. */
static void review_marks(struct agreement_review *r, size_t index, const char *code)
{
	const struct agreement_purpose_text *p = &r->text->purposes[index];
	struct place place = at_item("purposes", index, "fields");
	if ((is_true(p->consent) || is_true(p->no_objection)) && p->fields_count && !lists(p, ROLE_BSN))
		breach(r, RULE_CONSENT_NO_BSN, place, "%s: %s", code, role_name(ROLE_BSN));
	if (lists_address(p) && !lists(p, ROLE_SECRECY))
		breach(r, RULE_SECRECY, place, "%s: %s", code, role_name(ROLE_SECRECY));
}

static void review_field(struct agreement_review *r, size_t purpose, size_t index, bool *seen,
                         const char *code, const struct law_purpose *law)
{
	const struct agreement_purpose_text *p = &r->text->purposes[purpose];
	const struct agreement_field_text *f = &p->fields[index];
	struct place place = at_field(purpose, index, "field");
	if (is_missing(f->field)) {
		breach(r, RULE_PART_MISSING, place, "%s: field", code);
		return;
	}
	if (is_missing(f->why))
		breach(r, RULE_FIELD_NO_REASON, at_field(purpose, index, "why"), "%s: %s", code, f->field);
	const struct field *known = catalogue_find(r->catalogue, bytes_of_string(f->field));
	if (!known) {
		breach(r, RULE_FIELD_UNKNOWN, place, "%s: %s", code, f->field);
		return;
	}
	if (seen[known->index])
		breach(r, RULE_FIELD_TWICE, place, "%s: %s", code, f->field);
	seen[known->index] = true;
	for (struct law_breach b = { 0 }; law_next_of_field(law, known, known, &b);)
		if (b.finding != RULE_AGREED)
			breach_of(r, b.finding, article_of(&b), place, "%s: %s", code, f->field);
}

static void review_fields(struct agreement_review *r, size_t purpose, const char *code,
                          const struct law_purpose *law)
{
	const struct agreement_purpose_text *p = &r->text->purposes[purpose];
	if (p->fields_count == 0) {
		breach(r, RULE_PART_MISSING, at_item("purposes", purpose, "fields"), "%s: fields", code);
		return;
	}
	bool *seen = calloc(catalogue_size(r->catalogue) + 1, sizeof *seen);
	if (!seen) {
		r->out_of_memory = true;
		return;
	}
	for (size_t i = 0; i < p->fields_count && !stopped(r); i++)
		review_field(r, purpose, i, seen, code, law);
	free(seen);
}

static void review_purpose(struct agreement_review *r, size_t index)
{
	const struct agreement_purpose_text *p = &r->text->purposes[index];
	const char *code = is_missing(p->code) ? "purposes" : p->code;
	const struct law_purpose law = law_of_draft(r, p);
	review_parts(r, p, purpose_parts, ELEMENTS(purpose_parts), at_item("purposes", index, NULL), code);
	for (size_t i = 0; i < index; i++)
		if (!is_missing(p->code) && same(r->text->purposes[i].code, p->code))
			breach(r, RULE_PURPOSE_TWICE, at_item("purposes", index, "code"), "%s", p->code);
	review_direction(r, index, code);
	review_law(r, index, code, &law);
	review_marks(r, index, code);
	review_fields(r, index, code, &law);
}

static bool day_of(const char *text, moment *ret)
{
	return !is_missing(text) && day_parse(bytes_of_string(text), ret);
}

static void review_term(struct agreement_review *r)
{
	moment from, until, evaluation;
	bool has_from = day_of(r->text->valid_from, &from), has_until = day_of(r->text->valid_until, &until);
	if (has_from && has_until && until < from)
		breach(r, RULE_TERM_ORDER, at_key("valid_until"), "valid_until");
	if (has_until && r->today >= 0 && until + SECONDS_A_DAY <= r->today)
		breach(r, RULE_TERM_PAST, at_key("valid_until"), "valid_until");
	if (has_from && has_until && day_of(r->text->evaluation, &evaluation) &&
	    (evaluation < from || evaluation > until))
		breach(r, RULE_EVALUATION, at_key("evaluation"), "evaluation");
}

static void review_catalogue(struct agreement_review *r)
{
	struct sha256 pinned;
	if (is_missing(r->text->catalogue) || !sha256_parse(bytes_of_string(r->text->catalogue), &pinned))
		breach(r, RULE_NOT_PINNED, at_key("catalogue"), "catalogue");
	else if (r->pin && !sha256_equal(&pinned, r->pin))
		breach(r, RULE_OTHER_CATALOGUE, at_key("catalogue"), "catalogue");
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
	if (is_missing(t->grounds) || !sha256_parse(bytes_of_string(t->grounds), &pinned))
		breach(r, RULE_GROUNDS_NOT_PINNED, at_key("grounds"), "grounds");
	else if (r->grounds && !sha256_equal(&pinned, grounds_hash(r->grounds)))
		breach(r, RULE_OTHER_GROUNDS, at_key("grounds"), "grounds");
	if (t->additions && !is_hash(t->additions))
		breach(r, RULE_PIN, at_key("additions"), "additions");
	for (size_t i = 0; i < t->overrides_count; i++)
		if (!is_hash(t->overrides[i]))
			breach(r, RULE_PIN, at_item("overrides", i, NULL), "overrides");
	if (!is_missing(t->supersedes) && same(t->supersedes, t->id))
		breach(r, RULE_VALUE, at_key("supersedes"), "supersedes");
}

bool agreement_review(struct agreement_review *r, struct error *e)
{
	const struct agreement_text *t = r->text;
	review_parts(r, t, top_parts, ELEMENTS(top_parts), at_key(NULL), "");
	if (t->parties_count == 0)
		breach(r, RULE_PART_MISSING, at_key("parties"), "parties");
	for (size_t i = 0; i < t->parties_count && !stopped(r); i++)
		review_party(r, i);
	if (t->purposes_count == 0)
		breach(r, RULE_PART_MISSING, at_key("purposes"), "purposes");
	for (size_t i = 0; i < t->purposes_count && !stopped(r); i++)
		review_purpose(r, i);
	review_term(r);
	review_catalogue(r);
	review_pins(r);
	return !r->out_of_memory || error_memory(e);
}
