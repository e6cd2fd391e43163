/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/schema.h"

#include "store/store_internal.h"

#include "unit.h"

#include <fcntl.h>

static const char *const steps[] = { "CREATE TABLE one (a); INSERT INTO one VALUES (1)",
	                             "CREATE TABLE two (a); INSERT INTO two SELECT a + 1 FROM one",
	                             "ALTER TABLE two ADD COLUMN b" };
static const char *const broken[] = { "CREATE TABLE one (a)", "CREATE TABLE two (a); CREATE TABLE one (a)" };

struct place {
	struct unit unit;
	char path[128], copy[140];
	struct secret key;
	struct database *db;
};

static void place_start(struct place *p)
{
	char text[DATABASE_KEY_SIZE + 1] = "x'";
	*p = (struct place){ .unit = { .folder = FOLDER } };
	OK(crypto_start(&e));
	cr_assert(mkdtemp(p->unit.folder));
	snprintf(p->path, sizeof p->path, "%s/a.db", p->unit.folder);
	snprintf(p->copy, sizeof p->copy, "%s.before-2", p->path);
	memset(text + 2, '7', 96);
	text[98] = '\'';
	OK(secret_copy(&p->key, bytes_of(text, DATABASE_KEY_SIZE), &e));
	close(open(p->path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600));
	OK(database_open(p->path, &p->key, 2048, true, &p->db, &e));
}

static void place_end(struct place *p)
{
	database_freep(&p->db);
	secret_clear(&p->key);
	unit_end(&p->unit);
}

static int64_t ask(struct database *db, const char *sql)
{
	int64_t n = -1;
	OK(database_number(db, sql, &n, &e));
	return n;
}

/* A step that stores were made with is never edited, or two stores of one version would differ. A new step
 * adds a line. */
Test(schema, steps_that_were_released_stay_as_they_are)
{
	static const char *const released[] = {
		"d5416b7dc1d12a6d35dca57be0a71759d78e19d363f8f7e73495055dc26da5d9",
		"b6782d750e9bd6df2f0a214a8941abfd34c5290f59df2268f39c561f5fbc6221",
		"054c8f4dd8e20ce3874006e660f8d3f3aa0a2a31e1536942dbf3d41b730d3b88",
		"3208d6bc0c58821c3c36dde3726c2a4c9c1427ce5c521e65202b4e87d88e5930",
		"a9eca388002dc41da8952ff1706783ca894058abac7b545bd10b5d738ba17a3b",
		"2b8fa1e30b7608992fdfc9ee64d7b07371c360c661222db083ac5442516f1f45",
		"910759881bc363437f6697e0328298943510bd9f9ac545c83b66af0af3a7740c",
		"0d12c2915675e0757ae1057b1d827c5e0370e2d8135ecdc2cfce75992daff0e1",
		"0f3ebb2317d365343f6d42dd915704f2216b3ab8c1a01e86285977fcf9a04e03",
		"81a677a899c7c37cc2f2100da43d707a708f12bde1caa520eeb42f7d37973ba5",
		"273b4302f3710e2d3f21598f3bd3aaeeebdb993ca70a38683247dca55d61178a",
		"cc2444607e339e24bfee801a43dd62e8a4091a96f901c0305b71811aca7f9e11",
		"509a71e6ef2ca0270c44b93b5f3e560f94684d200cbf73049e89d993bec6f3d1",
		"62301659affb4cda6af22cc900650384da403f13df632ff08a5fa447222fdcd8",
		"e970b1d72856adec54c9104f27b2b42a007f28521bcfcad0cf816734de889067",
		"707efa203e4df6521d40b4a61e56f3246a1adb94c21ba5d0e61f13d6c6d9b000",
		"29618df5140307bbac22012ae79d82ded58651ee89d9533dad041bcaccde8a71",
		"f1dd6957da55be3b9f33707c4ba7e1b730833133e29cd0fefc90233226f295f8",
	};
	const struct schema *now = schema_current();
	cr_assert_eq(now->count, ELEMENTS(released));
	for (size_t i = 0; i < now->count; i++) {
		struct sha256 hash;
		char hex[SHA256_HEX_SIZE + 1];
		sha256_of(bytes_of_string(now->steps[i]), &hash);
		sha256_hex(&hash, hex);
		cr_assert_str_eq(hex, released[i], "step %zu", i + 1);
	}
}

Test(schema, goes_forward_only_with_a_copy_of_what_was)
{
	const struct schema first = { steps, 1 }, third = { steps, 3 };
	struct place p;
	struct database *copy = NULL;
	place_start(&p);
	FAILS(ERR_STORE_KEY, schema_upgrade(p.db, &first, p.path, &p.key, &e)); /* no store yet */
	OK(schema_create(p.db, &first, &e));
	OK(schema_upgrade(p.db, &first, p.path, &p.key, &e));
	cr_assert_not(file_exists(p.copy));
	OK(schema_upgrade(p.db, &third, p.path, &p.key, &e));
	cr_assert_eq(ask(p.db, "PRAGMA user_version"), 3);
	cr_assert_eq(ask(p.db, "SELECT a FROM two"), 2);
	FAILS(ERR_STORE_VERSION, schema_upgrade(p.db, &first, p.path, &p.key, &e));
	OK(database_open(p.copy, &p.key, 2048, false, &copy, &e));
	cr_assert_eq(ask(copy, "PRAGMA user_version"), 1);
	cr_assert_eq(ask(copy, "SELECT a FROM one"), 1);
	database_freep(&copy);
	place_end(&p);
}

