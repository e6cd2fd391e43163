/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A package on its way in, whatever its kind: the rosters that came along, then who
 * sent it to whom and whether they may, and at its end the proof that the sender
 * logged it. What is in it is for `open` to decide about. */

#include "exchange/act.h"
#include "exchange/package.h"
#include "exchange/witnessing.h"
#include "log/proof.h"
#include "trust/verdict.h"

struct incoming {
	struct act *act; /* set by the caller; it outlives the letter */
	struct package_reader *reader;
	struct buffer note_text;
	struct note note;
	struct manifest manifest;
	char id[2 * PACKAGE_ID_SIZE + 1];
	char answers[2 * PACKAGE_ID_SIZE + 1]; /* id of the letter of ours that it answers; empty when none */
	bool verified;                         /* the manifest's signature holds: its words can be quoted */
	const struct roster *used;             /* the version that the manifest names */
	moment made;    /* when it was, at the earliest (log/proven.h): as of then it is judged */
	moment arrived; /* it was here by then, as a later letter that was opened before shows; 0: none does
	                 */
	struct signature_judged judged; /* of the signer, by the newest roster */
	unsigned sender_laws;           /* of the signer's mandates */
	char *approver;                 /* the second person who signed; NULL: nobody did */
	uint64_t rosters, gap;
	struct buffer raw_proof, raw_witness;
	struct proof proof;
	struct buffer resumption_notes[LIMIT_PACKAGE_RESUMPTIONS]; /* that its sender's log went on … */
	struct witnessed_resumption resumptions[LIMIT_PACKAGE_RESUMPTIONS];
	size_t resumption_count;
	struct buffer termination_notes[LIMIT_PACKAGE_TERMINATIONS];
	size_t termination_count;
	struct incident incident; /* its sender's log, or the unit's own, contradicts what was seen */
};
void incoming_clear(struct incoming *l);

/* The keys whose signatures stand on the note: one, or two (else ERR_PERSON_UNKNOWN, ERR_NOTE), of persons in
 * any version of the chain. Whether they might sign is still to be asked (verdict.h). Borrowed
 * from the chain. */
bool incoming_signers(const struct note *n, const struct roster_chain *c, const char *subject,
                      struct note_verifier ret[2], size_t *ret_count, struct error *e) _must_check_;

/* Up to the members: ERR_PACKAGE_*, ERR_ROSTER_*, ERR_SIGNATURE, ERR_PERSON_UNKNOWN, ERR_MANDATE,
 * ERR_REVOKED, ERR_UNIT_UNKNOWN … The act's mandate is looked up again when a roster came along. */
bool incoming_read(struct incoming *l, struct source in, struct error *e) _must_check_;
/* Behind the members: ERR_LOG_PROOF when the sender's log doesn't tell of this very act; where a second
 * person signed, that this person had the mandate to approve it when that was done; and what witnessing_take
 * refuses. What was seen of the log is remembered in the act's transaction. */
bool incoming_check_proof(struct incoming *l, struct error *e) _must_check_;
/* After a refusal: in the words of `why`, where another day than the letter's own was judged by. */
void incoming_blame(const struct incoming *l, struct error *why);
/* What our entry says of it, once its proof was checked; `entry` borrows from the letter. */
void incoming_describe(const struct incoming *l, struct entry *entry);
