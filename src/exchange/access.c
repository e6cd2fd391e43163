/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/access.h"

#include "exchange/act.h"
#include "exchange/renewing.h"
#include "exchange/second_person.h"
#include "io/file.h"
#include "store/access.h"

#include <stdlib.h>
#include <string.h>

/* --- slots against mandates --- */

const char *access_standing_name(enum access_standing s)
{
	static const char *const names[] = {
		[ACCESS_FITS] = "fits",
		[ACCESS_NO_SLOT] = "no-slot",
		[ACCESS_NO_MANDATE] = "no-mandate",
		[ACCESS_OTHER_KEY] = "other-key",
	};
	return names[s];
}

void access_overview_clear(struct access_overview *o)
{
	access_list_clear(&o->list);
	free(o->rows);
	*o = (struct access_overview){ 0 };
}

static const struct roster_mandate *mandate_of(const struct desk *d, const char *person)
{
	const struct roster_mandate *m;
	struct error ignored;
	return roster_mandate_for(desk_roster(d), person, store_unit(d->store), POWER_ANY, 0, moment_now(),
	                          &m, &ignored)
	               ? m
	               : NULL;
}

/* The key that is to have a slot, and the one that has; NULL: none. */
static enum access_standing standing_of(const struct age_recipient *listed, const struct age_recipient *slot)
{
	if (!listed)
		return ACCESS_NO_MANDATE;
	if (!slot)
		return ACCESS_NO_SLOT;
	return age_recipient_equal(listed, slot) ? ACCESS_FITS : ACCESS_OTHER_KEY;
}

static struct access_row row_of(const struct desk *d, const struct access_list *l, const char *person)
{
	struct access_row row = { .person = person,
		                  .known = roster_person(desk_roster(d), person),
		                  .mandate = mandate_of(d, person) };
	row.standing = standing_of(row.mandate ? &row.known->recipient : NULL, access_list_key(l, person));
	return row;
}

static const struct roster_unit *own_unit(const struct desk *d)
{
	return roster_unit(desk_roster(d), store_unit(d->store));
}

/* The recovery key, when the roster or the list has one. */
static bool recovery_row(const struct desk *d, const struct access_list *l, struct access_row *ret)
{
	const struct roster_unit *u = own_unit(d);
	bool listed = u && u->has_recovery;
	*ret = (struct access_row){ .person = ROSTER_RECOVERY,
		                    .standing = standing_of(listed ? &u->recovery : NULL,
		                                            access_list_key(l, ROSTER_RECOVERY)) };
	return listed || l->has_recovery;
}

static bool is_told(const struct access_overview *o, const char *person)
{
	for (size_t i = 0; i < o->count; i++)
		if (strcmp(o->rows[i].person, person) == 0)
			return true;
	return false;
}

bool access_overview(struct desk *d, struct access_overview *ret, struct error *e)
{
	_cleanup_(access_overview_clear) struct access_overview o = { 0 };
	const struct roster *r = desk_roster(d);
	if (!access_load(d->store, &o.list, e))
		return false;
	o.settled = access_is_settled(d->store, &o.list);
	o.rows = calloc(o.list.person_count + r->mandate_count + 2, sizeof *o.rows);
	if (!o.rows)
		return error_memory(e);
	for (size_t i = 0; i < o.list.person_count; i++)
		o.rows[o.count++] = row_of(d, &o.list, o.list.persons[i].person);
	for (size_t i = 0; i < r->mandate_count; i++) {
		struct access_row row = row_of(d, &o.list, r->mandates[i].person);
		if (row.standing == ACCESS_NO_SLOT && !is_told(&o, row.person))
			o.rows[o.count++] = row;
	}
	if (recovery_row(d, &o.list, &o.rows[o.count]))
		o.count++;
	for (size_t i = 0; i < o.count; i++)
		o.differing += o.rows[i].standing != ACCESS_FITS;
	*ret = o;
	o = (struct access_overview){ 0 };
	return true;
}

/* --- changing it --- */

struct changing {
	const char *person;
	struct second_person second;
	struct access_list list;
	struct renewing
		keys; /* the unit's new ones, when somebody goes, or a key that was in others' reach */
	struct access_replacing replacing;
	bool renews, writes_card;
	bool begun; /* committed, and the slots are to follow */
};

static void changing_clear(struct changing *c)
{
	access_list_clear(&c->list);
	renewing_clear(&c->keys);
}

static bool is_person(const char *one, const char *other)
{
	return one && strcmp(one, other) == 0;
}

