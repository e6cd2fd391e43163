/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A unit's log: append entries, keep the tree, sign checkpoints, prove. Storage is
 * the caller's, through callbacks, so that the store keeps it in its database and
 * a bundle in plain files. Hashes are kept as tiles of c2sp.org/tlog-tiles: tile
 * (level, n) holds up to 256 hashes of complete subtrees of 256^level leaves. */

#include "log/checkpoint.h"
#include "log/entry.h"

struct log_storage {
	void *context;
	/* Entries: E at an index. */
	bool (*put_entry)(void *context, uint64_t index, struct bytes entry, struct error *e);
	bool (*get_entry)(void *context, uint64_t index, struct buffer *ret, struct error *e);
	/* A tile's hashes so far, 32 bytes each; an unknown tile gives none. Put replaces. */
	bool (*put_tile)(void *context, unsigned level, uint64_t n, struct bytes hashes, struct error *e);
	bool (*get_tile)(void *context, unsigned level, uint64_t n, struct buffer *ret, struct error *e);
	/* The newest checkpoint, a signed note; none gives an empty buffer. */
	bool (*put_checkpoint)(void *context, struct bytes note, struct error *e);
	bool (*get_checkpoint)(void *context, struct buffer *ret, struct error *e);
};

struct log;

/* Loads the newest checkpoint, checks its signature and that the tiles' right edge gives
 * its root. An empty log has no checkpoint. What `log_keys` points to outlives
 * the log. ERR_LOG, ERR_LOG_ROOT, ERR_LOG_UNSIGNED. */
bool log_open(const struct log_storage *storage, const struct unit_keys *log_keys, struct log **ret,
              struct error *e) _must_check_;
void log_freep(struct log **l);
uint64_t log_size(const struct log *l);
void log_root(const struct log *l, struct sha256 *ret);

/* Stores the entry and grows the tree; the entry's `index` must be log_size(). The tiles at the right edge
 * stay in memory until `log_sign` writes them, so that appending 100 000 children writes each tile once. */
bool log_append(struct log *l, struct bytes entry, struct error *e) _must_check_;
/* Writes the tiles, signs the checkpoint and stores it. `note`, which may be NULL, gets a copy. */
bool log_sign(struct log *l, const struct note_signer *log_key, struct buffer *note, struct error *e)
	_must_check_;
/* Forgets what was appended since the last `log_sign`; for when the caller has rolled the storage back. */
bool log_reload(struct log *l, struct error *e) _must_check_;

bool log_root_at(struct log *l, uint64_t size, struct sha256 *ret, struct error *e) _must_check_;
bool log_entry(struct log *l, uint64_t index, struct buffer *ret, struct error *e) _must_check_;
/* The same, as entry_parse reads it. */
bool log_entry_read(struct log *l, uint64_t index, struct entry *ret, struct entry_text **ret_text,
                    struct error *e) _must_check_;
bool log_prove_inclusion(struct log *l, uint64_t index, uint64_t size, struct merkle_proof *ret,
                         struct error *e) _must_check_;
bool log_prove_consistency(struct log *l, uint64_t from, uint64_t size, struct merkle_proof *ret,
                           struct error *e) _must_check_;
/* The first `width` hashes of tile (level, n), appended; the log must hold as many. ERR_LOG. */
bool log_tile(struct log *l, unsigned level, uint64_t n, unsigned width, struct buffer *ret, struct error *e)
	_must_check_;
