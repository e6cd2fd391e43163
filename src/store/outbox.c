/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/outbox.h"

#include "io/file.h"
#include "store/store_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define HOLD_WAITS 400u /* of 5 ms */

static bool open_lock(struct store *s, int *ret_fd, struct error *e)
{
	_cleanup_(string_freep) char *path = store_path(s, "outbox.lock");
	if (!path)
		return error_memory(e);
	*ret_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	return *ret_fd >= 0 || error_errno(e, errno, path, "%s", "");
}

/* `operation` of flock(2), never waiting: whoever holds the other kind is inside the
 * same transaction that the caller holds, between its commit and its rename, or sweeping. */
static bool lock(struct store *s, int operation, int *ret_fd, bool *ret_held, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	if (!open_lock(s, &fd, e))
		return false;
	*ret_held = flock(fd, operation | LOCK_NB) == 0;
	if (!*ret_held && errno != EWOULDBLOCK)
		return error_errno(e, errno, s->home, "%s", N_("lock of the outbox"));
	if (*ret_held) {
		*ret_fd = fd;
		fd = -1;
	}
	return true;
}

/* Whoever tidied up and took the folder along loses no letter by it, so packing goes on. */
static bool make_folder(struct store *s, struct error *e)
{
	_cleanup_(string_freep) char *path = store_path(s, "outbox");
	if (!path)
		return error_memory(e);
	return directory_make(path, e);
}

bool outbox_hold(struct store *s, struct error *e)
{
	const struct timespec pause = { .tv_nsec = 5000000 };
	bool held = s->outbox_lock >= 0;
	for (unsigned i = 0; !held && i < HOLD_WAITS; i++) {
		if (i)
			nanosleep(&pause, NULL);
		if (!lock(s, LOCK_SH, &s->outbox_lock, &held, e))
			return false;
	}
	if (held)
		return make_folder(s, e);
	return error_set(e, ERR_BUSY, s->home,
	                 "another program is finishing what a crash left in the outbox");
}

void outbox_release(struct store *s)
{
	fd_closep(&s->outbox_lock);
	s->outbox_lock = -1;
}

bool outbox_claim(struct store *s, int *ret_fd, bool *ret_held, struct error *e)
{
	*ret_held = false;
	return s->outbox_lock >= 0 || lock(s, LOCK_EX, ret_fd, ret_held, e);
}

/* --- what a crash left --- */

static bool is_temporary(int directory, const char *name)
{
	size_t size = strlen(name);
	struct stat st;
	return name[0] == '.' && size > 4 && strcmp(name + size - 4, ".tmp") == 0 &&
	       fstatat(directory, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode);
}

/* Whoever makes a temporary file holds the lock, so with the lock's other kind in
 * hand those that stand there are a crash's. Without it they are counted only. */
static bool temporaries(struct store *s, const char *name, bool remove, size_t *count, struct error *e)
{
	_cleanup_(string_freep) char *path = store_path(s, name);
	if (!path)
		return error_memory(e);
	DIR *d = opendir(path);
	if (!d)
		return errno == ENOENT || error_errno(e, errno, path, "%s", "");
	const struct dirent *entry;
	while ((entry = readdir(d))) {
		if (!is_temporary(dirfd(d), entry->d_name))
			continue;
		++*count;
		if (remove)
			unlinkat(dirfd(d), entry->d_name, 0);
	}
	closedir(d);
	return true;
}

bool outbox_temporaries(struct store *s, bool remove, size_t *ret_count, struct error *e)
{
	size_t count = 0;
	if (!temporaries(s, "", remove, &count, e) || !temporaries(s, "outbox", remove, &count, e))
		return false;
	*ret_count = count;
	return true;
}
