/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Files: read without following links, written so that a crash leaves the old
 * file or the new one and never a part. The umask is the program's (077). */

#include "base/stream.h"

#include <sys/types.h>

/* --- reading --- */

/* Open for reading: O_NOFOLLOW | O_CLOEXEC, a regular file. Where `allow_stdin`, also "-" for standard
 * input, a descriptor by name ("/dev/fd/63", what a shell makes of `<(…)`), and a named pipe, of which the
 * first writer is waited for some seconds. ERR_FILE_MISSING, ERR_FOLDER, ERR_FILE_UNSAFE, ERR_IO. */
bool file_open(const char *path, bool allow_stdin, int *ret_fd, struct error *e) _must_check_;
/* The whole of a regular file of at most `limit` bytes. */
bool file_read(const char *path, size_t limit, struct buffer *ret, struct error *e) _must_check_;
/* The same of what somebody named on a command line: whatever file_open takes where standard input is. */
bool file_take(const char *path, size_t limit, struct buffer *ret, struct error *e) _must_check_;
bool file_size(int fd, uint64_t *ret, struct error *e) _must_check_;
bool file_exists(const char *path);
bool file_is_folder(const char *path); /* also behind a link */
void fd_closep(int *fd);               /* for _cleanup_; -1 is fine */

/* A source over a descriptor; `path` is used in errors and must outlive it. */
struct fd_stream {
	int fd;
	const char *path;
};
struct source fd_source(struct fd_stream *stream);
struct sink fd_sink(struct fd_stream *stream); /* whole writes; ENOSPC becomes ERR_DISK_FULL */

/* --- writing --- */

/* A file on its way: a temporary name in the same directory (".NAME.XXXX.tmp",
 * O_EXCL, mode 0600) until `file_write_commit` has fsynced it, renamed it and
 * fsynced the directory. `file_write_clear` removes whatever was not committed. */
struct file_write {
	int fd; /* -1 when none */
	char *path, *temporary;
};

bool file_write_start(struct file_write *w, const char *path, struct error *e) _must_check_;
struct sink file_write_sink(struct file_write *w);
/* fsync and close, but keep the temporary name: for a file whose log entry must be
 * committed before it appears. `file_write_publish` then renames it. */
bool file_write_sync(struct file_write *w, struct error *e) _must_check_;
/* Rename without replacing (renameat2 RENAME_NOREPLACE: ERR_FILE_EXISTS), or over
 * an existing file when `replace`; then fsync the directory. */
bool file_write_publish(struct file_write *w, bool replace, struct error *e) _must_check_;
bool file_write_commit(struct file_write *w, bool replace, struct error *e) _must_check_; /* sync + publish */
void file_write_clear(struct file_write *w);
/* Lets go of a synced temporary file without removing it, so that `file_publish` can finish it later. */
void file_write_leave(struct file_write *w);
/* Starts, writes `content` and commits. */
bool file_replace(const char *path, struct bytes content, bool replace, struct error *e) _must_check_;

/* Writes all that `from` holds. */
bool file_write_copy(struct file_write *w, const char *from, struct error *e) _must_check_;

/* Finishes by name what a crash left: renames a synced temporary file to `path`. */
bool file_publish(const char *temporary, const char *path, bool replace, struct error *e) _must_check_;
bool file_remove(const char *path, struct error *e) _must_check_; /* missing is fine; fsyncs the directory */
bool directory_make(const char *path, struct error *e)
	_must_check_; /* mode 0700; exists is fine if a directory */
bool directory_sync(const char *path, struct error *e) _must_check_;
/* A folder that was filled under another name gets its own, beside it, at once and with all that is in it;
 * then fsyncs the folder above. ERR_FILE_EXISTS when there is something of that name. */
bool directory_publish(const char *from, const char *to, struct error *e) _must_check_;
/* An unlinked file in `directory` (O_TMPFILE, or made and unlinked), for spools. */
bool file_anonymous(const char *directory, int *ret_fd, struct error *e) _must_check_;
/* ERR_DISK_FULL when the file system that `fd` is on, with `more` bytes written, would have less left than
 * others need to go on: 64 MiB, or a twentieth of a small one. */
bool file_leaves_room(int fd, const char *path, uint64_t more, struct error *e) _must_check_;
/* ERR_NETWORK_FS for NFS, SMB, CIFS, FUSE-mounted shares and the like (statfs). */
bool directory_is_local(const char *path, struct error *e) _must_check_;
/* ERR_FILE_MISSING, ERR_NOT_FOLDER for a file, ERR_FILE_UNSAFE for a link or a device. */
bool directory_check(const char *path, struct error *e) _must_check_;
/* ERR_FILE_UNSAFE, with its path, for the first symbolic link that stands in it, whatever its name is and
 * whatever it leads to. It doesn't look into folders. */
bool directory_has_no_links(const char *path, struct error *e) _must_check_;
/* Whether files can be made in it: ERR_READ_ONLY for a file system that was mounted so, ERR_IO for want of
 * permission. */
bool directory_is_writable(const char *path, struct error *e) _must_check_;

/* `directory/name`; NULL when out of memory. */
char *path_join(const char *directory, const char *name);

/* An advisory lock (flock, exclusive) on `path`, made when missing; waits up to
 * `wait_ms`, then ERR_BUSY. Closing the descriptor releases it. */
bool file_lock(const char *path, unsigned wait_ms, int *ret_fd, struct error *e) _must_check_;
