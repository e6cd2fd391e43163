/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/store.h"

#include "log/proof.h"
#include "store/slots.h"
#include "store/statements.h"
#include "unit.h"

#include <sched.h>
#include <sys/mount.h>

static enum error_code open_fault(const struct unit *u, int who, bool unbound_ok)
{
	struct store *s = NULL;
	struct error e = { 0 };
	bool done = store_open(u->home, &u->people[who], STORE_READ, unbound_ok, &s, &e);
	store_freep(&s);
	return done ? ERR_NONE : e.code;
}

Test(store, is_made_opened_and_opened_again)
{
	static const char *const files[] = { "store.db", "store.slots", "signing.slots", "unit.card" };
	struct unit u;
	size_t count;
	uint8_t id[STORE_ID_SIZE];
	_cleanup_(buffer_clear) struct buffer card = { 0 };
	struct card c;
	unit_create(&u);
	for (size_t i = 0; i < ELEMENTS(files); i++)
		cr_assert(home_has(&u, files[i]), "%s", files[i]);
	cr_assert_str_eq(store_unit(u.store), UNIT);
	cr_assert_str_eq(store_home(u.store), u.home);
	cr_assert_eq(log_size(store_log(u.store)), 0);
	cr_assert_not(store_is_ready(u.store));
	cr_assert_not(home_has(&u, "anchor"));
	memcpy(id, store_id(u.store), sizeof id);
	save(&u, "unit.card", &card);
	OK(card_parse(buffer_bytes(&card), "unit.card", &c, &e));
	cr_assert(c.is_unit);
	cr_assert(note_verifier_equal(&c.key, &store_log_key(u.store)->public));
	cr_assert(note_verifier_equal(&c.witness, &store_witness_key(u.store)->public));
	cr_assert(age_recipient_equal(&c.recipient, &store_identities(u.store, &count)[0].recipient));
	cr_assert_eq(count, 1);
	act(u.store, "init", 0);
	unit_close(&u);
	unit_open(&u);
	cr_assert_eq(memcmp(id, store_id(u.store), sizeof id), 0);
	cr_assert_eq(log_size(store_log(u.store)), 1);
	cr_assert(home_has(&u, "anchor"));
	cr_assert_eq(store_rosters(u.store)->count, 1);
	unit_end(&u);
}

Test(store, opens_for_the_clerks_and_nobody_else)
{
	struct unit u;
	unit_create(&u);
	act(u.store, "init", 0);
	unit_close(&u);
	cr_assert_eq(open_fault(&u, CLERK_2, false), ERR_NONE);
	cr_assert_eq(open_fault(&u, STRANGER, true), ERR_NO_KEY); /* a mandate that has ended */
	cr_assert_eq(open_fault(&u, OFFICER_1, true), ERR_NO_KEY);
	unit_end(&u);
}

Test(store, wants_a_key_that_is_bound_to_it)
{
	struct unit u;
	struct sha256 other = { { 1 } };
	unit_create(&u);
	unit_close(&u);
	struct keyfile *k = &u.people[CLERK_2];
	k->store_count = 0;
	cr_assert_eq(open_fault(&u, CLERK_2, false), ERR_KEY_UNBOUND);
	k->bound = false;
	cr_assert_eq(open_fault(&u, CLERK_2, false), ERR_KEY_UNBOUND);
	cr_assert_eq(open_fault(&u, CLERK_2, true), ERR_NONE);
	/* bound to this store's id, but under another root: somebody put his own store here */
	uint8_t id[STORE_ID_SIZE];
	unit_open(&u);
	memcpy(id, store_id(u.store), sizeof id);
	unit_close(&u);
	OK(keyfile_bind(k, &other, id, &e));
	cr_assert_eq(open_fault(&u, CLERK_2, false), ERR_KEY_UNBOUND);
	unit_end(&u);
}

