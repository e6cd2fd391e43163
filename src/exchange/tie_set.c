/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/tie_set.h"

#include "crypto/secret.h"
#include "trust/tie.h"

#include <stdlib.h>
#include <string.h>

#define ROOM_LEAST 64u

/* Where the hash stands, or the first free slot behind where it would. There is one: a quarter stays free. */
static struct tie_slot *slot_of(const struct tie_set *s, const struct sha256 *hash)
{
	size_t at;
	memcpy(&at, hash, sizeof at);
	for (;; at++) {
		struct tie_slot *slot = &s->slots[at & (s->room - 1)];
		if (slot->state == SLOT_FREE || sha256_equal(&slot->hash, hash))
			return slot;
	}
}

/* Twice the room, without those that left. */
static bool grow(struct tie_set *s, struct error *e)
{
	struct tie_set more = { .room = s->room ? 2 * s->room : ROOM_LEAST };
	more.slots = calloc(more.room, sizeof *more.slots);
	if (!more.slots)
		return error_memory(e);
	for (size_t i = 0; i < s->room; i++)
		if (s->slots[i].state == SLOT_TAKEN) {
			*slot_of(&more, &s->slots[i].hash) = s->slots[i];
			more.used++;
		}
	free(s->slots);
	s->slots = more.slots;
	s->room = more.room;
	s->used = more.used;
	return true;
}

uint64_t tie_set_count(const struct tie_set *s)
{
	return s->numbers.count + s->sets;
}

bool tie_set_add(struct tie_set *s, const char *tie, bool *ret_new, struct error *e)
{
	struct sha256 hash;
	if (tie_is_number(tie))
		return bsn_set_add(&s->numbers, tie_number(tie), ret_new, e);
	if (s->used >= s->room / 4 * 3 && !grow(s, e))
		return false;
	sha256_of(bytes_of_string(tie), &hash);
	struct tie_slot *slot = slot_of(s, &hash);
	*ret_new = slot->state != SLOT_TAKEN;
	s->used += slot->state == SLOT_FREE;
	s->sets += *ret_new;
	*slot = (struct tie_slot){ hash, SLOT_TAKEN };
	return true;
}

void tie_set_remove(struct tie_set *s, const char *tie)
{
	struct sha256 hash;
	if (tie_is_number(tie)) {
		bsn_set_remove(&s->numbers, tie_number(tie));
		return;
	}
	if (!s->room)
		return;
	sha256_of(bytes_of_string(tie), &hash);
	struct tie_slot *slot = slot_of(s, &hash);
	if (slot->state != SLOT_TAKEN)
		return;
	slot->state = SLOT_LEFT;
	s->sets--;
}

void tie_set_clear(struct tie_set *s)
{
	bsn_set_clear(&s->numbers);
	if (s->slots)
		memory_wipe(s->slots, s->room * sizeof *s->slots);
	free(s->slots);
	*s = (struct tie_set){ 0 };
}
