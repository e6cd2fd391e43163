/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Rosters in files, as officers keep them: read, found beside each other, and told of. */

#include "tools/common/folder.h"
#include "tools/common/session.h"
#include "trust/roster.h"

bool roster_file_read(const char *path, struct roster **ret, struct error *e) _must_check_;
/* The versions that `r`, which lies at `path`, follows on, as far as they lie in the same folder. */
bool roster_file_before(const char *path, const struct roster *r, struct rosters_before *ret, struct error *e)
	_must_check_;

/* What is read aloud is the first version's, once nobody can change that any more (`adopted`). */
void roster_tell_fingerprint(struct account *o, const struct roster *r, bool adopted);
/* Checks and writes one, and tells whose officers must sign it. `before`: those that it follows on, as far as
 * they are at hand: what no store would take in isn't drafted. */
bool roster_write_draft(struct roster *r, const struct rosters_before *before, const char *path, bool replace,
                        struct account *o, struct error *e) _must_check_;
/* The first second of today. */
moment roster_today(void);

/* Whose officers must sign `next`. */
bool roster_tell_touched(struct account *o, const struct rosters_before *before, const struct roster *next,
                         struct error *e) _must_check_;
