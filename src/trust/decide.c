/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/decide.h"

#include "trust/declared.h"
#include "trust/law.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* --- what is the same for every record --- */

/* A row that bars by what the record is: its law, its source. */
struct bar {
	const struct ground *row;
	const struct override *lift; /* NULL: nothing lifts it */
};

struct terms {
	const struct agreement *agreement;
	const struct agreement_purpose *purpose;
	const struct catalogue *catalogue;
	struct law_purpose law;
	const struct ground *row; /* NULL: the table doesn't have it */
	enum rule standing;       /* RULE_AGREED, or why nothing goes whatever the record */
	const struct ground *barred_by;
	const struct override *grant; /* of a row that asks for one */
	bool consent, no_objection, has_bsn;
	const struct override *suwinet;
	struct bar *bars;
	size_t bar_count;
	enum rule *fields; /* by index: RULE_AGREED, RULE_ALWAYS, or why it stays whatever the record */
	bool *address;
	size_t size;
	struct buffer listed; /* the purpose's fields, as a consent for all of them names them */
	struct listed_field {
		struct bytes name;
		size_t index; /* in the catalogue; `size` when it isn't there */
	} * names;            /* the same, one by one */
	unsigned char *said;  /* by index, of the record in hand: for which kinds of consent the field was
	                         named; bits 1 << kind */
};

static bool by_record(const struct ground *g)
{
	return g->laws || g->source_count;
}

/* What Suwinet gave is lifted by the client's own no-objection of SUWI 74(2)(b) alone: the reasons must rest
 * on it, in whatever spelling. */
static bool names_suwi_74(const struct override *o)
{
	static const char digits[] = "0123456789";
	for (const char *at = o->reasons; at && (at = strstr(at, "74")); at += 2)
		if ((at == o->reasons || !strchr(digits, at[-1])) && (!at[2] || !strchr(digits, at[2])))
			return true;
	return false;
}

static void prepare_bars(struct terms *t)
{
	const struct ground *g;
	for (size_t at = 0; (g = law_next_bar(&t->law, &at));) {
		const struct override *lift = law_override(&t->law, g);
		if (ground_has_source(g, BYTES("suwinet")) && lift && names_suwi_74(lift))
			t->suwinet = lift;
		if (!law_bars_all(g) || lift)
			t->bars[t->bar_count++] = (struct bar){ g, lift };
		else if (!t->barred_by)
			t->barred_by = g;
	}
}

static bool always_travels(const struct field *f)
{
	return f->role == ROLE_LAW || f->role == ROLE_SOURCE || f->role == ROLE_RELATION;
}

/* The field as the agreement knows it: its own catalogue says what it means. NULL: the purpose doesn't list
 * it. */
static const struct field *listed(const struct terms *t, const struct field *f)
{
	for (size_t i = 0; i < t->purpose->field_count; i++)
		if (strcmp(t->purpose->fields[i].field->name, f->name) == 0)
			return t->purpose->fields[i].field;
	return NULL;
}

static enum rule rule_of_field(const struct terms *t, const struct field *f)
{
	enum rule rule = law_of_field(&t->law, f, listed(t, f));
	return rule != RULE_CRIMINAL && always_travels(f) ? RULE_ALWAYS : rule;
}

static void prepare_fields(struct terms *t)
{
	for (size_t i = 0; i < t->size; i++) {
		const struct field *f = catalogue_field(t->catalogue, i);
		t->fields[i] = rule_of_field(t, f);
		t->address[i] = role_is_address(f->role);
		for (size_t j = 0; j < t->bar_count; j++)
			if (!by_record(t->bars[j].row) && !t->bars[j].lift &&
			    t->bars[j].row->categories & 1u << f->category &&
			    (t->fields[i] == RULE_AGREED || t->fields[i] == RULE_ALWAYS))
				t->fields[i] = RULE_BARRED;
	}
	for (size_t i = 0; i < t->purpose->field_count; i++) {
		struct bytes name = bytes_of_string(t->purpose->fields[i].field->name);
		const struct field *f = catalogue_find(t->catalogue, name);
		t->names[i] = (struct listed_field){ name, f ? f->index : t->size };
	}
	t->has_bsn = catalogue_role(t->catalogue, ROLE_BSN) &&
	             t->fields[catalogue_role(t->catalogue, ROLE_BSN)->index] == RULE_AGREED;
}

