/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/proven.h"

#include <stdlib.h>
#include <string.h>

moment proven_made(const struct manifest *m, moment before, const struct roster *named, moment answered)
{
	moment made = proven_latest(proven_latest(m->created, before), answered);
	return named ? proven_latest(made, proven_elsewhere(named->issued)) : made;
}

bool proven_mandated(const struct roster_chain *c, uint64_t known, const struct manifest *m, moment made,
                     const struct roster **ret_of_day, struct error *e)
{
	const struct roster_chain then = { .versions = c->versions,
		                           .count = known < c->count ? (size_t)known : c->count,
		                           .fingerprint = c->fingerprint };
	const struct roster *named = roster_chain_version(&then, m->roster_version);
	return named ? roster_chain_mandated(&then, named, m->signer, m->sender,
	                                     (enum power)package_kind_powers(m->kind), made, ret_of_day, e)
	             : error_set(e, ERR_NO_ROSTER, m->sender, "roster version %llu is not known here",
	                         (unsigned long long)m->roster_version);
}

/* --- the staircase --- */

void proven_clear(struct proven *p)
{
	free(p->steps);
	*p = (struct proven){ 0 };
}

/* How many steps stand below `at`. */
static size_t below(const struct proven *p, uint64_t at)
{
	size_t low = 0, high = p->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (p->steps[middle].at < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

moment proven_before(const struct proven *p, uint64_t at)
{
	size_t count = below(p, at);
	return count ? p->steps[count - 1].when : 0;
}

/* Room doubles at each power of two. */
static bool make_room(struct proven *p, struct error *e)
{
	if (p->count & (p->count - 1))
		return true;
	struct proven_step *more = reallocarray(p->steps, p->count ? 2 * p->count : 1, sizeof *more);
	if (!more)
		return error_memory(e);
	p->steps = more;
	return true;
}

bool proven_add(struct proven *p, uint64_t at, moment when, struct error *e)
{
	if (when <= proven_before(p, at + 1))
		return true;
	size_t from = below(p, at), to = from;
	while (to < p->count && p->steps[to].when <= when)
		to++;
	if (from == to && !make_room(p, e))
		return false;
	memmove(p->steps + from + 1, p->steps + to, (p->count - to) * sizeof *p->steps);
	p->steps[from] = (struct proven_step){ at, when };
	p->count = p->count - (to - from) + 1;
	return true;
}
