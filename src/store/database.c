/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/database.h"

#include "io/file.h"
#include "store/key_room.h"

#ifndef SQLITE_HAS_CODEC
#error "build with SQLCipher's flags: see meson.build"
#endif
#include <sqlcipher/sqlite3.h>

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEPT_MOST 128u

struct kept {
	const char *sql;
	sqlite3_stmt *handle;
	bool used;
};

struct database {
	sqlite3 *handle;
	char *path;
	bool broken; /* an fsync failed: nothing is known of the file any more */
	size_t kept_count;
	struct kept kept[KEPT_MOST];
};

/* --- result codes --- */

static bool failed_in_io(struct database *db, int rc, struct error *e)
{
	int err = sqlite3_system_errno(db->handle);
	if (rc == SQLITE_IOERR_FSYNC || rc == SQLITE_IOERR_DIR_FSYNC) {
		db->broken = true;
		return error_set(e, ERR_STORE_FSYNC, db->path, "the disk refused to keep what was written");
	}
	if (rc == SQLITE_IOERR_NOMEM)
		return error_memory(e);
	if (err == 0)
		return error_set(e, ERR_IO, db->path, "%s (SQLite %d)", sqlite3_errstr(rc), rc);
	return error_errno(e, err, db->path, "%s (SQLite %d)", sqlite3_errstr(rc), rc);
}

static bool failed(struct database *db, int rc, struct error *e)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return error_set(e, ERR_BUSY, db->path, "another program is writing to this store");
	case SQLITE_FULL:
		return error_set(e, ERR_DISK_FULL, db->path, "%s", "");
	case SQLITE_NOMEM:
		return error_memory(e);
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		return error_set(e, ERR_STORE_KEY, db->path, "wrong key, or a damaged file (SQLite %d)", rc);
	case SQLITE_READONLY:
		return error_set(e, ERR_READ_ONLY, db->path, "SQLite %d", rc);
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		return failed_in_io(db, rc, e);
	case SQLITE_INTERRUPT:
		return error_set(e, ERR_INTERRUPTED, db->path, "%s", "");
	case SQLITE_TOOBIG:
		return error_set(e, ERR_TOO_LARGE, db->path, "a value too large for the store");
	default:
		return error_set(e, ERR_STORE, db->path, "%s (SQLite %d)", sqlite3_errstr(rc), rc);
	}
}

static bool usable(struct database *db, struct error *e)
{
	if (db->broken)
		return error_set(e, ERR_STORE_FSYNC, db->path,
		                 "closed after the disk refused to keep what was written");
	return true;
}

/* --- statements --- */

static bool prepare(struct database *db, const char *sql, bool keep, sqlite3_stmt **ret, struct error *e)
{
	int rc = sqlite3_prepare_v3(db->handle, sql, -1, keep ? SQLITE_PREPARE_PERSISTENT : 0, ret, NULL);
	return rc == SQLITE_OK || failed(db, rc, e);
}

static struct kept *kept_find(struct database *db, const char *sql)
{
	for (size_t i = 0; i < db->kept_count; i++)
		if (db->kept[i].sql == sql)
			return &db->kept[i];
	return NULL;
}

bool statement_start(struct statement *st, struct database *db, const char *sql, struct error *e)
{
	*st = (struct statement){ .db = db, .kept = SIZE_MAX };
	if (!usable(db, e))
		return false;
	struct kept *k = kept_find(db, sql);
	if (!k && db->kept_count < KEPT_MOST) {
		sqlite3_stmt *handle = NULL;
		if (!prepare(db, sql, true, &handle, e))
			return false;
		k = &db->kept[db->kept_count++];
		*k = (struct kept){ .sql = sql, .handle = handle };
	}
	if (!k || k->used)
		return prepare(db, sql, false, &st->handle, e);
	k->used = true;
	st->handle = k->handle;
	st->kept = (size_t)(k - db->kept);
	return true;
}

void statement_clear(struct statement *st)
{
	if (!st->handle)
		return;
	if (st->kept == SIZE_MAX) {
		sqlite3_finalize(st->handle);
	} else {
		sqlite3_reset(st->handle);
		sqlite3_clear_bindings(st->handle);
		st->db->kept[st->kept].used = false;
	}
	st->handle = NULL;
}

