/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/store.h"

#include "base/limits.h"
#include "store/anchor.h"
#include "store/decryption_keys.h"
#include "store/exchanges.h"
#include "store/journal.h"
#include "store/outbox.h"
#include "store/schema.h"
#include "store/search.h"
#include "store/slots.h"
#include "store/store_internal.h"
#include "store/witnesses.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *store_home(const struct store *s)
{
	return s->home;
}

const char *store_unit(const struct store *s)
{
	return s->unit;
}

const uint8_t *store_id(const struct store *s)
{
	return s->id;
}

const struct roster_chain *store_rosters(const struct store *s)
{
	return &s->rosters;
}

const struct age_identity *store_identities(const struct store *s, size_t *ret_count)
{
	*ret_count = s->identity_count;
	return s->identities;
}

const struct note_signer *store_log_key(const struct store *s)
{
	return &s->signing[s->in_use].log;
}

const struct note_signer *store_witness_key(const struct store *s)
{
	return &s->signing[s->in_use].witness;
}

struct unit_keys store_log_keys(const struct store *s)
{
	struct unit_keys keys = unit_log_keys(&s->rosters, s->unit);
	keys.own = &store_log_key(s)->public;
	return keys;
}

struct unit_keys store_witness_keys(const struct store *s)
{
	struct unit_keys keys = unit_witness_keys(&s->rosters, s->unit);
	keys.own = &store_witness_key(s)->public;
	return keys;
}

struct log *store_log(struct store *s)
{
	return s->log;
}

static const struct roster_unit *our_unit(const struct store *s)
{
	const struct roster *newest = roster_chain_newest(&s->rosters);
	return newest ? roster_unit(newest, s->unit) : NULL;
}

bool store_is_ready(const struct store *s)
{
	const struct roster_unit *u = our_unit(s);
	return u && u->ready;
}

bool store_anchor_is_current(const struct store *s)
{
	return !s->anchor_behind;
}

bool store_check_whole(struct store *s, struct error *e)
{
	bool whole;
	return database_is_whole(s->db, &whole, e) &&
	       (whole || error_set(e, ERR_STORE_KEY, s->home, "a page is not as it was written"));
}

/* --- rosters and keys --- */

/* Those that the chain in memory doesn't hold yet; each is verified against the one before. */
static bool load_rosters(struct store *s, struct error *e)
{
	static const char sql[] = "SELECT note FROM roster WHERE version > ?1 ORDER BY version";
	_cleanup_(statement_clear) struct statement st = { 0 };
	const struct roster *known = roster_chain_newest(&s->rosters);
	bool more;
	if (!statement_start(&st, s->db, sql, e))
		return false;
	bind_count(&st, 1, known ? known->version : 0);
	for (;;) {
		_cleanup_(roster_freep) struct roster *r = NULL;
		if (!statement_row(&st, &more, e))
			return false;
		if (!more)
			break;
		if (!roster_parse(column_bytes(&st, 0), "roster", &r, e) ||
		    !roster_chain_append(&s->rosters, &r, e))
			return false;
	}
	s->rosters_committed = s->rosters.count;
	const struct roster *newest = roster_chain_newest(&s->rosters);
	if (!newest)
		return error_set(e, ERR_NO_ROSTER, s->home, "%s", "");
	store_choose_keys(s);
	return store_check_unit_keys(s, newest, e);
}

/* --- the log --- */

static bool load_log(struct store *s, struct error *e)
{
	const struct unit_keys keys = store_log_keys(s);
	s->storage = journal_storage(s);
	if (!log_open(&s->storage, &keys, &s->log, e) || !journal_checkpoint(s, &s->checkpoint, e))
		return false;
	s->log_committed = log_size(s->log);
	return true;
}

/* As it stands in the database. It may have grown since, never changed below. */
static bool reload_log(struct store *s, uint64_t size, const struct sha256 *root, struct error *e)
{
	struct sha256 now;
	if (!journal_checkpoint(s, &s->checkpoint, e) || !log_reload(s->log, e))
		return false;
	s->log_stale = false;
	s->log_committed = log_size(s->log);
	if (size == 0)
		return true;
	if (size > s->log_committed)
		return error_set(e, ERR_STORE_ROLLBACK, s->home,
		                 "the log went from %llu entries to %llu while the store was open",
		                 (unsigned long long)size, (unsigned long long)s->log_committed);
	if (!log_root_at(s->log, size, &now, e))
		return false;
	return sha256_equal(&now, root) ||
	       error_set(e, ERR_STORE_ROLLBACK, s->home,
	                 "the log changed below entry %llu while the store was open",
	                 (unsigned long long)size);
}

