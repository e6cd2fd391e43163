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

/* `operation` of flock(2), never waiting: whoever holds the other kind is inside the
 * same transaction that the caller holds, or between its commit and its rename. */
static bool lock(struct store *s, int operation, int *ret_fd, bool *ret_held, struct error *e)
{
	_cleanup_(string_freep) char *path = store_path(s, "outbox.lock");
	if (!path)
		return error_memory(e);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return error_errno(e, errno, path, "%s", "");
	*ret_held = flock(fd, operation | LOCK_NB) == 0;
	if (!*ret_held && errno != EWOULDBLOCK) {
		error_errno(e, errno, path, "%s", "");
		close(fd);
		return false;
	}
	if (*ret_held)
		*ret_fd = fd;
	else
		close(fd);
	return true;
}

bool outbox_hold(struct store *s, struct error *e)
{
	bool held;
	if (s->outbox_lock >= 0)
		return true;
	if (!lock(s, LOCK_SH, &s->outbox_lock, &held, e))
		return false;
	return held || error_set(e, ERR_BUSY, s->home, "another program is finishing what a crash left in the outbox");
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

static bool finish(struct store *s, int64_t row, const char *path, const char *temporary, size_t *lost, struct error *e)
{
	bool out = path && file_exists(path);
	if (!out && path && temporary && file_exists(temporary)) {
		if (!file_publish(temporary, path, false, e))
			return false;
		out = true;
	}
	*lost += !out;
	return set_state(s, row, out ? SENT_OUT : SENT_FAILED, e);
}

static bool finish_rows(struct store *s, size_t *lost, struct error *e)
{
	static const char sql[] = "SELECT row, path, temporary FROM exchange WHERE sent AND state = ?1 ORDER BY row LIMIT 1";
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
	_Static_assert(SENT_PREPARED == 0, "the number in the question below");
	if (!database_number(s->db, "SELECT count(*) FROM exchange WHERE sent AND state = 0", &rows, e) ||
	    (rows && s->outbox_lock < 0 && !lock(s, LOCK_EX, &fd, &held, e)))
		return false;
	*ret = held ? (size_t)rows : 0;
	return true;
}

/* Another program may be writing one just now, so only old ones. The files' times
 * are the system's, whatever clock the tests give. */
static bool is_stale(int directory, const char *name)
{
	size_t size = strlen(name);
	struct stat st;
	return name[0] == '.' && size > 4 && strcmp(name + size - 4, ".tmp") == 0 &&
	       fstatat(directory, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) && st.st_mtime < time(NULL) - SECONDS_A_DAY;
}

static bool sweep(struct store *s, struct error *e)
{
	_cleanup_(string_freep) char *path = store_path(s, "outbox");
	if (!path)
		return error_memory(e);
	DIR *d = opendir(path);
	if (!d)
		return errno == ENOENT || error_errno(e, errno, path, "%s", "");
	const struct dirent *entry;
	while ((entry = readdir(d)))
		if (is_stale(dirfd(d), entry->d_name))
			unlinkat(dirfd(d), entry->d_name, 0);
	closedir(d);
	return true;
}

bool exchanges_finish_crashed(struct store *s, size_t *ret_lost, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	size_t lost = 0;
	bool held = false;
	if (s->outbox_lock < 0 && !lock(s, LOCK_EX, &fd, &held, e))
		return false;
	if (held && (!finish_rows(s, &lost, e) || !sweep(s, e)))
		return false;
	*ret_lost = lost;
	return true;
}
