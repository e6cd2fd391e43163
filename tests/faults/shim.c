/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Preloaded into a program under test, counts its calls of one class and lets the Nth
 * one fail. For the tests alone. The environment says what (tests/faults/lib.sh):
 *
 *   FAULT_CALLS  write (of regular files, truncating included), sync, name (rename,
 *                link, unlink), change (those three together) or malloc
 *   FAULT_DO     kill: SIGKILL before the call; eio or enospc: it fails with that;
 *                short: it writes half, and so does every write after it;
 *                null: it returns NULL with ENOMEM; nothing: count only
 *   FAULT_AT     N, from 1
 *   FAULT_COUNT  a file that gets the number of calls when the program ends
 *   FAULT_FS     the number of a kind of file system, hexadecimal: every path stands on one
 *
 * Standard output and error are left alone. Constructors before ours count too. */
/* The names as they are, not redirected: this file defines both pwrite and pwrite64. */
#undef _FILE_OFFSET_BITS
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum {
	CALL_WRITE = 1,
	CALL_SYNC = 2,
	CALL_NAME = 4,
	CALL_MALLOC = 8,
};

static unsigned calls;
static char act; /* first letter of FAULT_DO */
static unsigned long at, seen;

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *p, size_t size);

__attribute__((constructor)) static void prepare(void)
{
	const char *name = getenv("FAULT_CALLS"), *what = getenv("FAULT_DO"), *n = getenv("FAULT_AT");
	act = what ? what[0] : 0;
	at = n ? strtoul(n, NULL, 10) : 0;
	if (!name)
		return;
	if (strcmp(name, "write") == 0)
		calls = CALL_WRITE;
	else if (strcmp(name, "sync") == 0)
		calls = CALL_SYNC;
	else if (strcmp(name, "name") == 0)
		calls = CALL_NAME;
	else if (strcmp(name, "change") == 0)
		calls = CALL_WRITE | CALL_SYNC | CALL_NAME;
	else if (strcmp(name, "malloc") == 0)
		calls = CALL_MALLOC;
}

__attribute__((destructor)) static void tell(void)
{
	const char *path = getenv("FAULT_COUNT");
	char text[32];
	int fd = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
	if (fd < 0)
		return;
	int size = snprintf(text, sizeof text, "%lu\n", seen);
	(void)!syscall(SYS_write, fd, text, (size_t)size);
	close(fd);
}

/* True when this call is to fail; `errno` is set. */
static bool hit(unsigned class)
{
	if (!(calls & class))
		return false;
	unsigned long n = __atomic_add_fetch(&seen, 1, __ATOMIC_SEQ_CST);
	if (n != at)
		return false;
	switch (act) {
	case 'k':
		syscall(SYS_kill, getpid(), SIGKILL);
		return true;
	case 'e':
		errno = getenv("FAULT_DO")[1] == 'n' ? ENOSPC : EIO;
		return true;
	}
	if (act == 'n' && class == CALL_MALLOC) {
		errno = ENOMEM;
		return true;
	}
	return false;
}

static bool is_file(int fd)
{
	struct stat st;
	return fd > 2 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

/* From the Nth on, a write takes half of what it is given. */
static size_t shortened(size_t size)
{
	return act == 's' && at && seen >= at && size > 1 ? size / 2 : size;
}

ssize_t write(int fd, const void *data, size_t size)
{
	bool file = is_file(fd);
	if (file && hit(CALL_WRITE))
		return -1;
	return syscall(SYS_write, fd, data, file ? shortened(size) : size);
}

static ssize_t positioned(int fd, const void *data, size_t size, off64_t offset)
{
	bool file = is_file(fd);
	if (file && hit(CALL_WRITE))
		return -1;
	return syscall(SYS_pwrite64, fd, data, file ? shortened(size) : size, offset);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset)
{
	return positioned(fd, data, size, offset);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset)
{
	return positioned(fd, data, size, offset);
}

int ftruncate(int fd, off_t size)
{
	return hit(CALL_WRITE) ? -1 : (int)syscall(SYS_ftruncate, fd, size);
}

int ftruncate64(int fd, off64_t size)
{
	return hit(CALL_WRITE) ? -1 : (int)syscall(SYS_ftruncate, fd, size);
}

int fsync(int fd)
{
	return hit(CALL_SYNC) ? -1 : (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
	return hit(CALL_SYNC) ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int rename(const char *from, const char *to)
{
	return hit(CALL_NAME) ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
	return hit(CALL_NAME) ? -1 : (int)syscall(SYS_renameat2, from_fd, from, to_fd, to, flags);
}

int link(const char *from, const char *to)
{
	return hit(CALL_NAME) ? -1 : (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlink(const char *path)
{
	return hit(CALL_NAME) ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int unlinkat(int fd, const char *path, int flags)
{
	return hit(CALL_NAME) ? -1 : (int)syscall(SYS_unlinkat, fd, path, flags);
}

void *malloc(size_t size)
{
	return hit(CALL_MALLOC) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return hit(CALL_MALLOC) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *p, size_t size)
{
	return hit(CALL_MALLOC) ? NULL : __libc_realloc(p, size);
}

static int file_system(const char *path, void *out)
{
	const char *kind = getenv("FAULT_FS");
	int rc = (int)syscall(SYS_statfs, path, out);
	if (rc == 0 && kind)
		((struct statfs *)out)->f_type = (__fsword_t)strtoul(kind, NULL, 16);
	return rc;
}

int statfs(const char *path, struct statfs *out)
{
	return file_system(path, out);
}

int statfs64(const char *path, struct statfs64 *out)
{
	return file_system(path, out);
}
