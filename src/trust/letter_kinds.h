/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The kinds of letters that units send each other, each said once: its name in manifests, what
 * its signer's mandate must allow, what kind of letter it is, by which kind it is answered, and
 * its words for people. Whoever writes, checks, counts or shows a letter takes what it needs
 * from this list. How each is opened is `exchange/open`'s, which refuses what it has no way for.
 *
 * Names are never reused or renamed. Stores keep a kind by its number: new ones go at the end. */

#include "trust/roster.h"

/* What it is besides a letter, as bits. */
enum letter_traits {
	LETTER_PLAIN = 0,
	LETTER_ON_TERMS = 1 << 0,      /* names an agreement, a purpose and a ground */
	LETTER_WITHOUT_TERMS = 1 << 1, /* names no agreement */
	LETTER_MAY_BE_EMPTY = 1 << 2,  /* needs no members */
	/* Answers one other letter, and so travels against the direction that was agreed. The act that opened
	 * that other one is the act that signed it. */
	LETTER_ANSWERS = 1 << 3,
	/* Holds clients' records, as the law and an agreement decided for each: where the agreement asks for
	 * two, a second person signs it as well. */
	LETTER_DECIDED = 1 << 4,
	LETTER_OUTLIVES = 1 << 5, /* goes and is welcome after its agreement ended, as is its answer */
	LETTER_BACK = 1 << 6,     /* travels against the direction that its purpose was agreed in, unasked */
	LETTER_MAY_ANSWER = 1 << 7, /* may answer a letter that asks, and then names it */
	LETTER_BOTH_WAYS = 1 << 8,  /* goes in the direction that was agreed, and against it */
	LETTER_MAY_BE_VOIDED = 1 << 9,
};

/* Any of the powers will do. PACKAGE_UNKNOWN as the answer: it has none. */
/* clang-format off */
#define LETTER_KINDS(X) \
	X(PACKAGE_CASES, "cases", POWER_PACK, \
	  LETTER_ON_TERMS | LETTER_DECIDED | LETTER_MAY_ANSWER | LETTER_MAY_BE_VOIDED, PACKAGE_RECEIPT, \
	  N_("cases")) \
	X(PACKAGE_RECEIPT, "receipt", POWER_OPEN, LETTER_ANSWERS | LETTER_MAY_BE_EMPTY, PACKAGE_UNKNOWN, \
	  N_("receipt")) \
	/* Opening one, or unlocking what it corrects, is enough to apply it and to send it on. */ \
	X(PACKAGE_CORRECTION, "correction", POWER_PACK | POWER_OPEN | POWER_DECIDE, \
	  LETTER_ON_TERMS | LETTER_OUTLIVES, PACKAGE_RECEIPT, N_("correction")) \
	/* Recording consents is enough to send word that one ended, and opening such word to send it on. */ \
	X(PACKAGE_RETRACTION, "retraction", POWER_CONSENT | POWER_PACK | POWER_OPEN, \
	  LETTER_ON_TERMS | LETTER_OUTLIVES, PACKAGE_RECEIPT, N_("retraction")) \
	X(PACKAGE_MATCH, "match", POWER_PACK, LETTER_PLAIN, PACKAGE_RECEIPT, "match") \
	X(PACKAGE_ROSTER, "roster", POWER_PACK, LETTER_WITHOUT_TERMS | LETTER_MAY_BE_EMPTY, PACKAGE_RECEIPT, \
	  N_("roster")) \
	X(PACKAGE_AGREEMENT, "agreement", POWER_PACK, LETTER_PLAIN, PACKAGE_RECEIPT, N_("agreement")) \
	X(PACKAGE_DECISION, "decision", POWER_DECIDE, LETTER_ON_TERMS | LETTER_OUTLIVES | LETTER_BACK, \
	  PACKAGE_RECEIPT, N_("decision on a withdrawal")) \
	X(PACKAGE_VOID, "void", POWER_PACK, LETTER_ON_TERMS | LETTER_OUTLIVES | LETTER_BOTH_WAYS, \
	  PACKAGE_RECEIPT, N_("voiding of a package")) \
	X(PACKAGE_OUTCOME, "outcome", POWER_PACK | POWER_OPEN | POWER_DECIDE, \
	  LETTER_ON_TERMS | LETTER_OUTLIVES | LETTER_BACK, PACKAGE_RECEIPT, N_("outcome of a correction")) \
	X(PACKAGE_DISPUTE, "dispute", POWER_PACK | POWER_OPEN, \
	  LETTER_ON_TERMS | LETTER_OUTLIVES | LETTER_BACK, PACKAGE_RECEIPT, N_("dispute of a record")) \
	X(PACKAGE_REQUEST, "request", POWER_PACK, LETTER_ON_TERMS | LETTER_BACK | LETTER_MAY_BE_VOIDED, \
	  PACKAGE_RECEIPT, N_("request")) \
	X(PACKAGE_ERASURE, "erasure", POWER_DECIDE, LETTER_ON_TERMS | LETTER_OUTLIVES, PACKAGE_RECEIPT, \
	  N_("word of an erasure")) \
	X(PACKAGE_ACCEPTANCE, "acceptance", POWER_OPEN, LETTER_ON_TERMS | LETTER_OUTLIVES | LETTER_BACK, \
	  PACKAGE_RECEIPT, N_("what became of cases")) \
	/* Opening a letter may answer it with another. */ \
	X(PACKAGE_HANDOVER, "handover", POWER_PACK | POWER_OPEN, \
	  LETTER_ON_TERMS | LETTER_OUTLIVES | LETTER_BOTH_WAYS, PACKAGE_RECEIPT, N_("handover"))
/* clang-format on */

enum package_kind {
#define X(kind, name, powers, traits, answer, words) kind,
	LETTER_KINDS(X)
#undef X
		PACKAGE_UNKNOWN /* how many there are: a name that no kind has, or none */
};
const char *package_kind_name(enum package_kind kind); /* static; "unknown" of PACKAGE_UNKNOWN */
enum package_kind package_kind_of(const char *name);   /* NULL is unknown */
unsigned package_kind_powers(enum package_kind kind);  /* enum power bits, of who signs it; 0 of an unknown */
bool package_kind_is(enum package_kind kind, enum letter_traits trait);
enum package_kind package_kind_answer(enum package_kind kind);
