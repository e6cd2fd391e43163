/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/log.h"

#include "base/limits.h"
#include "log/tile.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* The rightmost tile of a level: its hashes so far. */
struct edge_tile {
	uint64_t n;
	unsigned width;
	bool changed; /* since it was last stored */
	struct sha256 hashes[TILE_WIDTH];
};

struct log {
	struct log_storage storage;
	struct unit_keys keys; /* that its checkpoints may be signed by */
	struct merkle_edge edge;
	bool broken; /* an append failed halfway: log_reload first */
	struct edge_tile tiles[TILE_LEVELS];
	/* the last tile read back, since a proof asks for neighbours */
	unsigned read_level;
	uint64_t read_n;
	struct buffer read;
};

void log_freep(struct log **l)
{
	if (!*l)
		return;
	buffer_clear(&(*l)->read);
	free(*l);
	*l = NULL;
}

uint64_t log_size(const struct log *l)
{
	return l->edge.size;
}

void log_root(const struct log *l, struct sha256 *ret)
{
	merkle_edge_root(&l->edge, ret);
}

/* --- reading hashes --- */

/* `count` hashes of tile (level, n) from `first` on, from memory or storage. The view is valid until the next
 * call. */
static bool tile_hashes(struct log *l, unsigned level, uint64_t n, size_t first, size_t count,
                        struct bytes *ret, struct error *e)
{
	const struct edge_tile *edge = &l->tiles[level];
	struct bytes all = bytes_of(edge->hashes, edge->width * SHA256_SIZE);
	if (n != edge->n) {
		if (l->read.size == 0 || l->read_level != level || l->read_n != n) {
			buffer_reset(&l->read);
			if (!l->storage.get_tile(l->storage.context, level, n, &l->read, e)) {
				buffer_reset(&l->read);
				return false;
			}
			l->read_level = level;
			l->read_n = n;
		}
		all = buffer_bytes(&l->read);
	}
	if (all.size / SHA256_SIZE < first + count)
		return error_set(e, ERR_LOG, "tile", "tile %u/%llu is too short", level,
		                 (unsigned long long)n);
	*ret = bytes_of(all.data + first * SHA256_SIZE, count * SHA256_SIZE);
	return true;
}

/* The hash of the complete subtree (level, index): folded from a tile's hashes. */
static bool node_hash(void *context, unsigned level, uint64_t index, struct sha256 *ret, struct error *e)
{
	struct log *l = context;
	unsigned height = level % 8;
	size_t count = (size_t)1 << height;
	uint64_t first = index << height;
	struct bytes hashes;
	struct sha256 row[TILE_WIDTH];
	if (!tile_hashes(l, level / 8, first / TILE_WIDTH, (size_t)(first % TILE_WIDTH), count, &hashes, e))
		return false;
	memcpy(row, hashes.data, hashes.size);
	for (; count > 1; count /= 2)
		for (size_t i = 0; i < count / 2; i++)
			merkle_node(&row[2 * i], &row[2 * i + 1], &row[i]);
	*ret = row[0];
	return true;
}

static struct merkle_nodes nodes_of(struct log *l)
{
	return (struct merkle_nodes){ node_hash, l };
}

static bool check_size(const struct log *l, uint64_t size, struct error *e)
{
	if (size <= l->edge.size)
		return true;
	return error_set(e, ERR_LOG_SHORTER, l->keys.unit, "entries in the log: %llu",
	                 (unsigned long long)l->edge.size);
}

bool log_tile(struct log *l, unsigned level, uint64_t n, unsigned width, struct buffer *ret, struct error *e)
{
	struct bytes hashes;
	if (!tile_hashes(l, level, n, 0, width, &hashes, e))
		return false;
	buffer_append(ret, hashes);
	return buffer_ok(ret, e);
}

bool log_root_at(struct log *l, uint64_t size, struct sha256 *ret, struct error *e)
{
	const struct merkle_nodes nodes = nodes_of(l);
	if (size == l->edge.size) { /* as it is asked most: an anchor beside the log that it was made of */
		merkle_edge_root(&l->edge, ret);
		return true;
	}
	return check_size(l, size, e) && merkle_root(&nodes, size, ret, e);
}

bool log_entry(struct log *l, uint64_t index, struct buffer *ret, struct error *e)
{
	if (index >= l->edge.size)
		return error_set(e, ERR_NOT_FOUND, l->keys.unit, "entries in the log: %llu",
		                 (unsigned long long)l->edge.size);
	return l->storage.get_entry(l->storage.context, index, ret, e);
}

bool log_entry_read(struct log *l, uint64_t index, struct entry *ret, struct entry_text **ret_text,
                    struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	return log_entry(l, index, &raw, e) && entry_parse(buffer_bytes(&raw), ret, ret_text, e);
}

bool log_prove_inclusion(struct log *l, uint64_t index, uint64_t size, struct merkle_proof *ret,
                         struct error *e)
{
	const struct merkle_nodes nodes = nodes_of(l);
	if (index >= size)
		return error_set(e, ERR_NOT_FOUND, l->keys.unit, "%s",
		                 N_("the entry is not in a tree of that size"));
	return check_size(l, size, e) && merkle_prove_inclusion(&nodes, index, size, ret, e);
}

bool log_prove_consistency(struct log *l, uint64_t from, uint64_t size, struct merkle_proof *ret,
                           struct error *e)
{
	const struct merkle_nodes nodes = nodes_of(l);
	if (from == 0 || from > size)
		return error_set(e, ERR_LOG_PROOF, l->keys.unit, "%s",
		                 N_("no consistency proof between those sizes"));
	return check_size(l, size, e) && merkle_prove_consistency(&nodes, from, size, ret, e);
}

/* --- loading --- */

