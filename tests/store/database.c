/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/database.h"

#include "unit.h"

#include <fcntl.h>
#include <sys/stat.h>

struct place {
	struct unit unit;
	char path[128];
	struct secret key;
	struct database *db;
};

static void key_from(struct secret *key, char digit)
{
	char text[DATABASE_KEY_SIZE + 1] = "x'";
	memset(text + 2, digit, 96);
	text[98] = '\'';
	OK(secret_copy(key, bytes_of(text, DATABASE_KEY_SIZE), &e));
}

static void empty_file(const char *path)
{
	int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	cr_assert(fd >= 0);
	close(fd);
}

static void place_start(struct place *p)
{
	*p = (struct place){ .unit = { .folder = FOLDER } };
	OK(crypto_start(&e));
	cr_assert(mkdtemp(p->unit.folder));
	snprintf(p->path, sizeof p->path, "%s/a.db", p->unit.folder);
	key_from(&p->key, '7');
	empty_file(p->path);
	OK(database_open(p->path, &p->key, 2048, true, &p->db, &e));
}

static void place_end(struct place *p)
{
	database_freep(&p->db);
	secret_clear(&p->key);
	unit_end(&p->unit);
}

static void reopen(struct place *p)
{
	database_freep(&p->db);
	OK(database_open(p->path, &p->key, 2048, false, &p->db, &e));
}

static enum error_code open_fault(struct place *p, const char *path, const struct secret *key, bool fresh)
{
	struct database *db = NULL;
	struct error e = { 0 };
	bool done = database_open(path, key, 2048, fresh, &db, &e);
	database_freep(&db);
	(void)p;
	return done ? ERR_NONE : e.code;
}

Test(database, keeps_what_is_written_and_writes_no_plaintext)
{
	struct place p;
	int64_t n;
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	place_start(&p);
	OK(database_run(
		p.db, "CREATE TABLE t (a INTEGER, b TEXT); INSERT INTO t VALUES (42, 'canary-canary-canary')",
		&e));
	for (int i = 0; i < 2; i++) {
		char wal[140];
		snprintf(wal, sizeof wal, "%s-wal", p.path);
		read_whole(i == 0 ? wal : p.path, &file);
		cr_assert(file.size > 4096);
		cr_assert_null(memmem(file.data, file.size, "canary", 6));
		cr_assert_null(memmem(file.data, file.size, "CREATE TABLE", 12));
		reopen(&p);
	}
	OK(database_number(p.db, "SELECT a FROM t", &n, &e));
	cr_assert_eq(n, 42);
	place_end(&p);
}

/* What would be loaded is a pipe: whoever opens it waits for a writer who never comes, and the alarm ends
 * that. */
Test(database, loads_no_code_even_unguarded)
{
	struct place p;
	struct error e = { 0 };
	char sql[256], pipe[160];
	place_start(&p);
	snprintf(pipe, sizeof pipe, "%s/library.so", p.unit.folder);
	snprintf(sql, sizeof sql, "SELECT load_extension('%s')", pipe);
	cr_assert_eq(mkfifo(pipe, 0600), 0);
	alarm(30);
	cr_assert_not(database_run(p.db, sql, &e));
	alarm(0);
	place_end(&p);
}

Test(database, is_opened_with_these_pragmas)
{
	static const struct {
		const char *sql;
		int64_t value;
	} pragmas[] = {
		{ "PRAGMA temp_store", 2 },       { "PRAGMA secure_delete", 1 },
		{ "PRAGMA synchronous", 2 },      { "PRAGMA trusted_schema", 0 },
		{ "PRAGMA mmap_size", 0 },        { "PRAGMA cache_size", -2048 },
		{ "PRAGMA foreign_keys", 1 },     { "PRAGMA page_size", 4096 },
		{ "PRAGMA busy_timeout", 10000 }, { "PRAGMA cipher_memory_security", 0 },
		{ "PRAGMA cell_size_check", 1 },
	};
	struct place p;
	int64_t n;
	place_start(&p);
	for (size_t i = 0; i < ELEMENTS(pragmas); i++) {
		OK(database_number(p.db, pragmas[i].sql, &n, &e));
		cr_assert_eq(n, pragmas[i].value, "%s: %lld", pragmas[i].sql, (long long)n);
	}
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	OK(statement_start(&st, p.db, "PRAGMA journal_mode", &e));
	OK(statement_row(&st, &more, &e));
	cr_assert_str_eq(column_text(&st, 0), "wal");
	statement_clear(&st);
	place_end(&p);
}

