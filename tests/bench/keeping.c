/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What it costs to open a store beyond the passphrase, to give its database another key, and to back it up,
 * beside what SQLCipher takes for the same database by itself: `keeping MIB`. In CPU time of this process,
 * in a memory file system. The peer reads every page once and writes it once; the store also looks through
 * what it is about to copy, and through what it wrote. */
#include "one_clerk.h"

#include "base/limits.h"
#include "store/access.h"
#include "store/backup.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define OPENINGS 200u
#define MIB (1u << 20)

static double cpu(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double peak_mib(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (double)usage.ru_maxrss / 1024;
}

static uint64_t size_of(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 ? (uint64_t)status.st_size : 0;
}

/* --- SQLCipher by itself --- */

/* The first page read, so that the key was used. */
static sqlite3 *peer_open(const char *path, struct bytes key)
{
	sqlite3 *db;
	SQL(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL));
	SQL(sqlite3_key(db, key.data, (int)key.size));
	SQL(sqlite3_exec(db, "PRAGMA cache_size = -16384; SELECT count(*) FROM sqlite_schema", NULL, NULL,
	                 NULL));
	return db;
}

static double peer_opening(const char *path, struct bytes key)
{
	double times[OPENINGS];
	for (unsigned i = 0; i < OPENINGS; i++) {
		double start = cpu();
		sqlite3 *db = peer_open(path, key);
		times[i] = (cpu() - start) * 1000;
		sqlite3_close(db);
	}
	qsort(times, OPENINGS, sizeof *times, by_size);
	return times[OPENINGS / 2];
}

static double peer_backup(const char *path, const char *copy, struct bytes key)
{
	double start = cpu();
	sqlite3 *from = peer_open(path, key), *to;
	SQL(sqlite3_open_v2(copy, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL));
	SQL(sqlite3_key(to, key.data, (int)key.size));
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
	if (!b || sqlite3_backup_step(b, -1) != SQLITE_DONE)
		exit(1);
	SQL(sqlite3_backup_finish(b));
	sqlite3_close(from);
	sqlite3_close(to);
	return cpu() - start;
}

/* And what was written looked through, as the store does before it forgets the old key. */
static double peer_rekey(const char *copy, struct bytes key, double *ret_alone)
{
	_cleanup_(secret_clear) struct secret other = { 0 };
	_cleanup_(store_key_clear) struct store_key k = { 0 };
	NEED(store_key_generate(&k, &e));
	sqlite3 *db = peer_open(copy, key);
	SQL(sqlite3_exec(db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL));
	double start = cpu();
	struct bytes next = secret_open(&k.raw);
	SQL(sqlite3_rekey(db, next.data, (int)next.size));
	secret_close(&k.raw);
	SQL(sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL));
	*ret_alone = cpu() - start;
	SQL(sqlite3_exec(db, "PRAGMA cipher_integrity_check", NULL, NULL, NULL));
	double took = cpu() - start;
	sqlite3_close(db);
	return took;
}

/* --- the store --- */

static double opening(const char *home)
{
	double times[OPENINGS];
	for (unsigned i = 0; i < OPENINGS; i++) {
		struct store *s = NULL;
		double start = cpu();
		NEED(store_open(home, &people[3], STORE_WORK, false, &s, &e));
		times[i] = (cpu() - start) * 1000;
		store_freep(&s);
	}
	qsort(times, OPENINGS, sizeof *times, by_size);
	return times[OPENINGS / 2];
}

static double backing_up(struct store *s, const char *path)
{
	struct backup *b = NULL;
	double start = cpu();
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	struct fd_stream out = { fd, path }, in = { fd, path };
	NEED(backup_start(s, &people[3], &b, &e));
	NEED(backup_address(b, true, &e));
	NEED(backup_write(b, fd_sink(&out), &e));
	(void)lseek(fd, 0, SEEK_SET);
	NEED(backup_verify(b, fd_source(&in), &e));
	close(fd);
	backup_freep(&b);
	return cpu() - start;
}

static double rekeying(struct store *s)
{
	_cleanup_(access_list_clear) struct access_list l = { 0 };
	_cleanup_(fd_closep) int lock = -1;
	NEED(access_lock(s, &people[3], &lock, &e));
	NEED(access_load(s, &l, &e));
	double start = cpu();
	NEED(access_alone(s, &people[3], &e));
	NEED(access_rekey(s, &l, &people[3], &e));
	return cpu() - start;
}

/* --- both --- */

static double ratio(const char *what, double ours, double theirs)
{
	printf("# %s: %.3f s beside %.3f s, ratio %.2f\n", what, ours, theirs, ours / theirs);
	return ours / theirs;
}

int main(int argc, char **argv)
{
	uint64_t size = (argc > 1 ? strtoull(argv[1], NULL, 10) : 100) * MIB;
	char folder[] = "/dev/shm/sluis-bench-XXXXXX";
	NEED(crypto_start(&e));
	if (!mkdtemp(folder))
		return 1;
	_cleanup_(string_freep) char *home = path_join(folder, "home"), *copy = path_join(folder, "copy.db"),
				     *backup = path_join(folder, "backup"),
				     *database = path_join(home, STORE_DATABASE);
	struct store *s = make_store(home);
	_cleanup_(store_key_clear) struct store_key key = { 0 };
	NEED(keyfile_bind(&people[3], &roster->hash, store_id(s), &e));
	NEED(store_read_slots(s, &people[3], &key, &e));

	double open_small = opening(home);
	grow(s, 1000);
	while (size_of(database) < size) {
		grow(s, log_size(store_log(s)) + A_BATCH);
		NEED(store_settle(s, &e));
	}
	printf("# a database of %llu MiB, %llu entries in its log; at its peak this took %.0f MiB\n",
	       (unsigned long long)(size_of(database) / MIB), (unsigned long long)log_size(store_log(s)),
	       peak_mib());
	double before = peak_mib();
	double ours = backing_up(s, backup);
	double grew = peak_mib() - before;
	store_freep(&s);
	double open_large = opening(home);
	struct bytes raw = secret_open(&key.raw);
	double peer = peer_opening(database, raw);
	printf("# to open: %.2f ms, of a new one %.2f ms; SQLCipher %.2f ms\n", open_large, open_small, peer);
	double backup_ratio = ratio("to back up", ours, peer_backup(database, copy, raw));
	printf("# backing it up took %.0f MiB more\n", grew);
	double alone, theirs = peer_rekey(copy, raw, &alone);
	secret_close(&key.raw);
	NEED(store_open(home, &people[3], STORE_WORK, false, &s, &e));
	double rekey = rekeying(s);
	(void)ratio("to give it another key, beside SQLCipher that doesn't look at what it wrote", rekey,
	            alone);
	double rekey_ratio = ratio("to give it another key", rekey, theirs);
	store_freep(&s);
	roster_freep(&roster);
	(void)nftw(folder, remove_item, 16, FTW_DEPTH | FTW_PHYS);
	printf("%s 1 - a backup takes at most 1.3 times SQLCipher's\n",
	       backup_ratio <= 1.3 ? "ok" : "not ok");
	printf("%s 2 - another key likewise\n", rekey_ratio <= 1.3 ? "ok" : "not ok");
	printf("%s 3 - a store opens within a millisecond\n1..3\n", open_large <= 1 ? "ok" : "not ok");
	return 0;
}
