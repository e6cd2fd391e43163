/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/declared.h"

#include <string.h>

static bool is_for(const struct consent *c, enum consent_kind kind, const struct declared_for *f)
{
	return c->kind == kind && strcmp(c->agreement, f->agreement) == 0 &&
	       strcmp(c->purpose, f->purpose) == 0 && strcmp(c->to, f->to) == 0;
}

/* At the latest on the day on which it was withdrawn, whatever day a clock that was ahead gave it. */
static moment given_by(const struct consent *c)
{
	moment withdrawn = c->withdrawn - c->withdrawn % SECONDS_A_DAY;
	return c->withdrawn && withdrawn < c->given ? withdrawn : c->given;
}

/* Where each has a place, what was put down and numbered gives the order; a day is what somebody's clock
 * said. Where there is no number, who withdraws ends all that was said until then: what isn't withdrawn was
 * said after that. */
static bool is_later(const struct consent *a, const struct consent *b, bool placed)
{
	if (placed && a->place != b->place)
		return a->place > b->place;
	if (given_by(a) != given_by(b))
		return given_by(a) > given_by(b);
	return given_by(b) < b->given && !a->withdrawn;
}

static bool competes(const struct consent *c, enum consent_kind kind, const struct record *r,
                     const struct declared_for *f, moment when)
{
	return is_for(c, kind, f) && tie_fits(c->tie, r) && given_by(c) <= when;
}

static const struct consent *last_given(const struct consent *all, size_t count, enum consent_kind kind,
                                        const struct record *r, const struct declared_for *f, moment when)
{
	const struct consent *last = NULL;
	bool placed = true;
	for (size_t i = 0; i < count; i++)
		placed = placed && (all[i].place || !competes(&all[i], kind, r, f, when));
	for (size_t i = 0; i < count; i++)
		if (competes(&all[i], kind, r, f, when) && (!last || is_later(&all[i], last, placed)))
			last = &all[i];
	return last;
}

#define PARENTS (CONSENT_BY(GIVER_PARENT) | CONSENT_BY(GIVER_VOOGD))
#define FOR_ADULTS (CONSENT_BY(GIVER_CURATOR) | CONSENT_BY(GIVER_MENTOR) | CONSENT_BY(GIVER_GEVOLMACHTIGDE))

/* `speakers` may speak for a client who can't weigh it: those for a child, for an adult, or, where a band
 * doesn't tell, either. */
static bool can_give(const struct consent *c, enum consent_age age, unsigned speakers)
{
	if (age == AGE_0_11)
		return c->by & PARENTS;
	if (c->unable)
		return c->by & speakers;
	return c->by & CONSENT_BY(GIVER_CLIENT) && (age == AGE_16 || c->by & PARENTS);
}

static enum rule giver_fault(const struct consent *c, struct bytes birth)
{
	enum consent_age age = consent_age_on(birth, c->given);
	bool minor = consent_years_on(birth, c->given) < 18;
	if (age == AGE_UNSTATED && c->age == AGE_UNSTATED)
		return RULE_AGE_UNKNOWN;
	if (age != AGE_UNSTATED && !can_give(c, age, minor ? PARENTS : FOR_ADULTS))
		return RULE_GIVER;
	if (c->age != AGE_UNSTATED && !can_give(c, c->age, c->age == AGE_16 ? PARENTS | FOR_ADULTS : PARENTS))
		return RULE_GIVER;
	return RULE_AGREED;
}

enum rule declared_fault(const struct consent *c, moment since, struct bytes birth)
{
	if (since && c->given < since - since % SECONDS_A_DAY)
		return RULE_CONSENT_EARLY;
	if (c->until > moment_add_months(c->given, DECLARED_MONTHS_MAX))
		return RULE_CONSENT_TERM;
	enum rule giver = giver_fault(c, birth);
	if (giver != RULE_AGREED)
		return giver;
	return c->kind == CONSENT_NO_OBJECTION && !c->evidence ? RULE_NO_EVIDENCE : RULE_AGREED;
}

bool declared_is_beyond(const struct consent *c, uint64_t months)
{
	return months && months < DECLARED_MONTHS_MAX &&
	       c->until > moment_add_months(c->given, (unsigned)months);
}

/* As the rules are numbered for people: consent first, and of it what came to pass before what was wrong from
 * the start. */
static enum rule rule_of(const struct consent *c, const struct declared_for *f, moment when)
{
	if (when >= c->until + SECONDS_A_DAY)
		return RULE_CONSENT_PAST;
	if (c->withdrawn && c->withdrawn <= when)
		return RULE_CONSENT_WITHDRAWN;
	if (declared_is_beyond(c, f->months))
		return RULE_CONSENT_TERM;
	return declared_fault(c, f->since, f->birth);
}

/* Being told again is no consent: what takes an objection away is that the client asks for the exchange. */
static bool is_asked_for(const struct consent *all, size_t count, const struct consent *objected,
                         const struct declared_for *f, moment when)
{
	for (size_t i = 0; i < count; i++)
		if (is_for(&all[i], CONSENT_TOLD, f) && all[i].assured == ASSURED_OWN_REQUEST &&
		    all[i].given <= when && all[i].given > objected->withdrawn)
			return true;
	return false;
}

const struct consent *declared_objection(const struct consent *all, size_t count,
                                         const struct declared_for *f, moment when)
{
	const struct consent *last = NULL;
	for (size_t i = 0; i < count; i++)
		if (is_for(&all[i], CONSENT_TOLD, f) && all[i].withdrawn && all[i].withdrawn <= when &&
		    (!last || all[i].withdrawn > last->withdrawn))
			last = &all[i];
	return last && !is_asked_for(all, count, last, f, when) ? last : NULL;
}

/* Told, and nothing said against it. Whatever is wrong with how, a client who was told so wasn't told. */
static struct declared told_of(const struct consent *all, size_t count, const struct record *r,
                               const struct declared_for *f, moment when)
{
	const struct consent *objected = declared_objection(all, count, f, when),
			     *c = objected ? objected : last_given(all, count, CONSENT_TOLD, r, f, when);
	if (objected)
		return (struct declared){ c, RULE_OPTED_OUT };
	return (struct declared){ c, c && rule_of(c, f, when) == RULE_AGREED ? RULE_AGREED : RULE_NOT_TOLD };
}

struct declared declared_of(const struct consent *all, size_t count, enum consent_kind kind,
                            const struct record *r, const struct declared_for *f, moment when)
{
	if (kind == CONSENT_TOLD)
		return told_of(all, count, r, f, when);
	const struct consent *c = last_given(all, count, kind, r, f, when);
	enum rule rule = c ? rule_of(c, f, when) : RULE_NO_CONSENT;
	/* The rules of a consent that isn't there, or no longer, have its name in them. */
	bool names_consent =
		rule == RULE_NO_CONSENT || rule == RULE_CONSENT_PAST || rule == RULE_CONSENT_WITHDRAWN;
	if (kind == CONSENT_NO_OBJECTION && names_consent)
		rule = RULE_NO_NO_OBJECTION;
	return (struct declared){ c, rule };
}
