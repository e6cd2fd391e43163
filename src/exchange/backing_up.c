/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/backing_up.h"

#include "exchange/act.h"
#include "io/file.h"
#include "store/backup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SUFFIX ".backup"
#define STAMP_SIZE 16u /* 20261123T100000Z */

void backup_made_clear(struct backup_made *m)
{
	free(m->path);
	*m = (struct backup_made){ 0 };
}

struct making {
	const struct backup_wish *wish;
	struct backup_made made;
	char *prefix; /* of this store's names in a folder: "oss.nl_wmo-0f1e2d3c-" */
	bool begun;   /* its entry is there */
};

static void making_clear(struct making *m)
{
	backup_made_clear(&m->made);
	free(m->prefix);
}

/* --- names in a folder --- */

static bool make_prefix(struct making *m, const struct store *s, struct error *e)
{
	char id[8 + 1];
	hex_encode(bytes_of(store_id(s), 4), id);
	m->prefix = string_printf("%s-%s-", store_unit(s), id);
	char *slash = m->prefix ? strchr(m->prefix, '/') : NULL;
	if (slash)
		*slash = '_';
	return m->prefix ? true : error_memory(e);
}

static char *name_of(const struct making *m, moment when)
{
	char text[MOMENT_SIZE + 1], stamp[STAMP_SIZE + 1];
	size_t size = 0;
	moment_format(when, text);
	for (const char *at = text; *at && size < STAMP_SIZE; at++)
		if (*at != '-' && *at != ':')
			stamp[size++] = *at;
	stamp[size] = 0;
	_cleanup_(string_freep) char *name = string_printf("%s%s" SUFFIX, m->prefix, stamp);
	return name ? path_join(m->wish->path, name) : NULL;
}

/* One that `name_of` made for this store. */
static bool is_ours(const struct making *m, const char *name)
{
	size_t size = strlen(m->prefix);
	return strncmp(name, m->prefix, size) == 0 && strspn(name + size, "0123456789TZ") == STAMP_SIZE &&
	       strcmp(name + size + STAMP_SIZE, SUFFIX) == 0;
}

static int later_first(const struct dirent **a, const struct dirent **b)
{
	return -strcmp((*a)->d_name, (*b)->d_name);
}

static bool remove_one(struct making *m, const char *name, struct error *e)
{
	_cleanup_(string_freep) char *path = path_join(m->wish->path, name);
	if (!path)
		return error_memory(e);
	/* A clock that went back makes the newest the oldest by its name. */
	if (strcmp(path, m->made.path) == 0)
		return true;
	if (!file_remove(path, e))
		return false;
	m->made.removed++;
	return true;
}

/* All that is beyond the latest `keep`: this store's alone, once the new one is there. */
static bool rotate(struct making *m, struct error *e)
{
	struct dirent **names = NULL;
	int count = scandir(m->wish->path, &names, NULL, later_first);
	size_t ours = 0;
	bool done = true;
	if (count < 0)
		return error_errno(e, errno, m->wish->path, "%s", "");
	for (int i = 0; i < count; i++) {
		if (is_ours(m, names[i]->d_name) && ++ours > m->wish->keep)
			done = remove_one(m, names[i]->d_name, e) && done;
		free(names[i]);
	}
	free(names);
	return done;
}

/* What a crash left of one of this store's: whoever makes one holds the lock, and that is this program. */
static bool sweep(const struct making *m, struct error *e)
{
	struct dirent **names = NULL;
	size_t size = strlen(m->prefix);
	int count = scandir(m->wish->path, &names, NULL, NULL);
	bool done = true;
	if (count < 0)
		return error_errno(e, errno, m->wish->path, "%s", "");
	for (int i = 0; i < count; i++) {
		const char *name = names[i]->d_name, *end = strrchr(name, '.');
		if (done && name[0] == '.' && strncmp(name + 1, m->prefix, size) == 0 &&
		    strcmp(end, ".tmp") == 0) {
			_cleanup_(string_freep) char *path = path_join(m->wish->path, name);
			done = path ? file_remove(path, e) : error_memory(e);
		}
		free(names[i]);
	}
	free(names);
	return done;
}

/* --- writing --- */

