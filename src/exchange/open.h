/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* `sluis open`: takes in any file that sluis makes. A package is verified whole, in
 * one pass and one transaction, before anything of it counts; a bare roster or
 * agreement likewise. What was said no to leaves the store as it was, but for the
 * log entry that says so. */

#include "exchange/sift.h"
#include "trust/refusal.h"

enum opened_what {
	OPENED_CASES,
	OPENED_RECEIPT,
	OPENED_RETRACTION,
	OPENED_REFUSAL,
	OPENED_ROSTER,
	OPENED_AGREEMENT,
	OPENED_COSIGNATURE,
	OPENED_GROUNDS,
	OPENED_OVERRIDE,
	OPENED_CATALOGUE
};

struct open_result {
	enum opened_what what;
	/* package */
	char id[2 * PACKAGE_ID_SIZE + 1];
	char *sender, *signer, *approver, *agreement, *purpose; /* NULL where it doesn't apply */
	uint64_t sequence, gap;                                 /* letters missing before it */
	uint64_t added, changed, same;                          /* records */
	uint64_t withheld;                                      /* clients that the sender kept back */
	uint64_t withdrawn; /* OPENED_RETRACTION: declarations that ended; of cases: records not taken in,
	                       because the client withdrew meanwhile */
	uint64_t removed;   /* OPENED_RETRACTION: records */
	moment retain_until;
	struct agreement *terms;                /* OPENED_CASES: what it came under, with the overrides */
	char *receipt;                          /* path of the receipt that was written */
	char answered[2 * PACKAGE_ID_SIZE + 1]; /* OPENED_RECEIPT: the package that arrived */
	uint64_t answered_sequence, accepted;
	uint64_t rosters;       /* roster versions that came along */
	struct refusal refusal; /* of a package that held too much: when opening it was refused; and
	                           OPENED_REFUSAL. No reasons: neither */
	struct sift_why *why;   /* for each of its reasons; NULL: not known here */
	char *notice;           /* path of the notice for the sender; NULL: none */
	/* notes */
	uint64_t version;
	uint64_t cosigned; /* OPENED_COSIGNATURE: entries of this log that `sender` has seen */
	bool now_ready;    /* a roster brought this unit's keys */
};
void open_result_clear(struct open_result *r);

/* Files that are opened together go by what each needs: rosters first, then what agreements pin, agreements,
 * and all else. Found by a look at the first line, which nothing else rests on; `open_file` reads and
 * verifies for itself. */
#define OPEN_RANKS 4
int open_rank(const char *path);
/* On ERR_FIELD_NOT_AGREED and ERR_CONSENT `ret` holds what was too much, and the path of the notice to send
 * back. On ERR_PACKAGE_REPLAYED nothing changed, but `ret` holds the package's id and the path of its
 * receipt, written again when it was gone. */
bool open_file(struct desk *d, const char *path, struct open_result *ret, struct error *e) _must_check_;
