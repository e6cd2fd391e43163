/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/schema.h"

#include "io/file.h"

#include <stdio.h>

/* Moments are seconds since 1970 (UTC), ids and hashes are blobs, a number that is
 * not set is 0, a text that is not set is NULL. */
/* clang-format off */
static const char step_1[] =
	"CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE roster (version INTEGER PRIMARY KEY, note BLOB NOT NULL);"
	"CREATE TABLE agreement (id TEXT NOT NULL, version INTEGER NOT NULL, hash BLOB NOT NULL, note BLOB "
	"NOT NULL,"
	" PRIMARY KEY (id, version));"
	"CREATE TABLE unit_key (number INTEGER PRIMARY KEY, identity TEXT NOT NULL, made INTEGER NOT NULL);"

	/* the log */
	"CREATE TABLE log_entry (idx INTEGER PRIMARY KEY, entry BLOB NOT NULL);"
	"CREATE TABLE log_private (idx INTEGER PRIMARY KEY, secret BLOB NOT NULL, fields TEXT NOT NULL);"
	"CREATE TABLE log_tile (level INTEGER NOT NULL, n INTEGER NOT NULL, hashes BLOB NOT NULL, PRIMARY "
	"KEY (level, n));"
	"CREATE TABLE log_checkpoint (one INTEGER PRIMARY KEY CHECK (one = 1), note BLOB NOT NULL);"

	/* case records */
	"CREATE TABLE import (id INTEGER PRIMARY KEY, source TEXT NOT NULL, label TEXT NOT NULL, taken_in "
	"INTEGER NOT NULL,"
	" rows_read INTEGER NOT NULL DEFAULT 0, added INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL "
	"DEFAULT 0,"
	" same INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL "
	"DEFAULT 0,"
	" undone INTEGER NOT NULL DEFAULT 0);"
	"CREATE TABLE record (row INTEGER PRIMARY KEY, id BLOB NOT NULL, key TEXT NOT NULL, received "
	"INTEGER NOT NULL, bsn TEXT,"
	" source TEXT NOT NULL, json TEXT NOT NULL, import INTEGER NOT NULL, package TEXT, agreement TEXT, "
	"purpose TEXT,"
	" taken_in INTEGER NOT NULL, retain_until INTEGER NOT NULL, packed INTEGER NOT NULL DEFAULT 0);"
	"CREATE UNIQUE INDEX record_id ON record (id);"
	"CREATE UNIQUE INDEX record_key ON record (key, received);"
	"CREATE INDEX record_bsn ON record (bsn) WHERE bsn IS NOT NULL;"
	"CREATE INDEX record_import ON record (import);"
	"CREATE TABLE history (number INTEGER PRIMARY KEY, record INTEGER NOT NULL, bsn TEXT, json TEXT NOT "
	"NULL, import INTEGER NOT NULL,"
	" package TEXT, agreement TEXT, purpose TEXT, taken_in INTEGER NOT NULL, retain_until INTEGER NOT "
	"NULL,"
	" packed INTEGER NOT NULL);"
	"CREATE INDEX history_record ON history (record);"
	"CREATE INDEX history_import ON history (import);"
	"CREATE TABLE list (name TEXT NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (name, record)) "
	"WITHOUT ROWID;"
	"CREATE VIRTUAL TABLE search USING fts5(text, content='', columnsize=0, tokenize='unicode61 "
	"remove_diacritics 2');"
	"INSERT INTO search (search, rank) VALUES ('secure-delete', 1);"

	/* exchanges and consents */
	"CREATE TABLE consent (id TEXT PRIMARY KEY, bsn TEXT NOT NULL, given INTEGER NOT NULL, json TEXT "
	"NOT NULL, package TEXT,"
	" taken_in INTEGER NOT NULL);"
	"CREATE INDEX consent_bsn ON consent (bsn);"
	"CREATE TABLE exchange (row INTEGER PRIMARY KEY, sent INTEGER NOT NULL, id BLOB NOT NULL, kind "
	"INTEGER NOT NULL,"
	" peer TEXT NOT NULL, sequence INTEGER NOT NULL, hash BLOB NOT NULL, previous BLOB NOT NULL, "
	"agreement TEXT, purpose TEXT,"
	" signer TEXT NOT NULL, records INTEGER NOT NULL, withheld INTEGER NOT NULL, accepted INTEGER NOT "
	"NULL DEFAULT 0,"
	" log_index INTEGER NOT NULL, created INTEGER NOT NULL, use_by INTEGER NOT NULL, done INTEGER NOT "
	"NULL DEFAULT 0,"
	" state INTEGER NOT NULL, path TEXT, temporary TEXT, answer BLOB, note BLOB NOT NULL,"
	" UNIQUE (sent, id), UNIQUE (sent, peer, sequence));";
