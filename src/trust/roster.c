/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/roster.h"

#include "trust/roster_merger.h"

#include <stdlib.h>
#include <string.h>

const struct roster_unit *roster_unit(const struct roster *r, const char *name)
{
	for (size_t i = 0; i < r->unit_count; i++)
		if (strcmp(r->units[i].name, name) == 0)
			return &r->units[i];
	return NULL;
}

bool roster_has_unit(const struct roster *r, struct bytes name)
{
	for (size_t i = 0; i < r->unit_count; i++)
		if (bytes_equal_string(name, r->units[i].name))
			return true;
	return false;
}

const struct roster_person *roster_person(const struct roster *r, const char *name)
{
	for (size_t i = 0; i < r->person_count; i++)
		if (strcmp(r->persons[i].name, name) == 0)
			return &r->persons[i];
	return NULL;
}

const struct roster_mandate *roster_mandate_by_id(const struct roster *r, const char *id)
{
	for (size_t i = 0; i < r->mandate_count; i++)
		if (strcmp(r->mandates[i].id, id) == 0)
			return &r->mandates[i];
	return NULL;
}

bool roster_is_officer(const struct roster *r, const char *person, const char *controller)
{
	for (size_t i = 0; i < r->officer_count; i++)
		if (strcmp(r->officers[i].person, person) == 0 &&
		    strcmp(r->officers[i].controller, controller) == 0)
			return true;
	return false;
}

bool roster_is_an_officer(const struct roster *r, const char *person)
{
	for (size_t i = 0; i < r->officer_count; i++)
		if (strcmp(r->officers[i].person, person) == 0)
			return true;
	return false;
}

bool roster_is_fg(const struct roster *r, const char *person)
{
	for (size_t i = 0; i < r->adviser_count; i++)
		if (strcmp(r->advisers[i].person, person) == 0)
			return true;
	return false;
}

const struct roster_person *roster_fg(const struct roster *r, const char *controller)
{
	for (size_t i = 0; i < r->adviser_count; i++)
		if (strcmp(r->advisers[i].controller, controller) == 0)
			return roster_person(r, r->advisers[i].person);
	return NULL;
}

enum roster_review roster_review(const struct roster *r, moment now)
{
	/* Its own day is still in. */
	moment past = r->review_by + SECONDS_A_DAY;
	if (now >= past + ROSTER_GRACE_DAYS * SECONDS_A_DAY)
		return REVIEW_OVER;
	if (now >= past)
		return REVIEW_PAST;
	return now >= r->review_by - ROSTER_WARN_DAYS * SECONDS_A_DAY ? REVIEW_NEAR : REVIEW_FAR;
}

/* The day of `until` is still in. */
static bool in_window(moment from, moment until, moment when)
{
	return when >= from && (until == 0 || when < until + SECONDS_A_DAY);
}

bool revocation_spares_dates(enum revocation_reason reason)
{
	return reason == REVOKED_LEFT || reason == REVOKED_SUPERSEDED;
}

const char *roster_revocation_name(const struct roster_revocation *v)
{
	return v->person ? v->person : v->key.name;
}

bool roster_revocation_is_of(const struct roster_revocation *v, const struct note_verifier *key)
{
	return v->has_key ? note_verifier_equal(&v->key, key) : strcmp(v->person, key->name) == 0;
}

/* Both days: whose clock is wrong shows at once. */
static bool not_yet(struct error *e, const char *person, const char *what, moment when, moment from)
{
	char asked[DAY_SIZE + 1], first[DAY_SIZE + 1];
	day_format(when, asked);
	day_format(from, first);
	return error_set(e, ERR_NOT_YET, person, "on %s; %s is valid from %s", asked, what, first);
}

void roster_revocation_fault(const struct roster *r, const struct roster_revocation *v, struct error *e)
{
	char day[DAY_SIZE + 1];
	day_format(v->effective, day);
	error_set(e, ERR_REVOKED, roster_revocation_name(v), "%s, effective %s; roster %s version %llu",
	          revocation_reason_name(v->reason), day, r->id, (unsigned long long)r->version);
}

static bool revoked(const struct roster *r, const struct roster_revocation *v, struct error *e)
{
	roster_revocation_fault(r, v, e);
	return false;
}

bool roster_key_stands(const struct roster *r, const struct note_verifier *key, moment when, struct error *e)
{
	for (size_t i = 0; i < r->revocation_count; i++) {
		const struct roster_revocation *v = &r->revocations[i];
		if (roster_revocation_is_of(v, key) &&
		    (!revocation_spares_dates(v->reason) || when >= v->effective))
			return revoked(r, v, e);
	}
	return true;
}

