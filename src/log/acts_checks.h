/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What `acts.c` asks of an entry, in rooms of their own: who did it, which letter it tells of,
 * whether a log went on from an older place, and whether an agreement ended. Inside
 * `acts` only. Of each, false is a failure of the program; what is wrong with an entry is a finding. */

#include "log/act_kinds.h"
#include "log/acts.h"

#include <string.h>

/* Both are there, and the same. */
static inline bool same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

static inline bool is(const struct entry *entry, enum act_kind kind)
{
	return same(entry->action, act_kind_name(kind));
}

/* --- who: acts_checks_mandate.c --- */

/* By the roster that the entry names: its mandate, its powers, its day, the key. */
bool acts_check_mandate(struct acts *a, const struct entry *entry, struct error *e) _must_check_;
/* The second person who disclosed, where the officers ask for one. */
bool acts_check_second_person(struct acts *a, const struct entry *entry, struct error *e) _must_check_;
/* Whose slot came or went: that act alone says so, and nobody without a mandate here that day gets one. */
bool acts_check_access(struct acts *a, const struct entry *entry, struct error *e) _must_check_;
/* Its keys are renewed or destroyed by an act that does that, and the new ones have a card. */
bool acts_check_keys(struct acts *a, const struct entry *entry, struct error *e) _must_check_;
/* Who did it by the roster, as an id; NULL: the roster or the mandate isn't there, which is told elsewhere.
 */
const char *acts_person(const struct acts *a, const struct entry *entry);
bool acts_mandate_finding(struct acts *a, const struct entry *entry, struct error *e, const char *what)
	_must_check_;

/* --- which letter: acts_checks_letter.c --- */

/* The letter that was packed, opened, refused or approved: here, named once, told as its manifest has it, in
 * turn. `*ret` becomes its manifest, the bundle's, or NULL when it isn't here. */
bool acts_check_letter(struct acts *a, const struct entry *entry, const struct manifest **ret,
                       struct error *e) _must_check_;
/* A letter that left, and whose receipt isn't back: no fault, but open. */
bool acts_awaits_receipt(const struct acts *a, const struct signed_texts_manifest *m);
/* The numbers of letters go on so much higher. */
void acts_skip_numbers(struct acts *a, uint64_t skipped);
void acts_clear_peers(struct acts *a);

/* --- on which order of the officers: acts_checks_order.c --- */

/* A disclosure that names one: of this log, to its auditor, within its term, and the first. */
bool acts_check_order(struct acts *a, const struct entry *entry, struct error *e) _must_check_;

/* --- that a log went on from an older place: acts_checks_resumption.c --- */

bool acts_check_resumption(struct acts *a, const struct entry *entry, struct error *e) _must_check_;

/* --- that an agreement ended: acts_checks_termination.c --- */

bool acts_check_termination(struct acts *a, const struct entry *entry, struct error *e) _must_check_;
/* As far as the log knew by now: had a controller ended it by then? */
bool acts_has_ended(const struct acts *a, const struct agreement *agreement, moment when);
void acts_clear_ended(struct acts *a);