/* clang-format on */

/* On which declarations a sent package rests, for the day that one is withdrawn; and of a package that waits
 * for a second person, the records that were chosen, each with the hash of what was to go of it. */
/* clang-format off */
static const char step_2[] =
	"CREATE TABLE relied (consent BLOB NOT NULL, package BLOB NOT NULL, PRIMARY KEY (consent, package)) "
	"WITHOUT ROWID;"
	"CREATE INDEX relied_package ON relied (package);"
	"CREATE TABLE pending (package BLOB NOT NULL, record BLOB NOT NULL, digest BLOB NOT NULL, PRIMARY "
	"KEY (package, record)) WITHOUT ROWID;";
/* clang-format on */

/* That a record left is a row of its own: as a column of the record it made packing write every record anew.
 */
/* clang-format off */
static const char step_3[] =
	"CREATE TABLE packed (record INTEGER PRIMARY KEY REFERENCES record (row) ON DELETE CASCADE);"
	"INSERT INTO packed (record) SELECT row FROM record WHERE packed;"
	"ALTER TABLE record DROP COLUMN packed;";
/* clang-format on */

/* What each saw of the other's log (witnesses.h). */
/* clang-format off */
static const char step_4[] =
	"CREATE TABLE peer_checkpoint (peer TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note "
	"BLOB NOT NULL,"
	" sequence INTEGER NOT NULL, proof BLOB, seen INTEGER NOT NULL, PRIMARY KEY (peer, size));"
	"CREATE TABLE sent_checkpoint (peer TEXT NOT NULL, sequence INTEGER NOT NULL, size INTEGER NOT "
	"NULL, sent INTEGER NOT NULL,"
	" PRIMARY KEY (peer, sequence));"
	"CREATE TABLE cosignature (witness TEXT NOT NULL, size INTEGER NOT NULL, signed INTEGER NOT NULL, "
	"came INTEGER NOT NULL,"
	" note BLOB NOT NULL, PRIMARY KEY (witness, size));";
/* clang-format on */

/* clang-format off */
static const char step_5[] =
	"CREATE TABLE refusal (package BLOB PRIMARY KEY, note BLOB NOT NULL, taken_in INTEGER NOT NULL);";
/* clang-format on */

/* Where in the log a day begins: of each run of acts on one day (the clock may step back), its first entry.
 * The entry is a blob; as JSON it is text. */
/* clang-format off */
static const char step_6[] =
	"CREATE TABLE log_day (idx INTEGER PRIMARY KEY, day INTEGER NOT NULL);"
	"CREATE INDEX log_day_day ON log_day (day);"
	"INSERT INTO log_day (idx, day) SELECT min(idx), day FROM"
	" (SELECT idx, unixepoch(substr(json_extract(CAST(entry AS TEXT), '$.start'), 1, 10)) AS day FROM "
	"log_entry)"
	" WHERE day IS NOT NULL GROUP BY day;";
/* clang-format on */

/* Signed texts that agreements pin, and the catalogues that they were signed with, by the hash of the text.
 */
/* clang-format off */
static const char step_7[] =
	"CREATE TABLE pinned (number INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, type TEXT NOT NULL, "
	"note BLOB NOT NULL);";
/* clang-format on */

/* What a consulent wrote about a declaration stays with whoever wrote it: out of the object, which travels,
 * and of the copies that came from elsewhere. */
/* clang-format off */
static const char step_8[] =
	"ALTER TABLE consent ADD COLUMN words TEXT;"
	"UPDATE consent SET words = CASE WHEN package IS NULL THEN json_extract(json, '$.voluntary') END,"
	" json = json_set(json_remove(json, '$.voluntary'), '$.assured', 'in-words');";
/* clang-format on */

/* Records that are kept, and not used (restrictions.h), each by what restricts it. */
/* clang-format off */
static const char step_9[] =
	"CREATE TABLE restriction (record INTEGER NOT NULL REFERENCES record (row) ON DELETE CASCADE,"
	" cause TEXT NOT NULL, consent TEXT, since INTEGER NOT NULL, kept INTEGER NOT NULL DEFAULT 0,"
	" reason TEXT, article TEXT, PRIMARY KEY (record, cause)) WITHOUT ROWID;";