/* What the next list says of itself; `member` is its `added` or `removed`. */
static bool prepare(struct changing *c, struct act *a, char **member, struct error *e)
{
	struct access_list *l = &c->list;
	char **const members[] = { &l->added, &l->removed, &l->replaced, &l->recovered };
	for (size_t i = 0; i < ELEMENTS(members); i++)
		string_freep(members[i]);
	l->made = a->when;
	*member = string_copy(c->person);
	a->entry.recipient = c->person;
	return *member ? second_person_enter(&c->second, a, POWER_ACCESS, desk_roster(a->desk)->access_by_two,
	                                     N_("the roster asks for two persons to change who has access"),
	                                     e)
	               : error_memory(e);
}

/* The key that the roster in force has for whom the slot is to be. */
static bool listed_key(const struct act *a, const char *person, struct age_recipient *ret, struct error *e)
{
	struct desk *d = a->desk;
	const struct roster_mandate *mandate;
	if (strcmp(person, ROSTER_RECOVERY) == 0) {
		const struct roster_unit *u = own_unit(d);
		if (!u || !u->has_recovery)
			return error_set(e, ERR_RECOVERY_NONE, store_unit(d->store), "%s", "");
		*ret = u->recovery;
		return true;
	}
	if (!roster_mandate_for(desk_roster(d), person, store_unit(d->store), POWER_ANY, 0, a->when, &mandate,
	                        e))
		return false;
	*ret = roster_person(desk_roster(d), mandate->person)->recipient;
	return true;
}

/* Was this key of the person revoked as one that others may have? One that no roster listed is taken for
 * that.
 */
static bool was_in_reach(const struct desk *d, const char *person, const struct age_recipient *old)
{
	const struct roster_chain *c = store_rosters(d->store);
	const struct roster *newest = roster_chain_newest(c);
	for (size_t v = c->count; v > 0; v--) {
		const struct roster_person *p = roster_person(c->versions[v - 1], person);
		if (!p || !age_recipient_equal(&p->recipient, old))
			continue;
		for (size_t i = 0; i < newest->revocation_count; i++)
			if (roster_revocation_is_of(&newest->revocations[i], &p->key) &&
			    !revocation_spares_dates(newest->revocations[i].reason))
				return true;
		return false;
	}
	return true;
}

/* By this list: of a replacement that was cut off, the old key is in it no more. */
static void find_replacing(const struct desk *d, const struct access_list *l, const char *person,
                           struct access_replacing *ret)
{
	const struct age_recipient *slot = access_list_key(l, person);
	const struct roster_person *listed = roster_person(desk_roster(d), person);
	bool cut_off = !access_is_settled(d->store, l) && is_person(l->replaced, person);
	bool other = slot && listed && !age_recipient_equal(slot, &listed->recipient);
	struct error owed;
	*ret = (struct access_replacing){ .is = cut_off || other };
	ret->in_reach =
		(cut_off && !renewal_check_owed(d->store, &owed)) || (other && was_in_reach(d, person, slot));
}

bool access_replacing(struct desk *d, const char *person, struct access_replacing *ret, struct error *e)
{
	_cleanup_(access_list_clear) struct access_list l = { 0 };
	if (!access_load(d->store, &l, e))
		return false;
	find_replacing(d, &l, person, ret);
	return true;
}

/* The slot of the same person, for the key that the roster lists now. */
static bool replace_body(struct act *a, void *context, struct error *e)
{
	struct changing *c = context;
	struct desk *d = a->desk;
	struct age_recipient key;
	if (!listed_key(a, c->person, &key, e) || !access_load(d->store, &c->list, e))
		return false;
	find_replacing(d, &c->list, c->person, &c->replacing);
	if (!c->replacing.is) /* somebody else did it meanwhile */
		return error_set(e, ERR_SLOT_THERE, c->person, "%s", "");
	bool waits;
	if (!renewal_waits(d->store, &waits, NULL, e))
		return false;
	bool again = age_recipient_equal(access_list_key(&c->list, c->person), &key);
	c->writes_card = c->replacing.in_reach && store_is_ready(d->store);
	c->renews = c->writes_card && !(again && waits);
	access_list_drop(&c->list, c->person);
	a->entry.access = "replaced";
	return access_list_add(&c->list, c->person, &key, e) && prepare(c, a, &c->list.replaced, e) &&
	       access_keep(d->store, &c->list, &d->key, c->second.key, e) &&
	       (!c->renews || (renewing_make(a, &c->keys, e) && renewal_owe(d->store, e)));
}

static bool add_body(struct act *a, void *context, struct error *e)
{
	struct changing *c = context;
	struct desk *d = a->desk;
	struct age_recipient key;
	if (!listed_key(a, c->person, &key, e) || !access_load(d->store, &c->list, e))
		return false;
	bool settled = access_is_settled(d->store, &c->list);
	const struct age_recipient *slot = access_list_key(&c->list, c->person);
	const char *unfinished = c->list.added ? NULL : access_list_about(&c->list);
	if (!settled && unfinished)
		return error_set(e, ERR_ACCESS_UNFINISHED, unfinished, "%s", "");
	if (slot && !age_recipient_equal(slot, &key))
		return error_set(e, ERR_SLOT_OTHER_KEY, c->person, "%s", "");
	if (slot && settled)
		return error_set(e, ERR_SLOT_THERE, c->person, "%s", "");
	a->entry.access = "added";
	return (slot || access_list_add(&c->list, c->person, &key, e)) && prepare(c, a, &c->list.added, e) &&
	       access_keep(d->store, &c->list, &d->key, c->second.key, e);
}

