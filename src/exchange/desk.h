/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A person at work on a unit's store, and the frame of every act there: a
 * transaction, a mandate looked up inside it, one log entry for the act and one a
 * client under it, and a commit; or a rollback and, where the law, the agreement
 * or a verification said no, an entry that tells of the refusal. */

#include "store/store.h"

struct desk {
	struct keyfile key;
	struct store *store;
	struct catalogue *catalogue;  /* the shipped one and the additions that officers signed */
	struct sha256 catalogue_hash; /* of the catalogue's YAML */
	moment now;            /* when the act under way began: asked anew inside each act's transaction */
	struct error unlogged; /* why a refusal could not be logged; ERR_NONE when it was */
	size_t lost;           /* outbox files that a crash lost, found on opening */
};

/* Takes `key` over on success. Finishes what a crash left in the outbox, and logs it. */
bool desk_open(const char *home, struct keyfile *key, enum store_use use, struct desk *ret, struct error *e)
	_must_check_;
/* `sluis init`: makes the store (store_create) and logs that. The mandate asked for is any at that unit.
 * Takes `key` over on success. */
bool desk_create(const char *home, const char *unit, struct roster **root /* taken */,
                 const struct sha256 *fingerprint, struct keyfile *key, struct desk *ret, struct error *e)
	_must_check_;
/* Binds the caller's key to the store at `home` (`sluis key trust`): its roster root must be `fingerprint`.
 * Logged, under any mandate there. The caller writes the key file anew. */
bool desk_bind(const char *home, struct keyfile *key, const struct sha256 *fingerprint, struct error *e)
	_must_check_;
void desk_clear(struct desk *d);
/* The shipped catalogue with the additions that the store holds, and `more` (a text without signatures; NULL:
 * none). ERR_DUPLICATE: it would redefine a field. */
bool desk_catalogue_with(const struct desk *d, const struct catalogue_addition *more, struct catalogue **ret,
                         struct error *e) _must_check_;
/* `d->catalogue` anew, once additions came in. */
bool desk_renew_catalogue(struct desk *d, struct error *e) _must_check_;
const struct roster *desk_roster(const struct desk *d); /* newest; never NULL */

struct act {
	struct desk *desk;
	const struct roster_mandate *mandate;
	unsigned laws;      /* of every mandate that allows the act: it may deal with records under each */
	struct entry entry; /* the caller adds counts, agreement, package … before act_log */
	struct entry_private private;
	moment when;    /* as of which it decides: when it began, unless the caller says otherwise */
	uint64_t index; /* of the parent entry, once logged */
	bool open, logged;
	char key_id[8 + 1], workstation[64 + 1];
};

/* Begins the transaction and finds the mandate. `action` is the name in the log
 * ("import"), `needs` what the mandate must allow. Where several do, the entry names the first. */
bool act_begin(struct act *a, struct desk *d, const char *action, enum power needs, struct error *e)
	_must_check_;
/* The mandate again, after the act took in a roster: what ended there ends now. */
bool act_renew(struct act *a, enum power needs, struct error *e) _must_check_;
/* Another act of the same person in the same transaction, once the first is logged. Its mandate is the first
 * one's. */
void act_next(struct act *a, const char *action);
/* Appends the act's entry; children follow. */
bool act_log(struct act *a, struct error *e) _must_check_;
/* One client. `p` holds what differs for the client. */
bool act_log_client(struct act *a, struct entry_private *p, struct error *e) _must_check_;
bool act_commit(struct act *a, struct error *e) _must_check_;
void act_clear(struct act *a); /* rolls back what was not committed */

/* After `act_clear`: was this a refusal (not a want of memory, disk, lock or argument)? Then log it. What
 * couldn't be logged is left in `d->unlogged`. `package` (hex id) and `peer` are NULL when not known for
 * certain. Returns false always, so that a caller can `return desk_refused(…)`. */
bool desk_refused(struct desk *d, const char *action, const char *package, const char *peer,
                  const struct error *why);
/* The same where a log contradicts what was seen of it. `shown`: the checkpoint that does, for the entry.
 * `own_note`: not empty when it is of this unit's own log, so that this store is the one that went back:
 * kept, and from then on the store refuses everything (store_condemn). */
bool desk_refused_after(struct desk *d, const char *action, const char *package, const char *peer,
                        const struct checkpoint *shown, struct bytes own_note, const struct error *why);
