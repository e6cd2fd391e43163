/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/roster_check.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define LABEL_SIZE 128u
#define ALL_LAWS ((1u << LAW_COUNT) - 1)
#define ALL_POWERS ((unsigned)POWER_ANY)

struct bytes roster_name_owner(const char *name)
{
	struct cursor c = cursor_of(bytes_of_string(name));
	return cursor_until(&c, '/');
}

const struct roster_controller *roster_controller(const struct roster *r, struct bytes name)
{
	for (size_t i = 0; i < r->controller_count; i++)
		if (bytes_equal_string(name, r->controllers[i].name))
			return &r->controllers[i];
	return NULL;
}

/* [a-z0-9.-], not starting with '.' or '-': ids, and the names of controllers. */
static bool id_is_valid(const char *id)
{
	size_t size = strlen(id);
	if (size == 0 || size > NAME_MAX_SIZE || id[0] == '.' || id[0] == '-')
		return false;
	return strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789.-") == size;
}

/* Words that a person wrote and others will read: one line, nothing that misleads. */
static bool label_is_valid(const char *label)
{
	struct error ignored;
	struct bytes b = bytes_of_string(label);
	return b.size > 0 && b.size <= LABEL_SIZE && !bytes_find(b, '\n') &&
	       text_check_signed(b, NULL, &ignored);
}

static bool is_day(moment m)
{
	return m % SECONDS_A_DAY == 0;
}

static bool window_is_valid(moment from, moment until)
{
	return is_day(from) && from > 0 && is_day(until) && (until == 0 || until >= from);
}

static bool check_document(const struct roster *r, struct error *e)
{
	static const struct sha256 zeros;
	if (!id_is_valid(r->id))
		return error_set(e, ERR_ROSTER_INVALID, NULL, "the roster's id is of [a-z0-9.-]");
	if (r->version == 0)
		return error_set(e, ERR_ROSTER_INVALID, r->id, "versions count from 1");
	if (sha256_equal(&r->previous, &zeros) != (r->version == 1))
		return error_set(e, ERR_ROSTER_INVALID, r->id,
		                 "\"previous\" is zeros in version 1, and only there");
	if (r->issued <= 0 || !is_day(r->review_by) || r->review_by < r->issued)
		return error_set(e, ERR_ROSTER_INVALID, r->id, "\"review_by\" must be behind \"issued\"");
	if (r->controller_count == 0)
		return error_set(e, ERR_ROSTER_INVALID, r->id, "a roster has a controller");
	return true;
}

/* n > m > n/2: a key may get lost, and no two quorums are disjoint. */
static bool check_controller(const struct roster *r, size_t row, struct error *e)
{
	const struct roster_controller *c = &r->controllers[row];
	uint64_t officers = 0;
	if (!id_is_valid(c->name))
		return error_set(e, ERR_ROSTER_INVALID, c->name, "a controller's name is of [a-z0-9.-]");
	for (size_t i = 0; i < row; i++)
		if (strcmp(r->controllers[i].name, c->name) == 0)
			return error_set(e, ERR_ROSTER_INVALID, c->name, "controller listed twice");
	for (size_t i = 0; i < r->officer_count; i++)
		officers += strcmp(r->officers[i].controller, c->name) == 0;
	if (c->threshold >= officers || c->threshold <= officers / 2)
		return error_set(e, ERR_ROSTER_INVALID, c->name,
		                 "threshold %llu of %llu officers: it must be less than all of them and more "
		                 "than half",
		                 (unsigned long long)c->threshold, (unsigned long long)officers);
	return true;
}

static bool check_person(const struct roster *r, size_t row, struct error *e)
{
	const struct roster_person *p = &r->persons[row];
	if (!name_is_person(bytes_of_string(p->name)))
		return error_set(e, ERR_ROSTER_INVALID, p->name, "a person's name is municipality/p-xxxx");
	if (roster_person(r, p->name) != p)
		return error_set(e, ERR_ROSTER_INVALID, p->name, "person listed twice");
	if (!label_is_valid(p->label))
		return error_set(e, ERR_ROSTER_INVALID, p->name,
		                 "the label must be one line of at most %u bytes", LABEL_SIZE);
	if (strcmp(p->key.name, p->name) != 0 || p->key.type != NOTE_ED25519)
		return error_set(e, ERR_ROSTER_INVALID, p->name,
		                 "a person's key is an Ed25519 key in that person's name");
	if (p->has_witness && (strcmp(p->witness.name, p->name) != 0 || p->witness.type != NOTE_COSIGNATURE))
		return error_set(e, ERR_ROSTER_INVALID, p->name,
		                 "a person's witness key is a cosigning key in that person's name");
	if (!window_is_valid(p->from, p->until))
		return error_set(e, ERR_ROSTER_INVALID, p->name,
		                 "\"from\" and \"until\" are days, in that order");
	return true;
}

