/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "io/file.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

void fd_closep(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* --- reading --- */

static bool check_regular(int fd, const char *path, struct stat *ret, struct error *e)
{
	if (fstat(fd, ret) < 0)
		return error_errno(e, errno, path, "fstat");
	if (S_ISDIR(ret->st_mode))
		return error_set(e, ERR_FOLDER, path, "%s", "");
	if (!S_ISREG(ret->st_mode))
		return error_set(e, ERR_FILE_UNSAFE, path, "not a regular file");
	return true;
}

/* The number in "/dev/fd/63", which is what a shell makes of `<(…)`; -1 for any other path. To the kernel
 * such a name is a link, and it is none: whoever typed it gave the descriptor itself, as with "-". */
static int own_descriptor(const char *path)
{
	static const char *const folders[] = { "/dev/fd/", "/proc/self/fd/" };
	if (strcmp(path, "-") == 0 || strcmp(path, "/dev/stdin") == 0)
		return STDIN_FILENO;
	for (size_t i = 0; i < ELEMENTS(folders); i++) {
		size_t size = strlen(folders[i]);
		uint64_t number;
		if (strncmp(path, folders[i], size) == 0 &&
		    number_parse(bytes_of_string(path + size), INT32_MAX, &number))
			return (int)number;
	}
	return -1;
}

static bool take_descriptor(int given, const char *path, int *ret_fd, struct error *e)
{
	struct stat status;
	_cleanup_(fd_closep) int copy = fcntl(given, F_DUPFD_CLOEXEC, 3);
	if (copy < 0 && errno == EBADF)
		return error_set(e, ERR_FILE_MISSING, path, "%s", "");
	if (copy < 0 || fstat(copy, &status) < 0)
		return error_errno(e, errno, path, "descriptor");
	if (S_ISDIR(status.st_mode))
		return error_set(e, ERR_FOLDER, path, "%s", "");
	*ret_fd = copy;
	copy = -1;
	return true;
}

#define PIPE_WAIT_MS 3000 /* for the first writer of a pipe with a name */

/* A pipe with a name, from here on read as any other: opening it didn't wait for its writer, and this does.
 */
static bool await_writer(int fd, const char *path, struct error *e)
{
	struct pollfd event = { .fd = fd, .events = POLLIN };
	int come = poll(&event, 1, PIPE_WAIT_MS);
	if (come < 0)
		return error_errno(e, errno, path, "poll");
	if (come == 0)
		return error_set(e, ERR_FILE_UNSAFE, path, "a pipe that nobody writes to");
	int flags = fcntl(fd, F_GETFL);
	return (flags >= 0 && fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) == 0) ||
	       error_errno(e, errno, path, "fcntl");
}

bool file_open(const char *path, bool allow_stdin, int *ret_fd, struct error *e)
{
	int given = allow_stdin ? own_descriptor(path) : -1;
	if (given >= 0)
		return take_descriptor(given, path, ret_fd, e);
	/* Not to wait for a writer when the name turns out to be a pipe's. */
	_cleanup_(fd_closep) int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat status;
	if (fd < 0 && errno == ENXIO)
		return error_set(e, ERR_FILE_UNSAFE, path, "not a regular file");
	if (fd < 0)
		return error_errno(e, errno, path, "open");
	bool pipe = allow_stdin && fstat(fd, &status) == 0 && S_ISFIFO(status.st_mode);
	if (pipe ? !await_writer(fd, path, e) : !check_regular(fd, path, &status, e))
		return false;
	*ret_fd = fd;
	fd = -1;
	return true;
}

bool file_size(int fd, uint64_t *ret, struct error *e)
{
	struct stat status;
	if (!check_regular(fd, NULL, &status, e))
		return false;
	*ret = (uint64_t)status.st_size;
	return true;
}

bool file_exists(const char *path)
{
	struct stat status;
	return lstat(path, &status) == 0;
}

