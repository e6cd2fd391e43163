/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/declared.h"

#include <string.h>

static bool is_for(const struct consent *c, enum consent_kind kind, struct bytes bsn,
                   const struct declared_for *f)
{
	return c->kind == kind && bytes_equal_string(bsn, c->bsn) &&
	       strcmp(c->agreement, f->agreement) == 0 && strcmp(c->purpose, f->purpose) == 0 &&
	       strcmp(c->to, f->to) == 0;
}

static const struct consent *last_given(const struct consent *all, size_t count, enum consent_kind kind,
                                        struct bytes bsn, const struct declared_for *f, moment when)
{
	const struct consent *last = NULL;
	for (size_t i = 0; i < count; i++)
		if (is_for(&all[i], kind, bsn, f) && all[i].given <= when &&
		    (!last || all[i].given > last->given))
			last = &all[i];
	return last;
}

enum rule declared_fault(const struct consent *c, moment since)
{
	if (since && c->given < since - since % SECONDS_A_DAY)
		return RULE_CONSENT_EARLY;
	if (c->until > moment_add_months(c->given, DECLARED_MONTHS_MAX))
		return RULE_CONSENT_TERM;
	if (c->kind == CONSENT_NO_OBJECTION && !c->evidence)
		return RULE_NO_EVIDENCE;
	return RULE_AGREED;
}

/* As the rules are numbered for people: consent first, and of it what came to pass before what was wrong from
 * the start. */
static enum rule rule_of(const struct consent *c, moment since, moment when)
{
	if (c->withdrawn && c->withdrawn <= when)
		return RULE_CONSENT_WITHDRAWN;
	if (when >= c->until + SECONDS_A_DAY)
		return RULE_CONSENT_PAST;
	return declared_fault(c, since);
}

struct declared declared_of(const struct consent *all, size_t count, enum consent_kind kind, struct bytes bsn,
                            const struct declared_for *f, moment when)
{
	const struct consent *c = last_given(all, count, kind, bsn, f, when);
	enum rule rule = c ? rule_of(c, f->since, when) : RULE_NO_CONSENT;
	/* Whatever is wrong with it: without a no-objection that holds there is none. What the client can
	 * be asked for is told. */
	bool told = rule == RULE_AGREED || rule == RULE_NO_EVIDENCE || rule == RULE_CONSENT_EARLY ||
	            rule == RULE_CONSENT_TERM;
	return (struct declared){ c, kind == CONSENT_NO_OBJECTION && !told ? RULE_NO_NO_OBJECTION : rule };
}
