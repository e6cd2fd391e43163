/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What an agreement must satisfy, rule by rule (`trust/rules.h`). `agreement_check` reports every breach;
 * `agreement_parse` stops at the first that leaves an agreement without meaning: of the rules that have an
 * error. Inside `trust` only. */

#include "trust/agreement_review.h"

bool agreement_review(struct agreement_review *r, struct error *e) _must_check_; /* ERR_MEMORY */