Test(store, is_not_made_where_something_is_or_for_whom_it_is_not)
{
	struct unit u;
	struct store *s = NULL;
	unit_start(&u);
	FAILS(ERR_UNIT_UNKNOWN, store_create(u.home, "oss.nl/jeugd", u.roster, &u.people[CLERK_1], &s, &e));
	FAILS(ERR_MANDATE, store_create(u.home, UNIT, u.roster, &u.people[STRANGER], &s, &e));
	FAILS(ERR_MANDATE, store_create(u.home, "oss.nl/wi", u.roster, &u.people[CLERK_1], &s, &e));
	cr_assert_not(file_exists(u.home), "a failure left something behind");
	_cleanup_(keyfile_clear) struct keyfile same_name = { 0 };
	OK(keyfile_generate(u.people[CLERK_1].name, &same_name, &e));
	FAILS(ERR_NO_KEY, store_create(u.home, UNIT, u.roster, &same_name, &s, &e));
	cr_assert_eq(mkdir(u.home, 0700), 0);
	struct buffer text = { 0 };
	buffer_append_string(&text, "mine");
	put_back(&u, "letter", &text);
	FAILS(ERR_FILE_EXISTS, store_create(u.home, UNIT, u.roster, &u.people[CLERK_1], &s, &e));
	cr_assert(home_has(&u, "letter"));
	drop(&u, "letter");
	OK(store_create(u.home, UNIT, u.roster, &u.people[CLERK_1], &u.store,
	                &e)); /* an empty folder will do */
	FAILS(ERR_FILE_EXISTS, store_create(u.home, UNIT, u.roster, &u.people[CLERK_1], &s, &e));
	cr_assert(home_has(&u, "store.db"));
	buffer_clear(&text);
	unit_end(&u);
}

Test(store, refuses_a_home_without_its_files)
{
	static const char *const files[] = { "store.db", "store.slots", "signing.slots" };
	struct unit u;
	_cleanup_(buffer_clear) struct buffer kept = { 0 };
	unit_create(&u);
	act(u.store, "init", 0);
	unit_close(&u);
	for (size_t i = 0; i < ELEMENTS(files); i++) {
		save(&u, files[i], &kept);
		drop(&u, files[i]);
		cr_assert_eq(open_fault(&u, CLERK_1, false), ERR_FILE_MISSING, "%s", files[i]);
		cr_assert_not(home_has(&u, files[i]), "opening made %s", files[i]);
		put_back(&u, files[i], &kept);
	}
	cr_assert_eq(open_fault(&u, CLERK_1, false), ERR_NONE);
	unit_end(&u);
}

Test(store, refuses_plaintext_another_key_and_another_store)
{
	struct unit u, other;
	_cleanup_(buffer_clear) struct buffer db = { 0 }, slots = { 0 }, signing = { 0 }, theirs = { 0 };
	unit_create(&u);
	act(u.store, "init", 0);
	unit_close(&u);
	save(&u, "store.db", &db);
	save(&u, "store.slots", &slots);
	save(&u, "signing.slots", &signing);
	buffer_append(&theirs, buffer_bytes(&db));
	memcpy(theirs.data, "SQLite format 3", 16);
	put_back(&u, "store.db", &theirs);
	cr_assert_eq(open_fault(&u, CLERK_1, false), ERR_STORE_PLAINTEXT);
	put_back(&u, "store.db", &db);
	/* another store made for the same people */
	other = u;
	snprintf(other.home, sizeof other.home, "%s/other", u.folder);
	OK(store_create(other.home, UNIT, u.roster, &u.people[CLERK_1], &other.store, &e));
	store_freep(&other.store);
	cr_assert_eq(open_fault(&other, CLERK_1, false), ERR_KEY_UNBOUND); /* the key doesn't know it */
	save(&other, "store.db", &theirs);
	put_back(&u, "store.db", &theirs);
	cr_assert_eq(open_fault(&u, CLERK_1, false), ERR_STORE_KEY);
	put_back(&u, "store.db", &db);
	/* another unit key to sign with: the log isn't signed by it */
	save(&other, "signing.slots", &theirs);
	put_back(&u, "signing.slots", &theirs);
	cr_assert_neq(open_fault(&u, CLERK_1, false), ERR_NONE);
	put_back(&u, "signing.slots", &signing);
	slots.data[slots.size - 1] ^= 1;
	put_back(&u, "store.slots", &slots);
	cr_assert_eq(open_fault(&u, CLERK_1, false), ERR_AGE_PAYLOAD);
	unit_end(&u);
}

