/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A unit's store: the SQLCipher database under HOME, its slots, its anchor. One
 * open store is one connection and one person. Everything in `store/` works inside
 * the transaction that the caller holds.
 *
 *     HOME/store.db        SQLCipher 4, raw key
 *     HOME/store.slots     age file to every clerk with access: store id, raw key and salt
 *     HOME/signing.slots   age file to the clerks: the unit's log and cosigning keys
 *     HOME/anchor          the newest checkpoint, outside the database (docs/format/log.md)
 *     HOME/unit.card       public card of the unit
 *     HOME/outbox/         packages on their way
 *
 * The unit's decryption key lives in the database. */

#include "log/log.h"
#include "store/settings.h"
#include "trust/keyfile.h"
#include "trust/roster.h"

struct store;

enum store_use {
	STORE_READ, /* small page cache */
	STORE_WORK, /* pack, open: bounded memory, 16 MiB cache */
	STORE_BULK, /* import: 64 MiB cache */
	/* To go on from an older copy (store/resumed.h), and for nothing else: it opens although others have
	 * seen more of its log. */
	STORE_BEHIND,
};

/* Make HOME (which must not exist or be empty; on a local file system: ERR_NETWORK_FS) for a unit named in
 * `roster` (version 1, verified by the caller). Slots go to every person with a mandate for the unit that
 * day, the creator (whose mandate the caller checked) among them. Makes the unit's keys and writes unit.card.
 * Leaves the store open, without a log entry: the caller writes the first. Nothing is left behind on failure.
 */
bool store_create(const char *home, const char *unit, const struct roster *roster,
                  const struct keyfile *creator, struct store **ret, struct error *e) _must_check_;
/* Opens for the holder of `key`: slots, key bound to this store and root (keyfile_check_bound, unless
 * `unbound_ok`, which only `key trust` passes), cipher and plaintext checks, schema migration, roster chain
 * verified from the fingerprint, the unit's keys those of the roster (if it lists any), anchor, then
 * unfinished business of a crash (`outbox`). ERR_NO_KEY when this person has no slot. */
bool store_open(const char *home, const struct keyfile *key, enum store_use use, bool unbound_ok,
                struct store **ret, struct error *e) _must_check_;
void store_freep(struct store **s);
/* Does the holder of `key` have a slot at the store in `home`? Nothing else is looked at. */
bool store_has_slot(const char *home, const struct keyfile *key, bool *ret, struct error *e) _must_check_;

const char *store_home(const struct store *s);
const char *store_unit(const struct store *s);
const uint8_t *store_id(const struct store *s); /* STORE_ID_SIZE bytes */
const struct roster_chain *store_rosters(const struct store *s);
const struct age_identity *store_identities(const struct store *s,
                                            size_t *ret_count); /* the unit's decryption keys, newest first */
const struct note_signer *store_log_key(const struct store *s);
/* Every key that a checkpoint of this log, or a cosignature by this unit, may bear. */
struct unit_keys store_log_keys(const struct store *s);
struct unit_keys store_witness_keys(const struct store *s);
const struct note_signer *store_witness_key(const struct store *s);
struct log *store_log(struct store *s);
/* True once a roster that lists this unit's keys has been taken in: before, a store opens rosters only. */
bool store_is_ready(const struct store *s);

/* BEGIN IMMEDIATE (waits up to 10 s, then ERR_BUSY) and refresh of the log and rosters when another
 * program changed them. Commit signs the log's checkpoint when entries were appended, commits, then
 * writes the anchor. Rollback also forgets appended entries; it can't fail. */
bool store_begin(struct store *s, struct error *e) _must_check_;
bool store_commit(struct store *s, struct error *e) _must_check_;
void store_rollback(struct store *s);
/* False when the last commit could not move the anchor (a full disk, say). The act is done and safe; the next
 * commit or open moves the anchor on, and an open that can't fails. Programs warn of it when they end. */
bool store_anchor_is_current(const struct store *s);
/* Sign the checkpoint now, inside the transaction, for a package's log.proof: the same until an entry is
 * appended, and then one of the larger tree, for the next package. */
