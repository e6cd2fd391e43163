/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Of what there is to do (status_tasks.h): agreements that a controller ended, with what that stops; and
 * those whose day of review or last day comes. Rows of its table; `*count` of them is counted up. */

#include "cli/command.h"

#include <stdint.h>

bool status_tell_agreements(struct session *s, uint64_t *count, struct error *e) _must_check_;