/* clang-format on */

/* What other units decided on records that rested on a declaration which its client withdrew. */
/* clang-format off */
static const char step_10[] =
	"CREATE TABLE decision (number INTEGER PRIMARY KEY, consent TEXT NOT NULL, peer TEXT NOT NULL,"
	" outcome TEXT NOT NULL, reason TEXT, article TEXT, decided INTEGER NOT NULL, package BLOB NOT NULL);"
	"CREATE INDEX decision_consent ON decision (consent);";
/* clang-format on */

/* A declaration names its client by the BSN, or by what stands in its place (trust/tie.h). */
/* clang-format off */
static const char step_11[] =
	"ALTER TABLE consent RENAME COLUMN bsn TO tie;"
	"DROP INDEX consent_bsn;"
	"CREATE INDEX consent_tie ON consent (tie);";
/* clang-format on */

/* When the letters of another unit were made at the earliest (witnesses_prove), as a staircase: by their
 * numbers (place 0) and by the size of its log (1), each step later than those below it. */
/* clang-format off */
static const char step_12[] =
	"CREATE TABLE proven (peer TEXT NOT NULL, place INTEGER NOT NULL, at INTEGER NOT NULL,"
	" moment INTEGER NOT NULL, PRIMARY KEY (peer, place, at)) WITHOUT ROWID;"
	"INSERT INTO proven SELECT peer, 0, sequence, max(created) OVER (PARTITION BY peer ORDER BY sequence)"
	" FROM exchange WHERE NOT sent;"
	"INSERT INTO proven SELECT p.peer, 1, p.size, max(min(x.created, p.seen))"
	" OVER (PARTITION BY p.peer ORDER BY p.size)"
	" FROM peer_checkpoint p JOIN exchange x ON NOT x.sent AND x.peer = p.peer"
	" AND x.sequence = p.sequence;";
/* clang-format on */

/* Declarations by the order in which they were put down, or came (trust/consent.h). */
/* clang-format off */
static const char step_13[] =
	"ALTER TABLE consent ADD COLUMN place INTEGER NOT NULL DEFAULT 0;"
	"UPDATE consent SET place = rowid WHERE package IS NULL AND given = taken_in - taken_in % 86400;"
	"UPDATE consent SET place = coalesce((SELECT sequence FROM exchange WHERE NOT sent AND"
	" lower(hex(exchange.id)) = consent.package), 0) WHERE package IS NOT NULL;";
/* clang-format on */

/* One client's entries among millions. */
/* clang-format off */
static const char step_14[] =
	"CREATE INDEX log_private_subject ON log_private (json_extract(fields, '$.subject'))"
	" WHERE json_extract(fields, '$.subject') IS NOT NULL;"
	"CREATE INDEX log_private_record ON log_private (json_extract(fields, '$.record'))"
	" WHERE json_extract(fields, '$.record') IS NOT NULL;";
/* clang-format on */

/* Packages that their senders voided (voided.h). Corrections and disputes of records, a row for each record
 * in each letter (corrections.h); `version` is the one in the history that had gone, once another took its
 * place.
 */
/* clang-format off */
static const char step_15[] =
	"CREATE TABLE voided (package BLOB PRIMARY KEY, peer TEXT NOT NULL, sequence INTEGER NOT NULL,"
	" reason TEXT NOT NULL, told INTEGER NOT NULL, log_index INTEGER NOT NULL, opened INTEGER NOT NULL);"
	"CREATE INDEX voided_number ON voided (peer, sequence);"
	"CREATE TABLE correction (number INTEGER PRIMARY KEY, letter BLOB NOT NULL, way INTEGER NOT NULL,"
	" peer TEXT NOT NULL, record INTEGER NOT NULL REFERENCES record (row) ON DELETE CASCADE,"
	" tag TEXT NOT NULL, package BLOB NOT NULL, version INTEGER NOT NULL DEFAULT 0, fields TEXT NOT NULL,"
	" line TEXT, made INTEGER NOT NULL, outcome TEXT, reason TEXT, decided INTEGER NOT NULL DEFAULT 0);"
	"CREATE INDEX correction_record ON correction (record, way);"
	"CREATE INDEX correction_letter ON correction (letter);";
