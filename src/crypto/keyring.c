/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "crypto/keyring.h"

#include "base/limits.h"

#include <errno.h>
#include <linux/keyctl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Through the system calls themselves: libkeyutils would be a dependency for five
 * one-line functions. */

#define KEY_TYPE "user"
#define VALUE_MAX LIMIT_KEY_FILE_SIZE
/* Whoever possesses the session's keyring may do anything; the user's other
 * processes not even see it (KEY_POS_ALL of keyutils.h). */
#define POSSESSOR_ONLY 0x3f000000u

typedef int32_t key_serial;

static long control(int operation, key_serial key, const void *a, uintptr_t b, size_t c)
{
	return syscall(SYS_keyctl, operation, key, a, b, c);
}

static bool refused(struct error *e, int sys_errno, const char *name)
{
	const char *why = strerrordesc_np(sys_errno);
	return error_set(e, ERR_KEYRING, name, "%s", why ? why : N_("refused"));
}

/* The keyring by its number, and whether other sessions of the user have it too. Asked for without leave to
 * make one: adding to KEY_SPEC_SESSION_KEYRING itself would, where there is no session, make a keyring that
 * dies with this process. Where there is none the kernel gives the user's own instead, under either name. */
static bool find_ring(const char *name, key_serial *ret, bool *ret_shared, struct error *e)
{
	long ring = control(KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, NULL, 0, 0);
	int why = errno;
	long users = control(KEYCTL_GET_KEYRING_ID, KEY_SPEC_USER_SESSION_KEYRING, NULL, 0, 0);
	if (ring < 0 && users < 0)
		return refused(e, why, name);
	*ret = (key_serial)(ring < 0 ? users : ring);
	*ret_shared = ring < 0 || ring == users;
	return true;
}

static bool is_missing(int sys_errno)
{
	return sys_errno == ENOKEY || sys_errno == EKEYEXPIRED || sys_errno == EKEYREVOKED;
}

/* `*ret` 0 when there is none. */
static bool find_key(const char *name, key_serial ring, key_serial *ret, struct error *e)
{
	long key = control(KEYCTL_SEARCH, ring, KEY_TYPE, (uintptr_t)name, 0);
	if (key < 0 && !is_missing(errno))
		return refused(e, errno, name);
	*ret = key < 0 ? 0 : (key_serial)key;
	return true;
}

bool keyring_put(const char *name, const struct secret *value, unsigned seconds, bool shared_ok,
                 struct error *e)
{
	key_serial ring;
	bool shared;
	if (!keyring_drop(name, e) || !find_ring(name, &ring, &shared, e))
		return false;
	if (shared && !shared_ok)
		return error_set(e, ERR_KEYRING_SHARED, name, "%s", "");
	struct bytes v = secret_open(value);
	long key = syscall(SYS_add_key, KEY_TYPE, name, v.data, v.size, ring);
	int why = errno;
	secret_close(value);
	if (key < 0)
		return refused(e, why, name);
	/* A key that would never be forgotten is worse than none. */
	if (syscall(SYS_keyctl, KEYCTL_SET_TIMEOUT, (key_serial)key, seconds) < 0 ||
	    syscall(SYS_keyctl, KEYCTL_SETPERM, (key_serial)key, POSSESSOR_ONLY) < 0) {
		why = errno;
		control(KEYCTL_REVOKE, (key_serial)key, NULL, 0, 0);
		return refused(e, why, name);
	}
	return true;
}

bool keyring_get(const char *name, struct secret *ret, struct error *e)
{
	_cleanup_(secret_clear) struct secret room = { 0 };
	key_serial ring, key;
	bool shared;
	if (!find_ring(name, &ring, &shared, e) || !find_key(name, ring, &key, e))
		return false;
	if (key == 0)
		return error_set(e, ERR_NOT_FOUND, name, "not in the keyring, or expired");
	if (!secret_new(&room, VALUE_MAX, e))
		return false;
	long size = control(KEYCTL_READ, key, room.data, room.size, 0);
	if (size < 0 && is_missing(errno))
		return error_set(e, ERR_NOT_FOUND, name, "expired");
	if (size < 0)
		return refused(e, errno, name);
	if (size == 0 || (size_t)size > room.size)
		return error_set(e, ERR_KEYRING, name, "a value of %ld bytes", size);
	return secret_copy(ret, bytes_of(room.data, (size_t)size), e);
}

/* "user;UID;GID;PERMISSIONS;NAME": the description's last part begins with `prefix`. */
static bool is_named(key_serial key, const char *prefix)
{
	char text[512] = "";
	long size = control(KEYCTL_DESCRIBE, key, text, sizeof text, 0);
	if (size <= 0 || (size_t)size > sizeof text || strncmp(text, KEY_TYPE ";", sizeof KEY_TYPE) != 0)
		return false;
	text[sizeof text - 1] = 0;
	const char *name = strrchr(text, ';');
	return name && strncmp(name + 1, prefix, strlen(prefix)) == 0;
}

bool keyring_drop_all(const char *prefix, size_t *ret_count, struct error *e)
{
	key_serial ring, keys[1024] = { 0 };
	bool shared;
	if (!find_ring(prefix, &ring, &shared, e))
		return false;
	long size = control(KEYCTL_READ, ring, keys, sizeof keys, 0);
	if (size < 0)
		return refused(e, errno, prefix);
	size_t count = (size_t)size < sizeof keys ? (size_t)size / sizeof *keys : ELEMENTS(keys), dropped = 0;
	for (size_t i = 0; i < count; i++) {
		if (!is_named(keys[i], prefix))
			continue;
		if (control(KEYCTL_INVALIDATE, keys[i], NULL, 0, 0) < 0 && !is_missing(errno))
			return refused(e, errno, prefix);
		dropped++;
	}
	*ret_count = dropped;
	return true;
}

bool keyring_drop(const char *name, struct error *e)
{
	key_serial ring, key;
	bool shared;
	if (!find_ring(name, &ring, &shared, e) || !find_key(name, ring, &key, e))
		return false;
	if (key && control(KEYCTL_INVALIDATE, key, NULL, 0, 0) < 0 && !is_missing(errno))
		return refused(e, errno, name);
	return true;
}
