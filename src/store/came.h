/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The keys that came in an import, each with the line of its file: so that two rows for one record are seen.
 * A connection's own, in memory; import_begin empties it. */

#include "base/bytes.h"

struct store;

/* The line that had the key before; 0: none. */
bool came_line(struct store *s, struct bytes key, uint64_t *ret, struct error *e) _must_check_;
/* Keeps the first line of a key. */
bool came_keep(struct store *s, struct bytes key, uint64_t line, struct error *e) _must_check_;