static void bound(struct statement *st, int rc)
{
	if (rc != SQLITE_OK && !st->failed)
		st->failed = rc;
}

void bind_number(struct statement *st, int place, int64_t value)
{
	bound(st, sqlite3_bind_int64(st->handle, place, value));
}

void bind_count(struct statement *st, int place, uint64_t value)
{
	if (value > INT64_MAX)
		bound(st, SQLITE_RANGE);
	else
		bind_number(st, place, (int64_t)value);
}

void bind_utf8(struct statement *st, int place, struct bytes text)
{
	bound(st, sqlite3_bind_text64(st->handle, place, text.size ? (const char *)text.data : "", text.size,
	                              SQLITE_STATIC, SQLITE_UTF8));
}

void bind_text(struct statement *st, int place, const char *text)
{
	if (text)
		bind_utf8(st, place, bytes_of_string(text));
	else
		bind_null(st, place);
}

void bind_blob(struct statement *st, int place, struct bytes blob)
{
	bound(st, sqlite3_bind_blob64(st->handle, place, blob.size ? (const void *)blob.data : "", blob.size,
	                              SQLITE_STATIC));
}

void bind_null(struct statement *st, int place)
{
	bound(st, sqlite3_bind_null(st->handle, place));
}

bool statement_row(struct statement *st, bool *ret_more, struct error *e)
{
	if (!usable(st->db, e))
		return false;
	if (st->failed == SQLITE_RANGE)
		return error_set(e, ERR_VALUE, st->db->path, "a number above what the store can hold");
	int rc = st->failed ? st->failed : sqlite3_step(st->handle);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return failed(st->db, rc, e);
	*ret_more = rc == SQLITE_ROW;
	return true;
}

bool statement_blob(struct statement *st, struct buffer *ret, bool *ret_there, struct error *e)
{
	if (!statement_row(st, ret_there, e))
		return false;
	if (*ret_there)
		buffer_append(ret, column_bytes(st, 0));
	return buffer_ok(ret, e);
}

bool statement_run(struct statement *st, struct error *e)
{
	bool more = true;
	while (more)
		if (!statement_row(st, &more, e)) {
			statement_reset(st);
			return false;
		}
	statement_reset(st);
	return true;
}

void statement_reset(struct statement *st)
{
	sqlite3_reset(st->handle);
	st->failed = 0;
}

int64_t column_number(struct statement *st, int column)
{
	return sqlite3_column_int64(st->handle, column);
}

uint64_t column_count(struct statement *st, int column)
{
	int64_t n = column_number(st, column);
	return n < 0 ? 0 : (uint64_t)n;
}

struct bytes column_bytes(struct statement *st, int column)
{
	const void *data = sqlite3_column_blob(st->handle, column);
	int size = sqlite3_column_bytes(st->handle, column);
	return data && size > 0 ? bytes_of(data, (size_t)size) : (struct bytes){ NULL, 0 };
}

const char *column_text(struct statement *st, int column)
{
	return (const char *)sqlite3_column_text(st->handle, column);
}

bool column_is_null(struct statement *st, int column)
{
	return sqlite3_column_type(st->handle, column) == SQLITE_NULL;
}

bool column_exactly(struct statement *st, int column, void *out, size_t size, struct error *e)
{
	struct bytes b = column_bytes(st, column);
	if (b.size != size || !b.data)
		return error_set(e, ERR_STORE, st->db->path, "a row with %zu bytes where %zu belong", b.size,
		                 size);
	memcpy(out, b.data, size);
	return true;
}

/* --- running --- */

bool database_run(struct database *db, const char *sql, struct error *e)
{
	if (!usable(db, e))
		return false;
	int rc = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
	return rc == SQLITE_OK || failed(db, rc, e);
}

bool database_number(struct database *db, const char *sql, int64_t *ret, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more = false;
	if (!statement_start(&st, db, sql, e) || !statement_row(&st, &more, e))
		return false;
	if (!more)
		return error_set(e, ERR_STORE, db->path, "an answer without a row");
	*ret = column_number(&st, 0);
	return true;
}

bool database_begin(struct database *db, struct error *e)
{
	return database_run(db, "BEGIN IMMEDIATE", e);
}

bool database_begin_reading(struct database *db, struct error *e)
{
	return database_run(db, "BEGIN", e);
}

