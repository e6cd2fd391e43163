/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/keyring.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/keyctl.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* A name of this run's own, so that runs don't meet in one session's keyring. */
static const char *name_of(const char *what)
{
	static char name[64];
	snprintf(name, sizeof name, "sluis:test-%s-%ld", what, (long)getpid());
	return name;
}

static struct secret secret_of(const char *text)
{
	struct secret s;
	struct error e;
	cr_assert(secret_copy(&s, bytes_of_string(text), &e));
	return s;
}

/* Where the kernel refuses keyrings (containers do), every call says ERR_KEYRING and
 * the test ends there. */
static bool refused_here(void)
{
	_cleanup_(secret_clear) struct secret v = secret_of("x"), got = { 0 };
	struct error e;
	const char *name = name_of("probe");
	if (keyring_put(name, &v, 60, true, &e)) {
		cr_assert(keyring_drop(name, &e));
		return false;
	}
	cr_assert_eq(e.code, ERR_KEYRING);
	cr_assert_str_eq(e.subject, name);
	cr_assert_not(keyring_get(name, &got, &e));
	cr_assert(e.code == ERR_KEYRING || e.code == ERR_NOT_FOUND);
	cr_assert_null(got.data);
	return true;
}

static bool skip(void)
{
	if (!refused_here())
		return false;
	cr_skip_test("the kernel refuses keyrings here");
	return true;
}

static void check_value(const char *name, const char *expected)
{
	_cleanup_(secret_clear) struct secret got = { 0 };
	struct error e;
	cr_assert(keyring_get(name, &got, &e), "%s", e.detail);
	cr_assert(bytes_equal_string(secret_open(&got), expected));
	secret_close(&got);
}

Test(keyring, keeps_replaces_and_drops)
{
	if (skip())
		return;
	const char *name = name_of("value");
	_cleanup_(secret_clear) struct secret a = secret_of("AGE-SECRET-KEY-1A"),
					      b = secret_of("another and longer value"), got = { 0 };
	struct error e;
	cr_assert(keyring_put(name, &a, 60, true, &e), "%s", e.detail);
	check_value(name, "AGE-SECRET-KEY-1A");
	cr_assert(keyring_put(name, &b, 60, true, &e), "%s", e.detail);
	check_value(name, "another and longer value");
	cr_assert(keyring_drop(name, &e));
	cr_assert_not(keyring_get(name, &got, &e));
	cr_assert_eq(e.code, ERR_NOT_FOUND);
	cr_assert(keyring_drop(name, &e), "dropping what isn't there is fine");
}

Test(keyring, another_process_of_the_session_finds_it)
{
	if (skip())
		return;
	const char *name = name_of("child");
	_cleanup_(secret_clear) struct secret v = secret_of("shared");
	struct error e;
	pid_t child = fork();
	cr_assert_geq(child, 0);
	if (child == 0)
		_exit(keyring_put(name, &v, 60, true, &e) ? 0 : 1);
	int status;
	cr_assert_eq(waitpid(child, &status, 0), child);
	cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	check_value(name, "shared");
	cr_assert(keyring_drop(name, &e));
}

/* /proc/keys: "id flags usage TIMEOUT perm uid gid type description: size" */
Test(keyring, forgets_in_time_and_shows_itself_to_nobody_else)
{
	if (skip())
		return;
	const char *name = name_of("timeout");
	_cleanup_(secret_clear) struct secret v = secret_of("x");
	struct error e;
	cr_assert(keyring_put(name, &v, 600, true, &e));
	FILE *keys = fopen("/proc/keys", "re");
	if (!keys) {
		cr_assert(keyring_drop(name, &e));
		cr_skip_test("no /proc/keys");
		return;
	}
	char line[512];
	bool seen = false;
	while (fgets(line, sizeof line, keys)) {
		char timeout[16], permissions[16];
		if (!strstr(line, name))
			continue;
		cr_assert_eq(sscanf(line, "%*s %*s %*s %15s %15s", timeout, permissions), 2);
		cr_assert_str_neq(timeout, "perm", "it expires");
		cr_assert_str_eq(permissions, "3f000000");
		seen = true;
	}
	fclose(keys);
	cr_assert(seen);
	cr_assert(keyring_drop(name, &e));
}

