/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/bundle.h"

#include "base/limits.h"
#include "io/file.h"
#include "log/tile.h"

#include <stdlib.h>

/* A bundle's files as the storage of a log, to read only. */

struct bundle_reader {
	char *directory;
	uint64_t size; /* of the checkpoint: decides which tiles are partial */
	struct log *log;
};

void bundle_reader_freep(struct bundle_reader **r)
{
	if (!*r)
		return;
	log_freep(&(*r)->log);
	string_freep(&(*r)->directory);
	free(*r);
	*r = NULL;
}

struct log *bundle_reader_log(struct bundle_reader *r)
{
	return r->log;
}

static bool read_part(const struct bundle_reader *r, const char *name, size_t limit, struct buffer *ret,
                      struct error *e)
{
	_cleanup_(string_freep) char *path = path_join(r->directory, name);
	return path ? file_read(path, limit, ret, e) : error_memory(e);
}

static bool read_checkpoint(void *context, struct buffer *ret, struct error *e)
{
	struct bundle_reader *r = context;
	struct note note;
	struct checkpoint c;
	if (!read_part(r, "checkpoint", LIMIT_NOTE_SIZE, ret, e) ||
	    !note_parse(buffer_bytes(ret), "checkpoint", &note, e) || !checkpoint_parse(note.text, &c, e))
		return false;
	r->size = c.size;
	return true;
}

static bool read_tile(void *context, unsigned level, uint64_t n, struct buffer *ret, struct error *e)
{
	const struct bundle_reader *r = context;
	char name[TILE_PATH_MAX];
	unsigned width = tile_width(r->size, level, n);
	if (width == 0)
		return true;
	tile_path(level, n, width, name);
	return read_part(r, name, TILE_WIDTH * SHA256_SIZE, ret, e);
}

static bool read_entry(void *context, uint64_t index, struct buffer *ret, struct error *e)
{
	const struct bundle_reader *r = context;
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	char name[TILE_PATH_MAX];
	unsigned width = tile_width(r->size, TILE_ENTRIES, index / TILE_WIDTH);
	if (width <= index % TILE_WIDTH)
		return error_set(e, ERR_NOT_FOUND, r->directory, "%s", N_("no such entry"));
	tile_path(TILE_ENTRIES, index / TILE_WIDTH, width, name);
	if (!read_part(r, name, ENTRIES_FILE_MAX, &file, e))
		return false;
	struct cursor c = cursor_of(buffer_bytes(&file));
	struct bytes raw = { 0 };
	for (uint64_t i = 0; i <= index % TILE_WIDTH && !c.failed; i++) {
		struct bytes length = cursor_take(&c, 2);
		raw = c.failed ? length : cursor_take(&c, (size_t)(length.data[0] << 8 | length.data[1]));
	}
	if (c.failed)
		return error_set(e, ERR_TRUNCATED, name, "%s", N_("ends before that entry"));
	buffer_append(ret, raw);
	return buffer_ok(ret, e);
}

bool bundle_reader_open(const char *directory, const struct unit_keys *log_keys, struct bundle_reader **ret,
                        struct error *e)
{
	_cleanup_(bundle_reader_freep) struct bundle_reader *r = calloc(1, sizeof *r);
	if (!r || !(r->directory = string_copy(directory)))
		return error_memory(e);
	/* Nothing is put: the log only grows by who appends to it. */
	const struct log_storage storage = { .context = r,
		                             .get_entry = read_entry,
		                             .get_tile = read_tile,
		                             .get_checkpoint = read_checkpoint };
	if (!log_open(&storage, log_keys, &r->log, e))
		return false;
	*ret = r;
	r = NULL;
	return true;
}
