/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Of what there is to do (status_tasks.h): what clients asked, by the day on which each must have its answer,
 * and records whose term is over. Rows of its table; `*count` of them is counted up. */

#include "cli/command.h"

#include <stdint.h>

bool status_tell_rights(struct session *s, uint64_t *count, struct error *e) _must_check_;