Test(database, refuses_files_that_are_not_its_own)
{
	struct place p;
	char other[140], link[140];
	_cleanup_(secret_clear) struct secret wrong = { 0 };
	uint8_t plain[8192] = "SQLite format 3";
	place_start(&p);
	OK(database_run(p.db, "CREATE TABLE t (a)", &e));
	database_freep(&p.db);
	key_from(&wrong, '8');
	cr_assert_eq(open_fault(&p, p.path, &wrong, false), ERR_STORE_KEY);
	snprintf(other, sizeof other, "%s/b.db", p.unit.folder);
	snprintf(link, sizeof link, "%s/c.db", p.unit.folder);
	cr_assert_eq(open_fault(&p, other, &p.key, false), ERR_FILE_MISSING);
	cr_assert_not(file_exists(other), "opening made a file");
	cr_assert_eq(symlink(p.path, link), 0);
	cr_assert_eq(open_fault(&p, link, &p.key, false), ERR_FILE_UNSAFE);
	OK(file_replace(other, bytes_of(plain, sizeof plain), true, &e));
	cr_assert_eq(open_fault(&p, other, &p.key, false), ERR_STORE_PLAINTEXT);
	OK(file_replace(other, bytes_of(plain, 100), true, &e));
	cr_assert_eq(open_fault(&p, other, &p.key, false), ERR_STORE_KEY);
	OK(file_replace(other, BYTES(""), true, &e));
	cr_assert_eq(open_fault(&p, other, &p.key, false), ERR_STORE_KEY);
	cr_assert_eq(open_fault(&p, p.path, &p.key, true), ERR_FILE_EXISTS);
	OK(database_open(p.path, &p.key, 2048, false, &p.db, &e));
	place_end(&p);
}

Test(database, tells_a_flipped_bit)
{
	struct place p;
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	place_start(&p);
	OK(database_run(p.db, "CREATE TABLE t (a)", &e));
	database_freep(&p.db);
	read_whole(p.path, &file);
	file.data[1000] ^= 4;
	OK(file_replace(p.path, buffer_bytes(&file), true, &e));
	cr_assert_eq(open_fault(&p, p.path, &p.key, false), ERR_STORE_KEY);
	place_end(&p);
}

Test(database, once_guarded_does_nothing_but_rows)
{
	static const char *const denied[] = {
		"ATTACH '/tmp/sluis-never.db' AS other KEY ''",
		"CREATE TABLE u (a)",
		"CREATE TEMP TABLE u (a)",
		"DROP TABLE t",
		"ALTER TABLE t RENAME TO u",
		"CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END",
		"CREATE VIEW v AS SELECT 1",
		"CREATE INDEX i ON t (a)",
		"VACUUM INTO '/tmp/sluis-never.db'",
		"PRAGMA rekey = 'x'",
		"PRAGMA key = 'x'",
		"PRAGMA writable_schema = 1",
		"PRAGMA cipher_plaintext_header_size = 32",
		"PRAGMA temp_store = FILE",
		"PRAGMA secure_delete = OFF",
		"PRAGMA user_version = 9",
		"SELECT sqlcipher_export('main')",
		"SELECT load_extension('x')",
		"INSERT INTO sqlite_master VALUES (1, 2, 3, 4, 5)",
		"ANALYZE",
	};
	struct place p;
	int64_t n;
	place_start(&p);
	OK(database_run(p.db, "CREATE TABLE t (a)", &e));
	OK(database_guard(p.db, &e));
	for (size_t i = 0; i < ELEMENTS(denied); i++) {
		struct error e = { 0 };
		cr_assert_not(database_run(p.db, denied[i], &e), "%s", denied[i]);
		cr_expect_eq(e.code, ERR_STORE, "%s: %s", denied[i], error_name(e.code));
	}
	OK(database_run(p.db, "BEGIN IMMEDIATE; INSERT INTO t VALUES (1); UPDATE t SET a = 2; COMMIT", &e));
	OK(database_number(p.db, "SELECT max(a) FROM t", &n, &e));
	cr_assert_eq(n, 2);
	OK(database_number(p.db, "PRAGMA user_version", &n, &e));
	OK(database_number(p.db, "PRAGMA wal_checkpoint(TRUNCATE)", &n, &e));
	cr_assert_not(file_exists("/tmp/sluis-never.db"));
	place_end(&p);
}

