/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/roster_change.h"
#include "trust/roster_merger.h"
#include "trust/statement.h"

#include <stdlib.h>
#include <string.h>

/* Who signed a version, and whether they may. A signature counts once for a person
 * and for each controller whose officer that person is; the keys are distinct
 * already (roster_check.c), so distinct keys are distinct persons. */

static void bools_freep(bool **b)
{
	free(*b);
	*b = NULL;
}

static void verifiers_freep(struct note_verifier **v)
{
	free(*v);
	*v = NULL;
}

/* The keys of the officers, each person once; `which[i]` is the key of officer i. */
static size_t officer_keys(const struct roster *r, struct note_verifier *keys, size_t *which)
{
	size_t count = 0;
	for (size_t i = 0; i < r->officer_count; i++) {
		const struct roster_person *p = roster_person(r, r->officers[i].person);
		size_t k = 0;
		while (k < count && !note_verifier_equal(&keys[k], &p->key))
			k++;
		if (k == count)
			keys[count++] = p->key;
		which[i] = k;
	}
	return count;
}

static void sizes_freep(size_t **s)
{
	free(*s);
	*s = NULL;
}

/* Which officers of `r` signed the note, by the keys that `r` gives them. */
static bool officers_signed(const struct roster *r, struct bytes raw, bool *officer_signed, struct error *e)
{
	_cleanup_(verifiers_freep) struct note_verifier *keys = calloc(r->officer_count + 1, sizeof *keys);
	_cleanup_(sizes_freep) size_t *which = calloc(r->officer_count + 1, sizeof *which);
	_cleanup_(bools_freep) bool *by = calloc(r->officer_count + 1, sizeof *by);
	struct note note;
	size_t signatures;
	if (!keys || !which || !by)
		return error_memory(e);
	memset(officer_signed, 0, r->officer_count * sizeof *officer_signed);
	if (raw.size == 0)
		return true;
	size_t count = officer_keys(r, keys, which);
	if (!note_parse(raw, r->id, &note, e) || !note_verify(&note, keys, count, by, NULL, &signatures, e))
		return false;
	for (size_t i = 0; i < r->officer_count; i++)
		officer_signed[i] = by[which[i]];
	return true;
}

bool roster_signers(const struct roster *r, bool *officer_signed, struct error *e)
{
	return officers_signed(r, buffer_bytes(&r->note), officer_signed, e);
}

bool roster_vouches(const struct roster *known, struct bytes raw, const char *subject, struct error *e)
{
	_cleanup_(bools_freep) bool *officer_signed =
		calloc(known->officer_count + 1, sizeof *officer_signed);
	if (!officer_signed)
		return error_memory(e);
	if (!statement_is_signed(raw))
		return error_set(e, ERR_QUORUM, subject, "a draft: nobody signed");
	if (!officers_signed(known, raw, officer_signed, e))
		return false;
	for (size_t i = 0; i < known->officer_count; i++)
		if (officer_signed[i])
			return true;
	return error_set(e, ERR_QUORUM, subject, "no officer of roster %s version %llu signed it", known->id,
	                 (unsigned long long)known->version);
}

uint64_t roster_signers_missing(const struct roster *r, const char *controller, const bool *officer_signed)
{
	const struct roster_controller *c = roster_controller(r, bytes_of_string(controller));
	uint64_t count = 0;
	for (size_t i = 0; i < r->officer_count; i++)
		count += officer_signed[i] && strcmp(r->officers[i].controller, controller) == 0;
	return c && count < c->threshold ? c->threshold - count : 0;
}

/* Officers whose word doesn't count at `next`'s issue: outside their days, revoked by either version, or
 * about to become an FG, or about to be one no more. */
