/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What clients asked, and who is told of what came of it. */

#include "cli/command.h"
#include "exchange/erasure_letters.h"
#include "store/right_requests.h"

void rights_tell_start(struct account *a);
void rights_tell(struct session *s, const struct right_request *r);
void rights_tell_end(struct account *a);
/* One of them, behind the act that changed it. */
void rights_tell_one(struct session *s, const struct right_request *r);
/* The letters that are to be carried; nothing where there are none. */
void rights_tell_letters(struct session *s, const struct erasure_letters *l);