bool store_sign_log(struct store *s, struct buffer *ret_checkpoint_note, struct error *e) _must_check_;

/* Appends E and keeps its private part (secret and values, as JSON). `entry->index`
 * and `entry->commitment`, `log` are set here; `p->secret` is drawn here. For a child pass `child` and
 * `parent`. Returns the index. */
bool store_log_append(struct store *s, struct entry *entry, struct entry_private *p, uint64_t *ret_index,
                      struct error *e) _must_check_;
/* Private values of an entry, for `log show` by a mandated person: JSON object; empty when erased. */
bool store_log_private(struct store *s, uint64_t index, struct buffer *ret, struct error *e) _must_check_;
/* The same with the entry's secret, for disclosing: `values` gets the JSON. False in `*ret_there` when they
 * were erased. */
bool store_log_secret(struct store *s, uint64_t index, uint8_t ret_secret[ENTRY_SECRET_SIZE],
                      struct buffer *values, bool *ret_there, struct error *e) _must_check_;
/* The entries about a client, in order: those whose private `subject` (a BSN) or `record` (an id) is this.
 * By an index. What is about a client is exchange/client_entries.h's. */
bool store_log_of_subject(struct store *s, const char *bsn,
                          bool (*each)(void *context, uint64_t index, struct error *e), void *context,
                          struct error *e) _must_check_;
bool store_log_of_record(struct store *s, const char *record_id,
                         bool (*each)(void *context, uint64_t index, struct error *e), void *context,
                         struct error *e) _must_check_;
/* When the last act ended, as its clock said; 0 where none did. */
bool store_log_end(struct store *s, moment *ret, struct error *e) _must_check_;
/* Where in the log a day (its first second) begins: behind the last act of an earlier one; the log's size
 * when there is none since. A day that a clock named by itself, years ahead or behind its neighbours, bounds
 * nothing: its acts count with those behind them, so that none of an earlier day stands there. */
bool store_log_day(struct store *s, moment day, uint64_t *ret_index, struct error *e) _must_check_;
/* Erases secrets and values of all entries before `to_index`: the entries themselves and every proof stand.
 * `*ret_count` of how many. After the commit, `store_settle`. */
bool store_log_forget(struct store *s, uint64_t to_index, uint64_t *ret_count, struct error *e) _must_check_;
/* Outside a transaction: empties the write-ahead log, so that what was erased isn't there either. Erasing is
 * done without it; ERR_BUSY while another program reads, and the last program to close the store does it
 * then. */
bool store_settle(struct store *s, struct error *e) _must_check_;

/* Reads the whole database: ERR_STORE_KEY when a page of it isn't as it was written. What the log says of
 * itself is checked on opening. */
bool store_check_whole(struct store *s, struct error *e) _must_check_;

/* This store is an older copy: another has seen `note`, a checkpoint that the unit's own log key signed, and
 * the log here isn't the one that goes on from it. Once committed, every store_open and store_begin is
 * ERR_STORE_ROLLBACK. */
bool store_condemn(struct store *s, struct bytes note, struct error *e) _must_check_;

/* Of a store that was opened as STORE_BEHIND: is it known to be older, and what is the largest tree of its
 * log that somebody is known to have seen beyond it (0: nobody tells)? */
bool store_behind(const struct store *s, uint64_t *ret_seen);
/* Because of what another showed, after things had been done here (store_condemn). */
bool store_is_condemned(const struct store *s);
/* Inside a transaction: two officers said that it goes on all the same. */
bool store_absolve(struct store *s, struct error *e) _must_check_;

/* --- for backups and what comes out of them --- */

/* The anchor that goes with `newest`: that, and what each witness saw. Inside a transaction. */
bool store_anchor_text(struct store *s, struct bytes newest, struct buffer *ret, struct error *e)
	_must_check_;
/* Of a store that came out of a backup, whose database is open and whose id and public keys are set, or that
 * is opened by the recovery key (store/regaining.h): all that opening it will verify, but for what needs the
 * key of a person with access. The roster's root must be the one with this fingerprint: ERR_FINGERPRINT. */
bool store_load_restored(struct store *s, const struct sha256 *fingerprint, struct error *e) _must_check_;
