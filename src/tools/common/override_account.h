/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* An override, as it is told wherever something rests on it: which row it lets apply,
 * who decided so and why, and what the FG advised, in full. People read it the same way
 * everywhere; programs have the keys of the object that it stands in. */

#include "report/account.h"
#include "trust/agreement.h"
#include "trust/override.h"

/* Those that a purpose rests on, as the list "overrides". */
void overrides_tell(struct account *a, const struct agreement *terms, const struct agreement_purpose *p);
/* The text by itself, with what it is for. */
void override_tell(struct account *a, const struct override *w);
/* In a list of the auditor's report: on `acts` acts. `w` is NULL where no log came with the text. */
void override_tell_acts(struct account *a, const char *hash, const struct override *w,
                        const struct ground *row, uint64_t acts);
