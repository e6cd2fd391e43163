/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/renewal.h"

#include "base/limits.h"
#include "io/file.h"
#include "store/access.h"
#include "store/access_slots.h"
#include "store/decryption_keys.h"
#include "store/outbox.h"
#include "store/store_internal.h"
#include "trust/card.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define NEXT "keys.next"
#define MADE "keys.made."
#define OWED "keys.owed"
#define CHANGED "keys.changed."
#define NAME_SIZE 40u

/* --- those that wait --- */

/* The pair of this log key; `signing_count` when it isn't here. */
static size_t pair_of(const struct store *s, const struct note_verifier *log_key)
{
	size_t i = 0;
	while (i < s->signing_count && !note_verifier_equal(&s->signing[i].log.public, log_key))
		i++;
	return i;
}

static const char *made_name(const struct signing_keys *k, char out[NAME_SIZE])
{
	char hex[2 * sizeof k->log.public.id + 1];
	hex_encode(bytes_of(k->log.public.id, sizeof k->log.public.id), hex);
	snprintf(out, NAME_SIZE, MADE "%s", hex);
	return out;
}

static bool next_card(struct store *s, bool *ret_there, struct buffer *note, struct card *ret,
                      struct error *e)
{
	if (!store_find(s, NEXT, ret_there, note, e))
		return false;
	return !*ret_there || card_parse(buffer_bytes(note), NEXT, ret, e);
}

bool renewal_waits(struct store *s, bool *ret, struct buffer *ret_card, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct card card;
	if (!next_card(s, ret, &note, &card, e))
		return false;
	*ret = *ret && pair_of(s, &card.key) < s->signing_count;
	if (!*ret || !ret_card)
		return true;
	buffer_append(ret_card, buffer_bytes(&note));
	return buffer_ok(ret_card, e);
}

/* Behind those that are here; where there is no room, the oldest that isn't in use goes. */
static void add_pair(struct store *s, struct signing_keys *keys)
{
	if (s->signing_count == SIGNING_PAIRS) {
		size_t oldest = s->in_use == 0 ? 1 : 0;
		signing_keys_clear(&s->signing[oldest]);
		for (size_t i = oldest; i + 1 < SIGNING_PAIRS; i++)
			s->signing[i] = s->signing[i + 1];
		s->in_use -= s->in_use > oldest;
		s->signing_count--;
	}
	s->signing[s->signing_count++] = *keys;
	*keys = (struct signing_keys){ 0 };
}

/* Keys of which a crash cost those that sign were never seen: nothing is encrypted to the one that is left.
 * But while a store is regained the pair that isn't here may be listed all the same. */
static bool forget_lost(struct store *s, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct card card;
	bool there;
	_cleanup_(string_freep) char *waiting = store_path(s, REGAINING_WAITING);
	if (!waiting)
		return error_memory(e);
	if (s->regaining || file_exists(waiting))
		return true;
	if (!next_card(s, &there, &note, &card, e))
		return false;
	return !there || pair_of(s, &card.key) < s->signing_count || decryption_keys_drop_newest(s, e);
}

bool renewal_make(struct store *s, struct buffer *card, struct error *e)
{
	_cleanup_(age_identity_clear) struct age_identity identity = { 0 };
	_cleanup_(signing_keys_clear) struct signing_keys keys = { 0 };
	if (!forget_lost(s, e) || !age_identity_generate(&identity, e) ||
	    !signing_keys_generate(s->unit, &keys, e) || !decryption_keys_add(s->db, &identity, e) ||
	    !card_make(s->unit, &identity.recipient, &keys.log, &keys.witness, card, e) ||
	    !store_set(s, NEXT, buffer_bytes(card), e))
		return false;
	add_pair(s, &keys);
	return true;
}

bool renewal_witness(struct store *s, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 }, both = { 0 };
	const struct signing_keys *made = &s->signing[s->signing_count - 1];
	char name[NAME_SIZE];
	struct note n;
	if (!store_sign_log(s, &note, e) || !note_parse(buffer_bytes(&note), "checkpoint", &n, e))
		return false;
	buffer_append(&both, buffer_bytes(&note));
	return buffer_ok(&both, e) && note_sign(&both, n.text, &made->log, 0, e) &&
	       store_set(s, made_name(made, name), buffer_bytes(&both), e);
}

static bool write_card(struct store *s, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer card = { 0 };
	_cleanup_(string_freep) char *path = store_path(s, "unit.card");
	if (!path)
		return error_memory(e);
	return store_get(s, NEXT, &card, e) && file_replace(path, buffer_bytes(&card), true, e);
}

/* Who sweeps up after a crash leaves our files alone meanwhile. */
bool renewal_write_card(struct store *s, struct error *e)
{
	if (!outbox_hold(s, e))
		return false;
	bool done = write_card(s, e);
	outbox_release(s);
	return done;
}

bool renewal_write(struct store *s, const struct access_list *l, struct error *e)
{
	if (!outbox_hold(s, e))
		return false;
	bool done = access_slots_write_signing(s, l, s->signing, s->signing_count, e) && write_card(s, e);
	outbox_release(s);
	return done;
}

/* --- packing waits --- */

bool renewal_owe(struct store *s, struct error *e)
{
	return store_set(s, OWED, BYTES("1"), e);
}

bool renewal_check_owed(struct store *s, struct error *e)
{
	bool owed;
	return store_find(s, OWED, &owed, NULL, e) &&
	       (!owed || error_set(e, ERR_UNIT_KEYS_OWED, s->unit, "%s", ""));
}

