/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/bundle.h"

#include "base/limits.h"
#include "io/file.h"
#include "log/acts.h"
#include "log/finding.h"
#include "log/inventory.h"
#include "log/key_changes.h"
#include "log/signed_texts.h"
#include "log/tile.h"
#include "log/verdicts.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Verifying a bundle, in one pass over the entries: leaves and tiles are computed
 * anew from the entries' bytes, so that no stored hash is believed. In memory are
 * one tile a level and the signed texts; nothing grows with the number of entries. */

struct level {
	uint64_t n;
	unsigned width;
	struct sha256 hashes[TILE_WIDTH];
};

struct verifying {
	const char *directory;
	const struct verify_request *request;
	struct verify_result *result;
	struct signed_texts signed_texts;
	struct acts acts;
	struct checkpoint checkpoint;
	struct merkle_edge edge;
	struct level levels[TILE_LEVELS];
	uint64_t act; /* index of the newest act, under which children may stand */
	bool has_act;
	struct buffer file;
	struct signed_texts_sighting last; /* the newest checkpoint, with whoever cosigned it */
	bool whole;                        /* the entries are those that the checkpoint was signed for */
};

static void verifying_freep(struct verifying **v)
{
	if (!*v)
		return;
	signed_texts_clear(&(*v)->signed_texts);
	acts_clear(&(*v)->acts);
	buffer_clear(&(*v)->file);
	free(*v);
	*v = NULL;
}

static bool read_part(struct verifying *v, const char *name, size_t limit, struct buffer *ret,
                      bool *ret_there, struct error *e)
{
	_cleanup_(string_freep) char *path = path_join(v->directory, name);
	struct error why;
	if (!path)
		return error_memory(e);
	buffer_reset(ret);
	*ret_there = file_read(path, limit, ret, &why);
	return *ret_there || finding_of_error(v->result, &why, NO_INDEX, name, e);
}

/* --- the checkpoint --- */

/* By the key of the newest roster that the bundle holds itself, and by no other of the log's: a store signs
 * with that from the moment at which it takes the roster in. */
static bool check_newest_key(struct verifying *v, struct error *e)
{
	struct roster_chain own = v->signed_texts.chain; /* a view */
	own.count = v->signed_texts.own_rosters;
	const struct unit_keys keys = unit_log_keys(&own, v->checkpoint.origin);
	const struct note_verifier *newest = unit_keys_newest(&keys);
	if (!newest)
		return true; /* told already */
	if (v->last.log_key_count == 1 && note_verifier_equal(v->last.log_keys[0], newest))
		return true;
	return finding_add(v->result, ERR_LOG_UNSIGNED, NO_INDEX, "checkpoint", e, "%s",
	                   N_("by another key of the log than the newest roster lists"));
}

static bool check_signature(struct verifying *v, struct bytes raw, struct error *e)
{
	struct error why;
	return signed_texts_sight(&v->signed_texts, raw, "checkpoint", &v->last, &why)
	               ? check_newest_key(v, e)
	               : finding_of_error(v->result, &why, NO_INDEX, "checkpoint", e);
}

/* False in `*ret_there` when there is nothing to compare the entries with. */
static bool read_checkpoint(struct verifying *v, bool *ret_there, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	struct note note;
	struct error why;
	if (!read_part(v, "checkpoint", LIMIT_NOTE_SIZE, &raw, ret_there, e))
		return false;
	if (!*ret_there)
		return true;
	*ret_there = note_parse(buffer_bytes(&raw), "checkpoint", &note, &why) &&
	             checkpoint_parse(note.text, &v->checkpoint, &why);
	if (!*ret_there)
		return finding_of_error(v->result, &why, NO_INDEX, "checkpoint", e);
	memcpy(v->result->origin, v->checkpoint.origin, sizeof v->result->origin);
	v->result->size = v->checkpoint.size;
	v->result->root = v->checkpoint.root;
	return check_signature(v, buffer_bytes(&raw), e);
}

/* --- tiles --- */

