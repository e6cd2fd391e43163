/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/access.h"

#include "exchange/desk_open.h"
#include "store/access.h"
#include "store/renewal.h"
#include "team.h"

#define NEWCOMER "oss.nl/p-9h5n"

/* Somebody with a mandate at WI, by a roster that is opened there; in the place of whoever had that name. */
static void enrol(struct team *t, unsigned powers, struct keyfile *ret)
{
	struct roster *next = team_next_roster(t);
	struct card card;
	struct error absent;
	(void)!roster_remove(next, NEWCOMER, &absent);
	OK(keyfile_generate(NEWCOMER, ret, &e));
	team_card(ret, &card);
	OK(roster_add_person(next, &card, "new here", a_day("2026-11-01"), &e));
	OK(roster_add_mandate(next, NEWCOMER, WI, "consulent", LAW_PW, powers, a_day("2026-11-01"), 0, &e));
	team_sign_roster(t, next);
	team_adopt(t, &t->wi);
}

static void dismiss(struct team *t)
{
	struct roster *next = team_next_roster(t);
	OK(roster_remove(next, NEWCOMER, &e));
	team_sign_roster(t, next);
	team_adopt(t, &t->wi);
}

static void expect(struct team *t, size_t count, size_t differing, enum access_standing last, bool settled)
{
	_cleanup_(access_overview_clear) struct access_overview o = { 0 };
	OK(access_overview(&t->wi, &o, &e));
	cr_assert_eq(o.count, count);
	cr_assert_eq(o.differing, differing);
	cr_assert_str_eq(access_standing_name(o.rows[o.count - 1].standing), access_standing_name(last));
	cr_assert_eq(o.settled, settled);
}

static struct desk sit_down(struct team *t, struct keyfile *key)
{
	struct desk d = { 0 };
	char home[160];
	team_path(t, "wi", home);
	OK(desk_bind(home, key, &t->fingerprint, &d, &e));
	return d;
}

Test(access, is_given_to_whom_the_roster_lists)
{
	struct team t;
	bool begun;
	struct keyfile key = { 0 };
	team_start(&t);
	expect(&t, 1, 0, ACCESS_FITS, true);
	enrol(&t, POWER_READ, &key);
	expect(&t, 2, 1, ACCESS_NO_SLOT, true);
	uint64_t size = log_length(&t.wi);
	OK(access_look_add(&t.wi, NEWCOMER, NULL, &e));
	FAILS(ERR_MANDATE, access_look_add(&t.wi, t.cards[CLERK_WMO].name, NULL, &e));
	cr_assert_eq(log_length(&t.wi), size, "looking is no act");
	expect(&t, 2, 1, ACCESS_NO_SLOT, true);
	FAILS(ERR_MANDATE, access_add(&t.wi, t.cards[CLERK_WMO].name, NULL, &begun, &e));
	cr_expect(last_act_says(&t.wi, "mandate-missing"));
	FAILS(ERR_MANDATE, access_add(&t.wi, t.cards[OFFICER_1].name, NULL, &begun, &e));
	FAILS(ERR_PERSON_UNKNOWN, access_add(&t.wi, "oss.nl/p-nobody", NULL, &begun, &e));
	OK(access_add(&t.wi, NEWCOMER, NULL, &begun, &e));
	cr_expect(begun);
	cr_expect(last_act_says(&t.wi, "\"recipient\":\"" NEWCOMER "\",\"access\":\"added\""));
	size = log_length(&t.wi);
	FAILS(ERR_SLOT_THERE, access_add(&t.wi, NEWCOMER, NULL, &begun, &e));
	cr_expect_not(begun);
	cr_assert_eq(log_length(&t.wi), size, "nor is a slip");
	desk_clear(&t.wi);
	struct desk d = sit_down(&t, &key);
	FAILS(ERR_MANDATE, access_remove(&d, t.cards[CLERK_WI].name, NULL, &begun, &e));
	cr_expect(last_act_says(&d, "mandate-missing"));
	desk_clear(&d);
	keyfile_clear(&key);
	team_end(&t);
}

Test(access, is_taken_away_but_from_the_last)
{
	struct team t;
	bool begun;
	struct keyfile key = { 0 };
	struct desk d = { 0 };
	char home[160];
	team_start(&t);
	team_path(&t, "wi", home);
	FAILS(ERR_SLOT_LAST, access_remove(&t.wi, t.cards[CLERK_WI].name, NULL, &begun, &e));
	cr_expect(last_act_says(&t.wi, "slot-of-the-last"));
	FAILS(ERR_SLOT_MISSING, access_remove(&t.wi, NEWCOMER, NULL, &begun, &e));
	enrol(&t, POWER_READ, &key);
	OK(access_add(&t.wi, NEWCOMER, NULL, &begun, &e));
	OK(access_look_remove(&t.wi, t.cards[CLERK_WI].name, NULL, &e)); /* now there is another */
	dismiss(&t);
	expect(&t, 2, 1, ACCESS_NO_MANDATE, true);
	FAILS(ERR_SLOT_LAST,
	      access_look_remove(&t.wi, t.cards[CLERK_WI].name, NULL, &e)); /* who may not work */
	OK(access_remove(&t.wi, NEWCOMER, NULL, &begun, &e));
	cr_expect(last_act_says(&t.wi, "\"recipient\":\"" NEWCOMER "\",\"access\":\"removed\""));
	expect(&t, 1, 0, ACCESS_FITS, true);
	FAILS(ERR_NO_KEY, desk_bind(home, &key, &t.fingerprint, &d, &e));
	keyfile_clear(&key);
	team_end(&t);
}

