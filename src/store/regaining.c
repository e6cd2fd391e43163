/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/regaining.h"

#include "io/file.h"
#include "store/access.h"
#include "store/renewal.h"
#include "store/store_internal.h"
#include "trust/card.h"

#include <stdlib.h>
#include <string.h>

#define CACHE_KIB (16u << 10)
#define MADE_BY "keys.regained" /* the setting */

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
	_cleanup_(string_freep) char *path = store_path(s, REGAINING_WAITING);
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
	if (!log_size(s->log))
		return error_set(e, ERR_REGAINING, home, "%s",
		                 N_("its log is empty: nothing was ever done here"));
	*ret = s;
	s = NULL;
	*ret_lock = lock;
	lock = -1;
	return true;
}

/* --- who made them --- */

/* Whoever had access could have put keys here that he knows: an age file doesn't tell who wrote it. So the
 * person for whom they were made says which they are. */
static bool describe_keys(const struct note_verifier *log, const struct age_recipient *recipient,
                          struct buffer *ret, struct error *e)
{
	char key[NOTE_VERIFIER_TEXT_MAX + 1], to[AGE_RECIPIENT_SIZE + 1];
	note_verifier_format(log, key);
	age_recipient_format(recipient, to);
	buffer_printf(ret, "sluis.regained/v1\nlog: %s\nrecipient: %s\n", key, to);
	return buffer_ok(ret, e);
}

static bool keep_description(struct store *s, const struct keyfile *person, const struct card *card,
                             struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 }, note = { 0 };
	return describe_keys(&card->key, &card->recipient, &text, e) &&
	       note_sign(&note, buffer_bytes(&text), &person->signer, 0, e) &&
	       store_set(s, MADE_BY, buffer_bytes(&note), e);
}

static bool check_made_by(struct store *s, const struct keyfile *person, const struct note_verifier *log,
                          const struct age_recipient *recipient, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 }, raw = { 0 };
	struct note note;
	struct error why;
	bool there;
	if (!describe_keys(log, recipient, &text, e) || !store_find(s, MADE_BY, &there, &raw, e))
		return false;
	return (there && note_parse(buffer_bytes(&raw), MADE_BY, &note, &why) &&
	        bytes_equal(note.text, buffer_bytes(&text)) &&
	        note_verify_one(&note, &person->signer.public, &why)) ||
	       error_set(e, ERR_REGAINING, s->unit, "%s",
	                 N_("the keys that wait here aren't those that were made for you: tell your privacy "
	                    "officer"));
}

/* --- making them --- */

static bool make(struct store *s, const struct keyfile *person, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct card card;
	if (!store_begin(s, e))
		return false;
	if (renewal_make(s, &note, e) && card_parse(buffer_bytes(&note), REGAINING_WAITING, &card, e) &&
	    keep_description(s, person, &card, e) && store_commit(s, e))
		return true;
	store_rollback(s);
	return false;
}

/* The pair in the file is that of the card that waits. */
static bool check_waiting(struct store *s, const struct keyfile *person, const struct buffer *note,
                          struct error *e)
{
	struct card card;
	return card_parse(buffer_bytes(note), REGAINING_WAITING, &card, e) &&
	       check_made_by(s, person, &card.key, &card.recipient, e);
}

bool regaining_make(struct store *s, const struct keyfile *person, struct error *e)
{
	_cleanup_(string_freep) char *path = store_path(s, REGAINING_WAITING);
	_cleanup_(buffer_clear) struct buffer card = { 0 };
	bool waits;
	if (!path)
		return error_memory(e);
	if (!renewal_waits(s, &waits, &card, e) || (waits && !check_waiting(s, person, &card, e)))
		return false;
	if (!waits && file_exists(path))
		return error_set(
			e, ERR_REGAINING, path, "%s",
			N_("keys wait here for somebody else, or are being taken up; remove this file "
		           "only if nobody is to go on with them"));
	if (!waits && (!make(s, person, e) || !slots_write_signing(path, &s->signing[s->signing_count - 1], 1,
	                                                           &person->identity.recipient, 1, false, e)))
		return false;
	return renewal_write_card(s, e);
}

/* A key that the log had, as far as this store knew, or one that a roster listed since, and that isn't the
 * new one: no auditor takes the new one while it stands. NULL: each was put an end to. */
static const struct note_verifier *still_stands(const struct store *s, uint64_t known)
{
	const struct roster *newest = roster_chain_newest(&s->rosters);
	const struct note_verifier *now = &store_log_key(s)->public, *last = NULL;
	struct error revoked;
	for (size_t i = 0; i < s->rosters.count; i++) {
		const struct roster_unit *u = roster_unit(s->rosters.versions[i], s->unit);
		if (!u || !u->ready || note_verifier_equal(&u->log, now))
			continue;
		last = &u->log;
		bool counts = i + 1 >= roster_chain_up_to(&s->rosters, known);
		if (counts && roster_log_key_stands(newest, last, UINT64_MAX, &revoked))
			return last;
	}
	return last && roster_log_key_stands(newest, last, UINT64_MAX, &revoked) ? last : NULL;
}

bool regaining_is_taken_in(const struct store *s)
{
	return s->in_use < s->signing_count;
}

bool regaining_check_listed(struct store *s, const struct keyfile *person, uint64_t known, struct error *e)
{
	const struct roster_unit *u = roster_unit(roster_chain_newest(&s->rosters), s->unit);
	if (!regaining_is_taken_in(s) || !u || !u->ready ||
	    !note_verifier_equal(&u->log, &store_log_key(s)->public))
		return error_set(
			e, ERR_REGAINING, s->unit, "%s",
			N_("no roster here lists the unit's new keys, those of the card that was made "
		           "for you"));
	const struct note_verifier *old = still_stands(s, known);
	char key[NOTE_VERIFIER_TEXT_MAX + 1];
	if (!old)
		return check_made_by(s, person, &u->log, &u->recipient, e);
	note_verifier_format(old, key);
	return error_set(
		e, ERR_REGAINING, s->unit,
		N_("the roster doesn't revoke an old key of the log: `sluis-officer roster revoke %s "
	           "--reason lost --valid-to-size %llu`"),
		key, (unsigned long long)s->log_committed);
}

bool regaining_give(struct store *s, const struct access_list *l, const struct age_identity *recovery,
                    bool again, struct error *e)
{
	const struct keyfile holder = as_holder(recovery);
	_cleanup_(string_freep) char *path = store_path(s, REGAINING_WAITING);
	if (!path)
		return error_memory(e);
	return ((again && access_is_settled(s, l)) || access_rekey(s, l, &holder, e)) &&
	       (!file_exists(path) || file_remove(path, e));
}
