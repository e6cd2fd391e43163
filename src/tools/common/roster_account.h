/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a roster says, as officers and teams see it: who holds which key, mandate and office, what was
 * revoked, and in what two versions differ. */

#include "report/account.h"
#include "trust/roster.h"

/* In what `next` differs from `known`: for people a line a row, for programs an object a key ("changes"). */
bool roster_changes_tell(struct account *a, const struct roster *known, const struct roster *next,
                         struct error *e) _must_check_;

/* The tables of one version, each headed by what its rows are. `at` (0: all of them): only the mandates that
 * are in force at that moment, and of each person whether the key counts then by what `newest` (NULL: itself)
 * says of it. */
void roster_tell_advisers(struct account *a, const struct roster *r);
void roster_tell_units(struct account *a, const struct roster *r);
void roster_tell_persons(struct account *a, const struct roster *r, const struct roster *newest, moment at);
void roster_tell_mandates(struct account *a, const struct roster *r, moment at);
void roster_tell_revocations(struct account *a, const struct roster *r);
/* Who has the rights and obligations of whom; nothing where nobody has. */
void roster_tell_successions(struct account *a, const struct roster *r);
/* Which rosters became this one, each with the fingerprint of its first version; nothing where none did. */
void roster_tell_merger(struct account *a, const struct roster *r);
void roster_tell_officers(struct account *a, const struct roster *r);
/* All of them, as of a moment: `r` was the newest then, `newest` is now. */
void roster_tell_at(struct account *a, const struct roster *r, const struct roster *newest, moment at);
/* For officers: that the day of its review comes, or is past, and what that does; nothing before. */
void roster_tell_review(struct account *a, const struct roster *r, moment now);
