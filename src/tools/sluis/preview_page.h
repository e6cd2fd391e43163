/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A preview as a page, to look at with a colleague or the client, or to print. What matters comes first:
 * whose case it is, how much leaves and what stays, a line a reason; which fields these are is a fold
 * further. Clients are named by the number of their case, so that a wrong one is seen; of their records
 * nothing else is in it. */

#include "exchange/pack.h"
#include "tools/sluis/preview_account.h"

/* In the language of messages, to a new file. */
bool preview_page_write(const char *path, const struct desk *d, const struct pack_request *q,
                        const struct pack_result *r, const struct preview_clients *clients, struct error *e)
	_must_check_;
