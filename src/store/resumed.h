/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The resumptions that a store knows (trust/resumption.h): of its own log, which went on from an older place,
 * and of those of its peers. Kept, not judged: each under the entry that took it in. The text stands among
 * the signed texts, so that it goes into every export. Settings: `resumed:LOG:ENTRY`; `resumed.numbers` and
 * `resumed.numbers:PEER`; `given-up:LOG:SIZE:ENTRY`. */

#include "log/checkpoint.h"
#include "trust/resumption.h"

struct store;

struct resumed {
	struct resumption *statement;
	uint64_t entry;  /* of this store's log, that took it in */
	uint64_t number; /* of a peer's: of the letter that brought it */
};
struct resumed_list {
	struct resumed *list; /* in the order in which they came */
	size_t count;
};
void resumed_list_clear(struct resumed_list *l);
/* Of the log of `origin`. */
bool resumed_load(struct store *s, const char *origin, struct resumed_list *ret, struct error *e)
	_must_check_;
/* The newest of them that gives up a tree of that size; NULL: none does. */
const struct resumed *resumed_covers(const struct resumed_list *l, uint64_t size);
bool resumed_has(const struct resumed_list *l, const struct sha256 *hash);

/* Inside a transaction: what the caller verified and keeps (statements_add_pinned), once the entry that takes
 * it in has its place. */
bool resumed_add(struct store *s, const struct resumption *r, uint64_t entry, uint64_t number,
                 struct error *e) _must_check_;

/* --- of this store's own log --- */

/* The numbers of letters go on so much higher, to each peer. */
bool resumed_skip_numbers(struct store *s, uint64_t skipped, struct error *e) _must_check_;
/* The number to `peer` that counts as the last one given, beside those of letters that are known; 0: none. */
bool resumed_last_number(struct store *s, const char *peer, uint64_t *ret, struct error *e) _must_check_;
/* Has no letter of `peer` been opened since the log went on? Until then this store may have seen, and
 * cosigned, more of that peer's log than it knows. */
bool resumed_unheard(struct store *s, const char *peer, bool *ret, struct error *e) _must_check_;
/* Those that `peer` isn't known to have seen: it cosigned no tree with their entry in it. */
bool resumed_untold(struct store *s, const char *peer, struct resumed_list *ret, struct error *e)
	_must_check_;

/* --- of a peer's log --- */

/* What was seen of it above `size` is evidence from now on, and nothing that the log must go on from.
 * `entry`: the one that this transaction begins with. */
bool resumed_give_up(struct store *s, const char *peer, uint64_t size, uint64_t entry, struct error *e)
	_must_check_;
