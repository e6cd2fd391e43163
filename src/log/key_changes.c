/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/key_changes.h"

#include "log/finding.h"

#include <string.h>

/* A change: the key that version `i` lists, and by `before` those of the versions before it, newest first. */
struct change {
	const struct note_verifier *key;
	struct roster_chain versions; /* a view */
	struct unit_keys before;
};

/* False where nothing changes: the version lists no key, or the first, or the one before it. */
static bool changes(const struct signed_texts *s, const char *unit, size_t i, struct change *ret)
{
	const struct roster_unit *now = roster_unit(s->chain.versions[i], unit);
	ret->versions = s->chain;
	ret->versions.count = i;
	ret->before = unit_log_keys(&ret->versions, unit);
	ret->key = now && now->ready ? &now->log : NULL;
	const struct note_verifier *last = unit_keys_newest(&ret->before);
	return ret->key && last && !note_verifier_equal(ret->key, last);
}

size_t key_changes_count(const struct signed_texts *s, const char *unit)
{
	struct change c;
	size_t count = 0;
	for (size_t i = 1; i < s->own_rosters; i++)
		count += changes(s, unit, i, &c);
	return count;
}

static bool signed_by(const struct signed_texts_sighting *seen, const struct note_verifier *key)
{
	for (size_t i = 0; i < seen->log_key_count; i++)
		if (note_verifier_equal(seen->log_keys[i], key))
			return true;
	return false;
}

/* Is the newest entry of that tree the act that made new keys? */
static bool ends_in_renewal(struct log *log, uint64_t size)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	_cleanup_(entry_text_freep) struct entry_text *text = NULL;
	struct entry entry;
	struct error ignored;
	return size && log_entry(log, size - 1, &raw, &ignored) &&
	       entry_parse(buffer_bytes(&raw), &entry, &text, &ignored) && entry.keys &&
	       strcmp(entry.keys, "renewed") == 0;
}

/* By any key that was the log's before: keys may be listed later than newer ones were made. */
static bool signed_before(const struct change *c, const struct signed_texts_sighting *seen)
{
	const struct note_verifier *key;
	for (size_t at = 0; (key = unit_keys_next(&c->before, &at));)
		if (signed_by(seen, key))
			return true;
	return false;
}

static bool was_listed(const struct change *c)
{
	const struct note_verifier *key;
	for (size_t at = 0; (key = unit_keys_next(&c->before, &at));)
		if (note_verifier_equal(key, c->key))
			return true;
	return false;
}

/* One that comes back was vouched for when it first came. */
static bool is_vouched_for(const struct signed_texts *s, const struct change *c, struct log *log)
{
	if (was_listed(c))
		return true;
	for (size_t i = 0; i < s->sighting_count; i++) {
		const struct signed_texts_sighting *seen = &s->sightings[i];
		if (seen->own && signed_by(seen, c->key) && signed_before(c, seen) &&
		    ends_in_renewal(log, seen->checkpoint.size))
			return true;
	}
	return false;
}

/* A key that was lost can't vouch for another, and the word of one that was stolen is worth nothing: the
 * officers' is. */
static bool is_revoked(const struct signed_texts *s, const struct note_verifier *key)
{
	const struct roster *newest = roster_chain_newest(&s->chain);
	struct error revoked;
	return !roster_log_key_stands(newest, key, UINT64_MAX, &revoked);
}

bool key_changes_check(const struct signed_texts *s, const char *unit, struct log *log,
                       struct verify_result *r, struct error *e)
{
	struct change c;
	for (size_t i = 1; i < s->own_rosters; i++)
		if (changes(s, unit, i, &c) && !is_revoked(s, unit_keys_newest(&c.before)) &&
		    !is_vouched_for(s, &c, log) &&
		    !finding_add(r, ERR_LOG_KEY, NO_INDEX, unit, e,
		                 "roster version %llu lists another key of the log",
		                 (unsigned long long)s->chain.versions[i]->version))
			return false;
	return true;
}
