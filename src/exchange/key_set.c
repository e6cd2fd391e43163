/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/key_set.h"

#include "crypto/hash.h"
#include "crypto/secret.h"

#include <stdlib.h>
#include <string.h>

#define ROOM_AT_FIRST 1024u

/* Where a hash stands, or may: there is always a free place. */
static uint64_t *place_of(uint64_t *hashes, size_t room, uint64_t hash)
{
	size_t at = (size_t)(hash % room);
	while (hashes[at] && hashes[at] != hash)
		at = at + 1 == room ? 0 : at + 1;
	return &hashes[at];
}

static bool grow(struct key_set *s, struct error *e)
{
	size_t room = s->room ? 2 * s->room : ROOM_AT_FIRST;
	if (2 * s->count < s->room)
		return true;
	uint64_t *hashes = calloc(room, sizeof *hashes);
	if (!hashes)
		return error_memory(e);
	if (!s->room)
		random_bytes(s->seed, sizeof s->seed);
	for (size_t i = 0; i < s->room; i++)
		if (s->hashes[i])
			*place_of(hashes, room, s->hashes[i]) = s->hashes[i];
	free(s->hashes);
	s->hashes = hashes;
	s->room = room;
	return true;
}

/* Under a seed of its own, so that nobody can prepare two records that meet. Never 0. */
static uint64_t hash_of(const struct key_set *s)
{
	struct sha256 sum;
	uint64_t hash;
	sha256_of_parts((struct bytes[]){ bytes_of(s->seed, sizeof s->seed), buffer_bytes(&s->key) }, 2,
	                &sum);
	memcpy(&hash, sum.bytes, sizeof hash);
	return hash ? hash : 1;
}

static bool add_key(struct key_set *s, const char *subject, struct error *e)
{
	if (!buffer_ok(&s->key, e) || !grow(s, e))
		return false;
	uint64_t hash = hash_of(s), *at = place_of(s->hashes, s->room, hash);
	if (*at)
		return error_set(e, ERR_DUPLICATE, subject, "%s",
		                 N_("another record in the package is the same case"));
	*at = hash;
	s->count++;
	return true;
}

bool key_set_add(struct key_set *s, const struct record *r, const bool *keep, const char *tag,
                 const char *subject, struct error *e)
{
	const struct field *number = catalogue_role(r->catalogue, ROLE_CASE);
	buffer_reset(&s->key);
	if (!record_key_kept(r, keep, &s->key, e))
		return false;
	bool numbered = record_get(r, number).size && (!keep || keep[number->index]);
	if ((numbered || !*tag) && !add_key(s, subject, e))
		return false;
	if (!*tag)
		return true;
	buffer_reset(&s->key);
	buffer_printf(&s->key, "#%s", tag);
	return add_key(s, subject, e);
}

void key_set_clear(struct key_set *s)
{
	buffer_wipe(&s->key);
	free(s->hashes);
	*s = (struct key_set){ 0 };
}
