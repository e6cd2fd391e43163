/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Who directs which case, as this store knows it (trust/directing.h): by the place of the case, which is the
 * id of the unit's own record, or of one that came the unit and what it tells the record by, and which
 * outlives the record. And which life of each other store is known here, and which is this one's. */

#include "store/records.h"
#include "trust/directing.h"

#define DIRECTING_PLACE_SIZE (128u + 1u + RECORD_TAG_SIZE)
/* Of a record that came from `unit`: "oss.nl/wi#0011…". */
void directing_place_of(const char *unit, const char *tag, char ret[DIRECTING_PLACE_SIZE + 1]);

struct directing_row {
	struct directing directing;
	char peer[128 + 1]; /* to which it was handed over, or from which it came; empty: none … */
	char tag[RECORD_TAG_SIZE + 1]; /* … and what the record is told by between the two */
	moment since;
};
/* `*ret_there` false: nothing was said of it yet, and `*ret` is left as it is. */
bool directing_find(struct store *s, const char *place, bool *ret_there, struct directing_row *ret,
                    struct error *e) _must_check_;
bool directing_put(struct store *s, const char *place, const struct directing_row *row, struct error *e)
	_must_check_;

/* Units that were told of an own record by that tag, since it was handed over to them, or asked of them; and
 * which of them haven't answered (`waits`). */
bool directing_tell_unit(struct store *s, const char *place, const char *peer, const char *tag, bool waits,
                         struct error *e) _must_check_;
bool directing_is_asked(struct store *s, const char *place, const char *peer, bool *ret_asked,
                        bool *ret_others, struct error *e) _must_check_;
/* That one has; NULL: none is asked any more. */
bool directing_answered(struct store *s, const char *place, const char *peer, struct error *e) _must_check_;
/* The own record of which a unit speaks by that tag, since it was told of it; empty: none. */
bool directing_spoken_of(struct store *s, const char *peer, const char *tag, char ret[RECORD_ID_SIZE + 1],
                         struct error *e) _must_check_;
/* A record that came from `unit` with that tag, is accepted and not restricted; empty: none. */
bool directing_held_record(struct store *s, const char *unit, const char *tag, char ret[RECORD_ID_SIZE + 1],
                           struct error *e) _must_check_;

/* The life of this store, and the latest that is known of another's: 0 until it came out of a backup. */
bool directing_life(struct store *s, uint64_t *ret, struct error *e) _must_check_;
bool directing_life_of(struct store *s, const char *peer, uint64_t *ret, struct error *e) _must_check_;
bool directing_learn_life(struct store *s, const char *peer, uint64_t life, struct error *e) _must_check_;
/* It came out of a backup, or goes on from an older copy: a new life, later than any before. */
bool directing_begin_life(struct store *s, moment now, struct error *e) _must_check_;