#define FILE_TRIES 100u /* others may write between the emptying and the reading */

static bool begin_behind_empty_log(struct database *db, bool *ret_begun, struct error *e)
{
	sqlite3_file *wal = NULL;
	sqlite3_int64 size = 0;
	int64_t busy, tables;
	if (!database_number(db, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, e))
		return false;
	if (busy)
		return error_set(e, ERR_BUSY, db->path, "%s", N_("another program is at work on this store"));
	if (!database_begin_reading(db, e) ||
	    !database_number(db, "SELECT count(*) FROM sqlite_master", &tables, e))
		return false;
	int rc = sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, (void *)&wal);
	if (rc == SQLITE_OK && wal && wal->pMethods)
		rc = wal->pMethods->xFileSize(wal, &size);
	*ret_begun = size == 0;
	return rc == SQLITE_OK || failed(db, rc, e);
}

bool database_begin_file(struct database *db, struct error *e)
{
	bool begun = false;
	for (unsigned i = 0; !begun && i < FILE_TRIES; i++) {
		database_rollback(db);
		if (!begin_behind_empty_log(db, &begun, e)) {
			database_rollback(db);
			return false;
		}
	}
	if (begun)
		return true;
	database_rollback(db);
	return error_set(e, ERR_BUSY, db->path, "%s", N_("other programs go on writing to this store"));
}

static bool own_file(struct database *db, sqlite3_file **ret, struct error *e)
{
	int rc = sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_FILE_POINTER, (void *)ret);
	return rc == SQLITE_OK || failed(db, rc, e);
}

bool database_file_size(struct database *db, uint64_t *ret, struct error *e)
{
	sqlite3_file *file;
	sqlite3_int64 size;
	if (!own_file(db, &file, e))
		return false;
	int rc = file->pMethods->xFileSize(file, &size);
	*ret = (uint64_t)size;
	return rc == SQLITE_OK || failed(db, rc, e);
}

bool database_file_read(struct database *db, uint64_t at, uint8_t *out, size_t size, struct error *e)
{
	sqlite3_file *file;
	assert(size <= INT_MAX);
	if (!own_file(db, &file, e))
		return false;
	int rc = file->pMethods->xRead(file, out, (int)size, (sqlite3_int64)at);
	return rc == SQLITE_OK || failed(db, rc, e);
}

bool database_commit(struct database *db, struct error *e)
{
	return database_run(db, "COMMIT", e);
}