static bool is_unfit(const struct roster *r, const struct roster *next, const char *person)
{
	struct error ignored;
	const struct roster_person *p = roster_person(r, person);
	return !roster_key_valid(r, person, next->issued, &ignored) ||
	       !roster_key_stands(next, &p->key, next->issued, &ignored) ||
	       (roster_person(next, person) && !roster_key_valid(next, person, next->issued, &ignored)) ||
	       roster_is_fg(r, person) || roster_is_fg(next, person);
}

static void drop_unfit(const struct roster *r, const struct roster *next, bool *officer_signed)
{
	for (size_t i = 0; i < r->officer_count; i++)
		if (is_unfit(r, next, r->officers[i].person))
			officer_signed[i] = false;
}

static bool signed_by_fit(const struct roster *r, const struct roster *next, bool **ret, struct error *e)
{
	_cleanup_(bools_freep) bool *officer_signed = calloc(r->officer_count + 1, sizeof *officer_signed);
	if (!officer_signed)
		return error_memory(e);
	if (!officers_signed(r, buffer_bytes(&next->note), officer_signed, e))
		return false;
	drop_unfit(r, next, officer_signed);
	*ret = officer_signed;
	officer_signed = NULL;
	return true;
}

static bool check_quorum(const struct roster *r, const struct roster_controller *c,
                         const bool *officer_signed, struct error *e)
{
	uint64_t missing = roster_signers_missing(r, c->name, officer_signed);
	if (missing == 0)
		return true;
	return error_set(e, ERR_QUORUM, c->name,
	                 "%llu of the %llu signatures needed by the officers of roster %s version %llu",
	                 (unsigned long long)(c->threshold - missing), (unsigned long long)c->threshold,
	                 r->id, (unsigned long long)r->version);
}

bool roster_check_issued(const struct roster *r, moment now, struct error *e)
{
	char day[DAY_SIZE + 1];
	if (r->issued <= now + CLOCK_SLACK)
		return true;
	day_format(r->issued, day);
	return error_set(e, ERR_ROSTER_FUTURE, r->id, "version %llu, issued on %s",
	                 (unsigned long long)r->version, day);
}

bool roster_verify_root(const struct roster *r, const struct sha256 *fingerprint, struct error *e)
{
	_cleanup_(bools_freep) bool *by = NULL;
	if (r->version != 1)
		return error_set(e, ERR_ROSTER_CHAIN, r->id,
		                 "version %llu can't be the root: a chain starts with version 1",
		                 (unsigned long long)r->version);
	if (!sha256_equal(&r->hash, fingerprint))
		return error_set(e, ERR_FINGERPRINT, r->id,
		                 "the roster's fingerprint isn't the one that was given");
	if (!signed_by_fit(r, r, &by, e))
		return false;
	for (size_t i = 0; i < r->controller_count; i++)
		if (!check_quorum(r, &r->controllers[i], by, e))
			return false;
	return true;
}

/* --- the rules of succession --- */

/* Of one partnership, one higher. */
static bool check_next(const struct roster *known, const struct roster *next, struct error *e)
{
	unsigned long long from = known->version, to = next->version;
	if (strcmp(next->id, known->id) != 0)
		return error_set(e, ERR_ROSTER_CHAIN, next->id, "another roster's text: ours is %s",
		                 known->id);
	if (to - from != 1)
		return error_set(e, ERR_ROSTER_CHAIN, next->id,
		                 "version %llu doesn't follow %llu: those between are missing", to, from);
	return sha256_equal(&next->previous, &known->hash) ||
	       error_set(e, ERR_ROSTER_CHAIN, next->id,
	                 "version %llu continues another version %llu than ours", to, from);
}

