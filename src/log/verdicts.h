/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the signatures under the letters of a bundle are worth by all the rosters that are here, those
 * included that came after. Whether each act was right when it was done is acts.h's, and a finding; this is
 * what is known since, and none: keys get lost. What it rests on is when others cosigned the entries that
 * name the letters. */

#include "log/signed_texts.h"

/* Sets `judged` of each manifest that an entry named, and counts them in `r`. `last` is the newest
 * checkpoint. */
bool verdicts_judge(struct signed_texts *s, const struct signed_texts_sighting *last, struct verify_result *r,
                    struct error *e) _must_check_;