static bool compare_tile(struct verifying *v, unsigned level, struct error *e)
{
	struct level *tile = &v->levels[level];
	char name[TILE_PATH_MAX];
	bool there = false;
	if (tile->width == 0)
		return true;
	tile_path(level, tile->n, tile->width, name);
	if (!read_part(v, name, TILE_WIDTH * SHA256_SIZE, &v->file, &there, e))
		return false;
	size_t size = tile->width * SHA256_SIZE;
	if (there && v->file.size != size &&
	    !finding_add(v->result, v->file.size < size ? ERR_TRUNCATED : ERR_LOG, NO_INDEX, name, e,
	                 "%zu bytes where %zu are due", v->file.size, size))
		return false;
	if (there && v->file.size == size &&
	    !bytes_equal(buffer_bytes(&v->file), bytes_of(tile->hashes, size)) &&
	    !finding_add(v->result, ERR_LOG, NO_INDEX, name, e, "%s",
	                 N_("hashes that the entries don't give")))
		return false;
	tile->n++;
	tile->width = 0;
	return true;
}

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

static void add_leaf(struct verifying *v, struct bytes raw)
{
	struct made made = { 0 };
	struct sha256 leaf;
	merkle_leaf(raw, &leaf);
	merkle_edge_append(&v->edge, &leaf, note_made, &made);
	for (unsigned level = 0; level < TILE_LEVELS && made.is[level]; level++) {
		struct level *tile = &v->levels[level];
		tile->hashes[tile->width++] = made.hash[level];
	}
}

/* After the entries file is done with, since comparing reads into the same buffer. */
static bool compare_full_tiles(struct verifying *v, struct error *e)
{
	for (unsigned level = 0; level < TILE_LEVELS; level++)
		if (v->levels[level].width == TILE_WIDTH && !compare_tile(v, level, e))
			return false;
	return true;
}

/* --- entries --- */

static bool look_on(const struct verifying *v, const struct entry *entry, struct error *e)
{
	return !v->request->each || v->request->each(v->request->each_context, entry, e);
}

static bool check_entry(struct verifying *v, struct bytes raw, struct error *e)
{
	uint64_t index = v->edge.size;
	_cleanup_(entry_text_freep) struct entry_text *text = NULL;
	struct entry entry;
	struct error why;
	add_leaf(v, raw);
	if (!entry_parse(raw, &entry, &text, &why))
		return finding_of_error(v->result, &why, index, "entry", e);
	if (entry.index != index)
		return finding_add(v->result, ERR_LOG_SEQUENCE, index, "entry", e,
		                   "says that it is entry %" PRIu64, entry.index);
	if (!entry.child) {
		v->act = index;
		v->has_act = true;
		return acts_check(&v->acts, &entry, e) && look_on(v, &entry, e);
	}
	v->result->clients++;
	if ((!v->has_act || entry.parent != v->act) &&
	    !finding_add(v->result, ERR_LOG_ENTRY, index, "parent", e,
	                 "entry %" PRIu64 " is not the act before it", entry.parent))
		return false;
	return look_on(v, &entry, e);
}

static bool check_entries_file(struct verifying *v, const char *name, unsigned width, bool *ret_whole,
                               struct error *e)
{
	struct cursor c = cursor_of(buffer_bytes(&v->file));
	for (unsigned i = 0; i < width; i++) {
		struct bytes length = cursor_take(&c, 2);
		struct bytes raw =
			c.failed ? length : cursor_take(&c, (size_t)(length.data[0] << 8 | length.data[1]));
		if (c.failed) {
			*ret_whole = false;
			return finding_add(v->result, ERR_TRUNCATED, v->edge.size, name, e, "%s",
			                   N_("ends before its last entry"));
		}
		if (!check_entry(v, raw, e))
			return false;
	}
	*ret_whole = true;
	return cursor_done(&c) ||
	       finding_add(v->result, ERR_LOG, NO_INDEX, name, e, "%s", N_("goes on after its last entry"));
}

/* All that can be had; stops at the first file that is not whole, since what follows would stand elsewhere.
 */
static bool check_entries(struct verifying *v, struct error *e)
{
	unsigned width;
	for (uint64_t n = 0; (width = tile_width(v->checkpoint.size, TILE_ENTRIES, n)); n++) {
		char name[TILE_PATH_MAX];
		bool whole;
		tile_path(TILE_ENTRIES, n, width, name);
		if (!read_part(v, name, ENTRIES_FILE_MAX, &v->file, &whole, e))
			return false;
		if (whole && !check_entries_file(v, name, width, &whole, e))
			return false;
		if (!whole)
			return true;
		if (!compare_full_tiles(v, e))
			return false;
		if (v->request->progress)
			v->request->progress(v->request->progress_context, v->edge.size, v->checkpoint.size);
	}
	for (unsigned level = 0; level < TILE_LEVELS; level++)
		if (!compare_tile(v, level, e))
			return false;
	struct sha256 root;
	merkle_edge_root(&v->edge, &root);
	v->whole = sha256_equal(&root, &v->checkpoint.root);
	return v->whole || finding_add(v->result, ERR_LOG_ROOT, NO_INDEX, "checkpoint", e, "%s",
	                               N_("the entries give another root"));
}

