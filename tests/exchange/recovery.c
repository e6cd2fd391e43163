/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/recovery.h"

#include "exchange/access.h"
#include "team.h"

/* A roster that lists a recovery key for WI (NULL: none), opened there. */
static void list_key(struct team *t, const struct age_identity *key)
{
	struct roster *next = team_next_roster(t);
	OK(roster_set_recovery(next, WI, key ? &key->recipient : NULL, &e));
	FAILS(ERR_UNIT_UNKNOWN, roster_set_recovery(next, "oss.nl/zwem", NULL, &e));
	team_sign_roster(t, next);
	team_adopt(t, &t->wi);
}

static void expect(struct team *t, size_t rows, enum access_standing last, bool listed, const char *due)
{
	_cleanup_(access_overview_clear) struct access_overview o = { 0 };
	struct recovery_state r;
	char day[DAY_SIZE + 1] = "";
	OK(access_overview(&t->wi, &o, &e));
	cr_assert_eq(o.count, rows);
	cr_assert_eq(o.rows[rows - 1].standing, last);
	OK(recovery_state(&t->wi, &r, &e));
	cr_assert_eq(r.listed, listed);
	if (r.due)
		day_format(r.due, day);
	cr_assert_str_eq(day, due);
}

static void give(struct team *t)
{
	bool begun;
	OK(access_add(&t->wi, ROSTER_RECOVERY, NULL, &begun, &e));
	cr_assert(begun);
}

static uint64_t entries(struct team *t)
{
	return log_size(store_log(t->wi.store));
}

Test(recovery, is_listed_given_a_slot_and_tried)
{
	struct team t;
	struct age_identity key, other;
	bool begun;
	team_start(&t);
	OK(age_identity_generate(&key, &e) && age_identity_generate(&other, &e));
	FAILS(ERR_RECOVERY_NONE, access_add(&t.wi, ROSTER_RECOVERY, NULL, &begun, &e));
	FAILS(ERR_RECOVERY_NONE, recovery_drill(&t.wi, &key, &e));
	expect(&t, 1, ACCESS_FITS, false, "");
	list_key(&t, &key);
	expect(&t, 2, ACCESS_NO_SLOT, true, "");
	FAILS(ERR_NO_KEY, recovery_drill(&t.wi, &key, &e));
	give(&t);
	FAILS(ERR_SLOT_THERE, access_add(&t.wi, ROSTER_RECOVERY, NULL, &begun, &e));
	expect(&t, 2, ACCESS_FITS, true, "");
	FAILS(ERR_RECOVERY_OTHER, recovery_drill(&t.wi, &other, &e));
	uint64_t before = entries(&t);
	OK(recovery_drill(&t.wi, &key, &e));
	cr_assert_eq(entries(&t), before + 1);
	expect(&t, 2, ACCESS_FITS, true, "2027-11-23");
	age_identity_clear(&key);
	age_identity_clear(&other);
	team_end(&t);
}

Test(recovery, another_key_takes_the_place_of_the_first_by_removing_and_adding)
{
	struct team t;
	struct age_identity key, other;
	bool begun;
	team_start(&t);
	OK(age_identity_generate(&key, &e) && age_identity_generate(&other, &e));
	list_key(&t, &key);
	give(&t);
	OK(recovery_drill(&t.wi, &key, &e));
	list_key(&t, &other);
	expect(&t, 2, ACCESS_OTHER_KEY, true, "");
	FAILS(ERR_SLOT_OTHER_KEY, access_add(&t.wi, ROSTER_RECOVERY, NULL, &begun, &e));
	FAILS(ERR_RECOVERY_OTHER, recovery_drill(&t.wi, &key, &e));
	OK(access_remove(&t.wi, ROSTER_RECOVERY, NULL, &begun, &e));
	expect(&t, 2, ACCESS_NO_SLOT, true, "");
	give(&t);
	OK(recovery_drill(&t.wi, &other, &e));
	list_key(&t, NULL);
	expect(&t, 2, ACCESS_NO_MANDATE, false, "");
	OK(access_remove(&t.wi, ROSTER_RECOVERY, NULL, &begun, &e));
	expect(&t, 1, ACCESS_FITS, false, "");
	FAILS(ERR_SLOT_MISSING, access_remove(&t.wi, ROSTER_RECOVERY, NULL, &begun, &e));
	age_identity_clear(&key);
	age_identity_clear(&other);
	team_end(&t);
}
