/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/access.h"

#include "base/limits.h"
#include "store/slots.h"
#include "unit.h"

static void keep(struct unit *u, struct access_list *l)
{
	OK(store_begin(u->store, &e));
	OK(access_keep(u->store, l, &u->people[CLERK_1], NULL, &e));
	OK(store_commit(u->store, &e));
}

static void say(char **member, const struct unit *u, int who)
{
	free(*member);
	*member = string_copy(u->people[who].name);
}

/* The list without the second clerk, and the database under another key. */
static void remove_second(struct unit *u)
{
	_cleanup_(access_list_clear) struct access_list l = { 0 };
	_cleanup_(fd_closep) int lock = -1;
	OK(access_lock(u->store, &u->people[CLERK_1], &lock, &e));
	OK(access_load(u->store, &l, &e));
	OK(access_alone(u->store, &u->people[CLERK_1], &e));
	access_list_drop(&l, u->people[CLERK_2].name);
	say(&l.removed, u, CLERK_2);
	keep(u, &l);
	cr_assert_not(access_is_settled(u->store, &l));
	OK(access_rekey(u->store, &l, &u->people[CLERK_1], &e));
}

/* The roster of these tests gives nobody the power to change it, so what is loaded is the first list. */
Test(access, is_listed_and_signed_by_who_made_the_store)
{
	struct unit u;
	struct access_list l = { 0 };
	unit_create(&u);
	OK(access_load(u.store, &l, &e));
	cr_assert_eq(l.person_count, 2);
	cr_assert_str_eq(l.by, u.people[CLERK_1].name);
	cr_assert(access_list_key(&l, u.people[CLERK_2].name));
	cr_assert_null(access_list_key(&l, u.people[STRANGER].name));
	cr_assert(age_recipient_equal(access_list_key(&l, u.people[CLERK_2].name),
	                              &u.people[CLERK_2].identity.recipient));
	cr_assert(access_is_settled(u.store, &l));
	access_list_clear(&l);
	unit_end(&u);
}

static void sign_as(struct access_list *l, const struct unit *u, int who, struct buffer *note)
{
	buffer_reset(note);
	OK(access_list_sign(l, &u->people[who].signer, note, &e));
}

#define READ(note_) \
	access_list_read(buffer_bytes(note_), store_rosters(u.store), UNIT, store_id(u.store), &read, &e)

Test(access, list_is_taken_of_nobody_else)
{
	struct unit u;
	struct access_list l = { 0 }, read = { 0 };
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	unit_create(&u);
	OK(access_load(u.store, &l, &e));
	sign_as(&l, &u, CLERK_2, &note);
	OK(READ(&note));
	access_list_clear(&read);
	static const int others[] = { OFFICER_1, STRANGER };
	for (size_t i = 0; i < ELEMENTS(others); i++) {
		sign_as(&l, &u, others[i], &note);
		if (others[i] == STRANGER) { /* whose mandate is long past: the signature is of no day */
			OK(READ(&note));
			access_list_clear(&read);
		} else {
			FAILS(ERR_ACCESS_LIST, READ(&note));
		}
	}
	say(&l.added, &u, STRANGER); /* a change takes the power for it */
	sign_as(&l, &u, CLERK_1, &note);
	FAILS(ERR_ACCESS_LIST, READ(&note));
	free(l.added);
	l.added = NULL;
	l.store[0] ^= 1;
	sign_as(&l, &u, CLERK_1, &note);
	FAILS(ERR_ACCESS_LIST, READ(&note));
	l.store[0] ^= 1;
	l.unit[0] ^= 1;
	sign_as(&l, &u, CLERK_1, &note);
	FAILS(ERR_ACCESS_LIST, READ(&note));
	l.unit[0] ^= 1;
	sign_as(&l, &u, CLERK_1, &note);
	for (size_t at = 0; at < note.size; at++) { /* changed anywhere */
		struct error why = { 0 };
		note.data[at] ^= 1;
		bool taken = access_list_read(buffer_bytes(&note), store_rosters(u.store), UNIT,
		                              store_id(u.store), &read, &why);
		cr_assert_not(taken, "byte %zu", at);
		note.data[at] ^= 1;
	}
	access_list_clear(&l);
	unit_end(&u);
}

