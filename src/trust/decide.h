/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* May this field go? One pure function, used by preview, pack and open alike;
 * nothing else decides. It knows the agreement, its purpose, the catalogue, the
 * client's consents and the record; the table of grounds (its own issue) will widen
 * the question, not its callers. */

#include "record/record.h"
#include "trust/agreement.h"
#include "trust/consent.h"

/* Why. Stable names for --json; `cli/words.c` has the sentences. */
#define DECISION_RULES(X)                                                                       \
	X(RULE_AGREED, "agreed", "")                         /* the purpose lists the field */  \
	X(RULE_ABSENT, "absent", "")                         /* the record doesn't have it */   \
	X(RULE_ALWAYS, "always-travels", "")                 /* wet and gegevensbron */         \
	X(RULE_NOT_AGREED, "not-agreed", "AVG art. 5 lid 1 b")                                  \
	X(RULE_CRIMINAL, "criminal-data", "AVG art. 10; UAVG art. 31-33")                       \
	X(RULE_FREE_TEXT, "free-text", "AVG art. 5 lid 1 c")                                    \
	X(RULE_SECRET_ADDRESS, "secret-address", "Wet BRP art. 2.59")                           \
	X(RULE_SUWINET, "suwinet-source", "Wet SUWI art. 62")                                   \
	X(RULE_NO_CONSENT, "no-consent", "Wmo 2015 art. 5.1.1 lid 4")                           \
	X(RULE_CONSENT_PAST, "consent-past", "Wmo 2015 art. 5.1.1 lid 4")                       \
	X(RULE_CONSENT_WITHDRAWN, "consent-withdrawn", "AVG art. 7 lid 3")                      \
	X(RULE_NO_NO_OBJECTION, "no-no-objection", "Participatiewet art. 65 lid 2 b")           \
	X(RULE_OTHER_LAW, "law-not-mandated", "AVG art. 5 lid 1 b")                             \
	X(RULE_NO_BSN, "no-bsn-for-consent", "Wabb art. 10-12")

enum decision_rule {
#define X(rule, name, article) rule,
	DECISION_RULES(X)
#undef X
	RULE_COUNT
};
const char *decision_rule_name(enum decision_rule rule);
bool decision_rule_parse(const char *name, enum decision_rule *ret) _must_check_; /* false: none that this version knows */
const char *decision_rule_article(enum decision_rule rule);

struct decision {
	bool allowed;
	enum decision_rule rule;
};

struct question {
	const struct catalogue *catalogue;
	const struct agreement *agreement;
	const struct agreement_purpose *purpose;
	unsigned laws;                  /* of the sender's mandate */
	moment when;                    /* the manifest's `created` */
	const struct consent *consents; /* of this client, any purpose */
	size_t consent_count;
	const struct record *record;
};

/* May anything of this client go at all? Consent and no-objection where the
 * purpose asks, the law of the record within the mandate, the source. */
struct decision decide_client(const struct question *q);
/* May this field go, given that the client may? */
struct decision decide_field(const struct question *q, const struct field *f);
/* Both, for every field: `keep` has catalogue_size entries, `rules` may be NULL. Returns the client's decision;
 * all of `keep` is false when it is a refusal. */
struct decision decide_record(const struct question *q, bool *keep, enum decision_rule *rules);