/* --- what others have seen of it --- */

/* By the word of this log's officers, and seen before they gave it: what nobody dated may be. */
static bool is_given_up(const struct verifying *v, const struct signed_texts_sighting *seen)
{
	const struct verify_result *r = v->result;
	for (size_t i = 0; i < r->resumption_count; i++) {
		const struct verify_resumption *given = &r->resumptions[i];
		if (strcmp(given->origin, v->checkpoint.origin) == 0 && seen->checkpoint.size > given->size &&
		    seen->checkpoint.size <= given->lost_to &&
		    (!seen->cosigned || seen->first <= given->when + CLOCK_SLACK))
			return true;
	}
	return false;
}

/* Does this log go on from what was seen? By a proof from the tiles, against the root that the entries gave
 * just now. */
enum follows { FOLLOWS, FOLLOWS_NOT_SHORTER, FOLLOWS_NOT_FORKED };
static bool follows(struct verifying *v, struct bundle_reader *reader, const struct checkpoint *seen,
                    enum follows *ret, struct error *e)
{
	struct merkle_proof proof = { 0 };
	*ret = FOLLOWS;
	if (seen->size > v->checkpoint.size)
		*ret = FOLLOWS_NOT_SHORTER;
	else if (seen->size &&
	         !log_prove_consistency(bundle_reader_log(reader), seen->size, v->checkpoint.size, &proof, e))
		return false;
	else if (seen->size && !merkle_check_consistency(seen->size, v->checkpoint.size, &seen->root,
	                                                 &v->checkpoint.root, &proof))
		*ret = FOLLOWS_NOT_FORKED;
	return true;
}

static bool check_follows(struct verifying *v, struct bundle_reader *reader,
                          const struct signed_texts_sighting *sighting, const char *name, struct error *e)
{
	const struct checkpoint *seen = &sighting->checkpoint;
	enum follows found;
	struct error why;
	if (strcmp(seen->origin, v->checkpoint.origin) != 0)
		return finding_add(v->result, ERR_LOG_POLICY, NO_INDEX, name, e,
		                   "a checkpoint of another log: %s", seen->origin);
	if (!follows(v, reader, seen, &found, &why))
		return finding_of_error(v->result, &why, NO_INDEX, name, e);
	if (found == FOLLOWS)
		return true;
	if (is_given_up(v, sighting)) {
		v->result->given_up++;
		return true;
	}
	if (found == FOLLOWS_NOT_SHORTER)
		return finding_add(v->result, ERR_LOG_SHORTER, NO_INDEX, name, e,
		                   "%" PRIu64 " entries were signed for, of which %" PRIu64 " are here",
		                   seen->size, v->checkpoint.size);
	return finding_add(v->result, ERR_LOG_FORK, NO_INDEX, name, e,
	                   "another log of %" PRIu64 " entries was signed than this one began with",
	                   seen->size);
}

/* What the officers say that it goes on from is what it holds. */
static bool check_resumptions(struct verifying *v, struct bundle_reader *reader, struct error *e)
{
	for (size_t i = 0; i < v->result->resumption_count; i++) {
		const struct verify_resumption *r = &v->result->resumptions[i];
		const struct checkpoint from = { .size = r->size, .root = r->root };
		enum follows found;
		struct error why;
		if (strcmp(r->origin, v->checkpoint.origin) != 0)
			continue;
		if (!follows(v, reader, &from, &found, &why)
		            ? !finding_of_error(v->result, &why, r->index, r->origin, e)
		            : found != FOLLOWS &&
		                      !finding_add(v->result, ERR_RESUMPTION, r->index, r->origin, e, "%s",
		                                   N_("the log doesn't hold what it is to go on from")))
			return false;
	}
	return true;
}