Test(store, refuses_a_newer_schema)
{
	struct unit u;
	unit_create(&u);
	unit_close(&u);
	/* through its own door: the guard forbids it */
	char slots[128], path[128];
	unit_path(&u, "store.slots", slots);
	unit_path(&u, "store.db", path);
	_cleanup_(store_key_clear) struct store_key k = { 0 };
	struct database *db = NULL;
	OK(slots_read_store(slots, &u.people[CLERK_1].identity, &k, &e));
	OK(database_open(path, &k.raw, 2048, false, &db, &e));
	OK(database_run(db, "PRAGMA user_version = 1000", &e));
	database_freep(&db);
	cr_assert_eq(open_fault(&u, CLERK_1, false), ERR_STORE_VERSION);
	OK(database_open(path, &k.raw, 2048, false, &db, &e));
	OK(database_run(db, "PRAGMA user_version = 0", &e));
	database_freep(&db);
	cr_assert_eq(open_fault(&u, CLERK_1, false), ERR_STORE_KEY);
	unit_end(&u);
}

/* --- rosters --- */

Test(store, is_ready_once_the_roster_lists_its_keys)
{
	struct unit u;
	size_t count;
	struct store *second = NULL;
	unit_create(&u);
	act(u.store, "init", 0);
	OK(store_open(u.home, &u.people[CLERK_2], STORE_READ, false, &second, &e));
	_cleanup_(roster_freep) struct roster *next =
		unit_next_roster(&u, &store_identities(u.store, &count)[0].recipient,
	                         &store_log_key(u.store)->public, &store_witness_key(u.store)->public);
	OK(store_begin(u.store, &e));
	OK(statements_add_roster(u.store, buffer_bytes(&next->note), moment_now(), &e));
	cr_assert(store_is_ready(u.store));
	store_rollback(u.store);
	cr_assert_not(store_is_ready(u.store));
	cr_assert_eq(store_rosters(u.store)->count, 1);
	OK(store_begin(u.store, &e));
	OK(statements_add_roster(u.store, buffer_bytes(&next->note), moment_now(), &e));
	append_act(u.store, "roster", 0);
	OK(store_commit(u.store, &e));
	cr_assert(store_is_ready(u.store));
	FAILS(ERR_ROSTER_OLD, statements_add_roster(u.store, buffer_bytes(&next->note), moment_now(), &e));
	cr_assert_not(store_is_ready(second)); /* until it looks */
	OK(store_begin(second, &e));
	cr_assert(store_is_ready(second));
	store_rollback(second);
	store_freep(&second);
	unit_close(&u);
	unit_open(&u);
	cr_assert(store_is_ready(u.store));
	unit_end(&u);
}

Test(store, is_refused_when_the_roster_lists_other_keys)
{
	static const char sql[] = "INSERT INTO roster (version, note) VALUES (2, ?1)";
	struct unit u;
	size_t count;
	_cleanup_(note_signer_clear) struct note_signer other = { 0 };
	unit_create(&u);
	act(u.store, "init", 0);
	OK(note_signer_generate(UNIT, NOTE_ED25519, &other, &e));
	_cleanup_(roster_freep) struct roster *next =
		unit_next_roster(&u, &store_identities(u.store, &count)[0].recipient, &other.public,
	                         &store_witness_key(u.store)->public);
	OK(store_begin(u.store, &e));
	FAILS(ERR_FINGERPRINT, statements_add_roster(u.store, buffer_bytes(&next->note), moment_now(), &e));
	cr_assert_eq(store_rosters(u.store)->count, 1);
	struct statement st = { 0 };
	OK(statement_start(&st, u.store->db, sql, &e));
	bind_blob(&st, 1, buffer_bytes(&next->note));
	OK(statement_run(&st, &e));
	statement_clear(&st);
	OK(store_commit(u.store, &e));
	unit_close(&u);
	cr_assert_eq(open_fault(&u, CLERK_1, false), ERR_FINGERPRINT);
	unit_end(&u);
}

/* --- freshness --- */