static bool refresh(struct store *s, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	/* First: the log may be signed by a key that a new roster lists. */
	if (!load_rosters(s, e) || !journal_checkpoint(s, &note, e))
		return false;
	if (s->log_stale || !bytes_equal(buffer_bytes(&note), buffer_bytes(&s->checkpoint))) {
		struct sha256 root = { 0 };
		uint64_t size = s->log_stale ? 0 : log_size(s->log);
		log_root(s->log, &root);
		if (!reload_log(s, size, &root, e)) {
			s->log_stale = true;
			return false;
		}
	}
	return true;
}

/* The setting: the hash of the anchor that lay beside the store when its officers gave up what that had seen.
 * It may lie there still, after a crash. */
#define ANCHOR_GIVEN_UP "anchor.given-up"

/* The anchor, or a witness in it, has seen a tree that this log doesn't go on from. That is a rollback,
 * unless this is the anchor that was given up, or two officers are about to be asked. Not by the tree's size:
 * the log that goes on has trees of those sizes, too, and an older copy of that one is none that may be here.
 */
static bool is_given_up(struct store *s, uint64_t size, bool *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer hash = { 0 };
	if (s->behind) {
		s->seen_beyond = size > s->seen_beyond ? size : s->seen_beyond;
		*ret = true;
	} else {
		bool there;
		if (!store_find(s, ANCHOR_GIVEN_UP, &there, &hash, e))
			return false;
		*ret = there && bytes_equal(buffer_bytes(&hash),
		                            bytes_of(s->anchor_seen.bytes, sizeof s->anchor_seen.bytes));
	}
	s->anchor_given_up = s->anchor_given_up || *ret;
	return true;
}

/* True when the log isn't that one, and that is no fault. */
static bool went_back(struct store *s, const struct checkpoint *seen, bool *ret, bool *ret_given_up,
                      struct error *e)
{
	struct sha256 root;
	*ret = seen->size > log_size(s->log);
	if (!*ret && !log_root_at(s->log, seen->size, &root, e))
		return false;
	*ret = *ret || !sha256_equal(&root, &seen->root);
	*ret_given_up = false;
	return !*ret || is_given_up(s, seen->size, ret_given_up, e);
}

/* The anchor is read before the log: whatever another program commits in between
 * leaves the database ahead of it. */
static bool check_anchor(struct store *s, bool there, const struct checkpoint *anchor, struct error *e)
{
	bool back, given_up;
	uint64_t size = log_size(s->log);
	if (!there && size == 0)
		return true;
	if (!there)
		return error_set(e, ERR_STORE_ANCHOR, s->home,
		                 "the anchor is missing, the log holds %llu entries",
		                 (unsigned long long)size);
	if (!went_back(s, anchor, &back, &given_up, e))
		return false;
	if (!back || given_up)
		return true;
	return size < anchor->size
	               ? error_set(e, ERR_STORE_ROLLBACK, s->home,
	                           "the log holds %llu entries, the anchor has seen %llu",
	                           (unsigned long long)size, (unsigned long long)anchor->size)
	               : error_set(e, ERR_STORE_ROLLBACK, s->home,
	                           "the log isn't the one whose first %llu entries the anchor has seen",
	                           (unsigned long long)anchor->size);
}

/* What witnesses saw of this log must be in it, too. */
static bool check_anchor_witnesses(struct store *s, struct bytes text, struct error *e)
{
	const struct unit_keys keys = store_log_keys(s);
	struct cursor lines = cursor_of(text);
	struct bytes note;
	while (checkpoint_next(&lines, &note)) {
		struct checkpoint c;
		bool back, given_up;
		if (!checkpoint_open(note, "anchor", &keys, &c, e) || !went_back(s, &c, &back, &given_up, e))
			return false;
		if (back && !given_up)
			return error_set(
				e, ERR_STORE_ROLLBACK, s->home,
				"the log doesn't go on from the %llu entries that a witness has seen",
				(unsigned long long)c.size);
	}
	return true;
}

