/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/decide.h"

#include "trust/decide_terms.h"
#include "trust/declared.h"

#include <assert.h>
#include <string.h>

/* --- one record --- */

static struct decision refuse(enum rule rule)
{
	return (struct decision){ false, rule };
}

static struct decision allow(enum rule rule)
{
	return (struct decision){ true, rule };
}

/* What is worked out once for a record. */
struct of_record {
	const struct question *q;
	enum law law; /* 0: none that is known */
	struct bytes source;
	unsigned barred;                         /* categories that rows bar, as bits */
	bool asked[CONSENT_KINDS];               /* which the client must have said */
	struct declared declared[CONSENT_KINDS]; /* and which of what was said counts */
	bool said_of_some; /* what the client said isn't of every field: `said` of the terms tells of which */
	bool address_hidden, mark_goes; /* of a secret address */
};

static bool lifted(const struct override *o, moment when)
{
	return o && override_valid_at(o, when);
}

static bool is_in_force(const struct of_record *r, enum consent_kind kind)
{
	return r->asked[kind] && r->declared[kind].rule == RULE_AGREED;
}

static void find_declared(struct of_record *r)
{
	const struct question *q = r->q;
	const struct terms *t = q->terms;
	const struct declared_for f = { t->agreement->id,
		                        t->purpose->code,
		                        t->purpose->to,
		                        q->since,
		                        record_role(q->record, ROLE_BIRTH),
		                        t->purpose->consent_months };
	r->asked[CONSENT_EXPLICIT] = t->consent;
	r->asked[CONSENT_NO_OBJECTION] = t->no_objection && law_asks_no_objection(&t->law, r->law);
	r->asked[CONSENT_TOLD] = t->told;
	for (size_t k = 0; k < CONSENT_KINDS; k++)
		if (r->asked[k])
			r->declared[k] = declared_of(q->consents, q->consent_count, (enum consent_kind)k,
			                             q->record, &f, q->when);
}

/* Does the row bar this record, or (with categories) fields of it? */
static bool bars_record(const struct bar *b, const struct of_record *r)
{
	const struct ground *g = b->row;
	return (!g->laws || g->laws & (unsigned)r->law) &&
	       (!g->source_count || ground_has_source(g, r->source)) && !lifted(b->lift, r->q->when);
}

/* One without law and source is lifted only in its days. */
static void find_barred(struct of_record *r)
{
	const struct terms *t = r->q->terms;
	for (size_t i = 0; i < t->bar_count; i++)
		if (t->bars[i].row->categories && bars_record(&t->bars[i], r))
			r->barred |= t->bars[i].row->categories;
}

/* One consent's names, looked for in the purpose's list from where the last one was found: they stand in its
 * order, so that this is one way through both; in any other order it is only slower. */
static void mark_named(const struct terms *t, const struct consent *c)
{
	size_t count = t->purpose->field_count, next = 0;
	for (const char *at = c->fields; count && *at;) {
		struct bytes name = bytes_of(at, strcspn(at, " "));
		size_t tried = 0;
		for (; tried < count && !bytes_equal(t->names[next].name, name); tried++)
			next = next + 1 < count ? next + 1 : 0;
		if (tried < count)
			t->said[t->names[next].index] |= (unsigned char)(1u << c->kind);
		at += name.size + (at[name.size] != 0);
	}
}

/* Field by field, what the client said. A later version of the agreement that lists more doesn't widen what
 * was said of the earlier one. */
static void find_said(struct of_record *r)
{
	const struct terms *t = r->q->terms;
	for (size_t k = 0; k < CONSENT_KINDS; k++)
		if (is_in_force(r, (enum consent_kind)k) &&
		    !bytes_equal_string(buffer_bytes(&t->listed), r->declared[k].counts->fields))
			r->said_of_some = true;
	if (!r->said_of_some)
		return;
	memset(t->said, 0, t->size + 1);
	for (size_t k = 0; k < CONSENT_KINDS; k++)
		if (is_in_force(r, (enum consent_kind)k))
			mark_named(t, r->declared[k].counts);
}

/* Rules 29 and 30, and of what the client was told the same. */
static enum rule rule_of_said(const struct of_record *r, const struct field *f)
{
	unsigned said = r->q->terms->said[f->index];
	static const enum rule of_others[CONSENT_KINDS] = { [CONSENT_EXPLICIT] = RULE_CONSENT_FIELDS,
		                                            [CONSENT_NO_OBJECTION] = RULE_NO_OBJECTION_FIELDS,
		                                            [CONSENT_TOLD] = RULE_TOLD_FIELDS };
	for (unsigned k = 0; k < CONSENT_KINDS; k++)
		if (is_in_force(r, (enum consent_kind)k) && !(said & 1u << k))
			return of_others[k];
	return RULE_AGREED;
}