Test(schema, stays_as_it_was_when_a_step_fails)
{
	const struct schema first = { broken, 1 }, second = { broken, 2 };
	struct place p;
	place_start(&p);
	OK(schema_create(p.db, &first, &e));
	FAILS(ERR_STORE, schema_upgrade(p.db, &second, p.path, &p.key, &e));
	cr_assert_eq(ask(p.db, "PRAGMA user_version"), 1);
	cr_assert_eq(ask(p.db, "SELECT count(*) FROM sqlite_master"), 1);
	cr_assert_not(database_in_transaction(p.db));
	place_end(&p);
}

Test(schema, waits_for_readers_before_an_upgrade)
{
	const struct schema first = { steps, 1 }, second = { steps, 2 };
	struct place p;
	struct database *reader = NULL;
	place_start(&p);
	OK(schema_create(p.db, &first, &e));
	OK(database_open(p.path, &p.key, 2048, false, &reader, &e));
	OK(database_begin_reading(reader, &e));
	cr_assert_eq(ask(reader, "SELECT a FROM one"), 1);
	OK(database_run(p.db, "INSERT INTO one VALUES (5)", &e));
	database_set_patience(p.db, 1);
	FAILS(ERR_BUSY, schema_upgrade(p.db, &second, p.path, &p.key, &e));
	database_freep(&reader);
	OK(schema_upgrade(p.db, &second, p.path, &p.key, &e));
	place_end(&p);
}

Test(schema, as_shipped_has_its_tables)
{
	static const char *const tables[] = { "setting",     "roster",      "agreement", "unit_key",
		                              "log_entry",   "log_private", "log_tile",  "log_checkpoint",
		                              "import",      "record",      "history",   "list",
		                              "search_data", "consent",     "exchange" };
	struct place p;
	place_start(&p);
	OK(schema_create(p.db, schema_current(), &e));
	for (size_t i = 0; i < ELEMENTS(tables); i++) {
		char sql[100];
		snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", tables[i]);
		OK(database_run(p.db, sql, &e));
	}
	cr_assert_eq(ask(p.db, "SELECT v FROM search_config WHERE k = 'secure-delete'"), 1);
	OK(schema_temporary(p.db, &e));
	place_end(&p);
}

/* Version 0.1.0 kept what the consulent wrote in the object, which travels. Own words are kept beside it,
 * those of others not at all. */
Test(schema, takes_words_out_of_declarations)
{
	const struct schema before = { schema_current()->steps, 7 };
	struct place p;
	place_start(&p);
	OK(schema_create(p.db, &before, &e));
	OK(database_run(
		p.db,
		"INSERT INTO consent VALUES ('a', '1', 1, '{\"id\":\"a\",\"voluntary\":\"At home.\"}', "
		"NULL, 1), ('b', '1', 1, '{\"id\":\"b\",\"voluntary\":\"Theirs.\"}', '00ff', 1)",
		&e));
	OK(schema_upgrade(p.db, schema_current(), p.path, &p.key, &e));
	cr_assert_eq(ask(p.db, "SELECT count(*) FROM consent WHERE words = 'At home.'"), 1);
	cr_assert_eq(ask(p.db, "SELECT count(*) FROM consent WHERE words IS NULL"), 1);
	cr_assert_eq(ask(p.db,
	                 "SELECT count(*) FROM consent WHERE json LIKE '%home%' OR json LIKE '%Theirs%'"),
	             0);
	cr_assert_eq(ask(p.db, "SELECT count(*) FROM consent WHERE json LIKE '%\"assured\":\"in-words\"}'"),
	             2);
	place_end(&p);
}

/* What named the client stays, under a name for whatever does. */
Test(schema, keeps_whom_declarations_name)
{
	const struct schema before = { schema_current()->steps, 10 };
	struct place p;
	place_start(&p);
	OK(schema_create(p.db, &before, &e));
	OK(database_run(p.db, "INSERT INTO consent VALUES ('a', '999990019', 1, '{}', NULL, 1, NULL)", &e));
	OK(schema_upgrade(p.db, schema_current(), p.path, &p.key, &e));
	cr_assert_eq(ask(p.db, "SELECT count(*) FROM consent WHERE tie = '999990019'"), 1);
	cr_assert_eq(ask(p.db, "SELECT count(*) FROM sqlite_master WHERE name = 'consent_tie'"), 1);
	cr_assert_eq(ask(p.db, "SELECT count(*) FROM sqlite_master WHERE name = 'consent_bsn'"), 0);
	place_end(&p);
}

/* A client who asks isn't looked for in every entry there is. */
Test(schema, one_clients_entries_are_found_by_an_index)
{
	static const char *const plans[][2] = {
		{ "EXPLAIN QUERY PLAN " LOG_ENTRIES_OF("subject"), "USING INDEX log_private_subject" },
		{ "EXPLAIN QUERY PLAN " LOG_ENTRIES_OF("record"), "USING INDEX log_private_record" },
	};
	struct place p;
	place_start(&p);
	OK(schema_create(p.db, schema_current(), &e));
	for (size_t i = 0; i < ELEMENTS(plans); i++) {
		_cleanup_(statement_clear) struct statement st = { 0 };
		bool more;
		OK(statement_start(&st, p.db, plans[i][0], &e));
		OK(statement_row(&st, &more, &e));
		cr_assert(more);
		cr_assert_not_null(strstr(column_text(&st, 3), plans[i][1]), "%s", column_text(&st, 3));
	}
	place_end(&p);
}