static bool add_witnessed(void *context, const struct cosigned_row *row, struct error *e)
{
	struct buffer *text = context;
	(void)e;
	if (row->largest)
		checkpoint_append(text, row->note);
	return true;
}

bool store_anchor_text(struct store *s, struct bytes newest, struct buffer *ret, struct error *e)
{
	checkpoint_append(ret, newest);
	return witnesses_each_cosigned(s, add_witnessed, ret, e) && buffer_ok(ret, e);
}

static bool anchor_begin(struct store *s, struct bytes newest, struct file_write *ret, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	return store_anchor_text(s, newest, &text, e) && anchor_prepare(s->home, buffer_bytes(&text), ret, e);
}

/* Crashed between commit and anchor: the database is ahead. */
static bool advance_anchor(struct store *s, struct error *e)
{
	const struct unit_keys keys = store_log_keys(s);
	_cleanup_(file_write_clear) struct file_write w = { .fd = -1 };
	bool done = outbox_hold(s, e) && anchor_begin(s, buffer_bytes(&s->checkpoint), &w, e) &&
	            anchor_publish(s->home, &keys, s->log_committed, s->anchor_given_up, &w, e);
	file_write_clear(&w);
	outbox_release(s);
	return done;
}

/* Another program may take in a roster with other keys while this one opens: then its anchor is by those. */
static bool read_anchor(struct store *s, bool *ret_there, struct checkpoint *ret, struct buffer *text,
                        struct error *e)
{
	for (int again = 0;; again++) {
		const struct unit_keys keys = store_log_keys(s);
		if (anchor_read_all(s->home, &keys, ret_there, ret, text, e))
			return true;
		if (again || e->code != ERR_STORE_ANCHOR)
			return false;
		struct error why = *e;
		if (!load_rosters(s, e))
			return false;
		*e = why;
	}
}

static bool open_log(struct store *s, struct error *e)
{
	struct checkpoint anchor = { 0 };
	_cleanup_(buffer_clear) struct buffer text = { 0 };
	bool there;
	if (!read_anchor(s, &there, &anchor, &text, e) || !database_begin_reading(s->db, e))
		return false;
	sha256_of(buffer_bytes(&text), &s->anchor_seen);
	bool done = load_rosters(s, e) && load_log(s, e) && check_anchor(s, there, &anchor, e) &&
	            check_anchor_witnesses(s, buffer_bytes(&text), e);
	database_rollback(s->db);
	if (!done || s->behind || (s->log_committed == anchor.size && !s->anchor_given_up))
		return done;
	if (!advance_anchor(s, e))
		return false;
	s->anchor_given_up = false;
	return true;
}

/* --- known to have gone back --- */

#define CONDEMNED "rolled.back" /* the setting */

bool store_condemn(struct store *s, struct bytes note, struct error *e)
{
	return store_set(s, CONDEMNED, note, e);
}

static bool check_not_condemned(struct store *s, struct error *e)
{
	bool condemned;
	return store_find(s, CONDEMNED, &condemned, NULL, e) &&
	       (!condemned || s->behind ||
	        error_set(e, ERR_STORE_ROLLBACK, s->home,
	                  "another has seen more of its log, or another one"));
}

/* What that other showed. */
static bool note_condemned(struct store *s, struct error *e)
{
	const struct unit_keys keys = store_log_keys(s);
	_cleanup_(buffer_clear) struct buffer note = { 0 };
	struct checkpoint c;
	if (!store_find(s, CONDEMNED, &s->condemned, &note, e))
		return false;
	/* It may be of a peer's log, whose cosignature this store doesn't remember. */
	if (s->condemned && checkpoint_open(buffer_bytes(&note), CONDEMNED, &keys, &c, e) &&
	    c.size > s->seen_beyond)
		s->seen_beyond = c.size;
	return true;
}

bool store_behind(const struct store *s, uint64_t *ret_seen)
{
	*ret_seen = s->seen_beyond;
	return s->condemned || s->seen_beyond;
}

