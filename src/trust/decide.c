/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/decide.h"

#include <assert.h>
#include <string.h>

/* The stable name; "unknown" for a value outside the enum. */
const char *decision_rule_name(enum decision_rule rule)
{
	static const char *const names[] = {
#define X(rule, name, article) [rule] = name,
		DECISION_RULES(X)
#undef X
	};
	return (size_t)rule < ELEMENTS(names) ? names[rule] : "unknown";
}

bool decision_rule_parse(const char *name, enum decision_rule *ret)
{
	for (int i = 0; i < RULE_COUNT; i++) {
		if (strcmp(name, decision_rule_name((enum decision_rule)i)) != 0)
			continue;
		*ret = (enum decision_rule)i;
		return true;
	}
	return false;
}

/* The article it rests on; empty when none. */
const char *decision_rule_article(enum decision_rule rule)
{
	static const char *const articles[] = {
#define X(rule, name, article) [rule] = article,
		DECISION_RULES(X)
#undef X
	};
	return (size_t)rule < ELEMENTS(articles) ? articles[rule] : "";
}

static struct decision refuse(enum decision_rule rule)
{
	return (struct decision){ false, rule };
}

static struct decision allow(enum decision_rule rule)
{
	return (struct decision){ true, rule };
}

/* Of this client and kind, for this agreement, purpose and recipient. */
static bool consent_concerns(const struct question *q, const struct consent *c, enum consent_kind kind, struct bytes bsn)
{
	return c->kind == kind && bytes_equal_string(bsn, c->bsn) && strcmp(c->agreement, q->agreement->id) == 0 &&
	       strcmp(c->purpose, q->purpose->code) == 0 && strcmp(c->to, q->purpose->to) == 0;
}

/* The last withdrawal by `when`; 0 when there was none. */
static moment last_withdrawal(const struct question *q, enum consent_kind kind, struct bytes bsn)
{
	moment last = 0;
	for (size_t i = 0; i < q->consent_count; i++) {
		const struct consent *c = &q->consents[i];
		if (c->withdrawn > last && c->withdrawn <= q->when && consent_concerns(q, c, kind, bsn))
			last = c->withdrawn;
	}
	return last;
}

enum answer { ANSWER_NONE, ANSWER_PAST, ANSWER_WITHDRAWN, ANSWER_HOLDS };

/* Did the client say so, and does it still hold? A withdrawal also ends what was
 * given on earlier days for the same purpose: who withdraws need not name each form
 * ever signed. What was given on the day of the withdrawal or later is new. */
static enum answer ask(const struct question *q, enum consent_kind kind, struct bytes bsn)
{
	moment withdrawn = last_withdrawal(q, kind, bsn);
	enum answer best = withdrawn ? ANSWER_WITHDRAWN : ANSWER_NONE;
	for (size_t i = 0; i < q->consent_count; i++) {
		const struct consent *c = &q->consents[i];
		if (!consent_concerns(q, c, kind, bsn))
			continue;
		bool ended = withdrawn && c->given + SECONDS_A_DAY <= withdrawn;
		if (!ended && consent_holds(c, q->agreement->id, q->purpose->code, q->purpose->to, q->when))
			return ANSWER_HOLDS;
		if (best == ANSWER_NONE && q->when >= c->until + SECONDS_A_DAY)
			best = ANSWER_PAST;
	}
	return best;
}

static struct decision decide_consent(const struct question *q)
{
	const struct agreement_purpose *p = q->purpose;
	if (!p->consent && !p->no_objection)
		return allow(RULE_AGREED);
	struct bytes bsn = record_named(q->record, "burgerservicenummer");
	if (bsn.size == 0)
		return refuse(RULE_NO_BSN);
	if (p->consent) {
		enum answer said = ask(q, CONSENT_EXPLICIT, bsn);
		if (said != ANSWER_HOLDS)
			return refuse(said == ANSWER_WITHDRAWN ? RULE_CONSENT_WITHDRAWN
			              : said == ANSWER_PAST    ? RULE_CONSENT_PAST
			                                       : RULE_NO_CONSENT);
	}
	if (p->no_objection && ask(q, CONSENT_NO_OBJECTION, bsn) != ANSWER_HOLDS)
		return refuse(RULE_NO_NO_OBJECTION);
	return allow(RULE_AGREED);
}