bool file_is_folder(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool fd_read(void *context, uint8_t *out, size_t size, size_t *ret_size, struct error *e)
{
	const struct fd_stream *stream = context;
	ssize_t got = read(stream->fd, out, size);
	if (got < 0)
		return error_errno(e, errno, stream->path, "read");
	*ret_size = (size_t)got;
	return true;
}

struct source fd_source(struct fd_stream *stream)
{
	return (struct source){ fd_read, stream };
}

static bool read_whole(int fd, const char *path, size_t limit, struct buffer *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer content = { 0 };
	struct stat status;
	if (fstat(fd, &status) < 0)
		return error_errno(e, errno, path, "fstat");
	if (S_ISREG(status.st_mode) && (uint64_t)status.st_size > limit)
		return error_set(e, ERR_TOO_LARGE, path, "more than %zu bytes", limit);
	/* Read to the end rather than to the size: /proc says 0, and a file may grow. */
	if (!source_drain(fd_source(&(struct fd_stream){ fd, path }), limit, &content, e)) {
		if (e->code == ERR_TOO_LARGE)
			error_set(e, ERR_TOO_LARGE, path, "more than %zu bytes", limit);
		return false;
	}
	buffer_reset(ret);
	buffer_append(ret, buffer_bytes(&content));
	return buffer_ok(ret, e);
}

bool file_read(const char *path, size_t limit, struct buffer *ret, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	return file_open(path, false, &fd, e) && read_whole(fd, path, limit, ret, e);
}

bool file_take(const char *path, size_t limit, struct buffer *ret, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	return file_open(path, true, &fd, e) && read_whole(fd, path, limit, ret, e);
}

/* --- writing --- */

static bool write_whole(int fd, const char *path, struct bytes bytes, struct error *e)
{
	while (bytes.size) {
		ssize_t put = write(fd, bytes.data, bytes.size);
		if (put < 0)
			return error_errno(e, errno, path, "write");
		bytes.data += put;
		bytes.size -= (size_t)put;
	}
	return true;
}

static bool fd_write(void *context, struct bytes bytes, struct error *e)
{
	const struct fd_stream *stream = context;
	return write_whole(stream->fd, stream->path, bytes, e);
}

struct sink fd_sink(struct fd_stream *stream)
{
	return (struct sink){ fd_write, stream };
}

static bool file_write_write(void *context, struct bytes bytes, struct error *e)
{
	const struct file_write *w = context;
	return write_whole(w->fd, w->path, bytes, e);
}

struct sink file_write_sink(struct file_write *w)
{
	return (struct sink){ file_write_write, w };
}

/* The size of the directory part of `path` with its last '/'; 0 when it has none. */
static size_t directory_part(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? (size_t)(slash - path) + 1 : 0;
}

/* Make `DIRECTORY/.NAME.XXXX.tmp` for reading and writing; the caller frees `*ret_path`. */
static bool make_temporary(const char *path, int *ret_fd, char **ret_path, struct error *e)
{
	size_t directory = directory_part(path);
	for (int attempt = 0; attempt < 16; attempt++) {
		uint64_t random;
		if (getrandom(&random, sizeof random, 0) != sizeof random)
			return error_errno(e, errno, path, "getrandom");
		_cleanup_(string_freep) char *name =
			string_printf("%.*s.%.200s.%016llx.tmp", (int)directory, path, path + directory,
		                      (unsigned long long)random);
		if (!name)
			return error_memory(e);
		int fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd >= 0) {
			*ret_fd = fd;
			*ret_path = name;
			name = NULL;
			return true;
		}
		if (errno != EEXIST)
			return error_errno(e, errno, path, "create");
	}
	return error_set(e, ERR_IO, path, "no free temporary name");
}

bool file_write_start(struct file_write *w, const char *path, struct error *e)
{
	*w = (struct file_write){ .fd = -1 };
	if (!path[directory_part(path)])
		return error_set(e, ERR_FOLDER, path, "%s", "");
	_cleanup_(string_freep) char *copy = string_copy(path);
	if (!copy)
		return error_memory(e);
	if (!make_temporary(path, &w->fd, &w->temporary, e))
		return false;
	w->path = copy;
	copy = NULL;
	return true;
}

bool file_write_sync(struct file_write *w, struct error *e)
{
	assert(w->fd >= 0);
	if (fsync(w->fd) < 0)
		return error_errno(e, errno, w->path, "fsync");
	int fd = w->fd;
	w->fd = -1;
	if (close(fd) < 0)
		return error_errno(e, errno, w->path, "close");
	return true;
}

bool directory_sync(const char *path, struct error *e)
{
	_cleanup_(fd_closep) int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return error_errno(e, errno, path, "open");
	/* EINVAL: this file system doesn't know fsync of a directory (POSIX fsync). */
	if (fsync(fd) < 0 && errno != EINVAL)
		return error_errno(e, errno, path, "fsync");
	return true;
}

static bool parent_sync(const char *path, struct error *e)
{
	size_t size = directory_part(path);
	_cleanup_(string_freep) char *directory =
		size ? string_of_bytes(bytes_of(path, size)) : string_copy(".");
	if (!directory)
		return error_memory(e);
	return directory_sync(directory, e);
}