Test(database, statements_nest_and_forget)
{
	static const char sql[] = "SELECT ?1";
	struct place p;
	bool more;
	place_start(&p);
	_cleanup_(statement_clear) struct statement a = { 0 }, b = { 0 };
	OK(statement_start(&a, p.db, sql, &e));
	OK(statement_start(&b, p.db, sql, &e));
	bind_number(&a, 1, 1);
	bind_text(&b, 1, "two");
	OK(statement_row(&a, &more, &e));
	OK(statement_row(&b, &more, &e));
	cr_assert_eq(column_number(&a, 0), 1);
	cr_assert_str_eq(column_text(&b, 0), "two");
	statement_clear(&a);
	OK(statement_start(&a, p.db, sql, &e));
	OK(statement_row(&a, &more, &e));
	cr_assert(column_is_null(&a, 0));
	OK(statement_row(&a, &more, &e));
	cr_assert_not(more);
	statement_reset(&a);
	bind_count(&a, 1, (uint64_t)INT64_MAX + 1);
	FAILS(ERR_VALUE, statement_row(&a, &more, &e));
	statement_clear(&a);
	statement_clear(&b);
	place_end(&p);
}

Test(database, tells_a_row_of_the_wrong_size)
{
	struct place p;
	uint8_t out[4];
	bool more;
	place_start(&p);
	_cleanup_(statement_clear) struct statement st = { 0 };
	OK(statement_start(&st, p.db, "SELECT x'0102'", &e));
	OK(statement_row(&st, &more, &e));
	FAILS(ERR_STORE, column_exactly(&st, 0, out, sizeof out, &e));
	OK(column_exactly(&st, 0, out, 2, &e));
	statement_clear(&st);
	place_end(&p);
}

Test(database, errors_hold_nothing_that_was_bound)
{
	static const char sql[] = "INSERT INTO t VALUES (?1)";
	struct place p;
	struct error fault = { 0 };
	place_start(&p);
	OK(database_run(p.db, "CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES ('999990019')", &e));
	_cleanup_(statement_clear) struct statement st = { 0 };
	OK(statement_start(&st, p.db, sql, &e));
	bind_text(&st, 1, "999990019");
	cr_assert_not(statement_run(&st, &fault));
	cr_assert_eq(fault.code, ERR_STORE);
	cr_assert_null(strstr(fault.detail, "99999"));
	cr_assert_null(strstr(fault.subject, "99999"));
	cr_assert_not(database_run(p.db, "SELECT nonesuch_999990019 FROM t", &fault));
	cr_assert_null(strstr(fault.detail, "99999"));
	statement_clear(&st);
	place_end(&p);
}

