/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/signed_texts_rosters.h"

#include "base/limits.h"
#include "io/file.h"
#include "log/inventory.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct reading {
	struct signed_texts *signed_texts;
	const char *directory;
	struct verify_result *result;
	struct roster **extras; /* those that were given and could be parsed; NULL once taken */
	size_t extra_count;
};

static void reading_clear(struct reading *in)
{
	for (size_t i = 0; i < in->extra_count; i++)
		roster_freep(&in->extras[i]);
	free(in->extras);
}

static bool parse_extras(struct reading *in, const struct bytes *notes, size_t count, struct error *e)
{
	in->extras = calloc(count + 1, sizeof *in->extras);
	if (!in->extras)
		return error_memory(e);
	for (size_t i = 0; i < count; i++) {
		struct error why;
		if (roster_parse(notes[i], "--roster", &in->extras[in->extra_count], &why))
			in->extra_count++;
		else if (!finding_of_error(in->result, &why, NO_INDEX, "--roster", e))
			return false;
	}
	return true;
}

/* The bundle's own roster of that version; NULL when it has none that can be read. */
static bool own_roster(struct reading *in, uint64_t version, struct roster **ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	_cleanup_(string_freep) char *path = NULL;
	struct error why;
	char name[48];
	snprintf(name, sizeof name, "rosters/%06" PRIu64 ".note", version);
	*ret = NULL;
	path = path_join(in->directory, name);
	if (!path)
		return error_memory(e);
	if (!file_exists(path))
		return true;
	if (!file_read(path, LIMIT_NOTE_SIZE, &raw, &why) ||
	    !roster_parse(buffer_bytes(&raw), name, ret, &why))
		return finding_of_error(in->result, &why, NO_INDEX, name, e);
	if ((*ret)->version != version) {
		roster_freep(ret);
		return finding_add(in->result, ERR_ROSTER_CHAIN, NO_INDEX, name, e, "%s",
		                   N_("holds another version"));
	}
	return true;
}

static bool try_append(struct reading *in, struct roster **next, struct error *e)
{
	struct error why;
	char name[48];
	snprintf(name, sizeof name, "roster version %" PRIu64, (*next)->version);
	if (!roster_chain_append(&in->signed_texts->chain, next, &why))
		return finding_of_error(in->result, &why, NO_INDEX, name, e);
	return roster_check_issued(roster_chain_newest(&in->signed_texts->chain), in->signed_texts->now,
	                           &why) ||
	       finding_of_error(in->result, &why, NO_INDEX, name, e);
}

/* The next version, from --roster or else from the bundle; the bundle's copy, where it has one, must be the
 * same text. */
static bool append_version(struct reading *in, uint64_t version, bool *ret_more, struct error *e)
{
	_cleanup_(roster_freep) struct roster *own = NULL;
	struct roster_chain *chain = &in->signed_texts->chain;
	if (!own_roster(in, version, &own, e))
		return false;
	bool has_own = own != NULL;
	size_t before = chain->count;
	for (size_t i = 0; i < in->extra_count && chain->count == before; i++)
		if (in->extras[i] && in->extras[i]->version == version && !try_append(in, &in->extras[i], e))
			return false;
	if (own && chain->count == before && !try_append(in, &own, e))
		return false;
	*ret_more = chain->count > before;
	if (!*ret_more)
		return true;
	if (own && !sha256_equal(&own->hash, &roster_chain_newest(chain)->hash))
		return finding_add(in->result, ERR_ROSTER_FORK, NO_INDEX, own->id, e,
		                   "the bundle's version %" PRIu64 " is another than the one given", version);
	if (has_own && in->signed_texts->own_rosters == before)
		in->signed_texts->own_rosters = chain->count;
	return true;
}

/* --- a merger, whose number may be higher by more than one --- */

struct merging {
	struct reading *in;
	uint64_t version; /* the lowest that merges the newest of the chain; 0: none does */
};

