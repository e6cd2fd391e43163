/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/key_changes.h"

#include "log/finding.h"

#include <string.h>

/* The unit in version `i` and the one before, when both list keys of it and the log's differ. */
static bool changed(const struct signed_texts *s, const char *unit, size_t i,
                    const struct roster_unit **ret_before, const struct roster_unit **ret_now)
{
	*ret_before = roster_unit(s->chain.versions[i - 1], unit);
	*ret_now = roster_unit(s->chain.versions[i], unit);
	return *ret_before && *ret_now && (*ret_before)->ready && (*ret_now)->ready &&
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
static bool ends_in_renewal(struct bundle_reader *reader, uint64_t size)
{
	_cleanup_(buffer_clear) struct buffer raw = { 0 };
	_cleanup_(entry_text_freep) struct entry_text *text = NULL;
	struct entry entry;
	struct error ignored;
	return size && log_entry(bundle_reader_log(reader), size - 1, &raw, &ignored) &&
	       entry_parse(buffer_bytes(&raw), &entry, &text, &ignored) && entry.keys &&
	       strcmp(entry.keys, "renewed") == 0;
}

static bool is_vouched_for(const struct signed_texts *s, const struct roster_unit *before,
                           const struct roster_unit *now, struct bundle_reader *reader)
{
	for (size_t i = 0; i < s->sighting_count; i++) {
		const struct signed_texts_sighting *seen = &s->sightings[i];
		if (seen->own && signed_by(seen, &before->log) && signed_by(seen, &now->log) &&
		    ends_in_renewal(reader, seen->checkpoint.size))
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

bool key_changes_check(const struct signed_texts *s, const char *unit, struct bundle_reader *reader,
                       struct verify_result *r, struct error *e)
{
	const struct roster_unit *before, *now;
	for (size_t i = 1; i < s->own_rosters; i++)
		if (changed(s, unit, i, &before, &now) && !is_revoked(s, &before->log) &&
		    !is_vouched_for(s, before, now, reader) &&
		    !finding_add(r, ERR_LOG_KEY, NO_INDEX, unit, e,
		                 "roster version %llu lists another key of the log",
		                 (unsigned long long)s->chain.versions[i]->version))
			return false;
	return true;
}
