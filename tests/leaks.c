/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Linked into the unit tests of a build with the address sanitizer. Criterion runs
 * each case in a child that ends by `_exit`, past the sanitizer's own leak check: so
 * do the check there. What it prints makes scripts/count-tests count a failure, since
 * Criterion has taken the case as passed by then. */

#include <sanitizer/lsan_interface.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The process that was started as such; what a test forks itself isn't checked, since
 * its stderr may be what the test looks at. */
static pid_t started;

__attribute__((constructor)) static void note_process(void)
{
	started = getpid();
}

void _exit(int status)
{
	if (getpid() == started)
		__lsan_do_recoverable_leak_check();
	for (;;)
		syscall(SYS_exit_group, status);
}