bool roster_check_succession(const struct roster *known, const struct roster *next, struct error *e)
{
	unsigned long long from = known->version, to = next->version;
	if (next->version == known->version && !sha256_equal(&next->hash, &known->hash))
		return error_set(e, ERR_ROSTER_FORK, next->id, "two different rosters bear version %llu", to);
	if (next->version <= known->version)
		return error_set(e, ERR_ROSTER_OLD, next->id,
		                 "version %llu is known already; the newest is %llu", to, from);
	if (roster_merger_of(next) ? !roster_check_merger(known, next, e)
	                           : !check_next(known, next, e) || !roster_check_kept(known, next, e))
		return false;
	if (next->issued < known->issued)
		return error_set(e, ERR_ROSTER_CHAIN, next->id, "version %llu was issued before version %llu",
		                 to, from);
	return true;
}

/* An officer stays when he is one in `next` with the same key, and not newly revoked. */
static bool officer_stays(const struct roster *known, const struct roster *next,
                          const struct roster_officer *o)
{
	struct error ignored;
	const struct roster_person *was = roster_person(known, o->person),
				   *is = roster_person(next, o->person);
	if (!is || !roster_is_officer(next, o->person, o->controller) ||
	    !note_verifier_equal(&was->key, &is->key))
		return false;
	return roster_key_valid(next, o->person, next->issued, &ignored) ||
	       !roster_key_valid(known, o->person, next->issued, &ignored);
}

/* A controller that leaves the roster altogether replaces nobody. */
static bool check_replaced(const struct roster *known, const struct roster *next,
                           const struct roster_controller *c, struct error *e)
{
	uint64_t replaced = 0;
	if (!roster_controller(next, bytes_of_string(c->name)))
		return true;
	for (size_t i = 0; i < known->officer_count; i++)
		replaced += strcmp(known->officers[i].controller, c->name) == 0 &&
		            !officer_stays(known, next, &known->officers[i]);
	if (replaced < c->threshold)
		return true;
	return error_set(
		e, ERR_ROSTER_CHAIN, c->name,
		"%llu officers replaced at once: it must be fewer than the threshold, %llu; the others "
		"can be in the version after it",
		(unsigned long long)replaced, (unsigned long long)c->threshold);
}

bool roster_check_replaced(const struct roster *known, const struct roster *next, struct error *e)
{
	for (size_t i = 0; i < known->controller_count; i++)
		if (!check_replaced(known, next, &known->controllers[i], e))
			return false;
	return true;
}

static bool check_old_quorums(const struct roster *known, const struct roster *next,
                              const struct roster_change *change, const bool *by, struct error *e)
{
	bool touched = false, any = false;
	for (size_t i = 0; i < known->controller_count; i++) {
		const struct roster_controller *c = &known->controllers[i];
		any = any || roster_signers_missing(known, c->name, by) == 0;
		if (!roster_change_touches(change, known, next, c->name))
			continue;
		touched = true;
		if (!check_quorum(known, c, by, e) || !check_replaced(known, next, c, e))
			return false;
	}
	/* A change that touches nobody whom we know still needs the word of someone whom we know. */
	if (!touched && !any)
		return error_set(e, ERR_QUORUM, known->id,
		                 "no controller's officers of version %llu signed in sufficient number",
		                 (unsigned long long)known->version);
	return true;
}

static bool check_new_quorums(const struct roster *known, const struct roster *next,
                              const struct roster_change *change, const bool *by, struct error *e)
{
	for (size_t i = 0; i < next->controller_count; i++)
		if (roster_change_touches(change, known, next, next->controllers[i].name) &&
		    !check_quorum(next, &next->controllers[i], by, e))
			return false;
	return true;
}

bool roster_verify_next(const struct roster *known, const struct roster *next, struct error *e)
{
	_cleanup_(bools_freep) bool *by_old = NULL, *by_new = NULL;
	_cleanup_(roster_change_clear) struct roster_change change = { 0 };
	if (!roster_check_succession(known, next, e) || !roster_change_between(known, next, &change, e))
		return false;
	if (!signed_by_fit(known, next, &by_old, e) || !check_old_quorums(known, next, &change, by_old, e))
		return false;
	return signed_by_fit(next, next, &by_new, e) && check_new_quorums(known, next, &change, by_new, e);
}
