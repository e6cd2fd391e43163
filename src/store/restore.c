/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/restore.h"

#include "base/limits.h"
#include "io/file.h"
#include "store/access.h"
#include "store/checking.h"
#include "store/store.h"
#include "store/store_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define CACHE_KIB (16u << 10)
#define UNTOLD "restored" /* the setting: the backup's note, until an entry tells of it */

void restored_clear(struct restored *r)
{
	backup_note_clear(&r->note);
	access_list_clear(&r->access);
	free(r->by);
	*r = (struct restored){ 0 };
}

/* --- the place that is filled --- */

struct staging {
	char *path; /* ".NAME.restoring" beside the home */
	int fd;     /* locked as long as this program fills it */
	bool made, published;
};

/* What stands in it, and in the folders in it: files that this program put there. */
static bool empty_folder(int folder, const char *path, unsigned depth, struct error *e)
{
	int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = copy < 0 ? NULL : fdopendir(copy);
	if (!d) {
		int why = errno;
		fd_closep(&copy);
		return error_errno(e, why, path, "%s", "");
	}
	const struct dirent *entry;
	bool done = true;
	while (done && (entry = readdir(d))) {
		const char *name = entry->d_name;
		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || unlinkat(folder, name, 0) == 0)
			continue;
		_cleanup_(fd_closep) int below =
			openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		done = (below >= 0 && depth && empty_folder(below, path, depth - 1, e) &&
		        unlinkat(folder, name, AT_REMOVEDIR) == 0) ||
		       error_errno(e, errno, path, "%s", "");
	}
	closedir(d);
	return done;
}

static void staging_clear(struct staging *s)
{
	struct error ignored;
	if (s->made && !s->published && empty_folder(s->fd, s->path, 1, &ignored))
		rmdir(s->path);
	fd_closep(&s->fd);
	free(s->path);
}

static char *staging_path(const char *home)
{
	const char *slash = strrchr(home, '/');
	size_t directory = slash ? (size_t)(slash - home) + 1 : 0;
	return string_printf("%.*s.%s.restoring", (int)directory, home, home + directory);
}

