/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What was sent and what was opened: outbox, inbox, sequences, receipts. */

#include "trust/manifest.h"

struct store;

enum sent_state {
	SENT_PREPARED, /* entry committed, file still under its temporary name: a start finishes it */
	SENT_OUT,      /* file in the outbox */
	SENT_RECEIPTED,
	SENT_FAILED,   /* its file was lost in a crash; told in status */
	SENT_PENDING,  /* numbered and signed by one, waiting for a second person; there is no file */
	SENT_REFUSED,  /* the receiver's notice came: it held too much */
	SENT_DECLINED, /* that person said no: it never left, and its number stays unused */
	SENT_VOIDED,   /* taken back, whether it left or not; it keeps its receipt, if it was opened all the
	                  same */
};

/* Inside a transaction: a package on its way out holds a lock on the outbox from `exchanges_add_sent` until
 * its state is set to something else than SENT_PREPARED (or the store is closed), so that another program
 * doesn't take it for a crash.
 *
 * The next number towards `peer` and the hash of the manifest before it. */
bool exchanges_next(struct store *s, const char *peer, uint64_t *ret_sequence, struct sha256 *ret_previous,
                    struct error *e) _must_check_;
/* `path` and `temporary` are in HOME/outbox; only their last parts are kept, since HOME may be reached by
 * another path next time. */
bool exchanges_add_sent(struct store *s, const struct manifest *m, struct bytes manifest_note,
                        const char *path, const char *temporary, uint64_t log_index, struct error *e)
	_must_check_;
/* A package that waits for a second person takes its number now; it has a file only once it was approved. */
bool exchanges_add_pending(struct store *s, const struct manifest *m, struct bytes manifest_note,
                           const char *path, uint64_t log_index, struct error *e) _must_check_;
/* It was approved: it is as one that `exchanges_add_sent` added. ERR_NOT_PENDING. */
bool exchanges_approve(struct store *s, const uint8_t id[PACKAGE_ID_SIZE], struct bytes manifest_note,
                       const char *temporary, uint64_t log_index, struct error *e) _must_check_;
bool exchanges_set_state(struct store *s, const uint8_t id[PACKAGE_ID_SIZE], enum sent_state state,
                         struct error *e) _must_check_;
/* HOME/outbox/FILE; NULL when out of memory. */
char *exchanges_path(const struct store *s, const char *file);
/* A receipt came for `m->answer_id`: the sent package with that id, sequence and hash becomes SENT_RECEIPTED.
 * ERR_RECEIPT when there is none such, or one with fewer records than were `accepted`. */
bool exchanges_receipt(struct store *s, const struct manifest *receipt, char **ret_path, struct error *e)
	_must_check_;

/* Before that, where the receiver's log went on from an older copy: what it gave a receipt for in what is
 * lost it may have opened again, and this is the receipt that its log has. Only of a first receipt that has a
 * number below that of the letter which told of it: another replaces none. */
bool exchanges_forget_receipt(struct store *s, const struct manifest *receipt, uint64_t below,
                              struct error *e) _must_check_;

/* Was this very letter opened before: one with this id and a manifest of this hash? ERR_PACKAGE_REPLAYED.
 * Asked before who signed it is asked: that was right when it was opened, and its signer may have left since.
 */
bool exchanges_check_new(struct store *s, const struct manifest *m, struct error *e) _must_check_;
/* Checks an incoming manifest against what was opened before. ERR_PACKAGE_REPLAYED (same id and hash),
 * ERR_PACKAGE_CONFLICT (same number or id, another hash), ERR_PACKAGE_NUMBER (more than LIMIT_SEQUENCE_AHEAD
 * beyond the last). A gap is no error: `*ret_gap` is the number of letters missing before it. */
bool exchanges_check_received(struct store *s, const struct manifest *m, uint64_t *ret_gap, struct error *e)
	_must_check_;
/* The entry that took in the first letter of `peer` with a higher number than that; `*ret_there` false: none
 * came. */
bool exchanges_first_behind(struct store *s, const char *peer, uint64_t number, bool *ret_there,
                            uint64_t *ret_index, struct error *e) _must_check_;
bool exchanges_add_received(struct store *s, const struct manifest *m, struct bytes manifest_note,
                            uint64_t log_index, struct error *e) _must_check_;
/* Remembers which receipt answered a received package, so that opening it again can write that receipt again.
 */
bool exchanges_set_answer(struct store *s, const uint8_t id[PACKAGE_ID_SIZE],
                          const uint8_t receipt_id[PACKAGE_ID_SIZE], struct error *e) _must_check_;

struct exchange_row {
	bool sent; /* else received */
	uint8_t id[PACKAGE_ID_SIZE];
	enum package_kind kind;
	const char *peer, *agreement, *purpose, *file, *temporary,
		*signer; /* file and temporary: names in HOME/outbox */
	uint64_t sequence, records, withheld, accepted, log_index;
	struct sha256 hash;
	moment created, use_by, done; /* done: receipted or opened */
	enum sent_state state;
	bool has_answer;
	uint8_t answer[PACKAGE_ID_SIZE]; /* receipt sent or received */
	struct bytes manifest_note;
};
bool exchanges_each(struct store *s,
                    bool (*each)(void *context, const struct exchange_row *row, struct error *e),
                    void *context, struct error *e) _must_check_;
/* By id, sent or received. ERR_NOT_FOUND. */
bool exchanges_find(struct store *s, const uint8_t id[PACKAGE_ID_SIZE], bool sent,
                    bool (*each)(void *context, const struct exchange_row *row, struct error *e),
                    void *context, struct error *e) _must_check_;
/* Did the sender number the letter that has this id, in hex, behind `sequence`? False when none has it
 * (NULL). The numbers say which of two letters is the later one, not the post. */
bool exchanges_came_later(struct store *s, const char *package, uint64_t sequence, bool *ret, struct error *e)
	_must_check_;
/* What a crash left between a commit and the appearance of its file: a row that is SENT_PREPARED gets its
 * file (the temporary one is renamed) or is found to have it, and becomes SENT_OUT; else it becomes
 * SENT_FAILED and is counted in `*ret_lost`, for which the caller appends an entry in the same transaction.
 * Nothing is done while another program on this store is between its own commit and rename. Other files under
 * a temporary name in the home and its outbox are removed. */
bool exchanges_finish_crashed(struct store *s, size_t *ret_lost, struct error *e) _must_check_;
/* How many letters are between their commit and the name of their file, or were left there by a crash. */
bool exchanges_leaving(struct store *s, size_t *ret, struct error *e) _must_check_;
/* How many rows that would be; 0 while another program is between its commit and rename. */
bool exchanges_unfinished(struct store *s, size_t *ret, struct error *e) _must_check_;
/* Removes the files of letters that arrived or were refused, where a crash came before that; and the
 * temporary files that a crash left, unless a row waits to be finished with one
 * (`exchanges_finish_crashed` sweeps) or a program is publishing. */
bool exchanges_sweep(struct store *s, struct error *e) _must_check_;
/* From 1, and below 2^63: what the store can hold, and anybody count. ERR_VALUE. */
bool exchanges_check_number(const struct manifest *m, struct error *e) _must_check_;
/* Numbers from `peer` that never came, below the largest that did; without those that its log passed over
 * when it went on from an older copy. */
bool exchanges_gaps(struct store *s,
                    bool (*each)(void *context, const char *peer, uint64_t first, uint64_t last,
                                 struct error *e),
                    void *context, struct error *e) _must_check_;
