/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Which agreement an exchange falls under, and what of a selection of clients it lets through. `preview`
 * shows it, `pack` packs it; both ask `decide` and nothing else. */

#include "exchange/act.h"
#include "store/consents.h"
#include "store/records.h"
#include "trust/decide.h"

/* The agreement with a purpose `purpose` from this unit to `to`, in the version that is valid now and in
 * no other's shadow; `id` NULL: the only one that fits (ERR_AMBIGUOUS lists them). ERR_AGREEMENT_UNKNOWN,
 * ERR_AGREEMENT_EXPIRED, ERR_PURPOSE (whose detail lists the purposes that there are, each agreement's behind
 * its id), ERR_DIRECTION, ERR_UNIT_NOT_READY. */
bool screening_terms(struct desk *d, const char *to, const char *id, const char *purpose,
                     const struct agreement **ret, const struct agreement_purpose **ret_purpose,
                     struct error *e) _must_check_;

/* The same of a purpose from `from` to this unit: what may be asked there. */
bool screening_terms_back(struct desk *d, const char *from, const char *id, const char *purpose,
                          const struct agreement **ret, const struct agreement_purpose **ret_purpose,
                          struct error *e) _must_check_;

/* Every agreement that counts today, in the version that does. */
bool screening_each_in_force(struct desk *d,
                             bool (*each)(void *context, const struct agreement *a, struct error *e),
                             void *context, struct error *e) _must_check_;

/* Every purpose for which this unit may send today: of agreements in force, to units that can receive. */
bool screening_each_purpose(struct desk *d,
                            bool (*each)(void *context, const struct agreement *a,
                                         const struct agreement_purpose *p, struct error *e),
                            void *context, struct error *e) _must_check_;

/* Every agreement within its term that ended since a unit of it is under a controller that didn't agree, and
 * that no other took the place of. `why` tells. */
bool screening_each_lapsed(struct desk *d,
                           bool (*each)(void *context, const struct agreement *a, const struct error *why,
                                        struct error *e),
                           void *context, struct error *e) _must_check_;

/* Does the agreement count at that moment: within its term, under those who agreed or succeeded them by the
 * roster of that day, and no other known here took its place?
 * ERR_AGREEMENT_EXPIRED. */
bool screening_in_force(struct desk *d, const struct agreement *a, moment when, struct error *e) _must_check_;

/* From which day on the agreement has the purpose: of the first version that does. */
bool screening_purpose_since(struct desk *d, const struct agreement *a, const struct agreement_purpose *p,
                             moment *ret, struct error *e) _must_check_;

/* How long the receiver may keep it, as entries say it: "P60M". */
#define RETENTION_CLASS_SIZE 23u
const char *screening_retention(const struct agreement_purpose *purpose, char out[RETENTION_CLASS_SIZE + 1]);

struct screened {
	const struct stored_record *stored;
	const struct record *record;
	struct decision client;
	const struct question *question; /* its terms tell on which authority each rule is */
	const bool *keep;                /* by field index */
	const enum rule *rules;          /* likewise; meaningless when the client is refused */
	const struct consent *consents;  /* of the client, those that count for this purpose */
	size_t consent_count;
};
/* Does a value that the record has in that field stay, or part of it, though the client may go? */
bool screening_stays(const struct screened *s, size_t field);
/* Inside the act's transaction. `package`: the one that waits for a second person, whose declarations alone
 * are asked; NULL: all that the store has. `asked`, by field index: what may go and wasn't asked for stays
 * (RULE_NOT_ASKED), but for what tells whose it is; NULL: nobody asked, all goes that may. */
bool screening_each(struct act *a, const struct agreement *agreement, const struct agreement_purpose *purpose,
                    const struct selection *which, const uint8_t *package, const bool *asked,
                    bool (*each)(void *context, const struct screened *s, struct error *e), void *context,
                    struct error *e) _must_check_;
/* Leaves of all declarations of a record's client those that count for this purpose, at most one of each kind
 * that is asked; frees the others. */
void screening_counting(struct consent *all, size_t *count, const struct record *r,
                        const struct agreement *agreement, const struct agreement_purpose *purpose,
                        moment when);
/* Of all declarations of a client: does an objection stand, where the purpose lets the client object? */
bool screening_objected(const struct consent *all, size_t count, const struct agreement *agreement,
                        const struct agreement_purpose *purpose, moment when);
/* Does the decision rest on this consent? */
bool screening_relies_on(const struct consent *c, const struct agreement *agreement,
                         const struct agreement_purpose *purpose, moment when);

/* On which authority a rule was applied (terms_explain), kept longer than the terms. */
struct screening_why {
	char ground[64 + 1]; /* the row of the table; empty: none */
	char article[208], certainty[4];
};
void screening_explain(const struct terms *terms, enum rule rule, struct screening_why *ret);

/* Sums over a selection, for people. */
struct screening_sums {
	uint64_t records, leaving;            /* selected; of those, in the package */
	uint64_t clients;                     /* whose records were selected: some have several */
	uint64_t declared;                    /* declarations that go along */
	uint64_t stayed[RULE_COUNT];          /* records that stayed, by rule */
	uint64_t *field_leaves, *field_stays; /* values, by field index */
	enum rule *field_rule;                /* last rule by which a value of the field stayed */
	struct screening_why why[RULE_COUNT]; /* of the rules that were applied */
	/* Records that would be a case that is in already, so that no package can be made of the selection;
	 * and the first of them. */
	uint64_t twice;
	char twice_record[RECORD_ID_SIZE + 1];
};
bool screening_sums_start(struct screening_sums *sums, const struct catalogue *c, struct error *e)
	_must_check_;
void screening_sums_add(struct screening_sums *sums, const struct catalogue *c, const struct screened *s);
void screening_sums_clear(struct screening_sums *sums);

/* What the log says of a client who was screened. */
bool screening_log(struct act *a, const struct screened *s, const struct agreement *agreement,
                   const struct agreement_purpose *purpose, moment when, struct error *e) _must_check_;
