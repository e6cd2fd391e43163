/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* An act at a desk, and the one frame that every act runs in: a transaction, a mandate looked
 * up inside it, what the act does, its entry in the log with one for each client under it, and
 * a commit. When any of that fails, all of it is rolled back; and where it failed since the law,
 * an agreement, a mandate or a verification said no, an entry tells of the refusal.
 *
 * So nothing leaves or enters without an entry: that is a property of `act_run`, which alone
 * takes these steps. tests/lint/acts.py counts who else does. What the acts are is
 * log/act_kinds.h's, and what each does its own file's. */

#include "exchange/client_spool.h"
#include "exchange/desk.h"
#include "log/act_kinds.h"
#include "trust/manifest.h"

struct act {
	struct desk *desk;
	enum act_kind kind;
	const struct roster_mandate *mandate;
	unsigned laws;      /* of every mandate that allows the act: it may deal with records under each */
	struct entry entry; /* the body adds counts, agreement, package … */
	struct entry_private private;
	moment when;    /* as of which it decides: when it began, unless the body says otherwise */
	uint64_t index; /* of its entry, once logged */
	struct client_spool clients;
	bool open, logged;
	char key_id[8 + 1], workstation[64 + 1];
};

/* What the entry of a refusal says besides its finding. Zeros: nothing that is known for certain. */
struct act_refusal {
	const char *package, *peer; /* an id in hex; a unit */
	/* Where a log contradicts what was seen of it: the checkpoint that does. */
	const struct checkpoint *shown;
	/* Not empty when that is of this unit's own log, so that this store is the one that went back: kept,
	 * and from then on the store refuses everything (store_condemn). */
	struct bytes own_note;
};

/* Any of the hooks but `body` may be NULL. */
struct act_frame {
	enum act_kind kind;
	enum act_kind asked; /* what a refusal says was asked for; 0: `kind` */
	unsigned powers;     /* one of which the person must have; 0: those of the kind, as a log shows it */
	/* Part of what somebody else asked, who tells of a failure: a refusal isn't logged once more. */
	bool inner;
	/* Nothing of it is to stay: what the body did is rolled back, neither it nor a refusal is logged, and
	 * `logged` isn't called. Only for what tells nobody more than what they brought. */
	bool trial;
	/* Inside the transaction, before the mandate is looked up: takes in what gives it. */
	bool (*first)(struct desk *d, void *context, struct error *e);
	/* What the act does inside its transaction, up to the entry, which it describes in `a->entry`. */
	bool (*body)(struct act *a, void *context, struct error *e);
	/* What needs the entry's place: a file that shows it, a row that names it. The clients' entries are
	 * there. */
	bool (*logged)(struct act *a, void *context, struct error *e);
	/* Committed: a file gets its name, what was erased is scrubbed. A failure is the caller's, and
	 * undoes nothing. */
	bool (*done)(struct act *a, void *context, struct error *e);
	/* Failed, and not rolled back yet: lets go of files. */
	void (*failed)(struct act *a, void *context, struct error *why);
	/* Rolled back: describes the refusal. False when the refusal was told of otherwise. */
	bool (*refused)(struct act *a, void *context, struct act_refusal *ret, struct error *why);
};
bool act_run(struct desk *d, const struct act_frame *f, void *context, struct error *e) _must_check_;
/* For `logged`: another act of the same person in the same transaction, under the mandate of the first. */
bool act_run_also(struct act *a, const struct act_frame *f, void *context, struct error *e) _must_check_;
/* A refusal before there was an act: of a file that can't even be looked at. Returns false always. */
bool act_turn_down(struct desk *d, enum act_kind asked, struct error *why);

/* For `body`: the mandate again, after the act took in a roster: what ended there ends now. */
bool act_renew(struct act *a, struct error *e) _must_check_;
/* For `body`: a client whom the act touches. Behind the act's own entry stands one for each, in this order;
 * any of the texts may be NULL, and the BSN empty. */
bool act_client(struct act *a, const struct record *r, const char *record_id, const char *consents,
                const char *withheld, struct error *e) _must_check_;
bool act_client_bsn(struct act *a, struct bytes bsn, const char *record_id, const char *consents,
                    const char *withheld, struct error *e) _must_check_;

/* A package that an act wrote has its name, in a transaction without an entry: that it would leave is logged.
 */
bool act_published(struct desk *d, const uint8_t id[PACKAGE_ID_SIZE], struct error *e) _must_check_;

/* --- the steps, which are act_run's alone --- */

/* Begins the transaction and finds the mandate, with any of the powers `needs`. Where several do, the entry
 * names the first. */
bool act_begin(struct act *a, struct desk *d, enum act_kind kind, unsigned needs, struct error *e)
	_must_check_;
bool act_log(struct act *a, struct error *e) _must_check_;
bool act_commit(struct act *a, struct error *e) _must_check_;
void act_clear(struct act *a); /* rolls back what was not committed */