static bool same_file(const char *a, const char *b)
{
	struct stat first, second;
	return lstat(a, &first) == 0 && lstat(b, &second) == 0 && first.st_dev == second.st_dev &&
	       first.st_ino == second.st_ino;
}

/* `renameat2` without replacing, or by hand where the file system doesn't know it. */
static bool rename_new(const char *from, const char *to, struct error *e)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return true;
	int failure = errno;
	if ((failure == EINVAL || failure == ENOSYS) && (link(from, to) == 0 || errno == EEXIST))
		failure = EEXIST;
	/* A link made just now, or by a run that a crash cut short before the unlink. */
	if (failure == EEXIST && same_file(from, to)) {
		if (unlink(from) == 0)
			return true;
		failure = errno;
	}
	return error_errno(e, failure, to, "rename");
}

bool file_write_copy(struct file_write *w, const char *from, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	uint8_t block[65536];
	size_t got = 1;
	if (!file_open(from, false, &fd, e))
		return false;
	struct fd_stream in = { fd, from };
	while (got)
		if (!source_fill(fd_source(&in), block, sizeof block, &got, e) ||
		    !sink_write(file_write_sink(w), bytes_of(block, got), e))
			return false;
	return true;
}

bool file_publish(const char *temporary, const char *path, bool replace, struct error *e)
{
	if (replace && rename(temporary, path) < 0)
		return error_errno(e, errno, path, "rename");
	if (!replace && !rename_new(temporary, path, e))
		return false;
	return parent_sync(path, e);
}

bool file_write_publish(struct file_write *w, bool replace, struct error *e)
{
	assert(w->fd < 0 && w->temporary);
	if (!file_publish(w->temporary, w->path, replace, e))
		return false;
	string_freep(&w->temporary);
	return true;
}

bool file_write_commit(struct file_write *w, bool replace, struct error *e)
{
	return file_write_sync(w, e) && file_write_publish(w, replace, e);
}

void file_write_leave(struct file_write *w)
{
	assert(w->fd < 0);
	string_freep(&w->temporary);
}

void file_write_clear(struct file_write *w)
{
	if (w->path && w->fd >= 0)
		close(w->fd);
	if (w->temporary)
		unlink(w->temporary);
	string_freep(&w->temporary);
	string_freep(&w->path);
	w->fd = -1;
}

bool file_replace(const char *path, struct bytes content, bool replace, struct error *e)
{
	_cleanup_(file_write_clear) struct file_write w = { .fd = -1 };
	return file_write_start(&w, path, e) && write_whole(w.fd, path, content, e) &&
	       file_write_commit(&w, replace, e);
}

bool file_remove(const char *path, struct error *e)
{
	if (unlink(path) < 0)
		return errno == ENOENT ? true : error_errno(e, errno, path, "unlink");
	return parent_sync(path, e);
}

/* --- directories --- */

static void directory_closep(DIR **d)
{
	if (*d)
		closedir(*d);
}

bool directory_check(const char *path, struct error *e)
{
	struct stat status;
	if (lstat(path, &status) < 0)
		return error_errno(e, errno, path, "lstat");
	if (S_ISREG(status.st_mode))
		return error_set(e, ERR_NOT_FOLDER, path, "%s", "");
	return S_ISDIR(status.st_mode) || error_set(e, ERR_FILE_UNSAFE, path, "not a directory");
}

bool directory_has_no_links(const char *path, struct error *e)
{
	_cleanup_(directory_closep) DIR *d = opendir(path);
	if (!d)
		return error_errno(e, errno, path, "%s", "");
	for (;;) {
		struct stat status;
		errno = 0;
		const struct dirent *entry = readdir(d);
		if (!entry)
			return errno == 0 || error_errno(e, errno, path, "readdir");
		if (fstatat(dirfd(d), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) < 0 ||
		    !S_ISLNK(status.st_mode))
			continue; /* what is gone by now is none */
		_cleanup_(string_freep) char *found = path_join(path, entry->d_name);
		return found ? error_set(e, ERR_FILE_UNSAFE, found, "%s", "") : error_memory(e);
	}
}

bool directory_make(const char *path, struct error *e)
{
	if (mkdir(path, 0700) == 0)
		return parent_sync(path, e);
	if (errno != EEXIST)
		return error_errno(e, errno, path, "mkdir");
	return directory_check(path, e);
}

bool directory_publish(const char *from, const char *to, struct error *e)
{
	int failed = renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
	if (failed &&
	    (errno == EINVAL || errno == ENOSYS)) /* a folder replaces no file, nor one that holds any */
		failed = rename(from, to);
	if (failed)
		return error_errno(e, errno == ENOTEMPTY || errno == ENOTDIR ? EEXIST : errno, to, "rename");
	return parent_sync(to, e);
}

