/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/slots.h"

#include "unit.h"

static struct age_recipient recipients_of(const struct unit *u, int who)
{
	return u->people[who].identity.recipient;
}

/* An age file with any text, to one person. */
static void seal_text(const char *path, const char *text, const struct age_recipient *to)
{
	_cleanup_(buffer_clear) struct buffer out = { 0 };
	_cleanup_(age_writer_freep) struct age_writer *w = NULL;
	OK(age_writer_start(sink_to_buffer(&out), to, 1, &w, &e));
	OK(sink_write(age_writer_sink(w), bytes_of_string(text), &e));
	OK(age_writer_end(w, &e));
	OK(file_replace(path, buffer_bytes(&out), true, &e));
}

Test(slots, give_each_person_the_same_key)
{
	struct unit u;
	char path[128];
	struct store_key made = { 0 }, read = { 0 };
	unit_start(&u);
	cr_assert_eq(mkdir(u.home, 0700), 0);
	unit_path(&u, "store.slots", path);
	struct age_recipient to[] = { recipients_of(&u, CLERK_1), recipients_of(&u, CLERK_2) };
	OK(store_key_generate(&made, &e));
	OK(slots_write_store(path, &made, to, 2, false, &e));
	FAILS(ERR_FILE_EXISTS, slots_write_store(path, &made, to, 2, false, &e));
	for (int who = CLERK_1; who <= CLERK_2; who++) {
		OK(slots_read_store(path, &u.people[who].identity, &read, &e));
		cr_assert_eq(memcmp(made.store, read.store, STORE_ID_SIZE), 0);
		cr_assert(bytes_equal_secret(secret_open(&made.raw), secret_open(&read.raw)));
		cr_assert_eq(made.raw.data[0], 'x');
		cr_assert_eq(made.raw.data[98], '\'');
		secret_close(&made.raw);
		secret_close(&read.raw);
		store_key_clear(&read);
	}
	FAILS(ERR_NO_KEY, slots_read_store(path, &u.people[STRANGER].identity, &read, &e));
	store_key_clear(&made);
	unit_end(&u);
}

/* While one key replaces another both are there, and in files of today the list they were made for. */
Test(slots, hold_the_key_before_and_name_their_list)
{
	struct unit u;
	char path[128];
	struct store_key made = { 0 }, read = { 0 };
	unit_start(&u);
	cr_assert_eq(mkdir(u.home, 0700), 0);
	unit_path(&u, "store.slots", path);
	struct age_recipient to[] = { recipients_of(&u, CLERK_1), recipients_of(&u, CLERK_2) };
	OK(store_key_generate(&made, &e));
	OK(store_key_renew(&made, &e));
	made.has_access = true;
	made.access.bytes[31] = 7;
	OK(slots_write_store(path, &made, to, 2, false, &e));
	OK(slots_read_store(path, &u.people[CLERK_2].identity, &read, &e));
	cr_assert(bytes_equal_secret(secret_open(&made.raw), secret_open(&read.raw)));
	cr_assert(bytes_equal_secret(secret_open(&made.before), secret_open(&read.before)));
	cr_assert_not(bytes_equal_secret(bytes_of(made.raw.data, 99), bytes_of(made.before.data, 99)));
	cr_assert(read.has_access && sha256_equal(&read.access, &made.access));
	cr_assert_eq(read.stanzas, 2);
	store_key_clear(&made);
	store_key_clear(&read);
	unit_end(&u);
}

