/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a breach lays open, as this unit's store and log know it: in which letters or places, whose data,
 * which fields, since when, and who holds a key that reads them. It is counted from what there is: records
 * that were forgotten since count, and what stood in them can only be said at most. */

#include "exchange/act.h"
#include "exchange/exposed_keys.h"
#include "record/bsn.h"
#include "store/exchanges.h"
#include "store/records.h"

/* Where it stands, or who may read it. Words aren't translated yet. */
/* clang-format off */
#define EXPOSED_PLACES(X) \
	X(EXPOSED_STORE, "store", N_("the store: all records, declarations and the log")) \
	X(EXPOSED_BACKUPS, "backups", N_("backups of the store")) \
	X(EXPOSED_LETTERS, "letters", N_("letters")) \
	X(EXPOSED_DISCLOSURES, "disclosures", N_("what the log kept private, given to this person"))
/* clang-format on */
enum exposed_place_kind {
#define X(place, name, words) place,
	EXPOSED_PLACES(X)
#undef X
		EXPOSED_PLACE_COUNT
};
const char *exposed_place_name(enum exposed_place_kind p);
const char *exposed_place_words(enum exposed_place_kind p);

struct exposed_place {
	enum exposed_place_kind kind;
	uint64_t count;
	moment from, to; /* to 0: still */
};
struct exposed_letter {
	uint8_t id[PACKAGE_ID_SIZE];
	bool sent; /* else received */
	enum package_kind kind;
	enum sent_state state; /* of a sent one */
	char peer[128 + 1];
	uint64_t sequence, clients;
	moment created, done; /* done 0: no receipt came */
};
struct exposed_client {
	char record[RECORD_ID_SIZE + 1]; /* empty: of none in particular */
	char bsn[BSN_SIZE + 1];          /* empty: none is known */
	bool gone;                       /* its record isn't here any more */
};
struct exposure {
	struct exposed_place places[EXPOSED_PLACE_COUNT];
	size_t place_count;
	struct exposed_letter *letters;
	size_t letter_count;
	struct exposed_keys keys;
	struct exposed_client *clients; /* each once */
	size_t client_count;
	uint64_t records, gone;
	uint64_t *fields; /* by the catalogue's index: of how many records it was filled */
	moment since;
	bool whole; /* all that is in the store: nobody is named */
};
/* Can somebody read it who shouldn't, as far as is known here? */
bool exposure_is_readable(const struct exposure *x);
void exposure_clear(struct exposure *x); /* wipes */
/* `only` (NULL: all): of this client alone. ERR_NOT_FOUND: a letter of that breach isn't known here. */
bool exposure_find(struct act *a, const struct breach *b, const struct exposed_client *only,
                   struct exposure *ret, struct error *e) _must_check_;