/* As the catalogue has it today; and a unit is one of the roster, so that no person stands in its place. */
static bool fits(const struct question *q, const struct field *f)
{
	return !record_is_unfit(q->record, f) &&
	       (f->kind != FIELD_UNIT || !q->roster || roster_has_unit(q->roster, record_get(q->record, f)));
}

static bool lets_go(enum rule rule)
{
	return rule == RULE_ALWAYS || rule == RULE_AGREED;
}

/* `rule` is the first of 20 to 26 and 28, which are the same for every record, as it was worked out. */
static enum rule rule_of(const struct of_record *r, const struct field *f, unsigned categories,
                         enum rule rule)
{
	if (!lets_go(rule))
		return rule;
	if (r->barred & categories)
		return RULE_BARRED;
	if (r->address_hidden && r->q->terms->address[f->index])
		return RULE_SECRET_ADDRESS;
	return r->said_of_some && rule == RULE_AGREED ? rule_of_said(r, f) : rule;
}

/* --- attachments: some may stay, and the names of those that go --- */

static enum rule rule_of_attachment(const struct of_record *r, const struct field *f,
                                    const struct attachment *a)
{
	const struct terms *t = r->q->terms;
	enum category category;
	return category_parse(a->category, &category)
	               ? rule_of(r, f, 1u << category, t->attached[f->index][category])
	               : rule_of(r, f, t->categories[f->index], t->fields[f->index]);
}

/* Whether any goes, and the first rule in the order of the decision by which one stays, or its name; else
 * RULE_AGREED. Appends to `out`, unless it is NULL, those that go. */
static struct decision decide_attachments(const struct of_record *r, const struct field *f,
                                          struct buffer *out)
{
	struct bytes rest = record_get(r->q->record, f);
	const bool unnamed = !law_lets_text_go(&r->q->terms->law);
	enum rule stays = RULE_COUNT;
	size_t place = 0;
	for (struct attachment a; attachments_next(&rest, &a);) {
		enum rule rule = rule_of_attachment(r, f, &a);
		place += lets_go(rule);
		if (lets_go(rule) && out)
			attachment_put(out, &a, place, unnamed);
		if (lets_go(rule) && unnamed && !attachment_is_unnamed(&a, place))
			rule = RULE_ATTACHMENT_NAME;
		if (!lets_go(rule) && rule < stays)
			stays = rule;
	}
	if (out)
		buffer_append_byte(out, ']');
	return (struct decision){ place > 0, stays == RULE_COUNT ? RULE_AGREED : stays };
}

static struct decision decide(const struct of_record *r, const struct field *f)
{
	if (r->q->record->values[f->index].size == 0)
		return refuse(RULE_ABSENT);
	if (f->kind == FIELD_ATTACHMENTS && !record_is_unfit(r->q->record, f))
		return decide_attachments(r, f, NULL);
	enum rule rule = rule_of(r, f, r->q->terms->categories[f->index], r->q->terms->fields[f->index]);
	bool allowed = lets_go(rule);
	if (!allowed && r->mark_goes && f->role == ROLE_SECRECY)
		return allow(RULE_WITH_ADDRESS);
	return allowed && !fits(r->q, f) ? refuse(RULE_UNFIT) : (struct decision){ allowed, rule };
}

static bool goes(const struct of_record *r, enum role role)
{
	const struct field *f = catalogue_role(r->q->terms->catalogue, role);
	return f && decide(r, f).allowed;
}

/* BRP 07.70.10 above 0: the address stays, unless the purpose says that it goes all the same, and then the
 * mark goes with it: whoever gets a secret address must know that it is. No value counts as 0, and one that
 * can't be read as above it. */
static void find_secrecy(struct of_record *r)
{
	static const enum role address[] = { ROLE_POSTCODE, ROLE_NUMBER, ROLE_LETTER, ROLE_SUFFIX };
	const struct field *f = catalogue_role(r->q->terms->catalogue, ROLE_SECRECY);
	struct bytes secrecy = record_get(r->q->record, f);
	bool known = fits(r->q, f);
	if (secrecy.size == 0 || (known && bytes_equal_string(secrecy, "0")))
		return;
	r->address_hidden = !known || !r->q->terms->purpose->secret_address;
	bool some = false;
	for (size_t i = 0; i < ELEMENTS(address); i++)
		some = some || goes(r, address[i]);
	r->mark_goes = some;
}

