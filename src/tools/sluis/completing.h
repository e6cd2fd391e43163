/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a shell may complete from the store (cli/completion.h): units, agreements, purposes and persons of the
 * partnership, and packages that wait for approval, which `status` tells without a log entry as well. No
 * record, no client and nothing that a client said: to see those is an act, and is logged. Nothing at all
 * unless the key is unlocked (`sluis unlock`): nobody is asked for a passphrase by pressing a tab. */

#include "base/bytes.h"

void complete_from_store(const char *kind, struct buffer *out);
