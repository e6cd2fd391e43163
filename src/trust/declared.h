/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Which of a client's declarations counts, and by which rule the one that counts doesn't do. Of those for
 * this client, purpose and recipient the one given last counts, alone: an earlier one that was wider, or
 * lasts longer, doesn't come back behind it. But where a client need only be told and may object, an
 * objection stands however often he or she is told again, until the client asks for the exchange on a later
 * day.
 *
 * Who can give it (Wmo 5.3.3(2) and 1.1.1(2), UAVG 5(1)), by the age on the day it was given: under 12 a
 * parent or voogd; from 12 to 15 the client and one of these together; from 16 the client. For a client who
 * can't weigh it: under 18 a parent or voogd, from 18 a curator, mentor or gevolmachtigde. A bewindvoerder
 * can't, nor a representative alone of an adult who can weigh it. The receiver often doesn't get the birth
 * date, so the band that the declaration states has to fit as well: then it decides as the sender did.
 *
 * A pure function, asked by the decision and by whoever records a
 * declaration. Whether one is asked for, and for which fields, is not asked here. Inside `trust` and for
 * `exchange`. */

#include "trust/consent.h"
#include "trust/rules.h"

/* For how long a declaration can hold at most, from the day it was given. Policy of this program, no statute
 * says it: what a client said years ago is not what a client says (AVG 5(1)(d), 7). */
#define DECLARED_MONTHS_MAX 24u

/* What it must be for. */
struct declared_for {
	const char *agreement, *purpose, *to;
	moment since; /* first day of the first version of the agreement that has the purpose; 0: not known */
	struct bytes birth; /* the client's, as the record has it; empty: not known here */
	uint64_t months;    /* that the agreement lets it hold at most; 0: it doesn't say */
};

struct declared {
	const struct consent *counts; /* NULL: none */
	enum rule rule;               /* RULE_AGREED: it holds; else why it doesn't */
};

/* Of this kind, for the client of this record, at `when`: whatever ties to it counts alike, by number or set.
 * `all` are this client's and are as the store gives them: of those given on one day, the one that was put
 * down last comes first. Of those that don't tie to the record (an address that was left) only an objection
 * counts, and what takes one away.
 * One given after `when` isn't there yet; one withdrawn after `when` still holds. One that was withdrawn
 * before the day that it says it was given was dated by a clock that was ahead: it was given by then. */
struct declared declared_of(const struct consent *all, size_t count, enum consent_kind kind,
                            const struct record *r, const struct declared_for *f, moment when);

/* The objection of the client whose declarations these are that stands at `when`, whatever they tie to: the
 * last one, unless the client asked for the exchange on a later day. NULL: none. */
const struct consent *declared_objection(const struct consent *all, size_t count,
                                         const struct declared_for *f, moment when);

/* What is wrong with a declaration by itself, on whatever day: given before the purpose was there, for too
 * long a term, by somebody who can't give it for this client, without evidence. RULE_AGREED: nothing. */
enum rule declared_fault(const struct consent *c, moment since, struct bytes birth);
/* Does it hold for longer than the agreement lets it? `months` 0: the agreement doesn't say. */
bool declared_is_beyond(const struct consent *c, uint64_t months);