Test(keyring, takes_no_value_that_the_kernel_refuses)
{
	if (skip())
		return;
	_cleanup_(secret_clear) struct secret v = { 0 }, got = { 0 };
	struct error e;
	cr_assert(secret_new(&v, 100000, &e));
	secret_close(&v);
	const char *name = name_of("large");
	cr_assert_not(keyring_put(name, &v, 60, true, &e));
	cr_assert_eq(e.code, ERR_KEYRING);
	cr_assert_not(keyring_get(name, &got, &e));
	cr_assert_eq(e.code, ERR_NOT_FOUND);
}

static bool is_kept_in_session(const char *name, const struct secret *v, enum error_code *ret_why)
{
	struct error e = { 0 };
	bool kept = keyring_put(name, v, 60, false, &e);
	*ret_why = e.code;
	return kept;
}

/* As `keyctl session` does. */
static bool join_session(void)
{
	return syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL, 0L, 0L, 0L) >= 0;
}

static bool is_found(const char *name)
{
	_cleanup_(secret_clear) struct secret got = { 0 };
	struct error e;
	return keyring_get(name, &got, &e);
}

/* A child that stays in the session that this process leaves. */
static bool finds_outside(const char *name, int begin[2])
{
	int status;
	char byte;
	pid_t child = fork();
	cr_assert_geq(child, 0);
	if (child == 0)
		_exit(read(begin[0], &byte, 1) == 1 && is_found(name) ? 1 : 0);
	cr_assert(join_session());
	_cleanup_(secret_clear) struct secret v = secret_of("of this session");
	enum error_code why;
	cr_assert(is_kept_in_session(name, &v, &why), "%s", error_name(why));
	cr_assert_eq(write(begin[1], "x", 1), 1);
	cr_assert_eq(waitpid(child, &status, 0), child);
	cr_assert(WIFEXITED(status));
	return WEXITSTATUS(status) == 1;
}

Test(keyring, keeps_what_is_of_a_session_in_it)
{
	int begin[2];
	if (skip())
		return;
	cr_assert_eq(pipe(begin), 0);
	const char *name = name_of("session");
	cr_assert_not(finds_outside(name, begin), "nobody outside has it");
	cr_assert(is_found(name));
	cr_assert(join_session());
	cr_assert_not(is_found(name), "nor has another session");
}

Test(keyring, gives_the_whole_account_nothing_unasked)
{
	if (skip())
		return;
	_cleanup_(secret_clear) struct secret v = secret_of("x");
	const char *name = name_of("account");
	struct error e;
	long session = syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0L, 0L, 0L);
	if (session !=
	    syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_USER_SESSION_KEYRING, 0L, 0L, 0L)) {
		cr_skip_test("this runs in a session, which a process can't leave but for another");
		return;
	}
	cr_assert_not(keyring_put(name, &v, 60, false, &e));
	cr_assert_eq(e.code, ERR_KEYRING_SHARED);
	cr_assert_not(is_found(name));
	cr_assert(keyring_put(name, &v, 60, true, &e), "%s", e.detail);
	cr_assert(is_found(name));
	cr_assert_not(keyring_put(name, &v, 60, false, &e));
	cr_assert_not(is_found(name), "what is refused doesn't leave an older one");
}

/* What a container does: these two calls end in EPERM. False where it can't be done. */
static bool refuse_keyrings(void)
{
	struct sock_filter program[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_keyctl, 1, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_add_key, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = { ELEMENTS(program), program };
	return prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) == 0 &&
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0L, 0L) == 0;
}

Test(keyring, says_so_when_the_kernel_refuses)
{
	_cleanup_(secret_clear) struct secret v = secret_of("x"), got = { 0 };
	struct error e;
	if (!refuse_keyrings()) {
		cr_skip_test("no seccomp filters here");
		return;
	}
	cr_assert_not(keyring_put("sluis:x", &v, 60, true, &e));
	cr_assert_eq(e.code, ERR_KEYRING);
	cr_assert_not(keyring_get("sluis:x", &got, &e));
	cr_assert_eq(e.code, ERR_KEYRING);
	cr_assert_not(keyring_drop("sluis:x", &e));
	cr_assert_eq(e.code, ERR_KEYRING);
	cr_assert_str_eq(e.subject, "sluis:x");
}
