/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What an agreement has to state before it is signed (the decision behind it, the DPIA, why so long), and
 * what is remarked on in it. None of it leaves an agreement without meaning: one that was signed before the
 * programs asked is read and taken in all the same. Inside `trust` only. */

#include "trust/agreement_review.h"
#include "trust/law.h"

/* Of the purpose at `index`, whose code is `code` in subjects. */
void review_stated_of_purpose(struct agreement_review *r, size_t index, const char *code,
                              const struct law_purpose *law);
/* Of all of it but its purposes. */
void review_stated(struct agreement_review *r);