Test(access, for_another_key_is_told_and_replaced)
{
	struct team t;
	bool begun;
	struct keyfile key = { 0 }, newer = { 0 };
	struct desk none = { 0 };
	char home[160];
	team_start(&t);
	team_path(&t, "wi", home);
	enrol(&t, POWER_READ, &key);
	OK(access_add(&t.wi, NEWCOMER, NULL, &begun, &e));
	enrol(&t, POWER_READ, &newer);
	expect(&t, 2, 1, ACCESS_OTHER_KEY, true);
	struct access_replacing replacing;
	OK(access_replacing(&t.wi, NEWCOMER, &replacing, &e));
	cr_expect(replacing.is && !replacing.in_reach);
	OK(access_look_add(&t.wi, NEWCOMER, NULL, &e));
	expect(&t, 2, 1, ACCESS_OTHER_KEY, true);
	OK(access_add(&t.wi, NEWCOMER, NULL, &begun, &e));
	cr_expect(begun);
	cr_expect(last_act_says(&t.wi, "\"recipient\":\"" NEWCOMER "\",\"access\":\"replaced\""));
	expect(&t, 2, 0, ACCESS_FITS, true);
	FAILS(ERR_SLOT_THERE, access_add(&t.wi, NEWCOMER, NULL, &begun, &e));
	OK(access_replacing(&t.wi, NEWCOMER, &replacing, &e));
	cr_expect_not(replacing.is);
	desk_clear(&t.wi);
	FAILS(ERR_NO_KEY, desk_bind(home, &key, &t.fingerprint, &none, &e));
	struct desk d = sit_down(&t, &newer);
	desk_clear(&d);
	keyfile_clear(&key);
	keyfile_clear(&newer);
	team_end(&t);
}

/* The act is committed, and the program dies before the slots are written: `how` as its entry says it. */
static void cut_off(struct team *t, const char *how)
{
	bool removed = strcmp(how, "removed") == 0;
	_cleanup_(access_list_clear) struct access_list l = { 0 };
	_cleanup_(act_clear) struct act a = { 0 };
	struct desk *d = &t->wi;
	const struct roster_person *p = roster_person(desk_roster(d), NEWCOMER);
	OK(act_begin(&a, d, ACT_ACCESS, POWER_ACCESS, &e));
	OK(access_load(d->store, &l, &e));
	access_list_drop(&l, NEWCOMER);
	if (!removed)
		OK(access_list_add(&l, NEWCOMER, &p->recipient, &e));
	char **members[] = { &l.added, &l.removed, &l.replaced };
	for (size_t i = 0; i < ELEMENTS(members); i++)
		string_freep(members[i]);
	*(removed ? &l.removed : strcmp(how, "added") == 0 ? &l.added : &l.replaced) = string_copy(NEWCOMER);
	a.entry.recipient = NEWCOMER;
	a.entry.access = how;
	OK(access_keep(d->store, &l, &d->key, NULL, &e));
	OK(act_log(&a, &e));
	OK(act_commit(&a, &e));
}

Test(access, that_was_cut_off_is_finished_by_asking_again)
{
	struct team t;
	bool begun;
	struct keyfile key = { 0 };
	team_start(&t);
	enrol(&t, POWER_READ, &key);
	cut_off(&t, "added");
	expect(&t, 2, 0, ACCESS_FITS, false);
	OK(access_add(&t.wi, NEWCOMER, NULL, &begun, &e));
	expect(&t, 2, 0, ACCESS_FITS, true);
	cut_off(&t, "removed");
	expect(&t, 2, 1, ACCESS_NO_SLOT, false);
	FAILS(ERR_ACCESS_UNFINISHED, access_add(&t.wi, NEWCOMER, NULL, &begun, &e));
	OK(access_remove(&t.wi, NEWCOMER, NULL, &begun, &e));
	expect(&t, 2, 1, ACCESS_NO_SLOT, true);
	keyfile_clear(&key);
	team_end(&t);
}

/* The first of three keys was lost, and its replacement cut off: that another key came since changes nothing
 * of what was in reach. */
Test(access, of_a_key_that_is_replaced_twice_owes_what_the_first_was)
{
	struct team t;
	struct keyfile first = { 0 }, second = { 0 }, third = { 0 };
	struct access_replacing replacing;
	bool begun;
	team_start(&t);
	enrol(&t, POWER_READ, &first);
	OK(access_add(&t.wi, NEWCOMER, NULL, &begun, &e));
	enrol(&t, POWER_READ, &second);
	cut_off(&t, "replaced");
	OK(store_begin(t.wi.store, &e));
	OK(renewal_owe(t.wi.store, &e));
	OK(store_commit(t.wi.store, &e));
	OK(access_replacing(&t.wi, NEWCOMER, &replacing, &e));
	cr_expect(replacing.is && replacing.in_reach, "cut off");
	enrol(&t, POWER_READ, &third);
	OK(access_replacing(&t.wi, NEWCOMER, &replacing, &e));
	cr_expect(replacing.is && replacing.in_reach, "and for another key by now");
	keyfile_clear(&first);
	keyfile_clear(&second);
	keyfile_clear(&third);
	team_end(&t);
}
