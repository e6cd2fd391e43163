/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a client said: explicit consent (Wmo 5.1.1(4)) or written no-objection (PW
 * 65(2)(b)), or what a client was told where data go unless he or she objects (bill 36 799), for one purpose,
 * to one recipient and for a term; never a field
 * of the record. One JSON object a line, deterministic, both in the store and in a
 * package's consents.ndjson.gz.
 *
 * How it was assured that the client was free to refuse is told by a code. What the
 * consulent wrote about it are words about a client: they stay in the store of the unit
 * that wrote them, and the object holds no more than their hash. Which of a client's
 * declarations counts is not asked here. */

#include "base/moment.h"
#include "base/text.h"
#include "trust/tie.h"

/* Who gave it, as bits; the stable code, which is the law's word; and words for people. A bewindvoerder is in
 * the list to be told that he can't: he speaks for the client's money. */
/* clang-format off */
#define CONSENT_GIVERS(X) \
	X(GIVER_CLIENT, "client", N_("the client")) \
	X(GIVER_PARENT, "parent", N_("a parent who has authority")) \
	X(GIVER_VOOGD, "voogd", N_("the guardian of a minor (voogd)")) \
	X(GIVER_CURATOR, "curator", N_("the curator")) \
	X(GIVER_MENTOR, "mentor", N_("the mentor")) \
	X(GIVER_GEVOLMACHTIGDE, "gevolmachtigde", N_("whom the client authorised in writing")) \
	X(GIVER_BEWINDVOERDER, "bewindvoerder", N_("the administrator of the client's money"))
/* clang-format on */
enum consent_giver {
#define X(giver, code, words) giver,
	CONSENT_GIVERS(X)
#undef X
		GIVER_COUNT
};
#define CONSENT_BY(giver) (1u << (giver))
/* How old the client was on the day it was given; the bands are those in which the law differs. */
enum consent_age { AGE_UNSTATED, AGE_0_11, AGE_12_15, AGE_16, AGE_COUNT };

/* The stable name, and words for people. Of the last, `given` is the day on which the client was told, `by`
 * who was, and withdrawing it is the objection. */
/* clang-format off */
#define DECLARATION_KINDS(X) \
	X(CONSENT_EXPLICIT, "consent", N_("consent")) \
	X(CONSENT_NO_OBJECTION, "no-objection", N_("no-objection")) \
	X(CONSENT_TOLD, "told", N_("told of objecting"))
/* clang-format on */
enum consent_kind {
#define X(kind, name, words) kind,
	DECLARATION_KINDS(X)
#undef X
		CONSENT_KINDS
};

/* How it was assured that the client could refuse: the stable code, and what it says. The last is of
 * declarations that version 0.1.0 recorded, in words alone; nobody can choose it. */
/* clang-format off */
#define CONSENT_ASSURANCES(X) \
	X(ASSURED_CONVERSATION, "conversation", \
	  N_("asked in a conversation, and told that refusing has no consequence")) \
	X(ASSURED_TELEPHONE, "telephone", \
	  N_("asked by telephone, and told that refusing has no consequence")) \
	X(ASSURED_FORM, "form", N_("asked by a form which says that refusing has no consequence")) \
	X(ASSURED_SUPPORTER, "supporter", \
	  N_("asked with a client supporter there, or somebody whom the client trusts")) \
	X(ASSURED_OWN_REQUEST, "own-request", N_("the client asked for the exchange")) \
	X(ASSURED_IN_WORDS, "in-words", N_("told in words alone, as version 0.1.0 did"))
/* clang-format on */
enum consent_assurance {
#define X(assurance, code, sentence) assurance,
	CONSENT_ASSURANCES(X)
#undef X
		ASSURED_COUNT
};

struct consent {
	char id[32 + 1]; /* 128 random bits, hex */
	enum consent_kind kind;
	char *tie;                 /* whom it is of: trust/tie.h */
	char *agreement, *purpose; /* ids */
	char *to;                  /* unit */
	char *fields; /* what the client was told would go: names, one blank between, as the purpose listed
	                 them */
	moment given, until;  /* days */
	unsigned by;          /* CONSENT_BY of each who gave it together */
	enum consent_age age; /* AGE_UNSTATED: of version 0.1.0 */
	bool unable;          /* the client can't weigh it */
	enum consent_assurance assured;
	char *words_hash; /* of `words`, SHA-256 in hex; NULL: none, of one that tells it in words alone */
	char *evidence;   /* SHA-256 of the signed form, hex; NULL when there is none */
	moment withdrawn; /* to the second; 0: not */
	/* No part of the object: what the consulent wrote, as the store keeps it. NULL: it isn't here. With
	 * a hash there stand 32 random hexadecimal digits and a line feed before it, so that nobody can find
	 * the words by guessing at the hash. */
	char *words;
	/* Nor this: its place among those for the same, the later one higher, as the store keeps it: in the
	 * order in which they were put down on the day they were given, or in that of the letters that
	 * brought them. 0: only its day tells. */
	uint64_t place;
};

void consent_clear(struct consent *c);
bool consent_parse(struct bytes json, const char *subject, struct consent *ret, struct error *e) _must_check_;
bool consent_format(const struct consent *c, struct buffer *out, struct error *e) _must_check_;
/* For that purpose and recipient, on that day: given, not past, not withdrawn by then. */
bool consent_holds(const struct consent *c, const char *agreement, const char *purpose, const char *to,
                   moment when);
const char *consent_kind_name(enum consent_kind kind);
const char *consent_kind_words(enum consent_kind kind); /* English */
bool consent_kind_parse(struct bytes name, enum consent_kind *ret) _must_check_;
const char *consent_assurance_name(enum consent_assurance a);
const char *consent_assurance_sentence(enum consent_assurance a); /* English */
bool consent_assurance_parse(struct bytes code, enum consent_assurance *ret) _must_check_;
const char *consent_age_name(enum consent_age age); /* "0-11", "12-15", "16+"; "" */
bool consent_age_parse(struct bytes code, enum consent_age *ret) _must_check_;
/* The band on the day `given`; of a partial birth date ("1990", "1990-12") the youngest age that it allows.
 * AGE_UNSTATED: there is no birth date. */
enum consent_age consent_age_on(struct bytes birth, moment given);
unsigned consent_years_on(struct bytes birth, moment given); /* likewise, in years; 0 without one */
const char *consent_giver_name(enum consent_giver giver);
const char *consent_giver_words(enum consent_giver giver); /* English */
bool consent_giver_parse(struct bytes code, enum consent_giver *ret) _must_check_;
/* Codes with a blank between, in the order of the list; what is read has them so, too. */
void consent_by_format(unsigned by, struct buffer *out);
/* Puts down the consulent's words, and their hash in the object. ERR_MISSING when there are none. */
bool consent_put_words(struct consent *c, const char *words, struct error *e) _must_check_;
/* The words alone; NULL: they aren't here. */
const char *consent_words(const struct consent *c);
