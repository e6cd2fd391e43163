/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A termination (sluis.termination/v1): the officers of one controller end an agreement, alone, from a day
 * on. It is about one version of the agreement, by its hash, and the versions before it; one that all sign
 * afterwards is another agreement. docs/format/termination.md. */

#include "base/moment.h"
#include "trust/agreement.h"

#define TERMINATION_TYPE "sluis.termination/v1"

struct termination {
	char *agreement;    /* its id … */
	uint64_t version;   /* … and the newest of its versions that ends … */
	struct sha256 text; /* … by the hash of its text */
	char *controller;   /* whose officers end it */
	moment from;        /* the first day on which nothing goes or comes under it; not before `made` */
	moment made;
	char *reason;
	struct buffer note; /* as it came */
	struct sha256 hash; /* of the text */
};

/* A signed note, or a draft. With line: ERR_SYNTAX &c. of keyed_read, ERR_VALUE; ERR_NOTE, ERR_VERSION. */
bool termination_parse(struct bytes raw, const char *subject, struct termination **ret, struct error *e)
	_must_check_;
void termination_freep(struct termination **t);
/* The text of a draft. */
bool termination_format(const struct termination *t, struct buffer *out, struct error *e) _must_check_;

/* May it end that version? ERR_AGREEMENT_INVALID: it is about another text, or by a controller that is no
 * party; ERR_VALUE: from a day on which that has ended by itself. `r` NULL: nothing is known of successors.
 */
bool termination_check(const struct termination *t, const struct agreement *a, const struct roster *r,
                       struct error *e) _must_check_;
/* Signed by the quorum of that controller's officers. ERR_QUORUM, ERR_SIGNATURE. */
bool termination_verify(const struct termination *t, const struct roster *r, moment when, struct error *e)
	_must_check_;
/* Has it ended that version by then? */
bool termination_ends(const struct termination *t, const struct agreement *a, moment when);
