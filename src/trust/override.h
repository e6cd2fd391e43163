/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* An override (sluis.override/v1): the controller's officers let one row of the table
 * of grounds, whose default is `ask`, apply to one purpose of one agreement, with their
 * reasons and the written advice of the data protection officer (FG) in the text. The
 * FG advises and may not decide (AVG 38(6), 39): a signature of the person whom the
 * text names as FG never counts. docs/format/override.md. */

#include "base/moment.h"
#include "trust/roster.h"

#define OVERRIDE_TYPE "sluis.override/v1"

struct override {
	char *id;
	uint64_t version;
	char *controller;      /* whose officers decide: the sender's */
	struct sha256 grounds; /* the table that the row stands in */
	char *ground;          /* the row */
	char *agreement, *purpose;
	char *reasons;
	char *fg;       /* who advised: a person's name in the roster, or in words */
	moment advised; /* a day */
	char *advice;   /* in the FG's words */
	bool has_document;
	struct sha256 document;         /* of the whole advice, kept elsewhere */
	moment valid_from, valid_until; /* days; until is inclusive of that day */
	struct buffer note;             /* as it came */
	struct sha256 hash;             /* of the text */
};

/* A signed note, or a draft. With line: ERR_SYNTAX &c. of keyed_read, ERR_MISSING, ERR_VALUE; ERR_NOTE,
 * ERR_VERSION. */
bool override_parse(struct bytes raw, const char *subject, struct override **ret, struct error *e)
	_must_check_;
void override_freep(struct override **o);
/* Signed by the quorum of its controller, without the FG. ERR_QUORUM, ERR_SIGNATURE. */
bool override_verify(const struct override *o, const struct roster *r, moment when, struct error *e)
	_must_check_;
bool override_valid_at(const struct override *o, moment when);
