/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What may be answered to a question, where that is one of a few: from the table of grounds, the roster, or
 * what the draft holds already. */

#include "cli/choices.h"
#include "tools/officer/interview_steps.h"

/* None when any text may be answered. */
void interview_choices_add(const struct interview_steps *in, const struct interview_step *s,
                           struct choices *c);
