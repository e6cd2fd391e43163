/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/recovery.h"

#include "store/access.h"
#include "store/access_slots.h"
#include "unit.h"

/* Both files of slots written for a list that has this recovery key. */
static void give_slot(struct unit *u, const struct age_identity *key)
{
	_cleanup_(access_list_clear) struct access_list l = { 0 };
	_cleanup_(store_key_clear) struct store_key k = { 0 };
	OK(access_load(u->store, &l, &e));
	OK(access_list_add(&l, ROSTER_RECOVERY, &key->recipient, &e));
	OK(store_read_slots(u->store, &u->people[CLERK_1], &k, &e));
	OK(access_slots_write_signing(u->store, &l, u->store->signing, u->store->signing_count, &e));
	OK(access_slots_write(u->store, &l, &k, &e));
}

Test(recovery, key_opens_what_it_has_a_slot_at)
{
	struct unit u;
	struct age_identity key, other;
	unit_create(&u);
	OK(age_identity_generate(&key, &e) && age_identity_generate(&other, &e));
	FAILS(ERR_NO_KEY, recovery_opens(u.store, &key, &e));
	give_slot(&u, &key);
	OK(recovery_opens(u.store, &key, &e));
	FAILS(ERR_NO_KEY, recovery_opens(u.store, &other, &e));
	OK(store_begin(u.store, &e));
	OK(recovery_opens(u.store, &key, &e)); /* as a drill does */
	store_rollback(u.store);
	give_slot(&u, &other);
	FAILS(ERR_NO_KEY, recovery_opens(u.store, &key, &e));
	age_identity_clear(&key);
	age_identity_clear(&other);
	unit_end(&u);
}

/* Slots of another store, put in the place of this one's: the key in them doesn't open it. */
Test(recovery, a_slot_that_opens_another_store_is_none)
{
	struct unit u;
	struct age_identity key;
	_cleanup_(store_key_clear) struct store_key k = { 0 };
	unit_create(&u);
	_cleanup_(string_freep) char *path = store_path(u.store, "store.slots");
	OK(age_identity_generate(&key, &e) && store_key_generate(&k, &e));
	OK(slots_write_store(path, &k, &key.recipient, 1, true, &e));
	FAILS(ERR_STORE_KEY, recovery_opens(u.store, &key, &e));
	age_identity_clear(&key);
	unit_end(&u);
}

Test(recovery, reaches_no_key_that_signs)
{
	struct unit u;
	struct age_identity key;
	struct signing_keys keys[SIGNING_PAIRS] = { 0 };
	size_t pairs;
	unit_create(&u);
	_cleanup_(string_freep) char *path = store_path(u.store, "signing.slots");
	OK(age_identity_generate(&key, &e));
	give_slot(&u, &key);
	FAILS(ERR_NO_KEY, slots_read_signing(path, UNIT, &key, keys, &pairs, &e));
	OK(slots_read_signing(path, UNIT, &u.people[CLERK_1].identity, keys, &pairs, &e));
	signing_keys_clear(&keys[0]);
	age_identity_clear(&key);
	unit_end(&u);
}

Test(recovery, remembers_the_last_drill_of_a_key)
{
	struct unit u;
	struct age_identity key, other;
	moment when = 1;
	unit_create(&u);
	OK(age_identity_generate(&key, &e) && age_identity_generate(&other, &e));
	OK(recovery_last_drill(u.store, &key.recipient, &when, &e));
	cr_assert_eq(when, 0, "never");
	OK(store_begin(u.store, &e));
	OK(recovery_note_drill(u.store, &key.recipient, a_day("2026-11-24") + 7, &e));
	OK(store_commit(u.store, &e));
	OK(recovery_last_drill(u.store, &key.recipient, &when, &e));
	cr_assert_eq(when, a_day("2026-11-24") + 7);
	OK(recovery_last_drill(u.store, &other.recipient, &when, &e));
	cr_assert_eq(when, 0, "of another key nobody has shown anything");
	OK(store_begin(u.store, &e));
	OK(store_set(u.store, "recovery.drill", BYTES("short"), &e));
	OK(store_commit(u.store, &e));
	FAILS(ERR_STORE, recovery_last_drill(u.store, &key.recipient, &when, &e));
	age_identity_clear(&key);
	age_identity_clear(&other);
	unit_end(&u);
}