static struct of_record of_record(const struct question *q)
{
	struct of_record r = { .q = q, .source = record_role(q->record, ROLE_SOURCE) };
	assert(q->record->catalogue == q->terms->catalogue);
	(void)!law_parse(record_role(q->record, ROLE_LAW), &r.law);
	find_barred(&r);
	find_declared(&r);
	find_said(&r);
	find_secrecy(&r);
	return r;
}

/* --- the client: rules 11 to 19 --- */

static enum rule unrestricted(const struct of_record *r)
{
	return r->q->restricted && !r->q->received ? RULE_RESTRICTED : RULE_AGREED;
}

static bool set_goes(const struct of_record *r)
{
	for (size_t i = 0; i < IDENTIFYING_COUNT; i++)
		if (!goes(r, record_identifying[i]))
			return false;
	return record_role(r->q->record, ROLE_BIRTH).size == DAY_SIZE;
}

/* Wmo 5.2.9(6): by the number, or by all five; and the receiver must be told, so they must be free to leave.
 */
static enum rule identified(const struct of_record *r)
{
	return goes(r, ROLE_BSN) || set_goes(r) ? RULE_AGREED : RULE_NO_IDENTITY;
}

/* The record's law alone: a copy keeps the law that it was made under, wherever it came from. */
static enum rule of_law(const struct of_record *r)
{
	if (!((unsigned)r->law & r->q->laws))
		return RULE_OTHER_LAW;
	const struct terms *t = r->q->terms;
	return (unsigned)r->law & ground_laws(t->row, t->law.from) ? RULE_AGREED : RULE_LAW_NOT_CARRIED;
}

static enum rule of_source(const struct of_record *r)
{
	const struct terms *t = r->q->terms;
	if (r->source.size == 0)
		return RULE_NO_SOURCE;
	if (bytes_equal_string(r->source, "suwinet") && !lifted(t->suwinet, r->q->when))
		return RULE_SUWINET;
	for (size_t i = 0; i < t->bar_count; i++)
		if (terms_bar_by_record(t->bars[i].row) && !t->bars[i].row->categories &&
		    bars_record(&t->bars[i], r))
			return RULE_BARRED;
	return t->row->source_count && !ground_has_source(t->row, r->source) ? RULE_SOURCE : RULE_AGREED;
}

/* A partial birth date counts as the oldest age that it allows; without one nobody knows. */
static enum rule young(const struct of_record *r)
{
	struct bytes birth = record_role(r->q->record, ROLE_BIRTH);
	char born[DAY_SIZE + 1] = "0000-01-01";
	if (!law_asks_under_27(&r->q->terms->law) || r->q->received)
		return RULE_AGREED;
	if (birth.size < 4 || birth.size > DAY_SIZE)
		return RULE_NOT_UNDER_27;
	memcpy(born, birth.data, birth.size);
	return consent_years_on(bytes_of(born, DAY_SIZE), r->q->when) < 27 ? RULE_AGREED : RULE_NOT_UNDER_27;
}

/* Of a member the relation goes along, or the receiver would take the member for a client. */
static enum rule household(const struct of_record *r)
{
	const struct terms *t = r->q->terms;
	if (record_get(r->q->record, catalogue_role(t->catalogue, ROLE_RELATION)).size == 0)
		return RULE_AGREED;
	return law_carries_household(&t->law) && goes(r, ROLE_RELATION) ? RULE_AGREED : RULE_HOUSEHOLD;
}

/* A declaration ties by what it names: where that stays behind, the receiver can't tie it. */
static enum rule declared(const struct of_record *r, enum consent_kind kind)
{
	const struct declared *d = &r->declared[kind];
	if (!r->asked[kind] || d->rule != RULE_AGREED)
		return r->asked[kind] ? d->rule : RULE_AGREED;
	if (tie_is_number(d->counts->tie))
		return goes(r, ROLE_BSN) ? RULE_AGREED : RULE_NO_BSN;
	return set_goes(r) ? RULE_AGREED : RULE_NO_SET;
}

/* Where the client may object instead of being asked: told, and nothing said against it. */
static enum rule opted_in(const struct of_record *r)
{
	return declared(r, CONSENT_TOLD);
}

static enum rule consented(const struct of_record *r)
{
	return declared(r, CONSENT_EXPLICIT);
}