Test(store, put_back_from_an_older_copy_is_caught)
{
	struct unit u;
	_cleanup_(buffer_clear) struct buffer db = { 0 };
	unit_create(&u);
	act(u.store, "init", 0);
	unit_close(&u);
	save(&u, "store.db", &db);
	unit_open(&u);
	act(u.store, "read", 3);
	unit_close(&u);
	put_back(&u, "store.db", &db);
	cr_assert_eq(open_fault(&u, CLERK_1, false), ERR_STORE_ROLLBACK);
	cr_assert_eq(open_fault(&u, CLERK_2, false), ERR_STORE_ROLLBACK); /* and again */
	unit_end(&u);
}

Test(store, with_another_history_of_the_same_length_is_caught)
{
	struct unit u;
	_cleanup_(buffer_clear) struct buffer db = { 0 }, old = { 0 }, anchor = { 0 };
	unit_create(&u);
	act(u.store, "init", 0);
	unit_close(&u);
	save(&u, "store.db", &db);
	save(&u, "anchor", &old);
	unit_open(&u);
	act(u.store, "read", 0);
	unit_close(&u);
	save(&u, "anchor", &anchor);
	put_back(&u, "store.db", &db);
	put_back(&u, "anchor", &old);
	unit_open(&u);
	act(u.store, "export", 0);
	unit_close(&u);
	put_back(&u, "anchor", &anchor);
	cr_assert_eq(open_fault(&u, CLERK_1, false), ERR_STORE_ROLLBACK);
	unit_end(&u);
}

Test(store, without_its_write_ahead_log_is_caught)
{
	static const char *const files[] = { "store.slots", "signing.slots", "anchor", "store.db",
		                             "store.db-wal" };
	struct unit u, copy;
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	unit_create(&u);
	act(u.store, "init", 0);
	unit_close(&u);
	unit_open(&u);
	act(u.store, "read", 2); /* stands in the write-ahead log while the store is open */
	copy = u;
	snprintf(copy.home, sizeof copy.home, "%s/copy", u.folder);
	for (size_t wal = 0; wal < 2; wal++) {
		cr_assert_eq(mkdir(copy.home, 0700), 0);
		for (size_t i = 0; i < ELEMENTS(files) - 1 + wal; i++) {
			save(&u, files[i], &file);
			put_back(&copy, files[i], &file);
		}
		cr_assert_eq(open_fault(&copy, CLERK_1, false), wal ? ERR_NONE : ERR_STORE_ROLLBACK);
		snprintf(copy.home, sizeof copy.home, "%s/copy2", u.folder);
	}
	unit_end(&u);
}

Test(store, without_its_anchor_is_caught)
{
	struct unit u;
	_cleanup_(buffer_clear) struct buffer anchor = { 0 }, bad = { 0 };
	unit_create(&u);
	act(u.store, "init", 0);
	unit_close(&u);
	save(&u, "anchor", &anchor);
	drop(&u, "anchor");
	cr_assert_eq(open_fault(&u, CLERK_1, false), ERR_STORE_ANCHOR);
	buffer_append_string(&bad, "nothing\n");
	put_back(&u, "anchor", &bad);
	cr_assert_eq(open_fault(&u, CLERK_1, false), ERR_STORE_ANCHOR);
	put_back(&u, "anchor", &anchor);
	cr_assert_eq(open_fault(&u, CLERK_1, false), ERR_NONE);
	unit_end(&u);
}

Test(store, killed_between_commit_and_anchor_moves_the_anchor_on)
{
	struct unit u;
	_cleanup_(buffer_clear) struct buffer old = { 0 }, anchor = { 0 }, now = { 0 };
	unit_create(&u);
	act(u.store, "init", 0);
	save(&u, "anchor", &old);
	act(u.store, "read", 1);
	save(&u, "anchor", &anchor);
	unit_close(&u);
	put_back(&u, "anchor", &old);
	unit_open(&u);
	cr_assert_eq(log_size(store_log(u.store)), 3);
	save(&u, "anchor", &now);
	cr_assert(bytes_equal(buffer_bytes(&now), buffer_bytes(&anchor)));
	unit_close(&u);
	/* and when it happened at the very first act */
	unit_open(&u);
	unit_end(&u);
}

/* --- two programs --- */