static void count_witness(struct verify_result *r, const struct signed_texts_sighting *seen)
{
	if (!seen->cosigned || seen->checkpoint.size < r->witnessed)
		return;
	r->witnessed = seen->checkpoint.size;
	r->witnessed_root = seen->checkpoint.root;
	r->witnessed_at = seen->when;
}

static bool check_kept(struct verifying *v, struct bundle_reader *reader, struct error *e)
{
	for (size_t i = 0; i < v->request->checkpoint_count; i++) {
		struct signed_texts_sighting seen;
		struct error why;
		bool good = signed_texts_sight(&v->signed_texts, v->request->checkpoints[i], "--checkpoint",
		                               &seen, &why);
		if (good ? !check_follows(v, reader, &seen, "--checkpoint", e) ||
		                    !acts_check_sighting(&v->acts, &seen, 0, e)
		         : !finding_of_error(v->result, &why, NO_INDEX, "--checkpoint", e))
			return false;
	}
	return true;
}

static bool check_sightings(struct verifying *v, struct error *e)
{
	_cleanup_(bundle_reader_freep) struct bundle_reader *reader = NULL;
	struct unit_keys keys;
	struct error why;
	if (!signed_texts_log_keys(&v->signed_texts, v->checkpoint.origin, &keys) || !v->whole)
		return true; /* told already */
	if (!acts_check_sighting(&v->acts, &v->last, v->acts.start, e))
		return false;
	count_witness(v->result, &v->last);
	if (v->signed_texts.sighting_count + v->request->checkpoint_count + v->result->resumption_count ==
	            0 &&
	    key_changes_count(&v->signed_texts, v->checkpoint.origin) == 0)
		return true;
	if (!bundle_reader_open(v->directory, &keys, &reader, &why))
		return finding_of_error(v->result, &why, NO_INDEX, "checkpoint", e);
	for (size_t i = 0; i < v->signed_texts.sighting_count; i++) {
		const struct signed_texts_sighting *seen = &v->signed_texts.sightings[i];
		if (seen->own && !check_follows(v, reader, seen, seen->name, e))
			return false;
		if (!seen->own && strcmp(seen->checkpoint.origin, v->checkpoint.origin) == 0 &&
		    !finding_add(v->result, ERR_LOG_POLICY, NO_INDEX, seen->name, e, "%s",
		                 N_("this unit is not its own peer")))
			return false;
		if (seen->own)
			count_witness(v->result, seen);
	}
	return key_changes_check(&v->signed_texts, v->checkpoint.origin, bundle_reader_log(reader), v->result,
	                         e) &&
	       check_resumptions(v, reader, e) && check_kept(v, reader, e);
}

/* --- files --- */

static bool is_expected(const struct verifying *v, const char *name)
{
	unsigned level, width;
	uint64_t n;
	if (strcmp(name, "checkpoint") == 0 || strcmp(name, "policy") == 0 || inventory_is_statement(name))
		return true;
	return tile_path_parse(name, &level, &n, &width) && tile_width(v->checkpoint.size, level, n) == width;
}

static bool check_file(void *context, const char *name, enum inventory_kind kind, struct error *e)
{
	struct verifying *v = context;
	if (inventory_is_beside(name)) {
		size_t n = v->result->beside_count++;
		if (n < BESIDE_SHOWN)
			snprintf(v->result->beside[n], sizeof v->result->beside[n], "%s", name);
		return true;
	}
	if (kind == INVENTORY_OTHER)
		return finding_add(v->result, ERR_FILE_UNSAFE, NO_INDEX, name, e, "%s",
		                   N_("not a plain file"));
	if (kind == INVENTORY_FILE && is_expected(v, name))
		return true;
	return finding_add(v->result, ERR_LOG_STRANGER, NO_INDEX, name, e, "%s",
	                   N_("not a part that a bundle of this size has"));
}