static unsigned kind_of_party(const struct agreement *a, const char *unit)
{
	for (size_t i = 0; i < a->party_count; i++)
		if (strcmp(a->parties[i].unit, unit) == 0)
			return (unsigned)a->parties[i].kind;
	return 0;
}

static enum law_said said(bool yes)
{
	return yes ? LAW_YES : LAW_NO;
}

/* What the law looks at, of a purpose that was agreed on. */
static struct law_purpose law_of(const struct agreement *a, const struct agreement_purpose *p)
{
	const struct grounds *g = a->pinned.grounds;
	return (struct law_purpose){
		.grounds = g,
		.row = g ? grounds_find(g, p->ground) : NULL,
		.pinned = &a->pinned,
		.from = kind_of_party(a, p->from),
		.to = kind_of_party(a, p->to),
		.phase = (unsigned)p->phase,
		.code = p->code,
		.task = p->task,
		.basis = p->basis,
		.exception = p->exception,
		.consent = said(p->consent),
		.no_objection = said(p->no_objection),
		.free_text = said(p->free_text),
		.household = said(p->household),
		.client_supplied = said(p->client_supplied),
	};
}

bool terms_prepare(const struct agreement *a, const struct agreement_purpose *p, const struct catalogue *c,
                   struct terms **ret, struct error *e)
{
	_cleanup_(terms_freep) struct terms *t = calloc(1, sizeof *t);
	if (!t)
		return error_memory(e);
	*t = (struct terms){
		.agreement = a, .purpose = p, .catalogue = c, .law = law_of(a, p), .size = catalogue_size(c)
	};
	t->row = t->law.row;
	t->fields = calloc(t->size + 1, sizeof *t->fields);
	t->address = calloc(t->size + 1, sizeof *t->address);
	t->bars = calloc((t->law.grounds ? grounds_size(t->law.grounds) : 0) + 1, sizeof *t->bars);
	t->names = calloc(p->field_count + 1, sizeof *t->names);
	t->said = calloc(t->size + 1, sizeof *t->said);
	if (!t->fields || !t->address || !t->bars || !t->names || !t->said)
		return error_memory(e);
	agreement_purpose_fields(p, &t->listed);
	if (!buffer_ok(&t->listed, e))
		return false;
	t->consent = agreement_needs(a, p, CONSENT_EXPLICIT);
	t->no_objection = agreement_needs(a, p, CONSENT_NO_OBJECTION);
	t->grant = t->row ? law_override(&t->law, t->row) : NULL;
	prepare_bars(t);
	t->standing = law_of_purpose(&t->law);
	prepare_fields(t);
	*ret = t;
	t = NULL;
	return true;
}

void terms_freep(struct terms **t)
{
	if (!*t)
		return;
	free((*t)->fields);
	free((*t)->address);
	free((*t)->bars);
	free((*t)->names);
	free((*t)->said);
	buffer_clear(&(*t)->listed);
	free(*t);
	*t = NULL;
}

static const struct ground *suwinet_row(const struct terms *t)
{
	for (size_t i = 0; i < t->bar_count; i++)
		if (ground_has_source(t->bars[i].row, BYTES("suwinet")))
			return t->bars[i].row;
	return NULL;
}

static const struct ground *row_behind(const struct terms *t, enum rule rule)
{
	if (rule == RULE_SUWINET)
		return suwinet_row(t);
	if (rule == RULE_BARRED)
		return t->barred_by ? t->barred_by : t->bar_count ? t->bars[0].row : NULL;
	return t->row;
}

