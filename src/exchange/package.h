/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The container of a package: age( tar( roster notes…, resumptions…, terminations…, manifest.note,
 * members…, log.proof, log.witness, proofs of resumptions…, padding ) ), written and read in one pass. What
 * is in it means nothing here: who may send what is `pack`'s and `open`'s to say. docs/format/package.md. */

#include "base/limits.h"
#include "exchange/spool.h"
#include "trust/agreement.h"
#include "trust/manifest.h"
#include "trust/roster.h"

#define PACKAGE_LEAST_SIZE (64u * 1024u)

/* Padmé (Nikitin et al., PETS 2019): the size a tar of `size` bytes is padded to, so
 * that a length tells only its magnitude. At least PACKAGE_LEAST_SIZE. */
uint64_t package_padded_size(uint64_t size);

/* --- members on their way into a package --- */

/* Lines gathered into members of at most 4 MiB, each compressed by itself, into a spool. */
struct member_spool {
	const char *prefix; /* "records" gives records/000001.ndjson.gz */
	struct spool *spool;
	struct buffer lines;
	struct manifest_member *members;
	size_t count;
};
bool member_spool_start(struct member_spool *m, const char *prefix, const char *directory, struct error *e)
	_must_check_;
bool member_spool_line(struct member_spool *m, struct bytes line, struct error *e)
	_must_check_;                                                        /* without LF */
bool member_spool_end(struct member_spool *m, struct error *e) _must_check_; /* rewinds */
void member_spool_clear(struct member_spool *m);

/* --- writing --- */
struct package_content {
	const struct roster *const *rosters; /* that the receiver may lack, oldest first */
	size_t roster_count;
	const struct manifest *manifest; /* its recipients are those of the age file */
	struct bytes manifest_note;
	struct member_spool *const *spools; /* in the order of the manifest's members */
	size_t spool_count;
	struct bytes log_proof, log_witness;
	/* That the sender's log went on from an older place: the texts, and the proof of each one's entry. */
	struct bytes resumptions[LIMIT_PACKAGE_RESUMPTIONS], resumption_proofs[LIMIT_PACKAGE_RESUMPTIONS];
	size_t resumption_count;
	struct bytes terminations[LIMIT_PACKAGE_TERMINATIONS]; /* of agreements: the texts */
	size_t termination_count;
};
bool package_write(struct sink out, const struct package_content *content, struct error *e) _must_check_;

/* --- reading, in this order --- */
struct package_reader;
bool package_reader_start(struct source in, const struct age_identity *identities, size_t count,
                          struct package_reader **ret, struct error *e) _must_check_;
void package_reader_freep(struct package_reader **r);
/* The recipient whose key opened it, and the number of stanzas. */
const struct age_recipient *package_reader_opened_with(const struct package_reader *r);
size_t package_reader_stanzas(const struct package_reader *r);
/* The next note before the manifest's: a roster, or behind those a resumption, or behind those a termination.
 * `NOTE_MANIFEST` when that has
 * come instead (in `ret`). */
enum package_note { NOTE_ROSTER, NOTE_RESUMPTION, NOTE_TERMINATION, NOTE_MANIFEST };
bool package_reader_note(struct package_reader *r, struct buffer *ret, enum package_note *ret_what,
                         struct error *e) _must_check_;
/* Every member of the (verified) manifest in its order: read whole, its size and hash compared, inflated
 * within its signed size, then given to `each`. ERR_MEMBER_*, ERR_GZIP; ERR_TOO_LARGE above
 * LIMIT_PACKAGE_INFLATED for all together. */
bool package_reader_members(struct package_reader *r, const struct manifest *m,
                            bool (*each)(void *context, const struct manifest_member *member,
                                         struct bytes content, struct error *e),
                            void *context, struct error *e) _must_check_;
/* log.proof and log.witness, a proof for each resumption, then the padding (zeros only) and the end of tar
 * and age. */
bool package_reader_end(struct package_reader *r, const struct manifest *m, struct buffer *ret_proof,
                        struct buffer *ret_witness, struct error *e) _must_check_;
/* After the end: the proof of the entry of resumption `i`. */
struct bytes package_reader_resumption_proof(const struct package_reader *r, size_t i);
/* The bound that the agreement sets on a package, over its members as they travel, and
 * LIMIT_PACKAGE_INFLATION times as much over what they hold. ERR_TOO_LARGE. */
bool package_check_size(const struct manifest *m, const struct agreement *a, struct error *e) _must_check_;