static bool seal(struct act *a, void *context, struct error *e)
{
	struct changing *c = context;
	c->begun = true;
	return access_seal(a->desk->store, &c->list, &a->desk->key, e);
}

/* Somebody who may work here must be left, or the store is lost. */
static bool somebody_stays(const struct desk *d, const struct access_list *l)
{
	for (size_t i = 0; i < l->person_count; i++)
		if (row_of(d, l, l->persons[i].person).standing == ACCESS_FITS)
			return true;
	return false;
}

static bool remove_body(struct act *a, void *context, struct error *e)
{
	struct changing *c = context;
	struct desk *d = a->desk;
	if (!access_load(d->store, &c->list, e))
		return false;
	bool again = !access_is_settled(d->store, &c->list) && is_person(c->list.removed, c->person);
	if (!again && !access_list_key(&c->list, c->person))
		return error_set(e, ERR_SLOT_MISSING, c->person, "%s", "");
	access_list_drop(&c->list, c->person);
	if (!somebody_stays(d, &c->list))
		return error_set(e, ERR_SLOT_LAST, c->person, "%s", "");
	a->entry.access = "removed";
	/* Of a removal that was cut off, whose keys wait already: their card may be with the officers. */
	bool waits;
	if (!renewal_waits(d->store, &waits, NULL, e))
		return false;
	c->writes_card = store_is_ready(d->store);
	c->renews = c->writes_card && !(again && waits);
	return prepare(c, a, &c->list.removed, e) &&
	       access_keep(d->store, &c->list, &d->key, c->second.key, e) &&
	       (!c->renews || (renewing_make(a, &c->keys, e) && renewal_owe(d->store, e)));
}

static bool rekey_logged(struct act *a, void *context, struct error *e)
{
	const struct changing *c = context;
	return !c->renews || renewal_witness(a->desk->store, e);
}

static bool rekey(struct act *a, void *context, struct error *e)
{
	struct changing *c = context;
	c->begun = true;
	return access_rekey(a->desk->store, &c->list, &a->desk->key, e) &&
	       (!c->writes_card || renewal_write_card(a->desk->store, e));
}

static const struct act_frame
	adding = { .kind = ACT_ACCESS, .body = add_body, .done = seal },
	removing = { .kind = ACT_ACCESS, .body = remove_body, .logged = rekey_logged, .done = rekey },
	replacing = { .kind = ACT_ACCESS, .body = replace_body, .logged = rekey_logged, .done = rekey },
	to_replace = { .kind = ACT_ACCESS, .body = replace_body, .trial = true },
	to_add = { .kind = ACT_ACCESS, .body = add_body, .trial = true },
	to_remove = { .kind = ACT_ACCESS, .body = remove_body, .trial = true };

/* Under the lock that all changes take, so that the slots are those of the list that was committed last. */
static bool change(struct desk *d, const struct act_frame *f, const char *person,
                   const struct keyfile *second, bool alone, bool *ret_begun, struct error *e)
{
	_cleanup_(changing_clear) struct changing c = { .person = person, .second.key = second };
	_cleanup_(fd_closep) int lock = -1;
	bool done = access_lock(d->store, &d->key, &lock, e) &&
	            (!alone || access_alone(d->store, &d->key, e)) && act_run(d, f, &c, e);
	*ret_begun = c.begun;
	return done;
}

bool access_look_add(struct desk *d, const char *person, const struct keyfile *second, struct error *e)
{
	struct access_replacing r;
	bool begun;
	return access_replacing(d, person, &r, e) &&
	       change(d, r.is ? &to_replace : &to_add, person, second, false, &begun, e);
}

bool access_look_remove(struct desk *d, const char *person, const struct keyfile *second, struct error *e)
{
	bool begun;
	return change(d, &to_remove, person, second, false, &begun, e);
}

bool access_add(struct desk *d, const char *person, const struct keyfile *second, bool *ret_begun,
                struct error *e)
{
	struct access_replacing r;
	*ret_begun = false;
	return access_replacing(d, person, &r, e) &&
	       change(d, r.is ? &replacing : &adding, person, second, r.is, ret_begun, e);
}

bool access_remove(struct desk *d, const char *person, const struct keyfile *second, bool *ret_begun,
                   struct error *e)
{
	return change(d, &removing, person, second, true, ret_begun, e);
}
