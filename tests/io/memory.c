/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "io/memory.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define MIB (UINT64_C(1) << 20)

static void put(const char *path, const char *content)
{
	FILE *file = fopen(path, "we");
	cr_assert_not_null(file);
	cr_assert_geq(fputs(content, file), 0);
	fclose(file);
}

/* A machine of our own: a tree with the files that the kernel shows. */
static void make_machine(void)
{
	static char folder[] = "/tmp/sluis-memory.XXXXXX";
	static const char *const folders[] = { "proc",   "proc/self",     "sys",
		                               "sys/fs", "sys/fs/cgroup", "sys/fs/cgroup/desk" };
	cr_assert_not_null(mkdtemp(folder));
	cr_assert_eq(chdir(folder), 0);
	for (size_t i = 0; i < ELEMENTS(folders); i++)
		cr_assert_eq(mkdir(folders[i], 0700), 0);
}

Test(memory_available, is_the_least_of_machine_and_group, .init = make_machine)
{
	cr_expect_eq(memory_available("."), UINT64_MAX, "what can't be read bounds nothing");
	put("proc/meminfo", "MemTotal:       4096000 kB\nMemFree:  1 kB\nMemAvailable:    2048 kB\n");
	cr_expect_eq(memory_available("."), 2 * MIB);
	put("proc/self/cgroup", "1:name=systemd:/other\n0::/desk\n");
	cr_expect_eq(memory_available("."), 2 * MIB);
	put("sys/fs/cgroup/desk/memory.max", "max\n");
	cr_expect_eq(memory_available("."), 2 * MIB, "no bound");
	put("sys/fs/cgroup/desk/memory.max", "1048576\n");
	cr_expect_eq(memory_available("."), MIB);
	put("proc/meminfo", "MemAvailable:       16 kB\n");
	cr_expect_eq(memory_available("."), 16 * 1024);
	put("proc/meminfo", "MemAvailable: many\n");
	cr_expect_eq(memory_available("."), MIB);
}

#ifndef __SANITIZE_ADDRESS__ /* which takes terabytes of address space */
Test(memory_available, is_what_is_left_of_the_address_space)
{
	const uint64_t most = 512 * MIB;
	cr_assert_eq(setrlimit(RLIMIT_AS, &(struct rlimit){ most, most }), 0);
	uint64_t before = memory_available("");
	cr_assert_gt(before, 0);
	cr_assert_lt(before, most);
	void *room = malloc(64 * MIB);
	cr_assert_not_null(room);
	cr_expect_leq(memory_available(""), before - 64 * MIB);
	free(room);
}
#endif
