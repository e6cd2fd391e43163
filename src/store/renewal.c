/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/renewal.h"

#include "base/limits.h"
#include "io/file.h"
#include "store/access.h"
#include "store/access_slots.h"
#include "store/outbox.h"
#include "store/store_internal.h"
#include "trust/card.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define NEXT "keys.next"
#define NEXT_NOTE "keys.next.note"
#define OWED "keys.owed"
#define CHANGED "keys.changed."

static bool setting(struct store *s, const char *name, bool *ret_there, struct buffer *ret, struct error *e)
{
	struct error none;
	*ret_there = store_get(s, name, ret, &none);
	if (*ret_there || none.code == ERR_NOT_FOUND)
		return true;
	*e = none;
	return false;
}

static bool forget_setting(struct store *s, const char *name, struct error *e)
{
	_cleanup_(statement_clear) struct statement st = { 0 };
	if (!statement_start(&st, s->db, "DELETE FROM setting WHERE name = ?1", e))
		return false;
	bind_text(&st, 1, name);
	return statement_run(&st, e);
}

/* --- those that wait --- */

/* The pair of this log key; `signing_count` when it isn't here. */
static size_t pair_of(const struct store *s, const struct note_verifier *log_key)
{
	size_t i = 0;
	while (i < s->signing_count && !note_verifier_equal(&s->signing[i].log.public, log_key))
		i++;
	return i;
}

static bool next_card(struct store *s, bool *ret_there, struct buffer *note, struct card *ret,
                      struct error *e)
{
	if (!setting(s, NEXT, ret_there, note, e))
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

/* A key that no roster came to list was never used: nothing is encrypted to it. */
static bool forget_waiting_identity(struct store *s, struct error *e)
{
	static const char sql[] = "DELETE FROM unit_key WHERE number = (SELECT max(number) FROM unit_key)"
				  " AND EXISTS (SELECT 1 FROM setting WHERE name = '" NEXT "')";
	return database_run(s->db, sql, e);
}

static bool add_identity(struct store *s, const struct age_identity *identity, struct error *e)
{
	static const char sql[] = "INSERT INTO unit_key (number, identity, made)"
				  " VALUES ((SELECT max(number) + 1 FROM unit_key), ?1, ?2)";
	_cleanup_(statement_clear) struct statement st = { 0 };
	_cleanup_(secret_clear) struct secret text = { 0 };
	if (!secret_new(&text, AGE_IDENTITY_SIZE + 1, e) || !statement_start(&st, s->db, sql, e))
		return false;
	age_identity_format(identity, (char *)text.data);
	bind_utf8(&st, 1, bytes_of(text.data, AGE_IDENTITY_SIZE));
	bind_number(&st, 2, moment_now());
	bool done = statement_run(&st, e);
	statement_clear(&st);
	secret_close(&text);
	return done;
}

bool renewal_make(struct store *s, struct buffer *card, struct error *e)
{
	_cleanup_(age_identity_clear) struct age_identity identity = { 0 };
	_cleanup_(signing_keys_clear) struct signing_keys keys = { 0 };
	size_t other = 1 - s->in_use;
	if (!forget_waiting_identity(s, e) || !age_identity_generate(&identity, e) ||
	    !signing_keys_generate(s->unit, &keys, e) || !add_identity(s, &identity, e) ||
	    !card_make(s->unit, &identity.recipient, &keys.log, &keys.witness, card, e) ||
	    !store_set(s, NEXT, buffer_bytes(card), e))
		return false;
	signing_keys_clear(&s->signing[other]);
	s->signing[other] = keys;
	s->signing_count = SIGNING_PAIRS;
	keys = (struct signing_keys){ 0 };
	return true;
}

bool renewal_witness(struct store *s, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 }, both = { 0 };
	struct note n;
	if (!store_sign_log(s, &note, e) || !note_parse(buffer_bytes(&note), "checkpoint", &n, e))
		return false;
	buffer_append(&both, buffer_bytes(&note));
	return buffer_ok(&both, e) && note_sign(&both, n.text, &s->signing[1 - s->in_use].log, 0, e) &&
	       store_set(s, NEXT_NOTE, buffer_bytes(&both), e);
}

bool renewal_write_card(struct store *s, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer card = { 0 };
	_cleanup_(string_freep) char *path = store_path(s, "unit.card");
	if (!path)
		return error_memory(e);
	return store_get(s, NEXT, &card, e) && file_replace(path, buffer_bytes(&card), true, e);
}

bool renewal_write(struct store *s, const struct access_list *l, struct error *e)
{
	if (!outbox_hold(s, e)) /* who sweeps up after a crash leaves our files alone */
		return false;
	bool done =
		access_slots_write_signing(s, l, s->signing, s->signing_count, e) && renewal_write_card(s, e);
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
	_cleanup_(buffer_clear) struct buffer ignored = { 0 };
	return setting(s, OWED, &owed, &ignored, e) &&
	       (!owed || error_set(e, ERR_UNIT_KEYS_OWED, s->unit, "%s", ""));
}

/* --- taken up --- */