static enum rule not_objected(const struct of_record *r)
{
	return declared(r, CONSENT_NO_OBJECTION);
}

/* In the order of the decision. */
static enum rule (*const client_conditions[])(const struct of_record *r) = {
	unrestricted, identified, of_law, of_source, young, household, opted_in, consented, not_objected,
};

static struct decision decide_asked(const struct of_record *r)
{
	struct decision purpose = decide_purpose(r->q->terms, r->q->when);
	if (!purpose.allowed)
		return purpose;
	for (size_t i = 0; i < ELEMENTS(client_conditions); i++) {
		enum rule rule = client_conditions[i](r);
		if (rule != RULE_AGREED)
			return refuse(rule);
	}
	return allow(RULE_AGREED);
}

/* --- the answers --- */

/* A row that bars whatever the record is, outside the days of the override that lifts it. */
static bool bars_all(const struct bar *b, moment when)
{
	return !terms_bar_by_record(b->row) && !b->row->categories && !lifted(b->lift, when);
}

/* Whoever says on which statutes it rests must have read them as they are (AVG 5(2)). */
static bool is_table_past(const struct terms *t, moment when)
{
	return t->law.grounds && grounds_age(t->law.grounds, when) == GROUNDS_PAST;
}

struct decision decide_purpose(const struct terms *t, moment when)
{
	if (is_table_past(t, when))
		return refuse(RULE_TABLE_PAST);
	if (t->standing != RULE_AGREED)
		return refuse(t->standing);
	for (size_t i = 0; i < t->bar_count; i++)
		if (bars_all(&t->bars[i], when))
			return refuse(RULE_OVERRIDE_MISSING);
	if (t->row->standing == GROUND_ASK && !lifted(t->grant, when))
		return refuse(RULE_OVERRIDE_MISSING);
	return allow(RULE_AGREED);
}

struct decision decide_field_ever(const struct terms *t, const struct field *f)
{
	enum rule rule = t->fields[f->index];
	for (size_t c = 0; f->kind == FIELD_ATTACHMENTS && !lets_go(rule) && c < CATEGORY_COUNT; c++)
		if (lets_go(t->attached[f->index][c]))
			rule = t->attached[f->index][c];
	return (struct decision){ lets_go(rule), rule };
}

struct decision decide_client(const struct question *q)
{
	const struct of_record r = of_record(q);
	return decide_asked(&r);
}

/* Of what the record has, what goes along whatever the client said aside. */
static bool is_said_of_all(const struct of_record *r)
{
	const struct terms *t = r->q->terms;
	for (size_t i = 0; r->said_of_some && i < t->size; i++) {
		const struct field *f = catalogue_field(t->catalogue, i);
		if (r->q->record->values[i].size && t->fields[i] != RULE_ALWAYS &&
		    !(r->mark_goes && f->role == ROLE_SECRECY) && rule_of_said(r, f) != RULE_AGREED)
			return false;
	}
	return true;
}

bool decide_declared(const struct question *q)
{
	const struct of_record r = of_record(q);
	bool asked = false;
	for (size_t k = 0; k < CONSENT_KINDS; k++) {
		asked = asked || r.asked[k];
		if (r.asked[k] && r.declared[k].rule != RULE_AGREED)
			return false;
	}
	return asked && is_said_of_all(&r);
}

struct decision decide_field(const struct question *q, const struct field *f)
{
	const struct of_record r = of_record(q);
	return decide(&r, f);
}

static void put_attachments(void *context, const struct field *f, struct buffer *out)
{
	const struct of_record r = of_record(context);
	(void)decide_attachments(&r, f, out);
}

bool decide_line(const struct question *q, const bool *keep, struct buffer *out, struct error *e)
{
	return record_format_with(q->record, keep, put_attachments, (void *)(uintptr_t)q, out, e);
}

struct decision decide_record(const struct question *q, bool *keep, enum rule *ret_rules)
{
	const struct terms *t = q->terms;
	struct of_record r = of_record(q);
	struct decision client = decide_asked(&r);
	r.said_of_some = r.said_of_some && client.allowed; /* else the client's own rule says why */
	for (size_t i = 0; i < t->size; i++) {
		struct decision d = decide(&r, catalogue_field(t->catalogue, i));
		keep[i] = d.allowed && client.allowed;
		if (ret_rules)
			ret_rules[i] = d.allowed && !client.allowed ? client.rule : d.rule;
	}
	return client;
}
