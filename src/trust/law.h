/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the law asks of a purpose and of the fields that it lists, said once: under the table of grounds, the
 * overrides, and the floors that no table lifts. Each condition is one row in law.c. The decision
 * (`trust/decide.h`) takes the first that fails; the check of an agreement (`trust/agreement_rules.h`) tells
 * of all. What hangs on a record, a client or a day isn't asked here. Inside `trust` only. */

#include "trust/pinned.h"
#include "trust/rules.h"

/* Of a draft, what isn't said. */
enum law_said { LAW_UNSAID, LAW_NO, LAW_YES };

/* What the conditions look at: of a purpose that was agreed on, or of the draft of one. */
struct law_purpose {
	const struct grounds *grounds; /* NULL: none, so that no ground is known */
	const struct ground *row;      /* that it rests on; NULL: the table doesn't have it */
	const struct pinned *pinned;   /* whose overrides count; NULL: any may be there, unread */
	unsigned from, to, phase;      /* bits of the parties' kinds and of the phase; 0: not said */
	const char *code, *task, *basis, *exception; /* NULL: not said */
	enum law_said consent, no_objection, free_text, household;
	enum law_said one_controller;  /* the sender's is the receiver's */
	enum law_said client_supplied; /* withdrawn: nothing goes on it */
	bool is_draft; /* what it doesn't say is a finding of its own, and fails no condition here */
};

/* A condition that fails, and where to go on from. Zero-initialise to begin. */
struct law_breach {
	enum rule rule;           /* by which the decision says no */
	enum rule finding;        /* by which the check tells of it; RULE_AGREED: it tells of it elsewhere */
	const char *key;          /* of the purpose, or of its field, whose value doesn't fit */
	const struct ground *row; /* of the table, that it doesn't fit; NULL: none */
	enum law_names {
		LAW_NAMES_VALUE,
		LAW_NAMES_ROW,
		LAW_NAMES_KEY
	} names; /* what the finding is about */
	size_t condition, at;
};
/* The next that fails; false: no more. */
bool law_next(const struct law_purpose *p, struct law_breach *b);
bool law_next_of_field(const struct law_purpose *p, const struct field *f, const struct field *listed,
                       struct law_breach *b);

/* The first by which nothing goes under the purpose, on whatever day; RULE_AGREED: none. */
enum rule law_of_purpose(const struct law_purpose *p);
/* The first by which the field stays, whatever the record; RULE_AGREED: none. `listed` is the field as the
 * agreement's own catalogue has it, NULL when the purpose doesn't list it. */
enum rule law_of_field(const struct law_purpose *p, const struct field *f, const struct field *listed);

/* What the statute asks besides the row's own conditions, and no table takes away. */
/* Of records under that law: those that the row names, or all, when the purpose asks it of its own accord. */
bool law_asks_no_objection(const struct law_purpose *p, enum law law);
bool law_asks_under_27(const struct law_purpose *p);     /* to a school (PW 7a(2)) */
bool law_lets_text_go(const struct law_purpose *p);      /* what a person typed */
bool law_carries_household(const struct law_purpose *p); /* Wmo 5.1.1(4) alone, where the purpose says so */

/* Bits 1 << enum category: what the field is as either catalogue has it; `listed` may be NULL. */
unsigned law_categories(const struct field *f, const struct field *listed);

/* The next row that bars under these parties, task and phase, from `*at` on; NULL: no more. */
const struct ground *law_next_bar(const struct law_purpose *p, size_t *at);
/* Does it bar whatever the record and the field? Else it states laws, sources or categories. */
bool law_bars_all(const struct ground *bar);
/* The override that lets the row apply, or lifts it if it bars, on whatever day; NULL: none, or the row isn't
 * one that asks for it. */
const struct override *law_override(const struct law_purpose *p, const struct ground *row);
