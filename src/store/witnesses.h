/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Who saw what of which log, kept: the checkpoints of the peers' logs that came here,
 * those of this unit's own log that went to each peer, and the cosignatures that came
 * back for it. Kept, not judged: what follows from them is exchange's. As everywhere
 * in this layer, the caller holds the transaction. */

#include "log/checkpoint.h"

struct store;

/* --- of a peer's log --- */

struct seen_checkpoint {
	struct checkpoint checkpoint;
	struct buffer note;  /* as its log signed it */
	uint64_t sequence;   /* the letter that it came with; 0: told of in the chain of another */
	struct buffer proof; /* that letter's log.proof; empty when 0 */
};
void seen_checkpoint_clear(struct seen_checkpoint *c);
/* The one of that size, or the largest. `*ret_there` false: none such. */
bool witnesses_seen(struct store *s, const char *peer, uint64_t size, bool *ret_there,
                    struct seen_checkpoint *ret, struct error *e) _must_check_;
bool witnesses_largest_seen(struct store *s, const char *peer, bool *ret_there, struct seen_checkpoint *ret,
                            struct error *e) _must_check_;
/* Nothing when one of that size is there already: the caller compared them. */
bool witnesses_add_seen(struct store *s, const struct checkpoint *c, struct bytes note, uint64_t sequence,
                        struct bytes proof, moment now, struct error *e) _must_check_;
struct seen_row {
	const char *peer;
	uint64_t size;
	struct bytes note;
	moment seen;
	bool largest;
};
/* By peer, rising. */
bool witnesses_each_seen(struct store *s,
                         bool (*each)(void *context, const struct seen_row *row, struct error *e),
                         void *context, struct error *e) _must_check_;

/* The largest of those up to `size` whose letter came: with its proof. */
bool witnesses_seen_before(struct store *s, const char *peer, uint64_t size, bool *ret_there,
                           struct seen_checkpoint *ret, struct error *e) _must_check_;

/* When letters of a peer were made, at the earliest (log/proven.h): by their numbers, or by the sizes of the
 * trees that they stand on. */
enum proven_place { PROVEN_BY_NUMBER, PROVEN_BY_SIZE };
bool witnesses_prove(struct store *s, const char *peer, enum proven_place place, uint64_t at, moment when,
                     struct error *e) _must_check_;
/* The latest of a place below `before`; 0: none. */
bool witnesses_proven(struct store *s, const char *peer, enum proven_place place, uint64_t before,
                      moment *ret, struct error *e) _must_check_;

/* --- of this unit's own log --- */

/* The signed checkpoint at a size that the log has or had. Ed25519 is deterministic: it is the very note that
 * was signed then. */
bool witnesses_checkpoint_at(struct store *s, uint64_t size, struct buffer *note, struct error *e)
	_must_check_;
/* With which letter which size went to `peer`. */
bool witnesses_add_sent(struct store *s, const char *peer, uint64_t sequence, uint64_t size, moment now,
                        struct error *e) _must_check_;
bool witnesses_sent_with(struct store *s, const char *peer, uint64_t sequence, bool *ret_there,
                         uint64_t *ret_size, struct error *e) _must_check_;
/* The first letter of all, to whomever; 0 when none was sent. */
bool witnesses_first_sent(struct store *s, moment *ret, struct error *e) _must_check_;
/* Sizes above `above` and up to `most` that went to `peer`, each once, rising. */
bool witnesses_each_sent(struct store *s, const char *peer, uint64_t above, uint64_t most,
                         bool (*each)(void *context, uint64_t size, struct error *e), void *context,
                         struct error *e) _must_check_;

/* A checkpoint of this log that `witness` (a unit, or an officer) cosigned at `when` by its clock; the caller
 * verified it. */
bool witnesses_add_cosigned(struct store *s, const char *witness, uint64_t size, moment when,
                            struct bytes note, moment now, struct error *e) _must_check_;
/* The largest that `witness` cosigned (NULL: that anybody did); 0 when none. `note` (may be NULL) is reset
 * and gets it. */
bool witnesses_largest_cosigned(struct store *s, const char *witness, uint64_t *ret_size, struct buffer *note,
                                struct error *e) _must_check_;
/* The same of those below a size. */
bool witnesses_cosigned_below(struct store *s, const char *witness, uint64_t below, uint64_t *ret_size,
                              struct buffer *note, struct error *e) _must_check_;
struct cosigned_row {
	const char *witness;
	uint64_t size;
	moment when, came;
	struct bytes note; /* the log's signature and this witness's */
	bool largest;      /* of this witness */
};
/* By size, rising, then by witness. */
bool witnesses_each_cosigned(struct store *s,
                             bool (*each)(void *context, const struct cosigned_row *row, struct error *e),
                             void *context, struct error *e) _must_check_;

/* When the entry at `index`, or the act that it is a client of, began. */
bool witnesses_entry_start(struct store *s, uint64_t index, moment *ret, struct error *e) _must_check_;
