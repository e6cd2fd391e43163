/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Whose cosignatures bound the tail of a log (`witness_days`): anybody's, or, where an agreement names
 * witnesses, as many of those as it says, in the words of a group of c2sp.org/tlog-policy. Two units that
 * witness each other could rewrite both logs together: so the parties alone may not make up the number.
 * Inside `trust` only. */

#include "trust/agreement_review.h"

/* How many of `count` names are asked: "any" is one, "all" each. False: that is no number of them. */
bool agreement_quorum_parse(const char *text, size_t count, size_t *ret) _must_check_;
void review_witnesses(struct agreement_review *r);