Test(database, a_second_writer_is_told_to_wait)
{
	struct place p;
	struct database *other = NULL;
	int64_t n;
	place_start(&p);
	OK(database_run(p.db, "CREATE TABLE t (a)", &e));
	OK(database_open(p.path, &p.key, 2048, false, &other, &e));
	database_set_patience(other, 1);
	OK(database_begin(p.db, &e));
	cr_assert(database_in_transaction(p.db));
	FAILS(ERR_BUSY, database_begin(other, &e));
	OK(database_number(other, "SELECT count(*) FROM t", &n, &e)); /* readers aren't held up */
	OK(database_commit(p.db, &e));
	OK(database_begin(other, &e));
	database_rollback(other);
	database_rollback(other); /* none open: nothing */
	cr_assert_not(database_in_transaction(other));
	database_freep(&other);
	place_end(&p);
}

static void take_file(struct database *db, struct buffer *ret)
{
	uint64_t size;
	OK(database_file_size(db, &size, &e));
	buffer_reset(ret);
	uint8_t *room = buffer_room(ret, (size_t)size);
	cr_assert(room);
	OK(database_file_read(db, 0, room, (size_t)size, &e));
	buffer_grew(ret, (size_t)size);
}

/* What others write meanwhile, a thousand pages of it, goes to the write-ahead log and no further. */
Test(database, stays_as_it_is_while_its_file_is_read)
{
	struct place p;
	struct database *other = NULL;
	_cleanup_(buffer_clear) struct buffer before = { 0 };
	_cleanup_(buffer_clear) struct buffer after = { 0 };
	int64_t n, busy;
	place_start(&p);
	OK(database_run(p.db, "CREATE TABLE t (a); INSERT INTO t VALUES (1)", &e));
	OK(database_open(p.path, &p.key, 2048, false, &other, &e));
	OK(database_begin_file(p.db, &e));
	take_file(p.db, &before);
	cr_assert(before.size >= 8192);
	OK(database_run(other,
	                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
	                " INSERT INTO t SELECT randomblob(4000) FROM n",
	                &e));
	database_set_patience(other, 1);
	OK(database_number(other, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, &e));
	cr_assert_eq(busy, 1);
	take_file(p.db, &after);
	cr_assert(bytes_equal(buffer_bytes(&before), buffer_bytes(&after)));
	OK(database_number(p.db, "SELECT count(*) FROM t", &n, &e));
	cr_assert_eq(n, 1);
	database_rollback(p.db);
	OK(database_number(p.db, "SELECT count(*) FROM t", &n, &e));
	cr_assert_eq(n, 2001);
	OK(database_number(other, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, &e));
	cr_assert_eq(busy, 0);
	take_file(p.db, &after);
	cr_assert(after.size > before.size);
	database_freep(&other);
	place_end(&p);
}

Test(database, whose_older_state_is_being_read_is_waited_for)
{
	struct place p;
	struct database *other = NULL;
	int64_t n;
	place_start(&p);
	OK(database_run(p.db, "CREATE TABLE t (a)", &e));
	OK(database_open(p.path, &p.key, 2048, false, &other, &e));
	OK(database_begin_reading(other, &e));
	OK(database_number(other, "SELECT count(*) FROM t", &n, &e));
	OK(database_run(p.db, "INSERT INTO t VALUES (1)", &e));
	database_set_patience(p.db, 1);
	FAILS(ERR_BUSY, database_begin_file(p.db, &e));
	cr_assert_not(database_in_transaction(p.db));
	database_rollback(other);
	OK(database_begin_file(p.db, &e));
	database_freep(&other);
	place_end(&p);
}

Test(database, that_is_sound_says_so)
{
	struct place p;
	bool sound;
	place_start(&p);
	OK(database_run(p.db,
	                "PRAGMA foreign_keys = OFF; CREATE TABLE a (i INTEGER PRIMARY KEY);"
	                "CREATE TABLE b (a INTEGER REFERENCES a (i))",
	                &e));
	OK(database_is_sound(p.db, &sound, &e));
	cr_assert(sound);
	OK(database_run(p.db, "INSERT INTO b VALUES (7)", &e));
	OK(database_is_sound(p.db, &sound, &e));
	cr_assert_not(sound);
	place_end(&p);
}
