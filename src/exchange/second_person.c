/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/second_person.h"

#include <string.h>

/* The key file must be the one of the roster: the name alone says nothing. */
bool second_person_enter(struct second_person *p, struct act *a, enum power power, bool is_asked,
                         const char *words, struct error *e)
{
	const struct desk *desk = a->desk;
	const struct roster *roster = desk_roster(desk);
	const struct roster_mandate *mandate;
	if (!p->key)
		return !is_asked || error_set(e, ERR_UNSIGNED, store_unit(desk->store), "%s", words);
	if (strcmp(p->key->name, desk->key.name) == 0)
		return error_set(e, ERR_UNSIGNED, p->key->name, "%s", N_("one person isn't two"));
	if (!roster_mandate_for(roster, p->key->name, store_unit(desk->store), power, 0, desk->now, &mandate,
	                        e))
		return false;
	if (!note_verifier_equal(&roster_person(roster, p->key->name)->key, &p->key->signer.public))
		return error_set(e, ERR_SIGNATURE, p->key->name, "%s", N_("another key than the roster's"));
	hex_encode(bytes_of(p->key->signer.public.id, sizeof p->key->signer.public.id), p->key_id);
	a->entry.second = true;
	a->entry.second_mandate = mandate->id;
	a->entry.second_key = p->key_id;
	return true;
}
