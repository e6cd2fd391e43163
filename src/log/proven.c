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
                     moment arrived, const struct roster **ret_of_day, struct error *e)
{
	const struct roster_chain then = { .versions = c->versions,
		                           .count = roster_chain_up_to(c, known),
		                           .fingerprint = c->fingerprint };
	const struct signature s = { .chain = &then,
		                     .named = roster_chain_version(&then, m->roster_version),
		                     .person = m->signer,
		                     .unit = m->sender,
		                     .power = (enum power)package_kind_powers(m->kind),
		                     .made = made,
		                     .arrived = arrived };
	return s.named ? signature_stands(&s, ret_of_day, e)
	               : error_set(e, ERR_NO_ROSTER, m->sender, "roster version %llu is not known here",
	                           (unsigned long long)m->roster_version);
}

/* --- arrivals --- */

void arrivals_clear(struct arrivals *a)
{
	free(a->list);
	*a = (struct arrivals){ 0 };
}

bool arrivals_add(struct arrivals *a, struct arrival letter, struct error *e)
{
	if (a->count && letter.number <= a->list[a->count - 1].number)
		return true;
	if ((a->count & (a->count - 1)) == 0) { /* room doubles at each power of two */
		struct arrival *more = reallocarray(a->list, a->count ? 2 * a->count : 1, sizeof *more);
		if (!more)
			return error_memory(e);
		a->list = more;
	}
	a->list[a->count++] = letter;
	return true;
}

const struct arrival *arrivals_behind(const struct arrivals *a, uint64_t number)
{
	size_t low = 0, high = a->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (a->list[middle].number <= number)
			low = middle + 1;
		else
			high = middle;
	}
	return low < a->count ? &a->list[low] : NULL;
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
