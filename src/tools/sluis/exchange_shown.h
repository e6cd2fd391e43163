/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What is going to be sent, shown before it is: to whom and for what, who goes along by name, who stays and
 * why, and which fields. For whoever sends it, and for the second person who approves it; to read in ten
 * seconds. */

#include "cli/command.h"
#include "exchange/pack.h"
#include "tools/sluis/selection_options.h"

#define SHOWN_MOST 20u /* names of each kind; the others are counted */

struct exchange_shown {
	struct session *session;
	struct buffer leaving, staying; /* lines, the first SHOWN_MOST */
	uint64_t leaving_count, staying_count;
	struct selection_options
		unsaid; /* who stays since nothing was recorded of what they said, or no more */
};
void exchange_shown_clear(struct exchange_shown *x);
/* `each` of a pack_request, whose context it is. */
bool exchange_shown_client(void *context, const struct screened *s, struct error *e);
void exchange_shown_tell(struct account *a, const struct exchange_shown *x, const struct pack_result *r);