struct decision_source terms_explain(const struct terms *t, enum rule rule)
{
	struct decision_source s = { rule_article(rule), rule_certainty(rule), NULL };
	const struct ground *row = row_behind(t, rule);
	if (rule == RULE_ABSENT || rule == RULE_ALWAYS || !rule_decides(rule) || !row || *s.article)
		return s;
	return (struct decision_source){ row->article, row->certainty, row };
}

/* --- one record --- */

static struct decision refuse(enum rule rule)
{
	return (struct decision){ false, rule };
}

static struct decision allow(enum rule rule)
{
	return (struct decision){ true, rule };
}

/* Which of what the client said counts, of each kind. */
struct said {
	struct declared of[CONSENT_KINDS];
};

static struct said said_of(const struct question *q)
{
	const struct terms *t = q->terms;
	const struct declared_for f = { t->agreement->id,
		                        t->purpose->code,
		                        t->purpose->to,
		                        q->since,
		                        record_role(q->record, ROLE_BIRTH),
		                        t->purpose->consent_months };
	struct bytes bsn = record_role(q->record, ROLE_BSN);
	const bool asked[] = { [CONSENT_EXPLICIT] = t->consent, [CONSENT_NO_OBJECTION] = t->no_objection };
	struct said s = { 0 };
	for (size_t k = 0; k < CONSENT_KINDS; k++)
		if (asked[k])
			s.of[k] = declared_of(q->consents, q->consent_count, (enum consent_kind)k, bsn, &f,
			                      q->when);
	return s;
}

/* Did the client say it of this field, too, whichever is asked? NULL: of every field that the purpose lists.
 * A later version of the agreement that lists more doesn't widen what was said of the earlier one. */
static bool is_said_of(const struct terms *t, const struct said *s, const struct field *f)
{
	for (size_t k = 0; k < CONSENT_KINDS; k++) {
		const struct consent *c = s->of[k].counts;
		if (c && !(f ? consent_names(c, f->name)
		             : bytes_equal_string(buffer_bytes(&t->listed), c->fields)))
			return false;
	}
	return true;
}

/* The receiver ties a consent to the client by the number: where that stays behind, so does the client. */
static struct decision decide_consent(const struct question *q)
{
	const struct terms *t = q->terms;
	if (!t->consent && !t->no_objection)
		return allow(RULE_AGREED);
	struct bytes bsn = record_role(q->record, ROLE_BSN);
	if (bsn.size == 0 || !t->has_bsn)
		return refuse(RULE_NO_BSN);
	const struct said s = said_of(q);
	for (size_t k = 0; k < CONSENT_KINDS; k++)
		if (s.of[k].rule != RULE_AGREED)
			return refuse(s.of[k].rule);
	return is_said_of(t, &s, catalogue_role(t->catalogue, ROLE_BSN)) ? allow(RULE_AGREED)
	                                                                 : refuse(RULE_NO_BSN);
}

/* Under which laws the data of the record are: the one it was made under, and the one they came from. What
 * was read from Suwinet was read for the Participatiewet. */
static unsigned laws_of(enum law law, struct bytes source)
{
	unsigned laws = (unsigned)law;
	if (bytes_equal_string(source, "pw") || bytes_equal_string(source, "suwinet"))
		laws |= LAW_PW;
	if (bytes_equal_string(source, "wmo"))
		laws |= LAW_WMO;
	return laws;
}

static bool lifted(const struct override *o, moment when)
{
	return o && override_valid_at(o, when);
}

/* Does the row bar this record, or (with categories) fields of it? */
static bool bars_record(const struct bar *b, unsigned laws, struct bytes source, moment when)
{
	const struct ground *g = b->row;
	return (!g->laws || g->laws & laws) && (!g->source_count || ground_has_source(g, source)) &&
	       !lifted(b->lift, when);
}

