/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/bundle.h"

#include "base/limits.h"
#include "io/file.h"
#include "log/inventory.h"
#include "log/tile.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Writing a bundle. Verification is bundle_verify.c. */

struct bundle_writer {
	char *directory, *temporary; /* temporary NULL once it has its name */
	struct inventory statements;
};

static int remove_item(const char *path, const struct stat *status, int type, struct FTW *place)
{
	(void)status;
	(void)type;
	(void)place;
	return remove(path);
}

void bundle_writer_freep(struct bundle_writer **w)
{
	if (!*w)
		return;
	if ((*w)->temporary)
		(void)nftw((*w)->temporary, remove_item, 16, FTW_DEPTH | FTW_PHYS);
	string_freep(&(*w)->temporary);
	string_freep(&(*w)->directory);
	inventory_clear(&(*w)->statements);
	free(*w);
	*w = NULL;
}

/* ".NAME.XXXX.tmp" beside it. */
static char *temporary_name(const char *directory)
{
	const char *slash = strrchr(directory, '/');
	size_t before = slash ? (size_t)(slash - directory) + 1 : 0;
	uint8_t random[8];
	char hex[2 * sizeof random + 1];
	random_bytes(random, sizeof random);
	hex_encode(bytes_of(random, sizeof random), hex);
	return string_printf("%.*s.%s.%s.tmp", (int)before, directory, directory + before, hex);
}

bool bundle_start(const char *directory, struct bundle_writer **ret, struct error *e)
{
	_cleanup_(bundle_writer_freep) struct bundle_writer *w = calloc(1, sizeof *w);
	if (!w)
		return error_memory(e);
	w->directory = string_copy(directory);
	if (!w->directory)
		return error_memory(e);
	for (size_t size = strlen(w->directory); size > 1 && w->directory[size - 1] == '/'; size--)
		w->directory[size - 1] = 0;
	if (file_exists(w->directory))
		return error_set(e, ERR_FILE_EXISTS, directory, "%s", "");
	char *temporary = temporary_name(w->directory);
	if (!temporary)
		return error_memory(e);
	if (mkdir(temporary, 0700) < 0) {
		error_errno(e, errno, directory, "%s", "mkdir");
		free(temporary);
		return false;
	}
	w->temporary = temporary;
	*ret = w;
	w = NULL;
	return true;
}

/* The folders above `path`, below the bundle's own. */
static bool make_folders(const struct bundle_writer *w, char *path, struct error *e)
{
	for (char *slash = path + strlen(w->temporary) + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = 0;
		bool made = mkdir(path, 0700) == 0 || errno == EEXIST;
		if (!made)
			error_errno(e, errno, path, "%s", "mkdir");
		*slash = '/';
		if (!made)
			return false;
	}
	return true;
}

/* New, whole, not yet synced: bundle_end syncs all of it. */
static bool put_file(struct bundle_writer *w, const char *name, struct bytes content, struct error *e)
{
	_cleanup_(string_freep) char *path = path_join(w->temporary, name);
	if (!path)
		return error_memory(e);
	if (!make_folders(w, path, e))
		return false;
	_cleanup_(fd_closep) int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return error_errno(e, errno, path, "%s", "create");
	struct fd_stream stream = { fd, path };
	return sink_write(fd_sink(&stream), content, e);
}

bool bundle_file(struct bundle_writer *w, const char *name, struct bytes content, struct error *e)
{
	struct sha256 hash;
	if (!inventory_is_statement(name))
		return error_set(e, ERR_NAME, name, "%s", N_("not a part that a bundle has"));
	sha256_of(content, &hash);
	return put_file(w, name, content, e) && inventory_add(&w->statements, name, &hash, e);
}

/* The entries [n × 256, n × 256 + width), each behind its length. */
static bool put_entries(struct bundle_writer *w, struct log *l, uint64_t n, unsigned width, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer all = { 0 };
	_cleanup_(buffer_clear) struct buffer entry = { 0 };
	char name[TILE_PATH_MAX];
	for (unsigned i = 0; i < width; i++) {
		buffer_reset(&entry);
		if (!log_entry(l, n * TILE_WIDTH + i, &entry, e))
			return false;
		assert(entry.size <= LIMIT_LOG_ENTRY_SIZE);
		buffer_append_byte(&all, (uint8_t)(entry.size >> 8));
		buffer_append_byte(&all, (uint8_t)entry.size);
		buffer_append(&all, buffer_bytes(&entry));
	}
	tile_path(TILE_ENTRIES, n, width, name);
	return buffer_ok(&all, e) && put_file(w, name, buffer_bytes(&all), e);
}

static bool put_hashes(struct bundle_writer *w, struct log *l, unsigned level, uint64_t n, unsigned width,
                       struct error *e)
{
	_cleanup_(buffer_clear) struct buffer hashes = { 0 };
	char name[TILE_PATH_MAX];
	tile_path(level, n, width, name);
	return log_tile(l, level, n, width, &hashes, e) && put_file(w, name, buffer_bytes(&hashes), e);
}

bool bundle_log(struct bundle_writer *w, struct log *l, struct bytes checkpoint_note, struct error *e)
{
	struct note note;
	struct checkpoint c;
	unsigned width;
	if (!note_parse(checkpoint_note, "checkpoint", &note, e) || !checkpoint_parse(note.text, &c, e))
		return false;
	if (c.size > log_size(l))
		return error_set(e, ERR_LOG_SHORTER, c.origin, "%s",
		                 N_("the checkpoint is ahead of the log"));
	if (!put_file(w, "checkpoint", checkpoint_note, e))
		return false;
	for (uint64_t n = 0; (width = tile_width(c.size, TILE_ENTRIES, n)); n++)
		if (!put_entries(w, l, n, width, e))
			return false;
	for (unsigned level = 0; level < TILE_LEVELS; level++)
		for (uint64_t n = 0; (width = tile_width(c.size, level, n)); n++)
			if (!put_hashes(w, l, level, n, width, e))
				return false;
	return true;
}

/* One syncfs instead of an fsync for each of thousands of tiles. */
static bool sync_all(const char *directory, struct error *e)
{
	_cleanup_(fd_closep) int fd = open(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return error_errno(e, errno, directory, "%s", "open");
	return syncfs(fd) == 0 || error_errno(e, errno, directory, "%s", "syncfs");
}

bool bundle_end(struct bundle_writer *w, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer policy = { 0 };
	assert(w->temporary);
	inventory_sort(&w->statements);
	if (!inventory_format(&w->statements, &policy, e) ||
	    !put_file(w, "policy", buffer_bytes(&policy), e) || !sync_all(w->temporary, e) ||
	    !file_publish(w->temporary, w->directory, false, e))
		return false;
	string_freep(&w->temporary);
	return true;
}
