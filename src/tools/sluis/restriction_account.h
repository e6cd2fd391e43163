/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The table of restricted records, as `sluis restriction list` tells it: what waits for a decision, since
 * when, and what was kept on which article. */

#include "cli/command.h"
#include "exchange/retracted.h"
#include "report/account.h"
#include "store/restrictions.h"

void restriction_tell_start(struct account *a);
void restriction_tell(struct session *s, const struct restriction *r);
void restriction_tell_end(struct account *a);

/* What went on from here and ended with a withdrawal: the retractions to send. */
void restriction_tell_onward(struct account *a, const struct retraction_result *list, size_t count);
