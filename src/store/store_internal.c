/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/store_internal.h"

#include "io/file.h"

char *store_path(const struct store *s, const char *name)
{
	return path_join(s->home, name);
}

bool store_check_unit_keys(const struct store *s, const struct roster *r, struct error *e)
{
	const struct roster_unit *u = roster_unit(r, s->unit);
	if (!u || !u->ready)
		return true;
	bool decrypts = false;
	for (size_t i = 0; i < s->identity_count; i++)
		decrypts = decrypts || age_recipient_equal(&s->identities[i].recipient, &u->recipient);
	if (decrypts && note_verifier_equal(&u->log, &s->log_key.public) &&
	    note_verifier_equal(&u->witness, &s->witness_key.public))
		return true;
	return error_set(e, ERR_FINGERPRINT, s->unit,
	                 "roster version %llu lists other keys for this unit than this store holds",
	                 (unsigned long long)r->version);
}