/* Data read from Suwinet don't go towards a Wmo unit; until the table of grounds
 * says more, a ground in the Wmo 2015 tells that the receiver is one. */
static bool towards_wmo(const struct agreement_purpose *p)
{
	return p->ground && strncmp(p->ground, "wmo-", 4) == 0;
}

struct decision decide_client(const struct question *q)
{
	enum law law;
	if (!record_law(q->record, &law) || !(q->laws & (unsigned)law))
		return refuse(RULE_OTHER_LAW);
	if (towards_wmo(q->purpose) && bytes_equal_string(record_named(q->record, "gegevensbron"), "suwinet"))
		return refuse(RULE_SUWINET);
	return decide_consent(q);
}

static bool one_of(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static bool always_travels(const struct field *f)
{
	static const char *const names[] = { "wet", "gegevensbron" };
	return one_of(f->name, names, ELEMENTS(names));
}

static bool is_address(const struct field *f)
{
	static const char *const names[] = { "postcode", "huisnummer", "huisletter", "huisnummertoevoeging" };
	return one_of(f->name, names, ELEMENTS(names));
}

/* BRP 07.70.10 above 0, and the purpose doesn't say that the address goes all the same. */
static bool hides_address(const struct question *q)
{
	struct bytes secrecy = record_named(q->record, "geheimhouding");
	return !q->purpose->secret_address && secrecy.size && !bytes_equal_string(secrecy, "0");
}

/* By place and name, so that the agreement may have been read with another copy of
 * the catalogue. */
static bool same_field(const struct field *a, const struct field *b)
{
	return a == b || (a->index == b->index && strcmp(a->name, b->name) == 0);
}

static struct decision decide(const struct question *q, const struct field *f, bool listed, bool address_hidden)
{
	if (record_get(q->record, f).size == 0)
		return refuse(RULE_ABSENT);
	if (f->category == CATEGORY_CRIMINAL)
		return refuse(RULE_CRIMINAL);
	if (always_travels(f))
		return allow(RULE_ALWAYS);
	if (!listed)
		return refuse(RULE_NOT_AGREED);
	if (f->kind == FIELD_FREE_TEXT && !q->purpose->free_text)
		return refuse(RULE_FREE_TEXT);
	if (address_hidden && is_address(f))
		return refuse(RULE_SECRET_ADDRESS);
	return allow(RULE_AGREED);
}

struct decision decide_field(const struct question *q, const struct field *f)
{
	bool listed = false;
	for (size_t i = 0; i < q->purpose->field_count && !listed; i++)
		listed = same_field(q->purpose->fields[i].field, f);
	return decide(q, f, listed, hides_address(q));
}

struct decision decide_record(const struct question *q, bool *keep, enum decision_rule *rules)
{
	struct decision client = decide_client(q);
	size_t count = catalogue_size(q->catalogue);
	bool hidden = hides_address(q);
	assert(keep);
	memset(keep, 0, count * sizeof *keep);
	/* `keep` first says which fields the purpose lists, then which of those go. */
	for (size_t i = 0; i < q->purpose->field_count; i++) {
		const struct field *f = q->purpose->fields[i].field;
		if (f->index < count && same_field(f, catalogue_field(q->catalogue, f->index)))
			keep[f->index] = true;
	}
	for (size_t i = 0; i < count; i++) {
		struct decision d = decide(q, catalogue_field(q->catalogue, i), keep[i], hidden);
		if (rules)
			rules[i] = !client.allowed && d.allowed ? client.rule : d.rule;
		keep[i] = client.allowed && d.allowed;
	}
	return client;
}