static const struct inventory_item *find_item(const struct inventory *files, struct bytes name)
{
	for (size_t low = 0, high = files->count; low < high;) {
		size_t middle = low + (high - low) / 2;
		struct bytes there = bytes_of_string(files->items[middle].name);
		int order = memcmp(there.data, name.data, there.size < name.size ? there.size : name.size);
		if (order == 0 && there.size == name.size)
			return &files->items[middle];
		if (order < 0 || (order == 0 && there.size < name.size))
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* Names in the list that aren't there any more. */
static bool find_lost(struct verifying *v, struct bytes policy, struct error *e)
{
	struct cursor lines = cursor_of(policy);
	while (!cursor_done(&lines)) {
		struct bytes line = cursor_until(&lines, '\n');
		struct sha256 hash;
		if (line.size <= SHA256_HEX_SIZE + 2 ||
		    !sha256_parse(bytes_of(line.data, SHA256_HEX_SIZE), &hash))
			continue;
		struct bytes name =
			bytes_of(line.data + SHA256_HEX_SIZE + 2, line.size - SHA256_HEX_SIZE - 2);
		_cleanup_(string_freep) char *text = string_of_bytes(name);
		if (!text)
			return error_memory(e);
		if (!find_item(&v->signed_texts.files, name) &&
		    !finding_add(v->result, ERR_LOG_MISSING, NO_INDEX, text, e, "%s",
		                 N_("listed in `policy` and not there")))
			return false;
	}
	return true;
}

static bool check_policy(struct verifying *v, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer expected = { 0 };
	_cleanup_(buffer_clear) struct buffer policy = { 0 };
	bool there;
	if (!inventory_format(&v->signed_texts.files, &expected, e) ||
	    !read_part(v, "policy", LIMIT_BUNDLE_STATEMENTS * 280ul, &policy, &there, e))
		return false;
	if (!there || bytes_equal(buffer_bytes(&policy), buffer_bytes(&expected)))
		return true;
	return find_lost(v, buffer_bytes(&policy), e) &&
	       finding_add(v->result, ERR_LOG_POLICY, NO_INDEX, "policy", e, "%s",
	                   N_("doesn't list these files"));
}

/* --- all of it --- */

/* Another folder than that of a log is a slip of the hand, and no verdict on a log. One of which anything is
 * left is verified. */
static bool check_directory(const char *directory, struct error *e)
{
	static const char *const parts[] = { "checkpoint", "policy", "tile" };
	if (!directory_check(directory, e))
		return false;
	for (size_t i = 0; i < ELEMENTS(parts); i++) {
		_cleanup_(string_freep) char *path = path_join(directory, parts[i]);
		if (!path)
			return error_memory(e);
		if (file_exists(path))
			return true;
	}
	return error_set(e, ERR_NOT_LOG, directory, "%s", "");
}

static bool verify(struct verifying *v, struct error *e)
{
	bool there;
	if (v->signed_texts.chain.count ==
	    0) /* nothing vouches for anything here; that is a finding already */
		return true;
	if (!read_checkpoint(v, &there, e))
		return false;
	if (!there)
		return true;
	v->acts = (struct acts){ .signed_texts = &v->signed_texts,
		                 .result = v->result,
		                 .origin = v->checkpoint.origin,
		                 .now = v->signed_texts.now };
	return check_entries(v, e) && acts_end(&v->acts, e) && check_sightings(v, e) &&
	       verdicts_judge(&v->signed_texts, &v->last, v->result, e) &&
	       inventory_walk(v->directory, check_file, v, e) && check_policy(v, e);
}

bool bundle_examine(const char *directory, const struct verify_request *request, struct verify_result *ret,
                    struct signed_texts *ret_signed_texts, struct error *e)
{
	_cleanup_(verify_result_clear) struct verify_result result = { 0 };
	_cleanup_(verifying_freep) struct verifying *v = calloc(1, sizeof *v);
	if (!v)
		return error_memory(e);
	v->directory = directory;
	v->request = request;
	v->result = &result;
	v->signed_texts.now = request->now ? request->now : moment_now();
	if (!check_directory(directory, e) ||
	    !signed_texts_load(&v->signed_texts, directory, request->rosters, request->roster_count,
	                       request->fingerprint, &result, e) ||
	    !verify(v, e))
		return false;
	*ret = result;
	result = (struct verify_result){ 0 };
	if (ret_signed_texts) {
		*ret_signed_texts = v->signed_texts;
		v->signed_texts = (struct signed_texts){ 0 };
	}
	return true;
}

bool bundle_verify(const char *directory, const struct bytes *extra_rosters, size_t extra_roster_count,
                   const struct sha256 *fingerprint, verify_progress progress, void *context,
                   struct verify_result *ret, struct error *e)
{
	const struct verify_request request = {
		.fingerprint = fingerprint,
		.rosters = extra_rosters,
		.roster_count = extra_roster_count,
		.progress = progress,
		.progress_context = context,
	};
	return bundle_examine(directory, &request, ret, NULL, e);
}
