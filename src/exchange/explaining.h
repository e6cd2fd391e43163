/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Why a field of a record left, came or stayed: each exchange of the record that this unit's log knows of,
 * with the terms and the declarations on which it rested then, for a client who asks
 * (AVG art. 15) and whoever answers. It tells that a field was filled, never what stood in it. */

#include "exchange/desk.h"
#include "trust/agreement.h"
enum explained_outcome {
	EXPLAINED_WENT,
	EXPLAINED_STAYED,    /* for the rule */
	EXPLAINED_EMPTY,     /* it might have gone, and there was nothing in it */
	EXPLAINED_CORRECTED, /* a correction said what it says instead */
};
struct explained {
	const struct entry *entry; /* of the act: when, mandate, role, terms, peer, package */
	bool sent;                 /* else it came */
	bool voided;               /* since: its sender took it back */
	enum explained_outcome outcome;
	const char *rule;     /* rule_name(); NULL unless it stayed */
	const char *consents; /* ids of the declarations, a blank between; NULL: none */
	const struct agreement *agreement;
	const struct agreement_purpose *purpose; /* in it */
	bool has_receipt;
	uint64_t receipt; /* the entry of the act that took in the receipt */
};
/* Oldest first, into `each`, whose views last for the call. Logged as reading this client's field; of a
 * record that is restricted as well, since nothing of it is used. ERR_NOT_FOUND. */
bool explain(struct desk *d, const char *record, const struct field *field,
             bool (*each)(void *context, const struct explained *x, struct error *e), void *context,
             struct error *e) _must_check_;
