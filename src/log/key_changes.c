/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/key_changes.h"

#include "log/finding.h"

#include <string.h>

/* Of the versions before `i`, the last that lists keys of the unit; NULL when none does. */
static const struct roster_unit *listed_before(const struct signed_texts *s, const char *unit, size_t i)
{
	while (i-- > 0) {
		const struct roster_unit *u = roster_unit(s->chain.versions[i], unit);
		if (u && u->ready)
			return u;
	}
	return NULL;
}

/* The unit in version `i` and in the last before it that lists keys, when the log's differ. */
static bool changed(const struct signed_texts *s, const char *unit, size_t i,
                    const struct roster_unit **ret_before, const struct roster_unit **ret_now)
{
	*ret_now = roster_unit(s->chain.versions[i], unit);
	*ret_before = listed_before(s, unit, i);
	return *ret_before && *ret_now && (*ret_now)->ready &&
	       !note_verifier_equal(&(*ret_before)->log, &(*ret_now)->log);
}

size_t key_changes_count(const struct signed_texts *s, const char *unit)
{
	const struct roster_unit *before, *now;
	size_t count = 0;
	for (size_t i = 1; i < s->own_rosters; i++)
		count += changed(s, unit, i, &before, &now);
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

/* By any key that was the log's before version `i`: keys may be listed later than newer ones were made. */
static bool signed_before(const struct signed_texts *s, const char *unit, size_t i,
                          const struct signed_texts_sighting *seen)
{
	while (i-- > 0) {
		const struct roster_unit *u = roster_unit(s->chain.versions[i], unit);
		if (u && u->ready && signed_by(seen, &u->log))
			return true;
	}
	return false;
}

static bool was_listed(const struct signed_texts *s, const char *unit, size_t i,
                       const struct note_verifier *key)
{
	while (i-- > 0) {
		const struct roster_unit *u = roster_unit(s->chain.versions[i], unit);
		if (u && u->ready && note_verifier_equal(&u->log, key))
			return true;
	}
	return false;
}

/* One that comes back was vouched for when it first came. */
static bool is_vouched_for(const struct signed_texts *s, const char *unit, size_t i, struct log *log)
{
	const struct note_verifier *key = &roster_unit(s->chain.versions[i], unit)->log;
	if (was_listed(s, unit, i, key))
		return true;
	for (size_t k = 0; k < s->sighting_count; k++) {
		const struct signed_texts_sighting *seen = &s->sightings[k];
		if (seen->own && signed_by(seen, key) && signed_before(s, unit, i, seen) &&
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
	const struct roster_unit *before, *now;
	for (size_t i = 1; i < s->own_rosters; i++)
		if (changed(s, unit, i, &before, &now) && !is_revoked(s, &before->log) &&
		    !is_vouched_for(s, unit, i, log) &&
		    !finding_add(r, ERR_LOG_KEY, NO_INDEX, unit, e,
		                 "roster version %llu lists another key of the log",
		                 (unsigned long long)s->chain.versions[i]->version))
			return false;
	return true;
}