static bool check_officer(const struct roster *r, size_t row, struct error *e)
{
	const struct roster_officer *o = &r->officers[row];
	if (!roster_person(r, o->person))
		return error_set(e, ERR_ROSTER_INVALID, o->person, "this officer isn't among the persons");
	if (!roster_controller(r, bytes_of_string(o->controller)))
		return error_set(e, ERR_ROSTER_INVALID, o->controller,
		                 "this officer's controller isn't among the controllers");
	for (size_t i = 0; i < row; i++)
		if (strcmp(r->officers[i].person, o->person) == 0 &&
		    strcmp(r->officers[i].controller, o->controller) == 0)
			return error_set(e, ERR_ROSTER_INVALID, o->person, "officer listed twice");
	return true;
}

/* Who advises doesn't decide, for whatever controller. */
static bool check_adviser(const struct roster *r, size_t row, struct error *e)
{
	const struct roster_adviser *a = &r->advisers[row];
	if (!roster_person(r, a->person))
		return error_set(e, ERR_ROSTER_INVALID, a->person, "this FG isn't among the persons");
	if (!roster_controller(r, bytes_of_string(a->controller)))
		return error_set(e, ERR_ROSTER_INVALID, a->controller,
		                 "this FG's controller isn't among the controllers");
	if (roster_is_an_officer(r, a->person))
		return error_set(e, ERR_ROSTER_INVALID, a->person,
		                 "an FG is no officer: who advises doesn't decide");
	for (size_t i = 0; i < row; i++)
		if (strcmp(r->advisers[i].controller, a->controller) == 0)
			return error_set(e, ERR_ROSTER_INVALID, a->controller, "a controller has one FG");
	return true;
}

static bool check_unit_keys(const struct roster_unit *u, struct error *e)
{
	if (!u->ready)
		return !u->has_recovery ||
		       error_set(e, ERR_ROSTER_INVALID, u->name, "a recovery recipient without a recipient");
	if (strcmp(u->log.name, u->name) != 0 || u->log.type != NOTE_ED25519)
		return error_set(e, ERR_ROSTER_INVALID, u->name,
		                 "a unit's log key is an Ed25519 key in the unit's name");
	if (strcmp(u->witness.name, u->name) != 0 || u->witness.type != NOTE_COSIGNATURE)
		return error_set(e, ERR_ROSTER_INVALID, u->name,
		                 "a unit's witness key is a cosigning key in the unit's name");
	return true;
}

static bool check_unit(const struct roster *r, size_t row, struct error *e)
{
	const struct roster_unit *u = &r->units[row];
	struct bytes name = bytes_of_string(u->name), owner = roster_name_owner(u->name);
	if (!name_is_valid(name) || name_is_person(name))
		return error_set(e, ERR_ROSTER_INVALID, u->name, "a unit's name is municipality/unit");
	if (roster_unit(r, u->name) != u)
		return error_set(e, ERR_ROSTER_INVALID, u->name, "unit listed twice");
	if (u->label && !label_is_valid(u->label))
		return error_set(e, ERR_ROSTER_INVALID, u->name,
		                 "the label must be one line of at most %u bytes", LABEL_SIZE);
	if (!roster_controller(r, bytes_of_string(u->controller)))
		return error_set(e, ERR_ROSTER_INVALID, u->name,
		                 "this unit's controller isn't among the controllers");
	if (roster_controller(r, owner) && !bytes_equal_string(owner, u->controller))
		return error_set(e, ERR_ROSTER_INVALID, u->name, "a unit in the name of another controller");
	return check_unit_keys(u, e);
}

static bool check_mandate(const struct roster *r, size_t row, struct error *e)
{
	const struct roster_mandate *m = &r->mandates[row];
	if (!id_is_valid(m->id))
		return error_set(e, ERR_ROSTER_INVALID, m->id, "a mandate's id is of [a-z0-9.-]");
	for (size_t i = 0; i < row; i++)
		if (strcmp(r->mandates[i].id, m->id) == 0)
			return error_set(e, ERR_ROSTER_INVALID, m->id, "mandate listed twice");
	if (!roster_person(r, m->person))
		return error_set(e, ERR_ROSTER_INVALID, m->id,
		                 "a mandate for someone who isn't among the persons");
	if (!roster_unit(r, m->unit))
		return error_set(e, ERR_ROSTER_INVALID, m->id,
		                 "a mandate at a unit that isn't among the units");
	if (!label_is_valid(m->role))
		return error_set(e, ERR_ROSTER_INVALID, m->id,
		                 "the role must be one line of at most %u bytes", LABEL_SIZE);
	if (m->powers == 0 || (m->powers & ~ALL_POWERS) || (m->laws & ~ALL_LAWS))
		return error_set(e, ERR_ROSTER_INVALID, m->id, "a mandate names its actions");
	if (!window_is_valid(m->from, m->until))
		return error_set(e, ERR_ROSTER_INVALID, m->id,
		                 "\"from\" and \"until\" are days, in that order");
	return true;
}

