/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Evidence that a log doesn't go on from what it showed before: one file, to hand to
 * anybody who has the roster's fingerprint, and checked with public keys alone. A tar:
 *
 *     evidence               what it says it is: unsigned, and believed in nothing
 *     rosters/000001.note …  the chain, from version 1 on
 *     known.note             the checkpoint that was seen before
 *     shown.note             the one that came now
 *     log.witness            the chain of proofs that came with it, where one came
 *     known.proof known.manifest shown.proof shown.manifest
 *                            of a rollback: both letters
 *
 * Three kinds, which prove unequally much:
 *
 *     fork      one size, two roots, both signed: nothing can explain that
 *     rollback  a letter with a higher number stands on a smaller tree
 *     unproven  a larger tree came without a proof that it holds the smaller one
 *
 * The last two are a question that only the log's unit can answer, by a consistency
 * proof between the two checkpoints; a unit that can't has changed its log. */

#include "base/moment.h"
#include "log/witness.h"
#include "trust/manifest.h"
#include "trust/roster.h"

#define EVIDENCE_KINDS(X) \
	X(EVIDENCE_FORK, "fork", N_("a fork")) \
	X(EVIDENCE_ROLLBACK, "rollback", N_("a rollback")) \
	X(EVIDENCE_UNPROVEN, "unproven", N_("a log that doesn't prove that it goes on"))
enum evidence_kind {
#define X(kind, name, words) kind,
	EVIDENCE_KINDS(X)
#undef X
};
const char *evidence_kind_name(enum evidence_kind kind);  /* "fork", … */
const char *evidence_kind_words(enum evidence_kind kind); /* not translated yet */

struct evidence {
	enum evidence_kind kind;
	char log[128 + 1], witness[128 + 1]; /* whose log; who found it: a unit or an officer */
	moment found;
	struct checkpoint known, shown;
	uint64_t known_sequence, shown_sequence; /* of a rollback: the letters' numbers */
	uint64_t roster_version;                 /* newest in the chain */
};

/* What goes in; views are borrowed. Empty ones are left out. */
struct evidence_parts {
	enum evidence_kind kind;
	const char *log, *witness;
	moment found;
	const struct roster_chain *rosters;
	struct bytes known, shown, chain;
	struct bytes known_proof, known_manifest, shown_proof, shown_manifest;
};
bool evidence_format(const struct evidence_parts *p, struct buffer *out, struct error *e) _must_check_;

/* Does it look like evidence? Form of the first bytes alone. */
bool evidence_is(struct bytes raw);
/* True when it shows what its kind says. `rosters` may hold newer versions than the file: they are tried
 * behind its own. ERR_FINGERPRINT, ERR_ROSTER_*, ERR_NO_ROSTER, ERR_SIGNATURE, ERR_LOG_UNSIGNED: who signed
 * isn't vouched for. ERR_EVIDENCE: it shows nothing: the two fit each other, or it isn't put together as
 * evidence is. */
bool evidence_open(struct bytes raw, const struct bytes *rosters, size_t roster_count,
                   const struct sha256 *fingerprint, struct evidence *ret, struct error *e) _must_check_;