bool store_is_condemned(const struct store *s)
{
	return s->condemned;
}

bool store_absolve(struct store *s, struct error *e)
{
	const struct bytes seen = bytes_of(s->anchor_seen.bytes, sizeof s->anchor_seen.bytes);
	s->behind = s->condemned = false;
	return (!s->anchor_given_up || store_set(s, ANCHOR_GIVEN_UP, seen, e)) &&
	       store_unset(s, CONDEMNED, e);
}

/* --- opening --- */

static unsigned cache_kib(enum store_use use)
{
	switch (use) {
	case STORE_READ:
		return 2u << 10;
	case STORE_WORK:
	case STORE_BEHIND:
		return 16u << 10;
	case STORE_BULK:
		return 64u << 10;
	}
	return 2u << 10;
}

/* Which store and whose: what the database says of itself. */
static bool load_identity(struct store *s, const struct keyfile *key, bool unbound_ok, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer id = { 0 };
	_cleanup_(buffer_clear) struct buffer unit = { 0 };
	_cleanup_(buffer_clear) struct buffer fingerprint = { 0 };
	if (!store_get(s, "store.id", &id, e) || !store_get(s, "unit", &unit, e) ||
	    !store_get(s, "fingerprint", &fingerprint, e))
		return false;
	if (!bytes_equal(buffer_bytes(&id), bytes_of(s->id, sizeof s->id)) || fingerprint.size != SHA256_SIZE)
		return error_set(e, ERR_STORE_KEY, s->home, "the slots belong to another store");
	if (!(s->unit = string_of_bytes(buffer_bytes(&unit))))
		return error_memory(e);
	memcpy(s->rosters.fingerprint.bytes, fingerprint.data, SHA256_SIZE);
	if (!unbound_ok)
		return keyfile_check_bound(key, &s->rosters.fingerprint, s->id, e);
	return true;
}

static bool load(struct store *s, const struct keyfile *key, bool unbound_ok, struct error *e)
{
	return load_identity(s, key, unbound_ok, e) && store_read_signing(s, key, e) &&
	       decryption_keys_load(s, e) && load_rosters(s, e) && check_not_condemned(s, e) &&
	       open_log(s, e) && (!s->behind || note_condemned(s, e));
}

bool store_load_restored(struct store *s, const struct sha256 *fingerprint, struct error *e)
{
	if (!load_identity(s, NULL, true, e))
		return false;
	if (!sha256_equal(&s->rosters.fingerprint, fingerprint))
		return error_set(e, ERR_FINGERPRINT, s->unit, "%s", "");
	return decryption_keys_load(s, e) && load_rosters(s, e) && open_log(s, e);
}

bool store_open(const char *home, const struct keyfile *key, enum store_use use, bool unbound_ok,
                struct store **ret, struct error *e)
{
	_cleanup_(store_freep) struct store *s = calloc(1, sizeof *s);
	if (!s)
		return error_memory(e);
	s->outbox_lock = -1;
	s->behind = use == STORE_BEHIND;
	if (!(s->home = string_copy(home)))
		return error_memory(e);
	if (!store_check_home(home, e) ||
	    !store_open_database(s, key, cache_kib(use), false, unbound_ok, e) ||
	    !load(s, key, unbound_ok, e) || !(s->behind || exchanges_sweep(s, e)))
		return false;
	*ret = s;
	s = NULL;
	return true;
}

bool store_has_slot(const char *home, const struct keyfile *key, bool *ret, struct error *e)
{
	_cleanup_(store_key_clear) struct store_key k = { 0 };
	_cleanup_(string_freep) char *path = path_join(home, "store.slots");
	if (!path)
		return error_memory(e);
	*ret = slots_read_store(path, &key->identity, &k, e);
	return *ret || e->code == ERR_NO_KEY;
}

