/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* An agreement as it is told: to the officer who signs it, and to the consulent who works under it. Programs
 * have the same keys from both. */

#include "report/account.h"
#include "trust/agreement.h"

/* Its name, version, title and goal, and the days between which it holds. */
void agreement_tell_head(struct account *a, const struct agreement *g);
/* Who takes part, and by which decision their officers sign. */
void agreement_tell_parties(struct account *a, const struct agreement *g);
/* What goes from whom to whom, and what for. `grounds` is the table that it was signed with, whose articles
 * are told; NULL where that isn't there. With `unit`, a party's name, it is told to who works there: which
 * way it goes seen from there, in words, and no codes; with NULL every field has a row with its name and why.
 */
void agreement_tell_purposes(struct account *a, const struct agreement *g, const struct grounds *grounds,
                             const char *unit);
