/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/store_internal.h"

#include "base/limits.h"
#include "io/file.h"
#include "store/schema.h"

#include <string.h>

/* What a link names could be swapped, be of another store, or be anybody's whom the sweep of the outbox then
 * tidies up; and the act that needs it would be done before that shows. */
bool store_check_home(const char *home, struct error *e)
{
	return directory_is_local(home, e) && directory_is_writable(home, e) &&
	       directory_has_no_links(home, e);
}

char *store_path(const struct store *s, const char *name)
{
	return path_join(s->home, name);
}

/* Which pair of signing keys a roster lists; `signing_count` when none of those here. */
static size_t listed_pair(const struct store *s, const struct roster_unit *u)
{
	size_t i = 0;
	while (i < s->signing_count && !(note_verifier_equal(&u->log, &s->signing[i].log.public) &&
	                                 note_verifier_equal(&u->witness, &s->signing[i].witness.public)))
		i++;
	return i;
}

const struct roster_unit *store_listed(const struct store *s)
{
	for (size_t i = s->rosters.count; i-- > 0;) {
		const struct roster_unit *u = roster_unit(s->rosters.versions[i], s->unit);
		if (u && u->ready)
			return u;
	}
	return NULL;
}

void store_choose_keys(struct store *s)
{
	const struct roster_unit *u = store_listed(s);
	size_t listed = u ? listed_pair(s, u) : 0;
	if (listed < s->signing_count)
		s->in_use = listed;
}

bool store_check_unit_keys(const struct store *s, const struct roster *r, struct error *e)
{
	const struct roster_unit *u = roster_unit(r, s->unit);
	if (!u || !u->ready)
		return true;
	bool decrypts = false;
	for (size_t i = 0; i < s->identity_count; i++)
		decrypts = decrypts || age_recipient_equal(&s->identities[i].recipient, &u->recipient);
	if (decrypts && (s->regaining || listed_pair(s, u) < s->signing_count))
		return true;
	return error_set(e, ERR_FINGERPRINT, s->unit,
	                 "roster version %llu lists other keys for this unit than this store holds",
	                 (unsigned long long)r->version);
}

bool store_read_signing(struct store *s, const struct keyfile *key, struct error *e)
{
	_cleanup_(string_freep) char *path = store_path(s, "signing.slots");
	if (!path)
		return error_memory(e);
	if (!slots_read_signing(path, s->unit, &key->identity, s->signing, &s->signing_count, e))
		return false;
	s->in_use = 0;
	store_choose_keys(s);
	return true;
}

/* --- the database --- */

bool store_read_slots(struct store *s, const struct keyfile *key, struct store_key *ret, struct error *e)
{
	_cleanup_(string_freep) char *path = store_path(s, "store.slots");
	if (!path)
		return error_memory(e);
	if (!slots_read_store(path, &key->identity, ret, e)) {
		if (e->code == ERR_NO_KEY)
			error_set(e, ERR_NO_KEY, s->home, "%s",
			          N_("your key has no access to this store; a colleague who has gives it: "
			             "`sluis "
			             "access add`"));
		return false;
	}
	s->slots.has_access = ret->has_access;
	s->slots.has_before = ret->before.data != NULL;
	s->slots.access = ret->access;
	s->slots.stanzas = ret->stanzas;
	return true;
}

static bool open_by(struct store *s, const struct secret *key, unsigned cache_kib, bool alone,
                    struct error *e)
{
	_cleanup_(string_freep) char *path = store_path(s, STORE_DATABASE);
	if (!path)
		return error_memory(e);
	bool open = alone ? database_open_alone(path, key, cache_kib, &s->db, e)
	                  : database_open(path, key, cache_kib, false, &s->db, e);
	if (open && schema_upgrade(s->db, schema_current(), path, key, e) && schema_temporary(s->db, e) &&
	    database_guard(s->db, e))
		return true;
	database_freep(&s->db);
	return false;
}

bool store_open_database_by(struct store *s, const struct secret *key, unsigned cache_kib, struct error *e)
{
	return open_by(s, key, cache_kib, false, e);
}

/* While one key replaces another, the database has the one or the other. */
static bool open_by_either(struct store *s, const struct store_key *k, unsigned cache_kib, bool alone,
                           struct error *e)
{
	s->slots.by_before = false;
	if (open_by(s, &k->raw, cache_kib, alone, e))
		return true;
	if (!k->before.data || e->code != ERR_STORE_KEY)
		return false;
	s->slots.by_before = true;
	return open_by(s, &k->before, cache_kib, alone, e);
}

bool store_open_database(struct store *s, const struct keyfile *key, unsigned cache_kib, bool alone,
                         bool unbound_ok, struct error *e)
{
	for (int again = 0; again < 2; again++) {
		_cleanup_(store_key_clear) struct store_key k = { 0 };
		if (!store_read_slots(s, key, &k, e))
			return false;
		/* Before the database is touched: it may be somebody else's. */
		if (!unbound_ok && !keyfile_check_bound(key, &key->root, k.store, e))
			return false;
		memcpy(s->id, k.store, sizeof s->id);
		if (open_by_either(s, &k, cache_kib, alone, e))
			return true;
		if (e->code != ERR_STORE_KEY) /* else another program may have given it another key since */
			return false;
	}
	return false;
}
