/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/access.h"

#include "io/file.h"
#include "store/access_slots.h"
#include "store/outbox.h"
#include "store/store_internal.h"

#define LOCK_WAIT_MS 10000u

bool access_take_turn(struct store *s, int *ret_lock, struct error *e)
{
	_cleanup_(string_freep) char *lock = store_path(s, "access.lock");
	return lock ? file_lock(lock, LOCK_WAIT_MS, ret_lock, e) : error_memory(e);
}

bool access_lock(struct store *s, const struct keyfile *key, int *ret_lock, struct error *e)
{
	_cleanup_(fd_closep) int held = -1;
	_cleanup_(store_key_clear) struct store_key k = { 0 };
	if (!access_take_turn(s, &held, e) || !store_read_slots(s, key, &k, e) ||
	    !store_read_signing(s, key, e))
		return false;
	*ret_lock = held;
	held = -1;
	return true;
}

bool access_load(struct store *s, struct access_list *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	return store_get(s, "access", &note, e) &&
	       access_list_read(buffer_bytes(&note), &s->rosters, s->unit, s->id, ret, e);
}

bool access_is_settled(const struct store *s, const struct access_list *l)
{
	const struct slots_seen *seen = &s->slots;
	/* Made before slots named their list, and not changed since. */
	if (!seen->has_access)
		return !seen->has_before && !access_list_changed(l);
	return !seen->has_before && sha256_equal(&seen->access, &l->hash) &&
	       seen->stanzas == l->person_count + l->has_recovery;
}

bool access_keep(struct store *s, struct access_list *l, const struct keyfile *by,
                 const struct keyfile *second, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	string_freep(&l->second);
	if (second && !(l->second = string_copy(second->name)))
		return error_memory(e);
	return access_list_sign(l, &by->signer, &note, e) &&
	       (!second || access_list_sign(l, &second->signer, &note, e)) &&
	       store_set(s, "access", buffer_bytes(&note), e);
}

bool access_seal(struct store *s, const struct access_list *l, const struct keyfile *key, struct error *e)
{
	_cleanup_(store_key_clear) struct store_key k = { 0 };
	/* Else somebody who sweeps up after a crash takes our files on their way for a crash's. */
	if (!outbox_hold(s, e))
		return false;
	bool done = store_read_slots(s, key, &k, e) &&
	            access_slots_write_signing(s, l, s->signing, s->signing_count, e) &&
	            access_slots_write(s, l, &k, e);
	outbox_release(s);
	return done;
}
