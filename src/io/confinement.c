/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "io/confinement.h"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Whoever could lock as much memory as he liked by a capability still can: keys need it. Others keep the
 * limit that they have. */
static void keep_locking(void)
{
	(void)setrlimit(RLIMIT_MEMLOCK, &(struct rlimit){ RLIM_INFINITY, RLIM_INFINITY });
}

/* The ambient set goes with the permitted one, and with no new privileges nothing that is started takes from
 * the bounding set. Through the system call itself: libcap would be a dependency for these lines. */
static bool drop_capabilities(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	const struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { 0 };
	return syscall(SYS_capset, &header, none) == 0;
}

bool confinement_start(struct error *e)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) != 0)
		return error_set(e, ERR_LIBRARY, "prctl", "%s", N_("no_new_privs can't be set"));
	keep_locking();
	return drop_capabilities() ||
	       error_set(e, ERR_LIBRARY, "capset", "%s", N_("capabilities can't be dropped"));
}