static void note_merger(struct merging *m, const struct roster *r)
{
	if (roster_merger(roster_chain_newest(&m->in->signed_texts->chain), r) &&
	    (!m->version || r->version < m->version))
		m->version = r->version;
}

static bool note_file(void *context, const char *name, enum inventory_kind kind, struct error *e)
{
	struct merging *m = context;
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	_cleanup_(roster_freep) struct roster *r = NULL;
	_cleanup_(string_freep) char *path = string_printf("%s/rosters/%s", m->in->directory, name);
	struct error ignored;
	if (!path)
		return error_memory(e);
	if (kind == INVENTORY_FILE && file_read(path, LIMIT_NOTE_SIZE, &raw, &ignored) &&
	    roster_parse(buffer_bytes(&raw), name, &r, &ignored))
		note_merger(m, r);
	return true;
}

/* The number of what merges the newest version here with another roster; 0: nothing does. */
static bool find_merger(struct reading *in, uint64_t *ret, struct error *e)
{
	_cleanup_(string_freep) char *folder = path_join(in->directory, "rosters");
	struct merging m = { .in = in };
	if (!folder)
		return error_memory(e);
	for (size_t i = 0; i < in->extra_count; i++)
		if (in->extras[i])
			note_merger(&m, in->extras[i]);
	if (file_is_folder(folder) && !inventory_walk(folder, note_file, &m, e))
		return false;
	*ret = m.version;
	return true;
}

static bool load_chain(struct reading *in, struct error *e)
{
	const struct roster_chain *chain = &in->signed_texts->chain;
	bool more = true;
	for (uint64_t version = 1; version;) {
		if (!append_version(in, version, &more, e))
			return false;
		if (more)
			version++;
		else if (chain->count == 0 || roster_chain_newest(chain)->version + 1 != version)
			break;
		else if (!find_merger(in, &version, e))
			return false;
	}
	if (in->signed_texts->chain.count == 0)
		return finding_add(in->result, ERR_NO_ROSTER, NO_INDEX, "rosters", e, "%s",
		                   N_("no version 1 that the fingerprint vouches for"));
	in->result->roster_version = roster_chain_newest(&in->signed_texts->chain)->version;
	return true;
}

static bool add_witness(struct signed_texts *s, const struct note_verifier *key, struct error *e)
{
	for (size_t i = 0; i < s->witness_count; i++)
		if (note_verifier_equal(&s->witnesses[i], key))
			return true;
	struct note_verifier *more = reallocarray(s->witnesses, s->witness_count + 1, sizeof *more);
	if (!more)
		return error_memory(e);
	s->witnesses = more;
	s->witnesses[s->witness_count++] = *key;
	return true;
}

static bool collect_witnesses(struct signed_texts *s, struct error *e)
{
	for (size_t v = 0; v < s->chain.count; v++)
		for (size_t i = 0; i < s->chain.versions[v]->unit_count; i++) {
			const struct roster_unit *u = &s->chain.versions[v]->units[i];
			if (u->ready && !add_witness(s, &u->witness, e))
				return false;
		}
	for (size_t v = 0; v < s->chain.count; v++)
		for (size_t i = 0; i < s->chain.versions[v]->person_count; i++) {
			const struct roster_person *p = &s->chain.versions[v]->persons[i];
			if (p->has_witness && roster_is_an_officer(s->chain.versions[v], p->name) &&
			    !add_witness(s, &p->witness, e))
				return false;
		}
	return true;
}

bool signed_texts_rosters_load(struct signed_texts *s, const char *directory, const struct bytes *extras,
                               size_t extra_count, struct verify_result *r, struct error *e)
{
	_cleanup_(
		reading_clear) struct reading in = { .signed_texts = s, .directory = directory, .result = r };
	if (!parse_extras(&in, extras, extra_count, e) || !load_chain(&in, e))
		return false;
	return s->chain.count == 0 ||
	       (roster_chain_keys(&s->chain, NULL, &s->keys, &s->key_count, e) && collect_witnesses(s, e));
}
