/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/outbox.h"

#include "io/file.h"
#include "store/exchanges.h"
#include "store/state.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define HOLD_WAITS 400u /* of 5 ms */
#define SQL_UNFINISHED "SELECT count(*) FROM exchange WHERE sent AND state = 0"
_Static_assert(SENT_PREPARED == 0, "the number in the question above");

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
		return error_errno(e, errno, s->home, "%s", "lock of the outbox");
	if (*ret_held) {
		*ret_fd = fd;
		fd = -1;
	}
	return true;
}

/* Whoever tidied up and took the folder along loses no letter by it, so packing goes on. A link to another
 * place is left alone. */
static bool make_folder(struct store *s, struct error *e)
{
	_cleanup_(string_freep) char *path = store_path(s, "outbox");
	if (!path)
		return error_memory(e);
	return file_exists(path) || directory_make(path, e);
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

/* --- finishing after a crash --- */

static bool set_state(struct store *s, int64_t row, enum sent_state state, struct error *e)
{
	static const char sql[] = "UPDATE exchange SET state = ?2, temporary = NULL WHERE row = ?1";
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_number(&st, 1, row);
	bind_number(&st, 2, state);
	return statement_run(&st, e);
}

static bool finish(struct store *s, int64_t row, const char *file, const char *temporary_file, size_t *lost,
                   struct error *e)
{
	_cleanup_(string_freep) char *path = exchanges_path(s, file ? file : "");
	_cleanup_(string_freep) char *temporary = exchanges_path(s, temporary_file ? temporary_file : "");
	if (!path || !temporary)
		return error_memory(e);
	bool out = file && file_exists(path);
	if (!out && file && temporary_file && file_exists(temporary)) {
		if (!file_publish(temporary, path, false, e))
			return false;
		out = true;
	}
	*lost += !out;
	return set_state(s, row, out ? SENT_OUT : SENT_FAILED, e);
}

static bool finish_rows(struct store *s, size_t *lost, struct error *e)
{
	static const char sql[] =
		"SELECT row, path, temporary FROM exchange WHERE sent AND state = ?1 ORDER BY row LIMIT 1";
	for (;;) {
		_cleanup_(statement_clear) struct statement st = { 0 };
		bool more;
		if (!statement_start(&st, s->db, sql, e))
			return false;
		bind_number(&st, 1, SENT_PREPARED);
		if (!statement_row(&st, &more, e))
			return false;
		if (!more)
			return true;
		if (!finish(s, column_number(&st, 0), column_text(&st, 1), column_text(&st, 2), lost, e))
			return false;
	}
}

bool exchanges_unfinished(struct store *s, size_t *ret, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	bool held = false;
	int64_t rows;
	if (!database_number(s->db, SQL_UNFINISHED, &rows, e) ||
	    (rows && s->outbox_lock < 0 && !lock(s, LOCK_EX, &fd, &held, e)))
		return false;
	*ret = held ? (size_t)rows : 0;
	return true;
}

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

static bool each_folder(struct store *s, bool remove, size_t *count, struct error *e)
{
	return temporaries(s, "", remove, count, e) && temporaries(s, "outbox", remove, count, e);
}

bool outbox_sweep(struct store *s, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	bool held = false;
	size_t count = 0;
	int64_t rows;
	if (!each_folder(s, false, &count, e))
		return false;
	if (count == 0 || s->outbox_lock >= 0)
		return true;
	if (!lock(s, LOCK_EX, &fd, &held, e) || !database_number(s->db, SQL_UNFINISHED, &rows, e))
		return false;
	return !held || rows > 0 || each_folder(s, true, &count, e);
}

bool exchanges_finish_crashed(struct store *s, size_t *ret_lost, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	size_t lost = 0;
	bool held = false;
	if (s->outbox_lock < 0 && !lock(s, LOCK_EX, &fd, &held, e))
		return false;
	size_t swept = 0;
	if (held && (!finish_rows(s, &lost, e) || !each_folder(s, true, &swept, e)))
		return false;
	*ret_lost = lost;
	return true;
}
