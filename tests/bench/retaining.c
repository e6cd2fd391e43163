/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a run of destruction costs on a day on which `retaining RECORDS` are due, of as many again that stay:
 * all of the act, with its entries in the log, beside SQLCipher deleting the same rows of the same database
 * by itself. In CPU time of this process, in a memory file system. */
#include "one_clerk.h"

#include "base/limits.h"
#include "exchange/desk_open.h"
#include "exchange/retaining.h"
#include "store/arrivals.h"
#include "store/search.h"

#include <fcntl.h>
#include <sqlite3.h>

#define A_DAY 2500u /* records of one import, and of one act in the log */

static double cpu(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static moment today(void)
{
	moment now_ = moment_now();
	return now_ - now_ % SECONDS_A_DAY;
}

/* --- records that came, each with what the log keeps of it --- */

/* The n-th number that is a BSN. */
static void bsn_of(uint64_t n, char out[10])
{
	for (uint64_t stem = 10000000 + n * 11;; stem++) {
		unsigned sum = 0;
		char digits[24];
		snprintf(digits, sizeof digits, "%08llu", (unsigned long long)stem);
		for (unsigned i = 0; i < 8; i++)
			sum += (9 - i) * (unsigned)(digits[i] - '0');
		if (sum % 11 < 10) {
			memcpy(out, digits, 8);
			out[8] = (char)('0' + sum % 11);
			out[9] = 0;
			return;
		}
	}
}

static void log_look(struct store *s, uint64_t parent, char *bsn, char *id)
{
	struct entry entry = { .child = true, .parent = parent };
	struct entry_private p = {
		.values = { [PRIVATE_SUBJECT] = bsn, [PRIVATE_SUBJECT_TYPE] = "bsn", [PRIVATE_RECORD] = id }
	};
	uint64_t index;
	NEED(store_log_append(s, &entry, &p, &index, &e));
}

static void put(struct store *s, const struct catalogue *c, int64_t import, uint64_t n, bool due,
                uint64_t parent)
{
	_cleanup_(record_clear) struct record r = { 0 };
	_cleanup_(string_freep) char *json = NULL;
	char bsn[10], id[RECORD_ID_SIZE + 1];
	enum record_change change;
	const struct stored_record template = { .package = "01ff",
		                                .agreement = "oss-wmo-wi",
		                                .purpose = "onderzoek-2.3.2",
		                                .sequence = 1,
		                                .retain_until = today() + (due ? 0 : 100 * SECONDS_A_DAY) };
	bsn_of(n, bsn);
	json = string_printf("{\"burgerservicenummer\":\"%s\",\"naam.voornamen\":\"Anna "
	                     "%llu\",\"naam.geslachtsnaam\":\"Bakker%llu\","
	                     "\"geboorte.datum\":\"1980-01-02\",\"postcode\":\"5341AA\",\"huisnummer\":%llu,"
	                     "\"wet\":\"pw\","
	                     "\"gegevensbron\":\"client\",\"zaak.identificatie\":\"PW-%llu\",\"verslag\":"
	                     "\"Besproken op kantoor, "
	                     "met een begeleider erbij: wil graag weer aan het werk, en ziet op tegen de "
	                     "eerste maand. Volgt een "
	                     "cursus en komt over zes weken terug. Dossier %llu.\"}",
	                     bsn, (unsigned long long)n % 977, (unsigned long long)n % 4099,
	                     (unsigned long long)n % 99 + 1, (unsigned long long)n, (unsigned long long)n);
	NEED(json && record_parse(c, bytes_of_string(json), "record", &r, &e));
	NEED(record_put(s, import, "oss.nl/wi", &r, &template, NULL, &change, id, &e));
	NEED(arrival_came(s, id, day, 0, &e));
	log_look(s, parent, bsn, id);
}

static void fill(struct store *s, const struct catalogue *c, uint64_t count, bool due, uint64_t from)
{
	for (uint64_t n = 0; n < count;) {
		struct import_counts counts = { 0 };
		int64_t import;
		NEED(store_begin(s, &e) && import_begin(s, "oss.nl/wi", "package", &import, &e));
		uint64_t parent = act(s);
		for (uint64_t i = 0; i < A_DAY && n < count; i++)
			put(s, c, import, from + n++, due, parent);
		NEED(import_end(s, import, &counts, &e) && store_commit(s, &e));
	}
}

/* --- SQLCipher by itself --- */

static sqlite3 *peer_open(const char *path, struct bytes key)
{
	sqlite3 *db;
	SQL(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL));
	SQL(sqlite3_key(db, key.data, (int)key.size));
	SQL(sqlite3_exec(db,
	                 "PRAGMA cache_size = -16384; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;"
	                 "PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL",
	                 NULL, NULL, NULL));
	return db;
}

struct gone { /* what leaves the search index: its words must be given again */
	sqlite3_int64 row;
	struct buffer text;
};

