/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The only code near sqlite3.h: one SQLCipher connection, opened defensively, its
 * prepared statements, and SQLite's result codes as errors of ours. No error holds
 * SQLite's own message, since that may quote what was bound; it holds the result
 * code and its general meaning.
 *
 * Not here: which tables there are (schema.h), what the key is (slots.h). */

#include "base/bytes.h"
#include "crypto/secret.h"

struct database;
struct sqlite3_stmt;

#define DATABASE_KEY_SIZE 99u  /* x'…': 64 hex digits of key, 32 of salt */
#define DATABASE_BUSY_MS 10000 /* how long a writer waits for another */

/* Opens an existing file with the raw key text `x'…'` (DATABASE_KEY_SIZE bytes). `fresh`: an empty
 * file that the caller has just made. Refuses: a missing file (ERR_FILE_MISSING), a link
 * (ERR_FILE_UNSAFE), plaintext (ERR_STORE_PLAINTEXT), an SQLite without encryption or older than
 * SQLCipher 4.6 (ERR_SQLCIPHER), a wrong key or damage (ERR_STORE_KEY). */
bool database_open(const char *path, const struct secret *key, unsigned cache_kib, bool fresh,
                   struct database **ret, struct error *e) _must_check_;
/* The same of an existing file, and as long as it is open nobody else has it open: waits for those who do,
 * then ERR_BUSY; who comes later waits likewise. */
bool database_open_alone(const char *path, const struct secret *key, unsigned cache_kib,
                         struct database **ret, struct error *e) _must_check_;
/* Every page written anew under another key, in one transaction, and the write-ahead log emptied, so that
 * nothing under the old key is left in either file (what a disk keeps of overwritten blocks is its own
 * matter). Of a database that was opened alone; takes as much room on the disk again as the database has. A
 * crash leaves it under the one key or the other. Whether or not it succeeds: close it, and open it by the
 * key that fits. */
bool database_rekey(struct database *db, const struct secret *key, struct error *e) _must_check_;
void database_freep(struct database **db);
void database_set_patience(struct database *db, int ms); /* instead of DATABASE_BUSY_MS */
/* From here on only reading and changing rows is allowed: no ATTACH, no new tables,
 * no rekey, no export, no pragma but the few that the store uses. */
bool database_guard(struct database *db, struct error *e) _must_check_;

/* `sql` is one or more constant statements; rows are dropped. */
bool database_run(struct database *db, const char *sql, struct error *e) _must_check_;
bool database_number(struct database *db, const char *sql, int64_t *ret, struct error *e)
	_must_check_; /* first column of the first row */
bool database_begin(struct database *db, struct error *e)
	_must_check_; /* IMMEDIATE; ERR_BUSY after DATABASE_BUSY_MS */
bool database_begin_reading(struct database *db, struct error *e) _must_check_;
/* A transaction that reads, in which the file alone, without its write-ahead log, is the whole database as it
 * is now, and stays so until it ends: others go on writing, to the write-ahead log. For that the log is
 * emptied first, which waits for who writes and who still reads what is older (ERR_BUSY after
 * DATABASE_BUSY_MS). A reader that begins while the log is empty holds lock 0 of it, under which no
 * checkpoint writes to the file (sqlite.org/walformat.html, "WAL_READ_LOCK(0)"). */
bool database_begin_file(struct database *db, struct error *e) _must_check_;
/* Inside it: the bytes of that file, through SQLite's own descriptor, since another one of this process would
 * take SQLite's locks along when it is closed. */
bool database_file_size(struct database *db, uint64_t *ret, struct error *e) _must_check_;
bool database_file_read(struct database *db, uint64_t at, uint8_t *out, size_t size, struct error *e)
	_must_check_;
bool database_commit(struct database *db, struct error *e) _must_check_;
void database_rollback(struct database *db); /* none open: nothing */
/* Reads all of it: whether each page is as it was written (SQLCipher's HMAC). */
bool database_is_whole(struct database *db, bool *ret, struct error *e) _must_check_;
/* Whether what the pages hold fits together: trees, indexes, and rows that refer to each other. Only of a
 * database whose pages are as they were written. */
bool database_is_sound(struct database *db, bool *ret, struct error *e) _must_check_;
bool database_in_transaction(const struct database *db);
int64_t database_last_row(const struct database *db);
uint64_t database_changes(const struct database *db); /* rows that the last statement changed */

/* A statement, prepared once a connection and kept: `sql` is known by its address, so
 * it must be a static string. One that is in use already (a callback that asks the
 * same again) gets a second copy. A bind that fails is told by the next step. */
struct statement {
	struct database *db;
	struct sqlite3_stmt *handle;
	size_t kept; /* place in the cache, or SIZE_MAX */
	int failed;
};
bool statement_start(struct statement *st, struct database *db, const char *sql, struct error *e)
	_must_check_;
void statement_clear(struct statement *st); /* forgets what was bound */

/* Places count from 1. Text and bytes are borrowed until the statement is run or cleared. */
void bind_number(struct statement *st, int place, int64_t value);
void bind_count(struct statement *st, int place, uint64_t value);  /* above INT64_MAX: ERR_VALUE */
void bind_text(struct statement *st, int place, const char *text); /* NULL is NULL */
void bind_utf8(struct statement *st, int place, struct bytes text);
void bind_blob(struct statement *st, int place, struct bytes blob);
void bind_null(struct statement *st, int place);

/* The next row, or none. */
bool statement_row(struct statement *st, bool *ret_more, struct error *e) _must_check_;
/* The next row's first column, appended to `ret`; `*ret_there` false and nothing appended when there is none.
 */
bool statement_blob(struct statement *st, struct buffer *ret, bool *ret_there, struct error *e) _must_check_;
/* To the end, dropping rows, and ready to be bound again. */
bool statement_run(struct statement *st, struct error *e) _must_check_;
void statement_reset(struct statement *st); /* ready to be bound again */

/* Columns count from 0; views are valid until the next step. */
int64_t column_number(struct statement *st, int column);
uint64_t column_count(struct statement *st, int column); /* negative gives 0 */
struct bytes column_bytes(struct statement *st, int column);
const char *column_text(struct statement *st, int column); /* NULL when NULL */
bool column_is_null(struct statement *st, int column);
/* Exactly `size` bytes, else ERR_STORE: the row is damaged. */
bool column_exactly(struct statement *st, int column, void *out, size_t size, struct error *e) _must_check_;