Test(store, two_programs_append_in_turn_to_one_log)
{
	struct unit u;
	struct store *other = NULL;
	struct sha256 a, b;
	unit_create(&u);
	act(u.store, "init", 0);
	OK(store_open(u.home, &u.people[CLERK_2], STORE_WORK, false, &other, &e));
	for (int i = 0; i < 4; i++) {
		act(u.store, "read", 100);
		act(other, "search", 77);
	}
	OK(store_begin(u.store, &e));
	store_rollback(u.store);
	cr_assert_eq(log_size(store_log(u.store)), 1 + 4 * (101 + 78));
	cr_assert_eq(log_size(store_log(other)), log_size(store_log(u.store)));
	log_root(store_log(u.store), &a);
	log_root(store_log(other), &b);
	cr_assert(sha256_equal(&a, &b));
	store_freep(&other);
	unit_close(&u);
	unit_open(&u);
	unit_end(&u);
}

Test(store, that_another_program_writes_is_busy)
{
	struct unit u;
	struct store *other = NULL;
	unit_create(&u);
	act(u.store, "init", 0);
	OK(store_open(u.home, &u.people[CLERK_2], STORE_WORK, false, &other, &e));
	database_set_patience(other->db, 1);
	OK(store_begin(u.store, &e));
	FAILS(ERR_BUSY, store_begin(other, &e));
	append_act(u.store, "read", 0);
	OK(store_commit(u.store, &e));
	act(other, "read", 0);
	store_freep(&other);
	unit_end(&u);
}

Test(store, rolled_back_under_an_open_program_is_caught)
{
	struct unit u;
	unit_create(&u);
	act(u.store, "init", 0);
	act(u.store, "read", 0);
	OK(database_run(u.store->db, "DELETE FROM log_checkpoint", &e));
	FAILS(ERR_STORE_ROLLBACK, store_begin(u.store, &e));
	cr_assert_not(database_in_transaction(u.store->db));
	unit_end(&u);
}

/* --- the log --- */

/* A log of 100 entries, of which some runs were dated as said: where does the day begin? */
static const struct {
	const char *what;
	struct {
		int index;
		const char *day;
	} runs[6];
	const char *day;
	uint64_t begins;
} believed_days[] = {
	{ "each day after the one before", { { 0, "2024-03-01" }, { 40, "2024-03-02" } }, "2024-03-02", 40 },
	{ "an act years back, before there was a roster, isn't believed over the first day",
	  { { 0, "2024-03-01" }, { 40, "2013-03-01" }, { 41, "2024-03-02" }, { 60, "2024-03-03" } },
	  "2024-03-01",
	  0 },
	{ "nor are many",
	  { { 0, "2024-03-01" }, { 1, "2013-03-01" }, { 90, "2024-03-02" } },
	  "2024-03-01",
	  0 },
	{ "nor several days of them",
	  { { 0, "2024-03-01" }, { 1, "2013-03-01" }, { 2, "2013-03-02" }, { 3, "2024-03-02" } },
	  "2024-03-01",
	  0 },
	{ "one that a clock stepped back to weighs less than a day's work",
	  { { 0, "2024-06-01" }, { 40, "2024-03-01" }, { 41, "2024-06-02" } },
	  "2024-06-01",
	  0 },
	{ "a leap ahead doesn't hold up the days behind it",
	  { { 0, "2024-03-01" }, { 40, "2024-09-01" }, { 41, "2024-03-02" }, { 60, "2024-03-03" } },
	  "2024-03-03",
	  60 },
	{ "nor does a great import on that day",
	  { { 0, "2024-09-01" }, { 80, "2024-03-01" }, { 85, "2024-03-02" }, { 90, "2024-03-03" } },
	  "2024-03-03",
	  90 },
	{ "the acts of a leap count with those behind them",
	  { { 0, "2024-03-01" }, { 40, "2024-09-01" }, { 41, "2024-03-02" }, { 80, "2024-03-03" } },
	  "2024-03-02",
	  40 },
	{ "at the end, too",
	  { { 0, "2024-03-01" }, { 40, "2024-09-01" }, { 41, "2024-03-02" } },
	  "2024-03-03",
	  100 },
};

