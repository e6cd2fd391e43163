/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Units witness each other's logs with every letter: what a letter carries of its
 * sender's log and of the receiver's, and what a receiver does with it.
 *
 * A receiver remembers every checkpoint of a peer's log that a letter brought or told
 * of. An honest log tells, in each letter, of each checkpoint that it sent since the
 * last one it got a cosignature for; so whatever comes late was told of by a later
 * letter, and a tree that is smaller than the largest seen is either known or a
 * rollback. State is stored in the transaction that the letter is opened in, and the
 * cosignature leaves in a file that gets its name after that is committed. Only the
 * largest tree seen is ever cosigned. */

#include "exchange/desk.h"
#include "log/evidence.h"
#include "store/resumed.h"
#include "store/witnesses.h"
#include "trust/agreement.h"

/* log.witness for letter `sequence` to `peer`, whose checkpoint is `checkpoint`; and remembers that it went.
 */
bool witnessing_write(struct desk *d, const char *peer, uint64_t sequence, struct bytes checkpoint,
                      struct buffer *ret, struct error *e) _must_check_;

/* Something that a log, the peer's or the unit's own, can't explain. */
struct incident {
	bool is, own; /* own: this store is the one that went back */
	enum evidence_kind kind;
	struct seen_checkpoint known;
	struct checkpoint shown;
	struct buffer shown_note, chain;
	struct buffer known_manifest, shown_manifest, shown_proof; /* of a rollback */
	struct buffer path; /* where the evidence was written; empty while it isn't */
};
void incident_clear(struct incident *i);

/* That the sender's log went on from an older place: verified by the caller (exchange/resuming.h). */
struct witnessed_resumption {
	struct resumption *statement;
	bool learned; /* it wasn't known here */
};

struct witnessed_letter {
	const char *sender;
	uint64_t sequence;
	struct bytes manifest_note, proof; /* log.proof, whose signature and path were checked */
	struct checkpoint checkpoint;      /* and the one in it */
	struct bytes checkpoint_note;
	struct bytes chain; /* log.witness, as it came */
	struct witnessed_resumption *resumptions;
	size_t resumption_count;
};
/* Checks and remembers. What was seen of a tree that a resumption gives up is set aside, and the log must go
 * on from what is left. ERR_LOG_PROOF; ERR_RESUMPTION where more was seen than it gives up; ERR_LOG_ABANDONED
 * of a late letter out of what was given up; with `ret` filled: ERR_LOG_FORK, ERR_LOG_SHORTER, ERR_LOG_PROOF,
 * and ERR_STORE_ROLLBACK when the peer has seen more of this unit's log than there is. */
bool witnessing_take(struct desk *d, const struct witnessed_letter *l, struct incident *ret, struct error *e)
	_must_check_;
/* After the act was rolled back: writes the evidence to HOME/evidence, whose path is added to the words of
 * `why`. Of an incident of its own the store keeps what was shown, once that is logged. */
void witnessing_refused(struct desk *d, struct incident *i, const char *peer, struct error *why);

/* A bare cosigned checkpoint of this unit's log (`sluis open`): by a unit's witness key or an officer's.
 * `*ret_witness` is borrowed from the roster. With ERR_STORE_ROLLBACK both are set: the witness has seen more
 * than there is, or something else. */
bool witnessing_adopt(struct desk *d, struct bytes note, const char *path, const char **ret_witness,
                      struct checkpoint *ret, struct error *e) _must_check_;

/* The tail that nobody else has seen. */
struct tail {
	uint64_t witnessed; /* entries that somebody cosigned; 0: none yet */
	uint64_t entries;   /* behind them */
	moment oldest;      /* when the first of those began; 0 when there is none */
};
/* Of this witness, or (NULL) of any. */
bool witnessing_tail(struct store *s, const char *witness, struct tail *ret, struct error *e) _must_check_;
/* Until when a package may leave under the agreement, as things are: the days that it states behind the
 * beginning of the oldest entry that so many of the witnesses that it names haven't seen, or, where it names
 * none, that nobody has. A log that hasn't been witnessed so yet counts from its first letter, since that is
 * how it gets its witnesses. 0: nothing bounds it. `*ret` is that tail. */
bool witnessing_until(struct store *s, const struct agreement *a, struct tail *ret, moment *ret_until,
                      struct error *e) _must_check_;
/* Whose cosignatures count: "oss.nl/wmo, oss.nl/p-0003"; empty where anybody's do. `out` is reset first. */
bool witnessing_name(struct store *s, const struct agreement *a, struct buffer *out, struct error *e)
	_must_check_;
/* May a package leave under the agreement? ERR_UNWITNESSED when that is past. */
bool witnessing_check_age(struct desk *d, const struct agreement *a, struct error *e) _must_check_;
