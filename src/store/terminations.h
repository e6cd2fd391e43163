/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The terminations of agreements that a store knows (trust/termination.h). The texts stand among the signed
 * texts, so that they go into every export; the setting `termination:HASH` has the entry that took one in. */

#include "trust/termination.h"

struct store;

/* Inside a transaction: what the caller verified, with the entry that takes it in, once that has its place.
 */
bool terminations_add(struct store *s, const struct termination *t, uint64_t entry, struct error *e)
	_must_check_;
/* In the order in which they came. */
bool terminations_each(struct store *s,
                       bool (*each)(void *context, const struct termination *t, struct error *e),
                       void *context, struct error *e) _must_check_;
/* Which of them ends that version first, whenever that is; `*ret` NULL: none does. */
bool terminations_of(struct store *s, const struct agreement *a, struct termination **ret, struct error *e)
	_must_check_;

/* Those that `peer` isn't known to have seen, out of agreements to which it is a party: it cosigned no tree
 * with their entry in it. No entry stands at or behind `size`. */
struct termination_list {
	struct termination **list;
	size_t count;
};
void termination_list_clear(struct termination_list *l);
bool terminations_untold(struct store *s, const char *peer, uint64_t size, struct termination_list *ret,
                         struct error *e) _must_check_;
