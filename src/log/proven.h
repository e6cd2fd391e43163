/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* When was something done, at the earliest, whatever moment it claims? Whoever has the
 * keys of a unit's log writes any date, but not any place: what stands behind something
 * else in a log, or has a higher number, was made after it. So it counts, for every rule
 * that a day decides, as of the latest moment that what came before it proves:
 *
 * - what the same log says of an entry before it, once somebody else has seen that
 *   entry: no later than when it was seen;
 * - a roster that it names, or a letter of another unit that the log opened before it:
 *   of another clock, so less CLOCK_SLACK;
 * - a letter of the judging unit's own that it answers.
 *
 * That a tree was *seen* at some moment doesn't prove that what stands behind it was
 * made after that: letters are late. docs/adr/0060. */

#include "trust/manifest.h"
#include "trust/verdict.h"

static inline moment proven_latest(moment a, moment b)
{
	return a > b ? a : b;
}

/* What a log told of itself, to somebody who saw it at `seen`. */
static inline moment proven_told(moment told, moment seen)
{
	return told < seen ? told : seen;
}

/* What was there before, by somebody else's clock. */
static inline moment proven_elsewhere(moment made)
{
	return made - CLOCK_SLACK;
}

/* When a letter was made, at the earliest: it says when, letters with lower numbers prove `before` (0:
 * nothing), it names the roster `named` (NULL: that isn't here), and answers what was made at `answered` (0:
 * nothing). One rule for whoever opens it and for the auditor. */
moment proven_made(const struct manifest *m, moment before, const struct roster *named, moment answered);

/* Might who signed it, at that moment, by the versions up to `known` that the judging log knew? It had
 * arrived by `arrived` (0: nobody shows that). ERR_NO_ROSTER when it names another, and as signature_stands,
 * which tells
 * `*ret_of_day`. */
bool proven_mandated(const struct roster_chain *c, uint64_t known, const struct manifest *m, moment made,
                     moment arrived, const struct roster **ret_of_day, struct error *e) _must_check_;

/* When did letters of a unit arrive, at the latest? One with a higher number stands behind it in its sender's
 * log, so whoever saw that one saw a tree with this one in it. Each step has a higher number than those
 * before it. */
struct arrival {
	uint64_t number, index; /* of the letter; of the entry that took it in */
	moment when;
};
struct arrivals {
	struct arrival *list;
	size_t count;
};
void arrivals_clear(struct arrivals *a);
bool arrivals_add(struct arrivals *a, struct arrival letter, struct error *e) _must_check_;
/* The first with a higher number; NULL: none came. */
const struct arrival *arrivals_behind(const struct arrivals *a, uint64_t number);

/* What places prove, as a staircase: each step later than those below it. */
struct proven_step {
	uint64_t at;
	moment when;
};
struct proven {
	struct proven_step *steps;
	size_t count;
};
void proven_clear(struct proven *p);
/* The latest moment of a place below `at`; 0: none. */
moment proven_before(const struct proven *p, uint64_t at);
bool proven_add(struct proven *p, uint64_t at, moment when, struct error *e) _must_check_;