void store_freep(struct store **store)
{
	struct store *s = *store;
	if (!s)
		return;
	if (s->db)
		database_rollback(s->db);
	log_freep(&s->log);
	database_freep(&s->db);
	roster_chain_clear(&s->rosters);
	for (size_t i = 0; i < s->agreement_count; i++)
		agreement_freep(&s->agreements[i]);
	free(s->agreements);
	for (size_t i = 0; i < s->identity_count; i++)
		age_identity_clear(&s->identities[i]);
	free(s->identities);
	for (size_t i = 0; i < SIGNING_PAIRS; i++)
		signing_keys_clear(&s->signing[i]);
	struct buffer *const buffers[] = { &s->checkpoint, &s->log_note, &s->entry,   &s->json,
		                           &s->key,        &s->text,     &s->old_text };
	for (size_t i = 0; i < ELEMENTS(buffers); i++)
		buffer_wipe(buffers[i]);
	fd_closep(&s->outbox_lock);
	free(s->home);
	free(s->unit);
	free(s);
	*store = NULL;
}

/* --- transactions --- */

bool store_begin(struct store *s, struct error *e)
{
	assert(!database_in_transaction(s->db));
	s->removed = 0;
	if (!database_begin(s->db, e))
		return false;
	if (refresh(s, e) && check_not_condemned(s, e))
		return true;
	database_rollback(s->db);
	return false;
}

bool store_sign_log(struct store *s, struct buffer *ret_checkpoint_note, struct error *e)
{
	assert(database_in_transaction(s->db));
	if (!s->log_signed) {
		buffer_reset(&s->log_note);
		if (!log_sign(s->log, store_log_key(s), &s->log_note, e))
			return false;
		s->log_signed = true;
	}
	if (ret_checkpoint_note)
		buffer_append(ret_checkpoint_note, buffer_bytes(&s->log_note));
	return !ret_checkpoint_note || buffer_ok(ret_checkpoint_note, e);
}

/* Checkpoint, the anchor to be, and the commit. */
static bool commit(struct store *s, bool logged, struct file_write *anchor, struct error *e)
{
	if (logged && (!store_sign_log(s, NULL, e) || !outbox_hold(s, e) ||
	               !anchor_begin(s, buffer_bytes(&s->log_note), anchor, e)))
		return false;
	return search_settle(s, e) && database_commit(s->db, e);
}

bool store_commit(struct store *s, struct error *e)
{
	_cleanup_(file_write_clear) struct file_write anchor = { .fd = -1 };
	struct error behind = { 0 };
	bool logged = s->log_signed || log_size(s->log) != s->log_committed;
	bool held = s->outbox_lock >= 0;
	if (!commit(s, logged, &anchor, e)) {
		store_rollback(s);
		return false;
	}
	s->rosters_committed = s->rosters.count;
	if (!logged)
		return true;
	struct buffer before = s->checkpoint;
	s->checkpoint = s->log_note;
	s->log_note = before;
	s->log_signed = false;
	s->log_committed = log_size(s->log);
	/* The act is done, whatever becomes of the anchor: the next commit or open moves it on. */
	const struct unit_keys keys = store_log_keys(s);
	s->anchor_behind =
		!anchor_publish(s->home, &keys, s->log_committed, s->anchor_given_up, &anchor, &behind);
	s->anchor_given_up = s->anchor_given_up && s->anchor_behind;
	file_write_clear(&anchor);
	if (!held)
		outbox_release(s);
	return true;
}

bool store_settle(struct store *s, struct error *e)
{
	int64_t busy;
	if (!database_number(s->db, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, e))
		return false;
	return !busy || error_set(e, ERR_BUSY, s->home, "%s", N_("another program reads the store"));
}

static bool forget_appended(struct store *s, struct error *e)
{
	struct sha256 none = { 0 };
	if (!database_begin_reading(s->db, e))
		return false;
	bool done = reload_log(s, 0, &none, e);
	database_rollback(s->db);
	return done;
}

void store_rollback(struct store *s)
{
	struct error ignored = { 0 };
	bool appended = s->log_signed || log_size(s->log) != s->log_committed;
	database_rollback(s->db);
	s->log_signed = false;
	while (s->rosters.count > s->rosters_committed)
		roster_freep(&s->rosters.versions[--s->rosters.count]);
	store_choose_keys(s);
	fd_closep(&s->outbox_lock);
	s->outbox_lock = -1;
	if (appended && !forget_appended(s, &ignored))
		s->log_stale = true; /* the next store_begin tries again */
}