static struct gone *words_of_due(sqlite3 *db, uint64_t count)
{
	struct gone *all = calloc(count, sizeof *all);
	sqlite3_stmt *st;
	size_t n = 0;
	SQL(sqlite3_prepare_v2(db, "SELECT row, json FROM record WHERE retain_until < ?1 ORDER BY row", -1,
	                       &st, NULL));
	SQL(sqlite3_bind_int64(st, 1, today() + SECONDS_A_DAY));
	while (all && n < count && sqlite3_step(st) == SQLITE_ROW) {
		const char *json = (const char *)sqlite3_column_text(st, 1);
		all[n].row = sqlite3_column_int64(st, 0);
		NEED(search_text_of_json(bytes_of_string(json), &all[n++].text, &e));
	}
	sqlite3_finalize(st);
	return n == count ? all : NULL;
}

/* `at_once`: the words are marked as gone in the search index and then written anew without them, as the
 * store does it when many go; otherwise each is overwritten where it stands. */
static double peer_delete(const char *path, struct bytes key, uint64_t count, bool at_once)
{
	sqlite3 *db = peer_open(path, key);
	struct gone *all = words_of_due(db, count);
	sqlite3_stmt *st;
	char sql[1024];
	if (!all)
		exit(1);
	double start = cpu();
	SQL(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL));
	if (at_once)
		SQL(sqlite3_exec(db, "INSERT INTO search (search, rank) VALUES ('secure-delete', 0)", NULL,
		                 NULL, NULL));
	SQL(sqlite3_prepare_v2(db, "INSERT INTO search (search, rowid, text) VALUES ('delete', ?1, ?2)", -1,
	                       &st, NULL));
	for (uint64_t i = 0; i < count; i++) {
		SQL(sqlite3_bind_int64(st, 1, all[i].row));
		SQL(sqlite3_bind_text(st, 2, (const char *)all[i].text.data, (int)all[i].text.size,
		                      SQLITE_STATIC));
		if (sqlite3_step(st) != SQLITE_DONE)
			exit(1);
		SQL(sqlite3_reset(st));
	}
	sqlite3_finalize(st);
	if (at_once)
		SQL(sqlite3_exec(db,
		                 "INSERT INTO search (search) VALUES ('optimize');"
		                 "INSERT INTO search (search, rank) VALUES ('secure-delete', 1)",
		                 NULL, NULL, NULL));
	snprintf(sql, sizeof sql,
	         "DELETE FROM log_private WHERE json_extract(fields, '$.record') IN (SELECT lower(hex(id)) "
	         "FROM record"
	         " WHERE retain_until < %lld); DELETE FROM record WHERE retain_until < %lld",
	         (long long)(today() + SECONDS_A_DAY), (long long)(today() + SECONDS_A_DAY));
	SQL(sqlite3_exec(db, sql, NULL, NULL, NULL));
	SQL(sqlite3_exec(db, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL));
	double took = cpu() - start;
	for (uint64_t i = 0; i < count; i++)
		buffer_clear(&all[i].text);
	free(all);
	sqlite3_close(db);
	return took;
}

/* --- both --- */

static void copy_file(const char *from, const char *to)
{
	_cleanup_(buffer_clear) struct buffer content = { 0 };
	NEED(file_read(from, SIZE_MAX / 2, &content, &e));
	NEED(file_replace(to, buffer_bytes(&content), false, &e));
}

int main(int argc, char **argv)
{
	uint64_t count = argc > 1 ? strtoull(argv[1], NULL, 10) : 100000;
	char folder[] = "/dev/shm/sluis-bench-XXXXXX";
	struct desk d = { 0 };
	struct retaining_run run = { 0 };
	NEED(crypto_start(&e));
	if (!mkdtemp(folder))
		return 1;
	_cleanup_(string_freep) char *home = path_join(folder, "home"), *copy = path_join(folder, "copy.db"),
				     *other = path_join(folder, "other.db"),
				     *database = path_join(home, STORE_DATABASE);
	_cleanup_(store_key_clear) struct store_key key = { 0 };
	NEED(desk_prepare(&d, &e));
	d.store = make_store(home);
	d.key = people[3];
	NEED(keyfile_bind(&people[3], &roster->hash, store_id(d.store), &e));
	NEED(store_read_slots(d.store, &people[3], &key, &e));
	fill(d.store, d.catalogue, count, true, 0);
	fill(d.store, d.catalogue, count, false, count);
	NEED(store_settle(d.store, &e));
	printf("# a store of %llu records\n", 2ull * (unsigned long long)count);
	fflush(stdout);
	copy_file(database, copy);
	copy_file(database, other);
	double start = cpu();
	NEED(retaining_run(&d, today(), &run, &e));
	double ours = cpu() - start;
	struct bytes raw = secret_open(&key.raw);
	double theirs = peer_delete(copy, raw, count, true);
	if (count <= 20000)
		printf("# word by word SQLCipher takes %.2f s\n", peer_delete(other, raw, count, false));
	secret_close(&key.raw);
	printf("# %llu records destroyed of twice as many, %llu private parts: %.2f s beside %.2f s, ratio "
	       "%.2f\n",
	       (unsigned long long)run.purged.records, (unsigned long long)run.purged.private_parts, ours,
	       theirs, ours / theirs);
	printf("%s 1 - all that were due went\n", run.purged.records == count ? "ok" : "not ok");
	printf("%s 2 - a run takes at most twice SQLCipher's\n1..2\n", ours <= 2 * theirs ? "ok" : "not ok");
	store_freep(&d.store);
	(void)nftw(folder, remove_item, 16, FTW_DEPTH | FTW_PHYS);
	return run.purged.records == count ? 0 : 1;
}
