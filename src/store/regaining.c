/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/regaining.h"

#include "io/file.h"
#include "store/access.h"
#include "store/renewal.h"
#include "store/store_internal.h"

#include <stdlib.h>
#include <string.h>

#define CACHE_KIB (16u << 10)
#define WAITING "signing.regained"

/* Slots are opened by an identity: a view of the recovery key, which is nobody's key file. */
static struct keyfile as_holder(const struct age_identity *recovery)
{
	return (struct keyfile){ .identity = *recovery };
}

/* None of the pairs that are here is in use: the one that is, is out of reach. */
static void use_none(struct store *s)
{
	s->in_use = s->signing_count;
}

/* The pair that waits for this person; somebody else's is none. */
static bool read_waiting(struct store *s, const struct keyfile *person, struct error *e)
{
	_cleanup_(string_freep) char *path = store_path(s, WAITING);
	if (!path)
		return error_memory(e);
	if (!file_exists(path))
		return true;
	if (!slots_read_signing(path, s->unit, &person->identity, s->signing, &s->signing_count, e) &&
	    e->code != ERR_NO_KEY)
		return false;
	if (s->signing_count > 1)
		return error_set(e, ERR_STORE_KEY, path, "%s",
		                 N_("one pair of keys waits here, and no more"));
	use_none(s);
	store_choose_keys(s);
	return true;
}

static bool load(struct store *s, const struct age_identity *recovery, const struct keyfile *person,
                 const struct sha256 *fingerprint, struct error *e)
{
	const struct keyfile holder = as_holder(recovery);
	use_none(s);
	return store_open_database(s, &holder, CACHE_KIB, true, true, e) &&
	       store_load_restored(s, fingerprint, e) && read_waiting(s, person, e);
}

bool regaining_open(const char *home, const struct age_identity *recovery, const struct keyfile *person,
                    const struct sha256 *fingerprint, int *ret_lock, struct store **ret, struct error *e)
{
	_cleanup_(fd_closep) int lock = -1;
	_cleanup_(store_freep) struct store *s = calloc(1, sizeof *s);
	if (!s)
		return error_memory(e);
	s->outbox_lock = -1;
	s->regaining = true;
	if (!(s->home = string_copy(home)))
		return error_memory(e);
	if (!store_check_home(home, e) || !access_take_turn(s, &lock, e))
		return false;
	if (!load(s, recovery, person, fingerprint, e)) {
		if (e->code == ERR_NO_KEY)
			error_set(e, ERR_NO_KEY, home, "%s",
			          N_("the recovery key has no access to this store, and nobody else can give "
			             "it"));
		return false;
	}
	*ret = s;
	s = NULL;
	*ret_lock = lock;
	lock = -1;
	return true;
}

static bool make(struct store *s, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer card = { 0 };
	if (!store_begin(s, e))
		return false;
	if (renewal_make(s, &card, e) && store_commit(s, e))
		return true;
	store_rollback(s);
	return false;
}

bool regaining_make(struct store *s, const struct keyfile *person, struct error *e)
{
	_cleanup_(string_freep) char *path = store_path(s, WAITING);
	bool waits;
	if (!path)
		return error_memory(e);
	if (!renewal_waits(s, &waits, NULL, e))
		return false;
	if (!waits && (!make(s, e) || !slots_write_signing(path, &s->signing[s->signing_count - 1], 1,
	                                                   &person->identity.recipient, 1, true, e)))
		return false;
	return renewal_write_card(s, e);
}

/* The log's key that the chain listed before the one in use. */
static const struct note_verifier *key_before(const struct store *s)
{
	const struct note_verifier *now = &store_log_key(s)->public;
	for (size_t i = s->rosters.count; i-- > 0;) {
		const struct roster_unit *u = roster_unit(s->rosters.versions[i], s->unit);
		if (u && u->ready && !note_verifier_equal(&u->log, now))
			return &u->log;
	}
	return NULL;
}

bool regaining_is_taken_in(const struct store *s)
{
	return s->in_use < s->signing_count;
}

bool regaining_check_listed(const struct store *s, struct error *e)
{
	if (!regaining_is_taken_in(s))
		return error_set(
			e, ERR_REGAINING, s->unit, "%s",
			N_("no roster here lists the unit's new keys, those of the card that was made "
		           "for you"));
	const struct roster *newest = roster_chain_newest(&s->rosters);
	const struct note_verifier *before = key_before(s);
	uint64_t size = s->log_committed;
	struct error none;
	if (before && roster_log_key_stands(newest, before, UINT64_MAX, &none))
		return error_set(
			e, ERR_REGAINING, s->unit,
			N_("the roster doesn't revoke the log's old key: `sluis-officer roster revoke "
		           "… --valid-to-size %llu`"),
			(unsigned long long)size);
	if (before && !roster_log_key_stands(newest, before, size, &none))
		return error_set(
			e, ERR_REGAINING, s->unit,
			N_("the roster lets the log's old key count for fewer entries than there are: "
		           "`--valid-to-size %llu`"),
			(unsigned long long)size);
	return true;
}

bool regaining_give(struct store *s, const struct access_list *l, const struct age_identity *recovery,
                    struct error *e)
{
	const struct keyfile holder = as_holder(recovery);
	_cleanup_(string_freep) char *path = store_path(s, WAITING);
	if (!path)
		return error_memory(e);
	return (access_is_settled(s, l) || access_rekey(s, l, &holder, e)) &&
	       (!file_exists(path) || file_remove(path, e));
}