/* The key needn't be in another row: a person has a new one, a unit may be gone. */
static bool check_revoked_key(const struct roster_revocation *v, struct error *e)
{
	const char *name = v->key.name;
	struct bytes text = bytes_of_string(name);
	bool signs_log = !name_is_person(text) && v->key.type == NOTE_ED25519;
	if (!name_is_valid(text))
		return error_set(e, ERR_ROSTER_INVALID, name,
		                 "a revoked key bears a person's or a unit's name");
	if (v->reason == REVOKED_LEFT)
		return error_set(e, ERR_ROSTER_INVALID, name,
		                 "a person leaves; a key is superseded, lost or compromised");
	if (v->has_size != signs_log)
		return error_set(e, ERR_ROSTER_INVALID, name,
		                 "\"valid_to_size\" stands with the key of a unit's log, and with no other");
	return true;
}

static bool check_revocation(const struct roster *r, size_t row, struct error *e)
{
	const struct roster_revocation *v = &r->revocations[row];
	const char *name = roster_revocation_name(v);
	if (v->has_key == (v->person != NULL))
		return error_set(e, ERR_ROSTER_INVALID, name, "a revocation is of a person or of a key");
	if (v->person && !roster_person(r, v->person))
		return error_set(e, ERR_ROSTER_INVALID, v->person,
		                 "a revocation of someone who isn't among the persons");
	if (v->person && v->has_size)
		return error_set(e, ERR_ROSTER_INVALID, name,
		                 "\"valid_to_size\" stands with the key of a unit's log, and with no other");
	if (!is_day(v->effective) || v->effective <= 0)
		return error_set(e, ERR_ROSTER_INVALID, name, "\"effective\" is a day");
	return !v->has_key || check_revoked_key(v, e);
}

static bool has_successor(const struct roster *r, const char *controller)
{
	for (size_t i = 0; i < r->succession_count; i++)
		if (strcmp(r->successions[i].controller, controller) == 0)
			return true;
	return false;
}

/* Whoever went doesn't come back in another row, and each has one successor. */
static bool check_succession(const struct roster *r, size_t row, struct error *e)
{
	const struct roster_succession *s = &r->successions[row];
	if (!id_is_valid(s->controller) || !id_is_valid(s->successor))
		return error_set(e, ERR_ROSTER_INVALID, s->controller,
		                 "a controller's name is of [a-z0-9.-]");
	for (size_t i = 0; i < row; i++)
		if (strcmp(r->successions[i].controller, s->controller) == 0)
			return error_set(e, ERR_ROSTER_INVALID, s->controller,
			                 "two successors of one controller");
	if (roster_controller(r, bytes_of_string(s->controller)))
		return error_set(e, ERR_ROSTER_INVALID, s->controller,
		                 "a controller that has a successor is none any more");
	if (!roster_controller(r, bytes_of_string(s->successor)) && !has_successor(r, s->successor))
		return error_set(e, ERR_ROSTER_INVALID, s->successor,
		                 "a successor is a controller, or has a successor itself");
	if (!is_day(s->from) || s->from <= 0 || s->from > r->issued)
		return error_set(e, ERR_ROSTER_INVALID, s->controller,
		                 "a succession's \"from\" is a day, and not after \"issued\"");
	return true;
}

/* Of each merger the two that became one. */
static bool check_merged(const struct roster *r, size_t row, struct error *e)
{
	static const struct sha256 zeros;
	const struct roster_merged *m = &r->merged[row];
	if (!id_is_valid(m->id))
		return error_set(e, ERR_ROSTER_INVALID, m->id, "the roster's id is of [a-z0-9.-]");
	if (m->version == 0 || m->version >= r->version || sha256_equal(&m->hash, &zeros) ||
	    sha256_equal(&m->root, &zeros))
		return error_set(e, ERR_ROSTER_INVALID, m->id,
		                 "what was merged has an earlier version, its hash and its root");
	for (size_t i = 0; i < row; i++)
		if (sha256_equal(&r->merged[i].hash, &m->hash))
			return error_set(e, ERR_ROSTER_INVALID, m->id,
			                 "a roster is merged with another, once");
	if (r->merged_count % 2)
		return error_set(e, ERR_ROSTER_INVALID, m->id, "a merger is of two rosters");
	if (row % 2 && sha256_equal(&r->merged[row - 1].root, &m->root))
		return error_set(e, ERR_ROSTER_INVALID, m->id,
		                 "two versions that began as one roster aren't merged");
	return true;
}

