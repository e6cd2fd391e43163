/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Who has a slot at a store: an age file doesn't tell its recipients, so a text does that the person who
 * changed it last signed (sluis.access/v1, docs/format/store.md). It stands in the database, which nobody
 * without a slot can write; the signature tells who of those made it. `store.slots` names the list that it
 * was made for, so that the two can be held against each other.
 *
 * The text alone is here; what a change of it takes is access.h's. */

#include "trust/keyfile.h"
#include "trust/roster.h"

struct access_person {
	char *person;
	struct age_recipient recipient; /* to which the slots were made: the roster's of that day */
};
struct access_list {
	uint8_t store[STORE_ID_SIZE];
	char *unit;
	moment made; /* a day */
	/* The person (or ROSTER_RECOVERY) whose slot came or went with this list, or the person who has one
	 * for a new key in the place of an older one; the first list has none of them. */
	char *added, *removed, *replaced;
	char *recovered;   /* of one in their place: who alone has a slot since, by the officers' recovery key
	                    */
	char *second;      /* who changed it with `by`, where the roster asks for two; NULL: nobody */
	bool has_recovery; /* `store.slots` is for the unit's recovery recipient, too */
	struct age_recipient recovery;
	struct access_person *persons;
	size_t person_count;
	/* Of one that was read: the hash of its text, and who signed it. */
	struct sha256 hash;
	char *by;
};
#define ACCESS_PERSONS_MOST 127u /* and recovery: what one age file takes (LIMIT_AGE_STANZAS) */

/* Whose slot came or went with it; NULL of the first. */
const char *access_list_about(const struct access_list *l);
/* Is it another than the first, which was made with the store? */
bool access_list_changed(const struct access_list *l);
void access_list_clear(struct access_list *l);
/* The key for which a person, or ROSTER_RECOVERY, has a slot; NULL when there is none. */
const struct age_recipient *access_list_key(const struct access_list *l, const char *person);
/* ERR_TOO_LARGE above ACCESS_PERSONS_MOST. Of ROSTER_RECOVERY: in the place of one that there was. */
bool access_list_add(struct access_list *l, const char *person, const struct age_recipient *recipient,
                     struct error *e) _must_check_;
void access_list_drop(struct access_list *l, const char *person); /* not there: nothing */
/* The text, signed by `by`, appended to `note`; sets `l->hash`. Where two sign: once for each. */
bool access_list_sign(struct access_list *l, const struct note_signer *by, struct buffer *note,
                      struct error *e) _must_check_;
/* ERR_ACCESS_LIST for a text that is no such list, of another store or unit, or that nobody signed who might:
 * a person with a mandate there in one of the rosters, and of a list that changed one with the power
 * `access`. */
bool access_list_read(struct bytes note, const struct roster_chain *rosters, const char *unit,
                      const uint8_t store[STORE_ID_SIZE], struct access_list *ret, struct error *e)
	_must_check_;