static struct decision decide_origin(const struct question *q, unsigned laws, struct bytes source)
{
	const struct terms *t = q->terms;
	if (laws & ~t->row->laws)
		return refuse(RULE_LAW_NOT_CARRIED);
	if (source.size == 0)
		return refuse(RULE_NO_SOURCE);
	if (bytes_equal_string(source, "suwinet") && !lifted(t->suwinet, q->when))
		return refuse(RULE_SUWINET);
	for (size_t i = 0; i < t->bar_count; i++)
		if (by_record(t->bars[i].row) && !t->bars[i].row->categories &&
		    bars_record(&t->bars[i], laws, source, q->when))
			return refuse(RULE_BARRED);
	if (t->row->source_count && !ground_has_source(t->row, source))
		return refuse(RULE_SOURCE);
	return allow(RULE_AGREED);
}

static bool is_law(const struct question *q, enum law *ret)
{
	return law_parse(record_role(q->record, ROLE_LAW), ret);
}

/* A row that bars whatever the record is, outside the days of the override that lifts it. */
static bool bars_all(const struct bar *b, moment when)
{
	return !by_record(b->row) && !b->row->categories && !lifted(b->lift, when);
}

struct decision decide_purpose(const struct terms *t, moment when)
{
	if (t->standing != RULE_AGREED)
		return refuse(t->standing);
	for (size_t i = 0; i < t->bar_count; i++)
		if (bars_all(&t->bars[i], when))
			return refuse(RULE_OVERRIDE_MISSING);
	if (t->row->standing == GROUND_ASK && !lifted(t->grant, when))
		return refuse(RULE_OVERRIDE_MISSING);
	return allow(RULE_AGREED);
}

struct decision decide_client(const struct question *q)
{
	const struct terms *t = q->terms;
	struct bytes source = record_role(q->record, ROLE_SOURCE);
	enum law law;
	struct decision purpose = decide_purpose(t, q->when);
	if (!purpose.allowed)
		return purpose;
	if (!is_law(q, &law) || !(q->laws & (unsigned)law))
		return refuse(RULE_OTHER_LAW);
	struct decision origin = decide_origin(q, laws_of(law, source), source);
	if (!origin.allowed)
		return origin;
	if (record_role(q->record, ROLE_RELATION).size && !(t->purpose->household && t->row->household))
		return refuse(RULE_HOUSEHOLD);
	return decide_consent(q);
}