Test(slots, hold_what_is_told_and_nothing_else)
{
#define ID "000102030405060708090a0b0c0d0e0f"
#define LIST "7777777777777777777777777777777777777777777777777777777777777777"
#define KEY "7777777777777777777777777777777777777777777777777777777777777777aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	static const char *const wrong[] = {
		"x",
		"# sluis store key\n",
		"# sluis store key\nstore: " ID "\n",
		"# sluis store key\nstore: " ID "\nkey: " KEY,
		"# sluis store key\nstore: " ID "\nkey: " KEY "\n\n",
		"# sluis store key\nstore: " ID "\nkey: " KEY "77\n",
		"# sluis store key\nstore: " ID "\nkey: 77\n",
		"# sluis store key\nstore: " ID "77\nkey: " KEY "\n",
		"# sluis store kex\nstore: " ID "\nkey: " KEY "\n",
		"# sluis store key\nstore: " ID "\nkey: " KEY "\nbefore: 77\n",
		"# sluis store key\nstore: " ID "\nkey: " KEY "\nbefore: " KEY "\nbefore: " KEY "\n",
		"# sluis store key\nstore: " ID "\nbefore: " KEY "\nkey: " KEY "\n",
		"# sluis store key\nstore: " ID "\nkey: " KEY "\naccess: 77\n",
		"# sluis store key\nstore: " ID "\nkey: " KEY "\naccess: " LIST "\nbefore: " KEY "\n",
		"# sluis store key\nstore: " ID "\nkey: " KEY "\naccess: " LIST "\naccess: " LIST "\n",
	};
	struct unit u;
	char path[128];
	struct store_key k = { 0 };
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	unit_start(&u);
	cr_assert_eq(mkdir(u.home, 0700), 0);
	unit_path(&u, "store.slots", path);
	struct age_recipient to = recipients_of(&u, CLERK_1);
	const struct age_identity *id = &u.people[CLERK_1].identity;
	seal_text(path, "# sluis store key\nstore: " ID "\nkey: " KEY "\n", &to);
	OK(slots_read_store(path, id, &k, &e));
	cr_assert_eq(k.store[15], 15);
	store_key_clear(&k);
	for (size_t i = 0; i < ELEMENTS(wrong); i++) {
		seal_text(path, wrong[i], &to);
		FAILS(ERR_STORE_KEY, slots_read_store(path, id, &k, &e));
	}
	char big[4096];
	memset(big, 'a', sizeof big);
	big[sizeof big - 1] = 0;
	seal_text(path, big, &to);
	FAILS(ERR_STORE_KEY, slots_read_store(path, id, &k, &e));
	seal_text(path, "# sluis store key\nstore: " ID "\nkey: " KEY "\n", &to);
	save(&u, "store.slots", &file);
	for (size_t size = 0; size < file.size; size += 7) { /* cut anywhere */
		struct error fault = { 0 };
		OK(file_replace(path, bytes_of(file.data, size), true, &e));
		cr_assert_not(slots_read_store(path, id, &k, &fault), "%zu", size);
	}
	unit_end(&u);
}

static bool is_pair(const struct signing_keys *a, const struct signing_keys *b)
{
	return note_verifier_equal(&a->log.public, &b->log.public) &&
	       note_verifier_equal(&a->witness.public, &b->witness.public);
}

Test(slots, for_signing_hold_the_units_two_keys_and_those_to_come)
{
	struct unit u;
	char path[128];
	struct signing_keys keys[3] = { 0 }, read[SIGNING_PAIRS] = { 0 };
	size_t pairs;
	unit_start(&u);
	cr_assert_eq(mkdir(u.home, 0700), 0);
	unit_path(&u, "signing.slots", path);
	struct age_recipient to = recipients_of(&u, CLERK_1);
	const struct age_identity *id = &u.people[CLERK_1].identity;
	for (size_t i = 0; i < 2; i++)
		OK(signing_keys_generate(UNIT, &keys[i], &e));
	OK(slots_write_signing(path, keys, 1, &to, 1, false, &e));
	FAILS(ERR_STORE_KEY, slots_read_signing(path, "oss.nl/wi", id, read, &pairs, &e));
	OK(slots_read_signing(path, UNIT, id, read, &pairs, &e));
	cr_assert(pairs == 1 && is_pair(&read[0], &keys[0]));
	OK(slots_write_signing(path, keys, 2, &to, 1, true, &e));
	OK(slots_read_signing(path, UNIT, id, read, &pairs, &e));
	cr_assert(pairs == 2 && is_pair(&read[0], &keys[0]) && is_pair(&read[1], &keys[1]));
	OK(note_signer_generate(UNIT, NOTE_ED25519, &keys[2].witness, &e)); /* the other way round */
	OK(note_signer_generate(UNIT, NOTE_COSIGNATURE, &keys[2].log, &e));
	OK(slots_write_signing(path, &keys[2], 1, &to, 1, true, &e));
	FAILS(ERR_STORE_KEY, slots_read_signing(path, UNIT, id, read, &pairs, &e));
	seal_text(path, "PRIVATE+KEY+x\n", &to);
	FAILS(ERR_STORE_KEY, slots_read_signing(path, UNIT, id, read, &pairs, &e));
	for (size_t i = 0; i < 3; i++)
		signing_keys_clear(&keys[i]);
	for (size_t i = 0; i < SIGNING_PAIRS; i++)
		signing_keys_clear(&read[i]);
	unit_end(&u);
}