static bool read_back(const struct backup *b, const char *path, uint64_t *ret_size, struct error *e)
{
	_cleanup_(fd_closep) int fd = -1;
	struct fd_stream in = { -1, path };
	if (!file_open(path, false, &fd, e) || !file_size(fd, ret_size, e))
		return false;
	/* From the disk, where it lets itself be asked. */
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	in.fd = fd;
	return backup_verify(b, fd_source(&in), e);
}

static bool write_file(struct making *m, struct backup *b, struct error *e)
{
	_cleanup_(file_write_clear) struct file_write w = { .fd = -1 };
	return file_write_start(&w, m->made.path, e) && backup_write(b, file_write_sink(&w), e) &&
	       file_write_sync(&w, e) && read_back(b, w.temporary, &m->made.size, e) &&
	       file_write_publish(&w, false, e);
}

static bool write_pipe(const struct making *m, struct backup *b, struct error *e)
{
	struct fd_stream out = { m->wish->fd, m->wish->path };
	return backup_write(b, fd_sink(&out), e);
}

static bool write_it(struct act *a, struct making *m, struct backup *b, struct error *e)
{
	const struct backup_note *n = backup_note_of(b);
	m->made.made = n->made;
	m->made.entries = n->entries;
	if (m->wish->kind == BACKUP_PIPE)
		return write_pipe(m, b, e);
	m->made.path = m->wish->kind == BACKUP_FILE ? string_copy(m->wish->path) : NULL;
	if (m->wish->kind == BACKUP_FOLDER) {
		if (!make_prefix(m, a->desk->store, e) || !sweep(m, e))
			return false;
		m->made.path = name_of(m, n->made);
	}
	if (!m->made.path)
		return error_memory(e);
	if (!write_file(m, b, e))
		return false;
	/* The backup is there; that an old one still is, too, is told. */
	if (m->wish->kind == BACKUP_FOLDER && m->wish->keep)
		(void)!rotate(m, &m->made.not_removed);
	return true;
}

/* --- the act --- */

static const char *const kinds[] = {
	[BACKUP_FILE] = "file", [BACKUP_FOLDER] = "folder", [BACKUP_PIPE] = "pipe"
};

static bool describe(struct act *a, void *context, _unused_ struct error *e)
{
	const struct making *m = context;
	a->private.values[PRIVATE_REASON] = kinds[m->wish->kind];
	return true;
}

static bool make(struct act *a, void *context, struct error *e)
{
	struct making *m = context;
	_cleanup_(backup_freep) struct backup *b = NULL;
	m->begun = true;
	return backup_start(a->desk->store, &a->desk->key, &b, e) &&
	       backup_address(b, m->wish->to_clerks, e) && write_it(a, m, b, e);
}

static const struct act_frame backing = { .kind = ACT_BACKUP, .body = describe, .done = make };

/* The entry before says that one was made. */
static bool take_back(struct act *a, void *context, _unused_ struct error *e)
{
	const struct error *why = context;
	a->entry.failed = true;
	a->entry.finding = error_name(why->code);
	return true;
}

static const struct act_frame failing = { .kind = ACT_BACKUP, .inner = true, .body = take_back };

/* Before anything is logged: what would fail for want of a recipient or a place. */
static bool check(struct desk *d, const struct backup_wish *w, struct error *e)
{
	const struct roster_unit *u = roster_unit(desk_roster(d), store_unit(d->store));
	if (!w->to_clerks && !(u && u->has_recovery))
		return error_set(e, ERR_NO_RECOVERY, store_unit(d->store), "%s", "");
	return w->kind != BACKUP_FILE || !file_exists(w->path) ||
	       error_set(e, ERR_FILE_EXISTS, w->path, "%s", "");
}

bool backing_up(struct desk *d, const struct backup_wish *w, struct backup_made *ret, struct error *e)
{
	_cleanup_(making_clear) struct making m = { .wish = w };
	const struct roster_unit *u = roster_unit(desk_roster(d), store_unit(d->store));
	struct error unlogged;
	if (!check(d, w, e))
		return false;
	if (!act_run(d, &backing, &m, e)) {
		if (m.begun && !act_run(d, &failing, e, &unlogged))
			d->unlogged = unlogged;
		return false;
	}
	*ret = m.made;
	ret->recovery = u && u->has_recovery;
	m.made = (struct backup_made){ 0 };
	return true;
}