/* --- no key twice, whoever holds it: two rows with one key would be two voices of
 * one person, and a key has one use --- */

struct holder {
	const uint8_t *key;
	const char *name;
};

static int compare_holders(const void *a, const void *b)
{
	return memcmp(((const struct holder *)a)->key, ((const struct holder *)b)->key, 32); /* public keys */
}

static bool check_holders(struct holder *holders, size_t count, const char *what, struct error *e)
{
	if (count)
		qsort(holders, count, sizeof *holders, compare_holders);
	for (size_t i = 1; i < count; i++)
		if (compare_holders(&holders[i - 1], &holders[i]) == 0)
			return error_set(e, ERR_ROSTER_INVALID, holders[i].name,
			                 "%s is listed twice (also for %s)", what, holders[i - 1].name);
	return true;
}

static void holders_freep(struct holder **h)
{
	free(*h);
}

static bool check_distinct_keys(const struct roster *r, struct error *e)
{
	_cleanup_(holders_freep) struct holder *holders =
		calloc(2 * (r->person_count + r->unit_count) + 1, sizeof *holders);
	if (!holders)
		return error_memory(e);
	size_t count = 0;
	for (size_t i = 0; i < r->person_count; i++) {
		holders[count++] = (struct holder){ r->persons[i].key.key, r->persons[i].name };
		if (r->persons[i].has_witness)
			holders[count++] = (struct holder){ r->persons[i].witness.key, r->persons[i].name };
	}
	for (size_t i = 0; i < r->unit_count; i++) {
		if (!r->units[i].ready)
			continue;
		holders[count++] = (struct holder){ r->units[i].log.key, r->units[i].name };
		holders[count++] = (struct holder){ r->units[i].witness.key, r->units[i].name };
	}
	return check_holders(holders, count, N_("this signing key"), e);
}

static bool check_distinct_recipients(const struct roster *r, struct error *e)
{
	_cleanup_(holders_freep) struct holder *holders =
		calloc(r->person_count + r->unit_count + 1, sizeof *holders);
	if (!holders)
		return error_memory(e);
	size_t count = 0;
	for (size_t i = 0; i < r->person_count; i++)
		holders[count++] = (struct holder){ r->persons[i].recipient.key, r->persons[i].name };
	for (size_t i = 0; i < r->unit_count; i++) {
		const struct roster_unit *u = &r->units[i];
		if (u->ready)
			holders[count++] = (struct holder){ u->recipient.key, u->name };
	}
	if (!check_holders(holders, count, N_("this age recipient"), e))
		return false;
	/* Units may share a recovery key; nobody else's key is one. */
	for (size_t i = 0; i < r->unit_count; i++) {
		struct holder recovery = { r->units[i].recovery.key, r->units[i].name };
		if (r->units[i].has_recovery &&
		    bsearch(&recovery, holders, count, sizeof *holders, compare_holders))
			return error_set(e, ERR_ROSTER_INVALID, recovery.name,
			                 "a recovery recipient must be a key of its own");
	}
	return true;
}

bool roster_check(const struct roster *r, struct roster_place *ret_place, struct error *e)
{
	const struct {
		const char *list;
		size_t count;
		bool (*check)(const struct roster *r, size_t row, struct error *e);
	} lists[] = {
		{ "controllers", r->controller_count, check_controller },
		{ "persons", r->person_count, check_person },
		{ "officers", r->officer_count, check_officer },
		{ "advisers", r->adviser_count, check_adviser },
		{ "units", r->unit_count, check_unit },
		{ "mandates", r->mandate_count, check_mandate },
		{ "revocations", r->revocation_count, check_revocation },
		{ "successions", r->succession_count, check_succession },
		{ "merged", r->merged_count, check_merged },
	};
	*ret_place = (struct roster_place){ 0 };
	if (!check_document(r, e))
		return false;
	for (size_t l = 0; l < ELEMENTS(lists); l++)
		for (size_t row = 0; row < lists[l].count; row++)
			if (!lists[l].check(r, row, e)) {
				*ret_place = (struct roster_place){ lists[l].list, row };
				return false;
			}
	return check_distinct_keys(r, e) && check_distinct_recipients(r, e);
}