bool roster_log_key_stands(const struct roster *r, const struct note_verifier *key, uint64_t size,
                           struct error *e)
{
	for (size_t i = 0; i < r->revocation_count; i++) {
		const struct roster_revocation *v = &r->revocations[i];
		if (v->has_size && roster_revocation_is_of(v, key) && size > v->size)
			return revoked(r, v, e);
	}
	return true;
}

static bool key_in_window(const struct roster *r, const struct roster_person *p, moment from, moment when,
                          struct error *e)
{
	char day[DAY_SIZE + 1];
	if (in_window(from, p->until, when))
		return true;
	if (when < from)
		return not_yet(e, p->name, N_("the key"), when, from);
	day_format(p->until, day);
	return error_set(e, ERR_REVOKED, p->name, "the key is valid until %s; roster %s version %llu", day,
	                 r->id, (unsigned long long)r->version);
}

static bool unknown(const struct roster *r, const char *person, struct error *e)
{
	return error_set(e, ERR_PERSON_UNKNOWN, person, "not in roster %s version %llu", r->id,
	                 (unsigned long long)r->version);
}

/* It isn't asked from when the key counts: who left and came back did so under another first day. */
bool roster_key_lasts(const struct roster *r, const struct note_verifier *key, moment when, struct error *e)
{
	const struct roster_person *p = roster_person(r, key->name);
	return !p || !note_verifier_equal(&p->key, key) || key_in_window(r, p, 0, when, e);
}

bool roster_key_valid(const struct roster *r, const char *person, moment when, struct error *e)
{
	const struct roster_person *p = roster_person(r, person);
	if (!p)
		return unknown(r, person, e);
	return roster_key_stands(r, &p->key, when, e) && key_in_window(r, p, p->from, when, e);
}

/* How near a mandate comes: 0 another person's or unit's, then what it fails on. */
enum fit { FIT_NONE, FIT_UNIT, FIT_POWER, FIT_LAW, FIT_ALL };

static enum fit mandate_fit(const struct roster_mandate *m, const char *person, const char *unit,
                            enum power power, unsigned law, moment when)
{
	if (strcmp(m->person, person) != 0 || strcmp(m->unit, unit) != 0)
		return FIT_NONE;
	if (!(m->powers & (unsigned)power))
		return FIT_UNIT;
	if ((m->laws & law) != law)
		return FIT_POWER;
	return in_window(m->from, m->until, when) ? FIT_ALL : FIT_LAW;
}

bool roster_holds(const struct roster *r, const char *person, const char *unit, enum power power,
                  unsigned law, moment when, const struct roster_mandate **ret, struct error *e)
{
	static const char *const lacks[] = {
		[FIT_NONE] = N_("no mandate at"),
		[FIT_UNIT] = N_("no mandate for this act at"),
		[FIT_POWER] = N_("no mandate for this act under this law at"),
		[FIT_LAW] = N_("the mandate isn't in force on that day at"),
	};
	enum fit best = FIT_NONE;
	moment coming = 0;
	const struct roster_person *p = roster_person(r, person);
	if (!p)
		return unknown(r, person, e);
	if (!key_in_window(r, p, p->from, when, e))
		return false;
	for (size_t i = 0; i < r->mandate_count; i++) {
		enum fit fit = mandate_fit(&r->mandates[i], person, unit, power, law, when);
		if (fit == FIT_ALL) {
			*ret = &r->mandates[i];
			return true;
		}
		best = fit > best ? fit : best;
		if (fit == FIT_LAW && when < r->mandates[i].from && (!coming || r->mandates[i].from < coming))
			coming = r->mandates[i].from;
	}
	if (best == FIT_LAW && coming)
		return not_yet(e, person, N_("the mandate"), when, coming);
	return error_set(e, ERR_MANDATE, person, "%s %s: %s; roster %s version %llu", lacks[best], unit,
	                 power_name(power), r->id, (unsigned long long)r->version);
}

bool roster_mandate_for(const struct roster *r, const char *person, const char *unit, enum power power,
                        unsigned law, moment when, const struct roster_mandate **ret, struct error *e)
{
	return roster_key_valid(r, person, when, e) &&
	       roster_holds(r, person, unit, power, law, when, ret, e);
}

unsigned roster_laws_for(const struct roster *r, const char *person, const char *unit, enum power power,
                         moment when)
{
	unsigned laws = 0;
	for (size_t i = 0; i < r->mandate_count; i++)
		if (mandate_fit(&r->mandates[i], person, unit, power, 0, when) == FIT_ALL)
			laws |= r->mandates[i].laws;
	return laws;
}

