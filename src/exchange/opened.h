/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What `sluis open` found in a file, and what became of it: for whoever tells of it. How files are opened is
 * `open`'s. */

#include "exchange/correction_letter.h"
#include "exchange/retracted.h"
#include "exchange/screening.h"
#include "exchange/told_letters.h"
#include "store/records.h"
#include "trust/directing.h"
#include "trust/outcome.h"
#include "trust/refusal.h"
#include "trust/request.h"
#include "trust/verdict.h"
#include "trust/voiding.h"
#include "trust/withdrawal.h"

enum opened_what {
	OPENED_LETTER,
	OPENED_REFUSAL,
	OPENED_ROSTER,
	OPENED_AGREEMENT,
	OPENED_COSIGNATURE,
	OPENED_GROUNDS,
	OPENED_OVERRIDE,
	OPENED_CATALOGUE,
	OPENED_TRANSCRIPT,
	OPENED_TERMINATION,
	OPENED_ORDER
};

/* A package, of whatever kind. */
struct opened_letter {
	enum package_kind kind;
	char id[2 * PACKAGE_ID_SIZE + 1];
	char *approver;                    /* NULL: nobody */
	uint64_t sequence, gap;            /* its number; letters missing before it */
	uint64_t rosters;                  /* roster versions that came along */
	uint64_t terminations;             /* agreements that ended, as came along and is new */
	const struct agreement *agreement; /* the store's, that it came under; NULL: none */
	char *receipt;                     /* path of the receipt that was written; NULL: none */
	enum signature_verdict signature;  /* what the first person's is worth: one of the first two … */
	uint64_t roster_version;           /* … by this version … */
	char *mandate;                     /* … and this mandate of it */
};

/* What was too much in a package: when opening it was refused, and of OPENED_REFUSAL. */
struct opened_excess {
	struct refusal refusal;    /* without reasons: nothing was */
	struct screening_why *why; /* for each of its reasons; NULL: not known here */
	char *notice;              /* path of the notice for the sender; NULL: none */
};

struct open_result {
	enum opened_what what;
	char *sender, *signer;    /* a unit, a person; NULL where it doesn't apply */
	struct terms_named terms; /* owned; of a letter, a refusal and an agreement */
	struct opened_letter letter;
	struct opened_excess excess;
	union { /* by what it is, and by the letter's kind */
		struct {
			struct import_counts counts;
			uint64_t withheld;  /* clients that the sender kept back */
			uint64_t withdrawn; /* records not taken in: the client withdrew meanwhile */
			moment retain_until;
			bool answers; /* what was asked from here: id of the letter, and what came of it */
			char asked[2 * PACKAGE_ID_SIZE + 1];
			uint64_t outcomes[REQUEST_OUTCOME_COUNT];
			moment accept_by; /* 0: they are accepted at once */
		} cases;
		struct {
			uint64_t clients;
			moment by;    /* day */
			char *fields; /* names, one blank between */
		} requested;
		struct {
			uint64_t ended;      /* declarations */
			uint64_t restricted; /* records */
			struct retraction_result
				*onward; /* what ended with it, by unit that got it from here */
			size_t onward_count;
		} retraction;
		struct { /* void: the package */
			char id[2 * PACKAGE_ID_SIZE + 1];
			uint64_t sequence, restricted; /* records */
			enum void_reason reason;
			bool opened; /* here, before */
		} voided;
		struct {
			uint64_t outcomes[CORRECTION_OUTCOME_COUNT]; /* records */
			uint64_t kept_there;                         /* that were disputed here */
			char *answer;               /* path of the letter that goes back; NULL */
			struct told_letter *onward; /* who got it from here */
			size_t onward_count;
		} corrected;
		uint64_t answers[CORRECTION_OUTCOME_COUNT]; /* outcome: records at `sender` */
		struct {
			uint64_t records, unknown; /* that `sender` disputes; of these not here any more */
		} disputed;
		struct {
			uint64_t restricted, unknown; /* records */
		} erasure;
		uint64_t decided[OUTCOME_COUNT]; /* records at `sender`, by what was decided on them */
		uint64_t said[SAID_COUNT];       /* records at `sender`, by what became of them */
		struct {                         /* cases, by what came of the word about them */
			uint64_t heard[HEARD_COUNT];
			struct told_letter *replies;
			size_t reply_count;
		} handover;
		struct { /* receipt, refusal: the package that arrived, or that was refused */
			char id[2 * PACKAGE_ID_SIZE + 1];
			uint64_t sequence, accepted;
		} answered;
		struct {
			uint64_t version;
			bool now_ready; /* it brought this unit's keys */
		} roster;
		moment ended;      /* termination: the first day without its agreement */
		uint64_t cosigned; /* entries of this log that `sender` has seen */
	};
};
void open_result_clear(struct open_result *r);
