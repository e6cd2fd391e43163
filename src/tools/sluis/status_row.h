/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A row of what there is to do (`sluis status`): for programs its parts, for people the sentence. Behind it
 * goes before when. */

#include "cli/command.h"

#include <stdint.h>

/* Any but `task` may be NULL. `*count` is one more. */
void status_row(struct session *s, uint64_t *count, const char *task, const char *peer, const char *id,
                const char *file, const char *sentence);
/* Of a unit's own: takes over the sentence, and fails when memory was out for it. */
bool status_row_own(struct session *s, uint64_t *count, const char *task, const char *id, char *sentence,
                    struct error *e) _must_check_;