void database_rollback(struct database *db)
{
	if (database_in_transaction(db))
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

bool database_in_transaction(const struct database *db)
{
	return !sqlite3_get_autocommit(db->handle);
}

int64_t database_last_row(const struct database *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

uint64_t database_changes(const struct database *db)
{
	return (uint64_t)sqlite3_changes64(db->handle);
}

/* --- opening --- */

/* A file that begins as a plain SQLite database was never encrypted: SQLCipher's
 * begins with a random salt. An empty one would be filled as if it were new. */
static bool check_file(const char *path, bool fresh, struct error *e)
{
	static const char plain[16] = "SQLite format 3";
	_cleanup_(fd_closep) int fd = -1;
	uint64_t size;
	uint8_t head[sizeof plain];
	size_t got;
	if (!file_open(path, false, &fd, e) || !file_size(fd, &size, e))
		return false;
	if (fresh)
		return size == 0 || error_set(e, ERR_FILE_EXISTS, path, "%s", "");
	struct fd_stream stream = { fd, path };
	if (!source_fill(fd_source(&stream), head, sizeof head, &got, e))
		return false;
	if (got < sizeof head || size < 4096)
		return error_set(e, ERR_STORE_KEY, path, "the file is cut off");
	if (memcmp(head, plain, sizeof plain) == 0)
		return error_set(e, ERR_STORE_PLAINTEXT, path, "%s", "");
	return true;
}

/* `PRAGMA cipher_version` gives "4.6.1 community"; a plain SQLite gives no row. */
static bool check_cipher(struct database *db, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more = false;
	if (!statement_start(&st, db, "PRAGMA cipher_version", e) || !statement_row(&st, &more, e))
		return false;
	const char *version = more ? column_text(&st, 0) : NULL;
	if (!version)
		return error_set(e, ERR_SQLCIPHER, NULL, "this SQLite does not encrypt");
	struct bytes text = bytes_of_string(version);
	struct cursor c = cursor_of(text);
	uint64_t major, minor;
	if (!number_parse(cursor_until(&c, '.'), 1000, &major) ||
	    !number_parse(cursor_until(&c, '.'), 1000, &minor))
		return error_set(e, ERR_SQLCIPHER, NULL, "a version that is not understood: %.32s", version);
	if (major < 4 || (major == 4 && minor < 6))
		return error_set(e, ERR_SQLCIPHER, NULL, "version %.32s, at least 4.6 is needed", version);
	return true;
}

static bool give_key(struct database *db, const struct secret *key, struct error *e)
{
	assert(key->size == DATABASE_KEY_SIZE);
	struct bytes raw = secret_open(key);
	int rc = sqlite3_key_v2(db->handle, "main", raw.data, (int)raw.size);
	secret_close(key);
	return rc == SQLITE_OK || failed(db, rc, e);
}

static void configure(struct database *db)
{
	static const struct {
		int option, value;
	} options[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
		{ SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	};
	for (size_t i = 0; i < ELEMENTS(options); i++)
		sqlite3_db_config(db->handle, options[i].option, options[i].value, NULL);
	sqlite3_extended_result_codes(db->handle, 1);
	sqlite3_busy_timeout(db->handle, DATABASE_BUSY_MS);
	sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 0);
}

/* The cache holds decrypted pages: memory, never a file (temp_store). */
static bool set_pragmas(struct database *db, unsigned cache_kib, struct error *e)
{
	char cache[64];
	snprintf(cache, sizeof cache, "PRAGMA cache_size = -%u", cache_kib);
	return database_run(
		       db,
		       "PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF;"
		       "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA foreign_keys = ON",
		       e) &&
	       database_run(db, cache, e);
}

static bool set_journal(struct database *db, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more = false;
	if (!statement_start(&st, db, "PRAGMA journal_mode = WAL", e) || !statement_row(&st, &more, e))
		return false;
	const char *mode = more ? column_text(&st, 0) : NULL;
	if (!mode || strcmp(mode, "wal") != 0)
		return error_set(e, ERR_STORE, db->path, "no write-ahead log on this file system");
	statement_reset(&st);
	return database_run(db, "PRAGMA synchronous = FULL", e);
}

/* SQLCipher makes its copies of the key when it is given, when the first page is read, and when the first one
 * of a fresh file is written. */
static bool begin_with_key(struct database *db, const struct secret *key, unsigned cache_kib, bool alone,
                           struct error *e)
{
	int64_t tables;
	key_room_open();
	bool ok = give_key(db, key, e) && database_run(db, "PRAGMA cipher_compatibility = 4", e) &&
	          (!alone || database_run(db, "PRAGMA locking_mode = EXCLUSIVE", e)) && /* unread yet */
	          set_pragmas(db, cache_kib, e) &&
	          database_number(db, "SELECT count(*) FROM sqlite_master", &tables, e) && set_journal(db, e);
	key_room_close();
	return ok;
}

static bool set_up(struct database *db, const struct secret *key, unsigned cache_kib, bool alone,
                   struct error *e)
{
	configure(db);
	return check_cipher(db, e) &&
	       database_run(db,
	                    "PRAGMA cipher_log_source = NONE; PRAGMA cipher_log_level = NONE;"
	                    "PRAGMA cipher_memory_security = OFF",
	                    e) &&
	       begin_with_key(db, key, cache_kib, alone, e);
}

static bool open_database(const char *path, const struct secret *key, unsigned cache_kib, bool fresh,
                          bool alone, struct database **ret, struct error *e)
{
	if (!key_room_start(e) || !check_file(path, fresh, e))
		return false;
	_cleanup_(database_freep) struct database *db = calloc(1, sizeof *db);
	if (!db || !(db->path = string_copy(path)))
		return error_memory(e);
	int rc = sqlite3_open_v2(path, &db->handle,
	                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE,
	                         NULL);
	if (!db->handle)
		return error_memory(e);
	if (rc != SQLITE_OK)
		return failed(db, rc, e);
	if (!set_up(db, key, cache_kib, alone, e))
		return false;
	*ret = db;
	db = NULL;
	return true;
}

bool database_open(const char *path, const struct secret *key, unsigned cache_kib, bool fresh,
                   struct database **ret, struct error *e)
{
	return open_database(path, key, cache_kib, fresh, false, ret, e);
}

bool database_open_alone(const char *path, const struct secret *key, unsigned cache_kib,
                         struct database **ret, struct error *e)
{
	return open_database(path, key, cache_kib, false, true, ret, e);
}

/* SQLCipher says that all went well also where a page couldn't be written or the commit failed: then the
 * transaction is still open, or was rolled back, which the next open with the new key tells. */
bool database_rekey(struct database *db, const struct secret *key, struct error *e)
{
	int64_t busy;
	assert(key->size == DATABASE_KEY_SIZE && !database_in_transaction(db));
	if (!usable(db, e))
		return false;
	key_room_open();
	struct bytes raw = secret_open(key);
	int rc = sqlite3_rekey_v2(db->handle, "main", raw.data, (int)raw.size);
	secret_close(key);
	key_room_close();
	if (rc != SQLITE_OK)
		return failed(db, rc, e);
	if (sqlite3_txn_state(db->handle, "main") != SQLITE_TXN_NONE)
		return error_set(e, ERR_IO, db->path, "%s", N_("its pages can't be written anew"));
	return database_number(db, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, e) &&
	       (!busy || error_set(e, ERR_BUSY, db->path, "another program is reading this store"));
}

void database_set_patience(struct database *db, int ms)
{
	sqlite3_busy_timeout(db->handle, ms);
}

void database_freep(struct database **db)
{
	struct database *d = *db;
	if (!d)
		return;
	for (size_t i = 0; i < d->kept_count; i++)
		sqlite3_finalize(d->kept[i].handle);
	sqlite3_close_v2(d->handle);
	free(d->path);
	free(d);
	*db = NULL;
}

/* --- the guard --- */

static bool named(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (name && strcasecmp(name, names[i]) == 0)
			return true;
	return false;
}

static int authorize(_unused_ void *context, int action, const char *first, const char *second,
                     _unused_ const char *schema, _unused_ const char *by)
{
	static const char *const functions[] = { "count",  "max",   "min",    "sum",          "coalesce",
		                                 "ifnull", "match", "length", "json_extract", "lower",
		                                 "hex",    "unhex", "char",   "date",         "instr" };
	static const char *const pragmas[] = { "data_version",    "wal_checkpoint",
		                               "user_version",    "cipher_integrity_check",
		                               "integrity_check", "foreign_key_check" };
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_TRANSACTION:
	case SQLITE_SAVEPOINT:
		return SQLITE_OK;
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		return strncmp(first, "sqlite_", 7) == 0 ? SQLITE_DENY : SQLITE_OK;
	case SQLITE_FUNCTION:
		return named(second, functions, ELEMENTS(functions)) ? SQLITE_OK : SQLITE_DENY;
	case SQLITE_PRAGMA: /* asked, not set */
		return named(first, pragmas, ELEMENTS(pragmas)) &&
		                       (!second || strcasecmp(first, "wal_checkpoint") == 0)
		               ? SQLITE_OK
		               : SQLITE_DENY;
	default:
		return SQLITE_DENY;
	}
}

bool database_guard(struct database *db, struct error *e)
{
	int rc = sqlite3_set_authorizer(db->handle, authorize, NULL);
	return rc == SQLITE_OK || failed(db, rc, e);
}

bool database_is_whole(struct database *db, bool *ret, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!statement_start(&st, db, "PRAGMA cipher_integrity_check", e) || !statement_row(&st, &more, e))
		return false;
	*ret = !more;
	return true;
}

/* The first row of the first says "ok" when there is nothing to say; the second has a row for each fault. */
bool database_is_sound(struct database *db, bool *ret, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	_cleanup_(statement_clear) struct statement references = { 0 };
	bool more;
	if (!statement_start(&st, db, "PRAGMA integrity_check", e) || !statement_row(&st, &more, e))
		return false;
	const char *said = more ? column_text(&st, 0) : NULL;
	*ret = said && strcmp(said, "ok") == 0;
	if (!*ret)
		return true;
	if (!statement_start(&references, db, "PRAGMA foreign_key_check", e) ||
	    !statement_row(&references, &more, e))
		return false;
	*ret = !more;
	return true;
}
