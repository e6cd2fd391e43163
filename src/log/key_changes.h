/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A log's key that was replaced vouched for the one that came: among what was seen of the log stands a tree
 * that both signed, whose last act made the new keys (`keys.md` in the design). */

#include "log/log.h"
#include "log/signed_texts.h"

/* How often the log key of `unit` changed, by the rosters that the bundle holds itself. */
size_t key_changes_count(const struct signed_texts *s, const char *unit);
/* Those that nothing vouches for become findings: ERR_LOG_KEY. `log` is of the same bundle. */
bool key_changes_check(const struct signed_texts *s, const char *unit, struct log *log,
                       struct verify_result *r, struct error *e) _must_check_;
