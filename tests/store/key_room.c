/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/key_room.h"

#include "store/database.h"
#include "unit.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#ifndef __SANITIZE_ADDRESS__ /* whose locks are none */
/* A copy of the key in this process's memory, raw or in hexadecimal, and whether it stands in locked memory.
 * The needles are kept changed, and memory is read through /proc, so that the search doesn't find itself. */
struct found {
	size_t locked, ordinary;
};

#define HIDDEN 0x5a

static void count_in(struct bytes memory, const uint8_t *changed, size_t size, size_t *count)
{
	for (size_t i = 0; i + size <= memory.size; i++) {
		size_t j = 0;
		while (j < size && memory.data[i + j] == (changed[j] ^ HIDDEN))
			j++;
		*count += j == size;
	}
}

#define WINDOW (1ul << 20) /* shared, and so told apart: the search doesn't read it */

/* smaps: "FROM-TO PERMISSIONS …", then lines on it, VmFlags the last; "lo" there is locked. */
static struct found search(const uint8_t changed_raw[32], const uint8_t changed_hex[64])
{
	struct found f = { 0 };
	char line[512], permissions[8] = "";
	unsigned long from = 0, to = 0;
	FILE *maps = fopen("/proc/self/smaps", "re");
	int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	uint8_t *window = mmap(NULL, WINDOW, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	cr_assert(maps && memory >= 0 && window != MAP_FAILED);
	while (fgets(line, sizeof line, maps)) {
		unsigned long begin, end;
		if (sscanf(line, "%lx-%lx %7s", &begin, &end, permissions) == 3) {
			from = begin;
			to = end;
		}
		if (strncmp(line, "VmFlags:", 8) != 0 || strncmp(permissions, "rw-p", 4) != 0)
			continue;
		size_t *count = strstr(line, " lo") ? &f.locked : &f.ordinary;
		for (unsigned long at = from; at < to; at += WINDOW - 64) {
			ssize_t got = pread(memory, window, to - at < WINDOW ? to - at : WINDOW, (off_t)at);
			if (got <= 0)
				break;
			count_in(bytes_of(window, (size_t)got), changed_raw, 32, count);
			count_in(bytes_of(window, (size_t)got), changed_hex, 64, count);
		}
	}
	munmap(window, WINDOW);
	fclose(maps);
	close(memory);
	return f;
}

/* "x'", the key in hexadecimal, a salt, "'". */
static void make_key(struct secret *key, uint8_t hidden_raw[32], uint8_t hidden_hex[64])
{
	static const char digits[] = "0123456789abcdef";
	char text[DATABASE_KEY_SIZE] = "x'";
	uint8_t raw[32];
	random_bytes(raw, sizeof raw);
	memset(text + 2, '7', 96);
	text[98] = '\'';
	for (size_t i = 0; i < 32; i++) {
		text[2 + 2 * i] = digits[raw[i] >> 4];
		text[3 + 2 * i] = digits[raw[i] & 15];
		hidden_raw[i] = raw[i] ^ HIDDEN;
	}
	for (size_t i = 0; i < 64; i++)
		hidden_hex[i] = (uint8_t)text[2 + i] ^ HIDDEN;
	OK(secret_copy(key, bytes_of(text, sizeof text), &e));
	memory_wipe(text, sizeof text);
	memory_wipe(raw, sizeof raw);
}
#endif

Test(key_room, holds_each_copy_of_the_key_that_a_database_keeps)
{
#ifndef __SANITIZE_ADDRESS__
	struct unit unit = { .folder = FOLDER };
	struct database *db = NULL;
	_cleanup_(secret_clear) struct secret key = { 0 };
	uint8_t raw[32], hex[64];
	char path[128];
	OK(crypto_start(&e));
	if (!crypto_memory_locks()) {
		cr_skip_test("memory can't be locked here");
		return;
	}
	prctl(PR_SET_DUMPABLE, 1L, 0L, 0L, 0L); /* or /proc/self/mem is root's */
	cr_assert(mkdtemp(unit.folder));
	snprintf(path, sizeof path, "%s/a.db", unit.folder);
	close(open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600));
	make_key(&key, raw, hex);
	for (int i = 0; i < 2; i++) { /* a fresh one, and one that is there */
		OK(database_open(path, &key, 2048, i == 0, &db, &e));
		struct found f = search(raw, hex);
		cr_expect_gt(f.locked, 0, "or this sees nothing");
		cr_expect_eq(f.ordinary, 0, "%d: %zu in ordinary memory", i, f.ordinary);
		OK(database_run(db,
		                "CREATE TABLE t (a); INSERT INTO t VALUES (randomblob(100000)); DROP TABLE t",
		                &e));
		f = search(raw, hex);
		cr_expect_eq(f.ordinary, 0, "%d: %zu after writing", i, f.ordinary);
		database_freep(&db);
		f = search(raw, hex);
		cr_expect_eq(f.locked + f.ordinary, 0, "%d: closed, none is left", i);
	}
	unit_end(&unit);
#endif
}
