/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Rosters in files, as officers keep them: read, found beside each other, and told of. */

#include "tools/common/session.h"
#include "trust/roster.h"

bool roster_file_read(const char *path, struct roster **ret, struct error *e) _must_check_;
/* The version that `r`, which lies at `path`, follows on, where it lies in the same folder; NULL, and true,
 * where it doesn't. */
bool roster_file_before(const char *path, const struct roster *r, struct roster **ret, struct error *e)
	_must_check_;

/* What is read aloud is the first version's, once nobody can change that any more (`adopted`). */
void roster_tell_fingerprint(struct account *o, const struct roster *r, bool adopted);
/* Whose officers must sign `next`. */
bool roster_tell_touched(struct account *o, const struct roster *known, const struct roster *next,
                         struct error *e) _must_check_;
