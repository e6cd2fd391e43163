/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/decide_terms.h"

#include <stdlib.h>
#include <string.h>

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
	return f->role == ROLE_LAW || f->role == ROLE_SOURCE;
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

/* A row that bars one of these categories, whatever the record and the day. */
static bool is_barred(const struct terms *t, unsigned categories)
{
	for (size_t i = 0; i < t->bar_count; i++)
		if (!terms_bar_by_record(t->bars[i].row) && !t->bars[i].lift &&
		    t->bars[i].row->categories & categories)
			return true;
	return false;
}

static enum rule rule_of_field(const struct terms *t, const struct field *f, const struct field *agreed)
{
	enum rule rule = law_of_field(&t->law, f, agreed);
	if (rule != RULE_CRIMINAL && always_travels(f))
		rule = RULE_ALWAYS;
	return (rule == RULE_AGREED || rule == RULE_ALWAYS) && is_barred(t, law_categories(f, agreed))
	               ? RULE_BARRED
	               : rule;
}

/* An attachment goes as a field of the category that is stated of it would; one of which none is, as its own
 * field. */
static void prepare_attachments(struct terms *t, const struct field *f)
{
	const struct field *agreed = listed(t, f);
	for (enum category c = 0; (size_t)c < CATEGORY_COUNT; c++) {
		struct field as = *f, as_agreed = agreed ? *agreed : *f;
		as.category = as_agreed.category = c;
		t->attached[f->index][c] = rule_of_field(t, &as, agreed ? &as_agreed : NULL);
	}
}

static void prepare_fields(struct terms *t)
{
	for (size_t i = 0; i < t->size; i++) {
		const struct field *f = catalogue_field(t->catalogue, i), *known = listed(t, f);
		t->fields[i] = rule_of_field(t, f, known);
		t->address[i] = role_is_address(f->role);
		t->categories[i] = law_categories(f, known);
		if (f->kind == FIELD_ATTACHMENTS)
			prepare_attachments(t, f);
	}
	for (size_t i = 0; i < t->purpose->field_count; i++) {
		struct bytes name = bytes_of_string(t->purpose->fields[i].field->name);
		const struct field *f = catalogue_find(t->catalogue, name);
		t->names[i] = (struct listed_field){ name, f ? f->index : t->size };
	}
}

static unsigned kind_of(const struct agreement_party *p)
{
	return p ? (unsigned)p->kind : 0;
}

static enum law_said said(bool yes)
{
	return yes ? LAW_YES : LAW_NO;
}

/* Of a party that isn't there nothing is known, so it may be. */
static bool is_one_controller(const struct agreement_party *from, const struct agreement_party *to)
{
	return !from || !to || !from->controller || !to->controller ||
	       strcmp(from->controller, to->controller) == 0;
}

/* What the law looks at, of a purpose that was agreed on. */
static struct law_purpose law_of(const struct agreement *a, const struct agreement_purpose *p)
{
	const struct grounds *g = a->pinned.grounds;
	const struct agreement_party *from = agreement_party_of(a, p->from),
				     *to = agreement_party_of(a, p->to);
	return (struct law_purpose){
		.grounds = g,
		.row = g ? grounds_find(g, p->ground) : NULL,
		.pinned = &a->pinned,
		.from = kind_of(from),
		.to = kind_of(to),
		.one_controller = said(is_one_controller(from, to)),
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
	t->attached = calloc(t->size + 1, sizeof *t->attached);
	t->address = calloc(t->size + 1, sizeof *t->address);
	t->categories = calloc(t->size + 1, sizeof *t->categories);
	t->bars = calloc((t->law.grounds ? grounds_size(t->law.grounds) : 0) + 1, sizeof *t->bars);
	t->names = calloc(p->field_count + 1, sizeof *t->names);
	t->said = calloc(t->size + 1, sizeof *t->said);
	if (!t->fields || !t->attached || !t->address || !t->categories || !t->bars || !t->names || !t->said)
		return error_memory(e);
	agreement_purpose_fields(p, &t->listed);
	if (!buffer_ok(&t->listed, e))
		return false;
	t->consent = agreement_needs(a, p, CONSENT_EXPLICIT);
	t->no_objection = agreement_needs(a, p, CONSENT_NO_OBJECTION);
	t->told = agreement_needs(a, p, CONSENT_TOLD);
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
	free((*t)->attached);
	free((*t)->address);
	free((*t)->categories);
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
