/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What there is to do for a unit today, each thing with what to do about it and before when: what `sluis
 * status` begins with. */

#include "cli/command.h"
#include "store/arrivals.h"
#include "store/restrictions.h"

/* A table under the key "todo", the most pressing first; without rows a sentence that there is nothing. */
bool status_tell_tasks(struct session *s, const struct restriction_counts *restricted,
                       const struct arrival_counts *arrived, struct error *e) _must_check_;
