/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* May this field go? One pure function, used by preview, pack and open alike;
 * nothing else decides. It knows the agreement, the table of grounds and the overrides
 * that it pins, its purpose, the catalogue, the sender's mandate, the client's consents
 * and the record, and answers the same at both sides.
 *
 * What is the same for every record of a purpose is worked out once (`terms_prepare`);
 * then a record costs a few comparisons a field. */

#include "record/record.h"
#include "trust/agreement.h"
#include "trust/consent.h"

/* Why. Stable names for --json; `cli/words.c` has the sentences. An empty article: that of the row of the
 * table that it comes from (`terms_explain`). The certainty is of law.md's marks. */
#define DECISION_RULES(X) \
	X(RULE_AGREED, "agreed", "", "")         /* the ground carries it, the purpose lists it */ \
	X(RULE_ABSENT, "absent", "", "")         /* the record doesn't have it */ \
	X(RULE_ALWAYS, "always-travels", "", "") /* wet, gegevensbron, relatie.soort */ \
	X(RULE_CLIENT_SUPPLIED, "client-supplied", "Wmo 2015 art. 2.3.2 lid 7, art. 5.1.1 lid 1", "S") \
	X(RULE_NOT_AGREED, "not-agreed", "AVG art. 5 lid 1 b", "S") \
	X(RULE_CRIMINAL, "criminal-data", "AVG art. 10; UAVG art. 31-33", "S") \
	X(RULE_FREE_TEXT, "free-text", "AVG art. 5 lid 1 c", "S") \
	X(RULE_SECRET_ADDRESS, "secret-address", "Wet BRP art. 2.59", "I") \
	X(RULE_SUWINET, "suwinet-source", "Wet SUWI art. 62", "?") \
	X(RULE_OWN_CONTRIBUTION, "own-contribution", "Wmo 2015 art. 5.1.1 lid 4, art. 2.1.4, art. 2.1.5", \
	  "S/I") \
	X(RULE_BARRED, "barred", "", "") /* by a row of the table */ \
	X(RULE_GROUND_UNKNOWN, "ground-unknown", "AVG art. 6 lid 1", "S") \
	X(RULE_GROUND_DISABLED, "ground-disabled", "", "") \
	X(RULE_GROUND_DENIED, "ground-denied", "", "") \
	X(RULE_GROUND_FLOW, "ground-other-flow", "", "") \
	X(RULE_OVERRIDE_MISSING, "override-missing", "", "") \
	X(RULE_TASK, "task-not-carried", "", "") \
	X(RULE_PHASE, "phase-not-carried", "", "") \
	X(RULE_MELDING, "melding-contact-only", "Wmo 2015 art. 2.3.2", "I") \
	X(RULE_CATEGORY, "category-not-carried", "", "") \
	X(RULE_NO_EXCEPTION, "special-without-exception", "AVG art. 9 lid 2", "S") \
	X(RULE_LAW_NOT_CARRIED, "law-not-carried", "", "") /* data of another law than the ground's */ \
	X(RULE_SOURCE, "source-not-carried", "", "") \
	X(RULE_HOUSEHOLD, "household-member", "Wmo 2015 art. 5.1.1 lid 4", "S") \
	X(RULE_NO_CONSENT, "no-consent", "", "") \
	X(RULE_CONSENT_PAST, "consent-past", "", "") \
	X(RULE_CONSENT_WITHDRAWN, "consent-withdrawn", "AVG art. 7 lid 3", "S") \
	X(RULE_CONSENT_FIELDS, "consent-for-other-fields", "AVG art. 4 onder 11, art. 7", "S") \
	X(RULE_NO_NO_OBJECTION, "no-no-objection", "Participatiewet art. 65 lid 2 b", "S/I") \
	X(RULE_OTHER_LAW, "law-not-mandated", "AVG art. 5 lid 1 b", "S") \
	X(RULE_NO_BSN, "no-bsn-for-consent", "Wabb art. 10-12", "S") \
	X(RULE_NO_IDENTITY, "no-identifying-set", "Wabb art. 10-12", \
	  "I") /* what is left doesn't tell who it is */

enum decision_rule {
#define X(rule, name, article, certainty) rule,
	DECISION_RULES(X)
#undef X
		RULE_COUNT
};
const char *decision_rule_name(enum decision_rule rule);
bool decision_rule_parse(const char *name, enum decision_rule *ret)
	_must_check_; /* false: none that this version knows */

struct decision {
	bool allowed;
	enum decision_rule rule;
};

/* A purpose made ready for a catalogue: the one that the records to be decided were read with. Borrows all it
 * is made from. It has room for the record in hand: one thread at a time. */
struct terms;
bool terms_prepare(const struct agreement *a, const struct agreement_purpose *p, const struct catalogue *c,
                   struct terms **ret, struct error *e) _must_check_;
void terms_freep(struct terms **t);

/* On which authority: the row of the table where the rule comes from one, and else the rule's own article. */
struct decision_source {
	const char *article, *certainty; /* may be empty: the rule is this program's */
	const struct ground *row;        /* NULL: none */
};
struct decision_source terms_explain(const struct terms *t, enum decision_rule rule);

struct question {
	const struct terms *terms;
	unsigned laws;                  /* of the sender's mandate */
	moment when;                    /* the manifest's `created` */
	const struct consent *consents; /* of this client, any purpose */
	size_t consent_count;
	const struct record *record;
};

/* May anything go for this purpose on that day, whatever the record? What a log can show of the law. */
struct decision decide_purpose(const struct terms *t, moment when);
/* May anything of this client go at all? The ground and what it asks, the law of the record within the
 * mandate, its source, the household. */
struct decision decide_client(const struct question *q);
/* May this field go, given that the client may? */
struct decision decide_field(const struct question *q, const struct field *f);
/* Both, for every field, and that what is left tells who it is about: `keep` has catalogue_size entries,
 * `rules` may be NULL. Returns the client's decision; all of `keep` is false when it is a refusal. */
struct decision decide_record(const struct question *q, bool *keep, enum decision_rule *rules);
