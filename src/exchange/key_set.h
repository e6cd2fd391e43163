/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Which records a package has already, by what tells the receiver one from another: the sender's tag, and a
 * case number; of packages that have no tags the client, where there is no number. So none stands there
 * twice, and no two are one case. Eight bytes of a keyed hash for each, in a table of at most twice as many:
 * of a million different records two are taken for one once in ten million packages. */

#include "record/record.h"

struct key_set {
	uint64_t *hashes;   /* 0: free */
	size_t room, count; /* of hashes: two of a record that has both */
	uint8_t seed[16];
	struct buffer key;
};
/* The record with the fields that `keep` leaves it (NULL: all), and the tag, which may be empty.
 * ERR_DUPLICATE, naming `subject`, when it is in; the errors of record_key. */
bool key_set_add(struct key_set *s, const struct record *r, const bool *keep, const char *tag,
                 const char *subject, struct error *e) _must_check_;
void key_set_clear(struct key_set *s); /* wipes */
