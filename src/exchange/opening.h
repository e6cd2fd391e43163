/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A package while it is being opened: what the frame that every kind shares (open.c) and the kinds
 * themselves (open_KIND.c) know of each other. A kind that has no opener is refused. */

#include "exchange/incoming.h"
#include "exchange/opened.h"
#include "exchange/outgoing.h"
#include "trust/consent.h"

struct opener;
struct opening {
	struct source in;
	struct open_result *result;
	const struct opener *opener; /* once the kind is known */
	void *own;                   /* what that kind keeps for itself */
	struct act *act;
	struct incoming letter;
	const struct agreement *agreement;
	const struct agreement_purpose *purpose; /* in it */
	uint64_t read;                           /* records, or whatever the kind counts by */
	uint64_t left_out;                       /* of these: rightly sent, and not taken in */
	struct outgoing answer;
};

/* How a kind is opened. Any of the functions but `take` and `fill` may be NULL. */
struct opener {
	const char *name; /* in errors */
	size_t size;      /* of `own`, which starts as zeros */
	void (*clear)(void *own);
	/* The members that it may have, by how their names begin; each is read line by line. */
	struct opener_member {
		const char *start;
		bool (*line)(struct opening *o, struct bytes line, struct error *e);
	} members[3];
	/* Up to the end of the members. */
	bool (*take)(struct opening *o, struct error *e);
	/* Behind them, now that the sender is known to have logged it. */
	bool (*settle)(struct opening *o, struct error *e);
	/* Behind the entry of the act and the clients': other acts that follow from it. */
	bool (*logged)(struct opening *o, struct error *e);
	/* What only this kind tells. */
	void (*fill)(const struct opening *o, struct open_result *r);
	/* Committed: a failure undoes nothing. */
	void (*done)(struct opening *o);
	/* Failed, and not rolled back yet: lets go of files. */
	void (*failed)(struct opening *o, const struct error *why);
	/* Rolled back. True when it logged the refusal itself. */
	bool (*refused)(struct opening *o, const struct error *why);
};

/* Those that there are, by the kind that each opens. */
#define OPENERS(X) \
	X(PACKAGE_CASES, open_cases) \
	X(PACKAGE_RECEIPT, open_receipt) \
	X(PACKAGE_RETRACTION, open_retraction) \
	X(PACKAGE_DECISION, open_decision) \
	X(PACKAGE_VOID, open_void) \
	X(PACKAGE_CORRECTION, open_correction) \
	X(PACKAGE_OUTCOME, open_outcome) \
	X(PACKAGE_DISPUTE, open_dispute) \
	X(PACKAGE_REQUEST, open_request) \
	X(PACKAGE_ERASURE, open_erasure) \
	X(PACKAGE_ACCEPTANCE, open_acceptance) \
	X(PACKAGE_HANDOVER, open_handover)
#define X(kind, how) extern const struct opener how;
OPENERS(X)
#undef X

/* The agreement is known here by the same text, with this purpose on this ground, in the direction in which a
 * letter of this kind goes. */
bool opening_find_agreement(struct opening *o, struct error *e) _must_check_;
/* And counted on the day the letter was made: in force, and no later version took its place by then. */
bool opening_in_force(const struct opening *o, struct error *e) _must_check_;
/* Every line of every member, by the opener's table. */
bool opening_read_members(struct opening *o, struct error *e) _must_check_;
/* As many came as the manifest says. */
bool opening_check_count(const struct opening *o, const char *subject, struct error *e) _must_check_;
/* A line of declarations, in the spelling of consent_format; ERR_PACKAGE_CONTENT for another. */
bool opening_read_consent(struct bytes line, struct consent *ret, struct error *e) _must_check_;
/* A declaration that came along is kept, under an id that isn't another one's. */
bool opening_add_consent(struct opening *o, const struct consent *c, struct error *e) _must_check_;
