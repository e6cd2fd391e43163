/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What verification found wrong, collected; and the line between a fault of the
 * bundle and the reader's own trouble (memory, disk), which ends the work. */

#include "base/moment.h"
#include "crypto/hash.h"
#include "trust/verdict.h"

#define FINDINGS_MAX 1000u
#define NO_INDEX UINT64_MAX
#define BESIDE_SHOWN 8u

struct verify_finding {
	enum error_code code;
	uint64_t index;    /* entry, or UINT64_MAX when it isn't about one */
	char subject[160]; /* file or id */
	char detail[160];
	char told[ERROR_TOLD_MAX]; /* the detail in the reader's language */
};
/* That a log went on from an older place, by the word of its officers: no finding, and told. */
struct verify_resumption {
	char origin[128 + 1]; /* whose log; an entry of another unit's log says when that unit learned it */
	uint64_t index;       /* of the entry */
	moment when;
	uint64_t size, lost_to;
	struct sha256 root, hash; /* of the tree that it goes on from; of the officers' text */
};
struct verify_result {
	char origin[128 + 1];
	uint64_t size;
	struct sha256 root;
	moment first, last;      /* of the entries; 0 when none */
	uint64_t roster_version; /* newest in the chain */
	uint64_t acts, clients;  /* parent entries and children */
	uint64_t packed, opened, refused, receipts;
	uint64_t signatures[SIGNATURE_VERDICT_COUNT]; /* under letters, by what they are worth
	                                                 (log/verdicts.h) */
	uint64_t unreceipted; /* letters that left, whose receipt isn't back: open, no fault */
	uint64_t witnessed; /* the largest size that somebody else cosigned; 0: nobody did. Below it, nothing
	                       can have been changed unseen */
	struct sha256 witnessed_root;
	moment witnessed_at;            /* by that witness's clock */
	char beside[BESIDE_SHOWN][160]; /* what a file manager left in the folder: remarks, no findings */
	size_t beside_count;            /* of all; the first are shown */
	struct verify_resumption *resumptions; /* in the order of the entries */
	size_t resumption_count;
	uint64_t given_up; /* checkpoints that were kept elsewhere, of trees that the officers gave up */
	struct verify_finding *findings;
	size_t finding_count; /* capped at 1000, then `more_findings` */
	bool more_findings;
};
void verify_result_clear(struct verify_result *r);

/* Always true but for want of memory, so that checks go on. */
bool finding_add(struct verify_result *r, enum error_code code, uint64_t index, const char *subject,
                 struct error *e, const char *format, ...) _printf_(6, 7) _must_check_;
/* `why` as a finding with its own code (ERR_FILE_MISSING becomes ERR_LOG_MISSING) about `subject`, or, when
 * it is no fault of the bundle's, as the error: false. */
bool finding_of_error(struct verify_result *r, const struct error *why, uint64_t index, const char *subject,
                      struct error *e) _must_check_;