static bool load_tiles(struct log *l, uint64_t size, struct error *e)
{
	for (unsigned level = 0; level < TILE_LEVELS; level++) {
		struct edge_tile *tile = &l->tiles[level];
		tile->n = (size >> (8 * level)) / TILE_WIDTH;
		tile->width = tile_width(size, level, tile->n);
		tile->changed = false;
		if (tile->width == 0)
			continue;
		_cleanup_(buffer_clear) struct buffer hashes = { .limit = sizeof tile->hashes };
		if (!l->storage.get_tile(l->storage.context, level, tile->n, &hashes, e))
			return false;
		if (hashes.size != (size_t)tile->width * SHA256_SIZE)
			return error_set(e, ERR_LOG, l->keys.unit,
			                 "tile %u/%llu has %zu bytes where the checkpoint says %u", level,
			                 (unsigned long long)tile->n, hashes.size, tile->width * SHA256_SIZE);
		memcpy(tile->hashes, hashes.data, hashes.size);
	}
	return true;
}

static bool load(struct log *l, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct checkpoint c = { 0 };
	struct merkle_edge edge = { 0 };
	struct sha256 root;
	if (!l->storage.get_checkpoint(l->storage.context, &note, e))
		return false;
	if (note.size && !checkpoint_open(buffer_bytes(&note), "checkpoint", &l->keys, &c, e))
		return false;
	if (!load_tiles(l, c.size, e))
		return false;
	const struct merkle_nodes nodes = nodes_of(l);
	if (c.size && !merkle_edge_load(&nodes, c.size, &edge, e))
		return false;
	merkle_edge_root(&edge, &root);
	if (note.size && !sha256_equal(&root, &c.root))
		return error_set(e, ERR_LOG_ROOT, l->keys.unit,
		                 "the tiles don't give the root of the checkpoint at size %llu",
		                 (unsigned long long)c.size);
	l->edge = edge;
	l->broken = false;
	return true;
}

bool log_open(const struct log_storage *storage, const struct unit_keys *log_keys, struct log **ret,
              struct error *e)
{
	_cleanup_(log_freep) struct log *l = calloc(1, sizeof *l);
	if (!l)
		return error_memory(e);
	l->storage = *storage;
	l->keys = *log_keys;
	if (!load(l, e))
		return false;
	*ret = l;
	l = NULL;
	return true;
}

bool log_reload(struct log *l, struct error *e)
{
	buffer_reset(&l->read);
	l->broken = true;
	return load(l, e);
}

/* --- growing --- */

static bool store_tile(struct log *l, unsigned level, struct error *e)
{
	struct edge_tile *tile = &l->tiles[level];
	buffer_reset(&l->read); /* it may hold an older state of this tile */
	if (!l->storage.put_tile(l->storage.context, level, tile->n,
	                         bytes_of(tile->hashes, tile->width * SHA256_SIZE), e))
		return false;
	tile->changed = false;
	return true;
}

/* What one leaf adds to tiles: at most one hash a level. */
struct made {
	bool is[TILE_LEVELS];
	struct sha256 hash[TILE_LEVELS];
};

static void note_made(void *context, unsigned level, uint64_t index, const struct sha256 *hash)
{
	struct made *made = context;
	(void)index;
	if (level % 8 == 0 && level / 8 < TILE_LEVELS) {
		made->is[level / 8] = true;
		made->hash[level / 8] = *hash;
	}
}

static bool tile_push(struct log *l, unsigned level, const struct sha256 *hash, struct error *e)
{
	struct edge_tile *tile = &l->tiles[level];
	tile->hashes[tile->width++] = *hash;
	tile->changed = true;
	if (tile->width < TILE_WIDTH)
		return true;
	if (!store_tile(l, level, e))
		return false;
	tile->n++;
	tile->width = 0;
	return true;
}

bool log_append(struct log *l, struct bytes entry, struct error *e)
{
	struct made made = { 0 };
	struct sha256 leaf;
	if (l->broken)
		return error_set(e, ERR_LOG, l->keys.unit, "%s",
		                 N_("an append failed before: roll back first"));
	if (entry.size > LIMIT_LOG_ENTRY_SIZE)
		return error_set(e, ERR_TOO_LARGE, l->keys.unit, "an entry of more than %u bytes",
		                 LIMIT_LOG_ENTRY_SIZE);
	if (!l->storage.put_entry(l->storage.context, l->edge.size, entry, e))
		return false;
	merkle_leaf(entry, &leaf);
	merkle_edge_append(&l->edge, &leaf, note_made, &made);
	for (unsigned level = 0; level < TILE_LEVELS && made.is[level]; level++)
		if (!tile_push(l, level, &made.hash[level], e)) {
			l->broken = true;
			return false;
		}
	return true;
}

bool log_sign(struct log *l, const struct note_signer *log_key, struct buffer *note, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer own = { 0 };
	struct checkpoint c = { .size = l->edge.size };
	assert(strcmp(log_key->public.name, l->keys.unit) == 0);
	if (l->broken)
		return error_set(e, ERR_LOG, l->keys.unit, "%s",
		                 N_("an append failed before: roll back first"));
	for (unsigned level = 0; level < TILE_LEVELS; level++)
		if (l->tiles[level].changed && l->tiles[level].width && !store_tile(l, level, e))
			return false;
	memcpy(c.origin, log_key->public.name, sizeof c.origin);
	merkle_edge_root(&l->edge, &c.root);
	if (!checkpoint_sign(&c, log_key, &own, e) ||
	    !l->storage.put_checkpoint(l->storage.context, buffer_bytes(&own), e))
		return false;
	if (!note)
		return true;
	buffer_reset(note);
	buffer_append(note, buffer_bytes(&own));
	return buffer_ok(note, e);
}