/* One that a crash left is emptied: nobody has it locked. */
static bool staging_start(struct staging *s, const char *home, struct error *e)
{
	if (file_exists(home))
		return error_set(e, ERR_FILE_EXISTS, home, "%s", "");
	if (!(s->path = staging_path(home)))
		return error_memory(e);
	if (mkdir(s->path, 0700) < 0 && errno != EEXIST)
		return error_errno(e, errno, s->path, "%s", "");
	s->fd = open(s->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (s->fd < 0)
		return error_errno(e, errno, s->path, "%s", "");
	if (flock(s->fd, LOCK_EX | LOCK_NB) < 0)
		return errno == EWOULDBLOCK ? error_set(e, ERR_BUSY, home, "%s",
		                                        N_("another program restores to the same place"))
		                            : error_errno(e, errno, s->path, "%s", "");
	s->made = true;
	return directory_is_local(s->path, e) && empty_folder(s->fd, s->path, 1, e);
}

/* --- filling it --- */

static bool write_all(struct source in, struct file_write *w, struct error *e)
{
	uint8_t block[65536];
	size_t got = 1;
	while (got)
		if (!source_fill(in, block, sizeof block, &got, e) ||
		    !sink_write(file_write_sink(w), bytes_of(block, got), e))
			return false;
	return true;
}

static bool make_folder_of(const struct staging *s, const char *name, struct error *e)
{
	const char *slash = strchr(name, '/');
	_cleanup_(string_freep) char *folder =
		slash ? string_printf("%s/%.*s", s->path, (int)(slash - name), name) : string_copy(s->path);
	return folder ? !slash || directory_make(folder, e) : error_memory(e);
}

static bool put_file(void *context, const char *name, uint64_t size, struct source content, struct error *e)
{
	const struct staging *s = context;
	_cleanup_(string_freep) char *path = path_join(s->path, name);
	_cleanup_(file_write_clear) struct file_write w = { .fd = -1 };
	if (!path)
		return error_memory(e);
	return make_folder_of(s, name, e) && file_leaves_room(s->fd, path, size, e) &&
	       file_write_start(&w, path, e) && write_all(content, &w, e) && file_write_commit(&w, false, e);
}

/* --- looking it through --- */

static void set_identity(struct store *s, const struct backup_note *n)
{
	s->outbox_lock = -1;
	memcpy(s->id, n->store, sizeof s->id);
	s->signing[0].log.public = n->log; /* to verify with; nothing is signed */
	s->signing[0].witness.public = n->witness;
	s->signing_count = 1;
}

/* What the note says of the unit and its log must be what the database holds. */
static bool fits_note(struct store *s, const struct backup_note *n, struct error *e)
{
	struct sha256 root;
	if (strcmp(s->unit, n->unit) != 0 || log_size(s->log) != n->entries)
		return error_set(e, ERR_BACKUP, BACKUP_NOTE, "%s", N_("it is of another store"));
	log_root(s->log, &root);
	return sha256_equal(&root, &n->root) ||
	       error_set(e, ERR_BACKUP, BACKUP_NOTE, "%s", N_("it is of another store"));
}

static bool look_through(struct store *s, const struct backup_read *b, const struct sha256 *fingerprint,
                         struct restored *r, struct error *e)
{
	const char *by;
	if (!store_open_database_by(s, &b->key.raw, CACHE_KIB, e) || !store_check_whole(s, e) ||
	    !store_load_restored(s, fingerprint, e) || !fits_note(s, &b->note, e) ||
	    !backup_note_signer(buffer_bytes(&b->note_text), s->unit, &s->rosters, &by, e) ||
	    !access_load(s, &r->access, e) || !checking_database(s, e) || !checking_log(s, e))
		return false;
	r->by = string_copy(by);
	return r->by ? true : error_memory(e);
}

static bool leave_word(struct store *s, struct bytes note, struct error *e)
{
	if (!database_begin(s->db, e))
		return false;
	if (store_set(s, UNTOLD, note, e) && database_commit(s->db, e))
		return store_settle(s, e);
	database_rollback(s->db);
	return false;
}

static bool verify(const struct staging *at, const struct backup_read *b, const struct sha256 *fingerprint,
                   struct restored *r, struct error *e)
{
	struct store *s = calloc(1, sizeof *s);
	if (!s)
		return error_memory(e);
	set_identity(s, &b->note);
	bool done = (s->home = string_copy(at->path)) ? look_through(s, b, fingerprint, r, e) &&
	                                                        leave_word(s, buffer_bytes(&b->note_text), e)
	                                              : error_memory(e);
	store_freep(&s); /* the last to close it: its write-ahead log goes */
	return done;
}

static bool publish(struct staging *s, const char *home, struct error *e)
{
	if (!directory_sync(s->path, e) || !directory_publish(s->path, home, e))
		return false;
	s->published = true;
	return true;
}

static bool is_of(const struct backup_note *n, const char *unit, struct error *e)
{
	return !unit || strcmp(unit, n->unit) == 0 ||
	       error_set(e, ERR_BACKUP, n->unit, "%s",
	                 N_("this is a backup of that unit, and not of the one asked for"));
}

bool restore_backup(struct source in, const struct age_keys *keys, const char *home, const char *unit,
                    const struct sha256 *fingerprint, struct restored *ret, struct error *e)
{
	_cleanup_(staging_clear) struct staging s = { .fd = -1 };
	_cleanup_(backup_read_clear) struct backup_read b = { 0 };
	_cleanup_(restored_clear) struct restored r = { 0 };
	if (!staging_start(&s, home, e) || !backup_read(in, keys, put_file, &s, &b, e) ||
	    !is_of(&b.note, unit, e) || !verify(&s, &b, fingerprint, &r, e) || !publish(&s, home, e))
		return false;
	r.letters = b.letters;
	r.note = b.note;
	b.note = (struct backup_note){ 0 };
	*ret = r;
	r = (struct restored){ 0 };
	return true;
}

/* --- until an entry tells of it --- */

bool restore_is_untold(struct store *s, bool *ret, struct error *e)
{
	static const char sql[] = "SELECT count(*) FROM setting WHERE name = '" UNTOLD "'";
	int64_t count;
	if (!database_number(s->db, sql, &count, e))
		return false;
	*ret = count > 0;
	return true;
}

bool restore_told(struct store *s, struct error *e)
{
	static const char sql[] = "DELETE FROM setting WHERE name = '" UNTOLD "'";
	_cleanup_(statement_clear) struct statement st = { 0 };
	return statement_start(&st, s->db, sql, e) && statement_run(&st, e);
}