/* --- taken up --- */

/* The tree that the key before signed with it; its size is in its name from now on. */
static bool keep_change(struct store *s, const struct signing_keys *taken, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	char made[NAME_SIZE], name[NAME_SIZE];
	struct checkpoint c;
	struct note n;
	bool there;
	if (!store_find(s, made_name(taken, made), &there, &note, e))
		return false;
	if (!there)
		return true; /* back to one of before */
	if (!note_parse(buffer_bytes(&note), made, &n, e) || !checkpoint_parse(n.text, &c, e))
		return false;
	snprintf(name, sizeof name, CHANGED "%" PRIu64, c.size);
	return store_set(s, name, buffer_bytes(&note), e) && store_unset(s, made, e);
}

bool renewal_take_up(struct store *s, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct card card;
	bool waits;
	size_t was = s->in_use;
	store_choose_keys(s);
	if (s->in_use == was)
		return true;
	if (!keep_change(s, &s->signing[s->in_use], e) || !decryption_keys_taken_up(s, e) ||
	    !next_card(s, &waits, &note, &card, e))
		return false;
	/* Where newer ones were made since, those still wait, and what is owed is owed. */
	if (!waits || pair_of(s, &card.key) != s->in_use)
		return true;
	return store_unset(s, NEXT, e) && store_unset(s, OWED, e);
}

/* Which pairs may still be needed: those in use, and those whose card may be listed. */
static bool find_needed(struct store *s, bool needed[SIGNING_PAIRS], size_t *ret_count, struct error *e)
{
	char name[NAME_SIZE];
	*ret_count = 0;
	for (size_t i = 0; i < s->signing_count; i++) {
		if (!store_find(s, made_name(&s->signing[i], name), &needed[i], NULL, e))
			return false;
		needed[i] = needed[i] || i == s->in_use;
		*ret_count += needed[i];
	}
	return true;
}

/* Does HOME/unit.card stand there, and isn't that of the keys that wait: left by a crash? */
static bool card_is_old(struct store *s, bool *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer there = { 0 }, card = { 0 };
	_cleanup_(string_freep) char *path = store_path(s, "unit.card");
	bool waits;
	*ret = false;
	if (!path)
		return error_memory(e);
	if (!file_exists(path))
		return true;
	if (!renewal_waits(s, &waits, &card, e) || (waits && !file_read(path, LIMIT_NOTE_SIZE, &there, e)))
		return false;
	*ret = waits && !bytes_equal(buffer_bytes(&there), buffer_bytes(&card));
	return true;
}

/* Nothing is dropped unless what stays is what the newest roster lists. */
static bool is_listed(const struct store *s)
{
	const struct roster_unit *u = store_listed(s);
	return u && note_verifier_equal(&u->log, &s->signing[s->in_use].log.public);
}

static bool settle(struct store *s, const struct access_list *l, bool write, bool *ret_due, struct error *e)
{
	struct signing_keys keep[SIGNING_PAIRS]; /* views */
	bool needed[SIGNING_PAIRS], old_card;
	size_t count, n = 0;
	if (!find_needed(s, needed, &count, e) || !card_is_old(s, &old_card, e))
		return false;
	bool drop = count < s->signing_count && is_listed(s);
	*ret_due = drop || old_card;
	for (size_t i = 0; i < s->signing_count; i++)
		if (needed[i])
			keep[n++] = s->signing[i];
	return !write ||
	       ((!drop || access_slots_write_signing(s, l, keep, n, e)) && (!old_card || write_card(s, e)));
}

/* Inside a transaction, so that the rosters are those of now. */
static bool settle_alone(struct store *s, struct error *e)
{
	_cleanup_(access_list_clear) struct access_list l = { 0 };
	bool due;
	if (!store_begin(s, e))
		return false;
	bool done = access_load(s, &l, e) && outbox_hold(s, e);
	if (done && access_is_settled(s, &l))
		done = settle(s, &l, true, &due, e);
	store_rollback(s);
	outbox_release(s);
	return done;
}

bool renewal_settle(struct store *s, const struct keyfile *key, struct error *e)
{
	_cleanup_(fd_closep) int lock = -1;
	bool due;
	if (s->signing_count < 2)
		return true;
	if (!settle(s, NULL, false, &due, e))
		return false;
	if (!due)
		return true;
	if (!access_lock(s, key, &lock, e))
		return e->code == ERR_BUSY;
	return settle_alone(s, e);
}

bool renewal_each_change(struct store *s,
                         bool (*each)(void *context, uint64_t size, struct bytes note, struct error *e),
                         void *context, struct error *e)
{
	static const char sql[] = "SELECT value, name FROM setting WHERE name > '" CHANGED
				  "' AND name < '" CHANGED "~' ORDER BY length(name), name";
	_cleanup_(statement_clear) struct statement st = { 0 };
	bool more;
	if (!statement_start(&st, s->db, sql, e) || !statement_row(&st, &more, e))
		return false;
	while (more) {
		uint64_t size = 0;
		if (!number_parse(bytes_of_string(column_text(&st, 1) + strlen(CHANGED)), INT64_MAX, &size))
			return error_set(e, ERR_STORE, s->home, "%s", column_text(&st, 1));
		if (!each(context, size, column_bytes(&st, 0), e) || !statement_row(&st, &more, e))
			return false;
	}
	return true;
}
