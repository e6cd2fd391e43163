/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "io/confinement.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* The set of that name in /proc/self/status, which is the kernel's own account of it. */
static unsigned long long set_of(const char *name)
{
	char line[256];
	unsigned long long value = 0;
	bool found = false;
	FILE *status = fopen("/proc/self/status", "re");
	cr_assert_not_null(status);
	while (fgets(line, sizeof line, status))
		if (strncmp(line, name, strlen(name)) == 0)
			found = sscanf(line + strlen(name), ": %llx", &value) == 1;
	fclose(status);
	cr_assert(found, "%s", name);
	return value;
}

Test(confinement, leaves_no_capability_and_no_way_to_get_one)
{
	static const char *const sets[] = { "CapInh", "CapPrm", "CapEff", "CapAmb" };
	struct error e;
	cr_assert(geteuid() != 0 || set_of("CapBnd") == 0 || set_of("CapPrm") != 0,
	          "root has some before, or the test sees nothing");
	for (int i = 0; i < 2; i++) {
		cr_assert(confinement_start(&e), "twice does no harm: %s", e.detail);
		for (size_t j = 0; j < ELEMENTS(sets); j++)
			cr_expect_eq(set_of(sets[j]), 0, "%s", sets[j]);
		cr_expect_eq(prctl(PR_GET_NO_NEW_PRIVS, 0L, 0L, 0L, 0L), 1);
	}
}

/* Root may lock memory by a capability, whatever its limit; what holds keys is locked behind it as well. */
Test(confinement, takes_nothing_from_locked_memory)
{
	struct error e;
	if (geteuid() != 0 || setrlimit(RLIMIT_MEMLOCK, &(struct rlimit){ 0, RLIM_INFINITY }) != 0) {
		cr_skip_test("not root");
		return;
	}
	static uint8_t page[8192];
	cr_assert_eq(mlock(page, sizeof page), 0);
	cr_assert_eq(munlock(page, sizeof page), 0);
	cr_assert(confinement_start(&e));
	cr_assert_eq(mlock(page, sizeof page), 0);
}

/* Root gets all of them back with each program that it starts, but for no_new_privs. */
Test(confinement, holds_for_what_it_starts)
{
	struct error e;
	pid_t child = fork();
	cr_assert_geq(child, 0);
	if (child == 0) {
		if (!confinement_start(&e))
			_exit(1);
		execl("/bin/grep", "grep", "-q", "^CapEff:[[:space:]]*0*$", "/proc/self/status", NULL);
		_exit(1);
	}
	int status;
	cr_assert_eq(waitpid(child, &status, 0), child);
	cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}