bool file_anonymous(const char *directory, int *ret_fd, struct error *e)
{
	int fd = open(directory, O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
	/* EISDIR comes from kernels, EOPNOTSUPP and EINVAL from file systems without it. */
	if (fd < 0 && errno != EISDIR && errno != EOPNOTSUPP && errno != EINVAL)
		return error_errno(e, errno, directory, "O_TMPFILE");
	if (fd < 0) {
		_cleanup_(string_freep) char *path = path_join(directory, "spool"), *temporary = NULL;
		if (!path)
			return error_memory(e);
		if (!make_temporary(path, &fd, &temporary, e))
			return false;
		unlink(temporary);
	}
	*ret_fd = fd;
	return true;
}

bool file_leaves_room(int fd, const char *path, uint64_t more, struct error *e)
{
	const uint64_t most = UINT64_C(64) << 20;
	struct statvfs room;
	if (fstatvfs(fd, &room) < 0)
		return error_errno(e, errno, path, "fstatvfs");
	uint64_t share = (uint64_t)room.f_blocks * room.f_frsize / 20, kept = share < most ? share : most;
	uint64_t left = (uint64_t)room.f_bavail * room.f_frsize;
	return (left >= kept && left - kept >= more) ||
	       error_set(e, ERR_DISK_FULL, path, "%llu bytes of it are kept free", (unsigned long long)kept);
}

/* Numbers that linux/magic.h lacks are from statfs(2) and the kernel's own sources. */
static bool is_network(uint64_t type)
{
	/* clang-format off */
	static const uint32_t types[] = {
		NFS_SUPER_MAGIC,  SMB_SUPER_MAGIC, CIFS_SUPER_MAGIC, SMB2_SUPER_MAGIC, AFS_SUPER_MAGIC,
		AFS_FS_MAGIC,     CODA_SUPER_MAGIC, CEPH_SUPER_MAGIC, V9FS_MAGIC,       NCP_SUPER_MAGIC,
		OCFS2_SUPER_MAGIC, 0x0bd00bd0 /* Lustre */, 0x47504653 /* GPFS */, 0x01161970 /* GFS2 */,
		0x786f4256 /* VirtualBox shared folder */, 0xbacbacbc /* VMware shared folder */,
	};
	/* clang-format on */
	for (size_t i = 0; i < ELEMENTS(types); i++)
		if (types[i] == type)
			return true;
	return false;
}

bool directory_is_local(const char *path, struct error *e)
{
	struct statfs system;
	struct stat status;
	if (statfs(path, &system) < 0 || stat(path, &status) < 0)
		return error_errno(e, errno, path, "statfs");
	uint64_t type = (uint64_t)system.f_type & UINT32_MAX;
	/* FUSE over a block device (ntfs-3g, exfat) is local; a device of major 0 is none. */
	if (is_network(type) || (type == FUSE_SUPER_MAGIC && major(status.st_dev) == 0))
		return error_set(e, ERR_NETWORK_FS, path, "file system type %08llx",
		                 (unsigned long long)type);
	return true;
}

bool directory_is_writable(const char *path, struct error *e)
{
	return access(path, W_OK | X_OK) == 0 || error_errno(e, errno, path, "%s", "");
}

char *path_join(const char *directory, const char *name)
{
	size_t size = strlen(directory);
	bool slash = size && directory[size - 1] == '/';
	return string_printf("%s%s%s", directory, slash || !size ? "" : "/", name);
}

/* --- locks --- */

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool file_lock(const char *path, unsigned wait_ms, int *ret_fd, struct error *e)
{
	_cleanup_(fd_closep) int fd =
		open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);
	struct stat status;
	if (fd < 0 && errno != ENXIO)
		return error_errno(e, errno, path, "open");
	if (fd < 0)
		return error_set(e, ERR_FILE_UNSAFE, path, "not a regular file");
	if (!check_regular(fd, path, &status, e))
		return false;
	int64_t deadline = now_ms() + wait_ms;
	while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK)
			return error_errno(e, errno, path, "flock");
		int64_t left = deadline - now_ms();
		if (left <= 0)
			return error_set(e, ERR_BUSY, path, "locked by another process");
		struct timespec pause = { .tv_nsec = (left < 20 ? left : 20) * 1000000 };
		if (nanosleep(&pause, NULL) < 0)
			return error_errno(e, errno, path, "nanosleep");
	}
	*ret_fd = fd;
	fd = -1;
	return true;
}