/* --- the chain --- */

bool roster_chain_append(struct roster_chain *c, struct roster **next, struct error *e)
{
	const struct roster *n = *next, *same = roster_chain_version(c, n->version),
			    *newest = roster_chain_newest(c);
	if (same && !sha256_equal(&same->hash, &n->hash))
		return error_set(e, ERR_ROSTER_FORK, n->id, "two different rosters bear version %llu",
		                 (unsigned long long)n->version);
	if (!newest ? !roster_verify_root(n, &c->fingerprint, e)
	            : !roster_chain_check_fork(c, n, e) || !roster_verify_next(newest, n, e) ||
	                      !roster_chain_check_root(c, n, e))
		return false;
	struct roster **versions = reallocarray(c->versions, c->count + 1, sizeof *versions);
	if (!versions)
		return error_memory(e);
	c->versions = versions;
	c->versions[c->count++] = *next;
	*next = NULL;
	return true;
}

const struct roster *roster_chain_last_with(const struct roster_chain *c, const struct note_verifier *key)
{
	for (size_t i = c->count; i-- > 0;) {
		const struct roster_person *p = roster_person(c->versions[i], key->name);
		if (p && note_verifier_equal(&p->key, key))
			return c->versions[i];
	}
	return NULL;
}

void roster_chain_clear(struct roster_chain *c)
{
	for (size_t i = 0; i < c->count; i++)
		roster_freep(&c->versions[i]);
	free(c->versions);
	*c = (struct roster_chain){ 0 };
}

const struct roster *roster_chain_newest(const struct roster_chain *c)
{
	return c->count ? c->versions[c->count - 1] : NULL;
}

const struct roster *roster_chain_version(const struct roster_chain *c, uint64_t version)
{
	size_t count = roster_chain_up_to(c, version);
	return count && c->versions[count - 1]->version == version ? c->versions[count - 1] : NULL;
}

size_t roster_chain_up_to(const struct roster_chain *c, uint64_t version)
{
	size_t count = version < c->count ? (size_t)version : c->count;
	while (count && c->versions[count - 1]->version > version)
		count--;
	return count;
}

const struct roster *roster_chain_at(const struct roster_chain *c, uint64_t known, moment when)
{
	size_t i = roster_chain_up_to(c, known);
	while (i > 1 && c->versions[i - 1]->issued > when)
		i--;
	return i ? c->versions[i - 1] : NULL;
}

bool roster_chain_has(const struct roster_chain *c, struct bytes note)
{
	struct note n;
	struct error ignored;
	if (!note_parse(note, "roster", &n, &ignored))
		return false;
	for (size_t i = 0; i < c->count; i++)
		if (sha256_equal(&c->versions[i]->hash, &n.hash))
			return true;
	return false;
}

static bool has_key(const struct note_verifier *keys, size_t count, const struct note_verifier *key)
{
	for (size_t i = 0; i < count; i++)
		if (note_verifier_equal(&keys[i], key))
			return true;
	return false;
}

static void add_keys(const struct roster *r, struct note_verifier *keys, size_t *count)
{
	for (size_t i = 0; i < r->person_count; i++)
		if (!has_key(keys, *count, &r->persons[i].key))
			keys[(*count)++] = r->persons[i].key;
}

bool roster_chain_keys(const struct roster_chain *c, const struct roster *also, struct note_verifier **ret,
                       size_t *ret_count, struct error *e)
{
	size_t most = also ? also->person_count : 0, count = 0;
	for (size_t i = 0; i < c->count; i++)
		most += c->versions[i]->person_count;
	struct note_verifier *keys = calloc(most + 1, sizeof *keys);
	if (!keys)
		return error_memory(e);
	for (size_t i = 0; i < c->count; i++)
		add_keys(c->versions[i], keys, &count);
	if (also)
		add_keys(also, keys, &count);
	*ret = keys;
	*ret_count = count;
	return true;
}

bool roster_chain_keep(const struct roster_chain *c, const struct roster *also, struct bytes raw,
                       const char *subject, struct buffer *out, struct error *e)
{
	struct note_verifier *keys = NULL;
	struct note note;
	size_t count;
	if (!note_parse(raw, subject, &note, e) || !roster_chain_keys(c, also, &keys, &count, e))
		return false;
	bool ok = note_keep(&note, keys, count, out, e);
	free(keys);
	return ok;
}