Test(store, finds_a_day_whatever_clocks_said)
{
	struct unit u;
	unit_create(&u);
	act(u.store, "init", 0);
	act(u.store, "import", 98);
	cr_assert_eq(log_size(store_log(u.store)), 100);
	for (size_t i = 0; i < ELEMENTS(believed_days); i++) {
		uint64_t begins;
		OK(database_run(u.store->db, "DELETE FROM log_day", &e));
		for (size_t k = 0; k < 6 && believed_days[i].runs[k].day; k++) {
			char sql[80];
			snprintf(sql, sizeof sql, "INSERT INTO log_day (idx, day) VALUES (%d, %lld)",
			         believed_days[i].runs[k].index,
			         (long long)a_day(believed_days[i].runs[k].day));
			OK(database_run(u.store->db, sql, &e));
		}
		OK(store_log_day(u.store, a_day(believed_days[i].day), &begins, &e));
		cr_assert_eq(begins, believed_days[i].begins, "%s: at %llu", believed_days[i].what,
		             (unsigned long long)begins);
	}
	unit_end(&u);
}

Test(store, keeps_entries_with_their_private_part)
{
	struct unit u;
	_cleanup_(buffer_clear) struct buffer raw = { 0 }, values = { 0 };
	_cleanup_(entry_text_freep) struct entry_text *text = NULL;
	struct entry entry = { 0 };
	struct sha256 none;
	unit_create(&u);
	act(u.store, "init", 1);
	OK(log_entry(store_log(u.store), 0, &raw, &e));
	OK(entry_parse(buffer_bytes(&raw), &entry, &text, &e));
	cr_assert_str_eq(entry.log, UNIT);
	cr_assert_str_eq(entry.action, "init");
	memset(&none, 0, sizeof none);
	cr_assert_not(sha256_equal(&entry.commitment, &none));
	OK(store_log_private(u.store, 0, &values, &e));
	cr_assert_str_eq(buffer_string(&values), "{\"reason\":\"because\"}");
	buffer_reset(&values);
	OK(store_log_private(u.store, 1, &values, &e));
	cr_assert_str_eq(buffer_string(&values), "{\"subject\":\"999990019\",\"subject_type\":\"bsn\"}");
	buffer_reset(&values);
	OK(database_run(u.store->db, "DELETE FROM log_private WHERE idx = 1", &e)); /* erased */
	OK(store_log_private(u.store, 1, &values, &e));
	cr_assert_eq(values.size, 0);
	FAILS(ERR_NOT_FOUND, store_log_private(u.store, 2, &values, &e));
	unit_end(&u);
}

Test(store, forgets_what_was_rolled_back)
{
	struct unit u;
	struct sha256 before, after;
	_cleanup_(buffer_clear) struct buffer value = { 0 };
	unit_create(&u);
	act(u.store, "init", 2);
	log_root(store_log(u.store), &before);
	OK(store_begin(u.store, &e));
	append_act(u.store, "read", 300);
	OK(store_set(u.store, "x", BYTES("1"), &e));
	store_rollback(u.store);
	store_rollback(u.store); /* does no harm */
	log_root(store_log(u.store), &after);
	cr_assert(sha256_equal(&before, &after));
	cr_assert_eq(log_size(store_log(u.store)), 3);
	FAILS(ERR_NOT_FOUND, store_get(u.store, "x", &value, &e));
	act(u.store, "read", 300);
	unit_close(&u);
	unit_open(&u);
	cr_assert_eq(log_size(store_log(u.store)), 304);
	unit_end(&u);
}

