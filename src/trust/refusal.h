/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The notice of a receiver that a package held more than the agreement allows
 * (sluis.refusal/v1): which fields, by which rules, in how many records. Signed by who
 * tried to open it. It says nothing of any client. docs/format/refusal.md. */

#include "base/moment.h"
#include "trust/manifest.h"

#define REFUSAL_TYPE "sluis.refusal/v1"
#define REFUSAL_WHOLE "*" /* as `what`: nothing of those records may go */

struct refusal_reason {
	char what[100 + 1]; /* a field, or REFUSAL_WHOLE */
	char rule[48 + 1];  /* rule_name() */
	uint64_t records;
};
struct refusal {
	uint8_t package[PACKAGE_ID_SIZE];
	char *sender, *receiver; /* units: of the package */
	uint64_t sequence;
	struct sha256 manifest;
	struct terms_named terms; /* owned; a notice names the agreement, its version and the purpose */
	moment refused;
	char *signer;     /* person, at the receiver */
	uint64_t records; /* in the package */
	struct refusal_reason *reasons;
	size_t reason_count; /* at least one, at most LIMIT_REFUSAL_REASONS */
	struct sha256 hash;  /* of the text; set by parse and format */
};
void refusal_clear(struct refusal *r);
/* Of a manifest that was verified, without reasons yet. */
bool refusal_of(const struct manifest *m, const char *signer, moment when, struct refusal *ret,
                struct error *e) _must_check_;
/* Adds one record to that reason. */
bool refusal_count(struct refusal *r, const char *what, const char *rule, struct error *e) _must_check_;
bool refusal_parse(const struct note *n, struct refusal *ret, struct error *e) _must_check_;
bool refusal_format(struct refusal *r, struct buffer *text, struct error *e) _must_check_;
