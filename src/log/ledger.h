/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What of a log crossed the unit's border, kept while the log is verified
 * (`ledger_see` looks on): the letters sent, opened and receipted, and the
 * checkpoints of other logs that came with them. For comparing logs with each other;
 * a few dozen bytes a letter, nothing for any other entry. */

#include "log/entry.h"
#include "log/signed_texts.h"

enum crossing_kind { CROSSED_SENT, CROSSED_OPENED, CROSSED_RECEIPTED, CROSSED_VOID };
struct crossing {
	enum crossing_kind kind;
	uint8_t id[PACKAGE_ID_SIZE]; /* of the letter; of CROSSED_RECEIPTED the one that the receipt answers
	                              */
	uint64_t index;
	moment when;
	struct sha256 manifest; /* the letter's; of CROSSED_RECEIPTED the receipt's */
	struct sha256 receipt;  /* of CROSSED_OPENED: the manifest of what was given; zeros: none */
	uint64_t records;       /* of CROSSED_OPENED: that were taken in */
	uint64_t left_out;      /* of CROSSED_OPENED: of clients who withdrew before it was opened */
	uint64_t peer_size;     /* of the other's log then; 0: not told */
};
struct ledger_claim { /* "this is what the other's log was then" */
	struct checkpoint checkpoint;
	uint64_t index; /* NO_INDEX: from the bundle's `peers` */
	moment when;
};
struct ledger {
	const char *directory; /* borrowed */
	struct verify_result result;
	struct signed_texts signed_texts;
	struct crossing *crossings;
	size_t crossing_count;
	struct ledger_claim *claims;
	size_t claim_count;
};
void ledger_clear(struct ledger *l);
/* For `struct verify_request`'s `each`, with the ledger as context. */
bool ledger_see(void *context, const struct entry *entry, struct error *e) _must_check_;
/* After the verification, whose result and signed_texts stand in the ledger now: ready to be asked. */
bool ledger_close(struct ledger *l, struct error *e) _must_check_;
const struct crossing *ledger_find(const struct ledger *l, enum crossing_kind kind,
                                   const uint8_t id[PACKAGE_ID_SIZE]); /* NULL when none */