/* clang-format on */

/* What was asked from here of other units, and by them (requests.h): whom about, and what came of each. */
/* clang-format off */
static const char step_16[] =
	"CREATE TABLE request (sent INTEGER NOT NULL, id BLOB NOT NULL, peer TEXT NOT NULL, agreement TEXT "
	"NOT NULL, purpose TEXT NOT NULL, fields TEXT NOT NULL, made INTEGER NOT NULL, due INTEGER NOT NULL, "
	"clients INTEGER NOT NULL, answer BLOB, answered INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (sent, id)) "
	"WITHOUT ROWID;"
	"CREATE INDEX request_answer ON request (answer) WHERE answer IS NOT NULL;"
	"CREATE TABLE request_client (sent INTEGER NOT NULL, request BLOB NOT NULL, number INTEGER NOT NULL,"
	" tie TEXT NOT NULL, outcome TEXT, rule TEXT, stayed TEXT, PRIMARY KEY (sent, request, number)) "
	"WITHOUT ROWID;";
/* clang-format on */

/* What the end of a term and a client's rights ask (retention.h, client_states.h, right_requests.h): records
 * that are not to be purged, clients of whom nothing is used, what clients asked, what was destroyed at the
 * end of its term, which units were told of an erasure, and which of a sender's records it erased, as of
 * which letter. */
/* clang-format off */
static const char step_17[] =
	"CREATE INDEX record_term ON record (retain_until) WHERE retain_until > 0;"
	"CREATE TABLE hold (record INTEGER PRIMARY KEY REFERENCES record (row) ON DELETE CASCADE,"
	" reason TEXT NOT NULL, person TEXT NOT NULL, since INTEGER NOT NULL);"
	"CREATE TABLE client_state (tie TEXT NOT NULL, cause TEXT NOT NULL, since INTEGER NOT NULL,"
	" PRIMARY KEY (tie, cause)) WITHOUT ROWID;"
	"CREATE TABLE right_request (number INTEGER PRIMARY KEY, record BLOB NOT NULL, right TEXT NOT NULL,"
	" law TEXT NOT NULL, asked INTEGER NOT NULL, postponed INTEGER NOT NULL DEFAULT 0,"
	" decided INTEGER NOT NULL DEFAULT 0, outcome TEXT, article TEXT);"
	"CREATE TABLE destroyed (entry INTEGER NOT NULL, source TEXT NOT NULL, agreement TEXT NOT NULL,"
	" purpose TEXT NOT NULL, records INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,"
	" term_first INTEGER NOT NULL, term_last INTEGER NOT NULL, destroyed INTEGER NOT NULL,"
	" PRIMARY KEY (entry, source, agreement, purpose)) WITHOUT ROWID;"
	"CREATE TABLE told (id TEXT PRIMARY KEY, peer TEXT NOT NULL, agreement TEXT NOT NULL,"
	" purpose TEXT NOT NULL, request INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE erased (source TEXT NOT NULL, tag TEXT NOT NULL, sequence INTEGER NOT NULL,"
	" PRIMARY KEY (source, tag)) WITHOUT ROWID;";
/* clang-format on */

/* Where received records stand (trust/outcome.h): no row is accepted, at once. What receivers said became of
 * records that went to them. And who directs a case (trust/directing.h), by its record, or of a received one
 * by the unit and what it tells the record by: that outlives the record. */
/* clang-format off */
static const char step_18[] =
	"CREATE TABLE arrival (record INTEGER PRIMARY KEY REFERENCES record (row) ON DELETE CASCADE,"
	" state INTEGER NOT NULL, since INTEGER NOT NULL, decide_by INTEGER NOT NULL,"
	" done INTEGER NOT NULL DEFAULT 0);"
	"CREATE TABLE outcome (peer TEXT NOT NULL, tag TEXT NOT NULL, agreement TEXT NOT NULL,"
	" purpose TEXT NOT NULL, record BLOB, package BLOB NOT NULL, outcome TEXT NOT NULL, reason TEXT,"
	" said INTEGER NOT NULL, sequence INTEGER NOT NULL,"
	" PRIMARY KEY (peer, tag, agreement, purpose)) WITHOUT ROWID;"
	"CREATE INDEX outcome_record ON outcome (record);"
	"CREATE INDEX outcome_package ON outcome (package);"
	"CREATE TABLE directing (place TEXT PRIMARY KEY, state INTEGER NOT NULL, generation INTEGER NOT NULL,"
	" life INTEGER NOT NULL, peer TEXT, tag TEXT, since INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE directing_told (place TEXT NOT NULL, peer TEXT NOT NULL, tag TEXT NOT NULL,"
	" waits INTEGER NOT NULL, PRIMARY KEY (place, peer)) WITHOUT ROWID;"
	"CREATE INDEX directing_told_tag ON directing_told (tag);"
	"CREATE TABLE directing_life (peer TEXT PRIMARY KEY, life INTEGER NOT NULL) WITHOUT ROWID;";
