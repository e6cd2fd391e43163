/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The log's place in the database: what log.h asks of a storage. */

#include "log/log.h"

struct store;

struct log_storage journal_storage(struct store *s);
/* The newest checkpoint as it stands in the database now; empty when there is none. Resets `ret`. */
bool journal_checkpoint(struct store *s, struct buffer *ret, struct error *e) _must_check_;
