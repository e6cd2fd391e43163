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
#include "trust/roster.h"
#include "trust/rules.h"

struct decision {
	bool allowed;
	enum rule rule;
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
struct decision_source terms_explain(const struct terms *t, enum rule rule);

/* May the field ever go under them, whatever the record? Of attachments: may any. The purpose isn't asked. */
struct decision decide_field_ever(const struct terms *t, const struct field *f);

struct question {
	const struct terms *terms;
	unsigned laws;                  /* of the sender's mandate */
	moment when;                    /* the manifest's `created` */
	const struct consent *consents; /* of this client, any purpose */
	size_t consent_count;
	/* First day on which the agreement had the purpose (`trust/declared.h`); 0: not known. */
	moment since;
	bool restricted; /* what is held here of the client is: nothing of it goes */
	/* The receiver asks. What the sender alone knows (restricted, under 27) was for the sender to ask. */
	bool received;
	const struct record *record;
	const struct roster *roster; /* whose units a record may name; NULL: not at hand, then any */
};

/* May anything go for this purpose on that day, whatever the record? What a log can show of the law. */
struct decision decide_purpose(const struct terms *t, moment when);
/* May anything of this client go at all? The purpose, and then in the order of `trust/rules.h`: restricted,
 * told who it is, the law of the record within the mandate and carried by the ground, its source, under 27,
 * the household, the opt-out, consent, no-objection. */
struct decision decide_client(const struct question *q);
/* Are declarations asked of this client, does each that is count, and were they given for every field that
 * the record has? */
bool decide_declared(const struct question *q);
/* May this field go, given that the client may? Of attachments: may any. */
struct decision decide_field(const struct question *q, const struct field *f);
/* Both, for every field: `keep` has catalogue_size entries, `rules` may be NULL. Returns the client's
 * decision; all of `keep` is false when it is a refusal. Of a field of attachments that goes, part may stay:
 * then its rule is that by which (`decision_is_of_part`). */
struct decision decide_record(const struct question *q, bool *keep, enum rule *rules);
static inline bool decision_is_of_part(bool keep, enum rule rule)
{
	return keep && rule_kind(rule) != RULE_ALLOWS;
}
/* What travels of a record that was decided: its line in a package, and nothing else makes one. What the
 * receiver gets is itself what travels, or it is too much. */
bool decide_line(const struct question *q, const bool *keep, struct buffer *out, struct error *e)
	_must_check_;
