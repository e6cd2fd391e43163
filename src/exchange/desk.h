/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A person at work on a unit's store: the key, the store, the catalogue and the moment. What
 * is done there is an act (exchange/act.h). */

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

void desk_clear(struct desk *d);
/* The shipped catalogue with the additions that the store holds, and `more` (a text without signatures; NULL:
 * none). ERR_DUPLICATE: it would redefine a field. */
bool desk_catalogue_with(const struct desk *d, const struct catalogue_addition *more, struct catalogue **ret,
                         struct error *e) _must_check_;
/* `d->catalogue` anew, once additions came in. */
bool desk_renew_catalogue(struct desk *d, struct error *e) _must_check_;
const struct roster *desk_roster(const struct desk *d); /* newest; never NULL */