Test(store, signs_each_size_of_its_tree_once_in_a_transaction)
{
	struct unit u;
	_cleanup_(buffer_clear) struct buffer note = { 0 }, again = { 0 }, larger = { 0 }, anchor = { 0 };
	struct checkpoint c;
	unit_create(&u);
	act(u.store, "init", 0);
	OK(store_begin(u.store, &e));
	append_act(u.store, "pack", 5);
	OK(store_sign_log(u.store, &note, &e));
	OK(store_sign_log(u.store, &again, &e));
	cr_assert(bytes_equal(buffer_bytes(&note), buffer_bytes(&again)));
	OK(checkpoint_open(buffer_bytes(&note), "checkpoint", ONE_KEY(&store_log_key(u.store)->public), &c,
	                   &e));
	cr_assert_eq(c.size, 7);
	append_act(u.store, "pack", 0); /* another letter of the same act */
	OK(store_sign_log(u.store, &larger, &e));
	OK(store_commit(u.store, &e));
	OK(checkpoint_open(buffer_bytes(&larger), "checkpoint", ONE_KEY(&store_log_key(u.store)->public), &c,
	                   &e));
	cr_assert_eq(c.size, 8);
	save(&u, "anchor", &anchor);
	cr_assert(bytes_equal(buffer_bytes(&larger), buffer_bytes(&anchor)));
	cr_assert(store_anchor_is_current(u.store));
	unit_end(&u);
}

Test(store, records_a_clock_that_steps_back)
{
	struct unit u;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	_cleanup_(entry_text_freep) struct entry_text *text = NULL;
	struct entry entry = { .start = moment_now() - 3600,
		               .end = moment_now() - 3599,
		               .action = "read",
		               .unit = UNIT,
		               .role = "consulent",
		               .mandate = "m-3",
		               .key = "00112233",
		               .roster_version = 1 };
	struct entry_private p = { 0 };
	uint64_t index;
	unit_create(&u);
	act(u.store, "init", 0);
	OK(store_begin(u.store, &e));
	OK(store_log_append(u.store, &entry, &p, &index, &e));
	OK(store_commit(u.store, &e));
	OK(log_entry(store_log(u.store), 1, &raw, &e));
	OK(entry_parse(buffer_bytes(&raw), &entry, &text, &e));
	cr_assert(entry.clock_back);
	unit_end(&u);
}

Test(store, takes_many_clients_in_one_act)
{
	struct unit u;
	struct sha256 root, again;
	unit_create(&u);
	act(u.store, "list", 5000);
	log_root(store_log(u.store), &root);
	unit_close(&u);
	unit_open(&u);
	log_root(store_log(u.store), &again);
	cr_assert_eq(log_size(store_log(u.store)), 5001);
	cr_assert(sha256_equal(&root, &again));
	unit_end(&u);
}

/* --- settings, faults --- */

Test(store, keeps_small_named_values)
{
	struct unit u;
	_cleanup_(buffer_clear) struct buffer value = { 0 };
	unit_create(&u);
	FAILS(ERR_NOT_FOUND, store_get(u.store, "colour", &value, &e));
	OK(store_begin(u.store, &e));
	OK(store_set(u.store, "colour", BYTES("red"), &e));
	OK(store_set(u.store, "colour", BYTES("blue"), &e));
	OK(store_commit(u.store, &e));
	OK(store_get(u.store, "colour", &value, &e));
	cr_assert_str_eq(buffer_string(&value), "blue");
	unit_end(&u);
}

Test(store, on_a_full_disk_takes_back_the_act)
{
	struct unit u;
	unit_start(&u);
	if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
	    mount("tmpfs", u.folder, "tmpfs", 0, "size=1m") != 0) {
		unit_end(&u);
		cr_skip_test("a small tmpfs can be mounted by root only");
	}
	OK(store_create(u.home, UNIT, u.roster, &u.people[CLERK_1], &u.store, &e));
	OK(keyfile_bind(&u.people[CLERK_1], &u.roster->hash, store_id(u.store), &e));
	act(u.store, "init", 0);
	static const uint8_t big[1u << 20];
	OK(store_begin(u.store, &e));
	append_act(u.store, "import", 3);
	struct error fault = { 0 };
	bool done =
		store_set(u.store, "big", bytes_of(big, sizeof big), &fault) && store_commit(u.store, &fault);
	cr_assert_not(done);
	cr_assert_eq(fault.code, ERR_DISK_FULL, "%s: %s", error_name(fault.code), fault.detail);
	store_rollback(u.store);
	cr_assert_eq(log_size(store_log(u.store)), 1);
	act(u.store, "read", 0); /* there is room for that */
	unit_close(&u);
	unit_open(&u);
	cr_assert_eq(log_size(store_log(u.store)), 2);
	unit_close(&u);
	umount(u.folder);
	unit_end(&u);
}