/* clang-format on */

const struct schema *schema_current(void)
{
	static const char *const steps[] = { step_1,  step_2,  step_3,  step_4,  step_5,  step_6,
		                             step_7,  step_8,  step_9,  step_10, step_11, step_12,
		                             step_13, step_14, step_15, step_16, step_17, step_18 };
	static const struct schema current = { steps, ELEMENTS(steps) };
	return &current;
}

/* Steps from version `from` on, in one transaction with the new version's number. */
static bool apply(struct database *db, const struct schema *schema, size_t from, struct error *e)
{
	char version[64];
	snprintf(version, sizeof version, "PRAGMA user_version = %zu", schema->count);
	bool done = database_begin(db, e);
	for (size_t i = from; done && i < schema->count; i++)
		done = database_run(db, schema->steps[i], e);
	done = done && database_run(db, version, e) && database_commit(db, e);
	if (!done)
		database_rollback(db);
	return done;
}

bool schema_create(struct database *db, const struct schema *schema, struct error *e)
{
	return apply(db, schema, 0, e);
}

static bool copy_bytes(const char *from, const char *to, struct error *e)
{
	_cleanup_(file_write_clear) struct file_write out = { .fd = -1 };
	return file_write_start(&out, to, e) && file_write_copy(&out, from, e) &&
	       file_write_commit(&out, true, e);
}

static bool verify_copy(const char *path, const struct secret *key, struct error *e)
{
	_cleanup_(database_freep) struct database *db = NULL;
	bool whole;
	if (!database_open(path, key, 2048, false, &db, e) || !database_is_whole(db, &whole, e))
		return false;
	return whole || error_set(e, ERR_STORE_KEY, path, "the copy made before an upgrade is damaged");
}

/* With the write-ahead log emptied and nobody else reading or writing, the file is
 * the whole database. */
static bool back_up(struct database *db, int64_t version, const char *path, const struct secret *key,
                    struct error *e)
{
	_cleanup_(string_freep) char *to =
		string_printf("%s" SCHEMA_COPY "%lld", path, (long long)version + 1);
	int64_t busy;
	if (!to)
		return error_memory(e);
	if (!database_number(db, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, e))
		return false;
	if (busy)
		return error_set(e, ERR_BUSY, path,
		                 "close the other programs on this store before its upgrade");
	bool done = database_begin(db, e) && copy_bytes(path, to, e);
	database_rollback(db);
	return done && verify_copy(to, key, e);
}

bool schema_upgrade(struct database *db, const struct schema *schema, const char *path,
                    const struct secret *key, struct error *e)
{
	int64_t version;
	if (!database_number(db, "PRAGMA user_version", &version, e))
		return false;
	if (version <= 0)
		return error_set(e, ERR_STORE_KEY, path, "this database holds no store");
	if ((uint64_t)version > schema->count)
		return error_set(e, ERR_STORE_VERSION, path, "version %lld, this program knows up to %zu",
		                 (long long)version, schema->count);
	if ((uint64_t)version == schema->count)
		return true;
	return back_up(db, version, path, key, e) && apply(db, schema, (size_t)version, e);
}

bool schema_temporary(struct database *db, struct error *e)
{
	return database_run(
		db,
		"CREATE TEMP TABLE chosen (selection INTEGER NOT NULL, record INTEGER NOT NULL,"
		" PRIMARY KEY (selection, record)) WITHOUT ROWID;"
		"CREATE TEMP TABLE came (key BLOB PRIMARY KEY, line INTEGER NOT NULL) WITHOUT ROWID;"
		"CREATE TEMP TABLE purged (id TEXT PRIMARY KEY, record INTEGER NOT NULL) WITHOUT ROWID;"
		"CREATE TEMP TABLE purged_tie (tie TEXT PRIMARY KEY) WITHOUT ROWID",
		e);
}