Test(access, comes_to_somebody_who_is_added)
{
	struct unit u;
	struct access_list l = { 0 };
	_cleanup_(fd_closep) int lock = -1;
	unit_create(&u);
	FAILS(ERR_NO_KEY, store_open(u.home, &u.people[STRANGER], STORE_WORK, true, &u.store, &e));
	OK(access_lock(u.store, &u.people[CLERK_1], &lock, &e));
	OK(access_load(u.store, &l, &e));
	OK(access_list_add(&l, u.people[STRANGER].name, &u.people[STRANGER].identity.recipient, &e));
	keep(&u, &l);
	cr_assert_not(access_is_settled(u.store, &l)); /* as a crash here leaves it */
	OK(access_seal(u.store, &l, &u.people[CLERK_1], &e));
	for (int who = CLERK_1; who <= STRANGER; who++) {
		unit_close(&u);
		OK(store_open(u.home, &u.people[who], STORE_WORK, true, &u.store, &e));
		cr_assert(access_is_settled(u.store, &l));
	}
	access_list_clear(&l);
	unit_end(&u);
}

Test(access, of_somebody_who_is_removed_opens_nothing_made_since)
{
	struct unit u;
	_cleanup_(buffer_clear) struct buffer store_slots = { 0 }, signing_slots = { 0 }, database = { 0 },
					      found = { 0 };
	unit_create(&u);
	act(u.store, "import", 0);
	OK(store_settle(u.store, &e));
	save(&u, "store.slots", &store_slots);
	save(&u, "signing.slots", &signing_slots);
	save(&u, STORE_DATABASE, &database);
	remove_second(&u);
	act(u.store, "import", 0); /* the store that it was done with goes on */
	uint64_t size = log_size(store_log(u.store));
	unit_close(&u);
	struct store *s = NULL;
	FAILS(ERR_NO_KEY, store_open(u.home, &u.people[CLERK_2], STORE_WORK, true, &s, &e));
	unit_open(&u);
	cr_assert_eq(log_size(store_log(u.store)), size);
	unit_close(&u);
	save(&u, STORE_DATABASE, &found); /* every page of it is another, the salt too */
	cr_assert_geq(found.size, database.size);
	for (size_t at = 0; at + 16 <= database.size; at += 4096)
		cr_assert_neq(memcmp(found.data + at, database.data + at, 16), 0, "page at %zu", at);
	put_back(&u, "store.slots", &store_slots); /* which the leaver kept */
	put_back(&u, "signing.slots", &signing_slots);
	for (int who = CLERK_1; who <= CLERK_2; who++)
		FAILS(ERR_STORE_KEY, store_open(u.home, &u.people[who], STORE_WORK, true, &s, &e));
	unit_end(&u);
}

Test(access, removed_takes_the_copies_of_an_upgrade_along)
{
	struct unit u;
	_cleanup_(buffer_clear) struct buffer database = { 0 };
	unit_create(&u);
	OK(store_settle(u.store, &e));
	save(&u, STORE_DATABASE, &database);
	put_back(&u, STORE_DATABASE ".before-5", &database);
	remove_second(&u);
	cr_assert_not(home_has(&u, STORE_DATABASE ".before-5"));
	unit_end(&u);
}

/* With both keys in the slots it opens whichever the database has, and says that it isn't done. */
Test(access, opens_with_either_key_meanwhile)
{
	struct unit u;
	char path[128];
	struct access_list l = { 0 };
	struct store_key k = { 0 };
	unit_create(&u);
	OK(access_load(u.store, &l, &e));
	unit_path(&u, "store.slots", path);
	OK(slots_read_store(path, &u.people[CLERK_1].identity, &k, &e));
	OK(store_key_renew(&k, &e));
	struct age_recipient to = u.people[CLERK_1].identity.recipient;
	OK(slots_write_store(path, &k, &to, 1, true, &e));
	unit_close(&u);
	unit_open(&u);
	cr_assert_not(access_is_settled(u.store, &l));
	OK(access_alone(u.store, &u.people[CLERK_1], &e));
	OK(database_rekey(u.store->db, &k.raw, &e));
	unit_close(&u);
	unit_open(&u);
	cr_assert_not(access_is_settled(u.store, &l));
	store_key_clear(&k);
	access_list_clear(&l);
	unit_end(&u);
}

Test(access, changes_while_nobody_else_has_the_store_open)
{
	struct unit u;
	struct store *other = NULL;
	unit_create(&u);
	OK(store_open(u.home, &u.people[CLERK_2], STORE_WORK, false, &other, &e));
	database_set_patience(u.store->db, 50);
	FAILS(ERR_BUSY, access_alone(u.store, &u.people[CLERK_1], &e));
	store_freep(&other);
	unit_close(&u);
	unit_open(&u);
	OK(access_alone(u.store, &u.people[CLERK_1], &e));
	act(u.store, "import", 0);
	unit_end(&u);
}
