/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/access_slots.h"

#include "store/store_internal.h"

#include <stdlib.h>

bool access_slots_write(struct store *s, const struct access_list *l, struct store_key *k, struct error *e)
{
	_cleanup_(string_freep) char *path = store_path(s, "store.slots");
	struct age_recipient *to = calloc(l->person_count + 1, sizeof *to);
	if (!path || !to) {
		free(to);
		return error_memory(e);
	}
	for (size_t i = 0; i < l->person_count; i++)
		to[i] = l->persons[i].recipient;
	to[l->person_count] = l->recovery;
	k->has_access = true;
	k->access = l->hash;
	bool done = slots_write_store(path, k, to, l->person_count + l->has_recovery, true, e);
	free(to);
	if (done)
		s->slots = (struct slots_seen){ .has_access = true,
			                        .has_before = k->before.data != NULL,
			                        .access = l->hash,
			                        .stanzas = l->person_count + l->has_recovery };
	return done;
}

bool access_slots_write_signing(struct store *s, const struct access_list *l, const struct signing_keys *keys,
                                size_t pairs, struct error *e)
{
	_cleanup_(string_freep) char *path = store_path(s, "signing.slots");
	struct age_recipient *to = calloc(l->person_count + 1, sizeof *to);
	if (!path || !to) {
		free(to);
		return error_memory(e);
	}
	for (size_t i = 0; i < l->person_count; i++)
		to[i] = l->persons[i].recipient;
	bool done = slots_write_signing(path, keys, pairs, to, l->person_count, true, e);
	free(to);
	return done;
}
