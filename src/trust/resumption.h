/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A resumption (sluis.resumption/v1): the officers of a unit's controller say that its log goes on from an
 * older place, since the newest copy of its store is lost. Of the entries behind that place others may have
 * seen trees, up to a size that the text names; those are given up, and no more than those.
 * docs/format/resumption.md. */

#include "base/moment.h"
#include "trust/roster.h"

#define RESUMPTION_TYPE "sluis.resumption/v1"

struct resumption {
	char *unit;         /* whose log */
	uint64_t size;      /* goes on from so many entries … */
	struct sha256 root; /* … with this root */
	uint64_t lost_to;   /* of the trees that are given up, the largest; above `size` */
	moment made;
	char *reason;
	struct buffer note; /* as it came */
	struct sha256 hash; /* of the text */
};

/* A signed note, or a draft. With line: ERR_SYNTAX &c. of keyed_read, ERR_VALUE; ERR_NOTE, ERR_VERSION. */
bool resumption_parse(struct bytes raw, const char *subject, struct resumption **ret, struct error *e)
	_must_check_;
void resumption_freep(struct resumption **r);
/* The text of a draft. */
bool resumption_format(const struct resumption *r, struct buffer *out, struct error *e) _must_check_;
/* Signed by the quorum of the officers whose unit it is, who are two at the least (roster.h). ERR_QUORUM,
 * ERR_SIGNATURE, ERR_UNIT_UNKNOWN. */
bool resumption_verify(const struct resumption *s, const struct roster *r, moment when, struct error *e)
	_must_check_;
/* Is a tree of that size among those that are given up? */
static inline bool resumption_covers(const struct resumption *r, uint64_t size)
{
	return size > r->size && size <= r->lost_to;
}
/* By how much the numbers of letters go on higher than those that the store knows: each letter stands in an
 * entry of its own, so no more were numbered in what is lost, up to RESUMPTION_LETTERS. */
#define RESUMPTION_LETTERS 5000u
static inline uint64_t resumption_skips(const struct resumption *r)
{
	uint64_t entries = r->lost_to - r->size;
	return entries < RESUMPTION_LETTERS ? entries : RESUMPTION_LETTERS;
}