static bool keep_change(struct store *s, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct checkpoint c;
	struct note n;
	char name[40];
	if (!store_get(s, NEXT_NOTE, &note, e) || !note_parse(buffer_bytes(&note), NEXT_NOTE, &n, e) ||
	    !checkpoint_parse(n.text, &c, e))
		return false;
	snprintf(name, sizeof name, CHANGED "%" PRIu64, c.size);
	return store_set(s, name, buffer_bytes(&note), e);
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
	if (!next_card(s, &waits, &note, &card, e))
		return false;
	if (!waits || pair_of(s, &card.key) != s->in_use)
		return true; /* back to the pair before: nothing waited for that */
	return keep_change(s, e) && forget_setting(s, NEXT, e) && forget_setting(s, NEXT_NOTE, e) &&
	       forget_setting(s, OWED, e);
}

/* A crash may have left the card of before. One that isn't there any more was taken to the officers. */
static bool mend_card(struct store *s, struct bytes card, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer there = { 0 };
	_cleanup_(string_freep) char *path = store_path(s, "unit.card");
	if (!path)
		return error_memory(e);
	if (!file_exists(path))
		return true;
	return file_read(path, LIMIT_NOTE_SIZE, &there, e) &&
	       (bytes_equal(buffer_bytes(&there), card) || file_replace(path, card, true, e));
}

/* The pair in use alone, if that is all that is needed. */
static bool drop_replaced(struct store *s, const struct keyfile *key, struct error *e)
{
	_cleanup_(access_list_clear) struct access_list l = { 0 };
	_cleanup_(string_freep) char *signing = store_path(s, "signing.slots");
	_cleanup_(fd_closep) int lock = -1;
	bool waits;
	if (!signing)
		return error_memory(e);
	if (!access_lock(s, key, &lock, e))
		return e->code == ERR_BUSY;
	/* What another program did meanwhile counts. */
	if (!slots_read_signing(signing, s->unit, &key->identity, s->signing, &s->signing_count, e))
		return false;
	store_choose_keys(s);
	if (!renewal_waits(s, &waits, NULL, e) || !access_load(s, &l, e))
		return false;
	return s->signing_count < SIGNING_PAIRS || waits || !access_is_settled(s, &l) ||
	       access_slots_write_signing(s, &l, &s->signing[s->in_use], 1, e);
}

bool renewal_settle(struct store *s, const struct keyfile *key, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer card = { 0 };
	bool waits;
	if (s->signing_count < SIGNING_PAIRS)
		return true;
	if (!renewal_waits(s, &waits, &card, e))
		return false;
	return waits ? mend_card(s, buffer_bytes(&card), e) : drop_replaced(s, key, e);
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

/* --- decryption keys --- */

/* When a roster first listed another behind one that listed this. */
static void find_state(const struct store *s, struct unit_key_row *row)
{
	bool listed = false;
	row->state = UNIT_KEY_WAITS;
	for (size_t i = 0; i < s->rosters.count; i++) {
		const struct roster *r = s->rosters.versions[i];
		const struct roster_unit *u = roster_unit(r, s->unit);
		bool here = u && u->ready && age_recipient_equal(&u->recipient, &row->recipient);
		if (here) {
			row->state = UNIT_KEY_IN_USE;
			row->replaced = 0;
		} else if (listed) {
			row->state = UNIT_KEY_REPLACED;
			row->replaced = r->issued;
		}
		listed = here;
	}
}

static bool take_row(const struct store *s, struct statement *st, struct unit_key_row *ret, struct error *e)
{
	_cleanup_(age_identity_clear) struct age_identity identity = { 0 };
	*ret = (struct unit_key_row){ .number = column_count(st, 0), .made = column_number(st, 2) };
	if (!age_identity_parse(column_bytes(st, 1), &identity, e))
		return false;
	ret->recipient = identity.recipient;
	find_state(s, ret);
	return true;
}

bool unit_keys_each(struct store *s,
                    bool (*each)(void *context, const struct unit_key_row *row, struct error *e),
                    void *context, struct error *e)
{
	static const char sql[] = "SELECT number, identity, made FROM unit_key ORDER BY number";
	_cleanup_(statement_clear) struct statement st = { 0 };
	struct unit_key_row row;
	bool more;
	if (!statement_start(&st, s->db, sql, e) || !statement_row(&st, &more, e))
		return false;
	while (more)
		if (!take_row(s, &st, &row, e) || !each(context, &row, e) || !statement_row(&st, &more, e))
			return false;
	return true;
}

struct destroying {
	moment before;
	uint64_t numbers[64];
	size_t count;
};

static bool note_replaced(void *context, const struct unit_key_row *row, _unused_ struct error *e)
{
	struct destroying *d = context;
	if (row->state == UNIT_KEY_REPLACED && row->replaced < d->before && d->count < ELEMENTS(d->numbers))
		d->numbers[d->count++] = row->number;
	return true;
}

bool unit_keys_destroy(struct store *s, moment before, uint64_t *ret_count, struct error *e)
{
	struct destroying d = { .before = before };
	if (!unit_keys_each(s, note_replaced, &d, e))
		return false;
	for (size_t i = 0; i < d.count; i++) {
		_cleanup_(statement_clear) struct statement st = { 0 };
		if (!statement_start(&st, s->db, "DELETE FROM unit_key WHERE number = ?1", e))
			return false;
		bind_count(&st, 1, d.numbers[i]);
		if (!statement_run(&st, e))
			return false;
	}
	*ret_count = d.count;
	return true;
}