/* Categories of this record's fields that rows bar, as bits. */
static unsigned barred_categories(const struct question *q)
{
	const struct terms *t = q->terms;
	struct bytes source = record_role(q->record, ROLE_SOURCE);
	unsigned laws = 0, barred = 0;
	enum law law;
	if (t->bar_count == 0)
		return 0;
	if (is_law(q, &law))
		laws = laws_of(law, source);
	for (size_t i = 0; i < t->bar_count; i++) /* one without law and source is lifted only in its days */
		if (t->bars[i].row->categories && bars_record(&t->bars[i], laws, source, q->when))
			barred |= t->bars[i].row->categories;
	return barred;
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

/* Field by field, what the client said. */
static void mark_said(const struct terms *t, const struct said *s)
{
	memset(t->said, 0, t->size + 1);
	for (size_t k = 0; k < CONSENT_KINDS; k++)
		if (s->of[k].counts)
			mark_named(t, s->of[k].counts);
}

static bool is_said(const struct terms *t, const struct field *f)
{
	unsigned said = t->said[f->index];
	return (!t->consent || said & 1u << CONSENT_EXPLICIT) &&
	       (!t->no_objection || said & 1u << CONSENT_NO_OBJECTION);
}

struct of_record {
	bool address_hidden,
		said_of_some; /* what the client said isn't of every field: `said` tells of which */
	unsigned barred;
};

/* As the catalogue has it today; and a unit is one of the roster, so that no person stands in its place. */
static bool fits(const struct question *q, const struct field *f)
{
	return !record_is_unfit(q->record, f) &&
	       (f->kind != FIELD_UNIT || !q->roster || roster_has_unit(q->roster, record_get(q->record, f)));
}

static struct decision decide(const struct question *q, const struct field *f, const struct of_record *r)
{
	const struct terms *t = q->terms;
	enum rule rule = t->fields[f->index];
	if (q->record->values[f->index].size == 0)
		return refuse(RULE_ABSENT);
	if (rule != RULE_AGREED && rule != RULE_ALWAYS)
		return refuse(rule);
	if (!fits(q, f))
		return refuse(RULE_UNFIT);
	if (r->barred & 1u << f->category)
		return refuse(RULE_BARRED);
	if (r->address_hidden && t->address[f->index])
		return refuse(RULE_SECRET_ADDRESS);
	if (r->said_of_some && rule == RULE_AGREED && !is_said(t, f))
		return refuse(RULE_CONSENT_FIELDS);
	return allow(rule);
}

/* BRP 07.70.10 above 0: the address stays, unless the purpose says that it goes all the same, and this
 * client's mark goes along with it: whoever gets a secret address must know that it is. */
static bool hides_address(const struct question *q, const struct of_record *r)
{
	const struct terms *t = q->terms;
	struct bytes secrecy = record_role(q->record, ROLE_SECRECY);
	return secrecy.size && !bytes_equal_string(secrecy, "0") &&
	       !(t->purpose->secret_address &&
	         decide(q, catalogue_role(t->catalogue, ROLE_SECRECY), r).allowed);
}

static struct of_record of_record(const struct question *q)
{
	const struct terms *t = q->terms;
	bool asked = t->consent || t->no_objection;
	struct of_record r = { .barred = barred_categories(q) };
	const struct said said = asked ? said_of(q) : (struct said){ 0 };
	r.said_of_some = !is_said_of(t, &said, NULL);
	if (r.said_of_some)
		mark_said(t, &said);
	r.address_hidden = hides_address(q, &r);
	return r;
}

struct decision decide_field(const struct question *q, const struct field *f)
{
	const struct of_record r = of_record(q);
	assert(q->record->catalogue == q->terms->catalogue);
	return decide(q, f, &r);
}

static bool keeps(const struct terms *t, const bool *keep, enum role role)
{
	return keep[catalogue_role(t->catalogue, role)->index];
}

/* As record_check_identity, of what is left: the receiver refuses a package with a record that names nobody.
 */
static bool tells_who(const struct terms *t, const bool *keep)
{
	return keeps(t, keep, ROLE_BSN) ||
	       (keeps(t, keep, ROLE_SURNAME) && keeps(t, keep, ROLE_FIRST_NAMES) &&
	        keeps(t, keep, ROLE_BIRTH) && keeps(t, keep, ROLE_POSTCODE) && keeps(t, keep, ROLE_NUMBER));
}

struct decision decide_record(const struct question *q, bool *keep, enum rule *ret_rules)
{
	const struct terms *t = q->terms;
	struct of_record r = of_record(q);
	struct decision client = decide_client(q);
	r.said_of_some = r.said_of_some && client.allowed; /* else the client's own rule says why */
	assert(keep && q->record->catalogue == t->catalogue);
	for (size_t i = 0; i < t->size; i++) {
		struct decision d = decide(q, catalogue_field(t->catalogue, i), &r);
		keep[i] = d.allowed;
		if (ret_rules)
			ret_rules[i] = d.rule;
	}
	if (client.allowed && !tells_who(t, keep))
		client = refuse(RULE_NO_IDENTITY);
	if (client.allowed)
		return client;
	for (size_t i = 0; i < t->size; i++) {
		if (ret_rules && keep[i])
			ret_rules[i] = client.rule;
		keep[i] = false;
	}
	return client;
}
